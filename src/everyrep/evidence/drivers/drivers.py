"""Drivers of an outcome: what foretells it, beside what is known of its effect, and the gap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from everyrep.evidence.answering import ask
from everyrep.evidence.arrays import Floats
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.drivers.features import Feature, as_rows, read_features
from everyrep.evidence.drivers.foretelling import (
    Dependence,
    Foretold,
    Rows,
    Told,
    dependence,
    fitted,
    foretell,
    standardised,
)
from everyrep.evidence.findings import Claim, Finding
from everyrep.evidence.findings.plainly import plain
from everyrep.evidence.history import History, Outcome, read_outcome
from everyrep.measures import FactSource
from everyrep.values import Reason, Scope, UserError

LABEL = "foretells"
WARNING = (
    "What foretells an outcome need not move it: whatever people are like moves both. Only the "
    "adjusted effect says what it does."
)
_ADJUSTED = 3

Asked = Callable[[str], Finding | None]


@dataclass(frozen=True)
class Driver:
    """One feature.

    Attributes:
        name, title: Of the feature.
        importance: Share of later months' variance that is lost without it, by the better model.
        low, high: Its range.
        weight: By how much the outcome differs for one standard deviation more; None for words.
        difference: By how much what is foretold differs with it and without it, or between its
            usual low and high; None for words.
        curve: How what is foretold hangs on it; None for words.
        adjusted: The answer to the question on it; None where none was asked.
        gap: What is foretold less the adjusted effect; None where there is none.
        not_asked: Why its effect was not asked for; empty where it was.
    """

    name: str
    title: str
    importance: float
    low: float
    high: float
    weight: float | None
    difference: float | None
    curve: Dependence | None
    adjusted: Finding | None = None
    gap: float | None = None
    not_asked: str = ""

    @property
    def foretells(self) -> bool:
        """Whether its range leaves out nothing."""
        return self.low > 0

    def sentence(self) -> str:
        """What may be said of it."""
        if not self.foretells:
            return f"{self.title} foretells nothing that is told from none."
        said = f"{self.title} foretells {self.importance:.1%} of later months' differences."
        if self.adjusted is None:
            why = f": {self.not_asked}" if self.not_asked else ""
            return f"{said} Whether it moves anything was not asked{why}."
        match self.adjusted.claim:
            case Claim.CAUSAL:
                return f"{said} The adjusted effect says that it makes a difference too."
            case Claim.NO_WORTHWHILE_EFFECT:
                return f"{said} The adjusted effect is none worth having."
            case Claim.REFUSED:
                return f"{said} What it does cannot be told here."
            case _:
                return f"{said} That it makes a difference is not shown."


@dataclass(frozen=True)
class Drivers:
    """What foretells an outcome.

    Attributes:
        outcome: Name of the measure.
        title, unit: Of the outcome.
        models: Both models; the better one first.
        drivers: By importance, the largest first.
        people, rows: What stands behind it.
        reason: Why nothing can be said; None where something can.
        snapshot: The build that was read.
    """

    outcome: str
    title: str
    unit: str
    models: tuple[Foretold, ...]
    drivers: tuple[Driver, ...]
    people: int
    rows: int
    reason: Reason | None = None
    snapshot: str = ""

    @property
    def sentence(self) -> str:
        """What was found, in words."""
        if self.reason is not None:
            return f"Cannot tell: {self.reason.sentence}"
        best = self.models[0]
        if best.explained <= 0:
            return f"Nothing tried here foretells {self.title.lower()} in months not yet seen."
        return (
            f"{best.model.capitalize()} foretell {best.explained:.0%} of how {self.title.lower()} "
            f"differs between people in later months ({self.people} people)."
        )

    def to_dict(self) -> dict[str, Any]:
        """What foretells, as JSON-safe data."""
        return {
            "outcome": {"name": self.outcome, "title": self.title, "unit": self.unit},
            "label": LABEL,
            "warning": WARNING,
            "sentence": self.sentence,
            "people": self.people,
            "rows": self.rows,
            "models": [{"model": one.model, "explained": one.explained} for one in self.models],
            "drivers": [
                {
                    "name": one.name, "title": one.title, "importance": one.importance,
                    "low": one.low, "high": one.high, "weight": one.weight,
                    "foretold_difference": one.difference, "curve": plain(one.curve),
                    "sentence": one.sentence(), "gap": one.gap, "not_asked": one.not_asked,
                    "adjusted": None if one.adjusted is None else one.adjusted.to_dict(),
                }
                for one in self.drivers
            ],
            "reason": plain(self.reason),
            "snapshot": self.snapshot,
        }  # fmt: skip


def drivers(
    source: FactSource,
    outcome: Outcome,
    scope: Scope,
    *,
    adjusted: int = _ADJUSTED,
    ramp: int = 9,
) -> Drivers:
    """What foretells an outcome, among what is on record of people before each month.

    Args:
        source: An open build.
        outcome: Which figures of whom.
        scope: Who asks.
        adjusted: How many of what foretells most, and can be asked about, are asked about.
        ramp: Months after hire that are left out.

    Raises:
        UnknownName: The outcome does not exist; near names are offered.
        UserError: It has no history by person and month.
    """
    history = read_outcome(source, outcome, scope).settled(ramp)
    features = read_features(source, history, outcome.measure, scope)
    found = foretold(history, outcome.measure, features)

    def asked(text: str) -> Finding | None:
        question = Question(
            treatment(text), outcome.measure, outcome.where, outcome.people, outcome.period,
            ramp=ramp,
        )  # fmt: skip
        try:
            return ask(source, question, scope)
        except UserError:
            return None  # the question cannot be put to these records

    return beside(found, features, asked, adjusted)


def foretold(history: History, outcome: str, features: Sequence[Feature]) -> Drivers:
    """What foretells an outcome, from what was read."""
    rows = as_rows(history, features)
    people = int(np.unique(rows.person).size)
    made = foretell(rows)
    if isinstance(made, Reason):
        return Drivers(outcome, history.title, history.unit, (), (), people, rows.y.size, made,
                       history.snapshot)  # fmt: skip
    models = tuple(sorted(made, key=lambda one: -one.explained))
    weights = standardised(rows)
    told = fitted(rows)
    lines = [_driver(rows, (at, one), models[0], weights, told) for at, one in enumerate(features)]
    lines.sort(key=lambda one: -one.importance)
    return Drivers(
        outcome, history.title, history.unit, models, tuple(lines), people, rows.y.size, None,
        history.snapshot,
    )  # fmt: skip


def beside(
    found: Drivers, features: Sequence[Feature], asked: Asked, most: int = _ADJUSTED
) -> Drivers:
    """The same, with adjusted effects beside what foretells most.

    Args:
        found: What foretells.
        features: What was tried.
        asked: From a treatment's text to a finding, or None.
        most: How many are asked about, of those that foretell something.
    """
    known = {one.name: one for one in features}
    lines, left = [], most
    for line in found.drivers:
        why_not = _why_not(line, known[line.name], left)
        if why_not:
            lines.append(replace(line, not_asked=why_not))
            continue
        left -= 1
        finding = asked(known[line.name].treatment)
        cannot = "" if finding is not None else "the question cannot be put to these records"
        lines.append(replace(line, adjusted=finding, gap=_gap(line, finding), not_asked=cannot))
    return replace(found, drivers=tuple(lines))


def _why_not(line: Driver, feature: Feature, left: int) -> str:
    """Why the effect of a feature is not asked for; empty where it is."""
    if not line.foretells:
        return "it foretells nothing that is told from none"
    if not feature.treatment:
        return feature.why_not or "no question asks about it"
    return "" if left > 0 else "others foretell more, and only so many are asked about"


def _driver(
    rows: Rows, of: tuple[int, Feature], model: Foretold, weights: Floats, trees: Told
) -> Driver:
    at, feature = of
    columns = np.flatnonzero(rows.group == at)
    told = (float(model.importance[at]), float(model.low[at]), float(model.high[at]))
    if columns.size != 1:
        return Driver(feature.name, feature.title, *told, None, None, None)
    column = int(columns[0])
    own = np.unique(rows.x[:, column])
    curve = dependence(trees, rows, column, own if own.size <= 2 else None)
    return Driver(
        feature.name, feature.title, *told, float(weights[column]),
        float(curve.told[-1] - curve.told[0]), curve,
    )  # fmt: skip


def _gap(line: Driver, finding: Finding | None) -> float | None:
    """What is foretold less what is known to be its effect; None where they are not alike.

    The effect of a dose is that of one more, and what is foretold that of much against little.
    """
    if finding is None or finding.effect is None or line.difference is None:
        return None
    if finding.question.treatment.kind.repeated:
        return None
    return line.difference - finding.effect.value
