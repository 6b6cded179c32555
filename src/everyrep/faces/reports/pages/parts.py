"""Blocks that several pages are made of."""

from __future__ import annotations

import re

from everyrep.faces.reports.asking import Asker, refusal
from everyrep.faces.reports.charts import bars, control, ranges, ribbon, sparkline
from everyrep.faces.reports.charts.ranges import Reference
from everyrep.faces.reports.groups import Groups, words
from everyrep.faces.reports.model import Block, Cell, Chart, Figure, Missing, Spec, Table
from everyrep.faces.reports.numbers import GAP, in_unit, joined, label, shown, unit_word
from everyrep.faces.reports.series import Series, month_name
from everyrep.values import Estimate, Grain, NotEstimable, Period, Reason


def figure(
    asker: Asker,
    measure: str,
    about: str,
    *,
    period: Period | None = None,
    trend: Series | None = None,
) -> Figure:
    """One measure over everything in sight, large."""
    return Figure(
        asker.title(measure),
        asker.one(measure, period=period),
        about,
        asker.origin(measure),
        None if trend is None or len(trend.points) < 3 else small_trend(asker, trend),
    )


def last_figure(asker: Asker, measure: str, history: Period) -> Figure:
    """The last quarter of a series, large: the same figure as the series' last point."""
    grain = Grain.FISCAL_QUARTER
    last = history.split(grain, asker.warehouse.settings.fiscal)[-1]
    name = asker.name(last, grain)
    answer = asker.ask(measure, grain, period=history)
    found = [row.estimate for row in answer if asker.bucket(str(row.keys.get(grain))) == name]
    estimate = found[0] if found else NotEstimable(refusal(answer))
    return Figure(asker.title(measure), estimate, name, asker.origin(measure))


def small_trend(asker: Asker, series: Series) -> Chart:
    """The months of a measure, small."""

    def draw(width: int) -> Spec:
        return sparkline(series.points, series.unit, width)

    title = asker.title(series.measure)
    return Chart(title, draw, _months_say(title, series), months_table(asker, series))


def missing(what: str, reason: Reason | None) -> Missing:
    """In place of figures: why, and what to do."""
    if reason is None:
        return Missing(what, "No facts fit the question.")
    return Missing(what, reason.sentence, reason.remedy)


def range_chart(
    groups: Groups,
    *,
    title: str,
    caption: str = "",
    overall: Estimate | None = None,
    wide: bool = False,
) -> Block:
    """Groups with their ranges, or why there are none."""
    if not groups.rows:
        return missing(title, groups.reason)
    middle = None if overall is None else overall.number()
    reference = None if middle is None else Reference(middle, "all")

    def draw(width: int) -> Spec:
        return ranges(groups.rows, groups.unit, width, grain=groups.grain, reference=reference)

    if overall is not None and middle is not None:
        all_of_them = joined(in_unit(middle, overall.unit), unit_word(overall.unit))
        caption = f"{caption} The dashed line is all of them together: {all_of_them}.".strip()
    says = f"{title}. " + "; ".join(
        f"{label(name)}: {shown(estimate, groups.grain).line}" for name, estimate in groups.rows
    )
    table = groups.table(title)
    rest: tuple[Cell, ...] = ("",) * (len(table.columns) - 2)
    rows = table.rows if overall is None else (*table.rows, ("All", overall, *rest))
    table = Table(title, table.columns, rows, groups.grain, groups.note)
    return Chart(title, draw, says, table, f"{caption} {groups.note}".strip(), wide)


def bar_chart(groups: Groups, *, title: str, caption: str = "", wide: bool = False) -> Block:
    """Sums or counts by group, or why there are none."""
    if not groups.rows:
        return missing(title, groups.reason)

    def draw(width: int) -> Spec:
        return bars(groups.rows, groups.unit, width, grain=groups.grain)

    says = f"{title}. " + "; ".join(
        f"{label(name)}: {shown(estimate, groups.grain).line}" for name, estimate in groups.rows
    )
    return Chart(title, draw, says, groups.table(title), f"{caption} {groups.note}".strip(), wide)


