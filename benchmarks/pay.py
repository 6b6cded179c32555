"""Pay for a million deal lines: the calculation beside the same arithmetic written by hand.

Lines have one to three credits. The plan (`pay_plan.toml`) has four marginal tiers on running
attainment, two multipliers by margin, a kicker for 90 days, and rounds each line once. All
contestants get the same credits in memory and give the cents of each; they must agree on every one.
Each runs in a process of its own, in turn, several times; the least CPU counts.

    python -m benchmarks.pay [--lines 1000000] [--rounds 3] [--only everyrep,numpy]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from everyrep.pay.columns import Column, Dates, Numbers
from everyrep.pay.exact import Exact
from everyrep.pay.facts import Credited, Facts, Quotas, Stints
from everyrep.pay.windows import day_number

PLAN = Path(__file__).with_name("pay_plan.toml")
FIRST, END = day_number(date(2026, 1, 1)), day_number(date(2027, 1, 1))
NEW, NEW_END = day_number(date(2026, 3, 1)), day_number(date(2026, 5, 30))
QUARTER = 224
"""The number of the year's first quarter, counted from 1970."""
Credits = dict[str, np.ndarray[Any, np.dtype[np.int64]]]


def made(lines: int) -> Credits:
    """Credits of so many lines, sorted by payee and day, and quotas of four quarters."""
    lot = np.random.default_rng(6)
    people = max(lines // 250, 1)
    parts = lot.choice([1, 2, 3], size=lines, p=[0.6, 0.3, 0.1])
    line = np.repeat(np.arange(lines), parts)
    ordinal = np.arange(line.size) - np.repeat(np.cumsum(parts) - parts, parts)
    owner = lot.integers(0, people, lines)
    payee = (np.repeat(owner, parts) + ordinal) % people
    day = np.repeat(lot.integers(FIRST, END, lines), parts)
    share = np.repeat(parts, parts)
    whole = np.repeat(lot.integers(10_000, 6_000_000, lines), parts)
    amount = whole // share + (ordinal < whole % share)
    spent = np.repeat(lot.uniform(0.35, 1.02, lines), parts)
    cost = (amount * spent).astype(np.int64)
    order = np.lexsort((line, day, payee))
    found = {"payee": payee, "day": day, "line": line, "amount": amount, "cost": cost}
    ordered = {name: values[order].astype(np.int64) for name, values in found.items()}
    return {**ordered, "quota": lot.integers(40_000_000, 400_000_000, people * 4)}


def facts(given: Credits, lines: int) -> Facts:
    """The same as facts of the calculation."""
    rows, people = given["payee"].size, given["quota"].size // 4
    none, ones = np.zeros(rows, dtype=np.int64), np.ones(rows, dtype=np.int64)
    columns: dict[str, Column] = {
        "amount": Numbers(Exact(given["amount"])), "cost": Numbers(Exact(given["cost"])),
        "closed_on": Dates(given["day"]), "date": Dates(given["day"]),
        "share": Numbers(Exact(ones)),
    }  # fmt: skip
    everybody = np.arange(people)
    return Facts(
        people=tuple(map(str, range(people))),
        lines=tuple(map(str, range(lines))),
        deals=tuple(map(str, range(lines))),
        kinds=("primary",),
        stints=Stints(everybody, np.full(people, FIRST), np.full(people, END), {}),
        credited=Credited(
            given["payee"],
            given["payee"],
            given["line"],
            given["line"],
            none,
            none,
            given["day"],
            none - 1,
            columns,
        ),
        quotas={
            "bookings": Quotas(
                np.repeat(everybody, 4),
                np.tile(np.arange(QUARTER, QUARTER + 4), people),
                Exact(given["quota"]),
                Exact(given["quota"]),
                np.ones(people * 4, dtype=bool),
            )
        },
        through=END - 1,
    )


def by_everyrep(given: Credits, lines: int) -> Callable[[], Any]:
    """The calculation, in batches; every step of each line is there to be explained from."""
    from everyrep.pay.calculation.streaming import streamed
    from everyrep.pay.plan.reading import read_plan

    plan, known = read_plan(PLAN), facts(given, lines)
    return lambda: np.concatenate(
        [some.found["commission"].minor for some in streamed(plan, known)]
    )


def by_numpy(given: Credits, lines: int) -> Callable[[], Any]:
    """The same arithmetic in bare 64 bits, for this plan and these facts alone."""
    del lines
    return lambda: handwritten(given)


def handwritten(given: Credits) -> Any:
    """Cents of each credit."""
    payee, day, amount, cost = (given[name] for name in ("payee", "day", "amount", "cost"))
    quarter = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) // 3 - QUARTER
    group = payee * 4 + quarter
    starts = np.flatnonzero(np.concatenate([[True], group[1:] != group[:-1]]))
    sums = np.cumsum(amount)
    sums -= np.repeat(sums[starts] - amount[starts], np.diff(np.append(starts, amount.size)))
    quota = given["quota"][group]
    twice = 2 * sums
    paid = 50 * twice
    paid += 30 * np.maximum(twice - quota, 0)
    paid += 20 * np.maximum(twice - 2 * quota, 0)
    paid += 25 * np.maximum(twice - 3 * quota, 0)
    before = np.concatenate([[0], paid[:-1]])
    before[starts] = 0
    margin = 100 * (amount - cost)
    factor = np.where(margin > 40 * amount, 4, np.where(margin < 20 * amount, 1, 2))
    factor = np.where((day >= NEW) & (day < NEW_END), 3 * factor, factor)
    value = (paid - before) * factor
    whole = np.abs(value) // 4000
    rest = np.abs(value) - whole * 4000
    return np.sign(value) * (whole + (2 * rest >= 4000))


