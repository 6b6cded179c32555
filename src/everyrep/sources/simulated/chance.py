"""Random streams by name, so that switching one trap leaves all other draws as they were."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def stream(seed: int, name: str, part: int = 0) -> np.random.Generator:
    """A generator of its own for a named purpose.

    Args:
        seed: The world's seed.
        name: What the draws are for; each name has its own stream.
        part: Region or month, where a purpose is drawn in parts.
    """
    key = (zlib.crc32(name.encode()), part)
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))


def choose(rng: np.random.Generator, weights: Floats, n: int) -> Ints:
    """Draws n places from 0 to len(weights) - 1, with the given weights."""
    edges = np.cumsum(weights) / np.sum(weights)
    return np.searchsorted(edges, rng.random(n), side="right").clip(0, len(edges) - 1)


def sigmoid(x: Floats) -> Floats:
    """Probability of log-odds x."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def repeat(counts: Ints) -> Ints:
    """Row numbers, each as often as its count says: [2, 0, 1] gives [0, 0, 2]."""
    return np.repeat(np.arange(len(counts)), counts)


def numbering(counts: Ints) -> Ints:
    """Running numbers within each group of `repeat`: [2, 0, 1] gives [0, 1, 0]."""
    total = int(counts.sum())
    starts = np.cumsum(counts) - counts
    return np.arange(total) - np.repeat(starts, counts)
