"""Every plan that is shipped reads, raises no error, and expects amounts that add up."""

from __future__ import annotations

from fractions import Fraction

import pytest

from everyrep.pay.plan import Plan
from everyrep.pay.plan.linting import Weight, lint
from everyrep.pay.plan.reading import read_plan
from everyrep.pay.templates import template, template_names
from everyrep.values import UnknownName

F = Fraction
STAGES = {"under-10m", "10m-to-30m", "30m-to-75m", "above-75m"}
ROLES = {"hunter", "farmer", "manager", "sdr"}


def read(name: str) -> Plan:
    return read_plan(template(name), where=name)


def amount(found: object) -> Fraction:
    return F(str(found).replace("_", ""))


def test_there_is_one_for_each_stage_and_role() -> None:
    assert set(template_names()) == STAGES | ROLES


@pytest.mark.parametrize("name", template_names())
def test_it_reads_and_nothing_in_it_is_an_error_or_a_warning(name: str) -> None:
    assert [one for one in lint(read(name)) if one.weight is not Weight.NOTE] == []


@pytest.mark.parametrize("name", template_names())
def test_its_examples_add_up(name: str) -> None:
    examples = read(name).examples
    assert 2 <= len(examples) <= 3
    for one in examples:
        total = amount(one.expect["total"])
        lines, components = one.expect.get("lines"), one.expect.get("components")
        if isinstance(lines, list):
            assert sum(map(amount, lines)) == total
        if isinstance(components, dict):
            assert sum(map(amount, components.values())) == total
            assert set(components) <= {item.id for item in read(name).pay}


@pytest.mark.parametrize(
    ("name", "table", "reached", "paid"),
    [
        ("10m-to-30m", "accelerator", F(120, 100), F(10_400, 100_000)),
        ("hunter", "accelerator", F(4), F(53_500, 100_000)),
        ("manager", "override", F(600, 500), F(6_500, 500_000)),
        ("above-75m", "payout", F(90, 100), F(3_750, 7_500)),
        ("above-75m", "payout", F(110, 100), F(9_375, 7_500)),
        ("farmer", "retention", F(105, 100), F(1_875, 1_500)),
        ("sdr", "meetings", F(10), F(55_000)),
    ],
)
def test_its_table_pays_what_its_examples_expect(
    name: str, table: str, reached: Fraction, paid: Fraction
) -> None:
    assert read(name).tables[table].shape.paid(reached) == paid


def test_a_misspelt_name_gets_near_ones() -> None:
    with pytest.raises(UnknownName, match="'hunter'"):
        template("huntr")
