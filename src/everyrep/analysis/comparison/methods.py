"""Which measures can be compared, and on which scale: the catalogue's estimator says.

A share is so many successes of so many trials, a size is the amount of a single deal, and a mean is
a sum over people or things. A count or a sum has nothing that it is divided by; the more people a
unit has, the larger it is. A duration is known only of what has ended.
"""

from __future__ import annotations

from everyrep.analysis.comparison.standard import Scale
from everyrep.measures import Catalogue, Measure
from everyrep.values import UserError

_MEANS = frozenset({"mean_per_person", "signed_mean_per_person", "signed_mean", "mean_share"})
_WHY = {
    "counted": "it is a sum, and a unit with more people has more of it",
    "counted_ratio": "it is a ratio of two sums, which no chance of single facts stands behind",
    "composed": "it is made of other measures",
    "median_days": "it is a duration, and what has not ended would be left out",
    "median_amount": "it is a middle value, which does not add up over a mix",
    "spread": "it says how people differ, and is no figure of one unit's own facts",
    "root_ratio": "it says how people differ, and is no figure of one unit's own facts",
}
_FIRST = ("win_rate", "average_deal_size", "revenue_per_rep")
_NAMED = 10
_OPEN_ENDS = frozenset({"share_first", "share_reaching", "share_within"})


def scale_of(measure: Measure) -> Scale | None:
    """The scale on which units can be compared; None where they cannot."""
    if measure.parts or measure.always_by:
        return None
    if measure.estimator == "share":
        return Scale.SHARE
    if measure.estimator == "mean" and measure.unit == "money" and measure.accepts("deal"):
        return Scale.SIZE
    return Scale.MEAN if measure.estimator in _MEANS and measure.timed else None


def held_scale(measure: Measure, known: Catalogue) -> Scale:
    """The scale on which units can be compared.

    Raises:
        UserError: They cannot; what can be is named.
    """
    scale = scale_of(measure)
    if scale is None:
        raise UserError(
            f"{measure.title} cannot be compared at the same mix",
            why=_why(measure),
            remedy="compare a share, a size of deals or a mean per person, such as "
            + ", ".join(comparable(measure, known)[:_NAMED]),
        )
    return scale


def comparable(measure: Measure, known: Catalogue) -> list[str]:
    """Names of all measures that can be compared, those nearest to this one first."""
    fit = [one for one in known.values() if scale_of(one) is not None and one.accepts("team")]
    columns = {need.column for need in measure.needs}

    def apart(one: Measure) -> tuple[bool, float]:
        own = {need.column for need in one.needs}
        return one.name not in _FIRST, -len(own & columns) / max(len(own | columns), 1)

    return [one.name for one in sorted(fit, key=apart)]


def _why(measure: Measure) -> str:
    if measure.always_by:
        return f"it is always cut by {' and '.join(measure.always_by)}"
    if measure.estimator in _OPEN_ENDS:
        return "it rests on what has ended, and what goes on still would be left out"
    return _WHY.get(measure.estimator, "it is a ratio of two sums that vary together")
