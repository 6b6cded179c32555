"""One company asked one question, and what the answer is against the truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from everyrep.evidence.answering import answer
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.calibration.dosed import Given, dosed
from everyrep.evidence.calibration.drawn import by_choice, rollout, trial
from everyrep.evidence.calibration.leaving import leaving
from everyrep.evidence.calibration.single import everybody, one_team
from everyrep.evidence.calibration.worlds import Company, Setting, company
from everyrep.evidence.findings import Finding
from everyrep.evidence.history import History

WORTH = 0.1
"""Smallest effect worth having, in standard deviations of the outcome."""
HORIZON = 6


@dataclass(frozen=True)
class Case:
    """A kind of company.

    Attributes:
        name: Short and stable.
        title: As a line of the scoreboard.
        make: The company of a seed, with an effect of a size.
        drawn: Whether a lot decided.
        by_team: Whether teams were assigned.
        naive: The comparison of the field that stands beside it.
        kind: Of treatment, where no lot decided.
    """

    name: str
    title: str
    make: Callable[[float, int], Company]
    drawn: bool = False
    by_team: bool = False
    naive: str = "with_without"
    kind: str = "course"


def _chosen(selection: str) -> Callable[[float, int], Company]:
    def make(effect: float, seed: int) -> Company:
        return company(Setting(selection=selection, effect=effect, onset=1), seed)  # type: ignore[arg-type]

    return make


def _teams(count: int, kind: str) -> Callable[[float, int], Company]:
    def make(effect: float, seed: int) -> Company:
        setting = Setting(effect=effect, onset=1, people=count * 10, team_sd=0.15)
        if kind == "rollout":
            return rollout(setting, seed)
        if kind == "choice":
            return by_choice(setting, seed)
        return trial(setting, seed, by_team=True)

    return make


def _people(effect: float, seed: int) -> Company:
    return trial(Setting(effect=effect, onset=1, people=200), seed)


def _coached(given: Given) -> Callable[[float, int], Company]:
    def make(effect: float, seed: int) -> Company:
        return dosed(given, Setting(effect=effect, people=200), seed)

    return make


def _everybody(effect: float, seed: int) -> Company:
    return everybody(Setting(effect=effect, onset=1, people=100, months=44), seed)


def _one_team(effect: float, seed: int) -> Company:
    return one_team(Setting(effect=effect, onset=1, people=240, months=44), seed)


def _leaving(effect: float, seed: int) -> Company:
    return leaving(Setting(effect=effect, people=800), seed)


CASES: tuple[Case, ...] = (
    Case("trial", "Trial by person, 200 people", _people, drawn=True),
    *(
        Case(f"trial_{n}", f"Trial by team, {n} teams", _teams(n, "trial"), drawn=True,
             by_team=True)
        for n in (10, 20, 40)
    ),
    *(
        Case(f"rollout_{n}", f"Rollout by lot, {n} teams", _teams(n, "rollout"), drawn=True,
             by_team=True)
        for n in (10, 20, 40)
    ),
    *(
        Case(f"staggered_{n}", f"Rollout as teams chose, {n} teams", _teams(n, "choice"))
        for n in (10, 20, 40)
    ),
    Case("level", "Uptake by those who sell more anyway", _chosen("level")),
    Case("slope", "Uptake by those who grow anyway", _chosen("slope")),
    Case("dip", "Sent after three bad months", _chosen("dip"), naive="before_after"),
    Case("mixed", "All three at once", _chosen("mixed")),
    Case("everybody", "Begun for everybody on one day", _everybody, naive="before_after"),
    Case("one_team", "Begun in one team of 24", _one_team),
    Case("leaving", "Leaving, with a course that takes time to finish", _leaving,
         naive="within_6"),
    Case("coached", "Coached by chance", _coached("chance"), naive="between", kind="coaching"),
    Case("coached_stars", "Coached if they sell more anyway", _coached("stars"), naive="between",
         kind="coaching"),
    Case("coached_slumps", "Coached after bad months", _coached("slumps"), naive="between",
         kind="coaching"),
    Case("coached_growers", "Coached as they grow", _coached("growers"), naive="between",
         kind="coaching"),
)  # fmt: skip


def tried(case: Case, effect: float, seed: int) -> Finding:
    """The answer for one company."""
    world = case.make(effect, seed)
    kind = f"{'program' if case.drawn else case.kind}:Value"
    question = Question(
        treatment(kind), "won_deals", smallest=WORTH, horizon=HORIZON, ramp=0,
        unit=("team" if case.by_team else "person") if case.drawn else None,
    )  # fmt: skip
    return answer(history_of(world, drawn=case.drawn), question, drawn=case.drawn)


def history_of(world: Company, *, drawn: bool = False) -> History:
    """A company as it is read."""
    people, months = world.y.shape
    treated = world.first < months
    arm = np.where(treated, "treated", "control") if drawn else np.full(people, "")
    return History(
        people=np.array([f"p{at}" for at in range(people)], dtype=object),
        months=tuple(f"{2023 + at // 12}-{at % 12 + 1:02d}" for at in range(months)),
        x=world.y,
        m=np.ones_like(world.y) if world.m is None else world.m,
        first=world.first,
        dose=np.zeros_like(world.y) if world.dose is None else world.dose,
        groups={"team": world.team},
        names={"team": tuple(f"t{at}" for at in range(int(world.team.max()) + 1))},
        unit="count" if world.ends else "number",
        direction="down" if world.ends else "up",
        title="Exits" if world.ends else "Won deals",
        arm=arm.astype(object),
        tenure=np.full(world.y.shape, 99.0) if world.tenure is None else world.tenure,
        left_out={},
        ends=world.ends,
    )
