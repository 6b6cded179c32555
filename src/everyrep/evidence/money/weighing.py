"""A business case on a company's records: findings in, what it comes to out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from everyrep.evidence.answering import ask
from everyrep.evidence.asking import Question
from everyrep.evidence.findings import Finding
from everyrep.evidence.history import History, read_history
from everyrep.evidence.money.amounts import Range
from everyrep.evidence.money.before import bookings_before
from everyrep.evidence.money.behind import Behind, behind, causal, scaled, told_apart
from everyrep.evidence.money.case import Case, Cost, Factor
from everyrep.evidence.money.casefile import RECORDS, TREATED, CaseFile, CostLine
from everyrep.evidence.money.moved import hold_apart
from everyrep.evidence.money.result import FORMULA, OTHER_FORMULA, Return
from everyrep.evidence.money.returns import break_even, returns
from everyrep.evidence.money.wording import heading
from everyrep.evidence.money.worth import of_the_arm
from everyrep.measures import FactSource
from everyrep.values import (
    Currency,
    Estimate,
    NotEstimable,
    Provenance,
    Reason,
    Scope,
    UserError,
)


class Pays(StrEnum):
    """Whether it pays."""

    PAYS = "pays"
    IF_CAUSE = "pays if it were the cause"
    IF_HELD = "pays if what is assumed holds"
    DOES_NOT = "does not pay"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Business:
    """What a case comes to on a company's records.

    Attributes:
        name: Of the program.
        currency: Of the amounts.
        treated: How many people had it.
        word: Whether it pays.
        sentence: The answer in a few sentences.
        roi: (benefits - costs) / costs; NotEstimable where a finding behind it is refused, or
            where no effect behind it is told from none.
        returned: All figures; None where a finding behind it is refused.
        behind: Benefits with their findings.
        notes: What must be read with it.
        snapshot: The build that was read.
    """

    name: str
    currency: Currency
    treated: int
    word: Pays
    sentence: str
    roi: Estimate
    returned: Return | None
    behind: tuple[Behind, ...]
    notes: tuple[str, ...]
    snapshot: str

    def to_dict(self) -> dict[str, Any]:
        """The case as JSON-safe data."""
        found = self.returned
        return {
            "name": self.name,
            "currency": self.currency.code,
            "treated": self.treated,
            "word": self.word.value,
            "sentence": self.sentence,
            "formula": FORMULA,
            "roi": self.roi.to_dict(),
            "returned": None if found is None else found.to_dict() | {"formula_of_other_roi":
                                                                      OTHER_FORMULA},
            "behind": [
                {
                    "benefit": one.line.name,
                    "mark": one.mark,
                    "break_even": one.break_even,
                    "finding": None if one.finding is None else one.finding.to_dict(),
                }
                for one in self.behind
            ],
            "notes": list(self.notes),
            "snapshot": self.snapshot,
        }  # fmt: skip


def business(
    source: FactSource,
    file: CaseFile,
    scope: Scope,
    *,
    registered: Callable[[Question], bool] = lambda _: False,
) -> Business:
    """What a case comes to.

    Args:
        source: An open build.
        file: The case as written.
        scope: Who asks.
        registered: Tells whether a question was registered before looking.

    Raises:
        UserError: Two benefits hold the same money, there is no cost, or the base cannot be read.
    """
    hold_apart(file.benefits)
    currency = _currency(file, source)
    found: dict[str, Finding] = {}
    for line in file.benefits:
        asked = line.question
        if asked is not None and asked.key not in found:
            found[asked.key] = ask(source, asked, scope, registered=registered(asked))
    lines = [
        behind(one, None if one.question is None else found[one.question.key])
        for one in file.benefits
    ]
    counted = _to_count(file)
    history = None if counted is None else _had_it(source, counted, scope)
    treated = 0 if history is None else int(history.treated.sum())
    if any(one.refused for one in lines):
        return _refused(file, currency, treated, lines, source.snapshot)
    case = _case(file, currency, lines, history)
    origin = Provenance(f"business case {file.name}", snapshot=source.snapshot)
    returned = returns(case, level=file.level, people=max(treated, 1), provenance=origin)
    paired = zip(lines, case.benefits, strict=True)
    lines = [replace(one, break_even=_from_which_on(one, case, at)) for one, at in paired]
    return _told(file, currency, treated, lines, returned, source.snapshot)


def _to_count(file: CaseFile) -> Question | None:
    """The question whose people are counted: about bookings only where these are read."""
    asked = [one.question for one in file.benefits if one.question is not None]
    if file.base == RECORDS or not asked:
        return file.question or (asked[0] if asked else None)
    return asked[0]


def _had_it(source: FactSource, question: Question, scope: Scope) -> History:
    """Who had it, by month; of a program with several arms only the one asked about."""
    return of_the_arm(read_history(source, question, scope), question)


def _currency(file: CaseFile, source: FactSource) -> Currency:
    reported = Currency.of(source.reporting_currency)
    if file.currency not in (None, reported) and file.base == RECORDS:
        raise UserError(
            f"The case is in {file.currency}, and bookings are reported in {reported}",
            where="base",
            why="amounts of two currencies do not add up",
            remedy=f"write the case in {reported.code}, or the bookings as an amount",
        )
    return file.currency or reported


def _refused(
    file: CaseFile, currency: Currency, treated: int, lines: list[Behind], snapshot: str
) -> Business:
    first = next(one for one in lines if one.refused)
    why = first.finding.estimate.reason if first.finding is not None else None
    told = f"The effect behind {first.line.name!r} is not known"
    reason = Reason(
        "effect_refused",
        f"{told}: {why.sentence if why else ''}",
        why.remedy if why else "",
    )
    return Business(
        file.name, currency, treated, Pays.CANNOT_TELL, f"Cannot tell. {reason.sentence}",
        NotEstimable(reason, treated, "ratio"), None, tuple(lines), (), snapshot,
    )  # fmt: skip


def _told(
    file: CaseFile,
    currency: Currency,
    treated: int,
    lines: list[Behind],
    returned: Return,
    snapshot: str,
) -> Business:
    asked = [one for one in lines if one.finding is not None]
    roi: Estimate = returned.roi
    if asked and not any(told_apart(one) for one in asked):
        reason = Reason(
            "effect_not_told",
            "No effect behind it can be told from none, so neither can a return.",
            "See what it would take to tell the effect: everyrep evidence ask.",
        )
        roi = NotEstimable(reason, treated, "ratio")
    word = _word(roi, lines)
    return Business(
        file.name, currency, treated, word, heading(word.value, roi, returned, lines), roi,
        returned, tuple(lines), _notes(lines), snapshot,
    )  # fmt: skip


def _word(roi: Estimate, lines: list[Behind]) -> Pays:
    low, high = roi.bounds()
    if low is None or high is None:
        return Pays.CANNOT_TELL
    if high < 0:
        return Pays.DOES_NOT
    if low <= 0:
        return Pays.CANNOT_TELL
    if all(causal(one) for one in lines):
        return Pays.PAYS
    return Pays.IF_CAUSE if any(one.finding is not None for one in lines) else Pays.IF_HELD


def _notes(lines: list[Behind]) -> tuple[str, ...]:
    said = [
        f"{one.line.name}: {one.mark}; {one.finding.claim.sentence}"
        for one in lines
        if one.finding is not None and one.mark
    ]
    said += [f"{one.line.name}: an assumption of the case." for one in lines if not one.finding]
    if any(one.finding is not None and one.finding.headline is not None for one in lines):
        said.append("Effects are taken less what being picked as remarkable adds.")
    said.append("Inputs are taken as independent of one another.")
    return tuple(said)


def _from_which_on(one: Behind, case: Case, at: Any) -> float | None:
    """The effect that breaks even, back in the outcome's unit, where it moves bookings."""
    share = break_even(case, at)
    if share is None or one.finding is None or one.finding.effect is None:
        return None
    if one.line.kind.multiplies and one.line.kind.value != "cycle":
        return share * abs(one.finding.effect.usual)
    return None


