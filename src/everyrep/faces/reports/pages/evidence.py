"""Whether programs and courses cause better selling: findings, and the curriculum reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.groups import Groups
from everyrep.faces.reports.model import (
    Block,
    Chart,
    Note,
    Notes,
    Page,
    Table,
    Tone,
)
from everyrep.faces.reports.pages.parts import missing, range_chart
from everyrep.measures.programs import Program, programs
from everyrep.values import Estimate, Reason
from everyrep.warehouse.workspace import Workspace

if TYPE_CHECKING:
    from everyrep.evidence.asking import Question
    from everyrep.evidence.curriculum import Line, Reviewed
    from everyrep.evidence.findings import Checked, Finding

OUTCOMES = ("win_rate", "won_deals")
"""What programs are held against where nobody has asked otherwise."""
_MOST = 6
_SHOWN = 8
_MARKS = {True: "passed", False: "failed", None: "not tried"}


def evidence_page(asker: Asker) -> Page:
    """What was asked, what is known of programs, and of all learning objects together."""
    return Page(
        "evidence",
        "Does it cause better selling?",
        "What programs and courses changed, as far as these records can tell.",
        (*_asked_before(asker), *_of_programs(asker), *_of_curriculum(asker)),
    )


def _asked_before(asker: Asker) -> Iterator[Block]:
    """Questions that were registered before anybody looked, those registered first in front."""
    from everyrep.evidence.register import read_register

    register = read_register(Workspace(asker.workspace))
    questions = list({one.question.key: one.question for one in register.registered}.values())
    if not questions:
        return
    found = [(question, _answer(asker, question)) for question in questions]
    before = {one.key for one in questions if register.standing(one).before_looking}
    for title, note, shown in (
        ("Registered before looking",
         "These questions were written down before anybody looked; none was left out since.",
         [one for asked, one in found if asked.key in before]),
        ("Registered after looking",
         "These were written down when somebody had looked already: some stand out by chance.",
         [one for asked, one in found if asked.key not in before]),
    ):  # fmt: skip
        told = [one for one in shown if not isinstance(one, Reason)]
        if told:
            yield _table(asker, title, told, note)
    for question, one in found:
        if isinstance(one, Reason):
            yield missing(_about(asker, question), one)
    yield from _in_full(asker, [one for _, one in found if not isinstance(one, Reason)])


def _in_full(asker: Asker, found: list[Finding]) -> Iterator[Block]:
    """The first findings with what stands behind them, those that can be told in front."""
    from everyrep.evidence.findings import Claim

    open_ = (Claim.INCONCLUSIVE, Claim.REFUSED)
    for one in sorted(found, key=lambda one: one.claim in open_)[:_MOST]:
        yield from _finding(asker, one)
    if len(found) > _MOST:
        more = f"{len(found) - _MOST} of {len(found)} are in the tables above alone."
        yield Notes((Note(more, "Ask one by itself to have it in full: everyrep evidence ask"),))


def _of_programs(asker: Asker) -> Iterator[Block]:
    found = list(_findings(asker))
    if not found:
        reason = Reason(
            "no_programs",
            "No record says who was assigned to what.",
            "Load program assignments: who was in which arm, from when, and how it was decided.",
        )
        yield missing("Programs", reason)
        return
    note = "An effect is what being assigned changes, whether or not it was then taken."
    yield _table(asker, "Programs", found, note)
    yield from _in_full(asker, found)


def _table(asker: Asker, title: str, found: list[Finding], note: str) -> Table:
    return Table(
        title,
        ("Question", "Claim", "Effect", "Design"),
        tuple(
            (_about(asker, one.question), one.claim.heading(), one.estimate, _design(one))
            for one in found
        ),
        "person",
        note,
    )


def _about(asker: Asker, question: Question) -> str:
    return f"{question.treatment.title}: {asker.title(question.outcome).lower()}"


def _answer(asker: Asker, question: Question) -> Finding | Reason:
    from everyrep.evidence.answering import ask

    made = partial(ask, asker.warehouse, question, asker.scope)
    return asker.study(f"evidence {question.key}", made)


def _findings(asker: Asker) -> Iterator[Finding]:
    from everyrep.evidence.asking import Question, treatment

    for text in _treatments(programs(asker.warehouse)):
        for outcome in OUTCOMES:
            found = _answer(asker, Question(treatment(text), outcome))
            if not isinstance(found, Reason):
                yield found


def _treatments(known: tuple[Program, ...]) -> Iterator[str]:
    """A question an arm; where there is one beside the control, the program itself."""
    for program in known:
        arms = [arm for arm in program.arms if arm.casefold() != "control"]
        if len(arms) == 1:
            yield f"program:{program.name}"
        else:
            yield from (f"program:{program.name}@{arm}" for arm in arms)


def _design(found: Finding) -> str:
    return next((one.design.title for one in found.way if one.design.name == found.design), "none")


def _finding(asker: Asker, found: Finding) -> Iterator[Block]:
    about = _about(asker, found.question)
    notes = [Note(found.sentence, tone=_tone(found), title=found.claim.heading())]
    notes += [Note(need, title="To tell more") for need in found.needs]
    yield Notes(tuple(notes), about)
    months = _by_month(found)
    if months:
        groups = Groups("month since", tuple(months), 0, months[0][1].unit, "person")
        chart = range_chart(groups, title=f"{about}, by month since the start", wide=True)
        yield replace(chart, folded=True) if isinstance(chart, Chart) else chart
    if found.checks:
        yield _checks(about, found.checks)


def _tone(found: Finding) -> Tone:
    from everyrep.evidence.findings import Claim

    value = found.estimate.number()
    if found.claim is not Claim.CAUSAL or value is None or found.effect is None:
        return "plain"
    return "good" if value * found.figures.get("sign", 1.0) > 0 else "bad"


def _by_month(found: Finding) -> list[tuple[str, Estimate]]:
    """The effect of each month with its band, from the start on."""
    effect = found.effect
    if effect is None or effect.curve is None or found.estimate.unit.startswith("money"):
        return []
    after = effect.curve.after
    rows = []
    for at, value, low, high, n in zip(
        after.at, after.effect, after.low, after.high, after.n, strict=True
    ):
        if n and low == low and high == high:  # a month without a band says nothing
            estimate = Estimate(
                float(value), float(low), float(high), int(n), found.estimate.unit,
                found.estimate.grade,
            )  # fmt: skip
            rows.append((f"month {int(at)}", estimate))
    return rows


def _checks(about: str, checks: tuple[Checked, ...]) -> Table:
    return Table(
        f"{about}: what was tried on it",
        ("Check", "Result", "Found"),
        tuple((one.title, _MARKS[one.passed], one.sentence) for one in checks),
        folded=True,
    )


def _of_curriculum(asker: Asker) -> Iterator[Block]:
    from everyrep.evidence.curriculum import review

    title = "All learning objects together"
    found = asker.study(title, lambda: review(asker.warehouse, asker.scope))
    if isinstance(found, Reason):
        yield missing(title, found)
        return
    yield Notes((Note(_counted(found)),), title)
    told = [line for line in found.lines if line.word.value not in ("cannot tell",)]
    if told:
        yield _lines(asker, found, told, "What can be told")
    worth = list(found.trials_worth_running()[:_SHOWN])
    if worth:
        yield _lines(asker, found, worth, "Cannot be told, and worth most to know first")


def _counted(found: Reviewed) -> str:
    words = [line.word.value for line in found.lines]
    counts = "; ".join(
        f"{word}: {words.count(word)}"
        for word in ("works", "no worthwhile effect", "harms", "cannot tell")
    )
    return (
        f"{len(found.objects)} objects were estimated in one model over {found.people} people and "
        f"{found.months} months, false findings held to 5% over all of them. Of "
        f"{len(words)} effects, each object on each outcome: {counts}."
    )


def _lines(asker: Asker, found: Reviewed, lines: list[Line], title: str) -> Table:
    return Table(
        title,
        ("Object", "Outcome", "Verdict", "Effect", "People"),
        tuple(
            (found.objects.titles[line.object], asker.title(line.outcome), line.word.value,
             found.figure(line), line.treated)
            for line in lines
        ),
        "person",
    )  # fmt: skip
