"""One measure by one dimension, fit for a chart: which dimensions, which groups, in what order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from everyrep.faces.reports.asking import Asker, estimable, refusal
from everyrep.faces.reports.model import Table
from everyrep.faces.reports.numbers import in_unit, joined, unit_word
from everyrep.measures import Answer, Row
from everyrep.values import Estimate, Period, Reason, as_number, shown_ref

MOST_GROUPS = 10
_FEWEST_KNOWN = 0.5  # share of what is counted that must fall into a known group

# Dimensions whose groups are words of the canonical tables.
_OUR_WORDS = frozenset(
    "activity_kind assessment_kind course_kind deal_kind leaving_kind motion outcome skill "
    "forecast_category".split()
)

# Dimensions whose groups are people, or people taken together: what sets them apart is luck to a
# large part, so their figures are drawn together.
_OF_PEOPLE = frozenset({"person", "team", "manager", "region", "territory", "role", "level"})


def raw_of(estimate: Estimate) -> str:
    """The figure before it was drawn towards the others; empty where it was not."""
    number = as_number(estimate.raw)
    return (
        "" if number is None else joined(in_unit(number, estimate.unit), unit_word(estimate.unit))
    )


@dataclass(frozen=True)
class Groups:
    """Figures by group.

    Attributes:
        dimension: What they are cut by.
        rows: Name and figure; those with the most facts first, or in the order of the process.
        left: How many groups with fewer facts were left out.
        unit: Of the figures.
        grain: What one unit of n is.
        reason: Why there are no rows.
    """

    dimension: str
    rows: tuple[tuple[str, Estimate], ...]
    left: int
    unit: str
    grain: str
    reason: Reason | None = None

    def table(self, title: str) -> Table:
        """The same as a table, with the raw figures beside those that were drawn together."""
        heads: tuple[str, ...] = (words(self.dimension), "Value")
        if not self.pooled:
            return Table(title, heads, self.rows, self.grain, self.note)
        rows = tuple((name, estimate, raw_of(estimate)) for name, estimate in self.rows)
        return Table(title, (*heads, "Raw"), rows, self.grain, self.note)

    @property
    def pooled(self) -> bool:
        """Whether figures of small groups were drawn towards the others."""
        drawn = any(estimate.raw is not None for _, estimate in self.rows)
        return drawn and self.dimension in _OF_PEOPLE

    @property
    def note(self) -> str:
        """What was left out, and what was done to small groups."""
        notes = []
        if self.left:
            shown = len(self.rows)
            notes.append(f"Shown are the {shown} with the most facts, of {shown + self.left}.")
        if self.pooled:
            notes.append(
                "Small groups are drawn towards the others, as far as luck alone could set them "
                "apart; the raw figures stand in the table."
            )
        return " ".join(notes)


def grouped(
    asker: Asker,
    measure: str,
    dimension: str,
    *,
    period: Period | None = None,
    where: str | None = None,
    order: dict[str, int] | None = None,
    most: int = MOST_GROUPS,
) -> Groups:
    """A measure by one dimension.

    Args:
        asker: Who asks.
        measure: Its name.
        dimension: What to cut by.
        period: Days within which facts count.
        where: Which facts count.
        order: Place of each group, where groups have one; else those with most facts come first.
        most: Groups beyond so many are left out.
    """
    answer = asker.ask(measure, dimension, period=period, where=where, pool=dimension in _OF_PEOPLE)
    grain = asker.origin(measure).grain
    found = [row for row in estimable(answer) if row.keys.get(dimension) is not None]
    unit = found[0].estimate.unit if found else "number"
    if not found:
        return Groups(dimension, (), 0, unit, grain, _why_none(answer, dimension, grain))
    named = [(_group_name(answer, dimension, row), row.estimate) for row in found]
    if order is None:
        named.sort(key=lambda pair: (-pair[1].n, pair[0]))
    else:
        named.sort(key=lambda pair: (order.get(pair[0], len(order) + 1), pair[0]))
    return Groups(dimension, tuple(named[:most]), max(0, len(named) - most), unit, grain)


def filled_dimensions(
    asker: Asker,
    measure: str,
    candidates: Iterable[str],
    *,
    period: Period | None = None,
    most: int = 4,
) -> list[Groups]:
    """The measure by those dimensions that the data fill, in the order of the candidates.

    A dimension counts as filled where at least two groups are known, and hold at least half of
    what is counted.
    """
    found: list[Groups] = []
    for dimension in candidates:
        if len(found) == most:
            break
        answer = asker.ask(measure, dimension, period=period, pool=dimension in _OF_PEOPLE)
        everything = sum(row.estimate.n for row in answer)
        known = sum(row.estimate.n for row in answer if row.keys.get(dimension) is not None)
        groups = grouped(asker, measure, dimension, period=period)
        if len(groups.rows) > 1 and known >= _FEWEST_KNOWN * everything:
            found.append(groups)
    return found


def _why_none(answer: Answer, dimension: str, grain: str) -> Reason:
    """Why no group is known: there are no figures, or nothing says which group a fact is in."""
    if not estimable(answer):
        return refusal(answer)
    return Reason(
        "no_groups",
        f"No {grain or 'fact'} says its {dimension.replace('_', ' ')}.",
        "Map the column that says it.",
    )


def _group_name(answer: Answer, dimension: str, row: Row) -> str:
    """A group as a reader's words: where the words are ours, not the data's, they are mended."""
    name = answer.label(dimension, row.keys[dimension])
    if dimension in answer.labels and name == row.keys[dimension]:
        return shown_ref(name)
    return words(name) if dimension in _OUR_WORDS else name


def words(name: str) -> str:
    """A name of code as a reader's words: "product_line" is "Product line"."""
    text = name.replace("_", " ")
    return f"{text[:1].upper()}{text[1:]}"
