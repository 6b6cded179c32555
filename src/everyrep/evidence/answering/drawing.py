"""Trials: a lot decided who had it, all on one day."""

from __future__ import annotations

import numpy as np

from everyrep.evidence.answering.estimated import Estimated
from everyrep.evidence.answering.following import clusters_of
from everyrep.evidence.answering.ratios import member, with_and_without
from everyrep.evidence.answering.taking import figures_of, of_those_who_took_it, told_of
from everyrep.evidence.answering.trial_months import BEFORE, by_month
from everyrep.evidence.arrays import NEVER, Bools, Floats, Ints
from everyrep.evidence.asking import Question
from everyrep.evidence.checks import CHECKS, Tried, run
from everyrep.evidence.choosing import Situation
from everyrep.evidence.findings import Checked, Curve, Design, Effect, Weight
from everyrep.evidence.history import History
from everyrep.evidence.inference.result import Inferred, quantile
from everyrep.evidence.trials import Effect as Difference
from everyrep.evidence.trials import (
    attrition,
    balance,
    cuped,
    difference_of_means,
    noticed,
    sample_ratio,
)
from everyrep.evidence.trials.sample_ratio import ALARM
from everyrep.evidence.uptake import Windows
from everyrep.values import Reason

_BEFORE = 18


def draw(
    history: History,
    question: Question,
    design: Design,
    found: Situation,
    smallest: float,
    *,
    before: int = _BEFORE,
) -> Estimated | Reason:
    """The effect of a trial: being drawn for it, whether or not it was then taken.

    Sums after the start are compared, each person's own sums from before taken out (CUPED). A ratio
    of sums is linearised: a person's part of the gap is x less the common ratio times m.
    """
    start = int(history.first[history.first != NEVER].min())
    begin = start + question.lag + 1
    after = _span(history, begin, begin + question.horizon)
    past = _span(history, max(0, start - before), start)
    kept = np.asarray((np.where(after, history.weights, 0.0) > 0).any(axis=1))
    reason = _too_few(history, kept)
    if reason is not None:
        return reason
    clusters = clusters_of(history, found.assigned)
    cluster = None if found.assigned == "person" else clusters[kept]
    outcome, base = _linear(history, after, kept), _linear(history, past, kept)
    treated = history.treated[kept]
    plain = difference_of_means(outcome, treated, cluster=cluster)
    main = cuped(outcome, base, treated, cluster=cluster) if before else plain
    if isinstance(main, Reason):
        return main
    span = max(0, start - BEFORE), start, begin + question.horizon
    curve = by_month(history, kept, base, clusters[kept], span, main.absolute.degrees)
    effect = _effect(history, main, after, found, int(np.unique(clusters[kept]).size), curve)
    narrow = quantile(0.95, main.absolute.degrees) * main.absolute.error
    tried = Tried(
        history, Windows(_BEFORE, 0, question.lag + 1, question.lag + 1 + question.horizon),
        clusters, found.assigned, None, effect.value, effect.se, effect.df, smallest,
        behind=effect.clusters,
    )  # fmt: skip
    stop = tried.windows.stop + start
    taken = of_those_who_took_it(history, (outcome, base), kept, cluster, stop)
    lines = [
        member("with_without", "With less without", with_and_without(history, tried.windows),
               clusters, "a lot decided, as here", believed=False),
    ]  # fmt: skip
    return Estimated(
        effect,
        (effect.low, effect.high),
        (effect.value - narrow, effect.value + narrow),
        (*_own_checks(history, kept, base, cluster), *run(CHECKS, design.name, tried)),
        tuple(lines),
        {
            "variance_ratio": 1.0 if isinstance(plain, Reason) else main.variance_ratio,
            **({} if taken is None else figures_of(taken)),
        },
        () if taken is None else (told_of(taken, history, question),),
    )


def _span(history: History, low: int, high: int) -> Bools:
    at = np.arange(len(history.months))
    return np.asarray(np.broadcast_to((at >= low) & (at < high), history.x.shape))


def _linear(history: History, cells: Bools, kept: Bools) -> Floats:
    """Each person's part of the gap, in the outcome's unit; NaN where nothing is known."""
    x = np.where(cells, np.nan_to_num(history.x), 0.0).sum(axis=1)[kept]
    m = np.where(cells, history.weights, 0.0).sum(axis=1)[kept]
    total = float(m.sum())
    if total <= 0:
        return np.full(x.size, np.nan)
    value = float(x.sum()) / total
    return np.where(m > 0, (x - value * m) / m[m > 0].mean(), np.nan)


