"""A trial as a form asks for it: read, told again, and known by what is in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from django.http import HttpRequest

from everyrep.evidence.conducting import Draft, Frozen
from everyrep.faces.reports.spreadsheets import harmless
from everyrep.faces.web.pages.evidence.fields import day, text, whole
from everyrep.faces.web.pages.evidence.form import smallest_in
from everyrep.measures import load_catalogue
from everyrep.values import UserError


def draft_in(request: HttpRequest) -> Draft:
    """What was filled into the form of a trial.

    Raises:
        UserError: Something of it is not what it is meant to be.
    """
    given = request.POST if request.method == "POST" else request.GET
    outcome = load_catalogue()[text(request, "outcome")]
    warehouse = request.warehouse  # type: ignore[attr-defined]
    unit = outcome.unit_in(warehouse.reporting_currency) if warehouse else outcome.unit
    percent = whole(request, "share", "Share that is treated", 50)
    return Draft(
        program=_named(text(request, "program"), "The trial's name"),
        outcome=outcome.name,
        where=text(request, "where") or None,
        people=text(request, "people") or None,
        by=text(request, "by") or "person",
        strata=tuple(str(one) for one in given.getlist("strata") if one),
        waves=whole(request, "waves", "Waves", 0),
        every=whole(request, "every", "Months between waves", 2),
        share=percent / 100,
        months=whole(request, "months", "Months that are counted", 6),
        before=whole(request, "before", "Months from before", 12),
        smallest=smallest_in(text(request, "smallest"), unit),
        start=day(request, "start", "First day"),
        course=_named(text(request, "course"), "The course"),
        seed=whole(request, "seed", "Number of the lot", 1),
    )


def told(draft: Draft) -> dict[str, Any]:
    """A draft as JSON-safe data."""
    given = {one.name: getattr(draft, one.name) for one in fields(draft)}
    start = given["start"]
    return given | {
        "strata": list(draft.strata),
        "start": None if start is None else start.isoformat(),
    }


def draft_from(data: Mapping[str, Any]) -> Draft:
    """What `told` gave."""
    start = data["start"]
    return Draft(
        **{
            **data,
            "strata": tuple(data["strata"]),
            "start": None if start is None else date.fromisoformat(start),
        }
    )


def query_of(request: HttpRequest) -> list[tuple[str, str]]:
    """What was filled in, as the address of the form; what was left empty is left out."""
    given = request.POST if request.method == "POST" else request.GET
    names = [one.name for one in fields(Draft)]
    return [(name, str(one)) for name in names for one in given.getlist(name) if one]


def draft_name(data: Mapping[str, Any]) -> str:
    """Under which name what a draft would tell is kept; the lot changes nothing of that."""
    content = {name: one for name, one in data.items() if name != "seed"}
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return f"trial draft {digest[:24]}"


def trial_name(frozen: Frozen) -> str:
    """Under which name the looks at a trial are kept."""
    return f"trial {frozen.hash[:24]}"


def conclusion_name(frozen: Frozen) -> str:
    """Under which name the conclusion of a trial is kept."""
    return f"conclusion {frozen.hash[:24]}"


def _named(given: str, what: str) -> str:
    """A name that goes into a file which spreadsheets open.

    Raises:
        UserError: A spreadsheet would take it for a formula.
    """
    if harmless(given) != given:
        raise UserError(
            f"{what} begins with {given[:1]!r}",
            why="a spreadsheet would take it for a formula",
            remedy="begin it with a letter",
        )
    return given
