"""From a chart's specification to a small inline SVG that follows the colours of the page.

What the renderer gives is parsed and written anew from a short list of elements and attributes.
So nothing in a name can become markup, no address survives, and the picture is a third as large.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from everyrep.faces.reports.colours import SENTINELS
from everyrep.faces.reports.model import Spec

_ELEMENTS = frozenset({"svg", "g", "path", "rect", "line", "circle", "text", "tspan"})
_ATTRIBUTES = frozenset(
    "viewBox transform d x y dx dy x1 x2 y1 y2 width height cx cy r fill fill-opacity stroke "
    "stroke-width stroke-opacity stroke-dasharray stroke-linecap opacity text-anchor font-size "
    "font-weight dominant-baseline".split()
)
_PLACES = frozenset("transform d x y dx dy x1 x2 y1 y2 width height cx cy r".split())
_DEFAULTS = {("opacity", "1"), ("stroke-width", "1"), ("font-weight", "normal")}
_COLOUR = {sentinel: f"var(--{name})" for name, sentinel in SENTINELS.items()}
_LONG = re.compile(r"-?\d+\.\d{2,}")
_NOTHING = ("", "M0,0h0v0h0Z")


def drawn(spec: Spec, says: str) -> str:
    """A chart as inline SVG.

    Args:
        spec: Vega-Lite, with its data inside.
        says: The picture in a sentence, for those who do not see it.
    """
    import vl_convert

    _register_font()
    raw = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return redrawn(raw, says)


def warm_up() -> None:
    """Start the renderer, which takes longer than most charts."""
    drawn({"mark": "point", "data": {"values": [{}]}}, "")


def redrawn(raw: str, says: str) -> str:
    """An SVG of the renderer, written anew.

    Raises:
        ElementTree.ParseError: It is not XML.
    """
    root = ElementTree.fromstring(raw)  # noqa: S314 - our own renderer's, without entities
    body = "".join(filter(None, (_element(child) for child in root)))
    box = root.get("viewBox", "0 0 100 100")
    return f'<svg viewBox="{escape(box)}" role="img" aria-label={quoteattr(says)}>{body}</svg>'


@cache
def _register_font() -> None:
    """Let the renderer measure text in the type that the page is set in."""
    import vl_convert

    folder = resources.files("everyrep.faces.reports") / "assets" / "type"
    with resources.as_file(folder) as place:
        vl_convert.register_font_directory(str(place))


def _element(element: ElementTree.Element) -> str:
    name = element.tag.rpartition("}")[2]
    if name not in _ELEMENTS or _is_nothing(name, element):
        return ""
    inside = "".join(_element(child) for child in element)
    text = escape(element.text or "") if name in ("text", "tspan") else ""
    says = element.get("aria-label") if element.get("role") == "graphics-symbol" else None
    if says and not inside and not text:
        inside = f"<title>{escape(says)}</title>"
    if name == "g" and not inside:
        return ""
    attributes = "".join(_attribute(key, value) for key, value in element.attrib.items())
    if name == "g" and not attributes:
        return inside
    content = text + inside
    return f"<{name}{attributes}>{content}</{name}>" if content else f"<{name}{attributes}/>"


def _is_nothing(name: str, element: ElementTree.Element) -> bool:
    """Whether an element is only there for the renderer's own sake."""
    if element.get("display") == "none":
        return True
    if name == "path":
        return element.get("d", "") in _NOTHING or element.get("class") == "background"
    # The renderer's ground; the page has its own.
    return name == "rect" and element.get("fill") in ("white", "transparent")


def _attribute(key: str, value: str) -> str:
    if key not in _ATTRIBUTES or (key, value) in _DEFAULTS:
        return ""
    if "url(" in value:
        return ""
    value = _LONG.sub(_shorter, value) if key in _PLACES else _COLOUR.get(value, value)
    return f" {key}={quoteattr(value)}"


def _shorter(found: re.Match[str]) -> str:
    return f"{float(found.group()):.1f}".removesuffix(".0")
