"""What is settled before the first month: options, calendar, teams and people."""

from __future__ import annotations

from dataclasses import dataclass

from everyrep.sources.simulated.calendar import Calendar, calendar
from everyrep.sources.simulated.options import Options
from everyrep.sources.simulated.people import Roster, Teams, build_roster, build_teams


@dataclass(frozen=True)
class Ground:
    """Options, calendar, teams and people."""

    options: Options
    when: Calendar
    teams: Teams
    roster: Roster


def lay_ground(options: Options) -> Ground:
    """Draws teams and people; nothing has happened to them yet."""
    when = calendar(options.end, options.months)
    teams = build_teams(options)
    return Ground(options, when, teams, build_roster(options, when, teams))
