"""Declaring operations: what each answers, for whom it is, and what may go wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from ninja import Router

from everyrep.faces.web.api.door import Door
from everyrep.faces.web.api.problems import Problem

View = TypeVar("View", bound=Callable[..., Any])
ALWAYS = (401, 403, 405, 422, 429)
"""What may be answered whatever is asked."""


@dataclass(frozen=True)
class Operation:
    """One operation of the API.

    Attributes:
        name: As the schema names it.
        method, path: Where it is.
        area: Whose roles may do it.
        scopes: Of tokens that are for it.
    """

    name: str
    method: str
    path: str
    area: str
    scopes: tuple[str, ...]


OPERATIONS: dict[str, Operation] = {}
"""By name: what the schema, the page of the API and the tests of rights agree on."""


def operation(  # noqa: PLR0913 - what a declaration says
    router: Router,
    method: str,
    path: str,
    *,
    area: str,
    answers: Any,
    status: int = 200,
    scopes: tuple[str, ...] = ("read",),
    problems: tuple[int, ...] = (),
    more: Mapping[str, Any] | None = None,
) -> Callable[[View], View]:
    """An operation of a router; its name is that of the function, its text the docstring.

    Args:
        router: Whose.
        method: Of HTTP.
        path: Below the router.
        area: As the view of a page names it.
        answers: The form of its answer.
        status: Of the answer.
        scopes: A token must have one of them.
        problems: What else may go wrong, beyond `ALWAYS`; that something is not there comes with
            any part of the path that varies.
        more: More for the schema.
    """
    missing = (404,) if "{" in path else ()
    wrong = dict.fromkeys(sorted({*ALWAYS, *missing, *problems}), Problem)

    def around(view: View) -> View:
        name = view.__name__
        assert name not in OPERATIONS, name  # noqa: S101 - a slip in the code
        door = Door(area, scopes, changes=method != "GET")
        router.api_operation(
            [method],
            path,
            auth=door,
            response={status: answers, **wrong},
            operation_id=name,
            summary=name.replace("_", " ").capitalize(),
            openapi_extra=dict(more or {}),
        )(view)
        door.names = _query_names(view)
        OPERATIONS[name] = Operation(name, method, path, area, scopes)
        return view

    return around


def _query_names(view: Any) -> frozenset[str]:
    models = view._ninja_operation.models
    return frozenset(
        name
        for model in models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    )
