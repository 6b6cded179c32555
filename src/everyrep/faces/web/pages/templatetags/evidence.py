"""The row of links between the pages of evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_noop as _

register = template.Library()


@dataclass(frozen=True)
class Tab:
    """One page of evidence.

    Attributes:
        url: Name of its address; pages below that address belong to it.
        title: What it is called.
        area: Whose door it stands behind.
    """

    url: str
    title: str
    area: str = "evidence"


TABS = (
    Tab("evidence", _("Overview")),
    Tab("evidence_questions", _("Questions")),
    Tab("evidence_curriculum", _("Curriculum")),
    Tab("evidence_trials", _("Trials")),
    Tab("evidence_claims", _("Claims")),
    Tab("evidence_roi", _("Returns")),
    Tab("evidence_scoreboard", _("How well we judge")),
)
"""In the order in which they are shown."""


@register.inclusion_tag("everyrep/evidence_tabs.html", takes_context=True)
def evidence_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """The tabs that who looks may open, the one that they are on marked."""
    acting, path = context.get("acting"), context["request"].path
    known = [
        (tab, reverse(tab.url)) for tab in TABS if acting is not None and acting.opens(tab.area)
    ]
    on = max((at for _, at in known if path.startswith(at)), key=len, default="")
    return {"tabs": [(tab.title, at, at == on, at == path) for tab, at in known]}
