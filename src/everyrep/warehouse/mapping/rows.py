"""The small language that says which rows of a file feed a table.

    deal_stage != 'Prospecting' and (amount > 0 or "Close Date" is not empty)
    name in ('dealstage', 'amount') and not is_deleted = 'true'

It is parsed into a tree and written out as SQL with quoted names and values; no text of a mapping
reaches a statement as it stands. Logic is two-valued: an empty cell is not equal to any word, so
`stage != 'Won'` keeps rows without a stage, and `amount > 0` drops rows without an amount.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from everyrep.values.errors import SettingsError
from everyrep.warehouse.quoting import identifier, literal

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>'(?:[^']|'')*')
      | (?P<quoted>"(?:[^"]|"")+")
      | (?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?![\w.]))
      | (?P<op><=|>=|!=|<>|==|=|<|>)
      | (?P<mark>[(),])
      | (?P<name>[^\W\d][\w.$@:-]*)
    )""",
    re.VERBOSE,
)
_WORDS = ("and", "or", "not", "in", "is", "empty")
_DEEPEST = 50
_EXAMPLE = "Write it like: stage != 'Won' and amount > 0, or \"Close Date\" is not empty"


@dataclass(frozen=True)
class Compare:
    """A column beside a value; `op` is one of = != < <= > >=."""

    column: str
    op: str
    value: str | Decimal


@dataclass(frozen=True)
class Among:
    """A column whose value is one of a list."""

    column: str
    values: tuple[str | Decimal, ...]


@dataclass(frozen=True)
class Empty:
    """A column with nothing in it."""

    column: str


@dataclass(frozen=True)
class Not:
    """The opposite of a condition."""

    inner: Condition


@dataclass(frozen=True)
class All:
    """Every one of several conditions."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Any:
    """At least one of several conditions."""

    parts: tuple[Condition, ...]


Condition = Compare | Among | Empty | Not | All | Any


def parse_where(text: str, where: str | None = None) -> Condition:
    """The condition that a text states.

    Args:
        text: the condition as written.
        where: file and line, for the message.

    Raises:
        SettingsError: The text is not a condition; the message shows where it breaks.
    """
    parser = _Parser(text, where)
    condition = parser.either()
    parser.end()
    return condition


def columns_of(condition: Condition) -> tuple[str, ...]:
    """The columns a condition reads, in order, each once."""
    return tuple(dict.fromkeys(_walk(condition)))


def to_sql(condition: Condition, column: Callable[[str], str] = identifier) -> str:
    """A DuckDB boolean expression that is never NULL.

    Args:
        condition: what is asked of a row.
        column: gives the SQL expression of a source column; by default its quoted name.
    """
    match condition:
        case All(parts):
            return "(" + " AND ".join(to_sql(part, column) for part in parts) + ")"
        case Any(parts):
            return "(" + " OR ".join(to_sql(part, column) for part in parts) + ")"
        case Not(inner):
            return f"(NOT {to_sql(inner, column)})"
        case Empty(name):
            return f"({_text(column(name))} = '')"
        case Among(name, values):
            tests = (_compare(column(name), "=", value) for value in values)
            return "(" + " OR ".join(tests) + ")"
        case Compare(name, op, value):
            return _compare(column(name), op, value)


def _walk(condition: Condition) -> Iterator[str]:
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from _walk(part)
        case Not(inner):
            yield from _walk(inner)
        case Empty(name) | Among(name, _) | Compare(name, _, _):
            yield name


def _text(expression: str) -> str:
    return f"coalesce(trim(CAST({expression} AS VARCHAR)), '')"


def _compare(expression: str, op: str, value: str | Decimal) -> str:
    if isinstance(value, str):
        return f"({_text(expression)} {'<>' if op == '!=' else op} trim({literal(value)}))"
    number = f"TRY_CAST({expression} AS DOUBLE)"
    if op == "!=":
        return f"coalesce({number} <> {value:f}, true)"
    return f"coalesce({number} {op} {value:f}, false)"


class _Parser:
    """Reads a condition by recursive descent: either > both > one."""

    def __init__(self, text: str, where: str | None) -> None:
        self.text = text
        self.where = where
        self.tokens = list(self._tokens())
        self.at = 0
        self.depth = 0

    def _tokens(self) -> Iterator[tuple[str, str, int]]:
        position = 0
        stripped = self.text.rstrip()
        while position < len(stripped):
            found = _TOKEN.match(stripped, position)
            if found is None:
                raise self._broken(position, "this cannot be read")
            kind = found.lastgroup or ""
            token, start = found[kind], found.start(kind)
            if kind == "name" and token.casefold() in _WORDS:
                kind, token = "word", token.casefold()
            yield kind, token, start
            position = found.end()

    def either(self) -> Condition:
        parts = [self._both()]
        while self._take("word", "or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def end(self) -> None:
        if self.at < len(self.tokens):
            raise self._broken(self.tokens[self.at][2], "'and' or 'or' is missing before this")

    def _both(self) -> Condition:
        parts = [self._one()]
        while self._take("word", "and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self) -> Condition:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self._broken(0, f"it is nested more than {_DEEPEST} deep")
        try:
            if self._take("word", "not"):
                return Not(self._one())
            if self._take("mark", "("):
                inner = self.either()
                self._need("mark", ")")
                return inner
            return self._test()
        finally:
            self.depth -= 1

    def _test(self) -> Condition:
        column = self._column()
        if self._take("word", "is"):
            negated = self._take("word", "not")
            self._need("word", "empty")
            return Not(Empty(column)) if negated else Empty(column)
        if self._take("word", "not"):
            self._need("word", "in")
            return Not(Among(column, self._list()))
        if self._take("word", "in"):
            return Among(column, self._list())
        op = {"<>": "!=", "==": "="}.get(found := self._any("op", "a comparison"), found)
        return Compare(column, op, self._literal())

    def _column(self) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "quoted":
            return self._any("quoted", "a column")[1:-1].replace('""', '"')
        return self._any("name", "a column name")

    def _list(self) -> tuple[str | Decimal, ...]:
        self._need("mark", "(")
        values = [self._literal()]
        while self._take("mark", ","):
            values.append(self._literal())
        self._need("mark", ")")
        return tuple(values)

    def _literal(self) -> str | Decimal:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "number":
            return Decimal(self._any("number", "a number"))
        return self._any("text", "a number, or a text in single quotes")[1:-1].replace("''", "'")

    def _take(self, kind: str, token: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at][:2] == (kind, token):
            self.at += 1
            return True
        return False

    def _need(self, kind: str, token: str) -> None:
        if not self._take(kind, token):
            raise self._broken(self._here(), f"{token!r} is expected here")

    def _any(self, kind: str, what: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == kind:
            self.at += 1
            return self.tokens[self.at - 1][1]
        raise self._broken(self._here(), f"{what} is expected here")

    def _here(self) -> int:
        return self.tokens[self.at][2] if self.at < len(self.tokens) else len(self.text)

    def _broken(self, position: int, found: str) -> SettingsError:
        shown = self.text[position : position + 30]
        place = f"at {shown!r}" if shown else "at its end"
        return SettingsError(
            f"The row filter {self.text!r} breaks {place}: {found}",
            where=self.where,
            remedy=_EXAMPLE,
        )
