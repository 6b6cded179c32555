"""Claims: those that ship, what a range says of them, and verdicts that are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from everyrep.evidence.asking import treatment
from everyrep.evidence.claims import (
    By,
    Claimed,
    Filed,
    Judged,
    Ledger,
    Verdict,
    Way,
    add_claim,
    file_verdict,
    put_to_test,
    read_ledger,
    stated,
)
from everyrep.evidence.claims.effects import of_effect
from everyrep.evidence.claims.verdict import between
from everyrep.evidence.findings import Claim
from everyrep.measures import load_catalogue
from everyrep.values import DataError, Scope, SettingsError, UnknownName
from everyrep.warehouse.workspace import Workspace
from tests.evidence.money.findings import found

DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
EFFECT = Way(By.QUESTION, "course:Value Selling", "win_rate", least=0.05, relative=True)


def test_fifty_five_claims_ship_each_with_its_test_its_trap_and_what_refutes_it() -> None:
    assert [one.id for one in stated()] == [f"C{number:02d}" for number in range(1, 56)]
    for one in stated():
        assert one.statement.endswith("."), one.id
        assert one.trap, one.id
        assert one.refuted_by, one.id
        assert Claimed.from_dict(one.to_dict()) == one


@pytest.mark.parametrize("one", stated(), ids=lambda one: one.id)
def test_a_test_names_measures_that_can_be_followed(one: Claimed) -> None:
    catalogue = load_catalogue()
    for name in (one.test.outcome, one.test.indicator):
        if name:
            measure = catalogue[name]
            assert measure.name == name
            if one.test.by in (By.QUESTION, By.LEADS):
                assert measure.accepts("person")
                assert measure.accepts("month")
    if one.test.by is By.QUESTION:
        assert catalogue[one.test.outcome].direction != "none"
    if one.test.treatment:
        treatment(one.test.treatment)


@pytest.mark.parametrize(
    ("ends", "least", "most", "says"),
    [
        ((0.4, 0.6), 0.3, None, Verdict.SUPPORTED),
        ((0.4, 0.6), 0.5, None, Verdict.CANNOT_TELL),
        ((0.4, 0.6), 0.7, None, Verdict.NOT_SUPPORTED),
        ((0.4, 0.6), None, 0.3, Verdict.NOT_SUPPORTED),
        ((0.4, 0.6), 0.3, 0.7, Verdict.SUPPORTED),
        ((0.4, 0.6), 0.3, 0.5, Verdict.CANNOT_TELL),
        ((None, 0.6), 0.3, None, Verdict.CANNOT_TELL),
    ],
)
def test_a_claimed_size_is_held_against_the_whole_range(
    ends: tuple[float | None, float], least: float | None, most: float | None, says: Verdict
) -> None:
    assert between(*ends, least, most) is says


@pytest.mark.parametrize(
    ("claim", "ends", "says"),
    [
        (Claim.CAUSAL, (0.02, 0.03, 0.04), Verdict.SUPPORTED),
        (Claim.CAUSAL, (0.01, 0.02, 0.03), Verdict.CANNOT_TELL),
        (Claim.CAUSAL, (0.001, 0.002, 0.003), Verdict.NOT_SUPPORTED),
        (Claim.CAUSAL, (-0.03, -0.02, -0.01), Verdict.NOT_SUPPORTED),
        (Claim.SUGGESTIVE, (0.02, 0.03, 0.04), Verdict.CANNOT_TELL),
        (Claim.ASSOCIATION, (0.02, 0.03, 0.04), Verdict.CANNOT_TELL),
        (Claim.INCONCLUSIVE, (-0.02, 0.01, 0.04), Verdict.CANNOT_TELL),
        (Claim.INCONCLUSIVE, (-0.02, -0.01, 0.002), Verdict.NOT_SUPPORTED),
        (Claim.NO_WORTHWHILE_EFFECT, (-0.001, 0.0, 0.001), Verdict.NOT_SUPPORTED),
        (Claim.REFUSED, (0.0, 0.0, 0.0), Verdict.CANNOT_TELL),
    ],
)
def test_a_claim_of_an_effect_is_supported_by_a_cause_of_its_size_alone(
    claim: Claim, ends: tuple[float, float, float], says: Verdict
) -> None:
    """A twentieth of 0.25 is 0.0125."""
    assert of_effect(found(claim, ends), EFFECT, 1.0).verdict is says


def test_fewer_who_leave_is_for_the_better() -> None:
    way = Way(By.QUESTION, "course:Value Selling", "turnover")
    assert of_effect(found(ends=(-0.03, -0.02, -0.01)), way, -1.0).verdict is Verdict.SUPPORTED


def test_what_no_records_can_tell_is_not_testable_and_what_is_not_named_cannot_be_told() -> None:
    nobody: Any = None
    scope = Scope.everything("the test")
    told = put_to_test(nobody, scope, Way(By.NONE, why="One firm is one case."))
    assert told == Judged(Verdict.NOT_TESTABLE, "One firm is one case.")
    unnamed = put_to_test(nobody, scope, Way(By.QUESTION, outcome="win_rate"))
    assert unnamed.verdict is Verdict.CANNOT_TELL
    assert "--treatment" in unnamed.needs


def verdict(word: Verdict, snapshot: str = "b1", day: int = 0) -> Filed:
    told = Judged(word, "It is so.", "3.2 (2.1 to 4.3)")
    return Filed("C01", told, "Ann", DAY + timedelta(days=day), snapshot)


def test_verdicts_are_kept_and_the_same_is_not_filed_twice(tmp_path: Path) -> None:
    place = Workspace(tmp_path)
    assert file_verdict(place, verdict(Verdict.CANNOT_TELL)) is None
    file_verdict(place, verdict(Verdict.CANNOT_TELL, day=1))
    before = file_verdict(place, verdict(Verdict.SUPPORTED, "b2", day=2))
    assert before == verdict(Verdict.CANNOT_TELL)
    ledger = read_ledger(place)
    assert [one.tested.verdict for one in ledger.verdicts("C01")] == [
        Verdict.CANNOT_TELL,
        Verdict.SUPPORTED,
    ]
    assert ledger.last("C02") is None


def test_a_claim_of_ones_own_gets_a_number_and_stays(tmp_path: Path) -> None:
    place = Workspace(tmp_path)
    own = Claimed("", "Value Selling makes win rates better.", EFFECT, "The keen go.", "None.")
    assert add_claim(place, own).id == "O1"
    assert add_claim(place, own).id == "O2"
    ledger = read_ledger(place)
    assert ledger["o2"] == replace(own, id="O2")
    assert len(ledger.claims) == 57
    with pytest.raises(UnknownName, match="C55"):
        ledger["C56"]


def test_a_spoilt_ledger_names_its_line() -> None:
    with pytest.raises(DataError, match=r"line 3: .*neither a claim nor a verdict"):
        Ledger.of([("claims.jsonl, line 3", {"kind": "verdict", "claim": "C01"})])


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"by": "guess"}, "guess"),
        ({"by": "question"}, "names no outcome"),
        ({"by": "none"}, "names no why"),
        ({"by": "measure", "outcome": "win_rate", "lest": 1.0}, "least"),
    ],
)
def test_a_test_that_cannot_be_is_refused(given: dict[str, Any], says: str) -> None:
    with pytest.raises((UnknownName, SettingsError), match=says):
        Way.from_dict(given)
