"""Plans to begin with: by growth stage and by role, each with examples that show what it pays."""

from everyrep.pay.templates.shipped import template, templates

__all__ = ["template", "templates"]
