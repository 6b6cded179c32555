from __future__ import annotations

import pickle

import pytest

from everyrep.values import (
    Busy,
    DataError,
    EveryrepError,
    InternalError,
    MissingExtra,
    SettingsError,
    TerminalError,
    TransientError,
    UnknownName,
    UserError,
    near_names,
)

MEASURES = ("win_rate", "pipeline", "bookings", "average_deal_size", "cycle_length")


def test_a_message_says_what_where_why_and_what_to_do() -> None:
    error = DataError(
        "No column holds the amount",
        where="deals.csv, line 1",
        why="Bookings cannot be computed without it",
        near=("amt", "amount_eur"),
        remedy="Map one of the columns to amount",
    )
    assert str(error) == (
        "deals.csv, line 1: No column holds the amount. Bookings cannot be computed without it. "
        "Did you mean 'amt' or 'amount_eur'? Map one of the columns to amount."
    )


def test_every_sentence_begins_with_a_capital_but_not_what_is_typed() -> None:
    told = str(UserError("Nobody had it", why="nothing is known", remedy="ask another question"))
    assert told == "Nobody had it. Nothing is known. Ask another question."
    for typed in ("everyrep load x", "pip install 'everyrep[saml]'", "course:NAME is its name"):
        assert str(UserError("So it is", remedy=typed)).startswith(f"So it is. {typed}")


def test_a_bare_message_stays_bare() -> None:
    assert str(EveryrepError("The disk is full.")) == "The disk is full."


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (EveryrepError, 1),
        (UserError, 2),
        (DataError, 2),
        (SettingsError, 2),
        (UnknownName, 2),
        (MissingExtra, 2),
        (TerminalError, 69),
        (InternalError, 70),
        (Busy, 75),
        (TransientError, 75),
    ],
)
def test_each_kind_has_its_exit_code(kind: type[EveryrepError], code: int) -> None:
    assert kind.exit_code == code


def test_an_unknown_name_offers_the_near_one() -> None:
    error = UnknownName("measure", "win_rte", MEASURES)
    assert error.near == ("win_rate",)
    assert str(error) == "There is no measure named 'win_rte'. Did you mean 'win_rate'?"


def test_an_unknown_name_lists_the_known_ones_where_none_is_near() -> None:
    text = str(UnknownName("measure", "zzz", MEASURES))
    assert "Known: average_deal_size, bookings, cycle_length, pipeline, win_rate." in text


def test_a_long_list_of_known_names_is_cut() -> None:
    text = str(UnknownName("team", "zzz", [f"team {n:02}" for n in range(40)]))
    assert "team 11 and 28 more." in text
    assert "team 12" not in text


def test_an_unknown_name_among_none_says_so() -> None:
    assert "No mapping is known at all here." in str(UnknownName("mapping", "crm", ()))


@pytest.mark.parametrize("asked", ["Win Rate", "WIN-RATE", "winrate", "win_rates"])
def test_near_names_forgive_case_spaces_and_hyphens(asked: str) -> None:
    assert near_names(asked, MEASURES)[0] == "win_rate"


def test_near_names_gives_at_most_n() -> None:
    assert len(near_names("deal", ["deal1", "deal2", "deal3", "deal4"], n=2)) == 2


def test_a_missing_extra_answers_with_the_command() -> None:
    assert "pip install 'everyrep[spark]'" in str(MissingExtra("spark", "The Spark engine"))


@pytest.mark.parametrize(
    "error",
    [
        UnknownName("measure", "win_rte", MEASURES, where="line 3"),
        MissingExtra("spark", "The Spark engine"),
        Busy("Another process is building", remedy="Wait for it"),
    ],
)
def test_errors_cross_process_borders(error: EveryrepError) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert (str(back), back.to_dict()) == (str(error), error.to_dict())


def test_to_dict_has_every_part() -> None:
    assert UnknownName("grain", "dayly", ["day", "daily"]).to_dict() == {
        "error": "UnknownName",
        "message": "There is no grain named 'dayly'",
        "where": None,
        "why": None,
        "remedy": None,
        "near": ["daily", "day"],
    }


def test_on_a_page_a_finding_begins_with_a_capital_letter_and_a_place_stays_as_it_is() -> None:
    assert UserError("these files are too large").told == "These files are too large."
    assert UserError("it is over", where="job 3").told == "job 3: it is over."
    assert UserError("").told == "."
