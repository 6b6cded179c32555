"""The pages of methods: how figures are worked out and what they cannot say, for readers."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET
from markdown_it import MarkdownIt
from markdown_it.token import Token

import everyrep
from everyrep.faces.web.pages.opening import opens

_HERE = "method"


@require_GET
@opens("home")
def method(request: HttpRequest, name: str) -> HttpResponse:
    """One method in full."""
    file = _folder() / f"{name}.md"
    if name not in known() or not file.is_file():
        raise Http404
    title, html = _set(file)
    return render(request, "everyrep/reading.html", {"title": title, "html": html})


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """Names of the methods that are written about."""
    return frozenset(file.stem for file in _folder().glob("*.md"))


def _folder() -> Path:
    """Where they lie: in the package, or in its source tree."""
    packed = Path(str(resources.files("everyrep.faces.web.pages") / _HERE))
    return packed if packed.is_dir() else Path(everyrep.__file__).parents[2] / "docs" / _HERE


@lru_cache(maxsize=64)
def _set(file: Path) -> tuple[str, str]:
    """Title and body as HTML: text in the files stays text, whatever it holds."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(file.read_text(encoding="utf-8"))
    title = tokens[1].content if tokens and tokens[0].type == "heading_open" else file.stem
    for token in tokens:
        for child in token.children or ():
            _point(child)
    body = tokens[3:] if tokens and tokens[0].type == "heading_open" else tokens
    return title, _within_reach(str(reader.renderer.render(body, reader.options, {})))


def _within_reach(html: str) -> str:
    """Let what is wider than a phone be scrolled by itself, with keys too."""
    html = html.replace("<pre>", '<pre tabindex="0">').replace("</table>", "</table></div>")
    return html.replace("<table>", '<div class="scroll-wide" tabindex="0"><table class="table">')


def _point(token: Token) -> None:
    """Point a link to another method at its page here; others lead nowhere and are dropped."""
    if token.type != "link_open":
        return
    target = str(token.attrGet("href") or "")
    name = target.partition("#")[0].removesuffix(".md")
    if name in known():
        token.attrSet("href", reverse("method", args=[name]))
    elif not target.startswith("#"):
        token.attrs.pop("href", None)
