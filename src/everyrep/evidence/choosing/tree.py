"""The decision tree: from the strongest design down, the first that the records allow.

Each step asks one thing of the records and says what it found, so that the way can be read aloud.
A design is not picked for its answer: nothing here sees the outcome.
"""

from __future__ import annotations

from collections.abc import Callable

from everyrep.evidence.choosing.situation import Situation
from everyrep.evidence.findings import DESIGNS, Considered, Fit
from everyrep.evidence.inference import FEWEST_CLUSTERS
from everyrep.evidence.series.interrupted import FEWEST_BEFORE
from everyrep.values import Reason

_LEAST_TREATED = 2
_LEAST_BEFORE = 3
_LEAST_DONORS = 5

_ENDED = (
    "Leaving ends a history: whoever had it had not left before, so that there is no before to "
    "compare with."
)

_Step = Callable[[Situation], tuple[Fit, str]]


def choose(found: Situation) -> tuple[Considered, ...]:
    """Designs in the order in which they were considered; at most one is used.

    Steps after the one used are told as well, so that a reader sees what was left aside.
    """
    way: list[Considered] = []
    taken = False
    for name, step in _STEPS:
        fit, why = (Fit.REJECTED, _ENDED) if _no_before(name, found) else step(found)
        if fit is Fit.USED and taken:
            fit, why = Fit.REJECTED, "A stronger design serves."
        taken = taken or fit is Fit.USED
        way.append(Considered(DESIGNS[name], fit, why))
    return tuple(way)


def refusal(found: Situation) -> Reason | None:
    """Why no design can serve, whatever the outcome; None where one may."""
    if found.treated == 0:
        return Reason(
            "nobody_treated",
            "Nobody had it in the months that are known.",
            "Load the records of who had it, or ask about other months.",
        )
    if found.treated < _LEAST_TREATED:
        return Reason(
            "one_treated",
            "One person alone had it, and what one person did may be anything.",
            "Wait until more have had it, or plan a trial.",
        )
    if found.treated_units == found.units and found.starts == 1 and found.before < _LEAST_BEFORE:
        return Reason(
            "all_treated",
            "Everybody had it at the same time, and too little is known from before.",
            "Keep a group for later when the next thing starts.",
        )
    return None


def _trial(s: Situation) -> tuple[Fit, str]:
    if not s.drawn:
        return Fit.REJECTED, "No record says that a lot decided who had it."
    if s.starts > 1:
        return Fit.REJECTED, f"Those drawn started in {s.starts} different months."
    if s.untreated == 0:
        return Fit.REJECTED, "Nobody was drawn to go without."
    return Fit.USED, f"A lot decided by {s.assigned}; {s.treated} have it, {s.untreated} not."


def _rollout(s: Situation) -> tuple[Fit, str]:
    if not s.drawn:
        return Fit.REJECTED, "No record says that a lot decided the order."
    if s.starts < 2 and s.untreated > 0:
        return Fit.REJECTED, "All who were drawn started in one month, which is a plain trial."
    return Fit.USED, f"A lot decided the order of {s.units} by {s.assigned}, {s.starts} starts."


def _encouraged(s: Situation) -> tuple[Fit, str]:
    if not s.drawn:
        return Fit.REJECTED, "No record says that a lot decided who was invited or reminded."
    if s.taken is None:
        return Fit.REJECTED, "No record says who of those drawn took it."
    if s.starts == 1 and s.untreated == 0:
        return Fit.REJECTED, "Nobody was left out."
    return Fit.CROSS_CHECK, (
        f"Of {s.treated} drawn {s.taken} took it: what it did for them is told beside what being "
        "drawn did."
    )


def _dose(s: Situation) -> tuple[Fit, str]:
    if not s.repeated:
        return Fit.REJECTED, "It is had once, so there is no more and less of it."
    return Fit.USED, "It recurs in doses, so the same people have months with more and with less."


