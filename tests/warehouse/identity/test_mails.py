from __future__ import annotations

import pytest

from everyrep.warehouse.identity.mails import (
    Mail,
    name_in_letters,
    name_in_words,
    parse_mail,
    spells,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("J.Smith@Acme.com", Mail("j.smith@acme.com", "jsmith", "", ("j", "smith"), False)),
        ("jsmith+x@acme.com", Mail("jsmith@acme.com", "jsmith", "", ("jsmith",), False)),
        ("john_smith2@a.io", Mail("john_smith2@a.io", "johnsmith", "2", ("john", "smith"), False)),
        (" <j.s@acme.com> ", Mail("j.s@acme.com", "js", "", ("j", "s"), False)),
        ("jo.hn@gmail.com", Mail("john@gmail.com", "john", "", ("jo", "hn"), False)),
        ("jo.hn@googlemail.com", Mail("john@gmail.com", "john", "", ("jo", "hn"), False)),
        ("sales@acme.com", Mail("sales@acme.com", "sales", "", ("sales",), True)),
        ("no-reply@acme.com", Mail("no-reply@acme.com", "noreply", "", ("no", "reply"), True)),
        ("not an address", None),
        ("@acme.com", None),
        ("john@", None),
        ("", None),
        (None, None),
    ],
)
def test_addresses_taken_apart(text: str | None, expected: Mail | None) -> None:
    found = parse_mail(text)
    if expected is None:
        assert found is None
    else:
        assert found == expected


def test_a_name_is_read_from_parted_words() -> None:
    assert name_in_words(("jane", "doe")) == ("jane", "doe")
    assert name_in_words(("jane", "d")) == ("", "")


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("jsmith", ("j", "smith")),
        ("johnsmith", ("john", "smith")),
        ("smithj", ("j", "smith")),
        ("zebra", ("", "")),
        ("j", ("", "")),
    ],
)
def test_a_name_is_read_from_letters_with_known_names(
    letters: str, expected: tuple[str, str]
) -> None:
    assert name_in_letters(letters, frozenset({"john"}), frozenset({"smith"})) == expected


@pytest.mark.parametrize(
    "letters", ["johnsmith", "jsmith", "johns", "smithjohn", "smithj", "john", "smith"]
)
def test_usual_ways_to_spell_a_name(letters: str) -> None:
    assert spells(letters, "john", "smith")


def test_another_name_is_not_spelled() -> None:
    assert not spells("jdoe", "john", "smith")
    assert not spells("jsmith", "", "smith")
