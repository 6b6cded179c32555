"""Splits as they are listed: who shares a line, by which part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from everyrep.pay.columns import Texts
from everyrep.pay.exact import Exact, Flags, Places
from everyrep.pay.facts.amounts import shares_of
from everyrep.pay.facts.credited import Codes
from everyrep.pay.facts.left import Left, Reason
from everyrep.pay.facts.lines import Lines
from everyrep.pay.facts.reading import optional
from everyrep.pay.facts.sharing import sums_of
from everyrep.pay.facts.tables import Table
from everyrep.pay.facts.texts import ids_of, recoded
from everyrep.values import DataError

PRIMARY = "primary"
"""The kind of credit whose shares of one line sum to 1."""


@dataclass(frozen=True, eq=False)
class Splits:
    """Who shares which line; sorted by line, then as listed. Each array of shape (splits,).

    Attributes:
        line: Row of the line.
        payee: Ids.
        kind: Kinds of credit.
        share: Place of the share in the table.
        shares: Shares that occur.
        own: Lines with splits of their own, not of their deal; shape (lines,).
    """

    line: Places
    payee: Texts
    kind: Texts
    share: Codes
    shares: tuple[Fraction, ...]
    own: Flags

    def of_kind(self, kind: str) -> Places:
        """Rows of one kind."""
        if kind not in self.kind.words:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(self.kind.codes == self.kind.words.index(kind))


def splits_of(table: Table, lines: Lines, left: Left) -> Splits:
    """Read splits by line or by deal; those of a line itself go before those of its deal.

    Raises:
        UnknownName: A column is missing.
        DataError: Nobody is named, a share is below zero, or primary shares do not sum to 1.
    """
    if not table.rows:
        nobody = Texts(np.zeros(0, dtype=np.int64), ())
        return Splits(nobody.codes, nobody, nobody, nobody.codes, (), _no(len(lines)))
    if "place" in table:
        table = table.take(np.argsort(ranks_of(table, "place"), kind="stable"))
    line, deal, payee = optional(table, "line"), optional(table, "deal"), ids_of(table, "payee")
    if "line" not in table and "deal" not in table:
        table.column("line")
    _see_named(table, line, deal)
    kind = _kinds(table)
    share, shares = _shares(table, line, deal, kind)
    rows, at, own = _placed(lines, line, deal, left)
    found = Splits(at, payee.take(rows), kind.take(rows), share[rows], shares, own)
    _see_whole(found, lines)
    return found


def ranks_of(table: Table, column: str) -> Places:
    """A column of numbers to sort by, unknown ones last."""
    codes, numbers = shares_of(table, column)
    known = sorted({number for number in numbers if number is not None})
    ranks = {number: place for place, number in enumerate(known)}
    places = [len(ranks) if one is None else ranks[one] for one in numbers]
    return np.asarray(np.array(places, dtype=np.int64)[codes])


def _no(rows: int) -> Flags:
    return np.zeros(rows, dtype=bool)


def _kinds(table: Table) -> Texts:
    found = optional(table, "kind")
    words = tuple(sorted({*found.words, PRIMARY}))
    codes = recoded(found, words)
    return Texts(np.where(codes < 0, words.index(PRIMARY), codes), words)


def _shares(
    table: Table, line: Texts, deal: Texts, kind: Texts
) -> tuple[Codes, tuple[Fraction, ...]]:
    by_parts = "parts" in table
    if by_parts and "share" in table:
        raise DataError(
            "Both share and parts are given", where=table.name, remedy="leave one of them out"
        )
    column = "parts" if by_parts else "share"
    codes, given = shares_of(table, column)
    wrong = [at for at, one in enumerate(given) if one is None or one < 0]
    if (bad := np.flatnonzero(np.isin(codes, wrong))).size:
        raise DataError(
            "There is no share, or one below zero", where=table.where(int(bad[0]), column),
            remedy='write it as "16.1%", 0.161 or "1/3"',
        )  # fmt: skip
    shares = tuple(one for one in given if one is not None)
    return _of_parts(table, codes, shares, (line, deal, kind)) if by_parts else (codes, shares)


def _of_parts(
    table: Table, codes: Codes, parts: Sequence[Fraction], by: tuple[Texts, Texts, Texts]
) -> tuple[Codes, tuple[Fraction, ...]]:
    """Parts of their sum, among splits of one line or deal and kind."""
    line, deal, kind = by
    order = np.lexsort((kind.codes, deal.codes, line.codes))
    keys = np.stack([line.codes[order], deal.codes[order], kind.codes[order]])
    starts = np.flatnonzero(np.append(True, (keys[:, 1:] != keys[:, :-1]).any(axis=0)))
    column = Exact.of(parts).take(codes[order])
    sums = column.summed(starts)
    if (none := np.flatnonzero(sums.parts == 0)).size:
        row = int(order[starts[none[0]]])
        raise DataError("Parts sum to nothing", where=table.where(row, "parts"))
    totals = np.repeat(sums.parts, np.diff(np.append(starts, order.size)))
    pairs = list(zip(column.parts.tolist(), totals.tolist(), strict=True))
    places: dict[tuple[int, int], int] = {}
    found = np.empty(order.size, dtype=np.int64)
    found[order] = [places.setdefault(pair, len(places)) for pair in pairs]
    return found, tuple(Fraction(part, total) for part, total in places)


def _placed(lines: Lines, line: Texts, deal: Texts, left: Left) -> tuple[Places, Places, Flags]:
    """Rows of splits and the line of each, sorted by line; and which lines have their own."""
    at = recoded(line, lines.ids)
    mine = np.flatnonzero(line.codes >= 0)
    own = _no(len(lines))
    own[at[mine][at[mine] >= 0]] = True
    by_deal = np.argsort(lines.deal.codes, kind="stable")
    sorted_deals = lines.deal.codes[by_deal]
    theirs = np.flatnonzero(line.codes < 0)
    which = recoded(deal, lines.deal.words)[theirs]
    low = np.searchsorted(sorted_deals, which)
    many = np.searchsorted(sorted_deals, which, side="right") - low
    many = np.where(which >= 0, many, 0)
    strangers = np.sort(np.concatenate((mine[at[mine] < 0], theirs[many == 0])))
    left.count(Reason.NO_LINE, strangers, lambda row: _named(line, deal, row))
    shared = by_deal[np.arange(many.sum()) - np.repeat(np.cumsum(many) - many - low, many)]
    rows = np.concatenate((mine[at[mine] >= 0], np.repeat(theirs, many)[~own[shared]]))
    found = np.concatenate((at[mine][at[mine] >= 0], shared[~own[shared]]))
    order = np.lexsort((rows, found))
    return rows[order], found[order], own


def _named(line: Texts, deal: Texts, row: int) -> str:
    """The line or deal that a split names."""
    named = line if line.codes[row] >= 0 else deal
    return named.words[int(named.codes[row])]


def _see_named(table: Table, line: Texts, deal: Texts) -> None:
    nothing = np.flatnonzero((line.codes < 0) & (deal.codes < 0))
    if nothing.size:
        raise DataError(
            "A split names neither line nor deal", where=f"{table.name}, row {nothing[0] + 1}",
            remedy="name one of them",
        )  # fmt: skip


def _see_whole(splits: Splits, lines: Lines) -> None:
    """Refuse primary shares of a line that do not sum to 1."""
    rows = splits.of_kind(PRIMARY)
    if rows.size:
        see_whole(splits.line[rows], splits.share[rows], splits.shares, lines, "splits")


def see_whole(
    line: Places, share: Codes, shares: Sequence[Fraction], lines: Lines, where: str
) -> None:
    """Refuse primary shares of a line that do not sum to 1, exactly.

    Args:
        line: Rows of lines, ascending.
        share: Places of shares.
        shares: Shares that occur.
        lines: To name the line.
        where: What gave the shares.

    Raises:
        DataError: They do not; the message names the line and the sum.
    """
    starts = np.flatnonzero(np.append(True, line[1:] != line[:-1])[: line.size])
    above, below = sums_of(share, shares, starts)
    wrong = np.flatnonzero(above != below)
    if wrong.size:
        total = Fraction(int(above[wrong[0]]), int(below[wrong[0]]))
        raise DataError(
            f"Primary shares of line {lines.ids[line[starts[wrong[0]]]]!r} sum to "
            f"{percent(total)}, not to 100%", where=where,
            why="A part of the line would be credited to nobody, or twice",
            remedy="let them sum to exactly 100%, or give `parts` such as 1, 1, 1",
        )  # fmt: skip


def percent(share: Fraction) -> str:
    """A share in per cent, as exactly as it can be written."""
    times = share * 100
    if times.denominator == 1:
        return f"{times}%"
    text = f"{float(times):.12g}"
    return f"{text}%" if Fraction(text) == times else f"{share} of it"
