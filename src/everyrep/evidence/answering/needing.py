"""What it would take to tell: said with every answer that does not."""

from __future__ import annotations

import math

import numpy as np

from everyrep.evidence.answering.estimated import Estimated
from everyrep.evidence.answering.judging import Verdict
from everyrep.evidence.findings import DESIGNS, Claim, units_text
from everyrep.evidence.history import History

_SETTLED = frozenset({Claim.CAUSAL, Claim.NO_WORTHWHILE_EFFECT})


def needs(
    history: History, found: Estimated, verdict: Verdict, smallest: float, detectable: float
) -> tuple[str, ...]:
    """What would make it possible to tell; nothing where it can be told."""
    if verdict.claim in _SETTLED:
        return ()
    effect = found.effect
    said = []
    if detectable > smallest:
        times = (detectable / smallest) ** 2
        said.append(
            f"Effects from {_size(detectable, history)} up are found four times in five; for "
            f"{_size(smallest, history)} about {_many(times)} as many "
            f"{units_text(2, effect.assigned)[2:]} or months "
            "would be needed."
        )
    if not (history.ends or np.isfinite(history.y).all()) and _thin(history):
        said.append(
            "Months with a single case tell little: an outcome closer to practice (a stage's "
            "conversion, a drill's score) would be told sooner."
        )
    seen = found.figures.get("selection_seen")
    if seen or verdict.claim in (Claim.SUGGESTIVE, Claim.ASSOCIATION):
        said.append("A start drawn by lot, even only of the order, would settle it.")
    elif effect.assigned == "person" and not DESIGNS[effect.design].drawn:
        said.append("Start it in waves drawn by lot, so that those who wait can be compared.")
    return tuple(said)


def _size(value: float, history: History) -> str:
    whole, per, time = history.unit.partition("/")
    if whole == "share":
        return f"{100 * value:.1f} points{' per ' if per else ''}{time}"
    if history.unit.startswith("money:"):
        return f"{value / 100:,.0f} {history.unit.partition(':')[2]}"
    return f"{value:.3g}"


def _many(times: float) -> str:
    return f"{math.ceil(times * 10) / 10:g} times" if times < 10 else f"{math.ceil(times)} times"


def _thin(history: History) -> bool:
    known = history.weights[history.weights > 0]
    return bool(known.size) and float(np.median(known)) <= 1.0
