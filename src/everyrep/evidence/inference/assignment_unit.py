"""Who was treated together: the unit that was assigned, found in the data.

If whole teams were trained, a team is one draw, not eight, and errors that count people are too
small. For each grouping (team, manager, territory, lead pool) the share of pairs of colleagues
treated at the same time is put beside what it would be had the same treatments fallen on people by
chance. A coarser grouping counts only if it explains more than the finer one does: territories
look "together" whenever their teams are, so whole teams are then shuffled.

References:
    Abadie, Athey, Imbens and Wooldridge (2023), When should you adjust standard errors for
        clustering? (clusters of assignment)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import NEVER, Floats, Ints
from everyrep.values import Reason
from everyrep.values.errors import require

SHUFFLES = 999
_WORK = 10_000_000  # people times shuffles; of many people few shuffles say as much
_FEWEST_SHUFFLES = 99
RARE = 0.01
"""Chance below which people were not treated together by luck."""
MATTERS = 0.1
"""Share of what could be explained, beyond luck, from which on errors follow the grouping."""
WHOLE = 0.9
"""Share of treated groups that were treated wholly, from which on the group was the unit."""
PERSON = "person"
_NUMBERS = 4_000_000  # in memory at once


@dataclass(frozen=True)
class Grouping:
    """How far one grouping explains who was treated together.

    Attributes:
        name: Of the grouping.
        groups: How many hold at least two people.
        treated, untreated, mixed: Of these, wholly treated at once, wholly untreated, and neither.
        whole: Share of groups with anybody treated that were treated wholly and at once.
        whole_by_luck: The same, had treatments fallen on people by chance.
        explained: Share of pairs of colleagues treated together beyond luck, at most 1: 0 is luck.
        p: Chance of as much by luck.
        within: Finer unit that was shuffled as a whole for it; "person" for none.
    """

    name: str
    groups: int
    treated: int
    untreated: int
    mixed: int
    whole: float
    whole_by_luck: float
    explained: float
    p: float
    within: str


@dataclass(frozen=True)
class AssignmentUnit:
    """The unit that inference must follow.

    Attributes:
        name: Name of the grouping, or "person".
        code: Group of each person, shape (people,), from 0 on.
        wholly: Its groups were treated wholly or not at all, but for a few.
        groupings: What was found of each grouping.
        reasons: Sentences that say why.
    """

    name: str
    code: Ints
    wholly: bool
    groupings: tuple[Grouping, ...]
    reasons: tuple[str, ...]


def assignment_unit(
    first: Ints, groupings: Mapping[str, Ints], *, shuffles: int = SHUFFLES, seed: int = 0
) -> AssignmentUnit | Reason:
    """The unit found in the data.

    Args:
        first: Index of the first treated period of each person, shape (people,); `NEVER` for none.
        groupings: For each name the group of each person, shape (people,); below 0 for none.
        shuffles: How often treatments are shuffled; less often where people are many.
        seed: Of the random numbers.

    Returns:
        A reason where nobody, or everybody at once, was treated: then nothing was assigned.
    """
    if first.size == 0 or np.unique(first).size < 2:
        return Reason(
            "nothing_assigned",
            "Everybody was treated at the same time, or nobody was, so that nothing shows who was "
            "treated together.",
            "Widen the population or the dates.",
        )
    shuffles = min(shuffles, max(_WORK // first.size, _FEWEST_SHUFFLES))
    unit, code, found = PERSON, np.arange(first.size), {}
    for name, groups in sorted(groupings.items(), key=lambda item: -np.unique(item[1]).size):
        require(
            groups.shape == first.shape,
            f"The grouping {name!r} has the shape {groups.shape} for {first.size} people",
            "Give one group to each person",
        )
        mixes = unit != PERSON and not _inside(code, groups)
        blocks = np.arange(first.size) if mixes or unit == PERSON else code
        within = PERSON if blocks is not code else unit
        grouping = _grouping(name, first, groups, blocks, within, shuffles, seed)
        found[name] = grouping
        better = not mixes or grouping.explained > found[unit].explained
        if grouping.p <= RARE and grouping.explained >= MATTERS and better:
            unit, code = name, _codes(groups)
    wholly = unit != PERSON and found[unit].whole >= WHOLE
    kept = tuple(found.values())
    return AssignmentUnit(unit, code, wholly, kept, _reasons(unit, wholly, kept))


def _codes(groups: Ints) -> Ints:
    """Groups from 0 on; everybody without one is a group of his own."""
    alone = groups < 0
    apart = np.where(alone, groups.max(initial=0) + 1 + np.arange(groups.size), groups)
    return np.unique(apart, return_inverse=True)[1].astype(np.int64)


def _inside(finer: Ints, coarser: Ints) -> bool:
    """Whether each group of the finer lies within one of the coarser."""
    whole = _codes(coarser)
    pairs = np.unique(np.column_stack([finer, whole]), axis=0)
    return bool(pairs.shape[0] == np.unique(finer).size)


def _grouping(
    name: str, first: Ints, groups: Ints, blocks: Ints, within: str, shuffles: int, seed: int
) -> Grouping:
    code = _codes(groups)
    code = np.where(np.bincount(code)[code] >= 2, code, -1)
    label = _usual(np.unique(first, return_inverse=True)[1].astype(np.int64), blocks)
    never = int(label.max()) if first.max() == NEVER else -1
    seen = _together(label[None, :], code, never)
    lucky = _lucky(label, code, never, blocks, shuffles, seed)
    together, whole = float(seen.pairs[0]), float(seen.whole[0])
    by_luck = float(np.nanmean(lucky.pairs)) if np.isfinite(lucky.pairs).any() else np.nan
    above = int((lucky.pairs >= together - 1e-12).sum())
    explained = (together - by_luck) / (1 - by_luck) if by_luck < 1 else 0.0
    return Grouping(
        name=name,
        groups=int(np.unique(code[code >= 0]).size),
        treated=int(seen.treated[0]),
        untreated=int(seen.untreated[0]),
        mixed=int(np.unique(code[code >= 0]).size - seen.treated[0] - seen.untreated[0]),
        whole=whole if np.isfinite(whole) else 0.0,
        whole_by_luck=float(np.nan_to_num(lucky.whole).mean()),
        explained=float(explained) if np.isfinite(explained) else 0.0,
        p=(1 + above) / (1 + shuffles),
        within=within,
    )


@dataclass(frozen=True)
class _Together:
    """Of each draw: pairs treated together among those with one treated, and groups by kind."""

    pairs: Floats
    whole: Floats
    treated: Floats
    untreated: Floats


def _together(label: Ints, code: Ints, never: int) -> _Together:
    """The figures of many draws at once.

    Args:
        label: Shape (draws, people), from 0 on.
        code: Group of each person, shape (people,); below 0 for none.
        never: Label of those never treated; -1 where all are.
    """
    inside = code >= 0
    member = np.unique(code[inside], return_inverse=True)[1]
    groups = int(member.max()) + 1 if member.size else 0
    size = np.bincount(member, minlength=groups).astype(float)
    count = _counts(label[:, inside], member, groups, max(int(label.max()), never) + 1)
    none = count[:, :, never] if never >= 0 else np.zeros(count.shape[:2])
    treated = np.delete(count, never, axis=2) if never >= 0 else count
    same = _pairs(treated).sum(axis=(1, 2))
    touched = (_pairs(size) - _pairs(none)).sum(axis=1)
    wholly = (treated.max(axis=2, initial=0) == size).sum(axis=1).astype(float)
    untreated = (none == size).sum(axis=1).astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _Together(same / touched, wholly / (groups - untreated), wholly, untreated)


def _pairs(count: Floats) -> Floats:
    return count * (count - 1) / 2


def _counts(label: Ints, member: Ints, groups: int, kinds: int) -> Floats:
    """How many of each group have each label in each draw, shape (draws, groups, kinds)."""
    draws = label.shape[0]
    place = np.arange(draws)[:, None] * groups + member
    flat = np.bincount((place * kinds + label).ravel(), minlength=draws * groups * kinds)
    return flat.reshape(draws, groups, kinds).astype(float)


def _lucky(
    label: Ints, code: Ints, never: int, blocks: Ints, shuffles: int, seed: int
) -> _Together:
    """The same figures with labels shuffled among people, or among whole blocks."""
    random = np.random.default_rng(seed)
    found = []
    room = int(label.size + np.unique(code).size * (label.max() + 1))
    block = max(_NUMBERS // room, 1)
    for start in range(0, shuffles, block):
        count = min(block, shuffles - start)
        table = _shuffled(label, blocks, count, random)
        found.append(_together(table, code, never))
    return _Together(
        *(
            np.concatenate([getattr(part, field) for part in found])
            for field in ("pairs", "whole", "treated", "untreated")
        )
    )


def _usual(label: Ints, blocks: Ints) -> Ints:
    """The most frequent label of each person's block, shape (people,)."""
    table = np.zeros((int(blocks.max()) + 1, int(label.max()) + 1), np.int64)
    np.add.at(table, (blocks, label), 1)
    return np.asarray(table.argmax(axis=1))[blocks]


