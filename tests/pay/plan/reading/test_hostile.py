"""Files that are too large, too deep or no plan at all end in a clear error, and soon.

How soon is held against reading a large, harmless file with the standard library in the same
process: machines differ, and coverage slows all of it. A reader whose time grew with the square
of a file would take hundreds of times as long as it may.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from time import process_time

import pytest

from everyrep.pay.plan.reading import PlanError, read_plan
from everyrep.values import UserError
from tests.pay.plan.small import small, table

pytestmark = pytest.mark.long

TIMES = 40
"""Ours is read at some 15 times the standard library's time, watched by coverage or not."""


@cache
def allowed() -> float:
    """CPU seconds that may go by: so many times what the standard library takes for 500 kB."""
    listed = ",\n".join(rows(10_000).splitlines())
    text = f"tiers = [\n{listed}\n]\n"
    taken = []
    for _ in range(3):
        begun = process_time()
        tomllib.loads(text)
        taken.append(process_time() - begun)
    return TIMES * min(taken)


def refused(text: str) -> str:
    limit, begun = allowed(), process_time()
    with pytest.raises(UserError) as caught:
        read_plan(text)
    assert process_time() - begun < limit
    return str(caught.value)


def rows(tiers: int) -> str:
    listed = (
        f'{{ from = "{at}%", to = "{at + 1}%", pays = "{at / 1000}%" }}' for at in range(tiers)
    )
    return "\n".join(listed)


def test_ten_thousand_tiers_are_read_in_time() -> None:
    text = small(table=table(rows(10_000), above='"flat"'))
    taken = []
    for _ in range(2):
        begun = process_time()
        found = read_plan(text).tables["tiers"]
        taken.append(process_time() - begun)
    assert min(taken) < allowed()
    assert len(found.bounds) == 10_000
    # 0%, 0.001%, ... of a hundredth of a quota each
    assert found.shape.paid(found.bounds[-1]) == sum(range(9_999)) * found.rates[1] / 100


def test_one_tier_more_is_refused() -> None:
    assert "It has 10,001 tiers" in refused(small(table=table(rows(10_001), above='"flat"')))


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 300_000 + "\n",
        "a = " + "{ a = " * 100_000 + "\n",
        "\n" + ".".join("a" * 150_000) + " = 1",
        "\n[" + ".".join("a" * 150_000) + "]",
        "".join(f"[{'a.' * at}a]\n" for at in range(300)),
    ],
)
def test_endless_nesting(text: str) -> None:
    assert "nests more than 20 deep" in refused(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#" * 1_000_000 + "\n", "1,000,001 bytes"),
        ("a = 1\na = 2\n", "line 2"),
        ("[a\n", "line 1"),
        ('plan = "open\n', "no valid TOML"),
        ("a = " + "9" * 5_000 + "\n", "no valid TOML"),
        ("a = 1e99999999999999999999\n", "out of all proportion"),
        ("a = [" + "1, " * 300_000 + "]\n", "more than 400,000 words and signs"),
        ("\n".join(f"k{at} = 1" for at in range(60_000)), "of which these are the first 20"),
        ("\n".join(f"[[pay]]\nid = 'p{at}'" for at in range(10_000)), "500 mistakes or more"),
        ('plan = """' + "a" * 900_000 + "\n", "no valid TOML"),
        ('"' * 900_000 + "\n", "no valid TOML"),
        ("pay = 1\ntable = 2\nquota = [3]\n", "a list is needed"),
        ("[table]\nx = 1\n[pay]\n", "a table is needed"),
        ("\x00\n", "no valid TOML"),
    ],
)
def test_what_is_no_plan(text: str, said: str) -> None:
    assert said in refused(text)


@pytest.mark.parametrize(
    "expression",
    [
        "1" + "+1" * 1_999,
        "(" * 1_900 + "1" + ")" * 1_900,
        "1" * 4_001,
        "not " * 900 + "true",
        "least(" * 600 + "1" + ")" * 600,
    ],
)
def test_endless_expressions(expression: str) -> None:
    assert "(parameters.x" in refused(small(f'\n[parameters]\nx = "{expression}"\n'))


def test_values_that_are_multiplied_one_by_the_other_without_end() -> None:
    grown = "".join(f'b{at} = "b{at - 1} * b{at - 1}"\n' for at in range(1, 40))
    said = refused(small(f'\n[parameters]\nb0 = "3 / 2"\n{grown}'))
    assert "a number of more than a thousand digits" in said
    assert "parameters.b" in said


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be opened"):
        read_plan(tmp_path / "none.toml")
    with pytest.raises(UserError, match=r"cannot be opened \(No such file or directory\)"):
        read_plan("no/such.toml")
    with pytest.raises(UserError, match="cannot be opened"):
        read_plan(tmp_path)
    with pytest.raises(UserError, match="cannot be opened"):
        read_plan("a\0b")
    bytes_ = tmp_path / "plan.toml"
    bytes_.write_bytes(b"plan = '\xff'\n")
    with pytest.raises(UserError, match="not written in UTF-8"):
        read_plan(bytes_)


def test_a_file_is_named_by_its_name_and_may_begin_with_a_mark(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("\ufeff" + small(), encoding="utf-8")
    assert read_plan(file).id == "small"
    assert read_plan(str(file)).text == small()
    file.write_text(small().replace('plan = "small"', ""))
    with pytest.raises(PlanError, match=r"mine\.toml, line 1 \(plan\)"):
        read_plan(file)
    with pytest.raises(PlanError, match=r"version 2 of mine, line 1 \(plan\)"):
        read_plan(file, where="version 2 of mine")
