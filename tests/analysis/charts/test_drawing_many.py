"""Charts that are drawn together are those that are drawn one by one."""

from __future__ import annotations

import numpy as np
import pytest

from everyrep.analysis.charts.drawing import draw_all
from everyrep.analysis.charts.judging import Kind
from everyrep.analysis.charts.series import Series

pytestmark = pytest.mark.long


def series(name: str, kind: Kind, x: np.ndarray, m: np.ndarray | None = None) -> Series:
    names = tuple(f"{2020 + at // 12}-{at % 12 + 1:02d}" for at in range(len(x)))
    sizes = np.ones(len(x)) if m is None else m
    return Series("bookings", name, kind, "number", "month", names, x.astype(float), sizes)


def several() -> list[Series]:
    rng = np.random.default_rng(5)
    found = []
    for at in range(6):
        amounts = rng.lognormal(3, 0.2 * at, 40)
        amounts[39] *= 1 + at
        found.append(series(f"amount {at}", Kind.AMOUNT, amounts))
        sizes = rng.integers(5, 90 * (at + 1), 40).astype(float)
        found.append(series(f"share {at}", Kind.SHARE, rng.binomial(sizes.astype(int), 0.3), sizes))
        found.append(series(f"rate {at}", Kind.RATE, rng.poisson(sizes * 0.1), sizes))
    gap = rng.lognormal(3, 0.5, 40)
    gap[[3, 38]] = np.nan
    still = np.full(40, 7.0)
    found += [
        series("gap", Kind.AMOUNT, gap),
        series("gap too", Kind.AMOUNT, 2 * gap + 1),
        series("still", Kind.AMOUNT, still),
        series("falling below zero", Kind.AMOUNT, rng.standard_normal(40)),
        series("short", Kind.AMOUNT, rng.lognormal(3, 0.5, 9)),
        series("nothing", Kind.SHARE, np.zeros(40), np.zeros(40)),
    ]
    return found


@pytest.mark.parametrize("rate", [None, 0.05])
def test_no_chart_depends_on_which_others_are_drawn(rate: float | None) -> None:
    many = several()
    together = draw_all(many, rate)
    assert [chart.group for chart in together] == [one.group for one in many]
    assert any(point.alarm for chart in together for point in chart.points)
    for one, chart in zip(many, together, strict=True):
        (alone,) = draw_all((one,), rate)
        for name, told in chart.to_dict().items():
            assert close(told, alone.to_dict()[name]), (one.group, name)


def close(one: object, other: object) -> bool:
    """The same but for what sums of products in another order bring."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(close(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(close, one, other))
    return one == (pytest.approx(other, rel=1e-5) if isinstance(other, float) else other)
