"""What others made and our pages load: what lies there is what was reviewed, and is named."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from everyrep.faces.web.pages import apps

WEB = Path(apps.__file__).parent
PLACE = WEB / "static" / "vendor"
PACKAGES: list[dict[str, Any]] = tomllib.loads(
    (PLACE / "vendored.toml").read_text(encoding="utf-8")
)["package"]
FILES = {file["to"]: file["sha256"] for package in PACKAGES for file in package["file"]}
WRITTEN_HERE = {"vendored.toml", "tabler/LICENSE"}  # Tabler's package comes without its licence


def lying() -> set[str]:
    return {p.relative_to(PLACE).as_posix() for p in PLACE.rglob("*") if p.is_file()}


def test_every_file_is_written_down_and_every_one_written_down_is_there() -> None:
    assert lying() == FILES.keys() | WRITTEN_HERE


@pytest.mark.parametrize("name", sorted(FILES))
def test_it_is_what_was_reviewed(name: str) -> None:
    assert hashlib.sha256((PLACE / name).read_bytes()).hexdigest() == FILES[name]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_each_says_its_licence_and_where_it_came_from(
    package: dict[str, Any], repository: Path
) -> None:
    assert package["licence"] in {"0BSD", "MIT", "BSD-3-Clause"}
    assert re.fullmatch(r"[0-9a-f]{128}", package["sha512"])
    folder = PLACE / package["file"][0]["to"].split("/")[0]
    assert (folder / "LICENSE").is_file()
    plain = package["name"].removesuffix(".org").removeprefix("@").removesuffix("/core")
    known = (repository / "NOTICE").read_text(encoding="utf-8").lower().replace("-", " ")
    assert plain.replace("-", " ") in known


def test_nothing_in_it_is_fetched_from_elsewhere() -> None:
    for name in lying():
        if name.endswith((".js", ".css")):
            text = (PLACE / name).read_text(encoding="utf-8")
            assert "sourceMappingURL" not in text, name
            assert not re.search(r"@import|url\(['\"]?https?:", text), name
