"""How long deals last, and what becomes of them: curves over the days since they were opened."""

from __future__ import annotations

from everyrep.analysis.pipeline.lasting import Lasting, lasting
from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.charts import curves, ends
from everyrep.faces.reports.charts.curves import Curve
from everyrep.faces.reports.groups import words
from everyrep.faces.reports.model import Block, Chart, Missing, Spec, Table
from everyrep.faces.reports.numbers import label, shown
from everyrep.faces.reports.pages.parts import missing
from everyrep.values import Estimate, Period, Reason

_ENDS = ("Won", "Lost or dropped", "Open still")
_DAYS = (15, 30, 60, 90, 120, 180, 270, 365)
_CURVES = 4


def time_blocks(asker: Asker, opened: Period, name: str, dimension: str | None) -> list[Block]:
    """What has become of deals by each day, and how long they last by segment."""
    return [_ends(asker, opened, name), _by_group(asker, opened, name, dimension)]


def _ends(asker: Asker, opened: Period, name: str) -> Block:
    title = "What has become of deals, by days since opening"
    found = _lasting(asker, opened)
    if isinstance(found, Reason) or not found or not found[0].last:
        return _too_few(title, found if isinstance(found, Reason) else None)
    one = found[0]
    days = list(range(one.last + 1))
    won, lost = one.shares(days)
    rest = 1 - won - lost
    parts = [
        Curve(word, days, list(map(float, share)), [0.0] * len(days), [0.0] * len(days), word)
        for word, share in zip(_ENDS, (won, lost, rest), strict=True)
    ]

    def draw(width: int) -> Spec:
        return ends(parts, width)

    table = tuple(
        (f"{day} days", one.won_by(day), one.won_by(day, second=True), one.open_at(day))
        for day in _shown_days(one.last)
    )
    says = f"{title}, opened in {name}. " + "; ".join(
        f"after {day}: won {shown(won_, 'deal').line}, open still {shown(open_, 'deal').line}"
        for day, won_, _, open_ in table
    )
    caption = (
        f"Opened in {name}. Winning and losing compete: what is lost cannot be won any more, and "
        "deals that are open still count as long as they have lasted, not as lost."
    )
    return Chart(title, draw, says, Table(title, ("After", *_ENDS), table, "deal"), caption)


def _lasting(
    asker: Asker, opened: Period, dimension: str | None = None
) -> tuple[Lasting, ...] | Reason:
    return asker.study(
        f"lasting {dimension} {opened}",
        lambda: lasting(asker.warehouse, asker.scope, opened, dimension, most=_CURVES),
    )


def _by_group(asker: Asker, opened: Period, name: str, dimension: str | None) -> Block:
    by = "" if dimension is None else f" by {words(dimension).lower()}"
    title = f"How long deals stay open{by}"
    found = _lasting(asker, opened, dimension)
    if isinstance(found, Reason) or not found:
        return _too_few(title, found if isinstance(found, Reason) else None)
    lines = [_curve(one) for one in found if one.last][:_CURVES]
    if not lines:
        return _too_few(title, None)

    def draw(width: int) -> Spec:
        return curves(lines, width)

    days = _shown_days(max(one.last for one in found))[-5:]
    table: tuple[tuple[str | Estimate | None, ...], ...] = tuple(
        (label(one.name), *(one.open_at(day) if day <= one.last else None for day in days))
        for one in found
    )
    heads = (words(dimension or "deals"), *(f"Open after {day} days" for day in days))
    says = f"{title}. " + "; ".join(line.says for line in lines)
    left = f"The {len(lines)} groups with the most deals." if len(lines) > 1 else ""
    caption = f"Opened in {name}; the ribbon is the 95 % range at each day. {left}".strip()
    return Chart(title, draw, says, Table(title, heads, table, "deal"), caption)


def _curve(one: Lasting) -> Curve:
    days = list(range(one.last + 1))
    share, low, high = (values.tolist() for values in one.open_curve(days))
    half = next((day for day, left in zip(days, share, strict=True) if left <= 0.5), None)
    told = "more than half are open to the end" if half is None else f"half are closed by {half}"
    says = (
        f"{one.name}: {told} days; after 30 days open still {shown(one.open_at(30), 'deal').line}"
    )
    return Curve(one.name, days, share, low, high, says)


def _shown_days(last: int) -> list[int]:
    return [day for day in _DAYS if day <= last] or [max(last, 1)]


def _too_few(title: str, reason: Reason | None) -> Block:
    if reason is not None:
        return missing(title, reason)
    return Missing(
        title,
        "Fewer than 20 deals of a group have days of opening and closing.",
        "Load the days on which deals were opened and closed, or wait for more deals.",
    )
