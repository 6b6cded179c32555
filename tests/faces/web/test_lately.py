"""What a process holds of what it worked out: right for who asks, and no more than fits."""

from __future__ import annotations

from threading import Thread

import pytest

from everyrep.faces.web.pages.lately import Lately


def test_what_is_held_is_not_made_again() -> None:
    held, made = Lately(10), list[str]()

    def make() -> str:
        made.append("once")
        return "it"

    assert [held.get("key", make) for _ in range(3)] == ["it"] * 3
    assert made == ["once"]


def test_what_was_least_lately_asked_for_goes_first() -> None:
    held = Lately(2)
    for key in ("a", "b", "a", "c"):
        held.get(key, lambda key=key: key)
    assert held.get("a", lambda: "new") == "a"
    assert held.get("b", lambda: "new") == "new"


def test_what_weighs_much_makes_others_go_and_stays_itself() -> None:
    held = Lately(10, len)
    held.get("small", lambda: "....")
    held.get("large", lambda: "." * 50)
    assert held.get("large", lambda: "new") == "." * 50
    assert held.get("small", lambda: "new") == "new"


def test_what_breaks_is_not_held() -> None:
    held = Lately(10)

    def breaks() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        held.get("key", breaks)
    assert held.get("key", lambda: "it") == "it"


def test_many_at_once_leave_it_whole() -> None:
    held = Lately(5)

    def ask(number: int) -> None:
        for turn in range(200):
            key = str((number + turn) % 9)
            assert held.get(key, lambda key=key: key) == key

    threads = [Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert held._weight == len(held._held) <= 5
