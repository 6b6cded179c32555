"""What people have together, over one or several outcomes, from a company's records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from everyrep.evidence.answering.following import clusters_of
from everyrep.evidence.arrays import NEVER, Floats
from everyrep.evidence.combinations.behaviours import (
    BACK,
    BEHAVIOURS,
    Behaviour,
    other_than,
    read_behaviours,
)
from everyrep.evidence.combinations.refusing import assigned_together, refusal
from everyrep.evidence.combinations.result import Combined
from everyrep.evidence.combinations.searching import (
    LEAST,
    RATE,
    Company,
    Searched,
    search_pairs,
    search_triples,
)
from everyrep.evidence.combinations.things import Things
from everyrep.evidence.combinations.verdicts import lines, pooled
from everyrep.evidence.curriculum.exposures import Windows
from everyrep.evidence.curriculum.objects import Objects, read_objects
from everyrep.evidence.history import TENTH, History, Outcome, read_outcome, refuse_learning
from everyrep.evidence.inference import FEWEST_CLUSTERS
from everyrep.measures import FactSource, load_catalogue
from everyrep.values import Scope, UnknownName, UserError

OUTCOMES = ("win_rate",)
_UNITS = ("person", "team", "territory", "manager")


@dataclass(frozen=True)
class Terms:
    """What is held to.

    Attributes:
        windows: Which months after a learning object belong to what.
        margin: Smallest joint effect worth having, as a share of what is usual.
        unit: What was assigned together, "person" or "team"; None: found in the data.
        rate: Share of false findings that is accepted.
        least: Fewest people in each cell of a pair, in each half.
    """

    windows: Windows = field(default_factory=Windows)
    margin: float = TENTH
    unit: str | None = None
    rate: float = RATE
    least: int = LEAST

    def __post_init__(self) -> None:
        if self.unit not in (None, *_UNITS):
            raise UnknownName("unit", str(self.unit), _UNITS)
        if not self.margin > 0:
            raise UserError(
                f"The smallest effect worth having is {self.margin} of the usual",
                why="an effect that is not above zero is never worth having",
                remedy="give a share above zero, such as 0.1",
            )


def combinations(
    source: FactSource,
    scope: Scope,
    *,
    outcomes: Sequence[str] = OUTCOMES,
    behaviours: Sequence[str] = tuple(BEHAVIOURS),
    people: str | None = None,
    period: str | None = None,
    ramp: int = 9,
    terms: Terms | None = None,
) -> tuple[Combined, ...]:
    """Search what people have together; false findings are held over all outcomes.

    Args:
        source: An open build.
        scope: Who asks.
        outcomes: Names of measures.
        behaviours: Which behaviours are searched beside learning objects.
        people: Which people, by a condition on the outcomes' facts.
        period: Months.
        ramp: Months after hire that are left out.
        terms: What is held to; the rate is shared by the outcomes.

    Raises:
        UnknownName: An outcome does not exist; near names are offered.
        UserError: Nothing can be followed, or an outcome is what is searched, by another name.
    """
    if not outcomes:
        raise UserError("No outcome is named", remedy="name at least one measure")
    for name in outcomes:
        refuse_learning(load_catalogue()[name])
    held = terms or Terms()
    held = replace(held, rate=held.rate / len(outcomes), least=max(held.least, scope.min_group))
    found = []
    for name in outcomes:
        history = read_outcome(source, Outcome(name, None, people, period), scope)
        objects = _objects(source, history, scope)
        done = read_behaviours(source, history, other_than(name, behaviours), scope)
        found.append(combined(history.settled(ramp), objects, done, name, held))
    return tuple(found)


def _objects(source: FactSource, history: History, scope: Scope) -> Objects:
    """Learning objects; none where nothing was learned, since behaviours may be left."""
    try:
        return read_objects(source, history.people.tolist(), history.months, scope)
    except UserError:
        nobody = np.full((len(history), 0), NEVER, dtype=np.int64)
        return Objects((), (), nobody, np.zeros(0))


def combined(
    history: History,
    objects: Objects,
    behaviours: Sequence[Behaviour],
    outcome: str,
    terms: Terms,
) -> Combined:
    """The same from what was read.

    Args:
        history: People by months; `objects` are of the same people.
        objects: Learning objects.
        behaviours: Behaviours of the same people.
        outcome: Name of the outcome.
        terms: What is held to.
    """
    things = _things(history, objects, behaviours, terms.windows)
    assigned = terms.unit or assigned_together(history, objects)
    labels = clusters_of(history, assigned)
    weights = _whole(history, behaving=bool(behaviours))
    units = int(np.unique(labels[(weights > 0).any(axis=1)]).size)
    empty = Combined(
        outcome, history.title, history.unit, things.titles, things.names, len(history),
        len(history.months), assigned, units, (), {}, {}, 0, history.worth(terms.margin), np.nan,
        None, history.snapshot,
    )  # fmt: skip
    reason = refusal(history, things, weights, assigned, units)
    if reason is not None:
        return replace(empty, reason=reason)
    company = Company(history.y, weights, things, labels)
    # Of teams fewer units carry a pair; the errors of both halves know how many.
    fewest = 0 if assigned == "person" else FEWEST_CLUSTERS // 2
    pairs = search_pairs(company, rate=terms.rate, least=terms.least, units=fewest)
    found = [pairs]
    if pairs.announced:
        found.append(search_triples(company, pairs.announced, rate=terms.rate, least=terms.least))
    unasked: Counter[str] = Counter()
    for one in found:
        unasked.update(one.unasked)
    return replace(
        empty,
        lines=tuple(line for one in found for line in lines(one, things, history.sign)),
        searched=dict(zip(("pairs", "triples"), (len(one.members) for one in found), strict=False)),
        unasked=dict(unasked),
        equal=_equal(pairs, empty.margin),
        detectable=pairs.detectable,
    )


def _equal(found: Searched, margin: float) -> int:
    """Pairs without a joint effect worth having, of those that are not announced."""
    announced = {*found.announced}
    other = np.array([tuple(one) not in announced for one in found.members.tolist()], dtype=bool)
    return int((pooled(found).equal(margin) & other).sum())


def _things(
    history: History, objects: Objects, behaviours: Sequence[Behaviour], windows: Windows
) -> Things:
    shape = (*history.x.shape, 0)
    much = [one.much[..., None] for one in behaviours]
    amounts = [one.amounts[:, :, None] for one in behaviours]
    return Things(
        (*(f"course:{one}" for one in objects.titles), *(one.name for one in behaviours)),
        (*objects.titles, *(one.title for one in behaviours)),
        objects.first,
        np.concatenate(much, axis=2) if much else np.zeros(shape, dtype=bool),
        np.concatenate(amounts, axis=2) if amounts else np.zeros((*shape, 3)),
        windows,
    )


def _whole(history: History, *, behaving: bool) -> Floats:
    """Weights; with behaviours, of months whose months before and after are known alone."""
    weights = history.weights.copy()
    if behaving:
        weights[:, :BACK] = 0.0
        weights[:, max(weights.shape[1] - BACK, 0) :] = 0.0
    return weights
