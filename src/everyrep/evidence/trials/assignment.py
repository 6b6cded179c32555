"""Who is treated, by lot: people, teams or territories, on two sides or at staggered starts.

The lot is drawn within strata, in pairs of the most alike, or again and again until the sides are
alike enough. It is the same for the same seed and roster, in whatever order the roster comes. What
was done is kept, since inference must repeat the lottery as it was held.

References:
    Morgan and Rubin (2012), Rerandomization to improve covariate balance in experiments.
    Greevy, Lu, Silber and Rosenbaum (2004), Optimal multivariate matching before randomization.
    Imai, King and Nall (2009), The essential role of pair matching in cluster-randomized
        experiments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.inference.answerable import sides
from everyrep.evidence.inference.lottery import Lottery
from everyrep.evidence.trials.balance import imbalance, whitened
from everyrep.evidence.trials.lots import lots, pairs
from everyrep.values import Reason
from everyrep.values.errors import InternalError, require

ACCEPTED = 0.01
"""Share of lots that are alike enough, where lots are drawn again."""
_AT_ONCE = 1_000
_MOST = 200_000


@dataclass(frozen=True)
class Roster:
    """Who may be drawn; one row a person.

    Attributes:
        person: Their ids, each once.
        unit: What is drawn with them: their own id, or a team or a territory.
        stratum: Within which lots are drawn, the same for a whole unit; None for one.
        covariates: From before, shape (people, covariates), finite; None for none.
    """

    person: tuple[str, ...]
    unit: tuple[str, ...]
    stratum: tuple[str, ...] | None = None
    covariates: Floats | None = None


@dataclass(frozen=True)
class Assignment:
    """The lot that was drawn, one entry a person, in the order of their ids.

    Attributes:
        person, unit, stratum: As on the roster; pairs are strata.
        arm: 0 untreated and 1 treated, or the number of the wave from 0 on; shape (people,).
        seed: Of the random numbers.
        how: The lottery in words.
        lots: How many lots were drawn until one was alike enough; 1 where the first was taken.
        imbalance: Squared distance of the sides over the covariates; None without any.
        limit: The largest imbalance that was accepted; None where the first lot was taken.
    """

    person: tuple[str, ...]
    unit: tuple[str, ...]
    stratum: tuple[str, ...]
    arm: Ints
    seed: int
    how: str
    lots: int = 1
    imbalance: float | None = None
    limit: float | None = None

    def rows(self) -> tuple[tuple[str, str, str, int], ...]:
        """The file of assignments: person, unit, stratum and arm, without its header."""
        arms = self.arm.tolist()
        return tuple(zip(self.person, self.unit, self.stratum, arms, strict=True))

    def lottery(self) -> Lottery:
        """The lottery as inference repeats it; of lots drawn again see `alike` too."""
        return Lottery(self.arm, _codes(self.unit), _codes(self.stratum))


HEADER = ("person_id", "unit", "stratum", "arm")


@dataclass(frozen=True)
class _Units:
    """What is drawn: names, strata, mean covariates, and the unit of each person."""

    stratum: Ints
    covariates: Floats
    of: Ints


def assign(
    roster: Roster, *, shares: Sequence[float] = (0.5, 0.5), seed: int = 0
) -> Assignment | Reason:
    """Lots, within strata where there are any: of each arm as many as its share, the rest by lot.

    Args:
        roster: Who may be drawn.
        shares: Of each arm (untreated first) or wave.
        seed: Of the random numbers.

    Returns:
        A reason where there are fewer units than arms, or units lie across strata.
    """
    ready = _ready(roster, len(shares))
    if isinstance(ready, Reason):
        return ready
    ordered, units = ready
    arm = lots(units.stratum, np.asarray(shares, float), 1, np.random.default_rng(seed))[0]
    what = "two sides" if len(shares) == 2 else f"{len(shares)} groups"
    within = " within strata" if roster.stratum is not None else ""
    return _assignment(ordered, units, arm, seed, f"Lots{within}, {what}")


def assign_pairs(roster: Roster, *, seed: int = 0) -> Assignment | Reason:
    """Units paired with the most alike over the covariates, and one of each pair drawn.

    Of an odd number the one most unlike the rest draws alone.

    Args:
        roster: Who may be drawn, with covariates.
        seed: Of the random numbers.
    """
    ready = _ready(roster, 2, covariates=True)
    if isinstance(ready, Reason):
        return ready
    ordered, units = ready
    pair = pairs(whitened(units.covariates), units.stratum)
    arm = lots(pair, np.array([0.5, 0.5]), 1, np.random.default_rng(seed))[0]
    paired = _Units(pair, units.covariates, units.of)
    return _assignment(ordered, paired, arm, seed, "Pairs of the most alike, one of each drawn")


def assign_balanced(
    roster: Roster, *, accepted: float = ACCEPTED, treated: float = 0.5, seed: int = 0
) -> Assignment | Reason:
    """Lots drawn again until the sides are as alike as the given share of lots is.

    Args:
        roster: Who may be drawn, with covariates.
        accepted: Share of lots that are alike enough, by the squared distance of the sides.
        treated: Share on the treated side.
        seed: Of the random numbers.
    """
    ready = _ready(roster, 2, covariates=True)
    if isinstance(ready, Reason):
        return ready
    ordered, units = ready
    white = whitened(units.covariates)
    limit = float(special.chdtri(white.shape[1], 1 - accepted))
    random, shares = np.random.default_rng(seed), np.array([1 - treated, treated])
    best, nearest, drawn = None, np.inf, 0
    while drawn < _MOST and nearest > limit:
        some = lots(units.stratum, shares, _AT_ONCE, random)
        apart = imbalance(white, some)
        good = np.flatnonzero(apart <= limit)
        first = int(good[0]) if good.size else int(apart.argmin())
        if apart[first] < nearest:
            best, nearest = some[first], float(apart[first])
        drawn += first + 1 if good.size else _AT_ONCE
    if best is None or nearest > limit:
        return Reason(
            "never_alike",
            f"None of {drawn:,} lots made the sides as alike as asked.",
            "Accept a larger share of lots, or take fewer covariates.",
        )
    how = f"Lots drawn again until the sides were among the {accepted:.1%} most alike"
    made = _assignment(ordered, units, best, seed, how)
    return made if isinstance(made, Reason) else replace(made, lots=drawn, limit=limit)


def alike(roster: Roster, assignment: Assignment) -> Callable[[Ints], Bools]:
    """Which lots would have been accepted, for inference that repeats lots drawn again.

    Args:
        roster: The roster that was drawn from.
        assignment: What `assign_balanced` gave.

    Returns:
        From labels in the order of the assignment, shape (draws, people), to flags, shape (draws,).
    """
    ready = _ready(roster, 2, covariates=True)
    if isinstance(ready, Reason) or assignment.limit is None:
        raise InternalError(
            "The assignment was not made by lots drawn again from this roster",
            remedy="Give both as they were for assign_balanced",
        )
    white, limit = whitened(ready[1].covariates), assignment.limit
    first = np.unique(ready[1].of, return_index=True)[1]

    def accepts(label: Ints) -> Bools:
        near: Bools = imbalance(white, label[:, first]) <= limit * (1 + 1e-9)
        return near

    return accepts


def _ready(
    roster: Roster, arms: int, *, covariates: bool = False
) -> tuple[Roster, _Units] | Reason:
    """The roster in the order of ids, and its units."""
    require(
        len(set(roster.person)) == len(roster.person) == len(roster.unit),
        f"The roster holds {len(roster.person)} people for {len(set(roster.person))} ids",
        "Give each person once, with a unit",
    )
    require(
        not covariates or roster.covariates is not None,
        "The roster has no covariates to make the sides alike by",
        "Give covariates from before",
    )
    order = sorted(range(len(roster.person)), key=lambda i: roster.person[i])
    ordered = Roster(
        tuple(roster.person[i] for i in order),
        tuple(roster.unit[i] for i in order),
        None if roster.stratum is None else tuple(roster.stratum[i] for i in order),
        None if roster.covariates is None else roster.covariates[order],
    )
    return _units_of(ordered, arms)


def _units_of(roster: Roster, arms: int) -> tuple[Roster, _Units] | Reason:
    if not roster.person:
        return Reason("nobody", "Nobody is on the roster.", "Widen the population.")
    of = _codes(roster.unit)
    first = np.unique(of, return_index=True)[1]
    stratum = _codes(roster.stratum or ("",) * of.size)
    if (stratum[first][of] != stratum).any():
        return Reason(
            "units_across_strata",
            "Some units have people in several strata, so they cannot be drawn within one.",
            "Take strata that hold whole units.",
        )
    if first.size < 2 * arms:
        return Reason(
            "too_few_units",
            f"There are {first.size} to be drawn for {arms} arms; each needs at least two.",
            "Draw people instead of teams, or fewer waves.",
        )
    values = np.zeros((of.size, 0)) if roster.covariates is None else roster.covariates
    size = np.bincount(of)
    means = [np.bincount(of, column) / size for column in values.T]
    table = np.column_stack(means) if means else np.zeros((first.size, 0))
    return roster, _Units(stratum[first], table, of)


def _assignment(
    roster: Roster, units: _Units, arm: Ints, seed: int, how: str
) -> Assignment | Reason:
    stuck = sides(arm > 0, fewest=1)
    if stuck is not None:
        return stuck
    names = roster.stratum or ("all",) * len(roster.person)
    paired = not np.array_equal(units.stratum[units.of], _codes(names))
    if paired:
        names = tuple(f"pair {pair + 1}" for pair in units.stratum[units.of].tolist())
    white = whitened(units.covariates)
    apart = None
    if white.shape[1] and int(arm.max()) == 1:
        apart = float(imbalance(white, arm[None, :])[0])
    return Assignment(roster.person, roster.unit, names, arm[units.of], seed, how, imbalance=apart)


def _codes(values: Sequence[str]) -> Ints:
    return np.unique(np.asarray(values), return_inverse=True)[1].astype(np.int64)
