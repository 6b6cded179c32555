"""Effects by cohort and period beside R's did, which the authors of the method wrote.

`did_values.csv` holds its figures on the counties of its own example; `did.R` wrote them. Its
propensity scores stop at 1e-8 and ours at 1e-10, and its balancing weights come from another
search: hence one part in a million, not in 10^12.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from everyrep.evidence.staggered import (
    Comparison,
    Effect,
    Effects,
    GroupTimes,
    by_cohort,
    by_event_time,
    by_period,
    group_times,
    pre_test,
    simple,
)
from tests.evidence.staggered.panels import FIRST_YEAR, Counties, counties

pytestmark = pytest.mark.reference

METHODS: dict[str, Any] = {
    "dr": "doubly robust",
    "reg": "regression",
    "ipw": "inverse probability",
    "imp": "improved",
}
CONTROLS: dict[str, Any] = {"nevertreated": "never", "notyettreated": "not yet"}
ROUND = 2e-6


def figures() -> dict[str, list[dict[str, str]]]:
    found = defaultdict(list)
    with Path(__file__).with_name("did_values.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["case"]].append(row)
    return dict(found)


FIGURES = figures()


@pytest.fixture(scope="module")
def panel(shared_data: Path) -> Counties:
    return counties(shared_data)


def compared(panel: Counties, case: str) -> GroupTimes:
    covariates, controls, method, anticipation, base = case.split("/")
    how: dict[str, Any] = {"base": base, "anticipation": int(anticipation)}
    if covariates == "weighted":
        how["method"] = METHODS[method]
        comparison = Comparison(CONTROLS[controls], **how)
        weights = panel.population[:, 0]
        known = panel.population
        return group_times(panel.y, panel.first, comparison, covariates=known, weights=weights)
    comparison = Comparison(CONTROLS[controls], METHODS[method], **how)
    x = panel.population if covariates == "lpop" else None
    return group_times(panel.y, panel.first, comparison, covariates=x)


def theirs(case: str, what: str) -> dict[str, tuple[float, float]]:
    """Estimates and standard errors by period (or `` for overall); a fixed effect has error 0."""
    rows = [row for row in FIGURES[case] if row["what"] == what]
    errors = [0.0 if row["error"] == "NA" else float(row["error"]) for row in rows]
    return {
        row["first"] + row["period"]: (float(row["estimate"]), error)
        for row, error in zip(rows, errors, strict=True)
    }


def by_name(parts: Effects, overall: Effect, shift: int) -> dict[str, tuple[float, float]]:
    names = [str(index + shift) for index in parts.index]
    pairs = zip(parts.estimates.tolist(), parts.standard_errors.tolist(), strict=True)
    found = dict(zip(names, pairs, strict=True))
    return found | {"": (overall.estimate, overall.standard_error)}


def same(ours: dict[str, tuple[float, float]], others: dict[str, tuple[float, float]]) -> None:
    assert ours.keys() == others.keys()
    for name, pair in others.items():
        assert ours[name] == pytest.approx(pair, abs=ROUND), name


@pytest.mark.parametrize("case", FIGURES)
def test_every_cohort_and_period(case: str, panel: Counties) -> None:
    found = compared(panel, case)
    errors = found.effects().standard_errors
    ours = {
        f"{cell.cohort + FIRST_YEAR}{cell.period + FIRST_YEAR}": (estimate, error)
        for cell, estimate, error in zip(found.cells, found.estimates, errors, strict=True)
    }
    same(ours, theirs(case, "cell"))


@pytest.mark.parametrize("case", FIGURES)
def test_every_aggregate(case: str, panel: Counties) -> None:
    found = compared(panel, case)
    whole = simple(found)
    same({"": (whole.estimate, whole.standard_error)}, theirs(case, "simple"))
    dynamic = by_event_time(found)
    same(by_name(dynamic.effects, dynamic.overall, 0), theirs(case, "dynamic"))
    balanced = by_event_time(found, balance=1)
    same(by_name(balanced.effects, balanced.overall, 0), theirs(case, "balanced"))
    cohorts, periods = by_cohort(found), by_period(found)
    same(by_name(cohorts.parts, cohorts.overall, FIRST_YEAR), theirs(case, "group"))
    same(by_name(periods.parts, periods.overall, FIRST_YEAR), theirs(case, "calendar"))


@pytest.mark.parametrize("case", FIGURES)
def test_the_test_before_treatment(case: str, panel: Counties) -> None:
    ours = pre_test(compared(panel, case), with_anticipation=True)
    assert not isinstance(ours, str)
    statistic, p_value = theirs(case, "wald")[""]
    assert ours.statistic == pytest.approx(statistic, rel=1e-4)
    assert ours.p_value == pytest.approx(p_value, abs=1e-4)


def test_the_published_figures_of_the_example(panel: Counties) -> None:
    found = group_times(panel.y, panel.first, Comparison("never"))
    whole, dynamic, cohorts = simple(found), by_event_time(found).overall, by_cohort(found).overall
    assert whole.estimate == pytest.approx(-0.0399513, abs=1e-5)
    assert whole.standard_error == pytest.approx(0.0120340, abs=1e-5)
    assert dynamic.estimate == pytest.approx(-0.0772398, abs=1e-5)
    assert dynamic.standard_error == pytest.approx(0.0199650, abs=1e-5)
    assert cohorts.estimate == pytest.approx(-0.0310183, abs=1e-5)
    assert cohorts.standard_error == pytest.approx(0.0124461, abs=1e-5)
    test = pre_test(found)
    assert not isinstance(test, str)
    assert test.p_value == pytest.approx(0.16812, abs=1e-5)


def test_anticipation_is_not_tested_unless_asked(panel: Counties) -> None:
    found = group_times(panel.y, panel.first, Comparison("never", anticipation=1))
    without, with_it = pre_test(found), pre_test(found, with_anticipation=True)
    assert not isinstance(without, str)
    assert not isinstance(with_it, str)
    assert (without.freedom, with_it.freedom) == (3, 5)


def test_the_example_says_its_missing_values(panel: Counties) -> None:
    assert panel.y.shape == (500, 5)
    assert not np.isnan(panel.y).any()
