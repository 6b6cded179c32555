"""Effects of a treatment that begins at different times: Everyrep beside diff-diff.

People by month, treated from different months on (or never), in territories that share shocks.
Each way reads the same arrays in a process of its own, one after the other, and ends with the
effect by months since treatment, its standard errors by territory, and the mean effect; CPU seconds
are user and system of the whole process, start and imports included. The figures of ways that do
the same are then held beside each other.

    python -m benchmarks.staggered [--folder DIR] [--people 100000[,10000]] [--months 36]
                                   [--ways NAME,...] [--times 1] [--json]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.apart import Figures, measured, say

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Table = dict[int, tuple[float, float]]
    """Effect and standard error by months since treatment."""

FIRST_COHORT, LAST_COHORT = 8, 31
NEVER_TREATED = 0.4
TERRITORIES = 500


def write(folder: Path, people: int, months: int) -> None:
    """Write outcomes, first treated months and territories of a simulated company."""
    rng = np.random.default_rng(0)
    first = rng.integers(FIRST_COHORT, LAST_COHORT + 1, people)
    first[rng.random(people) < NEVER_TREATED] = -1
    territory = rng.integers(0, TERRITORIES, people)
    since = np.arange(months) - first[:, None]
    treated = (since >= 0) & (first >= 0)[:, None]
    y = rng.normal(size=(people, 1)) + rng.normal(size=(people, months))
    y += 0.3 * rng.normal(size=(TERRITORIES, months))[territory] + np.linspace(0, 1, months)
    y += np.where(treated, 0.2 + 0.01 * np.minimum(since, 12), 0.0)
    np.savez(folder / "panel.npz", y=y, first=first, territory=territory)


# ------------------------------------------------------------------ the ways


def read(folder: Path) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """The arrays that `write` wrote."""
    with np.load(folder / "panel.npz") as found:
        return found["y"], found["first"], found["territory"]


def group_time(folder: Path, controls: str) -> Table:
    """By cohort and month, after Callaway and Sant'Anna."""
    from everyrep.evidence import staggered

    y, first, territory = read(folder)
    first = np.where(first < 0, staggered.NEVER, first)
    how = staggered.Comparison("never" if controls == "never" else "not yet")
    found = staggered.group_times(y, first, how, clusters=territory)
    return table(staggered.by_event_time(found))


def by_imputation(folder: Path) -> Table:
    """By imputation, after Borusyak, Jaravel and Spiess."""
    from everyrep.evidence import staggered

    y, first, territory = read(folder)
    first = np.where(first < 0, staggered.NEVER, first)
    return table(staggered.event_study(staggered.imputation(y, first, clusters=territory)))


def table(study: object) -> Table:
    """An event study's effects, standard errors and simultaneous band."""
    from everyrep.evidence.staggered import EventStudy

    assert isinstance(study, EventStudy)
    assert np.isfinite(study.effects.bands).all()
    assert study.overall.standard_error > 0
    pairs = zip(study.effects.estimates, study.effects.standard_errors, strict=True)
    return {
        int(time): (float(estimate), float(error))
        for time, (estimate, error) in zip(study.event_times, pairs, strict=True)
    }


def diff_diff(folder: Path, estimator: str) -> Table:
    """The same by diff-diff, from the long table that it takes."""
    import warnings

    import diff_diff as library
    import pandas as pd

    warnings.simplefilter("ignore", FutureWarning)

    y, first, territory = read(folder)
    people, months = y.shape
    long = pd.DataFrame(
        {
            "person": np.repeat(np.arange(people), months),
            "month": np.tile(np.arange(1, months + 1), people),
            "y": y.ravel(),
            "first": np.repeat(first + 1, months),
            "territory": np.repeat(territory, months),
        }
    )
    if estimator == "imputation":
        model = library.ImputationDiD(cluster="territory")
    else:
        model = library.CallawaySantAnna(
            control_group="never_treated" if estimator == "never" else "not_yet_treated",
            cluster="territory",
        )
    found = model.fit(long, "y", "person", "month", "first", aggregate="event_study")
    effects = found.event_study_effects
    return {int(time): (effects[time]["effect"], effects[time]["se"]) for time in effects}


WAYS: dict[str, tuple[str, str, Callable[[Path], Table]]] = {
    "ours": ("Everyrep, by cohort", "not yet", lambda folder: group_time(folder, "not yet")),
    "theirs": ("diff-diff, by cohort", "not yet", lambda folder: diff_diff(folder, "not yet")),
    "ours-never": ("Everyrep, by cohort, never", "never", lambda f: group_time(f, "never")),
    "theirs-never": ("diff-diff, by cohort, never", "never", lambda f: diff_diff(f, "never")),
    "imputation": ("Everyrep, imputation", "imputation", by_imputation),
    "theirs-imputation": (
        "diff-diff, imputation",
        "imputation",
        lambda folder: diff_diff(folder, "imputation"),
    ),
}
"""Name, what it should agree with, and function of each way."""


def run(way: str, folder: Path) -> None:
    """One way in this process; what it found is written once it has said what it took."""
    found = WAYS[way][2](folder)
    say()
    (folder / f"{way}.json").write_text(json.dumps(found), encoding="utf-8")


def compare(folder: Path, people: int, months: int, ways: list[str]) -> list[Figures]:
    """Measure ways one after the other, and hold what they found beside each other."""
    folder.mkdir(parents=True, exist_ok=True)
    write(folder, people, months)
    found: list[Figures] = []
    for way in ways:
        found.append({"people": people, **measured("benchmarks.staggered", way, folder)})
        print(_line(found[-1]), file=sys.stderr, flush=True)
    for kind in dict.fromkeys(WAYS[way][1] for way in ways):
        same = [way for way in ways if WAYS[way][1] == kind]
        for other in same[1:]:
            print(_beside(folder, same[0], other), file=sys.stderr, flush=True)
    return found


def _beside(folder: Path, one: str, other: str) -> str:
    first, second = (
        json.loads((folder / f"{way}.json").read_text(encoding="utf-8")) for way in (one, other)
    )
    times = [time for time in first if time in second and int(time) >= 0]
    effect = max(abs(first[time][0] - second[time][0]) for time in times)
    error = max(abs(first[time][1] / second[time][1] - 1) for time in times)
    return (
        f"{one} and {other}: effects at {len(times)} months from treatment on are apart by at "
        f"most {effect:.1e}, standard errors by {error:.2%}"
    )


def _line(row: Figures) -> str:
    return (
        f"{row['people']:>8} people  {WAYS[str(row['way'])][0]:<28}{row['cpu s']:>8} s CPU "
        f"{row['wall s']:>7} s wall {row['peak MiB']:>6} MiB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--folder", type=Path, help="kept; default: a temporary one")
    parser.add_argument("--people", default="100000,10000")
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--run", choices=list(WAYS), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.run:
        run(asked.run, asked.folder)
        return
    found: list[Figures] = []
    with tempfile.TemporaryDirectory() as temporary:
        for people in [int(count) for count in asked.people.split(",")] * asked.times:
            folder = (asked.folder or Path(temporary)).absolute() / str(people)
            found += compare(folder, people, asked.months, asked.ways.split(","))
    if asked.json:
        print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