def _too_few(history: History, kept: Bools) -> Reason | None:
    some, none = (int((kept & side).sum()) for side in (history.treated, ~history.treated))
    if min(some, none) >= 2:
        return None
    return Reason(
        "too_few_seen",
        f"Of those drawn {some} with it and {none} without have an outcome after the start.",
        "Wait until more of them have one.",
    )


def _effect(
    history: History,
    main: Difference,
    after: Bools,
    found: Situation,
    clusters: int,
    curve: Curve | None,
) -> Effect:
    absolute: Inferred = main.absolute
    scale = _scale(history, after)
    return Effect(
        "trial",
        "difference, each person's own past taken out",
        absolute.value,
        absolute.error,
        absolute.low,
        absolute.high,
        absolute.degrees,
        scale,
        main.n_treated,
        main.n_untreated,
        clusters,
        found.assigned,
        curve,
    )


def _scale(history: History, after: Bools) -> float:
    """The outcome of those without it."""
    rows = np.where(after & ~history.treated[:, None], history.weights, 0.0)
    total = float(rows.sum())
    x = np.where(rows > 0, np.nan_to_num(history.x), 0.0)
    return float(x.sum()) / total if total else float("nan")


def _own_checks(
    history: History, kept: Bools, base: Floats, cluster: Ints | None
) -> tuple[Checked, ...]:
    return (_shares(history), _lost(history, kept), _alike(history, kept, base, cluster))


def _shares(history: History) -> Checked:
    """Counts of the two sides, were they drawn evenly: told, since the shares are not recorded."""
    treated = int(history.treated.sum())
    found = sample_ratio((treated, len(history) - treated))
    words = f"{treated} with it and {len(history) - treated} without."
    if isinstance(found, Reason):
        return Checked("sample_ratio", "Who was drawn", None, found.sentence, Weight.NOTES)
    seen = (quantile(1 - ALARM / 2) + quantile(0.8)) * len(history) ** 0.5
    p = (
        f" Of even draws {found.p:.0%} come out as uneven or more so; sides {seen:.0f} apart would "
        "have been noticed four times in five."
    )
    return Checked(
        "sample_ratio", "Who was drawn", None if found.broken else True, words + p,
        Weight.NOTES, {"p": found.p, "could_see": seen},
    )  # fmt: skip


def _lost(history: History, kept: Bools) -> Checked:
    found = attrition(kept, history.treated)
    if isinstance(found, Reason):
        return Checked("lost", "Who was lost", None, found.sentence, Weight.LOWERS)
    words = (
        f"Of those with it {found.treated:.0%} have an outcome, of the others {found.untreated:.0%}"
    )
    figures = {"treated": found.treated, "others": found.untreated}
    end = "."
    if found.worrying:
        end = ": they were not lost alike, and who is left may differ."
    elif found.difference is not None:
        figures["could_see"] = (quantile(0.975) + quantile(0.8)) * found.difference.error
        end = (
            f"; {100 * figures['could_see']:.0f} points would have been noticed four times in five."
        )
    return Checked("lost", "Who was lost", not found.worrying, words + end, Weight.LOWERS, figures)


def _alike(history: History, kept: Bools, base: Floats, cluster: Ints | None) -> Checked:
    months = history.present[:, : int(history.first.min())].sum(axis=1)[kept].astype(float)
    table = np.stack([base, months], axis=1)
    found = balance(table, ("the outcome before", "months there"), history.treated[kept],
                    cluster=cluster)  # fmt: skip
    if isinstance(found, Reason):
        return Checked("balance", "Alike before", None, found.sentence, Weight.LOWERS)
    words = f"Before the start the sides are {found.largest:.2f} standard deviations apart at most"
    side = history.treated[kept]
    seen = noticed(found.degrees, _units(side, cluster), _units(~side, cluster))
    end = (
        f"; {seen:.2f} in one of them would have been noticed four times in five."
        if found.fair
        else ", farther than a fair lot leaves them."
    )
    return Checked(
        "balance", "Alike before", found.fair, words + end, Weight.LOWERS,
        {"p": found.p, "largest": found.largest, "could_see": seen},
    )  # fmt: skip


def _units(side: Bools, cluster: Ints | None) -> int:
    """How many people, or groups that were drawn together, are on a side."""
    return int(side.sum()) if cluster is None else int(np.unique(cluster[side]).size)
