"""All stacks together: the effect by two accounts of what people would have done without.

Two accounts of why people who came to it differ stand side by side. In the first they differ by a
level alone, and what the others tell of the months is all that is taken off (`plain`). In the
second they also moved along a straight line of their own before, and go on along it (`beyond`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from everyrep.evidence.arrays import NEVER, Bools, Floats, Ints
from everyrep.evidence.inference.result import below
from everyrep.evidence.uptake.lasting import Lasting
from everyrep.evidence.uptake.stack import Rows, Told, told
from everyrep.values import Reason

FEWEST_BEFORE = 4
"""Months before the start, donut not counted, that a stack needs: with fewer a trend is noise."""
_MOST_TIMES = 0.99
"""Quantile of the others' weights that none of them may go beyond."""


@dataclass(frozen=True)
class Windows:
    """Months since the start.

    Attributes:
        before: How many months before the start are looked at.
        donut: How many right before it are left out.
        start: First month of the window in which the effect is looked for.
        stop: First month after it.
    """

    before: int = 18
    donut: int = 3
    start: int = 1
    stop: int = 13

    @property
    def length(self) -> int:
        """Months of the window."""
        return self.stop - self.start


@dataclass(frozen=True)
class Figure:
    """One estimate with what each person adds to its error, (people,).

    Attributes:
        value: The estimate.
        influence: (people,).
        freedom: Degrees of freedom where they are known from how it was made; else they are read
            off the influence.
    """

    value: float
    influence: Floats
    freedom: float | None = None

    def se(self, clusters: Ints) -> float:
        """Standard error; people of one cluster may hang together in any way."""
        count = int(clusters.max(initial=-1)) + 1
        summed = np.bincount(clusters, self.influence, count)
        moved = int(np.count_nonzero(summed))
        return math.sqrt(moved / max(moved - 1, 1) * float(summed @ summed))

    def df(self, clusters: Ints) -> float:
        """Degrees of freedom: about as many as clusters that carry it, less one (Satterthwaite)."""
        if self.freedom is not None:
            return self.freedom
        summed = np.bincount(clusters, self.influence, int(clusters.max(initial=-1)) + 1) ** 2
        total, squared = float(summed.sum()), float((summed**2).sum())
        kurtosis = 3.0  # of a normal contribution, whose fourth moment would look like fewer
        return max(kurtosis * total**2 / squared - 1.0, 1.0) if squared > 0 else 1.0

    def chance(self, clusters: Ints) -> float:
        """How often chance alone would bring as much, were there nothing; 1 where none is told."""
        se = self.se(clusters)
        if not se > 0 or not math.isfinite(self.value):
            return 1.0
        return float(2 * below(-abs(self.value) / se, self.df(clusters)))

    def less(self, other: Figure, times: float) -> Figure:
        """This one less so many times another; degrees of freedom are this one's."""
        rest = self.influence - times * other.influence
        return Figure(self.value - times * other.value, rest, self.freedom)


@dataclass(frozen=True)
class Stacks:
    """Figures of all stacks.

    Attributes:
        plain: Mean effect within the window, were the others' course theirs too.
        beyond: The same beyond the straight line of before.
        slope: That line's rise a month, as it bears on the effect.
        reach: Months over which the line is drawn on.
        at: Months since the start, (months,).
        by_month: Effect at each, (months,), plain. Before the donut it is what is left of the
            months that the comparison is fitted on, and has no error of its own.
        by_month_beyond: Beyond the line; NaN before the donut.
        influence: (people, months), of the plain ones; 0 before the donut.
        influence_beyond: (people, months), of those beyond the line; 0 before the donut.
        behind: Treated people behind each month.
        mass: What stands behind the window.
        treated: Treated people used.
        compared: People they are compared with.
        left_out: Treated people that could not be used, by reason.
    """

    plain: Figure
    beyond: Figure
    slope: Figure
    reach: float
    at: Ints
    by_month: Floats
    by_month_beyond: Floats
    influence: Floats
    influence_beyond: Floats
    behind: Ints
    mass: float
    treated: int
    compared: int
    left_out: dict[str, int]

    def just_before(self, donut: int, *, beyond: bool = False) -> Figure | None:
        """Mean over the months right before the start that the comparison leaves out.

        Args:
            donut: How many they are.
            beyond: Told from the line of before rather than from its level.
        """
        at = self._just_before(donut)
        if at.size == 0:
            return None
        value, influence = self._months(beyond=beyond)
        return Figure(float(value[at].mean()), influence[:, at].mean(axis=1))

    def recovered(self, windows: Windows, spells: Lasting) -> Stacks:
        """The same less what a spell right before the start leaves in the months after it."""
        at = self._just_before(windows.donut)
        after = np.flatnonzero(self.at >= 0)
        left = spells.left(self.at[at], self.at[after])
        window = (self.at[after] >= windows.start) & (self.at[after] < windows.stop)
        behind = np.where(window, self.behind[after], 0)
        mean = behind @ left / max(int(behind.sum()), 1)
        told = {}
        for beyond in (False, True):
            value, influence = (part.copy() for part in self._months(beyond=beyond))
            spell, moved = value[at], influence[:, at]
            value[after] -= left @ spell
            influence[:, after] -= moved @ left.T
            told[beyond] = (value, influence, Figure(float(mean @ spell), moved @ mean))
        return replace(
            self,
            plain=self.plain.less(told[False][2], 1.0),
            beyond=self.beyond.less(told[True][2], 1.0),
            by_month=told[False][0],
            influence=told[False][1],
            by_month_beyond=told[True][0],
            influence_beyond=told[True][1],
        )

    def _just_before(self, donut: int) -> Ints:
        return np.flatnonzero((self.at < 0) & (self.at >= -donut))

    def _months(self, *, beyond: bool) -> tuple[Floats, Floats]:
        if beyond:
            return self.by_month_beyond, self.influence_beyond
        return self.by_month, self.influence


