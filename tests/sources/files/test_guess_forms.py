"""How guesses read ids that went through a spreadsheet, words for currencies, and points of 100."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from everyrep.sources.files import guess
from everyrep.sources.files.currencies import code_of
from everyrep.sources.files.sample import counted_in_sample
from tests.sources.files.test_guess import about, only, parts, rows, spec

DEALS = "Opportunity ID,Account,Owner ID,Amount,Currency,Stage,Close Date\n"


def test_ids_with_a_point_and_a_nought_meet_those_without(tmp_path: Path) -> None:
    people = "Employee ID,Name,Email,Hire Date\n" + "".join(
        f"{n},Ann A{chr(96 + n)},a{n}@firm.example,2024-01-{n:02}\n" for n in range(1, 25)
    )
    deals = DEALS + rows(60, "D-{n},Acme,@.0,{n}.50,EUR,Won,{d}")
    deals = "".join(
        line.replace("@", str(at % 24 + 1))
        for at, line in enumerate(deals.splitlines(keepends=True))
    )
    deal, person = guess(parts(tmp_path, deals__csv=deals, employees__csv=people))
    assert (about(deal), about(person)) == ("opportunities", "people")
    owner = spec(deal, "owner")
    assert (owner.pattern, owner.system) == (r"^(.*?)(?:\.0+)?$", "hr")
    assert any("every id ends in .0" in remark for remark in deal.remarks)
    assert spec(person, "id").pattern is None


def test_ids_of_which_some_have_other_fractions_stay_as_they_are(tmp_path: Path) -> None:
    found = only(tmp_path, "deals__csv", DEALS + rows(60, "{n}.0,Acme,7.0,{n},EUR,Won,{d}"))
    assert spec(found, "id").pattern is not None
    mixed = (
        DEALS + rows(60, "{n}.0,Acme,7.0,{n},EUR,Won,{d}") + "61.1,Acme,7.0,1,EUR,Won,2025-01-01\n"
    )
    assert spec(only(tmp_path, "deals__csv", mixed), "id").pattern is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("US Dollar", "USD"), ("us dollars", "USD"), ("$", "USD"), ("US$", "USD"),
        ("euro", "EUR"), ("Euros", "EUR"), ("€", "EUR"), ("£", "GBP"), ("Pound Sterling", "GBP"),
        ("Schweizer Franken", "CHF"), ("dólares", None), ("Dólar", "USD"), ("eur", "EUR"),
        ("Acme", None), ("", None), ("XXQ", None),
    ],
)  # fmt: skip
def test_words_and_signs_for_currencies(text: str, code: str | None) -> None:
    assert code_of(text) == code


def test_a_column_of_currencies_in_words_is_mapped_to_codes(tmp_path: Path) -> None:
    lines = "".join(
        rows(20, f"{word}-{{n}},Acme,7,{{n}},{word},Won,{{d}}")
        for word in ("US Dollar", "euro", "£", "CHF")
    )
    currency = spec(only(tmp_path, "deals__csv", DEALS + lines), "currency")
    assert dict(currency.values) == {"US Dollar": "USD", "euro": "EUR", "£": "GBP"}


@pytest.mark.parametrize(
    ("heading", "top", "scale"),
    [
        ("Score", 100, Decimal("0.01")),
        ("Score (%)", 12, Decimal("0.01")),
        ("Score", 10, None),
        ("Score", 1, None),
        ("Score", 240, None),
    ],
)
def test_points_of_100_become_a_share(
    tmp_path: Path, heading: str, top: int, scale: Decimal | None
) -> None:
    header = f"Learner,Course,Status,Completion Date,{heading}\n"
    lines = [
        f"ann{n % 7}@firm.example,Course {n % 3},completed,2025-01-{n % 28 + 1:02},"
        f"{top * n / 60:.2f}\n"
        for n in range(1, 61)
    ]
    found = only(tmp_path, "course_completions__csv", header + "".join(lines))
    assert about(found) == "learning_events"
    assert spec(found, "score").scale == scale


def test_the_last_day_at_work_is_the_day_before_the_first_day_gone(tmp_path: Path) -> None:
    header = "Employee ID,Name,Email,Hire Date,Exit Date\n"
    people = only(
        tmp_path, "employees__csv", header + rows(40, "{n},Ann Ash,a{n}@x.example,2020-01-05,{d}")
    )
    assert spec(people, "left_on").plus_days == 1


_EXPORT = "Opportunity ID,Account,Owner,Stage,Amount,Created Date,Close Date\n"


@pytest.mark.parametrize("again", ["05", "06"])
def test_a_deal_that_stands_twice_makes_no_history(tmp_path: Path, again: str) -> None:
    days = (("D1", "05"), ("D2", "05"), ("D2", again), ("D3", "05"))
    text = "".join(f"{x},Acme,ann@b.example,Won,10.00,2026-01-{d},2026-03-05\n" for x, d in days)
    assert about(only(tmp_path, "export__csv", _EXPORT + text)) == "opportunities"


def test_what_hardly_repeats_in_a_sample_hardly_repeats_in_the_whole() -> None:
    cells: list[str | None] = [str(number) for number in range(2000)]
    cells[1] = "0"
    distinct, filled = counted_in_sample({"id": cells, "word": ["a", "b"] * 1000}, 4_000_000)
    assert filled["id"] == 4_000_000
    assert distinct["id"] == round(4_000_000 * 1999 / 2000)
    assert distinct["word"] == 2


def test_a_column_of_odd_amounts_is_an_amount_all_the_same(tmp_path: Path) -> None:
    odd = ("twelve", "about 5k", "1200", "tbd", "(500)", "#REF!", "ask Ann")
    text = "".join(
        f"D{n},Acme,ann@b.example,Won,{x},2026-01-05,2026-03-05\n" for n, x in enumerate(odd)
    )
    found = only(tmp_path, "export__csv", _EXPORT + text)
    assert spec(found, "amount").sources == ("Amount",)
    assert found.unmapped == ()


def test_codes_of_no_currency_are_kept_to_be_named(tmp_path: Path) -> None:
    text = "".join(
        f"D{n},Acme,{n},10,{code},Won,2026-03-05\n" for n, code in enumerate(("EUR", "XYZ", "EUR"))
    )
    found = only(tmp_path, "deals__csv", DEALS + text)
    assert spec(found, "currency").column == "Currency"
