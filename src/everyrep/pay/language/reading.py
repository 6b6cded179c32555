"""Reads an expression: a few operators, a few functions, and nothing that could do anything else.

    margin > 40% and product in ['Core', 'Plus']
    if(quantity >= 10, amount * 2%, amount * 1%)
    (amount - cost) / amount

A percent sign divides by a hundred, an x behind a number says nothing but "times", a currency's
code makes it money, as in 250 USD; days are written 2026-03-01, texts stand in single quotes, in
which a quote is doubled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from everyrep.pay.language.kinds import Kind
from everyrep.pay.language.tree import (
    Among,
    Both,
    Chosen,
    Literal,
    Missing,
    Name,
    Node,
    Not,
    Picked,
    Rounded,
)
from everyrep.values import UserError

DEEPEST = 50
DEEPEST_TREE = 100
LONGEST = 4_000
_TOKEN = re.compile(
    r"\s*(?:(?P<date>\d{4}-\d{2}-\d{2})|(?P<number>\d[\d_]*(?:\.\d+)?)(?P<unit>%|x\b|\s*[A-Z]{3}\b(?![.(]))?"
    r"|(?P<name>[A-Za-z_][\w.]*)|(?P<text>'(?:[^']|'')*')|(?P<sign><>|<=|>=|[-+*/=<>(),\[\]]))"
)
_COMPARES = ("=", "<>", "<=", ">=", "<", ">")
_WORDS = frozenset({"and", "or", "not", "in", "is", "missing", "if", "least", "most",
                    "rounded", "true", "false"})  # fmt: skip


@dataclass(frozen=True)
class Token:
    """A piece of the text.

    Attributes:
        kind: date, number, name, text, sign or end.
        text: As written, without its unit.
        unit: "%", "x" or a currency's code behind a number; empty otherwise.
        at: Its place.
    """

    kind: str
    text: str
    unit: str
    at: int


def read(text: str) -> Node:
    """Read an expression.

    Raises:
        UserError: It is not one; the message says where.
    """
    if len(text) > LONGEST:
        raise UserError(f"An expression of {len(text)} characters", remedy=f"use at most {LONGEST}")
    reader = _Reader(text, _tokens(text))
    found = reader.any_of(0)
    reader.expect_end()
    if _depth(found) > DEEPEST_TREE:
        raise UserError(
            f"An expression goes {_depth(found)} levels deep",
            remedy=f"use at most {DEEPEST_TREE} operators in a row; name a part of it",
        )
    return found


def _depth(node: Node) -> int:
    """Levels of the tree: a chain of operators is as deep as it is long."""
    level: list[Node] = [node]
    deep = 0
    while level:
        deep += 1
        level = [inner for one in level for inner in _inner(one)]
    return deep


def _inner(node: Node) -> tuple[Node, ...]:
    match node:
        case Both(left=left, right=right):
            return (left, right)
        case Not(inner=inner) | Among(inner=inner) | Rounded(inner=inner):
            return (inner,)
        case Picked(parts=parts):
            return parts
        case Chosen(condition=condition, one=one, other=other):
            return (condition, one, other)
    return ()


def _tokens(text: str) -> list[Token]:
    found, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _wrong(text, at, f"{text[at:].strip()[:1]!r} means nothing here")
        kind = match.lastgroup if match.lastgroup != "unit" else "number"
        begin = match.start(kind or 0)
        found.append(
            Token(str(kind), match.group(str(kind)), (match.group("unit") or "").strip(), begin)
        )
        at = match.end()
    return [*found, Token("end", "", "", len(text.rstrip()))]


def _wrong(text: str, at: int, found: str) -> UserError:
    return UserError(
        found, where=f"character {at + 1} of {text!r}", remedy="see the words of the plan language"
    )


class _Reader:
    """Goes through the pieces once, from the loosest operator to the tightest."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text, self.tokens, self.place = text, tokens, 0

    @property
    def now(self) -> Token:
        return self.tokens[self.place]

    def wrong(self, found: str) -> UserError:
        return _wrong(self.text, self.now.at, found)

    def took(self, *words: str) -> Token | None:
        """The piece, if it is one of these signs or words."""
        token = self.now
        if token.kind in ("sign", "name") and token.text in words:
            self.place += 1
            return token
        return None

    def need(self, word: str) -> None:
        if self.took(word) is None:
            raise self.wrong(f"{word!r} is missing before {self.now.text or 'the end'!r}")

    def expect_end(self) -> None:
        if self.now.kind != "end":
            raise self.wrong(f"{self.now.text!r} comes where the expression should end")

    def any_of(self, deep: int) -> Node:
        if deep > DEEPEST:
            raise self.wrong(f"it is nested more than {DEEPEST} deep")
        left = self.all_of(deep)
        while token := self.took("or"):
            left = Both("or", left, self.all_of(deep), token.at)
        return left

    def all_of(self, deep: int) -> Node:
        left = self.opposite(deep)
        while token := self.took("and"):
            left = Both("and", left, self.opposite(deep), token.at)
        return left

    def opposite(self, deep: int) -> Node:
        token = self.took("not")
        if token is None:
            return self.comparison(deep)
        if deep > DEEPEST:
            raise self.wrong(f"it is nested more than {DEEPEST} deep")
        return Not(self.opposite(deep + 1), token.at)

    def comparison(self, deep: int) -> Node:
        left = self.sum(deep)
        if token := self.took(*_COMPARES):
            return Both(token.text, left, self.sum(deep), token.at)
        if token := self.took("in"):
            return Among(left, self.listed(), token.at)
        if token := self.took("is"):
            return self.missing(left, token)
        return left

    def missing(self, left: Node, token: Token) -> Node:
        opposite = self.took("not")
        self.need("missing")
        if not isinstance(left, Name):
            raise _wrong(self.text, token.at, "only a fact by itself can be missing")
        found = Missing(left, token.at)
        return Not(found, token.at) if opposite else found

    def listed(self) -> tuple[Literal, ...]:
        self.need("[")
        found = [self.literal()]
        while self.took(","):
            found.append(self.literal())
        self.need("]")
        return tuple(found)

    def sum(self, deep: int) -> Node:
        left = self.product(deep)
        while token := self.took("+", "-"):
            left = Both(token.text, left, self.product(deep), token.at)
        return left

    def product(self, deep: int) -> Node:
        left = self.signed(deep)
        while token := self.took("*", "/"):
            left = Both(token.text, left, self.signed(deep), token.at)
        return left

    def signed(self, deep: int) -> Node:
        token = self.took("-")
        if token is None:
            return self.atom(deep)
        if deep > DEEPEST:
            raise self.wrong(f"it is nested more than {DEEPEST} deep")
        zero = Literal(Fraction(0), Kind.NUMBER, token.at)
        return Both("-", zero, self.signed(deep + 1), token.at)

    def atom(self, deep: int) -> Node:
        if self.took("("):
            inner = self.any_of(deep + 1)
            self.need(")")
            return inner
        token = self.now
        if token.kind == "name" and token.text in ("if", "least", "most", "rounded"):
            return self.function(deep)
        if token.kind == "name" and token.text not in _WORDS:
            self.place += 1
            return Name(token.text, token.at)
        return self.literal()

    def function(self, deep: int) -> Node:
        token = self.now
        self.place += 1
        self.need("(")
        parts = [self.any_of(deep + 1)]
        while self.took(","):
            parts.append(self.any_of(deep + 1))
        self.need(")")
        if token.text == "rounded":
            if len(parts) != 1:
                raise _wrong(self.text, token.at, f"rounded() has {len(parts)} parts, not one")
            return Rounded(parts[0], token.at)
        if token.text != "if":
            return Picked(token.text, tuple(parts), token.at)
        if len(parts) != 3:
            raise _wrong(self.text, token.at, f"if() has {len(parts)} parts instead of three")
        return Chosen(parts[0], parts[1], parts[2], token.at)

    def literal(self) -> Literal:
        token = self.now
        self.place += 1
        if token.kind == "number":
            value = Fraction(token.text.replace("_", "")) / (100 if token.unit == "%" else 1)
            kind = Kind.MONEY if len(token.unit) > 1 else Kind.NUMBER
            return Literal(value, kind, token.at, token.unit)
        if token.kind == "date":
            return Literal(self.day(token), Kind.DATE, token.at)
        if token.kind == "text":
            return Literal(token.text[1:-1].replace("''", "'"), Kind.TEXT, token.at)
        if token.text in ("true", "false"):
            return Literal(token.text == "true", Kind.FLAG, token.at)
        found = "it ends too early" if token.kind == "end" else f"{token.text!r} is no value"
        raise _wrong(self.text, token.at, found)

    def day(self, token: Token) -> date:
        try:
            return date.fromisoformat(token.text)
        except ValueError:
            raise _wrong(self.text, token.at, f"{token.text} is no day") from None