def quotas(given: Credits) -> Credits:
    """Quotas as a table."""
    people = given["quota"].size // 4
    return {
        "payee": np.repeat(np.arange(people), 4),
        "quarter": np.tile(np.arange(4), people),
        "quota": given["quota"],
    }


SQL = """
with running as (
    select *, row_number() over () as place,
        sum(amount) over (
            partition by payee, (day_month // 3) order by day, line rows unbounded preceding
        )::bigint as after
    from credits
), tiers as (
    select running.*, quota.quota, after - amount as before
    from running join quota on quota.payee = running.payee and quota.quarter = day_month // 3
), risen as (
    select *,
        50 * 2 * amount
        + 30 * (greatest(2 * after - quota, 0) - greatest(2 * before - quota, 0))
        + 20 * (greatest(2 * after - 2 * quota, 0) - greatest(2 * before - 2 * quota, 0))
        + 25 * (greatest(2 * after - 3 * quota, 0) - greatest(2 * before - 3 * quota, 0)) as rise,
        case when 100 * (amount - cost) > 40 * amount then 4
             when 100 * (amount - cost) < 20 * amount then 1 else 2 end
        * case when day >= {new} and day < {new_end} then 3 else 1 end as factor
    from tiers
)
select payee, day, line, (rise * factor + 2000) // 4000 as cents from risen
order by payee, day, line
"""


def by_duckdb(given: Credits, lines: int) -> Callable[[], Any]:
    """Plain SQL over tables that are loaded before."""
    del lines
    import duckdb
    import pandas as pd

    engine = duckdb.connect()
    engine.execute("set threads = 1")
    rows = pd.DataFrame({name: given[name] for name in ("payee", "day", "line", "amount", "cost")})
    rows["day_month"] = given["day"].astype("datetime64[D]").astype("datetime64[M]").astype(int)
    rows["day_month"] -= QUARTER * 3
    quota = pd.DataFrame(quotas(given))
    engine.register("rows", rows)
    engine.register("quotas", quota)
    engine.execute("create table credits as select * from rows")
    engine.execute("create table quota as select * from quotas")
    query = SQL.format(new=NEW, new_end=NEW_END)
    return lambda: engine.execute(query).fetchnumpy()["cents"]


