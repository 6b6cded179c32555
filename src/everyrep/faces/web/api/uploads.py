"""Handing files over: looked at first, then loaded and built as a job, or dropped."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Field, Path, Router, Schema, Status

from everyrep.faces.web.access.scoping import Acting
from everyrep.faces.web.api.commands import SaidWithin
from everyrep.faces.web.api.jobs import JobTold, job_told, must
from everyrep.faces.web.api.operations import operation
from everyrep.faces.web.api.problems import No
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.pages.sources.receiving import keep_files, room_for_files
from everyrep.faces.web.pages.sources.trying import became_of, let_go
from everyrep.faces.web.place import place
from everyrep.faces.web.uploads import Upload

router = Router(tags=["Sources"])
Token = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="Token of an upload.")]


class UploadTold(Schema):
    """Files that were handed over, and what they would give."""

    upload: str = Field(description="Its token.")
    files: list[str] = Field(description="What they are called here.")
    job: JobTold = Field(description="The latest job about them.")
    tables: int = Field(description="Tables of theirs that can be loaded.")
    may_load: bool = Field(description="Whether they have been looked at, and can be loaded.")
    found: SaidWithin = Field(description="What the dry run, or the load, says of them.")


_FILES = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "minItems": 1,
                            "items": {"type": "string", "format": "binary"},
                        }
                    },
                }
            }
        },
    }
}


@operation(
    router, "POST", "/uploads", area="sources", answers=UploadTold, status=202,
    scopes=("load",), problems=(400, 413, 415, 507), more=_FILES,
)  # fmt: skip
def hand_over(request: HttpRequest) -> Status[UploadTold]:
    """Hand files over. They are looked at by a job; nothing is loaded."""
    must(request, "load")
    if request.content_type != "multipart/form-data":
        raise No(
            415, f"files do not come as {request.content_type or 'nothing'!r}",
            where="Content-Type", remedy="send them as multipart/form-data, such as curl -F does",
        )  # fmt: skip
    with room_for_files(request) as handler:
        return Status(202, upload_told(keep_files(request, handler)))


@operation(
    router, "GET", "/uploads/{upload}", area="sources", answers=UploadTold,
    scopes=("read", "load"),
)  # fmt: skip
def look_at_upload(request: HttpRequest, upload: Token) -> UploadTold:  # noqa: ARG001 - its frame
    """What became of files that were handed over."""
    return upload_told(upload)


@operation(
    router, "POST", "/uploads/{upload}/load", area="sources", answers=JobTold, status=202,
    scopes=("load",), problems=(409,),
)  # fmt: skip
def load_upload(request: HttpRequest, upload: Token) -> Status[JobTold]:
    """Load the files and build, as a job."""
    who = must(request, "load")
    if Upload.find(place().workspace, upload) is None:
        raise Http404
    told = became_of(upload)
    latest = told["latest"]["job"]
    if not told["may_load"] and (latest.kind != "load" or latest.over):
        raise No(
            409, "these files are still being looked at", where=f"job {latest.pk}",
            remedy="wait until that job is over",
        )  # fmt: skip
    if told["to_confirm"]:
        raise No(
            409, told["to_confirm"][0], where="how columns are read",
            remedy="look at the mapping in the app, under Sources, and keep it if it is right",
        )  # fmt: skip
    about = f"upload:{upload}"
    job = queue.ask("load", {"upload": upload}, by=who, about=about, once=True)
    return Status(202, job_told(job))


@operation(
    router, "DELETE", "/uploads/{upload}", area="sources", answers=None, status=204,
    scopes=("load",), problems=(409,),
)  # fmt: skip
def drop_upload(request: HttpRequest, upload: Token) -> Status[None]:
    """Delete the files; nothing is loaded."""
    found = Upload.find(place().workspace, upload)
    if found is None:
        raise Http404
    acting: Acting = request.acting  # type: ignore[attr-defined]
    if not let_go(found, acting.who):
        raise No(409, "these files are being loaded", remedy="cancel that job first")
    return Status(204, None)


def upload_told(token: str) -> UploadTold:
    """An upload in its form.

    Raises:
        Http404: Nothing is known of it.
    """
    told = became_of(token)
    return UploadTold(
        upload=token, files=told["names"], job=job_told(told["latest"]["job"]),
        tables=told["loads"], may_load=told["may_load"], found=told["told"],
    )  # fmt: skip
