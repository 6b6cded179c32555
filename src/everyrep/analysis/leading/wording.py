"""A finding in words: what it says, and what it does not."""

from __future__ import annotations

from everyrep.analysis.leading.verdict import Finding, Word


def sentence(
    titles: tuple[str, str],
    found: Finding,
    mechanical: str = "",
    beyond: Finding | None = None,
    *,
    held: bool = False,
) -> str:
    """The verdict in one or two sentences.

    Args:
        titles: Of the indicator and the outcome.
        found: What was found.
        mechanical: Why a lead would be one of counting.
        beyond: What was found with the deals known that each holds when a month begins.
        held: Whether those deals tell all of it, or nearly.
    """
    indicator, outcome = titles
    match found.word:
        case Word.LEADS:
            told = _leads(indicator, outcome, found)
            if beyond is not None:
                told = f"{told} {_beyond(beyond, held)}"
            return f"{told} The lead is mechanical. {mechanical}" if mechanical else told
        case Word.DOES_NOT_LEAD:
            return _does_not(indicator, outcome, found)
        case _:
            return _cannot_tell(indicator, outcome, found)


def _leads(indicator: str, outcome: str, found: Finding) -> str:
    more = "more" if found.direction > 0 else "less"
    gain = 0.0 if found.gain is None else found.gain.value
    return (
        f"{indicator} leads {outcome} by {_months(found.lag)}: more now goes with {more} then. "
        f"Forecasts from the outcome's own past get better by {gain:.1%}."
    )


def _beyond(beyond: Finding, held: bool) -> str:
    gain = 0.0 if beyond.gain is None else max(beyond.gain.value, 0.0)
    if not held:
        return (
            f"Beyond the deals that a seller holds when a month begins it adds {gain:.1%}, "
            f"{_months(beyond.lag)} ahead."
        )
    if beyond.word is Word.CANNOT_TELL:
        return "Whether it tells more than the deals which a seller holds already cannot be told."
    return (
        f"But it goes with the pipeline: once the deals are known that a seller holds when a month "
        f"begins, it adds {gain:.1%}, too little to matter."
    )


def _does_not(indicator: str, outcome: str, found: Finding) -> str:
    longest = max(lag.months for lag in found.lags)
    reach = max(max(abs(lag.low), abs(lag.high)) for lag in found.lags)
    told = (
        f"{indicator} does not lead {outcome} here, whatever it is called: over one to "
        f"{_months(longest)} it explains at most {reach**2:.1%} of what is left."
    )
    return f"{told} {found.why.capitalize()}." if found.why else told


def _cannot_tell(indicator: str, outcome: str, found: Finding) -> str:
    told = f"Whether {indicator.lower()} leads {outcome.lower()} cannot be told here"
    told += f": {found.why}." if found.why else "."
    if found.needed is None:
        return told
    return (
        f"{told} It would take about {found.needed.times:.1f} times the data: "
        f"{_months(found.needed.months)} with as many people, or {found.needed.people:,} people "
        "over as many months."
    )


def _months(count: int | None) -> str:
    return "1 month" if count == 1 else f"{count} months"
