"""What a mixed model is fitted to, and how its normal equations are solved.

A row of data belongs to one group of each grouping (its person, its team ...) and has fixed
columns (what was sold, to whom). One grouping is usually far larger than the others, and its block
of the equations is diagonal; it is eliminated first, so that 10,000 people cost about as much as
ten. What is left is dense and small.

    [D  B] [u]   [a]        S = C - B' D^-1 B
    [B' C] [f] = [b]        f = S^-1 (b - B' D^-1 a),   u = D^-1 (a - B f)

`u` is the largest grouping, `f` the fixed columns followed by the other groupings.

References:
    Henderson (1975), Best linear unbiased estimation and prediction under a selection model.
    Bates et al. (2015), Fitting linear mixed-effects models using lme4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import linalg, sparse

from everyrep.analysis.comparison.arrays import Floats, Ints


@dataclass(frozen=True)
class Design:
    """Rows, their groups and their fixed columns.

    Attributes:
        fixed: Shape (rows, columns); a column of ones is the intercept. May have no columns.
        groups: For each grouping an array of shape (rows,) of places, 0 to its count - 1.
        counts: How many groups each grouping has.
    """

    fixed: Floats
    groups: tuple[Ints, ...]
    counts: tuple[int, ...]

    @classmethod
    def of(cls, fixed: Floats, groups: Sequence[Ints]) -> Design:
        """A design whose groupings have as many groups as the places say."""
        codes = tuple(np.asarray(group, dtype=np.int64) for group in groups)
        counts = tuple(int(code.max()) + 1 if code.size else 0 for code in codes)
        return cls(np.asarray(fixed, dtype=np.float64), codes, counts)

    @property
    def rows(self) -> int:
        """Rows of data."""
        return int(self.fixed.shape[0])

    @property
    def columns(self) -> int:
        """Fixed columns."""
        return int(self.fixed.shape[1])

    @cached_property
    def largest(self) -> int:
        """The grouping that is eliminated first."""
        return int(np.argmax(self.counts))

    @cached_property
    def rest(self) -> sparse.csr_array:
        """Fixed columns, then indicators of all groupings but the largest.

        A row has a handful of values that are not zero, however many groups there are: products
        cost rows, not rows times groups squared.
        """
        blocks: list[sparse.sparray] = [sparse.csr_array(self.fixed)]
        for place, (code, count) in enumerate(zip(self.groups, self.counts, strict=True)):
            if place != self.largest:
                blocks.append(_indicators(code, count))
        return sparse.csr_array(sparse.hstack(blocks, format="csr"))

    @cached_property
    def gathering(self) -> sparse.csr_array:
        """Sums rows by the largest grouping."""
        place, count = self.groups[self.largest], self.counts[self.largest]
        return sparse.csr_array(_indicators(place, count).T)

    @cached_property
    def places(self) -> tuple[slice, ...]:
        """Where each grouping stands in a solution: the largest, then fixed, then the others."""
        found: list[slice] = []
        start = self.counts[self.largest] + self.columns
        for place, count in enumerate(self.counts):
            if place == self.largest:
                found.append(slice(0, count))
            else:
                found.append(slice(start, start + count))
                start += count
        return tuple(found)

    @cached_property
    def fixed_place(self) -> slice:
        """Where the fixed columns stand in a solution."""
        start = self.counts[self.largest]
        return slice(start, start + self.columns)

    @property
    def size(self) -> int:
        """Length of a solution."""
        return int(sum(self.counts)) + self.columns

    def linear(self, solution: Floats) -> Floats:
        """The linear predictor of each row, shape (rows,)."""
        cut = self.counts[self.largest]
        return solution[:cut][self.groups[self.largest]] + self.rest @ solution[cut:]

    def project(self, values: Floats) -> Floats:
        """Z'v of the largest grouping and then F'v, shape (size,)."""
        count = self.counts[self.largest]
        first = np.bincount(self.groups[self.largest], weights=values, minlength=count)
        return np.concatenate([first, self.rest.T @ values])


def _indicators(code: Ints, count: int) -> sparse.csr_array:
    """One column a group, shape (rows, count)."""
    rows = np.arange(code.size + 1)
    return sparse.csr_array((np.ones(code.size), code, rows), shape=(code.size, count))


@dataclass(frozen=True)
class Crossed:
    """The weighted cross-products of a design, without any prior."""

    diagonal: Floats
    border: Floats
    dense: Floats

    @classmethod
    def of(cls, design: Design, weights: Floats) -> Crossed:
        """Cross-products with these weights of rows."""
        place, count = design.groups[design.largest], design.counts[design.largest]
        weighted = sparse.diags_array(weights) @ design.rest
        border = (design.gathering @ weighted).toarray()
        diagonal = np.bincount(place, weights=weights, minlength=count).astype(np.float64)
        return cls(diagonal, border, (design.rest.T @ weighted).toarray())


@dataclass(frozen=True)
class Factor:
    """A factored precision matrix.

    Attributes:
        diagonal: D, shape (largest,).
        border: B, shape (largest, rest).
        lower: Lower Cholesky factor of S, shape (rest, rest).
    """

    diagonal: Floats
    border: Floats
    lower: Floats

    @classmethod
    def of(
        cls,
        design: Design,
        crossed: Crossed,
        precisions: Sequence[float],
        fixed_precision: float = 0.0,
    ) -> Factor:
        """The cross-products plus the prior precision of each grouping, factored.

        `fixed_precision` is that of the fixed columns; nothing by default.

        A fixed column that others determine gets a whiff of precision, so that it does not stop
        the rest; comparisons between groups are not moved by it.
        """
        largest = design.largest
        diagonal = crossed.diagonal + precisions[largest]
        prior = [np.full(design.columns, fixed_precision)]
        prior += [
            np.full(count, precisions[place])
            for place, count in enumerate(design.counts)
            if place != largest
        ]
        schur = crossed.dense + np.diag(np.concatenate(prior))
        schur = schur - crossed.border.T @ (crossed.border / diagonal[:, None])
        return cls(diagonal, crossed.border, _lower(schur))

    @property
    def logdet(self) -> float:
        """Log determinant of the precision."""
        return float(np.log(self.diagonal).sum() + 2 * np.log(np.diag(self.lower)).sum())

    def solve(self, right: Floats) -> Floats:
        """The solution for a right side of shape (size,)."""
        cut = self.diagonal.size
        first, rest = right[:cut], right[cut:]
        reduced = rest - self.border.T @ (first / self.diagonal)
        dense = linalg.cho_solve((self.lower, True), reduced, check_finite=False)
        return np.concatenate([(first - self.border @ dense) / self.diagonal, dense])

    def draw(self, noise: Floats) -> Floats:
        """Draws with this precision and mean zero, from standard normal noise (draws, size)."""
        cut = self.diagonal.size
        # Rows of noise times the inverse of the factor have the inverse of the precision.
        inverse = linalg.lapack.dtrtri(self.lower, lower=1)[0] if self.lower.size else self.lower
        dense = noise[:, cut:] @ inverse
        first = (
            noise[:, :cut] / np.sqrt(self.diagonal)
            - dense @ (self.border / self.diagonal[:, None]).T
        )
        return np.hstack([first, dense])


def _lower(matrix: Floats) -> Floats:
    if matrix.size == 0:
        return np.zeros((0, 0))
    scale = max(float(np.abs(np.diag(matrix)).max()), 1e-300)
    for whiff in (0.0, 1e-12, 1e-10, 1e-8, 1e-6):
        try:
            found = linalg.cholesky(
                matrix + whiff * scale * np.eye(len(matrix)), lower=True, check_finite=False
            )
        except linalg.LinAlgError:
            continue
        return np.asarray(found)
    raise linalg.LinAlgError("the normal equations have no solution")
