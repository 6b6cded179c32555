"""The measures that the maker of two CRM samples wrote for their reports, through the catalogue.

`_dax_measures.csv` beside the tables has their definitions. Each is computed from the files by
hand, in `report_of_sales.py`, and asked for through the one door, group by group. The reports'
slicer that changes a forecast by some percent is at its default, 0, unless said otherwise.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import pytest

from everyrep.values import Estimate, Money
from tests.known_answers import report_of_sales as report
from tests.known_answers.loaded import Loaded, dollars, load
from tests.known_answers.report_of_sales import Rows, grouped, rows_of

pytestmark = pytest.mark.reference
SAMPLES = "ms_powerbi_samples"

FROM_THE_SECOND_STAGE = "stage >= 2"
WON_OR_FROM_THE_SECOND_STAGE = "outcome = 'won' or stage >= 2"
# What the report calls it: what it says of rows, our measure, and where. All of these add up
# deals, so that the report and the catalogue must agree in every group.
REPRODUCED: dict[str, tuple[Callable[[Rows], Any], str, str | None]] = {
    "Revenue Won": (report.revenue_won, "bookings", None),
    "Revenue Open": (report.revenue_open, "pipeline", None),
    "Revenue In Pipeline": (report.revenue_in_pipeline, "pipeline", FROM_THE_SECOND_STAGE),
    "Forecast": (report.forecast, "won_and_open", WON_OR_FROM_THE_SECOND_STAGE),
    "Opportunity Count": (report.opportunity_count, "opportunities_created", None),
    "Opportunity Count In Pipeline": (report.count_in_pipeline, "open_deals", None),
    "Count of Won": (report.count_of_won, "won_deals", None),
    "Count of Lost": (report.count_of_lost, "lost_deals", None),
    "Close %": (report.close_share, "win_rate", None),
    "Revenue Won Average Deal Size": (report.average_won, "average_deal_size", None),
    "Forecast by Win/Loss Ratio": (report.forecast_by_ratio, "pipeline_at_win_rate", None),
}
OF_GOALS = {"Rev Goal", "Forecast %"}
OF_THE_SLICER = {"Forecast Adjustment Value"}
NOT_OF_DATA = {"Fcst adj slicer alt text"}
DIMENSIONS = (
    "person", "manager", "account", "industry", "country", "region", "territory", "product",
    "product_line", "campaign",
)  # fmt: skip
BY_STAGE = {"Revenue Open", "Revenue In Pipeline", "Opportunity Count"}
GRAINS: dict[str, Callable[[str], str]] = {
    "month": lambda day: day[:7],
    "quarter": lambda day: f"{day[:4]}Q{(int(day[5:7]) + 2) // 3}",
    "year": lambda day: day[:4],
}
NAMED = ("person", "manager")
"""Dimensions of which the report knows the names, as managers have no ids there."""


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / SAMPLES / "regional_sales"


@pytest.fixture(scope="module")
def deals(folder: Path) -> Rows:
    return report.deals_of(folder)


@pytest.fixture(scope="module")
def crm(loading: Callable[[str, str], Loaded]) -> Loaded:
    return loading("regional_sales", f"{SAMPLES}/regional_sales")


def test_every_measure_of_the_report_is_here(folder: Path) -> None:
    listed = {row["Name"] for row in rows_of(folder / "_dax_measures.csv")}
    assert listed == set(REPRODUCED) | OF_GOALS | OF_THE_SLICER | NOT_OF_DATA


def found(crm: Loaded, measure: str, by: tuple[str, ...], **asked: Any) -> dict[Any, Estimate]:
    """Estimates by the keys of their groups, or by the names where the report has those alone."""
    answer = crm.ask(measure, by=by, **asked)
    cells = {
        tuple(
            answer.label(name, row.keys[name]) if name in NAMED else row.keys[name] for name in by
        ): row.estimate
        for row in answer
    }
    assert len(cells) == len(answer.rows)
    return {key: estimate for key, estimate in cells.items() if estimate.n}


def agree(name: str, groups: dict[Any, Rows], cells: dict[Any, Estimate]) -> int:
    """Hold every group of the report against ours; the number of groups with a figure.

    A share is blank in the report where nobody won, though some lost; here it is 0 of them, and
    so is what is open times it.
    """
    said_by_report = REPRODUCED[name][0]
    compared = 0
    for key, rows in groups.items():
        expected, ours = said_by_report(rows), cells.get(key)
        if expected is None:
            assert ours is None or _plain(ours) in (None, 0), (name, key)
            continue
        assert ours is not None, (name, key)
        got, slack = _plain(ours), Fraction(1, 200) if isinstance(ours.value, Money) else 0
        if isinstance(got, float):
            assert got == pytest.approx(float(expected), rel=1e-12), (name, key)
        else:
            assert got is not None, (name, key)
            assert abs(got - expected) <= slack, (name, key)
        compared += 1
    assert set(cells) <= set(groups), name
    return compared


def _plain(estimate: Estimate) -> Fraction | float | None:
    value = estimate.value
    if isinstance(value, Money):
        return Fraction(value.minor, 100)
    return value if isinstance(value, float) or value is None else Fraction(value)


@pytest.mark.parametrize("name", REPRODUCED)
def test_in_all(crm: Loaded, deals: Rows, name: str) -> None:
    _, measure, where = REPRODUCED[name]
    assert agree(name, {(): deals}, found(crm, measure, (), where=where)) == 1


@pytest.mark.parametrize("by", DIMENSIONS)
def test_by_what_the_report_cuts_by(crm: Loaded, deals: Rows, by: str) -> None:
    groups = grouped(deals, lambda deal: (deal.groups[by],))
    for name, (_, measure, where) in REPRODUCED.items():
        compared = agree(name, groups, found(crm, measure, (by,), where=where))
        assert compared >= 0.5 * len(groups), name


@pytest.mark.parametrize("name", REPRODUCED)
def test_by_two_of_them(crm: Loaded, deals: Rows, name: str) -> None:
    _, measure, where = REPRODUCED[name]
    by = ("person", "product")
    groups = grouped(deals, lambda deal: (deal.groups["person"], deal.groups["product"]))
    assert agree(name, groups, found(crm, measure, by, where=where)) > 60


@pytest.mark.parametrize("name", sorted(BY_STAGE))
def test_by_stage(crm: Loaded, deals: Rows, name: str) -> None:
    _, measure, where = REPRODUCED[name]
    groups = grouped(deals, lambda deal: (deal.groups["stage"],))
    assert agree(name, groups, found(crm, measure, ("stage",), where=where)) >= 3


@pytest.mark.parametrize("grain", GRAINS)
def test_by_period(crm: Loaded, deals: Rows, grain: str) -> None:
    """The report's calendar is tied to no day of a deal; here deals are created, and close."""
    for name, (_, measure, where) in REPRODUCED.items():
        if measure == "pipeline_at_win_rate":
            continue  # the win rate is that of all deals so far
        groups = by_day(deals, "created" if name == "Opportunity Count" else "closes", grain)
        assert agree(name, groups, found(crm, measure, (grain,), where=where)) >= 1, name


