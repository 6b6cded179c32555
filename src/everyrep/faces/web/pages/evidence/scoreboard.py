"""The scoreboard of our own estimators, for everybody who opens evidence."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from everyrep.evidence.calibration import CASES, Score, falls_short, measured
from everyrep.faces.web.pages.evidence.alarms import alarms_picture
from everyrep.faces.web.pages.opening import opens

_SIZES = (("large", 850.0, 300.0), ("small", 350.0, 140.0))
"""Name, width and room for names of the picture on a screen and on a phone."""


@dataclass(frozen=True)
class Line:
    """One kind of company as it is shown.

    Attributes:
        title: Of the kind.
        naive_way: What the comparison beside ours is.
        ours, naive: Bias, coverage, false alarms, power and refusals as texts.
        short: Where ours falls short.
    """

    title: str
    naive_way: str
    ours: dict[str, str]
    naive: dict[str, str]
    short: tuple[str, ...]


@require_GET
@opens("evidence")
def scoreboard(request: HttpRequest) -> HttpResponse:
    """Every kind of simulated company: ours beside the comparison that the field uses."""
    board = measured()
    groups = _groups()
    context = {
        "board": board,
        "groups": groups,
        "short": sum(bool(line.short) for _title, lines in groups for line in lines),
        "kinds": len(board.pairs),
        "luck": round(100 * math.sqrt(0.05 * 0.95 / board.companies)),
        "pictures": [
            (size, alarms_picture(board.pairs, width, names)) for size, width, names in _SIZES
        ],
    }
    return render(request, "everyrep/evidence_scoreboard.html", context)


def _groups() -> list[tuple[str, list[Line]]]:
    """Lines by who decided who is treated."""
    cases = {case.name: case for case in CASES}
    titles = {
        "lot": _("A lot decided"),
        "own": _("Nobody drew lots"),
        "doses": _("Again and again, as coaching is"),
    }
    found: dict[str, list[Line]] = {title: [] for title in titles.values()}
    for ours, naive in measured().pairs:
        case = cases.get(ours.case)
        key = "lot" if case and case.drawn else "own"
        key = "doses" if case and case.kind == "coaching" else key
        found[titles[key]].append(_line(ours, naive))
    return [(title, lines) for title, lines in found.items() if lines]


def _line(ours: Score, naive: Score) -> Line:
    return Line(ours.title, naive.way, _texts(ours), _texts(naive), falls_short(ours))


def _texts(score: Score) -> dict[str, str]:
    shares = {
        "coverage": score.coverage, "alarms": score.false_alarms, "power": score.power,
        "refused": score.refused,
    }  # fmt: skip
    bias = "" if math.isnan(score.bias) else f"{round(score.bias, 2) + 0.0:+.2f}"
    return {"bias": bias} | {
        name: "" if math.isnan(share) else f"{100 * share:.0f} %" for name, share in shares.items()
    }
