"""What an effect is worth a year: by hand, and nothing where it cannot be said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.findings import Claim, Finding
from everyrep.evidence.money import Range, Worth, worth_from, worth_of
from everyrep.faces.reports.model import Figures
from everyrep.faces.reports.pages.finding import finding_page
from everyrep.values import Estimate, Grade, Scope
from tests.evidence.money.findings import found
from tests.evidence.money.test_weighing import history

ALL = Scope.everything("the test")
MILLION = 100_000_000.0


class Records:
    """What the line of money asks of an open build."""

    snapshot = "b1"
    reporting_currency = "EUR"


def asked(
    monkeypatch: pytest.MonkeyPatch, finding: Finding, scope: Scope = ALL
) -> tuple[Worth | None, list[Question]]:
    """What a finding is worth, and the questions whose people were read."""
    read: list[Question] = []

    def reads(_: Any, question: Question, __: Scope) -> Any:
        read.append(question)
        return history()

    monkeypatch.setattr("everyrep.evidence.money.worth.read_history", reads)
    records: Any = Records()
    return worth_of(records, finding, scope), read


def test_a_share_of_what_was_booked_before() -> None:
    """By hand: 8% of a million, and its range that of the one factor that is not known."""
    made = worth_from(found(), Range(0.08, 0.04, 0.12, 0.025), Range.exactly(MILLION), "EUR")
    assert made.amount.number() == pytest.approx(80_000)
    assert made.amount.bounds() == pytest.approx((40_000, 120_000), rel=0.01)
    assert made.amount.grade is Grade.TRIAL
    assert made.told
    assert made.sentence == (
        "Worth 80,000 EUR of bookings a year (40,000 to 120,000) to those who had it, before what "
        "it took."
    )


def test_the_range_of_bookings_is_carried_along() -> None:
    """Two normal factors: the relative errors add as squares where both are small."""
    share, base = Range(0.1, 0.08, 0.12, 0.025), Range(MILLION, 0.9 * MILLION, 1.1 * MILLION, 0.025)
    low, high = worth_from(found(), share, base, "EUR").amount.bounds()
    assert low is not None
    assert high is not None
    assert (high - low) / 2 / 100_000 == pytest.approx((0.2**2 + 0.1**2) ** 0.5, rel=0.02)


def test_half_of_the_people_booked_the_base(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 people booked 100,000 a month each: 8% of 24 million minor units of money."""
    made, read = asked(monkeypatch, found())
    assert made is not None
    assert made.amount.number() == pytest.approx(0.08 * 20 * 12 * 1_000)
    assert [(one.outcome, one.smallest) for one in read] == [("bookings", None)]


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (Claim.CAUSAL, "Worth "),
        (Claim.SUGGESTIVE, "If it were the cause, worth "),
        (Claim.INCONCLUSIVE, "In money, between "),
    ],
)
def test_no_more_is_said_than_the_claim_bears(claim: Claim, said: str) -> None:
    made = worth_from(found(claim), Range(0.08, 0.04, 0.12, 0.025), Range.exactly(MILLION), "EUR")
    assert made.sentence.startswith(said)
    assert made.told is (claim is not Claim.INCONCLUSIVE)


@pytest.mark.parametrize(
    "question",
    [
        Question(treatment("course:Value Selling"), "calls"),
        Question(treatment("course:Value Selling"), "win_rate", "stage = 'Negotiation'"),
    ],
)
def test_what_moves_no_bookings_or_some_has_no_line(
    monkeypatch: pytest.MonkeyPatch, question: Question
) -> None:
    assert asked(monkeypatch, found(question=question)) == (None, [])


def test_without_a_figure_or_a_right_to_amounts_there_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert asked(monkeypatch, found(Claim.REFUSED))[0] is None
    poor = replace(ALL, abilities=ALL.abilities - {"see_amounts"})
    assert asked(monkeypatch, found(), poor)[0] is None


def test_the_page_of_a_finding_shows_it() -> None:
    amount = Estimate(0.0, -1.0, 1.0, 60, "number", Grade.TRIAL)
    page = finding_page(found(Claim.INCONCLUSIVE), ALL, Worth(amount, False, "In money."))
    (block,) = [one for one in page.blocks if isinstance(one, Figures)]
    figure = {one.title: one for one in block.figures}["In money"]
    assert figure.by_range
