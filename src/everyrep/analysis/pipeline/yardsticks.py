"""How long winners of the whole company take in each stage: one yardstick for whoever asks.

A deal is held against all of the company's winners, not against those that the one who asks may
see: else the same deal would be old for one and not for another. What is told of the others is how
long their winners took together; where they are too few for that, nothing is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from everyrep.analysis.pipeline.ageing import Curve, winners_curve
from everyrep.measures.facts.single_deals import Stays, stays_in_stages, winners_of_stages
from everyrep.measures.source import FactSource
from everyrep.values import Scope
from everyrep.values.scope import SMALLEST_GROUP

_SIGNS = {"won": 1, "lost": -1, "no_decision": -1}
_NONE = winners_curve(*(np.zeros(0, dtype=kind) for kind in (np.int64, bool, bool, np.int64)))


@dataclass(frozen=True)
class Yardsticks:
    """What the ages of deals are held against.

    Attributes:
        curves: By stage, how long winners of the whole company take, where that may be told.
        withheld: Stages of which it may not, being about too few people.
    """

    curves: Mapping[str, Curve]
    withheld: frozenset[str]

    def with_stages(self, stages: Collection[str]) -> Yardsticks:
        """The same, with a curve that knows nothing for each of these that has none."""
        return replace(self, curves={**{one: _NONE for one in stages if one}, **self.curves})


def yardsticks(source: FactSource, scope: Scope) -> Yardsticks:
    """How long winners of the whole company take in each stage, for the one who asks.

    A stage whose winners are those of too few people has no curve, and so has one whose winners
    beyond those in sight are: what is in sight could be taken out of the sum.

    Args:
        source: An open build.
        scope: Who asks.
    """
    company = Scope.everything("the company", as_of=scope.as_of)
    people = winners_of_stages(source, company)
    every = curves_of(stays_in_stages(source, company))
    told = {stage: one for stage, one in every.items() if _tells(people.get(stage, ()), scope)}
    return Yardsticks(told, frozenset(every) - frozenset(told))


def curves_of(stays: Stays) -> dict[str, Curve]:
    """The curve of each stage."""
    outcome = np.array([_SIGNS.get(word, 0) for word in stays.outcome.tolist()], dtype=np.int64)
    found = {}
    for stage in np.unique(stays.stage).tolist():
        those = stays.stage == stage
        found[stage] = winners_curve(
            stays.days[those],
            stays.advanced[those],
            stays.dropped[those],
            outcome[those],
            stays.count[those],
        )
    return found


def _tells(people: Collection[str], scope: Scope) -> bool:
    """Whether a figure about so many people tells of no few of them."""
    if scope.sees_everybody:
        return not scope.suppresses(len(people))
    beyond = sum(not (scope.teams is None and scope.allows_person(one)) for one in people)
    return beyond == 0 or beyond >= max(SMALLEST_GROUP, scope.min_group)
