"""Cases as people write them: what is read, and what is refused before it counts."""

from __future__ import annotations

import pytest

from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.money import CostKind, parse_case, template
from everyrep.evidence.money.casefile import RECORDS, TREATED
from everyrep.evidence.money.moved import hold_apart
from everyrep.values import SettingsError, UnknownName, UserError

HEAD = 'format = 1\nname = "X"\ntreatment = "course:Value Selling"\n'
COST = '[[cost]]\nname = "Seats"\nkind = "seats"\namount = 5\n'


def benefit(kind: str, what: str) -> str:
    return f'[[benefit]]\nname = "line"\nkind = "{kind}"\n{what}\n'


def asks(kind: str, outcome: str) -> str:
    return f'[[benefit]]\nname = "{outcome}"\nkind = "{kind}"\nfrom = {{ outcome = "{outcome}" }}\n'


def test_the_template_is_a_case() -> None:
    case = parse_case(template())
    hold_apart(case.benefits)
    assert case.base == RECORDS
    assert case.benefits[0].question == Question(treatment("course:Value Selling"), "win_rate")
    assert case.benefits[1].amount is not None
    assert case.benefits[1].amount.assumed
    time = case.costs[2]
    assert (time.kind, time.people) == (CostKind.TIME, TREATED)
    assert time.hours is not None
    assert (time.hours.low, time.hours.likely, time.hours.high) == (12, 16, 20)


def test_a_question_of_a_benefit_is_about_the_people_of_the_case() -> None:
    people = "people = \"region = 'North'\"\n"
    given = asks("conversion", "win_rate").replace('"win_rate" }', '"win_rate", lag = 2 }')
    case = parse_case(HEAD + people + given + COST)
    asked = case.benefits[0].question
    assert asked == Question(
        treatment("course:Value Selling"), "win_rate", people="region = 'North'", lag=2
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("format = 2", "format is 2"),
        ("format = 1\nmargins = 1", "margin"),
        (HEAD + "years = [1, 2]", "no number, nor low, likely and high"),
        (HEAD + 'margin = "half"', "no number"),
        (HEAD + benefit("conversions", "amount = 1"), "conversion"),
        (HEAD + benefit("size", ""), "an amount or a question"),
        (HEAD + benefit("size", "from = 3"), "names no outcome"),
        (HEAD + benefit("size", 'from = { outcome = "x", lag = "2" }'), "of the wrong kind"),
        (HEAD + benefit("size", 'from = { outcome = "x", when = 2 }'), "where"),
        (HEAD + '[[cost]]\nkind = "time"\nhours = 3', r"cost 1 \(line 4\), hour"),
        ("format = 1\n" + asks("size", "average_deal_size"), "names no treatment"),
        ("format =", "no TOML"),
        (HEAD + "years = 0", "runs over 0 years"),
        (HEAD + "years = [-1, 1, 2]", "runs over -1 years"),
        (HEAD + '[[cost]]\nkind = "making"\namount = -300', "costs -300 at the least"),
    ],
)
def test_a_slip_of_the_pen_is_refused(text: str, says: str) -> None:
    with pytest.raises((SettingsError, UnknownName), match=says):
        parse_case(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("conversion", "win_rate"), ("conversion", "stage_conversion")),
        (("conversion", "win_rate"), ("volume", "won_deals")),
        (("size", "average_deal_size"), ("conversion", "bookings")),
        (("volume", "created_amount"), ("size", "average_deal_size")),
    ],
)
def test_the_same_money_under_two_names_is_refused(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    case = parse_case(HEAD + asks(*one) + asks(*other) + COST)
    with pytest.raises(UserError, match="count twice"):
        hold_apart(case.benefits)


def test_an_outcome_must_be_of_the_kind_it_stands_under() -> None:
    case = parse_case(HEAD + asks("size", "win_rate") + COST)
    with pytest.raises(UserError, match=r"says nothing of size.*average_deal_size"):
        hold_apart(case.benefits)
    apart = parse_case(HEAD + asks("size", "average_deal_size") + asks("cycle", "won_cycle"))
    hold_apart(apart.benefits)


@pytest.mark.parametrize(
    ("slip", "line"),
    [
        (("years = [0.75", "yaers = [0.75"), 10),
        (('kind = "penalties"', 'kind = "penalty"'), 26),
        (("each = 300", "eech = 300"), 32),
        (('from = "records"', 'form = "records"'), 15),
        (("level = 0.8", "level = 8"), 12),
    ],
)
def test_the_line_of_a_slip_is_named(slip: tuple[str, str], line: int) -> None:
    with pytest.raises((SettingsError, UnknownName), match=rf"\(line {line}\)"):
        parse_case(template().replace(*slip))


@pytest.mark.parametrize("text", ["benefit = 3", "[[base]]", 'cost = "much"', "[benefit]"])
def test_lines_of_another_kind_are_refused(text: str) -> None:
    with pytest.raises((SettingsError, UnknownName)):
        parse_case(f"format = 1\n{text}\n")
