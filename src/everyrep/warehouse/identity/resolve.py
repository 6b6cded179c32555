"""Decide which records of several systems are one person: the door to this package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from everyrep.warehouse.identity.blocking import candidates
from everyrep.warehouse.identity.decisions import Decision, StandingDecisions, standing
from everyrep.warehouse.identity.doubts import doubts, key_shared
from everyrep.warehouse.identity.evidence import MailMatch, Match, Surname, compare
from everyrep.warehouse.identity.likeness import Likeness
from everyrep.warehouse.identity.links import HOW, Ties, person_links
from everyrep.warehouse.identity.persons import Edges, Joined, Persons, gather
from everyrep.warehouse.identity.quality import quality
from everyrep.warehouse.identity.queue import identity_queue
from everyrep.warehouse.identity.roster import Roster, read_roster
from everyrep.warehouse.identity.scoring import Flags, Scored, score


@dataclass(frozen=True)
class Resolution:
    """Who is who, what a person should look at, and how good the matching is."""

    person_links: pa.Table
    """One row a record, by ref: ref, person_id, how, score, margin."""
    identity_queue: pa.Table
    """One row a doubtful pair, the likeliest first: left_ref, right_ref, score, margin, why,
    kind."""
    quality: pa.Table
    """One row a system: system, records, linked, alone, queued, service_accounts, match_rate,
    estimated_precision."""
    decisions: StandingDecisions
    """The decisions as replayed: which stood, which a later one overruled, which name no record."""


def resolve(
    connection: duckdb.DuckDBPyConnection, records: str, decisions: Sequence[Decision] = ()
) -> Resolution:
    """Return which records are one person.

    Args:
        connection: Where the records are; nothing is left behind in it.
        records: Name of a table or view with the columns of `roster.COLUMNS`, one row a record,
            ref unique; any column but ref, system and source_id may be NULL throughout.
        decisions: What people decided, in any order.

    Raises:
        DataError: A column is missing, or a ref is NULL or there twice.
    """
    roster = read_roster(connection, records)
    stand = standing(decisions, roster.refs)
    pairs = candidates(roster)
    scored = score(roster, pairs, compare(roster, pairs))
    row = {ref: position for position, ref in enumerate(roster.refs)}
    merges, splits, ignored = (
        [(row[left], row[right]) for left, right in decided]
        for decided in (stand.merges, stand.splits, stand.ignored)
    )
    persons = Persons(roster.system)
    persons.keep_apart(splits)
    for pair in merges:
        persons.join(*pair)
    repeated = _join_repeated(persons, roster, scored)
    joined = _gather(persons, roster, scored)
    found = doubts(persons, scored, joined, ignored)
    ties = _ties(scored, joined, repeated, merges)
    ends = np.concatenate([scored.pairs.left[found.pairs], scored.pairs.right[found.pairs]])
    return Resolution(
        person_links=person_links(roster, joined.person, ties),
        identity_queue=identity_queue(roster, scored, found),
        quality=quality(roster, joined.person, ties, ends),
        decisions=stand,
    )


def _join_repeated(persons: Persons, roster: Roster, scored: Scored) -> Flags:
    """Join the records that one system has twice, and return which pairs they were.

    They share a mailbox and no name or number speaks against it, or they share an employee number
    and the names speak for it: a number is mistyped more easily than a mailbox.
    """
    evidence = scored.evidence
    within = roster.system[scored.pairs.left] == roster.system[scored.pairs.right]
    by_mail = (evidence.mail == MailMatch.SHARED) & (scored.names >= 0)
    by_number = (evidence.number == Match.EQUAL) & (scored.names > 0)
    clash = (evidence.number == Match.DIFFERENT) | (evidence.generation == Match.DIFFERENT)
    clash |= evidence.given == Likeness.DIFFERENT
    clash |= (evidence.surname == Likeness.DIFFERENT) & (evidence.surname_link == Surname.AS_WHOLE)
    repeated: Flags = within & (by_mail | by_number) & ~clash
    for pair in np.flatnonzero(repeated).tolist():
        left, right = int(scored.pairs.left[pair]), int(scored.pairs.right[pair])
        if persons.are_apart(left, right):
            repeated[pair] = False
        else:
            persons.join(left, right)
    return repeated


def _gather(persons: Persons, roster: Roster, scored: Scored) -> Joined:
    """Join the persons across systems, and return how each scored pair fared."""
    across = np.flatnonzero(roster.system[scored.pairs.left] != roster.system[scored.pairs.right])
    edges = Edges(scored.pairs.left[across], scored.pairs.right[across], scored.score[across])
    found = gather(persons, edges)
    many = len(scored.pairs)
    joined, refused = np.zeros(many, dtype=np.bool_), np.zeros(many, dtype=np.bool_)
    margin = np.full(many, np.nan)
    joined[across], refused[across], margin[across] = found.joined, found.refused, found.margin
    return Joined(found.person, joined, refused, margin)


def _ties(scored: Scored, joined: Joined, repeated: Flags, merges: list[tuple[int, int]]) -> Ties:
    """Return all the reasons for which records were made one person."""
    used = np.flatnonzero(joined.joined | repeated)
    keyed = key_shared(scored)[used]
    how = np.where(keyed, HOW.index("exact_key"), HOW.index("scored"))
    decided = np.array(merges, dtype=np.int64).reshape(-1, 2)
    nothing = np.full(len(decided), np.nan)
    return Ties(
        left=np.concatenate([scored.pairs.left[used], decided[:, 0]]),
        right=np.concatenate([scored.pairs.right[used], decided[:, 1]]),
        how=np.concatenate([how, np.full(len(decided), HOW.index("decided"))]),
        score=np.concatenate([scored.score[used], nothing]),
        margin=np.concatenate([joined.margin[used], nothing]),
    )
