"""A statement: what a payee is paid for a period, line by line, out of the ledger.

A run that is not posted yet is shown to who reviews it out of what it would post; the lines, the
sums and the page are the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from django.db.models import Count, QuerySet, Sum
from django.utils.text import Truncator

from everyrep.faces.web.pay.by_hand import by_hand
from everyrep.faces.web.pay.models import BookMove, BookPosting, Payslip, RunPart
from everyrep.faces.web.pay.naming import names_of_lines
from everyrep.faces.web.pay.plans import plan_of
from everyrep.faces.web.pay.runs import number_after, posting_of
from everyrep.faces.web.pay.taking_back import (
    EARNING,
    KEY,
    Leaving,
    leaving_of,
    minor_of_line,
    takes_back,
)
from everyrep.pay.ledger import Reason, Stream
from everyrep.pay.plan import Plan
from everyrep.pay.windows import day_of
from everyrep.values import Currency
from everyrep.values.money import Money

REASONS = {
    Reason.CALCULATED: "",
    Reason.LATE: "of an earlier period, known since",
    Reason.CHANGED: "its facts are others now",
    Reason.RESTATED: "by another version of the plan",
    Reason.TRUE_UP: "worth something else by what else is known",
    Reason.REFUND: "taken back",
    Reason.CLAWBACK: "taken back: its customer left",
    Reason.CAP: "by the cap",
    Reason.VANISHED: "it is not paid for any more",
    Reason.ADJUSTMENT: "added by hand",
    Reason.DISPUTE: "outcome of a dispute",
    Reason.WITHDRAWN: "taken back by hand",
}
"""Why a line is there, in a payee's words."""
A_PAGE = 100
_SHORT = 80
"""Characters of a reason that a line of a statement shows."""
Moves: TypeAlias = QuerySet[BookMove] | list[BookMove]


@dataclass(frozen=True)
class Line:
    """One line of a statement.

    Attributes:
        move: Its move of the ledger.
        title: What it pays for: the component, as the plan names it.
        of: The deal, by its name where that is known; else the window.
        id: The id behind that name; empty where it is the name.
        day: The day that decided its window.
        source: The period that it stems from, where it is another than the statement's.
        minor: What it comes to.
        reason: Why it is there, where that is not plain.
        backwards: Whether it moves an earlier line back, whole.
        by_hand: Whether a person added it.
    """

    move: str
    key: str
    title: str
    of: str
    id: str
    day: date
    source: str
    minor: int
    reason: str
    backwards: bool
    by_hand: bool


@dataclass(frozen=True)
class Part:
    """What one component comes to: how many lines, and their sum."""

    component: str
    title: str
    lines: int
    minor: int


@dataclass(frozen=True)
class Statement:
    """A payee's pay of a period by one plan.

    Attributes:
        payslip: Its sums.
        plan: The plan that it was calculated by.
        moves: Its lines as moves, in the order of posting; sliced, never read as a whole.
    """

    payslip: Payslip
    plan: Plan
    moves: Moves

    @property
    def currency(self) -> Currency:
        """Of all its amounts."""
        return self.plan.currency

    @property
    def count(self) -> int:
        """How many lines it has."""
        return len(self.moves) if isinstance(self.moves, list) else self.moves.count()

    @property
    def since(self) -> int:
        """What was added to the period once its run was posted: lines that no sum of it has yet."""
        if isinstance(self.moves, list):
            return 0
        later = self.moves.filter(posting__number__gt=number_after(self.payslip.run))
        return later.aggregate(sum=Sum("minor"))["sum"] or 0

    def lines(self, start: int = 0, many: int = A_PAGE) -> list[Line]:
        """Some of its lines."""
        rows = list(self.moves[start : start + many])
        names = names_of_lines(self.payslip.run_id, self.payslip.plan) if rows else {}
        return [self._line(row, names) for row in rows]

    def taken(self) -> list[Line]:
        """What the period adds to what is taken back, a line for each deal whose customer left."""
        drafted = _drafts(self.payslip)
        rows = _taking_back(self.payslip, drafted)
        names = names_of_lines(self.payslip.run_id, self.payslip.plan) if rows else {}
        return [self._line_back(row, names, drafted) for row in rows]

    def leaving(self, row: BookMove) -> Leaving:
        """What is told of the deal of a line that is taken back."""
        return leaving_of(row, _drafts(self.payslip))

    def line(self, move: str) -> tuple[BookMove, Line] | None:
        """The line of a move; None where it has none."""
        drafted = _drafts(self.payslip)
        taken = _taking_back(self.payslip, drafted)
        back = next((one for one in taken if one.move == move), None)
        if back is not None:
            names = names_of_lines(self.payslip.run_id, self.payslip.plan)
            return back, self._line_back(back, names, drafted)
        if isinstance(self.moves, list):
            found = next((one for one in self.moves if one.move == move), None)
        else:
            found = self.moves.filter(move=move).first()
        if found is None:
            return None
        return found, self._line(found, names_of_lines(self.payslip.run_id, self.payslip.plan))

    def parts(self) -> list[Part]:
        """What each component comes to, in the plan's order; then what is of none of them."""
        if isinstance(self.moves, list):
            sums: dict[str, tuple[int, int]] = {}
            for one in self.moves:
                lines, minor = sums.get(one.component, (0, 0))
                sums[one.component] = (lines + 1, minor + one.minor)
        else:
            rows = self.moves.order_by().values_list("component")
            sums = {c: (n, m) for c, n, m in rows.annotate(Count("pk"), Sum("minor"))}
        titles = self.titles
        order = [*(one for one in titles if one in sums), *sorted(set(sums) - set(titles))]
        return [Part(one, titles.get(one, one), *sums[one]) for one in order]

    @property
    def titles(self) -> dict[str, str]:
        """Components of the plan by id, as it names them."""
        return {one.id: one.title for one in self.plan.pay}

    def money(self, minor: int) -> str:
        """An amount of it, in words."""
        return Money(minor, self.currency).format()

    def _line_back(self, row: BookMove, names: dict[str, str], drafted: list[BookMove]) -> Line:
        """A line that takes back, by the name of its deal."""
        earned = leaving_of(row, drafted).earned
        first = next((one for one in earned if one.key == row.about), row)
        by_deal = self._line(first, names)
        return replace(
            self._line(row, names), of=by_deal.of or by_deal.title, id=by_deal.id,
            minor=minor_of_line(row),
        )  # fmt: skip

    def _line(self, row: BookMove, names: dict[str, str]) -> Line:
        source = row.source_period if row.source_period != self.payslip.run.period else ""
        one = row.deal or row.line
        of = names.get(row.line) or names.get(row.deal) or one
        if not of and not row.about:
            said = by_hand(row)
            of = Truncator(said.why).chars(_SHORT) if said else row.source_period
        return Line(
            row.move, row.key, self.titles.get(row.component, row.component), of,
            one if of != one else "", day_of(row.day), source, row.minor,
            REASONS.get(Reason(row.reason), ""), bool(row.reverses),
            row.posting.stream == Stream.ADJUSTED,
        )  # fmt: skip


