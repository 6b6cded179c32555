"""The error tree: what was found, where, why it matters, what to do.

Bad use of a function and bad input that a person can mend are raised as errors of this tree. Bad
rows of data are not: they come back beside the good ones, with their reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar


class EveryrepError(Exception):
    """Base of everything Everyrep raises on purpose.

    Attributes:
        message: What was found, as one sentence.
        where: The place: file and line, setting, table and column.
        why: Why it matters.
        remedy: What to do about it.
        near: Names close to the one that was not known.
    """

    exit_code: ClassVar[int] = 1

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        why: str | None = None,
        remedy: str | None = None,
        near: Iterable[str] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.why = why
        self.remedy = remedy
        self.near = tuple(near)

    def __str__(self) -> str:
        """One paragraph: place, finding, reason, close names, remedy."""
        found = _sentence(self.message)
        parts = [f"{self.where}: {found}" if self.where else found]
        if self.why:
            parts.append(_begun(_sentence(self.why)))
        if self.near:
            parts.append(f"Did you mean {_either(self.near)}?")
        if self.remedy:
            # A command at the very end stays as it is, so that it can be copied.
            command = self.remedy.endswith(("'", "`"))
            parts.append(_begun(self.remedy if command else _sentence(self.remedy)))
        return " ".join(parts)

    @property
    def told(self) -> str:
        """The same as a page or a list tells it: a finding without a place has a capital letter."""
        text = str(self)
        return text if self.where else f"{text[:1].upper()}{text[1:]}"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by state, so that errors cross process borders whatever their arguments were."""
        return _restore, (type(self), self.message, self.__dict__.copy())

    def to_dict(self) -> dict[str, Any]:
        """The error as JSON-safe data, for `--json` and for the API."""
        return {
            "error": type(self).__name__,
            "message": self.message,
            "where": self.where,
            "why": self.why,
            "remedy": self.remedy,
            "near": list(self.near),
        }


class UserError(EveryrepError):
    """Something the person at the keyboard can mend."""

    exit_code = 2


class InternalError(EveryrepError):
    """A defect of Everyrep itself: an invariant that does not hold."""

    exit_code = 70


class DataError(UserError):
    """Input data that cannot be read or cannot be true."""


class SettingsError(UserError):
    """A setting or a mapping that is missing, malformed or contradicts another."""


class UnknownName(UserError):  # noqa: N818 - reads as what happened
    """A name that is not among the known ones.

    Args:
        kind: What the name should be, such as "measure" or "column".
        name: The name that was given.
        known: All the names that would have done.
        where: The place where it was given.
        why: Why it matters.
        remedy: What to do; by default the known names are listed, where none is near.
    """

    def __init__(
        self,
        kind: str,
        name: str,
        known: Iterable[str],
        *,
        where: str | None = None,
        why: str | None = None,
        remedy: str | None = None,
    ) -> None:
        names = tuple(known)
        near = near_names(name, names)
        super().__init__(
            f"There is no {kind} named {name!r}",
            where=where,
            why=why,
            remedy=remedy or (None if near else _listing(kind, names)),
            near=near,
        )
        self.kind = kind
        self.name = name
        self.known = names


class Busy(UserError):  # noqa: N818 - reads as what happened
    """Another process holds the workspace."""

    exit_code = 75


class MissingExtra(UserError):  # noqa: N818 - reads as what happened
    """An optional part that is not installed.

    Args:
        extra: Name of the extra, as in `everyrep[extra]`.
        feature: What was asked for, as the start of a sentence ("The Spark engine").
    """

    def __init__(self, extra: str, feature: str) -> None:
        super().__init__(
            f"{feature} needs the optional part {extra!r}, which is not installed",
            remedy=f"Install it with: pip install 'everyrep[{extra}]'",
        )
        self.extra = extra
        self.feature = feature


class TransientError(EveryrepError):
    """A source failed in a way that may pass: trying again later is sensible."""

    exit_code = 75


class TerminalError(EveryrepError):
    """A source failed in a way that will not pass without a change on somebody's side."""

    exit_code = 69


def require(holds: bool, message: str, remedy: str) -> None:
    """Hold an invariant.

    Raises:
        InternalError: It does not hold.
    """
    if not holds:
        raise InternalError(message, remedy=remedy)


def near_names(name: str, known: Iterable[str], n: int = 3) -> tuple[str, ...]:
    """The known names most like the given one, best first; none if nothing is close.

    Case, spaces, hyphens and underscores do not count: "Win Rate" is near "win_rate".
    """
    import difflib

    folded: dict[str, list[str]] = {}
    for candidate in known:
        folded.setdefault(_fold(candidate), []).append(candidate)
    close = difflib.get_close_matches(_fold(name), list(folded), n=n, cutoff=0.6)
    return tuple(candidate for key in close for candidate in folded[key])[:n]


_COMMANDS = frozenset({"everyrep", "pip", "make"})


def _restore(kind: type[EveryrepError], message: str, state: dict[str, Any]) -> EveryrepError:
    error = kind.__new__(kind, message)
    error.__dict__.update(state)
    return error


def _fold(name: str) -> str:
    return name.casefold().replace("-", "_").replace(" ", "_").strip("_")


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


def _begun(text: str) -> str:
    """A sentence with a capital at its head, unless it begins with what is typed as it stands."""
    word = text.partition(" ")[0]
    typed = word in _COMMANDS or any(mark in word[:-1] for mark in "_:=/.[]")
    return text if typed else f"{text[:1].upper()}{text[1:]}"


def _either(names: tuple[str, ...]) -> str:
    quoted = [repr(name) for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _listing(kind: str, names: tuple[str, ...], limit: int = 12) -> str:
    if not names:
        return f"No {kind} is known at all here"
    shown = ", ".join(sorted(names)[:limit])
    more = len(names) - limit
    return f"Known: {shown}{f' and {more} more' if more > 0 else ''}"
