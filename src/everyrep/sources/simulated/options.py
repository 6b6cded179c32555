"""What a caller may choose about the simulated company: its traps, its scale, its form."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

from everyrep.values.errors import SettingsError

Format = Literal["export", "parquet"]

FEWEST_PEOPLE = 20
FEWEST_MONTHS = 6


@dataclass(frozen=True)
class Traps:
    """Patterns that look like proof and are not; each is on unless switched off.

    Attributes:
        motivated_volunteer: Motivated people, who sell more anyway, take voluntary courses.
        growers_volunteer: People on the rise take the courses offered to high potentials.
        managers_coach_slumps: Coaching goes to those who have just had a bad month.
        low_performers_sent: Remedial courses are given after a dip.
        late_finishers: Certificates take up to a year, so leavers cannot finish late.
        big_deals_content: Large deals touch more content.
        good_deals_plans: Deals that would be won anyway get plans and sponsors.
        concurrent_courses: People take several courses in the same weeks.
        shared_lead_pools: A seller who picks up more leads takes them from the team.
        quota_ratchet: Next year's quota follows last year's bookings.
        halo_ratings: Managers rate the skills of those who sell well higher.
    """

    motivated_volunteer: bool = True
    growers_volunteer: bool = True
    managers_coach_slumps: bool = True
    low_performers_sent: bool = True
    late_finishers: bool = True
    big_deals_content: bool = True
    good_deals_plans: bool = True
    concurrent_courses: bool = True
    shared_lead_pools: bool = True
    quota_ratchet: bool = True
    halo_ratings: bool = True

    @classmethod
    def none(cls) -> Traps:
        """A world in which every pattern is what it looks like."""
        return cls(**{field.name: False for field in fields(cls)})


@dataclass(frozen=True)
class Scale:
    """How much happens in the company.

    Attributes:
        deals_per_rep_year: Deals opened a year by a fully ramped seller.
        activities_per_deal: Calls, mails, meetings, demos and proposals a deal, on average.
        prospecting_per_month: Activities a seller and month that belong to no deal.
        lessons_per_month: Micro-lessons a person and month.
        effect_size: Factor on every true effect of the catalogue: 0 makes a world without any.
    """

    deals_per_rep_year: float = 42.0
    activities_per_deal: float = 10.0
    prospecting_per_month: float = 6.0
    lessons_per_month: float = 8.0
    effect_size: float = 1.0

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) < 0:
                raise SettingsError(
                    f"{field.name} is {getattr(self, field.name)}, below zero",
                    where="Scale",
                    remedy="Give a number of at least 0",
                )


LARGE = Scale(deals_per_rep_year=68.0, activities_per_deal=7.2, lessons_per_month=25.0)
"""With 10,000 people and 36 months: over a million deals with 5 M stage changes, 10 M activities,
20 M learning events."""


@dataclass(frozen=True)
class Options:
    """Everything a simulated company depends on; equal options give equal bytes.

    Attributes:
        people: Everybody on the payroll at any time within the window, leavers included.
        months: Length of the window in months; it ends where the world stops, at `end`.
        seed: Start of every random stream.
        end: First day that is not seen any more.
        traps: Which artefacts are in the world.
        scale: How much happens.
        form: "export" for what real systems give, "parquet" for the same columns as Parquet.
        mess: Whether the files carry the usual errors.
        snapshots: Whether one region's stage history is known from monthly snapshots only.
    """

    people: int = 400
    months: int = 36
    seed: int = 1
    end: date = date(2026, 7, 1)
    traps: Traps = Traps()
    scale: Scale = Scale()
    form: Format = "export"
    mess: bool = True
    snapshots: bool = False

    def __post_init__(self) -> None:
        _at_least("people", self.people, FEWEST_PEOPLE, "two regions need teams and managers")
        _at_least("months", self.months, FEWEST_MONTHS, "deals must have time to close")
        if self.end.day != 1:
            raise SettingsError(
                f"The end is {self.end}, within a month",
                where="simulate",
                why="Quotas, quarters and exchange rates go by whole months",
                remedy=f"Use the first day of a month, such as {self.end.replace(day=1)}",
            )
        if self.form not in ("export", "parquet"):
            raise SettingsError(
                f"The format {self.form!r} is not known",
                where="simulate",
                remedy="Use 'export' or 'parquet'",
            )


def _at_least(name: str, value: int, least: int, why: str) -> None:
    if value < least:
        raise SettingsError(
            f"{name} is {value}, below {least}",
            where="simulate",
            why=f"The company would be too small: {why}",
            remedy=f"Give at least {least}",
        )
