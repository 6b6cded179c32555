"""One team of several: held against the mix of other teams that moved like it before."""

from __future__ import annotations

import numpy as np

from everyrep.evidence.answering.estimated import Estimated
from everyrep.evidence.answering.following import clusters_of
from everyrep.evidence.answering.interrupting import LOOKED_BACK, band, treated_codes
from everyrep.evidence.arrays import NEVER, Bools, Floats, Ints
from everyrep.evidence.asking import Question
from everyrep.evidence.checks import CHECKS, Tried, run
from everyrep.evidence.choosing import Situation
from everyrep.evidence.findings import Design, Effect, Member
from everyrep.evidence.history import History
from everyrep.evidence.inference.result import quantile
from everyrep.evidence.series import Mixture, mixture
from everyrep.evidence.uptake import Windows
from everyrep.values import Reason


def mix(
    history: History, question: Question, design: Design, found: Situation, smallest: float
) -> Estimated | Reason:
    """The team less its mix."""
    codes = history.groups[found.assigned]
    own = treated_codes(codes, history.treated)
    if own.size != 1:
        return Reason(
            "not_one",
            f"{own.size} of them had it as a whole ({found.assigned}), and a mix serves one.",
            "Ask about one of them, or let the design follow people.",
        )
    start = int(history.first[history.first != NEVER].min())
    begin = start + question.lag + 1
    table, seen = _table(history, codes)
    at = np.arange(len(history.months))
    mine = seen[own[0]]
    before = at[(at >= start - LOOKED_BACK) & (at < start) & mine]
    after = at[(at >= begin) & (at < begin + question.horizon) & mine]
    used = np.concatenate([before, after])
    whole = np.flatnonzero(seen[:, used].all(axis=1))
    others = whole[whole != own[0]]
    made = mixture(table[own[0]], table[others], before, after)
    if isinstance(made, Reason):
        return made
    effect = _effect(history, made, table[own[0]], (codes, own, others), before, after, found)
    windows = Windows(LOOKED_BACK, 0, question.lag + 1, question.lag + 1 + question.horizon)
    tried = Tried(
        history, windows, clusters_of(history, found.assigned), found.assigned, None, made.value,
        made.error, made.degrees, smallest,
        told={"others": float(others.size), "chance": made.chance,
              "explained": made.explained},
    )  # fmt: skip
    return Estimated(
        effect,
        made.range(0.95),
        made.range(0.90),
        run(CHECKS, design.name, tried),
        _family(table, own, others, before, after, effect),
        _figures(history, made, found, others),
        allowing="",
    )


def _table(history: History, codes: Ints) -> tuple[Floats, Bools]:
    """The outcome of each group by month, and whether there is one, (groups, months)."""
    count = int(codes.max(initial=-1)) + 1
    x, m = np.zeros((count, len(history.months))), np.zeros((count, len(history.months)))
    known = codes >= 0
    np.add.at(m, codes[known], history.weights[known])
    filled = np.where(history.weights > 0, np.nan_to_num(history.x), 0.0)
    np.add.at(x, codes[known], filled[known])
    return np.divide(x, m, out=np.zeros_like(x), where=m > 0), np.asarray(m > 0)


def _effect(
    history: History,
    made: Mixture,
    y: Floats,
    sides: tuple[Ints, Ints, Ints],
    before: Ints,
    after: Ints,
    found: Situation,
) -> Effect:
    codes, own, others = sides
    low, high = made.range(0.95)
    start = int(history.first[history.first != NEVER].min())
    shown = np.concatenate([before, after])
    return Effect(
        "synthetic",
        "less the mix of others fitted on the months before",
        made.value,
        made.error,
        low,
        high,
        made.degrees,
        float(y[after].mean()) - made.value,
        int(np.isin(codes, own).sum()),
        int(np.isin(codes, others).sum()),
        1 + int(others.size),
        found.assigned,
        band(shown - start, made.gap[shown], made.gap_error[shown], made.degrees),
    )


def _family(
    table: Floats, own: Ints, others: Ints, before: Ints, after: Ints, effect: Effect
) -> tuple[Member, ...]:
    """The bare comparisons, each beside what it says of every other."""
    every = np.concatenate([own, others])
    later, earlier = table[every][:, after].mean(axis=1), table[every][:, before].mean(axis=1)
    rows = (
        ("with_without", "The team less the others", _from_rest(later),
         "teams are alike but for it"),
        ("before_after", "After less before", later - earlier, "nothing else changes"),
        ("alike", "After less before, against all others alike", _from_rest(later - earlier),
         "all teams move alike"),
    )  # fmt: skip
    bare = [_bare(name, title, gaps, why) for name, title, gaps, why in rows]
    main = Member("mix", "Against the mix that moved like it", effect.value, effect.low,
                  effect.high, "the mix would have gone on moving like it",
                  believed=True)  # fmt: skip
    return (*bare, main)


def _from_rest(values: Floats) -> Floats:
    """Each less the mean of the others."""
    return np.asarray((values - values.mean()) * values.size / (values.size - 1))


def _bare(name: str, title: str, gaps: Floats, right_if: str) -> Member:
    value, rest = float(gaps[0]), gaps[1:]
    reach = quantile(0.975, rest.size - 1.0) * float(rest.std(ddof=1))
    return Member(name, title, value, value - reach, value + reach, right_if, believed=False)


def _figures(history: History, made: Mixture, found: Situation, others: Ints) -> dict[str, float]:
    """How well the mix fits, and who is in it."""
    names = history.names.get(found.assigned, ())
    shares = {
        f"share_of_{names[one] if one < len(names) else one}": float(share)
        for one, share in zip(others, made.shares, strict=True)
        if share > 0.01
    }
    return {"explained": made.explained, "chance": made.chance, **shares}
