"""Teams compared as if all sold the same to the same, and what a change is made of."""

from __future__ import annotations

from dataclasses import replace

from everyrep.analysis.comparison import (
    Compared,
    Comparison,
    Groups,
    Miss,
    compare,
    explain_miss,
)
from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.charts import beside, chances, steps
from everyrep.faces.reports.charts.beside import Pair
from everyrep.faces.reports.charts.chances import OPEN, told_apart
from everyrep.faces.reports.charts.steps import Step
from everyrep.faces.reports.groups import raw_of
from everyrep.faces.reports.model import Block, Cell, Chart, Missing, Note, Notes, Page, Spec, Table
from everyrep.faces.reports.numbers import label, shown, unit_word
from everyrep.faces.reports.pages.parts import missing
from everyrep.values import Estimate, Grade, Grain, Period, Reason, as_number
from everyrep.values.chances import chance_words

_MOST = 16
_MOST_PAIRS = 12
_MEASURE = "win_rate"
_SHORT = {
    "headcount": "Capacity",
    "volume": "Volume",
    "territory": "Territory",
    "mix": "Mix",
    "conversion": "Conversion",
    "size": "Size",
    "luck": "Luck now",
    "luck_before": "Luck of the year before",
}


def comparison_page(asker: Asker) -> Page:
    """The fair comparison of teams, the chance of their order, and the parts of a change."""
    year = asker.full(Grain.FISCAL_QUARTER, 4)
    name = asker.name(year, Grain.FISCAL_QUARTER)
    title = f"{asker.title(_MEASURE)} by team, as if all had the same mix"
    found = asker.study(title, lambda: compare(asker.warehouse, asker.scope, _MEASURE, period=year))
    if isinstance(found, Reason):
        blocks: list[Block] = [missing(title, found)]
    elif found.reason is not None and found.reason.code == "too_few_groups":
        blocks = _of_people(asker, year, name, found.reason) or _compared(asker, found, name)
    else:
        blocks = _compared(asker, found, name)
    blocks.append(_miss(asker, year, name))
    return Page(
        "comparison",
        "Fair comparison",
        "How teams compare once what they sell, and to whom, is taken out; and what lies behind a "
        "change.",
        tuple(blocks),
    )


def _of_people(asker: Asker, year: Period, name: str, why: Reason) -> list[Block]:
    """The people in sight in place of too few teams, in the order of their names; none who may not.

    Nobody is put above anybody: the order is told pair by pair, with how sure it is.
    """
    if asker.scope.min_group > 1 or not asker.scope.can("see_people"):
        return []
    people = Groups(unit="person", within=None)
    found = asker.study(
        f"{_MEASURE} by person",
        lambda: compare(asker.warehouse, asker.scope, _MEASURE, groups=people, period=year),
    )
    if isinstance(found, Reason) or not any(row.adjusted.estimable for row in found.rows):
        return []
    rows = tuple(sorted(found.rows, key=lambda row: row.label))
    by_name = replace(found, rows=rows, whole_order=None, verdict=_OF_PEOPLE)
    return [
        Note(f"{why.sentence} {_SO_PEOPLE}", title="People, not teams."),
        *_compared(asker, by_name, name),
    ]


_OF_PEOPLE = (
    "All are shown with the mix of all in sight. Where ranges overlap widely nobody can say who "
    "does better, and nothing here says why."
)
_SO_PEOPLE = "So the people in sight are compared, in the order of their names."


def _compared(asker: Asker, found: Comparison, name: str) -> list[Block]:
    title = f"{asker.title(found.measure)} by {found.unit}, as if all had the same mix"
    rows = [row for row in found.rows if row.adjusted.estimable]
    if not rows:
        return [missing(title, found.reason)]
    shown_rows = _most(rows, _MOST)
    grain = asker.origin(found.measure).grain
    notes = [Note(_worded(found)), *(Note(note) for note in found.notes)]
    if found.reason is not None:
        notes.append(Note(found.reason.sentence, found.reason.remedy, "warn"))
    return [
        _adjusted(title, shown_rows, len(rows), found, grain, name),
        _order(found, _most(rows, _MOST_PAIRS), grain, name),
        *_shares(found, name),
        Notes(tuple(notes), "What can be said"),
    ]


def _worded(found: Comparison) -> str:
    """The verdict, with dimensions as words."""
    text = found.verdict
    for name in found.mix:
        text = text.replace(name, name.replace("_", " "))
    return text


def _most(rows: list[Compared], most: int) -> list[Compared]:
    """Those with the most facts, in the order that they came."""
    kept = sorted(rows, key=lambda row: -row.adjusted.n)[:most]
    return [row for row in rows if row in kept]


def _adjusted(
    title: str, rows: list[Compared], known: int, found: Comparison, grain: str, name: str
) -> Block:
    unit = rows[0].adjusted.unit
    pairs = [
        Pair(
            row.label, row.adjusted, as_number(row.adjusted.raw), f"raw {raw_of(row.adjusted)}"
        )
        for row in rows
    ]  # fmt: skip

    def draw(width: int) -> Spec:
        return beside(pairs, unit, width, grain=grain)

    table: tuple[tuple[Cell, ...], ...] = tuple(
        (label(row.label), row.adjusted, raw_of(row.adjusted), _places(row)) for row in rows
    )
    heads = (found.unit.capitalize(), "Adjusted", "Raw", "Place, within its range")
    says = f"{title}. " + "; ".join(
        f"{label(row.label)}: {shown(row.adjusted, grain).line}, raw {raw_of(row.adjusted)}"
        for row in rows
    )
    mix = " and ".join(one.replace("_", " ") for one in found.mix) or "nothing"
    left = (
        f" Shown are the {len(rows)} with the most facts, of {known}." if len(rows) < known else ""
    )
    caption = (
        f"{name}. Filled: adjusted for {mix}, and drawn towards the others as far as luck could "
        f"set them apart, with its range. Hollow: as counted.{left}"
    )
    return Chart(title, draw, says, Table(title, heads, table, grain), caption, wide=True)


