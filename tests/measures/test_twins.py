"""Each measure twice: through the catalogue, and by the plain SQL of `twins/`, written apart.

The company is the messy one, so that agreement is not for want of trouble.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from everyrep.measures import Answer, load_catalogue, query
from everyrep.values import Estimate, Money, Period, Scope
from tests.measures.company import AS_OF, messy_company
from tests.worlds import TinyWarehouse

pytestmark = pytest.mark.long

TWINS = Path(__file__).parent / "twins"
ALL = Scope.everything("the twin")
EVER = (date(1900, 1, 1), date(2200, 1, 1))
PERIODS = {"ever": None, "2025": Period.parse("2025"), "a fortnight": Period.parse(
    "2025-03-10..2025-03-24"
)}  # fmt: skip
WITH_A_TWIN = sorted(path.stem for path in TWINS.glob("*.sql"))
COMPOSED = {name for name, measure in load_catalogue().items() if measure.parts}


@pytest.fixture(scope="module")
def company() -> TinyWarehouse:
    return messy_company().warehouse()


def twin(company: TinyWarehouse, name: str, period: Period | None) -> dict[str | None, Any]:
    """Value and n by team, or what `cut_of` says, and under "*" for all."""
    measure = load_catalogue()[name]
    if period is None and measure.default_uncut:
        period = Period.parse(measure.default_period, as_of=AS_OF)
    start, end = (period.start, period.end) if period else EVER
    sql = (TWINS / f"{name}.sql").read_text(encoding="utf-8")
    given = {"as_of": AS_OF, "from": start, "to": end}
    used = {key: value for key, value in given.items() if f"${key}" in sql}
    rows = company.connection.execute(sql, used).fetchall()
    return {team: (value, n) for team, value, n in rows}


def cut_of(name: str) -> str:
    """What a twin is cut by: the team, or for what is nobody's the first that it can be cut by."""
    measure = load_catalogue()[name]
    return "team" if measure.accepts("team") else measure.dimensions[0]


def answers(company: TinyWarehouse, name: str, period: Period | None) -> dict[Any, Estimate]:
    """The same through the catalogue; of measures by stage, those of Propose."""
    total = query(company, name, period=period, scope=ALL)
    cut = cut_of(name)
    teams = query(company, name, by=cut, period=period, scope=ALL)
    found: dict[Any, Estimate] = {row.keys[cut]: row.estimate for row in _kept(teams)}
    found["*"] = _kept(total)[0].estimate
    return found


def _kept(answer: Answer) -> list[Any]:
    return [row for row in answer if row.keys.get("stage") in (None, "Propose")]


def plain(estimate: Estimate) -> float | None:
    value = estimate.value
    return value.minor if isinstance(value, Money) else None if value is None else float(value)


def test_every_measure_has_a_twin_or_is_made_of_ones_that_have() -> None:
    assert set(load_catalogue()) - set(WITH_A_TWIN) == COMPOSED


@pytest.mark.parametrize(
    "period",
    [
        "ever",
        pytest.param("2025", marks=pytest.mark.reference),
        pytest.param("a fortnight", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("name", WITH_A_TWIN)
def test_the_catalogue_agrees_with_plain_sql(
    company: TinyWarehouse, name: str, period: str
) -> None:
    expected = twin(company, name, PERIODS[period])
    found = answers(company, name, PERIODS[period])
    expected = {team: pair for team, pair in expected.items() if pair[1]}
    missing = {team for team, estimate in found.items() if not estimate.n}
    assert set(found) - missing == set(expected)
    # Statistics in money are rounded to the cent; everything else agrees to the last digit.
    slack = 0.5 if load_catalogue()[name].of_money else 0.0
    for team, (value, n) in expected.items():
        assert found[team].n == n, team
        got = plain(found[team])
        wanted = None if value is None else pytest.approx(float(value), rel=1e-12, abs=slack)
        assert got == wanted, team


@pytest.mark.parametrize("name", ["bookings", "pipeline", "quota"])
def test_sums_of_money_agree_to_the_cent(company: TinyWarehouse, name: str) -> None:
    for team, (value, _) in twin(company, name, None).items():
        assert plain(answers(company, name, None)[team]) == value, team


def test_teams_add_up_to_the_whole(company: TinyWarehouse) -> None:
    for name in ("bookings", "pipeline", "quota", "activities", "won_deals"):
        found = {team: plain(estimate) for team, estimate in answers(company, name, None).items()}
        assert sum(found[team] or 0 for team in found if team != "*") == found["*"], name


def test_velocity_is_made_of_its_four_twins(company: TinyWarehouse) -> None:
    period = Period.parse("2025")
    for team in ("north", "*"):
        size = twin(company, "average_deal_size", period)[team][0]
        rate = twin(company, "win_rate", period)[team][0]
        days = twin(company, "cycle_length", period)[team][0]
        deals = twin(company, "open_deals", None)[team][0]
        found = answers(company, "velocity", period)[team]
        assert plain(found) == pytest.approx(deals * size * rate / days, abs=0.5)
        assert found.low < found.value < found.high


def test_what_remains_and_its_coverage_are_made_of_their_twins(company: TinyWarehouse) -> None:
    period = Period.parse("2026Q2")
    for team in ("north", "*"):
        asked = twin(company, "quota", period).get(team, (0, 0))[0]
        done = twin(company, "bookings", period).get(team, (0, 0))[0]
        held = twin(company, "pipeline", period).get(team, (0, 0))[0]
        remaining = answers(company, "remaining_target", period)[team]
        covered = answers(company, "coverage", period)[team]
        if asked and asked > done:
            assert plain(remaining) == asked - done
            assert plain(covered) == pytest.approx(held / (asked - done))
        else:
            assert not covered.estimable


def test_won_and_open_and_its_share_of_quota_are_made_of_their_twins(
    company: TinyWarehouse,
) -> None:
    period = Period.parse("2026Q2")
    for team in ("north", "*"):
        asked = twin(company, "quota", period).get(team, (0, 0))[0]
        won, deals_won = twin(company, "bookings", period)[team]
        held, deals_open = twin(company, "pipeline", period)[team]
        found = answers(company, "won_and_open", period)[team]
        assert (plain(found), found.n) == (won + held, deals_won + deals_open)
        of_quota = answers(company, "won_and_open_of_quota", period)[team]
        assert plain(of_quota) == (pytest.approx((won + held) / asked) if asked else None)


def test_pipeline_times_win_rate_is_made_of_its_twins(company: TinyWarehouse) -> None:
    period = Period.parse("2026Q3")
    for team in ("north", "*"):
        held = twin(company, "pipeline", period)[team][0]
        rate = twin(company, "win_rate", None)[team][0]
        found = answers(company, "pipeline_at_win_rate", period)[team]
        assert plain(found) == pytest.approx(held * rate, abs=0.5)
        assert found.low < found.value < found.high
