"""Random plans of bonuses, contests and pools as text, with random people and lines as tables."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd

from everyrep.pay.facts import Facts, gather
from everyrep.pay.plan import Plan
from everyrep.pay.plan.reading import read_plan

BEGIN, END = date(2026, 1, 1), date(2026, 7, 1)
HEAD = """format = 1
plan = "random"
title = "Random"
version = "1"
from = 2026-01-01
until = 2026-07-01
currency = "USD"
zone = "UTC"
year_begins = "January"
model = "salary_with_bonus"
rounding = "{rounding}"
date = "closed_on"
{weeks}
[facts]
amount = "money"
new = "flag"
closed_on = "date"

[person]
target = "money"
score = "number"
points = "number"
"""
WEEKS = """
[year_of_weeks]
pattern = "{pattern}"
week_begins = "{weekday}"
closes = "{closes}"
named_by = "end"
"""
WINDOWS = ("month", "quarter", "half", "plan", "cycle of 20 days")
PRORATIONS = ("none", "days", "months", "full_if_begun")
ROUNDINGS = ("half_up", "half_even", "half_down", "up", "down", "ceiling", "floor")
BOUNDARIES = ("lower_inclusive", "upper_inclusive")
MODES = ("marginal", "retroactive", "step", "step", "curve", "interpolate_add")


def weeks(lot: Random) -> str:
    """Months of the calendar, or of whole weeks."""
    return lot.choice(("", WEEKS)).format(
        pattern=lot.choice(("4-4-5", "4-5-4", "5-4-4")),
        weekday=lot.choice(("Sunday", "Monday", "Saturday")),
        closes=lot.choice(("last", "nearest")),
    )


def plan(lot: Random, weeks: str = "") -> Plan:
    """A plan with one of each, over one measure with a quota and one without."""
    window = lot.choice(WINDOWS)
    text = HEAD.format(rounding=lot.choice(ROUNDINGS), weeks=weeks)
    text += quota(lot, window)
    text += f'\n[measure.sales]\nof = "amount"\nwindow = "{window}"\nquota = "sales"\n'
    text += f'quota_counts = "{lot.choice(("whole", "to_date"))}"\n'
    text += f'\n[measure.deals]\nof = "1"\nwhere = "new"\nwindow = "{lot.choice(WINDOWS)}"\n'
    found, of_target = table(lot)
    text += found + bonus(lot, "by-table", 'table = "tiers"', target=of_target)
    objectives = (
        'objectives = [\n    { title = "A", weight = "60%", score = "person.score", least = "50%",'
        ' most = "100%" },\n    { title = "B", weight = "40%", score = "1", least = "0%" },\n]'
    )
    text += bonus(lot, "by-score", objectives, target=True)
    least = f'least = "{lot.randint(1, 3)}"\n' if lot.random() < 0.5 else ""
    text += component(lot, "race", "contest") + (
        f'over = "deals"\nprizes = ["100 USD", "50.01 USD", "10 USD"]\n{least}'
        f'ties = "{lot.choice(("each", "shared"))}"\n'
    )
    text += (
        component(lot, "pot", "pool")
        + gates(lot)
        + (
            f'amount = "{lot.choice(("1_000.01 USD", "3% * sum.sales", "10 USD * sum.deals"))}"\n'
            + lot.choice(("", 'by = "person.points"\n', 'by = "person.target"\n'))
        )
    )
    return read_plan(text)


def quota(lot: Random, window: str) -> str:
    proration = lot.choice(PRORATIONS if not window.startswith("cycle") else ("none", "days"))
    zero = lot.choice(("nothing", "reached"))
    return (
        f'\n[quota.sales]\nkind = "money"\nwindow = "{window}"\nspread = "given"\n'
        f'proration = "{proration}"\nmissing = "nothing"\nzero = "{zero}"\n'
    )


def table(lot: Random) -> tuple[str, bool]:
    """A table, and whether it pays shares of a target."""
    mode, in_quotas = lot.choice(MODES), lot.random() < 0.7
    amounts = mode == "interpolate_add" or (mode == "step" and lot.random() < 0.5)
    above = lot.choice(("open", "flat"))
    bounds = sorted(lot.sample(range(7), lot.randint(1, 4)))
    at = [f"{25 * one}%" if in_quotas else f"{75 * one} USD" for one in (*bounds, bounds[-1] + 1)]
    rows = []
    for place, begin in enumerate(at[:-1]):
        pays = f"{lot.randint(0, 300)}.{lot.randint(0, 99):02} USD" if amounts else (
            f"{lot.randint(0, 120)}%")  # fmt: skip
        last = place == len(at) - 2
        ends = mode != "curve" and (
            (amounts and mode == "interpolate_add") or (last and above == "flat")
        )
        to = f', to = "{at[place + 1]}"' if ends else ""
        rows.append(
            f'    {{ {"at" if mode == "curve" else "from"} = "{begin}"{to}, pays = "{pays}" }},'
        )
    if mode == "curve" and len(rows) == 1:
        rows.append(f'    {{ at = "{at[-1]}", pays = "{lot.randint(0, 200)}%" }},')
    text = (
        f'\n[table.tiers]\nover = "sales"\nbounds = "{"quota" if in_quotas else "amount"}"\n'
        f'mode = "{mode}"\nboundary = "{lot.choice(BOUNDARIES)}"\nabove = "{above}"\n'
        + ('below = "10%"\n' if mode == "curve" else "")
        + 'refund = "cumulative"\n'
        + ("points" if mode == "curve" else "tiers")
        + " = [\n" + "\n".join(rows) + "\n]\n"
    )  # fmt: skip
    return text, mode == "curve" or (mode == "step" and not amounts)


def component(lot: Random, id_: str, kind: str) -> str:
    return (
        f'\n[[pay]]\nid = "{id_}"\nkind = "{kind}"\ntitle = "{id_}"\n'
        f'window = "{lot.choice(WINDOWS)}"\n'
    )


def gates(lot: Random) -> str:
    if lot.random() < 0.5:
        return ""
    which = lot.choice(
        (
            f'over = "sales", at = "{25 * lot.randint(1, 5)}%", bounds = "quota"',
            f'over = "sales", at = "{lot.randint(1, 300)} USD", bounds = "amount"',
            f'over = "deals", at = "{lot.randint(1, 2)}", bounds = "amount"',
        )
    )
    return f'gates = [{{ {which}, boundary = "{lot.choice(BOUNDARIES)}" }}]\n'


def bonus(lot: Random, id_: str, pays: str, *, target: bool) -> str:
    text = component(lot, id_, "bonus") + gates(lot) + pays + "\n"
    if "cycle" in text.partition("window")[2].partition("\n")[0]:
        text += f'proration = "{lot.choice(("none", "days"))}"\n'
    else:
        text += f'proration = "{lot.choice(PRORATIONS)}"\n'
    if target:
        text += f'target = "{lot.choice(("person.target", "person.target / 3"))}"\n'
    if lot.random() < 0.3:
        text += f'times = "{lot.choice(("person.score", "if(person.score >= 50%, 1x, 0.5x)"))}"\n'
    if lot.random() < 0.4:
        text += f'cap = {{ amount = "person.target", window = "{lot.choice(WINDOWS[1:4])}", '
        text += 'beyond = "forfeited" }\n'
    return text + f'rounding = "{lot.choice(ROUNDINGS)}"\n'


def company(lot: Random, plan: Plan) -> Facts:
    """Up to four people, some of whom come, go, or come back, with up to 20 lines."""
    people: list[dict[str, Any]] = []
    for name in "abcd"[: lot.randint(1, 4)]:
        days = sorted(lot.sample(range(-20, 170), 2 * lot.choice((1, 1, 2))))
        begins = [BEGIN + timedelta(days=days[at]) for at in range(0, len(days), 2)]
        ends: list[Any] = [BEGIN + timedelta(days=days[at]) for at in range(1, len(days), 2)]
        if lot.random() < 0.6:
            ends[-1] = None
        people += [
            {"payee": name, "from": first, "until": end, "target": str(lot.choice((0, 250, 1000))),
             "score": lot.choice(("0", "0.4", "0.75", "1.3")), "points": str(lot.randint(0, 4))}
            for first, end in zip(begins, ends, strict=True)
        ]  # fmt: skip
    lines = []
    for at in range(lot.randint(0, 20)):
        one = lot.choice(people)
        day = max(one["from"], BEGIN) + timedelta(days=lot.randint(0, 120))
        lines.append({"line": f"{at:02}", "payee": one["payee"], "closed_on": day,
                      "amount": str(lot.choice((100, 150, lot.randint(-50, 200)))),
                      "new": lot.random() < 0.7})  # fmt: skip
    asked = lot.choice(("300", "0", "150.5"))
    quotas = [{"payee": name, "quota": "sales", "amount": lot.choice((asked, "200"))}
              for name in dict.fromkeys(one["payee"] for one in people)]  # fmt: skip
    names = ["line", "payee", "closed_on", "amount", "new"]
    through = BEGIN + timedelta(days=lot.randint(20, 180))
    return gather(
        plan, pd.DataFrame(lines, columns=names), pd.DataFrame(people),
        quotas=pd.DataFrame(quotas[: lot.randint(1, 4)]), through=min(through, END),
    )  # fmt: skip
