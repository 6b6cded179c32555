"""Who is credited with which line, by the plan's rules, as of the line's day.

A line that takes another one back goes to whom its original was credited, in the same shares,
whatever has changed since, unless it has splits of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from everyrep.pay.columns import Texts
from everyrep.pay.exact import Flags, Places
from everyrep.pay.facts.credited import Codes
from everyrep.pay.facts.hierarchy import Hierarchy
from everyrep.pay.facts.lines import Lines, followed
from everyrep.pay.facts.sharing import summed_shares
from everyrep.pay.facts.splits import PRIMARY, Splits, see_whole
from everyrep.pay.facts.texts import recoded
from everyrep.pay.plan import Crediting, Plan


@dataclass(frozen=True, eq=False)
class Passed:
    """Credit that goes up to managers, by one rule.

    Attributes:
        below: Places of credits that go up, shape (passed,).
        above: Places of the credits that they add to.
        share: What part goes up.
    """

    below: Places
    above: Places
    share: Fraction


@dataclass(frozen=True, eq=False)
class Credits:
    """Credits of lines, sorted by line; each array of shape (credits,).

    Attributes:
        line: Row of the line.
        payee: Place among the ids.
        kind: Place among the kinds.
        ordinal: Tells credits of one line, person and kind apart.
        share: Place of the share among the shares.
        shares: Shares that occur.
        starts: First credit of each line, and behind the last; shape (lines + 1,).
        passed: Credits that are the sum of what is credited below, in order.
    """

    line: Places
    payee: Codes
    kind: Codes
    ordinal: Codes
    share: Codes
    shares: tuple[Fraction, ...]
    starts: Places
    passed: tuple[Passed, ...]

    def __len__(self) -> int:
        return int(self.line.size)


@dataclass(frozen=True, eq=False)
class Setting:
    """What the rules are read against.

    Attributes:
        plan: Whose rules.
        kinds: Kinds of credit that the plan knows.
        people: All ids, in order.
        lines: Lines.
        splits: Who shares them.
        named: Texts of lines that name somebody, by fact.
        holds: Lines for which each rule holds, by its place; those that have no condition lack.
        hierarchy: Who is above whom.
    """

    plan: Plan
    kinds: tuple[str, ...]
    people: tuple[str, ...]
    lines: Lines
    splits: Splits
    named: Mapping[str, Texts]
    holds: Mapping[int, Flags]
    hierarchy: Hierarchy


def kinds_of(plan: Plan) -> tuple[str, ...]:
    """Kinds of credit that the plan gives or pays, in the order in which it names them."""
    given = [rule.kind for rule in plan.credits]
    counted = [kind for measure in plan.measures.values() for kind in measure.credits]
    paid = [kind for part in plan.pay for kind in getattr(part, "credits", ())]
    return tuple(dict.fromkeys([*given, *counted, *paid]))


def templates_of(lines: Lines, splits: Splits) -> Places:
    """The line that settles whom each line is credited to, shape (lines,)."""
    return followed(lines.reverses, ~splits.own)


def credits_of(setting: Setting, template: Places) -> Credits:
    """Credits of all lines.

    Args:
        setting: What the rules are read against.
        template: The line that settles whom each line is credited to.

    Raises:
        DataError: Primary shares of a line do not sum to 1, or the hierarchy has a gap.
    """
    settled = template == np.arange(template.size)
    given = _Given(setting, settled)
    for place, rule in enumerate(_rules(setting)):
        if rule.to != "managers":
            given.give(place, rule)
    given.see_primary()
    for place, rule in enumerate(_rules(setting)):
        if rule.to == "managers":
            given.pass_up(place, rule)
    return mirrored(given.credits(), template)


def _rules(setting: Setting) -> tuple[Crediting, ...]:
    """The plan's rules, and one for each kind of split that it pays and has no rule for."""
    split = {rule.kind for rule in setting.plan.credits if rule.to == "split"}
    others = [kind for kind in setting.kinds if kind not in split and kind in _listed(setting)]
    return (*setting.plan.credits, *(Crediting(kind, "split", Fraction(1)) for kind in others))


