"""Why two runs of one's choice differ: what each kind of change did, by payee and by line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from everyrep.faces.web.pay.inputs import inputs_of
from everyrep.faces.web.pay.models import RunPart
from everyrep.faces.web.pay.naming import named, names_of_lines
from everyrep.faces.web.pay.plans import plan_of
from everyrep.pay.changes.attribution import Attribution, Share
from everyrep.pay.changes.kinds import TOLD
from everyrep.pay.changes.why import why

MOST_LINES = 200
"""Lines of one payee that are shown, the largest first."""
_KEPT = 4
"""Comparisons that a process holds: pages of one comparison ask for it again."""


@dataclass(frozen=True)
class Moved:
    """What somebody's pay was and is.

    Attributes:
        payee: Who.
        before: Minor units by the earlier run.
        after: By the later one.
        parts: What each kind of change did to it, where it did something.
    """

    payee: str
    before: int
    after: int
    parts: list[tuple[str, int]]

    @property
    def minor(self) -> int:
        """By how much it differs."""
        return self.after - self.before


@dataclass(frozen=True)
class MovedLine:
    """What one kind of change did to one amount.

    Attributes:
        kind: What changed.
        title: The component, as the plan calls it.
        of: The deal by its name, or the window.
        id: The id behind that name; empty where it is the name.
        minor: What it did.
    """

    kind: str
    title: str
    of: str
    id: str
    minor: int


def compared(before: RunPart, after: RunPart) -> Attribution:
    """Why pay differs between two parts of runs, by what each was calculated from.

    Raises:
        UserError: They pay in different currencies.
    """
    return _compared(before.pk, after.pk)


@lru_cache(maxsize=_KEPT)
def _compared(before: int, after: int) -> Attribution:
    parts = RunPart.objects.select_related("run", "version").in_bulk([before, after])
    return why(inputs_of(parts[before]), inputs_of(parts[after]))


def parts_of_plan(plan: str) -> list[RunPart]:
    """What runs have calculated of a plan, the newest first; one for each run."""
    found = RunPart.objects.select_related("run", "version").filter(version__plan=plan)
    newest = {part.run_id: part for part in found.order_by("pk")}
    return sorted(newest.values(), key=lambda part: -part.run_id)


def says(share: Share) -> str:
    """What kinds of change are, in words."""
    return "; ".join(TOLD[kind] for kind in share.kinds)


def moved(found: Attribution) -> list[Moved]:
    """Everybody whose pay differs, the largest difference first."""
    rows = []
    for payee in sorted({*found.before, *found.after}):
        parts = [(one.name, one.by_payee.get(payee, 0)) for one in found.shares]
        kept = [(name, minor) for name, minor in parts if minor]
        if kept:
            was, now = found.before.get(payee, 0), found.after.get(payee, 0)
            rows.append(Moved(payee, was, now, kept))
    return sorted(rows, key=lambda row: -abs(row.minor))


def moved_lines(parts: tuple[RunPart, RunPart], payee: str) -> list[MovedLine]:
    """What moved of one payee between two parts of runs, by line, the largest first."""
    before, after = parts
    found = compared(before, after)
    names = {**_names(before), **_names(after)}
    titles = {one.id: one.title for part in parts for one in plan_of(part.version).pay}
    rows = []
    for share in found.shares:
        mine = share.by_line[(share.by_line["payee"] == payee).to_numpy()]
        for row in mine.to_dict("records"):
            ((of, one),) = named(names, [str(row["line"] or row["window"])])
            title = titles.get(row["component"], row["component"])
            rows.append(MovedLine(share.name, title, of, one, int(row["minor"])))
    return sorted(rows, key=lambda row: -abs(row.minor))[:MOST_LINES]


def _names(part: RunPart) -> dict[str, str]:
    return names_of_lines(part.run_id, part.version.plan)
