"""Charts as specifications, so that a page can let one point at what its pictures show."""

from __future__ import annotations

import json

from everyrep.faces.reports.colours import SENTINELS
from everyrep.faces.reports.model import Chart, Page, Spec
from everyrep.faces.reports.placing import placed
from everyrep.faces.reports.studio import HALF, NARROW, WIDE

_PARTS = ("layer", "hconcat", "vconcat", "concat")


def pictures_of(page: Page) -> str:
    """The charts of a page, in the order of its pictures, as JSON: what each says, and its spec."""
    return as_json(_pictures(page))


def as_json(pictures: list[tuple[str, Spec]]) -> str:
    """Pictures with the names of their inks, which a page replaces by its own colours.

    Args:
        pictures: What each says, and its specification.
    """
    told = [{"says": says, "spec": answering(spec, says)} for says, spec in pictures]
    inks = {sentinel: name for name, sentinel in SENTINELS.items()}
    return json.dumps({"inks": inks, "pictures": told})


def answering(spec: Spec, says: str = "") -> Spec:
    """A specification whose marks show, when pointed at, what they say to those who do not see.

    Args:
        spec: Vega-Lite; it stays as it is.
        says: The whole picture in a sentence.
    """
    live = {key: _answering(part) if key in _PARTS else part for key, part in spec.items()}
    described = spec.get("encoding", {}).get("description")
    if described:
        live["encoding"] = {**spec["encoding"], "tooltip": {"type": "nominal", **described}}
    return {**live, "description": says} if says else live


def _answering(parts: list[Spec]) -> list[Spec]:
    return [answering(part) for part in parts]


def _pictures(page: Page) -> list[tuple[str, Spec]]:
    return [
        (block.says, block.draw(width))
        for block, half in placed(page.blocks)
        if isinstance(block, Chart)
        for width in ((HALF,) if half else (WIDE, NARROW))
    ]
