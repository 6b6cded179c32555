"""Contracts of what deals are made of and how they moved: lines, splits, stages, owners, days."""

from __future__ import annotations

from collections.abc import Iterator

from everyrep.warehouse.checks.contract import DEAL, Context, Contract, Join, show
from everyrep.warehouse.checks.deals import DECLARED
from everyrep.warehouse.checks.finding import Severity
from everyrep.warehouse.checks.touched import PER_REP, STEPS

DEAL_WORTH = "deal.amount_base_minor"


def moves(context: Context) -> Iterator[Contract]:  # noqa: ARG001 - one form for all
    """The contracts of lines, splits, stage history, changes of owner and snapshots."""
    yield _lines()
    yield _splits()
    yield from _stays()
    yield _last_owner()
    yield _gaps()


def _lines() -> Contract:
    return Contract(
        "lines-do-not-add-up",
        "opportunity_lines",
        "abs(t.total - deal.amount_minor) > greatest(100, abs(deal.amount_minor) / 100)",
        "With lines that add up to another amount than the deal's, by over 1 %",
        "figures by product and figures by deal disagree",
        "mend the deal or its lines at the source",
        Severity.NOTE,
        of="t.total IS NOT NULL AND deal.amount_minor IS NOT NULL AND t.currency = deal.currency",
        relation="(SELECT min(id) AS id, opportunity_id, min(currency) AS currency, "
        "sum(amount_minor) AS total, min(load_id) AS load_id, min(line) AS line "
        "FROM opportunity_lines GROUP BY opportunity_id HAVING count(*) = count(amount_minor))",
        joins=(DEAL,),
        shows=(*show("opportunity_id", "total"), ("deal's amount", "deal.amount_minor")),
        measures=("margin_per_rep", "average_deal_size"),
        amount=DEAL_WORTH,
        noun="deals with lines",
    )


def _splits() -> Contract:
    return Contract(
        "splits-do-not-add-up",
        "opportunity_splits",
        "abs(t.total - 1) > 0.005",
        "With revenue splits that do not add up to the whole",
        "people together are credited with more, or less, than the deal brought in",
        "mend the splits at the source; splits that go on top are of the kind overlay",
        Severity.ERROR,
        relation="(SELECT min(id) AS id, opportunity_id, sum(part) AS total, "
        "min(load_id) AS load_id, min(line) AS line FROM opportunity_splits "
        "WHERE coalesce(kind, 'revenue') = 'revenue' AND part IS NOT NULL GROUP BY opportunity_id)",
        joins=(DEAL,),
        shows=show("opportunity_id", "total"),
        measures=PER_REP,
        amount=DEAL_WORTH,
        noun="deals with splits",
    )


def _stays() -> Iterator[Contract]:
    yield Contract(
        "stage-before-creation",
        "stage_history",
        "t.entered_on < deal.created_on",
        "Entering a stage before the deal was opened",
        "time in stage and the pipeline of past days begin too early",
        "mend the day the deal was opened; after a migration map created_on to the original day",
        of="deal.created_on IS NOT NULL",
        joins=(DEAL,),
        shows=(*show("stage", "entered_on"), ("deal opened", "deal.created_on")),
        measures=STEPS,
    )
    yield Contract(
        "stage-after-close",
        "stage_history",
        "t.entered_on > deal.close_on",
        "Entering a stage after the deal was closed",
        "the deal was reopened, or its close date was set back; its last stay is cut short",
        "mend the close date at the source",
        of="deal.outcome <> 'open' AND deal.close_on IS NOT NULL",
        joins=(DEAL,),
        shows=(*show("stage", "entered_on"), ("deal closed", "deal.close_on")),
        measures=(*STEPS, "cycle_length"),
    )
    yield Contract(
        "history-ends-elsewhere",
        "stage_history",
        "t.stage <> deal.stage",
        "Of a deal that stands in another stage now",
        "the history is older than the deals, or lacks changes",
        "export the stage history and the deals on the same day",
        of="t.left_at IS NULL AND deal.stage IS NOT NULL",
        joins=(DEAL,),
        shows=(*show("stage", "entered_on"), ("stage now", "deal.stage")),
        measures=STEPS,
        amount=DEAL_WORTH,
        noun="last stays",
    )
    yield Contract(
        "stay-in-a-stage-not-declared",
        "stage_history",
        "meaning.name IS NULL",
        "In a stage that is not among the declared ones",
        "its place in the order is guessed; often a stage that was renamed or retired",
        "add retired stages to the file of stages, or translate them in the mapping",
        of="(SELECT count(*) > 0 FROM stages WHERE origin = 'declared')",
        joins=(DECLARED,),
        shows=show("stage", "entered_on"),
        measures=STEPS,
    )


def _last_owner() -> Contract:
    return Contract(
        "owner-changes-end-elsewhere",
        "owner_changes",
        "t.owner_id <> deal.owner_id",
        "Of a deal that somebody else owns now",
        "who had the deal on a past day is known less well than it seems",
        "export the changes of owner and the deals on the same day",
        of="deal.owner_id IS NOT NULL AND t.owner_id IS NOT NULL",
        relation="(SELECT * FROM owner_changes QUALIFY row_number() OVER "
        "(PARTITION BY opportunity_id ORDER BY changed_at DESC, line DESC) = 1)",
        joins=(DEAL,),
        shows=(*show("owner_ref", "changed_on"), ("owner now", "deal.owner_ref")),
        measures=("pipeline",),
        amount=DEAL_WORTH,
        noun="last changes of owner",
    )


_DAYS = (
    "(SELECT seen_on, date_diff('day', lag(seen_on) OVER (ORDER BY seen_on), seen_on) AS gap, "
    "min(load_id) AS load_id, min(line) AS line, min(opportunity_id) AS opportunity_id "
    "FROM opportunity_snapshots GROUP BY seen_on)"
)


def _gaps() -> Contract:
    return Contract(
        "snapshot-gap",
        "opportunity_snapshots",
        "t.gap > 1.8 * usual.days",
        "Coming long after the one before",
        "what changed in between is dated to the day it was first seen, and stages that came and "
        "went left no trace",
        "load the missing exports, if they are kept somewhere",
        Severity.NOTE,
        of="t.gap IS NOT NULL",
        relation=_DAYS,
        joins=(Join("usual", f"(SELECT median(gap) AS days FROM {_DAYS})", "true"),),
        shows=(*show("seen_on"), ("days since the one before", "t.gap")),
        measures=STEPS,
        noun="days of snapshots",
    )
