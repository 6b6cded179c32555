from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from everyrep.values import Clock, FixedClock, SystemClock

NEW_YORK = timezone(timedelta(hours=-4))


def test_the_system_clock_is_aware_and_in_utc() -> None:
    clock: Clock = SystemClock()
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().tzinfo is UTC


def test_days_turn_over_in_the_zone_of_the_clock() -> None:
    late = datetime(2026, 4, 1, 3, 30, tzinfo=UTC)
    assert FixedClock(late).today() == date(2026, 4, 1)
    assert FixedClock(late, NEW_YORK).today() == date(2026, 3, 31)
    assert SystemClock(NEW_YORK).today() == datetime.now(NEW_YORK).date()


def test_a_fixed_clock_stands_still_and_speaks_utc() -> None:
    clock: Clock = FixedClock(datetime(2026, 3, 31, 23, 30, tzinfo=NEW_YORK))
    assert clock.now() == clock.now() == datetime(2026, 4, 1, 3, 30, tzinfo=UTC)
    assert clock.now().tzinfo is UTC


def test_a_fixed_clock_needs_a_zone() -> None:
    with pytest.raises(TypeError, match="has no zone"):
        FixedClock(datetime(2026, 1, 1))  # noqa: DTZ001 - the case under test


def test_a_clock_can_stand_on_a_day() -> None:
    assert FixedClock.on(date(2026, 7, 4)).today() == date(2026, 7, 4)
