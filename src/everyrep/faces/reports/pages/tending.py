"""Open deals that need a look: too old in their stage, without a next step, badly kept."""

from __future__ import annotations

from everyrep.analysis.pipeline.attention import needs_attention
from everyrep.analysis.pipeline.hygiene import RULES
from everyrep.analysis.pipeline.to_see import Attention, StageAge
from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.charts import ages
from everyrep.faces.reports.charts.ages import Ages
from everyrep.faces.reports.groups import Groups, words
from everyrep.faces.reports.model import Block, Cell, Chart, Missing, Spec, Table
from everyrep.faces.reports.numbers import joined, shown
from everyrep.faces.reports.pages.parts import bar_chart, missing
from everyrep.values import Estimate, Money, NotEstimable, Reason

_LISTED = 10


def tending_blocks(asker: Asker) -> list[Block]:
    """Ages by stage, what is wrong by rule, and the deals to look at first."""
    found = asker.study("tending", lambda: needs_attention(asker.warehouse, asker.scope))
    if isinstance(found, Reason):
        return [missing("Open deals that need a look", found)]
    if not found.open_deals:
        nothing = Reason(
            "no_rows", "No deal is open.", "Load deals that are open, with their stages."
        )
        return [missing("Open deals that need a look", found.withheld or nothing)]
    if not found.counts:
        return [missing("Open deals that need a look", found.withheld)]
    return [_ages(found), _rules(found), *_unknown(found), *_listed(found)]


def _ages(found: Attention) -> Block:
    title = "Ageing: days that winners took in each stage"
    known = [stage for stage in found.stages if stage.half.estimable and stage.limit.estimable]
    if not known:
        return Missing(
            title,
            "Too few deals are known to have gone on to win from these stages.",
            "Load the history of stages, or ask again when more deals have been won.",
        )
    rows = [
        Ages(
            stage.stage,
            stage.half,
            stage.limit,
            _older(stage, "open"),
            f"{stage.stage}: half of the winners had left by {shown(stage.half, 'winner').line}, "
            f"{found.limits.aged:.0%} by {shown(stage.limit, 'winner').line}; "
            f"{_older(stage, 'open deals')}",
        )
        for stage in known
    ]

    def draw(width: int) -> Spec:
        return ages(rows, width)

    table: tuple[tuple[Cell, ...], ...] = tuple(
        (
            stage.stage,
            stage.half,
            stage.limit,
            _aged(stage),
        )
        for stage in known
    )
    heads = ("Stage", "Half had left by", f"{found.limits.aged:.0%} had left by",
             "Open deals that are older")  # fmt: skip
    says = f"{title}. " + "; ".join(row.says for row in rows)
    caption = (
        f"The dot is the day by which half of the deals that went on to win had left the stage, "
        f"the tick that by which {found.limits.aged:.0%} had; the bars are their ranges. "
        "Winners are the whole company's, so that a deal is old for everybody or for nobody; it "
        "is where it is beyond the second bar. Deals that are open still are counted as long as "
        "they have lasted."
    )
    return Chart(title, draw, says, Table(title, heads, table, "deal"), caption, wide=True)


def _older(stage: StageAge, what: str) -> str:
    """How many open deals are older than nearly all winners, where that may be told."""
    if stage.aged is None or stage.open_deals is None:
        return f"how many {what} are older is withheld"
    return f"{stage.aged:,} of {stage.open_deals:,} {what} are older"


def _aged(stage: StageAge) -> Estimate:
    if stage.aged is None or stage.open_deals is None:
        return NotEstimable(_WITHHELD, unit="count")
    return Estimate(stage.aged, n=stage.open_deals, unit="count")


_WITHHELD = Reason(
    "too_few_people", "It is about too few people, or would tell of some.", "Ask for wider groups."
)


def _rules(found: Attention) -> Block:
    """Counts by rule; a chart of full counts."""
    rows = tuple(
        (_TITLES.get(name, words(name)), found.counts[name])
        for name in RULES
        if name in found.counts and found.counts[name].estimable
    )
    groups = Groups("rule", rows, 0, "count", "deal")
    limits = found.limits
    if not rows:
        return missing("Hygiene of open deals", next(iter(found.counts.values())).reason)
    return bar_chart(
        groups,
        title="Hygiene: open deals by what is wrong with them",
        caption=f"Of {found.open_deals:,} open deals; one may have several faults. Quiet is "
        f"{limits.quiet_days} days without any activity.",
        wide=True,
    )


_TITLES = {
    "aged": "Older than nearly all winners",
    "overdue": "Past the day of closing",
    "no_close": "No day of closing",
    "no_amount": "No amount",
    "no_owner": "No owner",
    "no_activity": "Quiet",
    "no_next_step": "No next step",
    "step_overdue": "Next step overdue",
    "single_threaded": "One contact only",
}


def _unknown(found: Attention) -> list[Block]:
    """Rules that the records cannot answer."""
    return [
        missing(_TITLES.get(name, words(name)), count.reason)
        for name, count in found.counts.items()
        if not count.estimable
    ]


def _listed(found: Attention) -> list[Block]:
    """The deals to look at first, without the names of people."""
    if not found.deals:
        return []
    rows = tuple(
        (
            deal.name or deal.deal,
            deal.stage,
            "" if deal.amount is None else _amount(deal.amount),
            "" if deal.close_on is None else deal.close_on.isoformat(),
            "" if deal.age.days is None else f"{deal.age.days}",
            "; ".join(_TITLES.get(name, words(name)) for name in deal.reasons),
        )
        for deal in found.deals[:_LISTED]
    )
    return [
        Table(
            "Deals to look at first",
            ("Deal", "Stage", "Amount", "To close on", "Days in stage", "What is wrong"),
            rows,
            note=f"The first {len(rows)} of those with a fault, the gravest first. Owners are told "
            "by the command line to whoever may see them, not here.",
        )
    ]


def _amount(amount: Money) -> str:
    it = shown(Estimate(amount, unit=f"money:{amount.currency.code}"))
    return joined(it.value, it.unit)
