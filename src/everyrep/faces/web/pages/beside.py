"""The known truth beside an estimate, on the pages of a simulated company, for who asks for it.

It stands in the page already and is shown by the key `t`, or without script by `truth=1` in the
address. Only estimates that the simulation can speak of get one: of the whole company, without a
condition, over all time or whole months. What is withheld gets none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from everyrep.analysis.known_truth import BesideTruth, truth_of
from everyrep.faces.reports.numbers import joined, unit_word
from everyrep.faces.web.pages.asking import Asked
from everyrep.faces.web.pages.truth_file import known_truth
from everyrep.measures.dimensions import TIME, dimension_name
from everyrep.values import Estimate, EveryrepError, Period, Scope
from everyrep.warehouse.reader import Warehouse


@dataclass(frozen=True)
class Truths:
    """What is known beside estimates.

    Attributes:
        truth: What truth.json holds; empty where nothing is known for who asks.
        warehouse: The build whose figures they stand beside.
    """

    truth: Mapping[str, Any]
    warehouse: Warehouse | None = None

    @classmethod
    def of(cls, warehouse: Warehouse | None, scope: Scope) -> Truths:
        """What is known to who asks; nothing of a company that is real, or of a part of one."""
        if warehouse is None or not warehouse.settings.simulated or not scope.sees_everybody:
            return cls({})
        return cls(known_truth() or {}, warehouse)

    def says(self, estimate: Estimate | None, measure: str, asked: Asked) -> str:
        """The truth in a few words: "truth: 21.30 %, inside the range"; empty where not known."""
        if not self.truth or estimate is None or not estimate.estimable or asked.where:
            return ""
        try:
            group, period = self._meant(estimate, asked)
        except EveryrepError:
            return ""
        value = truth_of(self.truth, measure, group, period)
        return told(BesideTruth(measure, "", estimate, value)) if value is not None else ""

    def mark(self, estimate: Estimate, measure: str, asked: Asked) -> str:
        """The same as a part of a page, hidden until it is asked for."""
        text = self.says(estimate, measure, asked)
        return truth_mark(text) if text else ""

    def _meant(self, estimate: Estimate, asked: Asked) -> tuple[dict[str, Any], Period | None]:
        """The group less its bucket of time, and the days that the figure is of."""
        group = {dimension_name(name): key for name, key in asked.group}
        period = estimate.provenance.period if estimate.provenance else None
        for name in group.keys() & TIME.keys():
            assert self.warehouse is not None  # noqa: S101 - there is no truth without
            bucket = Period.parse(str(group.pop(name)), calendar=self.warehouse.settings.fiscal)
            period = bucket if period is None else period.intersect(bucket) or bucket
        return group, period


def truth_mark(text: str) -> str:
    """A truth as a part of a page, hidden until it is asked for."""
    return Markup(' <span class="truth">{}</span>').format(text)


def told(one: BesideTruth) -> str:
    """What is true, and how the estimate lies to it."""
    text = f"truth: {exact(one.truth, one.estimate.unit)}"
    if not one.counted:
        return f"{text}, {'inside' if one.inside else 'outside'} the range"
    return f"{text}, {difference(one)}"


def difference(one: BesideTruth) -> str:
    """How far a full count is from the truth; nothing is rounded away."""
    off = one.off or 0.0
    if off == 0:
        return "the same"
    more = "more" if off > 0 else "fewer"
    return f"{exact(abs(off), one.estimate.unit)} {more} counted"


def exact(number: float, unit: str) -> str:
    """A number with all that is known of it: counts whole, shares to a hundredth of a percent."""
    if unit == "share":
        return joined(f"{100 * number:.2f}", "%")
    text = f"{number:,.0f}" if number == round(number) else f"{number:,.2f}"
    return joined(text, unit_word(unit))
