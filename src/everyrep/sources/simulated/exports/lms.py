"""What the learning platform exports: xAPI statements and the catalogue of courses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from everyrep.sources.simulated.chance import Ints
from everyrep.sources.simulated.effects import (
    COURSES,
    MICRO_LESSONS_A_TOPIC,
    MICRO_MINUTES,
    MICRO_TOPICS,
)
from everyrep.sources.simulated.identity import Identity, actor
from everyrep.sources.simulated.ratings import PLAY_SCALE, ROLE_PLAY, SCALE, Ratings
from everyrep.sources.simulated.statements import (
    ANSWERED,
    COMPLETED,
    FAILED,
    PASSED,
    PROGRESSED,
    VERBS,
    Statements,
)
from everyrep.sources.simulated.text import (
    Columns,
    dates,
    flags,
    iso_moments,
    look_up,
    moments,
    money,
    numbers,
    texts,
    uuids,
    whole,
    words,
)
from everyrep.sources.simulated.vocabulary import LMS_HOME, SKILLS

VERB_BASE = "http://adlnet.gov/expapi/verbs/"
TYPE_BASE = "http://adlnet.gov/expapi/activities/"
PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"
LONGEST = 1500  # minutes


def catalogue() -> list[dict[str, object]]:
    """Courses, then topics of micro-lessons with their lessons; ids as statements name them."""
    rows: list[dict[str, object]] = [
        {"key": c.key, "title": c.title, "skill": c.skill, "kind": c.kind, "minutes": c.minutes,
         "cost": c.cost, "mandatory": c.mandatory, "parent": None}
        for c in COURSES
    ]  # fmt: skip
    for topic in MICRO_TOPICS:
        for lesson in range(MICRO_LESSONS_A_TOPIC):
            label = topic.replace("_", " ").capitalize()
            rows.append(
                {"key": f"micro-{topic}-{lesson + 1}", "title": f"{label} in short, {lesson + 1}",
                 "skill": topic, "kind": "lesson", "minutes": MICRO_MINUTES, "cost": 0,
                 "mandatory": False, "parent": f"micro-{topic}"}
            )  # fmt: skip
    for topic in MICRO_TOPICS:
        label = topic.replace("_", " ").capitalize()
        rows.append(
            {"key": f"micro-{topic}", "title": f"{label}, one bite a day", "skill": topic,
             "kind": "series", "minutes": MICRO_MINUTES * MICRO_LESSONS_A_TOPIC, "cost": 0,
             "mandatory": False, "parent": None}
        )  # fmt: skip
    return rows


def iri(key: object) -> str:
    """The id of a course in statements."""
    return f"{LMS_HOME}/courses/{key}"


def courses() -> Columns:
    """The catalogue as a table."""
    rows = catalogue()
    parents = [row["parent"] for row in rows]
    return {
        "id": texts([iri(row["key"]) for row in rows]),
        "title": texts([str(row["title"]) for row in rows]),
        "kind": texts([str(row["kind"]) for row in rows]),
        "skill": texts([str(row["skill"]) for row in rows]),
        "minutes": pa.array([row["minutes"] for row in rows], pa.int64()),
        "cost": money(np.array([row["cost"] for row in rows], dtype=np.int64)),
        "currency": texts(["EUR"] * len(rows)),
        "mandatory": flags(np.array([bool(row["mandatory"]) for row in rows])),
        "parent": texts([iri(parent) if parent else None for parent in parents]),
    }


def statement_ids(rng: np.random.Generator, n: int) -> pa.Array:
    """Ids of n statements."""
    return uuids(rng, n)


def flat(who: Identity, found: Statements, ids: pa.Array) -> Columns:
    """Statements as a table whose columns are named by their path in the JSON.

    Actor, verb, parent and minutes also stand in columns of their own, as landing names them when
    it reads the lines, so that one mapping serves both formats.
    """
    rows = catalogue()
    parents = [iri(row["parent"]) if row["parent"] else None for row in rows]
    kinds = [TYPE_BASE + ("course" if row["kind"] != "lesson" else "lesson") for row in rows]
    keys = [m or a for m, a in zip(who.lms_mail, who.lms_account, strict=True)]
    home = [LMS_HOME if account else None for account in who.lms_account]
    scored = ~np.isnan(found.score)
    success = pa.array(found.score >= 0.7, mask=~scored)
    return {
        "id": ids,
        "actor.key": words(keys, found.person),
        "actor.name": words(who.lms_name, found.person),
        "actor.mbox": _some([f"mailto:{m}" if m else None for m in who.lms_mail], found.person),
        "actor.account.homePage": _some(home, found.person),
        "actor.account.name": _some([a or None for a in who.lms_account], found.person),
        "verb.name": words(VERBS, found.verb),
        "verb.id": words([VERB_BASE + verb for verb in VERBS], found.verb),
        "object.id": words([iri(row["key"]) for row in rows], found.thing),
        "object.definition.type": _some(kinds, found.thing),
        "result.score.scaled": numbers(found.score),
        "result.success": success,
        "result.completion": pa.array(found.verb == COMPLETED, mask=found.verb != COMPLETED),
        "result.duration": words(_durations(), _minutes(found)),
        "result.minutes": whole(np.where(np.isnan(found.minutes), np.nan, _minutes(found))),
        f"result.extensions.{PROGRESS}": whole(np.rint(100 * found.progress)),
        "context.parent.id": _some(parents, found.thing),
        "context.contextActivities.parent.id": _some(parents, found.thing),
        "timestamp": moments(found.moment),
    }


def lines(who: Identity, found: Statements, ids: pa.Array) -> pa.Array:
    """Statements as xAPI 1.0.3 writes them, one JSON object a line."""
    actors = pa.array([f'","actor":{actor(who, p)},"verb":' for p in range(len(who.number))])
    verbs = pa.array(
        [f'{{"id":"{VERB_BASE}{v}","display":{{"en-US":"{v}"}}}},"object":' for v in VERBS]
    )
    heads, tails = _objects()
    opened = pa.scalar('{"id":"')
    return pc.binary_join_element_wise(
        opened,
        ids,
        look_up(actors, found.person),
        look_up(verbs, found.verb),
        look_up(heads, found.thing),
        look_up(pa.array(_result_texts()), _result_code(found)),
        look_up(tails, found.thing),
        pa.scalar('"timestamp":"'),
        iso_moments(moments(found.moment)),
        pa.scalar('","version":"1.0.3"}'),
        "",
    )


def _some(labels: Sequence[str | None], codes: Ints) -> pa.Array:
    """A column of labels some of which are empty."""
    place = np.array([-1 if label is None else at for at, label in enumerate(labels)])
    return words([label or "" for label in labels], place[codes])


def _objects() -> tuple[pa.Array, pa.Array]:
    heads, tails = [], []
    for row in catalogue():
        kind = "lesson" if row["kind"] == "lesson" else "course"
        heads.append(
            f'{{"objectType":"Activity","id":"{iri(row["key"])}","definition":'
            f'{{"name":{{"en-US":"{row["title"]}"}},"type":"{TYPE_BASE}{kind}"}}}},'
        )
        parent = row["parent"]
        tails.append(
            f'"context":{{"contextActivities":{{"parent":[{{"id":"{iri(parent)}"}}]}}}},'
            if parent
            else ""
        )
    return pa.array(heads), pa.array(tails)


def _result_code(found: Statements) -> Ints:
    """Place of each statement's result in `_result_texts`: none, scores, shares, minutes."""
    code = np.zeros(len(found.person), dtype=np.int64)
    tested = np.isin(found.verb, (PASSED, FAILED, ANSWERED))
    code = np.where(tested, 1 + np.rint(100 * np.nan_to_num(found.score)), code)
    part = found.verb == PROGRESSED
    code = np.where(part, 102 + np.rint(100 * np.nan_to_num(found.progress)), code)
    code = np.where(found.verb == COMPLETED, 203 + _minutes(found), code)
    return code.astype(np.int64)


