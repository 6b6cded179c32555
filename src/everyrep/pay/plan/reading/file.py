"""Reads a plan file: the whole of it, or all that is wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path as FilePath
from typing import TypeVar

from everyrep.pay.plan.plan import Plan
from everyrep.pay.plan.reading.commissions import Setting
from everyrep.pay.plan.reading.components import read_components
from everyrep.pay.plan.reading.examples import read_examples
from everyrep.pay.plan.reading.grids import read_grid
from everyrep.pay.plan.reading.heading import (
    check_day,
    read_exchange,
    read_heading,
    read_names,
)
from everyrep.pay.plan.reading.lines import Path, lines_of
from everyrep.pay.plan.reading.measures import Named, read_measure, read_quota
from everyrep.pay.plan.reading.part import Part
from everyrep.pay.plan.reading.paying import (
    read_clawback,
    read_credits,
    read_draws,
    read_payment,
)
from everyrep.pay.plan.reading.problems import Problems
from everyrep.pay.plan.reading.tables import read_table
from everyrep.pay.plan.reading.words import Words
from everyrep.values import UserError

Found = TypeVar("Found")
LARGEST = 1_000_000
_LINE = re.compile(r" \(at line (\d+), column (\d+)\)")


def read_plan(source: FilePath | str, *, where: str = "") -> Plan:
    """Read a plan.

    Args:
        source: The file, or its text (which has at least one line's end).
        where: How messages name it; by default its file name, or "plan".

    Raises:
        PlanError: Something in it is missing, misspelt or makes no sense; all of it is told.
        UserError: It cannot be read at all: no such file, too large, no TOML.
    """
    text, name = _text_of(source)
    name = where or name
    _check_size(len(text.encode()), name)
    lines = lines_of(text, name)
    problems = Problems(name)
    top = Part(_toml(text, name), (), "", lines, problems)
    plan = _read(top, text)
    problems.refuse()
    return plan


def _text_of(source: FilePath | str) -> tuple[str, str]:
    if isinstance(source, str) and "\n" in source:
        return source.removeprefix("\ufeff"), "plan"
    path = FilePath(source)
    try:
        _check_size(path.stat().st_size, path.name)
        return path.read_text(encoding="utf-8-sig"), path.name
    except UnicodeDecodeError as problem:
        raise UserError(
            f"It is not written in UTF-8: byte {problem.start} is no part of a text",
            where=str(path),
            remedy="Save it as UTF-8",
        ) from None
    except (OSError, ValueError) as problem:
        remedy = "name a plan file that is there and may be read"
        raise UserError(
            f"It cannot be opened ({_why(problem)})", where=str(path), remedy=remedy
        ) from None


def _why(problem: Exception) -> str:
    """What the system says, without its number and the path, which is told already."""
    return (isinstance(problem, OSError) and problem.strerror) or str(problem)


def _check_size(size: int, name: str) -> None:
    if size > LARGEST:
        raise UserError(
            f"It has {size:,} bytes",
            where=name,
            why="No plan that people are paid by needs so many",
            remedy=f"Keep it under {LARGEST:,} bytes",
        )


def _toml(text: str, name: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except RecursionError:
        raise UserError("It nests too deeply to be read", where=name) from None
    except (ValueError, ArithmeticError) as problem:
        found = _LINE.search(str(problem))
        place = f"{name}, line {found[1]}, column {found[2]}" if found else name
        said = _LINE.sub("", str(problem))
        if isinstance(problem, ArithmeticError):
            said = "a number is out of all proportion"
        raise UserError(
            f"It is no valid TOML: {said}",
            where=place,
            remedy="Texts stand in quotes, each key once, each list closed",
        ) from None


def _read(top: Part, text: str) -> Plan:
    heading = read_heading(top)
    words = Words(heading.currency, top.problems)
    texts = read_names(top, words)
    check_day(top, heading.day, words)
    rates, spot = read_exchange(top, words)
    credited = read_credits(top, words)
    kinds = tuple(dict.fromkeys(one.kind for one in credited))
    spoiled: set[str] = set()
    quotas = _each(top, "quota", spoiled, partial(read_quota, words=words))
    known = Named(kinds, quotas, {}, spoiled)
    measures = _each(top, "measure", spoiled, partial(read_measure, words=words, named=known))
    words.spoiled |= {f"sum.{name.removeprefix('measure.')}" for name in spoiled}
    named = Named(kinds, quotas, measures, spoiled)
    tables = _each(top, "table", spoiled, partial(read_table, words=words, named=named))
    grids = _each(top, "grid", spoiled, partial(read_grid, words=words))
    pay = read_components(top, Setting(words, named, tables, grids, heading.rounding))
    draws, clawback = read_draws(top, words), read_clawback(top, words)
    payment = read_payment(top, words, draws, clawback)
    examples = read_examples(top, words, quotas)
    top.done()
    return Plan(
        **vars(heading),
        facts=words.facts,
        person=words.person,
        derived=words.derived,
        parameters=words.parameters,
        texts=texts,
        rates=rates,
        spot=spot,
        credits=credited,
        quotas=quotas,
        measures=measures,
        tables=tables,
        grids=grids,
        pay=pay,
        draws=draws,
        clawback=clawback,
        payment=payment,
        examples=examples,
        places=_places(top),
        text=text,
    )


def _each(
    top: Part, key: str, spoiled: set[str], read: Callable[[str, Part], Found]
) -> dict[str, Found]:
    """All tables `[key.NAME]`; names of those with mistakes are added to the spoiled ones."""
    found = {}
    for name, part in top.named_parts(key).items():
        part.begun = len(part.problems)
        found[name] = read(name, part)
        if not part.clean:
            spoiled.add(f"{key}.{name}")
    return found


def _places(top: Part) -> dict[str, int]:
    """Lines by paths in words, in which components and draws go by their ids."""
    return {_in_words(path, top.keys): line for path, line in top.lines.items()}


def _in_words(path: Path, keys: Mapping[str, object]) -> str:
    if len(path) > 1 and path[0] in ("pay", "draw") and isinstance(path[1], int):
        listed = keys.get(str(path[0]))
        one = listed[path[1]] if isinstance(listed, list) and path[1] < len(listed) else None
        if isinstance(one, dict) and isinstance(one.get("id"), str):
            path = (path[0], one["id"], *path[2:])
    words = ""
    for step in path:
        words += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if words else step
    return words
