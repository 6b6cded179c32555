"""What needs attention, the gravest first: only what the figures or the checks bear out."""

from __future__ import annotations

from collections.abc import Iterator

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.model import Note
from everyrep.faces.reports.numbers import joined, shown
from everyrep.faces.reports.pages.pipeline import overdue_deals
from everyrep.faces.reports.pages.trend import WATCHED
from everyrep.faces.reports.pages.truth import coming_quarter
from everyrep.faces.reports.series import monthly
from everyrep.values import Grain
from everyrep.warehouse.checks import Severity

_MOST = 7
_ORDER = {"bad": 0, "warn": 1, "plain": 2, "good": 3}
_MANY_OVERDUE = 0.1
_MANY_REJECTED = 0.01
_FINDINGS = 3
_OLD_DAYS = 35


def attention(asker: Asker) -> tuple[Note, ...]:
    """The few things to look at first."""
    notes = [
        *_errors(asker),
        *_coverage(asker),
        *_alarms(asker),
        *_overdue(asker),
        *_rejected(asker),
        *_unmatched(asker),
        *_stale(asker),
    ]
    notes.sort(key=lambda note: _ORDER[note.tone])
    return tuple(notes[:_MOST])


def _errors(asker: Asker) -> Iterator[Note]:
    found = [one for one in asker.findings if one.severity is Severity.ERROR]
    for finding in found[:_FINDINGS]:
        yield Note(finding.sentence, finding.remedy, "bad", link="data")


def _coverage(asker: Asker) -> Iterator[Note]:
    quarter = coming_quarter(asker)
    estimate = asker.one("coverage", period=quarter)
    value = estimate.number()
    if value is not None and value < 1:
        it = shown(estimate, asker.origin("coverage").grain)
        yield Note(
            f"If every open deal of {asker.name(quarter, Grain.FISCAL_QUARTER)} were won, the "
            f"target would still be missed: coverage is {it.line}.",
            tone="bad",
            link="pipeline",
        )


def _alarms(asker: Asker) -> Iterator[Note]:
    for name in WATCHED:
        series = monthly(asker, name)
        alarm = series.alarm
        if alarm is None:
            continue
        it = shown(alarm.estimate)
        side = "above" if (alarm.alarm or 0) > 0 else "below"
        yield Note(
            f"{asker.title(name)} of {alarm.name}, {joined(it.value, it.unit)}, is {side} its "
            "limits.",
            tone="warn",
            link="trend",
        )


def _overdue(asker: Asker) -> Iterator[Note]:
    late, everything = overdue_deals(asker), asker.one("open_deals")
    if everything.n and late.n > _MANY_OVERDUE * everything.n:
        yield Note(
            f"{late.n:,} of {everything.n:,} open deals are past the day they were to close.",
            tone="warn",
            link="pipeline",
        )


def _rejected(asker: Asker) -> Iterator[Note]:
    for card in asker.cards:
        for load in card.loads:
            if load.rejected > _MANY_REJECTED * load.rows:
                yield Note(
                    f"{load.rejected:,} of {load.rows:,} rows of {load.source} were rejected.",
                    tone="warn",
                    link="data",
                )


def _unmatched(asker: Asker) -> Iterator[Note]:
    queued = sum(card.queued for card in asker.cards)
    if queued:
        yield Note(
            f"{queued:,} records of people wait for a decision about who they are.",
            "Run: everyrep matches list",
            "plain",
            link="data",
        )


def _stale(asker: Asker) -> Iterator[Note]:
    age = (asker.today - asker.as_of).days
    if age > _OLD_DAYS and not asker.warehouse.settings.simulated and asker.warehouse.record.loads:
        yield Note(
            f"The newest facts are {age:,} days old; this report speaks as of {asker.as_of}.",
            "Load newer files, or set as_of in everyrep.toml.",
            "plain",
            link="data",
        )
