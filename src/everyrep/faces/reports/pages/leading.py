"""The few indicators to look at before revenue, and whether they tell of it here beforehand."""

from __future__ import annotations

from dataclasses import dataclass

from everyrep.analysis.leading.leads import Lead, Leads
from everyrep.analysis.leading.search import Bounds
from everyrep.analysis.leading.verdict import Word
from everyrep.analysis.leading.which import which_lead
from everyrep.analysis.presets import Preset, load_presets
from everyrep.analysis.presets.presets import MOTIONS, growth_of
from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.charts import ranges
from everyrep.faces.reports.charts.ranges import Reference
from everyrep.faces.reports.model import (
    Block,
    Chart,
    Figures,
    Note,
    Notes,
    Page,
    Spec,
    Table,
    Tone,
)
from everyrep.faces.reports.numbers import joined, shown
from everyrep.faces.reports.pages.cover import LEADING, OUTCOMES, indicator
from everyrep.faces.reports.pages.parts import missing
from everyrep.values import Grain, Period, Reason

_MOTION = "hunting"
"""Where the records tell none."""
# What has a history by month and person; the others of a preset are left out by the analysis.
_ALSO = ("opportunities_created", "activities_per_rep_week")
_FLIPS = 999  # enough for a handful of pairs
_OUTCOMES = ("won_deals", "bookings")
_WORDS = {
    Word.LEADS: "leads",
    Word.CANNOT_TELL: "cannot be told here",
    Word.DOES_NOT_LEAD: "does not lead here",
}


def leading_page(asker: Asker) -> Page:
    """The preset's indicators, which of them lead here, and then the outcomes."""
    whom = _whom(asker)
    preset = _preset(asker, whom)
    blocks: list[Block] = []
    if isinstance(preset, Reason):
        blocks.append(missing("Indicators to look at first", preset))
        indicators: tuple[str, ...] = LEADING
    else:
        indicators = preset.leading
        blocks += _figures(asker, preset, whom)
    blocks += _which(asker, indicators)
    outcomes = OUTCOMES if isinstance(preset, Reason) else preset.outcomes
    quarter = asker.full(Grain.FISCAL_QUARTER)
    known = tuple(indicator(asker, name, quarter) for name in outcomes)
    blocks.append(Figures(known, "And then revenue", "What the indicators come before."))
    return Page(
        "leading",
        "Leading indicators",
        "What to look at before revenue, and whether it tells of revenue here.",
        tuple(blocks),
    )


@dataclass(frozen=True)
class _Whom:
    """Whom a set is for, and how that is known.

    Attributes:
        growth, role, motion: As `Presets.of` takes them.
        why: How each was told, in a sentence.
    """

    growth: str
    role: str
    motion: str
    why: str


def _preset(asker: Asker, whom: _Whom) -> Preset | Reason:
    return asker.study(
        "preset",
        lambda: load_presets(asker.workspace, asker.catalogue).of(
            whom.growth, whom.role, whom.motion
        ),
    )


def _whom(asker: Asker) -> _Whom:
    """Whom the set is for: by what was booked within a year, by whom, and in which motion."""
    year = asker.full(Grain.FISCAL_QUARTER, 4)
    booked = asker.one("bookings", period=year)
    growth = growth_of(round(booked.number() or 0.0))
    people = asker.scope.people
    role = "seller" if people is not None and len(people) == 1 else "manager"
    motion, told = _motion(asker, year)
    it = shown(booked, "deal")
    size = (
        f"{joined(it.value, it.unit)} booked within a year"
        if booked.estimable
        else "nothing that is known to be booked within a year"
    )
    who = "one seller is in sight" if role == "seller" else "more than one seller is in sight"
    return _Whom(growth, role, motion, f"It was chosen by {size}; {who}; and {told}.")


def _motion(asker: Asker, year: Period) -> tuple[str, str]:
    """The motion of most that was booked; hunting where the records do not tell."""
    found = {
        str(row.keys["motion"]): row.estimate.number() or 0.0
        for row in asker.ask("bookings", "motion", period=year)
        if row.estimate.estimable and row.keys.get("motion") in MOTIONS
    }
    total = sum(found.values())
    if total <= 0:
        return _MOTION, f"{_MOTION}, since no motion of deals is known"
    most = max(found, key=lambda name: (found[name], name == _MOTION))
    return most, f"{most}, which is {found[most] / total:.0%} of what was booked"


