"""Each trap fools the naive reading while it is on, and does not when it is off.

The naive readings look at what the world would show without luck (chances rather than wins), so
that few people are enough to tell on from off.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.effects import COURSES
from everyrep.sources.simulated.enrolments import NOT_YET
from everyrep.sources.simulated.marketing import use_content
from everyrep.sources.simulated.options import Traps
from everyrep.sources.simulated.ratings import rate
from everyrep.sources.simulated.targets import set_quotas
from tests.sources.simulated.lived import (
    Lived,
    across,
    company_of,
    course,
    difference,
    live_with_deals,
    sellers,
)

ZERO_VOLUNTARY = [
    number
    for number, one in enumerate(COURSES)
    if one.assignment == "voluntary" and one.effect is None
]


@cache
def world(trap: str, on: bool) -> Company:
    """A world in which all other traps are off and no course does anything."""
    traps = Traps(**{name: name == trap and on for name in vars(Traps())})
    return company_of(1500, 24, traps, effect_size=0.0)


@cache
def deals(trap: str, on: bool) -> Lived:
    traps = Traps(**{name: name == trap and on for name in vars(Traps())})
    return live_with_deals(300, 18, traps)


def strength(company: Company) -> np.ndarray:
    """Mean log-odds of each person over all stages and months at work."""
    at_work = company.skill.share_here > 0
    total = (company.skill.logit.mean(axis=2) * at_work).sum(axis=1)
    return total / np.maximum(at_work.sum(axis=1), 1)


def gap_of_takers(company: Company, courses: list[int], outcome: np.ndarray) -> float:
    """Takers of useless courses against the others, in standard errors.

    Only among those who were there all along: who stays longer takes more, and that is no trap.
    """
    who = sellers(company)
    stayed = (company.roster.hired < company.when.edges[0]) & (
        company.lives.gone > company.when.end
    )
    who = who[stayed[who]]
    took = company.lives.enrolments.taken[who][:, courses].any(axis=1)
    gap, error = difference(outcome[who][took], outcome[who][~took])
    return gap / error


def test_motivated_people_volunteer() -> None:
    on, off = (world("motivated_volunteer", flag) for flag in (True, False))
    assert gap_of_takers(on, ZERO_VOLUNTARY, strength(on)) > 4
    assert abs(gap_of_takers(off, ZERO_VOLUNTARY, strength(off))) < 3


def test_people_on_the_rise_are_sent_to_courses_for_talents() -> None:
    talents = [course("pot-lead"), course("pot-strategy")]
    on, off = (world("growers_volunteer", flag) for flag in (True, False))
    assert gap_of_takers(on, talents, on.roster.growth) > 4
    assert abs(gap_of_takers(off, talents, off.roster.growth)) < 3


def before_and_after(company: Company, number: int) -> float:
    """Change of log-odds from the month before enrolment to four months after, in its errors."""
    person, which, begun, _ = company.lives.enrolments.table()
    mine = which == number
    person, month = person[mine], company.when.month_of(begun[mine])
    seen = (month >= 1) & (month + 4 < company.when.n)
    person, month = person[seen], month[seen]
    form = company.lives.form
    change = form[person, month + 4] - form[person, month - 1]
    return float(change.mean() / (change.std(ddof=1) / np.sqrt(len(change))))


def test_low_performers_recover_after_any_course() -> None:
    rescue = course("rem-rescue")
    assert before_and_after(world("low_performers_sent", True), rescue) > 6
    assert abs(before_and_after(world("low_performers_sent", False), rescue)) < 3


def coaching_after(company: Company) -> float:
    """Correlation of sessions with the form of the month before."""
    who = sellers(company)
    at_work = company.skill.share_here[who, 7:] == 1
    sessions = company.lives.sessions.dose[who, 7:].sum(axis=2)
    form = company.lives.form[who, 6:-1]
    return float(np.corrcoef(sessions[at_work], form[at_work])[0, 1])


def test_managers_coach_slumps() -> None:
    assert coaching_after(world("managers_coach_slumps", True)) < -0.2
    assert abs(coaching_after(world("managers_coach_slumps", False))) < 0.03


def late_against_early(company: Company) -> tuple[float, int]:
    """Share gone among those without the certificate after six months, less that among the rest."""
    person, which, begun, done = company.lives.enrolments.table()
    mine = which == course("crt-seller")
    person, begun, done = person[mine], begun[mine], done[mine]
    seen = begun + 365 < company.when.end
    gone = company.lives.gone[person]
    early = (done < gone) & (done - begun <= 183)
    left = gone < begun + 365
    return float(left[seen & ~early].mean() - left[seen & early].mean()), int((seen & ~early).sum())


def test_leavers_cannot_finish_late() -> None:
    gap, late = late_against_early(world("late_finishers", True))
    assert gap > 0.05
    assert late > 200


def test_nobody_finishes_late_where_the_trap_is_off() -> None:
    company = world("late_finishers", False)
    person, which, begun, done = company.lives.enrolments.table()
    mine = which == course("crt-seller")
    assert (done[mine] - begun[mine]).max() < 42
    assert len(person) > 0


def content_of_large(lived: Lived) -> float:
    """Correlation of the log of deal size with pieces of content used."""
    pairs = []
    for book in lived.books:
        uses = use_content(lived.company, book)
        pairs.append((np.log(book.deals.target), np.bincount(uses.deal, minlength=book.deals.n)))
    size, used = (np.concatenate(part) for part in zip(*pairs, strict=True))
    return float(np.corrcoef(size, used)[0, 1])


def test_large_deals_touch_more_content() -> None:
    assert content_of_large(deals("big_deals_content", True)) > 0.2
    assert abs(content_of_large(deals("big_deals_content", False))) < 0.04


def lift_of_plans(lived: Lived) -> tuple[float, float, float]:
    """Naive lift on passing Negotiation for deals with a plan, its error, and the true lift."""
    there = across(lived.books, "last", "way") >= 4
    plan = ~np.isnan(across(lived.books, "plan", "way"))
    passed = across(lived.books, "passed", "way")[:, 4].astype(float)
    gap, error = difference(passed[there & plan], passed[there & ~plan])
    return gap, error, float(lived.desk.realised.table()["play-plan"]["stage_conversion_mean"])


def test_good_deals_get_plans() -> None:
    gap, error, true = lift_of_plans(deals("good_deals_plans", True))
    assert gap - true > 3 * error
    gap, error, true = lift_of_plans(deals("good_deals_plans", False))
    assert abs(gap - true) < 3 * error


def test_courses_are_taken_together() -> None:
    """Voluntary courses begun a person and month: spread out as chance has it, or in bursts."""

    def burst(company: Company) -> float:
        person, which, begun, _ = company.lives.enrolments.table()
        free = np.isin(which, [n for n, one in enumerate(COURSES) if one.assignment == "voluntary"])
        counts = np.zeros((company.roster.n, company.when.n))
        np.add.at(counts, (person[free], company.when.month_of(begun[free])), 1)
        cells = counts[(company.skill.share_here == 1) & company.roster.seller[:, None]]
        return float(cells.var() / cells.mean())

    assert burst(world("concurrent_courses", True)) > 1.12
    assert burst(world("concurrent_courses", False)) < 1.06


def test_leads_from_a_shared_pool_are_taken_from_others() -> None:
    shared = deals("shared_lead_pools", True).desk.realised.table()["vol-leads"]
    gained = shared["deals_opened_mean"] * shared["person_months"]
    assert gained > 10
    assert shared["others_deals_total"] == pytest.approx(-gained)
    alone = deals("shared_lead_pools", False).desk.realised.table()["vol-leads"]
    assert alone["deals_opened_mean"] > 0
    assert alone["others_deals_total"] == pytest.approx(0)


def test_quotas_follow_last_year() -> None:
    def following(on: bool) -> float:
        company = world("quota_ratchet", on)
        rng = np.random.default_rng(3)
        bookings = 5e6 * rng.gamma(2.0, size=(company.roster.n, 1)) * np.ones(company.when.n)
        quotas = set_quotas(company, bookings)
        tenured = company.roster.hired[quotas.person] < company.when.edges[0] - 400
        mine = (quotas.month == quotas.month.max()) & (company.roster.role[quotas.person] <= 1)
        mine &= tenured & (quotas.currency == 0)
        past = bookings[quotas.person[mine], 0]
        return float(np.corrcoef(past, quotas.amount[mine])[0, 1])

    assert following(on=True) > 0.8
    assert abs(following(on=False)) < 0.15


def test_managers_see_a_halo() -> None:
    def halo(on: bool) -> float:
        company = world("halo_ratings", on)
        found = rate(company)
        useless = (found.kind == 0) & (found.skill >= 8)
        month = company.when.month_of(found.day)
        recent = np.stack(
            [company.lives.form[found.person, (month - back).clip(0)] for back in range(1, 7)]
        ).mean(axis=0)
        return float(np.corrcoef(recent[useless], found.score[useless])[0, 1])

    assert halo(on=True) > 0.25
    assert abs(halo(on=False)) < 0.05


def arms(lived: Lived, arm: int) -> np.ndarray:
    """Share of decisions passed at Negotiation after the trial began, by person of an arm."""
    company = lived.company
    start = company.lives.offers.trial_month
    holder = across(lived.books, "holder", "way")[:, 4]
    month = across(lived.books, "month", "way")[:, 4]
    there = (across(lived.books, "last", "way") >= 4) & (month > start)
    there &= across(lived.books, "closed")
    there &= company.lives.enrolments.arm[holder] == arm
    passed = across(lived.books, "passed", "way")[there, 4]
    total = np.bincount(holder[there])
    wins = np.bincount(holder[there], passed)
    return np.asarray(wins[total >= 5] / total[total >= 5])


def test_the_trial_finds_the_useless_course_useless_and_the_useful_one_useful(
    company: Lived,
) -> None:
    control, drills, rapport = (arms(company, arm) for arm in range(3))
    gap, error = difference(rapport, control)
    assert abs(gap) < 3 * error
    gap, error = difference(drills, control)
    known = company.desk.realised.table()["trl-objection"]["stage_conversion_mean"]
    assert gap > 3 * error
    assert abs(gap - known) < 3 * error


def test_the_rollout_is_drawn_by_lot(company: Lived) -> None:
    """Teams of early and late waves were alike in skill, and nobody is invited before the wave."""
    company_ = company.company
    wave = company_.lives.offers.wave
    assert sorted(np.unique(wave)) == [-1, 0, 1, 2, 3]
    invited = company_.lives.enrolments.invited_month
    who = np.flatnonzero(invited != NOT_YET)
    team = company_.lives.team[who, invited[who]]
    assert (invited[who] >= company_.lives.offers.starts[wave[team]]).all()
