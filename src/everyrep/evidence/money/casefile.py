"""Reads a business case as a person writes it: TOML, amounts in major units of one currency."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import resources
from typing import Any, TypeVar

from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.money.amounts import Range
from everyrep.evidence.money.case import BenefitKind, CostKind
from everyrep.evidence.money.places import Places
from everyrep.values import Currency, SettingsError, UnknownName

FORMAT = 1
TREATED = "treated"
RECORDS = "records"

_OF_A_CASE = frozenset({"format", "name", "treatment", "people", "currency", "years", "margin",
                        "level", "base", "benefit", "cost"})  # fmt: skip
_OF_A_BENEFIT = frozenset({"name", "kind", "amount", "from", "worth"})
_OF_A_QUESTION = frozenset({"treatment", "outcome", "where", "people", "period", "lag", "horizon",
                            "smallest", "unit", "ramp"})  # fmt: skip
_OF_A_COST = frozenset({"name", "kind", "amount", "each", "people", "hours", "hour"})


@dataclass(frozen=True)
class BenefitLine:
    """A benefit as written: an amount, or a question.

    Attributes:
        name, kind: As a line of the case.
        amount: A share for kinds that multiply, else major units a year; None with a question.
        question: Whose finding gives the effect; None with an amount.
        worth: Major units a year that one unit of the outcome is worth, a person; where the
            question's effect does not move bookings.
    """

    name: str
    kind: BenefitKind
    amount: Range | None
    question: Question | None
    worth: Range | None


@dataclass(frozen=True)
class CostLine:
    """A cost as written.

    Attributes:
        name, kind: As a line of the case.
        amount: Major units: in all, for each person, or for an hour.
        hours: Hours of each person; None where it is no matter of hours.
        people: How many; `TREATED` for those who had it, None where it is an amount in all.
    """

    name: str
    kind: CostKind
    amount: Range
    hours: Range | None = None
    people: Range | str | None = None


@dataclass(frozen=True)
class CaseFile:
    """A case as written.

    Attributes:
        name: Of the program.
        question: About the base: the treatment and the people.
        currency: ISO 4217; None for the reporting currency.
        years, margin: See `Case`.
        level: Share of all cases between low and high.
        base: Bookings a year in major units; `RECORDS` where they are read; None where there are
            none.
        benefits, costs: In the order written.
    """

    name: str
    question: Question | None
    currency: Currency | None
    years: Range
    margin: Range
    level: float
    base: Range | str | None
    benefits: tuple[BenefitLine, ...]
    costs: tuple[CostLine, ...]


def template() -> str:
    """A case to start from."""
    return (resources.files(__package__) / "template.toml").read_text(encoding="utf-8")


def parse_case(text: str, where: str = "case") -> CaseFile:
    """The case that a text states.

    Args:
        text: TOML; see `template`.
        where: Name of the file, for messages.

    Raises:
        SettingsError: The text is no case; the message names the place.
        UnknownName: A key, a kind or a treatment does not exist.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise SettingsError(
            f"The case is no TOML: {problem}", where=where, remedy="mend the line named"
        ) from problem
    at = Places(text, where)
    for key in content:
        _hold({key: None}, _OF_A_CASE, at.key(key))
    if content.get("format") != FORMAT:
        raise SettingsError(
            f"The format is {content.get('format')!r}", where=at.key("format"),
            remedy=f"write format = {FORMAT}",
        )  # fmt: skip
    asked = _question(content, where) if "treatment" in content else None
    currency = content.get("currency")
    years = _range(content.get("years", 1.0), at.key("years"), assumed=True)
    if not years.low > 0:
        raise SettingsError(
            f"The case runs over {years.low:g} years", where=at.key("years"),
            remedy="give more than none, such as 1 or 2.5",
        )  # fmt: skip
    return CaseFile(
        name=str(content.get("name", "")) or "Case",
        question=asked,
        currency=None if currency is None else Currency.of(str(currency)),
        years=years,
        margin=_range(content.get("margin", 1.0), at.key("margin"), assumed=True),
        level=_level(content.get("level", 0.8), at.key("level")),
        base=_base(content.get("base"), at.table("base")),
        benefits=tuple(
            _benefit(one, asked, at.one_of("benefit", number))
            for number, one in enumerate(_several(content, "benefit", at), start=1)
        ),
        costs=tuple(
            _cost(one, at.one_of("cost", number))
            for number, one in enumerate(_several(content, "cost", at), start=1)
        ),
    )


def _several(content: Mapping[str, Any], name: str, at: Places) -> list[Mapping[str, Any]]:
    """The lines of a kind, each a table of its own."""
    given = content.get(name, [])
    if isinstance(given, list) and all(isinstance(one, Mapping) for one in given):
        return given
    raise SettingsError(
        f"{name!r} is no list of lines", where=at.key(name), remedy=f"head each with [[{name}]]"
    )


def _level(given: Any, where: str) -> float:
    if isinstance(given, int | float) and not isinstance(given, bool) and 0 < given < 1:
        return float(given)
    raise SettingsError(
        f"The level is {given!r}", where=where, remedy="write a share of one, such as 0.8"
    )


