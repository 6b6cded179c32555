"""One writer at a time, all or nothing, and errors of the disk in words."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from everyrep.values import Busy, UserError
from everyrep.warehouse.workspace import Workspace, disk_errors, finish_folder, write_whole
from tests.warehouse.company import Company

HOLD = """
import sys
from pathlib import Path
from everyrep.warehouse.workspace import Workspace
with Workspace(Path(sys.argv[1])).writing():
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def another_process_writing(folder: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_second_process_is_told_who_writes(tmp_path: Path) -> None:
    with another_process_writing(tmp_path) as process:
        with pytest.raises(Busy) as told, Workspace(tmp_path).writing():
            pass
        assert f"process {process.pid}" in str(told.value)
        assert told.value.exit_code == 75
    with Workspace(tmp_path).writing():
        """A killed writer holds nothing."""


def test_a_second_writer_in_the_same_process_is_told_too(tmp_path: Path) -> None:
    with Workspace(tmp_path).writing(), pytest.raises(Busy), Workspace(tmp_path).writing():
        pass


def test_readers_do_not_wait_for_a_writer(tmp_path: Path) -> None:
    company = Company(tmp_path / "company")
    company.put("opportunities", [{"id": "d1"}])
    company.build()
    with another_process_writing(company.folder):
        assert company.rows("SELECT id FROM opportunities") == [("crm:d1",)]


def test_what_killed_writers_left_is_swept(tmp_path: Path) -> None:
    place = Workspace(tmp_path)
    left = [
        place.landing / ".unfinished-000001",
        place.warehouse / ".unfinished-20260101-000000",
        place.spill,
    ]
    for folder in left:
        folder.mkdir(parents=True)
        (folder / "half").write_text("half")
    pointer = place.warehouse / ".writing-CURRENT-123"
    pointer.write_text("20260101")
    with place.writing():
        assert not any(folder.exists() for folder in left)
        assert not pointer.exists()


def test_text_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_whole(path, "before")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "after")
    assert path.read_text() == "before"


def test_a_folder_gets_its_name_when_it_is_complete(tmp_path: Path) -> None:
    unfinished = tmp_path / ".unfinished-1"
    (unfinished / "inner").mkdir(parents=True)
    (unfinished / "inner" / "file").write_text("x")
    finish_folder(unfinished, tmp_path / "1")
    assert (tmp_path / "1" / "inner" / "file").read_text() == "x"
    assert not unfinished.exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "quota"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "permission"),
        (errno.ENOTDIR, "a file stands where a folder is needed"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_errors_of_the_disk_say_what_to_do(tmp_path: Path, code: int, words: str) -> None:
    with pytest.raises(UserError) as told, disk_errors(tmp_path):
        raise OSError(code, os.strerror(code))
    assert words in str(told.value)
    assert "unchanged" in str(told.value)
    assert told.value.remedy


def test_a_file_where_the_workspace_should_be(tmp_path: Path) -> None:
    (tmp_path / "company").write_text("a file")
    words = "a file stands where a folder is needed"
    with pytest.raises(UserError, match=words), Workspace(tmp_path / "company").writing():
        pass


@pytest.fixture
def read_only() -> Iterator[Path]:
    """A built company in a folder that may not be written to, seen by a user without privileges."""
    folder = Path(tempfile.mkdtemp())
    company = Company(folder / "company")
    company.put("opportunities", [{"id": "d1"}])
    company.build()
    _close(company.folder)
    folder.chmod(0o755)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield company.folder
    finally:
        if root:
            os.seteuid(0)
        for path in (company.folder, *company.folder.rglob("*")):
            path.chmod(0o755)
        shutil.rmtree(folder)


def _close(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)


def test_a_read_only_workspace_is_read_and_not_written(read_only: Path) -> None:
    company = Company(read_only)
    assert company.rows("SELECT id FROM opportunities") == [("crm:d1",)]
    with pytest.raises(UserError, match="permission to write here is missing") as told:
        company.build()
    assert "--workspace" in str(told.value.remedy)
