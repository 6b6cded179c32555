"""The audit: nothing in it can be changed or taken out unnoticed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from everyrep.faces.web.audit.chain import record, verify
from everyrep.faces.web.audit.models import Entry
from tests.faces.web.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def five() -> None:
    for number in range(5):
        record("ann@example.org", "looked", f"page {number}", number=number)


@pytest.mark.usefixtures("five")
def test_a_whole_chain_is_whole() -> None:
    verdict = verify()
    assert (verdict.entries, verdict.broken_at) == (5, None)
    assert verdict.head == Entry.objects.latest("number").digest


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(
    "change",
    [{"who": "bob@example.org"}, {"what": "x"}, {"about": "x"}, {"detail": {"number": 9}},
     {"at": "2020-01-01T00:00:00Z"}, {"behind": "x"}],
)  # fmt: skip
def test_a_changed_entry_shows(change: dict[str, object]) -> None:
    Entry.objects.filter(number=3).update(**change)
    assert verify().broken_at == 3


@pytest.mark.usefixtures("five")
def test_an_entry_taken_out_shows() -> None:
    Entry.objects.filter(number=2)._raw_delete("default")
    assert verify().broken_at == 2


@pytest.mark.usefixtures("five")
def test_an_end_cut_off_shows_against_a_head_written_down() -> None:
    head = verify().head
    Entry.objects.filter(number=5)._raw_delete("default")
    assert verify().broken_at is None
    assert verify().head != head
    assert verify(head).met_at is None


@pytest.mark.usefixtures("five")
def test_a_head_written_down_is_met_again_after_later_entries() -> None:
    head = verify().head
    for later in range(3):
        assert verify(head).met_at == 5
        record("ann@example.org", "looked", f"later {later}")
    Entry.objects.filter(number=4).update(who="bob@example.org")
    assert (verify(head).met_at, verify(head).broken_at) == (None, 4)


def test_the_page_shows_a_head_that_can_be_pasted_and_knows_it_again(cast: Cast) -> None:
    client = cast.client("auditor")
    page = client.get(reverse("audit"), {"verify": "1"}).content.decode()
    head = verify().head
    assert head in page
    record("ann@example.org", "looked", "later")
    page = client.get(reverse("audit"), {"verify": "1", "head": f" {head.upper()} "})
    assert "everything since follows it" in page.content.decode()
    page = client.get(reverse("audit"), {"verify": "1", "head": head[:16]}).content.decode()
    assert "None of the entries ends in what you gave" in page


@pytest.mark.usefixtures("five")
def test_entries_refuse_to_be_changed_or_deleted() -> None:
    entry = Entry.objects.get(number=1)
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
