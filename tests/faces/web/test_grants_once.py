"""A role is given once: the same without a first day too, in both databases, also to older ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from everyrep.faces.web.access.models import Grant, User

BEFORE, AFTER = ("access", "0003_sign_ins"), ("access", "0004_one_grant_from_ever")


@pytest.mark.django_db
@pytest.mark.parametrize("since", [None, date(2026, 1, 1)])
def test_the_same_is_not_given_twice(since: date | None) -> None:
    user = User.objects.create_user("ann@example.org")
    Grant.objects.create(user=user, role="manager", since=since)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(user=user, role="manager", since=since, until=date(2030, 1, 1))
    Grant.objects.create(user=user, role="manager", head="hr:1", since=since)
    Grant.objects.create(user=user, role="manager", since=date(2026, 2, 1))
    assert user.grants.count() == 3


@pytest.fixture
def before(transactional_db: None) -> Iterator[Any]:  # noqa: ARG001 - the database must be there
    """The app's tables as they were before the rule."""
    executor = MigrationExecutor(connection)
    yield executor.migrate([BEFORE]).apps
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_of_those_that_were_given_twice_the_longest_stays(before: Any) -> None:
    user = before.get_model("access", "User").objects.create(email="ann@example.org")
    grants = before.get_model("access", "Grant").objects
    day, later = date(2026, 1, 1), date(2027, 1, 1)
    for role, since, until in (
        ("rep", None, day), ("rep", None, None), ("rep", None, later), ("rep", day, day),
        ("manager", None, later), ("manager", None, day), ("auditor", None, None),
    ):  # fmt: skip
        grants.create(user=user, role=role, since=since, until=until)
    MigrationExecutor(connection).migrate([AFTER])
    found = Grant.objects.values_list("role", "since", "until")
    assert sorted(found, key=str) == sorted(
        [("rep", None, None), ("rep", day, day), ("manager", None, later), ("auditor", None, None)],
        key=str,
    )
