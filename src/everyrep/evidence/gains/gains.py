"""Who gains most from a treatment: mostly this cannot be told, and is then said so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from everyrep.evidence.answering import ask
from everyrep.evidence.answering.following import clusters_of, windows_of
from everyrep.evidence.arrays import Column
from everyrep.evidence.asking import Question
from everyrep.evidence.findings import DESIGNS, Claim, Finding
from everyrep.evidence.findings.plainly import plain
from everyrep.evidence.gains.parting import Parted, by_group, part
from everyrep.evidence.gains.reading import words_at_first
from everyrep.evidence.gains.stacking import changes, traits
from everyrep.evidence.history import History, read_history
from everyrep.evidence.inference.result import quantile
from everyrep.measures import FactSource
from everyrep.values import Reason, Scope

SURE = 0.05
_LONGEST = 6
"""Months of the window: the longer it is, the fewer have waited through it."""
_FOLLOWED = ("trial", "rollout", "staggered", "uptake")


@dataclass(frozen=True)
class Group:
    """The gain of one group by itself, in the outcome's unit, for the better.

    Attributes:
        dimension: "tenure", "role", "region" or "past result".
        word: Which group.
        value: Its gain.
        low, high: Range of 95% of this group alone.
    """

    dimension: str
    word: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Gains:
    """Who gains most.

    Attributes:
        question: What was asked.
        title, unit: Of the outcome.
        overall: The answer for all together; None where it was not asked.
        parted: What halves say; None where nobody could be parted.
        groups: Gains of groups by themselves: they differ by luck as well.
        reason: Why nothing can be said; None where something can.
        snapshot: The build that was read.
    """

    question: Question
    title: str
    unit: str
    overall: Finding | None
    parted: Parted | None
    groups: tuple[Group, ...]
    reason: Reason | None = None
    snapshot: str = ""

    @property
    def told(self) -> bool:
        """Whether it can be told who gains more: both tests of the other half agree."""
        found = self.parted
        return found is not None and found.slope.low > 0 and found.by_pick.p < SURE

    @property
    def sentence(self) -> str:
        """What was found, in words."""
        if self.reason is not None:
            return f"Cannot tell who gains most: {self.reason.sentence}"
        found = self.parted
        if found is None:
            return (
                "Cannot tell who gains most: too few were treated apart from each other to be "
                "parted into halves."
            )
        if not self.told:
            return (
                "Cannot tell who gains most: what one half of the people suggests, the other half "
                f"does not confirm (slope {found.slope.value:.2f}, {found.slope.low:.2f} to "
                f"{found.slope.high:.2f}; 1 would be right, 0 is noise). Take it that all gain "
                "alike."
            )
        who = f"{found.picked[1]} ({found.picked[0]})"
        if self.overall is not None and self.overall.claim is Claim.CAUSAL:
            return (
                f"Most is gained by those of {who}, and the other half of the people confirms it."
            )
        return (
            f"More of it is seen with those of {who}, and the other half of the people confirms "
            "that; that the treatment brings it is not shown."
        )

    def to_dict(self) -> dict[str, Any]:
        """Who gains most, as JSON-safe data."""
        return {
            "question": self.question.to_dict(),
            "outcome": {"title": self.title, "unit": self.unit},
            "told": self.told,
            "sentence": self.sentence,
            "overall": None if self.overall is None else self.overall.to_dict(),
            "parted": plain(self.parted),
            "groups": plain(self.groups),
            "reason": plain(self.reason),
            "snapshot": self.snapshot,
        }


def gains(source: FactSource, question: Question, scope: Scope) -> Gains:
    """Who gains most.

    Args:
        source: An open build.
        question: What is asked.
        scope: Who asks.

    Raises:
        UnknownName: Something that the question names does not exist; near names are offered.
        UserError: The question cannot be put to these records.
    """
    overall = ask(source, question, scope)
    history = taking_part(read_history(source, question, scope), question)
    return gained(history, question, overall, words_at_first(source, history, scope))


def gained(
    history: History, question: Question, overall: Finding, words: dict[str, Column]
) -> Gains:
    """The same from what was read.

    Args:
        history: People by months.
        question: What is asked.
        overall: The answer for all together.
        words: For each dimension the word of each person before anything began, (people,).
    """
    empty = Gains(question, history.title, history.unit, overall, None, (), None, history.snapshot)
    effect = overall.effect
    if effect is None:
        return replace(empty, reason=Reason("no_effect_told", overall.sentence))
    if overall.design not in _FOLLOWED:
        return replace(empty, reason=_other_design(overall.design))
    people = history.settled(question.ramp)
    windows = windows_of(question, DESIGNS[overall.design])
    windows = replace(windows, stop=min(windows.stop, windows.start + _LONGEST))
    rows = changes(people, windows, clusters_of(people, effect.assigned))
    if isinstance(rows, Reason):
        return replace(empty, reason=rows)
    rows = replace(rows, change=history.sign * rows.change)
    like = traits(rows, words)
    groups = tuple(
        Group(name, word, value, value - quantile(0.975, df) * error,
              value + quantile(0.975, df) * error)
        for (name, word), (value, error, df) in by_group(rows, like).items()
        if np.isfinite(error)
    )  # fmt: skip
    return replace(empty, parted=part(rows, like), groups=groups)


def _other_design(name: str) -> Reason:
    title = DESIGNS[name].title.lower() if name in DESIGNS else "no design"
    return Reason(
        "not_followed",
        f"It was told by {title}, in which nobody starts once and is followed from then on.",
        "Ask about something that people start with on one day.",
    )


def taking_part(history: History, question: Question) -> History:
    """Of a program only those who were assigned, to the arm asked for or to none."""
    if question.treatment.kind.name != "program":
        return history
    arm = question.treatment.name.partition("@")[2].strip().casefold()
    names = np.array([str(one).casefold() for one in history.arm], dtype=object)
    keep = (names != "") & ((names == arm) | (names == "control") | (not arm))
    return history.only(np.asarray(keep, dtype=bool))