def by_day(deals: Rows, day: Literal["created", "closes"], grain: str) -> dict[Any, Rows]:
    """Deals by month, quarter or year of one of their days."""
    return grouped(deals, lambda deal: (GRAINS[grain](getattr(deal, day)),))


@pytest.mark.parametrize("name", REPRODUCED)
def test_where_a_slicer_leaves_a_part_of_the_country(crm: Loaded, deals: Rows, name: str) -> None:
    """The parts hold several territories each, which a condition can list by their names."""
    _, measure, where = REPRODUCED[name]
    for part, rows in grouped(deals, lambda deal: deal.groups["part of the country"]).items():
        states = sorted({str(deal.groups["region"]) for deal in rows})
        sliced = "territory in ({})".format(", ".join(f"'{part}, {state}'" for state in states))
        both = sliced if where is None else f"{sliced} and ({where})"
        assert agree(name, {(): rows}, found(crm, measure, (), where=both)) == 1


def test_the_slicer_that_adjusts_a_forecast(crm: Loaded, deals: Rows, folder: Path) -> None:
    """It scales what is open; what was won stays. Without a choice it is 0."""
    choices = [int(row["Forecast Adjustment"]) for row in _adjustments(folder)]
    assert {0, -80, 20} <= set(choices)
    held = _amount(crm, "pipeline", where=FROM_THE_SECOND_STAGE)
    won, everything = _amount(crm, "bookings"), _amount(crm, "pipeline")
    for percent in choices:
        factor = 1 + Fraction(percent, 100)
        assert report.revenue_open(deals, percent) == everything * factor
        assert report.revenue_in_pipeline(deals, percent) == held * factor
        assert report.forecast(deals, percent) == won + held * factor


