"""Figures about too few people are withheld, and so is what would give them away.

Two roads lead around a figure that is withheld: other groups of the same answer, and other answers.
Both are closed with the same rule. Groups are cells of a table; along every line of it (all that
agree in the other dimensions, and so add up to a figure that may be asked for) one of the cells
that are withheld is about enough people by itself. A condition and a period may only pick cells
that the table itself would show.
What is not protected is told in `docs/method/small-groups.md`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import combinations
from typing import TYPE_CHECKING, Any

from everyrep.measures.dimensions import DIMENSIONS, TIME
from everyrep.measures.figures import Figure
from everyrep.measures.question import Question
from everyrep.values import Grain, Period, Reason, Scope, UserError
from everyrep.warehouse.mapping import Condition
from everyrep.warehouse.mapping import rows as tree

if TYPE_CHECKING:
    from everyrep.measures.answer import Answer, Key
    from everyrep.measures.run import Outcome

Cells = Mapping[tuple[Any, ...], int]
"""How many people each cell is about."""

SINGLING = frozenset({"person", "deal", "account", "tenure_month", "content"})
"""Dimensions whose groups are, or may be, one person's."""
_FINE_TIME = frozenset({"day", "week"})
"""Grains finer than the month, whose parts another grain would give away."""
_ENCLOSING = {
    Grain.MONTH: Grain.QUARTER, Grain.QUARTER: Grain.YEAR,
    Grain.FISCAL_MONTH: Grain.FISCAL_QUARTER, Grain.FISCAL_QUARTER: Grain.FISCAL_YEAR,
}  # fmt: skip
WITHHELD = ("too_few_people", "withheld_with_another")
"""Codes of the reasons for which there are facts, and no figure."""
_ALL_BUT_ONE = Reason(
    "withheld_with_another",
    "It would give away another group, which is too small to show, by subtraction.",
    "Ask for wider groups.",
)


def groups_told(answer: Answer, dimension: str) -> set[Key]:
    """Groups of an answer of which nothing is withheld; an analysis may tell of these alone."""
    hidden = {row.keys[dimension] for row in answer if _is_withheld(row.estimate.reason)}
    return {row.keys[dimension] for row in answer} - hidden


def _is_withheld(reason: Reason | None) -> bool:
    return reason is not None and reason.code in ("too_few_people", _ALL_BUT_ONE.code)


def withheld(outcome: Outcome, scope: Scope) -> Outcome:
    """The outcome without figures about fewer people than the scope allows.

    Where what is withheld in a line could be had from the total and the rest, the groups with the
    fewest people go with it. Groups that are about nobody in particular stay.
    """
    if scope.min_group <= 1:
        return outcome
    small = {key for key, people in outcome.people.items() if people and scope.suppresses(people)}
    gone = suppressed(outcome.people, scope.min_group)
    figures = dict(outcome.figures)
    for key in gone & figures.keys():
        reason = _too_few(scope) if key in small else _ALL_BUT_ONE
        figures[key] = Figure(None, reason=reason)
    return replace(outcome, figures=figures)


def suppressed(people: Cells, least: int) -> set[tuple[Any, ...]]:
    """The cells to withhold: small ones, and one more along every line that needs it.

    Args:
        people: How many people each cell is about; 0 is about nobody, and stays.
        least: The fewest people that may be told of together.
    """
    gone = {key for key, count in people.items() if 0 < count < least}
    if not gone:
        return gone
    lines = [line for line in _lines(people) if len(line) > 1]
    before = -1
    while before != len(gone):
        before = len(gone)
        for line in lines:
            _hide(line, people, least, gone)
    return gone


def _hide(
    line: list[tuple[Any, ...]], people: Cells, least: int, gone: set[tuple[Any, ...]]
) -> None:
    """Where cells of a line are gone, let there be two, and one of enough people among them.

    Counts of people do not add up, since the same few may be in several cells; so small cells do
    not protect one another. What was added is told by the rest of another line, unless that line
    has two as well.
    """
    hidden = [key for key in line if key in gone]
    left = [key for key in line if key not in gone]
    while hidden and left and not (len(hidden) > 1 and any(people[k] >= least for k in hidden)):
        hidden.append(min(left, key=lambda key: (people[key], str(key))))
        left.remove(hidden[-1])
    gone.update(hidden)


def _lines(people: Cells) -> Iterable[list[tuple[Any, ...]]]:
    """Cells that agree in all but some dimensions; those about nobody left out."""
    known = [key for key, count in people.items() if count]
    width = len(known[0]) if known else 0
    for size in range(1, width + 1):
        for free in combinations(range(width), size):
            found: dict[Hashable, list[tuple[Any, ...]]] = {}
            for key in known:
                found.setdefault(
                    tuple(part for i, part in enumerate(key) if i not in free), []
                ).append(key)
            yield from found.values()


