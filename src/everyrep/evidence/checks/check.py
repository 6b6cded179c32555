"""What a check is: a name, the designs that it serves, and a function of what was tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from everyrep.evidence.arrays import Ints
from everyrep.evidence.findings import Checked, Weight, size_in
from everyrep.evidence.history import History
from everyrep.evidence.inference.result import Inferred
from everyrep.evidence.staggered import EventStudy
from everyrep.evidence.uptake import Stacks, Windows


@dataclass(frozen=True)
class Tried:
    """What a check may look at.

    Attributes:
        history: People by months.
        windows: Which months belong to what.
        clusters: Which people hang together, (people,), from 0 on.
        assigned: What was assigned: "person", "team" ...
        stacks: The effect by stacks; None for designs that have none.
        value: The effect that is believed.
        se: Its standard error.
        df: Its degrees of freedom.
        smallest: Smallest effect worth having.
        aside: Further figures of the design by name ("ahead": of doses still to come).
        told: Further numbers of it by name ("dates": how many other dates were tried).
        study: Effects by month, cohort by cohort; None for designs that have none.
        behind: How many of the clusters stand behind the figure; 0: all of them.
    """

    history: History
    windows: Windows
    clusters: Ints
    assigned: str
    stacks: Stacks | None
    value: float
    se: float
    df: float
    smallest: float
    aside: Mapping[str, Inferred] = field(default_factory=dict)
    told: Mapping[str, float] = field(default_factory=dict)
    study: EventStudy | None = None
    behind: int = 0

    def size(self, value: float) -> str:
        """A size without its sign, in the outcome's unit."""
        return size_in(self.history.unit)(abs(value))

    def signed(self, value: float) -> str:
        """The same with its sign."""
        return f"{'-' if value < 0 else '+'}{self.size(value)}"


@dataclass(frozen=True)
class Check:
    """One way in which an effect may be wrong.

    Attributes:
        name: Short and stable.
        title: As a line of a list.
        serves: Names of the designs that it can be tried on.
        weight: What failing does.
        look: What it finds: whether it passed (None: could not be tried), a sentence, figures.
    """

    name: str
    title: str
    serves: frozenset[str]
    weight: Weight
    look: Callable[[Tried], tuple[bool | None, str, dict[str, float]]]

    def run(self, tried: Tried) -> Checked:
        """Try it."""
        passed, sentence, figures = self.look(tried)
        return Checked(self.name, self.title, passed, sentence, self.weight, figures)


def run(checks: Iterable[Check], design: str, tried: Tried) -> tuple[Checked, ...]:
    """All checks that serve a design."""
    return tuple(check.run(tried) for check in checks if design in check.serves)