def _shuffled(label: Ints, blocks: Ints, count: int, random: np.random.Generator) -> Ints:
    """Labels handed on from block to block, each of which has one."""
    first = np.unique(blocks, return_index=True)[1]
    drawn: Ints = random.permuted(np.tile(label[first], (count, 1)), axis=1)[:, blocks]
    return drawn


def _reasons(unit: str, wholly: bool, found: Sequence[Grouping]) -> tuple[str, ...]:
    sentences = [_sentence(grouping) for grouping in found]
    if unit == PERSON:
        told = "As far as this shows, people were treated one by one; inference counts people."
    elif wholly:
        told = f"Each {unit} was treated wholly or not at all; inference counts each {unit} as one."
    else:
        told = (
            f"People of the same {unit} were often treated together; inference allows for what "
            "they have in common."
        )
    return (*sentences, told)


def _sentence(found: Grouping) -> str:
    some = found.groups - found.untreated
    beside = (
        f"beside {found.whole_by_luck:.0%} by chance"
        if found.within == PERSON
        else f"beside {found.whole_by_luck:.0%} if each {found.within} had been drawn by itself"
    )
    return (
        f"Of {some} groups by {found.name} with anybody treated, {found.treated} were treated "
        f"wholly and at once ({found.whole:.0%}), {beside}."
    )
