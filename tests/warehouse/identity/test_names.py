from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.warehouse.identity.letters import plain, sound
from everyrep.warehouse.identity.names import NO_NAME, NameParts, parse_name
from everyrep.warehouse.identity.nicknames import are_variants, families


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Rosa   FINKEL ", "rosa finkel"),
        ("O'Brien-Smith", "obrien smith"),
        ("D’Angelo", "dangelo"),
        ("Müller Mueller Muller", "muller muller muller"),
        ("Søren Soeren Soren", "soren soren soren"),
        ("Weiß Weiss", "weiss weiss"),
        ("Åkerblom Aakerblom", "akerblom akerblom"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Ғ", "ғ"),
        ("Щербаков Юрий Ёлкин", "shcherbakov yuriy elkin"),
        ("Παπαδοπούλου", "papadopoulou"),
        ("Jose\u0301", "jose"),
        ("王小明", "王小明"),
        ("… — !", ""),
        ("", ""),
    ],
)
def test_plain_spelling(text: str, expected: str) -> None:
    assert plain(text) == expected


@given(st.text(max_size=40))
def test_plain_words_have_no_capitals_and_no_stray_blanks(text: str) -> None:
    once = plain(text)
    assert once == " ".join(once.split())
    assert once == once.lower()


@pytest.mark.parametrize(
    ("left", "right"),
    [("sergey", "sergei"), ("philipp", "filip"), ("schmitt", "shmit"), ("kowalski", "kovalskiy")],
)
def test_spellings_that_are_heard_alike(left: str, right: str) -> None:
    assert sound(left) == sound(right)


def test_a_first_letter_is_always_heard() -> None:
    assert sound("anna") != sound("nina")


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ((None, "Rosa", "Finkel"), NameParts("rosa", (), ("finkel",), "finkel")),
        (("ignored", "Rosa", "Finkel"), NameParts("rosa", (), ("finkel",), "finkel")),
        (("Finkel, Rosa", None, None), NameParts("rosa", (), ("finkel",), "finkel")),
        (("Finkel, Rosa A.", None, None), NameParts("rosa", ("a",), ("finkel",), "finkel")),
        (("FINKEL Rosa", None, None), NameParts("rosa", (), ("finkel",), "finkel")),
        (("Rosa FINKEL", None, None), NameParts("rosa", (), ("finkel",), "finkel")),
        (("Rosa Finkel", None, None), NameParts("rosa", (), ("finkel",), "finkel", "", False)),
        (("ROSA FINKEL", None, None), NameParts("rosa", (), ("finkel",), "finkel", "", False)),
        (
            ("Dr. Rosa Finkel, PhD", None, None),
            NameParts("rosa", (), ("finkel",), "finkel", "", False),
        ),
        (
            ("Otto Finkel Jr.", None, None),
            NameParts("otto", (), ("finkel",), "finkel", "jr", False),
        ),
        (
            ("Otto Finkel, Sr.", None, None),
            NameParts("otto", (), ("finkel",), "finkel", "sr", False),
        ),
        (("Sr. Otto Finkel", None, None), NameParts("otto", (), ("finkel",), "finkel", "", False)),
        (
            ("Ludwig van den Berg", None, None),
            NameParts("ludwig", (), ("berg",), "vandenberg"),
        ),
        ((None, "Jan", "de Vries"), NameParts("jan", (), ("vries",), "devries")),
        (
            (None, "Ana", "García López"),
            NameParts("ana", (), ("garcia", "lopez"), "garcialopez"),
        ),
        (
            ("Ana Smith-Jones", None, None),
            NameParts("ana", (), ("smith", "jones"), "smithjones", "", False),
        ),
        (
            ("Jean-Luc Petit", None, None),
            NameParts("jean", ("luc",), ("petit",), "petit", "", False),
        ),
        ((None, "Ana", "Smith-Jones"), NameParts("ana", (), ("smith", "jones"), "smithjones")),
        (
            ("Elizabeth (Liz) Finkel", None, None),
            NameParts("elizabeth", ("liz",), ("finkel",), "finkel", "", False),
        ),
        (("Cher", None, None), NameParts("", (), ("cher",), "cher", "", False)),
        (("王小明", None, None), NameParts("小明", (), ("王",), "王")),
        ((None, "Rosa", None), NameParts("rosa", (), (), "")),
        (("J. Finkel", None, None), NameParts("j", (), ("finkel",), "finkel", "", False)),
        (("Unknown", None, None), NO_NAME),
        ((None, "n/a", "Unknown"), NO_NAME),
        ((None, "Na", "Li"), NameParts("na", (), ("li",), "li")),
        (("...", None, None), NO_NAME),
        ((None, None, None), NO_NAME),
        (("", "", ""), NO_NAME),
    ],
)
def test_names_taken_apart(
    columns: tuple[str | None, str | None, str | None], expected: NameParts
) -> None:
    assert parse_name(*columns) == expected


@given(st.text(max_size=30) | st.none(), st.text(max_size=20) | st.none())
def test_any_text_is_a_name_or_none(full: str | None, first: str | None) -> None:
    for name in (parse_name(full, None, None), parse_name(None, first, full)):
        assert all(" " not in word for word in (name.given, *name.middle, *name.surname))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("bob", "robert"),
        ("peggy", "margaret"),
        ("paco", "francisco"),
        ("pepe", "giuseppe"),
        ("hans", "johannes"),
        ("gosia", "malgorzata"),
        ("sasha", "aleksandr"),
        ("giannis", "ioannis"),
    ],
)
def test_forms_of_one_given_name(left: str, right: str) -> None:
    assert are_variants(left, right)
    assert are_variants(right, left)


@pytest.mark.parametrize(
    ("left", "right"), [("alexander", "alexandra"), ("robert", "albert"), ("x", "robert"), ("", "")]
)
def test_other_given_names_are_no_forms(left: str, right: str) -> None:
    assert not are_variants(left, right)


def test_the_table_of_given_names_has_each_form_once_a_family() -> None:
    assert len(families()) > 1000
    assert all(form and " " not in form for form in families())
