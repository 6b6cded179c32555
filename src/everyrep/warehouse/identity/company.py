"""How much more often a given name and a surname meet than their shares multiplied say.

Names follow language: among the Papadopouloi every tenth is a Georgios, though hardly anybody in
the whole company is. Two records that agree on both names then agree on less than it seems.

The excess is read off the company names keep, not off the pair itself, which may be one person:
from the surname to the *other* given names it is borne with, on to the *other* surnames of those,
and back to the given name. If such a walk ends at the given name ten times as often as that name
occurs, the two keep company ten times as often as chance would have it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from everyrep.warehouse.identity.fields import MISSING, Codes
from everyrep.warehouse.identity.roster import Roster

Scores = npt.NDArray[np.float64]

# The commonest names only, in dense matrices: rare ones are no ground for mistakes.
_MOST_GIVEN, _MOST_SURNAMES = 400, 800
# What is supposed of rare names, and as if so many bearers of the surname had been seen at it.
_SUPPOSED_EXCESS = np.e
_SUPPOSED_BEARERS = 3.0


def excess_nats(roster: Roster) -> Scores:
    """Return, for each record, the logarithm of the excess of its given name with its surname.

    At least 0: names that avoid each other are not taken to be rarer for it.
    """
    given, givens = _commonest(roster.given, _MOST_GIVEN)
    surname, surnames = _commonest(roster.surname, _MOST_SURNAMES)
    nats = np.full(len(roster), np.log(_SUPPOSED_EXCESS))
    common = (given != MISSING) & (surname != MISSING)
    if not common.any():
        return nats
    meetings = np.zeros((givens, surnames), dtype=np.float32)
    np.add.at(meetings, (given[common], surname[common]), 1.0 / max(len(roster.systems), 1))
    excess = _excess(meetings)
    nats[common] = np.log(np.maximum(excess[given[common], surname[common]], 1.0))
    return nats


def _commonest(codes: Codes, most: int) -> tuple[Codes, int]:
    """Return the codes numbered anew, all but the commonest `MISSING`, and how many are left."""
    known = codes[codes != MISSING]
    counts = np.bincount(known) if len(known) else np.zeros(0, dtype=np.int64)
    kept = np.argsort(-counts, kind="stable")[:most]
    kept = kept[counts[kept] > 1]
    anew = np.full(len(counts) + 1, MISSING, dtype=np.int64)
    anew[kept] = np.arange(len(kept))
    return anew[codes], len(kept)


def _excess(meetings: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return how many times as often as by chance each given name and surname meet.

    Args:
        meetings: People by given name and surname: (given names, surnames).
    """
    bearers = np.maximum(meetings.sum(axis=0), 1e-9)
    named = np.maximum(meetings.sum(axis=1, keepdims=True), 1e-9)
    of_given, of_surname = meetings / named, meetings / bearers
    back = of_surname @ of_given.T
    np.fill_diagonal(back, 0.0)
    both = of_given * of_surname
    through = both.sum(axis=0)
    ends = back @ of_surname - of_surname * (through - both)
    walks = (1.0 - through) - of_surname * (1.0 - of_given)
    share = np.maximum(named / named.sum(), 1e-9)
    seen = np.maximum(ends, 0.0) / np.maximum(walks, 1e-9) / share
    weight = bearers - meetings
    excess: npt.NDArray[np.float32] = (weight * seen + _SUPPOSED_BEARERS * _SUPPOSED_EXCESS) / (
        weight + _SUPPOSED_BEARERS
    )
    return excess
