"""From figures to one of three words: it leads, it does not lead here, or nobody can tell here.

"Does not lead" is a finding, not the lack of one: every lag that was searched must be known to be
too small to matter. Where it is neither found nor excluded, the answer is that it cannot be told,
and how much more it would take.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import special

from everyrep.analysis.leading.chances import Chance
from everyrep.analysis.leading.partial import Scores
from everyrep.analysis.leading.rolling import Gain

MATTERS = 0.1
"""Partial correlation that is worth having: an indicator explains a hundredth of what is left."""
FALSE_DISCOVERY = 0.05
FEWEST_PEOPLE = 6
_POWER = 0.8


class Word(StrEnum):
    """What can be said of a pair."""

    LEADS = "leads"
    DOES_NOT_LEAD = "does not lead here"
    CANNOT_TELL = "cannot tell here"


@dataclass(frozen=True)
class Lag:
    """One lag that was searched.

    Attributes:
        months: By how many months the indicator is ahead.
        correlation: Partial correlation with the outcome, given the outcome's own past.
        low, high: Its range, wide enough for all lags at once.
    """

    months: int
    correlation: float
    low: float
    high: float


@dataclass(frozen=True)
class Needed:
    """What it would take to tell, if nothing else changed.

    Attributes:
        times: How many times the months of people that there are now.
        months: How many months in all, with as many people.
        people: How many people in all, over as many months.
    """

    times: float
    months: int
    people: int


@dataclass(frozen=True)
class Finding:
    """What was found of one indicator and one outcome.

    Attributes:
        word: The verdict.
        lag: Months by which it is ahead where it matters most; the best guess where it does not
            lead. None where nothing could be computed.
        direction: 1 where more now means more later, -1 where it means less.
        correlation: Partial correlation at that lag.
        lags: All lags that were searched.
        together: Partial correlation within the same month, which tells nothing ahead.
        gain: What it adds to forecasts; None where none could be made.
        p: Chance of as much by luck, the search over lags paid for.
        q: The same with all pairs counted; the share of false ones among findings like it.
        people, months, rows: How many people and months, and months of people that count.
        needed: What it would take, where it cannot be told.
        why: Why it cannot be told, where that is not only too few data.
    """

    word: Word
    lag: int | None
    direction: int
    correlation: float
    lags: tuple[Lag, ...]
    together: float | None
    gain: Gain | None
    p: float
    q: float
    people: int
    months: int
    rows: int
    needed: Needed | None = None
    why: str = ""


@dataclass(frozen=True)
class Judged:
    """A pair on its way to a finding: scores of all searched lags, and what luck gives."""

    scores: Scores
    chance: Chance
    gain: Gain | None
    together: float | None
    months: tuple[int, ...]
    months_seen: int


def finding(
    pair: Judged, q: float, pairs: int, *, matters: float = MATTERS, rate: float = FALSE_DISCOVERY
) -> Finding:
    """The verdict.

    Args:
        pair: What was computed.
        q: Its share of false findings.
        pairs: How many pairs are looked at together.
        matters: Partial correlation worth having.
        rate: Share of false findings that is accepted.
    """
    score = pair.scores
    lags = _lags(pair)
    best = int(np.argmax(np.abs(score.ratio)))
    people = int((score.rest > 0).sum())
    word, why = _word(pair, q, lags, people, matters, rate)
    # Where it was found already, it is not for lack of data that it cannot be told.
    open_still = word is Word.CANNOT_TELL and (q > rate or people < FEWEST_PEOPLE)
    needed = _needed(pair, pairs, people, matters) if open_still else None
    return Finding(
        word=word,
        lag=pair.months[best],
        direction=1 if score.ratio[best] >= 0 else -1,
        correlation=lags[best].correlation,
        lags=lags,
        together=pair.together,
        gain=pair.gain,
        p=pair.chance.p,
        q=q,
        people=people,
        months=pair.months_seen,
        rows=score.rows,
        needed=needed,
        why=why,
    )


def _lags(pair: Judged) -> tuple[Lag, ...]:
    score = pair.scores
    value = score.score.sum(axis=0) * score.unit
    reach = pair.chance.reach * score.scale * score.unit
    rows = zip(pair.months, value.tolist(), reach.tolist(), strict=True)
    return tuple(Lag(m, v, max(v - r, -1.0), min(v + r, 1.0)) for m, v, r in rows)


def _word(
    pair: Judged, q: float, lags: tuple[Lag, ...], people: int, matters: float, rate: float
) -> tuple[Word, str]:
    if people < FEWEST_PEOPLE:
        few = f"only {people} have months to compare, and {FEWEST_PEOPLE} are needed"
        return Word.CANNOT_TELL, few
    small = all(-matters < lag.low and lag.high < matters for lag in lags)
    if q <= rate:
        if small:
            return Word.DOES_NOT_LEAD, "it is a little ahead, but too little to matter"
        if pair.gain is None:
            return Word.CANNOT_TELL, "there are too few months to try forecasts on"
        if pair.gain.value > 0:
            return Word.LEADS, ""
        return (
            Word.CANNOT_TELL,
            "it was ahead so far, but forecasts made with it got no better",
        )
    return (Word.DOES_NOT_LEAD, "") if small else (Word.CANNOT_TELL, "")


def _needed(pair: Judged, pairs: int, people: int, matters: float) -> Needed | None:
    """How much more it takes to find a correlation of `matters`, were it there."""
    score = pair.scores
    error = float((score.scale * score.unit).max())
    if error <= 0 or people == 0:
        return None
    tests = max(pairs, 1) * len(pair.months)
    reach = float(-special.ndtri(FALSE_DISCOVERY / 2 / tests) + special.ndtri(_POWER))
    # Never told to be enough already: it could not be told with what there is.
    times = max((reach * error / matters) ** 2, 1.1, FEWEST_PEOPLE / people)
    return Needed(times, int(np.ceil(times * pair.months_seen)), int(np.ceil(times * people)))
