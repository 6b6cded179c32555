"""Builds the company and writes its files: people first, then one region after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from everyrep.sources.simulated import truth
from everyrep.sources.simulated.company import found
from everyrep.sources.simulated.desk import Desk
from everyrep.sources.simulated.exports.learning_desk import write_learning
from everyrep.sources.simulated.exports.people_desk import write_people
from everyrep.sources.simulated.exports.region_desk import write_region
from everyrep.sources.simulated.facts import deal_facts, people_facts
from everyrep.sources.simulated.options import Format, Options, Scale, Traps

Progress = Callable[[str, float], None]

PEOPLE_A_PART = 400
DEALS_FROM, LEARNING_FROM, PEOPLE_FROM = 0.1, 0.65, 0.95  # share of the work done by then


@dataclass(frozen=True)
class SimulatedCompany:
    """What was written.

    Attributes:
        out: The folder.
        options: What it was made from.
        rows: Rows of each file, by its name within the folder.
        truth: What truth.json holds.
    """

    out: Path
    options: Options
    rows: dict[str, int]
    truth: dict[str, object]


def simulate(  # noqa: PLR0913
    out: Path,
    *,
    people: int = 400,
    months: int = 36,
    seed: int = 1,
    end: date = date(2026, 7, 1),
    traps: Traps | None = None,
    scale: Scale | None = None,
    format: Format = "export",  # noqa: A002
    mess: bool = True,
    snapshots: bool = False,
    progress: Progress | None = None,
) -> SimulatedCompany:
    """Writes a company's exports and the truth about it into a folder.

    Args:
        out: Folder to write to; made where it is missing.
        people: Everybody employed at any time in the window.
        months: Length of the window.
        seed: Equal seeds and options give equal bytes.
        end: First day not seen any more; the first of a month.
        traps: Which artefacts are in the world; all by default.
        scale: How much happens.
        format: "export" or "parquet".
        mess: Whether files carry the usual errors.
        snapshots: Whether one region's history is known from monthly snapshots only.
        progress: Called with what is done next and the share done so far.

    Raises:
        SettingsError: If an option is out of range.
    """
    options = Options(
        people, months, seed, end, traps or Traps(), scale or Scale(), format, mess, snapshots
    )
    tell = progress or _silent
    out.mkdir(parents=True, exist_ok=True)
    tell("people", 0.0)
    desk = Desk(found(options), out)
    _write(desk, tell)
    known = _truth(desk)
    truth.write_json(out / "truth.json", known)
    tell("done", 1.0)
    return SimulatedCompany(out, options, dict(desk.sinks.rows), known)


def _write(desk: Desk, tell: Progress) -> None:
    regions = desk.company.teams.n_regions
    for region in range(regions):
        tell("deals", DEALS_FROM + (LEARNING_FROM - DEALS_FROM) * region / regions)
        write_region(desk, region)
    people = desk.company.roster.n
    write_learning(desk, None)
    for first in range(0, people, PEOPLE_A_PART):
        tell("learning", LEARNING_FROM + (PEOPLE_FROM - LEARNING_FROM) * first / people)
        write_learning(desk, np.arange(first, min(first + PEOPLE_A_PART, people)))
    tell("people", PEOPLE_FROM)
    write_people(desk)
    desk.sinks.close()


def _truth(desk: Desk) -> dict[str, object]:
    company = desk.company
    desk.realised.add_people(company)
    return {
        **truth.header(company),
        "effects": truth.effect_list(company),
        "realised": desk.realised.table(),
        "facts": deal_facts(desk.tally) | people_facts(company, desk.tally),
        "afterwards": desk.afterwards.table(),
        "constants": truth.constants(),
        "lots": truth.lots(company),
        "identity": company.who.counts,
        "mess": truth.damage(desk.mess),
        "rows": dict(sorted(desk.sinks.rows.items())),
    }


def _silent(what: str, share: float) -> None:
    """Tells nobody."""
    del what, share
