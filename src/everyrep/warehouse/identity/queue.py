"""Write the queue: each doubtful pair, with a sentence on what speaks for and against it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from everyrep.warehouse.identity.doubts import LEAST_SCORE, Doubts
from everyrep.warehouse.identity.evidence import MailMatch, Match, Surname
from everyrep.warehouse.identity.fields import Codes
from everyrep.warehouse.identity.likeness import Likeness
from everyrep.warehouse.identity.roster import Roster
from everyrep.warehouse.identity.scoring import Scored

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
# Nats within which another record fits nearly as well.
_NEARLY = 5.0


def identity_queue(roster: Roster, scored: Scored, found: Doubts) -> pa.Table:
    """Return the queue as a table; see `IDENTITY_QUEUE`."""
    pairs = found.pairs
    left, right = scored.pairs.left[pairs], scored.pairs.right[pairs]
    why = _whys(roster, scored, found)
    kinds = np.where(found.conflict, CONFLICT, MERGE).tolist()
    return pa.table(
        {
            "left_ref": pa.array([roster.refs[row] for row in left.tolist()], pa.string()),
            "right_ref": pa.array([roster.refs[row] for row in right.tolist()], pa.string()),
            "score": pa.array(scored.score[pairs]),
            "margin": pa.array(found.margin, mask=np.isnan(found.margin)),
            "why": pa.array(why, pa.string()),
            "kind": pa.array(kinds, pa.string()),
        },
        schema=IDENTITY_QUEUE,
    )


def _whys(roster: Roster, scored: Scored, found: Doubts) -> list[str]:
    """Return what speaks for and against each pair, and what stands in its way."""
    rivals = _rivals(roster, scored, found.pairs)
    whys = []
    for pair, taken in zip(found.pairs.tolist(), found.taken.tolist(), strict=True):
        said = [_sentence(scored, pair)]
        if pair in rivals:
            said.append(f"{roster.refs[rivals[pair]]} fits nearly as well.")
        if taken >= 0:
            said.append(f"Both already are persons with a record of {roster.systems[taken]}.")
        whys.append(" ".join(said))
    return whys


def _rivals(roster: Roster, scored: Scored, pairs: Codes) -> dict[int, int]:
    """Return, for each pair, the record that could stand in for one of its two, if one could."""
    near = _fits(scored, pairs)
    found = {}
    for pair in pairs.tolist():
        left, right = int(scored.pairs.left[pair]), int(scored.pairs.right[pair])
        least = scored.score[pair] - _NEARLY
        rivals = [
            (score, -other)
            for end, instead in ((left, right), (right, left))
            for score, other in near[end]
            if score > least and other != instead and _same_system(roster, other, instead)
        ]
        if rivals:
            found[pair] = -max(rivals)[1]
    return found


def _same_system(roster: Roster, one: int, two: int) -> bool:
    return bool(roster.system[one] == roster.system[two])


def _fits(scored: Scored, pairs: Codes) -> dict[int, list[tuple[float, int]]]:
    """Return, for each record of the pairs, the scores of the others that likely are it."""
    ends = np.unique(np.concatenate([scored.pairs.left[pairs], scored.pairs.right[pairs]]))
    near: dict[int, list[tuple[float, int]]] = {end: [] for end in ends.tolist()}
    likely = np.flatnonzero(scored.score > LEAST_SCORE)
    for left, right, score in zip(
        scored.pairs.left[likely].tolist(),
        scored.pairs.right[likely].tolist(),
        scored.score[likely].tolist(),
        strict=True,
    ):
        for end, other in ((left, right), (right, left)):
            if end in near:
                near[end].append((score, other))
    return near


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
        in_mail = evidence.given_in_mail[pair] and given is not Likeness.EQUAL
        phrases.append(
            "one's given name is in the other's mail address"
            if in_mail
            else "one's given name is the other's middle name"
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
