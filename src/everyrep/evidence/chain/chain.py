"""From what is learned to what is sold: did each link move?

Three questions of their own, each with its design, its range and its claim. A chain in which every
link moved is no proof that one brought the next; that needs more, and is asked only after a lot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from everyrep.evidence.answering import ask
from everyrep.evidence.answering.following import clusters_of
from everyrep.evidence.arrays import Bools, Floats
from everyrep.evidence.asking import Question
from everyrep.evidence.chain.mediation import Mediated, mediated
from everyrep.evidence.findings import DESIGNS, Claim, Finding
from everyrep.evidence.findings.plainly import plain
from everyrep.evidence.gains import taking_part
from everyrep.evidence.history import History, read_history
from everyrep.measures import FactSource
from everyrep.values import Reason, Scope, UserError

LEVELS = ("skill", "behaviour", "outcome")
IGNORABILITY = (
    "This believes that, among those on the same side and alike before, nothing else moves both "
    "(sequential ignorability), which no lot can make sure of; and chance in the link tells its "
    "way too small."
)
_BEFORE = 18

_WORDS = {
    Claim.CAUSAL: "moved",
    Claim.SUGGESTIVE: "may have moved",
    Claim.ASSOCIATION: "differs, and why is not known",
    Claim.NO_WORTHWHILE_EFFECT: "did not move by anything worth having",
    Claim.INCONCLUSIVE: "cannot be told",
    Claim.REFUSED: "cannot be told",
}


@dataclass(frozen=True)
class Link:
    """One link.

    Attributes:
        level: "skill", "behaviour" or "outcome".
        measure: Its measure.
        finding: Whether it moved.
    """

    level: str
    measure: str
    finding: Finding

    @property
    def word(self) -> str:
        """Whether it moved, in a few words."""
        return _WORDS[self.finding.claim]


@dataclass(frozen=True)
class By:
    """What goes by way of one link.

    Attributes:
        level: Of the link.
        measure: Its measure.
        parted: The effect in two parts, or why it cannot be parted.
    """

    level: str
    measure: str
    parted: Mediated | Reason

    @property
    def sentence(self) -> str:
        """What was found, in words."""
        if isinstance(self.parted, Reason):
            return f"By way of {self.level}: not to be told. {self.parted.sentence}"
        if not self.parted.told:
            return (
                f"By way of {self.level}: cannot tell, {self.parted.indirect:.3g} "
                f"({self.parted.low:.3g} to {self.parted.high:.3g}). {IGNORABILITY}"
            )
        return (
            f"By way of {self.level}: {self.parted.indirect:.3g} ({self.parted.low:.3g} to "
            f"{self.parted.high:.3g}) of {self.parted.total.value:.3g}. {IGNORABILITY} Something "
            f"hidden that correlates {abs(self.parted.hidden):.2f} with both would undo it."
        )


@dataclass(frozen=True)
class Chain:
    """The links of a chain.

    Attributes:
        treatment: What was done.
        links: In order.
        by: What goes by way of each link before the last; empty where the design forbids it.
        why_not: Why it is each link by itself; empty where it is not.
        snapshot: The build that was read.
    """

    treatment: str
    links: tuple[Link, ...]
    by: tuple[By, ...] = ()
    why_not: str = ""
    snapshot: str = ""

    @property
    def sentence(self) -> str:
        """The chain in words."""
        parts = [f"{link.level} {link.word}" for link in self.links]
        said = "; ".join(parts)
        return f"{said[0].upper()}{said[1:]}. {self._reading()}"

    def _reading(self) -> str:
        moved = [link.finding.claim is Claim.CAUSAL for link in self.links]
        if all(moved):
            return "Every link moved."
        if not any(moved):
            return "No link is shown to have moved."
        if moved[-1]:
            return "The end moved, by a way that these links do not show."
        last = max(at for at, one in enumerate(moved) if one)
        return f"It is shown as far as {self.links[last].level}, and no farther."

    def to_dict(self) -> dict[str, Any]:
        """The chain as JSON-safe data."""
        return {
            "treatment": self.treatment,
            "sentence": self.sentence,
            "links": [
                {"level": one.level, "measure": one.measure, "word": one.word,
                 "finding": one.finding.to_dict()}
                for one in self.links
            ],
            "by": [
                {"level": one.level, "measure": one.measure, "sentence": one.sentence,
                 "parted": plain(one.parted)}
                for one in self.by
            ],
            "why_not": self.why_not,
            "snapshot": self.snapshot,
        }  # fmt: skip


def chain(
    source: FactSource,
    question: Question,
    measures: Mapping[str, str],
    scope: Scope,
    *,
    where: Mapping[str, str] | None = None,
) -> Chain:
    """Ask whether each link moved.

    Args:
        source: An open build.
        question: What is asked of the outcome.
        measures: The measure of each of `LEVELS`; those before the outcome may be left out.
        scope: Who asks.
        where: For links before the outcome, which of their facts count.

    Raises:
        UnknownName: A measure or the treatment does not exist; near names are offered.
        UserError: Two links are the same measure, or a question cannot be put to these records.
    """
    named = [(level, measures[level]) for level in LEVELS if level in measures]
    facts = {"outcome": question.outcome_where or ""} | dict(where or {})
    told = {(measure, facts.get(level, "")) for level, measure in named}
    if len(told) < len(named) or len(named) < 2:
        raise UserError(
            "A chain needs two links at least, each with a measure of its own",
            why="a link that is the outcome renamed moves with it whatever was done",
            remedy="give --skill, --behaviour or both, beside --outcome",
        )
    asked = {
        level: _link(question, level, measure, facts.get(level) or None)
        for level, measure in named
    }  # fmt: skip
    links = tuple(Link(at, one.outcome, ask(source, one, scope)) for at, one in asked.items())
    made = Chain(question.treatment.text, links, snapshot=source.snapshot)
    why_not = _why_not(links[-1].finding)
    if why_not:
        return replace(made, why_not=why_not)
    read = {
        level: taking_part(read_history(source, one, scope), one) for level, one in asked.items()
    }
    return replace(made, by=parted(read, asked["outcome"], links[-1].finding))


def _link(question: Question, level: str, measure: str, where: str | None) -> Question:
    """The question of one link; lag and size are those of the outcome alone."""
    if level == "outcome":
        return replace(question, outcome=measure)
    return replace(question, outcome=measure, outcome_where=where, lag=0, smallest=None)


def _why_not(finding: Finding) -> str:
    """Why links are not joined; empty where a lot and one start allow it."""
    if finding.effect is None:
        return "Each link by itself: the outcome's own question has no answer."
    if finding.design == "trial":
        return ""
    design = DESIGNS[finding.design]
    if design.drawn:
        return (
            f"Each link by itself: in a {design.title.lower()} people start at different times, "
            "and what lies between cannot be put before the outcome for all of them."
        )
    return (
        f"Each link by itself: in {design.title.lower()} no lot decided, so even the first step "
        "of parting an effect would be believed, and not known."
    )


def parted(told: dict[str, History], question: Question, finding: Finding) -> tuple[By, ...]:
    """What goes by way of each link before the outcome.

    What lies between is taken from the first half of the window, the outcome from the second, so
    that the one comes before the other.

    Args:
        told: A history for each level.
        question: What is asked of the outcome.
        finding: Its answer.
    """
    last = told["outcome"]
    start = last.months[int(last.first[last.treated].min())]
    found = []
    for level in LEVELS[:-1]:
        if level in told:
            made = _by(told[level], last, question, finding, start)
            found.append(By(level, told[level].title, made))
    return tuple(found)


def _by(
    between: History, last: History, question: Question, finding: Finding, start: str
) -> Mediated | Reason:
    half = max(question.horizon // 2, 1)
    middle = question.lag + 1 + half
    outcome, own = _after(last, start, middle, question.lag + 1 + question.horizon)
    link, past = _after(between, start, 1, middle)
    place = {str(one): at for at, one in enumerate(between.people)}
    at = np.array([place.get(str(one), -1) for one in last.people], dtype=np.int64)
    link, past = (np.where(at >= 0, one[at], np.nan) for one in (link, past))
    kept = np.isfinite(outcome) & np.isfinite(link)
    if not kept.any():
        return Reason(
            "nobody_has_both",
            "Nobody has both the link and, after it, the outcome.",
            "Take a measure that is recorded more often.",
        )
    assigned = finding.effect.assigned if finding.effect else "person"
    cluster = None if assigned == "person" else clusters_of(last, assigned)[kept]
    before = np.stack([_known(own[kept]), _known(past[kept])], axis=1)
    varied = before[:, before.std(axis=0) > 1e-12]
    return mediated(outcome[kept], link[kept], last.treated[kept], varied, cluster=cluster)


def _after(history: History, start: str, low: int, high: int) -> tuple[Floats, Floats]:
    """Each person's outcome in a window after the start, and before it, (people,); NaN: none."""
    begin = sum(month < start for month in history.months)
    since = np.arange(len(history.months)) - begin
    return (
        _mean(history, (since >= low) & (since < high)),
        _mean(history, (since < 0) & (since >= -_BEFORE)),
    )


def _mean(history: History, months: Bools) -> Floats:
    """Each person's part of the gap to all, about what is usual; NaN where nothing is known."""
    x = np.where(history.weights > 0, np.nan_to_num(history.x), 0.0)[:, months].sum(axis=1)
    m = history.weights[:, months].sum(axis=1)
    total = float(m.sum())
    if total <= 0:
        return np.full(x.size, np.nan)
    usual = float(x.sum()) / total
    return np.where(m > 0, usual + (x - usual * m) / m[m > 0].mean(), np.nan)


def _known(values: Floats) -> Floats:
    """What is missing at the mean: a lot allows it."""
    known = np.isfinite(values)
    mean = float(values[known].mean()) if known.any() else 0.0
    return np.where(known, values, mean)