def stacks(
    y: Floats,
    weights: Floats,
    first: Ints,
    windows: Windows | None = None,
    clusters: Ints | None = None,
    chance: Floats | None = None,
) -> Stacks | Reason:
    """The effect on those who came to it, by two accounts of what they would have done without.

    Args:
        y: Outcomes, (people, months); NaN where there is none.
        weights: What each rests on, (people, months); 0 where there is none.
        first: First treated month, (people,); `NEVER` for never.
        windows: Which months belong to what.
        clusters: Who was treated together, (people,); None: each alone.
        chance: Chance to start in each month, (people, months), by which those who did not are
            weighted; None: all alike.

    Returns:
        The figures, or why there are none.
    """
    windows = windows or Windows()
    weights = np.where(np.isnan(y), 0.0, weights)
    y = np.where(weights > 0, y, 0.0)
    code = np.arange(first.size) if clusters is None else clusters
    adding = _Adding(code, windows, chance)
    for start, rows in _each(first, y.shape[1], windows):
        adding.add(start, rows, y, weights, first)
    return adding.told(first)


def _each(first: Ints, months: int, windows: Windows) -> Iterator[tuple[int, Bools]]:
    """Starting months, with those who start then and those who do not until after the window."""
    for start in np.unique(first[first != NEVER]):
        last = min(int(start) + windows.stop, months)
        rows = (first == start) | (first >= last + windows.donut)
        yield int(start), rows


