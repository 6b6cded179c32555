"""What really works: the true effect of every course, play, coaching hour and asset.

An effect is a shift on a scale where shifts add up: log-odds of passing a stage, log of deal size,
log of days, log of the hazard of leaving, log of leads picked up. It starts `lag` months after the
month of the cause and halves every `half_life` months.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from everyrep.sources.simulated.chance import Floats

Outcome = Literal["stage", "size", "cycle", "leaving", "leads"]
Assignment = Literal[
    "onboarding", "yearly", "voluntary", "growth", "remedial", "rollout", "trial", "certification"
]


@dataclass(frozen=True)
class Effect:
    """A known shift of one outcome.

    Attributes:
        outcome: What is shifted.
        size: Shift at full strength, on the outcome's additive scale.
        lag: Whole months from the cause's month until it works.
        half_life: Months in which it halves after that; infinite: it stays.
        stage: Stage number for outcome "stage".
    """

    outcome: Outcome
    size: float
    lag: int = 1
    half_life: float = float("inf")
    stage: int | None = None

    def curve(self, months: int) -> Floats:
        """Strength 0 to 1 by whole months since the cause's month, shape (months,)."""
        since = np.arange(months)
        decay = np.exp2(-(since - self.lag) / self.half_life)
        return np.where(since >= self.lag, decay, 0.0)


@dataclass(frozen=True)
class Course:
    """Something to learn from, how people come to it, and what it does."""

    key: str
    title: str
    skill: str
    assignment: Assignment
    minutes: int
    cost: int  # euro cents a seat
    effect: Effect | None = None
    kind: str = "course"

    @property
    def mandatory(self) -> bool:
        """Whether everybody concerned has to take it."""
        return self.assignment in ("onboarding", "yearly")


def stage(number: int, size: float, lag: int = 1, half_life: float = float("inf")) -> Effect:
    """An effect on the log-odds of passing a stage."""
    return Effect("stage", size, lag, half_life, number)


COURSES = (
    Course("onb-welcome", "Welcome to Velano", "product", "onboarding", 90, 0),
    Course("onb-product", "Product Foundations", "product", "onboarding", 240, 120_00),
    Course("onb-crm", "Working in the CRM", "crm_discipline", "onboarding", 60, 0),
    Course("cmp-conduct", "Code of Conduct", "compliance", "yearly", 45, 8_00),
    Course("cmp-privacy", "Data Protection in Sales", "compliance", "yearly", 40, 8_00),
    Course("prd-release", "Release Briefing", "product", "yearly", 30, 0),
    Course("vol-discovery", "Questions That Open", "discovery", "voluntary", 180, 260_00,
           stage(1, 0.45, 1, 12)),
    Course("vol-value", "Building a Business Case", "value", "voluntary", 210, 320_00,
           stage(3, 0.40, 2, 18)),
    Course("vol-size", "Selling the Whole Platform", "relationship", "voluntary", 150, 240_00,
           Effect("size", 0.12, 2, 18)),
    Course("vol-cycle", "Keeping Deals Moving", "closing", "voluntary", 120, 180_00,
           Effect("cycle", -0.15, 1)),
    Course("vol-career", "Your Path at Velano", "relationship", "voluntary", 60, 40_00,
           Effect("leaving", -0.50, 0, 12)),
    Course("vol-leads", "First to Call Back", "prospecting", "voluntary", 75, 90_00,
           Effect("leads", 0.30, 1, 12)),
    Course("vol-story", "Storytelling With Slides", "product", "voluntary", 120, 190_00),
    Course("vol-time", "Own Your Calendar", "crm_discipline", "voluntary", 90, 110_00),
    Course("vol-social", "Social Selling Starter", "social_selling", "voluntary", 100, 150_00),
    Course("vol-mails", "Mails That Get Read", "prospecting", "voluntary", 45, 60_00),
    Course("vol-trends", "Industry Trends", "value", "voluntary", 60, 70_00),
    Course("vol-voice", "Voice and Presence", "product", "voluntary", 150, 280_00),
    Course("pot-lead", "Future Leaders", "relationship", "growth", 600, 1_900_00),
    Course("pot-strategy", "Strategic Accounts", "value", "growth", 360, 1_200_00),
    Course("rem-rescue", "Pipeline Rescue", "closing", "remedial", 180, 350_00),
    Course("rem-clinic", "Call Clinic", "qualification", "remedial", 120, 220_00,
           stage(0, 0.25, 1, 9)),
    Course("pgm-value", "Value Selling", "value", "rollout", 480, 900_00, stage(3, 0.50, 1, 24)),
    Course("trl-objection", "Objection Drills", "negotiation", "trial", 160, 300_00,
           stage(4, 0.60, 1)),
    Course("trl-rapport", "Rapport Workshop", "relationship", "trial", 160, 300_00),
    Course("crt-seller", "Certified Velano Seller", "product", "certification", 420, 450_00,
           kind="certification"),
)  # fmt: skip
COURSE_KEYS = tuple(course.key for course in COURSES)

COACHING = Effect("stage", 0.10, 1, 4)  # one session on the skill of a stage, on that stage
COACHED_SKILLS = ("qualification", "discovery", "product", "value", "negotiation", "closing")

MICRO_TOPICS = ("discovery", "negotiation", "product", "social_selling", "crm_discipline")
MICRO_LESSONS_A_TOPIC = 8
MICRO_EFFECT = stage(1, 0.03, 0, 3)  # one lesson on discovery; all other topics do nothing
MICRO_MINUTES = 4

PLAN_EFFECT = stage(4, 0.25)  # a mutual action plan; works on the deal from the day it is agreed
SPONSOR_EFFECT = 0.0  # an executive sponsor's visit does nothing
CALCULATOR_EFFECT = stage(3, 0.25)  # the ROI calculator, used on a deal before its proposal ends
MANAGER_CHANGE = Effect("stage", -0.08, 0, 2)  # on every stage, for those whose manager changed
SHOCK_ON_STAGE = 0.20  # log-odds on every stage for one standard deviation of form
MOTIVATION_ON_STAGE = 0.08
QUALITY_ON_STAGE = 0.35  # a deal's own hidden quality

ASSETS = 120
CALCULATOR = 7  # number of the asset that works
