"""Blocks that several pages are made of."""

from __future__ import annotations

from everyrep.faces.reports.asking import Asker, refusal
from everyrep.faces.reports.charts import bars, control, ranges, ribbon, sparkline
from everyrep.faces.reports.charts.ranges import Reference
from everyrep.faces.reports.groups import Groups, words
from everyrep.faces.reports.model import Block, Chart, Figure, Missing, Spec, Table
from everyrep.faces.reports.numbers import GAP, in_unit, joined, label, shown, unit_word
from everyrep.faces.reports.series import FALSE_ALARMS, Series
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
        return sparkline(series.points, series.limits, series.unit, width)

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
    rows = table.rows if overall is None else (*table.rows, ("All", overall))
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
        return control(series.points, series.limits, series.unit, width, grain=grain)

    text = " ".join(part for part in (caption, limits_say(series)) if part)
    return Chart(
        heading, draw, _months_say(heading, series), months_table(asker, series), text, wide=True
    )


def limits_say(series: Series) -> str:
    """What the band means, and how often it cries wolf."""
    limits = series.limits
    count = len(series.points)
    if limits is None:
        return f"{count} months are too few for a usual range; it takes six."
    low, high = (in_unit(end, series.unit) for end in (limits.low, limits.high))
    text = (
        f"The band is the usual range, {low} to {joined(high, unit_word(series.unit))}. "
        f"A steady series of {count} months shows a point outside it in "
        f"{FALSE_ALARMS * 100:.0f} of 100 cases."
    )
    if not limits.trustworthy:
        text += (
            " Here neighbouring months resemble each other, as with a season or a trend, so that "
            "points outside are more frequent than that."
        )
    return text


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
    if series.limits is None:
        return text
    outside = [
        point.name
        for point in series.points
        if series.limits.outside(point.estimate.number() or 0.0)
    ]
    told = ", ".join(outside) if outside else "none"
    return f"{text} Outside the usual range: {told}."


def _short(estimate: Estimate) -> str:
    it = shown(estimate)
    return joined(it.value, it.unit).replace(GAP, " ")
