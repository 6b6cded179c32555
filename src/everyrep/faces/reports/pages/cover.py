"""The first page: what comes before revenue, then revenue, and what needs attention."""

from __future__ import annotations

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.model import Block, Figure, Figures, Legend, Note, Notes, Page
from everyrep.faces.reports.pages.attention import attention
from everyrep.faces.reports.pages.parts import figure
from everyrep.faces.reports.pages.trend import WATCHED
from everyrep.faces.reports.pages.truth import coming_quarter
from everyrep.faces.reports.series import monthly
from everyrep.values import Grain, Period

LEADING = (
    "opportunities_created", "coverage", "velocity", "cycle_length", "activities_per_rep_week",
    "course_completion", "assessment_score",
)  # fmt: skip
OUTCOMES = ("bookings", "attainment", "win_rate", "average_deal_size")
# A year, where a quarter holds too few or is not over: ratings come once or twice a year, and what
# was begun lately has had no time to end.
_OF_A_YEAR = {"cycle_length": "opened in ", "course_completion": "", "assessment_score": ""}
# Only measures whose months are settled when they end: of what was begun last month, little has
# ended, and a line of such months falls at its end whatever happens.
_TRENDS = frozenset(
    "opportunities_created activities_per_rep_week bookings win_rate average_deal_size".split()
)


def cover_page(asker: Asker) -> Page:
    """Leading indicators, outcomes, and what needs attention."""
    quarter = asker.full(Grain.FISCAL_QUARTER)
    leading = [indicator(asker, name, quarter) for name in LEADING]
    outcomes = [indicator(asker, name, quarter) for name in OUTCOMES]
    known = tuple(one for one in leading if one.estimate.estimable)
    blocks: list[Block] = [
        Notes(attention(asker), "Needs attention", "Nothing stands out, and no check failed.")
    ]
    if known:
        blocks.append(
            Figures(
                known,
                "Before revenue",
                "Indicators that can still be moved. The small line is the last two years by "
                "month, the band its limits.",
            )
        )
    waiting = [one for one in leading if not one.estimate.estimable]
    if waiting:
        blocks.append(_waiting(waiting))
    blocks.append(Figures(tuple(outcomes), "Revenue", "What came of it."))
    blocks.append(Legend())
    return Page("summary", "Summary", "", tuple(blocks))


def indicator(asker: Asker, name: str, quarter: Period) -> Figure:
    """A measure of the quarter, or of the days that suit it, with its months where settled."""
    if _stands(asker, name):
        return figure(asker, name, "as things stand")
    period = coming_quarter(asker) if name == "coverage" else quarter
    about = asker.name(period, Grain.FISCAL_QUARTER)
    if name in _OF_A_YEAR:
        period = asker.full(Grain.FISCAL_QUARTER, 4)
        about = _OF_A_YEAR[name] + asker.name(period, Grain.FISCAL_QUARTER)
    trend = monthly(asker, name, judged=name in WATCHED) if name in _TRENDS else None
    return figure(asker, name, about, period=period, trend=trend)


def _stands(asker: Asker, name: str) -> bool:
    """Whether a measure is about what is open now, of which no past quarter knows anything."""
    found = asker.measure(name)
    return found is not None and found.expression.startswith(
        ("deals:open_now", "money:pipeline", "money:weighted_pipeline", "hygiene:")
    )


def _waiting(figures: list[Figure]) -> Notes:
    notes = [
        Note(one.estimate.reason.sentence, one.estimate.reason.remedy, title=f"{one.title}.")
        for one in figures
        if one.estimate.reason is not None
    ]
    return Notes(tuple(notes), "Indicators that wait for data")
