"""Business cases of a workspace: kept whole, changed by one at a time, listed with their slips."""

from __future__ import annotations

from pathlib import Path

import pytest

from everyrep.evidence.money import (
    case_names,
    keep_case,
    kept_cases,
    name_of,
    recall_case,
    template,
)
from everyrep.values import EveryrepError, UnknownName, UserError
from everyrep.warehouse.workspace import Workspace


@pytest.fixture
def work(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def test_what_was_kept_is_there(work: Workspace) -> None:
    assert kept_cases(work) == ()
    keep_case(work, "value-selling", template())
    (found,) = kept_cases(work)
    assert (found.name, found.title, found.problem) == ("value-selling", "Value selling course", "")
    assert found.text == template()


def test_what_is_no_case_is_not_kept(work: Workspace) -> None:
    with pytest.raises(EveryrepError):
        keep_case(work, "slip", template().replace("years", "yaers"))
    assert case_names(work) == []


def test_a_name_cannot_point_elsewhere(work: Workspace) -> None:
    for name in ("../up", "a/b", "", "A", ".hidden", "a--b", "name.toml"):
        with pytest.raises(UserError, match="name"):
            keep_case(work, name, template())
    with pytest.raises(UnknownName):
        recall_case(work, "../everyrep")


def test_a_case_is_changed_by_who_saw_it_last(work: Workspace) -> None:
    first = keep_case(work, "one", template())
    with pytest.raises(UserError, match="already"):
        keep_case(work, "one", template())
    second = keep_case(work, "one", template().replace("0.8", "0.9"), seen=first.digest)
    with pytest.raises(UserError, match="in the meantime"):
        keep_case(work, "one", template(), seen=first.digest)
    assert recall_case(work, "one").digest == second.digest


def test_money_that_stands_twice_is_told_of_when_it_is_kept(work: Workspace) -> None:
    twice = template() + '[[benefit]]\nkind = "conversion"\namount = 0.1\n'
    with pytest.raises(UserError, match="holds already"):
        keep_case(work, "twice", twice)


def test_a_file_that_somebody_broke_is_listed_with_what_is_wrong(work: Workspace) -> None:
    (work.root / "cases").mkdir()
    (work.root / "cases" / "broken.toml").write_text("format = \n")
    (found,) = kept_cases(work)
    assert found.case is None
    assert "line 1" in found.problem


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Value selling course", "value-selling-course"),
        ("  Ärger & Co. 2 ", "rger-co-2"),
        ("?", ""),
    ],
)
def test_a_title_gives_a_name(title: str, name: str) -> None:
    assert name_of(title) == name
