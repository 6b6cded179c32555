"""Of those who took it: a lot drew people for a program, and not all of them finished its course.

The effect of being drawn stays the finding. Beside it stands what the course did for those who took
it because they were drawn, which holds if being drawn works through the course alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from everyrep.evidence.answering.words import Saying
from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.asking import Question
from everyrep.evidence.history import History
from everyrep.evidence.trials import Encouraged, encouraged, of_the_moved
from everyrep.evidence.uptake import Figure, Windows, stacks
from everyrep.values import Reason


def of_those_who_took_it(
    history: History,
    outcome: tuple[Floats, Floats],
    kept: Bools,
    cluster: Ints | None,
    stop: int,
) -> Encouraged | None:
    """The effect on those moved by the draw; None where it cannot be told.

    Args:
        history: People by months.
        outcome: Of the people kept: after the start, and before it.
        kept: Who has an outcome after the start, (people,).
        cluster: Who was drawn together, of those kept; None: each alone.
        stop: First month after the window.
    """
    if history.took is None:
        return None
    after, before = outcome
    took = (history.took[kept] < stop).astype(float)
    known = np.isfinite(after)
    past = np.where(np.isfinite(before), before, 0.0)[known]
    found = encouraged(
        after[known],
        took[known],
        history.treated[kept][known],
        covariates=past[:, None] if np.ptp(past) > 0 else None,
        cluster=None if cluster is None else cluster[known],
    )
    return None if isinstance(found, Reason) else found


def of_those_who_took_their_turn(
    history: History, windows: Windows, clusters: Ints, drawn: Figure
) -> Encouraged | None:
    """The same where a lot decided who starts when; None where it cannot be told.

    Args:
        history: People by months.
        windows: Which months belong to what.
        clusters: Who was drawn together, (people,).
        drawn: The effect of having been drawn.
    """
    if history.took is None:
        return None
    at = np.arange(len(history.months))
    took = np.where(history.weights > 0, at >= history.took[:, None], np.nan).astype(float)
    moved = stacks(took, history.weights, history.first, windows, clusters)
    if isinstance(moved, Reason) or not moved.plain.value > 0:
        return None
    sides = [
        (one.value, np.bincount(clusters, one.influence).astype(float))
        for one in (drawn, moved.plain)
    ]
    found = of_the_moved(sides[0], sides[1], drawn.df(clusters))
    return None if isinstance(found, Reason) else found


def figures_of(found: Encouraged) -> Mapping[str, float]:
    """Numbers by name; what is not bounded is left out."""
    told = {
        "taken_effect": found.effect.value,
        "taken_moved": found.moved.value,
        "taken_strength": found.strength,
    }
    if not (found.outside or found.everything):
        told |= {"taken_low": found.low, "taken_high": found.high}
    return {name: value for name, value in told.items() if math.isfinite(value)}


def told_of(found: Encouraged, history: History, question: Question) -> str:
    """A sentence to be read beside the effect of being drawn."""
    saying = Saying(question, history.title, history.unit, history.sign)
    moved = f"Being drawn moved {100 * found.moved.value:.0f} of 100 to take it"
    if found.outside or found.everything:
        return f"{moved}, too few to tell what it did for those who took it."
    sign = "+" if found.effect.value > 0 else "-"
    return (
        f"{moved}; for those who took it because of that the difference is "
        f"{sign}{saying.text(found.effect.value)} ({saying.range(found.low, found.high)}), if "
        "being drawn works through taking it alone."
    )
