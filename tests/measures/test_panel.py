"""A panel holds what the figures are made of: the same sums, row by row."""

from __future__ import annotations

import numpy as np
import pytest

from everyrep.measures import Panel, load_catalogue, panel, query
from everyrep.values import Money, Scope, UserError
from tests.measures.company import messy_company
from tests.worlds import TinyWarehouse

ALL = Scope.everything("the test")
BY = ("person", "quarter")
SUMS = ("counted", "counted_ratio", "share", "mean", "signed_mean", "mean_share")
ALL_NAMES = [
    name
    for name, measure in load_catalogue().items()
    if not measure.parts and not measure.always_by and all(measure.accepts(b) for b in BY)
]


NAMES = ALL_NAMES[::5]
"""Of all measures, some: enough of each kind to be told apart when it breaks."""


@pytest.fixture(scope="module")
def company() -> TinyWarehouse:
    return messy_company().warehouse()


@pytest.fixture(scope="module")
def found(company: TinyWarehouse) -> Panel:
    return panel(company, NAMES, by=BY, scope=ALL)


@pytest.mark.reference
def test_each_row_of_every_measure_is_the_figure_of_its_group(company: TinyWarehouse) -> None:
    names = [name for name in ALL_NAMES if name not in NAMES]
    agree(company, panel(company, names, by=BY, scope=ALL))


def test_each_row_is_the_figure_of_its_group(company: TinyWarehouse, found: Panel) -> None:
    agree(company, found)


def agree(company: TinyWarehouse, found: Panel) -> None:
    """Each row of a panel divides into the figure that the door gives for its group."""
    answer = query(company, found.measures, by=BY, scope=ALL)
    rows = {key: at for at, key in enumerate(found.keys)}
    seen = 0
    for row in answer:
        if row.estimate.value is None or load_catalogue()[row.measure].estimator not in SUMS:
            continue
        value = row.estimate.value
        number = value.minor if isinstance(value, Money) else float(value)
        at = rows[tuple(row.keys[name] for name in BY)]  # type: ignore[arg-type]
        assert found.value(row.measure)[at] == pytest.approx(number, abs=0.51), (row, at)
        seen += 1
    assert seen > 100


def test_sellers_have_a_row_for_each_bucket_they_were_there(found: Panel) -> None:
    there = {key for key, days in zip(found.keys, found.present, strict=True) if days > 0}
    people = {person for person, _ in there}
    assert len(there) > 4 * len(people) > 0
    assert any(
        found.n[found.measures[0]][at] == 0 for at, key in enumerate(found.keys) if key in there
    )


def test_rows_are_sorted_and_each_there_once(found: Panel) -> None:
    assert len(set(found.keys)) == len(found.keys) == len(found)
    assert list(found.keys) == sorted(
        found.keys, key=lambda key: [(k is None, str(k)) for k in key]
    )


def test_a_table_of_people_and_quarters(found: Panel) -> None:
    sums = found.measures[0]
    people, quarters, x, m = found.wide(sums, "person", "quarter")
    assert x.shape == m.shape == (len(people), len(quarters))
    assert np.nansum(x) == found.x[sums].sum()


def test_deals_one_by_one(company: TinyWarehouse) -> None:
    one = panel(company, ["won_deals", "bookings"], by="deal", scope=ALL)
    total = query(company, ["won_deals", "bookings"], scope=ALL)
    assert one.x["won_deals"].sum() == total.one("won_deals").value
    bookings = total.one("bookings").value
    assert isinstance(bookings, Money)
    assert one.x["bookings"].sum() == bookings.minor


def test_what_is_no_sum_or_may_not_be_seen_is_refused(company: TinyWarehouse) -> None:
    with pytest.raises(UserError, match="made of other measures"):
        panel(company, "velocity", by="person", scope=ALL)
    few = Scope("a stranger", None, min_group=5)
    with pytest.raises(UserError, match="fewer than 5 people"):
        panel(company, "won_deals", by="team", scope=few)
    with pytest.raises(UserError):
        panel(company, "bookings", by="team", scope=Scope("a stranger", None, min_group=1))
