"""What became of files, as JSON that a page can show after the files are gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from everyrep.faces.reports.numbers import plural
from everyrep.measures.computable import Computability, Verdict, computable
from everyrep.sources.files.loading import Ended, Table
from everyrep.values import UserError
from everyrep.warehouse.inspection import Alike
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace

if TYPE_CHECKING:
    from everyrep.measures.source import FactSource

_MOST_REJECTS = 25
_LONGEST = 120


def as_told(workspace: Workspace, tables: Sequence[Table]) -> dict[str, Any]:
    """Tables of files: what lands, what does not and why, how columns are read; what it brings."""
    refused = sum(table.error is not None for table in tables)
    counts = [count for t in tables if t.inspection for count in t.inspection.tables]
    rows, replaced = (sum(getattr(x, name) for x in counts) for name in ("rows", "replaced"))
    verb = "gives" if replaced == 1 else "give"
    again = f", of which {replaced:,} {verb} way to a later one" if replaced else ""
    lands = f"{rows:,} {plural('row', rows)} would land{again}."
    return {
        "said": f"{len(tables):,} {plural('table', len(tables))}: {lands}{_cannot(refused)}",
        "files": [_file(table) for table in tables],
        "computable": _brings(workspace, tables),
    }


def _cannot(refused: int) -> str:
    """How many tables cannot be loaded; the reason stands with each."""
    if not refused:
        return ""
    return f" {refused:,} {plural('table', refused)} cannot be loaded; why is said with each."


def _file(table: Table) -> dict[str, Any]:
    found = table.inspection
    return {
        "source": table.source,
        "ended": str(table.ended),
        "load": table.load.load_id if table.load else "",
        "replaces": list(table.load.replaces)
        if table.load and table.ended == Ended.LANDED
        else [],
        "rows": table.part.table.rows if table.part else 0,
        "mapping": _mapping(table),
        "mapping_file": table.mapping_file.name if table.mapping_file else "",
        "guessed": table.guess is not None,
        "unmapped": list(table.guess.unmapped) if table.guess else [],
        "open": list(table.still_open),
        "to_confirm": list(table.to_confirm),
        "remarks": [*(table.part.notes if table.part else ()),
                    *(table.guess.remarks if table.guess else ())],
        "tables": [vars(count) for count in found.tables] if found else [],
        "doubts": [doubt for count in found.tables for doubt in count.doubts] if found else [],
        "wrong": found.wrong if found else 0,
        "columns": list(table.part.table.columns) if table.part else [],
        "forms": table.forms,
        "rejects_file": table.rejects.name if table.rejects else "",
        "rejects": [
            {**vars(reject), "table": name, "value": reject.value[:_LONGEST]}
            for name, reject in found.rejects[:_MOST_REJECTS]
        ] if found else [],
        "alike": [_alike(one) for one in found.alike] if found else [],
        "error": _error(table),
    }  # fmt: skip


def _alike(one: Alike) -> dict[str, Any]:
    """What is wrong in one way, with where it is found first."""
    told = {name: value for name, value in vars(one).items() if name not in ("lines", "values")}
    where = zip(one.lines, one.values, strict=True)
    return told | {"such_as": [[line, value[:_LONGEST]] for line, value in where]}


def _error(table: Table) -> str:
    """Why a table is refused; where its columns are known, what to do is a form beside it."""
    error = table.error
    if error is None or table.part is None or table.mapping is not None:
        return str(error or "")
    return f"{error.message}. {error.why or ''}".strip().rstrip(".") + "."


def _mapping(table: Table) -> list[dict[str, Any]]:
    """Which column of the file feeds which of ours, and how sure that is where it was guessed."""
    if table.mapping is None:
        return []
    sure = dict(table.guess.columns) if table.guess else {}
    blind = table.guess.blind if table.guess else ()
    return [
        {
            "table": fed.table,
            "where": str(fed.where or ""),
            "columns": [
                {
                    "to": name,
                    "of": (" or " if spec.pattern else " + ").join(spec.sources)
                    or repr(spec.value),
                    "sure": sure.get((fed.table, name)),
                    "blind": (fed.table, name) in blind,
                }
                for name, spec in fed.columns.items()
            ],
        }
        for fed in table.mapping.tables
    ]


def _brings(workspace: Workspace, tables: Sequence[Table]) -> dict[str, Any]:
    """What could be computed with these files that cannot be now."""
    try:
        with Warehouse.open(workspace) as warehouse:
            return _compare(_With(warehouse), tables)
    except UserError:  # Nothing is built yet: everything it brings is new.
        return _compare(_With(_Nothing()), tables)


def _compare(now: _With, tables: Sequence[Table]) -> dict[str, Any]:
    before = {v.name: v for v in _judged(now)}
    after = {v.name: v for v in _judged(_With(now.now, _new_rows(tables)))}
    better = [
        {"title": v.title, "verdict": v.verdict.value, "why": v.why, "kind": v.kind}
        for name, v in after.items()
        if v.verdict != before[name].verdict and v.verdict != Verdict.NOT
    ]
    counts = {state.value: sum(v.verdict is state for v in after.values()) for state in Verdict}
    return {"better": better, "counts": counts}


def _judged(source: _With) -> tuple[Computability, ...]:
    """The verdicts, which look at rows and at what is filled, and at nothing else of a source."""
    return computable(cast("FactSource", source))


def _new_rows(tables: Sequence[Table]) -> dict[str, tuple[int, frozenset[str]]]:
    """Rows that land, and the columns they have, by canonical table."""
    found: dict[str, tuple[int, frozenset[str]]] = {}
    for table in tables:
        if table.mapping is None or table.inspection is None:
            continue
        for fed, count in zip(table.mapping.tables, table.inspection.tables, strict=False):
            rows, columns = found.get(fed.table, (0, frozenset[str]()))
            found[fed.table] = (rows + count.rows, columns | fed.columns.keys())
    return found


class _Nothing:
    """A warehouse before the first build, as far as the verdicts look at one."""

    as_of = date(1970, 1, 1)
    reporting_currency = "the reporting currency"

    @property
    def connection(self) -> _Nothing:
        """Where there is nothing to ask."""
        return self

    def execute(self, *_: Any) -> _Nothing:
        """Asks nothing."""
        return self

    def fetchone(self) -> None:
        """There are no rows that a question speaks of."""

    def rows(self, _: str) -> int:
        """None."""
        return 0

    def filled(self, *_: str) -> float:
        """Nothing."""
        return 0.0


@dataclass(frozen=True)
class _With:
    """The warehouse as it would be with more rows: how many there are, and what is filled.

    What only some rows must have is asked of the rows that are there, so that it errs towards
    promising too little.
    """

    now: Any
    more: Mapping[str, tuple[int, frozenset[str]]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.now, name)

    def rows(self, table: str) -> int:
        """Rows of a table; a row that takes the place of another is counted twice."""
        return int(self.now.rows(table)) + self.more.get(table, (0, frozenset()))[0]

    def filled(self, table: str, column: str) -> float:
        """Share of rows with something in a column; new rows count as filled where mapped."""
        rows, columns = self.more.get(table, (0, frozenset[str]()))
        now = int(self.now.rows(table))
        old = float(self.now.filled(table, column)) * now if now else 0.0
        new = rows if any(_stem(column) == _stem(name) for name in columns) else 0
        return (old + new) / (now + rows) if now + rows else 0.0


def _stem(column: str) -> str:
    """A column's name without what storing adds to it, such as `_id` or `_minor`."""
    for ending in ("_base_minor", "_minor", "_id", "_ref", "_at", "_on", "_zone"):
        if column.endswith(ending) and column != ending:
            return column.removesuffix(ending)
    return column
