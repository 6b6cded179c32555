"""The report on paper: every figure with its range, n and grade; no name is ever markup."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from everyrep.faces.reports import Report, kind_of_file, write_report
from everyrep.faces.reports.model import Chart, Figures, Missing, Notes, Table
from everyrep.faces.reports.numbers import label, shown, whole
from everyrep.faces.reports.paper import painted_svg, to_paper
from everyrep.faces.reports.pdf import set_on_paper
from everyrep.faces.reports.studio import Studio
from everyrep.values import Estimate, UserError
from tests.faces.reports.companies import AUDITOR, CLOCK
from tests.faces.reports.printed import text_of
from tests.warehouse.company import Company

MADE = int(CLOCK.now().timestamp())
MARKUP = (
    "#panic(1)",
    "$ x^2 $",
    "= Heading",
    "*bold* _it_ `raw`",
    '#read("/etc/passwd")',
    "@label <label>",
    '#link("https://evil.example")[x]',
    "\\#{ sys.inputs }",
    '"; #import "@preview/x:1.0.0"',
    "]) // /* ",
)


@pytest.fixture(scope="module")
def paper(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    with Studio(paper=True) as studio:
        return to_paper(report, studio)


@pytest.fixture(scope="module")
def pdf(paper: dict[str, Any]) -> bytes:
    """The report as PDF."""
    return set_on_paper(paper, MADE)


@pytest.fixture(scope="module")
def text(pdf: bytes) -> str:
    """Its text, in one line."""
    return squeezed(text_of(pdf))


def squeezed(said: str) -> str:
    """A text without white space, and without what may break a long word."""
    return re.sub(r"[\s\u200b]+", "", said)


def sheets(document: bytes) -> list[str]:
    return [squeezed(sheet) for sheet in text_of(document).split("\f")[:-1]]


def estimates(report: Report) -> Iterator[tuple[Estimate, str]]:
    for page in report.pages:
        for block in page.blocks:
            if isinstance(block, Figures):
                yield from ((one.estimate, one.origin.grain) for one in block.figures)
            table = block.data if isinstance(block, Chart) else block
            if isinstance(table, Table):
                cells = (cell for row in table.rows for cell in row)
                yield from ((cell, table.grain) for cell in cells if isinstance(cell, Estimate))


def test_it_is_tagged_has_a_title_and_a_language_and_claims_both_standards(pdf: bytes) -> None:
    assert pdf.startswith(b"%PDF-1.7")
    for sign in (b"<pdfuaid:part>1<", b"<pdfaid:part>2<", b"<pdfaid:conformance>A<"):
        assert sign in pdf
    assert b"Acme &lt;b&gt;&amp; Sons&lt;/b&gt;: sales report as of 2026-06-30" in pdf
    assert b"/Lang(en" in pdf.replace(b" ", b"")
    assert b"/MarkInfo" in pdf
    assert b"/JavaScript" not in pdf
    assert b"/URI" not in pdf


def test_every_figure_is_there_with_range_n_and_grade_or_a_reason(
    report: Report, text: str
) -> None:
    found = list(estimates(report))
    assert len(found) > 150
    for estimate, grain in found:
        it = shown(estimate, grain)
        pieces = [it.value, it.unit, it.range, it.grade] if it.value else [it.reason, it.grade]
        for piece in (*pieces, whole(estimate.n) if estimate.n else ""):
            assert squeezed(piece) in text, it


def test_a_figure_is_read_in_one_breath(report: Report, text: str) -> None:
    """What belongs together follows one another, also for who hears the page."""
    for page in report.pages:
        for block in page.blocks:
            for one in block.figures if isinstance(block, Figures) else ():
                it = shown(one.estimate, one.origin.grain)
                if it.value:
                    told = f"{it.value}{it.unit}{'95 % range ' if it.is_range else ''}{it.range}"
                    assert squeezed(told) in text


def test_pages_blocks_and_words_are_all_there(report: Report, text: str) -> None:
    for page in report.pages:
        for words in (page.title, page.question):
            assert squeezed(words) in text
        for block in page.blocks:
            if isinstance(block, Chart):
                assert squeezed(block.title) in text
                assert squeezed(label(block.caption)) in text
            if isinstance(block, Missing):
                assert squeezed(label(block.reason)) in text
            for note in block.notes if isinstance(block, Notes) else ():
                assert squeezed(label(note.text)) in text


def test_every_picture_has_its_text_alternative(paper: dict[str, Any], pdf: bytes) -> None:
    pictures = [one for one in every(paper) if "svg" in one]
    assert len(pictures) > 15
    assert all(len(one["says"]) > 10 for one in pictures)
    assert pdf.count(b"/Figure") >= len(pictures)


def every(value: object) -> Iterator[dict[str, Any]]:
    """Every dict in plain data."""
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from every(inner)


def test_every_sheet_says_whose_it_is_and_of_what_day(report: Report, pdf: bytes) -> None:
    found = sheets(pdf)
    assert len(found) > 8
    for number, sheet in enumerate(found, 1):
        assert squeezed(f"{label(report.company)} · as of 30 June 2026") in sheet
        assert f"snapshot{report.snapshot}" in sheet
        assert "simulatedcompany" in sheet
        assert f"{number}of{len(found)}" in sheet


def test_no_sheet_is_all_but_empty(pdf: bytes) -> None:
    assert min(map(len, sheets(pdf))) > 250


def test_headings_of_a_table_stand_on_every_sheet_it_covers(paper: dict[str, Any]) -> None:
    rows = [[cell(f"row {number}"), cell("x")] for number in range(120)]
    heads = [{"text": "First heading", "number": False}, {"text": "Second", "number": False}]
    table = {"kind": "table", "title": "Long", "heads": heads, "rows": rows, "widths": [1, 0],
             "note": ""}  # fmt: skip
    found = sheets(set_on_paper(with_blocks(paper, [table]), MADE))
    on = [sheet for sheet in found if "row" in sheet]
    assert len(on) > 1
    assert all("FirstheadingSecond" in sheet for sheet in on)
    assert all(f"row{number}x" in "".join(on) for number in range(120))


def cell(text: str) -> dict[str, Any]:
    return {"kind": "text", "text": text, "span": 1}


def with_blocks(paper: dict[str, Any], blocks: list[dict[str, Any]]) -> dict[str, Any]:
    page = {"anchor": "only", "title": "Only", "question": "", "blocks": blocks}
    return {**paper, "pages": [page], "behind": []}


def test_no_text_is_ever_markup(paper: dict[str, Any]) -> None:
    """Every text of a whole report becomes one that means harm, and each is printed as it is."""
    harm = cycle(MARKUP)
    document = set_on_paper(spoilt(paper, harm), MADE)
    assert b"/URI" not in document
    said = squeezed(text_of(document))
    for hostile in MARKUP:
        assert squeezed(hostile) in said


KEPT = {"svg", "kind", "anchor", "link", "mark", "tone", "state", "colours"}


def spoilt(value: Any, harm: Iterator[str]) -> Any:
    """Plain data with every text replaced, but for those that name things of the template."""
    if isinstance(value, dict):
        return {
            key: one if key in KEPT or key == "severity" else spoilt(one, harm)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [spoilt(one, harm) for one in value]
    return next(harm) if isinstance(value, str) else value


def test_hostile_names_of_the_data_are_printed_as_they_are(text: str) -> None:
    for name in ("<script>alert(1)</script>", "=HYPERLINK(1)", "Łukasz {{ 7*7 }} & Söhne"):
        assert squeezed(name) in text


def test_colours_are_real_and_a_name_that_says_a_colour_stays_a_name() -> None:
    drawing = (
        '<svg viewBox="0 0 9 9" role="img" aria-label="x"><text fill="var(--ink)">'
        ' fill="var(--ink)"</text></svg>'
    )
    assert painted_svg(drawing) == (
        '<svg xmlns="http://www.w3.org/2000/svg" font-family="Inter" viewBox="0 0 9 9" '
        'role="img" aria-label="x"><text fill="#181b22"> fill="var(--ink)"</text></svg>'
    )


def test_the_same_report_gives_the_same_bytes(paper: dict[str, Any], pdf: bytes) -> None:
    assert set_on_paper(paper, MADE) == pdf
    assert set_on_paper(paper, MADE + 1) != pdf


def test_letters_that_no_type_has_do_not_stop_the_page(paper: dict[str, Any]) -> None:
    """Undeciphered signs of the Phaistos disc, control characters, a name without a space."""
    named = {**with_blocks(paper, []), "company": "\U000101d0\U000101fb \x00" + "W" * 300}
    document = set_on_paper(named, MADE)
    assert document.startswith(b"%PDF")


def test_one_deal_makes_a_whole_report(tiny: Company, tmp_path: Path) -> None:
    with tiny.open() as warehouse:
        out = write_report(warehouse, AUDITOR, tmp_path / "tiny.PDF", clock=CLOCK)
        again = write_report(warehouse, AUDITOR, tmp_path / "again.pdf", clock=CLOCK)
    assert again.read_bytes() == out.read_bytes()
    said = squeezed(text_of(out.read_bytes()))
    assert "n=1deal" in said
    assert "simulatedcompany" not in said


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.pdf", "pdf"), ("a.PDF", "pdf"), ("a.html", "html"), ("a.htm", "html"), ("a", None)],
)
def test_the_name_of_a_file_says_its_kind(name: str, kind: str | None) -> None:
    assert kind_of_file(Path(name)) == kind


def test_a_file_that_cannot_be_written_is_refused_before_any_work(
    tiny: Company, tmp_path: Path
) -> None:
    refused = {
        tmp_path: "a folder stands where",
        tmp_path / "nowhere" / "report.pdf": "there is no folder",
        tmp_path / "report.html": "is to be PDF, and the file is named .html",
    }
    with tiny.open() as warehouse:
        for out, said in refused.items():
            with pytest.raises(UserError, match=said):
                write_report(warehouse, AUDITOR, out, clock=CLOCK, kind="pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_file_before_as_it_was(
    tiny: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "report.pdf"
    out.write_bytes(b"before")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with tiny.open() as warehouse, pytest.raises(UserError, match="the disk is full"):
        write_report(warehouse, AUDITOR, out, clock=CLOCK)
    assert out.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["report.pdf"]
