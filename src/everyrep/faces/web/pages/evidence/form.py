"""The form of a question: read with the same care, and the same words, as the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from everyrep.evidence.asking import Question, Treatment
from everyrep.faces.web.pages.evidence.choices import Group, known_treatment
from everyrep.measures import Measure, load_catalogue, query
from everyrep.values import Currency, Scope, UserError
from everyrep.warehouse.reader import Warehouse

CHANGE = "change"
_LONGEST = {"where": 400, "people": 400, "period": 40, "why": 2000, "unmoved": 1000}
_USUAL = {"lag": "0", "horizon": "12", "ramp": "9"}


@dataclass(frozen=True)
class Form:
    """What somebody wrote into the form, as they wrote it.

    Attributes:
        treatment: As written, or "change".
        day: On which a change began.
        teams: In which of them it began; none is everybody.
        outcome: Name of the measure.
        where, people, period: As written.
        lag, horizon, ramp: Months.
        smallest: Smallest effect worth having: points, an amount, days or a number.
        unit: What was assigned; empty to find it in the data.
        unmoved: Outcomes that it cannot move, one a line.
        why: What is believed.
    """

    treatment: str = ""
    day: str = ""
    teams: tuple[str, ...] = ()
    outcome: str = ""
    where: str = ""
    people: str = ""
    period: str = ""
    lag: str = _USUAL["lag"]
    horizon: str = _USUAL["horizon"]
    ramp: str = _USUAL["ramp"]
    smallest: str = ""
    unit: str = ""
    unmoved: str = ""
    why: str = ""


def form_of(given: Mapping[str, str], teams: list[str]) -> Form:
    """What was sent; what is too long is cut.

    Args:
        given: By the names of the fields.
        teams: Chosen ones.
    """
    names = [name for name in Form.__dataclass_fields__ if name != "teams"]
    told = {
        name: str(given[name]).strip()[: _LONGEST.get(name, 200)] for name in names if name in given
    }
    for name, usual in _USUAL.items():
        told[name] = told.get(name) or usual
    return Form(**told, teams=tuple(one[:200] for one in teams))


def question_in(
    form: Form, groups: tuple[Group, ...], warehouse: Warehouse, scope: Scope
) -> Question:
    """The question of a form.

    Args:
        form: What was written.
        groups: Treatments that the records hold.
        warehouse: The build that the conditions are tried on.
        scope: Who asks.

    Raises:
        UnknownName: Something that it names does not exist; near names are offered.
        UserError: It is not a question; what, why, and what to do.
    """
    what = _treatment(form, groups)
    if not form.outcome:
        raise UserError("No outcome is named", remedy="choose what it should have moved")
    measure = load_catalogue()[form.outcome]
    _tried(warehouse, scope, measure, form)
    return Question(
        what, measure.name, form.where or None, form.people or None, form.period or None,
        _months("lag", form.lag), _months("horizon", form.horizon),
        smallest_in(form.smallest, measure.unit_in(warehouse.reporting_currency)),
        form.unit or None, _months("ramp", form.ramp), _unmoved(warehouse, scope, form.unmoved),
    )  # fmt: skip


def _treatment(form: Form, groups: tuple[Group, ...]) -> Treatment:
    if not form.treatment:
        raise UserError(
            "No treatment is named", remedy="choose what was done, or a change and its day"
        )
    if form.treatment != CHANGE:
        return known_treatment(form.treatment, groups)
    if not form.day:
        raise UserError(
            "The change has no day",
            why="what is there from a day on is told by the months before and after it",
            remedy="give the day on which it began",
        )
    days = [f"{form.day}@{team}" for team in form.teams] or [form.day]
    return known_treatment(f"{CHANGE}:{','.join(days)}", groups)


def _tried(warehouse: Warehouse, scope: Scope, measure: Measure, form: Form) -> None:
    """Put the conditions and the period to the door, which says what is wrong with them."""
    for where in {form.where, form.people} - {""}:
        query(warehouse, measure.name, where=where, scope=scope)
    if form.period:
        query(warehouse, measure.name, period=form.period, scope=scope)


def _unmoved(warehouse: Warehouse, scope: Scope, text: str) -> tuple[str, ...]:
    """Outcomes that it cannot move, each put to the door, which says what is wrong with it."""
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    for line in lines:
        name, _, where = (part.strip() for part in line.partition(" where "))
        query(warehouse, load_catalogue()[name].name, where=where or None, scope=scope)
    return lines


def _months(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 4:
        raise UserError(
            f"The {name} is {text[:20]!r}, which is no number of months",
            remedy="give a whole number, such as 3",
        )
    return int(text)


def smallest_in(text: str, unit: str) -> float | None:
    """A size as people write it, in the unit in which effects are counted."""
    if not text:
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise UserError(
            f"The smallest effect worth having is {text[:20]!r}, which is no number",
            remedy="give a number, such as 2",
        ) from None
    if unit.partition("/")[0] == "share":
        return number / 100
    if unit.startswith("money:"):
        code = unit.partition(":")[2].partition("/")[0]
        return number * 10.0 ** Currency.of(code).digits
    return number
