"""What an effect is worth a year, of those who had it: the line of money under a finding."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from everyrep.evidence.asking import Question
from everyrep.evidence.findings import Claim, Finding
from everyrep.evidence.history import History, read_history
from everyrep.evidence.money.amounts import Range
from everyrep.evidence.money.before import bookings_before
from everyrep.evidence.money.behind import behind
from everyrep.evidence.money.case import BenefitKind
from everyrep.evidence.money.casefile import BenefitLine
from everyrep.evidence.money.moved import MOVED
from everyrep.evidence.money.wording import brief
from everyrep.measures import FactSource
from everyrep.values import Estimate, Scope, UserError, money_from_minor

_DRAWS = 20_000
_TAIL = 0.025


@dataclass(frozen=True)
class Worth:
    """What an effect is worth.

    Attributes:
        amount: Bookings a year of those who had it, before what it took, with the effect's grade.
        told: Whether the effect is told from none.
        sentence: The same in words.
    """

    amount: Estimate
    told: bool
    sentence: str


def worth_of(source: FactSource, found: Finding, scope: Scope) -> Worth | None:
    """What a finding is worth a year.

    Args:
        source: An open build.
        found: The finding.
        scope: Who asks.

    Returns:
        None where the outcome moves no bookings or only those of some deals, where the finding is
        refused, where bookings from before are not known, or where who asks may see no amounts.
    """
    question = found.question
    kinds = MOVED.get(question.outcome)
    open_to_all = scope.can("see_amounts") and not scope.masks("opportunities.amount")
    if kinds is None or question.outcome_where or found.claim is Claim.REFUSED or not open_to_all:
        return None
    booked = replace(question, outcome="bookings", smallest=None, unmoved=())
    try:
        share = _share(found, BenefitKind.CYCLE if kinds == {BenefitKind.CYCLE} else None)
        history = of_the_arm(read_history(source, booked, scope), question)
        return worth_from(found, share, bookings_before(history), source.reporting_currency)
    except UserError:
        return None  # nothing is usual of it, or too little is known from before


def of_the_arm(history: History, question: Question) -> History:
    """Of a program with several arms only the one asked about."""
    _, _, arm = question.treatment.name.partition("@")
    if question.treatment.kind.name != "program" or not arm.strip():
        return history
    wanted = arm.strip().casefold()
    return history.only(
        np.array([str(one).casefold() == wanted for one in history.arm], dtype=bool)
    )


def worth_from(found: Finding, share: Range, base: Range, currency: str) -> Worth:
    """The same from its two factors.

    Args:
        found: The finding.
        share: By which bookings move.
        base: Bookings a year of those who had it, in minor units.
        currency: ISO 4217.
    """
    low, high = _ends(share, base)
    likely = share.likely * base.likely
    ends = sorted((min(low, likely), likely, max(high, likely)))
    least, value, most = (money_from_minor(one, currency) for one in ends)
    amount = Estimate(
        value, least, most,
        n=found.estimate.n, unit=f"money:{currency}", grade=found.estimate.grade,
        provenance=found.estimate.provenance,
        notes=("Bookings a year, if they move by the outcome's own share; costs are not off.",),
    )  # fmt: skip
    told = found.claim is not Claim.INCONCLUSIVE and not ends[0] <= 0 <= ends[2]
    return Worth(amount, told, _sentence(found, amount, told=told))


def _share(found: Finding, kind: BenefitKind | None) -> Range:
    line = BenefitLine("worth", kind or BenefitKind.VOLUME, None, found.question, None)
    made = behind(line, found)
    if made.amount is None:
        raise UserError("There is no effect")
    return made.amount


def _ends(share: Range, base: Range) -> tuple[float, float]:
    """The range of the product, both as far from what is likely as they may be."""
    rng = np.random.default_rng(0)
    even = (np.arange(_DRAWS) + 0.5) / _DRAWS
    drawn = share.draws(rng.permutation(even)) * base.draws(rng.permutation(even))
    low, high = np.quantile(drawn, [_TAIL, 1 - _TAIL])
    return float(low), float(high)


def _sentence(found: Finding, amount: Estimate, *, told: bool) -> str:
    low, high = amount.bounds()
    unit = amount.unit.partition(":")[2]
    between = f"{brief(low)} and {brief(high)} {unit}"
    if not told:
        return (
            f"In money, between {between} of bookings a year (most likely "
            f"{brief(amount.number())}): cannot be told from nothing."
        )
    sure = found.claim in (Claim.CAUSAL, Claim.NO_WORTHWHILE_EFFECT)
    lead = "Worth" if sure else "If it were the cause, worth"
    return (
        f"{lead} {brief(amount.number())} {unit} of bookings a year "
        f"({brief(low)} to {brief(high)}) to those who had it, before what it took."
    )
