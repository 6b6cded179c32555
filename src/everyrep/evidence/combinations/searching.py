"""The search: each half of the people proposes, and the other has to confirm.

A half proposes the few combinations that stand out most among all that were searched in it,
whether or not they pass any bar; the other half, in which nobody has looked, tests these few, their
direction given. False findings are held over both ways together (Benjamini and Hochberg at half the
rate each, on two-sided chances, of which only one side counts). How many are proposed balances the
two: as strict in one half as in the other. A figure is always that of a half that did not propose.

References:
    Cox (1975), A note on data-splitting for the evaluation of significance levels.
    Zhao, Small, Rosenbaum (2018), Cross-screening in observational studies that test many
        hypotheses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.combinations.cells import carried, cells, counted, lacking, lacking_triples
from everyrep.evidence.combinations.confirming import Confirmed, confirm
from everyrep.evidence.combinations.model import Model
from everyrep.evidence.combinations.scanning import Scanned, scan
from everyrep.evidence.combinations.things import SETS, Things, pairs_of, parts_of
from everyrep.evidence.inference import benjamini_hochberg
from everyrep.evidence.inference.result import quantile

RATE = 0.05
LEAST = 8
"""People in each of the four cells of a pair, in each half, below whom nothing is asked of it."""
_FEWEST_PROPOSED = 3
_MOST_PROPOSED = 40
_POWER = 0.8


@dataclass(frozen=True)
class Way:
    """What one half proposed, and what the other said.

    Attributes:
        sets: What was proposed, the most remarkable first.
        there: The effect of each in the half that proposed it, (sets,).
        held: What the other half says of all of them, in one model.
        q: Share of false findings in this way if all as good are kept, (sets,); NaN where the
            other half cannot tell.
        people: How many of the other half are seen with all of each and without, (sets,).
    """

    sets: SETS
    there: Floats
    held: Confirmed
    q: Floats
    people: Ints

    def kept(self, rate: float) -> Bools:
        """Which the other half confirms: remarkable, in the same direction, not moving before."""
        same = np.sign(self.held.effect) == np.sign(self.there)
        still = np.array([not self.held.moving(at) for at in range(len(self.sets))], dtype=bool)
        return np.asarray((np.nan_to_num(self.q, nan=1.0) <= rate / 2) & same & still)


@dataclass(frozen=True)
class Searched:
    """What a search of sets of one size says.

    Attributes:
        members: Things of all sets that were searched, (sets, size).
        scans: What each half says of every set by itself.
        ways: What was proposed and confirmed, either way.
        unasked: How many sets could not be asked about, by reason.
        rate: Share of false findings that is accepted.
    """

    members: Ints
    scans: tuple[Scanned, Scanned]
    ways: tuple[Way, Way]
    unasked: Mapping[str, int]
    rate: float

    @property
    def announced(self) -> SETS:
        """Sets that hold in a half that did not propose them, in order."""
        found = {
            one
            for way in self.ways
            for one, kept in zip(way.sets, way.kept(self.rate), strict=True)
            if kept
        }
        return tuple(sorted(found))

    @property
    def bars(self) -> tuple[float, float]:
        """Standard errors that a set must lie from nothing: to be proposed, to be confirmed."""
        count = max(int(np.isfinite(self.scans[0].effect).sum()), 1)
        most = how_many(count, self.rate)
        return quantile(1 - most / count / 2), quantile(1 - self.rate / 2 / most / 2)

    @property
    def detectable(self) -> float:
        """The effect of a usual set that would be found four times of five; NaN without any."""
        errors = np.concatenate([one.se[np.isfinite(one.se)] for one in self.scans])
        if not errors.size:
            return np.nan
        # Either way will do, so that each has to succeed less often; and in it both halves.
        each = sqrt(1 - sqrt(1 - _POWER))
        return float(np.median(errors)) * (max(self.bars) + quantile(each))


def how_many(count: int, rate: float = RATE) -> int:
    """How many a half may propose of so many, so that both halves are about as strict."""
    balanced = round(sqrt(rate / 2 * count))
    return min(max(balanced, _FEWEST_PROPOSED), _MOST_PROPOSED, max(count, 1))


def halves_of(labels: Ints, seed: int) -> tuple[Ints, Ints]:
    """People of two halves, (people,) each; who hangs together stays together."""
    units, place = np.unique(labels, return_inverse=True)
    first = (np.random.default_rng(seed).permutation(units.size) < units.size // 2)[place]
    return np.flatnonzero(first), np.flatnonzero(~first)


@dataclass(frozen=True)
class Company:
    """People over months.

    Attributes:
        y: Outcome, (units, periods); NaN where there is none.
        weights: What it rests on, (units, periods).
        things: What there is to have.
        labels: Which people hang together, (units,).
    """

    y: Floats
    weights: Floats
    things: Things
    labels: Ints

    def halves(self, seed: int, within: SETS = ()) -> tuple[Model, Model]:
        """Models of the two halves of those who are seen twice."""
        seen = (self.weights > 0) & ~np.isnan(self.y)
        y, weights = np.where(seen, self.y, 0.0), np.where(seen, self.weights, 0.0)
        use = np.flatnonzero(seen.sum(axis=1) > 1)
        one, other = (
            Model(y, weights, self.things, self.labels, use[part], within)
            for part in halves_of(self.labels[use], seed)
        )
        return one, other


def search_pairs(
    company: Company, *, rate: float = RATE, least: int = LEAST, units: int = 0, seed: int = 1
) -> Searched:
    """All pairs of things.

    Args:
        company: People over months.
        rate: Share of false findings that is accepted.
        least: Fewest people in each of the four cells of a pair, in each half.
        units: The same for groups that hang together; 0 where each stands alone.
        seed: Of the halves.
    """
    halves = company.halves(seed)
    pairs = pairs_of(len(company.things))
    alone = np.arange(company.labels.size)
    counted_by = [(alone, least), *([(company.labels, units)] if units else [])]
    reasons = [
        lacking(pairs, cells(company.things, one.weights, labels, one.people), fewest)
        for one in halves
        for labels, fewest in counted_by
    ]
    either = tuple(next(filter(None, said), "") for said in zip(*reasons, strict=True))
    asked = pairs[np.array([not one for one in either], dtype=bool)]
    return _searched(halves, asked, counted(either), rate)


def search_triples(
    company: Company,
    pairs: SETS,
    *,
    rate: float = RATE,
    least: int = LEAST,
    seed: int = 1,
) -> Searched:
    """Triples that hold a pair which stands; the pairs within stand beside them.

    Args:
        company: People over months.
        pairs: Pairs that were announced.
        rate, least, seed: As for pairs.
    """
    halves = company.halves(seed, pairs)
    found = {
        tuple(sorted((*pair, other)))
        for pair in pairs
        for other in range(len(company.things))
        if other not in pair
    }
    triples = np.array(sorted(found), dtype=np.int64).reshape(-1, 3)
    reasons = [
        lacking_triples(company.things, one.weights, one.people, triples, least) for one in halves
    ]
    either = tuple(a or b for a, b in zip(*reasons, strict=True))
    asked = triples[np.array([not one for one in either], dtype=bool)]
    return _searched(halves, asked, counted(either), rate)


def _searched(
    halves: tuple[Model, Model], members: Ints, unasked: Mapping[str, int], rate: float
) -> Searched:
    scans = scan(halves[0], members), scan(halves[1], members)
    tangled = ~(np.isfinite(scans[0].effect) & np.isfinite(scans[1].effect))
    reasons = dict(unasked)
    if tangled.any():
        reasons["it cannot be told from its parts, or from others had at the same time"] = int(
            tangled.sum()
        )
    there = members[~tangled]
    kept = tuple(Scanned(one.effect[~tangled], one.se[~tangled], one.df[~tangled]) for one in scans)
    ways = _way(kept[0], halves[1], there, rate), _way(kept[1], halves[0], there, rate)
    return Searched(there, (kept[0], kept[1]), ways, reasons, rate)


def _way(proposed: Scanned, other: Model, members: Ints, rate: float) -> Way:
    """The most remarkable of one half, tested in the other."""
    count = members.shape[0]
    if count == 0:
        none = np.zeros(0)
        return Way((), none, Confirmed(*(none,) * 6), none, none.astype(np.int64))
    most = how_many(count, rate)
    chances = proposed.p_values()
    order = np.argsort(chances, kind="stable")[:most]
    sets = tuple(tuple(members[at].tolist()) for at in order)
    # Pairs within a triple stand in the model with it; what is there already is not put in twice.
    beside = tuple(one for one in parts_of(sets) if one not in (*other.within, *sets))
    model = other if members.shape[1] == 2 else _with(other, beside)
    held = confirm(model, sets)
    q = benjamini_hochberg(np.array([held.p_value(at) for at in range(len(sets))], dtype=float))
    people = carried(other.things, other.weights, other.people, members[order])
    return Way(sets, proposed.effect[order], held, q, people)


def _with(model: Model, beside: SETS) -> Model:
    return replace(model, within=(*model.within, *beside))
