"""The web app in a process of its own, as `everyrep serve` starts it, with the cast signed in.

Usage: python -m tests.browser.web.start PORT

The first line that it writes is JSON: the session of everybody, and addresses of things that have
numbers. It ends when what started it does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading

from tests.faces.web.conftest import CAST, PASSWORD, Cast, a_company, everybody  # isort: skip
from tests.faces.web import paying  # isort: skip

from django.core.management import call_command
from django.test.utils import setup_test_environment, teardown_test_environment
from django.urls import reverse

from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.conducting import Draft
from everyrep.evidence.curriculum import OUTCOMES
from everyrep.evidence.money import keep_case
from everyrep.faces.web import company, serve
from everyrep.faces.web.access.joining import invite
from everyrep.faces.web.access.models import User
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.pages.evidence import drafts
from everyrep.faces.web.pages.evidence.named import MARGIN
from everyrep.faces.web.pay import disputes
from everyrep.faces.web.pay.models import BookMove
from everyrep.faces.web.pay.statement import statement_of
from everyrep.faces.web.place import place
from everyrep.faces.web.uploads import Upload
from everyrep.warehouse.workspace import Workspace

_WORK = """
import django
django.setup()
from everyrep.faces.web.jobs.worker import Hand
from everyrep.faces.web.place import place
hand = Hand("one", place().workspace)
while hand.work_once():
    pass
"""


def main(port: int) -> None:
    """Serve until standard input ends."""
    a_company()
    call_command("migrate", interactive=False, verbosity=0)
    cast = everybody()
    sessions = {name: cast.client(name).cookies["sessionid"].value for name in CAST}
    told = {"sessions": sessions, "password": PASSWORD, "things": things(cast)}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    threading.Thread(target=end_with_who_started, daemon=True).start()
    serve.run("127.0.0.1", port, worker=False)


def things(cast: Cast) -> dict[str, str]:
    """Addresses of one thing of each kind that has a number or a name of its own."""
    warehouse = company.current()
    assert warehouse is not None
    query = "SELECT id FROM opportunities WHERE outcome = 'open' ORDER BY id"
    (deal,) = warehouse.connection.execute(query).fetchone() or ("",)
    company.forget()
    paid = pay(cast)
    upload = an_upload()
    about = f"upload:{upload.token}"
    job = queue.ask("try_files", {"upload": upload.token}, by="revops@example.org", about=about)
    question = evidence()
    a_case_and_a_trial()
    # In a process of its own: what draws pictures has threads, which a server's fork would lose.
    subprocess.run([sys.executable, "-c", _WORK], check=True)
    company.forget()
    return {
        "question": reverse("evidence_question", args=[question]),
        "case": reverse("evidence_case", args=["seats"]),
        "trial": reverse("evidence_trial", args=["demo-trial"]),
        "deal": reverse("deal", args=[deal]),
        "job": reverse("job", args=[job.pk]),
        "upload": reverse("upload", args=[upload.token]),
        "join": reverse("join", args=[invite(cast.user("nobody"), by="a test")]),
        **paid,
        "look_as": reverse("look_as", args=[User.objects.get(email="rep@example.org").pk]),
    }


def pay(cast: Cast) -> dict[str, str]:
    """A month of pay that is locked and one to be reviewed; addresses of what is in them."""
    setup_test_environment()  # its forms are sent by the client of tests
    version = paying.in_force(cast)
    slip = paying.slip_of(paying.locked(cast), cast.people["rep"])
    run = paying.calculated(cast, paying.SECOND)
    statement = max(slip.run.payslips.all(), key=lambda one: statement_of(one).count)
    line = statement_of(statement).lines()[0]
    move = BookMove.objects.get(move=line.move)
    dispute = disputes.raise_one(move, slip.run, "It was worth more", cast.user("rep"))
    teardown_test_environment()
    return {
        "pay_plan": reverse("pay_plan", args=[version.pk]),
        "pay_run": reverse("pay_run", args=[run.pk]),
        "pay_own": reverse("pay_statement", args=[slip.pk]),
        "pay_what_if": reverse("pay_what_if", args=[slip.pk]),
        "pay_credits": reverse("pay_credits", args=[statement.pk]),
        "pay_statement": reverse("pay_statement", args=[statement.pk]),
        "pay_line": reverse("pay_line", args=[statement.pk, line.move]),
        "pay_dispute": reverse("pay_dispute", args=[dispute.pk]),
    }


def evidence() -> str:
    """Asks for the reviews that the cast looks at, and for the answer to a question; its key."""
    asked = Question(treatment("coaching"), "win_rate")
    told = {"question": asked.to_dict(), "key": asked.key}
    queue.ask("answer", {**told, "role": "revops"}, by="revops@example.org")
    against = {"outcomes": list(OUTCOMES), "margin": MARGIN}
    for who in ("revops", "executive"):
        queue.ask("review", {**against, "role": who}, by=f"{who}@example.org")
    return asked.key


def a_case_and_a_trial() -> None:
    """Asks that a business case be worked out, and that a trial be drawn."""
    case = (
        'format = 1\nname = "Seats"\nyears = [1, 1, 2]\nbase = 1_000_000\n'
        '[[benefit]]\nkind = "size"\namount = [0.01, 0.03, 0.05]\n'
        '[[cost]]\nkind = "seats"\namount = 12_000\n'
    )
    keep_case(Workspace(place().workspace), "seats", case)
    who = "revops@example.org"
    queue.ask("weigh_cases", {"cases": ["seats"], "role": "revops"}, by=who)
    draft = drafts.told(Draft("Demo trial", "won_deals", before=6))
    queue.ask("draw_trial", {"draft": draft, "role": "revops"}, by=who)


def an_upload() -> Upload:
    """A file that was handed over."""
    upload = Upload.begin(place().workspace)
    upload.place_for("people.csv").write_text("id,name\n1,Ann\n2,Bo\n", encoding="utf-8")
    return upload.finish()


def end_with_who_started() -> None:
    """Ends this process once nobody holds its standard input any more."""
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
