"""Puts a claim to the test on a company's records, by the functions that answer such questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from everyrep.analysis import heroes
from everyrep.analysis.leading.verdict import Word
from everyrep.analysis.leading.which import which_lead
from everyrep.analysis.pipeline.truth import pipeline_truth
from everyrep.evidence.answering import ask
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.claims.effects import of_effect
from everyrep.evidence.claims.verdict import Judged, Verdict, between
from everyrep.evidence.claims.way import By, Way
from everyrep.evidence.curriculum import review
from everyrep.evidence.findings import Finding
from everyrep.evidence.inference import Worth
from everyrep.measures import FactSource, load_catalogue, query
from everyrep.values import Estimate, Scope, UserError

_LAST_YEAR = "last 4 quarters"
_CHANCE = 0.8


def put_to_test(
    source: FactSource,
    scope: Scope,
    way: Way,
    *,
    about: str = "",
    heard: Callable[[Finding], None] = lambda _: None,
) -> Judged:
    """What the records say of a claim.

    Args:
        source: An open build.
        scope: Who asks.
        way: How the claim is tested.
        about: A treatment, for claims about something that each company calls by its own name.
        heard: Told the finding behind the verdict, where there is one.
    """
    if way.by is By.NONE:
        return Judged(Verdict.NOT_TESTABLE, way.why)
    if about:
        way = replace(way, treatment=about)
    try:
        if way.by is By.QUESTION:
            return _by_question(source, scope, way, heard)
        return _WAYS[way.by](source, scope, way)
    except UserError as problem:
        return Judged(
            Verdict.CANNOT_TELL, problem.told, needs=problem.remedy or "load what it takes"
        )


def _by_question(
    source: FactSource, scope: Scope, way: Way, heard: Callable[[Finding], None]
) -> Judged:
    if not way.treatment:
        return Judged(
            Verdict.CANNOT_TELL,
            "It is not said which course, program or other treatment here it is about.",
            needs="name it, as in --treatment course:NAME",
        )
    asked = Question(
        treatment(way.treatment), way.outcome, way.where, period=way.period, horizon=way.horizon
    )
    direction = load_catalogue()[way.outcome].direction
    found = ask(source, asked, scope)
    heard(found)
    return of_effect(found, way, -1.0 if direction == "down" else 1.0)


def _by_measure(source: FactSource, scope: Scope, way: Way) -> Judged:
    answer = query(source, way.outcome, where=way.where, period=way.period, scope=scope)
    figure = answer.rows[0].estimate
    return _of_figure(figure, way, load_catalogue()[way.outcome].title)


def _by_reliance(source: FactSource, scope: Scope, way: Way) -> Judged:
    found = heroes.reliance(source, scope, way.period or _LAST_YEAR)
    if found.reason is not None:
        return Judged(Verdict.CANNOT_TELL, found.reason.sentence, needs=found.reason.remedy)
    one = found.figure(way.figure)
    told = _of_figure(one.real, way, f"{one.title}, luck taken out")
    return replace(told, sentence=f"{told.sentence} As seen it is {_brief(one.seen)}.")


def _by_lasting(source: FactSource, scope: Scope, way: Way) -> Judged:
    """The top of the period before, now: whoever is picked by an outcome was lucky as well."""
    found = heroes.reliance(source, scope, way.period or _LAST_YEAR)
    if found.later is None:
        return Judged(
            Verdict.CANNOT_TELL, "There is no period before in which a top could be picked.",
            needs="load two years of won deals",
        )  # fmt: skip
    top = next(one for one in found.later.groups if one.name == "top")
    told = _of_figure(top.now, way, "What last year's top sells now, as a multiple of the usual")
    return replace(told, sentence=f"{told.sentence} Then it was {_brief(top.then)}.")


def _by_leading(source: FactSource, scope: Scope, way: Way) -> Judged:
    found = which_lead(
        source, scope, indicators=[way.indicator], outcomes=(way.outcome,), period=way.period,
        where=way.where,
    )  # fmt: skip
    if not found.leads:
        why = found.left_out.get(way.indicator, "The pair cannot be looked at.")
        return Judged(Verdict.CANNOT_TELL, why, needs="load more months of it")
    lead = found.leads[0]
    figure = _brief(lead.gain) if lead.gain.estimable else ""
    if lead.leads:
        return Judged(Verdict.SUPPORTED, lead.sentence, figure)
    if lead.word is Word.DOES_NOT_LEAD:
        return Judged(Verdict.NOT_SUPPORTED, lead.sentence, figure)
    return Judged(Verdict.CANNOT_TELL, lead.sentence, figure, "more people or months")


def _by_coverage(source: FactSource, scope: Scope, way: Way) -> Judged:
    found = pipeline_truth(source, scope, chance=_CHANCE)
    title = f"Coverage that gives a chance of {_CHANCE:.0%}"
    return _of_figure(found.needed, way, title)


def _by_review(source: FactSource, scope: Scope, way: Way) -> Judged:
    """Of what shows no effect at first sight: can all of it go, or is some of it merely unknown."""
    found = review(source, scope, outcomes=(way.outcome,))
    flat = [line for line in found.lines if line.low <= 0 <= line.high]
    open_ = [line for line in flat if line.word is Worth.CANNOT_TELL]
    if not flat:
        return Judged(Verdict.CANNOT_TELL, "No learning object shows a range that holds zero.")
    figure = f"{len(open_)} of {len(flat)}"
    if not open_:
        told = "All whose range holds zero are known to have no effect worth having."
        return Judged(Verdict.SUPPORTED, told, figure)
    return Judged(
        Verdict.NOT_SUPPORTED,
        f"Of {len(flat)} learning objects whose range holds zero, {len(open_)} may still have an "
        f"effect worth having on {way.outcome}: no sign of one is no sign of none.",
        figure,
    )


def _of_figure(figure: Estimate, way: Way, title: str) -> Judged:
    """What a figure says of the claimed size."""
    if not figure.estimable:
        reason = figure.reason
        return Judged(
            Verdict.CANNOT_TELL,
            f"{title}: {reason.sentence if reason else 'not known.'}",
            needs=reason.remedy if reason else "",
        )
    low, high = figure.bounds()
    value = figure.number()
    ends = (value, value) if low is None and high is None else (low, high)
    verdict = between(*ends, way.least, way.most)
    told = f"{title}: {_brief(figure)}; claimed is {_claimed(way, figure)}."
    needs = (
        "more cases, so that its range lies on one side" if verdict is Verdict.CANNOT_TELL else ""
    )
    return Judged(verdict, told, _brief(figure), needs)


def _claimed(way: Way, figure: Estimate) -> str:
    """The claimed size in the figure's unit."""
    said = []
    for word, end in (("at least", way.least), ("at most", way.most)):
        if end is not None:
            said.append(f"{word} {100 * end:g}%" if "share" in figure.unit else f"{word} {end:g}")
    return " and ".join(said)


def _brief(figure: Estimate) -> str:
    """A figure with its range, without n and grade."""
    value, _, rest = figure.describe().partition(" (")
    inside = rest.partition("n =")[0].strip(", ")
    return f"{value} ({inside})" if inside else value


_WAYS: Mapping[By, Callable[[FactSource, Scope, Way], Judged]] = {
    By.MEASURE: _by_measure,
    By.RELIANCE: _by_reliance,
    By.LASTS: _by_lasting,
    By.LEADS: _by_leading,
    By.COVERAGE: _by_coverage,
    By.REVIEW: _by_review,
}
