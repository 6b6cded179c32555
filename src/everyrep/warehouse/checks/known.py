"""Findings about the past: of how many deals and people it is recorded, inferred or missing."""

from __future__ import annotations

from collections.abc import Iterator

from everyrep.warehouse.checks.contract import Context
from everyrep.warehouse.checks.finding import Effect, Finding, Severity
from everyrep.warehouse.checks.touched import PER_REP, STEPS
from everyrep.warehouse.history_quality import HistoryQuality, Kept, history_quality
from everyrep.warehouse.reader import Warehouse


def known(warehouse: Warehouse, context: Context) -> Iterator[Finding]:  # noqa: ARG001 - one form
    """How far the past is known, where it is not all recorded."""
    quality = history_quality(warehouse)
    yield from _stages(quality)
    yield from _missing(
        "amount-history-missing",
        "opportunities",
        quality.amounts,
        "Without a history of their amount",
        Effect(
            ("pipeline",), None, "the pipeline of past days shows them with the amount of today"
        ),
        "load the recorded changes of amount, or keep periodic exports of the deals",
    )
    yield from _missing(
        "owner-history-missing",
        "opportunities",
        quality.owners,
        "Without a history of their owner",
        Effect(PER_REP, None, "they count for whoever has them today, whoever sold them"),
        "load the changes of owner, or keep periodic exports of the deals",
    )
    yield from _missing(
        "position-history-missing",
        "people",
        quality.positions,
        "Without dated positions",
        Effect(
            ("attainment", "revenue_per_rep"),
            None,
            "figures by team use the team of today for every day of the past",
        ),
        "load the job history from HR",
    )


def _stages(quality: HistoryQuality) -> Iterator[Finding]:
    kept = quality.stages
    if kept.inferred:
        days = quality.median_uncertain_days
        about = f", by {days:g} days in the middle" if days else ""
        yield Finding(
            "stage-history-inferred",
            "opportunities",
            Severity.NOTE,
            kept.inferred,
            kept.of,
            "With a stage history that is inferred from snapshots",
            Effect(STEPS, None, f"changes may have come earlier than they are dated{about}"),
            "load the stage history that the CRM records, if it does",
        )
    yield from _missing(
        "stage-history-missing",
        "opportunities",
        kept,
        "Without any history of their stages",
        Effect(STEPS, None, "they are in no conversion and in no time in stage"),
        "load the stage history of the CRM, or keep periodic exports of the deals",
    )


def _missing(
    check: str, table: str, kept: Kept, what: str, effect: Effect, remedy: str
) -> Iterator[Finding]:
    if kept.missing:
        yield Finding(check, table, Severity.NOTE, kept.missing, kept.of, what, effect, remedy)
