"""What is open: whether it is enough, what moved it, how old it is and how well kept."""

from __future__ import annotations

from datetime import timedelta

from everyrep.analysis.pipeline.open_ages import BANDS, open_ages
from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.groups import Groups, grouped
from everyrep.faces.reports.model import Block, Figures, Note, Page
from everyrep.faces.reports.numbers import unit_word
from everyrep.faces.reports.pages.movement import movement_blocks
from everyrep.faces.reports.pages.parts import bar_chart, figure, missing
from everyrep.faces.reports.pages.tending import tending_blocks
from everyrep.faces.reports.pages.truth import coming_quarter, truth_blocks
from everyrep.faces.reports.reading import stage_order
from everyrep.values import Estimate, Grain, Reason


def pipeline_page(asker: Asker) -> Page:
    """What is open, whether it is enough, what moved it, how old it is and how well kept."""
    quarter = coming_quarter(asker)
    name = asker.name(quarter, Grain.FISCAL_QUARTER)
    blocks: list[Block] = [
        Figures(
            (
                figure(asker, "pipeline", "everything open"),
                figure(asker, "weighted_pipeline", "everything open, by chance of winning"),
                figure(asker, "open_deals", "everything open"),
            )
        ),
        *truth_blocks(asker, name),
        *movement_blocks(asker),
        _by_stage(asker),
        _by_age(asker),
        *tending_blocks(asker),
    ]
    overdue = _overdue(asker)
    return Page(
        "pipeline",
        "Pipeline",
        "What is open, whether it is enough, what moved it, how old it is, and how well kept.",
        (*blocks, *((overdue,) if overdue else ())),
    )


def has_amounts(asker: Asker) -> bool:
    """Whether open deals carry amounts, so that they can be added up."""
    estimate = asker.one("pipeline")
    return estimate.estimable and bool(estimate.number())


def _by_stage(asker: Asker) -> Block:
    order = stage_order(asker.warehouse)
    if has_amounts(asker):
        groups = grouped(asker, "pipeline", "stage", order=order)
        title = f"Open pipeline by stage, {unit_word(groups.unit)}"
    else:
        groups = grouped(asker, "open_deals", "stage", order=order)
        title = "Open deals by stage"
    return bar_chart(groups, title=title, caption="As deals stand now, in the order of stages.")


def _by_age(asker: Asker) -> Block:
    """Open deals by the time since they were opened."""
    measure = "pipeline" if has_amounts(asker) else "open_deals"
    title = "Open pipeline by age" if measure == "pipeline" else "Open deals by age"
    rows = _ages(asker, measure)
    if isinstance(rows, Reason):
        return missing(title, rows)
    if not any(estimate.estimable for _, estimate in rows):
        return missing(title, rows[0][1].reason)
    found = tuple((name, estimate) for name, estimate in rows if estimate.estimable)
    unit = found[0][1].unit
    if unit.startswith("money"):
        title += f", {unit_word(unit)}"
    groups = Groups("age", found, 0, unit, asker.origin(measure).grain)
    return bar_chart(groups, title=title, caption="Days since the deal was opened.")


def _ages(asker: Asker, measure: str) -> list[tuple[str, Estimate]] | Reason:
    """A figure an age; days of one's own choice are not for who sees groups alone."""
    if asker.scope.min_group == 1 or measure != "pipeline":
        return [
            (words, asker.one(measure, where=_aged(asker, youngest, oldest)))
            for youngest, oldest, words in BANDS
        ]
    found = asker.study("open ages", lambda: open_ages(asker.warehouse, asker.scope))
    if isinstance(found, Reason):
        return found
    return [(band.name, band.amount) for band in found]


def _aged(asker: Asker, youngest: int, oldest: int | None) -> str:
    """The condition on the day of opening for an age in days, both ends included."""
    parts = [f"created_on <= '{asker.as_of - timedelta(days=youngest)}'"]
    if oldest is not None:
        parts.append(f"created_on >= '{asker.as_of - timedelta(days=oldest)}'")
    return " and ".join(parts)


def _overdue(asker: Asker) -> Note | None:
    """Open deals whose day of closing is over."""
    late = overdue_deals(asker)
    everything = asker.one("open_deals")
    if not late.estimable or not late.number() or not everything.number():
        return None
    return Note(
        f"{late.n:,} of {everything.n:,} open deals are past the day they were to close. They "
        "count as open, in the quarter they were to close in and in none that comes.",
        "Close them, or give them a new day.",
        "warn",
    )


def overdue_deals(asker: Asker) -> Estimate:
    """Open deals whose expected day of closing lies before today."""
    return asker.one("open_deals", where=f"close_on < '{asker.as_of}'")
