"""The amortisation of commissions (ASC 340-40): what locked periods posted, and what ended it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

import numpy as np
import pandas as pd

from everyrep.faces.web.pay.book import BOOK
from everyrep.faces.web.pay.inputs import columns_of_lines
from everyrep.faces.web.pay.models import Run, RunPart
from everyrep.faces.web.pay.plans import plan_of
from everyrep.pay.accounts import SCHEDULE, Term, Terms, amortise, capitalised
from everyrep.pay.language import Kind
from everyrep.pay.ledger import Reason, Stream, moves
from everyrep.pay.plan import Commission
from everyrep.pay.windows import day_number, day_of
from everyrep.values import Currency, UserError
from everyrep.values.money import Money

Elements = dict[tuple[str, str], str]
"""Elements of pay that pay for deals, by plan and component: what the plan calls each."""
_TOLD = ("plan", "component", "deal", "currency", "posted_in")
_BACK = {str(one) for one in (Reason.REFUND, Reason.CLAWBACK, Reason.CANCELLED)}


def elements_of(run: Run) -> Elements:
    """What the plans of a run pay for deals, in their order."""
    return {
        (part.version.plan, one.id): one.title
        for part in _parts(run)
        for one in plan_of(part.version).pay
        if isinstance(one, Commission)
    }


def terms_in(run: Run) -> list[str]:
    """Facts of the plans of a run that may say how many months a contract has."""
    known = (plan_of(part.version).facts.items() for part in _parts(run))
    return sorted({name for facts in known for name, kind in facts if kind is Kind.NUMBER})


def amortisation_of(
    run: Run,
    usual: Term,
    own: Mapping[tuple[str, str], Term],
    fact: str = "",
    *,
    by_deal: bool = False,
) -> pd.DataFrame:
    """The schedule of all commissions up to a locked period, by what was known in it.

    Every element of pay of every deal is a cost. What was taken back, and customers who left,
    end it in the period in which that became known.

    Args:
        run: The run of the period.
        usual: How long elements benefit that have no term of their own.
        own: Terms by plan and component.
        fact: Fact of the plans that says how many months a contract has; empty for none.
        by_deal: Whether each deal has its rows; else they are summed by element and month.

    Returns:
        Columns plan, component, currency, month (its first day), and those of amounts of
        `SCHEDULE`, in major units as exact decimals. By deal also deal, posted_in and number;
        summed also `added`, what is new in a month: the opening of a month is the closing of the
        one before.

    Raises:
        UserError: The plans have no such fact.
    """
    if fact and fact not in terms_in(run):
        raise UserError(
            f"No plan of {run} reads a number {fact!r}", remedy=f"choose one of {terms_in(run)}"
        )
    runs = list(
        Run.objects.filter(state=Run.State.LOCKED, ends__lte=run.ends).order_by("first", "pk")
    )
    contracts = _contracts(runs, fact) if fact else {}
    layers, exits = capitalised(_posted(runs), Terms(usual, own, contracts), _gone(runs))
    schedule = amortise(layers, exits).merge(layers[["id", *_TOLD]], on="id")
    return _in_major(schedule[[*_TOLD, *SCHEDULE[1:]]] if by_deal else _summed(schedule))


def _parts(run: Run) -> Iterator[RunPart]:
    return iter(run.parts.select_related("version"))


def _posted(runs: list[Run]) -> pd.DataFrame:
    """What locked periods posted for deals, as `capitalised` takes it."""
    found = moves(BOOK)
    spans = {one.period: (day_number(one.first), day_number(one.ends) - 1) for one in runs}
    found = found[found["posted_in"].isin(list(spans)).to_numpy()]
    back = found["reason"].isin(list(_BACK)).to_numpy()
    paid = (found["stream"] == Stream.PAID).to_numpy()
    found = found[~paid | back].assign(back=back[~paid | back])
    deals = found[(found["deal"] != "").to_numpy()].drop_duplicates("key").set_index("key")
    of = found["about"].where(found["stream"] == Stream.PAID, found["key"])
    found["deal"] = found["deal"].where(found["deal"] != "", of.map(deals["deal"]).fillna(""))
    sign = np.where((found["stream"] == Stream.PAID).to_numpy(), -1, 1)
    found["minor"] = found["minor"].to_numpy() * sign
    found["first"] = found["posted_in"].map({name: one[0] for name, one in spans.items()})
    found["last"] = found["posted_in"].map({name: one[1] for name, one in spans.items()})
    return found[(found["deal"] != "").to_numpy()].reset_index(drop=True)


def _contracts(runs: list[Run], fact: str) -> dict[tuple[str, str], int]:
    """Months of contracts by plan and deal, as the newest run knew them."""
    found: dict[tuple[str, str], int] = {}
    for run in runs:
        for part in _parts(run):
            lines = columns_of_lines(part, ("deal", "reverses", fact))
            if fact not in lines:
                continue
            months = pd.to_numeric(lines[fact], errors="coerce")
            good = months.between(1, 600) & (months % 1 == 0)
            if "reverses" in lines:
                good &= lines["reverses"].isna()
            pairs = zip(lines["deal"][good], months[good], strict=True)
            found |= {(part.version.plan, str(deal)): int(many) for deal, many in pairs}
    return found


def _gone(runs: list[Run]) -> dict[tuple[str, str], int]:
    """By plan and deal the day on which a run first knew that its customer had left."""
    found: dict[tuple[str, str], int] = {}
    for run in runs:
        first, last = day_number(run.first), day_number(run.ends - timedelta(days=1))
        for part in _parts(run):
            for deal, day in _ended(part).items():
                if day <= last:
                    found.setdefault((part.version.plan, deal), max(day, first))
    return found


def _ended(part: RunPart) -> dict[str, int]:
    """Days on which customers left or deals were taken back whole, as a part of a run knew it."""
    day = plan_of(part.version).day
    lines = columns_of_lines(part, ("deal", "reverses", "lost_on", "currency", "amount_minor", day))
    if not {"deal", day} <= set(lines.columns):
        return {}
    on = _days(lines[day])
    found: dict[str, int] = {}
    if "lost_on" in lines:
        lost = _days(lines["lost_on"])
        left = ((lost >= on) & (lost <= day_number(part.run.through))).to_numpy(
            bool, na_value=False
        )
        found |= _newest(lines["deal"][left], lost[left])
    if {"reverses", "amount_minor"} <= set(lines.columns):
        found |= _taken_back(lines, on)
    return found


def _taken_back(lines: pd.DataFrame, on: pd.Series) -> dict[str, int]:
    """Deals of which nothing is left, by the day that the last of them was taken back."""
    by = [lines["deal"], lines["currency"]] if "currency" in lines else [lines["deal"]]
    left = pd.to_numeric(lines["amount_minor"]).groupby(by).transform("sum")
    back = (lines["reverses"].notna() & (left <= 0) & on.notna()).to_numpy(bool)
    return _newest(lines["deal"][back], on[back])


def _newest(deals: pd.Series, days: pd.Series) -> dict[str, int]:
    newest = days.groupby(deals.to_numpy()).max()
    return {str(deal): int(day) for deal, day in newest.items()}


def _days(column: pd.Series) -> pd.Series:
    """Days since 1970, empty where there is none."""
    read = pd.to_datetime(column, errors="coerce").astype("datetime64[s]")
    return (read.astype("int64") // 86_400).astype("Int64").mask(read.isna())


def _summed(schedule: pd.DataFrame) -> pd.DataFrame:
    """By element and month; what a cost begins with is added in its first month."""
    starts = (schedule["number"] == 1).to_numpy()
    made = schedule.assign(
        added=schedule["opening"].where(starts, 0), opening=schedule["opening"].mask(starts, 0)
    )
    names = ["opening", "added", *SCHEDULE[4:]]
    return made.groupby(["plan", "component", "currency", "month"], as_index=False)[names].sum()


def _in_major(schedule: pd.DataFrame) -> pd.DataFrame:
    """Amounts as exact decimals, months as days."""
    out = schedule.copy()
    currencies = {code: Currency.of(code) for code in out["currency"].unique()}
    for name in (one for one in ("added", *SCHEDULE[3:]) if one in out):
        pairs = zip(out[name], out["currency"], strict=True)
        out[name] = [Money(int(minor), currencies[code]).major for minor, code in pairs]
    out["month"] = [day_of(int(one)).isoformat() for one in out["month"]]
    return out
