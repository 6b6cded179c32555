"""Many effects of which most are nothing and a few are large: each drawn back by what it is likely.

Drawing all effects towards one mean (`winners_curse.among`) suits programmes that are alike. Where
195 of 200 courses do nothing, it draws the five that work almost to zero too. Here the effects come
from a mixture around zero: a share that is nothing, and normals of many widths whose shares are
learned from the effects themselves. A clear effect keeps its size, and a middling one goes.

References:
    Stephens (2017), False discovery rates: a new deal (adaptive shrinkage, the chance of a wrong
        sign).
    Efron (2010), Large-scale inference.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from everyrep.evidence.arrays import Floats
from everyrep.values import Reason

FEWEST = 10
"""Effects from which on their mixture can be learned."""
_CAUTION = 10.0
"""Effects that are nothing, added to those seen: it must be shown that some are not."""
_STEPS = 2_000
_CLOSE = 1e-8
_HALVINGS = 60


@dataclass(frozen=True)
class Sparse:
    """Effects drawn back; every array has the shape (effects,).

    Attributes:
        value: What is to be expected of each, in the unit of the effects.
        low, high: Their ranges, the value inside; an end may be exactly zero.
        nothing: Chance that it is nothing at all.
        wrong_sign: Chance that its sign is not the one it seems to have, nothing included.
        share: Share of effects that are nothing, 0 to 1, rather too large than too small.
    """

    value: Floats
    low: Floats
    high: Floats
    nothing: Floats
    wrong_sign: Floats
    share: float


@dataclass(frozen=True)
class _Posterior:
    """Of each effect and width: weight, mean and deviation, shape (effects, widths); zero first."""

    weight: Floats
    mean: Floats
    deviation: Floats

    def below(self, point: Floats) -> Floats:
        """Chance of an effect below a point, half of what is nothing counted at zero."""
        width = np.maximum(self.deviation[:, 1:], 1e-300)
        normal = special.ndtr((point[:, None] - self.mean[:, 1:]) / width)
        step = np.where(point > 0, 1.0, np.where(point < 0, 0.0, 0.5))
        chance: Floats = self.weight[:, 0] * step + (self.weight[:, 1:] * normal).sum(axis=1)
        return chance


def sparse(value: Floats, error: Floats, *, level: float = 0.95) -> Sparse | Reason:
    """The effects drawn back.

    Args:
        value: Shape (effects,), in one unit.
        error: Their standard errors, shape (effects,), above zero.
        level: Confidence.
    """
    if value.size < FEWEST:
        return Reason(
            "too_few_effects",
            f"There are {value.size} effects, too few to learn how many are nothing; at least "
            f"{FEWEST} are needed.",
            "Shrink the one that was announced by the threshold it passed.",
        )
    widths = _widths(value, error)
    total = np.sqrt(error[:, None] ** 2 + widths**2)
    logs = -0.5 * (value[:, None] / total) ** 2 - np.log(total)
    likely = np.exp(logs - logs.max(axis=1, keepdims=True))
    shares = _shares(likely)
    kept = widths**2 / total**2
    weight = likely * shares
    posterior = _Posterior(
        weight / weight.sum(axis=1, keepdims=True),
        kept * value[:, None],
        np.sqrt(kept) * error[:, None],
    )
    return _answer(posterior, float(shares[0]), level)


def _answer(posterior: _Posterior, share: float, level: float) -> Sparse:
    nothing = posterior.weight[:, 0]
    zero = np.zeros(nothing.size)
    under = posterior.below(zero) - nothing / 2
    tail = (1 - level) / 2
    value = (posterior.weight * posterior.mean).sum(axis=1)
    return Sparse(
        value=value,
        # Where nearly all is at zero, so are both ends, and what is expected lies just beside.
        low=np.minimum(_quantile(posterior, under, tail), value),
        high=np.maximum(_quantile(posterior, under, 1 - tail), value),
        nothing=nothing,
        wrong_sign=np.minimum(under + nothing, 1 - under),
        share=share,
    )


def _widths(value: Floats, error: Floats) -> Floats:
    """Zero, then widths from a tenth of the least error to twice what the effects show."""
    low = float(error.min()) / 10
    most = float((value**2 - error**2).max())
    high = 2 * np.sqrt(most) if most > 0 else 8 * low
    count = int(np.ceil(2 * np.log2(max(high / low, 2.0))))
    return np.concatenate([[0.0], high * 2.0 ** (-0.5 * np.arange(count)[::-1])])


def _shares(likely: Floats) -> Floats:
    """Share of each width that makes the effects most likely, cautious about nothing."""
    extra = np.zeros(likely.shape[1])
    extra[0] = _CAUTION
    shares = np.full(likely.shape[1], 1 / likely.shape[1])
    for _ in range(_STEPS):
        weight = likely * shares
        counts = (weight / weight.sum(axis=1, keepdims=True)).sum(axis=0) + extra
        after = counts / counts.sum()
        done = float(np.abs(after - shares).max()) < _CLOSE
        shares = after
        if done:
            break
    return shares


def _quantile(posterior: _Posterior, under: Floats, chance: float) -> Floats:
    """The point with the chance below it; zero where the step at zero crosses the chance."""
    nothing = posterior.weight[:, 0]
    reach = np.abs(posterior.mean).max(axis=1) + 8 * posterior.deviation.max(axis=1)
    low, high = -reach, reach
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = posterior.below(middle) > chance
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    at_zero = (under <= chance) & (chance <= under + nothing)
    point: Floats = np.where(at_zero, 0.0, (low + high) / 2)
    return point
