"""Month by month: who is there, in which team, in what form, who learns, who is coached, who goes.

The order within a month is fixed, because causes must come before effects: people arrive and move,
then managers and the academy react to what they saw in earlier months, then some leave.
"""

from __future__ import annotations

import numpy as np

from everyrep.sources.simulated.chance import Bools, Floats, Ints, stream
from everyrep.sources.simulated.coaching import coach
from everyrep.sources.simulated.effects import COURSES
from everyrep.sources.simulated.enrolments import Enrolments, plan_offers
from everyrep.sources.simulated.ground import Ground
from everyrep.sources.simulated.learning import enrol
from everyrep.sources.simulated.lives import NEVER, Lives, at_work, tenure_months
from everyrep.sources.simulated.options import Options
from everyrep.sources.simulated.people import Roster, Teams, replaced_managers
from everyrep.sources.simulated.sessions import Sessions
from everyrep.sources.simulated.vocabulary import FARMER, MANAGER, SDR

MOVES_A_MONTH = 0.005
LEAVES_A_MONTH = 0.004
PROMOTIONS_A_MONTH = 0.012
FORM_MEMORY = 0.65  # correlation of a person's form from one month to the next
HAZARD_BANDS = (3, 12, 24)  # months of tenure
HAZARD = (0.012, 0.024, 0.018, 0.012)  # a month, by band of tenure
HAZARD_MOTIVATION = -0.25
HAZARD_FORM = -0.20
HAZARD_SKILL = -0.20


def live(ground: Ground) -> Lives:
    """Runs the months of the world once, all people at a time."""
    options, when, roster = ground.options, ground.when, ground.roster
    lives = _begin(ground)
    _lead(ground, lives)
    for month in range(when.n):
        rng = stream(options.seed, "months", month)
        _carry(lives, month)
        _arrive_and_move(rng, ground, lives, month)
        working = at_work(when, roster, lives, month)
        if month >= when.burn:
            enrol(ground, lives, working, month)
            coach(ground, lives, working, month)
            _leave_company(rng, ground, lives, month)
    return lives


def _begin(ground: Ground) -> Lives:
    options, when, teams, roster = ground.options, ground.when, ground.teams, ground.roster
    shape = (roster.n, when.n)
    nothing = np.full(shape, -1, dtype=np.int64)
    return Lives(
        team=nothing.copy(),
        territory=nothing.copy(),
        level=np.repeat(roster.level[:, None], when.n, axis=1),
        away=np.zeros(shape, dtype=bool),
        form=_form(options, shape),
        hazard=np.zeros(shape),
        gone=np.full(roster.n, float(NEVER)),
        dismissed=np.zeros(roster.n, dtype=bool),
        successor=np.full(roster.n, -1, dtype=np.int64),
        manager=np.full((teams.n, when.n), -1, dtype=np.int64),
        new_manager=np.zeros(shape, dtype=bool),
        enrolments=Enrolments(roster.n, len(COURSES)),
        sessions=Sessions(shape),
        offers=plan_offers(options, when, teams),
    )


def _form(options: Options, shape: tuple[int, int]) -> Floats:
    noise = stream(options.seed, "form").normal(size=shape)
    form = np.empty(shape)
    form[:, 0] = noise[:, 0]
    for month in range(1, shape[1]):
        fresh = np.sqrt(1 - FORM_MEMORY**2) * noise[:, month]
        form[:, month] = FORM_MEMORY * form[:, month - 1] + fresh
    return form


def _lead(ground: Ground, lives: Lives) -> None:
    """Puts a manager on every team and month; some teams get a new one, and the old one leaves."""
    when, teams, roster = ground.when, ground.teams, ground.roster
    rng = stream(ground.options.seed, "leaders")
    managers = np.flatnonzero(roster.role == MANAGER)
    first, spare = managers[: teams.n], managers[teams.n :]
    lives.manager[:] = first[:, None]
    changed = rng.permutation(teams.n)[: replaced_managers(teams)]
    months = rng.integers(when.burn + 3, when.n - 1, len(changed))
    for team, month, new in zip(changed, months, spare, strict=True):
        lives.manager[team, month:] = new
        roster.hired[new] = float(when.edges[month])
        lives.gone[first[team]] = float(when.edges[month])
        lives.successor[first[team]] = new
    for month in range(when.n):
        lives.team[lives.manager[:, month], month] = np.arange(teams.n)


def _carry(lives: Lives, month: int) -> None:
    if month:
        keep = lives.team[:, month] < 0
        lives.team[keep, month] = lives.team[keep, month - 1]
        lives.territory[:, month] = lives.territory[:, month - 1]
        lives.level[:, month] = lives.level[:, month - 1]