def _listed(setting: Setting) -> frozenset[str]:
    return frozenset(setting.splits.kind.words) - {PRIMARY}


@dataclass(eq=False)
class _Given:
    """Credits as the rules give them, one after the other."""

    setting: Setting
    settled: Flags
    line: list[Places] = field(default_factory=list)
    payee: list[Codes] = field(default_factory=list)
    kind: list[Codes] = field(default_factory=list)
    share: list[Codes] = field(default_factory=list)
    shares: dict[Fraction, int] = field(default_factory=dict)
    passed: list[Passed] = field(default_factory=list)

    def give(self, place: int, rule: Crediting) -> None:
        """Credit whom a rule names by splits, by the line's payee, or by a fact."""
        lines = self._where(place)
        if rule.to != "split":
            named = self.setting.named[rule.to]
            rows = np.flatnonzero(lines & (named.codes >= 0))
            people = recoded(named, self.setting.people)[rows]
            self._add(rule.kind, rows, people, np.zeros_like(rows), (rule.share,))
            return
        splits = self.setting.splits
        listed = splits.of_kind(rule.kind)
        listed = listed[lines[splits.line[listed]]]
        line = splits.line[listed]
        payee = recoded(splits.payee, self.setting.people)[listed]
        self._add(rule.kind, line, payee, splits.share[listed],
                  tuple(share * rule.share for share in splits.shares))  # fmt: skip
        if rule.kind == PRIMARY or (rule in self.setting.plan.credits and not self._primary()):
            self._give_owners(rule, lines, line)

    def _give_owners(self, rule: Crediting, lines: Flags, split: Places) -> None:
        alone = lines & (self.setting.lines.owner.codes >= 0)
        alone[split] = False
        rows = np.flatnonzero(alone)
        people = recoded(self.setting.lines.owner, self.setting.people)[rows]
        self._add(rule.kind, rows, people, np.zeros_like(rows), (rule.share,))

    def _primary(self) -> bool:
        rules = self.setting.plan.credits
        return any(rule.kind == PRIMARY for rule in rules)

    def _where(self, place: int) -> Flags:
        held = self.setting.holds.get(place)
        return self.settled.copy() if held is None else self.settled & held

    def _add(
        self, kind: str, line: Places, payee: Codes, share: Codes, table: Iterable[Fraction]
    ) -> Places:
        """Add credits; where they are among all."""
        before = sum(part.size for part in self.line)
        places = [self.shares.setdefault(one, len(self.shares)) for one in table]
        self.line.append(line)
        self.payee.append(payee)
        self.kind.append(np.full(line.size, self.setting.kinds.index(kind), dtype=np.int64))
        self.share.append(np.array(places or [0], dtype=np.int64)[share])
        return before + np.arange(line.size)

    def see_primary(self) -> None:
        """Refuse lines whose primary credit, once there is any, does not sum to all of it."""
        if PRIMARY not in self.setting.kinds or not self.line:
            return
        line, kind = np.concatenate(self.line), np.concatenate(self.kind)
        rows = np.flatnonzero(kind == self.setting.kinds.index(PRIMARY))
        rows = rows[np.argsort(line[rows], kind="stable")]
        if rows.size:
            share = np.concatenate(self.share)[rows]
            see_whole(line[rows], share, tuple(self.shares), self.setting.lines, "the plan's rules")

    def pass_up(self, place: int, rule: Crediting) -> None:
        """Credit managers with what is credited below them."""
        if rule.of not in self.setting.kinds or not self.line:
            return
        line, payee = np.concatenate(self.line), np.concatenate(self.payee)
        kind, share = np.concatenate(self.kind), np.concatenate(self.share)
        goes = (kind == self.setting.kinds.index(rule.of)) & self._where(place)[line]
        below, manager = self._climbed(np.flatnonzero(goes), line, payee, rule.levels)
        if not below.size:
            return
        keys, above = np.unique(
            line[below] * len(self.setting.people) + manager, return_inverse=True
        )
        order = np.argsort(above, kind="stable")
        starts = np.searchsorted(above[order], np.arange(keys.size))
        sums, table = summed_shares(share[below][order], tuple(self.shares), starts)
        added = self._add(
            rule.kind, keys // len(self.setting.people), keys % len(self.setting.people), sums,
            tuple(one * rule.share for one in table),
        )  # fmt: skip
        self.passed.append(Passed(below[order], added[above[order]], rule.share))

    def _climbed(
        self, below: Places, line: Places, payee: Codes, levels: int | None
    ) -> tuple[Places, Codes]:
        """Each credit that goes up with each manager that it goes to."""
        lines = self.setting.lines
        day = lines.day[lines.roots]
        found: list[tuple[Places, Codes]] = [(below[:0], below[:0])]
        at, here = below, payee[below]
        while at.size and levels != 0:
            here = self.setting.hierarchy.above(here, day[line[at]])
            at, here = at[here >= 0], here[here >= 0]
            found.append((at, here))
            levels = None if levels is None else levels - 1
        return np.concatenate([one for one, _ in found]), np.concatenate([two for _, two in found])

    def credits(self) -> Credits:
        """All of them, sorted by line, then kind, then as given."""
        empty = np.zeros(0, dtype=np.int64)
        line, payee = np.concatenate([empty, *self.line]), np.concatenate([empty, *self.payee])
        kind, share = np.concatenate([empty, *self.kind]), np.concatenate([empty, *self.share])
        order = np.argsort(line * len(self.setting.kinds) + kind, kind="stable")
        moved = np.empty(order.size, dtype=np.int64)
        moved[order] = np.arange(order.size)
        line, payee, kind = line[order], payee[order], kind[order]
        passed = tuple(Passed(moved[one.below], moved[one.above], one.share) for one in self.passed)
        starts = np.searchsorted(line, np.arange(len(self.setting.lines) + 1))
        ordinal = ordinals(line, payee, kind, len(self.setting.kinds))
        return Credits(line, payee, kind, ordinal, share[order], tuple(self.shares), starts, passed)


