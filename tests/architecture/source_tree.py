"""Reads the package's own source: files, imports and functions, as plain values for the rules."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).resolve().parents[2] / "src"
PACKAGE = SOURCE / "everyrep"


@dataclass(frozen=True)
class Import:
    """One imported name: `from everyrep.values import Money` imports everyrep.values.Money."""

    importer: str
    target: str
    line: int

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.target}"


@dataclass(frozen=True)
class Function:
    """A function and how many lines of code it has, its docstring left out."""

    module: str
    name: str
    lines: int


def python_files() -> list[Path]:
    """Every Python file of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def module_name(path: Path) -> str:
    """The dotted name of a file: everyrep.values.money."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def all_imports() -> list[Import]:
    """Every import of the package, in functions and under TYPE_CHECKING too."""
    return [found for path in python_files() for found in imports_of(parsed(path), path)]


def imports_of(tree: ast.Module, path: Path) -> Iterator[Import]:
    """The imports of one file; relative ones are banned by the linter and not resolved here."""
    importer = module_name(path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(importer, alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield Import(importer, f"{node.module}.{alias.name}", node.lineno)


def all_functions() -> Iterator[Function]:
    """Every function and method of the package."""
    for path in python_files():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield Function(module_name(path), node.name, code_lines(node))


def code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without the docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def owner(dotted: str) -> str:
    """The top-level package that a dotted name belongs to: everyrep.pay.rate -> pay."""
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "everyrep" else ""
