"""Fetches what the web app's pages load and others made, by version and hash, and lays it in place.

What, from where in each package, and the hashes are in `vendored.toml` beside the files. A new
release: change its version there, empty its `sha512`, run this, read what changed, commit both.

Usage: python .ci/vendor.py        (needs npm; runs no script of any package)
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

PLACE = Path(__file__).resolve().parent.parent / "src/everyrep/faces/web/pages/static/vendor"
_MAP = re.compile(rb"\n?(?://|/\*)# sourceMappingURL=[^\n]*\n?$")
_IMPORT = re.compile(rb"^import \{([^}]*)\} from 'vega-util';$", re.MULTILINE)
_EXPORT = re.compile(rb"^export \{ (\w+) as (\w+) \};$", re.MULTILINE)


def main() -> int:
    """Fetches every package; ends with 1 where one is not what was reviewed."""
    told = PLACE / "vendored.toml"
    wrong = []
    for package in tomllib.loads(told.read_text(encoding="utf-8"))["package"]:
        with tempfile.TemporaryDirectory() as folder:
            archive = packed(f"{package['name']}@{package['version']}", Path(folder))
            found = hashlib.sha512(archive.read_bytes()).hexdigest()
            if found != package["sha512"]:
                wrong.append(f"{package['name']} {package['version']} has the sha512 {found}")
                continue
            wrong += laid(package, archive)
    sys.stderr.writelines(f"{line}\n" for line in wrong)
    return 1 if wrong else 0


def packed(wanted: str, folder: Path) -> Path:
    """The archive of a package as its registry gives it."""
    subprocess.run(  # noqa: S603 - what is wanted is written down beside the files
        ["npm", "pack", "--ignore-scripts", "--silent", wanted],  # noqa: S607 - whichever is there
        cwd=folder, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    (archive,) = folder.glob("*.tgz")
    return archive


def laid(package: dict[str, Any], archive: Path) -> list[str]:
    """Lays the files of a package in place; gives those whose hash is not the one written down."""
    wrong = []
    with tarfile.open(archive) as opened:
        for file in package["file"]:
            member = opened.extractfile(f"package/{file['from']}")
            content = _MAP.sub(b"\n", member.read() if member else b"")
            if file.get("module"):
                content = as_plain_script(content)
            found = hashlib.sha256(content).hexdigest()
            if found != file["sha256"]:
                wrong.append(f"{file['to']} has the sha256 {found}")
            target = PLACE / file["to"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return wrong


def as_plain_script(module: bytes) -> bytes:
    """A module that leans on vega's helpers as a script that finds them, and is found, by name."""
    inner = _IMPORT.sub(rb"const {\1} = globalThis.vega;", module)
    inner, count = _EXPORT.subn(rb"globalThis.vegaInterpreter = { \2: \1 };", inner)
    if count != 1:
        raise ValueError("the module is written otherwise than it was: read it, and mend this")
    return b"(() => {\n" + inner.strip() + b"\n})();\n"


if __name__ == "__main__":
    raise SystemExit(main())
