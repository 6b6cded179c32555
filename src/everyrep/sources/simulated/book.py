"""The deals of one region with everything that hangs on them, ready to be exported."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np

from everyrep.sources.simulated.chance import Bools, Floats, Ints, stream
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.customers import Accounts
from everyrep.sources.simulated.deals import Deals, open_farming, open_hunting
from everyrep.sources.simulated.options import Options
from everyrep.sources.simulated.prices import Lines, price
from everyrep.sources.simulated.vocabulary import STAGE_DAYS
from everyrep.sources.simulated.walk import N_STAGES, Walk, held_by, walk

T = TypeVar("T", Deals, Walk)

WON_STAGE, LOST_STAGE, NOTHING_STAGE = N_STAGES, N_STAGES + 1, N_STAGES + 2


@dataclass(frozen=True)
class Book:
    """Deals of a region, sorted by the moment they were opened.

    Attributes:
        accounts: The region's accounts.
        deals: The deals.
        way: Their way through the stages.
        lines: Their lines.
        amount: Amount in cents of the region's currency.
        first: Number of the first deal in the company.
        stage: Stage at the world's end: 0 to 5 open, then won, lost, no decision.
        closed: Whether the deal was closed when the world stopped.
        close_day: Day of closing, or the day on which the holder hoped to close.
        holder: Who holds it at the world's end, or held it when it closed.
    """

    accounts: Accounts
    deals: Deals
    way: Walk
    lines: Lines
    amount: Ints
    first: int
    stage: Ints
    closed: Bools
    close_day: Floats
    holder: Ints

    @property
    def won(self) -> Bools:
        """Won before the world stopped."""
        return self.stage == WON_STAGE


def build_book(company: Company, accounts: Accounts, region: int, first: int) -> Book:
    """Simulates the deals of a region: hunting first, because won customers can then be farmed."""
    hunted = open_hunting(company, accounts, region)
    hunted_way = walk(company, accounts, hunted, "hunting")
    np.minimum.at(accounts.since, hunted.account[hunted_way.won], hunted_way.end[hunted_way.won])
    farmed = open_farming(company, accounts, region)
    farmed_way = walk(company, accounts, farmed, "farming")
    lines = [
        price(company, accounts, hunted, "hunting"),
        price(company, accounts, farmed, "farming"),
    ]
    deals, way = _join(hunted, farmed), _join(hunted_way, farmed_way)
    return _arrange(company, accounts, deals, way, _join_lines(lines, hunted.n), first)


def _arrange(
    company: Company, accounts: Accounts, deals: Deals, way: Walk, lines: Lines, first: int
) -> Book:
    """Drops what was closed before the window, or never seen, and sorts by the day of opening."""
    when = company.when
    seen = np.flatnonzero((way.end >= when.start) & (deals.created < when.end))
    rows = seen[np.argsort(deals.created[seen], kind="stable")]
    lines = _renumber(lines, rows, deals.n)
    deals, way = deals.take(rows), way.take(rows)
    closed = way.end < when.end
    at = (way.entry < when.end).sum(axis=1) - 1
    final = np.where(way.won, WON_STAGE, np.where(way.nothing, NOTHING_STAGE, LOST_STAGE))
    holder = held_by(company.lives, deals.owner, np.minimum(way.end, when.end - 1e-3))
    return Book(
        accounts=accounts,
        deals=deals,
        way=way,
        lines=lines,
        amount=lines.amounts(deals.n),
        first=first,
        stage=np.where(closed, final, at),
        closed=closed,
        close_day=np.where(closed, way.end, hoped_close(company.options, deals, way, at)),
        holder=holder,
    )


def hoped_close(options: Options, deals: Deals, way: Walk, stage: Ints) -> Floats:
    """The day on which a holder hopes to close, seen from a stage; sellers hope too much."""
    rng = stream(options.seed, "hope", deals.region)
    left = np.cumsum(np.array(STAGE_DAYS)[::-1])[::-1]
    mood = np.exp(0.35 * rng.normal(size=deals.n) - 0.15)
    entered = way.entry[np.arange(deals.n), stage.clip(0, N_STAGES - 1)]
    return np.asarray(np.floor(entered + 1 + left[stage.clip(0, N_STAGES - 1)] * mood))


def _join(one: T, two: T) -> T:
    """Two tables of the same kind, one after the other."""
    merged: dict[str, Any] = {}
    for name, left in vars(one).items():
        right = getattr(two, name)
        merged[name] = left if np.isscalar(left) else np.concatenate([left, right])
    return type(one)(**merged)


def _join_lines(lines: list[Lines], offset: int) -> Lines:
    one, two = lines
    two = replace(two, deal=two.deal + offset)
    return Lines(
        **{f.name: np.concatenate([getattr(one, f.name), getattr(two, f.name)])
           for f in fields(Lines)}
    )  # fmt: skip


def _renumber(lines: Lines, rows: Ints, n: int) -> Lines:
    place = np.full(n, -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    keep = np.flatnonzero(place[lines.deal] >= 0)
    keep = keep[np.argsort(place[lines.deal[keep]], kind="stable")]
    taken = Lines(**{field.name: getattr(lines, field.name)[keep] for field in fields(Lines)})
    return replace(taken, deal=place[taken.deal])
