"""The colours of a page, once for light and once for dark, and the ink that charts are drawn in.

A chart is drawn once. Its specification names colours by sentinels, hexadecimal colours that
nobody would choose; in the drawing they become `var(--name)`, so that one picture follows the
reader's scheme. Elsewhere (a notebook, a slide) `painted` puts real colours in their place.
"""

from __future__ import annotations

import json
from typing import Any

LIGHT = {
    "ground": "#f6f6f3",
    "paper": "#ffffff",
    "sunken": "#f1f1ed",
    "line": "#e3e3dd",
    "grid": "#ecece7",
    "ink": "#181b22",
    "soft": "#565d6b",
    "accent": "#2b57c9",
    "accent-wash": "#e9effc",
    "band": "#c6d4f5",
    "second": "#0b7a6b",
    "third": "#8a4fb8",
    "fourth": "#a85b00",
    "quiet": "#a3aab8",
    "good": "#13723f",
    "good-wash": "#e4f4ea",
    "warn": "#8a5a00",
    "warn-wash": "#fdf2d8",
    "bad": "#b3261e",
    "bad-wash": "#fcebe9",
    "trial": "#6a3fb0",
    "trial-wash": "#f1eafb",
}

DARK = {
    "ground": "#0f1115",
    "paper": "#171a20",
    "sunken": "#1e222a",
    "line": "#2d323c",
    "grid": "#262b34",
    "ink": "#e9ebf0",
    "soft": "#a4acba",
    "accent": "#8fb0ff",
    "accent-wash": "#1f2a45",
    "band": "#33466f",
    "second": "#5fd0bd",
    "third": "#c9a2f0",
    "fourth": "#f0b166",
    "quiet": "#6b7383",
    "good": "#74d39b",
    "good-wash": "#17301f",
    "warn": "#f0c060",
    "warn-wash": "#33280f",
    "bad": "#ff9d94",
    "bad-wash": "#3a1d1b",
    "trial": "#c9b0ff",
    "trial-wash": "#2a2140",
}

SENTINELS = {name: f"#0d{place:02x}0b" for place, name in enumerate(LIGHT)}
"""The ink of charts: colour names to the sentinels that stand for them in a specification."""


def ink(name: str) -> str:
    """The sentinel of a colour, for a chart's specification."""
    return SENTINELS[name]


def painted(spec: dict[str, Any], scheme: dict[str, str] = LIGHT) -> dict[str, Any]:
    """A chart's specification with the colours of a scheme in place of the sentinels."""
    text = json.dumps(spec)
    for name, sentinel in SENTINELS.items():
        text = text.replace(sentinel, scheme[name])
    found: dict[str, Any] = json.loads(text)
    return found


def declarations(scheme: dict[str, str]) -> str:
    """A scheme as CSS custom properties."""
    return " ".join(f"--{name}: {colour};" for name, colour in scheme.items())
