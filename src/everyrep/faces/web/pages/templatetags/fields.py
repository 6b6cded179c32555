"""Fields of forms that others made, without what they say beside their label."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.filter
def plain(field: Any) -> str:
    """A field without the words inside it, which are the label's again in others' words."""
    field.field.widget.attrs.pop("placeholder", None)
    return str(field)
