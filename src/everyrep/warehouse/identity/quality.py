"""Say how good the matching is, system by system, so that a reader knows what to trust."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from everyrep.warehouse.identity.fields import Codes
from everyrep.warehouse.identity.links import HOW, Ties
from everyrep.warehouse.identity.roster import Roster
from everyrep.warehouse.identity.scoring import Scores

QUALITY = pa.schema(
    [
        pa.field("system", pa.string(), nullable=False),
        pa.field("records", pa.int64(), nullable=False),
        pa.field("linked", pa.int64(), nullable=False),
        pa.field("alone", pa.int64(), nullable=False),
        pa.field("queued", pa.int64(), nullable=False),
        pa.field("service_accounts", pa.int64(), nullable=False),
        pa.field("match_rate", pa.float64()),
        pa.field("estimated_precision", pa.float64()),
    ]
)


def quality(roster: Roster, person: Codes, ties: Ties, queued: Codes) -> pa.Table:
    """Return one row a system.

    `linked` counts records whose person is also in another system, `alone` those that are the
    only record of their person. `match_rate` is linked over the records of people, NULL where
    there is only one system. `estimated_precision` is the mean chance that the ties of the
    system's records are right, by the model's own scores; NULL where nothing was scored.

    Args:
        person: For each record, the first record of its person.
        queued: Rows of records that the queue names, in any order, repeats allowed.
    """
    linked = _is_linked(roster, person)
    alone = np.bincount(person, minlength=len(roster))[person] == 1
    waiting = np.isin(np.arange(len(roster)), queued)
    rows = []
    for code, system in enumerate(roster.systems):
        here = roster.system == code
        people = int(np.count_nonzero(here & ~roster.is_service))
        rows.append(
            {
                "system": system,
                "records": int(np.count_nonzero(here)),
                "linked": int(np.count_nonzero(here & linked)),
                "alone": int(np.count_nonzero(here & alone)),
                "queued": int(np.count_nonzero(here & waiting)),
                "service_accounts": int(np.count_nonzero(here & roster.is_service)),
                "match_rate": _rate(int(np.count_nonzero(here & linked)), people)
                if len(roster.systems) > 1
                else None,
                "estimated_precision": _precision(roster, ties, code),
            }
        )
    return pa.Table.from_pylist(rows, schema=QUALITY)


def _is_linked(roster: Roster, person: Codes) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return whether each record's person is in more than one system."""
    cells = np.unique(person * len(roster.systems) + roster.system)
    systems = np.bincount(cells // max(len(roster.systems), 1), minlength=len(roster))
    linked: np.ndarray[tuple[int], np.dtype[np.bool_]] = systems[person] > 1
    return linked


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _precision(roster: Roster, ties: Ties, system: int) -> float | None:
    """Return the mean chance that ties of records of a system are right, decided ones left out."""
    touches = (roster.system[ties.left] == system) | (roster.system[ties.right] == system)
    weighed = touches & (ties.how != HOW.index("decided"))
    if not weighed.any():
        return None
    return float(np.mean(chance(ties.score[weighed], ties.margin[weighed])))


def chance(score: Scores, margin: Scores) -> Scores:
    """Return the chance that a pair is right: the logistic of the smaller of score and margin."""
    odds = np.exp(-np.fmin(score, margin))
    result: Scores = 1.0 / (1.0 + odds)
    return result
