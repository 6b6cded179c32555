"""Every design on companies whose truth is known: bias, coverage, false alarms, power."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from everyrep import __version__
from everyrep.evidence.calibration.trying import CASES, Case, tried
from everyrep.evidence.findings import Claim, Finding
from everyrep.evidence.findings.plainly import plain
from everyrep.values import UnknownName

EFFECT = 0.3
"""Size of the effect where there is one, in standard deviations of the outcome."""
Progress = Callable[[str, float], None]
_NAIVE = {
    "with_without": "with less without",
    "before_after": "after less before",
    "within_6": "finished within six months or not",
    "between": "people with more less people with fewer",
}


@dataclass(frozen=True)
class Score:
    """How one way of comparing did in one kind of company.

    Attributes:
        case: Name of the kind of company.
        title: As a line.
        way: "ours", or the name of a naive comparison.
        companies: How many were tried, of each of the two kinds below.
        bias: Mean error where there is no effect, in standard deviations.
        coverage: Share of the 95% ranges that hold the truth, with and without an effect.
        false_alarms: Share of companies without an effect in which a cause is announced (naive: in
            which the range leaves out zero).
        power: Share of companies with an effect in which it is announced with the right sign.
        worthless: Share of companies with an effect that are told it has none worth having.
        refused: Share in which no figure is given.
    """

    case: str
    title: str
    way: str
    companies: int
    bias: float
    coverage: float
    false_alarms: float
    power: float
    worthless: float
    refused: float

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Score:
        """What `Scoreboard.to_dict` wrote of it; what was nothing is not a number."""
        given: dict[str, Any] = {one.name: data[one.name] for one in fields(cls)}
        read: dict[str, Any] = {
            name: math.nan if one is None else one for name, one in given.items()
        }
        return cls(**read)


@dataclass(frozen=True)
class Scoreboard:
    """All scores.

    Attributes:
        scores: Ours and the naive one of each kind of company, side by side.
        effect: Size of the effect where there was one.
        companies: How many companies of each kind, with and without the effect.
        seed: First seed.
        version: Of the estimators.
    """

    scores: tuple[Score, ...]
    effect: float
    companies: int
    seed: int
    version: str = __version__

    @property
    def pairs(self) -> tuple[tuple[Score, Score], ...]:
        """Ours with the naive one of the same kind of company."""
        return tuple(zip(self.scores[::2], self.scores[1::2], strict=True))

    def to_dict(self) -> dict[str, Any]:
        """The scoreboard as JSON-safe data."""
        found: dict[str, Any] = plain(self)
        return found

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Scoreboard:
        """What `to_dict` wrote."""
        return cls(
            tuple(Score.from_dict(one) for one in data["scores"]),
            float(data["effect"]),
            int(data["companies"]),
            int(data["seed"]),
            str(data["version"]),
        )


def calibrate(
    cases: Sequence[str] | None = None,
    *,
    companies: int = 40,
    effect: float = EFFECT,
    seed: int = 1,
    progress: Progress | None = None,
) -> Scoreboard:
    """Ask every kind of company, with and without an effect, and count.

    Args:
        cases: Names of kinds of companies; all by default.
        companies: How many of each.
        effect: Size of the effect, in standard deviations of the outcome.
        seed: First seed; company k has the seed `seed` + k.
        progress: Told what is tried, and the share done.

    Raises:
        UnknownName: There is no such kind; near names are offered.
    """
    known = {case.name: case for case in CASES}
    asked = list(known) if cases is None else list(cases)
    for name in asked:
        if name not in known:
            raise UnknownName("kind of company", name, list(known))
    scores: list[Score] = []
    for place, name in enumerate(asked):
        if progress is not None:
            progress(known[name].title, place / len(asked))
        scores += _scored(known[name], companies, effect, seed)
    return Scoreboard(tuple(scores), effect, companies, seed)


def _scored(case: Case, companies: int, effect: float, seed: int) -> tuple[Score, Score]:
    none = [tried(case, 0.0, seed + at) for at in range(companies)]
    some = [tried(case, effect, seed + at) for at in range(companies)]
    return _ours(case, none, some, effect), _naive(case, none, some, effect)


def _ours(case: Case, none: list[Finding], some: list[Finding], effect: float) -> Score:
    told = [(one, truth) for found, truth in ((none, 0.0), (some, effect)) for one in found]
    held = [
        one.effect.low <= truth <= one.effect.high for one, truth in told if one.effect is not None
    ]
    values = [one.effect.value for one in none if one.effect is not None]
    right = [one.claim is Claim.CAUSAL and _value(one) > 0 for one in some]
    return Score(
        case.name,
        case.title,
        "ours",
        len(none),
        _mean(values),
        _mean(held),
        _mean([one.claim is Claim.CAUSAL for one in none]),
        _mean(right),
        _mean([one.claim is Claim.NO_WORTHWHILE_EFFECT for one in some]),
        _mean([one.claim is Claim.REFUSED for one, _ in told]),
    )


def _naive(case: Case, none: list[Finding], some: list[Finding], effect: float) -> Score:
    without = _members(none, case.naive)
    with_it = _members(some, case.naive)
    held = [low <= 0.0 <= high for _, low, high in without]
    held += [low <= effect <= high for _, low, high in with_it]
    title = _NAIVE[case.naive]
    return Score(
        case.name,
        case.title,
        title,
        len(none),
        _mean([value for value, _, _ in without]),
        _mean(held),
        _mean([low > 0 or high < 0 for _, low, high in without]),
        _mean([low > 0 for _, low, _ in with_it]),
        math.nan,
        0.0,
    )


def _members(found: list[Finding], name: str) -> list[tuple[float, float, float]]:
    return [
        (one.value, one.low, one.high)
        for finding in found
        for one in finding.family
        if one.name == name
    ]


def _value(found: Finding) -> float:
    return found.effect.value if found.effect is not None else math.nan


def _mean(values: Sequence[float | bool]) -> float:
    return float(np.mean(values)) if len(values) else math.nan
