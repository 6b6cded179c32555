"""Plans tried on history, played with, judged, and two runs held against each other, by files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from everyrep.faces.cli import main
from tests.faces.cli.conftest import Ran
from tests.pay.plan.small import small

LINES = """line,payee,closed_on,amount,cost,kind,quantity
1,ana,2026-01-10,60000,30000,new,1
2,ana,2026-02-10,60000,48000,new,1
3,ben,2026-03-10,40000,10000,more,1
"""
PEOPLE = "payee,from,target\nana,2026-01-01,0\nben,2026-02-15,0\n"
STRATEGY = """title = "2026"
[[goal]]
name = "growth"
weight = "60%"
[[goal]]
name = "margin"
weight = "40%"
reads = ["margin"]
"""
GAPS = '[[gap]]\nskill = "discovery"\nsize = 0.8\ngrade = "observed"\ngoals = ["growth"]\n'
Command = Callable[..., Ran]


@pytest.fixture
def pay(capsys: pytest.CaptureFixture[str], company: Path) -> Command:
    """Runs a command of `everyrep pay`, relative names standing for files of the company."""

    def run(*arguments: str) -> Ran:
        code = 0
        capsys.readouterr()
        given = [str(company / one[1:]) if one.startswith("@") else one for one in arguments]
        try:
            main(["pay", *given])
        except SystemExit as left:
            code = int(left.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return run


@pytest.fixture
def company(tmp_path: Path) -> Path:
    flat = small().replace('table = "tiers"', 'rate = "6%"\nrefund = "original"')
    files = {
        "now.toml": small(), "flat.toml": flat, "strategy.toml": STRATEGY, "gaps.toml": GAPS,
        "was/lines.csv": LINES, "was/people.csv": PEOPLE,
        "is/lines.csv": LINES + "4,ben,2026-03-12,1000,0,new,1\n", "is/people.csv": PEOPLE,
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_whatif_says_what_each_plan_costs(pay: Command) -> None:
    ran = pay("whatif", "@now.toml", "@flat.toml", "--facts", "@was", "--through", "2026-03-31",
              "--attainment", "--json")  # fmt: skip
    tables = {table["title"]: table for table in ran.data["tables"]}
    whole = tables["What each plan costs"]["rows"]
    assert [(row["plan"], row["pay_minor"]) for row in whole] == [
        ("now", 8_600_00), ("flat", 9_600_00),
    ]  # fmt: skip
    assert whole[1]["effective_rate"] == 0.06
    assert {table["note"][:25] for table in tables.values()} == {"As people behaved then: a"}
    assert len(tables["Cost by attainment"]["rows"]) == 42


def test_whatif_reads_well(pay: Command) -> None:
    asked = ("whatif", "@now.toml", "@flat.toml", "--facts", "@was")
    out = pay(*asked, "--through", "2026-03-31").out
    assert "8,600.00 USD" in out
    assert "Who would have had more under flat" in out
    assert "As people behaved then: a plan changes behaviour, and this does not know how." in out
    assert "not defined" in out
    assert "Fraction" not in out
    assert "No line is later than 2026-03-10" in pay(*asked).out
    assert "No line is later" not in out


def test_probe_works_with_and_without_history(pay: Command) -> None:
    ways = {one["way"]: one for one in pay("probe", "@now.toml", "--json").data}
    assert ways["delay"]["made_up"]
    out = pay("probe", "@now.toml", "--facts", "@is", "--lines", "5").out
    assert "It pays for" in out
    assert "ana" not in out
    assert "Nothing that was tried" in pay("probe", "@flat.toml", "--facts", "@is").out


def test_align_says_where_plan_and_strategy_part(pay: Command) -> None:
    asked = ("align", "@now.toml", "--facts", "@was", "--strategy", "@strategy.toml")
    out = pay(*asked, "--gaps", "@gaps.toml").out
    assert "'growth' is 60% of the strategy, and nothing that is paid serves it." in out
    found = pay(*asked, "--json").data
    assert found["by_component"] == {"deals": 1.0}
    assert "pays whatever the goal" in {one["kind"] for one in found["conflicts"]}


def test_why_splits_a_difference(pay: Command) -> None:
    asked = ("why", "@flat.toml", "--old-plan", "@now.toml", "--before", "@was", "--after", "@is")
    found = pay(*asked, "--json").data
    assert found["difference_minor"] == sum(share["minor"] for share in found["shares"])
    parts = {share["kinds"][0]: share["minor"] for share in found["shares"]}
    assert parts == {"late lines": 50_00, "plan": 1_010_00}
    said = pay(*asked, "--payee", "ben").out
    assert said.startswith("The pay of ben is 460.00 USD more: 2,460.00 USD instead of 2,000.00")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("whatif", "@now.toml", "--facts", "@nowhere"), "There is no such folder"),
        (("whatif", "@now.toml", "--facts", "@"), "There is no table lines"),
        (("whatif", "@none.toml", "--facts", "@was"), "cannot be opened"),
        (("whatif", "@now.toml", "--facts", "@was", "--through", "March"), "--through is 'March'"),
        (("whatif", "@now.toml", "--facts", "@was", "--by", "line"), "Did you mean 'lines'?"),
        (("why", "@now.toml", "--before", "@was", "--after", "@is", "--payee", "bne"), "ben"),
        (("why", "@now.toml", "--before", "@was", "--after", "@is", "--known-after", "1.1."),
         "--known-after is '1.1.'"),
        (("align", "@now.toml", "--facts", "@was", "--strategy", "@now.toml"), "key"),
    ],
)  # fmt: skip
def test_mistakes_are_told(pay: Command, arguments: tuple[str, ...], told: str) -> None:
    ran = pay(*arguments)
    assert ran.code == 2
    assert told in " ".join(ran.err.split())
    assert json.loads(pay(*arguments, "--json").out)["message"]


def test_one_table_in_two_files_is_refused(pay: Command, company: Path) -> None:
    (company / "was/lines.tsv").write_text(LINES.replace(",", "\t"), encoding="utf-8")
    assert "lines.csv, lines.tsv" in pay("probe", "@now.toml", "--facts", "@was").err
    (company / "was/lines.csv").unlink()
    (company / "was/people.csv").write_bytes(b"\xff\xfe\x00")
    assert "people.csv: It cannot be read" in pay("probe", "@now.toml", "--facts", "@was").err
