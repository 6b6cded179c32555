"""Small rosters for the tests: records as dictionaries, in a table with all the columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import duckdb
import pyarrow as pa

from everyrep.warehouse.identity import Decision, Resolution, resolve
from tests.warehouse.identity.mess import SCHEMA

Record = dict[str, object]


def record(ref: str, **fields: object) -> Record:
    """Return one record; columns not given are NULL."""
    system, _, source_id = ref.partition(":")
    return {"ref": ref, "system": system, "source_id": source_id, **fields}


def resolved(records: Iterable[Record], decisions: Iterable[Decision] = ()) -> Resolution:
    """Return the resolution of records."""
    connection = duckdb.connect()
    connection.register("records", pa.Table.from_pylist(list(records), schema=SCHEMA))
    return resolve(connection, "records", list(decisions))


def persons(resolution: Resolution) -> dict[str, str]:
    """Return the person of each ref."""
    links = resolution.person_links
    return dict(zip(links["ref"].to_pylist(), links["person_id"].to_pylist(), strict=True))


def queued(resolution: Resolution) -> dict[tuple[str, str], str]:
    """Return the kind of each queued pair, its refs in alphabetical order."""
    queue = resolution.identity_queue
    return {
        (min(row["left_ref"], row["right_ref"]), max(row["left_ref"], row["right_ref"])): row[
            "kind"
        ]
        for row in queue.to_pylist()
    }


# Forty colleagues without namesakes, so that systems have a size and names a frequency.
_GIVEN = "Ada Bruno Carla Dario Edda Fabio Greta Hector Irma Jonas".split()
_SURNAMES = "Almqvist Brandauer Chlumsky Dragovich Eberhardt Falkenrath Grabner Hollister".split()


def colleagues(*systems: str, number: bool = True) -> list[Record]:
    """Return the same forty plain people in each system, with mail, number and hire date."""
    return [_colleague(place, system, number) for place in range(40) for system in systems]


def _colleague(place: int, system: str, number: bool) -> Record:
    first, last = _GIVEN[place % 10], _SURNAMES[place % 8] + "abcde"[place // 8]
    return record(
        f"{system}:c{place}",
        full_name=f"{first} {last}",
        email=f"{first}.{last}@acme.com".lower(),
        employee_number=str(7000 + 11 * place) if number else None,
        hire_date=date(2015, 1, 1) + timedelta(days=53 * place),
        team=f"Team {place % 5}",
    )
