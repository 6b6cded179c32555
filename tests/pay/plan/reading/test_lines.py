"""The line of each key, whatever stands around it; hostile files are refused, not followed."""

from __future__ import annotations

import tomllib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.pay.plan.reading.lines import Path, lines_of
from everyrep.values import UserError

FILE = '''# a comment = 1
top = "a # no comment" # key = 2

[one.two]
text = """
key = 3
[not.a.table]
"""
raw = \'\'\'
it's = "still" text\'\'\'
a.b = 1.5
"quoted key" = 'it = this'
"b\\u0065" = 2026-01-01 10:00:00

[[list]]
id = 1
inner = [ # comment ]
    1, "]",
    { from = "0%", to = [2, 3] }, # {
]

[[list]]
[list.sub]
deep = { x = { y = 1 } }
[[list.more]]
z = 1
'''


def test_each_key_stands_on_its_line() -> None:
    lines = lines_of(FILE, "plan")
    assert {
        ("top",): 2,
        ("one", "two"): 4,
        ("one", "two", "text"): 5,
        ("one", "two", "raw"): 9,
        ("one", "two", "a"): 11,
        ("one", "two", "a", "b"): 11,
        ("one", "two", "quoted key"): 12,
        ("one", "two", "be"): 13,
        ("list", 0): 15,
        ("list", 0, "inner"): 17,
        ("list", 0, "inner", 1): 18,
        ("list", 0, "inner", 2): 19,
        ("list", 0, "inner", 2, "to", 1): 19,
        ("list", 1): 22,
        ("list", 1, "sub", "deep", "x", "y"): 24,
        ("list", 1, "more", 0, "z"): 26,
    }.items() <= lines.items()


def paths(found: object, at: Path = ()) -> set[Path]:
    inner: list[tuple[str | int, object]] = []
    if isinstance(found, dict):
        inner = list(found.items())
    elif isinstance(found, list):
        inner = list(enumerate(found))
    below = {path for key, one in inner for path in paths(one, (*at, key))}
    return below | ({at} if at else set())


KEY = st.text("abc-_1", min_size=1, max_size=3)
LEAF = st.one_of(
    st.integers(-9, 9),
    st.booleans(),
    st.text("ab#=[]{},.'\" \n\\", max_size=6),
)
VALUE = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3)
)


def written(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {written(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[\n" + "".join(f"{written(one)}, # ] }} =\n" for one in value) + "]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    return str(value).lower()


@given(st.dictionaries(KEY, VALUE, max_size=4))
def test_every_path_of_the_file_has_a_line(content: dict[str, object]) -> None:
    text = "".join(f"{key} = {written(value)}\n" for key, value in content.items())
    assert tomllib.loads(text) == content
    lines = lines_of(text, "plan")
    assert set(lines) == paths(content)
    for path, line in lines.items():
        if isinstance(path[-1], str):
            assert path[-1] in text.splitlines()[line - 1]


@given(st.text("[]{}=\"'.,#a1 \n\\", max_size=80))
def test_what_is_no_toml_is_left_to_the_reader(text: str) -> None:
    with suppress(UserError):
        lines_of(text, "plan")


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000,
        "a = " + "{ b = " * 100_000,
        ".".join("a" * 50_000) + " = 1",
        "[" + ".".join("a" * 50_000) + "]\n",
    ],
)
def test_endless_nesting_is_refused_before_it_is_followed(text: str) -> None:
    with pytest.raises(UserError, match="plan, line 1: It nests more than 20 deep"):
        lines_of(text, "plan")
