"""Charts and thresholds asked of a small company whose months are known."""

from __future__ import annotations

import json
from datetime import date
from functools import cache

import numpy as np
import pytest

from everyrep.analysis.charts import Threshold, chart, review
from everyrep.values import Scope, UnknownName, UserError
from tests.worlds import TinyWarehouse, World

SCOPE = Scope.everything("the analyst")
MONTHS = 30


@cache
def company(last_won: int | None = None) -> TinyWarehouse:
    """Two teams that win 40 % of some 25 deals a month; in the last month, as many as said."""
    rng = np.random.default_rng(5)
    world = World(as_of=date(2026, 6, 30))
    for team in ("north", "south"):
        world.person(team, team_id=team, hired_on="2020-01-01", role="ae")
        for back in range(MONTHS):
            year, month = divmod(2026 * 12 + 5 - back, 12)
            deals = int(rng.integers(20, 31))
            won = int(rng.binomial(deals, 0.4))
            if back == 0 and team == "north" and last_won is not None:
                won = last_won
            for deal in range(deals):
                day = f"{year:04}-{month + 1:02}-{1 + deal % 28:02}"
                world.deal(
                    f"{team}{back}-{deal}", owner=team, created_on=day, close_on=day,
                    outcome="won" if deal < won else "lost", amount=int(rng.lognormal(8, 0.5)),
                )  # fmt: skip
    return world.warehouse()


def test_a_steady_share_has_limits_and_no_news() -> None:
    found = chart(company(), "win_rate", scope=SCOPE).one()
    assert found.reason is None
    assert len(found.points) == MONTHS
    last = found.points[-1]
    assert last.name == "2026-06"
    assert last.alarm == 0
    assert last.low is not None
    assert last.high is not None
    assert last.low < 0.4 < last.high
    assert found.rate is not None
    assert 0 < found.rate <= 0.01
    assert found.a_quarter is not None
    assert found.model.startswith("shares (p chart")
    assert "no news" in found.verdict
    json.dumps(found.to_dict())


def test_a_month_without_wins_is_an_alarm_where_it_happened() -> None:
    found = chart(company(last_won=1), "win_rate", by="team", scope=SCOPE)
    assert [c.group for c in found.charts] == ["north", "south"]
    assert found.one("north").points[-1].alarm == -1
    assert found.one("south").points[-1].alarm == 0
    assert "below its limits" in found.one("north").verdict
    assert found.a_quarter == pytest.approx(sum(c.a_quarter or 0 for c in found.charts))
    with pytest.raises(UserError, match="no chart of win_rate for 'west'"):
        found.one("west")


def test_amounts_are_in_major_units_and_say_what_they_allow_for() -> None:
    found = chart(company(), "bookings", scope=SCOPE).one()
    assert found.unit == "money:USD"
    assert found.season == "told"
    assert found.rate == 0.02
    value = found.points[-1].value
    assert value is not None
    assert 20_000 < value < 200_000
    rise, fall = found.sees
    assert rise is not None
    assert rise > 0
    assert fall is None or fall > 0


def test_a_rate_that_cannot_be_promised_is_refused() -> None:
    found = chart(company(), "bookings", scope=SCOPE, rate=0.001).one()
    assert found.reason is not None
    assert found.reason.code == "rate_too_rare"
    assert found.points[-1].value is not None
    assert found.points[-1].low is None
    short = chart(company(), "bookings", scope=SCOPE, history=8).one()
    assert short.reason is not None
    assert short.reason.code == "too_few_points"


def test_a_question_that_makes_no_sense_is_answered() -> None:
    with pytest.raises(UnknownName, match="win_rate"):
        chart(company(), "win_rat", scope=SCOPE)
    with pytest.raises(UserError, match="rate is 2"):
        chart(company(), "win_rate", scope=SCOPE, rate=2)
    nobody = chart(company(), "win_rate", by="team", scope=SCOPE, where="segment = 'Moon'")
    assert nobody.reason is not None
    assert nobody.reason.code == "no_facts"


def test_a_scope_with_a_least_group_is_asked_for_figures_and_not_for_sums() -> None:
    wall = Scope("the visitor", None, min_group=2, abilities=frozenset({"see_amounts"}))
    found = chart(company(), "win_rate", scope=wall).one()
    assert found.reason is None
    assert found.model.startswith("single values")
    apart = chart(company(), "win_rate", by="team", scope=wall)
    assert apart.reason is not None  # each team is one person


def test_what_is_watched_says_what_to_expect_before_it_is_on() -> None:
    off = Threshold("win_rate", by="team", false_alarms=0.1, on=False)
    fixed = Threshold("win_rate", by="team", below=0.2)
    found = review(company(last_won=1), [off, fixed], SCOPE)
    limits, value = found.outlooks
    assert limits.expected is not None
    assert 0 < limits.expected <= 0.1
    assert [signal.group for signal in limits.signals] == ["north"]
    assert limits.signals[0].stands_out
    assert value.expected is not None
    assert 0 < value.expected < 1
    assert found.expected == value.expected
    assert [signal.threshold for signal in found.signals] == [fixed.title]
    json.dumps(found.to_dict())


def test_two_charts_of_amounts_cannot_promise_a_rare_alarm() -> None:
    found = review(company(), [Threshold("bookings", by="team", false_alarms=0.001)], SCOPE)
    assert found.outlooks[0].expected is None
    assert found.outlooks[0].reason is not None
    assert found.outlooks[0].reason.code == "rate_too_rare"
