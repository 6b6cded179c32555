"""Teams, divisions and people compared after what they sell, and to whom, is taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.analysis.comparison.arrays import Bools, Floats
from everyrep.analysis.comparison.cells import columns_of, crossing
from everyrep.analysis.comparison.confounding import common_ground, islands
from everyrep.analysis.comparison.groups import Groups, accepted, cells_of
from everyrep.analysis.comparison.methods import held_scale
from everyrep.analysis.comparison.order import OrderChances, order_chances, ranges
from everyrep.analysis.comparison.result import Compared, Comparison
from everyrep.analysis.comparison.standard import Cells, Scale, Standardised, standardise
from everyrep.analysis.comparison.words import (
    confounded,
    few_groups,
    left_aside,
    no_common_ground,
    on_an_island,
    too_few_groups,
    too_few_rows,
    verdict_of,
)
from everyrep.analysis.misspelt import tells_misspelt_words
from everyrep.measures import Answer, FactSource, load_catalogue, panel, query
from everyrep.measures.answer import Key
from everyrep.measures.privacy import groups_told
from everyrep.values import (
    Estimate,
    Grade,
    NotEstimable,
    Period,
    Reason,
    Scope,
    Value,
    money_from_minor,
    unit_currency,
)

FEWEST_UNITS = 3
FEW_UNITS = 6
_SMALLEST_MAJORITY = 0.5
_LEAST_GROUND = 0.5


@dataclass(frozen=True)
class Asked:
    """What is compared, and how its estimates are made."""

    measure: str
    unit: str
    money: str
    level: float
    scale: Scale
    answer: Answer

    def alone(self, key: Key) -> Estimate | None:
        """The unit's figure by itself."""
        rows = (row for row in self.answer if row.keys.get(self.unit) == key)
        return next((row.estimate for row in rows), None)


@tells_misspelt_words()
def compare(
    source: FactSource,
    scope: Scope,
    measure: str = "win_rate",
    *,
    groups: Groups | None = None,
    where: str | None = None,
    period: str | Period | None = None,
    level: float = 0.95,
) -> Comparison:
    """Units compared on one measure as if all had the mix of the whole company.

    Args:
        source: An open build of the warehouse.
        scope: Who asks.
        measure: A share, a size of deals, or a mean per person; see `methods`.
        groups: What is compared, and what is adjusted away; teams by default.
        where: Which facts count.
        period: Days within which a fact counts.
        level: Confidence of ranges.

    Returns:
        Adjusted figures with ranges and chances of orders, or the reason why there are none.

    Raises:
        UnknownName: A measure, dimension or field does not exist.
        UserError: The scope does not allow it, or the measure cannot be compared so.
    """
    known = load_catalogue()
    entry = known[measure]
    scale = held_scale(entry, known)
    groups, left_out = accepted(groups or Groups(), entry.accepts, source)
    answer = query(
        source, entry.name, by=groups.unit, where=where, period=period, scope=scope, level=level
    )
    extra = {Scale.SIZE: ("deal",), Scale.MEAN: ("month",), Scale.SHARE: ()}[scale]
    by = dict.fromkeys((*groups.dimensions, *extra))
    found = panel(
        source, entry.name, by=tuple(by), where=where, period=period, scope=scope, kept_inside=True
    )
    if scope.min_group > 1:
        seen = groups_told(answer, groups.unit)
        found = found.only(np.array([key in seen for key in found.groups[groups.unit]], dtype=bool))
    unit = entry.unit_in(found.currency)
    asked = Asked(entry.name, groups.unit, unit, level, scale, answer)
    cells, notes = cells_of(found, entry.name, scale, groups)
    return compared(cells, asked, (*left_out, *notes))


def compared(cells: Cells, asked: Asked, notes: Sequence[str] = ()) -> Comparison:
    """The comparison of cells: refused, or of those units that have common ground."""
    if cells.unit.count < FEWEST_UNITS:
        return _refused(cells, asked, too_few_groups(asked.unit, cells.unit.count), notes)
    main = _main_island(cells)
    if main is None:
        dimension = _culprit(cells)
        return _refused(cells, asked, confounded(asked.unit, dimension), notes)
    kept = _only(cells, main)
    if kept.rows < kept.unit.count + columns_of(kept.mix, kept.rows).shape[1] + 1 and (
        asked.scale is not Scale.SHARE
    ):
        return _refused(cells, asked, too_few_rows(asked.unit), notes)
    standard = standardise(kept, asked.scale, asked.level)
    return _written(cells, kept, standard, asked, notes)


def _main_island(cells: Cells) -> Bools | None:
    """Units that can be compared with one another: most of them, or none at all."""
    main = np.ones(cells.unit.count, dtype=bool)
    weight = np.bincount(cells.unit.place, weights=cells.m, minlength=cells.unit.count)
    for mixed in cells.mix:
        label = islands(cells.unit.place, mixed.place, cells.unit.count, mixed.count)
        largest = int(np.argmax(np.bincount(label, weights=weight)))
        main &= label == largest
    enough = main.sum() >= max(FEWEST_UNITS, _SMALLEST_MAJORITY * cells.unit.count)
    return main if enough and not _entangled(_only(cells, main)) else None


def _entangled(cells: Cells) -> bool:
    """Whether the unit and the mix together determine each other."""
    units = np.eye(cells.unit.count)[cells.unit.place]
    fixed = columns_of(cells.mix, cells.rows)
    alone = np.linalg.matrix_rank(fixed)
    both = np.linalg.matrix_rank(np.hstack([fixed, units]))
    return bool(both < alone + cells.unit.count - 1)


