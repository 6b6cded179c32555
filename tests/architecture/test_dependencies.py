"""What is declared is used, what is used is declared, and what runs is what was tested."""

from __future__ import annotations

import re
import sys
import tomllib

from tests.architecture.source_tree import SOURCE, all_imports

ROOT = SOURCE.parent
IMPORTED_AS = {
    "django-allauth": "allauth",
    "django-csp": "csp",
    "django-ninja": "ninja",
    "ibis-framework": "ibis",
    "markdown-it-py": "markdown_it",
    "pyjwt": "jwt",
    "python3-saml": "onelogin",
    "vl-convert-python": "vl_convert",
}
NAMED_IN_SETTINGS = {"argon2-cffi", "psycopg", "whitenoise"}  # Django imports them by name
PINNED_FOR_ANOTHER = {"sqlglot"}  # Ibis imports it, and does not bound it itself
PINNED_LINE = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    lines = [*project["dependencies"], *extras]
    names = {re.split(r"[\[<>=!~ ]", line)[0] for line in lines}
    return {IMPORTED_AS.get(name, name) for name in names}


def used() -> set[str]:
    top_level = {found.target.split(".")[0] for found in all_imports()}
    return top_level - set(sys.stdlib_module_names) - {"everyrep"}


def test_every_import_is_declared() -> None:
    assert used() - declared() == set()


def test_every_dependency_is_used() -> None:
    assert declared() - PINNED_FOR_ANOTHER - NAMED_IN_SETTINGS - used() == set()


def locked(name: str) -> set[tuple[str, str]]:
    return set(PINNED_LINE.findall((ROOT / "requirements" / name).read_text(encoding="utf-8")))


def test_what_runs_is_what_was_tested() -> None:
    assert locked("run.txt") - locked("dev.txt") == set()


def test_the_locks_hash_every_file_and_name_no_index() -> None:
    for name in ("run.txt", "dev.txt", "build.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        assert text.count(" \\\n    --hash=sha256:") >= len(PINNED_LINE.findall(text))
        assert "://" not in text
        assert "--index" not in text
        assert "--find-links" not in text