def _adjustments(folder: Path) -> list[dict[str, str]]:
    return rows_of(folder / "Opportunity_Forecast_Adjustment.csv")


def _amount(crm: Loaded, measure: str, **asked: Any) -> Fraction:
    return _dollars(crm.ask(measure, **asked).one())


def _dollars(estimate: Estimate) -> Fraction:
    assert isinstance(estimate.value, Money)
    return Fraction(estimate.value.minor, 100)


def test_goals_are_what_was_won_and_six_tenths_of_the_pipeline(crm: Loaded, deals: Rows) -> None:
    """The report has no goals of its own and makes them of results, rounded; so no measure does."""
    won = found(crm, "bookings", ("person",))
    held = found(crm, "pipeline", ("person",), where=FROM_THE_SECOND_STAGE)
    by_person = grouped(deals, lambda deal: (deal.groups["person"],))
    assert set(won) == set(held) == set(by_person)
    for key, rows in by_person.items():
        base = _dollars(won[key]) + Fraction(6, 10) * _dollars(held[key])
        goal = report.to_nearest(base, 1_000_000) or report.to_nearest(base, 100_000)
        assert goal == report.rev_goal(rows) > 0


GOALS = """\
format = 1
system = "crm"
[match]
files = ["goals.csv"]
columns = ["seller", "goal"]
[[table]]
table = "quotas"
[table.columns]
person = "seller"
amount = { column = "goal", currency = "USD" }
from_on = "from"
to_on = "to"
"""


