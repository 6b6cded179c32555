from __future__ import annotations

import random
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from everyrep.warehouse.identity.blocking import Candidates, KeyKind, candidates
from everyrep.warehouse.identity.company import excess_nats
from everyrep.warehouse.identity.evidence import Evidence, MailMatch, Match, Surname, compare
from everyrep.warehouse.identity.likeness import Likeness, likenesses
from everyrep.warehouse.identity.quality import chance
from everyrep.warehouse.identity.rarity import label_weights, rarity
from everyrep.warehouse.identity.roster import Roster, read_roster
from everyrep.warehouse.identity.scoring import score
from tests.warehouse.identity.mess import SCHEMA
from tests.warehouse.identity.rosters import Record, colleagues, record


def roster_of(records: list[Record]) -> Roster:
    connection = duckdb.connect()
    connection.register("records", pa.Table.from_pylist(records, schema=SCHEMA))
    return read_roster(connection, "records")


def pair_of(left: dict[str, object], right: dict[str, object]) -> Evidence:
    """Return the evidence about two records, the only ones there are."""
    roster = roster_of([record("crm:1", **left), record("hr:2", **right)])
    zero, one = np.array([0]), np.array([1])
    shared = int(bool(set(roster.mailbox[roster.mailbox_row == 0])
                      & set(roster.mailbox[roster.mailbox_row == 1])))  # fmt: skip
    pairs = Candidates(zero, one, np.array([shared << int(KeyKind.MAILBOX)]))
    return compare(roster, pairs)


@pytest.mark.parametrize(
    ("left", "right", "given", "expected"),
    [
        ("rosa", "rosa", True, Likeness.EQUAL),
        ("bob", "robert", True, Likeness.VARIANT),
        ("bob", "robert", False, Likeness.DIFFERENT),
        ("sergey", "sergei", False, Likeness.SOUND),
        ("finkel", "finbel", False, Likeness.SLIP),
        ("obermaier", "obsermair", False, Likeness.SLIP),
        ("maxi", "maximiliane", True, Likeness.START),
        ("r", "rosa", True, Likeness.INITIAL),
        ("r", "otto", True, Likeness.DIFFERENT),
        ("rosa", "ludger", True, Likeness.DIFFERENT),
        ("", "rosa", True, Likeness.UNKNOWN),
    ],
)
def test_likeness_of_two_words(left: str, right: str, given: bool, expected: Likeness) -> None:
    words = (left or "?", right)
    codes = np.array([-1 if not left else 0]), np.array([0 if left == right else 1])
    for one, two in (codes, codes[::-1]):
        assert likenesses(words, one, two, given=given).tolist() == [expected]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (date(2020, 5, 1), date(2020, 5, 1), Match.EQUAL),
        (date(2020, 5, 1), date(2020, 6, 1), Match.NEAR),
        (date(2020, 5, 1), date(2020, 6, 2), Match.DIFFERENT),
        (date(2020, 3, 11), date(2020, 11, 3), Match.NEAR),
        (date(1969, 12, 31), date(1969, 12, 31), Match.EQUAL),
        (None, date(2020, 5, 1), Match.UNKNOWN),
        (None, None, Match.UNKNOWN),
    ],
)
def test_two_hire_dates(left: date | None, right: date | None, expected: Match) -> None:
    assert pair_of({"hire_date": left}, {"hire_date": right}).hired.tolist() == [expected]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("004711", "E-4711", Match.EQUAL),
        ("4711", "4771", Match.NEAR),
        ("4711", "4171", Match.NEAR),
        ("4711", "9350", Match.DIFFERENT),
        ("12", "13", Match.DIFFERENT),
        ("n/a", "4711", Match.UNKNOWN),
    ],
)
def test_two_employee_numbers(left: str, right: str, expected: Match) -> None:
    evidence = pair_of({"employee_number": left}, {"employee_number": right})
    assert evidence.number.tolist() == [expected]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("rosa.finkel@a.com", "Rosa.Finkel+x@a.com", MailMatch.SHARED),
        ("rosa.finkel@a.com", "rosafinkel@b.com", MailMatch.LOCAL),
        ("rosa.finkel@a.com", "rosa.finkel2@a.com", MailMatch.NUMBERED),
        ("rosa.finkel@a.com", "rfinkel@a.com", MailMatch.USUAL),
        ("rosa.finkel@a.com", "bluebird@a.com", MailMatch.UNRELATED),
        ("rosa.finkel@a.com", None, MailMatch.UNKNOWN),
        ("sales@a.com", "sales@a.com", MailMatch.UNKNOWN),
    ],
)
def test_two_mail_addresses(left: str, right: str | None, expected: MailMatch) -> None:
    evidence = pair_of(
        {"full_name": "Rosa Finkel", "email": left}, {"full_name": "Rosa Finkel", "email": right}
    )
    assert evidence.mail.tolist() == [expected]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Rosa Finkel-Berg", "Rosa Finkel", Surname.PART),
        ("Rosa Finkel Berg", "Rosa Finkel", Surname.MIDDLE),
        ("Rosa Finkel", "Rosa Finkel", Surname.AS_WHOLE),
        ("Rosa Finkel", "Rosa Ohnesorg", Surname.AS_WHOLE),
    ],
)
def test_what_ties_two_surnames(left: str, right: str, expected: Surname) -> None:
    assert pair_of({"full_name": left}, {"full_name": right}).surname_link.tolist() == [expected]


