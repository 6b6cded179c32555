"""Somebody who sees groups of five alone reads the page of the pipeline, and subtracts.

The attacker knows who has which open deal, in which stage, since when and until when; they lack the
amounts. Every amount on the page is an equation over amounts of deals, and every count one over
deals alike. What follows from all of them together is their row space: the test asks whether it
holds a stage, a stage with when its deals close, or an age, that is about fewer than five.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.model import Block, Chart, Figures, Page
from everyrep.faces.reports.pages import pipeline_page
from everyrep.values import Estimate, Money, Scope
from tests.warehouse.company import Company

pytestmark = pytest.mark.long

AS_OF = date(2026, 6, 30)
ABILITIES = frozenset({"see_amounts", "export"})
STAGES = ("Qualify", "Discover", "Propose", "Negotiate", "Contract")
WHENS = {"due": (date(2026, 7, 1), 90), "later": (date(2026, 10, 1), 80), "overdue": (AS_OF, -60)}
BANDS = {"Up to 30 days": (0, 30), "31 to 90 days": (31, 90), "91 to 180 days": (91, 180),
         "More than 180 days": (181, 9999)}  # fmt: skip
Deal = dict[str, str | int]
Pick = Callable[[Deal], bool]


def _deals(seed: int) -> Iterator[Deal]:
    """Some cells are of many people, some of a few, and one stage is one person's slip of a key."""
    draw = random.Random(seed)
    for number in range(240):
        stage = draw.choices(STAGES, (6, 5, 4, 3, 2))[0]
        when = draw.choices(tuple(WHENS), (12, 5, 1) if stage != "Contract" else (40, 1, 0))[0]
        person = draw.randrange(20) if stage != "Negotiate" else draw.choice((1, 2, 3, 4, 5, 6))
        yield _deal(draw, number, stage, when, f"p{person}")
    for number in range(240, 240 + draw.choice((0, 1, 2))):
        yield _deal(draw, number, "Quailfy", draw.choice(("due", "later")), f"p{number % 20}")


def _deal(draw: random.Random, number: int, stage: str, when: str, person: str) -> Deal:
    first, days = WHENS[when]
    age = draw.choices((10, 60, 120, 200), (10, 8, 1, draw.choice((0, 1))))[0]
    away = timedelta(days=draw.randrange(1, 50) if days > 0 else -draw.randrange(1, 50))
    return {
        "id": f"d{number}", "stage": stage, "when": when, "person": person, "age": age,
        "amount": draw.randint(100_000, 999_999), "close_on": str(first + away),
        "created_on": str(AS_OF - timedelta(days=age)),
    }  # fmt: skip


def _page(deals: list[Deal], least: int, folder: Path) -> Page:
    company = Company(folder)
    company.settings('[company]\nreporting_currency = "EUR"\nas_of = 2026-06-30\n')
    people = [f"p{number}" for number in range(20)]
    company.put("people", [{"id": p, "role": "rep", "hired_on": "2025-01-01"} for p in people])
    target = {"from_on": "2026-07-01", "to_on": "2026-10-01", "amount": 900_000, "currency": "EUR"}
    company.put("quotas", [{"person": person, **target} for person in people])
    fields = ("id", "stage", "amount", "created_on", "close_on")
    company.put(
        "opportunities",
        [
            {"owner": deal["person"], "outcome": "open", "currency": "EUR"}
            | {name: deal[name] for name in fields}
            for deal in deals
        ],
    )
    company.build()
    scope = Scope("the executive", None, min_group=least, abilities=ABILITIES)
    with company.open() as warehouse:
        return pipeline_page(Asker(warehouse, scope, AS_OF))


def _told(page: Page) -> Iterator[tuple[Pick, Estimate]]:
    """What each amount and count on the page is about."""
    for block in page.blocks:
        if isinstance(block, Figures):
            for figure in block.figures:
                if pick := _figure(figure.title):
                    yield pick, figure.estimate
        elif isinstance(block, Chart):
            yield from _rows(block)


