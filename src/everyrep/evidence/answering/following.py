"""Designs that follow people from before to after: uptake, staggered and drawn rollouts.

The range of the effect is that of the account that is believed; the honest range holds every
account of what those who came would have done without (`accounts`).
"""

from __future__ import annotations

import numpy as np

from everyrep.evidence.answering.accounts import Accounts, accounts
from everyrep.evidence.answering.beside import by_cohorts, imputed
from everyrep.evidence.answering.beside import members as beside
from everyrep.evidence.answering.estimated import Ends, Estimated
from everyrep.evidence.answering.ratios import (
    before_and_after,
    level_before,
    member,
    ratio,
    with_and_without,
)
from everyrep.evidence.answering.taking import (
    figures_of,
    of_those_who_took_their_turn,
    told_of,
)
from everyrep.evidence.arrays import Floats, Ints
from everyrep.evidence.asking import Question
from everyrep.evidence.checks import CHECKS, Tried, run
from everyrep.evidence.choosing import Situation
from everyrep.evidence.findings import Curve, Design, Effect, Member
from everyrep.evidence.history import History
from everyrep.evidence.inference.result import quantile
from everyrep.evidence.staggered.bands import simultaneous_values
from everyrep.evidence.trials import Encouraged
from everyrep.evidence.uptake import Figure, Stacks, Windows, stacks
from everyrep.values import Reason

_SEED = 20240601


def windows_of(question: Question, design: Design) -> Windows:
    """Which months belong to what: no donut where a lot decided, since nobody chose the moment."""
    start = question.lag + 1
    donut = 0 if design.drawn else 3
    return Windows(18, donut, start, start + question.horizon)


def follow(
    history: History, question: Question, design: Design, found: Situation, smallest: float
) -> Estimated | Reason:
    """The effect of a design that follows people.

    Args:
        history: People by months.
        question: What is asked.
        design: uptake, staggered or rollout.
        found: What the records hold.
        smallest: Smallest effect worth having.
    """
    windows = windows_of(question, design)
    clusters = clusters_of(history, found.assigned)
    told = accounts(history, windows, clusters, design)
    if isinstance(told, Reason):
        return told
    effect = _effect(history, told, design, found, clusters)
    if effect is None:
        return Reason(
            "no_spread",
            "What was seen does not vary between those who had it.",
            "Take an outcome that differs between people, or a longer period.",
        )
    study = by_cohorts(history, windows, clusters)
    tried = Tried(
        history, windows, clusters, found.assigned, told.bare, effect.value, effect.se, effect.df,
        smallest, told={"own_line": float(told.own_line)}, study=study, behind=effect.clusters,
    )  # fmt: skip
    taken = _taken(history, windows, clusters, design, told)
    every = told.any_may_be_right(drawn=design.drawn)
    return Estimated(
        effect,
        _honest(every, clusters, 0.95),
        _honest(every, clusters, 0.90),
        run(CHECKS, design.name, tried),
        (
            *_bare(history, windows, clusters, design),
            *told.members(windows, clusters, drawn=design.drawn),
            *beside(imputed(history, windows, clusters), study, windows),
        ),
        {
            "selection_seen": float(told.selection_seen),
            "slope": told.bare.slope.value,
            "reach": told.bare.reach,
            "level_before": level_before(history, windows).value,
            **({} if taken is None else figures_of(taken)),
        },
        (
            *(f"{count} left out: {why}." for why, count in told.bare.left_out.items()),
            *(() if taken is None else (told_of(taken, history, question),)),
        ),
    )


def _taken(
    history: History, windows: Windows, clusters: Ints, design: Design, told: Accounts
) -> Encouraged | None:
    """Of those who took it once it was their turn, where a lot decided the turns."""
    if not design.drawn:
        return None
    return of_those_who_took_their_turn(history, windows, clusters, told.believed)


def clusters_of(history: History, assigned: str) -> Ints:
    """Which people hang together: those assigned together, else each person alone."""
    codes = history.groups.get(assigned)
    if codes is None:
        return np.arange(len(history))
    # Who belongs to no known group stands alone.
    alone = codes < 0
    filled = np.where(alone, codes.max(initial=0) + 1 + np.arange(codes.size), codes)
    return np.unique(filled, return_inverse=True)[1].astype(np.int64)


def _effect(
    history: History, told: Accounts, design: Design, found: Situation, clusters: Ints
) -> Effect | None:
    made, believed = told.stacks, told.believed
    se, df = believed.se(clusters), believed.df(clusters)
    if not se > 0:
        return None
    reach = quantile(0.975, df) * se
    had = ratio(history, np.asarray(history.since >= 1)).value
    return Effect(
        design.name,
        "beyond the trend" if told.own_line else "against others' course",
        believed.value,
        se,
        believed.value - reach,
        believed.value + reach,
        df,
        had - believed.value,
        made.treated,
        made.compared,
        int(np.unique(clusters[np.abs(believed.influence) > 0]).size),
        found.assigned,
        _curve(made, clusters, df, beyond=told.own_line),
    )


def _curve(made: Stacks, clusters: Ints, df: float, *, beyond: bool) -> Curve:
    """Effects by month, with a band that holds all months from the donut on at once."""
    told = np.any(made.influence != 0, axis=0)
    value = np.where(told & beyond, made.by_month_beyond, made.by_month)
    influence = made.influence_beyond if beyond else made.influence
    summed = _summed(influence, clusters)
    moved = max(int(np.any(summed != 0, axis=1).sum()), 2)
    se = np.sqrt(moved / (moved - 1) * (summed**2).sum(axis=0))
    covariance = moved / (moved - 1) * (summed.T @ summed)
    freedom = np.full(se.size, max(df, 1.0))
    critical = simultaneous_values(covariance, freedom, 0.95, groups=moved, seed=_SEED)
    low = np.where(told, value - critical * se, np.nan)
    high = np.where(told, value + critical * se, np.nan)
    return Curve(
        made.at,
        value,
        np.where(told, se, np.nan),
        low,
        high,
        made.behind.astype(np.int64),
        covariance=covariance,
    )


def _summed(influence: Floats, clusters: Ints) -> Floats:
    total = np.zeros((int(clusters.max()) + 1, influence.shape[1]))
    np.add.at(total, clusters, influence)
    return total


def _honest(figures: tuple[Figure, ...], clusters: Ints, level: float) -> Ends:
    """The range that holds the effect whichever account is right."""
    ends = []
    for one in figures:
        reach = quantile(0.5 + level / 2, one.df(clusters)) * one.se(clusters)
        ends.append((one.value - reach, one.value + reach))
    return min(low for low, _ in ends), max(high for _, high in ends)


def _bare(history: History, windows: Windows, clusters: Ints, design: Design) -> tuple[Member, ...]:
    """What the field would compare, with the world in which each is right."""
    lines = [
        member("with_without", "With less without", with_and_without(history, windows), clusters,
               "who has it is a matter of chance", believed=False),
        member("before_after", "After less before", before_and_after(history, windows), clusters,
               "nothing else changes, and nobody came at a low", believed=False),
    ]  # fmt: skip
    if not design.drawn:
        wide = stacks(
            history.y, history.weights, history.first,
            Windows(windows.before, 0, windows.start, windows.stop), clusters,
        )  # fmt: skip
        if isinstance(wide, Stacks):
            lines.append(
                member("all_before", "Against others, all months before", wide.plain, clusters,
                       "they differ by a level alone, and nobody came at a low", believed=False)
            )  # fmt: skip
    return tuple(lines)
