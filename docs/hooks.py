"""Keeps the site offline: what the theme would fetch is served from here, and nothing else may be.

MkDocs calls these functions while it builds.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.utils import get_relative_url

# The offline plugin of the theme asks another host for this script; ours does its work.
FETCHED_SCRIPT = "https://unpkg.com/iframe-worker/shim"
OWN_SCRIPT = "assets/worker-from-disk.js"

# A link that a reader may follow is fine; a thing that a page loads by itself is not.
LOADED_FROM_OUTSIDE = re.compile(
    r"""<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc=["']?(?:https?:)?//[^"' >]+"""
    r"""|<link\b(?=[^>]*\brel=["']?(?:stylesheet|preconnect|preload|icon))[^>]*"""
    r"""\bhref=["']?(?:https?:)?//[^"' >]+"""
    r"""|@import\s+(?:url\()?["']?(?:https?:)?//[^"' )]+""",
    re.IGNORECASE,
)


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Points the page at our own script instead of another host's."""
    return output.replace(FETCHED_SCRIPT, get_relative_url(OWN_SCRIPT, page.url))


def on_post_template(output_content: str, template_name: str, config: Any) -> str:
    """Does the same for pages that are not Markdown, such as 404."""
    return output_content.replace(FETCHED_SCRIPT, OWN_SCRIPT)


def on_post_build(config: Any) -> None:
    """Fails the build when a page would load anything from another host."""
    site = Path(config["site_dir"])
    found = [
        f"{path.relative_to(site)}: {match.group()}"
        for path in sorted([*site.rglob("*.html"), *site.rglob("*.css")])
        for match in LOADED_FROM_OUTSIDE.finditer(path.read_text(encoding="utf-8"))
    ]
    if found:
        raise PluginError("The site must work offline, but loads:\n" + "\n".join(found))
