"""How much of an effect goes by way of something between: only after a lot, and on a condition.

A lot makes the effect on the thing between, and the effect on the outcome, what they are. It does
not draw who has more of the thing between: that the outcome follows from it, and not from what
moves both, is believed (sequential ignorability), and `hidden` says how little it takes to undo it.

References:
    Imai, Keele and Yamamoto (2010), Identification, inference and sensitivity analysis for causal
        mediation effects.
    MacKinnon, Lockwood and Williams (2004), Confidence limits for the indirect effect (by drawing).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.inference import Inferred, estimate, fit
from everyrep.values import Reason

FEWEST = 20
"""People on either side below which nothing is parted."""
_DRAWS = 20_000


@dataclass(frozen=True)
class Mediated:
    """An effect in two parts, in the outcome's unit.

    Attributes:
        total: The whole effect.
        first: The effect on the thing between, in its own unit.
        second: By how much the outcome differs for one unit more of it, on either side alike.
        indirect: What goes by way of it.
        low, high: Range of 95% of that.
        direct: What does not.
        hidden: Correlation of what else moves both at which nothing would go by way of it.
        people: How many stand behind it.
    """

    total: Inferred
    first: Inferred
    second: Inferred
    indirect: float
    low: float
    high: float
    direct: Inferred
    hidden: float
    people: int

    @property
    def told(self) -> bool:
        """Whether the range leaves out zero."""
        return self.low > 0 or self.high < 0


def mediated(
    outcome: Floats,
    between: Floats,
    treated: Bools,
    before: Floats,
    *,
    cluster: Ints | None = None,
    seed: int = 1,
) -> Mediated | Reason:
    """Part an effect that a lot brought.

    Args:
        outcome: Shape (people,), after `between`.
        between: Shape (people,), after the start.
        treated: Shape (people,).
        before: Covariates from before the start, (people, covariates), finite.
        cluster: Who was drawn together, (people,); None: each alone.
        seed: Of the draws.
    """
    sides = np.bincount(treated, minlength=2)
    if int(sides.min()) < FEWEST:
        return Reason(
            "too_few_to_part",
            f"{int(sides[1])} with it and {int(sides[0])} without have all that is needed; at "
            f"least {FEWEST} of each are.",
            "Wait until more of them have it, or take each link by itself.",
        )
    base = np.column_stack([np.ones(treated.size), treated.astype(float)])
    plain = np.column_stack([base, before])
    whole = np.column_stack([base, between, before])
    told = [
        _of(y, x, at, cluster)
        for y, x, at in (
            (outcome, plain, 1), (between, plain, 1), (outcome, whole, 2), (outcome, whole, 1),
        )
    ]  # fmt: skip
    for one in told:
        if isinstance(one, Reason):
            return one
    total, first, second, direct = (one for one in told if isinstance(one, Inferred))
    rng = np.random.default_rng(seed)
    drawn = _around(first, rng) * _around(second, rng)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Mediated(
        total, first, second, first.value * second.value, float(low), float(high), direct,
        _hidden(outcome, between, plain), int(treated.size),
    )  # fmt: skip


def _of(y: Floats, x: Floats, at: int, cluster: Ints | None) -> Inferred | Reason:
    made = fit(y, x)
    return made if isinstance(made, Reason) else estimate(made, at, cluster=cluster)


def _around(figure: Inferred, rng: np.random.Generator) -> Floats:
    degrees = figure.degrees if np.isfinite(figure.degrees) else 1e6
    return np.asarray(figure.value + figure.error * rng.standard_t(degrees, _DRAWS))


def _hidden(outcome: Floats, between: Floats, plain: Floats) -> float:
    """Correlation of what is left of both once the treatment is known."""
    left = [one - plain @ np.linalg.lstsq(plain, one, rcond=None)[0] for one in (outcome, between)]
    return float(np.corrcoef(left[0], left[1])[0, 1])
