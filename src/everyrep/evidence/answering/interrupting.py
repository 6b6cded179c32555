"""Everybody on one day: the whole company's months after it, less the line of before drawn on."""

from __future__ import annotations

import numpy as np

from everyrep.evidence.answering.beside_it import Held, held_against_others
from everyrep.evidence.answering.estimated import Estimated
from everyrep.evidence.answering.following import clusters_of
from everyrep.evidence.arrays import NEVER, Bools, Floats, Ints
from everyrep.evidence.asking import Question
from everyrep.evidence.checks import CHECKS, Tried, run
from everyrep.evidence.choosing import Situation
from everyrep.evidence.findings import Curve, Design, Effect, Member
from everyrep.evidence.history import History
from everyrep.evidence.inference.result import quantile
from everyrep.evidence.series import Interrupted, interrupted, placebo_dates
from everyrep.evidence.uptake import Windows
from everyrep.values import Reason

_LINE = "After less the line of before"
LOOKED_BACK = 36
"""Months before that the line rests on, at most."""


def interrupt(
    history: History, question: Question, design: Design, found: Situation, smallest: float
) -> Estimated | Reason:
    """What came after, less where the months before were heading."""
    held = held_against_others(history, found.assigned)
    y, known = held.y, held.known
    start = int(history.first[history.first != NEVER].min())
    begin = start + question.lag + 1
    before = known[(known >= start - LOOKED_BACK) & (known < start)]
    after = known[(known >= begin) & (known < begin + question.horizon)]
    made = interrupted(y, before, after)
    if isinstance(made, Reason):
        return made
    windows = Windows(LOOKED_BACK, 0, question.lag + 1, question.lag + 1 + question.horizon)
    dates = placebo_dates(y, before, after)
    as_large = np.abs(dates) >= abs(made.value / made.error)
    tried = Tried(
        history, windows, clusters_of(history, "person"), "person", None, made.value, made.error,
        made.degrees, smallest,
        told={
            "dates": float(dates.size), "as_large": float(as_large.sum()),
            "before": float(made.before), "season": float(made.season),
        },
    )  # fmt: skip
    effect = _effect(history, held, made, after, start, found)
    narrow = quantile(0.95, made.degrees) * made.error
    return Estimated(
        effect,
        (effect.low, effect.high),
        (effect.value - narrow, effect.value + narrow),
        run(CHECKS, design.name, tried),
        _family(held, made, before, after, effect),
        {"lasts": made.lasts, "season": float(made.season), "months_before": float(made.before)},
        (held.note,),
    )


def _effect(
    history: History, held: Held, made: Interrupted, after: Ints, start: int, found: Situation
) -> Effect:
    reach = quantile(0.975, made.degrees) * made.error
    how = "less the line and season of before" if made.season else "less the line of before"
    there = (history.weights[:, after] > 0).any(axis=1)
    return Effect(
        "interrupted",
        f"the gap to the others, {how}" if held.people else how,
        made.value,
        made.error,
        made.value - reach,
        made.value + reach,
        made.degrees,
        float(held.own[after].mean()) - made.value,
        int((there & history.treated).sum()),
        int((there & ~history.treated).sum()) if held.people else 0,
        int(after.size) + made.before,
        found.assigned,
        band(after - start, made.gap, made.gap_error, made.degrees),
    )


def band(at: Ints, gap: Floats, error: Floats, degrees: float) -> Curve:
    """Gaps by month with a band that holds all of them at once (Bonferroni)."""
    reach = quantile(1 - 0.025 / max(gap.size, 1), degrees) * error
    return Curve(at, gap, error, gap - reach, gap + reach, np.ones(gap.size, np.int64))


def _family(
    held: Held, made: Interrupted, before: Ints, after: Ints, effect: Effect
) -> tuple[Member, ...]:
    y = held.own
    year_ago = np.isin(after - 12, before)
    rows: list[tuple[str, str, Floats, str]] = [
        ("before_after", "After less before", y[after] - y[before].mean(),
         "nothing else changes, and there is no season"),
    ]  # fmt: skip
    if year_ago.any():
        rows.append(
            ("year_before", "After less the same months a year before",
             y[after[year_ago]] - y[after[year_ago] - 12], "nothing else changes in a year")
        )  # fmt: skip
    bare = tuple(_bare(name, title, gaps, why) for name, title, gaps, why in rows)
    right_if = "things would have gone on along the line"
    ends = made.value, effect.low, effect.high
    if not held.people:
        return (*bare, Member("line", _LINE, *ends, right_if, believed=True))
    title, why = f"{_LINE}, of the gap to the others", "the gap would have gone on along the line"
    beside = Member("controlled", title, *ends, why, believed=True)
    alone = interrupted(y, before, after)
    if isinstance(alone, Reason):
        return (*bare, beside)
    reach = quantile(0.975, alone.degrees) * alone.error
    line = (alone.value, alone.value - reach, alone.value + reach)
    return (*bare, Member("line", _LINE, *line, right_if, believed=False), beside)


def _bare(name: str, title: str, gaps: Floats, right_if: str) -> Member:
    """A bare comparison, its months taken for so many draws."""
    value = float(gaps.mean())
    spread = float(gaps.std(ddof=1)) if gaps.size > 1 else float("nan")
    reach = quantile(0.975, max(gaps.size - 1.0, 1.0)) * spread / np.sqrt(gaps.size)
    return Member(name, title, value, value - reach, value + reach, right_if, believed=False)


def treated_codes(codes: Ints, treated: Bools) -> Ints:
    """Groups of which most people had it."""
    known = codes >= 0
    count = int(codes.max(initial=-1)) + 1
    size = np.bincount(codes[known], minlength=count)
    had = np.bincount(codes[known & treated], minlength=count)
    return np.flatnonzero(2 * had > size)
