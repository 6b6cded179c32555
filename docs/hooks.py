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


# Pages that stand at the root of the repository, where people look for them, and in the site too.
ROOT_PAGES = {
    "GLOSSARY.md": "glossary.md",
    "CHANGELOG.md": "changelog.md",
    "UPGRADE.md": "upgrading.md",
    "CONTRIBUTING.md": "contributing.md",
    "THREAT_MODEL.md": "threat-model.md",
    "SECURITY.md": "security.md",
}
INCLUDE = re.compile(r"<!-- include: ([A-Z_]+\.md) -->")


def on_page_markdown(markdown: str, config: Any, **_: Any) -> str:
    """Puts a root page where it is asked for, its links turned to where things lie in the site."""
    root = Path(config["config_file_path"]).parent
    return INCLUDE.sub(lambda found: in_site((root / found[1]).read_text("utf-8")), markdown)


def in_site(text: str) -> str:
    """The text of a root page with its links as the site needs them."""
    for name, page in ROOT_PAGES.items():
        text = text.replace(f"]({name}", f"]({page}")
    return text.replace("](docs/", "](")


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Points the page at our own script instead of another host's."""
    return output.replace(FETCHED_SCRIPT, get_relative_url(OWN_SCRIPT, page.url))


def on_post_template(output_content: str, **_: Any) -> str:
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
