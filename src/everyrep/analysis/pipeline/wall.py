"""What of the pipeline an asker may see: sums, single deals, or nothing."""

from __future__ import annotations

from collections.abc import Mapping

from everyrep.measures import query
from everyrep.measures.privacy import suppressed
from everyrep.measures.source import FactSource
from everyrep.values import Period, Reason, Scope


def no_sums(scope: Scope, people: int) -> Reason | None:
    """Why sums of a pipeline may not be seen; None where they may.

    Args:
        scope: Who asks.
        people: How many people's deals are in the sums.
    """
    if scope.sees_nobody:
        return Reason(
            "nothing_in_scope", f"{scope.who} may see nobody's facts.", "Ask whoever gives access."
        )
    if not scope.can("see_amounts") or scope.masks("opportunities.amount"):
        return Reason(
            "not_allowed",
            f"{scope.who} lacks the ability 'see_amounts', which a pipeline takes.",
            "Ask whoever gives access.",
        )
    if people and scope.suppresses(people):
        return too_few(scope)
    return None


def too_few(scope: Scope) -> Reason:
    """Why a figure about a few people is withheld."""
    return Reason(
        "too_few_people",
        f"It is about fewer than {scope.min_group} people.",
        "Ask for a wider part of the pipeline.",
    )


def hidden_parts(people: Mapping[str, int], scope: Scope) -> frozenset[str]:
    """Names of parts about too few people, with those that the rest and the sum would tell by.

    Args:
        people: For each part, how many people's deals are in it.
        scope: Who asks.
    """
    if scope.min_group <= 1:
        return frozenset()
    gone = suppressed({(name,): count for name, count in people.items()}, scope.min_group)
    return frozenset(name for (name,) in gone)


def hidden_by_the_door(
    source: FactSource,
    measure: str,
    by: str,
    scope: Scope,
    where: str | None = None,
    period: str | Period | None = None,
) -> frozenset[str]:
    """Groups whose figure the one door withholds; nobody else may tell it then.

    Args:
        source: An open build.
        measure, by: What is asked of the door.
        scope: Who asks.
        where, period: As for the door.
    """
    if scope.min_group <= 1:
        return frozenset()
    answer = query(source, measure, by=by, where=where, period=period, scope=scope)
    return frozenset(str(row.keys[by] or "") for row in answer if not row.estimate.estimable)


def no_deals(scope: Scope) -> Reason | None:
    """Why single deals may not be listed; None where they may."""
    if scope.sees_nobody:
        return no_sums(scope, 0)
    if not scope.can("see_rows"):
        return Reason(
            "not_allowed",
            f"{scope.who} lacks the ability 'see_rows', which a list of deals takes.",
            "Ask whoever gives access; counts can be had without it.",
        )
    return None
