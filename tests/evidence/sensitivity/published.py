"""Event studies of the literature with the tables that others printed for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from everyrep.evidence.sensitivity import EventPath

_FOLDER = Path(__file__).parents[2] / "truth" / "sensitivity"


def published(name: str) -> dict[str, Any]:
    """What is stored of it: coefficients, covariance, tables, and where they are from."""
    stored: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return stored


def study_of(name: str, before: int | None = None) -> EventPath:
    """The event study; `before` moves the reference, as if more periods came before treatment."""
    stored = published(name)
    covariance = np.array(stored["covariance"])
    return EventPath(
        np.array(stored["coefficients"]),
        (covariance + covariance.T) / 2,
        stored["before"] if before is None else before,
    )


def random_study(seed: int, before: int, after: int) -> EventPath:
    """An event study whose coefficients err together in no particular way."""
    rng = np.random.default_rng(seed)
    size = before + after
    root = rng.normal(size=(size, 3 * size))
    return EventPath(rng.normal(size=size), root @ root.T / (3 * size), before)
