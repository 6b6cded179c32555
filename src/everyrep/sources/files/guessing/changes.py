"""Change logs of fields: a row says which field of a deal changed, and to what.

Such a file holds changes of everything: stages, owners, amounts. Those of the stage are stage
changes, those of the owner owner changes; each is fed by the rows that say so, and no others.
"""

from __future__ import annotations

from collections.abc import Iterator

from everyrep.sources.files.guessing.matching import Profiles, TableMatch
from everyrep.sources.files.guessing.names import fold
from everyrep.sources.files.guessing.specs import spec_of
from everyrep.warehouse.mapping import ColumnSpec, TableMapping
from everyrep.warehouse.schema import TABLES

_FIELD = ("field", "fieldname", "property", "propertyname", "name")
_AFTER = ("newvalue", "value", "tovalue", "after")
_BEFORE = ("oldvalue", "fromvalue", "before")
_LOGS = ("stage_changes", "owner_changes")
_WORDS = {
    "stage_changes": ("stagename", "stage", "dealstage", "salesstage", "phase"),
    "owner_changes": ("owner", "ownerid", "dealowner", "hubspotownerid", "opportunityowner"),
}
# Our columns: what changed to, what it was, when.
_COLUMNS = {
    "stage_changes": ("stage", None, "entered_at"),
    "owner_changes": ("owner", "before", "changed_at"),
}


def by_field(match: TableMatch, profiles: Profiles) -> tuple[TableMapping, ...] | None:
    """The tables that a log of changed fields feeds; None where the file is no such log.

    An empty answer means that it is one, and that neither stages nor owners are in it.
    """
    field, after = _named(profiles, _FIELD), _named(profiles, _AFTER)
    if match.table not in _LOGS or field is None or after is None:
        return None
    return tuple(_tables(match, profiles, field, after))


def _tables(
    match: TableMatch, profiles: Profiles, field: str, after: str
) -> Iterator[TableMapping]:
    moment = match.pairs[_COLUMNS[match.table][2] or ""].source
    deal = match.pairs["opportunity"].source
    before = _named(profiles, _BEFORE)
    for table, words in _WORDS.items():
        said = [value for value in profiles[field].values if fold(value) in words]
        if not said:
            continue
        to, was, when = _COLUMNS[table]
        sources = {"opportunity": deal, to: after, was: before, when: moment}
        listed = ", ".join("'" + value.replace("'", "''") + "'" for value in said)
        yield TableMapping(
            table,
            '"' + field.replace('"', '""') + f'" in ({listed})',
            {
                name: _spec(table, name, source, profiles)
                for name, source in sources.items()
                if name is not None and source is not None
            },
        )


def _spec(table: str, name: str, source: str, profiles: Profiles) -> ColumnSpec:
    return spec_of(TABLES[table].by_name[name], profiles[source])[0]


def _named(profiles: Profiles, names: tuple[str, ...]) -> str | None:
    """The column that is called one of these, the first of the names first."""
    folded = {fold(name): name for name in profiles}
    return next((folded[name] for name in names if name in folded), None)