def statement_of(payslip: Payslip) -> Statement:
    """The statement of a payslip."""
    return Statement(payslip, plan_of(payslip.version), _moves(payslip))


def part_of(payslip: Payslip, move: BookMove) -> RunPart | None:
    """The part of a run that a line was calculated in: of the run that posted it."""
    number = move.posting.run.removeprefix("run-")
    if not number.isdecimal():
        return None
    parts = RunPart.objects.select_related("run", "version").filter(
        run_id=int(number), version__plan=payslip.plan
    )
    found = list(parts)
    day = day_of(move.day)
    return next(
        (one for one in found if one.begins <= day < one.ends), found[-1] if found else None
    )


def _moves(payslip: Payslip) -> Moves:
    """Lines of what was earned: those of the ledger, and of a run that is not posted its own.

    They stand in the order of their postings, and within one by day.
    """
    run = payslip.run
    posted = (
        BookMove.objects.select_related("posting")
        .filter(
            payee=payslip.payee, posting__plan=payslip.plan, posting__posted_in=run.period,
            posting__stream__in=EARNING,
        )
        .order_by("posting__number", "day", "place")
    )  # fmt: skip
    if run.posted:
        return posted
    fresh = [one for one in _drafts(payslip) if one.posting.stream in EARNING]
    return [*posted, *sorted(fresh, key=lambda one: (one.posting.number, one.day))]


def _taking_back(payslip: Payslip, drafted: list[BookMove]) -> list[BookMove]:
    """Moves of what the period adds to what is taken back."""
    posted = BookMove.objects.select_related("posting").filter(
        payee=payslip.payee, posting__plan=payslip.plan, posting__posted_in=payslip.run.period,
        posting__stream=Stream.PAID, key__startswith=KEY,
    )  # fmt: skip
    fresh = [one for one in drafted if takes_back(one)]
    return [*posted.order_by("posting__number", "place"), *fresh]


def _drafts(payslip: Payslip) -> list[BookMove]:
    """Moves that the run of a payslip would post for its payee; none once they are posted."""
    if payslip.run.posted:
        return []
    found = []
    for draft in payslip.run.drafts.order_by("place"):
        if draft.said["stamp"]["plan"] == payslip.plan:
            found += _drafted(posting_of(draft), payslip.payee)
    return found


def _drafted(posting: Any, payee: str) -> list[BookMove]:
    """Moves of a payee in a posting that is not in the ledger, as rows that are not kept."""
    stamp = posting.stamp
    row = BookPosting(
        number=posting.number, stream=str(stamp.stream), run=stamp.run, plan=stamp.plan,
        currency=stamp.currency, posted_in=stamp.posted_in, known_at=stamp.known_at,
        who=stamp.who, note=stamp.note,
    )  # fmt: skip
    mine = posting.moves[(posting.moves["payee"] == payee).to_numpy()]
    found = []
    for place, values in enumerate(mine.to_dict("records")):
        values["move"] = values.pop("id")
        found.append(BookMove(posting=row, place=place, **values))
    return found
