"""What a case comes to, in sentences: no promise without a claim of cause."""

from __future__ import annotations

import math
from collections.abc import Sequence

from everyrep.evidence.money.behind import ASSUMED, NOT_TOLD, Behind
from everyrep.evidence.money.result import Return
from everyrep.values import Estimate


def heading(word: str, roi: Estimate, found: Return, lines: Sequence[Behind]) -> str:
    """The answer in a few sentences."""
    money = f"{_brief(found.benefits)} against {_brief(found.costs)}"
    if not roi.estimable:
        return f"Cannot tell whether it pays: {_lower(roi)} {_even(lines)}".strip()
    rate = f"a return of {_brief(roi)}"
    match word:
        case "pays":
            return f"It pays: {money}, {rate}; better than even in {found.pays:.0%} of cases."
        case "does not pay":
            return f"{_led(lines, 'It does not pay')}: {money}, {rate}."
        case "cannot tell":
            lead = _led(lines, "Cannot tell whether it pays")
            return (
                f"{lead}: net {_range_first(found.net)}, return {_range_first(roi)}; better than "
                f"even in {found.pays:.0%} of cases. {_even(lines)}"
            ).strip()
        case _:
            return f"{_ifs(lines)}, it would pay: {money}, {rate}."


def _led(lines: Sequence[Behind], answer: str) -> str:
    """The answer, and ahead of it that nothing of it was found in records, where that is so."""
    if any(one.finding is not None for one in lines):
        return answer
    return f"By what is assumed alone: {answer[:1].lower()}{answer[1:]}"


def _ifs(lines: Sequence[Behind]) -> str:
    """Under what it would pay."""
    parts = [
        "If what was seen with it came of it"
        for one in lines
        if one.mark and one.mark not in (ASSUMED, NOT_TOLD)
    ][:1]
    if any(one.mark == ASSUMED for one in lines):
        parts.append("if what is assumed held" if parts else "If what is assumed held")
    if any(one.mark == NOT_TOLD for one in lines):
        parts.append(
            "if what cannot be told were so" if parts else "If what cannot be told were so"
        )
    return " and ".join(parts)


def _even(lines: Sequence[Behind]) -> str:
    """From which effect on it would pay, all else as it is likely."""
    said = []
    for one in lines:
        if one.break_even is not None and one.finding is not None:
            points = one.finding.estimate.unit == "points"
            size = f"{100 * one.break_even:.1f} points" if points else f"{one.break_even:,.3g}"
            found = one.finding.estimate.describe().partition(" (")
            between = found[2].partition(", n =")[0]
            said.append(
                f"It would from {size} of {one.finding.question.outcome} on; found is "
                f"{found[0]} ({between})."
            )
    return " ".join(said)


def _lower(roi: Estimate) -> str:
    sentence = roi.reason.sentence if roi.reason is not None else ""
    return sentence[:1].lower() + sentence[1:]


def _brief(figure: Estimate) -> str:
    """A figure with its range, to three digits, without n and grade."""
    low, value, high = (
        brief(one) for one in (*figure.bounds()[:1], figure.number(), *figure.bounds()[1:])
    )
    unit = f" {figure.currency.code}" if figure.currency else ""
    return f"{value}{unit} ({low} to {high})"


def _range_first(figure: Estimate) -> str:
    """Between which ends a figure lies, and only then its likely value."""
    low, high = figure.bounds()
    unit = f" {figure.currency.code}" if figure.currency else ""
    return f"{brief(low)} to {brief(high)}{unit} (most likely {brief(figure.number())})"


def brief(number: float | None) -> str:
    """A number to three digits, without an exponent."""
    if not number:
        return "0"
    whole = 2 - math.floor(math.log10(abs(number)))
    rounded = round(number, whole)
    return f"{rounded:,.0f}" if whole <= 0 else f"{rounded:.{min(whole, 2)}f}"
