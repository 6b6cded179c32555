"""One finding in full: the sentence, the picture, how it was found, and what was tried on it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

from everyrep.evidence.asking import Question, Treatment
from everyrep.evidence.findings import (
    Checked,
    Claim,
    Effect,
    Finding,
    Fit,
    Member,
    Weight,
    units_text,
)
from everyrep.evidence.money import Worth
from everyrep.faces.reports.charts import effects, ranges
from everyrep.faces.reports.charts.ranges import Reference
from everyrep.faces.reports.model import (
    Block,
    Chart,
    Check,
    Checklist,
    Figure,
    Figures,
    Note,
    Notes,
    Origin,
    Page,
    Spec,
    Table,
    Tone,
)
from everyrep.faces.reports.numbers import joined, shown, unit_word
from everyrep.measures import load_catalogue
from everyrep.values import Estimate, Grade, Scope, UnknownName, money_from_minor, shown_ref

_FAILING = {
    Weight.REFUSES: "A failure of it ends the matter: no figure is given.",
    Weight.LOWERS: "A failure of it makes the claim weaker.",
    Weight.NOTES: "It is told, and changes no claim.",
}
_PASSED = {
    True: ("computable", "passed"), False: ("failed", "failed"), None: ("weak", "not tried"),
}  # fmt: skip
_FITS = {
    Fit.USED: ("used", "used"), Fit.CROSS_CHECK: ("weak", "beside it"),
    Fit.REJECTED: ("not", "rejected"),
}  # fmt: skip
_LEFT_OUT = " left out"
_OF_ONE = ("interrupted", "synthetic")
"""Designs that follow one series and not people."""


_BEFORE_IT = {
    True: "In the shaded months before the start nothing was given: they show how far luck goes. ",
    False: "Shaded months right before the start are left out of the comparison. ",
}
"""What shaded months are, of a trial and of all else."""


def finding_page(found: Finding, scope: Scope, worth: Worth | None = None) -> Page:
    """All that is known of an answer, in the order in which it is asked for.

    Args:
        found: The answer.
        scope: Who asked it: months that too few stand behind are left out.
        worth: What it is worth a year; None where that cannot be said.
    """
    return Page(
        "finding",
        asked_of(found.question),
        "What it changed, as far as these records can tell.",
        (
            *_said(found), *_figures(found, worth), *_course(found, scope), *_needed(found),
            *_way(found), *_tried(found), *_family(found), *_left_out(found), _behind(found),
        ),
    )  # fmt: skip


def asked_of(question: Question) -> str:
    """A question in a few words: "Value Selling: win rate"."""
    title = outcome_of(question.outcome)
    return f"{treatment_of(question.treatment)}: {title[:1].lower()}{title[1:]}"


def _change(what: Treatment) -> str:
    """A change by its days, and its teams where it began in some: "Change on 2025-03-01, EMEA"."""
    told = [
        f"{day}" if team == "*" else f"{day}, {shown_ref(team)}"
        for team, day in what.begins.items()
    ]
    return f"Change on {'; '.join(told)}"


def outcome_of(name: str) -> str:
    """An outcome by its title; as it was written where the catalogue no longer has it."""
    try:
        return load_catalogue()[name].title
    except UnknownName:
        return name


def treatment_of(what: Treatment) -> str:
    """A treatment as it begins a line."""
    if what.kind.name == "change":
        return _change(what)
    if what.kind.repeated and what.name:
        return f"{what.kind.name.capitalize()} ({what.name})"
    return what.title if what.name else what.kind.name.capitalize()


def tone_of(found: Finding) -> Tone:
    """Good or bad news where something is told to make a difference; else neither."""
    if found.claim is not Claim.CAUSAL or found.effect is None:
        return "plain"
    down = load_catalogue()[found.question.outcome].direction == "down"
    return "good" if (found.effect.value > 0) is not down else "bad"


def of_effect(found: Finding, value: float, low: float, high: float, n: int) -> Estimate:
    """Numbers in the outcome's unit as a figure like that of the finding."""
    unit = found.estimate.unit
    # Of what is refused, sizes such as the smallest worth having can be told all the same.
    grade = found.estimate.grade if found.estimate.estimable else Grade.OBSERVED
    if unit.startswith("money:"):
        code = unit.partition(":")[2].partition("/")[0]
        amount, least, most = (money_from_minor(round(one), code) for one in (value, low, high))
        return Estimate(amount, least, most, n, unit, grade)
    return Estimate(value, low, high, n, unit, grade)


