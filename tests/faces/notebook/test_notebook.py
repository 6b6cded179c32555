"""A company in a notebook: frames and pictures that say what the door said."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

import pytest

from everyrep.faces.notebook import Company
from everyrep.faces.notebook.measured import picture
from everyrep.measures import Answer, load_catalogue
from everyrep.values import Scope, UserError
from everyrep.warehouse.reader import Warehouse
from tests.worlds import World


@pytest.fixture(scope="module")
def company() -> Company:
    world = World(as_of=date(2026, 6, 30))
    for n in range(40):
        team = "north" if n % 2 else "south"
        world.add(
            "opportunities", id=f"d{n}", owner=f"p{n % 8}", amount=1000 + n, region=team,
            outcome="won" if n % 3 else "lost", created_on="2026-01-05",
            close_on=f"2026-0{1 + n % 6}-20",
        )  # fmt: skip
    return Company(cast(Warehouse, world.warehouse()), Scope.everything("the test"))


def test_a_frame_holds_every_estimate_whole(company: Company) -> None:
    found = company.measure("win_rate", by="region", period="2026")
    frame, answer = found.frame, found.answer
    assert list(frame["region"]) == ["north", "south"]
    assert frame["n"].sum() == 40
    for row, estimate in zip(frame.itertuples(), answer, strict=True):
        assert row.value == estimate.estimate.value
        assert row.low < row.value < row.high
        assert row.grade == "observed"


def test_what_cannot_be_had_says_why(company: Company) -> None:
    frame, _ = company.measure("win_rate", period="2019")
    assert frame["value"].isna().all()
    assert frame["grade"].tolist() == ["not_estimable"]
    assert frame["reason"].tolist() == [
        "No facts fit the question. There are records of 20 January 2026 to 20 June 2026."
    ]


def test_money_is_in_major_units_and_exact_beside(company: Company) -> None:
    frame, _ = company.measure("bookings")
    assert frame["value"][0] == pytest.approx(float(frame["estimate"][0].value.minor) / 100)


def test_the_lines_of_the_how_to_run(company: Company, tmp_path: Path) -> None:
    frame, chart = company.measure("win_rate", by="team", period="2026")
    assert len(frame)
    assert chart.save(tmp_path / "wins.svg").read_text().startswith("<svg")
    assert "mark" in chart.save(tmp_path / "wins.json").read_text()
    with pytest.raises(UserError, match="cannot be written as"):
        chart.save(tmp_path / "wins.bmp")


@pytest.mark.parametrize("by", [(), "region", "month", ("region", "quarter")])
def test_a_picture_is_drawn_here(company: Company, by: str | tuple[str, ...]) -> None:
    chart = company.measure("win_rate", by=by).chart
    bundle = chart._repr_mimebundle_()
    assert bundle["application/vnd.vegalite.v5+json"]["title"].startswith("Win rate")
    assert "<svg" in bundle["image/svg+xml"]
    assert "#0d" not in str(chart.spec)  # the ink of the report was painted


def test_of_many_groups_the_first_are_drawn(company: Company) -> None:
    found = company.measure("won_deals", by=("region", "month", "person", "deal"))
    assert len(found.frame) > 20
    many = found.answer
    crowded = Answer(many.measures, many.by, many.rows * 3)
    assert "the first 40 of" in picture(crowded).says


def test_a_panel_is_a_frame_of_sums(company: Company) -> None:
    frame = company.panel(["win_rate", "bookings"], by=("person", "month"))
    assert frame.index.names == ["person", "month"]
    assert frame["win_rate", "m"].sum() == 40


def test_the_catalogue_is_a_frame(company: Company) -> None:
    assert set(company.catalogue.index) == set(load_catalogue())
    assert "Win rate" in company.explain("win_rate").text()
