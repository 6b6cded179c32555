"""All pairs of many courses and some behaviours: CPU seconds and peak memory.

python -m benchmarks.combinations [--people 2000] [--courses 200] [--months 36]
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.combinations import Company, Things, search_pairs
from everyrep.evidence.curriculum import Windows

BEHAVIOURS = 5


def company(people: int, courses: int, months: int, seed: int = 1) -> Company:
    """Who wants more takes more, calls more and sells more; two pairs add 0.3."""
    rng = np.random.default_rng(seed)
    drive = rng.normal(size=people)
    takes = rng.random((people, courses)) < np.clip(0.15 * np.exp(0.6 * drive), 0, 0.9)[:, None]
    first = np.where(takes, rng.integers(0, months, (people, courses)), NEVER)
    had = np.arange(months)[None, :, None] > first[:, None, :4]
    y = drive[:, None] + rng.normal(size=(people, months))
    y = y + 0.3 * (had[:, :, 0] & had[:, :, 1]) + 0.3 * (had[:, :, 2] & had[:, :, 3])
    counts = rng.poisson(np.exp(1 + 0.5 * drive)[:, None, None], (people, months, BEHAVIOURS))
    amounts = np.stack([counts, counts, counts], axis=-1) / counts.mean()
    names = tuple(str(at) for at in range(courses + BEHAVIOURS))
    things = Things(names, names, first, counts > np.median(counts), amounts, Windows())
    return Company(y, np.ones_like(y), things, np.arange(people))


def main() -> None:
    """Search once, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("people", 2_000), ("courses", 200), ("months", 36)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args()
    made = company(asked.people, asked.courses, asked.months)
    start = time.process_time()
    found = search_pairs(made)
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(found.members):,} pairs searched, {sum(found.unasked.values()):,} not asked about")
    print(f"{spent:.1f} CPU s, {peak:,.0f} MiB at the most, {len(found.announced)} announced")


if __name__ == "__main__":
    main()