def _said(found: Finding) -> Iterator[Block]:
    yield Notes((Note(found.sentence, found.claim.sentence, tone_of(found), _claim(found)),))


def _claim(found: Finding) -> str:
    return f"{found.claim.heading()}."


def _figures(found: Finding, worth: Worth | None) -> Iterator[Block]:
    if not found.estimate.estimable:
        return
    says = "Average over those who had it, in the months that were asked about."
    kept = [Figure("Effect", found.estimate, origin=_of(says))]
    if found.headline is not None:
        says = (
            "What is picked for being remarkable looks larger than it is; this is the effect drawn "
            "back for having been picked."
        )
        kept.append(Figure("Less the winner's curse", found.headline, origin=_of(says)))
    if worth is not None:
        about = "bookings a year of those who had it, before what it took"
        kept.append(
            Figure("In money", worth.amount, about, _of(worth.sentence), by_range=not worth.told)
        )
    yield Figures(tuple(kept))


def _of(says: str) -> Origin:
    return Origin(says, grain="person")


def _course(found: Finding, scope: Scope) -> Iterator[Block]:
    months = [(at, one) for at, one in by_month(found) if not scope.suppresses(one.n)]
    if len(months) < 2:
        yield from _at_once(found)
        return
    unit = found.estimate.unit
    before = any(at < 0 for at, _ in months)
    drawn = found.design == "trial"
    caption = (
        "The band holds all months together in 95 of 100 cases. "
        + (_BEFORE_IT[drawn] if before else "")
        + "Month 0 is the month of the start."
    )
    said = "; ".join(f"month {at}: {shown(one, 'person').line}" for at, one in months)
    rows = tuple((f"month {at}", one) for at, one in months)
    title = "Effect by month since the start"
    heading = f"{title}, {unit_word(unit)}" if unit_word(unit) else title
    table = Table(heading, ("Month", "Effect"), rows, "person")
    draw = partial(effects, months, unit)
    yield Chart(heading, draw, f"{title}. {said}", table, caption, wide=True)


def _at_once(found: Finding) -> Iterator[Block]:
    """The effect with its range beside nothing, where it is not told month by month."""
    if found.effect is None or not found.estimate.estimable:
        return
    rows = [("All months together", found.estimate)]
    rows += [] if found.headline is None else [("Less the winner's curse", found.headline)]
    rows += [(one.title, _of_member(found, one)) for one in found.family if not one.believed]
    unit = found.estimate.unit
    title = f"Effect, {unit_word(unit)}" if unit_word(unit) else "Effect"
    said = "; ".join(f"{name}: {shown(one, 'person').line}" for name, one in rows)
    table = Table(title, ("Way", "Effect"), tuple(rows), "person")

    def draw(width: int) -> Spec:
        return ranges(rows, unit, width, grain="person", reference=Reference(0.0, "nothing"))

    caption = "The dashed line is no effect at all; a bar is a range of 95 %."
    yield Chart(title, draw, f"Effect. {said}", table, caption, wide=True)


def by_month(found: Finding) -> list[tuple[int, Estimate]]:
    """The effect in each month that has a band, in order.

    One series of everybody stands for all who are in it.
    """
    effect = found.effect
    if effect is None or effect.curve is None:
        return []
    curve, whole = effect.curve, effect.treated if effect.design in _OF_ONE else 0
    parts = zip(curve.at, curve.effect, curve.low, curve.high, curve.n, strict=True)
    return [
        (int(at), of_effect(found, float(value), float(low), float(high), whole or int(n)))
        for at, value, low, high, n in parts
        if math.isfinite(value) and math.isfinite(low) and math.isfinite(high)
    ]


