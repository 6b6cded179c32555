"""Runs the examples of a plan: what each expects, held against what the plan pays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import pandas as pd

from everyrep.pay.calculation.calculate import calculate
from everyrep.pay.examples.course import paid_out
from everyrep.pay.examples.expecting import Leaf, as_told, in_figures, leaves, minor_of, number_of
from everyrep.pay.examples.outcome import Difference, Outcome
from everyrep.pay.examples.paying import Paid, refused
from everyrep.pay.examples.standing import asked, reached
from everyrep.pay.examples.tables import gathered_for, last_day
from everyrep.pay.facts import Gathered, Reason
from everyrep.pay.plan import Example, Plan
from everyrep.values import UnknownName, UserError
from everyrep.values.money import Money

FLOWS = ("earned", "released", "cancelled", "draw", "recovered", "claimed", "clawed_back",
         "carried", "paid")  # fmt: skip
BALANCES = ("held", "draw_balance", "clawback_balance", "carried_balance")


def run_examples(plan: Plan, only: str = "") -> tuple[Outcome, ...]:
    """Run the examples of a plan.

    Args:
        plan: The plan.
        only: The id or title of the one that is wanted; all where empty.

    Returns:
        One outcome for each, in the order of the file; none where the plan has none.

    Raises:
        UnknownName: No example is called so.
    """
    chosen = [one for one in plan.examples if not only or only in (one.id, one.title)]
    if only and not chosen:
        names = [one.id or one.title for one in plan.examples]
        raise UnknownName("example", only, names, where=f"plan {plan.id}")
    return tuple(run_example(plan, example) for example in chosen)


def run_example(plan: Plan, example: Example) -> Outcome:
    """Run one example; nothing that is wrong with it is raised, all is told in its outcome."""
    expected = tuple(leaves(example.expect))
    try:
        running = _Running(plan, example)
    except UserError as problem:
        differences = _of_error(expected, problem)
    else:
        told = (running.held(leaf) for leaf in expected)
        differences = [difference for difference in told if difference is not None]
    return Outcome(example.title, example.id, example.line, len(expected), tuple(differences))


def _of_error(expected: tuple[Leaf, ...], problem: UserError) -> list[Difference]:
    """What differs where nothing can be paid."""
    found = refused(problem)
    wanted = [str(leaf.value) for leaf in expected if leaf.path[0] == "error"]
    if not wanted:
        return [Difference("what is paid", "an amount", f"refused: {found}")]
    lacks = [words for words in wanted if words not in found]
    return [Difference("error", repr(words), f"refused otherwise: {found}") for words in lacks]


@dataclass
class _Running:
    """One example, worked out."""

    plan: Plan
    example: Example
    gathered: Gathered = field(init=False)
    paid: Paid = field(init=False)

    def __post_init__(self) -> None:
        """Work it out, and take it through a ledger where payouts are expected.

        Raises:
            UserError: It cannot be paid by.
        """
        through = last_day(self.plan, self.example)
        self.gathered = gathered_for(self.plan, self.example, through)
        self.paid = Paid(self.plan, self.example, calculate(self.plan, self.gathered.facts))
        if "payout" in self.example.expect:
            _ = self.statement

    @cached_property
    def statement(self) -> pd.DataFrame:
        """What is paid out, period by period."""
        return paid_out(self.plan, self.example, last_day(self.plan, self.example))

    def held(self, leaf: Leaf) -> Difference | None:
        """What differs from one expectation; None where it is met."""
        ways: Mapping[str, Callable[[Leaf], Difference | None]] = {
            "payout": self._payout, "asked": self._asked, "reached": self._reached,
            "left_out": self._left_out, "says": self._says, "error": self._error,
        }  # fmt: skip
        try:
            return ways.get(str(leaf.path[0]), self._amount)(leaf)
        except UserError as problem:
            return Difference(leaf.named, str(leaf.value), f"not to be held: {refused(problem)}")

    def _amount(self, leaf: Leaf) -> Difference | None:
        names = self.paid.filter_of(leaf)
        found = self.paid.minor(names)
        return self._money(leaf, found, lambda: self.paid.told(names))

    def _money(
        self, leaf: Leaf, found: int, told: Callable[[], tuple[str, ...]]
    ) -> Difference | None:
        currency = self.plan.currency
        expected = minor_of(leaf, currency)
        if found == expected:
            return None
        return Difference(
            leaf.named,
            Money(expected, currency).format(),
            Money(found, currency).format(),
            Money(found - expected, currency),
            told(),
        )

    def _payout(self, leaf: Leaf) -> Difference | None:
        column = leaf.names[0] if leaf.names else ""
        if column not in (*FLOWS, *BALANCES):
            raise UnknownName("figure", column, (*FLOWS, *BALANCES), where="expect, payout")
        rows = self.statement
        periods = list(dict.fromkeys(rows["period"]))
        for name in leaf.names[1:]:
            if name not in (*rows["payee"], *periods):
                known = (*dict.fromkeys(rows["payee"]), *periods)
                raise UnknownName("payee or period", name, known, where=f"expect, payout.{column}")
            rows = rows[((rows["payee"] == name) | (rows["period"] == name)).to_numpy()]
        if leaf.place is not None:
            if leaf.many != len(periods):
                said = f"{leaf.many} amounts are listed, and {len(periods)} periods have begun"
                raise UserError(said, remedy="give one for each")
            rows = rows[(rows["period"] == periods[leaf.place]).to_numpy()]
        elif column in BALANCES:
            last = rows["period"].iloc[-1] if len(rows) else ""
            rows = rows[(rows["period"] == last).to_numpy()]
        return self._money(leaf, int(rows[column].sum()), lambda: _statements(self.plan, rows))

    def _asked(self, leaf: Leaf) -> Difference | None:
        return _number(leaf, asked(self.paid, leaf), "no quota")

    def _reached(self, leaf: Leaf) -> Difference | None:
        return _number(leaf, reached(self.paid, leaf), "a share of no quota")

    def _left_out(self, leaf: Leaf) -> Difference | None:
        known = {reason.name.lower(): reason for reason in Reason}
        name = leaf.names[0] if leaf.names else ""
        if name not in known:
            raise UnknownName("reason", name, list(known), where="expect, left_out")
        found = self.gathered.left.counts.get(known[name], 0)
        if str(found) == str(leaf.value):
            return None
        shown = ", ".join(self.gathered.left.examples.get(known[name], ()))
        return Difference(leaf.named, str(leaf.value), f"{found}{f': {shown}' if shown else ''}")

    def _says(self, leaf: Leaf) -> Difference | None:
        if not leaf.names:
            raise UserError("Nobody says of which line", remedy='write { "1" = ["..."] }')
        said = self.paid.said_of(leaf.names[0])
        if str(leaf.value) in said:
            return None
        return Difference(leaf.named, repr(leaf.value), "not said", None, (said,))

    def _error(self, leaf: Leaf) -> Difference | None:
        paid = Money(self.paid.minor({}), self.plan.currency)
        return Difference("error", repr(leaf.value), f"not refused: {paid} are paid")


def _number(leaf: Leaf, found: Fraction | None, without: str) -> Difference | None:
    if found is not None and as_told(found, leaf) == number_of(leaf):
        return None
    told = without if found is None else in_figures(found, leaf)
    return Difference(leaf.named, str(leaf.value).replace("_", ""), told)


def _statements(plan: Plan, rows: pd.DataFrame) -> tuple[str, ...]:
    """What each statement comes to, as a sentence."""
    told = []
    for row in rows.to_dict("records"):
        parts = (f"{name.replace('_', ' ')} {Money(int(row[name]), plan.currency)}"
                 for name in (*FLOWS, *BALANCES) if row[name])  # fmt: skip
        told.append(f"{row['payee']}, {row['period']}: {', '.join(parts) or 'nothing'}.")
    return tuple(told)
