"""One business case in full: the return with its range, line by line, and what drives it."""

from __future__ import annotations

from collections.abc import Iterator

from everyrep.evidence.money import (
    FORMULA,
    OTHER_FORMULA,
    Business,
    CaseFile,
    Pays,
    Range,
    Return,
)
from everyrep.faces.reports.charts.swings import Reach, swings
from everyrep.faces.reports.model import (
    Block,
    Chart,
    Figure,
    Figures,
    Missing,
    Note,
    Notes,
    Origin,
    Page,
    Spec,
    Table,
    Tone,
)
from everyrep.faces.reports.numbers import in_unit, joined, unit_word
from everyrep.values import Estimate

_TONES: dict[Pays, Tone] = {Pays.PAYS: "good", Pays.DOES_NOT: "bad"}
_GUARD = (
    "Conversion, size, cycle and volume move the same bookings, so they are multiplied and not "
    "added: what each brings is its share of the whole, averaged over all orders. Each kind may "
    "stand in a case once, and no outcome may hold what another one holds already."
)


def business_page(found: Business, case: CaseFile) -> Page:
    """All that a case comes to, in the order in which it is asked for.

    Args:
        found: What it comes to.
        case: As it was written.
    """
    tone = _TONES.get(found.word, "plain")
    head = Notes((Note(found.sentence, tone=tone, title=found.word.value.capitalize()),))
    return Page("evidence", found.name, "", (head, *_blocks(found, case)))


def _blocks(found: Business, case: CaseFile) -> Iterator[Block]:
    returned = found.returned
    if returned is None:
        reason = found.roi.reason
        yield Missing(
            "The return", reason.sentence if reason else "", reason.remedy if reason else ""
        )
    else:
        yield _figures(found, returned)
        yield _benefits(found, returned)
        yield _costs(returned)
        if returned.tornado:
            yield _drives(found, returned)
    yield from _behind(found)
    yield _assumed(found, case)
    if returned is not None and found.roi.estimable:
        yield _formulas(found, returned)
    notes = tuple(Note(text) for text in found.notes)
    yield Notes((*notes, Note(_GUARD, title="Nothing counts twice.")), "To be read with it")


def _figures(found: Business, returned: Return) -> Figures:
    lead, whole = "", "over the whole time"
    if found.roi.estimable:
        lead = f"Benefits are above costs in {returned.pays:.0%} of all cases drawn."
        if returned.payback is not None and found.word is not Pays.CANNOT_TELL:
            lead += f" Paid back after {returned.payback:.1f} months, most likely."
    told = found.word is not Pays.CANNOT_TELL
    return Figures(
        (
            _large("Return", found.roi, "0 is even, 1 is the money back twice", FORMULA, told=told),
            _large("Net", returned.net, "benefits less costs", "benefits - costs", told=told),
            _large("Benefits", returned.benefits, whole, "sum of benefits", told=told),
            Figure("Costs", returned.costs, whole, _of("sum of costs")),
        ),
        "What it comes to",
        lead,
    )


def _large(title: str, figure: Estimate, about: str, formula: str, *, told: bool) -> Figure:
    """One figure: by its range where it cannot be told whether it pays, or which sign it has."""
    low, high = figure.bounds()
    holds_zero = low is not None and high is not None and low <= 0 <= high
    return Figure(title, figure, about, _of(formula), by_range=holds_zero or not told)


def _of(formula: str) -> Origin:
    return Origin(formula=formula, grain="person")


def _benefits(found: Business, returned: Return) -> Table:
    return Table(
        "Benefits",
        ("Benefit", "Kind", "To be read with it", "Amount"),
        tuple(
            (one.line.name, one.line.kind.value, one.mark or "a claim of cause stands behind it",
             returned.parts[one.line.name])
            for one in found.behind
        ),
        "person",
    )  # fmt: skip


def _costs(returned: Return) -> Table:
    rows = tuple((name, figure) for name, figure in returned.spent.items())
    return Table("Costs", ("Cost", "Amount"), rows, "person", "As given in the case.")


def _drives(found: Business, returned: Return) -> Chart:
    scale, unit = 10**found.currency.digits, f"money:{found.currency.code}"
    likely = returned.net.number() or 0.0
    rows = [
        _reach(one.name, one.low / scale, one.high / scale, unit, assumed=one.assumed)
        for one in returned.tornado
    ]

    def draw(width: int) -> Spec:
        return swings(rows, likely, unit, width)

    title = f"What drives it: net at the ends of each input, {found.currency.code}"
    table = Table(
        title,
        ("Input", "Net at its low end", "Net at its high end", "Input is"),
        tuple(
            (one.name, in_unit(one.low, unit), in_unit(one.high, unit),
             "assumed" if one.assumed else "from records")
            for one in rows
        ),
    )  # fmt: skip
    caption = (
        "All other inputs as they are likely, which gives the dashed line; the solid line is even. "
        "Orange: somebody assumed it. Blue: from records."
    )
    says = f"{title}. " + "; ".join(one.says for one in rows)
    return Chart(title, draw, says, table, caption, wide=True)


def _reach(name: str, low: float, high: float, unit: str, *, assumed: bool) -> Reach:
    ends = " to ".join(joined(in_unit(one, unit), unit_word(unit)) for one in (low, high))
    return Reach(name, low, high, assumed, f"{name}: {ends}{', assumed' if assumed else ''}")


def _behind(found: Business) -> Iterator[Block]:
    """The findings that effects come from, each with its claim."""
    notes = []
    for one in found.behind:
        if one.finding is not None:
            claim = one.finding.claim
            mark = f" Here it is read as: {one.mark}." if one.mark else ""
            title = f"{one.line.name}: {claim.heading()}."
            notes.append(Note(f"{one.finding.sentence}{mark}", title=title))
    if notes:
        yield Notes(tuple(notes), "The findings behind it")


def _assumed(found: Business, case: CaseFile) -> Table:
    """What somebody assumed, as such."""
    money = f" ({found.currency.code})"
    known: list[tuple[str, Range | None]] = [
        ("Years that it lasts", case.years),
        ("Share of bookings that stays", case.margin),
    ]
    if isinstance(case.base, Range):
        known.append((f"Bookings a year{money}", case.base))
    for one in case.benefits:
        unit = ", share by which it moves" if one.kind.multiplies else f" a year{money}"
        known += [
            (f"{one.name}{unit}", one.amount),
            (f"{one.name}, worth of one{money}", one.worth),
        ]
    for cost in case.costs:
        people = cost.people if isinstance(cost.people, Range) else None
        known += [(f"{cost.name}{money}", cost.amount), (f"{cost.name}, hours", cost.hours),
                  (f"{cost.name}, people", people)]  # fmt: skip
    rows = tuple((name, *_ends(one)) for name, one in known if one is not None)
    note = "Nothing of this was found in records: it stands in the case as it was written."
    return Table("Assumptions", ("Assumed", "Low", "Likely", "High"), rows, note=note)


def _ends(one: Range) -> tuple[str, str, str]:
    low, likely, high = (in_unit(end, "number") for end in (one.low, one.likely, one.high))
    return low, likely, high


def _formulas(found: Business, returned: Return) -> Table:
    rows: tuple[tuple[str, Estimate], ...] = (
        (FORMULA, found.roi), (OTHER_FORMULA, returned.other_roi),
    )  # fmt: skip
    note = "The return above is the first. The second is told because some articles print it."
    return Table("Two readings of the formula", ("Formula", "Return"), rows, "person", note)