def _arrive_and_move(rng: np.random.Generator, ground: Ground, lives: Lives, month: int) -> None:
    when, teams, roster = ground.when, ground.teams, ground.roster
    seller, n = roster.seller, roster.n
    here = (roster.hired < when.edges[month + 1]) & (lives.gone > when.edges[month]) & seller
    new = here & (lives.team[:, month] < 0)
    lives.team[new, month] = roster.home_team[new]
    settled = here & ~new & (month > when.burn)
    moves = settled & (rng.random(n) < MOVES_A_MONTH)
    lives.team[moves, month] = _another_team(rng, teams, lives.team[moves, month])
    placed = new | moves
    lives.territory[placed, month] = _territory(rng, ground, lives, placed, month)
    promoted = settled & (lives.level[:, month] < 2)
    chance = PROMOTIONS_A_MONTH * np.exp(0.4 * roster.motivation)
    lives.level[:, month] += promoted & (rng.random(n) < chance)
    _start_leaves(rng, lives, settled, month)
    _note_new_managers(lives, here, month)


def _another_team(rng: np.random.Generator, teams: Teams, old: Ints) -> Ints:
    """A team of the same kind, in any region; by chance it can be the old one again."""
    new = old.copy()
    for kind in (0, 1):
        same = np.flatnonzero(teams.kind == kind)
        of_kind = teams.kind[old] == kind
        new[of_kind] = same[rng.integers(0, len(same), int(of_kind.sum()))]
    return new


def _territory(
    rng: np.random.Generator, ground: Ground, lives: Lives, who: Bools, month: int
) -> Ints:
    """Hunters get one of the two of their team; farmers any of their region."""
    teams, roster = ground.teams, ground.roster
    team = lives.team[who, month]
    draw = rng.random(len(team))
    hunting = teams.first_territory[team] + np.floor(draw * 2).astype(np.int64)
    region = teams.region[team]
    first = np.searchsorted(teams.territory_region, region)
    count = np.searchsorted(teams.territory_region, region, side="right") - first
    farming = first + np.floor(draw * count).astype(np.int64)
    return np.where(roster.role[who] == FARMER, farming, hunting)


def _start_leaves(rng: np.random.Generator, lives: Lives, settled: Bools, month: int) -> None:
    starts = settled & ~lives.away[:, month] & (rng.random(len(settled)) < LEAVES_A_MONTH)
    months = rng.integers(1, 6, len(settled))
    for ahead in range(5):
        if month + ahead < lives.away.shape[1]:
            lives.away[:, month + ahead] |= starts & (months > ahead)


def _note_new_managers(lives: Lives, here: Bools, month: int) -> None:
    if month < 2:
        return
    team, before = lives.team[here, month], lives.team[here, month - 1]
    now = lives.manager[team, month]
    earlier = np.where(before >= 0, lives.manager[before, month - 1], now)
    lives.new_manager[here, month] = now != earlier


def _leave_company(rng: np.random.Generator, ground: Ground, lives: Lives, month: int) -> None:
    when, roster = ground.when, ground.roster
    tenure = tenure_months(when, roster, month)
    here = roster.seller & (roster.hired <= when.edges[month]) & (lives.gone >= NEVER)
    rate = np.array(HAZARD)[np.searchsorted(HAZARD_BANDS, tenure, side="right")]
    shift = HAZARD_MOTIVATION * roster.motivation + HAZARD_FORM * lives.form[:, month - 1]
    shift += HAZARD_SKILL * roster.skills.mean(axis=1)
    shift += lives.enrolments.log_hazard(month, when.n, ground.options.scale.effect_size)
    lives.hazard[:, month] = np.where(here, 1 - np.exp(-rate * np.exp(shift)), 0.0)
    goes = rng.random(roster.n) < lives.hazard[:, month]
    day = when.edges[month] + np.floor(rng.random(roster.n) * (when.length[month] - 1)) + 1
    day = np.where(rng.random(roster.n) < 0.6, when.edges[month + 1], day)
    lives.gone[goes] = day[goes]
    weak = roster.skills.mean(axis=1) + 0.5 * lives.form[:, month - 1] < -0.4
    lives.dismissed[goes] = (rng.random(roster.n) < np.where(weak, 0.6, 0.1))[goes]
    lives.successor[goes] = _heirs(rng, roster, lives, goes, here & ~goes, month)


def _heirs(
    rng: np.random.Generator, roster: Roster, lives: Lives, goes: Bools, stays: Bools, month: int
) -> Ints:
    """A colleague of the same team takes the deals over; the manager where there is none."""
    team = lives.team[goes, month]
    free = np.flatnonzero(stays & (roster.role != SDR))
    free = free[np.argsort(lives.team[free, month], kind="stable")]
    of_free = lives.team[free, month]
    first = np.searchsorted(of_free, team)
    count = np.searchsorted(of_free, team, side="right") - first
    at = first + np.floor(rng.random(len(team)) * count).astype(np.int64)
    colleague = free[at.clip(0, len(free) - 1)] if len(free) else np.full(len(team), -1)
    return np.where(count > 0, colleague, lives.manager[team, month])
