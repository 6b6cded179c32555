"""How strong a hidden cause would have to be, in terms of what is known of people.

What tenure, team and territory explain of who had it, and of how people changed, is measured on the
same people: their mean from the usual month of a start on, less their mean before it.
"""

from __future__ import annotations

import numpy as np

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.checks.check import Tried
from everyrep.evidence.sensitivity import Coefficient, HiddenCause, Strength, hidden_cause, measured
from everyrep.values import DataError

_PEOPLE_A_GROUP = 5
"""Fewer than so many people a group explain anything by chance."""


def in_known_terms(tried: Tried, found: Coefficient) -> HiddenCause:
    """The strength that would undo an effect, beside that of causes that are known.

    Args:
        tried: The effect with its history.
        found: The effect as a coefficient.
    """
    return hidden_cause(found, _strengths(tried))


def _strengths(tried: Tried) -> dict[str, Strength]:
    history = tried.history
    if not history.treated.any() or history.treated.all():
        return {}
    usual = int(np.median(history.first[history.treated]))
    at = np.arange(len(history.months))
    before = history.mean_in(at < usual - tried.windows.donut)
    after = history.mean_in(at >= usual + tried.windows.start)
    known = np.isfinite(before) & np.isfinite(after)
    if not known.any():
        return {}
    causes = _causes(tried, known, usual)
    if not causes:
        return {}
    try:
        return measured((after - before)[known], history.treated[known].astype(float), causes)[1]
    except DataError:
        return {}  # Who had it is all but one of the causes.


def _causes(tried: Tried, known: Bools, usual: int) -> dict[str, Floats]:
    """Each known cause by name, (people, columns)."""
    found: dict[str, Floats] = {}
    tenure = tried.history.tenure[known, min(usual, tried.history.tenure.shape[1] - 1)]
    if np.isfinite(tenure).all() and np.ptp(tenure) > 0:
        found["tenure"] = np.column_stack([tenure, tenure**2])
    for name in ("team", "territory"):
        codes = tried.history.groups.get(name)
        if name != tried.assigned and codes is not None and _tells(codes[known]):
            found[f"the {name}"] = _columns(codes[known])
    return found


def _tells(codes: Ints) -> bool:
    count = np.unique(codes).size
    return 1 < count <= codes.size // _PEOPLE_A_GROUP


def _columns(codes: Ints) -> Floats:
    """A column a group but the first."""
    return np.asarray(codes[:, None] == np.unique(codes)[None, 1:], dtype=float)
