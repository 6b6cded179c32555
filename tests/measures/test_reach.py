"""Which days a figure is of, and what is said where the records do not reach them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from everyrep.measures import load_catalogue, query
from everyrep.measures.catalogue import parse_measure
from everyrep.measures.reach import days_of_pieces
from everyrep.measures.run import described
from everyrep.values import InternalError, Scope
from tests.measures.test_catalogue import entry
from tests.measures.test_golden import question
from tests.worlds import TinyWarehouse, World

ALL = Scope.everything("the test")
PLAIN = [measure for measure in load_catalogue().values() if not measure.parts]


@pytest.fixture(scope="module")
def company() -> TinyWarehouse:
    """Thirty people since 2018, of whom one leaves every half year from 2023 on."""
    world = World(as_of=date(2026, 6, 30))
    for number in range(30):
        left = date(2023, 6, 1) + timedelta(days=182 * number) if number < 6 else None
        world.person(f"p{number}", hired_on=f"20{18 + number // 6}-03-01",
                     left_on=left and left.isoformat(), role="rep")  # fmt: skip
    world.person("tool")
    world.add("accounts", id="a1", name="Acme", customer_since_on="2017-05-01")
    for number in range(8):
        world.deal(f"w{number}", owner="p9", account="a1", outcome="won", amount=100,
                   created_on="2024-01-01", close_on=f"202{4 + number // 4}-0{number % 4 + 2}-01",
                   segment="SMB")  # fmt: skip
    world.deal("credit", owner="p9", outcome="won", amount=-30, created_on="2025-05-01",
               close_on="2025-06-01")  # fmt: skip
    world.deal("late", owner="p9", amount=10, created_on="2026-01-01", close_on="2026-03-31")
    world.deal("due", owner="p9", amount=10, created_on="2026-01-01", close_on="2026-09-30")
    return world.warehouse()


def test_what_stands_today_says_so_for_a_period_that_is_past(company: TinyWarehouse) -> None:
    answer = query(company, "pipeline", period="2026Q1", scope=ALL)
    assert str(answer.one().value) == "10.00 USD"
    assert answer.one().n == 1
    (note,) = answer.notes
    assert note == (
        "Pipeline counts deals that are open on 30 June 2026, by the day they are expected to "
        "close; in days that are past, only those overdue. How it stood on a day that is past: "
        "`everyrep pipeline moves --since DAY`."
    )
    assert query(company, "pipeline", scope=ALL).notes == ()
    assert query(company, "pipeline", period="2026Q3", scope=ALL).notes == ()
    assert note in query(company, "pipeline", by="quarter", scope=ALL).notes
    assert note not in query(company, "pipeline", by="quarter", period="2026Q3", scope=ALL).notes
    (part,) = (n for n in query(company, "won_and_open", period="2025", scope=ALL).notes)
    assert part.startswith("Won and open counts deals that are open on 30 June 2026")


def test_an_empty_past_is_no_pipeline_of_nothing(company: TinyWarehouse) -> None:
    for name in ("pipeline", "open_deals", "due_pipeline", "average_open_deal", "overdue_share"):
        answer = query(company, name, period="2025", scope=ALL)
        reason = answer.one().reason
        assert not answer.one().estimable
        assert reason is not None
        assert reason.code == "stands_today"
        assert len(answer.notes) == 1
    assert query(company, "bookings", period="2025", scope=ALL).one().estimable


def test_what_stands_today_is_marked_in_the_catalogue() -> None:
    for measure in PLAIN:
        key = described(measure, question(())).frame.key
        assert measure.stands == (key[:1] == ("open deals",)), measure.name


@pytest.mark.parametrize("name", ["headcount", "exits", "average_headcount", "hires", "tenure"])
def test_before_the_first_exit_only_those_who_stayed_are_known(
    company: TinyWarehouse, name: str
) -> None:
    found = query(company, name, period="2019", scope=ALL).one()
    assert not found.estimable
    assert found.reason is not None
    assert found.reason.sentence == (
        "Nobody who left before 1 January 2023 is on record, so that of earlier days only those "
        "who stayed are known."
    )
    assert query(company, name, period="2024", scope=ALL).one().estimable


def test_a_period_that_begins_before_the_first_exit_is_told_to_be_too_low(
    company: TinyWarehouse,
) -> None:
    period = "2020-01-01..2025-01-01"
    answer = query(company, "hires", period=period, scope=ALL)
    (note,) = answer.notes
    assert note == (
        "Nobody who left before 1 January 2023 is on record: hires of the days before are too few."
    )
    assert query(company, "headcount", period=period, scope=ALL).notes == ()


def test_years_before_the_first_exit_have_no_headcount(company: TinyWarehouse) -> None:
    answer = query(company, "headcount", by="year", scope=ALL)
    years = {row.keys["year"]: row.estimate.estimable for row in answer}
    assert not years["2022"]
    assert years["2023"]
    assert years["2026"]


def test_a_few_exits_do_not_show_that_earlier_ones_are_missing() -> None:
    world = World()
    world.person("ann", hired_on="2018-01-01")
    world.person("bob", hired_on="2018-01-01", left_on="2026-01-01")
    assert query(world.warehouse(), "headcount", period="2019", scope=ALL).one().value == 2


def test_customers_of_before_the_first_win_are_those_who_stayed(company: TinyWarehouse) -> None:
    found = query(company, "customers", period="2019", scope=ALL).one()
    assert found.reason is not None
    assert found.reason.code == "before_records"
    assert query(company, "customers", period="2025", scope=ALL).one().value == 1


def test_headcount_says_how_many_are_not_on_record_as_hired(company: TinyWarehouse) -> None:
    (note,) = query(company, "headcount", scope=ALL).one().notes
    assert note == "Without a day of hire, as accounts of tools and people unknown to HR are: 1."


def test_averages_of_people_are_of_the_last_year_unless_cut_by_time(
    company: TinyWarehouse,
) -> None:
    answer = query(company, "average_headcount", scope=ALL)
    year = query(company, "average_headcount", period="last 12 months", scope=ALL)
    assert answer.one() == year.one()
    (note,) = answer.notes
    assert note.startswith("Average headcount is of 2025-06")
    assert "no period was named" in note
    assert len(query(company, "turnover", by="year", scope=ALL)) > 2


def test_figures_per_rep_say_which_days_they_are_of(company: TinyWarehouse) -> None:
    answer = query(company, "wins_per_rep", scope=ALL)
    told = "Deals won per rep is of 1 February 2024 to 30 June 2026, since no period was named."
    assert told in answer.notes
    assert query(company, "wins_per_rep", period="2025", scope=ALL).notes == ()
    measure = load_catalogue()["wins_per_rep"]
    assert days_of_pieces(company, load_catalogue()["bookings"], question(())) is None
    assert days_of_pieces(company, measure, question(())) is not None


def test_where_no_facts_fit_the_days_that_have_some_are_named(company: TinyWarehouse) -> None:
    reason = query(company, "win_rate", period="2019", scope=ALL).one().reason
    assert reason is not None
    assert reason.sentence == (
        "No facts fit the question. There are records of 1 February 2024 to 31 March 2026."
    )
    answer = query(company, "win_rate", by="segment", period="2019", scope=ALL)
    assert answer.notes == ("Win rate: there are records of 2024-02-01 to 2026-03-31.",)


def test_parts_of_a_condition_that_exclude_each_other_are_told(company: TinyWarehouse) -> None:
    where = "amount > 50 and amount < 20"
    answer = query(company, "bookings", where=where, scope=ALL)
    assert answer.notes == (
        (
            f"No fact fits the condition {where}: nothing is like that, or a word is misspelt, or "
            "its parts exclude each other."
        ),
    )
    assert query(company, "bookings", where="amount > 50", scope=ALL).notes == ()


def test_amounts_below_zero_are_counted_beside_the_sum(company: TinyWarehouse) -> None:
    found = query(company, "bookings", scope=ALL).one()
    assert "Won deals with a negative amount take away: 1." in found.notes


def test_a_catalogue_names_no_end_that_nobody_knows() -> None:
    with pytest.raises(InternalError, match="known since 'birth'"):
        parse_measure("deals", entry(known_since="birth"))
