"""From a question to its answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from everyrep.evidence.answering.at_risk import at_risk, years_at_risk
from everyrep.evidence.answering.before_hire import all_before_hire, before_hire, said_of
from everyrep.evidence.answering.dosing import dose
from everyrep.evidence.answering.drawing import draw
from everyrep.evidence.answering.estimated import Estimated
from everyrep.evidence.answering.following import follow
from everyrep.evidence.answering.given_by_lot import by_lot
from everyrep.evidence.answering.interrupting import interrupt
from everyrep.evidence.answering.judging import Verdict, few, judge
from everyrep.evidence.answering.mixing import mix
from everyrep.evidence.answering.needing import needs
from everyrep.evidence.answering.planned import Planned, at_all_looks
from everyrep.evidence.answering.unmoved import Way, unmoved_outcomes
from everyrep.evidence.answering.words import Saying, figure, sentence
from everyrep.evidence.asking import Question
from everyrep.evidence.choosing import Situation, choose, situation
from everyrep.evidence.choosing.tree import refusal
from everyrep.evidence.findings import Claim, Considered, Design, Finding, Fit
from everyrep.evidence.history import TENTH, History, hold_smallest, read_history
from everyrep.evidence.inference import selected
from everyrep.evidence.inference.result import quantile
from everyrep.measures import FactSource
from everyrep.measures.programs import programs
from everyrep.values import (
    Estimate,
    NotEstimable,
    Provenance,
    Reason,
    Scope,
    UnknownName,
    UserError,
)

_FEWEST_FACTS = 30
_WAIT = (
    "As they are, these records could find effects from {} up at best; more units that start at "
    "different times, or a start drawn by lot, would make it possible."
)

_WAYS: dict[str, Way] = {
    "trial": draw,
    "rollout": follow,
    "staggered": follow,
    "uptake": follow,
    "dose": dose,
    "landmark": at_risk,
    "interrupted": interrupt,
    "synthetic": mix,
}


def ask(
    source: FactSource,
    question: Question,
    scope: Scope,
    *,
    registered: bool = False,
    planned: Planned | None = None,
) -> Finding:
    """Answer a question from a company's records.

    Args:
        source: An open build.
        question: What is asked.
        scope: Who asks.
        registered: Whether it was registered before looking.
        planned: How the frozen plan of a trial reads it; None where there is none.

    Raises:
        UnknownName: Something that the question names does not exist; near names are offered.
        UserError: The question cannot be put to these records.
    """
    history = read_history(source, question, scope)
    if history.treated.any() and scope.suppresses(int(history.treated.sum())):
        raise UserError(
            f"Fewer than {scope.min_group} had {question.treatment.title}",
            why="figures about so few could tell of one of them",
            remedy="ask about something that more people had",
        )
    unmoved = tuple(read_history(source, one, scope) for one in question.of_unmoved())
    found = answer(
        history, question, drawn=_drawn(source, question), registered=registered,
        unmoved=unmoved, planned=planned,
    )  # fmt: skip
    return replace(found, needs=(*by_lot(source, question, scope), *found.needs))


def answer(
    history: History,
    question: Question,
    *,
    drawn: bool = False,
    registered: bool = False,
    unmoved: tuple[History, ...] = (),
    planned: Planned | None = None,
) -> Finding:
    """Answer a question from a history.

    Args:
        history: People by months.
        question: What is asked.
        drawn: Whether a record says that a lot decided who was treated.
        registered: Whether it was registered before looking.
        unmoved: People by months of each outcome that it cannot move, as the question lists them.
        planned: How the frozen plan of a trial reads it; None where there is none.
    """
    hold_smallest(question.smallest, history.unit)
    early, had = before_hire(history, question), int(history.treated.sum())
    planned = planned or Planned()
    planned = replace(planned, stop=planned.stop or all_before_hire(early, had))
    found = _answered(
        history, question, drawn=drawn, registered=registered, unmoved=unmoved, planned=planned
    )
    return said_of(found, early, had)


def _answered(
    history: History,
    question: Question,
    *,
    drawn: bool,
    registered: bool,
    unmoved: tuple[History, ...],
    planned: Planned,
) -> Finding:
    people = _asked_about(history, question)
    found = situation(
        people, drawn=drawn, repeated=question.treatment.kind.repeated, unit=_unit(question)
    )
    reason, way = planned.stop or _too_few_facts(history) or refusal(found), choose(found)
    smallest = question.smallest or people.worth(TENTH)
    used = next((one for one in way if one.fit is Fit.USED), None)
    if reason is None and used is None:
        reason = Reason("no_design", "No design serves.", "See why each was left aside.")
    if reason is None and used is not None and used.design.name not in _WAYS:
        reason = Reason("no_design", f"{used.design.title} is not among the ways known here.", "")
    if reason is not None or used is None:
        return _refused(question, people, way, reason, smallest, registered)
    made = _made(people, question, used.design, found, smallest, planned)
    if isinstance(made, Reason):
        return _refused(question, people, way, made, smallest, registered)
    if unmoved:
        made = _held_against(made, used.design, found, question, unmoved)
    return _told(question, people, (made, used.design, way), smallest, registered)


def _made(
    people: History, question: Question, design: Design, found: Situation, smallest: float,
    planned: Planned,
) -> Estimated | Reason:  # fmt: skip
    """What the design estimates; of a trial by its frozen plan, where there is one."""
    if planned.before is not None and design.name == "trial":
        made = draw(people, question, design, found, smallest, before=planned.before)
    else:
        made = _WAYS[design.name](people, question, design, found, smallest)
    if planned.tuned_error is None or isinstance(made, Reason):
        return made
    return at_all_looks(made, planned.tuned_error)


def _asked_about(history: History, question: Question) -> History:
    """Whom and which months the question is about."""
    people = _in_program(history, question)
    return years_at_risk(people) if people.ends else people.settled(question.ramp)


def _too_few_facts(history: History) -> Reason | None:
    if history.facts is None or history.facts >= _FEWEST_FACTS:
        return None
    return Reason(
        "too_few_facts",
        f"Only {history.facts} facts of the outcome are known; of fewer than {_FEWEST_FACTS} "
        "nothing can be told from chance.",
        "Ask about more people or a longer period.",
    )


def _held_against(
    made: Estimated,
    design: Design,
    found: Situation,
    question: Question,
    unmoved: tuple[History, ...],
) -> Estimated:
    """The same with what the treatment cannot move held against it."""
    asked = tuple(
        (one, _asked_about(history, one))
        for one, history in zip(question.of_unmoved(), unmoved, strict=True)
    )
    checks = unmoved_outcomes(asked, _WAYS[design.name], design, found)
    return replace(made, checks=(*made.checks, *checks))


def _unit(question: Question) -> str | None:
    """What was assigned, where it is known: a change that names teams was made for teams."""
    teams = [one for one in question.treatment.begins if one != "*"]
    return question.unit or ("team" if teams else None)


def _drawn(source: FactSource, question: Question) -> bool:
    if question.treatment.kind.name != "program":
        return False
    name = question.treatment.name.partition("@")[0].strip().casefold()
    return any(one.drawn for one in programs(source) if one.name.casefold() == name)


def _in_program(history: History, question: Question) -> History:
    """Of a program only those who were assigned; of several arms the one asked and the controls."""
    if question.treatment.kind.name != "program":
        return history
    arm = question.treatment.name.partition("@")[2].strip().casefold()
    names = np.array([str(one).casefold() for one in history.arm], dtype=object)
    keep = names != ""
    if arm and arm not in set(names):
        raise UnknownName("arm of the program", arm, sorted({str(one) for one in names if one}))
    if arm:
        keep &= (names == arm) | (names == "control")
    return history.only(np.asarray(keep, dtype=bool))


def _refused(
    question: Question,
    history: History,
    way: tuple[Considered, ...],
    reason: Reason | None,
    smallest: float,
    registered: bool,
) -> Finding:
    why = reason or Reason("no_design", "No design serves.", "")
    saying = Saying(question, history.title, history.unit, history.sign)
    return Finding(
        question,
        Claim.REFUSED,
        f"Cannot be told here: {why.sentence}",
        NotEstimable(why, int(history.treated.sum()), saying.unit_of_effect),
        way=way,
        reasons=(why.sentence,),
        needs=tuple(part for part in (why.remedy,) if part),
        smallest=smallest,
        registered=registered,
    )


def _told(
    question: Question,
    history: History,
    made: tuple[Estimated, Design, tuple[Considered, ...]],
    smallest: float,
    registered: bool,
) -> Finding:
    found, design, way = made
    verdict = judge(found, design, smallest)
    effect = found.effect
    saying = Saying(question, history.title, history.unit, history.sign)
    detectable = (quantile(0.975, effect.df) + quantile(0.8, effect.df)) * effect.se
    if verdict.claim is Claim.REFUSED:
        why = Reason("refused", " ".join(verdict.reasons), _WAIT.format(saying.text(detectable)))
        refused = _refused(question, history, way, why, smallest, registered)
        return replace(refused, checks=found.checks, detectable=detectable)
    origin = Provenance(
        f"effect of {question.treatment.text}", snapshot=history.snapshot, sql=history.sql
    )
    estimate = figure(saying, effect, verdict.claim, design, origin)
    return Finding(
        question,
        verdict.claim,
        sentence(saying, found, design, verdict),
        estimate,
        effect,
        headline=_headline(saying, found, verdict, design, origin),
        bound=_bound(found),
        checks=found.checks,
        way=way,
        family=found.family,
        reasons=(
            *verdict.reasons, *filter(None, (few(found), _behind(history, found))), *found.notes,
            *_left_out(history),
        ),
        needs=needs(history, found, verdict, smallest, detectable),
        detectable=detectable,
        smallest=smallest,
        registered=registered,
        figures={
            **found.figures, "honest_low": found.honest[0], "honest_high": found.honest[1],
        },
    )  # fmt: skip


def _behind(history: History, found: Estimated) -> str:
    """How many of those who had it stand behind the figure, where these are not all."""
    had, behind = int(history.treated.sum()), found.effect.treated
    if behind >= had:
        return ""
    return f"{had:,} had it on record; {behind:,} of them stand behind the figure."


def _left_out(history: History) -> tuple[str, ...]:
    return tuple(f"{count} {what} left out." for what, count in history.left_out.items())


def _bound(found: Estimated) -> float | None:
    """What is left of the effect at least, in the direction of its sign."""
    low, high = found.honest
    if low > 0:
        return low
    return high if high < 0 else None


def _headline(
    saying: Saying, found: Estimated, verdict: Verdict, design: Design, origin: Provenance
) -> Estimate | None:
    """The effect drawn back for having had to pass a bar; None where nothing is announced."""
    if verdict.claim not in (Claim.CAUSAL, Claim.SUGGESTIVE):
        return None
    effect = found.effect
    back = selected(effect.value, effect.se)
    if isinstance(back, Reason):
        return None
    drawn = replace(
        effect,
        value=back.shrunken,
        low=min(back.low, back.shrunken),
        high=max(back.high, back.shrunken),
    )
    return figure(saying, drawn, verdict.claim, design, origin)