def ordinals(line: Places, payee: Codes, kind: Codes, kinds: int) -> Codes:
    """How many of one line, person and kind came before, shape (credits,)."""
    found = np.zeros(line.size, dtype=np.int64)
    several = np.append(line[1:] == line[:-1], False)[: line.size]
    several[1:] |= several[:-1]
    rows = np.flatnonzero(several)
    keys = (line[rows] * (payee.max(initial=0) + 1) + payee[rows]) * kinds + kind[rows]
    order = np.argsort(keys, kind="stable")
    begins = np.flatnonzero(np.append(True, np.diff(keys[order]) != 0)[: rows.size])
    sizes = np.diff(np.append(begins, rows.size))
    found[rows[order]] = np.arange(rows.size) - np.repeat(begins, sizes)
    return found


def mirrored(given: Credits, template: Places) -> Credits:
    """Credits of every line like those of its template."""
    if (template == np.arange(template.size)).all():
        return given
    many = np.diff(given.starts)[template]
    starts = np.concatenate(([0], np.cumsum(many)))
    line = np.repeat(np.arange(template.size), many)
    shift = np.repeat(given.starts[:-1][template] - starts[:-1], many)
    origin = np.arange(line.size) + shift
    passed = tuple(_repeated(one, given, template, starts) for one in given.passed)
    return Credits(
        line, given.payee[origin], given.kind[origin], given.ordinal[origin],
        given.share[origin], given.shares, starts, passed,
    )  # fmt: skip


def _repeated(passed: Passed, given: Credits, template: Places, starts: Places) -> Passed:
    """What goes up, for every line as for its template."""
    order = np.argsort(passed.below, kind="stable")
    below, above = passed.below[order], passed.above[order]
    first = np.searchsorted(below, given.starts)
    many = np.diff(first)[template]
    line = np.repeat(np.arange(template.size), many)
    begins = np.cumsum(many) - many
    at = np.arange(line.size) + np.repeat(first[:-1][template] - begins, many)
    shift = starts[:-1][line] - given.starts[:-1][template[line]]
    return Passed(below[at] + shift, above[at] + shift, passed.share)
