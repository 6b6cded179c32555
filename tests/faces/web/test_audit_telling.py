"""Entries of the audit as sentences: every word that is recorded has one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.urls import reverse

from everyrep.faces.web.audit import telling
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.audit.telling import SENTENCES, told
from tests.faces.web.conftest import Cast

WEB = Path(telling.__file__).parent.parent


def recorded() -> set[str]:
    """Every word that the code records, where it stands as a literal."""
    found = set()
    for file in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            word = node.args[1]
            if name == "record" and isinstance(word, ast.Constant):
                found.add(str(word.value))
    return found


def test_every_word_that_is_recorded_has_a_sentence() -> None:
    found = recorded()
    assert len(found) > 25, "the calls are written otherwise: this test looks past them"
    assert found - SENTENCES.keys() == set()


def test_signals_have_one_too() -> None:
    text = (WEB / "access" / "signing.py").read_text(encoding="utf-8")
    named = set(re.findall(r'\(\w+, "(\w+)"\)', text))
    named |= set(re.findall(r'_linked\("(\w+)"', text))
    assert len(named) > 5
    assert named - SENTENCES.keys() == set()


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (Entry(what="sign_in", about="a@b"), "signed in"),
        (Entry(what="refused", about="/audit/"), "was refused /audit/"),
        (Entry(what="role_given", about="a@b", detail={"role": "revops"}),
         "gave a@b the role RevOps analyst"),
        (Entry(what="backup_verified", about="b1", detail={"well": False}),
         "restored the backup b1 for a trial: it is not whole"),
        (Entry(what="files_uploaded", about="x", detail={"files": ["a.csv", "b.csv"]}),
         "uploaded files: a.csv, b.csv"),
        (Entry(what="exported", about="win_rate"),
         "took the figures of win_rate away as (form not recorded)"),
        (Entry(what="job_asked", about="build 12"), "asked the app to build (job no. 12)"),
        (Entry(what="job_asked", about="old_kind 3"), "asked the app to old kind (job no. 3)"),
        (Entry(what="not_known_yet", about="it"), "not known yet it"),
        (Entry(what="refused", about="{about.__class__}"), "was refused {about.__class__}"),
    ],
)  # fmt: skip
def test_what_an_entry_says(entry: Entry, sentence: str) -> None:
    assert told(entry) == sentence


def test_one_finds_what_one_reads(cast: Cast) -> None:
    record("rep@example.org", "view_as", "peer@example.org")
    client = cast.client("auditor")
    page = client.get(reverse("audit"), {"q": "began to look"}).content.decode()
    assert "began to look as peer@example.org" in page
    assert "view_as" not in page
    assert "signed in" not in page.partition("<tbody>")[2].partition("</tbody>")[0]


def test_jobs_are_found_by_what_is_read_of_them(cast: Cast) -> None:
    record("rep@example.org", "job_asked", "undo 3")
    record("rep@example.org", "job_asked", "backup 4")
    page = cast.client("auditor").get(reverse("audit"), {"q": "take a load"}).content.decode()
    assert "asked the app to take a load back (job no. 3)" in page
    assert "job no. 4" not in page
