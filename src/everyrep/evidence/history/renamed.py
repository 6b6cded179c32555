"""A treatment that is the outcome by another name: what would be compared with itself.

Whoever finishes a course has one completion more, whatever the course does. Such a question is
refused where facts of the treatment itself are among those that the outcome counts; it can be
asked once they are left out.
"""

from __future__ import annotations

from everyrep.evidence.asking import Treatment
from everyrep.measures import FactSource, Measure, load_catalogue, panel
from everyrep.values import Period, Scope, UserError

_COUNTS = (
    "activity:count", "activity:per_week", "activity:accounts_touched",
    "activity:accounts_per_week", "activity:open_deals_touched",
)  # fmt: skip
_RATES = (
    "activity:connect_rate", "activity:held_rate", "activity:no_show_rate", "activity:quality",
    "activity:good_share", "activity:outbound_share",
)  # fmt: skip
"""Of each activity how it went: more of them is not a better rate by itself."""


def refuse_renamed(
    source: FactSource,
    what: Treatment,
    outcome: Measure,
    where: str | None,
    period: Period,
    scope: Scope,
) -> None:
    """Refuse an outcome that counts the treatment itself.

    Args:
        source: An open build.
        what: The treatment.
        outcome: The measure that is asked about.
        where: Which of its facts count.
        period: Months looked at.
        scope: Who asks.

    Raises:
        UserError: The outcome counts the treatment.
    """
    if not what.kind.measure or not _shared(load_catalogue()[what.kind.measure], outcome):
        return
    if outcome.expression in _RATES:
        return
    if what.kind.often and not outcome.accepts("activity_kind"):
        counted = _counts_activity(what, outcome)
    else:
        counted = _holds(source, what, outcome, where, period, scope)
    if counted:
        raise UserError(
            f"{outcome.title} counts {what.title} itself",
            why="whoever had it has more of the outcome for that alone, so that it would be "
            "compared with itself",
            remedy=_remedy(what, outcome),
        )


def refuse_learning(outcome: Measure) -> None:
    """Refuse an outcome that counts learning itself, where all learning is held against it.

    Raises:
        UserError: It is read from the same records.
    """
    if _shared(load_catalogue()["completions"], outcome):
        raise UserError(
            f"{outcome.title} is read from the learning that is to be judged",
            why="whoever learned something has more of it for that alone",
            remedy="take an outcome of deals, or what comes before one",
        )


def _shared(own: Measure, outcome: Measure) -> bool:
    """Whether the outcome reads the table that the treatment is counted from."""
    return own.needs[0].table in {one.table for one in outcome.needs}


def _counts_activity(what: Treatment, outcome: Measure) -> bool:
    """Whether an outcome counts activities, this kind among them; rates of them do not."""
    if outcome.expression not in _COUNTS:
        return False
    kinds = outcome.parameters.get("kinds")
    if kinds is None and "name" in outcome.parameters:
        kinds = [str(outcome.parameters["name"]).removeprefix("done_")]
    return kinds is None or what.name.casefold() in kinds


def _holds(
    source: FactSource,
    what: Treatment,
    outcome: Measure,
    where: str | None,
    period: Period,
    scope: Scope,
) -> bool:
    """Whether facts of the treatment are among those of the outcome."""
    both = " and ".join(f"({part})" for part in (where, what.where) if part) or None
    try:
        table = panel(
            source, outcome.name, by="month", where=both, period=period, scope=scope,
            kept_inside=True,
        )  # fmt: skip
    except UserError:
        return True  # it reads the same records and cannot be told apart by what they are of
    return bool((table.n[outcome.name] > 0).any())


def _remedy(what: Treatment, outcome: Measure) -> str:
    field = what.kind.condition.partition(" ")[0]
    if what.name and outcome.accepts(field):
        return f"leave its own facts out: --where \"{field} != '{what.name}'\""
    return "ask about something that it should bring: an outcome of deals, or what comes before"
