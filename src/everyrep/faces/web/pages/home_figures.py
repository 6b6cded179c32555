"""The figures of the first page: what changed beyond luck, what comes before revenue, revenue.

Which figures they are goes by what the one who asks may see, so that a page that is kept for a
scope is right for everybody who has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from everyrep.analysis.pipeline.moves import what_moved
from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.groups import words
from everyrep.faces.reports.model import Block, Figure, Figures, Note, Notes, Page
from everyrep.faces.reports.numbers import joined, shown
from everyrep.faces.reports.pages.cover import indicator
from everyrep.faces.reports.pages.parts import figure
from everyrep.faces.reports.pages.truth import coming_quarter, truth_blocks
from everyrep.faces.reports.series import monthly
from everyrep.values import Estimate, Grain, Reason, Scope
from everyrep.values.plurals import listed

Kind = Literal["nobody", "rep", "leader", "revops", "finance", "enablement", "executive"]


@dataclass(frozen=True)
class Shown:
    """What the first page of somebody shows.

    Attributes:
        watched: Measures whose months are held against what is usual.
        leading: What comes before revenue.
        outcomes: What it is for.
    """

    watched: tuple[str, ...]
    leading: tuple[str, ...]
    outcomes: tuple[str, ...]


_SELLING = ("bookings", "attainment", "win_rate", "average_deal_size")
SHOWN: dict[Kind, Shown] = {
    "rep": Shown(
        ("activities", "opportunities_created", "bookings"),
        ("meetings_per_rep_week", "calls_per_rep_week", "opportunities_created", "open_deals",
         "cycle_length"),
        ("bookings", "attainment", "win_rate"),
    ),
    "leader": Shown(
        ("activities", "opportunities_created", "win_rate", "bookings"),
        ("activities_per_rep_week", "opportunities_created", "coverage", "velocity",
         "cycle_length"),
        _SELLING,
    ),
    "revops": Shown(
        ("opportunities_created", "activities", "win_rate", "bookings"),
        ("opportunities_created", "coverage", "velocity", "cycle_length",
         "activities_per_rep_week"),
        _SELLING,
    ),
    "finance": Shown(
        ("opportunities_created", "bookings", "win_rate"),
        ("coverage", "weighted_pipeline", "opportunities_created"),
        ("bookings", "attainment", "quota", "average_deal_size"),
    ),
    "enablement": Shown(
        ("activities", "win_rate"),
        ("course_completion", "assessment_score", "activities_per_rep_week", "ramp"),
        ("win_rate", "attainment", "cycle_length"),
    ),
    "executive": Shown(
        ("opportunities_created", "win_rate", "bookings"),
        ("coverage", "opportunities_created", "velocity", "cycle_length"),
        ("bookings", "attainment", "win_rate"),
    ),
}  # fmt: skip
_CHANCE = "Chance of hitting target"
_SUMS = ("executive", "finance", "revops")


def kind_of(scope: Scope) -> Kind:
    """Whose first page it is, by what they may see."""
    if scope.sees_nobody:
        return "nobody"
    if scope.people is not None:
        return "rep" if len(scope.people) == 1 else "leader"
    if scope.can("decide_identity"):
        return "revops"
    if scope.can("see_pay"):
        return "finance"
    return "enablement" if scope.can("see_assessments") else "executive"


def home_page(asker: Asker) -> Page:
    """What changed, what comes before revenue, and revenue; nothing for who sees nobody."""
    kind = kind_of(asker.scope)
    if kind == "nobody":
        return Page("home", "Home", "", ())
    chosen = SHOWN[kind]
    blocks: list[Block] = [Notes(tuple(_changed(asker, kind, chosen)), "What changed", "")]
    quarter = asker.full(Grain.FISCAL_QUARTER)
    leading = [_indicator(asker, name) for name in chosen.leading]
    if kind in _SUMS:
        leading += _chance(asker)
    known = tuple(one for one in leading if one.estimate.estimable)
    if known:
        says = "What can still be moved. The small line is two years by month, the band its limits."
        blocks.append(Figures(known, "Before revenue", says))
    outcomes = tuple(indicator(asker, name, quarter) for name in chosen.outcomes)
    blocks.append(Figures(outcomes, "Revenue", "What came of it."))
    if waiting := [one for one in leading if not one.estimate.estimable]:
        blocks.append(Notes(tuple(map(_waits, waiting)), "What cannot be told now"))
    return Page("home", "Home", "", tuple(blocks))


def _indicator(asker: Asker, name: str) -> Figure:
    if name == "ramp":
        return figure(asker, name, "everybody hired so far")
    return indicator(asker, name, asker.full(Grain.FISCAL_QUARTER))


def _chance(asker: Asker) -> list[Figure]:
    """The chance of hitting the target, as the page of the pipeline has it."""
    name = asker.name(coming_quarter(asker), Grain.FISCAL_QUARTER)
    blocks = truth_blocks(asker, name)
    figures = [one for block in blocks if isinstance(block, Figures) for one in block.figures]
    return [one for one in figures if one.title == _CHANCE]


def _waits(one: Figure) -> Note:
    reason = one.estimate.reason or Reason("no_rows", "No facts fit the question.")
    return Note(reason.sentence, reason.remedy, title=f"{one.title}.")


def _changed(asker: Asker, kind: Kind, chosen: Shown) -> list[Note]:
    """What lies outside of what is usual; all else in one line, and what moved in a week."""
    loud: list[Note] = []
    quiet: list[str] = []
    untold: list[str] = []
    for name in chosen.watched:
        found = _verdict(asker, name)
        if isinstance(found, Note):
            loud.append(found)
        else:
            (quiet if found else untold).append(asker.title(name))
    notes = loud + (_moved(asker) if kind != "enablement" else [])
    if quiet:
        these = ", ".join(quiet)
        notes.append(
            Note(f"{these}: a steady series does the same.", title="Within what is usual.")
        )
    if untold:
        text = f"{', '.join(untold)}: too few months are known to say what is usual."
        notes.append(Note(text, title="Not judged."))
    return notes


def _verdict(asker: Asker, name: str) -> Note | bool:
    """A note where the newest months are out of the ordinary; whether they could be judged."""
    series = monthly(asker, name)
    if (point := series.alarm) is not None:
        it = shown(point.estimate)
        side = "above" if (point.alarm or 0) > 0 else "below"
        return Note(
            f"{point.name} is {joined(it.value, it.unit)}, {side} its limits. A reason to look, "
            "not yet a reason to act.", tone="warn", title=f"{asker.title(name)}.",
        )  # fmt: skip
    chart = series.chart
    if chart is not None and chart.shift is not None and chart.shift.alarm:
        return Note(chart.verdict, tone="warn", title=f"{asker.title(name)}.")
    last = series.points[-1] if series.points else None
    return last is not None and last.alarm is not None


def _moved(asker: Asker) -> list[Note]:
    """What moved the pipeline of the coming quarter within a week, in a sentence."""
    quarter = coming_quarter(asker)
    found = asker.study("moved", lambda: what_moved(asker.warehouse, asker.scope, period=quarter))
    if isinstance(found, Reason) or not (found.before.estimable and found.after.estimable):
        return []
    parts = [
        f"{words(part.name).lower()} {_amount(part.effect)}"
        for part in found.parts
        if part.effect.estimable and part.effect.number()
    ]
    name = asker.name(quarter, Grain.FISCAL_QUARTER)
    hidden = [words(part.name).lower() for part in found.parts if not part.effect.estimable]
    whole = ""
    if hidden:
        whole = f" Withheld: {listed(hidden)}, so that the parts do not add up."
    told = f": {', '.join(parts)}" if parts else "" if hidden else "; nothing moved"
    text = f"{_amount(found.before)} a week ago, {_amount(found.after)} now{told}.{whole}"
    return [Note(text, title=f"Pipeline of {name}.", link="pipeline")]


def _amount(estimate: Estimate) -> str:
    it = shown(estimate)
    return joined(it.value, it.unit)