def _minutes(found: Statements) -> Ints:
    spent = np.rint(np.nan_to_num(found.minutes)).clip(1, LONGEST - 1).astype(np.int64)
    return np.where(np.isnan(found.minutes), -1, spent)


def _durations() -> list[str]:
    return [f"PT{minutes}M" for minutes in range(LONGEST)]


def _result_texts() -> list[str]:
    scores = [
        f'"result":{{"score":{{"scaled":{mark / 100:g}}},"success":{str(mark >= 70).lower()}}},'
        for mark in range(101)
    ]
    shares = [f'"result":{{"extensions":{{"{PROGRESS}":{part}}}}},' for part in range(101)]
    spent = [f'"result":{{"completion":true,"duration":"{one}"}},' for one in _durations()]
    return ["", *scores, *shares, *spent]


def assessments(who: Identity, found: Ratings) -> Columns:
    """Ratings of skill by managers, by sellers themselves and by rubric, by employee number."""
    n = len(found.person)
    tail = pc.cast(numbers(np.arange(n) + 1), "string")
    return {
        "assessment_id": pc.binary_join_element_wise(pa.scalar("A"), tail, ""),
        "employee_number": words(who.number, found.person),
        "rater_number": words(who.number, found.rater),
        "kind": words(("manager", "self", "role_play"), found.kind),
        "skill": words(SKILLS, found.skill),
        "score": numbers(found.score),
        "out_of": numbers(np.where(found.kind == ROLE_PLAY, PLAY_SCALE, SCALE)),
        "rated_on": dates(found.day),
    }
