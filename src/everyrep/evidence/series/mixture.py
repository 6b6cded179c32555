"""One unit held against the blend of others that moved like it before (synthetic control).

Each unit's own level is taken off first, so that the blend has to move alike and not to stand
alike. Shares are none below zero and add up to one. How far the unit stands apart afterwards, for
how well its blend fitted before, is put beside the same of every other unit, each with a blend of
its own: the chance of standing apart as far by luck. The range holds all effects that, taken off,
leave it within what the others show.

References:
    Abadie, Diamond and Hainmueller (2010), Synthetic control methods for comparative case studies.
    Ferman and Pinto (2021), Synthetic controls with imperfect pretreatment fit. (levels taken off)
    Firpo and Possebom (2018), Synthetic control method: inference, sensitivity analysis and
        confidence sets. (ranges by inversion)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Floats, Ints
from everyrep.evidence.inference.result import quantile
from everyrep.values import Reason

FEWEST_OTHERS = 5
FEWEST_BEFORE = 12
_WORSE = 2.0
"""Times the others' usual misfit before from which on the unit is unlike any blend."""
_HEAVY = 1e3


@dataclass(frozen=True)
class Mixture:
    """The unit less its blend.

    Attributes:
        value: Mean gap over the months after.
        error: The same of the others, scaled by how well each fitted before.
        degrees: Others less one.
        gap: Gap by month, before and after, (months,).
        gap_error: What the others' gaps are, on this unit's scale, (months,).
        shares: Of each other unit in the blend, (others,).
        misfit: Root of the mean squared gap before.
        explained: Share of the unit's own ups and downs before that the blend follows.
        apart: Gap after over misfit before, of the unit and then of each other, (1 + others,).
        chance: Share of units, itself among them, that stand apart as far.
    """

    value: float
    error: float
    degrees: float
    gap: Floats
    gap_error: Floats
    shares: Floats
    misfit: float
    explained: float
    apart: Floats
    chance: float

    def range(self, level: float) -> tuple[float, float]:
        """All effects that leave the unit within what the others show.

        With too few others for that level the others' spread is taken to be normal.
        """
        others = np.sort(np.abs(self.apart[1:]))[::-1]
        place = int(np.floor((1 - level) * self.apart.size + 1e-9))
        if place >= 1:
            reach = float(others[place - 1]) * self.misfit
        else:
            reach = quantile(0.5 + level / 2, self.degrees) * self.error
        return self.value - reach, self.value + reach


def mixture(y: Floats, others: Floats, before: Ints, after: Ints) -> Mixture | Reason:
    """The unit less the blend of others fitted on the months before.

    Args:
        y: The unit, (months,).
        others: The others, (others, months).
        before, after: Places of months.
    """
    count = others.shape[0]
    if count < FEWEST_OTHERS or before.size < FEWEST_BEFORE or after.size < 1:
        return Reason(
            "too_few_to_mix",
            f"{count} others are known throughout, {before.size} months before and {after.size} "
            f"after; at least {FEWEST_OTHERS} others and {FEWEST_BEFORE} months before are needed.",
            "Load a longer history, or start it in more than one team.",
        )
    shares, gap = _mixed(y, others, before)
    each = np.stack([
        _mixed(others[one], np.delete(others, one, axis=0), before)[1] for one in range(count)
    ])  # fmt: skip
    misfit = float(np.sqrt((gap[before] ** 2).mean()))
    theirs = np.sqrt((each[:, before] ** 2).mean(axis=1))
    reason = _unlike(misfit, theirs)
    if reason is not None:
        return reason
    scaled = each / theirs[:, None]
    apart = np.concatenate([[gap[after].mean() / misfit], scaled[:, after].mean(axis=1)])
    far = np.abs(apart) >= abs(apart[0]) - 1e-12
    return Mixture(
        float(gap[after].mean()),
        misfit * float(np.sqrt((apart[1:] ** 2).mean())),
        float(count - 1),
        gap,
        misfit * np.sqrt((scaled**2).mean(axis=0)),
        shares,
        misfit,
        1.0 - misfit**2 / float(y[before].var()),
        apart,
        float(far.mean()),
    )


def _mixed(y: Floats, others: Floats, before: Ints) -> tuple[Floats, Floats]:
    """Shares of the others, and the gap by month, levels of before taken off."""
    from scipy.optimize import nnls

    own = y - y[before].mean()
    theirs = others - others[:, before].mean(axis=1)[:, None]
    heavy = _HEAVY * max(float(np.abs(theirs[:, before]).max()), 1e-300)
    table = np.vstack([theirs[:, before].T, np.full((1, others.shape[0]), heavy)])
    shares = nnls(table, np.append(own[before], heavy))[0]
    shares = np.asarray(shares / shares.sum())
    return shares, own - shares @ theirs


def _unlike(misfit: float, theirs: Floats) -> Reason | None:
    usual = float(np.median(theirs))
    if not (misfit > 0 and (theirs > 0).all()):
        return Reason(
            "no_spread",
            "A blend follows the months before without any gap, so nothing says how exact it is.",
            "Take an outcome that differs between teams.",
        )
    if misfit <= _WORSE * usual:
        return None
    return Reason(
        "unlike_any_mix",
        f"Before it began no blend of others moved like it: the gap was {misfit / usual:.1f} times "
        "what it is for the others.",
        "Compare with units more like it, or start it in more of them.",
    )
