"""From stage to stage, from open to won: at what rate, how fast, and where it differs."""

from __future__ import annotations

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.groups import filled_dimensions, grouped, words
from everyrep.faces.reports.model import Block, Figures, Page
from everyrep.faces.reports.pages.parts import bar_chart, figure, missing, range_chart
from everyrep.faces.reports.pages.times import time_blocks
from everyrep.faces.reports.reading import stage_order
from everyrep.values import Grain, Reason

_WIN_RATE_BY = (
    "segment", "product_line", "product", "competitor", "region", "channel", "deal_kind",
    "industry", "motion", "country",
)  # fmt: skip
_CYCLE_BY = ("segment", "product_line", "deal_kind", "product", "industry", "region", "channel")


def conversion_page(asker: Asker) -> Page:
    """Stage conversion, win rate and cycle length, each with its range."""
    year = asker.full(Grain.FISCAL_QUARTER, 4)
    name = asker.name(year, Grain.FISCAL_QUARTER)
    order = stage_order(asker.warehouse)
    blocks: list[Block] = [
        Figures(
            (
                figure(asker, "win_rate", name, period=year),
                figure(asker, "average_deal_size", name, period=year),
                figure(asker, "cycle_length", f"opened in {name}", period=year),
            )
        ),
        range_chart(
            grouped(asker, "stage_conversion", "stage", period=year, order=order),
            title="Of deals that came into a stage, the share that went on",
            caption=f"Came in during {name}; deals still in the stage are censored, not lost.",
        ),
        range_chart(
            grouped(asker, "time_in_stage", "stage", period=year, order=order),
            title="Days until half have left the stage",
            caption=f"Came in during {name}; deals still there have lasted until today.",
        ),
    ]
    blocks.append(
        range_chart(
            grouped(asker, "stage_win_rate", "stage", period=year, order=order),
            title="Of deals that came into a stage, the share won in the end",
            caption=f"Came in during {name}; losing competes with winning, open deals are "
            "censored.",
        )
    )
    blocks += time_blocks(asker, year, name, _cycle_dimension(asker))
    blocks += _win_rates(asker, name)
    blocks += _cycles(asker, name)
    blocks.append(
        bar_chart(
            grouped(asker, "lost_deals", "loss_reason", period=year),
            title="Why deals were lost, as sellers noted it",
            caption=f"Deals lost in {name}.",
        )
    )
    return Page(
        "conversion",
        "Conversion and time",
        "At what rate deals move on and are won, how long they last, and where that differs.",
        tuple(blocks),
    )


def _cycle_dimension(asker: Asker) -> str | None:
    """What the lengths of cycles are cut by: the first dimension that the data fill."""
    year = asker.full(Grain.FISCAL_QUARTER, 4)
    found = filled_dimensions(asker, "cycle_length", _CYCLE_BY, period=year, most=1)
    return found[0].dimension if found else None


def _win_rates(asker: Asker, name: str) -> list[Block]:
    year = asker.full(Grain.FISCAL_QUARTER, 4)
    overall = asker.one("win_rate", period=year)
    found = filled_dimensions(asker, "win_rate", _WIN_RATE_BY, period=year)
    # Charts of like height stand side by side.
    found.sort(key=lambda groups: len(groups.rows))
    if not found:
        reason = overall.reason or Reason(
            "no_dimension",
            "No deal says its segment, product, region, channel or competitor.",
            "Map such a column of the deals or of the customers.",
        )
        return [missing("Win rate by segment, product or competitor", reason)]
    return [
        range_chart(
            groups,
            title=f"Win rate by {words(groups.dimension).lower()}",
            caption=f"Decided in {name}. Groups whose ranges overlap widely are hard to tell "
            "apart." if place == 0 else f"Decided in {name}.",
            overall=overall,
        )
        for place, groups in enumerate(found)
    ]  # fmt: skip


def _cycles(asker: Asker, name: str) -> list[Block]:
    year = asker.full(Grain.FISCAL_QUARTER, 4)
    overall = asker.one("cycle_length", period=year)
    found = filled_dimensions(asker, "cycle_length", _CYCLE_BY, period=year, most=1)
    return [
        range_chart(
            groups,
            title=f"Days until half are closed, by {words(groups.dimension).lower()}",
            caption=f"Opened in {name}, open deals counted as long as they have lasted.",
            overall=overall,
        )
        for groups in found
    ]
