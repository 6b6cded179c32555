"""Static files: packed once at the first start, and sent so to whoever can unpack them."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from everyrep.faces.web import packing
from everyrep.faces.web.packing import Packed, folder_of, pack

SHEET = "/static/vendor/tabler/tabler.min.css"


class Place:
    """Where the app's own files are, for a test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "app"
    monkeypatch.setattr(packing, "place", lambda: Place(found))
    return found


def sent(encoding: str, path: str = SHEET) -> tuple[Any, bytes]:
    def none(_: HttpRequest) -> HttpResponse:
        return HttpResponse(status=404)

    headers = {"Accept-Encoding": encoding} if encoding else {}
    answer: Any = Packed(none)(RequestFactory().get(path, headers=headers))
    return answer, b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_packed_sheet_is_a_fraction_and_unpacks_to_the_same(app: Path) -> None:
    plain, whole = sent("")
    assert len(whole) > 400_000
    assert not app.exists()  # Nothing is packed by a request.
    pack(app)
    answer, content = sent("gzip, deflate, br")
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert answer["Content-Type"] == plain["Content-Type"]
    assert len(content) < len(whole) / 4
    assert gzip.decompress(content) == whole
    answer, content = sent("")  # Who cannot unpack gets it as it is.
    assert "Content-Encoding" not in answer
    assert content == whole


def test_it_is_packed_once_and_anew_where_files_are_others(
    app: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pack(app)
    before = {file: file.stat().st_mtime_ns for file in first.rglob("*")}
    assert pack(app) == first
    assert {file: file.stat().st_mtime_ns for file in first.rglob("*")} == before
    assert not list(first.rglob("*.woff2.gz"))  # Fonts are packed already.
    names = {file.relative_to(first).as_posix() for file in first.rglob("*")}
    assert {"everyrep/app.css.gz", "vendor/htmx/htmx.min.js.gz"} <= names
    files = [one for one in packing._files() if one[0].startswith("everyrep/")]
    monkeypatch.setattr(packing, "_files", lambda: iter(files))
    second = pack(app)
    assert second != first
    assert [entry.name for entry in (app / "static").iterdir()] == [folder_of(app).name]


def test_a_start_that_was_killed_while_packing_is_made_good(app: Path) -> None:
    half = folder_of(app).with_name(f"{folder_of(app).name}{packing._UNFINISHED}")
    (half / "everyrep").mkdir(parents=True)
    (half / "everyrep" / "app.css").write_text("half")
    pack(app)
    assert not half.exists()
    assert sent("gzip", "/static/everyrep/app.css")[0].status_code == 200
