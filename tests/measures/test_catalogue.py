"""The catalogue: whole, honest about what it needs, and forgiving about names."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import pytest

from everyrep.measures import Measure, explain, load_catalogue
from everyrep.measures.catalogue import Catalogue, parse_measure
from everyrep.measures.dimensions import DIMENSIONS, TIME, dimension_name
from everyrep.measures.estimators import COMPOSED, ESTIMATORS
from everyrep.measures.run import expression_of
from everyrep.values import ABILITIES, InternalError, UnknownName

MEASURES = tuple(load_catalogue().values())
FIRST = (
    "pipeline", "weighted_pipeline", "coverage", "stage_conversion", "win_rate",
    "average_deal_size", "cycle_length", "velocity", "bookings", "attainment", "revenue_per_rep",
    "margin_per_rep", "activities", "course_completion", "assessment_score", "ramp", "turnover",
)  # fmt: skip


def named(measure: Measure) -> str:
    return measure.name


def entry(**changes: Any) -> Mapping[str, Any]:
    whole = {
        "title": "Deals", "sentence": "How many.", "formula": "count", "unit": "count",
        "grain": "deal", "direction": "up", "class": "outcome", "owner": "Somebody",
        "since": "2026-01-01", "version": "1", "estimator": "counted",
        "expression": "deals:opened", "needs": ["opportunities.id"],
    }  # fmt: skip
    return {key: value for key, value in {**whole, **changes}.items() if value is not None}


def test_the_first_measures_are_there() -> None:
    assert set(FIRST) <= set(load_catalogue())


@pytest.mark.parametrize("measure", MEASURES, ids=named)
def test_every_entry_can_be_run(measure: Measure) -> None:
    function = expression_of(measure)
    parameters = list(inspect.signature(function).parameters)[1:]
    if measure.parts:
        assert measure.estimator == COMPOSED
        assert len(parameters) - len(measure.parameters) == len(measure.parts)
    else:
        assert measure.estimator in ESTIMATORS
        assert set(measure.parameters) <= set(parameters)


@pytest.mark.parametrize("measure", MEASURES, ids=named)
def test_every_entry_says_what_it_needs_and_why_it_is_weak_without(measure: Measure) -> None:
    assert measure.needs
    assert all(need.why for need in measure.weak_without)
    assert not measure.ability or measure.ability in ABILITIES
    assert measure.sentence.endswith(".")
    assert all(caveat.endswith((".", "?")) for caveat in measure.caveats)
    assert all(note.endswith(".") and "{count}" in note for note in measure.notes.values())


def test_no_name_or_synonym_means_two_measures() -> None:
    words: dict[str, str] = {}
    for measure in MEASURES:
        for word in {measure.name, measure.title.casefold().replace(" ", "_")} | {
            synonym.casefold().replace(" ", "_") for synonym in measure.synonyms
        }:
            assert words.setdefault(word, measure.name) == measure.name, word


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": None}, "not whole"),
        ({"class": "vanity"}, "class"),
        ({"direction": "sideways"}, "direction"),
        ({"sentence": " "}, "sentence is empty"),
        ({"needs": ["opportunities.colour"]}, "no column opportunities.colour"),
        ({"dimensions": ["colour"]}, "no dimension colour"),
        ({"colour": "red"}, "no measure has"),
        ({"expression": "deals"}, "module:function"),
    ],
)
def test_an_entry_that_contradicts_itself_is_refused(changes: dict[str, Any], message: str) -> None:
    assert parse_measure("deals", entry()).name == "deals"
    with pytest.raises(InternalError, match=message):
        parse_measure("deals", entry(**changes))


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(UnknownName):
        parse_measure("deals", entry(unit="bananas"))


def test_measures_go_by_their_synonyms_too() -> None:
    catalogue = load_catalogue()
    assert catalogue["revenue"].name == "bookings"
    assert catalogue["Quota attainment"].name == "attainment"
    assert catalogue["ASP"].name == "average_selling_price"
    with pytest.raises(UnknownName) as problem:
        catalogue["booking"]
    assert "bookings" in problem.value.near


def test_dimensions_go_by_their_synonyms_too() -> None:
    assert dimension_name("rep") == "person"
    assert dimension_name("Product Line") == "product_line"
    assert dimension_name("months") == "month"
    assert dimension_name("fiscal-quarter") == "fiscal_quarter"
    with pytest.raises(UnknownName) as problem:
        dimension_name("industri")
    assert "industry" in problem.value.near


def test_no_dimension_is_called_like_a_grain_of_time() -> None:
    assert not set(DIMENSIONS) & set(TIME)


@pytest.mark.parametrize("measure", MEASURES, ids=named)
def test_every_measure_can_be_explained(measure: Measure) -> None:
    found = explain(measure.name)
    text = found.text()
    assert measure.sentence.split()[0] in text
    assert max(len(line) for line in text.splitlines()) <= 100
    assert all(caveat.split()[0] in text for caveat in measure.caveats)
    content = found.to_dict()
    assert content["formula"] == measure.formula
    assert content["computability"] is None


def test_the_explanation_of_velocity_is_not_the_formula_that_rises_when_deals_slow_down() -> None:
    text = " ".join(explain("velocity").text().split())
    assert "open deals x average deal size x win rate / cycle length" in text
    assert "rises when deals slow down" in text


CHANGE = {"version": "2", "on": "2026-11-21", "what": "Counts open deals too.", "formula": "count"}


def test_what_a_definition_was_is_kept_and_told() -> None:
    measure = parse_measure("deals", entry(version="2", changes=[CHANGE]))
    told = " ".join(explain("deals", catalogue=Catalogue([measure])).text().split())
    assert "2026-11-21, version 2: Counts open deals too. Before: count" in told


@pytest.mark.parametrize(("version", "changes"), [("2", []), ("1", [CHANGE]), ("3", [CHANGE])])
def test_a_version_without_its_change_is_refused(version: str, changes: list[Any]) -> None:
    with pytest.raises(InternalError, match=r"version|numbered"):
        parse_measure("deals", entry(version=version, changes=changes))
