"""What is answered where nothing else can be: no room, no database, or a defect of ours.

It asks neither the database nor the session, since these may be what is broken.
"""

from __future__ import annotations

import errno
import sqlite3
import sys

from django.db import DatabaseError, DataError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_FULL = (
    507,
    "There is no room left on the disk",
    (
        "What was there before is unchanged. Whoever keeps this app makes room; then look whether "
        "what you did is there before you do it again."
    ),
)
_AWAY = (
    503,
    "The app's records cannot be reached just now",
    (
        "Try again in a moment, and look whether what you did is there before you do it again. "
        "If it lasts, tell whoever keeps this app."
    ),
)
_UNKEPT = (
    400,
    "What was sent cannot be kept or looked for",
    (
        "It holds a sign that no database keeps, or is too long. Take that out, and send it "
        "again. Nothing was changed."
    ),
)
_MOVED = (
    503,
    "The data were built anew while this page was made",
    "Look again: the page is made from the new ones.",
)
_BROKEN = (
    500,
    "Something broke that should not",
    "It is in the app's log. What was there before is unchanged unless you were told otherwise.",
)


def broken(request: HttpRequest) -> HttpResponse:
    """The page, or the answer to a program, for what nothing else answered."""
    found = sys.exc_info()[1]
    if request.path.startswith("/api/v1/"):
        from everyrep.faces.web.api.problems import in_trouble

        return in_trouble(found)
    status, title, says = what_broke(found)
    html = render_to_string("everyrep/trouble.html", {"title": title, "says": says})
    answer = HttpResponse(html, status=status)
    if status == 503:
        answer["Retry-After"] = "5"
    return answer


def what_broke(problem: BaseException | None) -> tuple[int, str, str]:
    """Status, title and text for what went wrong, by it or by what lay behind it."""
    causes: list[BaseException] = []
    while problem is not None and len(causes) < 10:
        causes.append(problem)
        problem = problem.__cause__ or problem.__context__
    if any(_is_full(cause) for cause in causes):
        return _FULL
    if any(isinstance(x, DataError) for x in causes):
        return _UNKEPT
    if any(isinstance(x, DatabaseError) and not isinstance(x, IntegrityError) for x in causes):
        return _AWAY
    if any(
        type(x).__module__ in ("duckdb", "_duckdb") and "IO" in type(x).__name__ for x in causes
    ):
        return _MOVED
    return _BROKEN


def _is_full(problem: BaseException) -> bool:
    if isinstance(problem, OSError):
        return problem.errno in _NO_ROOM
    if isinstance(problem, sqlite3.Error):
        return getattr(problem, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return getattr(problem, "sqlstate", None) == "53100"  # what PostgreSQL calls a full disk
