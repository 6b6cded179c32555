"""Runs of pay: calculated as a job, reviewed, approved, locked; what was stated never changes."""

from __future__ import annotations

import pytest

from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.pay.book import DatabaseBook
from everyrep.faces.web.pay.models import BookPosting
from everyrep.faces.web.pay.statement import statement_of
from everyrep.pay.ledger import as_paid, check
from tests.faces.web.conftest import Cast
from tests.faces.web.paying import SECOND, in_force, locked

pytestmark = pytest.mark.django_db


def test_a_plan_goes_through_two_months_to_the_last_cent(cast: Cast) -> None:
    in_force(cast)
    first = locked(cast)
    assert BookPosting.objects.filter(stream="lock").count() == 1
    second = locked(cast, SECOND)
    book = DatabaseBook()
    check(book)
    for run in (first, second):
        paid = as_paid(book, run.period)
        slips = list(run.payslips.all())
        assert slips
        assert sum(one.earned for one in slips) == int(paid["minor"].sum())
        for slip in slips:
            sums = statement_of(slip)
            assert sum(part.minor for part in sums.parts()) == slip.earned
            kept = slip.draw - slip.recovered - slip.clawed_back + slip.carried
            assert slip.paid == slip.released + kept
    assert any(slip.earned for slip in first.payslips.all())
    done = set(Entry.objects.filter(who="finance@example.org").values_list("what", flat=True))
    assert {"pay_asked", "pay_reviewed", "pay_approved", "pay_locked"} <= done
