"""A disk that is full: a message that says so, and nothing lost, doubled or half written."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from everyrep.sources.files.loading import Wish, load_files
from everyrep.values import UserError
from everyrep.warehouse.landing import loads
from tests.warehouse.company import Company

ROOT = Path(__file__).parents[2]
LIMITED = """
import resource, sys
from pathlib import Path
from everyrep.values import UserError
from tests.warehouse.company import Company

company, job = Company(Path(sys.argv[1])), sys.argv[2]
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    if job == "build":
        company.build()
    else:
        company.put("accounts", [{"id": f"a{n}", "name": "x" * 50} for n in range(5000)])
except UserError as problem:
    print(problem)
    sys.exit(2)
"""


def limited(company: Company, job: str, size: int) -> subprocess.CompletedProcess[str]:
    """Do a job in a process that may not write files larger than some bytes."""
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(company.folder), job, str(size)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def company(tmp_path: Path) -> Company:
    company = Company(tmp_path / "company")
    company.put("opportunities", [{"id": "d1", "amount": "10"}])
    company.build()
    return company


@pytest.mark.parametrize("size", [300, 3000])
def test_a_build_that_cannot_write_leaves_the_one_before(company: Company, size: int) -> None:
    company.put("opportunities", [{"id": "d2", "amount": "20"}], file="more.csv")
    ended = limited(company, "build", size)
    assert ended.returncode == 2, ended.stderr
    assert "what was there before is unchanged" in ended.stdout
    assert company.rows("SELECT id FROM opportunities") == [("crm:d1",)]
    company.build()
    assert company.rows("SELECT id FROM opportunities ORDER BY id") == [("crm:d1",), ("crm:d2",)]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes, where the machine lets us have one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip("no right to mount a small disk; limits on files stand in for it")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_on_a_full_disk_nothing_is_lost_and_the_next_try_works(
    small_disk: Path, tmp_path: Path
) -> None:
    company = Company(small_disk / "company")
    company.put("opportunities", [{"id": "d1", "amount": "10"}])
    company.build()
    more = tmp_path / "more.csv"
    more.write_text("opportunity_id,amount\nd2,20\n")
    with full(small_disk):
        assert "the disk is full" in _load(company, more)
        assert len(loads(company.workspace)) == 1
        assert company.rows("SELECT id FROM opportunities") == [("crm:d1",)]
    assert _load(company, more) == ""
    with full(small_disk):
        with pytest.raises(UserError, match="the disk is full"):
            company.build()
        assert company.rows("SELECT id FROM opportunities") == [("crm:d1",)]
    company.build()
    assert company.rows("SELECT id FROM opportunities ORDER BY id") == [("crm:d1",), ("crm:d2",)]


def _load(company: Company, path: Path) -> str:
    """Load a file as the command line does; what it says where it cannot."""
    try:
        with company.workspace.writing():
            (table,) = load_files(company.workspace, [path], Wish(table="opportunities"))
    except UserError as problem:
        return str(problem)
    return str(table.error or "")


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """The disk without a byte of room."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    try:
        yield
    finally:
        ballast.unlink()