@pytest.fixture(scope="module")
def with_goals(
    folder: Path, deals: Rows, repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> Loaded:
    """The same CRM, and the report's goals of sellers as a file of quotas."""
    root = tmp_path_factory.mktemp("goals")
    shutil.copytree(repository / "examples" / "mappings" / "regional_sales", root / "mappings")
    (root / "mappings" / "goals.toml").write_text(GOALS, encoding="utf-8")
    shutil.copytree(folder, root / "files")
    ids = {row["Owner"]: row["SystemUserSeq"] for row in rows_of(folder / "Owners.csv")}
    with (root / "files" / "goals.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["seller", "goal", "from", "to"])
        for seller, rows in grouped(deals, lambda deal: deal.groups["person"]).items():
            writer.writerow([ids[str(seller)], report.rev_goal(rows), "2019-01-01", "2023-01-01"])
    return load(root, root / "mappings", root / "files")


def test_goals_and_the_forecast_of_them_by_seller(with_goals: Loaded, deals: Rows) -> None:
    """A goal of a group is the sum of its sellers' here; the report rounds anew for each group."""
    asked: dict[str, Any] = {"period": "2019-01-01..2023-01-01"}
    goals = found(with_goals, "quota", ("person",), **asked)
    reached = found(
        with_goals, "won_and_open_of_quota", ("person",), where=WON_OR_FROM_THE_SECOND_STAGE,
        **asked,
    )  # fmt: skip
    by_person = grouped(deals, lambda deal: (deal.groups["person"],))
    assert len(reached) == len(by_person) == 19
    for key, rows in by_person.items():
        assert goals[key].value == dollars(str(report.rev_goal(rows)))
        assert reached[key].value == report.forecast_share(rows)
    total = with_goals.ask("quota", **asked).one().value
    assert total == dollars(str(sum(report.rev_goal(rows) for rows in by_person.values())))
    whole = with_goals.ask(
        "won_and_open_of_quota", where=WON_OR_FROM_THE_SECOND_STAGE, **asked
    ).one()
    assert isinstance(total, Money)
    assert whole.value == report.forecast(deals) / Fraction(total.minor, 100)  # type: ignore[operator]


@pytest.fixture(scope="module")
def tracking(loading: Callable[[str, str], Loaded]) -> Loaded:
    return loading("opportunity_tracking", f"{SAMPLES}/opportunity_tracking")


@pytest.fixture(scope="module")
def facts(shared_data: Path) -> list[dict[str, str]]:
    """The rows of the table of facts, each with its company and stage."""
    folder = shared_data / SAMPLES / "opportunity_tracking"
    accounts = {row["Account ID"]: row for row in rows_of(folder / "Account.csv")}
    stages = {row["Sales Stage ID"]: row for row in rows_of(folder / "SalesStage.csv")}
    return [
        {**row, **accounts[row["Account ID"]], **stages[row["Sales Stage ID"]]}
        for row in rows_of(folder / "Fact.csv")
    ]


COUNTS = {
    "_Count Account": ("Account", "account"),
    "_Count Partner": ("Partner", "partner"),
    "_Count Product": ("Product", "product"),
    "_Count SalesStage": ("SalesStage", "stage"),
}


def test_rows_of_each_table_are_counted(tracking: Loaded, shared_data: Path) -> None:
    """The sample's measures are counts of rows; every row of a table there has an open deal."""
    folder = shared_data / SAMPLES / "opportunity_tracking"
    listed = {row["Name"] for row in rows_of(folder / "_dax_measures.csv")}
    assert listed == {*COUNTS, "_Count Fact", "_Count Opportunity"}
    for table, dimension in COUNTS.values():
        groups = found(tracking, "open_deals", (dimension,))
        assert len(groups) == len(rows_of(folder / f"{table}.csv")), table
    assert tracking.ask("open_deals").one().value == len(rows_of(folder / "Fact.csv"))
    named = "SELECT count(DISTINCT name) FROM opportunities"
    assert tracking.one(named) == len(rows_of(folder / "Opportunity.csv"))


CUTS: dict[str, Callable[[dict[str, str]], str]] = {
    "region": lambda row: row["Region"],
    "account": lambda row: f"crm:{row['Account ID']}",
    "product": lambda row: f"crm:{row['Product ID']}",
    "partner": lambda row: f"partners:{row['Partner ID']}",
    "stage": lambda row: row["Sales Stage"],
    "month": lambda row: row["EstimatedCloseDate"][:7],
    "year": lambda row: row["EstimatedCloseDate"][:4],
}


@pytest.mark.parametrize("by", CUTS)
def test_counts_amounts_and_weighted_amounts_by_what_the_report_cuts_by(
    tracking: Loaded, facts: list[dict[str, str]], by: str
) -> None:
    counted: dict[Any, int] = {}
    held: dict[Any, Decimal] = {}
    weighted: dict[Any, Decimal] = {}
    for row in facts:
        key = (CUTS[by](row),)
        counted[key] = counted.get(key, 0) + 1
        held[key] = held.get(key, Decimal(0)) + Decimal(row["ProductRevenue"])
        amount = Decimal(row["FactoredProductRevenue"])
        weighted[key] = weighted.get(key, Decimal(0)) + round(amount, 2)
    for measure, expected in (
        ("open_deals", counted),
        ("pipeline", {key: dollars(str(amount)) for key, amount in held.items()}),
        ("weighted_pipeline", {key: dollars(str(amount)) for key, amount in weighted.items()}),
    ):
        ours = {key: estimate.value for key, estimate in found(tracking, measure, (by,)).items()}
        assert ours == expected, measure


@pytest.mark.parametrize(
    ("where", "stages"),
    [
        ("stage >= 'Solution'", {"Solution", "Proposal", "Finalize"}),
        ("stage > 4", {"Finalize"}),
        ("stage < 'Qualify'", {"Lead"}),
    ],
)
def test_pipeline_from_a_stage_on(
    tracking: Loaded, facts: list[dict[str, str]], where: str, stages: set[str]
) -> None:
    expected = sum(Decimal(row["ProductRevenue"]) for row in facts if row["Sales Stage"] in stages)
    assert tracking.ask("pipeline", where=where).one().value == dollars(str(expected))
