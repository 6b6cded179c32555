"""Starting the app: its database brought up to date, the first administrator invited."""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from everyrep.faces.web import place

_BY = "everyrep serve"


@dataclass(frozen=True)
class Prepared:
    """What was found and done before the server starts.

    Attributes:
        first_link: Path of the link with which the first administrator joins; empty where there is
            one already.
    """

    first_link: str


def prepare(
    workspace: Path, *, first: str = "admin@localhost.invalid", demo: bool = False
) -> Prepared:
    """Bring the app's database up to date, and invite the first administrator if there is none.

    Args:
        workspace: The company's folder.
        first: The first administrator's mail address.
        demo: Whether somebody of each role is added to a simulated company, to look as.
    """
    setup(workspace)
    from django.core.management import call_command

    from everyrep.faces.web.packing import pack

    call_command("migrate", interactive=False, verbosity=0)
    _mend(workspace)
    with suppress(OSError):  # Without room for them they go out as they are.
        pack(place.place().folder)
    if demo:
        from everyrep.faces.web import company
        from everyrep.faces.web.demo_cast import add_cast
        from everyrep.faces.web.demo_pay import add_plans
        from everyrep.values import EveryrepError

        add_cast()
        with suppress(EveryrepError):  # A demo of before has no plans, and is shown without.
            add_plans()
        # The server forks: an engine that is open by then has no threads in the child, and waits
        # for them for ever.
        company.forget()
    return Prepared(_first_link(first))


def _mend(workspace: Path) -> None:
    """Let files and records agree again where a kill fell between them."""
    from everyrep.faces.web.pages.sources import decided, delivered
    from everyrep.values import EveryrepError
    from everyrep.warehouse.workspace import Workspace

    for agree in (decided.agree, delivered.agree):
        with suppress(EveryrepError):  # The worker looks again, and pages say what is unreadable.
            agree(Workspace(workspace))


def setup(workspace: Path) -> None:
    """Let this process be the app of a workspace."""
    os.environ[place.WORKSPACE] = str(Path(workspace).resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "everyrep.faces.web.settings")
    import django

    django.setup()


def run(host: str, port: int, *, threads: int = 8, worker: bool = True) -> None:
    """Serve until stopped.

    Args:
        host: Address to listen on.
        port: Port to listen on.
        threads: Requests that are answered side by side.
        worker: Whether a worker for jobs is started and watched beside it.
    """
    from gunicorn.app.base import BaseApplication

    from everyrep.faces.web.jobs.watch import Watch

    watch = Watch(place.place().workspace)

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            given = {
                "bind": f"{host}:{port}",
                "workers": 1,
                "threads": threads,
                "worker_class": "gthread",
                "timeout": 300,
                "graceful_timeout": 10,
                "accesslog": None,
                "loglevel": "warning",
                "limit_request_line": 4094,
                "forwarded_allow_ips": "",
            }
            if worker:
                # The process that answers watches the worker, and gunicorn watches that process.
                given["post_worker_init"] = lambda _: watch.start()
                given["worker_exit"] = lambda _server, _process: watch.stop()
            for name, value in given.items():
                self.cfg.set(name, value)

        def load(self) -> object:
            from everyrep.faces.web.wsgi import application

            return application

    _leave_behind()
    Server().run()


def _leave_behind() -> None:
    """Keep a process that is forked from this one from clearing away what is this one's.

    An engine that was open here has no threads there, and whoever lets go of it waits for them for
    ever, be it only the collection of what refers to itself in a circle.
    """
    gc.collect()
    gc.freeze()


def _first_link(first: str) -> str:
    from django.utils.timezone import localdate

    from everyrep.faces.web.access.grants import give, others_keep
    from everyrep.faces.web.access.joining import invite
    from everyrep.faces.web.access.models import User

    if others_keep(None, localdate()):
        return ""
    user = User.objects.filter(email=first).first() or User.objects.create_user(first)
    for role in ("administrator", "revops", "auditor"):
        give(user, role, by=_BY)
    return f"/join/{invite(user, by=_BY)}/"
