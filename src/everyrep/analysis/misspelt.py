"""Words of a condition that no fact knows, told with what an analysis finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from everyrep.measures import misspelt

P = ParamSpec("P")
Found = TypeVar("Found")


def tells_misspelt_words(of: str = "") -> Callable[[Callable[P, Found]], Callable[P, Found]]:
    """An analysis with a `source`, a `scope` and a `where`, whose result has `notes`.

    Args:
        of: The measure whose facts the condition is about; by default the analysis' own `measure`.
    """

    def around(analysis: Callable[P, Found]) -> Callable[P, Found]:
        form = signature(analysis)

        @wraps(analysis)
        def asked(*args: P.args, **more: P.kwargs) -> Found:
            found: Any = analysis(*args, **more)
            given = form.bind(*args, **more)
            given.apply_defaults()
            words = given.arguments
            notes = misspelt(
                words["source"], of or words["measure"], words["where"], words["scope"]
            )
            return replace(found, notes=(*notes, *found.notes)) if notes else found

        return asked

    return around
