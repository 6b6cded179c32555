"""What is open: how much, where, whether it is enough, and how old it is."""

from __future__ import annotations

from datetime import timedelta

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.groups import Groups, grouped
from everyrep.faces.reports.model import Block, Figures, Note, Page
from everyrep.faces.reports.numbers import unit_word
from everyrep.faces.reports.pages.parts import bar_chart, figure, missing
from everyrep.faces.reports.reading import stage_order
from everyrep.values import Estimate, Grain, Period, add_days

_AGES = ((0, 30, "Up to 30 days"), (31, 90, "31 to 90 days"), (91, 180, "91 to 180 days"),
         (181, None, "More than 180 days"))  # fmt: skip


def pipeline_page(asker: Asker) -> Page:
    """Open deals by stage and age, and coverage of what is left of the target."""
    quarter = coming_quarter(asker)
    name = asker.name(quarter, Grain.FISCAL_QUARTER)
    blocks: list[Block] = [
        Figures(
            (
                figure(asker, "pipeline", "everything open"),
                figure(asker, "weighted_pipeline", "everything open, by chance of winning"),
                figure(asker, "open_deals", "everything open"),
                figure(asker, "remaining_target", name, period=quarter),
                figure(asker, "coverage", name, period=quarter),
            )
        ),
        _by_stage(asker),
        _by_age(asker),
        _coverage_by_stage(asker, quarter, name),
    ]
    overdue = _overdue(asker)
    return Page(
        "pipeline",
        "Pipeline",
        "What is open, where it stands, how old it is, and whether it is enough.",
        (*blocks, *((overdue,) if overdue else ())),
    )


def coming_quarter(asker: Asker) -> Period:
    """The fiscal quarter that tomorrow is in: the one that can still be filled."""
    fiscal = asker.warehouse.settings.fiscal
    return Period.containing(add_days(asker.as_of, 1), Grain.FISCAL_QUARTER, fiscal)


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
    rows = [
        (words, asker.one(measure, where=_aged(asker, youngest, oldest)))
        for youngest, oldest, words in _AGES
    ]
    if not any(estimate.estimable for _, estimate in rows):
        return missing(title, rows[0][1].reason)
    found = tuple((name, estimate) for name, estimate in rows if estimate.estimable)
    unit = found[0][1].unit
    if unit.startswith("money"):
        title += f", {unit_word(unit)}"
    groups = Groups("age", found, 0, unit, asker.origin(measure).grain)
    return bar_chart(groups, title=title, caption="Days since the deal was opened.")


def _aged(asker: Asker, youngest: int, oldest: int | None) -> str:
    """The condition on the day of opening for an age in days, both ends included."""
    parts = [f"created_on <= '{asker.as_of - timedelta(days=youngest)}'"]
    if oldest is not None:
        parts.append(f"created_on >= '{asker.as_of - timedelta(days=oldest)}'")
    return " and ".join(parts)


def _coverage_by_stage(asker: Asker, quarter: Period, name: str) -> Block:
    groups = grouped(asker, "coverage", "stage", period=quarter, order=stage_order(asker.warehouse))
    return bar_chart(
        groups,
        title=f"Coverage of the remaining target by stage, {name}",
        caption="How often the pipeline of each stage that is to close in the quarter holds what "
        "is left to book.",
    )


def _overdue(asker: Asker) -> Note | None:
    """Open deals whose day of closing is over."""
    late = overdue_deals(asker)
    everything = asker.one("open_deals")
    if not late.estimable or not late.number() or not everything.number():
        return None
    return Note(
        f"{late.n:,} of {everything.n:,} open deals are past the day they were to close. They "
        "count as open, in no coming quarter.",
        "Close them, or give them a new day.",
        "warn",
    )


def overdue_deals(asker: Asker) -> Estimate:
    """Open deals whose expected day of closing lies before today."""
    return asker.one("open_deals", where=f"close_on < '{asker.as_of}'")
