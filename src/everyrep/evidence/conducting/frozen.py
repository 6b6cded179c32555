"""The frozen plan of a trial: what was meant to be done with it, written down before it began.

It is one TOML file beside the file of assignments, written once. Its hash covers all that stands in
it and the assignments too, so that whoever reads the conclusion can tell that neither has changed.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from everyrep.evidence.asking import Question, treatment
from everyrep.values import DataError

_ANALYSIS = (
    "Whoever was drawn counts where they were drawn, whether or not they took part.",
    "Each person's own past is taken out; the range is of 95% and by what was drawn.",
    "Looks before the end use ranges that hold at all looks together, tuned to the planned error.",
    "No worthwhile effect is said if the range of 90% lies within the margin on both sides.",
    "Sides that are not as drawn (chance below 0.001) stop the reading of any effect.",
)


@dataclass(frozen=True)
class Frozen:
    """The plan of a trial.

    Attributes:
        program: Its name.
        question: What it answers, as `Question.to_dict` gives it.
        design: "trial" or "rollout".
        drawn: What was drawn: "person", "team" or "territory".
        strata: Within what.
        starts: Day of each start, one a wave.
        counted_from: First day that counts.
        counted_to: First day that does not any more.
        before: Months from before whose mean is taken out.
        margin: Smallest effect worth having, in the outcome's unit.
        planned_error: Standard error that it is planned to reach.
        detectable: Smallest effect found four times in five.
        units: How many were drawn to each arm, by its name; persons, teams or territories.
        people: How many people are in each.
        seed: Of the lot.
        lottery: How lots were drawn, in words.
        snapshot: The build that was read.
        written_on: The day.
        assignments: Hash of the file of assignments.
    """

    program: str
    question: Mapping[str, Any]
    design: str
    drawn: str
    strata: tuple[str, ...]
    starts: tuple[date, ...]
    counted_from: date
    counted_to: date
    before: int
    margin: float
    planned_error: float
    detectable: float
    units: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    seed: int = 1
    lottery: str = ""
    snapshot: str = ""
    written_on: date = date(1970, 1, 1)
    assignments: str = ""

    def asked(self) -> Question:
        """The question."""
        return Question.from_dict(dict(self.question))

    def content(self) -> dict[str, Any]:
        """All that the hash covers, as plain data; None is left out."""
        return {
            "program": self.program,
            "design": self.design,
            "outcome": self.question["outcome"],
            "drawn": self.drawn,
            "strata": list(self.strata),
            "starts": [day.isoformat() for day in self.starts],
            "counted_from": self.counted_from.isoformat(),
            "counted_to": self.counted_to.isoformat(),
            "months_before": self.before,
            "margin": self.margin,
            "planned_error": self.planned_error,
            "detectable": self.detectable,
            "seed": self.seed,
            "lottery": self.lottery,
            "snapshot": self.snapshot,
            "written_on": self.written_on.isoformat(),
            "assignments": self.assignments,
            "analysis": list(_ANALYSIS),
            "question": {key: one for key, one in self.question.items() if one is not None},
            "units": dict(self.units),
            "people": dict(self.people),
        }

    @property
    def hash(self) -> str:
        """SHA-256 of the content."""
        return _hash(self.content())

    def to_toml(self) -> str:
        """The plan as text."""
        head = (
            "# The plan of a trial, frozen before it began. Do not change it: its hash tells.\n\n"
            f'format = 1\nhash = "{self.hash}"\n'
        )
        content = self.content()
        tables = {key: one for key, one in content.items() if isinstance(one, dict)}
        plain = [f"{key} = {_value(one)}" for key, one in content.items() if key not in tables]
        parts = [head + "\n".join(plain)]
        for name, table in tables.items():
            rows = [f"{json.dumps(key)} = {_value(one)}" for key, one in table.items()]
            parts.append("\n".join((f"[{name}]", *rows)))
        return "\n\n".join(parts) + "\n"


def thaw(text: str, where: str) -> Frozen:
    """The plan that `to_toml` wrote.

    Args:
        text: The file's text.
        where: Its name, for messages.

    Raises:
        DataError: It is no plan, or was changed after it was written.
    """
    try:
        content = tomllib.loads(text)
        written = content.pop("hash")
        content.pop("format")
        if written != _hash(content):
            raise DataError(
                "The plan was changed after it was frozen",
                where=where,
                why="a plan that follows the data proves nothing",
                remedy="put the file as it was written back",
            )
        return _thawed(content)
    except (KeyError, TypeError, ValueError, tomllib.TOMLDecodeError) as problem:
        raise DataError(
            f"This is no plan of a trial: {problem}",
            where=where,
            remedy="put the file as it was written back",
        ) from problem


def _thawed(content: Mapping[str, Any]) -> Frozen:
    asked = dict(content["question"])
    question = Question(
        treatment(str(asked.pop("treatment"))), str(asked.pop("outcome")), **asked
    )  # fmt: skip
    return Frozen(
        program=content["program"],
        question=question.to_dict(),
        design=content["design"],
        drawn=content["drawn"],
        strata=tuple(content["strata"]),
        starts=tuple(date.fromisoformat(one) for one in content["starts"]),
        counted_from=date.fromisoformat(content["counted_from"]),
        counted_to=date.fromisoformat(content["counted_to"]),
        before=content["months_before"],
        margin=content["margin"],
        planned_error=content["planned_error"],
        detectable=content["detectable"],
        units=content["units"],
        people=content["people"],
        seed=content["seed"],
        lottery=content["lottery"],
        snapshot=content["snapshot"],
        written_on=date.fromisoformat(content["written_on"]),
        assignments=content["assignments"],
    )


def _hash(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, str):
        # TOML's basic strings are JSON's, DEL apart.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value)
