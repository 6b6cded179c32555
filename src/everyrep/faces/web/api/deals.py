"""Deals in sight: what is open, won or lost, and all that is recorded of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from ninja import Field, Path, Query, Router, Schema

from everyrep.faces.web.access.scoping import Acting
from everyrep.faces.web.api.operations import operation
from everyrep.faces.web.api.problems import No
from everyrep.faces.web.api.shapes import Amount, Paged, Paging, amount, built, paged
from everyrep.faces.web.pages.deal_filter import looked_for
from everyrep.faces.web.pages.deal_reasons import Reasons, reasons
from everyrep.measures.rows_of_deals import Deal as Recorded
from everyrep.measures.rows_of_deals import deals_page, story_of

router = Router(tags=["Deals"])


class HeldAgainst(Schema):
    """The age by which 90 % of the company's winners had left a stage."""

    days: int
    low: int | None
    high: int | None = Field(description="null where the range is open above.")
    winners: int = Field(description="How many it rests on.")


class Deal(Schema):
    """A deal as it stands."""

    deal: str
    name: str | None
    stage: str | None
    outcome: str
    owner: str | None
    owner_name: str | None
    account: str | None
    amount: Amount | None = Field(description="null where it is not known, or may not be seen.")
    created_on: date | None
    close_on: date | None
    next_step: str | None
    next_step_on: date | None
    reasons: list[str] = Field(description="Rules that it breaks, worst first.")
    days_in_stage: int | None
    old_after: HeldAgainst | None = Field(
        description="What days in the stage are held against; a deal is old beyond the range."
    )


class Deals(Paged):
    """A part of the deals."""

    items: list[Deal]


class Stay(Schema):
    """A deal in a stage."""

    stage: str
    entered_on: date | None
    left_on: date | None
    days: int | None = Field(description="To this day, while it lasts.")
    next_stage: str | None
    inferred: bool = Field(description="Nobody recorded the day.")
    unsure: int = Field(description="Days within which an inferred day may lie.")


class Credit(Schema):
    """Who has a part in a deal."""

    person: str
    person_name: str | None
    part: float | None
    kind: str | None


class Doing(Schema):
    """Something that was done on a deal."""

    on: date | None
    kind: str | None
    result: str | None
    person: str | None
    person_name: str | None


class Story(Paged):
    """All that is recorded of a deal; what was done on it in parts, the latest first."""

    deal: Deal
    stays: list[Stay]
    credits: list[Credit] = Field(description="Of those in sight.")
    items: list[Doing]


class Wanted(Paging):
    """Which deals."""

    state: Literal["open", "won", "lost", "all"] = Field(
        "open", description="How they stand; lost are those without a decision as well."
    )
    q: str = Field("", max_length=80, description="A text that the name or the stage holds.")
    stage: str = Field("", max_length=80)
    owner: str = Field("", max_length=80, description="A part of the name of who has it.")
    team: str = Field("", max_length=80, description="Id of a team.")
    closing: str = Field("", max_length=80, description="A period, such as this month.")
    overdue: bool = Field(
        False, description="Whether they must be open with the day of closing over."
    )


@operation(router, "GET", "/deals", area="deals", answers=Deals, problems=(409,))
def deals(request: HttpRequest, wanted: Query[Wanted]) -> Deals:
    """Deals in sight: open ones by the day they are to close, others the latest close first."""
    warehouse, scope = built(request), _acting(request).scope
    looked = looked_for(request, warehouse)
    for name, said in looked.problems.items():
        raise No(422, said, where=f"query.{name}")
    found = deals_page(
        warehouse, scope, text=wanted.q, limit=wanted.limit, offset=wanted.offset,
        sought=replace(looked.sought, overdue=wanted.overdue),
    )  # fmt: skip
    known = reasons(warehouse, scope)
    items = [_deal(one, known) for one in found.deals]
    return Deals(items=items, **paged(request, wanted, found.total))


@operation(router, "GET", "/deals/{deal}", area="deals", answers=Story, problems=(409,))
def deal(
    request: HttpRequest,
    deal: Annotated[str, Path(max_length=200, description="Id of a deal.")],
    paging: Query[Paging],
) -> Story:
    """One deal: where it stands, how it came there, and what was done on it."""
    warehouse, scope = built(request), _acting(request).scope
    story = story_of(warehouse, scope, deal, limit=paging.limit, offset=paging.offset)
    if story is None:
        raise Http404
    return Story(
        deal=_deal(story.deal, reasons(warehouse, scope)),
        stays=[Stay(**vars(stay)) for stay in story.stays],
        credits=[Credit(**vars(credit)) for credit in story.credits],
        items=[Doing(**vars(doing)) for doing in story.doings],
        **paged(request, paging, story.total),
    )


def _deal(one: Recorded, known: Reasons) -> Deal:
    told, held = known.of(one.deal), known.yardstick(one.stage)
    return Deal(
        **{**vars(one), "amount": amount(one.amount)},
        reasons=list(told.reasons),
        days_in_stage=told.age,
        old_after=None if held is None else HeldAgainst(**vars(held)),
    )


def _acting(request: HttpRequest) -> Acting:
    acting: Acting = request.acting  # type: ignore[attr-defined]
    return acting
