"""The search: against least squares written out, and on companies whose truth is known."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from everyrep.evidence.arrays import NEVER, Floats, Ints
from everyrep.evidence.combinations import Company, search_pairs, search_triples
from everyrep.evidence.combinations.confirming import confirm
from everyrep.evidence.combinations.scanning import scan
from everyrep.evidence.combinations.searching import halves_of, how_many
from everyrep.evidence.combinations.things import run_up, together
from everyrep.evidence.combinations.verdicts import lines
from everyrep.evidence.curriculum import Windows
from tests.evidence.combinations.companies import MONTHS, PAIRS, motivated, things_of


def small(seed: int = 3) -> Company:
    """Few people and months, weights that differ, months without an outcome."""
    rng = np.random.default_rng(seed)
    people, months = 40, 14
    first = np.where(rng.random((people, 3)) < 0.7, rng.integers(1, 12, (people, 3)), NEVER)
    counts = rng.poisson(2.0, (people, months, 1))
    things = things_of(first, months, counts=counts, windows=Windows(2, 1, 4))
    weights = rng.integers(0, 4, size=(people, months)).astype(float)
    return Company(rng.normal(size=(people, months)), weights, things, np.arange(people))


def written_out(company: Company, people: Ints) -> tuple[Floats, Floats, Floats, Floats]:
    """Everything that things do by themselves, people and months as columns; y, root, states."""
    lines, target, roots, states = [], [], [], []
    for person in people.tolist():
        state = company.things.state(person)
        columns, alone = company.things.alone(person, state)
        wide = np.zeros((state.shape[0], company.things.columns))
        wide[:, columns] = alone
        for month in range(state.shape[0]):
            if company.weights[person, month] > 0:
                dummies = np.eye(company.y.shape[0])[person], np.eye(state.shape[0])[month]
                lines.append(np.concatenate([wide[month], *dummies]))
                target.append(company.y[person, month])
                roots.append(np.sqrt(company.weights[person, month]))
        states.append(state)
    return np.array(lines), np.array(target), np.array(roots), np.array(states)


def column(company: Company, people: Ints, members: tuple[int, ...], up: bool) -> Floats:
    found = []
    for person in people.tolist():
        on = together(company.things.state(person), np.array([members]))
        on = run_up(on, company.things.windows.run_up) if up else on
        found.append(on[company.weights[person] > 0, 0])
    return np.concatenate(found)


def solved(x: Floats, y: Floats, root: Floats) -> Floats:
    return np.asarray(np.linalg.lstsq(x * root[:, None], y * root)[0])


def test_a_scan_is_least_squares_with_all_columns_written_out() -> None:
    company = small()
    half = company.halves(1)[0]
    pairs = np.array(list(itertools.combinations(range(4), 2)))
    found = scan(half, pairs)
    x, y, root, _ = written_out(company, half.people)
    for at, pair in enumerate(pairs.tolist()):
        own = column(company, half.people, tuple(pair), up=False)
        told = solved(np.column_stack([own, x]), y, root)[0]
        assert found.effect[at] == pytest.approx(told, abs=1e-8)


def test_what_confirms_is_least_squares_with_all_sets_and_their_run_up() -> None:
    company = small()
    half = company.halves(1)[1]
    sets = ((0, 1), (1, 3))
    found = confirm(half, sets)
    x, y, root, _ = written_out(company, half.people)
    own = [column(company, half.people, one, up) for one in sets for up in (False, True)]
    told = solved(np.column_stack([*own, x]), y, root)
    assert found.effect == pytest.approx(told[[0, 2]], abs=1e-8)
    assert found.before == pytest.approx(told[[1, 3]], abs=1e-8)


def test_a_joint_effect_without_noise_is_found_exactly() -> None:
    rng = np.random.default_rng(1)
    first = np.where(rng.random((80, 3)) < 0.6, rng.integers(5, 20, (80, 3)), NEVER)
    at = np.arange(MONTHS)[None, :]
    had = at[:, :, None] > first[:, None, :]
    y = rng.normal(size=(80, 1)) + rng.normal(size=(1, MONTHS)) + 0.5 * had[:, :, 0]
    y = y - 0.2 * had[:, :, 2] + 0.4 * (had[:, :, 0] & had[:, :, 1])
    things = things_of(first, MONTHS, windows=Windows(3, 0, 40))
    half = Company(y, np.ones_like(y), things, np.arange(80)).halves(1)[0]
    pairs = np.array([[0, 1], [0, 2]])
    assert confirm(half, ((0, 1), (0, 2))).effect == pytest.approx([0.4, 0.0], abs=1e-8)
    assert scan(half, pairs).effect[0] == pytest.approx(0.4, abs=0.2)


def test_errors_of_a_scan_are_about_those_of_the_exact_model() -> None:
    company = motivated(4, 400, 8, uptake=0.4)
    half = company.halves(1)[0]
    sets = ((0, 1), (2, 3), (4, 5))
    exact, quick = confirm(half, sets), scan(half, np.array(sets))
    assert quick.se == pytest.approx(exact.se, rel=0.25)


def test_halves_keep_together_who_hangs_together() -> None:
    labels = np.repeat(np.arange(20), 7)
    one, other = halves_of(labels, 5)
    assert not set(labels[one]) & set(labels[other])
    assert one.size + other.size == labels.size
    assert np.array_equal(halves_of(labels, 5)[0], one)


def test_both_halves_are_about_as_strict() -> None:
    for count in (780, 5_000, 19_900):
        most = how_many(count)
        assert most / count == pytest.approx(0.025 / most, rel=0.4)
    assert how_many(1) == 1


def test_two_real_pairs_are_announced_and_nothing_else() -> None:
    found = search_pairs(motivated(1, 500, 12, joint=1.2, uptake=0.4))
    assert set(found.announced) == set(PAIRS)
    told = {
        one: float(way.held.effect[at])
        for way in found.ways
        for at, one in enumerate(way.sets)
        if one in PAIRS
    }
    assert all(value == pytest.approx(1.2, abs=0.5) for value in told.values())


def test_a_triple_is_found_where_its_pair_stands() -> None:
    company = motivated(2, 500, 6, joint=1.2, uptake=0.6, pairs=((0, 1), (0, 1, 2)))
    pairs = search_pairs(company)
    assert (0, 1) in pairs.announced
    triples = search_triples(company, pairs.announced)
    assert triples.announced == ((0, 1, 2),)
    assert all({0, 1} <= set(one) or one for one in triples.members.tolist())


def test_what_the_motivated_take_together_is_no_combination() -> None:
    """None of 780 pairs does anything; the bare comparison sees hundreds that do."""
    companies = [motivated(seed, 250, growing=0.02) for seed in range(2)]
    assert sum(len(search_pairs(one).announced) for one in companies) == 0
    assert _naive(companies[0]) > 100


def _naive(company: Company) -> int:
    """Pairs whose people sell more than the others in the last year, by a t-test."""
    from scipy.stats import ttest_ind

    last = np.array([company.things.state(one)[-1] > 0 for one in range(company.y.shape[0])])
    mean = company.y[:, -12:].mean(axis=1)
    found = 0
    for one, other in itertools.combinations(range(len(company.things)), 2):
        both = last[:, one] & last[:, other]
        if both.sum() >= 5:
            found += ttest_ind(mean[both], mean[~both]).pvalue < 0.05
    return found


def test_pairs_that_few_have_are_counted_with_their_reason() -> None:
    company = motivated(3, 120, 6, uptake=0.5)
    first = company.things.first.copy()
    first[:, 0] = NEVER
    first[:6, 0] = 10
    first[:, 1] = np.where(np.arange(120) < 60, 2, 30)
    first[:, 2] = first[:, 1]
    found = search_pairs(replace(company, things=replace(company.things, first=first)))
    assert sum(found.unasked.values()) + len(found.members) == 15
    assert "seen with all of it" in " ".join(found.unasked)
    assert "a part of it" in " ".join(found.unasked)
    assert [1, 2] not in found.members.tolist()


def test_of_twins_neither_can_be_told_from_the_other() -> None:
    """Two objects that the same people had at the same times: what each adds to a third is one."""
    company = motivated(5, 200, 5, joint=2.0, uptake=0.6, pairs=((0, 1),))
    first = np.column_stack([company.things.first, company.things.first[:, 1]])
    found = search_pairs(replace(company, things=things_of(first, MONTHS)))
    assert not {(0, 1), (0, 5)} & set(found.announced)
    held = [way.held.effect[way.sets.index((0, 1))] for way in found.ways if (0, 1) in way.sets]
    assert held
    assert np.isnan(held).all()


def test_what_everybody_has_from_the_start_cannot_be_asked_about() -> None:
    company = motivated(6, 120, 4, uptake=0.5)
    first = np.zeros_like(company.things.first)
    found = search_pairs(replace(company, things=replace(company.things, first=first)))
    assert len(found.members) == 0
    assert found.announced == ()
    assert np.isnan(found.detectable)


def test_of_teams_both_people_and_teams_have_to_carry_a_pair() -> None:
    company = motivated(7, 240, 4, uptake=0.5)
    alone = search_pairs(company)
    assert len(alone.members) == 6
    few = replace(company, labels=np.arange(240) // 60)
    assert len(search_pairs(few, units=3).members) == 0
    assert sum(search_pairs(few, units=3).unasked.values()) == 6


@pytest.mark.slow
@pytest.mark.parametrize("growing", [0.0, 0.03])
def test_where_nothing_does_more_together_one_company_in_twenty_hears_of_something(
    growing: float,
) -> None:
    """200 companies of 40 objects that the motivated take, none of which adds to another."""
    heard = [
        bool(search_pairs(motivated(seed, 300, growing=growing)).announced) for seed in range(200)
    ]
    assert np.mean(heard) <= 0.05


@pytest.mark.slow
def test_busy_people_have_every_combination_of_behaviours_and_few_are_announced() -> None:
    heard = [
        bool(search_pairs(motivated(seed, 300, 20, growing=0.03, behaviours=5)).announced)
        for seed in range(60)
    ]
    assert np.mean(heard) <= 0.05


@pytest.mark.slow
def test_figures_of_the_other_half_are_not_too_large() -> None:
    """What a half proposes is picked, and too large; what the other half says of it is not."""
    there, held = [], []
    for seed in range(30):
        found = search_pairs(motivated(seed, 600, 25, joint=0.5, uptake=0.35))
        for way in found.ways:
            for at, one in enumerate(way.sets):
                if one in PAIRS:
                    there.append(way.there[at])
                    held.append(way.held.effect[at])
    assert np.mean(there) > 0.52
    assert np.mean(held) == pytest.approx(0.5, abs=0.07)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("joint", "people", "uptake", "companies"), [(0.0, 300, 0.2, 40), (0.3, 600, 0.35, 15)]
)
def test_the_ranges_that_are_printed_hold_the_truth(
    joint: float, people: int, uptake: float, companies: int
) -> None:
    """Of what one half proposes the other half's 95% range holds what was put in."""
    held = []
    for seed in range(companies):
        made = motivated(9_000 + seed, people, joint=joint, uptake=uptake)
        for line in lines(search_pairs(made), made.things, 1.0):
            if np.isfinite(line.low):
                truth = joint if tuple(line.members) in PAIRS else 0.0
                held.append(line.low <= truth <= line.high)
    # Three standard errors of as many independent ranges below what was measured on more companies.
    assert np.mean(held) >= 0.93 - 3 * (0.93 * 0.07 / len(held)) ** 0.5
