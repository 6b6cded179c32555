"""Amounts with stable keys: what a ledger holds, and a statement shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from everyrep.pay.calculation.calculate import Calculation
from everyrep.pay.calculation.capping import Carried
from everyrep.pay.calculation.commission import Worth
from everyrep.pay.calculation.standing import Windows
from everyrep.pay.columns import Column, Dates, Texts, Truths
from everyrep.pay.exact import Places, Whole
from everyrep.pay.plan import Commission, Window
from everyrep.pay.windows import day_number

Names = NDArray[np.object_]
Columns = Mapping[str, NDArray[Any]]
COLUMNS = (
    "key", "payee", "component", "line", "deal", "day", "window", "minor", "facts_hash",
    "plan_version",
)  # fmt: skip


def amounts(found: Calculation, *, hashed: bool = True) -> pd.DataFrame:
    """One row for each amount that is not zero, sorted by key.

    A key is `component/payee/line/kind/ordinal` of a line, `component/payee/window` of a window,
    and `component/payee/carried/window` of what a cap carried into one. It stays the same
    whatever else is calculated with it.

    Args:
        found: The calculation.
        hashed: Whether fingerprints are wanted; without them it takes much less time.

    Returns:
        key, payee, component, line and deal (empty for windows), day (days since 1970-01-01; the
        last of a window), window (in words), minor (whole minor units), facts_hash (a fingerprint
        of the line's facts; empty for windows), plan_version.
    """
    parts: list[Columns] = []
    for part in found.plan.pay:
        worth = found.found.get(part.id)
        if worth is None:
            continue
        if not isinstance(worth, Worth):
            parts.append(_windows(found, part.id, worth.windows, worth.minor))
            continue
        parts.append(_lines(found, part.id, worth, hashed=hashed))
        if isinstance(part, Commission) and part.cap is not None and worth.carried is not None:
            parts.append(_carried(found, part.id, part.cap.window, worth.carried))
    version = found.plan.version
    if not parts:
        return pd.DataFrame({name: [] for name in COLUMNS})
    whole = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(whole["key"], kind="stable")  # stable takes little where much is in order
    ordered = {name: values[order] for name, values in whole.items()}
    ordered["plan_version"] = np.full(order.size, version, dtype=object)
    return pd.DataFrame({name: ordered[name] for name in COLUMNS})


def _lines(found: Calculation, component: str, worth: Worth, *, hashed: bool) -> Columns:
    facts, credited = found.facts, found.case.credited
    rows = np.flatnonzero(worth.minor != 0)
    rows = rows[np.lexsort((credited.line[rows], credited.payee[rows]))]
    keys = _key(facts.people, credited.payee[rows], f"{component}/", "/")
    keys = keys + _named(facts.lines, credited.line[rows], safe)
    keys = keys + _ends(facts.kinds, credited.kind[rows], credited.ordinal[rows])
    return {
        "key": keys,
        "payee": _named(facts.people, credited.payee[rows]),
        "component": _all(component, rows.size),
        "line": _named(facts.lines, credited.line[rows]),
        "deal": _named(facts.deals, credited.deal[rows]),
        "day": credited.day[rows],
        "window": _pay_periods(found, credited.day[rows]),
        "minor": worth.minor[rows],
        "facts_hash": fingerprints(found, rows) if hashed else _all("", rows.size),
    }


def _carried(found: Calculation, component: str, window: Window, carried: Carried) -> Columns:
    labels = _labels(found, carried.window, window)
    return {
        "key": _key(found.facts.people, carried.payee, f"{component}/", "/carried/") + labels,
        "payee": _named(found.facts.people, carried.payee),
        "component": _all(component, labels.size),
        "line": _all("", labels.size),
        "deal": _all("", labels.size),
        "day": found.case.calendar.first(carried.window, window),
        "window": labels,
        "minor": carried.minor,
        "facts_hash": _all("", labels.size),
    }


def _windows(found: Calculation, component: str, windows: Windows, minor: Whole) -> Columns:
    rows = np.flatnonzero(minor != 0)
    labels = _labels(found, windows.number[rows], windows.window)
    return {
        "key": _key(found.facts.people, windows.payee[rows], f"{component}/", "/") + labels,
        "payee": _named(found.facts.people, windows.payee[rows]),
        "component": _all(component, rows.size),
        "line": _all("", rows.size),
        "deal": _all("", rows.size),
        "day": np.minimum(windows.end[rows], day_number(found.plan.ends)) - 1,
        "window": labels,
        "minor": minor[rows],
        "facts_hash": _all("", rows.size),
    }


def _all(text: str, rows: int) -> Names:
    return np.full(rows, text, dtype=object)


def _key(people: Sequence[str], payee: Places, before: str, after: str) -> Names:
    """People's names as parts of keys, between what stands before and after each."""
    return _named(people, payee, lambda name: f"{before}{safe(name)}{after}")


def _ends(kinds: Sequence[str], kind: Places, ordinal: Places) -> Names:
    """What ends the keys of lines: the kind of credit, and its place among those of one line."""
    width = int(ordinal.max(initial=0)) + 1
    words = [f"/{safe(name)}/{place}" for name in kinds for place in range(width)]
    return _named(words, kind * width + ordinal)


def safe(name: str) -> str:
    """A name in which nothing looks like the border of another."""
    return name.replace("%", "%25").replace("/", "%2F")


def _named(
    names: Sequence[str], codes: Places, change: Callable[[str], str] | None = None
) -> Names:
    """Names of some codes, each changed once."""
    used, places = _used(len(names), codes)
    chosen = names if used is None else [names[code] for code in used.tolist()]
    words = np.empty(len(chosen), dtype=object)
    words[:] = chosen if change is None else list(map(change, chosen))
    found: Names = words[places]
    return found


def _used(many: int, codes: Places) -> tuple[Places | None, Places]:
    """Codes that occur, and the place of each; None for all, where nearly all of them do."""
    if many <= 2 * codes.size:
        return None, codes
    return np.unique(codes, return_inverse=True)


def _labels(found: Calculation, numbers: Places, window: Window) -> Names:
    """Windows in words."""
    known, places = np.unique(numbers, return_inverse=True)
    return _named(found.case.calendar.labels(known, window), places)


def _pay_periods(found: Calculation, days: Places) -> Names:
    """Pay periods of days, in words."""
    every = found.plan.payment.every
    return _labels(found, found.case.calendar.numbers(days, every), every)


def fingerprints(found: Calculation, rows: Places) -> Names:
    """What each line's facts come to in 16 hexadecimal digits, shape (rows,)."""
    mixed = np.zeros(rows.size, dtype=np.uint64)
    columns = found.case.credited.facts
    for name in sorted({*found.plan.facts, "share"} & set(columns)):
        for hashed in _hashes(columns[name].take(rows)):
            mixed = mixed * np.uint64(1_099_511_628_211) ^ hashed
    return np.array([f"{value:016x}" for value in mixed.tolist()], dtype=object)


def _hashes(column: Column) -> list[NDArray[np.uint64]]:
    """A column's arrays as hashes, each text and each number the same wherever it stands."""
    if isinstance(column, Texts):
        words = pd.util.hash_array(np.array([*column.words, ""], dtype=object))
        return [words[column.codes]]
    known = [] if column.known is None else [column.known]
    if isinstance(column, Dates):
        arrays = [column.days, *known]
    elif isinstance(column, Truths):
        arrays = [column.yes, *known]
    else:
        parts = [one.parts for one in (column.above, column.below) if one is not None]
        plain = (
            part.astype(str).astype(object) if part.dtype == object else part for part in parts
        )
        arrays = [*plain, *known]
    return [pd.util.hash_array(array) for array in arrays]


def _hashable(parts: Whole) -> Whole:
    """Whole numbers of any size as texts, which can be hashed."""
    return parts.astype(str).astype(object) if parts.dtype == object else parts
