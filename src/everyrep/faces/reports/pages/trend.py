"""Signal or noise: months with the limits in which a steady series stays."""

from __future__ import annotations

from everyrep.analysis.charts import FILE_NAME, Review, read_thresholds, review
from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.model import Block, Note, Notes, Page
from everyrep.faces.reports.numbers import in_unit, joined, unit_word
from everyrep.faces.reports.pages.parts import control_chart, missing
from everyrep.faces.reports.series import monthly
from everyrep.values import Reason

WATCHED = ("bookings", "win_rate", "activities", "opportunities_created")
_CAPTIONS = {
    "bookings": "Each month against the months before it.",
    "win_rate": "Deals decided in the month.",
}


def trend_page(asker: Asker) -> Page:
    """Months with control limits, and what is watched."""
    blocks: list[Block] = [
        control_chart(asker, monthly(asker, name), caption=_CAPTIONS.get(name, ""))
        for name in WATCHED
    ]
    blocks.append(_expected(asker))
    blocks += _watched(asker)
    return Page(
        "trend",
        "Signal or noise",
        "Which months were out of the ordinary, and which were just months.",
        tuple(blocks),
    )


def _expected(asker: Asker) -> Block:
    charts = [monthly(asker, name).chart for name in WATCHED]
    rates = [found.a_quarter for found in charts if found is not None and found.a_quarter]
    told = (
        f"The {len(rates)} charts with limits raise {sum(rates):.1f} alarms a quarter by chance "
        "alone, all taken together. "
        if rates
        else "No chart has limits yet, so that nothing here can tell signal from noise. "
    )
    return Note(
        told + "A point inside is not news, and asking for its reason will produce one that is "
        "wrong. A point outside is a reason to look, not yet a reason to act.",
    )


def _watched(asker: Asker) -> list[Block]:
    """What the workspace watches, where it watches anything."""
    title = "What is watched"
    path = asker.workspace / FILE_NAME
    if not path.exists():
        return [
            Note(
                f"Nothing else is watched. A file {FILE_NAME} in the workspace names what asks for "
                "a review, by team or product too, and how many false alarms a quarter are "
                "accepted.",
            )
        ]
    found = asker.study(
        title,
        lambda: review(
            asker.warehouse,
            read_thresholds(path, asker.catalogue),
            asker.scope,
            asker.catalogue,
        ),
    )
    return [missing(title, found) if isinstance(found, Reason) else _reviewed(asker, found)]


def _reviewed(asker: Asker, found: Review) -> Block:
    told = (
        f"{len(found.outlooks)} thresholds; {found.expected:.1f} false alarms a quarter are to be "
        "expected of them, all together."
    )
    notes = [Note(told)]
    for signal in found.signals:
        measure = asker.measure(signal.measure)
        unit = "number" if measure is None else measure.unit_in(asker.warehouse.reporting_currency)
        value = joined(in_unit(signal.value, unit), unit_word(unit))
        side = "above" if signal.side > 0 else "below"
        rare = "" if signal.chance is None else f" By chance alone: {signal.chance:.2%} of months."
        sure = " It stands out even among all that is watched." if signal.stands_out else ""
        notes.append(
            Note(
                f"{signal.bucket}: {value}, {side} its limits.{rare}{sure}",
                tone="warn",
                title=f"{signal.threshold}.",
            )
        )
    notes += [
        Note(one.reason.sentence, one.reason.remedy, title=f"{one.threshold.title}.")
        for one in found.outlooks
        if one.reason is not None
    ]
    return Notes(tuple(notes), "What is watched")
