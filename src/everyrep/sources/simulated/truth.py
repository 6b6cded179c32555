"""The truth beside the files: what works and by how much, what really happened, who is who."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pyarrow as pa

from everyrep.sources.simulated import effects as fx
from everyrep.sources.simulated.book import Book
from everyrep.sources.simulated.chance import sigmoid
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.exports.hr import as_date
from everyrep.sources.simulated.learning import ARMS
from everyrep.sources.simulated.mess import Mess
from everyrep.sources.simulated.months import (
    HAZARD,
    HAZARD_BANDS,
    HAZARD_FORM,
    HAZARD_MOTIVATION,
    HAZARD_SKILL,
)
from everyrep.sources.simulated.performance import (
    RAMP_FLOOR,
    RAMP_MONTHS,
    RAMP_ON_STAGE,
    SEASON,
    VOLUME_FORM,
    VOLUME_MOTIVATION,
)
from everyrep.sources.simulated.ratings import (
    HALO,
    MANAGER_BASE,
    MANAGER_NOISE,
    MANAGER_SLOPE,
    PLAY_BASE,
    PLAY_NOISE,
    PLAY_SLOPE,
    SELF_BASE,
    SELF_NOISE,
    SELF_SLOPE,
)
from everyrep.sources.simulated.statements import FORGETTING_DAYS, HIGH_START
from everyrep.sources.simulated.text import (
    Columns,
    dates,
    flags,
    moments,
    numbers,
    record_ids,
    texts,
    words,
)
from everyrep.sources.simulated.vocabulary import (
    COMPETITOR_LOGIT,
    COMPETITORS,
    LEAD_LOGIT,
    LEAD_SOURCES,
    ROLES,
    SKILL_LOADING,
    SKILL_MEANING,
    SKILLS,
    STAGES,
)
from everyrep.sources.simulated.walk import NO_DECISIONS

FORMAT = 1
UNITS = {
    "stage": "log-odds of passing the stage",
    "size": "log of deal size",
    "cycle": "log of days in each stage",
    "leaving": "log of the monthly hazard of leaving",
    "leads": "log of leads picked up from the team's pool",
}
NOTHING = "nothing"


def effect_list(company: Company) -> list[dict[str, object]]:
    """Every course, play, coaching topic, lesson topic and asset with its true effect."""
    factor = company.options.scale.effect_size
    found = [_effect(c.key, "course", c.title, c.assignment, c.effect, factor) for c in fx.COURSES]
    for number, skill in enumerate(fx.COACHED_SKILLS):
        session = fx.stage(number, fx.COACHING.size, fx.COACHING.lag, fx.COACHING.half_life)
        found.append(_effect(f"coaching-{skill}", "coaching", skill, "manager", session, factor))
    for topic in fx.MICRO_TOPICS:
        works = fx.MICRO_EFFECT if topic == "discovery" else None
        found.append(_effect(f"micro-{topic}", "lesson", topic, "voluntary", works, factor))
    plays: tuple[tuple[str, str, str, str, fx.Effect | None], ...] = (
        ("play-plan", "play", "Mutual action plan", "chosen on deal", fx.PLAN_EFFECT),
        ("play-sponsor", "play", "Executive sponsor", "chosen on deal", None),
        ("content-calculator", "content", "ROI Calculator", "chosen on deal", fx.CALCULATOR_EFFECT),
        ("content-other", "content", "All other content", "chosen on deal", None),
    )
    found += [_effect(key, kind, title, how, one, factor) for key, kind, title, how, one in plays]
    change = _effect("manager-change", "event", "New manager", "", fx.MANAGER_CHANGE, factor)
    return [*found, change | {"stage": "every"}]


def constants() -> dict[str, object]:
    """Curves, loadings and rating models that stay the same in every world."""
    return {
        "ramp": {
            "formula": "share of full volume = 1 - (1 - floor) x exp(-tenure / months)",
            "tenure": "whole months since hire at the start of a calendar month",
            "floor": RAMP_FLOOR,
            "months": {"hunter": RAMP_MONTHS[0], "farmer": RAMP_MONTHS[1]},
            "log_odds_on_first_day": RAMP_ON_STAGE,
        },
        "season_of_deals_opened": dict(zip(range(1, 13), SEASON, strict=True)),
        "leaving": {
            "formula": "chance in a month = 1 - exp(-base x exp(sum of shifts))",
            "base": list(HAZARD),
            "tenure_bands_from": [0, *HAZARD_BANDS],
            "shifts_a_standard_deviation": {
                "motivation": HAZARD_MOTIVATION,
                "form_last_month": HAZARD_FORM,
                "mean_skill": HAZARD_SKILL,
            },
        },
        "volume": {"motivation": VOLUME_MOTIVATION, "form": VOLUME_FORM},
        "stage_log_odds": {
            "motivation": fx.MOTIVATION_ON_STAGE,
            "form": fx.SHOCK_ON_STAGE,
            "deal_quality": fx.QUALITY_ON_STAGE,
        },
        "skills": {
            name: {"loading": load, "moves": what}
            for name, load, what in zip(SKILLS, SKILL_LOADING, SKILL_MEANING, strict=True)
        },
        "lead_sources_log_odds": dict(zip(LEAD_SOURCES, LEAD_LOGIT, strict=True)),
        "competitors_log_odds_late": dict(
            zip(("none known", *COMPETITORS), COMPETITOR_LOGIT, strict=True)
        ),
        "losses_without_decision": NO_DECISIONS,
        "retention": {
            "formula": "share of right answers = start x exp(-days / forgetting)",
            "start": HIGH_START,
            "forgetting_days": FORGETTING_DAYS,
        },
        "ratings": {
            "manager": {"base": MANAGER_BASE, "slope": MANAGER_SLOPE, "noise": MANAGER_NOISE,
                        "halo": HALO},
            "self": {"base": SELF_BASE, "slope": SELF_SLOPE, "noise": SELF_NOISE},
            "role_play": {"base": PLAY_BASE, "slope": PLAY_SLOPE, "noise": PLAY_NOISE},
        },
        "activity_volume": NOTHING,
    }  # fmt: skip


def lots(company: Company) -> dict[str, object]:
    """What was drawn by lot."""
    offers, when = company.lives.offers, company.when
    arm = company.lives.enrolments.arm
    return {
        "rollout": {
            "course": next(c.key for c in fx.COURSES if c.assignment == "rollout"),
            "unit": "team",
            "wave_starts": [str(as_date(when.edges[m])) for m in offers.starts],
            "teams_by_wave": [int((offers.wave == w).sum()) for w in range(len(offers.starts))],
            "teams_never": int((offers.wave < 0).sum()),
        },
        "trial": {
            "unit": "person",
            "start": str(as_date(when.edges[offers.trial_month])),
            "arms": {name: int((arm == at).sum()) for at, name in enumerate(ARMS)},
        },
    }


def people(company: Company) -> Columns:
    """Who is who in each system, and what is hidden in each person."""
    roster, who, lives, n = company.roster, company.who, company.lives, company.roster.n
    gone = np.where(lives.gone <= company.when.end, lives.gone - 1, np.nan)
    return {
        "person": numbers(np.arange(n)),
        "hr_number": texts(who.number),
        "crm_id": record_ids("005", np.arange(n)),
        "lms_mbox": texts([f"mailto:{mail}" if mail else None for mail in who.lms_mail]),
        "lms_account": texts([account or None for account in who.lms_account]),
        "given_name": texts(who.given),
        "family_name": texts(who.family),
        "family_name_before": texts(who.old_family),
        "role": words(ROLES, roster.role),
        "hired_on": dates(roster.hired),
        "last_day_on": dates(gone),
        "motivation": numbers(roster.motivation),
        "growth_a_year": numbers(roster.growth),
        "leniency": numbers(roster.leniency),
        "leadership": numbers(roster.leadership),
        **{f"skill_{name}": numbers(roster.skills[:, at]) for at, name in enumerate(SKILLS)},
    }


def person_months(company: Company) -> Columns:
    """Form, chances and shifts by person and month at work, for judging panels."""
    employed = (company.skill.share_here > 0) & company.roster.seller[:, None]
    person, month = np.nonzero(employed)
    columns = {
        "person": numbers(person),
        "month_on": dates(company.when.edges[month].astype(float)),
        "team": numbers(company.lives.team[person, month]),
        "form": _small(company.lives.form[person, month]),
        "share_at_work": _small(company.skill.share_here[person, month]),
        "hazard": _small(company.lives.hazard[person, month]),
        "deals_expected": _small(company.skill.rate[person, month]),
        "log_size": _small(company.skill.size[person, month]),
        "log_cycle": _small(company.skill.cycle[person, month]),
    }
    for at in range(len(STAGES)):
        columns[f"log_odds_stage_{at}"] = _small(company.skill.logit[person, month, at])
    for one in company.skill.treatments:
        columns[f"shift:{one.key}"] = _small(one.shift[person, month])
    return columns


def deals(book: Book) -> Columns:
    """What would have become of each deal, and its hidden quality."""
    chance, way = sigmoid(book.way.logit), book.way
    return {
        "opportunity": record_ids("006", book.first + np.arange(book.deals.n)),
        "opened_by": numbers(book.deals.owner),
        "quality": _small(book.deals.quality),
        "chance_of_winning": _small(np.prod(chance, axis=1)),
        "won_in_the_end": flags(way.won),
        "ends_at": moments(way.end),
        "closed_in_window": flags(book.closed),
        **{f"chance_stage_{at}": _small(chance[:, at]) for at in range(len(STAGES))},
    }


def exposures(company: Company) -> Columns:
    """Every enrolment, finished or not, as it was planned."""
    person, course, begun, done = company.lives.enrolments.table()
    until = np.minimum(company.lives.gone[person], company.when.end)
    return {
        "person": numbers(person),
        "course": words(fx.COURSE_KEYS, course),
        "assignment": words([c.assignment for c in fx.COURSES], course),
        "enrolled_at": moments(begun),
        "planned_completion_at": moments(done),
        "completed_at": moments(np.where(done < until, done, np.nan)),
    }


def write_json(path: Path, truth: dict[str, object]) -> None:
    """Writes truth.json with sorted keys, so that equal worlds give equal bytes."""
    path.write_text(json.dumps(truth, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def header(company: Company) -> dict[str, object]:
    """Options, window and traps."""
    options, when = company.options, company.when
    return {
        "format": FORMAT,
        "options": {
            "people": options.people, "months": options.months, "seed": options.seed,
            "end": str(options.end), "form": options.form, "mess": options.mess,
            "snapshots": options.snapshots, "scale": asdict(options.scale),
        },
        "window": {"from": str(as_date(when.start)), "until": str(as_date(when.end)),
                   "pipeline_fills_from": str(as_date(when.edges[0]))},
        "traps": asdict(options.traps),
    }  # fmt: skip


def damage(mess: Mess) -> dict[str, object]:
    """What was damaged, with counts and examples."""
    return {
        kind: {"file": one.file, "rows": one.rows, "ids": one.ids}
        for kind, one in sorted(mess.done.items())
    }


def _effect(
    key: str, kind: str, title: str, assignment: str, one: fx.Effect | None, factor: float
) -> dict[str, object]:
    size = one.size * factor if one else 0.0
    moved = one.outcome if one else NOTHING
    return {
        "key": key,
        "kind": kind,
        "title": title,
        "assignment": assignment,
        "outcome": moved,
        "stage": STAGES[one.stage] if one and one.stage is not None else None,
        "size": size,
        "unit": UNITS.get(moved),
        "lag_months": one.lag if one else None,
        "half_life_months": one.half_life if one and np.isfinite(one.half_life) else None,
        "zero": size == 0.0,
    }


def _small(values: np.ndarray) -> pa.Array:
    return pa.array(values.astype(np.float32))
