"""The house keeps its shape: small files and functions, plain names, a page for every package."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.architecture.source_tree import (
    PACKAGE,
    all_functions,
    all_imports,
    module_name,
    owner,
    parsed,
    python_files,
)

if TYPE_CHECKING:
    from pathlib import Path

MOST_LINES_A_FILE = 400
MOST_LINES_A_FUNCTION = 60
NAMES_THAT_SAY_NOTHING = {"utils", "util", "common", "helpers", "helper", "misc", "core"}


def test_no_file_is_long() -> None:
    lengths = {
        module_name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files()
    }
    assert {name: n for name, n in lengths.items() if n > MOST_LINES_A_FILE} == {}


def test_no_function_is_long() -> None:
    long = [
        f"{function.module}.{function.name}: {function.lines} lines"
        for function in all_functions()
        if function.lines > MOST_LINES_A_FUNCTION
    ]
    assert long == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = [
        module_name(path)
        for path in python_files()
        if NAMES_THAT_SAY_NOTHING.intersection(module_name(path).split("."))
    ]
    assert named == []


def packages() -> list[Path]:
    """Packages that owe a page: each top-level one, each face, and each connector."""
    folders = [*PACKAGE.iterdir(), *(PACKAGE / "faces").glob("*"), *(PACKAGE / "sources").glob("*")]
    return sorted(folder for folder in folders if (folder / "__init__.py").is_file())


@pytest.mark.parametrize("package", packages(), ids=lambda path: module_name(path / "__init__.py"))
def test_each_package_says_what_it_is_for(package: Path) -> None:
    page = package / "docs.md"
    assert page.is_file(), f"Write {page.name}: what it is for, its key types, what it must not do."
    assert len(page.read_text(encoding="utf-8").split()) >= 40


def is_reexport(node: ast.stmt) -> bool:
    """A docstring, an import, a dunder such as __all__, or a constant gathered from these."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return bool(names) and all(name.startswith("__") or name.isupper() for name in names)


def test_init_files_only_reexport() -> None:
    doing = [
        f"{module_name(path)}:{node.lineno}"
        for path in python_files()
        if path.name == "__init__.py"
        for node in parsed(path).body
        if not is_reexport(node)
    ]
    assert doing == []


def is_private(dotted: str) -> bool:
    return any(part.startswith("_") and not part.startswith("__") for part in dotted.split("."))


def test_nobody_imports_a_private_name_of_another_package() -> None:
    trespassing = [
        str(found)
        for found in all_imports()
        if owner(found.target) and owner(found.target) != owner(found.importer)
        if is_private(found.target)
    ]
    assert trespassing == []


def test_every_file_speaks_of_the_future() -> None:
    without = [
        module_name(path)
        for path in python_files()
        if parsed(path).body
        if not any(
            isinstance(node, ast.ImportFrom) and node.module == "__future__"
            for node in parsed(path).body
        )
        if path.name != "__init__.py" and path.parent.name != "migrations"
    ]
    assert without == []
