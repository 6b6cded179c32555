"""From what was posted for deals to the costs of winning contracts, and the exits that end them.

Each element of pay of each deal is an asset of its own, with the life that its element has. What
is posted for it later (a true-up, a correction, a part that is taken back) is a layer: it is
spread over the months that are left, so that no month that is closed changes. Where the customer
leaves, or all of it is taken back, what is left goes in the period in which that became known.

References:
    FASB ASC 340-40-35-1 and 35-2 (amortisation follows the transfer; changes are prospective),
    340-40-35-3 (what is not recovered any more is expensed).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from everyrep.pay.accounts.amortisation import EVENTS, EXPEDIENT
from everyrep.pay.windows import first_of_month, months_of
from everyrep.values.errors import UnknownName, UserError

POSTED = (
    "plan", "component", "deal", "currency", "posted_in", "first", "last", "day", "minor", "back",
)  # fmt: skip
LAYERS = (
    "id", "plan", "component", "deal", "currency", "posted_in", "minor", "begins",
    "contract_months", "life_months", "commensurate", "benefit_months",
)  # fmt: skip
_KEY = ["plan", "component", "deal", "currency"]


@dataclass(frozen=True)
class Term:
    """How long an element of pay benefits the company.

    Attributes:
        contract: Months of a contract's term.
        life: Months for which a customer is expected to stay.
        commensurate: Whether renewals are paid for in proportion, so that the term counts.
    """

    contract: int
    life: int
    commensurate: bool

    def __post_init__(self) -> None:
        if not 1 <= self.contract <= 240 or not 1 <= self.life <= 600:
            raise UserError(
                f"A term of {self.contract} months and a life of {self.life} make no sense",
                remedy="give 1 to 240 months for the term and 1 to 600 for the life",
            )

    def months(self, contract: int | None) -> int:
        """Months that one contract benefits; its own term, where that is known, counts as such."""
        return (contract or self.contract) if self.commensurate else self.life


@dataclass(frozen=True)
class Terms:
    """Terms of all elements of pay.

    Attributes:
        usual: Of elements that have none of their own.
        of: Of elements, by plan and component.
        contracts: Months of single contracts, by plan and deal.
    """

    usual: Term
    of: Mapping[tuple[str, str], Term] = field(default_factory=dict)
    contracts: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def term(self, plan: str, component: str) -> Term:
        """That of an element."""
        return self.of.get((plan, component), self.usual)


def capitalised(
    posted: pd.DataFrame,
    terms: Terms,
    gone: Mapping[tuple[str, str], int] | None = None,
    expedient: int = EXPEDIENT,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Costs and exits, as `amortise` takes them.

    Args:
        posted: Columns `POSTED`: what periods posted for elements of deals. `first` and `last` are
            the period's first and last day, `day` is the deal's own, `minor` whole minor units;
            `back` whether it takes pay back (a refund, a claw back).
        terms: How long elements benefit.
        gone: Day on which it became known that a customer had left or a deal was taken back
            whole, by plan and deal.
        expedient: As `amortise` takes it.

    Returns:
        Layers (columns `LAYERS`, below zero where they lower the cost) and exits (`EVENTS`). The
        sum of the layers, less what exits claw back, is the sum of what was posted.

    Raises:
        UnknownName: A column is missing.
    """
    for name in POSTED:
        if name not in posted.columns:
            raise UnknownName("column", name, posted.columns, where="posted")
    layers: list[dict[str, Any]] = []
    exits: list[tuple[str, int, int]] = []
    rows = posted.sort_values(["last", "day"], kind="stable")
    for key, some in rows.groupby(_KEY, sort=True):
        asset = _Asset(dict(zip(_KEY, key, strict=True)), some, terms, gone or {}, expedient)
        asset.post(some)
        layers += asset.layers
        exits += asset.exits
    made = pd.DataFrame(layers, columns=list(LAYERS))
    wholes = dict.fromkeys(("minor", "begins", "contract_months", "life_months"), np.int64)
    return made.astype(wholes), pd.DataFrame(exits, columns=list(EVENTS))


class _Asset:
    """One element of one deal, period by period."""

    def __init__(
        self,
        key: dict[str, Any],
        rows: pd.DataFrame,
        terms: Terms,
        gone: Mapping[tuple[str, str], int],
        expedient: int,
    ) -> None:
        self.key, self.expedient = key, expedient
        of = (key["plan"], key["deal"])
        self.term = terms.term(key["plan"], key["component"])
        self.months = self.term.months(terms.contracts.get(of))
        sold = rows[~rows["back"].to_numpy(dtype=bool)]
        days = (sold if len(sold) else rows)["day"].to_numpy().astype(np.int64)
        self.begun = _month(int(days.min()))
        self.gone = _month(gone[of]) if of in gone else None
        self.ended = False
        self.layers: list[dict[str, Any]] = []
        self.exits: list[tuple[str, int, int]] = []

    def post(self, rows: pd.DataFrame) -> None:
        """All of it, in the order of the periods."""
        total, last = 0, 0
        for period, some in rows.groupby("posted_in", sort=False):
            minor, back = some["minor"].to_numpy().astype(np.int64), some["back"].to_numpy(bool)
            taken = min(int(minor[back].sum()), 0)
            cost = int(minor.sum()) - taken
            first, last = _month(int(some["first"].min())), _month(int(some["last"].max()))
            if self.gone is not None and self.gone < first and not self.ended:
                self._end(str(period), self.gone, 0)
            total += cost + taken
            self._one(str(period), (first, last), cost, taken, whole=total <= 0)
        if self.gone is not None and not self.ended and self.layers:
            self._end("", self.gone, 0)

    def _one(
        self, period: str, months: tuple[int, int], cost: int, taken: int, *, whole: bool
    ) -> None:
        """What one period posted."""
        first, last = months
        leaves = self.gone is not None and first <= self.gone <= last
        if self.ended or not self.layers:
            self._layer(period, min(max(self.begun, first), last), cost + taken)
        elif leaves or (whole and taken):
            self._layer(period, first, cost)
            self._end(period, self.gone if leaves and self.gone is not None else last, -taken)
        else:
            self._layer(period, first, cost + taken)

    def _layer(self, period: str, month: int, minor: int) -> None:
        left = self.months - max(month - self.begun, 0)
        if self.ended or left < 1 or (minor < 0 and not self.layers):
            self._add(period, month, minor, 1, 1)
        else:
            self._add(period, month, minor, left, self.months)

    def _add(self, period: str, month: int, minor: int, left: int, benefit: int) -> None:
        if not minor:
            return
        parts = (*self.key.values(), period, str(len(self.layers)))
        self.layers.append(
            {
                **self.key,
                "id": "\x1f".join(parts),
                "posted_in": period,
                "minor": minor,
                "begins": int(first_of_month(np.array([month]))[0]),
                "contract_months": left,
                "life_months": left,
                "commensurate": self.term.commensurate,
                "benefit_months": benefit,
            }
        )

    def _end(self, period: str, month: int, clawed: int) -> None:
        """What is left goes; what was clawed back is set against the first that is left."""
        self.ended = True
        for layer in self.layers:
            after = month - _month(layer["begins"]) + 1
            stands = layer["benefit_months"] > self.expedient
            if stands and 1 <= after <= layer["contract_months"]:
                self.exits.append((layer["id"], after, clawed))
                clawed = 0
        if clawed:
            self._add(period, month, -clawed, 1, 1)


def _month(day: int) -> int:
    return int(months_of(np.array([day]))[0])
