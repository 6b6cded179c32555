"""Quotas and measures of a plan file, and the windows that they run over."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from everyrep.pay.language import Kind
from everyrep.pay.plan.measuring import (
    Measure,
    Missing,
    Proration,
    Quota,
    QuotaBasis,
    Span,
    Spread,
    Window,
)
from everyrep.pay.plan.reading.part import Part, not_among
from everyrep.pay.plan.reading.words import AMOUNTS, Words, percent
from everyrep.values import UnknownName, UserError

CALENDAR = (Span.MONTH, Span.QUARTER, Span.HALF, Span.YEAR, Span.PLAN, Span.CYCLE)
_LONG = re.compile(r"(cycle of|rolling) ([1-9]\d{0,3}) (days|months)")
_WINDOWS_OF_YEAR = {Span.MONTH: 12, Span.QUARTER: 4, Span.HALF: 2, Span.YEAR: 1}
_WHY_BASIS = "Against the whole quota and its part to date, the same sales reach different tiers"
_ENDS = "What was reached starts anew when its window ends"


@dataclass(frozen=True)
class Named:
    """Names that parts of a plan refer to.

    Attributes:
        credits: Kinds of credit that the plan gives.
        quotas: By name.
        measures: By name.
        spoiled: Names of quotas and measures that were not understood, such as "quota.bookings".
    """

    credits: tuple[str, ...]
    quotas: Mapping[str, Quota]
    measures: Mapping[str, Measure]
    spoiled: Collection[str] = ()


def read_window(part: Part, key: str, spans: Collection[Span] = tuple(Span)) -> Window:
    """A window in words: month, cycle of 14 days, rolling 3 months ..."""
    text = part.text(key, _ENDS)
    found = _window(text)
    if found is not None and found.span in spans:
        return found
    words = [_written(span) for span in spans]
    if text:
        part.wrong(key, not_among("window", text, words, _ENDS))
    return Window(next(iter(spans)), 1)


def _window(text: str) -> Window | None:
    if match := _LONG.fullmatch(text):
        span = Span.CYCLE if match[1] == "cycle of" else Span.ROLLING
        fits = match[3] == ("days" if span is Span.CYCLE else "months")
        return Window(span, int(match[2])) if fits else None
    if text in (Span.CYCLE, Span.ROLLING):
        return None
    return Window(Span(text)) if text in list(Span) else None


def _written(span: Span) -> str:
    if span is Span.CYCLE:
        return "cycle of 14 days"
    return "rolling 3 months" if span is Span.ROLLING else str(span)


def read_quota(name: str, part: Part, words: Words) -> Quota:
    """One `[quota.NAME]`."""
    kind = Kind(part.one_of("kind", AMOUNTS, "It tells what the quota is held against"))
    window = read_window(part, "window", CALENDAR)
    spread = part.choice("spread", Spread, "It tells whether quotas are given by window or by year")
    found = part.has("amount")
    quota = Quota(
        name=name,
        kind=kind,
        window=window,
        amount=words.number(part, "amount", kind) if found else None,
        spread=spread,
        weights=_weights(part, words, spread, window),
        ramp=words.shares(part, "ramp"),
        proration=part.choice(
            "proration", Proration, "It tells what is asked of who comes or goes"
        ),
        missing=part.choice("missing", Missing, default=Missing.REFUSE),
        zero=part.choice("zero", Missing, default=Missing.REFUSE),
    )
    _check_quota(part, quota)
    part.done()
    return quota


def _check_quota(part: Part, quota: Quota) -> None:
    if quota.missing is Missing.REACHED:
        part.wrong("missing", UserError("A quota that is not there cannot count as reached"))
    if quota.amount is not None and quota.amount <= 0 and part.clean:
        part.wrong("amount", UserError("A quota for everybody must lie above zero"))
    spreads = quota.spread is not Spread.GIVEN
    if spreads and quota.window.span not in _WINDOWS_OF_YEAR:
        found = f"A year's quota cannot be spread over a {quota.window}"
        part.wrong("spread", UserError(found, remedy='write spread = "given"'))
    if quota.proration is Proration.MONTHS and quota.window.span is Span.CYCLE:
        part.wrong("proration", UserError("A cycle of days has no whole months"))


def _weights(part: Part, words: Words, spread: Spread, window: Window) -> tuple[Fraction, ...]:
    if spread is not Spread.WEIGHTS:
        if part.has("weights"):
            part.wrong("weights", UserError(f"Weights are not read where spread is {spread!r}"))
        return ()
    part.raw("weights", "They say what part of a year's quota each window has")
    weights = words.shares(part, "weights")
    wanted = _WINDOWS_OF_YEAR.get(window.span)
    if weights and wanted and len(weights) != wanted:
        found = f"{len(weights)} weights are given for the {wanted} {window}s of a year"
        part.wrong("weights", UserError(found, remedy=f"give {wanted}"))
    check_sum(part, "weights", weights)
    return weights


def check_sum(part: Part, key: str, shares: tuple[Fraction, ...]) -> None:
    """Hold that shares sum to 1, to the last digit."""
    if shares and sum(shares) != 1 and part.clean:
        problem = UserError(
            f"They sum to {percent(sum(shares, Fraction(0)))} instead of 100%",
            why="What is left over, or paid twice, would be nobody's decision",
            remedy="write shares that sum to 100% exactly, such as 1/3 where decimals do not",
        )
        part.wrong(key, problem)


def read_measure(name: str, part: Part, words: Words, named: Named) -> Measure:
    """One `[measure.NAME]`."""
    window = read_window(part, "window")
    of = words.of_key(part, "of", words.of_credit, AMOUNTS[1:] + AMOUNTS[:1], "It is what adds up")
    quota = part.text("quota", needed=False) or None
    basis = QuotaBasis.WHOLE
    if quota is not None:
        basis = part.choice("quota_counts", QuotaBasis, _WHY_BASIS)
        _check_quota_of(part, quota, window, of.kind, named)
    where = words.condition(part, "where")
    counted = read_credits(part, named)
    part.done()
    return Measure(name, of, where, counted, window, quota, basis)


def _check_quota_of(part: Part, quota: str, window: Window, kind: Kind, named: Named) -> None:
    if quota not in named.quotas:
        part.wrong("quota", UnknownName("quota", quota, named.quotas))
        return
    found = named.quotas[quota]
    if f"quota.{quota}" in named.spoiled:
        return
    if found.window != window:
        problem = UserError(
            f"It adds up over a {window}, and its quota is for a {found.window}",
            why="What was reached can only be held against what was asked for the same time",
            remedy="give both the same window",
        )
        part.wrong("quota", problem)
    if (found.kind is Kind.MONEY) != (kind is Kind.MONEY) and part.clean:
        part.wrong("quota", UserError(f"It adds up {kind}, and its quota is {found.kind}"))


def read_credits(part: Part, named: Named) -> tuple[str, ...]:
    """Which kinds of credit count; to be said where the plan gives several."""
    if not part.has("credits") and len(named.credits) == 1:
        return named.credits
    why = "The plan gives several kinds of credit, and counting them all would count a deal twice"
    found = part.texts("credits", why, needed=True)
    for kind in found:
        if kind not in named.credits:
            part.wrong("credits", UnknownName("kind of credit", kind, named.credits))
    if part.has("credits") and not found and part.clean:
        part.wrong("credits", UserError("No credit counts at all", remedy="name at least one kind"))
    return found


def read_measure_name(part: Part, key: str, named: Named) -> Measure | None:
    """The measure that a key names."""
    found = part.text(key, "It says what must be reached")
    if not found:
        return None
    if found not in named.measures:
        part.wrong(key, UnknownName("measure", found, named.measures))
    return None if f"measure.{found}" in named.spoiled else named.measures.get(found)