def _question(content: Mapping[str, Any], where: str) -> Question:
    """The treatment and the people of the case; bookings stand for the outcome."""
    people = content.get("people")
    if people is not None and not isinstance(people, str):
        raise SettingsError(
            f"{people!r} is no condition", where=f"{where}, people",
            remedy="write people = \"segment = 'Enterprise'\"",
        )  # fmt: skip
    return Question(treatment(str(content["treatment"])), "bookings", None, people)


def _base(given: Any, where: str) -> Range | str | None:
    if given is None:
        return None
    if isinstance(given, Mapping):
        _hold(given, frozenset({"from", "amount"}), where)
        if given.get("from") == RECORDS:
            return RECORDS
        return _range(given.get("amount"), where, assumed=True)
    return _range(given, where, assumed=True)


def _benefit(given: Mapping[str, Any], asked: Question | None, where: str) -> BenefitLine:
    _hold(given, _OF_A_BENEFIT, where)
    if ("from" in given) == ("amount" in given):
        raise SettingsError(
            "A benefit has an amount or a question, and not both",
            where=where,
            remedy='write amount = ..., or from = { outcome = "win_rate" }',
        )
    kind = _kind(BenefitKind, given.get("kind"), where)
    return BenefitLine(
        str(given.get("name", kind.value)),
        kind,
        _range(given["amount"], where, assumed=True) if "amount" in given else None,
        _asked(given["from"], asked, f"{where}, from") if "from" in given else None,
        _range(given["worth"], where, assumed=True) if "worth" in given else None,
    )


def _asked(given: Any, asked: Question | None, where: str) -> Question:
    """The question of a benefit: about the case's treatment and people, where it names none."""
    if not isinstance(given, Mapping) or "outcome" not in given:
        raise SettingsError(
            "The question names no outcome", where=where,
            remedy='write from = { outcome = "win_rate" }',
        )  # fmt: skip
    _hold(given, _OF_A_QUESTION, where)
    what = treatment(str(given["treatment"])) if "treatment" in given else None
    if what is None and asked is None:
        raise SettingsError(
            "The question names no treatment", where=where,
            remedy='write treatment = "course:NAME" at the top of the case',
        )  # fmt: skip
    base = asked or Question(treatment("coaching"), "bookings")
    parts = {name: given[name] for name in given if name not in ("treatment", "where")}
    try:
        return replace(
            base, treatment=what or base.treatment, outcome_where=given.get("where"), **parts
        )
    except TypeError as problem:
        raise SettingsError(
            f"A part of the question is of the wrong kind: {problem}", where=where,
            remedy="write texts in quotes, and months as whole numbers",
        ) from problem  # fmt: skip


def _cost(given: Mapping[str, Any], where: str) -> CostLine:
    found = _cost_line(given, where)
    for one in (found.amount, found.hours):
        if one is not None and one.low < 0:
            raise SettingsError(
                f"{found.name} costs {one.low:g} at the least", where=where,
                why="what a cost brings in is a benefit, with a kind of its own",
                remedy="write it as [[benefit]]",
            )  # fmt: skip
    return found


def _cost_line(given: Mapping[str, Any], where: str) -> CostLine:
    _hold(given, _OF_A_COST, where)
    kind = _kind(CostKind, given.get("kind"), where)
    name, people = str(given.get("name", kind.value)), given.get("people")
    many = people if people in (None, TREATED) else _range(people, where, assumed=True)
    if "hours" in given or "hour" in given:
        hours = _range(given.get("hours"), f"{where}, hours", assumed=True)
        return CostLine(name, kind, _range(given.get("hour"), f"{where}, hour", assumed=True),
                        hours, many)  # fmt: skip
    key = "each" if "each" in given else "amount"
    return CostLine(name, kind, _range(given.get(key), f"{where}, {key}", assumed=True),
                    None, many if key == "each" else None)  # fmt: skip


Kind = TypeVar("Kind", bound=StrEnum)


def _kind(kinds: type[Kind], given: Any, where: str) -> Kind:
    try:
        return kinds(given)
    except ValueError:
        raise UnknownName("kind", str(given), [one.value for one in kinds], where=where) from None


def _hold(content: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    """Refuse keys that mean nothing: a slip of the pen would change the case in silence."""
    for key in content:
        if key not in known:
            raise UnknownName("key", key, sorted(known), where=where)


def _range(given: Any, where: str, *, assumed: bool = False) -> Range:
    """One number, or low, likely and high."""
    parts = given if isinstance(given, list) else [given]
    well = len(parts) in (1, 3) and all(
        isinstance(one, int | float) and not isinstance(one, bool) for one in parts
    )
    if not well:
        raise SettingsError(
            f"{given!r} is no number, nor low, likely and high",
            where=where,
            remedy="write 5 or [3, 5, 8]",
        )
    low, likely, high = (float(one) for one in (parts if len(parts) == 3 else parts * 3))
    return Range(likely, low, high, source=where, assumed=assumed)
