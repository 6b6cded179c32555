"""Who works there: roles, teams, territories, hire days, and what nobody can see in a person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.sources.simulated.calendar import Calendar
from everyrep.sources.simulated.chance import Floats, Ints, stream
from everyrep.sources.simulated.options import Options
from everyrep.sources.simulated.vocabulary import (
    DIRECTOR,
    FARMER,
    HUNTER,
    MANAGER,
    SDR,
    SKILLS,
    VP,
)

TEAM_OF = 14  # people ever employed for one team: about eight of them at a time
TEAMS_A_REGION = 6
TERRITORIES_A_TEAM = 2
REPLACED_MANAGERS = 0.25
ROLE_MIX = (0.56, 0.33, 0.11)  # hunters, farmers, sales development
LEAVING_A_MONTH = 0.02  # about, to balance hires with leavers
COMMON_SKILL = 0.5
NEW_BUSINESS, GROWTH_TEAM = 0, 1


@dataclass(frozen=True)
class Teams:
    """Teams and territories.

    Attributes:
        region: Region of each team.
        kind: NEW_BUSINESS or GROWTH_TEAM, by team.
        first_territory: First territory of each team (growth teams share their region's).
        territory_region: Region of each territory.
        territory_logit: Log-odds on every stage, by territory.
        territory_trend: Log of deal size a year, by territory.
        n_regions: Number of regions.
    """

    region: Ints
    kind: Ints
    first_territory: Ints
    territory_region: Ints
    territory_logit: Floats
    territory_trend: Floats
    n_regions: int

    @property
    def n(self) -> int:
        """Number of teams."""
        return len(self.region)

    def territories(self, region: int) -> Ints:
        """The territories of a region."""
        return np.flatnonzero(self.territory_region == region)


@dataclass(frozen=True)
class Roster:
    """Everybody ever employed in the window, with what is hidden in them.

    Attributes:
        role: Role number, by person.
        home_team: Team at hire; -1 above team level.
        home_region: Region at hire; -1 for the whole company.
        hired: Day of hire.
        level: Level at hire, 0 to 2.
        skills: Standardised skills at the start of the window, shape (people, skills).
        motivation: Standardised; sells more, and volunteers.
        growth: Gain in every skill a year, in standard deviations.
        leniency: What a manager adds to every rating.
        leadership: What a manager adds to the log-odds of every stage of the team.
        coaching: Log of how much more than others a manager coaches.
    """

    role: Ints
    home_team: Ints
    home_region: Ints
    hired: Floats
    level: Ints
    skills: Floats
    motivation: Floats
    growth: Floats
    leniency: Floats
    leadership: Floats
    coaching: Floats

    @property
    def n(self) -> int:
        """Number of people."""
        return len(self.role)

    @property
    def seller(self) -> np.ndarray:
        """True for hunters, farmers and sales development, who can leave and learn."""
        return self.role <= SDR


def build_teams(options: Options) -> Teams:
    """Teams of both kinds in every region, and the territories of each region."""
    rng = stream(options.seed, "teams")
    n = max(4, round(options.people / TEAM_OF))
    n_regions = max(2, round(n / TEAMS_A_REGION))
    region = np.arange(n) % n_regions
    kind = np.isin((np.arange(n) // n_regions) % 5, (1, 3)).astype(np.int64)
    order = np.lexsort((np.arange(n), kind, region))
    first = np.zeros(n, dtype=np.int64)
    hunting = order[kind[order] == NEW_BUSINESS]
    first[hunting] = np.arange(len(hunting)) * TERRITORIES_A_TEAM
    territory_region = np.repeat(region[hunting], TERRITORIES_A_TEAM)
    return Teams(
        region=region,
        kind=kind,
        first_territory=first,
        territory_region=territory_region,
        territory_logit=rng.normal(0, 0.06, len(territory_region)),
        territory_trend=rng.normal(0.02, 0.06, len(territory_region)),
        n_regions=n_regions,
    )


def build_roster(options: Options, when: Calendar, teams: Teams) -> Roster:
    """Draws everybody: the head, directors, managers, then sellers."""
    rng = stream(options.seed, "roster")
    role, team, region = _places(rng, options, teams)
    n = len(role)
    hidden = _hidden(rng, n)
    return Roster(
        role=role,
        home_team=team,
        home_region=region,
        hired=_hire_days(rng, options, when, role),
        level=_levels(rng, role),
        leniency=rng.normal(0, 0.35, n),
        leadership=rng.normal(0, 0.06, n),
        coaching=rng.normal(0, 0.4, n),
        **hidden,
    )


def replaced_managers(teams: Teams) -> int:
    """How many teams change their manager within the window."""
    return max(1, round(teams.n * REPLACED_MANAGERS))


def _places(rng: np.random.Generator, options: Options, teams: Teams) -> tuple[Ints, Ints, Ints]:
    managers = teams.n + replaced_managers(teams)
    sellers = options.people - 1 - teams.n_regions - managers
    hunters, farmers = round(sellers * ROLE_MIX[0]), round(sellers * ROLE_MIX[1])
    role = np.repeat(
        [VP, DIRECTOR, MANAGER, HUNTER, FARMER, SDR],
        [1, teams.n_regions, managers, hunters, farmers, sellers - hunters - farmers],
    )
    team = np.full(len(role), -1, dtype=np.int64)
    team[role == MANAGER] = np.r_[np.arange(teams.n), np.full(managers - teams.n, -1)]
    for kind, roles in ((NEW_BUSINESS, (HUNTER, SDR)), (GROWTH_TEAM, (FARMER,))):
        of_kind = np.flatnonzero(teams.kind == kind)
        for one in roles:
            places = np.flatnonzero(role == one)
            team[rng.permutation(places)] = of_kind[np.arange(len(places)) % len(of_kind)]
    region = np.where(team >= 0, teams.region[team], -1)
    region[role == DIRECTOR] = np.arange(teams.n_regions)
    return role.astype(np.int64), team, region


def _hidden(rng: np.random.Generator, n: int) -> dict[str, Floats]:
    """Skills share a common part; the motivated are a little more able and grow faster."""
    common = rng.normal(size=n)
    own = rng.normal(size=(n, len(SKILLS)))
    skills = COMMON_SKILL * common[:, None] + np.sqrt(1 - COMMON_SKILL**2) * own
    motivation = 0.3 * common + np.sqrt(1 - 0.3**2) * rng.normal(size=n)
    growth = 0.10 + 0.12 * motivation + 0.40 * rng.normal(size=n)
    return {"skills": skills, "motivation": motivation, "growth": growth}


def _hire_days(rng: np.random.Generator, options: Options, when: Calendar, role: Ints) -> Floats:
    """Part of the sellers come on the 1st or 16th of a month of the window, the rest before."""
    n = len(role)
    joins = 1 - 1 / (1 + LEAVING_A_MONTH * options.months)
    tenure = 90 + rng.exponential(900, n)
    before = np.floor(when.edges[0] - tenure)
    month = rng.integers(when.burn, when.n - 1, n)
    within = when.edges[month] + np.where(rng.random(n) < 0.7, 0, 15)
    new = (role <= SDR) & (rng.random(n) < joins)
    return np.where(new, within, before).astype(float)


def _levels(rng: np.random.Generator, role: Ints) -> Ints:
    level = rng.choice(3, len(role), p=(0.4, 0.4, 0.2))
    return np.where(role <= SDR, level, 2).astype(np.int64)
