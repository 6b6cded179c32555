"""How strong a hidden cause would have to be to undo an adjusted association.

A cause that was left out shifts an estimate by an amount that depends on two things only: the share
of what is left of the treatment that it explains, and the share of what is left of the outcome. So
one can ask which strength would undo the finding, and tell it in multiples of a cause that was
measured: "as strong as tenure". The arithmetic is that of least squares with its usual standard
error.

References:
    Cinelli and Hazlett (2020), Making sense of sensitivity: extending omitted variable bias,
        Journal of the Royal Statistical Society B 82(1).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import special

from everyrep.values import DataError

_HALVINGS = 80


@dataclass(frozen=True)
class Coefficient:
    """A treatment's coefficient in a least-squares regression.

    Attributes:
        estimate: In the unit of the outcome.
        error: Its standard error, above 0; the usual one of least squares.
        freedom: Residual degrees of freedom, above 1.
    """

    estimate: float
    error: float
    freedom: float

    def __post_init__(self) -> None:
        sound = math.isfinite(self.estimate) and 0 < self.error < math.inf and self.freedom > 1
        if not sound:
            raise DataError(
                f"A coefficient of {self.estimate} with error {self.error} and {self.freedom} "
                "degrees of freedom",
                where="hidden cause",
                why="Its strength is judged against what the regression leaves unexplained",
                remedy="Give a finite estimate, an error above 0, and more rows than columns",
            )

    @property
    def t(self) -> float:
        """How many standard errors the estimate is away from zero."""
        return self.estimate / self.error

    @property
    def partial_r2(self) -> float:
        """Share of the outcome's unexplained variance that the treatment explains, 0 to 1.

        Were a hidden cause to explain all that is left of the outcome, it would have to explain
        this share of what is left of the treatment to bring the estimate to zero.
        """
        return self.t**2 / (self.t**2 + self.freedom)


@dataclass(frozen=True)
class Strength:
    """How strong a cause is, given everything else in the regression.

    Attributes:
        with_treatment: Share of the treatment's unexplained variance that it explains, 0 to 1.
        with_outcome: Share of the outcome's unexplained variance, treatment given, 0 to 1.
    """

    with_treatment: float
    with_outcome: float

    def __post_init__(self) -> None:
        if not (0 <= self.with_treatment <= 1 and 0 <= self.with_outcome <= 1):
            raise DataError(
                f"A cause explains {self.with_treatment} of treatment and {self.with_outcome} of "
                "outcome",
                where="hidden cause",
                remedy="Give shares from 0 to 1",
            )


@dataclass(frozen=True)
class Adjusted:
    """What the regression would have said, had it known the hidden cause.

    Attributes:
        estimate: In the unit of the outcome.
        error: Its standard error.
        low: Lower end of the range.
        high: Upper end.
    """

    estimate: float
    error: float
    low: float
    high: float

    @property
    def t(self) -> float:
        """How many standard errors the estimate is away from zero."""
        return self.estimate / self.error


def robustness_value(found: Coefficient, share: float = 1.0, level: float | None = None) -> float:
    """How much of both treatment and outcome a hidden cause would have to explain.

    Args:
        found: The coefficient.
        share: How much of the estimate would be gone: 1 brings it to zero, 0.5 to one half.
        level: With a confidence the question is when the range would reach that point; without,
            when the estimate would.

    Returns:
        A share, 0 to 1: a cause that explains less than this of what is left of treatment and
        outcome alike cannot do it. Zero if it needs no cause.
    """
    if not share >= 0:
        raise DataError(f"A share of {share} of an estimate", remedy="Give a number from 0 on")
    needed = share * abs(found.t) / math.sqrt(found.freedom)
    noise = 0.0 if level is None else _critical(found, level) / math.sqrt(found.freedom - 1)
    left = needed - noise
    if left <= 0:
        return 0.0
    if needed * noise >= 1:  # the cause that costs most explains all that is left of the outcome
        return (needed**2 - noise**2) / (1 + needed**2)
    return 0.5 * (math.sqrt(left**4 + 4 * left**2) - left**2)


def adjusted(found: Coefficient, hidden: Strength, level: float = 0.95) -> Adjusted:
    """The coefficient, had a hidden cause been known that makes it look larger than it is.

    Args:
        found: The coefficient.
        hidden: The hidden cause; one that explains all of the treatment leaves no estimate.
        level: Confidence of the range.

    Raises:
        DataError: The hidden cause explains all of the treatment.
    """
    if hidden.with_treatment >= 1:
        raise DataError(
            "A hidden cause that explains all of the treatment leaves nothing to compare",
            where="hidden cause",
            remedy="Ask for a share below 1",
        )
    odds = hidden.with_treatment / (1 - hidden.with_treatment)
    bias = found.error * math.sqrt(found.freedom * hidden.with_outcome * odds)
    loss = (1 - hidden.with_outcome) / (1 - hidden.with_treatment)
    error = found.error * math.sqrt(loss * found.freedom / (found.freedom - 1))
    estimate = math.copysign(1.0, found.estimate) * (abs(found.estimate) - bias)
    reach = _critical(found, level) * error
    return Adjusted(estimate, error, estimate - reach, estimate + reach)


def times_as_strong(known: Strength, times: float) -> Strength | None:
    """The most that a hidden cause could explain that is `times` as strong as a known one.

    Args:
        known: A cause that was measured: its strength given the other measured ones.
        times: How many times as much of treatment and outcome the hidden one explains, compared
            with the known one, neither being given; at least 0.

    Returns:
        Its strength given the known ones, the outcome's share capped at 1; None where no cause
        can be that strong, as it would explain more than all of the treatment.
    """
    if not times >= 0:
        raise DataError(f"A cause {times} times as strong", remedy="Give a number from 0 on")
    d, y = known.with_treatment, known.with_outcome
    if d >= 1 or y >= 1 or times * d / (1 - d) >= 1 or times * d >= 1:
        return None
    overlap = times * d**2 / ((1 - times * d) * (1 - d))
    if overlap >= 1:
        return None
    scale = (math.sqrt(times) + math.sqrt(overlap)) / math.sqrt(1 - overlap)
    return Strength(times * d / (1 - d), min(scale**2 * y / (1 - y), 1.0))


def undone_at(found: Coefficient, known: Strength, level: float | None = None) -> float:
    """How many times as strong as a known cause a hidden one must be to undo the finding.

    Args:
        found: The coefficient.
        known: The strength of the known cause.
        level: With a confidence: until the range reaches zero; without: the estimate itself.

    Returns:
        A factor, 0 if the range reaches zero as it is; infinity if the known cause is so weakly
        tied to treatment or outcome that no multiple of it does. Every weaker cause leaves the
        finding standing.
    """
    if not _stands(found, known, 0.0, level):
        return 0.0
    low, high = 0.0, 1.0
    while _stands(found, known, high, level):
        low, high = high, 2 * high
        if high > 1e9:
            return math.inf
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _stands(found, known, middle, level) else (low, middle)
    # Past the strongest cause there can be, the question has no answer but "not by such a one".
    return high if times_as_strong(known, high) is not None else math.inf


def _stands(found: Coefficient, known: Strength, times: float, level: float | None) -> bool:
    """Whether no cause at most that strong undoes the finding.

    Explaining more of the outcome shifts the estimate but narrows its range, so the cause that does
    most harm may explain less of it than it could.
    """
    hidden = times_as_strong(known, times)
    if hidden is None:
        return False
    d = hidden.with_treatment
    bias = math.sqrt(found.freedom * d / (1 - d))
    reach = 0.0
    if level is not None:
        reach = math.sqrt(found.freedom / (found.freedom - 1) / (1 - d)) * _critical(found, level)
    harm = bias**2 / (bias**2 + reach**2) if bias > 0 else 0.0
    outcome = min(hidden.with_outcome, harm)
    return abs(found.t) > bias * math.sqrt(outcome) + reach * math.sqrt(1 - outcome)


def _critical(found: Coefficient, level: float) -> float:
    if not 0 < level < 1:
        raise DataError(f"A confidence of {level}", remedy="Give a share such as 0.95")
    return float(special.stdtrit(found.freedom - 1, 0.5 + level / 2))
