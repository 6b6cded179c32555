"""My figures beside those of the best: a group of peers, never so few that one could be told.

The group is the same for everybody who asks: the best quarter of those in a role, by figures drawn
together so that luck of few facts does not choose them. It is not cut by anything, so that two
answers cannot be held against each other to find a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from everyrep.measures import load_catalogue, query
from everyrep.measures.source import FactSource
from everyrep.values import Estimate, EveryrepError, NotEstimable, Period, Reason, Scope
from everyrep.values.scope import SMALLEST_GROUP

BEST = 0.25
"""The share of peers that are the best."""


@dataclass(frozen=True)
class Beside:
    """One measure of somebody beside their peers.

    Attributes:
        measure: Its name.
        mine: The figure of the one who asks.
        best: Of the best peers, all their facts together; withheld where they are too few.
        peers: How many peers have a figure.
        among_best: How many of them are the best.
    """

    measure: str
    mine: Estimate
    best: Estimate
    peers: int
    among_best: int


def beside_best(
    source: FactSource,
    person: str,
    peers: Iterable[str],
    measures: Sequence[str],
    *,
    scope: Scope,
    period: str | Period | None = None,
    least: int = SMALLEST_GROUP,
) -> list[Beside]:
    """Figures of a person beside those of the best of their peers.

    Args:
        source: An open build.
        person: Who asks.
        peers: Ids of all with the same role, the person among them or not.
        measures: Names of measures that can be cut by person.
        scope: Of the one who asks: what may be seen of a person's own facts. What is told of
            peers is a figure of their group alone, and goes no further than this function.
        period: Days within which facts count.
        least: The fewest people that a group may have, and the fewest that may be left out of it.
    """
    everybody = frozenset(peers) | {person}
    sight = Scope(
        scope.who, everybody, min_group=1, abilities=scope.abilities | {"see_people"},
        masked_fields=scope.masked_fields, as_of=scope.as_of,
    )  # fmt: skip
    return [_beside(source, name, person, sight, scope, period, least) for name in measures]


def _beside(
    source: FactSource,
    name: str,
    person: str,
    sight: Scope,
    scope: Scope,
    period: str | Period | None,
    least: int,
) -> Beside:
    own = scope.narrow(people=[person])
    mine = _one(source, name, own, period)
    try:
        answer = query(source, name, by="person", period=period, scope=sight, pool=True)
    except EveryrepError as problem:
        return Beside(name, mine, _none("not_computable", str(problem)), 0, 0)
    values = {
        str(row.keys["person"]): row.estimate.number() or 0.0
        for row in answer
        if row.estimate.estimable and row.keys["person"] is not None
    }
    down = load_catalogue()[name].direction == "down"
    order = sorted(values, key=lambda one: (values[one] if down else -values[one], one))
    count = int(len(order) * BEST)
    if count < least or len(order) - count < least:
        reason = (
            f"The best quarter of {len(order)} peers is {count} people; fewer than {least} could "
            "be told apart."
        )
        return Beside(name, mine, _none("too_few", reason), len(order), count)
    group = replace(sight, people=frozenset(order[:count]), min_group=least)
    return Beside(name, mine, _one(source, name, group, period), len(order), count)


def _one(source: FactSource, name: str, scope: Scope, period: str | Period | None) -> Estimate:
    try:
        return query(source, name, period=period, scope=scope).one()
    except EveryrepError as problem:
        return _none("not_computable", str(problem))


def _none(code: str, sentence: str) -> NotEstimable:
    return NotEstimable(Reason(code, sentence))