def test_a_maiden_name_in_the_mail_ties_two_surnames() -> None:
    evidence = pair_of(
        {"full_name": "Rosa Ohnesorg", "email": "rosa.finkel@a.com"}, {"full_name": "Rosa Finkel"}
    )
    assert evidence.surname_link.tolist() == [Surname.MAIL]


def test_swapped_names_are_seen_through_a_slip() -> None:
    evidence = pair_of({"full_name": "Zimmmermann Rosa"}, {"full_name": "Rosa Zimmermann"})
    assert evidence.swapped.tolist() == [True]
    assert evidence.swapped_exactly.tolist() == [False]


# Blocking


def test_candidates_are_of_two_systems_unless_they_share_a_key() -> None:
    rows = [
        record("crm:1", full_name="Rosa Finkel", email="rosa@a.com"),
        record("crm:2", full_name="Rosa Finkel", email="rosa@a.com"),
        record("crm:3", full_name="Rosa Finkel"),
        record("hr:1", full_name="Rosa Finkel"),
    ]
    roster = roster_of(rows)
    found = candidates(roster)

    named = {
        (roster.refs[left], roster.refs[right])
        for left, right in zip(found.left, found.right, strict=True)
    }
    assert named == {("crm:1", "crm:2"), ("crm:1", "hr:1"), ("crm:2", "hr:1"), ("crm:3", "hr:1")}


def test_the_cost_of_a_name_that_everybody_bears_is_capped() -> None:
    rows = [
        record(f"{system}:{n}", full_name="Mary Smith", employee_number=f"9{n:04}")
        for system in ("crm", "hr")
        for n in range(500)
    ]
    found = candidates(roster_of(rows))

    assert len(found) == 500
    assert found.share(KeyKind.NUMBER).all()


def test_service_accounts_are_no_candidates() -> None:
    rows = [record(f"{system}:1", full_name="API User") for system in ("crm", "hr")]
    roster = roster_of(rows)

    assert roster.is_service.all()
    assert len(candidates(roster)) == 0


@pytest.mark.parametrize(
    ("name", "mail", "service"),
    [
        ("API User", None, True),
        ("Salesforce Integration", None, True),
        ("Sales Support", "support@a.com", True),
        (None, "noreply@a.com", True),
        ("Rosa Finkel", "sales@a.com", False),
        ("Rosa Admin Finkel", "rosa@a.com", False),
        (None, None, False),
    ],
)
def test_which_records_are_machines(name: str | None, mail: str | None, service: bool) -> None:
    roster = roster_of([record("crm:1", full_name=name, email=mail)])
    assert roster.is_service.tolist() == [service]


# Weights


def test_a_rare_surname_says_more_than_a_common_one() -> None:
    rows = [record(f"hr:{n}", full_name="Ada Smith") for n in range(50)]
    rows += [record("crm:1", full_name="Ada Finkel")]
    roster = roster_of(rows)
    nothing = Candidates(*(np.zeros(0, dtype=np.int64),) * 3)
    weights = rarity(roster, nothing, compare(roster, nothing))

    words = {word: code for code, word in enumerate(roster.words)}
    assert weights.surname[words["finkel"]] > weights.surname[words["smith"]] + 2
    assert weights.surname[-1] == 0.0


def test_label_weights_are_minus_logs_of_softened_shares() -> None:
    weights = label_weights(np.array([3, 3, 7, -1]), background=300)

    # 2 and 1 of 3 known records, softened by 300 more over 300 values.
    assert weights.tolist() == pytest.approx([-np.log(3 / 303)] * 2 + [-np.log(2 / 303), 0.0])


def test_names_of_one_language_keep_company() -> None:
    dice = random.Random(1)
    words = {"a": [f"a{n}" for n in range(20)], "b": [f"b{n}" for n in range(20)]}
    rows = []
    for n in range(3000):
        language = "b" if n % 10 == 0 else "a"
        first, last = dice.choice(words[language]), dice.choice(words[language])
        rows.append(record(f"hr:{n}", first_name=f"Ig{first}x", last_name=f"Uz{last}y"))
    roster = roster_of([{**row, "first_name": _spelled(row["first_name"]),
                         "last_name": _spelled(row["last_name"])} for row in rows])  # fmt: skip
    excess = np.exp(excess_nats(roster))

    few = np.array([roster.words[code][2] == "b" for code in roster.given])
    # A tenth of the people share a language, so there chance is beaten tenfold, less what is held
    # back for want of bearers; else it is hardly beaten.
    assert 6.0 < np.median(excess[few]) < 10.0
    assert np.median(excess[~few]) == pytest.approx(10 / 9, rel=0.15)


def _spelled(word: object) -> str:
    """Return a word with its digits as letters, since names have none."""
    return str(word).translate(str.maketrans("0123456789", "klmnprstvw"))


def test_the_score_of_namesakes_falls_with_their_number() -> None:
    def score_among(namesakes: int) -> float:
        rows = [*colleagues("crm", "hr"), record("crm:1", full_name="Rosa Finkel")]
        rows += [record(f"hr:{n}", full_name="Rosa Finkel") for n in range(namesakes)]
        roster = roster_of(rows)
        pairs = candidates(roster)
        scored = score(roster, pairs, compare(roster, pairs))
        return float(scored.score[pairs.left == roster.refs.index("crm:1")].max())

    assert score_among(1) > score_among(4) > score_among(16)


def test_the_chance_is_the_logistic_of_the_smaller_of_score_and_margin() -> None:
    found = chance(np.array([0.0, 5.0, 9.0]), np.array([3.0, 1.0, np.nan]))
    assert found.tolist() == pytest.approx([0.5, 1 / (1 + np.exp(-1)), 1 / (1 + np.exp(-9))])
