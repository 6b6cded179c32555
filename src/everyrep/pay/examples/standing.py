"""What was asked and reached in an example, window by window."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from everyrep.pay.calculation.standing import ended, standing
from everyrep.pay.columns import cell
from everyrep.pay.examples.expecting import Leaf, is_share
from everyrep.pay.examples.paying import Paid
from everyrep.pay.language import Kind
from everyrep.pay.plan import Span
from everyrep.values import UnknownName, UserError

_WHY_ENDED = "What was reached is told of windows that have ended"


def asked(paid: Paid, leaf: Leaf) -> Fraction | None:
    """A quota, in major units where it is money; None where there is none.

    Raises:
        UserError: The quota, the person or the window is not known.
    """
    name = _named(leaf, "quota", tuple(paid.plan.quotas))
    given, quota = paid.found.facts.quotas[name], paid.plan.quotas[name]
    mine = np.flatnonzero(given.payee == _person(paid, leaf))
    row = int(mine[_place(leaf, mine.size)])
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
    mine = np.flatnonzero(windows.payee == _person(paid, leaf))
    row = int(mine[_place(leaf, mine.size)])
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


def _person(paid: Paid, leaf: Leaf) -> int:
    people = paid.found.facts.people
    if len(leaf.names) > 1:
        if leaf.names[1] not in people:
            raise UnknownName("payee", leaf.names[1], people, where=f"expect, {leaf.path[0]}")
        return people.index(leaf.names[1])
    if len(people) != 1:
        remedy = f"name the person, such as {{ {people[0] if people else 'ana'} = ... }}"
        raise UserError("Nobody says whose", where=f"expect, {leaf.named}", remedy=remedy)
    return 0


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
