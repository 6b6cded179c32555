"""The company once its months are lived: people, what happened to them, how well they can sell."""

from __future__ import annotations

from dataclasses import dataclass

from everyrep.sources.simulated.chance import Floats
from everyrep.sources.simulated.ground import Ground, lay_ground
from everyrep.sources.simulated.identity import Identity, identify
from everyrep.sources.simulated.lives import Lives
from everyrep.sources.simulated.months import live
from everyrep.sources.simulated.options import Options
from everyrep.sources.simulated.performance import Performance, perform
from everyrep.sources.simulated.rates import exchange_rates


@dataclass(frozen=True)
class Company(Ground):
    """Everything but deals and files.

    Attributes:
        lives: What happened to everybody.
        skill: How well everybody can sell, month by month.
        who: How the systems spell people.
        rates: Euros for one unit, by month and currency.
    """

    lives: Lives
    skill: Performance
    who: Identity
    rates: Floats


def found(options: Options) -> Company:
    """Founds the company and lets the months pass."""
    ground = lay_ground(options)
    lives = live(ground)
    return Company(
        options=ground.options,
        when=ground.when,
        teams=ground.teams,
        roster=ground.roster,
        lives=lives,
        skill=perform(ground, lives),
        who=identify(options, ground.roster),
        rates=exchange_rates(options, ground.when),
    )
