"""The tree of an expression, each node with the place in the text that it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from everyrep.pay.language.kinds import Kind


@dataclass(frozen=True)
class Literal:
    """A value that is written out.

    Attributes:
        value: A number (money in major units), a date, a text or a flag.
        kind: What it is; a bare number takes the kind of what it meets.
        at: Its place in the text, from 0.
        unit: What stands behind a number: "%", "x" or the code of a currency; empty without.
    """

    value: Fraction | date | str | bool
    kind: Kind
    at: int
    unit: str = ""


@dataclass(frozen=True)
class Name:
    """A fact or a parameter."""

    name: str
    at: int


@dataclass(frozen=True)
class Missing:
    """Whether a fact is missing."""

    name: Name
    at: int


@dataclass(frozen=True)
class Not:
    """The opposite."""

    inner: Node
    at: int


@dataclass(frozen=True)
class Both:
    """Two sides joined by an operator: + - * / and or = <> < <= > >=."""

    sign: str
    left: Node
    right: Node
    at: int


@dataclass(frozen=True)
class Among:
    """Whether a value is one of those that are listed."""

    inner: Node
    listed: tuple[Literal, ...]
    at: int


@dataclass(frozen=True)
class Picked:
    """`least(...)` or `most(...)` of several."""

    word: str
    parts: tuple[Node, ...]
    at: int


@dataclass(frozen=True)
class Chosen:
    """`if(condition, one, other)`."""

    condition: Node
    one: Node
    other: Node
    at: int


@dataclass(frozen=True)
class Rounded:
    """`rounded(amount)`: money in whole minor units, by the plan's rule."""

    inner: Node
    at: int


Node = Literal | Name | Missing | Not | Both | Among | Picked | Chosen | Rounded
