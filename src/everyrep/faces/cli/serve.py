"""`everyrep serve`: the web app, for people's browsers."""

from __future__ import annotations

from typing import Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import WorkspaceOption, workspace_at


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    demo: Annotated[
        bool, typer.Option("--demo", help="Make the simulated company first, if nothing is here.")
    ] = False,
    admin: Annotated[
        str, typer.Option(help="Mail address of the first administrator.")
    ] = "admin@localhost.invalid",
    worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Work at jobs beside it: loads, builds.")
    ] = True,
    workspace: WorkspaceOption = None,
) -> None:
    """Serve the web app of a workspace, and say how the first administrator gets in.

    The app's records lie in the workspace, or in PostgreSQL where EVERYREP_DATABASE_URL names one.
    """
    from everyrep.faces.web import serve as web

    place = workspace_at(workspace)
    if demo and not (place.warehouse / "CURRENT").exists():
        from everyrep.assembly import build_demo

        with output.progress("Simulating") as told:
            build_demo(place, people=400, months=36, seed=1, progress=told)
    prepared = web.prepare(place.root, first=admin)
    address = f"http://{host}:{port}"
    if prepared.first_link:
        output.say(f"First administrator, once: {address}{prepared.first_link}")
    output.say(f"Everyrep is at {address}/ until you press Ctrl-C")
    web.run(host, port, worker=worker)
