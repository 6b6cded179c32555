"""The door of the package: `everyrep.open`, fetched when it is first asked for.

Whoever imports a part of Everyrep imports its front, and must not pay for the notebook by it; so
the face is fetched by name.
"""

from __future__ import annotations

import sys
from importlib import import_module

_PUBLIC = {"open": ("everyrep.faces.notebook", "open_company")}


def load_name(name: str) -> object:
    """A public name of the package, kept there for the next time.

    Raises:
        AttributeError: There is no such name.
    """
    if name not in _PUBLIC:
        raise AttributeError(f"module 'everyrep' has no attribute {name!r}")
    module, attribute = _PUBLIC[name]
    value: object = getattr(import_module(module), attribute)
    setattr(sys.modules["everyrep"], name, value)
    return value
