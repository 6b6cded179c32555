"""Signal or noise: the last two years with the range in which a steady series stays."""

from __future__ import annotations

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.model import Block, Note, Page
from everyrep.faces.reports.pages.parts import control_chart
from everyrep.faces.reports.series import FALSE_ALARMS, monthly

WATCHED = ("bookings", "win_rate", "activities", "opportunities_created")
_CAPTIONS = {
    "bookings": "Sums have seasons: compare a month with the same month of the year before, too.",
    "win_rate": "Deals decided in the month.",
}


def trend_page(asker: Asker) -> Page:
    """Months with control limits."""
    blocks: list[Block] = [
        control_chart(asker, monthly(asker, name), caption=_CAPTIONS.get(name, ""))
        for name in WATCHED
    ]
    charts = len(WATCHED)
    expected = charts * FALSE_ALARMS
    blocks.append(
        Note(
            f"With {charts} charts, about {expected:.1f} show a point outside by chance alone. "
            "A point inside is not news, and asking for its reason will produce one that is wrong. "
            "A point outside is a reason to look, not yet a reason to act.",
        )
    )
    return Page(
        "trend",
        "Signal or noise",
        "Which months were out of the ordinary, and which were just months.",
        tuple(blocks),
    )
