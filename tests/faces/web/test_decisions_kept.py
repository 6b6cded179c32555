"""Decisions about who is who: their file and the audit agree, whenever the app is killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from everyrep.assembly import decide_match
from everyrep.faces.web import place as places
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.audit.telling import told
from everyrep.faces.web.pages.sources.decided import agree, write_down
from everyrep.values import Busy
from everyrep.warehouse.identity import read_decisions
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace

_KILLED = """
import os, signal, sys
from pathlib import Path
from everyrep.faces.web import serve
serve.prepare(Path(sys.argv[1]))
from everyrep.assembly import decide_match
from everyrep.faces.web.pages.sources.decided import write_down
from everyrep.warehouse.workspace import Workspace
place, one, other = Workspace(Path(sys.argv[1])), *sys.argv[2:]
decide_match(place, "split", one, other, who="ann@example.org", why="first", then=write_down)
decide_match(place, "merge", one, other, who="ann@example.org", why="second",
             then=lambda _: os.kill(os.getpid(), signal.SIGKILL))
"""
_AGAIN = """
import json, sys
from pathlib import Path
from everyrep.faces.web import serve
serve.prepare(Path(sys.argv[1]))
from everyrep.faces.web.audit.chain import verify
from everyrep.faces.web.audit.models import Entry
found = Entry.objects.filter(what__startswith="match_").order_by("number")
print(json.dumps([verify().broken_at, [[x.what, x.who, x.detail] for x in found]]))
"""


@pytest.fixture
def place(workspace: Path) -> Iterator[Workspace]:
    found = Workspace(workspace)
    yield found
    shutil.rmtree(found.decisions, ignore_errors=True)


def pair(place: Workspace) -> tuple[str, str]:
    with Warehouse.open(place) as warehouse:
        rows = warehouse.connection.execute("SELECT ref FROM person_links ORDER BY ref LIMIT 2")
        (one,), (other,) = rows.fetchall()
    return str(one), str(other)


def run(code: str, root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    plain = {n: v for n, v in os.environ.items() if not n.startswith(("EVERYREP", "DJANGO"))}
    environment = {**plain, places.WORKSPACE: str(root)}
    return subprocess.run(
        [sys.executable, "-c", code, str(root), *words], env=environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip


def test_a_kill_between_file_and_audit_is_mended_by_the_next_start(
    workspace: Path, tmp_path: Path
) -> None:
    root = tmp_path / "company"
    shutil.copytree(workspace, root, ignore=shutil.ignore_patterns("app", "backups"))
    one, other = pair(Workspace(root))
    killed = run(_KILLED, root, one, other)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    made = read_decisions(root / "decisions" / "identity.jsonl")
    assert [x.why for x in made] == ["first", "second"]
    for _ in range(2):  # A second start finds nothing more to write down.
        again = run(_AGAIN, root)
        broken, entries = json.loads(again.stdout)
        assert broken is None
        assert [x[:2] for x in entries] == [
            ["match_decided", "ann@example.org"], ["match_found", "ann@example.org"]
        ]  # fmt: skip
        assert [x[2]["when"] for x in entries] == [x.when.isoformat() for x in made]


@pytest.mark.django_db
def test_what_is_decided_on_the_command_line_is_in_the_audit_too(place: Workspace) -> None:
    one, other = pair(place)
    decide_match(place, "merge", one, other, who="ann", why="")
    assert (agree(place), agree(place)) == (1, 0)
    entry = Entry.objects.get(what="match_found")
    assert told(entry).startswith("had decided about two records (one person) on 20")


@pytest.mark.django_db
def test_while_somebody_decides_nothing_is_added_for_them(place: Workspace) -> None:
    """Between file and audit a look around must not take a decision for a lost one."""
    one, other = pair(place)

    def then(decision: Any) -> None:
        with pytest.raises(Busy):
            agree(place)
        write_down(decision)

    decide_match(place, "merge", one, other, who="ann", why="", then=then)
    assert agree(place) == 0
    assert Entry.objects.filter(what__startswith="match_").count() == 1
