"""Weighted least squares, with the effects of one grouping taken out.

Rows are multiplied by the root of their weight, and the effects of one grouping (a person, a
stratum) are taken out of both sides by the weighted mean, which gives the same coefficients as a
column for each. Few further effects (months) are best given as columns. A weight says how exact a
row is: its variance is taken to be inverse to it.

References:
    Frisch and Waugh (1933), Partial time regressions as compared with individual trends.
    Lovell (1963), Seasonal adjustment of economic time series.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Floats, Ints
from everyrep.values import Reason
from everyrep.values.errors import require

_NOTHING_LEFT = 1e-9  # of a column's length, beyond which it is a mix of the others


@dataclass(frozen=True)
class Fit:
    """A fit; rows are weighted, and freed of the absorbed effects.

    Attributes:
        coefficients: Shape (columns,).
        x: Shape (rows, columns).
        residuals: Shape (rows,).
        bread: Inverse of the cross product of x, shape (columns, columns).
        absorbed: Code of the absorbed grouping, shape (rows,), from 0 on; None where none is.
        taken: Leverage that the absorbed effects take of each row, shape (rows,).
    """

    coefficients: Floats
    x: Floats
    residuals: Floats
    bread: Floats
    absorbed: Ints | None
    taken: Floats

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.x.shape[0])

    @property
    def columns(self) -> int:
        """How many coefficients there are, the absorbed left out."""
        return int(self.x.shape[1])

    @property
    def degrees(self) -> float:
        """Rows less all coefficients, the absorbed too."""
        groups = 0 if self.absorbed is None else int(self.absorbed.max()) + 1
        return float(self.rows - self.columns - groups)

    @property
    def leverage(self) -> Floats:
        """How far each row pulls its own prediction, shape (rows,), 0 to 1."""
        own: Floats = np.einsum("ij,jk,ik->i", self.x, self.bread, self.x)
        return own + self.taken


def fit(
    y: Floats, x: Floats, *, weights: Floats | None = None, absorb: Ints | None = None
) -> Fit | Reason:
    """The fit of y on the columns of x; give the intercept as a column where none is absorbed.

    Args:
        y: Shape (rows,).
        x: Shape (rows, columns).
        weights: Shape (rows,), above zero; how exact each row is.
        absorb: Shape (rows,); a grouping whose effects are taken out.

    Returns:
        A reason where a column is a mix of the others, or there are not more rows than columns.
    """
    require(
        y.ndim == 1 and x.ndim == 2 and x.shape[0] == y.size,
        f"Least squares got y of shape {y.shape} and x of shape {x.shape}",
        "Give one row of x for each y",
    )
    code = None if absorb is None else np.unique(absorb, return_inverse=True)[1].astype(np.int64)
    root = np.ones(y.size) if weights is None else np.sqrt(weights)
    inside, taken = _freed(np.column_stack([y, x]), root, code)
    left, kept = inside[:, 0], inside[:, 1:]
    if y.size <= x.shape[1]:
        return _too_few_rows(y.size)
    triangle: Floats = np.asarray(np.linalg.qr(kept, mode="r"), float)
    mixed = _mixed(np.abs(np.diagonal(triangle)), np.linalg.norm(x * root[:, None], axis=0))
    if mixed is not None:
        return mixed
    solution, bread = _solved(triangle, kept, left)
    fitted = Fit(solution, kept, left - kept @ solution, bread, code, taken)
    return fitted if fitted.degrees > 0 else _too_few_rows(fitted.rows)


def indicators(groups: Ints) -> Floats:
    """A column for each group but the first, shape (rows, groups - 1)."""
    code = np.unique(groups, return_inverse=True)[1]
    columns: Floats = np.eye(int(code.max()) + 1)[code][:, 1:]
    return columns


def _freed(table: Floats, root: Floats, code: Ints | None) -> tuple[Floats, Floats]:
    """Rows times the root of their weight, less the weighted mean of their group."""
    if code is None:
        return table * root[:, None], np.zeros(root.size)
    weight = root**2
    total = np.bincount(code, weight)
    means = np.column_stack([np.bincount(code, weight * c) / total for c in table.T])
    return (table - means[code]) * root[:, None], weight / total[code]


def _solved(triangle: Floats, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Coefficients and bread from the triangle of x; refined once, which makes up for squaring."""
    inverse: Floats = np.asarray(np.linalg.inv(triangle), float)
    bread = inverse @ inverse.T
    first = bread @ (x.T @ y)
    return first + bread @ (x.T @ (y - x @ first)), bread


def _mixed(own: Floats, whole: Floats) -> Reason | None:
    """Why a column cannot be told from those before it; None where each has a part of its own.

    Args:
        own: Length of what is left of each column, given those before it.
        whole: Length of the column before anything was taken out.
    """
    gone = np.flatnonzero(own <= _NOTHING_LEFT * np.maximum(whole, 1e-300))
    if gone.size == 0:
        return None
    return Reason(
        "collinear",
        f"Of {own.size} columns number {int(gone[0]) + 1} follows wholly from those before it, so "
        "that its effect cannot be told from theirs.",
        "Leave it out.",
    )


def _too_few_rows(rows: int) -> Reason:
    return Reason(
        "too_few_rows",
        f"There are {rows} rows for as many unknowns or more.",
        "Take more people or months in, or fewer covariates.",
    )
