"""Choose the pairs that a person should look at, and say in a sentence what speaks for and against.

The queue is for decisions that are worth making: a pair whose two records are settled elsewhere is
not in it, nor one that was decided or set aside, and no person is asked about more than
`MOST_PER_PERSON` times.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from everyrep.warehouse.identity.evidence import MailMatch, Match, Surname
from everyrep.warehouse.identity.fields import Codes
from everyrep.warehouse.identity.likeness import Likeness
from everyrep.warehouse.identity.persons import Joined, Persons
from everyrep.warehouse.identity.roster import Roster
from everyrep.warehouse.identity.scoring import Flags, Scored, Scores

IDENTITY_QUEUE = pa.schema(
    [
        pa.field("left_ref", pa.string(), nullable=False),
        pa.field("right_ref", pa.string(), nullable=False),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("margin", pa.float64()),
        pa.field("why", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
    ]
)

MERGE, CONFLICT = "merge?", "conflict?"
MOST_PER_PERSON = 3
# From even odds on a pair is worth a look.
_LEAST_SCORE = 0.0


@dataclass(frozen=True)
class Doubts:
    """Pairs for the queue, as positions in the scored pairs, the likeliest first."""

    pairs: Codes
    margin: Scores
    """NaN where the pair was never weighed against others."""
    conflict: Flags


def doubts(persons: Persons, scored: Scored, joined: Joined, ignored: Flags) -> Doubts:
    """Return the pairs that a person should look at.

    Args:
        joined: Entries for each of the scored pairs.
        ignored: For each scored pair, whether it was set aside.
    """
    pairs = scored.pairs
    person = joined.person
    one, two = person[pairs.left], person[pairs.right]
    bits = np.array(persons.systems, dtype=np.int64)
    same_system = persons.system[pairs.left] == persons.system[pairs.right]
    settled = (bits[one] & bits[two] != 0) & ~joined.refused & ~same_system
    clash = clashes(scored)
    worth = (scored.score > _LEAST_SCORE) | (clash & key_shared(scored)) | same_system
    found = np.flatnonzero((one != two) & ~settled & worth & ~ignored)
    found = found[[not persons.are_apart(*ends) for ends in _ends(scored, found)]]
    found = found[np.lexsort((found, -scored.score[found]))]
    found = _few_each(found, one, two)
    margin = np.where(np.isfinite(joined.margin[found]), joined.margin[found], np.nan)
    return Doubts(found, margin, (clash | joined.refused)[found])


def _ends(scored: Scored, pairs: Codes) -> list[tuple[int, int]]:
    return list(
        zip(scored.pairs.left[pairs].tolist(), scored.pairs.right[pairs].tolist(), strict=True)
    )


def _few_each(pairs: Codes, one: Codes, two: Codes) -> Codes:
    """Return the first pair of each two persons, and no more than a few pairs a person."""
    asked: dict[int, int] = {}
    seen: set[tuple[int, int]] = set()
    kept = []
    for pair, low, high in zip(
        pairs.tolist(), one[pairs].tolist(), two[pairs].tolist(), strict=True
    ):
        ends = (min(low, high), max(low, high))
        if ends in seen or max(asked.get(low, 0), asked.get(high, 0)) >= MOST_PER_PERSON:
            continue
        seen.add(ends)
        asked[low], asked[high] = asked.get(low, 0) + 1, asked.get(high, 0) + 1
        kept.append(pair)
    return np.array(kept, dtype=np.int64)


def key_shared(scored: Scored) -> Flags:
    """Return the pairs that share a mailbox or an employee number."""
    evidence = scored.evidence
    shared: Flags = (evidence.mail == MailMatch.SHARED) | (evidence.number == Match.EQUAL)
    return shared


def clashes(scored: Scored) -> Flags:
    """Return the pairs with a key that says one thing and a name or another key the contrary."""
    evidence = scored.evidence
    other_number = evidence.number == Match.DIFFERENT
    clash: Flags = (key_shared(scored) & (scored.names < 0)) | (
        other_number & ((evidence.mail == MailMatch.SHARED) | (scored.names > 0))
    )
    return clash


def identity_queue(roster: Roster, scored: Scored, found: Doubts) -> pa.Table:
    """Return the queue as a table; see `IDENTITY_QUEUE`."""
    pairs = found.pairs
    left, right = scored.pairs.left[pairs], scored.pairs.right[pairs]
    rival = _rivals(scored, pairs)
    kinds = np.where(found.conflict, CONFLICT, MERGE).tolist()
    return pa.table(
        {
            "left_ref": pa.array([roster.refs[row] for row in left.tolist()], pa.string()),
            "right_ref": pa.array([roster.refs[row] for row in right.tolist()], pa.string()),
            "score": pa.array(scored.score[pairs]),
            "margin": pa.array(found.margin, mask=np.isnan(found.margin)),
            "why": pa.array(
                [
                    _sentence(scored, pair) + _rival_sentence(roster, rival.get(pair))
                    for pair in pairs.tolist()
                ],
                pa.string(),
            ),
            "kind": pa.array(kinds, pa.string()),
        },
        schema=IDENTITY_QUEUE,
    )


def _rivals(scored: Scored, pairs: Codes) -> dict[int, int]:
    """Return, for each pair, the record that fits one of its two nearly as well, if one does."""
    ends = set(scored.pairs.left[pairs].tolist()) | set(scored.pairs.right[pairs].tolist())
    near: dict[int, list[tuple[float, int, int]]] = {end: [] for end in ends}
    likely = np.flatnonzero(scored.score > _LEAST_SCORE)
    for pair, left, right, score in zip(
        likely.tolist(),
        scored.pairs.left[likely].tolist(),
        scored.pairs.right[likely].tolist(),
        scored.score[likely].tolist(),
        strict=True,
    ):
        for end, other in ((left, right), (right, left)):
            if end in near:
                near[end].append((score, other, pair))
    found = {}
    for pair in pairs.tolist():
        left, right = int(scored.pairs.left[pair]), int(scored.pairs.right[pair])
        rivals = [rival for end in (left, right) for rival in near[end] if rival[2] != pair]
        best = max(rivals, default=None, key=lambda rival: (rival[0], -rival[1]))
        if best is not None and best[0] > scored.score[pair] - _NEARLY:
            found[pair] = best[1]
    return found


# Nats within which another record fits nearly as well.
_NEARLY = 5.0


def _rival_sentence(roster: Roster, rival: int | None) -> str:
    return "" if rival is None else f" {roster.refs[rival]} fits nearly as well."


_LIKENESS_WORDS = {
    Likeness.EQUAL: "agree", Likeness.VARIANT: "are forms of one name",
    Likeness.SOUND: "sound alike", Likeness.SLIP: "differ by a typing slip",
    Likeness.START: "start alike", Likeness.INITIAL: "agree in the initial",
    Likeness.DIFFERENT: "differ",
}  # fmt: skip
_LINK_WORDS = {
    Surname.PART: "share a part", Surname.MIDDLE: "agree if one is a middle name",
    Surname.MAIL: "agree if one mail address spells a former name",
}  # fmt: skip
_MATCH_WORDS = {
    Match.EQUAL: "agree", Match.NEAR: "are close", Match.DIFFERENT: "differ",
}  # fmt: skip
_MAIL_WORDS = {
    MailMatch.SHARED: "share a mailbox", MailMatch.LOCAL: "agree before the @",
    MailMatch.NUMBERED: "agree but for a number", MailMatch.UNRELATED: "differ",
}  # fmt: skip
_FIELD_WORDS = {
    "number": "employee numbers", "hired": "hire dates", "left": "exit dates",
    "team": "teams", "title": "titles",
}  # fmt: skip


def _sentence(scored: Scored, pair: int) -> str:
    """Return what agrees and what differs about a pair, as one sentence."""
    said = [*_name_phrases(scored, pair), *_field_phrases(scored, pair)]
    against = [phrase for phrase in said if phrase.endswith(("differ", "a number"))]
    for_ = [phrase for phrase in said if phrase not in against]
    text = ", ".join(for_)
    if against:
        text += (", but " if for_ else "") + ", ".join(against)
    return (text[:1].upper() + text[1:] if text else "Nothing but the key speaks for it") + "."


def _name_phrases(scored: Scored, pair: int) -> list[str]:
    evidence = scored.evidence
    if evidence.swapped[pair]:
        return ["names agree the other way round"]
    phrases = []
    if (given := Likeness(evidence.given[pair])) in _LIKENESS_WORDS:
        in_middle = evidence.given_in_middle[pair] and given is Likeness.DIFFERENT
        phrases.append(
            "one's given name is the other's middle name"
            if in_middle
            else f"given names {_LIKENESS_WORDS[given]}"
        )
    link, surname = Surname(evidence.surname_link[pair]), Likeness(evidence.surname[pair])
    if link in _LINK_WORDS:
        phrases.append(f"surnames {_LINK_WORDS[link]}")
    elif surname in _LIKENESS_WORDS:
        phrases.append(f"surnames {_LIKENESS_WORDS[surname]}")
    if evidence.middle[pair] == Likeness.DIFFERENT:
        phrases.append("middle names differ")
    if evidence.generation[pair] == Match.DIFFERENT:
        phrases.append("Jr. and Sr. differ")
    return phrases


def _field_phrases(scored: Scored, pair: int) -> list[str]:
    evidence = scored.evidence
    phrases = [
        f"{words} {_MATCH_WORDS[Match(level)]}"
        for name, words in _FIELD_WORDS.items()
        if (level := getattr(evidence, name)[pair]) != Match.UNKNOWN
    ]
    mail = MailMatch(evidence.mail[pair])
    return phrases + ([f"mail addresses {_MAIL_WORDS[mail]}"] if mail in _MAIL_WORDS else [])