class _Adding:
    """Adds stacks up, each by what stands behind its window."""

    def __init__(self, clusters: Ints, windows: Windows, chance: Floats | None) -> None:
        people = clusters.size
        self.chance = chance
        self.clusters, self.windows = clusters, windows
        self.since = np.arange(-windows.before, windows.stop)
        self.asked = np.arange(-windows.donut, windows.stop)
        count = self.asked.size + 1  # each of these months, and the window
        self.mass = np.zeros(count)
        self.effects, self.reach, self.trend = np.zeros(count), np.zeros(count), np.zeros(count)
        self.influence = np.zeros((people, count))
        self.trend_influence = np.zeros((people, count))
        self.slope, self.slope_influence = 0.0, np.zeros(people)
        self.before, self.before_mass = np.zeros(windows.before), np.zeros(windows.before)
        self.treated, self.compared = np.zeros(people, bool), np.zeros(people, bool)
        self.stacks = 0
        self.behind = np.zeros(self.asked.size, np.int64)
        self.left_out: dict[str, int] = {}

    def add(self, start: int, rows: Bools, y: Floats, weights: Floats, first: Ints) -> None:
        """One stack more."""
        windows = self.windows
        low, high = max(0, start - windows.before), min(y.shape[1], start + windows.stop)
        since = np.arange(low, high) - start
        here, w = (first == start)[rows], weights[rows, low:high]
        seen = w[here][:, since < -windows.donut] > 0
        if (since < -windows.donut).sum() < FEWEST_BEFORE or not seen.any():
            self._leave("too little is known from before", int(here.sum()))
            return
        if int((~here).sum()) < 2:
            self._leave("nobody is left without it to compare with", int(here.sum()))
            return
        usable = self._usable(w, here, since)
        if not usable.any():
            self._leave("nothing is known after", int(here.sum()))
            return
        self._leave("known only before, or only after", int((here & ~usable).sum()))
        keep = np.flatnonzero(rows)[usable | ~here]
        here = here[usable | ~here]
        asked = self._asked_of(since)
        counted = weights[keep, low:high] * self._times(start, keep, here)[:, None]
        people = Rows(y[keep, low:high], counted, here, self.clusters[keep])
        found = told(people, since, windows.donut, asked)
        behind = ((people.weights[here] > 0).astype(float) @ asked[:, :-1] > 0).sum(axis=0)
        self.behind += behind.astype(np.int64)
        self._sum(found, keep, here, since)

    def _times(self, start: int, keep: Ints, here: Bools) -> Floats:
        """How many people each stands for: the others for those like them who started."""
        if self.chance is None:
            return np.ones(keep.size)
        stop = start + self.windows.stop + self.windows.donut
        times = 1.0 / np.maximum(np.prod(1.0 - self.chance[keep, start:stop], axis=1), 1e-6)
        # A handful who were all but sure to come must not speak for everybody.
        times = np.minimum(times, np.quantile(times[~here], _MOST_TIMES))
        return np.where(here, 1.0, times / times[~here].mean())

    def _usable(self, w: Floats, here: Bools, since: Ints) -> Bools:
        """Starters seen both before the donut and within the window."""
        windows = self.windows
        before = (w[:, since < -windows.donut] > 0).any(axis=1)
        after = (w[:, (since >= windows.start) & (since < windows.stop)] > 0).any(axis=1)
        return np.asarray(here & before & after)

    def _asked_of(self, since: Ints) -> Floats:
        """Each month from the donut on, and the window, (months, targets)."""
        month = since[:, None] == self.asked[None, :]
        window = (since >= self.windows.start) & (since < self.windows.stop)
        return np.concatenate([month, window[:, None]], axis=1).astype(float)

    def _sum(self, found: Told, keep: Ints, here: Bools, since: Ints) -> None:
        mass, w = found.mass, found.mass[-1]
        self.stacks += 1
        self.mass += mass
        self.effects += mass * found.effects
        self.reach += mass * found.reach
        self.trend += mass * found.reach * found.slope
        self.influence[keep] += mass * found.influence
        moved = (mass * found.reach)[None, :] * found.slope_influence[:, None]
        self.trend_influence[keep] += moved
        self.slope += w * found.slope
        self.slope_influence[keep] += w * found.slope_influence
        known = since[since < 0] + self.windows.before
        value = found.before[since < 0]
        filled = ~np.isnan(value)
        self.before[known[filled]] += w * value[filled]
        self.before_mass[known[filled]] += w
        self.treated[keep[here]] = True
        self.compared[keep[~here]] = True

    def _leave(self, why: str, people: int) -> None:
        if people:
            self.left_out[why] = self.left_out.get(why, 0) + people

    def told(self, first: Ints) -> Stacks | Reason:
        """The mean over stacks."""
        treated = int(self.treated.sum())
        if treated < 2:
            return _too_few(int((first != NEVER).sum()), treated, self.left_out)
        mass = np.where(self.mass > 0, self.mass, 1.0)
        plain, trend = self.effects / mass, self.trend / mass
        influence, moved = self.influence / mass, self.trend_influence / mass
        window = mass[-1]
        slope = self._figure(self.slope / window, self.slope_influence / window)
        known = np.flatnonzero(self.before_mass > 0)
        before = self.before[known] / self.before_mass[known]
        after = np.flatnonzero(self.mass[:-1] > 0)
        gap = np.zeros((first.size, known.size))
        return Stacks(
            plain=self._figure(float(plain[-1]), influence[:, -1]),
            beyond=self._figure(float(plain[-1] - trend[-1]), influence[:, -1] - moved[:, -1]),
            slope=slope,
            reach=float(self.reach[-1] / window),
            at=np.concatenate([known - self.windows.before, self.asked[after]]),
            by_month=np.concatenate([before, plain[after]]),
            by_month_beyond=np.concatenate([np.full(known.size, np.nan), (plain - trend)[after]]),
            influence=np.concatenate([gap, influence[:, after]], axis=1),
            influence_beyond=np.concatenate([gap, (influence - moved)[:, after]], axis=1),
            behind=np.concatenate([np.full(known.size, treated), self.behind[after]]),
            mass=float(self.mass[-1]),
            treated=treated,
            compared=int(self.compared.sum()),
            left_out=self.left_out,
        )

    def _figure(self, value: float, influence: Floats) -> Figure:
        """With degrees of freedom of two sides: the treated lose one a stack, the others one."""
        count = int(self.clusters.max(initial=-1)) + 1
        summed = np.bincount(self.clusters, influence, count) ** 2
        here = np.bincount(self.clusters[self.treated], minlength=count) > 0
        others = (np.bincount(self.clusters[self.compared], minlength=count) > 0) & ~here
        sides = (
            (float(summed[here].sum()), max(int(here.sum()) - self.stacks, 1)),
            (float(summed[others].sum()), max(int(others.sum()) - 1, 1)),
        )
        below = sum(part**2 / df for part, df in sides)
        total = sum(part for part, _ in sides)
        return Figure(value, influence, total**2 / below if below > 0 else 1.0)


def _too_few(had: int, used: int, left_out: dict[str, int]) -> Reason:
    why = "; ".join(f"{count} {reason}" for reason, count in left_out.items())
    return Reason(
        "too_few_followed",
        f"Of {had} who had it {used} can be followed from before to after"
        + (f" ({why})." if why else "."),
        "Load a longer history, or wait until more have had it and some still have not.",
    )
