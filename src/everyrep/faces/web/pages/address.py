"""What an address asks of a page, and what of it the page cannot take: that is said there.

Nothing is left out in silence. A name that the page never reads is a slip of the pen, and a page
that looked the same with it would be taken for its answer; so is a value that stands for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, QueryDict

from everyrep.values import near_names

_LONGEST = 80
_NUMBERS = {"from": "the place in a list to begin at", "page": "the page of a list"}


class Address(QueryDict):
    """The query of an address that notes what is read of it, and what is wrong with the rest."""

    def __init__(self, given: QueryDict) -> None:
        super().__init__(mutable=True)
        for name, values in given.lists():
            self.setlist(name, values)
        self._mutable = False
        self._asked: dict[str, None] = {}
        self._wrong: dict[str, None] = {}

    def __getitem__(self, name: str) -> Any:
        """The last value of a name."""
        self._asked[name] = None
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        """Whether a name stands in it."""
        self._asked[str(name)] = None
        return super().__contains__(name)

    def getlist(self, name: str, default: Any = None) -> Any:
        """All values of a name."""
        self._asked[name] = None
        return super().getlist(name, default)

    def __deepcopy__(self, memo: Any) -> QueryDict:
        """A plain copy, to be changed."""
        del memo
        return QueryDict(self.urlencode(), mutable=True)

    def complain(self, said: str) -> None:
        """Note what is wrong with a value."""
        self._wrong[said] = None

    def left_out(self) -> list[str]:
        """Sentences for all that was left out; to be asked when the page has read what it reads."""
        unread = [name for name in self.keys() - self._asked.keys() if name]
        names = [_unread(name[:_LONGEST], self._asked) for name in sorted(unread)]
        read = self._asked.keys() & _NUMBERS.keys() & self.keys()
        numbers = [name for name in sorted(read) if not _whole(self.getlist(name)[-1])]
        wrong = [f"{_NUMBERS[name].capitalize()} is no number; it begins at 1." for name in numbers]
        return [*self._wrong, *wrong, *names]


def noted(request: HttpRequest) -> None:
    """Let the address of a request note what is read of it."""
    request.GET = Address(request.GET)


def complain(request: HttpRequest, said: str) -> None:
    """Note what is wrong with a value of an address, for the page to say."""
    if isinstance(request.GET, Address):
        request.GET.complain(said)


def choice(request: HttpRequest, name: str, known: Iterable[str], usual: str = "") -> str:
    """A value that is one of a few, without regard to case; else what is usual, and that is said.

    Args:
        request: Whose address is read.
        name: Of the value.
        known: What it may be.
        usual: Where none is given, or one that is not known.
    """
    given = request.GET.get(name, "").strip()[:_LONGEST]
    values = {value.casefold(): value for value in known}
    if given and given.casefold() not in values:
        complain(request, not_known(name, given, values.values()))
    return values.get(given.casefold(), usual) if given else usual


def not_known(name: str, given: str, known: Iterable[str]) -> str:
    """What to say of a value that stands for nothing."""
    return f"No {name} is called '{given}' here{_near(given, known)}. It was left out."


def _unread(name: str, asked: Iterable[str]) -> str:
    return f"This page takes no '{name}' in its address{_near(name, asked)}. It was left out."


def _near(given: str, known: Iterable[str]) -> str:
    near = near_names(given, known)
    return f"; near: {', '.join(repr(one) for one in near)}" if near else ""


def _whole(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit())