def _culprit(cells: Cells) -> str:
    for mixed in cells.mix:
        label = islands(cells.unit.place, mixed.place, cells.unit.count, mixed.count)
        if label.max() > 0:
            return mixed.name
    return " and ".join(mixed.name for mixed in cells.mix)


def _only(cells: Cells, units: Bools) -> Cells:
    rows = units[cells.unit.place]
    return Cells(
        cells.x[rows],
        cells.m[rows],
        cells.unit.kept(rows),
        None if cells.within is None else cells.within.kept(rows),
        tuple(c.kept(rows) for c in cells.around),
        tuple(c.kept(rows) for c in cells.mix),
    )


def _written(
    cells: Cells, kept: Cells, standard: Standardised, asked: Asked, notes: Sequence[str]
) -> Comparison:
    chances = order_chances(standard.draws, asked.level)
    ground = _ground(kept)
    rows = _rows(kept, standard, chances, ground, asked)
    keys = kept.unit.keys
    lost = [_lost(key, cells, keys, asked) for key in cells.unit.keys if key not in keys]
    if lost:
        notes = (left_aside(asked.unit, len(lost), len(keys)), *notes)
    above = {
        (a, b): float(chances.above[i, j])
        for i, a in enumerate(keys)
        for j, b in enumerate(keys)
        if i != j
    }
    few = few_groups(asked.unit, len(keys)) if len(keys) < FEW_UNITS else None
    ordered = tuple(sorted(rows, key=lambda row: -(row.adjusted.number() or 0.0)))
    return Comparison(
        asked.measure,
        asked.unit,
        tuple(c.name for c in kept.mix),
        (*ordered, *lost),
        above,
        chances.whole,
        None if few else standard.shares,
        few,
        verdict_of(asked.unit, ordered, above, chances.whole, [c.name for c in kept.mix]),
        tuple(notes),
    )


def _ground(cells: Cells) -> Floats:
    cell = crossing(cells.mix, cells.rows)
    return common_ground(cells.unit.place, cell.place, cells.m, cells.unit.count)


def _rows(
    kept: Cells, standard: Standardised, chances: OrderChances, ground: Floats, asked: Asked
) -> list[Compared]:
    mean, low, high = ranges(standard.draws, asked.level)
    expected = ranges(standard.expected, asked.level)
    made = []
    for i, key in enumerate(kept.unit.keys):
        thin = no_common_ground(asked.unit) if ground[i] < _LEAST_GROUND else None
        few = few_groups(asked.unit, kept.unit.count) if kept.unit.count < FEW_UNITS else None
        made.append(
            Compared(
                key,
                asked.answer.label(asked.unit, key),
                _estimate((mean[i], low[i], high[i]), standard.raw[i], standard.trials[i], asked,
                          thin or few),
                asked.alone(key),
                _expected([float(end[i]) for end in expected], standard.trials[i], asked),
                float(ground[i]),
                (int(chances.low[i]), int(chances.high[i])),
                float(chances.first[i]),
            )
        )  # fmt: skip
    return made


def _estimate(
    figure: tuple[float, float, float], raw: float, trials: float, asked: Asked,
    reason: Reason | None,
) -> Estimate:  # fmt: skip
    value, low, high = (in_unit(float(number), asked.money) for number in figure)
    return Estimate(
        value,
        low,
        high,
        round(trials),
        asked.money,
        Grade.OBSERVED,
        reason,
        level=asked.level,
        raw=in_unit(float(raw), asked.money),
    )


def _expected(figure: Sequence[float], trials: float, asked: Asked) -> Estimate:
    value, low, high = (in_unit(number, asked.money) for number in figure)
    return Estimate(value, low, high, round(trials), asked.money, Grade.OBSERVED, level=asked.level)


def _lost(key: Key, cells: Cells, compared: Sequence[Key], asked: Asked) -> Compared:
    place = cells.unit.keys.index(key)
    trials = float(cells.m[cells.unit.place == place].sum())
    reason = on_an_island(asked.unit, _apart(cells, place, compared), len(compared))
    missing = NotEstimable(reason, round(trials), asked.money)
    label = asked.answer.label(asked.unit, key)
    return Compared(key, label, missing, asked.alone(key), common_ground=0.0)


def _apart(cells: Cells, place: int, compared: Sequence[Key]) -> str:
    """The dimension of the mix that a unit shares with none of those compared."""
    theirs = cells.unit.keys.index(compared[0])
    for mixed in cells.mix:
        label = islands(cells.unit.place, mixed.place, cells.unit.count, mixed.count)
        if label[place] != label[theirs]:
            return mixed.name
    return _culprit(cells)


def _refused(cells: Cells, asked: Asked, reason: Reason, notes: Sequence[str]) -> Comparison:
    rows = tuple(
        Compared(
            key,
            asked.answer.label(asked.unit, key),
            NotEstimable(reason, unit=asked.money),
            asked.alone(key),
        )
        for key in cells.unit.keys
    )
    mix = tuple(c.name for c in cells.mix)
    return Comparison(
        asked.measure, asked.unit, mix, rows, {}, None, None, reason, str(reason), tuple(notes)
    )


def in_unit(number: float, unit: str) -> Value:
    """A statistic in its unit: minor units become Money."""
    currency = unit_currency(unit)
    return number if currency is None else money_from_minor(number, currency)