def _case(file: CaseFile, currency: Currency, lines: list[Behind], history: History | None) -> Case:
    minor = float(10**currency.digits)
    treated = 0 if history is None else int(history.treated.sum())
    return Case(
        file.name,
        currency.code,
        _base(file, lines, history, minor),
        file.margin,
        file.years,
        tuple(one.benefit(minor, treated) for one in lines),
        tuple(_cost(one, treated, minor) for one in file.costs),
    )


def _base(file: CaseFile, lines: list[Behind], history: History | None, minor: float) -> Range:
    """Bookings a year in minor units."""
    if not any(one.line.kind.multiplies for one in lines):
        return Range.exactly(0.0)
    if isinstance(file.base, Range):
        return scaled(file.base, minor)
    if file.base != RECORDS or history is None:
        raise UserError(
            "The case has no bookings to move",
            where="base",
            why="an effect on deals is worth a share of what is booked",
            remedy='write [base] with from = "records" and a treatment, or an amount',
        )
    return bookings_before(history)


def _cost(line: CostLine, treated: int, minor: float) -> Cost:
    times = []
    if line.hours is not None:
        times.append(Factor("hours", line.hours))
    if line.people == TREATED:
        if not treated:
            raise UserError(
                f"{line.name!r} is paid for those who had it, and nobody had",
                remedy="write how many people it is paid for",
            )
        times.append(Factor("people", Range.exactly(float(treated), "those who had it")))
    elif isinstance(line.people, Range):
        times.append(Factor("people", line.people))
    return Cost(line.name, line.kind, scaled(line.amount, minor), tuple(times))
