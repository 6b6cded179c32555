"""The scoreboard of our own estimators: shown whole, with what it lacks."""

from __future__ import annotations

import pytest
from django.urls import reverse

from everyrep.evidence.calibration import falls_short, measured
from everyrep.faces.web.pages.evidence.alarms import alarms_picture, likely_range
from tests.faces.web.conftest import Cast

pytestmark = pytest.mark.django_db


def test_every_kind_of_company_is_there_beside_what_the_field_says(cast: Cast) -> None:
    page = cast.client("finance").get(reverse("evidence_scoreboard")).content.decode()
    for ours, naive in measured().pairs:
        assert ours.title in page
        assert naive.way in page


def test_where_ours_falls_short_is_told(cast: Cast) -> None:
    page = cast.client("executive").get(reverse("evidence_scoreboard")).content.decode()
    told = [said for ours, _ in measured().pairs for said in falls_short(ours)]
    assert told
    assert all(said in page for said in told)
    assert f"on {measured().companies} companies a kind" in page


def test_the_picture_says_what_it_shows() -> None:
    drawn = alarms_picture(measured().pairs, 850.0, 300.0)
    assert drawn.count("<circle") == 2 * len(measured().pairs)
    ours, naive = measured().pairs[0]
    assert f"{ours.title}: ours {ours.false_alarms:.0%}, {naive.way}" in drawn


@pytest.mark.parametrize(
    ("share", "n", "low", "high"),
    [(0.0, 20, 0.0, 0.1611), (0.05, 20, 0.0089, 0.2361), (0.5, 100, 0.4038, 0.5962)],
)
def test_the_range_of_a_share_is_wilsons(share: float, n: int, low: float, high: float) -> None:
    """Against statsmodels' proportion_confint(method="wilson")."""
    assert likely_range(share, n) == pytest.approx((low, high), abs=1e-4)
