"""An effect in numbers, before anybody says what it is worth."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from everyrep.evidence.arrays import Floats, Ints


@dataclass(frozen=True)
class Curve:
    """Effects by month since the treatment; every array has the shape (months,).

    Attributes:
        at: Months since the first treated month; negative ones are before it.
        effect: Effect, in the outcome's unit.
        se: Standard error.
        low, high: Band that holds all of them together as often as its level says.
        n: How many treated units stand behind each.
        level: Of the band.
        covariance: Of the effects, (months, months); None where it is not known.
    """

    at: Ints
    effect: Floats
    se: Floats
    low: Floats
    high: Floats
    n: Ints
    level: float = 0.95
    covariance: Floats | None = None

    @property
    def after(self) -> Curve:
        """Months from the treatment on."""
        return self.only(self.at >= 0)

    @property
    def before(self) -> Curve:
        """Months before it."""
        return self.only(self.at < 0)

    def only(self, rows: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Curve:
        """Some of the months."""
        parts = {
            name: getattr(self, name)[rows] for name in ("at", "effect", "se", "low", "high", "n")
        }
        if self.covariance is not None:
            parts["covariance"] = self.covariance[np.ix_(rows, rows)]
        return replace(self, **parts)


@dataclass(frozen=True)
class Effect:
    """What a design estimates.

    Attributes:
        design: Name of the design.
        how: Name of the estimator within it.
        value: Average effect on the treated within the window, in the outcome's unit.
        se: Its standard error.
        low, high: Its range.
        df: Degrees of freedom of the range; infinite where it is normal.
        usual: What the treated would have had without, on average.
        treated: How many people were treated.
        compared: How many they are compared with.
        clusters: How many units were assigned (people, teams).
        assigned: What was assigned: "person", "team" ...
        curve: By month since treatment; None where the design has none.
        level: Of the range.
    """

    design: str
    how: str
    value: float
    se: float
    low: float
    high: float
    df: float
    usual: float
    treated: int
    compared: int
    clusters: int
    assigned: str
    curve: Curve | None = None
    level: float = 0.95

    @property
    def share(self) -> float | None:
        """The effect as a share of what was usual; None where that is zero."""
        return self.value / abs(self.usual) if self.usual else None


def units_text(count: int, assigned: str) -> str:
    """So many of what was assigned: "29 teams"."""
    many = {"person": "people", "territory": "territories"}.get(assigned, f"{assigned}s")
    return f"{count:,} {assigned if count == 1 else many}"
