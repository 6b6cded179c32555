"""What would mend a figure is said to whom who reads it: only some load files, nobody types."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from everyrep.faces import web
from everyrep.faces.web.pages.advice import advised
from everyrep.values import Scope

LOADS = Scope("r", None, abilities=frozenset({"load"}))
READS = Scope("m", frozenset({"person:1"}), abilities=frozenset({"see_rows"}))
REMEDY = re.compile(r"\{\{[^}]*remedy[^}]*\}\}")


@pytest.mark.parametrize(
    ("text", "to_a_manager"),
    [
        ("Load quotas.", "Ask RevOps to load quotas."),
        ("Map a column of a file to stage of deals.",
         "Ask RevOps to map a column of a file to stage of deals."),
        ("It is mapped, and empty in these rows: fill it at the source.",
         "It is mapped, and empty in these rows: fill it at the source."),
        ("Ask for a longer one. Load more.", "Ask for a longer one. Ask RevOps to load more."),
        ("Take a longer period.", "Take a longer period."),
        ("", ""),
    ],
)  # fmt: skip
def test_who_cannot_load_is_told_whom_to_ask(text: str, to_a_manager: str) -> None:
    assert advised(text, READS) == advised(text, None) == to_a_manager
    assert advised(text, LOADS) == text


@pytest.mark.parametrize(
    "text",
    ["Run: everyrep load FILE", "Run: everyrep matches list", "37 things; everyrep check lists all",
     "How it stood on a day that is past: `everyrep pipeline moves --since DAY`."],
)  # fmt: skip
@pytest.mark.parametrize("scope", [LOADS, READS, None])
def test_nobody_is_told_to_type_a_command(text: str, scope: Scope | None) -> None:
    assert "everyrep" not in advised(text, scope)


def test_every_page_words_remedies_for_who_reads_it() -> None:
    """Files and health are for those who load and keep the app."""
    folder = Path(str(resources.files("everyrep.faces.reports") / "templates"))
    templates = [*Path(web.__file__).parent.rglob("*.html"), *folder.glob("*.html.j2")]
    raw = {
        file.name
        for file in templates
        for shown in REMEDY.findall(file.read_text(encoding="utf-8"))
        if "advised" not in shown
    }
    assert raw == {"upload_part.html", "health.html"}
