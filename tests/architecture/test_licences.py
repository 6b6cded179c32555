"""Nothing in the tree binds those who use it: no GPL and no AGPL, in what runs or in what tests."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

LOCKS = ("run.txt", "dev.txt")
TOLD = {
    # Its metadata names none; its repository holds the MIT licence, and axe-core's MPL 2.0.
    "axe-playwright-python": "MIT",
}
BINDING = re.compile(r"\bA?GPL|Affero|(?<!Lesser )General Public", re.IGNORECASE)
"""The Lesser GPL binds changes to the library alone: PostgreSQL's driver, an extra, is under it."""


def locked(repository: Path) -> set[str]:
    names: set[str] = set()
    for lock in LOCKS:
        text = (repository / "requirements" / lock).read_text(encoding="utf-8")
        names |= set(re.findall(r"^([a-zA-Z0-9][\w.-]*)==", text, re.MULTILINE))
    return names


def licence_of(name: str) -> str:
    """What a package says of its licence, wherever it says it; empty where it is not here."""
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return ""
    said = [found.get("License-Expression") or ""]
    said += [one for one in found.get_all("Classifier") or [] if one.startswith("License")]
    # Some put the whole text there; its first line is the name.
    said.append((found.get("License") or "").strip().partition("\n")[0])
    return " ".join(said).strip() or TOLD.get(name, "unknown")


def test_no_package_is_under_a_licence_that_binds_others(repository: Path) -> None:
    licences = {name: licence_of(name) for name in locked(repository)}
    assert sum(bool(one) for one in licences.values()) > 100
    bound = {name: one for name, one in licences.items() if BINDING.search(one)}
    assert not bound


def test_every_package_says_what_it_is_under(repository: Path) -> None:
    assert not [name for name in locked(repository) if licence_of(name) == "unknown"]


def test_the_rule_tells_licences_apart() -> None:
    for text in ("GPL-3.0-or-later", "AGPL-3.0", "GNU General Public License v3 (GPLv3)"):
        assert BINDING.search(text)
    for text in ("LGPL-3.0-only", "MIT", "GNU Lesser General Public License v3"):
        assert not BINDING.search(text)
