"""Plans to begin with: by growth stage and by role, each with examples that show what it pays."""

from everyrep.pay.templates.shipped import template, template_names

__all__ = ["template", "template_names"]
