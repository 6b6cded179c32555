"""Expressions of a plan file: which names each may read, and what kind of value it must give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from everyrep.pay.language import Checked, Kind, check, read, taken_as, value_of
from everyrep.pay.language.constant import Value
from everyrep.pay.language.tree import Literal
from everyrep.pay.plan.reading.part import Part, Spot, mistyped
from everyrep.pay.plan.reading.problems import Problems
from everyrep.values import UserError
from everyrep.values.currency import Currency
from everyrep.values.rounding import exact_fraction

AMOUNTS = (Kind.MONEY, Kind.NUMBER, Kind.COUNT)
BUILT_IN = {
    "date": Kind.DATE, "line": Kind.TEXT, "deal": Kind.TEXT, "payee": Kind.TEXT,
    "credit": Kind.TEXT, "share": Kind.NUMBER,
}  # fmt: skip
"""What every credit brings besides the plan's own facts."""
BEFORE_CREDIT = ("date", "line", "deal", "payee")
"""Those of them that are known before it is settled who is credited."""
_NAME = re.compile(r"[A-Za-z_][\w.]*")
_PLAIN = re.compile(r"\s*(?P<number>\d[\d_]{0,30}(?:\.\d{1,30})?)(?P<unit>%|x|\s*[A-Z]{3})?\s*")
_NOTHING = Checked(Literal(Fraction(0), Kind.NUMBER, 0), Kind.NUMBER, ())


@dataclass
class Words:
    """Names that expressions may read.

    Attributes:
        currency: The plan's.
        facts: Kinds of the facts of a line.
        person: Kinds of the facts of a person.
        derived: What is worked out of them.
        parameters: Kinds and values; money in major units.
        problems: Where mistakes are kept.
        spoiled: Names that are there, but were not understood.
    """

    currency: Currency
    problems: Problems
    facts: dict[str, Kind] = field(default_factory=dict)
    person: dict[str, Kind] = field(default_factory=dict)
    derived: dict[str, Checked] = field(default_factory=dict)
    parameters: dict[str, tuple[Kind, Value]] = field(default_factory=dict)
    spoiled: set[str] = field(default_factory=set)

    @property
    def constants(self) -> dict[str, Kind]:
        """Names with one value for the whole plan."""
        return {name: kind for name, (kind, _) in self.parameters.items()}

    @property
    def of_person(self) -> dict[str, Kind]:
        """Names with a value for each person."""
        facts = {f"person.{name}": kind for name, kind in self.person.items()}
        return {"payee": Kind.TEXT, **facts, **self.constants}

    @property
    def of_credit(self) -> dict[str, Kind]:
        """Names with a value for each credit of a line."""
        derived = {name: found.kind for name, found in self.derived.items()}
        return {**self.facts, **BUILT_IN, **self.of_person, **derived}

    @property
    def of_line(self) -> dict[str, Kind]:
        """Names with a value for each line, before it is settled who is credited."""
        known = {**self.facts, **self.constants}
        known.update((name, BUILT_IN[name]) for name in BEFORE_CREDIT)
        for name, found in self.derived.items():
            if set(found.names) <= set(known):
                known[name] = found.kind
        return known

    def expression(
        self,
        found: object,
        spot: Spot,
        known: Mapping[str, Kind],
        kinds: Iterable[Kind],
    ) -> Checked:
        """Read and check an expression that stands in the file as a text or a plain number.

        Args:
            found: As it stands in the file.
            spot: Where.
            known: Names that it may read.
            kinds: What it may give. A bare number is taken for the first of them.
        """
        if isinstance(found, str) and self.spoiled & set(_NAME.findall(found)):
            return _NOTHING
        with self.problems.caught(*spot):
            text = written_out(found)
            checked = check(read(text), known, text, self.currency.code)
            return _fitting(checked, tuple(kinds), self.currency.code)
        return _NOTHING

    def of_key(
        self, part: Part, key: str, known: Mapping[str, Kind], kinds: Iterable[Kind], why: str = ""
    ) -> Checked:
        """The expression behind a key that must be there."""
        found = part.raw(key, why)
        return _NOTHING if found is None else self.expression(found, part.spot(key), known, kinds)

    def perhaps(
        self, part: Part, key: str, known: Mapping[str, Kind], kinds: Iterable[Kind]
    ) -> Checked | None:
        """The expression behind a key, or None where it is not there."""
        return self.of_key(part, key, known, kinds) if part.has(key) else None

    def condition(
        self, part: Part, key: str, known: Mapping[str, Kind] | None = None
    ) -> Checked | None:
        """The condition behind a key, or None where it is not there."""
        return self.perhaps(part, key, self.of_credit if known is None else known, (Kind.FLAG,))

    def constant(self, found: object, spot: Spot, kinds: Iterable[Kind]) -> tuple[Kind, Fraction]:
        """The number of an expression of parameters; money in minor units."""
        plain = self.plain(found, tuple(kinds)) if isinstance(found, str) else None
        if plain is not None:
            return plain
        checked = self.expression(found, spot, self.constants, kinds)
        with self.problems.caught(*spot):
            value = value_of(checked, {name: value for name, (_, value) in self.parameters.items()})
            number = value if isinstance(value, Fraction) else Fraction(0)
            return checked.kind, number * (self.currency.scale if checked.kind is Kind.MONEY else 1)
        return checked.kind, Fraction(0)

    def plain(self, text: str, kinds: tuple[Kind, ...]) -> tuple[Kind, Fraction] | None:
        """A number that is written out by itself, read at once; None where it is not, or unfit."""
        match = _PLAIN.fullmatch(text)
        unit = (match["unit"] or "").strip() if match else ""
        if match is None or unit not in ("", "%", "x", self.currency.code):
            return None
        kind = kinds[0]
        if unit:
            kind = Kind.MONEY if unit == self.currency.code else Kind.NUMBER
        if kind not in kinds or kind not in AMOUNTS:
            return None
        number = Fraction(match["number"].replace("_", ""))
        if kind is Kind.MONEY:
            return kind, number * self.currency.scale
        return kind, number / 100 if unit == "%" else number

    def number(self, part: Part, key: str, kind: Kind = Kind.NUMBER, why: str = "") -> Fraction:
        """The number behind a key that must be there; money in minor units."""
        found = part.raw(key, why)
        return Fraction(0) if found is None else self.constant(found, part.spot(key), (kind,))[1]

    def share(
        self, part: Part, key: str, why: str = "", default: Fraction | None = None
    ) -> Fraction:
        """A share that is not below zero."""
        if default is not None and not part.has(key):
            return default
        found = self.number(part, key, why=why)
        if found < 0:
            part.wrong(key, UserError(f"A share of {percent(found)} lies below zero"))
        return found

    def whole_amount(self, found: object, spot: Spot) -> int:
        """Money in whole minor units."""
        amount = self.constant(found, spot, (Kind.MONEY,))[1]
        if amount.denominator != 1:
            said = f"{self.currency} has {self.currency.digits} decimals, and this has more"
            self.problems.add(UserError(said, remedy="round it in the plan"), *spot)
        return int(amount)

    def shares(self, part: Part, key: str) -> tuple[Fraction, ...]:
        """A list of shares."""
        items = enumerate(part.items(key))
        return tuple(self.constant(one, part.spot(key, at), (Kind.NUMBER,))[1] for at, one in items)


