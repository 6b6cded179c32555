"""Forms that several answers share: amounts, estimates, pages of a list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Schema

from everyrep.faces.web.api.commands import Said
from everyrep.faces.web.api.problems import No
from everyrep.measures.rows import Cell
from everyrep.values import Estimate, Money, Reason
from everyrep.warehouse.reader import Warehouse

MOST = 200
"""Entries of a list at once."""
FARTHEST = 10_000_000


class Amount(Schema):
    """An amount of money, exact."""

    amount: str = Field(description="In major units, as a decimal.", examples=["1234.50"])
    currency: str = Field(examples=["USD"])


Number = int | float | Amount
Told = str | bool | int | float | Amount | None


class Why(Schema):
    """Why a figure is not there, or weaker than asked for."""

    code: str
    sentence: Said
    remedy: Said


class Estimated(Schema):
    """A figure with its range, what it rests on, and the kind of claim it is."""

    value: Number | None = Field(description="null where it cannot be had; `reason` says why.")
    low: Number | None
    high: Number | None
    level: float = Field(description="Confidence of the range.")
    n: int = Field(description="How many independent things it rests on.")
    unit: str
    grade: str
    raw: Number | None = Field(description="Before it was drawn towards its like.")
    reason: Why | None
    notes: list[Said]
    snapshot: str = Field(description="The build that it is of.")


class Paging(Schema):
    """Which part of a list."""

    limit: int = Field(50, ge=1, le=MOST, description="Entries at once.")
    offset: int = Field(0, ge=0, le=FARTHEST, description="Entries to pass over.")


class Paged(Schema):
    """A part of a list."""

    total: int
    limit: int
    offset: int
    next: str | None = Field(description="Address of the next part; null at the end.")


def paged(request: HttpRequest, paging: Paging, total: int) -> dict[str, Any]:
    """What every part of a list says of itself."""
    after = paging.offset + paging.limit
    following = None
    if after < total and after <= FARTHEST:
        query = request.GET.copy()
        query["offset"], query["limit"] = str(after), str(paging.limit)
        following = f"{request.path}?{query.urlencode()}"
    return {"total": total, "limit": paging.limit, "offset": paging.offset, "next": following}


def part_of(whole: list[Any], paging: Paging) -> list[Any]:
    """The part of a list that is asked for."""
    return whole[paging.offset : paging.offset + paging.limit]


def estimated(estimate: Estimate, snapshot: str) -> dict[str, Any]:
    """An estimate as the forms have it; its working is asked for apart."""
    told = estimate.to_dict()
    del told["provenance"]
    return {**told, "snapshot": snapshot}


def measured(estimate: Estimate, snapshot: str) -> Estimated:
    """An estimate in its form."""
    return Estimated(**estimated(estimate, snapshot))


def amount(money: Money | None) -> Amount | None:
    """An amount in its form."""
    return None if money is None else Amount(**money.to_dict())


def why(reason: Reason | None) -> Why | None:
    """A reason in its form."""
    return None if reason is None else Why(**reason.to_dict())


def cell(value: Cell) -> Told:
    """A cell of a fact: days as ISO dates, amounts exact."""
    if isinstance(value, Money):
        return amount(value)
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return value.isoformat()


def built(request: HttpRequest) -> Warehouse:
    """The current build.

    Raises:
        No: There is none yet.
    """
    warehouse: Warehouse | None = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None:
        raise No(
            409, "nothing has been built yet",
            remedy="hand files over with POST /api/v1/uploads and load them, which builds",
        )  # fmt: skip
    return warehouse
