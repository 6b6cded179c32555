"""One series alone: other dates and other units, at which nothing happened."""

from __future__ import annotations

from everyrep.evidence.checks.before import Found
from everyrep.evidence.checks.check import Tried
from everyrep.evidence.inference.result import quantile

_FEWEST_DATES = 6
_RARE = 0.05
_RARE_DATES = 0.1
_TWO_YEARS = 24
_FOUR_IN_FIVE = 0.84
"""Standard errors beyond a bar that four of five draws pass it from."""


def other_dates(tried: Tried) -> Found:
    """Whether dates before it, at which nothing happened, stand out as much."""
    if not _stands_out(tried):
        return None, "It does not stand out itself, so that there is nothing to hold against.", {}
    dates, as_large = tried.told.get("dates", 0.0), tried.told.get("as_large", 0.0)
    if dates < _FEWEST_DATES:
        return None, "Too few months are known before to try other dates.", {}
    seen = abs(tried.value) + _FOUR_IN_FIVE * tried.se
    figures = {"dates": dates, "as_large": as_large, "could_see": seen}
    said = f"Of {dates:.0f} earlier dates {as_large:.0f} stand out as much"
    if as_large > _RARE_DATES * dates:
        return False, f"{said}: the series breaks off by itself.", figures
    return True, f"{said}; a break of {tried.size(seen)} would, four times in five.", figures


def _stands_out(tried: Tried) -> bool:
    return abs(tried.value) > quantile(0.975, tried.df) * tried.se


def season(tried: Tried) -> Found:
    """Whether two years are known before, without which a season looks like an effect."""
    before = tried.told.get("before", 0.0)
    figures = {"before": before}
    if before >= _TWO_YEARS:
        return True, f"{before:.0f} months before tell of the season.", figures
    return (
        False,
        f"Only {before:.0f} months are known before: a season cannot be told from a change.",
        figures,
    )


def other_units(tried: Tried) -> Found:
    """Whether units that did not have it stand apart from their own mixes as far."""
    others, chance = tried.told.get("others", 0.0), tried.told.get("chance", 1.0)
    figures = {"others": others, "chance": chance}
    if not _stands_out(tried):
        return None, "It does not stand out itself, so that there is nothing to hold against.", {}
    far = round(chance * (others + 1)) - 1
    if chance <= _RARE:
        return True, f"Of {others:.0f} that did not have it {far} stand apart as far.", figures
    if far == 0:
        return (
            False,
            (
                f"None of {others:.0f} others stands apart as far, but one of {others + 1:.0f} "
                "does by chance alone, which is not rare."
            ),
            figures,
        )
    return False, f"Of {others:.0f} that did not have it {far} stand apart as far.", figures


def fit_before(tried: Tried) -> Found:
    """How well the blend moved like it before."""
    explained = tried.told.get("explained", 0.0)
    figures = {"explained": explained}
    if explained <= 0:
        return (
            False,
            "Before it began the blend did not move like it: single months are mostly chance here.",
            figures,
        )
    return (
        True,
        f"Before it began the blend followed {explained:.0%} of its ups and downs.",
        figures,
    )
