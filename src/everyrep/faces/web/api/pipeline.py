"""The pipeline: what it takes to hit the target, what moved, and what needs a look."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from everyrep.analysis.pipeline.attention import needs_attention
from everyrep.analysis.pipeline.hygiene import RULES
from everyrep.analysis.pipeline.moves import what_moved
from everyrep.analysis.pipeline.truth import pipeline_truth
from everyrep.faces.web.access.scoping import Acting
from everyrep.faces.web.api.commands import Said
from everyrep.faces.web.api.operations import operation
from everyrep.faces.web.api.shapes import Amount, Estimated, Why, amount, built, measured, why
from everyrep.values import Estimate, Scope

router = Router(tags=["Pipeline"])


class StageShare(Schema):
    """One stage of the pipeline."""

    stage: str
    when: str = Field(description="When its deals are due: due, before, later or overdue.")
    pipeline: Estimated
    coverage: Estimated
    chance: Estimated
    expected: Estimated


class Coverage(Schema):
    """What there is, what it takes, and the chance of hitting the target."""

    period: str
    as_of: date
    chosen: float = Field(description="The chance of hitting the target that was chosen.")
    remaining: Estimated
    due: Estimated
    overdue: Estimated
    ahead: Estimated
    coverage: Estimated
    needed: Estimated
    break_even: Estimated
    chance: Estimated
    chance_with_later: Estimated
    expected: Estimated
    weighted: Estimated
    stages: list[StageShare]
    periods: int
    held: int
    notes: list[Said]


class MovedDeal(Schema):
    """A deal that moved."""

    deal: str
    name: str | None
    owner: str
    owner_name: str | None
    effect: Amount | None


class MovedPart(Schema):
    """One kind of movement."""

    name: str
    sentence: str
    effect: Estimated
    deals: list[MovedDeal]


class Moves(Schema):
    """Two pipelines and what lies between them."""

    since: date
    until: date
    period: str | None
    before: Estimated
    after: Estimated
    parts: list[MovedPart]
    known: dict[str, dict[str, int]]
    notes: list[Said]


class DealToSee(Schema):
    """An open deal with what is wrong with it."""

    deal: str
    name: str | None
    stage: str
    owner: str
    owner_name: str | None
    amount: Amount | None
    close_on: date | None
    reasons: list[str]
    days_in_stage: int | None


class StageAge(Schema):
    """How long winners of the whole company took in a stage, and what is open beyond it."""

    stage: str
    half: Estimated = Field(description="Days by which half of them had left it.")
    limit: Estimated = Field(description="Days by which nearly all had: 90 %.")
    winners: int
    open_deals: int | None = Field(description="In sight; null where withheld.")
    aged: int | None = Field(description="Of these, beyond the range of the limit.")


class Attention(Schema):
    """Open deals that need a look, and how many break each rule."""

    as_of: date
    open_deals: int
    counts: dict[str, Estimated]
    rules: dict[str, str]
    stages: list[StageAge]
    deals: list[DealToSee]
    marked: int
    withheld: Why | None = Field(description="Why there is no list.")
    notes: list[Said]


class Which(Schema):
    """Which deals count."""

    period: str = Field("", max_length=40, description="Such as this fiscal quarter.")
    where: str = Field("", max_length=400, description="Such as segment = 'Enterprise'.")


class Hitting(Which):
    """Which target, and how surely it is to be hit."""

    chance: float = Field(0.8, ge=0.05, le=0.99, description="Chosen chance of hitting it.")


class Between(Which):
    """Which two days."""

    since: date | None = Field(None, description="A week before the second by default.")
    until: date | None = Field(None, description="The last that is known by default.")


class Listed(Which):
    """How many deals."""

    limit: int = Field(50, ge=1, le=200, description="Deals at most; the worst come first.")


@operation(router, "GET", "/pipeline/coverage", area="pipeline", answers=Coverage, problems=(409,))
def pipeline_coverage(request: HttpRequest, wanted: Query[Hitting]) -> Coverage:
    """What it takes to hit the target of a period, and the chance of it."""
    warehouse, scope = built(request), _scope(request)
    found = pipeline_truth(
        warehouse, scope, period=wanted.period or "this fiscal quarter", chance=wanted.chance,
        where=wanted.where or None,
    )  # fmt: skip
    told = _estimates(vars(found), warehouse.snapshot)
    stages = [_estimates(vars(stage), warehouse.snapshot) for stage in found.stages]
    return Coverage(
        **told, period=str(found.period), as_of=found.as_of, chosen=found.chosen,
        periods=found.periods, held=found.held, notes=list(found.notes),
        stages=[
            StageShare(stage=stage.stage, when=stage.when, **figures)
            for stage, figures in zip(found.stages, stages, strict=True)
        ],
    )  # fmt: skip


@operation(router, "GET", "/pipeline/moves", area="pipeline", answers=Moves, problems=(409,))
def pipeline_moves(request: HttpRequest, wanted: Query[Between]) -> Moves:
    """What moved the pipeline from the end of one day to the end of another."""
    warehouse, scope = built(request), _scope(request)
    found = what_moved(
        warehouse, scope, since=wanted.since, until=wanted.until, period=wanted.period or None,
        where=wanted.where or None,
    )  # fmt: skip
    parts = [
        MovedPart(
            name=part.name, sentence=part.sentence,
            effect=measured(part.effect, warehouse.snapshot),
            deals=[MovedDeal(**{**vars(d), "effect": amount(d.effect)}) for d in part.deals],
        )
        for part in found.parts
    ]  # fmt: skip
    return Moves(
        since=found.since, until=found.until, parts=parts, notes=list(found.notes),
        period=None if found.period is None else str(found.period),
        before=measured(found.before, warehouse.snapshot),
        after=measured(found.after, warehouse.snapshot),
        known={name: dict(counts) for name, counts in found.known.items()},
    )  # fmt: skip


@operation(
    router, "GET", "/pipeline/attention", area="pipeline", answers=Attention, problems=(409,)
)
def pipeline_attention(request: HttpRequest, wanted: Query[Listed]) -> Attention:
    """Open deals that need a look, and how many break each rule."""
    warehouse, scope = built(request), _scope(request)
    found = needs_attention(
        warehouse, scope, period=wanted.period or None, where=wanted.where or None,
        most=wanted.limit,
    )  # fmt: skip
    deals = [
        DealToSee(
            **{name: value for name, value in vars(one).items() if name != "age"}
            | {"amount": amount(one.amount), "reasons": list(one.reasons)},
            days_in_stage=one.age.days,
        )
        for one in found.deals
    ]
    stages = [
        StageAge(**{**vars(stage), **_estimates(vars(stage), warehouse.snapshot)})
        for stage in found.stages
    ]
    return Attention(
        as_of=found.as_of, open_deals=found.open_deals, rules=dict(RULES), deals=deals,
        stages=stages,
        counts=_estimates(found.counts, warehouse.snapshot), marked=found.marked,
        withheld=why(found.withheld), notes=list(found.notes),
    )  # fmt: skip


def _estimates(found: Any, snapshot: str) -> dict[str, Any]:
    return {
        name: measured(value, snapshot)
        for name, value in found.items()
        if isinstance(value, Estimate)
    }


def _scope(request: HttpRequest) -> Scope:
    acting: Acting = request.acting  # type: ignore[attr-defined]
    return acting.scope
