"""How exactly a staggered start tells: teams begin one after another, and each is its own past.

Months, teams and people are taken out by generalised least squares; what is left of the treatment
gives the variance of its effect, which is taken to be the same from the first month on.

References:
    Hussey and Hughes (2007), Design and analysis of stepped wedge cluster randomized trials.
    Hooper, Teerenstra, de Hoop and Eldridge (2016), Sample size calculation for stepped wedge and
        other longitudinal cluster randomised trials (decay, the same people).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from everyrep.evidence.arrays import Floats, Ints
from everyrep.evidence.inference.answerable import enough_clusters
from everyrep.evidence.trials.power import ALPHA, POWER, Detectable, smallest_detectable
from everyrep.values import Reason
from everyrep.values.errors import require


@dataclass(frozen=True)
class Staggered:
    """A staggered start.

    Attributes:
        start: Index of the first treated period of each team, shape (teams,); at least `periods`
            for never.
        periods: How many there are in all.
        people: People in a team.
        deviation: Standard deviation between people of the outcome of one period.
        likeness: Correlation of two people of a team in the same period (ICC).
        team_lasts: Correlation of what a team has in common from one period to the next.
        person_lasts: Correlation of what is a person's own from one period to another, far or
            near; 0 where other people are counted in each period.
    """

    start: Ints
    periods: int
    people: float = 1.0
    deviation: float = 1.0
    likeness: float = 0.0
    team_lasts: float = 1.0
    person_lasts: float = 0.0


def staggered_error(plan: Staggered) -> float | Reason:
    """Standard error of the effect, in the unit of the outcome.

    Returns:
        A reason where the start tells nothing apart from the months.
    """
    require(
        plan.periods >= 2 and plan.start.ndim == 1,
        f"A staggered start has {plan.periods} periods",
        "Give at least two periods, and one start a team",
    )
    treated = (np.arange(plan.periods)[None, :] >= plan.start[:, None]).astype(float)
    weight = np.linalg.inv(_covariance(plan))
    # Months have free effects: what the mean team has in treatment is taken out.
    own = treated - treated.mean(axis=0)
    known = float(np.einsum("cs,st,ct->", own, weight, own))
    if known <= 1e-12:
        return Reason(
            "all_start_together",
            "All teams start at the same time, so the effect cannot be told from the months.",
            "Let teams start at different times, or leave some out.",
        )
    return 1 / sqrt(known)


def staggered_detectable(
    plan: Staggered, *, power: float = POWER, alpha: float = ALPHA
) -> Detectable | Reason:
    """The smallest effect that the staggered start would detect.

    Degrees of freedom are those of the teams, less one for the effect and one for the level: with
    few teams the error is itself inexact.
    """
    teams = int(plan.start.size)
    stuck = enough_clusters(teams) if plan.people > 1 else None
    error = stuck or staggered_error(plan)
    if isinstance(error, Reason):
        return error
    degrees = float(max(teams - 2, 1))
    effect = smallest_detectable(error, degrees, power=power, alpha=alpha)
    return Detectable(effect, error, degrees, float(teams))


def _covariance(plan: Staggered) -> Floats:
    """Covariance of a team's means over the periods, shape (periods, periods)."""
    lag = np.abs(np.arange(plan.periods)[:, None] - np.arange(plan.periods))
    team = plan.likeness * np.where(lag == 0, 1.0, plan.team_lasts**lag)
    person = (1 - plan.likeness) / plan.people * np.where(lag == 0, 1.0, plan.person_lasts)
    whole: Floats = plan.deviation**2 * (team + person)
    return whole
