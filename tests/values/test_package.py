"""The package is quick to import, needs nothing but the standard library, and says what it has."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from everyrep import values

FOLDER = Path(values.__file__).parent


def stub() -> ast.Module:
    return ast.parse((FOLDER / "__init__.pyi").read_text(encoding="utf-8"))


def test_the_stub_says_what_the_lookup_finds() -> None:
    from everyrep.values.lookup import MODULE_OF

    declared = {
        alias.name: (node.module or "").rpartition(".")[2]
        for node in stub().body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    exported = next(node for node in stub().body if isinstance(node, ast.Assign)).value
    assert declared == MODULE_OF
    assert sorted(ast.literal_eval(exported)) == sorted(MODULE_OF) == dir(values)


def test_every_public_name_is_there() -> None:
    assert all(getattr(values, name) is getattr(values, name) for name in dir(values))


def test_a_name_that_is_not_there_is_an_ordinary_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Mony'"):
        _ = values.Mony  # type: ignore[attr-defined]


def test_only_the_standard_library_is_imported() -> None:
    code = (
        "import sys; from everyrep import values; [getattr(values, name) for name in dir(values)];"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    before = subprocess.run(
        [sys.executable, "-c", "import sys; print(*{n.partition('.')[0] for n in sys.modules})"],
        capture_output=True,
        text=True,
        check=True,
    )
    new = set(ran.stdout.split()) - set(before.stdout.split()) - sys.stdlib_module_names
    assert new == {"everyrep"}


def test_a_name_costs_only_its_own_module() -> None:
    code = "import sys; from everyrep.values import UserError; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name for name in ran.stdout.split() if name.startswith("everyrep.values.")}
    assert loaded == {"everyrep.values.lookup", "everyrep.values.errors"}
    assert not {"dataclasses", "difflib", "json", "decimal"} & set(ran.stdout.split())
