"""Groups that are defined by what was still to come."""

from __future__ import annotations

from everyrep.evidence.checks.before import Found
from everyrep.evidence.checks.check import Tried

_RARE = 0.05


def immortal(tried: Tried) -> Found:
    """What "finished within six months" would say, and what is left of it at a landmark."""
    naive, there = tried.aside.get("within_6"), tried.aside.get("landmark_6")
    if naive is None or there is None:
        return None, "Too few are seen from their hire on.", {}
    figures = {"naive": naive.value, "landmark": there.value, "p": naive.p}
    said = (
        f"Who finished within six months leaves {naive.value:+.1%} a year against the rest; of "
        f"those still there at month six it is {there.value:+.1%}."
    )
    if naive.p < _RARE <= there.p:
        return False, f"{said} What is gone is that who leaves early cannot finish.", figures
    return True, said, figures