def control_chart(asker: Asker, series: Series, *, caption: str = "") -> Block:
    """Months with their usual range and the false alarms it raises, or why there are none."""
    title = asker.title(series.measure)
    money = unit_word(series.unit)
    heading = f"{title} by month" + (f", {money}" if series.unit.startswith("money") else "")
    if not series.points:
        return missing(heading, series.reason)
    grain = asker.origin(series.measure).grain

    def draw(width: int) -> Spec:
        return control(series.points, series.unit, width, grain=grain)

    text = " ".join(part for part in (caption, limits_say(series)) if part)
    return Chart(
        heading, draw, _months_say(heading, series), months_table(asker, series), text, wide=True
    )


def limits_say(series: Series) -> str:
    """What the band means, how often it is wrong, and what it can see."""
    found = series.chart
    if found is None:
        return ""
    if found.reason is not None:
        return f"{found.reason.sentence} {found.reason.remedy}".strip()
    parts = ["The band holds what a steady series does, each month from the months before it."]
    if found.rate is not None and found.a_quarter is not None:
        parts.append(
            f"A point falls outside by chance in {found.rate:.1%} of months; with the check of "
            "the last three months together that makes "
            f"{_rate(found.a_quarter)} false alarms a quarter."
        )
    if found.model:
        parts.append(f"Allowed for: {found.model}.")
    parts.append(_named(found.verdict))
    return " ".join((*parts, *found.notes))


def _rate(a_quarter: float) -> str:
    return f"{a_quarter:.2f}" if a_quarter < 1 else f"{a_quarter:.1f}"


def _named(text: str) -> str:
    """A sentence with its months as people write them."""
    return _MONTH.sub(lambda found: month_name(Period.parse(found.group())), text)


_MONTH = re.compile(r"\b\d{4}-\d{2}\b")


def ribbon_chart(
    asker: Asker, measure: str, grain: Grain, period: Period, *, caption: str = ""
) -> Block:
    """A figure period by period with its range, or why there is none."""
    title = f"{asker.title(measure)} by {words(grain.value).lower().replace('fiscal ', '')}"
    answer = asker.ask(measure, grain.value, period=period)
    points = tuple(
        (asker.bucket(str(row.keys[grain.value])), row.estimate)
        for row in answer
        if row.estimate.estimable and row.keys.get(grain.value)
    )
    if not points:
        return missing(title, refusal(answer))
    unit, grain_of_n = points[0][1].unit, asker.origin(measure).grain
    if unit.startswith("money"):
        title += f", {unit_word(unit)}"

    def draw(width: int) -> Spec:
        return ribbon(points, unit, width, grain=grain_of_n)

    says = f"{title}. " + "; ".join(f"{name}: {shown(e, grain_of_n).line}" for name, e in points)
    table = Table(title, ("Period", "Value"), points, grain_of_n)
    return Chart(title, draw, says, table, caption)


def months_table(asker: Asker, series: Series) -> Table:
    """Months and figures."""
    title = f"{asker.title(series.measure)} by month"
    rows = tuple((point.name, point.estimate) for point in series.points)
    return Table(title, ("Month", "Value"), rows, asker.origin(series.measure).grain)


def _months_say(title: str, series: Series) -> str:
    first, last = series.points[0], series.points[-1]
    text = (
        f"{title}, {first.name} to {last.name}: from {_short(first.estimate)} to "
        f"{_short(last.estimate)}."
    )
    if not any(point.alarm is not None for point in series.points):
        return text
    outside = [point.name for point in series.points if point.outside]
    told = ", ".join(outside) if outside else "none"
    return f"{text} Outside their limits: {told}."


def _short(estimate: Estimate) -> str:
    it = shown(estimate)
    return joined(it.value, it.unit).replace(GAP, " ")
