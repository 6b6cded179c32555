"""What hangs together, and when nothing can be searched: a reason, and what it would take."""

from __future__ import annotations

import numpy as np

from everyrep.evidence.arrays import NEVER, Floats, Ints
from everyrep.evidence.combinations.searching import LEAST
from everyrep.evidence.combinations.things import Things
from everyrep.evidence.curriculum.objects import Objects
from everyrep.evidence.history import History
from everyrep.evidence.inference import FEWEST_CLUSTERS, assignment_unit
from everyrep.values import Reason

FEWEST = 40
"""People below whom halves are too small to tell anything."""
_TOGETHER = 0.5
_LOOKED_AT = 12
_SHUFFLES = 99


def refusal(
    history: History, things: Things, weights: Floats, assigned: str, units: int
) -> Reason | None:
    """Why nothing can be searched; None where something can.

    Args:
        history: People by months.
        things: What there is to have.
        weights: What the outcome rests on in the months that count, (people, months).
        assigned: What hangs together.
        units: How many such units are seen.
    """
    seen = (weights > 0).sum(axis=1) > 1
    people = int(seen.sum())
    if history.ends:
        return Reason(
            "ends",
            "Leaving ends a history: nobody has it before something and is there after it.",
            "Ask about one thing at a time, which counts time at risk: everyrep evidence ask",
        )
    if len(things) < 2:
        return Reason(
            "nothing_to_combine",
            "Fewer than two learning objects or behaviours are on record.",
            "Load learning records, activities or coaching.",
        )
    if people < FEWEST:
        return Reason(
            "too_few_people",
            f"{people} people are followed over months, too few to find something in one half and "
            "hold it against the other.",
            f"At least {FEWEST} people with two months each are needed; of a pair, {LEAST} in each "
            "half with both, with either alone, and with none.",
        )
    if assigned != "person" and units < 2 * FEWEST_CLUSTERS:
        return Reason(
            "too_few_units",
            f"People had things by {assigned}, and {units} such groups are too few for two halves.",
            f"At least {2 * FEWEST_CLUSTERS} are needed, or things that people come to one by one.",
        )
    values = history.y[(weights > 0) & ~np.isnan(history.y)]
    if values.size == 0 or float(np.ptp(values)) == 0.0:
        return Reason(
            "no_spread",
            f"{history.title} is the same in every month of everybody.",
            "Take an outcome that differs, or a longer period.",
        )
    return None


def assigned_together(history: History, objects: Objects) -> str:
    """Teams, where learning was given to whole teams; people elsewhere.

    The objects that most people had are looked at: one that teams had together is enough.
    """
    teams = history.groups.get("team")
    if teams is None or not len(objects):
        return "person"
    taken = (objects.first != NEVER).sum(axis=0)
    for at in np.argsort(-taken, kind="stable")[:_LOOKED_AT].tolist():
        if _by_team(objects.first[:, at], teams):
            return "team"
    return "person"


def _by_team(first: Ints, teams: Ints) -> bool:
    found = assignment_unit(first, {"team": teams}, shuffles=_SHUFFLES)
    if isinstance(found, Reason):
        return False
    own = next((one for one in found.groupings if one.name == found.name), None)
    return own is not None and own.name == "team" and own.explained >= _TOGETHER
