"""Ratios of sums with what each person adds to their error: the plain comparisons of the family."""

from __future__ import annotations

import math

import numpy as np

from everyrep.evidence.arrays import Bools, Ints
from everyrep.evidence.findings import Member
from everyrep.evidence.history import History
from everyrep.evidence.inference.result import quantile
from everyrep.evidence.uptake import Figure, Windows


def ratio(history: History, cells: Bools) -> Figure:
    """Sum of x over sum of m in some cells, (people, months)."""
    use = cells & (history.weights > 0)
    m = np.where(use, history.weights, 0.0)
    total = float(m.sum())
    if total <= 0:
        return Figure(math.nan, np.zeros(len(history)))
    value = float(np.where(use, history.x, 0.0).sum()) / total
    rest = (np.where(use, history.x, 0.0) - value * m).sum(axis=1)
    return Figure(value, rest / total)


def after_cells(history: History, windows: Windows) -> Bools:
    """Cells of the treated within the window."""
    since = history.since
    return np.asarray((since >= windows.start) & (since < windows.stop))


def before_cells(history: History, windows: Windows) -> Bools:
    """Cells of the treated before it, all of them: what a before-after comparison takes."""
    since = history.since
    return np.asarray((since < 0) & (since >= -windows.before))


def same_months(history: History, cells: Bools) -> Bools:
    """Cells of the never treated in the months in which some cells lie."""
    months = cells.any(axis=0)
    return np.asarray(~history.treated)[:, None] & np.asarray(months)[None, :]


def with_and_without(history: History, windows: Windows) -> Figure:
    """Those who had it less those who never did, in the same months."""
    after = after_cells(history, windows)
    return ratio(history, after).less(ratio(history, same_months(history, after)), 1.0)


def before_and_after(history: History, windows: Windows) -> Figure:
    """Those who had it, after less before."""
    before = ratio(history, before_cells(history, windows))
    return ratio(history, after_cells(history, windows)).less(before, 1.0)


def level_before(history: History, windows: Windows) -> Figure:
    """Those who will have it less those who never do, before they have it."""
    before = before_cells(history, windows)
    return ratio(history, before).less(ratio(history, same_months(history, before)), 1.0)


def member(
    name: str, title: str, figure: Figure, clusters: Ints, right_if: str, *, believed: bool
) -> Member:
    """A figure as one estimator of the family."""
    reach = quantile(0.975, figure.df(clusters)) * figure.se(clusters)
    value = figure.value
    return Member(name, title, value, value - reach, value + reach, right_if, believed)
