"""What was asked and reached in an example, window by window."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from everyrep.pay.calculation.standing import ended, standing
from everyrep.pay.columns import cell
from everyrep.pay.exact import Places
from everyrep.pay.examples.expecting import Leaf, is_share
from everyrep.pay.examples.paying import Paid
from everyrep.pay.language import Kind
from everyrep.pay.plan import Span, Window
from everyrep.pay.windows import Numbers
from everyrep.values import UnknownName, UserError

_WHY_ENDED = "What was reached is told of windows that have ended"


def asked(paid: Paid, leaf: Leaf) -> Fraction | None:
    """A quota, in major units where it is money; None where there is none.

    Raises:
        UserError: The quota, the person or the window is not known.
    """
    name = _named(leaf, "quota", tuple(paid.plan.quotas))
    given, quota = paid.found.facts.quotas[name], paid.plan.quotas[name]
    row = _row(paid, leaf, given.payee, given.window, quota.window)
    if not given.known[row]:
        return None
    scale = paid.plan.currency.scale if quota.kind is Kind.MONEY else 1
    return cell(given.amount, row) / scale


def reached(paid: Paid, leaf: Leaf) -> Fraction | None:
    """What a measure came to, as a share of its quota where it is expected as one.

    Returns:
        Major units of money, or a number; None where it is a share of no quota.

    Raises:
        UserError: The measure, the person or the window is not known.
    """
    name = _named(leaf, "measure", tuple(paid.plan.measures))
    measure = paid.plan.measures[name]
    if measure.window.span is Span.DEAL:
        raise UserError(f"{name} runs over deals", where="expect, reached", why=_WHY_ENDED)
    windows = ended(paid.found.case, measure.window)
    found = standing(paid.found.case, measure, windows, needed=False)
    row = _row(paid, leaf, windows.payee, windows.number, measure.window)
    total = cell(found.total, row)
    if is_share(leaf):
        has_quota = measure.quota is not None and bool(found.asked[row])
        return total / cell(found.unit, row) if has_quota and cell(found.unit, row) else None
    return total / paid.plan.currency.scale if measure.of.kind is Kind.MONEY else total


def _named(leaf: Leaf, word: str, known: tuple[str, ...]) -> str:
    name = leaf.names[0] if leaf.names else ""
    if name not in known:
        raise UnknownName(word, name, known, where=f"expect, {leaf.path[0]}")
    return name


def _row(paid: Paid, leaf: Leaf, payee: Places, number: Numbers, window: Window) -> int:
    """The row that a leaf means: by person where there are several, and by window or its place."""
    calendar, people = paid.found.case.calendar, paid.found.facts.people
    labels = {calendar.label(int(one), window): int(one) for one in np.unique(number)}
    rest = list(leaf.names[1:])
    person = rest.pop(0) if rest and rest[0] in people else None
    label = rest.pop(0) if rest and rest[0] in labels else None
    if rest:
        known = (*people, *labels) if person is None else tuple(labels)
        raise UnknownName("payee or window", rest[0], known, where=f"expect, {leaf.path[0]}")
    mine = np.flatnonzero(payee == _person(people, person, leaf))
    if label is None:
        return int(mine[_place(leaf, mine.size)])
    there = mine[number[mine] == labels[label]]
    if not there.size:
        raise UserError(f"There is no such person in {label}", where=f"expect, {leaf.named}")
    return int(there[0])


def _person(people: tuple[str, ...], person: str | None, leaf: Leaf) -> int:
    if person is None and len(people) != 1:
        remedy = f"name the person, such as {{ {people[0] if people else 'ana'} = ... }}"
        raise UserError("Nobody says whose", where=f"expect, {leaf.named}", remedy=remedy)
    return 0 if person is None else people.index(person)


def _place(leaf: Leaf, windows: int) -> int:
    """The window of a leaf: by its place in a list from the first on, else the last."""
    if not windows:
        raise UserError("No window has ended", where=f"expect, {leaf.named}", why=_WHY_ENDED)
    if leaf.place is None:
        return windows - 1
    if leaf.many > windows:
        raise UserError(
            f"{leaf.many} amounts are listed, and there are {windows} windows",
            where=f"expect, {leaf.named.partition(',')[0]}",
            remedy="list no more; a list begins with the first window, and may end early",
        )  # fmt: skip
    return leaf.place
