"""The areas of the app, in the order of the menu: what addresses, menu and rights agree on."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


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
    Area("home", _("Home"), ""),
    Area("me", _("Me against the best"), ""),
    Area("leading", _("Leading indicators"), _("Figures")),
    Area("pipeline", _("Pipeline"), _("Figures")),
    Area("deals", _("Deals"), _("Figures")),
    Area("conversion", _("Conversion and time"), _("Figures")),
    Area("attainment", _("Attainment and spread"), _("Figures")),
    Area("comparison", _("Fair comparison"), _("Figures")),
    Area("heroes", _("Reliance on a few"), _("Figures")),
    Area("learning", _("Learning"), _("Figures")),
    Area("evidence", _("Evidence"), _("Figures")),
    Area("people", _("People and teams"), _("Figures")),
    Area("measures", _("Measures"), _("Figures")),
    Area("truth", _("The known truth"), _("Figures")),
    Area("pay", _("Pay"), _("Money")),
    Area("sources", _("Sources and quality"), _("Data")),
    Area("jobs", _("Jobs"), _("System")),
    Area("health", _("Health"), _("System")),
    Area("rights", _("People and rights"), _("System")),
    Area("privacy", _("Privacy"), _("System")),
    Area("audit", _("Audit"), _("System")),
    Area("mine", _("My data"), ""),
)
BY_NAME = {area.name: area for area in AREAS}
