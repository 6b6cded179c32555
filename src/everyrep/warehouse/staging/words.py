"""The words that systems use for the same thing, for columns whose words Everyrep reasons about.

A mapping's own `values` come first. What is not known here is kept as it was written, in lower
case, except in columns that allow listed words only.
"""

from __future__ import annotations

from collections.abc import Mapping

from everyrep.warehouse.quoting import literal

_OUTCOMES = {
    "won": "won closed_won closedwon win success successful closed-won booked sold gewonnen gagne "
    "ordered shipped",
    "lost": "lost closed_lost closedlost loss lose closed-lost verloren perdu disqualified "
    "rejected",
    "no_decision": "no_decision no-decision nodecision abandoned stalled cancelled canceled "
    "closed_no_decision dead no_bid",
    "open": "open active in_progress engaging prospecting pending offen working new ongoing",
}
_ACTIVITIES = {
    "call": "call calls phone telephone outbound_call inbound_call anruf appel",
    "email": "email e-mail mail emails incoming_email forwarded_email outgoing_email list_email",
    "meeting": "meeting meetings event appointment visit onsite on-site termin besuch "
    "web_conference video_call conference",
    "demo": "demo demonstration product_demo presentation",
    "proposal": "proposal quote offer angebot proposal_sent",
    "task": "task todo to-do follow-up follow_up tasks",
    "note": "note notes",
}
_VERBS = {
    "registered": "registered enrolled enroled assigned",
    "launched": "launched initialized attempted started opened accessed experienced",
    "played": "played",
    "paused": "paused",
    "seeked": "seeked",
    "interacted": "interacted",
    "progressed": "progressed in_progress",
    "completed": "completed complete finished done abgeschlossen termine acheve completado",
    "passed": "passed pass bestanden satisfied certified",
    "failed": "failed fail durchgefallen not_passed",
    "scored": "scored answered graded",
    "terminated": "terminated exited left",
    "withdrew": "withdrew withdrawn unregistered dropped cancelled",
    "incomplete": "incomplete not_completed not_finished",
}
_FORECASTS = {
    "pipeline": "pipeline",
    "best_case": "best_case bestcase upside",
    "commit": "commit committed forecast probable mostlikely most_likely",
    "closed": "closed",
    "omitted": "omitted omit",
}
_DIRECTIONS = {
    "out": "out outbound outgoing sent internal",
    "in": "in inbound incoming received",
}
_LEAVING = {
    "voluntary": "voluntary resignation resigned retirement retired quit",
    "involuntary": "involuntary termination_for_cause dismissed dismissal layoff redundancy "
    "terminated",
    "other": "other unk unknown end_of_contract death",
}
_MOTIONS = {
    "hunting": "hunting hunter new new_business new_logo",
    "farming": "farming farmer expansion existing_business upsell renewal account_management",
}
_SPLITS = {"revenue": "revenue", "overlay": "overlay"}

WORDS: dict[tuple[str, str], dict[str, str]] = {
    ("opportunities", "outcome"): _OUTCOMES,
    ("opportunity_snapshots", "outcome"): _OUTCOMES,
    ("activities", "kind"): _ACTIVITIES,
    ("activities", "direction"): _DIRECTIONS,
    ("learning_events", "verb"): _VERBS,
    ("opportunities", "forecast_category"): _FORECASTS,
    ("opportunity_snapshots", "forecast_category"): _FORECASTS,
    ("people", "leaving_kind"): _LEAVING,
    ("people", "motion"): _MOTIONS,
    ("opportunities", "motion"): _MOTIONS,
    ("opportunity_splits", "kind"): _SPLITS,
}

LENIENT = {("opportunities", "outcome"), ("opportunity_snapshots", "outcome")}
"""Columns where a word that is not known is no mistake: the build works the value out."""


def canonical(table: str, column: str, text: str, closed: bool) -> str:
    """SQL for the word that a text stands for.

    Args:
        table: canonical table.
        column: canonical column.
        text: SQL of the text.
        closed: only listed words are allowed; another gives NULL.
    """
    plain = f"replace(lower({text}), ' ', '_')"
    groups = WORDS.get((table, column))
    if groups is None:
        return plain if closed else text
    meanings: dict[str, str] = {}
    for meaning, listed in groups.items():
        for word in listed.split():
            meanings.setdefault(word, literal(meaning))
    found = looked_up(plain, meanings)
    return found if closed else f"coalesce({found}, {plain})"


_WON = (
    r"(closed?[ _/:.-]*(won|win)|^[0-9 .)_-]*(won|gewonnen|gagnee?|ganad[ao])([^a-z ]|$| [^a-z]))"
)
_LOST = (
    r"(closed?[ _/:.-]*lost|^[0-9 .)_-]*(lost|verloren|perdue?|perdid[ao])"
    r"([^a-z ]|$| [^a-z]| (to|due|on|no) ))"
)
_LONG_ENOUGH = 8
"""Letters from which one slip still leaves a word that can be told from all others."""


def stage_outcome(stage: str, *, forgiving: bool = True) -> str:
    """SQL for the outcome that the name of a stage states; NULL where it states none.

    "Closed Lost to Competition", "7. Closed/Won" and "Lost - Price" state one; "Lost Contact",
    a step that deals come back from, does not. One slip of the pen in a long word is forgiven:
    "No Decison" is no decision.

    Args:
        stage: SQL of the name.
        forgiving: Whether a slip is forgiven.
    """
    listed = canonical("opportunities", "outcome", stage, closed=True)
    plain = f"lower(strip_accents({stage}))"
    return (
        f"coalesce({listed}, CASE WHEN regexp_matches({plain}, {literal(_LOST)}) THEN 'lost' "
        f"WHEN regexp_matches({plain}, {literal(_WON)}) THEN 'won' "
        f"{_misspelt(plain) if forgiving else ''} END)"
    )


def _misspelt(plain: str) -> str:
    """SQL of WHEN branches: a word for the end of a deal with a letter wrong, more or missing."""
    words = f"trim(regexp_replace({plain}, '[^a-z]+', '_', 'g'), '_')"
    branches = []
    for meaning, listed in _OUTCOMES.items():
        known = [w for w in listed.split() if len(w) >= _LONG_ENOUGH and "-" not in w]
        if meaning != "open":
            slips = (f"damerau_levenshtein({words}, {literal(word)}) <= 1" for word in known)
            branches.append(f"WHEN {' OR '.join(slips)} THEN {literal(meaning)}")
    return " ".join(branches)


def looked_up(text: str, meanings: Mapping[str, str]) -> str:
    """SQL of what a text stands for; NULL where it is not listed.

    A map is looked up once for each word of a column's dictionary; a CASE or a list of IN would
    be worked out for every row.

    Args:
        text: SQL of the text.
        meanings: word to the SQL of its meaning; not empty.
    """
    pairs = ", ".join(f"{literal(word)}: {meaning}" for word, meaning in meanings.items())
    return f"MAP {{{pairs}}}[{text}]"
