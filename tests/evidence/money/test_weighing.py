"""Cases that rest on findings: what may be said of the return, and from where bookings are read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.asking import Question
from everyrep.evidence.findings import Claim, Finding
from everyrep.evidence.history import History
from everyrep.evidence.money import Business, Pays, business, parse_case
from everyrep.evidence.money.before import bookings_before
from everyrep.values import Estimate, Grade, Scope, UserError
from tests.evidence.money.findings import found

CASE = """
format = 1
name = "Value selling"
treatment = "course:Value Selling"
[base]
amount = 1_000_000
[[benefit]]
name = "wins"
kind = "conversion"
from = { outcome = "win_rate" }
[[cost]]
name = "time"
kind = "time"
hours = 10
people = "treated"
hour = 50
"""


class Records:
    """What a case asks of an open build."""

    snapshot = "b1"
    reporting_currency = "EUR"


def history(before: int = 12, people: int = 40, booked: float = 100_000.0) -> History:
    """Half of the people have it from a month on; all book the same, twice as much with it."""
    months, half = before + 6, people // 2
    first = np.where(np.arange(people) < half, before, NEVER)
    after = np.arange(months)[None, :] >= first[:, None]
    x = np.where(after, 2.0, 1.0) * booked
    names = np.array([f"p{n}" for n in range(people)], dtype=object)
    return History(
        people=names, months=tuple(f"m{n}" for n in range(months)), x=x, m=np.ones_like(x),
        first=first, dose=np.zeros_like(x), groups={}, names={}, unit="money:EUR",
        direction="up", title="Bookings", arm=np.full(people, "", dtype=object),
        tenure=np.full_like(x, 99.0), left_out={},
    )  # fmt: skip


def come_to(monkeypatch: pytest.MonkeyPatch, finding: Finding, case: str = CASE) -> Business:
    def asked(_: Any, question: Question, __: Scope, *, registered: bool) -> Finding:
        return replace(finding, question=question, registered=registered)

    monkeypatch.setattr("everyrep.evidence.money.weighing.ask", asked)
    monkeypatch.setattr("everyrep.evidence.money.weighing.read_history", lambda *_: history())
    records: Any = Records()
    return business(records, parse_case(case), Scope.everything("the test"))


def test_a_cause_pays_with_its_range(monkeypatch: pytest.MonkeyPatch) -> None:
    """By hand: 0.02 of 0.25 is 8% of a million; 20 people x 10 hours x 50 is 10,000."""
    answer = come_to(monkeypatch, found())
    assert answer.word is Pays.PAYS
    assert answer.roi.grade is Grade.TRIAL
    assert answer.roi.number() == pytest.approx((80_000 - 10_000) / 10_000)
    assert answer.returned is not None
    low, high = answer.returned.benefits.bounds()
    z = 1.2816 / 1.9600  # an 80% range of a 95% one
    assert low == pytest.approx(80_000 - z * 40_000, rel=0.02)
    assert high == pytest.approx(80_000 + z * 40_000, rel=0.02)
    assert answer.behind[0].break_even == pytest.approx(0.25 * 10_000 / 1_000_000)
    assert answer.sentence.startswith("It pays: 80,000 EUR")


@pytest.mark.parametrize("claim", [Claim.SUGGESTIVE, Claim.ASSOCIATION])
def test_what_is_no_cause_enters_as_an_if(monkeypatch: pytest.MonkeyPatch, claim: Claim) -> None:
    answer = come_to(monkeypatch, found(claim, drawn=False))
    assert answer.word is Pays.IF_CAUSE
    assert answer.roi.grade is Grade.OBSERVED
    assert answer.behind[0].mark == "if it were the cause"
    assert answer.sentence.startswith("If what was seen with it came of it, it would pay")


def test_what_cannot_be_told_has_no_return_and_says_from_where_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = come_to(monkeypatch, found(Claim.INCONCLUSIVE, (-0.01, 0.02, 0.05)))
    assert answer.word is Pays.CANNOT_TELL
    assert not answer.roi.estimable
    assert "from 0.2 points of win_rate on" in answer.sentence
    assert answer.returned is not None
    assert answer.behind[0].mark == "cannot be told from none"


def test_nothing_worth_having_does_not_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = come_to(monkeypatch, found(Claim.NO_WORTHWHILE_EFFECT, (-0.001, 0.0, 0.001)))
    assert answer.word is Pays.DOES_NOT
    assert answer.roi.number() == pytest.approx(-1.0)


def test_a_refused_finding_has_no_figure_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = come_to(monkeypatch, found(Claim.REFUSED))
    assert answer.returned is None
    assert not answer.roi.estimable
    assert "One person alone" in answer.sentence
    assert answer.to_dict()["roi"]["value"] is None


def test_the_effect_is_drawn_back_where_it_was_picked(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = found()
    picked = replace(whole, headline=Estimate(0.015, 0.0, 0.03, 60, "points", Grade.TRIAL))
    answer = come_to(monkeypatch, picked)
    assert answer.roi.number() == pytest.approx((60_000 - 10_000) / 10_000)
    assert any("picked as remarkable" in note for note in answer.notes)


def test_a_shorter_cycle_decides_more_deals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten days of a hundred less: 1 / 0.9 as many decided."""
    case = CASE.replace('"conversion"', '"cycle"').replace("win_rate", "won_cycle")
    answer = come_to(monkeypatch, found(ends=(-15.0, -10.0, -5.0), usual=100.0), case)
    assert answer.returned is not None
    assert answer.returned.benefits.number() == pytest.approx(1e6 * (1 / 0.9 - 1), abs=1)


