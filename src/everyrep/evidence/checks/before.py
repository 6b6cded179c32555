"""What went before: trends, dips, and an effect where there can be none.

A test of trends that does not reject is no proof that there is none: what it could have missed is
said beside it, in the unit of the effect. What the trend could explain is taken off elsewhere (the
honest range); here it is only told.
"""

from __future__ import annotations

import numpy as np

from everyrep.evidence.checks.check import Tried
from everyrep.evidence.inference.result import quantile
from everyrep.evidence.uptake import Figure, Windows, stacks
from everyrep.values import Reason

Found = tuple[bool | None, str, dict[str, float]]

_SEEN = 2.8
"""Standard errors of what a test sees four times in five at 5%."""
_RARE = 0.05
_SHIFTED = 6
"""Months of the window of a placebo."""


def pre_trend(tried: Tried) -> Found:
    """Whether those who came to it were on a line of their own before."""
    if tried.stacks is None:
        return None, "There is no history from before.", {}
    slope, reach = tried.stacks.slope, tried.stacks.reach
    p = slope.chance(tried.clusters)
    hidden = _SEEN * slope.se(tried.clusters) * reach
    figures = {"slope": slope.value, "p": p, "could_hide": hidden}
    if p < _RARE:
        return (
            False,
            (
                "Those who had it were moving differently before: by the line of before they would "
                f"stand {tried.signed(slope.value * reach)} apart without it."
            ),
            figures,
        )
    return (
        True,
        (
            "No trend of their own is seen before; one that would make up "
            f"{tried.size(hidden)} could have been missed one time in five."
        ),
        figures,
    )


def accounts(tried: Tried) -> Found:
    """Whether the two accounts of who came contradict each other."""
    own = tried.stacks
    if own is None:
        return None, "There is one account alone.", {}
    ends, apart = [], 0.0
    for one in (own.plain, own.beyond):
        df, se = one.df(tried.clusters), one.se(tried.clusters)
        reach = quantile(0.975, df) * se
        ends.append((one.value - reach, one.value + reach))
        apart += reach + quantile(0.9, df) * se
    figures = {"plain": own.plain.value, "beyond": own.beyond.value, "could_see": apart}
    if (ends[0][0] > 0 > ends[1][1]) or (ends[0][1] < 0 < ends[1][0]):
        return (
            False,
            (
                "Held against others it is a gain, and beyond their own trend a loss, or the other "
                "way round, and each leaves out zero: the records contradict themselves."
            ),
            figures,
        )
    return (
        True,
        (
            "The two accounts of who came do not contradict each other; with truths "
            f"{tried.size(apart)} apart, on both sides of zero, they would four times in five."
        ),
        figures,
    )


def dip(tried: Tried) -> Found:
    """Whether those who came to it dipped, or soared, just before."""
    own, donut = tried.stacks, tried.windows.donut
    found = None if own is None else own.just_before(donut, beyond=True)
    if found is None:
        return None, "The months just before are not known.", {}
    p = found.chance(tried.clusters)
    seen = _SEEN * found.se(tried.clusters)
    figures = {"just_before": found.value, "p": p, "could_see": seen}
    if p >= _RARE:
        return (
            True,
            (
                "Nothing out of the ordinary is seen in the months just before; "
                f"{tried.size(seen)} would have been seen four times in five."
            ),
            figures,
        )
    word = "dipped" if found.value * tried.history.sign < 0 else "did better than usual"
    return (
        False,
        (
            f"Those who had it {word} just before, by {tried.size(found.value)}; these months "
            "are left out of the comparison, since what dips comes back by itself."
        ),
        figures,
    )


def placebo_date(tried: Tried) -> Found:
    """An effect of the same treatment a while before it happened."""
    found = _placebo(tried)
    if isinstance(found, Reason):
        return None, f"It cannot be tried: {found.sentence}", {}
    se = found.se(tried.clusters)
    p = found.chance(tried.clusters)
    figures = {"effect": found.value, "p": p, "could_see": _SEEN * se}
    if p < _RARE:
        return (
            False,
            (
                f"An effect of {tried.signed(found.value)} is found {_SHIFTED} months too early, "
                "where there can be none."
            ),
            figures,
        )
    return (
        True,
        (
            f"No effect is found {_SHIFTED} months too early; one of {tried.size(_SEEN * se)} "
            "would have been seen four times in five."
        ),
        figures,
    )


def _placebo(tried: Tried) -> Figure | Reason:
    """The line of before taken off, or not, as for the effect itself, the start moved forward."""
    history, windows = tried.history, tried.windows
    moved = windows.donut + _SHIFTED
    after = history.since >= -windows.donut
    weights = np.where(after, 0.0, history.weights)
    first = np.where(history.treated, history.first - moved, history.first)
    early = Windows(windows.before, 0, 0, _SHIFTED)
    keep = first >= 0
    found = stacks(history.y[keep], weights[keep], first[keep], early, tried.clusters[keep])
    if isinstance(found, Reason):
        return found
    figure = found.beyond if tried.told.get("own_line") else found.plain
    influence = np.zeros(keep.size)
    influence[keep] = figure.influence
    return Figure(figure.value, influence)
