"""Velocity: what the pipeline yields a day."""

from __future__ import annotations

import math

from everyrep.measures.figures import Figure, Number
from everyrep.measures.question import Question
from everyrep.values import Reason


def velocity(
    _: Question,
    opportunities: Figure | None,
    size: Figure | None,
    chance: Figure | None,
    days: Figure | None,
) -> Figure:
    """Opportunities x average size x win rate / cycle days, in minor units a day.

    The range joins those of the three estimated parts on the log scale, each end with its own
    distance, as if the parts were independent; the count of open deals is exact.

    References:
        Zou and Donner (2008), Construction of confidence limits about effect measures (MOVER).
    """
    named = {"open deals": opportunities, "deal size": size, "win rate": chance, "cycle": days}
    known = {name: part for name, part in named.items() if part is not None and _positive(part)}
    for name, part in named.items():
        if name not in known:
            return Figure(None, reason=_missing(name, part))
    lasting, factors = known["cycle"], (known["deal size"], known["win rate"])
    value = math.prod(_number(known[name]) for name in ("open deals", "deal size", "win rate"))
    value /= _number(lasting)
    ups = [_gap(part.value, part.high) for part in factors]
    downs = [_gap(part.low, part.value) for part in factors]
    ups.append(_gap(lasting.low, lasting.value))
    downs.append(_gap(lasting.value, lasting.high))
    estimated = (*factors, lasting)
    return Figure(
        value,
        _moved(value, downs, -1),
        _moved(value, ups, 1),
        min(part.n for part in estimated),
        notes=tuple(dict.fromkeys(note for part in estimated for note in part.notes)),
    )


def _number(part: Figure) -> float:
    return float(part.value or 0)


def _positive(part: Figure) -> bool:
    return part.value is not None and part.value > 0


def _gap(low: Number, high: Number) -> float | None:
    """Distance of two positive numbers on the log scale; None where an end is open or zero."""
    if low is None or high is None or low <= 0:
        return None
    return math.log(float(high) / float(low))


def _moved(value: float, gaps: list[float | None], sign: int) -> float | None:
    known = [gap for gap in gaps if gap is not None]
    if len(known) < len(gaps):
        return 0.0 if sign < 0 else None
    return value * math.exp(sign * math.sqrt(sum(gap * gap for gap in known)))


def _missing(name: str, part: Figure | None) -> Reason:
    if part is not None and part.reason is not None:
        return Reason(part.reason.code, f"No {name}: {part.reason.sentence}", part.reason.remedy)
    return Reason("nothing_to_multiply", f"There is no {name} to compute it with.")