def _figures(asker: Asker, preset: Preset, whom: _Whom) -> list[Block]:
    quarter = asker.full(Grain.FISCAL_QUARTER)
    whole = [name for name in preset.leading if not _in_parts(asker, name)]
    parts = [asker.title(name) for name in preset.leading if _in_parts(asker, name)]
    figures = [indicator(asker, name, quarter) for name in whole]
    lead = (
        f"The set for {preset.title} a year, {preset.role}s, {preset.motion}: {preset.why} "
        f"{whom.why} Sets are opinions, to be changed with files in the folder presets of the "
        "workspace."
    )
    blocks: list[Block] = [Figures(tuple(figures), "Before revenue", lead)]
    if parts:
        notes = tuple(
            Note("It comes stage by stage.", title=f"{one}.", link="conversion") for one in parts
        )
        blocks.append(Notes(notes, "Of the same set"))
    return blocks


def _in_parts(asker: Asker, name: str) -> bool:
    measure = asker.measure(name)
    return measure is not None and bool(measure.always_by)


def _which(asker: Asker, indicators: tuple[str, ...]) -> list[Block]:
    title = "Which of them lead here"
    asked = tuple(dict.fromkeys((*indicators, *_ALSO)))
    found = asker.study(
        title,
        lambda: which_lead(
            asker.warehouse,
            asker.scope,
            indicators=asked,
            outcomes=_OUTCOMES,
            bounds=Bounds(flips=_FLIPS),
        ),
    )
    if isinstance(found, Reason):
        return [missing(title, found)]
    charts = [_chart(asker, found, outcome) for outcome in _OUTCOMES]
    return [*charts, _verdicts(asker, found), *_left_out(asker, found)]


def _chart(asker: Asker, found: Leads, outcome: str) -> Block:
    title = f"What indicators add to forecasts of {asker.title(outcome).lower()}"
    leads = [lead for lead in found.leads if lead.outcome == outcome]
    known = [lead for lead in leads if lead.gain.estimable]
    if not known:
        reason = leads[0].gain.reason if leads else None
        return missing(title, reason)
    rows = [(asker.title(lead.indicator), lead.gain) for lead in known]

    def draw(width: int) -> Spec:
        return ranges(rows, "share", width, grain="person", reference=Reference(0.0, "nothing"))

    table = tuple(
        (asker.title(lead.indicator), lead.gain, _word(lead), _lag(lead)) for lead in leads
    )
    heads = ("Indicator", "Better forecasts", "Verdict", "Months ahead")
    says = f"{title}. " + "; ".join(
        f"{asker.title(lead.indicator)}: {shown(lead.gain, 'person').line}, {_word(lead)}"
        for lead in known
    )
    caption = (
        "Share by which forecasts from the outcome's own past get closer, on months not used to "
        "learn; of what would lead, what it adds beyond the deals that each holds when a month "
        f"begins. {found.pairs} pairs were looked at, and all of them are paid for. With people "
        f"exchanged, {found.placebo} of them seemed to lead, which are all false."
    )
    return Chart(title, draw, says, Table(title, heads, table, "person"), caption)


def _word(lead: Lead) -> str:
    if lead.by_pipeline and lead.word is Word.DOES_NOT_LEAD:
        return "does not lead here beyond the pipeline"
    if lead.word is Word.LEADS and lead.mechanical:
        return "leads, by counting only"
    return _WORDS[lead.word]


def _lag(lead: Lead) -> str:
    if lead.word is not Word.LEADS or lead.finding.lag is None:
        return ""
    return str(lead.finding.lag)


def _verdicts(asker: Asker, found: Leads) -> Block:
    notes = []
    for lead in found.leads:
        demoted = lead.indicator in found.demoted
        tone: Tone = "good" if lead.leads else "warn" if demoted else "plain"
        title = f"{asker.title(lead.indicator)}, demoted." if demoted else ""
        notes.append(Note(lead.sentence, title=title, tone=tone))
    notes.append(Note(" ".join(found.notes)))
    return Notes(tuple(notes), "Which of them lead here")


def _left_out(asker: Asker, found: Leads) -> list[Block]:
    if not found.left_out:
        return []
    notes = tuple(Note(why, title=f"{asker.title(name)}.") for name, why in found.left_out.items())
    return [Notes(notes, "What could not be looked at, and why")]
