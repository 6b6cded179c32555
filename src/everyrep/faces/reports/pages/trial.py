"""A trial: what it would tell before it starts, and where it stands while it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from everyrep.evidence.conducting import Calendar, Proposal, Watched
from everyrep.evidence.conducting.draft import month_after
from everyrep.evidence.findings import size_in
from everyrep.evidence.inference import Look
from everyrep.evidence.trials import Detectable, SampleRatio
from everyrep.evidence.trials.power import power_of
from everyrep.faces.reports.charts.trials import Stretch, calendar_chart, power_curve
from everyrep.faces.reports.groups import Groups
from everyrep.faces.reports.model import Block, Chart, Note, Notes, Page, Spec, Table, Tone
from everyrep.faces.reports.numbers import day, plural
from everyrep.faces.reports.pages.parts import range_chart
from everyrep.values import Currency, Estimate, Grade, Reason, money_from_minor

_STEPS = 10
"""Sizes at which the chance of finding an effect is drawn."""
_FAR = 2.0
Size = Callable[[float], str]


def proposal_page(proposal: Proposal) -> Page:
    """What a trial would tell, and when, before anything starts."""
    size = size_in(proposal.unit)
    title = f"What {proposal.draft.program} would tell"
    return Page("evidence", title, "", tuple(_proposed(proposal, size)))


def _proposed(proposal: Proposal, size: Size) -> Iterator[Block]:
    found = proposal.found
    yield Notes(tuple(_answer(proposal, size)))
    yield _who(proposal, size)
    if isinstance(found, Detectable):
        yield _power(proposal, found, size)
    yield calendar_of(proposal.calendar, proposal.draft.before, waves=bool(proposal.draft.waves))
    ways = proposal.reach.ways if proposal.reach is not None else ()
    if ways:
        yield Table(
            "What would make smaller effects detectable",
            ("Change one thing", "Smallest effect found then", "Is that enough?"),
            tuple(
                (way.sentence, "" if way.effect is None else size(way.effect),
                 "yes" if way.enough else "no")
                for way in ways
            ),
        )  # fmt: skip
    warnings = [*proposal.warnings]
    if isinstance(found, Detectable) and found.warning:
        warnings.append(found.warning)
    if warnings:
        yield Notes(tuple(Note(text, tone="warn") for text in warnings), "To be read with it")


def _answer(proposal: Proposal, size: Size) -> Iterator[Note]:
    found = proposal.found
    if isinstance(found, Reason):
        yield Note(found.sentence, found.remedy, "bad", "It cannot tell anything.")
        if proposal.company is not None:
            yield Note(
                f"The whole company, drawn person by person, would find effects from "
                f"{size(proposal.company)} up four times in five."
            )
        return
    enough = found.effect <= proposal.smallest
    tone: Tone = "good" if enough else "warn"
    yield Note(
        f"The smallest effect worth having, {size(proposal.smallest)}, would be found in "
        f"{proposal.power or 0.0:.0%} of cases.",
        tone=tone,
        title=f"It would find effects from {size(found.effect)} up four times in five.",
    )


def _who(proposal: Proposal, size: Size) -> Table:
    draft, who = proposal.draft, proposal.eligible
    rows = [("Outcome", proposal.title), ("People who could take part", _count(who.roster.person))]
    if draft.by != "person":
        many = "Territories" if draft.by == "territory" else f"{draft.by.capitalize()}s"
        rows.append((f"{many} to draw", f"{who.units:,}"))
    rows += [(f"Left out: {why}", f"{count:,}") for why, count in who.left_out.items()]
    if draft.strata:
        rows.append(("Drawn within", ", ".join(draft.strata)))
    if draft.waves:
        rows.append(("Waves", f"{draft.waves}, and as many who wait until the end"))
    else:
        rows.append(("Treated", f"{draft.share:.0%} of those drawn"))
    if proposal.spread is not None:
        rows.append(
            ("What is usual of a month", size_in_whole(proposal.unit, proposal.spread.usual))
        )
        rows.append(("Spread between people", size(proposal.spread.deviation)))
    rows.append(("Smallest effect worth having", size(proposal.smallest)))
    return Table("Who would take part", ("What", "Here"), tuple(rows))


def size_in_whole(unit: str, value: float) -> str:
    """A level of an outcome: of a share in percent, else as sizes are written."""
    return f"{100 * value:.1f} % on average" if unit == "share" else size_in(unit)(value)


def _count(people: tuple[str, ...]) -> str:
    return f"{len(people):,}"


def _power(proposal: Proposal, found: Detectable, size: Size) -> Chart:
    scale, unit = _axis(proposal.unit)
    most = _FAR * max(found.effect, proposal.smallest)
    points = []
    for at in range(_STEPS + 1):
        effect = most * at / _STEPS
        chance = power_of(effect, found.error, found.degrees)
        says = f"{size(effect)}: found in {chance:.0%} of cases"
        points.append((effect / scale, chance, says))

    def draw(width: int) -> Spec:
        return power_curve(points, unit, proposal.smallest / scale, width)

    title = "Chance of finding an effect, by its size"
    rows = tuple((says.partition(":")[0], f"{chance:.0%}") for _, chance, says in points)
    says = f"{title}. " + "; ".join(one for _, _, one in points)
    caption = (
        f"Dashed: four times in five, and the smallest effect worth having "
        f"({size(proposal.smallest)}). At no effect the chance is that of a false alarm."
    )
    return Chart(title, draw, says, Table(title, ("Effect", "Chance"), rows), caption)


def _axis(unit: str) -> tuple[float, str]:
    """What sizes are divided by on an axis, and its unit."""
    if unit.startswith("money:"):
        code = unit.partition(":")[2].partition("/")[0]
        return float(10 ** Currency.of(code).digits), f"money:{code}"
    return 1.0, "points" if unit == "share" else "number"


def calendar_of(when: Calendar, before: int, *, waves: bool) -> Chart:
    """What happens when, one row a wave."""
    stretches = list(_stretches(when, before, waves=waves))

    def draw(width: int) -> Spec:
        return calendar_chart(stretches, width)

    title = "Calendar"
    rows = tuple((one.row, one.says) for one in stretches)
    says = f"{title}. " + "; ".join(one.says for one in stretches)
    cycle = (
        f" Deals take {when.cycle:.0f} days from opening to closing, at the median."
        if (when.cycle is not None)
        else ""
    )
    caption = (
        f"Light: months from before, which are taken out. Orange: the month of the start. Grey: "
        f"what was on its way already. Blue: what counts. Known on {day(when.counted_to)}, "
        f"{when.months} {plural('month', when.months)} after the start.{cycle}"
    )
    return Chart(title, draw, says, Table(title, ("Who", "What happens"), rows), caption)


def _stretches(when: Calendar, before: int, *, waves: bool) -> Iterator[Stretch]:
    for number, start in enumerate(when.starts, start=1):
        row = f"Wave {number}" if waves else "Both sides"
        begins = month_after(start, when.lag + 1)
        if before:
            yield _stretch(row, "past", month_after(start, -before), start, "taken out")
        yield _stretch(row, "start", start, month_after(start, 1), "starts")
        if when.lag:
            yield _stretch(row, "waits", month_after(start, 1), begins, "not counted yet")
        yield _stretch(row, "counts", begins, when.counted_to, "counts")
    if waves:
        yield _stretch("Wait", "counts", when.counted_from, when.counted_to, "compared with")


def _stretch(row: str, name: str, begin: date, end: date, word: str) -> Stretch:
    return Stretch(row, name, begin, end, f"{row}: {begin:%B %Y} until {end:%B %Y} {word}")


def watched_page(found: Watched) -> Page:
    """Where a running trial stands; its ranges hold however often one looks."""
    return Page("evidence", found.frozen.program, "", tuple(_watched(found)))


def _watched(found: Watched) -> Iterator[Block]:
    notes = [Note(found.sentence, title="Where it stands.")]
    if isinstance(found.ratio, SampleRatio):
        counts = " and ".join(f"{one:,}" for one in found.ratio.counts)
        word = "not as drawn" if found.ratio.broken else "as drawn"
        tone: Tone = "bad" if found.ratio.broken else "plain"
        said = f"{counts} have an outcome, {word} (chance {found.ratio.p:.2g})."
        notes.append(Note(said, tone=tone, title="Sides:"))
    if found.loaded[1]:
        notes.append(Note(f"{found.loaded[1]} people are on record in another arm.", tone="bad"))
    yield Notes(tuple(notes))
    rows = tuple(
        (one.month, _estimate(found, one.found, sum(one.people.values())))
        for one in found.looks
        if isinstance(one.found, Look)
    )
    if rows:
        groups = Groups("month", rows, 0, rows[0][1].unit, "person")
        caption = "A look after each month that counts. The ranges hold at all looks together."
        yield range_chart(groups, title=f"{found.title}: the effect so far", caption=caption)
    if found.looks:
        yield Table(
            "Looks", ("Month", "People by arm", "What is said"),
            tuple((one.month, _arms(one.people), _said(found, one.found)) for one in found.looks),
        )  # fmt: skip


def _arms(people: Mapping[str, int]) -> str:
    return ", ".join(f"{arm}: {count:,}" for arm, count in people.items())


def _said(found: Watched, one: Look | Reason) -> str:
    if isinstance(one, Reason):
        return one.sentence
    size = size_in(found.unit)
    return f"{size(one.value)} ({size(one.low)} to {size(one.high)}), chance {one.p:.2g}"


def _estimate(found: Watched, one: Look, n: int) -> Estimate:
    unit = "points" if found.unit == "share" else found.unit
    if unit.startswith("money:"):
        code = unit.partition(":")[2].partition("/")[0]
        value, low, high = (
            money_from_minor(round(x), code) for x in (one.value, one.low, one.high)
        )
        return Estimate(value, low, high, n, unit, Grade.TRIAL)
    return Estimate(one.value, one.low, one.high, n, unit, Grade.TRIAL)
