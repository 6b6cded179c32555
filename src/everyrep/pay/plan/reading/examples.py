"""Examples of a plan file: what its author expects to be paid for given facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from everyrep.pay.plan.plan import Example
from everyrep.pay.plan.reading.part import Part, mistyped
from everyrep.pay.plan.reading.words import Words
from everyrep.values import UserError
from everyrep.values.rounding import exact_fraction

AMOUNTS = ("total", "lines", "components", "people", "windows", "payout", "asked", "reached")
"""Expectations whose leaves are amounts."""
EXPECTED = (*AMOUNTS, "left_out", "says", "error")
_OF_LINE = ("line", "deal", "payee", "reverses", "currency", "version", "known_on")
_OF_PERSON = ("payee", "from", "until", "position", "ends_on", "quota")
_BESIDE = {
    "splits": ("line", "deal", "payee", "share", "parts", "kind"),
    "quotas": ("payee", "quota", "amount", "from", "until"),
    "managers": ("payee", "manager", "from", "until"),
    "leave": ("payee", "from", "until"),
    "rates": ("currency", "on", "rate"),
    "left": ("deal", "on", "known_on"),
}
_DAYS = ("from", "until", "ends_on", "on", "known_on")
_DEEPEST = 4
_WHY_NOTHING = "An example that expects nothing shows nothing"


def read_examples(top: Part, words: Words, quotas: Iterable[str]) -> tuple[Example, ...]:
    """All of `[[example]]`."""
    return tuple(_example(part, words, tuple(quotas)) for part in top.parts("example"))


def _example(part: Part, words: Words, quotas: tuple[str, ...]) -> Example:
    people = part.parts("people", "Somebody must be paid", needed=True)
    lines = _rows(part.parts("lines"), (*_OF_LINE, *words.facts))
    for person in people:
        _known(person, (*_OF_PERSON, *words.person))
        asked = person.part("quota", needed=False)
        if asked is not None:
            _known(asked, quotas)
    beside = {key: _rows(part.parts(key), columns) for key, columns in _BESIDE.items()}
    expect = part.part("expect", _WHY_NOTHING)
    if expect is not None:
        _check_expected(expect)
    found = Example(
        title=part.text("title", "It says what the example shows"),
        lines=lines,
        people=tuple(person.keys for person in people),
        through=part.day("through", needed=False),
        expect=expect.keys if expect else {},
        line=part.line,
        id=part.text("id", needed=False),
        **beside,
    )
    part.done()
    return found


def _rows(parts: list[Part], columns: tuple[str, ...]) -> tuple[Mapping[str, object], ...]:
    for part in parts:
        _known(part, columns)
    return tuple(part.keys for part in parts)


def _known(part: Part, columns: Iterable[str]) -> None:
    part.taken.update(columns)
    for key in part.keys:
        if isinstance(part.keys[key], (list, dict)) and key not in ("quota", *EXPECTED):
            part.wrong(key, mistyped(part.keys[key], "a text, a number, a day or a flag"))
    for key in _DAYS:
        if key in columns and key in part.keys and type(part.keys[key]) is not date:
            part.wrong(key, mistyped(part.keys[key], "a day such as 2026-01-31"))
    part.done()


def _check_expected(part: Part) -> None:
    _known(part, EXPECTED)
    if part.clean and not any(True for one in part.keys.values() for _ in _leaves(one)):
        remedy = f"name one of {', '.join(EXPECTED)}"
        part.wrong_here(UserError("It expects nothing", why=_WHY_NOTHING, remedy=remedy))
    for key in (key for key in AMOUNTS if key in part.keys):
        if not all(map(_is_amount, _leaves(part.keys[key]))):
            said = "It holds something that is no amount"
            part.wrong(key, UserError(said, remedy='write amounts such as "1_600" or "1600.50"'))
    for key in ("error", "says"):
        if not all(isinstance(one, str) and one.strip() for one in _leaves(part.keys.get(key, ""))
                   if key in part.keys):  # fmt: skip
            said = "It holds something that is no text"
            part.wrong(key, UserError(said, remedy="write words that must be told, in quotes"))
    if "error" in part.keys and len(part.keys) > 1 and part.clean:
        said = "It expects an error, and something that is paid"
        part.wrong("error", UserError(said, remedy="make two examples of it"))


def _leaves(found: object, deep: int = 0) -> Iterator[object]:
    """Values within lists and tables."""
    if deep < _DEEPEST and isinstance(found, Mapping):
        for one in found.values():
            yield from _leaves(one, deep + 1)
    elif deep < _DEEPEST and isinstance(found, list):
        for one in found:
            yield from _leaves(one, deep + 1)
    else:
        yield found


def _is_amount(found: object) -> bool:
    if isinstance(found, bool) or not isinstance(found, (str, int, Decimal)):
        return False
    try:
        exact_fraction(
            found.replace("_", "").removesuffix("%") if isinstance(found, str) else found
        )
    except (TypeError, ValueError):
        return False
    return True
