"""What is wrong with open deals, worked out once a build and scope."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from everyrep.analysis.pipeline.faults import Faults, Yardstick, faults_of
from everyrep.analysis.pipeline.hygiene import RULES, Limits
from everyrep.faces.web.pages.keyed import key_of
from everyrep.faces.web.pages.lately import Lately
from everyrep.faces.web.pages.remembered import remembered
from everyrep.values import EveryrepError, Scope
from everyrep.warehouse.reader import Warehouse

WORDS = {
    "aged": "old in its stage", "overdue": "overdue", "no_close": "no close date",
    "no_amount": "no amount", "no_owner": "no owner", "no_activity": "quiet",
    "no_next_step": "no next step", "step_overdue": "step overdue",
    "single_threaded": "one contact",
}  # fmt: skip
"""Each rule in a word or two."""
_NAME = "deal faults, by one yardstick"
_PART = Limits().aged
_MOST_KEPT = 1_000_000
"""Deals of all scopes together that a process keeps as read, the least lately asked go first."""


@dataclass(frozen=True)
class Told:
    """What is wrong with a deal.

    Attributes:
        reasons: Names of `RULES`, the gravest first.
        age: Days in its stage; None where not known.
        share: Share of winners that had left the stage by then; None where not known.
    """

    reasons: tuple[str, ...] = ()
    age: int | None = None
    share: float | None = None

    def words(self, yardstick: Yardstick | None) -> list[tuple[str, str]]:
        """Each reason in a word or two, and as a sentence.

        Args:
            yardstick: Of the stage that the deal is in; None where it is told elsewhere.
        """
        more = {"aged": f"{RULES['aged']} {told_age(yardstick)}"} if yardstick else {}
        return [(WORDS.get(name, name), more.get(name, RULES[name])) for name in self.reasons]


def told_age(yardstick: Yardstick) -> str:
    """What the age of a deal is held against, in a sentence."""
    high = "open" if yardstick.high is None else f"{yardstick.high}"
    return (
        f"{_PART:.0%} of the company's winners had left this stage within {yardstick.days} days "
        f"(range {yardstick.low} to {high}, {yardstick.winners:,} winners)."
    )


@dataclass(frozen=True)
class Reasons:
    """What is wrong with the deals in sight; of those with nothing wrong there is nothing."""

    faults: Faults

    def __len__(self) -> int:
        return len(self.faults.deal)

    def of(self, deal: str) -> Told:
        """What is wrong with one deal."""
        place = int(np.searchsorted(self.faults.deal, deal))
        if place >= len(self) or self.faults.deal[place] != deal:
            return Told()
        days, share = int(self.faults.days[place]), float(self.faults.share[place])
        rules = int(self.faults.rules[place])
        return Told(
            tuple(name for at, name in enumerate(RULES) if rules >> at & 1),
            None if days < 0 else days,
            None if np.isnan(share) else share,
        )

    def yardstick(self, stage: str | None) -> Yardstick | None:
        """What the age of a deal in a stage is held against; None where that is not known."""
        return self.faults.yardsticks.get(stage or "")

    @cached_property
    def counted(self) -> Mapping[str, int]:
        """By rule, how many deals break it."""
        return {name: int(self._break(name).sum()) for name in RULES}

    def with_fault(self, name: str) -> frozenset[str]:
        """Deals that break a rule."""
        return frozenset(self.faults.deal[self._break(name)].tolist())

    def _break(self, name: str) -> NDArray[np.bool_]:
        return (self.faults.rules >> list(RULES).index(name) & 1).astype(bool)


_READ = Lately(_MOST_KEPT, len)


def reasons(warehouse: Warehouse, scope: Scope) -> Reasons:
    """What is wrong with the open deals that a scope may see one by one."""
    key = key_of(_NAME, warehouse, scope)
    kept = partial(remembered, _NAME, warehouse, scope, lambda: _written(warehouse, scope))
    return _READ.get(key, lambda: _read(kept()))


def _written(warehouse: Warehouse, scope: Scope) -> str:
    try:
        found = faults_of(warehouse, scope)
    except EveryrepError:
        found = faults_of(warehouse, Scope.nothing(scope.who))
    columns: dict[str, Any] = {
        name: getattr(found, name).tolist() for name in ("deal", "rules", "days", "share")
    }
    columns["yardsticks"] = {stage: vars(one) for stage, one in found.yardsticks.items()}
    # JSON knows no "not a number".
    columns["share"] = [None if np.isnan(share) else round(share, 4) for share in columns["share"]]
    return json.dumps(columns)


def _read(text: str) -> Reasons:
    held = json.loads(text)
    share = [np.nan if one is None else one for one in held["share"]]
    return Reasons(
        Faults(
            np.array(held["deal"], dtype=str),
            np.array(held["rules"], dtype=np.int64),
            np.array(held["days"], dtype=np.int64),
            np.array(share, dtype=float),
            {stage: Yardstick(**one) for stage, one in held["yardsticks"].items()},
        )
    )
