"""`everyrep serve`: the web app, for people's browsers."""

from __future__ import annotations

import os
import socket
import sys
import time
import webbrowser
from ipaddress import ip_address
from threading import Thread
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
    show: Annotated[
        bool, typer.Option("--open", help="Open it in a browser, where there is a display.")
    ] = False,
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
    prepared = web.prepare(place.root, first=admin, demo=demo)
    address = f"http://{host}:{port}"
    if prepared.first_link:
        output.say(f"First administrator, once: {address}{prepared.first_link}")
    output.say(f"Everyrep is at {address}/ until you press Ctrl-C")
    if show and has_display():
        where = (host, port, prepared.first_link or "/")
        Thread(target=_show, args=where, daemon=True).start()
    web.run(host, port, worker=worker)


def has_display() -> bool:
    """Whether a browser of this machine has where to show itself."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _show(host: str, port: int, path: str, patience: float = 30.0) -> None:
    """Open a page as soon as somebody answers there; give up in silence."""
    near = "127.0.0.1" if _everywhere(host) else host
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            socket.create_connection((near, port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            webbrowser.open(f"http://{near}:{port}{path}")
            return


def _everywhere(host: str) -> bool:
    """Whether an address to listen on is that of all interfaces."""
    try:
        return not host or ip_address(host).is_unspecified
    except ValueError:
        return False