def written_out(found: object) -> str:
    """An expression as a text, from a text or from a plain number, day or flag of the file.

    Raises:
        UserError: It is something else, or a number out of all proportion.
    """
    if isinstance(found, str):
        return found
    if isinstance(found, bool):
        return str(found).lower()
    if type(found) is date:
        return found.isoformat()
    if isinstance(found, (int, Decimal)):
        try:
            exact_fraction(found)
            return f"{found:f}" if isinstance(found, Decimal) else str(found)
        except ValueError as problem:
            raise UserError(str(problem), remedy="write a plain number") from None
    raise mistyped(found, 'an expression in quotes, such as "8%" or "250 USD",')


def _fitting(checked: Checked, kinds: tuple[Kind, ...], currency: str) -> Checked:
    found = taken_as(checked, kinds[0])
    if found.kind not in kinds:
        wanted = " or ".join(kinds)
        remedy = f"write it as {wanted}"
        if Kind.MONEY in kinds and found.kind is Kind.NUMBER:
            remedy = f"write an amount with its currency, such as 250 {currency}"
        if kinds == (Kind.NUMBER,) and found.kind is Kind.MONEY:
            remedy = "write a number or a share, such as 8%"
        raise UserError(
            f"{found.text!r} is a {found.kind}, where {wanted} is needed", remedy=remedy
        )
    return found


def percent(share: Fraction) -> str:
    """A share as people write it, such as 12.5%; exact, as a fraction where decimals never end."""
    return f"{decimal(100 * share)}%"


def decimal(number: Fraction) -> str:
    """A number in decimals, with thousands parted; as a fraction where its decimals never end."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{number.numerator:,}/{number.denominator:,}"
    text = f"{Decimal(number.numerator) / Decimal(number.denominator):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
