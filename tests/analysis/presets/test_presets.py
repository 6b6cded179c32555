"""Presets that ship are whole, and a workspace changes them with clear answers to its mistakes."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from everyrep.analysis.presets import load_presets, show
from everyrep.analysis.presets.presets import GROWTH, MOTIONS, ROLES, growth_of, parse_presets
from everyrep.measures import load_catalogue
from everyrep.values import Scope, SettingsError, UnknownName
from tests.worlds import World

OWN = """
format = 1
growth = "under_10m"
title = "Ours"

[[preset]]
role = "seller"
motion = "hunting"
leading = ["coverage", "pipeline", "open deals", "time_in_stage", "cycle_length"]
outcomes = ["bookings"]
"""


def own(folder: Path, text: str) -> Path:
    (folder / "presets").mkdir()
    (folder / "presets" / "ours.toml").write_text(text, encoding="utf-8")
    return folder


def test_there_is_a_preset_for_each_growth_stage_role_and_motion() -> None:
    keys = {preset.key for preset in load_presets()}
    assert keys == set(product(GROWTH, ROLES, MOTIONS))


def test_each_has_five_to_seven_indicators_that_come_before_outcomes() -> None:
    catalogue = load_catalogue()
    for preset in load_presets():
        assert 5 <= len(preset.leading) <= 7
        assert len(set(preset.leading)) == len(preset.leading)
        assert {catalogue[name].kind for name in preset.leading} <= {"leading", "competency"}
        assert {catalogue[name].kind for name in preset.outcomes} == {"outcome"}
        assert preset.why.endswith(".")
        assert preset.sentence.endswith(".")


def test_hunters_and_farmers_are_measured_apart() -> None:
    presets = load_presets()
    for growth, role in product(GROWTH, ROLES):
        hunting = presets.of(growth, role, "hunting")
        assert hunting.leading != presets.of(growth, role, "farming").leading


def test_a_workspace_replaces_the_preset_that_ships(tmp_path: Path) -> None:
    presets = load_presets(own(tmp_path, OWN))
    ours = presets.of("Under 10m", "Seller", "hunting")
    assert ours.title == "Ours"
    assert ours.leading[2] == "open_deals"
    assert ours.origin == "presets/ours.toml"
    assert presets.of("under_10m", "manager", "hunting").origin == "under_10m.toml"
    assert len(presets) == 16


def test_a_workspace_without_presets_has_those_that_ship(tmp_path: Path) -> None:
    assert len(load_presets(tmp_path)) == 16


@pytest.mark.parametrize(
    ("old", "new", "near"),
    [
        ('"coverage"', '"covrage"', "coverage"),
        ('"seller"', '"sellers"', "seller"),
        ('"hunting"', '"huntng"', "hunting"),
        ('"under_10m"', '"under_10"', "under_10m"),
        ("outcomes", "outcome", "outcomes"),
    ],
)
def test_a_wrong_name_offers_near_ones_and_the_place(old: str, new: str, near: str) -> None:
    with pytest.raises(UnknownName) as raised:
        parse_presets(OWN.replace(old, new), "presets/ours.toml", load_catalogue())
    assert near in raised.value.near
    assert "presets/ours.toml" in str(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"coverage", ', "", "4 leading indicators"),
        ('"bookings"', "", "no outcome"),
        ('"bookings"', '"coverage"', "class leading"),
        ('["bookings"]', '"bookings"', "no list"),
        ("format = 1", "format = 2", "format is 2"),
        ("[[preset]]", "[[preset", "no TOML"),
    ],
)
def test_a_mistake_is_named(old: str, new: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        parse_presets(OWN.replace(old, new), "presets/ours.toml", load_catalogue())


def test_a_file_without_presets_is_refused() -> None:
    with pytest.raises(SettingsError, match="There is no"):
        parse_presets('format = 1\ngrowth = "under_10m"', "x.toml", load_catalogue())


def test_an_unknown_preset_offers_near_ones() -> None:
    with pytest.raises(UnknownName) as raised:
        load_presets().of("10_to_30", "seller", "hunting")
    assert "10_to_30m" in raised.value.near


@pytest.mark.parametrize(
    ("revenue", "growth"),
    [(0, "under_10m"), (10_000_000, "10_to_30m"), (74_999_999, "30_to_75m"), (10**9, "above_75m")],
)
def test_growth_follows_revenue(revenue: int, growth: str) -> None:
    assert growth_of(revenue) == growth


def test_indicators_are_shown_before_outcomes() -> None:
    world = World().person("ann")
    world.deal("d1", owner="ann", outcome="won", close_on="2026-03-01").deal("d2", owner="ann")
    shown = show(
        world.warehouse(), Scope.everything("tests"), load_presets().of("under_10m"), period="2026"
    )
    assert [answer.measures[0] for answer in shown.leading] == list(shown.preset.leading)
    assert list(shown.to_dict()) == ["preset", "leading", "outcomes", "periods", "notes"]
    assert shown.outcomes[1].one().value == 1
    assert "every motion" in shown.notes[0]


def test_figures_are_of_the_motion_of_the_set_where_they_can_be() -> None:
    """Authority: deals counted by hand; who has seen the course is of no motion."""
    world = World().person("ann")
    for name, motion in (("d1", "hunting"), ("d2", "farming"), ("d3", "farming")):
        world.deal(name, owner="ann", motion=motion, outcome="won", close_on="2026-03-01")
    preset = replace(
        load_presets().of("10_to_30m", "seller", "farming"),
        leading=("won_deals", "coverage", "content_published"),
        outcomes=("bookings",),
    )
    warehouse = world.warehouse()
    shown = show(warehouse, Scope.everything("tests"), preset)
    assert shown.leading[0].one().value == 2
    assert shown.outcomes[0].one().value.minor == 200_000
    assert "Content published" in shown.notes[0]
    assert "Won deals" not in shown.notes[0]
    assert shown.periods["won_deals"] is None
    assert str(shown.periods["coverage"]) == "2026Q2"
    cut = show(warehouse, Scope.everything("tests"), preset, where="amount > 5000")
    assert cut.leading[0].where == "(amount > 5000) and motion = 'farming'"