def _synthetic(s: Situation) -> tuple[Fit, str]:
    if not s.by_group:
        return Fit.REJECTED, "People came to it one by one, not a single team."
    if s.treated_units != 1:
        return Fit.REJECTED, f"{s.treated_units} of {s.units} had it ({s.assigned})."
    if s.units - 1 < _LEAST_DONORS:
        return Fit.REJECTED, f"There are only {s.units - 1} others to compare with."
    return Fit.USED, f"One of {s.units} had it ({s.assigned}); the others may serve as a blend."


def _staggered(s: Situation) -> tuple[Fit, str]:
    if not s.by_group:
        return Fit.REJECTED, "Who started when is not a matter of teams: people came one by one."
    if s.treated_units < _LEAST_TREATED:
        return Fit.REJECTED, f"Only one started ({s.assigned})."
    if _all_at_once(s):
        return Fit.REJECTED, "All started in the same month, and nobody was left without."
    if _some_at_once(s):
        return Fit.REJECTED, (
            f"There are only {s.units} ({s.assigned}), and all starts are in one month: with fewer "
            f"than {FEWEST_CLUSTERS} chance cannot be told from effect."
        )
    return Fit.USED, (
        f"{s.treated_units} of {s.units} started together by {s.assigned}, "
        f"in {s.starts} different months."
    )


def _uptake(s: Situation) -> tuple[Fit, str]:
    if s.by_group:
        return Fit.REJECTED, f"People did not come one by one: they started by {s.assigned}."
    if _all_at_once(s):
        return Fit.REJECTED, "All started in the same month, and nobody was left without."
    if s.not_yet < _LEAST_TREATED:
        return Fit.REJECTED, "Of those who had it nothing is known from before."
    said = f"{s.treated} came to it one by one, in {s.starts} different months"
    if s.assigned == "person":
        return Fit.USED, f"{said}."
    return Fit.USED, (
        f"{said}; people of one {s.assigned} came together more often than by luck, so that errors "
        f"follow the {s.assigned}."
    )


def _interrupted(s: Situation) -> tuple[Fit, str]:
    if not (_all_at_once(s) or _some_at_once(s)):
        return Fit.REJECTED, "It did not begin for everybody on one day."
    if s.before < _LEAST_BEFORE:
        return Fit.REJECTED, "Too few months are known from before."
    if _some_at_once(s):
        return Fit.USED, (
            f"It began in one month, and the others ({s.assigned}) are too few to draw lots among: "
            "their months stand beside it as a series."
        )
    return Fit.USED, "It began for everybody in one month, so no series stands beside it."


def _no_before(name: str, s: Situation) -> bool:
    return s.ends and name not in ("trial", "encouraged", "landmark")


def _landmark(s: Situation) -> tuple[Fit, str]:
    if _all_at_once(s):
        return Fit.REJECTED, "Everybody had it, so nobody is left to compare with."
    if s.ends:
        return Fit.USED, (
            "Leaving ends a history, so that time at risk is counted: without it until the day "
            "that each had it, and with it from then on."
        )
    if s.untreated == 0:
        return Fit.REJECTED, "Everybody had it, so nobody is left to compare with."
    return Fit.USED, "Nothing is known from before, so only those alike at a day can be compared."


def _all_at_once(s: Situation) -> bool:
    return s.untreated == 0 and s.starts == 1


def _some_at_once(s: Situation) -> bool:
    """One day for some of a few groups, with enough months from before to draw a line on."""
    known = s.before >= FEWEST_BEFORE and s.untreated > 0
    return s.by_group and not s.drawn and s.starts == 1 and s.units < FEWEST_CLUSTERS and known


_STEPS: tuple[tuple[str, _Step], ...] = (
    ("trial", _trial),
    ("rollout", _rollout),
    ("encouraged", _encouraged),
    ("dose", _dose),
    ("synthetic", _synthetic),
    ("staggered", _staggered),
    ("uptake", _uptake),
    ("interrupted", _interrupted),
    ("landmark", _landmark),
)
