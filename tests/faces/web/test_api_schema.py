"""The schema of the API holds: whatever is asked, fitting or not, is answered as it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from everyrep.faces.web.access.limits import limits
from everyrep.faces.web.access.models import User
from everyrep.faces.web.api.door import ROLE
from everyrep.faces.web.api.urls import OPERATIONS
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.tokens.keeping import make
from everyrep.faces.web.wsgi import application
from everyrep.measures import load_catalogue
from everyrep.warehouse.landing import loads
from everyrep.warehouse.workspace import Workspace
from tests.faces.web.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.long]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# Values that mean something here; without them hardly any question would be answered.
MEANT: dict[str, st.SearchStrategy[Any]] = {
    "measure": st.lists(st.sampled_from(list(load_catalogue())[::7]), min_size=1, max_size=2),
    "name": st.sampled_from(["won_deals", "win_rate", "velocity", "attainment", "pipeline"]),
    "by": st.lists(st.sampled_from(["team", "month", "person", "stage", "segment"]), max_size=2),
    "where": st.sampled_from(["", "segment = 'Enterprise'", "stage >= 'Proposal'", "amount > 10"]),
    "period": st.sampled_from(["", "2026Q1", "last 4 quarters", "2026-01-05..2026-02-01"]),
    "as_of": st.sampled_from(["2026-05-31", "2025-12-31", "1999-01-01"]),
    "group": st.sampled_from([[], ["team=x"], ["month=2026-01"]]),
    "unknown": st.sampled_from([[], ["team"]]),
    "of": st.sampled_from(["", "win_rate"]),
    "format": st.sampled_from(["", "json", "csv"]),
    "since": st.sampled_from(["2026-01-01", "2026-05-30"]),
    "until": st.sampled_from(["2026-05-31", "2026-02-01"]),
    "q": st.sampled_from(["", "a", "won"]),
}


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("EVERYREP_API_CALLS", "1000000")
    limits.cache_clear()
    yield
    monkeypatch.undo()
    limits.cache_clear()
    cache.clear()


@pytest.fixture
def meant(cast: Cast, workspace: Any) -> dict[str, st.SearchStrategy[Any]]:
    """Values that mean something, also those of this company."""
    job = queue.ask("build", by="revops@example.org")
    load = loads(Workspace(workspace))[0].load_id
    assert cast
    return {**MEANT, "number": st.just(job.pk), "load": st.just(load)}


@lru_cache(maxsize=1)
def schema() -> Any:
    """The schema as the app answers it to anybody."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


Ask = Callable[..., None]


@pytest.fixture
def ask(meant: dict[str, st.SearchStrategy[Any]]) -> Ask:
    """Asks an operation in somebody's name, half of the time with values that mean something."""

    def asked(name: str, user: User, scopes: list[str], fitting: bool, examples: int) -> None:
        operation = schema().find_operation_by_id(name)
        if not fitting and not list(operation.iter_parameters()):
            return
        headers = {"Authorization": f"Bearer {make(user, 'x', scopes, 1)[1]}"}
        mode = GenerationMode.POSITIVE if fitting else GenerationMode.NEGATIVE
        checks = CHECKS if fitting else [*CHECKS, negative_data_rejection]

        @settings(
            max_examples=examples, deadline=None, database=None, derandomize=True,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(
            case=operation.as_strategy(generation_mode=mode),
            real=st.booleans(),
            values=st.fixed_dictionaries(meant),
        )
        def check(case: Any, real: bool, values: dict[str, Any]) -> None:
            for place in (case.path_parameters, case.query) if fitting and real else ():
                for key in set(place or ()) & set(values):
                    place[key] = values[key]
            (case.headers or {}).pop(ROLE, None)
            case.call_and_validate(headers=headers, checks=checks)

        check()

    return asked


@pytest.mark.parametrize("fitting", [True, False], ids=["fitting", "not fitting"])
@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_every_answer_is_in_the_schema(cast: Cast, ask: Ask, name: str, fitting: bool) -> None:
    ask(name, cast.user("revops"), ["read", "load"], fitting, 4)


@pytest.mark.parametrize("who", ["rep", "auditor"])
def test_so_is_every_answer_to_who_may_do_little(cast: Cast, ask: Ask, who: str) -> None:
    for name in OPERATIONS:
        ask(name, cast.user(who), ["read"], True, 1)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["revops", "manager", "executive", "administrator", "rep"])
@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_the_schema_holds_for_long(cast: Cast, ask: Ask, name: str, who: str) -> None:
    scopes = ["read", "load"] if who in ("revops", "administrator") else ["read"]
    for fitting in (True, False):
        ask(name, cast.user(who), scopes, fitting, 25 if who == "revops" else 5)
