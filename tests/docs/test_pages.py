"""The pages hold together: links lead somewhere, words have one meaning, versions agree."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import everyrep
from tests.docs.pages import ROOT, Block, blocks, name, pages

LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
TERM = re.compile(r"^\*\*([^*]+)\*\*: ", re.MULTILINE)


@pytest.mark.parametrize("page", pages(), ids=name)
def test_links_lead_to_files(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    missing = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    assert missing == []


def terms() -> list[str]:
    return TERM.findall((ROOT / "GLOSSARY.md").read_text(encoding="utf-8"))


def test_the_glossary_is_in_order() -> None:
    assert len(terms()) > 50
    assert terms() == sorted(terms(), key=str.casefold)


def test_a_word_has_one_meaning() -> None:
    folded = [term.casefold() for term in terms()]
    assert len(folded) == len(set(folded))


def test_the_changelog_knows_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[([^\]]+)\]", text, re.MULTILINE)
    assert everyrep.__version__ in released


@pytest.mark.parametrize("block", blocks("toml"), ids=str)
def test_toml_examples_are_toml(block: Block) -> None:
    assert tomllib.loads(block.text)


@pytest.mark.parametrize(
    "block", [block for block in blocks("toml") if "[[table]]" in block.text], ids=str
)
def test_mappings_in_the_docs_are_mappings(block: Block) -> None:
    from everyrep.warehouse.mapping import parse_mapping

    assert parse_mapping(block.text, str(block)).tables


@pytest.mark.parametrize(
    "block", [block for block in blocks("toml") if "estimator =" in block.text], ids=str
)
def test_measures_in_the_docs_are_measures(block: Block) -> None:
    from everyrep.measures.catalogue import parse_measure
    from everyrep.measures.estimators import ESTIMATORS

    for title, entry in tomllib.loads(block.text).items():
        assert parse_measure(title, entry, str(block)).estimator in ESTIMATORS


def test_every_decision_is_listed() -> None:
    records = sorted(path.name for path in (ROOT / "docs" / "adr").glob("0*.md"))
    listed = (ROOT / "docs" / "adr" / "index.md").read_text(encoding="utf-8")
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert [record for record in records if record not in listed or record not in navigation] == []