def _places(row: Compared) -> str:
    if row.places is None:
        return ""
    first, last = row.places
    return str(first) if first == last else f"{first} to {last}"


def _order(found: Comparison, rows: list[Compared], grain: str, name: str) -> Block:
    title = "How sure the order is, pair by pair"
    above = {
        (i, j): chance
        for i, one in enumerate(rows)
        for j, other in enumerate(rows)
        if i != j and (chance := found.chance(one.key, other.key)) is not None
    }
    if not above:
        return missing(title, found.reason)
    names = [row.label for row in rows]

    def draw(width: int) -> Spec:
        return chances(names, above, width)

    sure = sum(told_apart(chance) for (i, j), chance in above.items() if i < j)
    pairs = sum(i < j for i, j in above)
    count = sum(row.adjusted.estimable for row in found.rows)
    left = (
        f" Shown are the {len(rows)} with the most facts, {pairs} of all "
        f"{count * (count - 1) // 2} pairs."
        if len(rows) < count
        else ""
    )
    whole = (
        f" The whole order of all {count} is right "
        f"with a chance of {chance_words(found.whole_order, 1)}."
        if found.whole_order is not None
        else ""
    )
    table: tuple[tuple[Cell, ...], ...] = tuple(
        (
            label(row.label),
            row.adjusted,
            "" if (i, i + 1) not in above else chance_words(above[i, i + 1]).replace("%", " %"),
        )
        for i, row in enumerate(rows)
    )
    heads = (found.unit.capitalize(), "Adjusted", "Chance to be above the next")
    says = f"{title}: {sure} of {pairs} pairs can be told apart, at least 95 % sure." + "".join(
        f" {label(names[i])} above {label(names[i + 1])}: {chance_words(above[i, i + 1])}."
        for i in range(len(names) - 1)
        if (i, i + 1) in above
    )
    caption = (
        f"{name}. Each square is the chance, in percent, that the row is truly above the column. "
        f"Dark: at least 95 % sure, one way or the other, as {sure} of {pairs} are. "
        f'A "{OPEN}" marks two that cannot be told apart.{left}{whole}'
    )
    return Chart(title, draw, says, Table(title, heads, table, grain), caption, wide=True)


def _shares(found: Comparison, name: str) -> list[Block]:
    """Where differences come from, where enough groups tell."""
    shares = found.shares
    if shares is None:
        return []
    groups = sum(row.adjusted.estimable for row in found.rows)
    rows = tuple(
        (
            name.replace("_", " ").capitalize(),
            Estimate(
                min(max(value, 0.0), 1.0),
                min(max(shares.low[name], 0.0), value),
                max(min(shares.high[name], 1.0), value),
                groups,
                "share",
                _grade(found),
            ),
        )
        for name, value in shares.share.items()
    )
    return [
        Table(
            "Where differences between people come from",
            ("Level", "Share"),
            rows,
            found.unit,
            f"{name}. Of all variation between single people, after the mix is taken out; chance "
            "is what is left within a person.",
        )
    ]


def _grade(found: Comparison) -> Grade:
    """The grade of the comparison's figures."""
    return next(row.adjusted.grade for row in found.rows if row.adjusted.estimable)


def _miss(asker: Asker, year: Period, name: str) -> Block:
    title = "What a change in bookings is made of"
    key = _fell_most(asker, year)
    if key is None:
        return Missing(
            title,
            "No team has bookings in both of the last two years.",
            "Load deals of two years, and who is in which team.",
        )
    found = asker.study(
        title,
        lambda: explain_miss(asker.warehouse, asker.scope, key, against="before", period=year),
    )
    if isinstance(found, Reason):
        return missing(title, found)
    if found.reason is not None or found.booked is None or found.expected is None:
        return missing(title, found.reason)
    return _parts(found, name)


def _fell_most(asker: Asker, year: Period) -> str | None:
    """The team whose bookings are the most below those of the year before."""
    before = year.shift(-12, "month")
    now, then = (
        {
            row.keys["team"]: row.estimate.number() or 0.0
            for row in asker.ask("bookings", "team", period=period)
            if row.estimate.estimable and row.keys.get("team") is not None
        }
        for period in (year, before)
    )
    both = [key for key in now if key in then]
    return str(min(both, key=lambda key: now[key] - then[key])) if both else None


def _parts(found: Miss, name: str) -> Block:
    assert found.booked is not None  # noqa: S101 - narrowed by the caller
    assert found.expected is not None  # noqa: S101
    unit = f"money:{found.booked.currency.code}"
    title = f"What changed for {found.label}, {unit_word(unit)}"
    n = found.parts[0].amount.n if found.parts else 0
    rows = (
        Step("A year before", Estimate(found.expected, n=n, unit=unit), whole=True),
        *(Step(_SHORT.get(part.name, part.title), part.amount) for part in found.parts),
        Step("Booked", Estimate(found.booked, n=n, unit=unit), whole=True),
    )

    def draw(width: int) -> Spec:
        return steps(rows, unit, width, grain="deal")

    table = Table(
        title, ("Part", "Amount"), tuple((row.name, row.estimate) for row in rows), "deal"
    )
    says = f"{title}. " + "; ".join(f"{r.name}: {shown(r.estimate, 'deal').line}" for r in rows)
    caption = (
        f"{name}, beside the year before. The team whose bookings are the furthest below those of "
        f"then; the thin lines are ranges. {found.verdict} {' '.join(found.notes)}"
    )
    return Chart(title, draw, says, table, caption, wide=True)
