"""What the tables of a build hold, so that another build can be compared with it."""

from __future__ import annotations

from everyrep.backups.kept import Held
from everyrep.warehouse.build.record import current_build, read_record
from everyrep.warehouse.landing import loads
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace


def holding(workspace: Workspace) -> tuple[str, dict[str, Held]]:
    """The current build and what its tables hold.

    Returns:
        Nothing of either where there is no build, or where loads have changed since: another build
        could not be the same.
    """
    folder = current_build(workspace)
    if folder is None:
        return "", {}
    record = read_record(folder)
    if {load.load_id for load in loads(workspace)} != set(record.loads):
        return "", {}
    with Warehouse.open(workspace, folder.name) as warehouse:
        names = [name for name, table in record.tables.items() if table.rows]
        return record.build_id, {name: _held(warehouse, name) for name in sorted(names)}


def _held(warehouse: Warehouse, table: str) -> Held:
    """Rows and a digest of them: a sum over rows, so that their order does not matter."""
    found = warehouse.connection.execute(
        f'SELECT count(*), sum(hash(t)::HUGEINT)::VARCHAR FROM "{table}" AS t'
    ).fetchone()
    rows, digest = found or (0, "")
    return Held(int(rows), str(digest or ""))
