"""The page of settings."""

from __future__ import annotations

from everyrep.warehouse.settings import TEMPLATE


def settings() -> str:
    """The settings file, as a new workspace gets it."""
    return SETTINGS.format(template=TEMPLATE.strip())


SETTINGS = """# Settings

`everyrep.toml` at the top of a workspace. A new workspace gets this file, with every line commented
out; a setting that is left out has the default stated beside it.

```toml
{template}
```

An unknown section or key is refused with near names. A change of currency or stage order takes
effect with the next `everyrep build`.
"""
