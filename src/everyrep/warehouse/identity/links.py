"""Name the persons, and say for each record how it came to its person.

A person bears the name of one of its records, so the name does not depend on what else is in the
warehouse: the record of the first system in `SYSTEM_ORDER`, then of the first in the alphabet,
then the smallest ref. When a record of a more preferred system joins, or two persons become one,
the name changes to the preferred record's; `renamed` tells which names went where.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from everyrep.warehouse.identity.fields import Codes
from everyrep.warehouse.identity.roster import Roster
from everyrep.warehouse.identity.scoring import Scores

SYSTEM_ORDER = ("hr", "crm", "lms")
"""Whose ref a person is named after, most preferred first."""

HOW = ("alone", "scored", "exact_key", "decided")
"""Ways a record came to its person, the weakest first."""

PERSON_LINKS = pa.schema(
    [
        pa.field("ref", pa.string(), nullable=False),
        pa.field("person_id", pa.string(), nullable=False),
        pa.field("how", pa.string(), nullable=False),
        pa.field("score", pa.float64()),
        pa.field("margin", pa.float64()),
    ]
)


def person_ids(roster: Roster, person: Codes) -> list[str]:
    """Return the name of each record's person.

    Args:
        person: For each record, the first record of its person.
    """
    rank = _ranks(roster.systems)
    # Rows stand in order of ref, so the first row of the best system has the smallest ref.
    order = np.lexsort((np.arange(len(roster)), rank[roster.system], person))
    starts = np.ones(len(order), dtype=np.bool_)
    starts[1:] = np.diff(person[order]) != 0
    named_after = np.empty(len(roster), dtype=np.int64)
    named_after[person[order[starts]]] = order[starts]
    return [f"person:{roster.refs[row]}" for row in named_after[person].tolist()]


def _ranks(systems: Sequence[str]) -> Codes:
    """Return the place of each system in the order of preference."""
    preferred = sorted(
        systems,
        key=lambda system: (
            SYSTEM_ORDER.index(system) if system in SYSTEM_ORDER else len(SYSTEM_ORDER),
            system,
        ),
    )
    return np.array([preferred.index(system) for system in systems], dtype=np.int64)


def renamed(before: pa.Table, after: pa.Table) -> dict[str, str]:
    """Return, for each person name that is gone, the name its records mostly bear now.

    Args:
        before: The `person_links` of an earlier resolution.
        after: The `person_links` of a later one.
    """
    now = dict(zip(after["ref"].to_pylist(), after["person_id"].to_pylist(), strict=True))
    names = set(now.values())
    heirs: dict[str, dict[str, int]] = {}
    for ref, person_id in zip(
        before["ref"].to_pylist(), before["person_id"].to_pylist(), strict=True
    ):
        if person_id not in names and ref in now:
            votes = heirs.setdefault(person_id, {})
            votes[now[ref]] = votes.get(now[ref], 0) + 1
    return {
        gone: min(votes, key=lambda name: (-votes[name], name)) for gone, votes in heirs.items()
    }


@dataclass(frozen=True)
class Ties:
    """Pairs of records that were a reason to make them one person, one entry a pair."""

    left: Codes
    right: Codes
    how: Codes
    """Position in `HOW`."""
    score: Scores
    """Log-odds; NaN for decided ties."""
    margin: Scores
    """NaN for decided ties and for repeated records within a system."""


def person_links(roster: Roster, person: Codes, ties: Ties) -> pa.Table:
    """Return how each record came to its person, by its strongest tie; see `PERSON_LINKS`."""
    records = np.concatenate([ties.left, ties.right])
    strength = np.fmin(ties.score, ties.margin)
    order = np.lexsort(
        (
            -np.nan_to_num(np.tile(strength, 2), nan=np.inf),
            -np.tile(ties.how == HOW.index("decided"), 2).astype(np.int64),
            records,
        )
    )
    rows, first = np.unique(records[order], return_index=True)
    best = order[first] % max(len(ties.left), 1)
    how = np.zeros(len(roster), dtype=np.int64)
    how[rows] = ties.how[best]
    score, margin = np.full(len(roster), np.nan), np.full(len(roster), np.nan)
    score[rows], margin[rows] = ties.score[best], ties.margin[best]
    return pa.table(
        {
            "ref": pa.array(roster.refs, pa.string()),
            "person_id": pa.array(person_ids(roster, person), pa.string()),
            "how": pa.array([HOW[code] for code in how.tolist()], pa.string()),
            "score": pa.array(score, mask=np.isnan(score)),
            "margin": pa.array(margin, mask=np.isnan(margin)),
        },
        schema=PERSON_LINKS,
    )