def by_polars(given: Credits, lines: int) -> Callable[[], Any]:
    """The same in polars, lazily, over frames that are there before."""
    del lines
    import polars as pl

    rows = pl.DataFrame({name: given[name] for name in ("payee", "day", "line", "amount", "cost")})
    quota = pl.DataFrame(quotas(given))
    after, before, asked = pl.col("after"), pl.col("after") - pl.col("amount"), pl.col("quota")

    def beyond(times: int) -> Any:
        high = pl.max_horizontal(2 * after - times * asked, 0)
        return high - pl.max_horizontal(2 * before - times * asked, 0)

    margin = 100 * (pl.col("amount") - pl.col("cost"))
    by_margin = pl.when(margin > 40 * pl.col("amount")).then(4)
    by_margin = by_margin.when(margin < 20 * pl.col("amount")).then(1).otherwise(2)
    is_new = (pl.col("day") >= NEW) & (pl.col("day") < NEW_END)
    factor = by_margin * pl.when(is_new).then(3).otherwise(1)
    rise = 100 * pl.col("amount") + 30 * beyond(1) + 20 * beyond(2) + 25 * beyond(3)
    quarter = (pl.from_epoch(pl.col("day"), time_unit="d").dt.month().cast(pl.Int64) - 1) // 3
    query = (
        rows.lazy().with_columns(quarter=quarter)
        .join(quota.lazy(), on=["payee", "quarter"], how="left", maintain_order="left")
        .with_columns(after=pl.col("amount").cum_sum().over("payee", "quarter"))
        .select(cents=(rise * factor + 2000) // 4000)
    )  # fmt: skip

    def collect() -> Any:
        return query.collect()["cents"].to_numpy()

    return collect


def by_loop(given: Credits, lines: int) -> Callable[[], Any]:
    """A loop in Python, one credit after the other."""
    del lines
    names = ("payee", "day", "amount", "cost")
    rows = list(zip(*(given[name].tolist() for name in names), strict=True))
    quotas = given["quota"].tolist()
    quarters = [(date.fromordinal(day + 719_163).month - 1) // 3 for day in range(FIRST, END)]

    def loop() -> Any:
        found, group, after = [], -1, 0
        for payee, day, amount, cost in rows:
            own = payee * 4 + quarters[day - FIRST]
            if own != group:
                group, after = own, 0
            quota, before = quotas[own], after
            after += amount
            rise = 100 * amount
            for rate, times in ((30, 1), (20, 2), (25, 3)):
                bound = times * quota
                rise += rate * (max(2 * after - bound, 0) - max(2 * before - bound, 0))
            margin = 100 * (amount - cost)
            factor = 4 if margin > 40 * amount else 1 if margin < 20 * amount else 2
            if NEW <= day < NEW_END:
                factor *= 3
            found.append((rise * factor + 2000) // 4000)
        return np.array(found)

    return loop


CONTESTANTS = {"everyrep": by_everyrep, "numpy": by_numpy, "duckdb": by_duckdb,
               "polars": by_polars, "loop": by_loop}  # fmt: skip


def one(name: str, lines: int, rounds: int) -> None:
    """Run one contestant and print what it took."""
    given = made(lines)
    work = CONTESTANTS[name](given, lines)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    least, cents = float("inf"), np.zeros(0, dtype=np.int64)
    for _ in range(rounds if name != "loop" else 1):
        before = time.process_time()
        cents = work()
        least = min(least, time.process_time() - before)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    right = bool((np.asarray(cents) == handwritten(given)).all())
    print(json.dumps({"name": name, "cpu": least, "held": held, "peak": peak,
                      "credits": int(given["payee"].size), "total": int(np.sum(cents)),
                      "right": right}))  # fmt: skip


def main() -> None:
    """Run the contestants in turn and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default=",".join(CONTESTANTS))
    parser.add_argument("--one")
    asked = parser.parse_args()
    if asked.one:
        one(asked.one, asked.lines, asked.rounds)
        return
    found = []
    for name in asked.only.split(","):
        command = [sys.executable, "-m", "benchmarks.pay", "--one", name,
                   "--lines", str(asked.lines), "--rounds", str(asked.rounds)]  # fmt: skip
        environment = {**os.environ, "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}
        answer = subprocess.run(
            command, capture_output=True, text=True, check=True, env=environment
        )
        found.append(json.loads(answer.stdout))
    ours = next((each["cpu"] for each in found if each["name"] == "everyrep"), None)
    for each in found:
        ratio = "" if ours is None else f"{each['cpu'] / ours:6.2f} x ours"
        print(f"{each['name']:10} {each['cpu']:7.3f} CPU s {ratio}  {each['credits']:,} credits, "
              f"{each['held']:,} MiB before and {each['peak']:,} MiB at most, "
              f"{'every cent alike' if each['right'] else 'NOT ALIKE'}")  # fmt: skip


if __name__ == "__main__":
    main()
