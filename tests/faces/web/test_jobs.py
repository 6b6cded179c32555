"""The queue and its worker: every job ends, once, and by whom it was taken alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs import kinds, queue
from everyrep.faces.web.jobs.models import Job, State, Worker
from everyrep.faces.web.jobs.work import Cancelled, Lost, Stopping, Work
from everyrep.faces.web.jobs.worker import Hand
from everyrep.faces.web.pages import setting
from everyrep.values import Busy, UserError
from tests.faces.web.conftest import CAST, Cast

pytestmark = pytest.mark.django_db
WHO = "revops@example.org"


class Doing:
    """A kind of job whose work a test sets."""

    def __init__(self) -> None:
        self.begun = 0
        self.raises: list[Exception] = []
        self.during: Any = lambda _: None

    def __call__(self, work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
        self.begun += 1
        self.during(work)
        if self.raises:
            raise self.raises.pop(0)
        return {"said": f"Did {arguments.get('what', 'it')}."}


@pytest.fixture
def doing(monkeypatch: pytest.MonkeyPatch) -> Doing:
    found = Doing()
    kind = kinds.Kind("test", "Test", ("", ""), attempts=3, ability="load")
    monkeypatch.setattr(kinds.Kind, "work", lambda _: found)
    monkeypatch.setitem(kinds.KINDS, "test", kind)
    return found


@pytest.fixture
def hand(tmp_path: Path) -> Hand:
    return Hand("one", tmp_path)


def now_again() -> None:
    Job.objects.update(not_before=timezone.now())


def test_a_job_is_done_and_says_what_came_of_it(doing: Doing, hand: Hand) -> None:
    job = queue.ask("test", {"what": "all of it"}, by=WHO)
    assert hand.work_once()
    job.refresh_from_db()
    assert (job.state, job.said, job.percent) == (State.DONE, "Did all of it.", 100)
    assert not hand.work_once()
    assert doing.begun == 1


@pytest.mark.usefixtures("doing")
def test_jobs_are_done_in_the_order_they_were_asked_for(hand: Hand) -> None:
    asked = [queue.ask("test", by=WHO).pk for _ in range(3)]
    done = []
    while (job := queue.claim("one")) is not None:
        done.append(job.pk)
    assert done == asked
    assert not hand.work_once()


@pytest.mark.usefixtures("doing")
def test_what_people_ask_for_goes_before_what_the_app_does_by_itself() -> None:
    wanted = {
        "pages": queue.ask("set_pages", by=queue.ITSELF),
        "of itself": queue.ask("backup", by=queue.ITSELF),
        "first": queue.ask("test", by=WHO),
        "second": queue.ask("backup", by=WHO, about="now"),
    }
    order = [queue.claim("one") for _ in wanted]
    assert [job.pk for job in order if job] == [
        wanted[name].pk for name in ("first", "second", "of itself", "pages")
    ]


def test_pages_that_are_being_set_give_way_between_two_and_go_on_after(
    cast: Cast, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_now: list[str] = []

    def set_one(name: str, *_: Any) -> tuple[str, list[Any], str]:
        set_now.append(name)
        if len(set_now) == 2:
            queue.ask("verify_backup", {"backup": "none"}, by=WHO)  # Somebody presses a button.
        return "<p>set</p>", [], ""

    monkeypatch.setattr(setting, "_set", set_one)
    pages, hand = queue.ask("set_pages", by=queue.ITSELF, about="build"), Hand("one", workspace)
    assert hand.work_once()
    pages.refresh_from_db()
    assert (pages.state, len(set_now)) == (State.QUEUED, 2)
    assert "Gives way" in pages.said
    page = cast.client("executive").get(reverse("leading")).content.decode()
    assert "Gives way" in page  # Who waits for figures is told why.
    assert hand.work_once()
    assert Job.objects.get(kind="verify_backup").over
    assert hand.work_once()
    pages.refresh_from_db()
    assert (pages.state, pages.attempts) == (State.DONE, 1)
    assert len(set_now) > 2
    assert f"{len(set_now) - 2} pages set" in pages.said


@pytest.mark.usefixtures("doing")
def test_the_same_is_asked_for_once() -> None:
    first = queue.ask("test", by=WHO, about="this", once=True)
    assert queue.ask("test", by=WHO, about="this", once=True).pk == first.pk
    assert queue.ask("test", by=WHO, about="that", once=True).pk != first.pk


def test_a_wish_that_a_person_must_mend_fails_at_once(doing: Doing, hand: Hand) -> None:
    doing.raises = [UserError("the file is gone", remedy="upload it again")]
    job = queue.ask("test", by=WHO)
    hand.work_once()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "The file is gone" in job.said or "the file is gone" in job.said
    assert "upload it again" in job.said.lower()


def test_what_breaks_is_tried_again_and_not_for_ever(doing: Doing, hand: Hand) -> None:
    doing.raises = [RuntimeError("a secret: hunter2")] * 9
    job = queue.ask("test", by=WHO)
    for _ in range(5):
        now_again()
        hand.work_once()
    job.refresh_from_db()
    assert (job.state, job.attempts, doing.begun) == (State.FAILED, 3, 3)
    assert "hunter2" not in job.said  # What an exception says is for the log.


def test_a_busy_workspace_is_waited_for_which_is_no_attempt(doing: Doing, hand: Hand) -> None:
    doing.raises = [Busy("another process is writing to this workspace")] * 5
    job = queue.ask("test", by=WHO)
    for _ in range(5):
        now_again()
        hand.work_once()
        job.refresh_from_db()
        assert job.state == State.QUEUED
        assert job.said.startswith("Waits: another process is writing")
    now_again()
    hand.work_once()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 1)


def test_what_waits_does_not_hold_up_others(doing: Doing, hand: Hand) -> None:
    doing.raises = [Busy("writing")]
    first, second = queue.ask("test", by=WHO), queue.ask("test", by=WHO)
    hand.work_once()
    hand.work_once()
    assert Job.objects.get(pk=first.pk).state == State.QUEUED
    assert Job.objects.get(pk=second.pk).state == State.DONE


def test_a_job_that_waits_is_cancelled_at_once(doing: Doing, hand: Hand) -> None:
    job = queue.cancel(queue.ask("test", by=WHO).pk, by=WHO)
    assert job.state == State.CANCELLED
    assert not hand.work_once()
    assert doing.begun == 0


def test_work_notices_between_steps_that_it_is_not_wanted(doing: Doing, hand: Hand) -> None:
    job = queue.ask("test", by=WHO)

    def during(work: Work) -> None:
        work.told("First", 0.1)
        queue.cancel(job.pk, by=WHO)
        work._looked = 0.0
        work.told("Second", 0.2)
        raise AssertionError("it went on")

    doing.during = during
    hand.work_once()
    job.refresh_from_db()
    assert job.state == State.CANCELLED
    with pytest.raises(UserError, match="cancelled already"):
        queue.cancel(job.pk, by=WHO)


def test_a_stopped_worker_puts_its_job_back(doing: Doing, hand: Hand) -> None:
    job = queue.ask("test", by=WHO)

    def during(work: Work) -> None:
        hand.stop.set()
        work.told("On", 0.5)

    doing.during = during
    hand.work_once()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.QUEUED, 0)


@pytest.mark.usefixtures("doing")
def test_a_job_without_a_heartbeat_is_given_to_another(hand: Hand, tmp_path: Path) -> None:
    job = queue.ask("test", by=WHO)
    taken = queue.claim("dead")
    assert taken is not None
    assert queue.reap() == 0
    Job.objects.update(heartbeat_at=timezone.now() - queue.LOST_AFTER - timedelta(seconds=1))
    assert queue.reap() == 1
    now_again()
    assert hand.work_once()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 2)
    # The one that was taken for dead comes back: it can change nothing any more.
    assert not queue.done(taken, {"said": "late"})
    assert not queue.alive(taken)
    with pytest.raises(Lost):
        Work(taken.pk, taken.claim, tmp_path).told("still here", 0.9)
    job.refresh_from_db()
    assert job.said == "Did it."


@pytest.mark.usefixtures("doing")
def test_a_job_whose_workers_always_die_ends(hand: Hand) -> None:
    job = queue.ask("test", by=WHO)
    for name in ("a", "b", "c"):
        now_again()
        assert queue.claim(name) is not None
        queue.reap(name)
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "tried 3 times" in job.said
    assert not hand.work_once()


@pytest.mark.usefixtures("doing")
def test_a_clock_that_is_set_back_or_forth_leaves_no_job_behind(hand: Hand) -> None:
    job = queue.ask("test", by=WHO)
    queue.claim("dead")
    Job.objects.update(heartbeat_at=timezone.now() + timedelta(days=1))
    assert queue.reap() == 1
    Job.objects.update(not_before=timezone.now() + timedelta(days=1))
    assert hand.work_once()
    job.refresh_from_db()
    assert job.state == State.DONE


def test_what_failed_can_be_tried_again(doing: Doing, hand: Hand) -> None:
    doing.raises = [UserError("no")]
    job = queue.ask("test", by=WHO)
    hand.work_once()
    queue.retry(job.pk, by=WHO)
    hand.work_once()
    job.refresh_from_db()
    assert job.state == State.DONE
    with pytest.raises(UserError, match="done already"):
        queue.retry(job.pk, by=WHO)


@pytest.mark.parametrize("halt", [Cancelled(), Stopping(), Lost()])
def test_ending_early_is_no_failure(doing: Doing, hand: Hand, halt: Exception) -> None:
    doing.raises = [halt]
    job = queue.ask("test", by=WHO)
    hand.work_once()
    job.refresh_from_db()
    assert job.state != State.FAILED


def test_one_step_looks_at_the_database_once_in_a_while(
    doing: Doing, hand: Hand, django_assert_max_num_queries: Any
) -> None:
    def during(work: Work) -> None:
        with django_assert_max_num_queries(2):
            for step in range(10_000):
                work.told("On", step / 10_000)

    doing.during = during
    job = queue.ask("test", by=WHO)
    hand.work_once()
    assert Job.objects.get(pk=job.pk).state == State.DONE


@pytest.mark.usefixtures("doing")
def test_the_page_shows_jobs_and_renews_itself_while_something_goes_on(cast: Cast) -> None:
    client = cast.client("revops")
    assert b"Nothing was asked for yet" in client.get(reverse("jobs")).content
    job = queue.ask("test", by=WHO)
    page = client.get(reverse("jobs")).content.decode()
    assert "hx-get" in page
    assert "No worker is running" in page
    assert "<noscript>" in page
    Worker.objects.create(name="w")
    Job.objects.filter(pk=job.pk).update(state="done", result={"said": "<b>bold</b>"})
    page = client.get(reverse("jobs_list")).content.decode()
    assert "every 2s" not in page
    assert "No worker is running" not in page
    assert "&lt;b&gt;bold" in page
    assert client.get(reverse("job", args=[job.pk])).status_code == 200
    assert client.get(reverse("job", args=[999])).status_code == 404


@pytest.mark.usefixtures("doing")
@pytest.mark.parametrize("who", CAST)
def test_who_may_cancel_and_try_again(cast: Cast, who: str) -> None:
    job = queue.ask("test", by=WHO)
    client = cast.client(who)
    allowed = who in ("revops", "administrator")
    expected = 302 if allowed else 403
    assert client.post(reverse("job_cancel", args=[job.pk])).status_code == expected
    job.refresh_from_db()
    assert (job.state == State.CANCELLED) == allowed
    assert client.post(reverse("job_retry", args=[job.pk])).status_code == expected
    assert client.get(reverse("job_cancel", args=[job.pk])).status_code == 405
    assert client.get(reverse("job", args=[job.pk])).status_code == (200 if allowed else 403)
    if allowed:
        told = set(Entry.objects.filter(who=f"{who}@example.org").values_list("what", flat=True))
        assert {"job_cancelled", "job_retried"} <= told


@pytest.mark.usefixtures("doing")
def test_the_list_asks_no_more_the_longer_it_is(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client = cast.client("administrator")
    for _ in range(40):
        queue.ask("test", by=queue.ITSELF)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("jobs")).status_code == 200
