"""Remedies in templates, as who reads them can follow them."""

from __future__ import annotations

from typing import Any

from django import template

from everyrep.faces.web.pages.advice import advised

register = template.Library()


@register.simple_tag(takes_context=True, name="advised")
def in_words(context: dict[str, Any], text: str | None) -> str:
    """A remedy for the one who looks at the page."""
    acting = context.get("acting")
    return advised(text or "", acting.scope if acting else None)
