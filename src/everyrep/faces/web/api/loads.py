"""Loads: what landed, what of it was rejected, taking it back, building."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from ninja import Field, Path, Query, Router, Schema, Status

from everyrep.faces.web.access.scoping import Acting
from everyrep.faces.web.api.commands import Said
from everyrep.faces.web.api.jobs import JobTold, job_told, must
from everyrep.faces.web.api.operations import operation
from everyrep.faces.web.api.problems import No
from everyrep.faces.web.api.shapes import Paged, Paging, built, paged, part_of
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.pages.sources.landed import harmless_lines
from everyrep.faces.web.pages.sources.page import line_of
from everyrep.faces.web.place import place
from everyrep.measures.computable import computable
from everyrep.values import InternalError
from everyrep.warehouse.inspection import REJECTS
from everyrep.warehouse.landing import Load, loads
from everyrep.warehouse.workspace import Workspace

router = Router(tags=["Sources"])
Name = Annotated[str, Path(max_length=80, description="Id of a load.", example="000001-people")]


class LoadTold(Schema):
    """A load that has landed."""

    load: str
    source: str = Field(description="What the file was called.")
    system: str
    landed_at: datetime
    size: int = Field(description="Bytes as delivered.")
    rows: int = Field(description="Of the file, however many tables each of them feeds.")
    rejected: int = Field(description="Of these, how many did not land.")
    blanked: int = Field(description="Cells that could not be taken.")
    built: bool = Field(description="Whether the current build holds it.")
    notes: list[Said]


class Loads(Paged):
    """A part of the loads."""

    items: list[LoadTold]


class Missing(Schema):
    """A column that is not there, or not often enough."""

    column: str
    filled: float | None
    why: str
    remedy: str


class Computable(Schema):
    """Whether something can be computed from what has landed."""

    name: str
    title: str
    kind: str
    verdict: str = Field(description="computable, weak or not.")
    why: str
    unlocks: str
    missing: list[Missing]


class Computables(Paged):
    """A part of what can be computed."""

    items: list[Computable]


@operation(
    router, "GET", "/loads", area="sources", answers=Loads, scopes=("read", "load"),
    problems=(409,),
)  # fmt: skip
def list_loads(request: HttpRequest, paging: Query[Paging]) -> Loads:
    """Loads in force, the latest first."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    held = set(warehouse.record.loads) if warehouse else set()
    found = _landed()[::-1]
    items = [_load(one, held) for one in part_of(found, paging)]
    return Loads(items=items, **paged(request, paging, len(found)))


@operation(
    router, "GET", "/loads/{load}/rejects", area="sources", answers=None,
    scopes=("read", "load"), problems=(409,),
    more={"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}},
)  # fmt: skip
def load_rejects(request: HttpRequest, load: Name) -> HttpResponseBase:
    """Everything that could not be taken of a load, with the reason, as CSV."""
    file = Workspace(place().workspace).landing / _known(load) / REJECTS
    if not file.is_file():
        raise Http404
    acting: Acting = request.acting  # type: ignore[attr-defined]
    record(acting.who, "rejects_downloaded", load)
    answer = StreamingHttpResponse(harmless_lines(file), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rejects-{load}.csv"'
    return answer


@operation(
    router, "POST", "/loads/{load}/undo", area="sources", answers=JobTold, status=202,
    scopes=("load",), problems=(409,),
)  # fmt: skip
def undo_load(request: HttpRequest, load: Name) -> Status[JobTold]:
    """Take a load back and build without it, as a job."""
    who, name = must(request, "undo"), _known(load)
    job = queue.ask("undo", {"load": name}, by=who, about=f"load:{name}", once=True)
    return Status(202, job_told(job))


@operation(router, "POST", "/builds", area="sources", answers=JobTold, status=202, scopes=("load",))
def start_build(request: HttpRequest) -> Status[JobTold]:
    """Build from what has landed, as a job."""
    job = queue.ask("build", by=must(request, "build"), about="build", once=True)
    return Status(202, job_told(job))


@operation(
    router, "GET", "/computable", area="sources", answers=Computables, scopes=("read", "load"),
    problems=(409,),
)  # fmt: skip
def what_is_computable(request: HttpRequest, paging: Query[Paging]) -> Computables:
    """Every measure and capability: whether the data allow it, and what is missing."""
    found = list(computable(built(request)))
    items = [Computable(**one.to_dict()) for one in part_of(found, paging)]
    return Computables(items=items, **paged(request, paging, len(found)))


def _landed() -> list[Load]:
    try:
        return list(loads(Workspace(place().workspace)))
    except InternalError as damaged:
        raise No(
            409, damaged.message, where=damaged.where, why=damaged.why, remedy=damaged.remedy
        ) from damaged


def _known(load: str) -> str:
    """The name of a load in force; anything else is not there."""
    if load not in {one.load_id for one in _landed()}:
        raise Http404
    return load


def _load(one: Load, held: set[str]) -> LoadTold:
    line = line_of(one, held)
    return LoadTold(
        load=one.load_id, source=one.source, system=one.system, landed_at=line.landed_at,
        size=one.size, rows=line.rows, rejected=line.rejected, blanked=line.blanked,
        built=line.built, notes=list(one.notes),
    )  # fmt: skip
