"""What the learning platform recorded: who did what with which course or lesson, and how well."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.sources.simulated.activities import office_hours
from everyrep.sources.simulated.calendar import Calendar
from everyrep.sources.simulated.chance import Floats, Ints, numbering, repeat, sigmoid, stream
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.effects import COURSES, MICRO_LESSONS_A_TOPIC, MICRO_TOPICS
from everyrep.sources.simulated.lives import Lives
from everyrep.sources.simulated.people import Roster
from everyrep.sources.simulated.vocabulary import SKILLS

VERBS = (
    "registered", "launched", "initialized", "progressed", "completed", "passed", "failed",
    "answered",
)  # fmt: skip
REGISTERED, LAUNCHED, INITIALIZED, PROGRESSED, COMPLETED, PASSED, FAILED, ANSWERED = range(8)
PASS_MARK = 0.70
MINUTE = 1 / 1440
RECALLED = 0.55  # share of lessons that come back as a question
RECALL_DAYS = (7.0, 21.0, 35.0, 70.0)
FORGETTING_DAYS = 50.5  # recall falls to one half after 35 days
HIGH_START = 0.96  # recall on the day itself


@dataclass(frozen=True)
class Statements:
    """One value a statement, in the order of time.

    Attributes:
        person: Who.
        verb: Place in VERBS.
        thing: Course number, or number of courses + lesson number.
        moment: When.
        score: Scaled result, 0 to 1; NaN: none.
        progress: Share done, 0 to 1; NaN: none.
        minutes: Time spent; NaN: none.
    """

    person: Ints
    verb: Ints
    thing: Ints
    moment: Floats
    score: Floats
    progress: Floats
    minutes: Floats


def of_courses(company: Company) -> Statements:
    """Statements from enrolment to completion of every course of every person."""
    when, roster, lives = company.when, company.roster, company.lives
    rng = stream(company.options.seed, "course-statements")
    person, course, begun, done = lives.enrolments.table()
    parts = [
        _rows(person, course, begun - 0.3 * rng.random(len(person)), REGISTERED),
        _rows(person, course, begun, INITIALIZED),
        _progress(rng, person, course, begun, done),
        *_results(rng, roster, person, course, done),
    ]
    return _seen(when, company.lives, _stack(parts))


def of_lessons(company: Company, people: Ints) -> Statements:
    """Statements of the micro-lessons of a group of people, and of questions that come back."""
    when, roster, skill = company.when, company.roster, company.skill
    rng = stream(company.options.seed, "lesson-statements", int(people[0]))
    counts = skill.lessons[people]
    cell = repeat(counts.ravel())
    topics = len(MICRO_TOPICS)
    topic, rest = cell % topics, cell // topics
    month, person = rest % when.n, people[rest // when.n]
    opens, closes = skill.opens[person, month], skill.closes[person, month]
    begun = office_hours(rng, opens + rng.random(len(cell)) * (closes - opens))
    begun = np.maximum(begun, opens + 0.33)
    lesson = rng.integers(0, MICRO_LESSONS_A_TOPIC, len(cell))
    thing = len(COURSES) + topic * MICRO_LESSONS_A_TOPIC + lesson
    minutes = 2 + 4 * rng.random(len(cell))
    ended = begun + minutes * MINUTE
    able = roster.skills[person][:, [SKILLS.index(name) for name in MICRO_TOPICS]]
    score = _score(rng, able[np.arange(len(cell)), topic], 0 * able[:, 0])
    parts = [
        _rows(person, thing, begun, LAUNCHED),
        _rows(person, thing, ended, COMPLETED, minutes=minutes),
        _rows(person, thing, ended - 0.3 * MINUTE, ANSWERED, score=score),
        _recall(rng, person, thing, ended),
    ]
    return _seen(when, company.lives, _stack(parts))


def recall(days: Floats) -> Floats:
    """True share of right answers, a number of days after a lesson."""
    return HIGH_START * np.exp(-days / FORGETTING_DAYS)


def _rows(
    person: Ints, thing: Ints, moment: Floats, verb: int | Ints, *, score: Floats | None = None,
    progress: Floats | None = None, minutes: Floats | None = None,
) -> Statements:  # fmt: skip
    nothing = np.full(len(person), np.nan)
    return Statements(
        person=person,
        verb=np.broadcast_to(np.asarray(verb), person.shape),
        thing=thing,
        moment=moment,
        score=nothing if score is None else score,
        progress=nothing if progress is None else progress,
        minutes=nothing if minutes is None else minutes,
    )


def _progress(
    rng: np.random.Generator, person: Ints, course: Ints, begun: Floats, done: Floats
) -> Statements:
    """One statement about every hour of a course; those who never finish stop on the way."""
    hours = np.array([max(1, min(6, round(one.minutes / 50))) for one in COURSES])[course]
    finishes = ~np.isnan(done)
    reached = np.where(finishes, hours, np.floor(hours * rng.random(len(hours))))
    counts = reached.astype(np.int64)
    row, step = repeat(counts), numbering(counts) + 1
    share = step / (hours[row] + 1)
    span = np.where(finishes, done - begun, 12.0)
    moment = begun[row] + share * span[row]
    return _rows(person[row], course[row], moment, PROGRESSED, progress=np.round(share, 2))


def _results(
    rng: np.random.Generator, roster: Roster, person: Ints, course: Ints, done: Floats
) -> list[Statements]:
    """Completion; then a test where the course has one, tried again until it is passed."""
    rows = np.flatnonzero(~np.isnan(done))
    person, course, done = person[rows], course[rows], done[rows]
    minutes = np.array([one.minutes for one in COURSES])[course] * np.exp(
        0.3 * rng.normal(size=len(rows))
    )
    completed = _rows(person, course, done, COMPLETED, minutes=np.rint(minutes))
    topics = [SKILLS.index(one.skill) if one.skill in SKILLS else 0 for one in COURSES]
    able = roster.skills[person, np.array(topics)[course]]
    tested = np.array([one.minutes >= 60 for one in COURSES])[course]
    parts = [completed]
    moment = done + 6 * MINUTE
    for _ in range(3):
        score = _score(rng, able, roster.motivation[person])
        passed = score >= PASS_MARK
        verb = np.where(passed, PASSED, FAILED)
        at = np.flatnonzero(tested)
        parts.append(_rows(person[at], course[at], moment[at], verb[at], score=score[at]))
        tested = tested & ~passed
        moment = moment + 0.2 + 2 * rng.random(len(moment))
    return parts


def _score(rng: np.random.Generator, able: Floats, keen: Floats) -> Floats:
    log_odds = 1.3 + 0.45 * able + 0.25 * keen + 0.6 * rng.normal(size=len(able))
    return np.round(sigmoid(log_odds), 2)


def _recall(rng: np.random.Generator, person: Ints, thing: Ints, ended: Floats) -> Statements:
    rows = np.flatnonzero(rng.random(len(person)) < RECALLED)
    gap = np.array(RECALL_DAYS)[rng.integers(0, len(RECALL_DAYS), len(rows))]
    right = rng.random(len(rows)) < recall(gap)
    moment = ended[rows] + gap
    return _rows(person[rows], thing[rows], moment, ANSWERED, score=right.astype(float))


def _stack(parts: list[Statements]) -> Statements:
    names = ("person", "verb", "thing", "moment", "score", "progress", "minutes")
    return Statements(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _seen(when: Calendar, lives: Lives, found: Statements) -> Statements:
    """What happened before the person left and the world stopped, in the order of time."""
    rows = np.flatnonzero((found.moment < lives.gone[found.person]) & (found.moment < when.end))
    rows = rows[np.argsort(found.moment[rows], kind="stable")]
    return Statements(*(value[rows] for value in vars(found).values()))
