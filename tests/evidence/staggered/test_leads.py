"""Effects before treatment, estimated on untreated cells alone."""

from __future__ import annotations

import numpy as np
import pytest

from everyrep.evidence.arrays import Floats, Ints
from everyrep.evidence.staggered import (
    NEVER,
    Effects,
    event_study,
    imputation,
    pre_test_by_event_time,
    pre_trends,
)
from tests.evidence.staggered.dense import dense
from tests.evidence.staggered.panels import simulated

TERRITORY = np.arange(80) % 3


def told(found: Effects | str) -> Effects:
    assert isinstance(found, Effects)
    return found


def by_brute_force(
    y: Floats, first: Ints, donut: int, leads: int, owner: Ints, **known: Floats | Ints | None
) -> tuple[Floats, Floats]:
    rows = dense(y, first, **known)  # type: ignore[arg-type]
    fitted = rows.since < -donut
    lead = (rows.since[fitted][:, None] == np.arange(-donut - leads, -donut)).astype(float)
    design = np.hstack([lead, rows.design[fitted]])
    coefficients = np.linalg.pinv(design) @ rows.y[fitted]
    left = rows.y[fitted] - design @ coefficients
    apart = lead - rows.design[fitted] @ (np.linalg.pinv(rows.design[fitted]) @ lead)
    scores = np.zeros((owner.max() + 1, leads))
    np.add.at(scores, owner[rows.unit[fitted]], apart * left[:, None])
    contributions = scores @ np.linalg.inv(apart.T @ apart)
    groups = owner.max() + 1
    correction = groups / (groups - 1) if groups < y.shape[0] else 1.0
    return coefficients[:leads], np.sqrt(correction * (contributions**2).sum(axis=0))


@pytest.mark.parametrize("donut", [0, 2])
@pytest.mark.parametrize("covariates", [False, True])
@pytest.mark.parametrize("groups", [False, True])
@pytest.mark.parametrize("clustered", [False, True])
def test_leads_by_brute_force(donut: int, covariates: bool, groups: bool, clustered: bool) -> None:
    p = simulated(1, units=80, missing=0.1)
    x, g = p.x if covariates else None, TERRITORY if groups else None
    owner = np.arange(80) // 4 if clustered else np.arange(80)
    known = imputation(
        p.y, p.first, donut=donut, covariates=x, groups=g, clusters=owner if clustered else None
    )
    found = told(pre_trends(known, 3))
    estimates, errors = by_brute_force(p.y, p.first, donut, 3, owner, groups=g, covariates=x)
    np.testing.assert_allclose(found.estimates, estimates, atol=1e-8)
    np.testing.assert_allclose(found.standard_errors, errors, atol=1e-8)
    assert found.index.tolist() == [-donut - 3, -donut - 2, -donut - 1]


def test_as_many_leads_as_can_be_told() -> None:
    p = simulated(1, units=80)
    assert told(pre_trends(imputation(p.y, p.first))).index.tolist() == list(range(-7, 0))
    treated = p.first != NEVER
    fewer = told(pre_trends(imputation(p.y[treated], p.first[treated])))
    assert fewer.index.tolist() == list(range(-5, 0))
    # One more, and a course that all treated share is a slope of leads as well.
    rows = dense(p.y[treated], p.first[treated])
    fitted = rows.since < 0
    for leads, lost in ((5, 0), (6, 1)):
        lead = rows.since[fitted][:, None] == np.arange(-leads, 0)
        rank = np.linalg.matrix_rank(np.hstack([lead, rows.design[fitted]]))
        assert rank == np.linalg.matrix_rank(rows.design[fitted]) + leads - lost


def test_leads_do_not_depend_on_what_treatment_does() -> None:
    p = simulated(1, units=80)
    one, two = (told(pre_trends(imputation(p.y + by * p.truth, p.first))) for by in (0, 9))
    np.testing.assert_allclose(one.estimates, two.estimates, atol=1e-9)


def test_nobody_seen_long_enough_before_has_no_leads_and_is_told() -> None:
    rng = np.random.default_rng(0)
    y, first = rng.normal(size=(20, 4)), np.where(np.arange(20) < 10, 1, NEVER)
    study = event_study(imputation(y, first))
    assert study.event_times.tolist() == [0, 1, 2]
    assert study.told == (
        "No effects before treatment: no unit is seen long enough before its treatment",
    )
    assert pre_test_by_event_time(study) == (
        "there is no period before treatment to test, beyond the one measured from"
    )


def test_more_leads_than_can_be_told_are_not_made_up() -> None:
    p = simulated(1, units=80)
    assert "cannot be told" in str(pre_trends(imputation(p.y, p.first), 9))
