"""The kinds of jobs: what each is called, how often it is tried, and where its work stands."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from everyrep.faces.web.jobs.work import Work
from everyrep.values import UnknownName

Do = Callable[[Work, dict[str, Any]], dict[str, Any]]
"""Does the work with a job's arguments and gives its result, JSON-safe.

It may be begun again after it was killed anywhere, so what it writes is written beside and swapped
in, and doing it twice is as doing it once.
"""
MINUTES = "EVERYREP_JOB_MINUTES"
_DOING = "everyrep.faces.web.jobs.doing"


@dataclass(frozen=True)
class Kind:
    """One kind of job.

    Attributes:
        name: What it is called in the database.
        title: What people call it.
        place: Module and function that do it; imported by the worker alone.
        attempts: How often it is begun before it counts as failed.
        ability: What one who asks for it must be able to; empty: the app alone asks.
        patient: Whether it goes behind every other job, and gives way to one between two steps.
        minutes: How long one attempt may take before it counts as hanging; `EVERYREP_JOB_MINUTES`
            says otherwise for all of them.
    """

    name: str
    title: str
    place: tuple[str, str]
    attempts: int = 3
    ability: str = ""
    patient: bool = False
    minutes: int = 240

    @property
    def longest(self) -> float:
        """Seconds that one attempt may take."""
        given = os.environ.get(MINUTES, "").strip()
        return 60.0 * (int(given) if given.isdecimal() and int(given) else self.minutes)

    def work(self) -> Do:
        """The function that does it."""
        module, function = self.place
        found: Do = getattr(import_module(module), function)
        return found


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("try_files", "Look at files", (f"{_DOING}.loading", "try_files"), 2, "load",
             minutes=60),
        Kind("load", "Load and build", (f"{_DOING}.loading", "load_and_build"), 3, "load"),
        Kind("undo", "Take a load back", (f"{_DOING}.loading", "take_back"), 3, "load"),
        Kind("build", "Build", (f"{_DOING}.loading", "build"), 3, "build"),
        Kind("set_pages", "Set pages", (f"{_DOING}.setting", "set_pages"), 3, patient=True,
             minutes=120),
        Kind("backup", "Make a backup", (f"{_DOING}.keeping", "make_backup"), 2, "build"),
        Kind("verify_backup", "Verify a backup", (f"{_DOING}.keeping", "verify_backup"), 2,
             "build"),
        Kind("answer", "Answer a question", (f"{_DOING}.evidence", "answer"), 2, minutes=60),
        Kind("review", "Review the curriculum", (f"{_DOING}.evidence", "review_all"), 2,
             minutes=60),
        Kind("test_claims", "Test claims", (f"{_DOING}.claims", "test_claims"), 2, "see_amounts"),
        Kind("weigh_cases", "Weigh business cases", (f"{_DOING}.cases", "weigh_cases"), 2,
             "see_amounts"),
        Kind("plan_trial", "Work a trial out", (f"{_DOING}.trials", "plan_trial"), 2,
             "see_amounts"),
        Kind("draw_trial", "Draw a trial", (f"{_DOING}.trials", "draw_trial"), 2, "see_amounts"),
        Kind("watch_trial", "Look at a trial", (f"{_DOING}.trials", "watch_trial"), 2,
             "see_amounts"),
        Kind("conclude_trial", "Conclude a trial", (f"{_DOING}.trials", "conclude_trial"), 2,
             "see_amounts"),
        Kind("load_trial", "Load a trial's assignments", (f"{_DOING}.trials", "load_trial"), 2,
             "load"),
        Kind("calculate_pay", "Calculate pay", (f"{_DOING}.paying", "calculate_pay"), 2, "run_pay",
             minutes=120),
        Kind("demo_pay", "Pay the simulated company", (f"{_DOING}.paying", "pay_the_demo"), 3,
             patient=True, minutes=120),
        Kind("erase", "Erase somebody's name", (f"{_DOING}.erasing", "erase"), 5),
    )
}  # fmt: skip
PATIENT = tuple(one.name for one in KINDS.values() if one.patient)


def kind(name: str) -> Kind:
    """The kind of a name.

    Raises:
        UnknownName: There is none.
    """
    if name not in KINDS:
        raise UnknownName("kind of job", name, KINDS)
    return KINDS[name]
