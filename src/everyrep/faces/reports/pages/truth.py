"""Whether the pipeline is enough: what there is, what it takes, and the chance."""

from __future__ import annotations

from everyrep.analysis.pipeline.figures import PipelineTruth
from everyrep.analysis.pipeline.truth import pipeline_truth
from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.charts import beside_needed
from everyrep.faces.reports.model import (
    Block,
    Chart,
    Figure,
    Figures,
    Note,
    Notes,
    Origin,
    Spec,
    Table,
)
from everyrep.faces.reports.numbers import joined, shown
from everyrep.faces.reports.pages.parts import missing
from everyrep.values import Estimate, Grain, NotEstimable, Period, Reason, add_days

CHANCE = 0.8
_NEEDED = Origin(
    "How often the pipeline that is due would have to hold what is left of the target.",
    "smallest pipeline whose winnings reach what is left in four of five cases / what is left",
    "deal",
    ("From what like deals brought by the like day of earlier periods, few deals and all.",),
)
_HIT = Origin(
    "The chance that the deals which are open bring what is left of the target.",
    "share of simulated ends of the period in which open deals bring at least what is left",
    "deal",
    ("A chance is that of a deal to be won before the period ends; it is not the win rate.",),
)
_LATER = Origin(
    "The same with what deals brought in earlier periods that were not open on the like day.",
    "mean over earlier periods of the chance, each with what later deals brought then",
    "period",
    ("The range is over what later deals brought in the earlier periods.",),
)
_OVERDUE = Origin(
    "Open deals that were to close on a day that is over, before the quarter began.",
    "open amount expected to close before today and before the first day of the quarter",
    "deal",
    ("Coverage counts what is due in the quarter; the chance counts overdue deals as well.",),
)
_AHEAD = Origin(
    "Open deals that are to close between today and the quarter.",
    "open amount expected to close from today on and before the first day of the quarter",
    "deal",
    ("Coverage counts what is due in the quarter; the chance counts these deals as well.",),
)
_EXPECTED = Origin(
    "What the open deals will bring within the period.",
    "sum over stages of open amount x chance of being won within the period",
    "deal",
)
_WEIGHTED = Origin(
    "Open amounts times the chances that are stated for their stages.",
    "sum of amount x stated probability of the stage",
    "deal",
    ("The stated chances are somebody's opinion; beside it stands what deals in fact brought.",),
)


def coming_quarter(asker: Asker) -> Period:
    """The fiscal quarter that tomorrow is in: the one that can still be filled."""
    fiscal = asker.warehouse.settings.fiscal
    return Period.containing(add_days(asker.as_of, 1), Grain.FISCAL_QUARTER, fiscal)


def truth(asker: Asker) -> PipelineTruth | Reason:
    """What the pipeline is worth, or why nobody can say."""
    return asker.study(
        "truth",
        lambda: pipeline_truth(
            asker.warehouse, asker.scope, period=coming_quarter(asker), chance=CHANCE
        ),
    )


def truth_blocks(asker: Asker, name: str) -> list[Block]:
    """Figures of the coming quarter, coverage by stage, and what to know of them."""
    found = truth(asker)
    title = f"Is the pipeline enough for {name}?"
    if isinstance(found, Reason):
        return [missing(title, found)]
    figures: tuple[Figure, ...] = (
        Figure("Left of the target", found.remaining, name, asker.origin("remaining_target")),
        Figure(asker.title("coverage"), found.coverage, f"due in {name}", asker.origin("coverage")),
        Figure(f"Coverage needed, for {CHANCE:.0%}", found.needed, f"due in {name}", _NEEDED),
        Figure("Chance of hitting target", found.chance, "from deals open now", _HIT),
        Figure("With deals yet to come", found.chance_with_later, name, _LATER),
        Figure("Expected from open deals", found.expected, name, _EXPECTED),
        Figure("Weighted by stated chances", found.weighted, name, _WEIGHTED),
    )
    if found.overdue.number():
        figures = (*figures, Figure("Overdue, in no coverage", found.overdue, name, _OVERDUE))
    if found.ahead.number():
        figures = (*figures, Figure("Due before, in no coverage", found.ahead, name, _AHEAD))
    return [Figures(figures, title, _lead(found)), _by_stage(found, name), _notes(found)]


def _lead(found: PipelineTruth) -> str:
    if not found.periods or not found.chance.estimable:
        return ""
    held = (
        f" Of {found.periods} earlier periods, the range that the others give held what came in "
        f"{found.held}."
        if found.held
        else ""
    )
    return f"It rests on {found.periods} earlier periods, each as of its like day.{held}"


def _by_stage(found: PipelineTruth, name: str) -> Block:
    title = f"Coverage by stage, beside what is needed, {name}"
    due = [stage for stage in found.stages if stage.due]
    rows = [(stage.stage or "No stage", stage.coverage) for stage in due]
    if not found.coverage.estimable or not rows:
        return missing(title, found.coverage.reason)
    every = [*rows, ("All that is due", found.coverage)]
    needed = found.needed if found.needed.estimable else None

    def draw(width: int) -> Spec:
        return beside_needed(every, needed, "ratio", width, grain="deal")

    table = tuple(
        (stage.stage or "No stage", stage.pipeline, stage.coverage, stage.chance, stage.expected)
        for stage in due
    )
    heads = ("Stage", "Open and due", "Coverage", "Chance to be won in time", "Expected")
    total: Estimate = found.expected if len(due) == len(found.stages) else _apart()
    last = ("All that is due", found.due, found.coverage, _apart(), total)
    want = ("Needed", None, found.needed, _apart(), None)
    says = f"{title}. " + "; ".join(f"{each}: {shown(e, 'deal').line}" for each, e in every)
    rows_of_table = (*table, last, *((want,) if needed else ()))
    caption = "How often the open amount of a stage holds what is left of the target."
    if needed is not None:
        it = shown(needed, "deal")
        caption += (
            f" The line is what all that is due would have to be for a chance of {CHANCE:.0%}: "
            f"{joined(it.value, it.unit)}, the band its range ({it.range})."
        )
    return Chart(
        title, draw, says, Table(title, heads, _plain(rows_of_table), "deal"), caption, wide=True
    )


def _apart() -> Estimate:
    return NotEstimable(Reason("by_stage", "It differs by stage."), unit="share")


def _plain(
    rows: tuple[tuple[str | Estimate | None, ...], ...],
) -> tuple[tuple[str | Estimate | None, ...], ...]:
    """Rows in which what is there for some rows only is left empty for the others."""
    return tuple(
        tuple(
            None if isinstance(cell, Estimate) and cell.reason and cell.reason.code == "by_stage"
            else cell
            for cell in row
        )
        for row in rows
    )  # fmt: skip


def _notes(found: PipelineTruth) -> Block:
    return Notes(tuple(Note(note) for note in found.notes), "To know about these chances")
