"""What went into a run, as it was then: kept with the run, so that it can be explained for good."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from functools import lru_cache

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from everyrep.faces.web.pay.models import RunInput, RunPart
from everyrep.faces.web.pay.plans import plan_of
from everyrep.faces.web.pay.tables import packed, unpacked
from everyrep.pay.changes.kinds import Inputs
from everyrep.pay.facts import Facts
from everyrep.pay.facts.given import Given
from everyrep.pay.plan import Plan

_TABLES = tuple(one.name for one in fields(Given) if one.name != "through")
_KEPT = 4
"""Parts of runs whose facts a process holds: a page of lines asks for the same ones again."""


def keep(part: RunPart, given: Given) -> None:
    """Keep the tables of a part of a run."""
    tables = {name: getattr(given, name) for name in _TABLES}
    RunInput.objects.bulk_create(
        RunInput(part=part, name=name, content=packed(pd.DataFrame(table)))
        for name, table in tables.items()
        if table is not None
    )


def inputs_of(part: RunPart) -> Inputs:
    """The plan as far as it was calculated, and the tables."""
    found = {one.name: unpacked(one.content) for one in part.inputs.all()}
    tables = {name: found.get(name) for name in _TABLES}
    for name in ("lines", "people"):
        tables[name] = pd.DataFrame() if tables[name] is None else tables[name]
    given = Given(through=part.run.through, **tables)  # type: ignore[arg-type]
    return Inputs(plan_of_part(part), given)


def columns_of_lines(part: RunPart, names: Iterable[str]) -> pd.DataFrame:
    """Some columns of the lines that went into a part of a run; those that there are."""
    found = part.inputs.filter(name="lines").first()
    if found is None:
        return pd.DataFrame()
    file = pq.ParquetFile(pa.BufferReader(bytes(found.content)))
    known = set(file.schema_arrow.names)
    wanted = [name for name in dict.fromkeys(names) if name in known]
    return file.read(columns=wanted).to_pandas(integer_object_nulls=True)


def plan_of_part(part: RunPart) -> Plan:
    """A version as far as a run calculated it: up to where the next one begins."""
    plan = plan_of(part.version)
    return plan if plan.ends == part.ends else replace(plan, ends=part.ends)


def facts_of(part: RunPart) -> tuple[Plan, Facts]:
    """The plan and what it paid by, for explanations."""
    return _facts(part.pk)


@lru_cache(maxsize=_KEPT)
def _facts(number: int) -> tuple[Plan, Facts]:
    part = RunPart.objects.select_related("run", "version").get(pk=number)
    found = inputs_of(part)
    return found.plan, found.given.facts(found.plan)
