"""The chart of a measure: the door asked, every group's series drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from everyrep.analysis.charts.drawing import draw_all
from everyrep.analysis.charts.results import Chart
from everyrep.analysis.charts.series import series_of
from everyrep.analysis.misspelt import tells_misspelt_words
from everyrep.measures import FactSource
from everyrep.values import Reason, Scope, UserError

HISTORY = 60


@dataclass(frozen=True)
class Charts:
    """The charts of a measure, one a group.

    Attributes:
        measure: Its name.
        by: The dimension; None without one.
        charts: One a group, or one.
        a_quarter: False alarms expected a quarter over all charts.
        reason: Why there are none.
        notes: Sentences to be read with them.
        snapshot: The build that was read.
    """

    measure: str
    by: str | None
    charts: tuple[Chart, ...]
    a_quarter: float = 0.0
    reason: Reason | None = None
    notes: tuple[str, ...] = ()
    snapshot: str = ""

    def one(self, group: str | bool | int | None = None) -> Chart:
        """The chart of a group, or the only one.

        Raises:
            UserError: There is none.
        """
        for chart in self.charts:
            if chart.group == group:
                return chart
        raise UserError(
            f"There is no chart of {self.measure} for {group!r}",
            why=None if self.reason is None else self.reason.sentence,
            remedy=f"The groups are: {', '.join(str(chart.group) for chart in self.charts)}",
        )

    def to_dict(self) -> dict[str, Any]:
        """The charts as JSON-safe data."""
        return {
            "measure": self.measure,
            "by": self.by,
            "a_quarter": self.a_quarter,
            "reason": None if self.reason is None else self.reason.to_dict(),
            "notes": list(self.notes),
            "snapshot": self.snapshot,
            "charts": [chart.to_dict() for chart in self.charts],
        }


@tells_misspelt_words()
def chart(
    source: FactSource,
    measure: str,
    *,
    grain: str = "month",
    by: str | None = None,
    where: str | None = None,
    scope: Scope,
    history: int = HISTORY,
    rate: float | None = None,
) -> Charts:
    """A measure in time, told apart from noise.

    Args:
        source: An open build of the warehouse.
        measure: A name or synonym.
        grain: Of time.
        by: A dimension: each group has a chart of its own.
        where: Which facts count.
        scope: Who asks.
        history: How many whole buckets are read.
        rate: Chance of a false alarm a point; None is the smallest that can be promised.

    Raises:
        UnknownName: A measure, dimension or grain does not exist; near names are offered.
        UserError: The scope does not allow it, or the rate is no chance.
    """
    if rate is not None and not 0 < rate < 0.5:
        raise UserError(f"The rate is {rate!r}", remedy="Give a chance a point, such as 0.02")
    found = series_of(
        source, measure, grain=grain, by=by, where=where, scope=scope, history=history
    )
    if isinstance(found, Reason):
        return Charts(measure, by, (), reason=found, snapshot=source.snapshot)
    charts = draw_all(found, rate)
    expected = sum(one.a_quarter or 0.0 for one in charts)
    notes = () if len(charts) < 2 else (
        f"{len(charts)} charts bring about {expected:.1f} false alarms a quarter between them.",
    )  # fmt: skip
    reason = None
    if not charts:
        reason = Reason("no_facts", f"There are no facts in the last {history} whole {grain}s.")
    return Charts(measure, by, charts, expected, reason, notes, source.snapshot)
