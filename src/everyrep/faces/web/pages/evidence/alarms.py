"""False alarms of our own way and of the field's, as a picture that is drawn at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape

from everyrep.evidence.calibration import Score

_ROW, _FOOT, _EDGE, _LETTER = 26.0, 22.0, 12.0, 6.4
_TAIL = 9
_Z = 1.959963984540054
_TICKS = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 1.0)


def alarms_picture(pairs: Sequence[tuple[Score, Score]], width: float, names: float) -> str:
    """One row a kind of company: ours filled with its range, the field's hollow, as inline SVG.

    Args:
        pairs: Ours and the other of each kind.
        width: Of the picture.
        names: Of the room for names beside it.
    """
    high = _ROW * len(pairs)

    def x(share: float) -> float:
        return names + _EDGE + (width - names - 2 * _EDGE) * share

    rows = "".join(_row(one, _ROW * (at + 0.5), names, x) for at, one in enumerate(pairs))
    ticks = "".join(_tick(share, x(share), high) for share in _TICKS)
    says = "False alarms: " + "; ".join(
        f"{ours.title}: ours {ours.false_alarms:.0%}, {naive.way} {naive.false_alarms:.0%}"
        for ours, naive in pairs
    )
    return (
        f'<svg viewBox="0 0 {width:.0f} {high + _FOOT:.0f}" role="img" '
        f'aria-label="{escape(says, quote=True)}">{ticks}{rows}</svg>'
    )


def likely_range(share: float, n: int) -> tuple[float, float]:
    """What a share of so many may be, but for luck (Wilson)."""
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    return max(min(middle - half, share), 0.0), min(max(middle + half, share), 1.0)


def _row(pair: tuple[Score, Score], y: float, names: float, at: Callable[[float], float]) -> str:
    ours, naive = pair
    low, high = likely_range(ours.false_alarms, ours.companies)
    most = int(names / _LETTER)
    title = ours.title
    if len(title) > most:  # kinds often differ at their ends alone
        title = f"{title[: most - _TAIL - 1].rstrip()}…{title[-_TAIL:]}"
    return (
        f'<text x="{names:.0f}" y="{y + 4:.1f}" text-anchor="end" font-size="12" '
        f'fill="var(--ink)">{escape(title)}</text>'
        f'<line x1="{at(low):.1f}" x2="{at(high):.1f}" y1="{y:.1f}" y2="{y:.1f}" '
        'stroke="var(--band)" stroke-width="7" stroke-linecap="round"/>'
        f'<circle cx="{at(naive.false_alarms):.1f}" cy="{y:.1f}" r="4.5" fill="none" '
        'stroke="var(--fourth)" stroke-width="1.7"/>'
        f'<circle cx="{at(ours.false_alarms):.1f}" cy="{y:.1f}" r="4.5" fill="var(--accent)"/>'
    )


def _tick(share: float, x: float, high: float) -> str:
    promised = share == 0.05
    dash = ' stroke-dasharray="4 4"' if promised else ""
    colour = "quiet" if promised else "grid"
    word = (
        ""
        if promised
        else (
            f'<text x="{x:.1f}" y="{high + 16:.0f}" text-anchor="middle" font-size="11" '
            f'fill="var(--soft)">{100 * share:.0f} %</text>'
        )
    )
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{high:.0f}" '
        f'stroke="var(--{colour})"{dash}/>{word}'
    )
