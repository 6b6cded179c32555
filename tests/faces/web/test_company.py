"""The company that this process has open, and what it keeps of it."""

from __future__ import annotations

import weakref

import pytest

from everyrep.faces.web import company
from everyrep.faces.web.notation.names import names_with_numbers
from everyrep.faces.web.pay import leading
from tests.faces.web.conftest import Cast

pytestmark = pytest.mark.django_db


def test_who_lets_go_of_a_company_lets_go_of_all_that_was_kept_of_it(cast: Cast) -> None:
    """What is kept holds the engine, whose threads are gone in a process that was forked since."""
    company.forget()
    warehouse = company.current()
    assert warehouse is not None
    opened = weakref.ref(company.Build(warehouse).warehouse)
    day = warehouse.as_of
    assert company.organisation(warehouse, day) is company.organisation(warehouse, day)
    assert company.renamed_people(warehouse) is company.renamed_people(warehouse)
    names_with_numbers(warehouse)
    assert leading._above_leavers(company.Build(warehouse), day) == {}
    circle: list[object] = [warehouse, company.Build(warehouse)]
    circle.append(circle)
    del warehouse, circle
    assert opened() is not None, "it is kept while it is open"
    company.forget()
    assert opened() is None
    assert cast.people