def _needed(found: Finding) -> Iterator[Block]:
    if found.needs:
        yield Notes(tuple(Note(one) for one in found.needs), "What it would take to tell")


def _way(found: Finding) -> Iterator[Block]:
    if found.way:
        steps = tuple(
            Check(one.design.title, *_FITS[one.fit], one.design.sentence, one.why)
            for one in found.way
        )
        yield Checklist("How the design was chosen", steps)


def _tried(found: Finding) -> Iterator[Block]:
    if found.checks:
        order = {False: 0, None: 1, True: 2}
        checks = sorted(found.checks, key=lambda one: order[one.passed])
        yield Checklist("What was tried on it", tuple(map(_check, checks)))


def _check(one: Checked) -> Check:
    return Check(one.title, *_PASSED[one.passed], one.sentence, _FAILING[one.weight])


def _family(found: Finding) -> Iterator[Block]:
    if not found.family:
        return
    rows = tuple(
        (one.title, _of_member(found, one), f"{one.right_if[:1].upper()}{one.right_if[1:]}.",
         "believed" if one.believed else "")
        for one in found.family
    )  # fmt: skip
    note = "Each is right in one world and wrong in others; what is believed is the claim's own."
    heads = ("Way of comparing", "Effect", "Right if", "Here")
    yield Table("What each way of comparing says", heads, rows, "person", note)


def _of_member(found: Finding, one: Member) -> Estimate:
    n = found.effect.treated if found.effect is not None else 0
    made = of_effect(found, one.value, one.low, one.high, n)
    if one.believed:
        return made
    return Estimate(made.value, made.low, made.high, n, made.unit, Grade.OBSERVED)


def _left_out(found: Finding) -> Iterator[Block]:
    ramp = found.question.ramp
    months = f"The first {ramp} months after hire of everybody: whoever ramps up grows anyway."
    notes = [Note(months)] if ramp else []
    told = [one for one in found.reasons if one not in found.sentence]
    notes += [Note(one) for one in told if _LEFT_OUT in one]
    yield Notes(tuple(notes), "Who was left out, and why", "Nobody.")
    others = [one for one in told if _LEFT_OUT not in one]
    if others and found.claim is not Claim.REFUSED:
        yield Notes(tuple(map(Note, others)), "To be read with it")


def _behind(found: Finding) -> Table:
    rows = [(what, told) for what, told in _working(found) if told]
    return Table("The working", ("What", "Here"), tuple(rows))


def _working(found: Finding) -> Iterator[tuple[str, str]]:
    used = next((one.design for one in found.way if one.fit is Fit.USED), None)
    yield "Design", f"{used.title}: {used.sentence}" if used else "none"
    effect = found.effect
    if effect is not None:
        yield "Estimator", effect.how
        yield "Compared", f"{effect.treated:,} with it, {effect.compared:,} without"
        yield "Assigned", _assigned(effect)
        normal = "normal law" if math.isinf(effect.df) else f"{effect.df:.3g}"
        yield "Degrees of freedom", normal
        yield "Standard error", _size(found, effect.se)
        yield "What those with it would have had without", _usual(found, effect.usual)
    yield "Smallest effect worth having", _size(found, found.smallest)
    yield "Found four times in five from", _size(found, found.detectable)


def _assigned(effect: Effect) -> str:
    """How many were assigned; empty where all were on one day."""
    return units_text(effect.clusters, effect.assigned) if effect.compared else ""


def _size(found: Finding, value: float | None) -> str:
    """A size of the outcome as it reads; empty where there is none."""
    if value is None or not math.isfinite(value):
        return ""
    it = shown(of_effect(found, abs(value), abs(value), abs(value), 1))
    return joined(it.value, it.unit).lstrip("+")


def _usual(found: Finding, value: float) -> str:
    unit = found.estimate.unit
    if unit.startswith("points"):
        return f"{100 * value:.1f} % on average"
    size = _size(found, value)
    return f"{size} on average" if size else ""
