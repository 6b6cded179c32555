"""A strategy as a company states it: goals with weights; and gaps that somebody has measured."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from everyrep.pay.facts.amounts import exact_of
from everyrep.values import DataError, UnknownName, UserError

_LARGEST = 1_000_000


class Stage(StrEnum):
    """How large a company is, by its revenue in a year."""

    UNDER_10M = "under_10M"
    TO_30M = "10M_to_30M"
    TO_75M = "30M_to_75M"
    ABOVE_75M = "above_75M"


_MOST_COMPONENTS = {Stage.UNDER_10M: 2, Stage.TO_30M: 3, Stage.TO_75M: 3, Stage.ABOVE_75M: 4}
"""How many components are many, where a strategy does not say; a convention, not a finding."""


@dataclass(frozen=True)
class Goal:
    """What the company wants.

    Attributes:
        name: Its name.
        weight: Its part of all that is wanted; those of all goals sum to 1.
        words: What components that serve it say in `strategy`.
        reads: Facts, or what is derived of them, that pay must read to serve it; may be empty.
    """

    name: str
    weight: Fraction
    words: tuple[str, ...]
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Strategy:
    """What the company has said.

    Attributes:
        title: What it is called.
        goals: At least one.
        stage: How large the company is; None where it does not say.
        most_components: More of them are too many to be followed.
        tolerance: By how much a goal's share of pay may differ from its weight.
        least_share: A component that pays less of all pay goes unnoticed.
    """

    title: str
    goals: tuple[Goal, ...]
    stage: Stage | None = None
    most_components: int = 3
    tolerance: Fraction = Fraction(1, 5)
    least_share: Fraction = Fraction(1, 20)


@dataclass(frozen=True)
class Gap:
    """What people lack of a skill, as somebody else has measured it; it never moves pay.

    Attributes:
        skill: Which skill.
        size: How much is lacking, in the measure's own unit.
        grade: How sure that is, such as observed.
        goals: Goals that need the skill.
    """

    skill: str
    size: float
    grade: str
    goals: tuple[str, ...] = ()


def read_strategy(source: Path | str) -> Strategy:
    """Read a strategy: a TOML file, or its text (which has at least one line's end).

    Raises:
        UserError: It cannot be read.
        UnknownName: It has a key or a stage that is not known.
        DataError: Weights do not sum to 100%, or a value is no number.
    """
    content, where = _content(source)
    _known(content, ("format", "title", "stage", "most_components", "tolerance", "least_share",
                     "goal"), where)  # fmt: skip
    goals = tuple(_goal(one, where) for one in _tables(content, "goal", where))
    if not goals:
        raise DataError(
            "It states no goal", where=where, remedy="add [[goal]] with name and weight"
        )
    total = sum((goal.weight for goal in goals), Fraction(0))
    if total != 1:
        raise DataError(
            f"Weights of goals sum to {float(total):.4g}, not to 1", where=where,
            why="A share of pay could not be held against them", remedy="let them sum to 100%",
        )  # fmt: skip
    stage = _stage(content, where)
    most = 3 if stage is None else _MOST_COMPONENTS[stage]
    return Strategy(
        str(content.get("title", where)), goals, stage,
        int(_number(content, "most_components", where, Fraction(most))),
        _number(content, "tolerance", where, Fraction(1, 5)),
        _number(content, "least_share", where, Fraction(1, 20)),
    )  # fmt: skip


def read_gaps(source: Path | str, goals: Collection[str] = ()) -> tuple[Gap, ...]:
    """Read measured gaps: a TOML file with `[[gap]]`, or its text.

    Args:
        source: The file.
        goals: Goals that gaps may name; any where empty.

    Raises:
        UserError: It cannot be read.
        UnknownName: It has a key or names a goal that is not known.
        DataError: A gap has no skill, no size or no grade.
    """
    content, where = _content(source)
    _known(content, ("format", "gap"), where)
    return tuple(_gap(one, goals, where) for one in _tables(content, "gap", where))


def _goal(one: Mapping[str, object], where: str) -> Goal:
    _known(one, ("name", "weight", "words", "reads"), f"{where}, [[goal]]")
    name = _text(one, "name", f"{where}, [[goal]]")
    here = f"{where}, goal {name!r}"
    weight = _number(one, "weight", here, None)
    if weight <= 0:
        raise DataError("Its weight is not above zero", where=here, remedy="leave the goal out")
    return Goal(name, weight, _texts(one, "words", here) or (name,), _texts(one, "reads", here))


def _gap(one: Mapping[str, object], goals: Collection[str], where: str) -> Gap:
    _known(one, ("skill", "size", "grade", "goals"), f"{where}, [[gap]]")
    skill = _text(one, "skill", f"{where}, [[gap]]")
    here = f"{where}, gap {skill!r}"
    named = _texts(one, "goals", here)
    for goal in named if goals else ():
        if goal not in goals:
            raise UnknownName("goal", goal, list(goals), where=here)
    size = float(_number(one, "size", here, None))
    return Gap(skill, size, _text(one, "grade", here), named)


def _content(source: Path | str) -> tuple[Mapping[str, object], str]:
    if isinstance(source, str) and "\n" in source:
        return _parsed(source, "strategy"), "strategy"
    path = Path(source)
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError(f"It has more than {_LARGEST:,} bytes", where=path.name)
        return _parsed(path.read_text(encoding="utf-8-sig"), path.name), path.name
    except (OSError, ValueError) as problem:
        why = (isinstance(problem, OSError) and problem.strerror) or problem
        raise UserError(
            f"It cannot be opened ({why})", where=str(path), remedy="name a TOML file"
        ) from None


def _parsed(text: str, where: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as problem:
        raise UserError(f"It is no valid TOML: {problem}", where=where) from None


def _known(part: Mapping[str, object], names: tuple[str, ...], where: str) -> None:
    for key in part:
        if key not in names:
            raise UnknownName("key", key, names, where=where)


def _tables(part: Mapping[str, object], key: str, where: str) -> list[Mapping[str, object]]:
    found = part.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise DataError(f"{key} is no list of tables", where=where, remedy=f"write [[{key}]]")
    return found


def _text(part: Mapping[str, object], key: str, where: str) -> str:
    found = part.get(key)
    if not isinstance(found, str) or not found.strip():
        raise DataError(f"It has no {key}", where=where, remedy=f'write {key} = "..."')
    return found


def _texts(part: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    found = part.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise DataError(f"{key} is no list of texts", where=where, remedy=f'write {key} = ["..."]')
    return tuple(found)


def _number(
    part: Mapping[str, object], key: str, where: str, otherwise: Fraction | None
) -> Fraction:
    found = exact_of(part[key]) if key in part else otherwise
    if found is None:
        raise DataError(
            f"It has no {key} that is a number", where=where, remedy=f'write {key} = "20%" or 0.2'
        )
    return found


def _stage(content: Mapping[str, object], where: str) -> Stage | None:
    found = content.get("stage")
    if found is None:
        return None
    if found not in set(Stage):
        raise UnknownName("stage", str(found), [str(one) for one in Stage], where=where)
    return Stage(str(found))
