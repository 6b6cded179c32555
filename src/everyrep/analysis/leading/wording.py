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
    about, outcome = f"{titles[0]}: ", _lowered(titles[1])
    match found.word:
        case Word.LEADS if beyond is not None and held:
            return about + _goes_with_pipeline(outcome, found, beyond)
        case Word.LEADS:
            told = about + _leads(outcome, found, beyond)
            return f"{told} The lead is mechanical. {mechanical}" if mechanical else told
        case Word.DOES_NOT_LEAD:
            return about + _does_not(outcome, found)
        case _:
            return about + _cannot_tell(outcome, found)


def _leads(outcome: str, found: Finding, beyond: Finding | None) -> str:
    more = "more" if found.direction > 0 else "less"
    told = (
        f"a lead of {_months(found.lag)} on {outcome}; more now goes with {more} then. Forecasts "
        f"from the outcome's own past get better by {_gain(found):.1%}"
    )
    if beyond is None:
        return f"{told}."
    return (
        f"{told}, and beyond the deals that a seller holds when a month begins by "
        f"{_gain(beyond):.1%}, {_months(beyond.lag)} ahead."
    )


def _goes_with_pipeline(outcome: str, found: Finding, beyond: Finding) -> str:
    better = f"forecasts better by {_gain(found):.1%}"
    alone = f"by itself it seems {_months(found.lag)} ahead, with {better}"
    if beyond.word is Word.CANNOT_TELL:
        return (
            f"whether it tells more of {outcome} than the deals which a seller holds already "
            f"cannot be told here; {alone}."
        )
    return (
        f"no lead on {outcome} here. It goes with the pipeline: once the deals are known that a "
        f"seller holds when a month begins, it adds {_gain(beyond):.1%}, too little to matter; "
        f"{alone}."
    )


def _gain(found: Finding) -> float:
    return 0.0 if found.gain is None else max(found.gain.value, 0.0)


def _does_not(outcome: str, found: Finding) -> str:
    longest = max(lag.months for lag in found.lags)
    reach = max(max(abs(lag.low), abs(lag.high)) for lag in found.lags)
    told = (
        f"no lead on {outcome} here, whatever it is called: over one to {_months(longest)} it "
        f"explains at most {reach**2:.1%} of what is left."
    )
    return f"{told} {found.why.capitalize()}." if found.why else told


def _cannot_tell(outcome: str, found: Finding) -> str:
    told = f"whether it leads {outcome} cannot be told here"
    told += f": {found.why}." if found.why else "."
    if found.needed is None:
        return told
    return (
        f"{told} It would take about {found.needed.times:.1f} times the data: "
        f"{_months(found.needed.months)} with as many people, or {found.needed.people:,} people "
        "over as many months."
    )


def _lowered(title: str) -> str:
    """A title within a sentence; one that begins with an acronym stays."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _months(count: int | None) -> str:
    return "1 month" if count == 1 else f"{count} months"
