"""How strong the measured causes are, so that a hidden one can be told in terms of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Floats
from everyrep.evidence.sensitivity.hidden_cause import (
    Coefficient,
    Strength,
    robustness_value,
    undone_at,
)
from everyrep.values import DataError

_NOTHING_LEFT = 1e-12


@dataclass(frozen=True)
class KnownCause:
    """A measured cause beside the finding.

    Attributes:
        name: What it is called.
        strength: How much of treatment and outcome it explains, given the other measured ones.
        undone: A hidden cause that many times as strong brings the estimate to zero.
        unsure: One that many times as strong brings the range to zero; at most `undone`.
    """

    name: str
    strength: Strength
    undone: float
    unsure: float


@dataclass(frozen=True)
class HiddenCause:
    """How strong a hidden cause would have to be.

    Attributes:
        found: The coefficient that is questioned.
        to_zero: Share of treatment and outcome alike that it must explain to leave no effect.
        to_unsure: The share that brings the range to zero.
        known: The measured causes, the one that comes nearest to undoing the finding first.
    """

    found: Coefficient
    to_zero: float
    to_unsure: float
    known: tuple[KnownCause, ...]

    @property
    def sentence(self) -> str:
        """The answer as a reader sees it."""
        if self.to_unsure == 0:
            return "The range reaches zero as it is; no hidden cause is needed."
        if not self.known:
            share = f"{100 * self.to_unsure:.0f}%"
            return (
                f"A hidden cause would have to explain {share} of what is left unexplained of "
                "both who was treated and the outcome to undo it."
            )
        return _told(self.known[0])


def hidden_cause(
    found: Coefficient, strengths: Mapping[str, Strength], level: float = 0.95
) -> HiddenCause:
    """What it would take to undo a coefficient, in shares and in multiples of measured causes.

    Args:
        found: The coefficient.
        strengths: The measured causes by name.
        level: Confidence of the range.
    """
    known = [
        KnownCause(name, one, undone_at(found, one), undone_at(found, one, level))
        for name, one in strengths.items()
    ]
    known.sort(key=lambda one: (one.unsure, one.undone, one.name))
    return HiddenCause(
        found, robustness_value(found), robustness_value(found, level=level), tuple(known)
    )


def measured(
    outcome: Floats, treatment: Floats, causes: Mapping[str, Floats], absorbed: int = 1
) -> tuple[Coefficient, dict[str, Strength]]:
    """The treatment's least-squares coefficient, and how strong each measured cause is.

    Args:
        outcome: Shape (rows,).
        treatment: Shape (rows,), of any scale.
        causes: By name, each of shape (rows,) or (rows, columns); dated before the treatment.
        absorbed: How many means were taken out of everything beforehand (1: a constant, which is
            taken out here; more for fixed effects, which the caller takes out).

    Raises:
        DataError: The causes leave nothing of treatment or outcome, or there are too few rows.
    """
    columns = {name: _centred(np.asarray(one, float)) for name, one in causes.items()}
    pair = _centred(np.column_stack([treatment, outcome]).astype(float))
    everything = np.hstack([np.empty((len(pair), 0)), *columns.values()])
    left = _left(pair, everything)
    freedom = len(pair) - absorbed - int(np.linalg.matrix_rank(everything)) - 1
    slope, residual = _slope(left)
    _check_left(pair, left, residual, freedom)
    error = math.sqrt(residual / freedom / float(left[:, 0] @ left[:, 0]))
    strengths = {}
    for name in columns:
        others = [one for other, one in columns.items() if other != name]
        without = _left(pair, np.hstack([np.empty((len(pair), 0)), *others]))
        with_treatment = 1 - float(left[:, 0] @ left[:, 0]) / float(without[:, 0] @ without[:, 0])
        with_outcome = 1 - residual / _slope(without)[1]
        strengths[name] = Strength(max(with_treatment, 0.0), max(with_outcome, 0.0))
    return Coefficient(slope, error, freedom), strengths


def _centred(columns: Floats) -> Floats:
    columns = columns.reshape(len(columns), -1)
    return np.asarray(columns - columns.mean(axis=0))


def _left(columns: Floats, causes: Floats) -> Floats:
    """What the causes leave of the columns."""
    return np.asarray(columns - causes @ np.linalg.lstsq(causes, columns, rcond=None)[0])


def _slope(left: Floats) -> tuple[float, float]:
    """Slope of the second column on the first, and the sum of squares that it leaves."""
    treatment, outcome = left.T
    slope = float(treatment @ outcome) / float(treatment @ treatment)
    rest = outcome - slope * treatment
    return slope, float(rest @ rest)


def _check_left(pair: Floats, left: Floats, residual: float, freedom: int) -> None:
    spare = (left**2).sum(axis=0) > _NOTHING_LEFT * (pair**2).sum(axis=0)
    if freedom > 1 and spare.all() and residual > _NOTHING_LEFT * float(pair[:, 1] @ pair[:, 1]):
        return
    raise DataError(
        f"{len(pair)} rows leave {freedom} degrees of freedom, or a column that the others explain "
        "wholly",
        where="hidden cause",
        why="What is left unexplained is what a hidden cause could explain",
        remedy="Use more rows, or leave out causes that are the treatment or the outcome renamed",
    )


def _told(cause: KnownCause) -> str:
    """One sentence about the cause that comes nearest to undoing the finding."""
    times = cause.unsure
    if math.isinf(times):
        return f"No hidden cause of the kind of {cause.name}, however strong, would undo it."
    if 0.95 <= times < 1.05:
        return f"A hidden cause would have to be as strong as {cause.name} to undo it."
    if times < 1:
        return f"A hidden cause only {times:.1f} times as strong as {cause.name} would undo it."
    return (
        f"A hidden cause would have to be {times:.1f} times as strong as {cause.name} to undo it."
    )