def _with(**fields: object) -> Pick:
    return lambda deal: all(deal[name] == value for name, value in fields.items())


def _figure(title: str) -> Pick | None:
    return {
        "Pipeline": _with(),
        "Open deals": _with(),
        "Overdue, in no coverage": _with(when="overdue"),
    }.get(title)


def _rows(block: Chart) -> Iterator[tuple[Pick, Estimate]]:
    for name, *cells in block.data.rows:
        first = next((cell for cell in cells if isinstance(cell, Estimate)), None)
        last = cells[-1]
        if block.title.startswith("Coverage by stage") and name == "All that is due":
            yield _with(when="due"), _estimate(first)
        elif block.title.startswith("Coverage by stage") and name != "Needed":
            yield _with(stage=name, when="due"), _estimate(first)
        elif block.title.startswith("Open pipeline by stage"):
            yield _with(stage=name), _estimate(first)
        elif block.title.startswith("Open pipeline by age"):
            yield _of_age(str(name)), _estimate(first)
        elif block.title.startswith("Ageing") and isinstance(last, Estimate) and last.estimable:
            yield _with(stage=name), Estimate(last.n, n=last.n)


def _estimate(cell: Estimate | None) -> Estimate:
    assert cell is not None
    return cell


def _of_age(name: str) -> Pick:
    first, last = BANDS[name]
    return lambda deal: first <= int(deal["age"]) <= last


def _row(deals: list[Deal], pick: Pick) -> list[float]:
    return [float(pick(deal)) for deal in deals]


def _secrets(deals: list[Deal]) -> Iterator[tuple[str, Pick]]:
    cells = {name: _of_age(name) for name in BANDS}
    for deal in deals:
        stage, when = deal["stage"], deal["when"]
        cells[f"stage {stage}"] = _with(stage=stage)
        cells[f"{when}"] = _with(when=when)
        cells[f"stage {stage}, {when}"] = _with(stage=stage, when=when)
    for name, pick in cells.items():
        if 0 < len({deal["person"] for deal in deals if pick(deal)}) < 5:
            yield name, pick


@pytest.mark.parametrize("seed", range(6))
def test_nothing_about_a_few_follows_from_the_page(seed: int, tmp_path: Path) -> None:
    deals = list(_deals(seed))
    told = [(pick, one) for pick, one in _told(_page(deals, 5, tmp_path)) if one.estimable]
    for pick, one in told:
        if isinstance(one.value, Money):
            assert one.value.minor == 100 * sum(int(d["amount"]) for d in deals if pick(d))
    known = np.array([_row(deals, pick) for pick, _ in told])
    rank = np.linalg.matrix_rank(known)
    secrets = list(_secrets(deals))
    assert secrets, "the company has no small cell to hide"
    given_away = [
        name
        for name, pick in secrets
        if np.linalg.matrix_rank(np.vstack([known, _row(deals, pick)])) == rank
    ]
    assert not given_away


def test_who_sees_single_people_sees_every_stage(tmp_path: Path) -> None:
    deals = list(_deals(1))
    chart = _chart(_page(deals, 1, tmp_path), "Coverage by stage")
    assert {row[0] for row in chart.data.rows} >= {
        deal["stage"] for deal in deals if deal["when"] == "due"
    }


def test_most_stages_are_still_told_where_one_is_one_persons(tmp_path: Path) -> None:
    shown = [
        sum(isinstance(row[1], Estimate) and row[1].estimable for row in chart.data.rows)
        for seed in (2, 3)
        for chart in [
            _chart(_page(list(_deals(seed)), 5, tmp_path / str(seed)), "Coverage by stage")
        ]
    ]
    assert min(shown) >= 3


def _chart(page: Page, title: str) -> Chart:
    found: list[Block] = [b for b in page.blocks if isinstance(b, Chart) and title in b.title]
    assert isinstance(found[0], Chart)
    return found[0]
