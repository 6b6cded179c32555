"""The usual errors of real exports, made on purpose, each counted where it is made.

Rows are damaged after the truth about them was noted, and no row is damaged twice, so that every
count is exact.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from everyrep.sources.simulated.chance import Bools, Floats, Ints, stream
from everyrep.sources.simulated.options import Options
from everyrep.sources.simulated.text import Column, Columns, dates, record_ids

MOST_EXAMPLES = 200
NOBODY = 900_000  # user number that no user has
TYPOS = {
    "Closed Won": "Closed  won", "Closed Lost": "Closd Lost", "No Decision": "No Decison",
    "Qualification": "Qualificaton", "Discovery": "Discovry", "Solution Fit": "Solution-Fit",
    "Proposal": "Proposl", "Negotiation": "Negotation", "Contracting": "Contractng",
}  # fmt: skip
SIGNS = {"EUR": "€ ", "USD": "$", "GBP": "£"}
OPPORTUNITY_KINDS = (
    "close_before_open", "unknown_owner", "stage_typo", "missing_amount", "missing_lead_source",
    "amount_with_sign", "duplicate_opportunity",
)  # fmt: skip
SHARE = 0.0008  # of the rows, for each kind
TASK_KINDS = ("task_on_missing_deal", "negative_duration", "duplicate_task")
TASK_SHARE = 0.0002


@dataclass
class Damage:
    """What was damaged: by kind, the file, how many rows, and the first ids."""

    file: str
    rows: int = 0
    ids: list[str] = field(default_factory=list)


@dataclass
class Mess:
    """Damages tables as they pass, if the options want it.

    Attributes:
        options: The world.
        done: What was damaged, by kind.
    """

    options: Options
    done: dict[str, Damage] = field(default_factory=dict)

    def opportunities(self, part: int, columns: Columns, created: Floats) -> Columns:
        """Damages some deals in each of seven ways, and repeats some rows."""
        if not self.options.mess:
            return columns
        rng = stream(self.options.seed, "mess-opportunities", part)
        rows = _draw(rng, len(created), OPPORTUNITY_KINDS, SHARE)
        self._close_before_open(rng, columns, rows["close_before_open"], created)
        self._unknown_owner(columns, rows["unknown_owner"])
        self._stage_typo(columns, rows["stage_typo"])
        for kind, name in (("missing_amount", "Amount"), ("missing_lead_source", "LeadSource")):
            self._blank(columns, rows[kind], kind, name)
        if self.options.form == "export":
            self._sign(columns, rows["amount_with_sign"])
        return self._repeat(columns, rows["duplicate_opportunity"], "duplicate_opportunity",
                            "crm/opportunities")  # fmt: skip

    def tasks(self, part: int, columns: Columns) -> Columns:
        """Some tasks hang on deals that were deleted, some last less than nothing, some repeat."""
        if not self.options.mess or not len(columns["Id"]):
            return columns
        rng = stream(self.options.seed, "mess-tasks", part)
        rows = _draw(rng, len(columns["Id"]), TASK_KINDS, TASK_SHARE)
        lost = rows["task_on_missing_deal"]
        gone = record_ids("006", NOBODY + lost)
        columns["WhatId"] = _put(columns["WhatId"], lost, gone)
        self._note("task_on_missing_deal", "crm/tasks", columns["Id"], lost)
        calls = np.asarray(columns["CallDurationInSeconds"].is_valid())
        negative = rows["negative_duration"][calls[rows["negative_duration"]]]
        below = pa.array(np.full(len(negative), -60), pa.int64())
        columns["CallDurationInSeconds"] = _put(columns["CallDurationInSeconds"], negative, below)
        self._note("negative_duration", "crm/tasks", columns["Id"], negative)
        return self._repeat(columns, rows["duplicate_task"], "duplicate_task", "crm/tasks")

    def accounts(self, part: int, columns: Columns) -> Columns:
        """Some names carry stray spaces."""
        if not self.options.mess:
            return columns
        rng = stream(self.options.seed, "mess-accounts", part)
        rows = _draw(rng, len(columns["Id"]), ("stray_whitespace",), 0.004)["stray_whitespace"]
        names = columns["Name"].take(pa.array(rows))
        spaced = pc.binary_join_element_wise("  ", names, " ", "")
        columns["Name"] = _put(columns["Name"], rows, spaced)
        self._note("stray_whitespace", "crm/accounts", columns["Id"], rows)
        return columns

    def note(self, kind: str, file: str, ids: list[str]) -> None:
        """Notes rows that were damaged elsewhere."""
        if not ids:
            return
        found = self.done.setdefault(kind, Damage(file))
        found.rows += len(ids)
        found.ids.extend(ids[: max(0, MOST_EXAMPLES - len(found.ids))])

    def _note(self, kind: str, file: str, ids: Column, rows: Ints) -> None:
        self.note(kind, file, ids.take(pa.array(rows)).to_pylist())

    def _close_before_open(
        self, rng: np.random.Generator, columns: Columns, rows: Ints, created: Floats
    ) -> None:
        early = np.floor(created[rows]) - rng.integers(3, 90, len(rows)).astype(float)
        columns["CloseDate"] = _put(columns["CloseDate"], rows, dates(early))
        self._note("close_before_open", "crm/opportunities", columns["Id"], rows)

    def _unknown_owner(self, columns: Columns, rows: Ints) -> None:
        nobody = record_ids("005", NOBODY + rows)
        columns["OwnerId"] = _put(columns["OwnerId"], rows, nobody)
        self._note("unknown_owner", "crm/opportunities", columns["Id"], rows)

    def _stage_typo(self, columns: Columns, rows: Ints) -> None:
        right = columns["StageName"].take(pa.array(rows)).to_pylist()
        wrong = pa.array([TYPOS[name] for name in right], pa.string())
        columns["StageName"] = _put(columns["StageName"], rows, wrong)
        self._note("stage_typo", "crm/opportunities", columns["Id"], rows)

    def _blank(self, columns: Columns, rows: Ints, kind: str, name: str) -> None:
        columns[name] = _put(columns[name], rows, None)
        self._note(kind, "crm/opportunities", columns["Id"], rows)

    def _sign(self, columns: Columns, rows: Ints) -> None:
        amounts = columns["Amount"].take(pa.array(rows)).to_pylist()
        currency = columns["CurrencyIsoCode"].take(pa.array(rows)).to_pylist()
        texts = [f"{SIGNS[c]}{a:,}" for a, c in zip(amounts, currency, strict=True)]
        plain = columns["Amount"].cast(pa.string())
        columns["Amount"] = _put(plain, rows, pa.array(texts, pa.string()))
        self._note("amount_with_sign", "crm/opportunities", columns["Id"], rows)

    def _repeat(self, columns: Columns, rows: Ints, kind: str, file: str) -> Columns:
        self._note(kind, file, columns["Id"], rows)
        table = pa.table(columns)
        twice = pa.concat_tables([table, table.take(pa.array(rows))]).combine_chunks()
        return {name: twice.column(name).combine_chunks() for name in twice.column_names}


def _draw(
    rng: np.random.Generator, n: int, kinds: tuple[str, ...], share: float
) -> dict[str, Ints]:
    """Rows to damage for each kind, at least one, no row twice."""
    each = max(1, round(n * share))
    rows = rng.permutation(n)[: each * len(kinds)]
    return {kind: np.sort(rows[at :: len(kinds)]) for at, kind in enumerate(kinds)}


def _put(column: Column, rows: Ints, values: Column | None) -> Column:
    """The column with other values in some rows; None empties them."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(pa.string())
    mask: Bools = np.zeros(len(column), dtype=bool)
    mask[rows] = True
    if values is None:
        values = pa.nulls(len(rows), column.type)
    return pc.replace_with_mask(column, pa.array(mask), values.cast(column.type))