def hold_coarse(question: Question) -> None:
    """Hold that a question of who sees groups alone cannot single a person out.

    Raises:
        UserError: A cut or a condition names people, single deals or customers, or compares
            amounts or days; or a period does not begin and end with a month.
    """
    if question.scope.min_group <= 1:
        return
    for name in question.by:
        if name in SINGLING or name in _FINE_TIME:
            raise UserError(
                f"Figures by {name} can single a person out",
                why=f"{question.scope.who} sees figures of {question.scope.min_group} people or "
                "more; which groups there are, and how finer ones differ from wider ones, would "
                "tell of one",
                remedy="ask by a wider group, such as team, region or segment, and by month",
            )
    if question.where is not None:
        for name in _fine(question.where):
            raise UserError(
                f"A condition on {name!r} can single a person out",
                where="the condition",
                why=f"{question.scope.who} sees figures of {question.scope.min_group} people or "
                "more, and two such answers could be subtracted",
                remedy="ask by a wider group, such as team, region or segment",
            )
    period = question.period
    if period is not None and not _whole_months(period, question):
        raise UserError(
            f"The period {period} does not begin and end with a month",
            why="two answers a few days apart would tell what one person did on those days",
            remedy="ask for whole months, such as '2026-03' or 'last quarter'",
        )


def _whole_months(period: Period, question: Question) -> bool:
    ends = [period.start] + ([period.end] if period.end <= question.as_of else [])
    grains = (Grain.FISCAL_MONTH,) if question.fiscal.of_weeks else (Grain.MONTH,)
    return all(
        any(Period.containing(day, grain, question.fiscal).start == day for grain in grains)
        for day in ends
    )


def _fine(condition: Condition) -> Iterable[str]:
    """Fields of a condition by which a single fact could be found."""
    match condition:
        case tree.All(parts) | tree.Any(parts):
            for part in parts:
                yield from _fine(part)
        case tree.Not(inner):
            yield from _fine(inner)
        case tree.Compare(name, _, value):
            plain = str(value).casefold() in ("0", "true", "false", "yes", "no")
            if not plain and not asked_by_group(name):
                yield name
        case tree.Among(name, _):
            if not asked_by_group(name):
                yield name
        case _:
            return


def asked_by_group(name: str) -> bool:
    """Whether a field of a condition is a dimension of wide groups."""
    return name in DIMENSIONS and name not in SINGLING


def months_given_away(
    months: Cells, quarters: Cells, question: Question, least: int
) -> set[tuple[Any, ...]]:
    """Groups of which a period takes a part that is too small to be told apart from the rest.

    Args:
        months, quarters: People by group and first day of the fiscal month or quarter, over all
            fiscal years that the period touches.
        question: Its period.
        least: The fewest people that may be told of.
    """
    period = question.period
    if period is None:
        return set()
    found = set()
    for cells, inner, outer in (
        (months, Grain.FISCAL_MONTH, Grain.FISCAL_QUARTER),
        (quarters, Grain.FISCAL_QUARTER, Grain.FISCAL_YEAR),
    ):
        for group, parts in _by_outer(cells, outer, question).items():
            taken = {
                start for (start,) in parts
                if period.start <= start
                and Period.containing(start, inner, question.fiscal).end <= _end(period, question)
            }  # fmt: skip
            if taken and len(taken) < len(parts):
                gone = suppressed(parts, least)
                if any((start,) in gone for start in taken):
                    found.add(group[:-1])
    return found


def _end(period: Period, question: Question) -> Any:
    """The end of a period; where it holds today, the end of all that is known."""
    return (
        Period.containing(question.as_of, Grain.FISCAL_YEAR, question.fiscal).end
        if period.end > question.as_of
        else period.end
    )


def _by_outer(
    cells: Cells, outer: Grain, question: Question
) -> dict[tuple[Any, ...], dict[tuple[Any, ...], int]]:
    found: dict[tuple[Any, ...], dict[tuple[Any, ...], int]] = {}
    for key, people in cells.items():
        if key[-1] is None or not people:
            continue
        start = _day(key[-1])
        within = Period.containing(start, outer, question.fiscal).start
        found.setdefault((*key[:-1], within), {})[(start,)] = people
    return found


def years_touched(question: Question) -> Question:
    """The question over all fiscal years that its period touches."""
    period = question.period
    if period is None:
        return question
    last = min(period.last, question.as_of)
    start = Period.containing(period.start, Grain.FISCAL_YEAR, question.fiscal).start
    end = Period.containing(max(last, period.start), Grain.FISCAL_YEAR, question.fiscal).end
    return replace(question, period=Period(start, end))


def _too_few(scope: Scope) -> Reason:
    return Reason(
        "too_few_people",
        f"It is about fewer than {scope.min_group} people, or would give such a figure away.",
        "Ask for wider groups, or a longer period.",
    )


def buckets_given_away(people: Cells, question: Question, least: int) -> set[tuple[Any, ...]]:
    """Groups that are a bucket of time, and small within the next larger bucket.

    A year is the sum of its quarters and a quarter that of its months, whoever asks for them.
    """
    found: set[tuple[Any, ...]] = set()
    for place, name in enumerate(question.by):
        outer = _ENCLOSING.get(TIME[name]) if name in TIME else None
        if outer is None:
            continue
        moved = {(*key[:place], *key[place + 1 :], key[place]): n for key, n in people.items()}
        for group, parts in _by_outer(moved, outer, question).items():
            rest = group[:-1]
            gone = suppressed(parts, least)
            found |= {
                key for key in people
                if key[place] is not None and (*key[:place], *key[place + 1 :]) == rest
                and (_day(key[place]),) in gone
            }  # fmt: skip
    return found


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value