def test_people_who_stay_are_worth_what_one_is_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    """5 in a hundred fewer leave a year, of 20 people, at 30,000 each."""
    case = CASE.replace('"conversion"', '"turnover"\nworth = 30_000').replace(
        "win_rate", "turnover"
    )
    answer = come_to(monkeypatch, found(ends=(-0.08, -0.05, -0.02)), case)
    assert answer.returned is not None
    assert answer.returned.benefits.number() == pytest.approx(0.05 * 20 * 30_000)
    unpriced = case.replace("worth = 30_000\n", "")
    with pytest.raises(UserError, match="what one of it is worth"):
        come_to(monkeypatch, found(), unpriced)


ASSUMED_ALONE = CASE.replace('from = { outcome = "win_rate" }', "amount = [0.02, 0.05, 0.1]")


def test_a_case_of_assumptions_alone_is_graded_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = come_to(monkeypatch, found(), ASSUMED_ALONE)
    returned = answer.returned
    assert returned is not None
    figures = [answer.roi, returned.net, returned.benefits, returned.costs]
    assert {one.grade for one in figures} == {Grade.ASSUMED}
    assert answer.word is Pays.IF_HELD
    assert answer.sentence.startswith("If what is assumed held, it would pay")


def test_a_net_around_nothing_is_told_by_its_range(monkeypatch: pytest.MonkeyPatch) -> None:
    """Benefits of 0 to 40,000 against 10,000: no single number leads."""
    unsure = ASSUMED_ALONE.replace("[0.02, 0.05, 0.1]", "[0.0, 0.02, 0.04]")
    answer = come_to(monkeypatch, found(), unsure)
    assert answer.word is Pays.CANNOT_TELL
    lead = "By what is assumed alone: cannot tell whether it pays: net -"
    assert answer.sentence.startswith(lead)
    assert "EUR (most likely 10,000)" in answer.sentence


def test_bookings_are_those_from_before_it() -> None:
    base = bookings_before(history())
    assert base.likely == pytest.approx(20 * 12 * 100_000)
    assert base.known
    with pytest.raises(UserError, match="months are known from before"):
        bookings_before(history(before=1))


def test_the_range_of_bookings_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(300):
        drawn = history(people=60)
        own = rng.gamma(4.0, 25_000.0, size=60)
        base = bookings_before(replace(drawn, x=np.tile(own[:, None], (1, drawn.x.shape[1]))))
        held += base.low <= 30 * 12 * 100_000 <= base.high
    assert 0.90 <= held / 300 <= 0.98


def test_two_currencies_are_not_mixed(monkeypatch: pytest.MonkeyPatch) -> None:
    read = CASE.replace("amount = 1_000_000", 'from = "records"').replace(
        "format = 1", 'format = 1\ncurrency = "USD"'
    )
    with pytest.raises(UserError, match="reported in EUR"):
        come_to(monkeypatch, found(), read)
