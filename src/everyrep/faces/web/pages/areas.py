"""The areas of the app, in the order of the menu: what addresses, menu and rights agree on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Area:
    """One entry of the menu.

    Attributes:
        name: What roles open, and the name of its URL.
        title: What it is called.
        group: Where it stands in the menu.
    """

    name: str
    title: str
    group: str


AREAS = (
    Area("home", "Home", ""),
    Area("me", "Me against the best", ""),
    Area("leading", "Leading indicators", "Figures"),
    Area("pipeline", "Pipeline", "Figures"),
    Area("deals", "Deals", "Figures"),
    Area("conversion", "Conversion and time", "Figures"),
    Area("attainment", "Attainment and spread", "Figures"),
    Area("comparison", "Fair comparison", "Figures"),
    Area("heroes", "Reliance on a few", "Figures"),
    Area("learning", "Learning", "Figures"),
    Area("people", "People and teams", "Figures"),
    Area("measures", "Measures", "Figures"),
    Area("truth", "The known truth", "Figures"),
    Area("sources", "Sources and quality", "Data"),
    Area("jobs", "Jobs", "System"),
    Area("health", "Health", "System"),
    Area("rights", "People and rights", "System"),
    Area("privacy", "Privacy", "System"),
    Area("audit", "Audit", "System"),
    Area("mine", "My data", ""),
)
BY_NAME = {area.name: area for area in AREAS}
