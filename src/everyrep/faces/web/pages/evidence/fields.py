"""What was filled into a form, read as what it is meant to be."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from everyrep.values import UserError

_LONGEST = 500


def text(request: HttpRequest, name: str) -> str:
    """A line of text; empty where nothing was written."""
    given = request.POST if request.method == "POST" else request.GET
    return " ".join(str(given.get(name, "")).split())[:_LONGEST]


def number(request: HttpRequest, name: str, title: str) -> float | None:
    """A number; a comma before decimals is one too.

    Raises:
        UserError: Something else was written.
    """
    found = text(request, name)
    if not found:
        return None
    try:
        return float(found.replace(",", ".") if found.count(",") == 1 else found)
    except ValueError:
        raise UserError(
            f"{found!r} is no number", where=title, remedy="write it as 0.15 or 12"
        ) from None


def whole(request: HttpRequest, name: str, title: str, otherwise: int) -> int:
    """A whole number; `otherwise` where nothing was written.

    Raises:
        UserError: Something else was written.
    """
    found = text(request, name)
    if not found:
        return otherwise
    if not found.isdecimal():
        raise UserError(f"{found!r} is no whole number", where=title, remedy="write it as 6")
    return int(found)


def day(request: HttpRequest, name: str, title: str) -> date | None:
    """A day.

    Raises:
        UserError: Something else was written.
    """
    found = text(request, name)
    try:
        return date.fromisoformat(found) if found else None
    except ValueError:
        raise UserError(
            f"{found!r} is not a day", where=title, remedy="write it as 2026-07-01"
        ) from None
