"""Examples of a plan file: what its author expects to be paid for given facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from everyrep.pay.plan.plan import Example
from everyrep.pay.plan.reading.part import Part
from everyrep.pay.plan.reading.words import Words
from everyrep.values import UserError
from everyrep.values.rounding import exact_fraction

_EXPECTED = ("total", "lines", "components", "people", "windows", "error")
_OF_LINE = ("line", "deal", "payee", "reverses", "currency", "version")
_OF_PERSON = ("payee", "from", "until", "position", "ends_on", "quota")
_BESIDE = {
    "splits": ("line", "deal", "payee", "share", "parts", "kind"),
    "managers": ("payee", "manager", "from", "until"),
    "leave": ("payee", "from", "until"),
    "rates": ("currency", "on", "rate"),
}


def read_examples(top: Part, words: Words, quotas: Iterable[str]) -> tuple[Example, ...]:
    """All of `[[example]]`."""
    return tuple(_example(part, words, tuple(quotas)) for part in top.parts("example"))


def _example(part: Part, words: Words, quotas: tuple[str, ...]) -> Example:
    facts = dict.fromkeys(words.facts, "")
    people = part.parts("people", "Somebody must be paid", needed=True)
    lines = _rows(part.parts("lines"), (*_OF_LINE, *facts))
    for person in people:
        _known(person, (*_OF_PERSON, *words.person))
        asked = person.part("quota", needed=False)
        if asked is not None:
            _known(asked, quotas)
    beside = {key: _rows(part.parts(key), columns) for key, columns in _BESIDE.items()}
    expect = part.part("expect", "An example that expects nothing shows nothing")
    if expect is not None:
        _check_expected(expect)
    found = Example(
        title=part.text("title", "It says what the example shows"),
        lines=lines,
        people=tuple(person.keys for person in people),
        through=part.day("through", needed=False),
        expect=expect.keys if expect else {},
        line=part.line,
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
    part.done()


def _check_expected(part: Part) -> None:
    _known(part, _EXPECTED)
    if part.clean and not part.keys:
        part.wrong_here(
            UserError("It expects nothing", remedy=f"name one of {', '.join(_EXPECTED)}")
        )
    for key, found in part.keys.items():
        if key != "error" and not all(map(_is_amount, _leaves(found))):
            said = "It holds something that is no amount"
            part.wrong(key, UserError(said, remedy='write amounts such as "1_600" or "1600.50"'))


def _leaves(found: object) -> list[object]:
    """Amounts within lists and tables, at most two deep."""
    if isinstance(found, Mapping):
        return [leaf for one in found.values() for leaf in _leaves(one)]
    if isinstance(found, list):
        return [leaf for one in found for leaf in _leaves(one)]
    return [found]


def _is_amount(found: object) -> bool:
    if not isinstance(found, (str, int, Decimal)):
        return False
    try:
        exact_fraction(found.replace("_", "") if isinstance(found, str) else found)
    except (TypeError, ValueError):
        return False
    return True
