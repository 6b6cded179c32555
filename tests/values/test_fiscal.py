"""Fiscal calendars against years that were published.

Authorities: the 4-5-4 calendars of the National Retail Federation; the annual reports (10-K) of
Intel (last Saturday of December), Apple (last Saturday of September) and Target (Saturday nearest
31 January), which name the last day and the weeks of each fiscal year.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.values import FiscalCalendar, Period, SettingsError, UserError

SUNDAY = 6
NRF = FiscalCalendar(2, "454", SUNDAY, "start", "nearest")
INTEL = FiscalCalendar(1, "445", SUNDAY, "end", "last")
APPLE = FiscalCalendar(10, "445", SUNDAY, "end", "last")


@pytest.mark.parametrize(
    ("year", "start", "last", "weeks"),
    [
        (2017, "2017-01-29", "2018-02-03", 53),
        (2018, "2018-02-04", "2019-02-02", 52),
        (2019, "2019-02-03", "2020-02-01", 52),
        (2020, "2020-02-02", "2021-01-30", 52),
        (2021, "2021-01-31", "2022-01-29", 52),
        (2022, "2022-01-30", "2023-01-28", 52),
        (2023, "2023-01-29", "2024-02-03", 53),
        (2024, "2024-02-04", "2025-02-01", 52),
        (2025, "2025-02-02", "2026-01-31", 52),
    ],
)
def test_the_retail_years_are_the_published_ones(
    year: int, start: str, last: str, weeks: int
) -> None:
    whole = NRF.year(year)
    assert (f"{whole.start}", f"{whole.last}", NRF.weeks(year)) == (start, last, weeks)


def test_the_retail_months_of_2023_are_the_published_ones() -> None:
    starts = [f"{month.start:%m-%d}" for month in NRF.months(2023)]
    assert starts == [
        "01-29", "02-26", "04-02", "04-30", "05-28", "07-02",
        "07-30", "08-27", "10-01", "10-29", "11-26", "12-31",
    ]  # fmt: skip
    assert NRF.month(2023, 12).days == 5 * 7  # January has the 53rd week


def test_the_retail_years_of_53_weeks_are_the_published_ones() -> None:
    assert [year for year in range(2000, 2024) if NRF.weeks(year) == 53] == [
        2000, 2006, 2012, 2017, 2023,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("calendar", "year", "last", "weeks"),
    [
        (INTEL, 2016, "2016-12-31", 53),
        (INTEL, 2020, "2020-12-26", 52),
        (INTEL, 2021, "2021-12-25", 52),
        (INTEL, 2022, "2022-12-31", 53),
        (INTEL, 2023, "2023-12-30", 52),
        (APPLE, 2017, "2017-09-30", 53),
        (APPLE, 2022, "2022-09-24", 52),
        (APPLE, 2023, "2023-09-30", 53),
        (APPLE, 2024, "2024-09-28", 52),
    ],
)
def test_years_that_end_on_a_last_saturday(
    calendar: FiscalCalendar, year: int, last: str, weeks: int
) -> None:
    assert f"{calendar.year(year).last}" == last
    assert calendar.weeks(year) == weeks


@pytest.mark.parametrize(
    ("kind", "weeks"), [("445", [4, 4, 5]), ("454", [4, 5, 4]), ("544", [5, 4, 4])]
)
def test_the_pattern_names_the_weeks_of_each_quarter(kind: str, weeks: list[int]) -> None:
    months = FiscalCalendar(2, kind, SUNDAY, "start").months(2022)
    assert [month.days // 7 for month in months] == weeks * 4


@pytest.mark.parametrize(
    ("named_by", "start_month", "year", "start"),
    [
        ("end", 10, 2026, "2025-10-01"),
        ("start", 10, 2026, "2026-10-01"),
        ("end", 1, 2026, "2026-01-01"),
        ("start", 1, 2026, "2026-01-01"),
    ],
)
def test_a_year_is_named_by_its_end_or_its_start(
    named_by: str, start_month: int, year: int, start: str
) -> None:
    calendar = FiscalCalendar(start_month, year_named_by=named_by)
    assert f"{calendar.year(year).start}" == start


calendars = st.builds(
    FiscalCalendar,
    st.integers(1, 12),
    st.sampled_from(["calendar", "445", "454", "544"]),
    st.integers(0, 6),
    st.sampled_from(["end", "start"]),
    st.sampled_from(["last", "nearest"]),
)
years = st.integers(1950, 2100)


@given(calendars, years)
def test_years_quarters_and_months_tile(calendar: FiscalCalendar, year: int) -> None:
    whole = calendar.year(year)
    assert whole.end == calendar.year(year + 1).start
    for parts in (calendar.quarters(year), calendar.months(year)):
        assert (parts[0].start, parts[-1].end) == (whole.start, whole.end)
        assert all(a.end == b.start for a, b in pairwise(parts))
    thirds = calendar.months(year)[::3]
    assert [part.start for part in thirds] == [q.start for q in calendar.quarters(year)]


@given(calendars.filter(lambda calendar: calendar.of_weeks), years)
def test_years_of_weeks_have_52_or_53_and_end_near_their_month(
    calendar: FiscalCalendar, year: int
) -> None:
    whole = calendar.year(year)
    assert whole.days in (364, 371)
    assert whole.start.weekday() == calendar.week_start
    nominal = FiscalCalendar(calendar.start_month, year_named_by=calendar.year_named_by).year(year)
    early = (nominal.start - whole.start).days
    assert 0 <= early <= 6 if calendar.year_end == "last" else -3 <= early <= 3


@given(calendars, st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_a_day_is_in_the_parts_it_is_said_to_be_in(calendar: FiscalCalendar, day: date) -> None:
    assert day in calendar.year(calendar.year_of(day))
    assert day in calendar.quarter(*calendar.quarter_of(day))
    assert day in calendar.month(*calendar.month_of(day))


def test_years_are_those_that_share_a_day_with_the_period() -> None:
    calendar = FiscalCalendar(10)
    found = calendar.years(Period.parse("2025-09-30..2025-10-02"))
    assert found == (calendar.year(2025), calendar.year(2026))


@pytest.mark.parametrize(
    "settings",
    [
        {"start_month": 13},
        {"start_month": True},
        {"kind": "4-4-5"},
        {"week_start": 7},
        {"year_named_by": "middle"},
        {"year_end": "first"},
    ],
)
def test_a_setting_out_of_place_is_named(settings: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match=f"^{next(iter(settings))} of the fiscal calendar"):
        FiscalCalendar(**settings)  # type: ignore[arg-type]


def test_there_is_no_fifth_quarter() -> None:
    with pytest.raises(UserError, match=r"no quarter 5\. Use 1 to 4"):
        NRF.quarter(2023, 5)
