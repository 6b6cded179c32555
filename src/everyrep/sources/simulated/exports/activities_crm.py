"""Activities as the CRM keeps them: calls, mails and proposals as tasks, meetings as events."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from everyrep.sources.simulated.activities import (
    CALL,
    DEMO,
    KINDS,
    MEETING,
    RESULTS,
    Activities,
)
from everyrep.sources.simulated.book import Book
from everyrep.sources.simulated.chance import Bools, Floats, Ints, stream
from everyrep.sources.simulated.options import Options
from everyrep.sources.simulated.text import (
    Columns,
    constant,
    dates,
    moments,
    numbers,
    record_ids,
    whole,
    words,
)

SUBJECTS = ("Call", "Email", "Meeting", "Product demo", "Proposal sent")
DIRECTIONS = ("Outbound", "Inbound")


def is_event(acts: Activities) -> Bools:
    """True for what stands in a calendar."""
    return (acts.kind == MEETING) | (acts.kind == DEMO)


def whom(options: Options, book: Book | None, acts: Activities) -> tuple[pa.Array, pa.Array]:
    """WhatId and WhoId: the deal and a contact of its account; empty for prospecting."""
    if book is None:
        nothing = np.full(len(acts.deal), -1)
        return record_ids("006", nothing), record_ids("003", nothing)
    rng = stream(options.seed, "whom", book.deals.region)
    account = book.deals.account[acts.deal]
    many = book.accounts.contacts[account]
    contact = book.accounts.contact_start[account] + np.floor(rng.random(len(many)) * many)
    known = rng.random(len(many)) < 0.8
    who = np.where(known, contact, -1).astype(np.int64)
    return record_ids("006", book.first + acts.deal), record_ids("003", who)


def tasks(acts: Activities, what: pa.Array, who: pa.Array, first: int) -> Columns:
    """Calls, mails and proposals; what and who cover all activities of the part."""
    rows = np.flatnonzero(~is_event(acts))
    kind, moment = acts.kind[rows], acts.moment[rows]
    call = kind == CALL
    return {
        "Id": record_ids("00T", first + np.arange(len(rows))),
        "OwnerId": record_ids("005", acts.person[rows]),
        "WhatId": what.take(pa.array(rows)),
        "WhoId": who.take(pa.array(rows)),
        "Subject": words(SUBJECTS, kind),
        "TaskSubtype": words(KINDS, kind),
        "Status": constant("Completed", len(rows)),
        "ActivityDate": dates(moment),
        "CompletedDateTime": moments(moment),
        "CallType": words(DIRECTIONS, np.where(call | (kind == 1), acts.inbound[rows], -1)),
        "CallDurationInSeconds": whole(np.where(call, acts.minutes[rows] * 60.0, np.nan)),
        "CallDisposition": _result(kind, acts.result[rows]),
        "Quality_Score__c": whole(acts.quality[rows]),
    }


def events(acts: Activities, what: pa.Array, who: pa.Array, first: int) -> Columns:
    """Meetings and demos."""
    rows = np.flatnonzero(is_event(acts))
    kind = acts.kind[rows]
    minutes = np.maximum(15, np.rint(acts.minutes[rows] / 15) * 15).astype(np.int64)
    return {
        "Id": record_ids("00U", first + np.arange(len(rows))),
        "OwnerId": record_ids("005", acts.person[rows]),
        "WhatId": what.take(pa.array(rows)),
        "WhoId": who.take(pa.array(rows)),
        "Subject": words(SUBJECTS, kind),
        "Type": words(KINDS, kind),
        "StartDateTime": moments(_on_the_quarter(acts.moment[rows])),
        "DurationInMinutes": numbers(minutes),
        "Outcome__c": _result(kind, acts.result[rows]),
        "Quality_Score__c": whole(acts.quality[rows]),
    }


def _result(kind: Ints, result: Ints) -> pa.Array:
    labels = sorted({label for group in RESULTS for label in group})
    place = np.array([[labels.index(label) for label in group] for group in RESULTS])
    return words(labels, place[kind, result])


def _on_the_quarter(moment: Floats) -> Floats:
    return np.asarray(np.floor(moment * 96) / 96)
