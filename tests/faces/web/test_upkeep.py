"""What `doctor`, `audit verify` and `sign-in seal` say, each from a fresh process."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.long

PREPARE = """
import sys
from pathlib import Path
from everyrep.faces.web import serve
print(serve.prepare(Path(sys.argv[1])).first_link)
"""
ADD = """
import sys
from pathlib import Path
from everyrep.faces.web import serve
serve.setup(Path(sys.argv[1]))
from everyrep.faces.web.audit.chain import record
record("somebody", "sign_in")
"""


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {n: v for n, v in os.environ.items() if not n.startswith(("EVERYREP", "DJANGO"))}
    return subprocess.run(
        [sys.executable, *words], env={**plain, **environment}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def everyrep(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from everyrep.faces.cli import main; sys.exit(main())"
    return run("-c", code, *words, **environment)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workspace")
    root.chmod(0o700)
    told = run("-c", PREPARE, str(root))
    assert told.stdout.startswith("/join/"), told.stderr
    return root


def doctor(root: Path, **environment: str) -> dict[str, Any]:
    told = everyrep("doctor", "-w", str(root), "--json", **environment)
    return {one["what"]: one for one in json.loads(told.stdout)}


def test_a_fresh_app_is_safe_but_for_the_link_that_nobody_used(begun: Path) -> None:
    found = doctor(begun)
    unwell = {what for what, one in found.items() if not one["well"]}
    assert "first administrator" in unwell
    assert not unwell & {"host names", "TLS", "proxies", "web app's key", "web app's folder"}


@pytest.mark.parametrize(
    ("environment", "what"),
    [
        ({"EVERYREP_HOSTS": "*"}, "host names"),
        ({"EVERYREP_HOSTS": "everyrep.example.org"}, "TLS"),
        ({"EVERYREP_TRUSTED_PROXIES": "1"}, "proxies"),
        ({"EVERYREP_MAIL_URL": "http://mail.example.org"}, "mail"),
    ],
)
def test_what_is_unsafe_is_said_with_a_remedy(
    begun: Path, environment: dict[str, str], what: str
) -> None:
    found = doctor(begun, **environment)[what]
    assert not found["well"]
    assert found["remedy"]


def test_backups_that_are_old_or_beside_the_data_are_said(begun: Path) -> None:
    settings = begun / "everyrep.toml"
    settings.write_text("", encoding="utf-8")
    try:
        found = doctor(begun)["backups"]
        assert not found["well"]
        assert "there is none" in found["found"]
        assert everyrep("backup", "make", "-w", str(begun)).returncode == 0
        found = doctor(begun)
        assert found["backups"]["well"]
        assert "none was proved" in found["backups"]["found"]
        assert not found["backups' disk"]["well"]
        assert "EVERYREP_BACKUPS" in found["backups' disk"]["remedy"]
        (made,) = (begun / "backups").glob("backup-*")
        made.rename(made.with_name("backup-20200101-000000"))
        found = doctor(begun)["backups"]
        assert not found["well"]
        assert "days old" in found["found"]
        listed = everyrep("backup", "list", "-w", str(begun), "--json")
        assert json.loads(listed.stdout)[0]["proved"] is False
        assert "Nothing goes" in everyrep("backup", "prune", "-w", str(begun)).stdout
        settings.write_text("[company]\nsimulated = true\n", encoding="utf-8")
        assert doctor(begun)["backups"]["well"]
    finally:
        settings.unlink()
        shutil.rmtree(begun / "backups")


def test_a_key_that_could_be_guessed_is_said(begun: Path) -> None:
    key = begun / "app" / "secret-key"
    before = key.read_text(encoding="ascii")
    assert doctor(begun)["signing key"]["well"]
    assert doctor(begun)["DEBUG"] == {"what": "DEBUG", "well": True, "found": "off", "remedy": ""}
    try:
        for weak in ("secret", "a" * 64):
            key.write_text(weak, encoding="ascii")
            found = doctor(begun)["signing key"]
            assert not found["well"]
            assert weak not in found["found"]
    finally:
        key.write_text(before, encoding="ascii")


def test_with_tls_another_host_is_well(begun: Path) -> None:
    found = doctor(begun, EVERYREP_HOSTS="everyrep.example.org", EVERYREP_TLS="1")
    assert found["TLS"]["well"]


def test_a_key_that_others_read_is_said(begun: Path) -> None:
    key = begun / "app" / "secret-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    key.chmod(0o644)
    try:
        assert not doctor(begun)["web app's key"]["well"]
    finally:
        key.chmod(0o600)


def test_a_secret_in_the_open_is_said_and_sealed(begun: Path) -> None:
    file = begun / "app" / "sign-in.toml"
    file.write_text(
        'format = 1\n[[oidc]]\nid = "x"\nname = "X"\nserver = "https://x.example"\n'
        'client_id = "c"\nclient_secret = "open for all"\n'
    )
    try:
        assert doctor(begun)["single sign-on"]["remedy"] == "everyrep sign-in seal"
        assert everyrep("sign-in", "seal", "-w", str(begun)).stdout.strip() == "1 sealed."
        assert "open for all" not in file.read_text()
        assert doctor(begun)["single sign-on"]["found"] == "X"
    finally:
        file.unlink()


def test_the_key_for_saml_is_made_once_sealed_and_in_place(begun: Path) -> None:
    file = begun / "app" / "sign-in.toml"
    try:
        made = everyrep("sign-in", "key", "-w", str(begun))
        assert (made.returncode, made.stderr) == (0, "")
        assert made.stdout.startswith("Made.")
        text = file.read_text()
        assert 'private = "sealed:' in text
        assert "BEGIN" not in text
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert doctor(begun)["single sign-on"]["well"]
        again = everyrep("sign-in", "key", "-w", str(begun))
        assert again.returncode == 2  # whoever encrypts for the first would be shut out
        assert file.read_text() == text
    finally:
        file.unlink(missing_ok=True)


def test_the_audit_is_verified_from_the_command_line(begun: Path, tmp_path: Path) -> None:
    told = everyrep("audit", "verify", "-w", str(begun), "--json")
    chain = json.loads(told.stdout)
    assert chain["entries"] >= 1
    assert chain["broken_at"] is None
    same = everyrep("audit", "verify", "-w", str(begun), "--head", chain["head"])
    assert (same.returncode, "nothing came since" in same.stdout) == (0, True)
    assert run("-c", ADD, str(begun)).returncode == 0
    later = everyrep("audit", "verify", "-w", str(begun), "--head", chain["head"])
    assert (later.returncode, "1 entry since" in later.stdout) == (0, True)
    cut = everyrep("audit", "verify", "-w", str(begun), "--head", "0" * 64)
    assert cut.returncode == 2
    assert "none of its entries ends in" in cut.stderr
    none = everyrep("audit", "verify", "-w", str(tmp_path))
    assert none.returncode == 2
    assert "There is no audit here" in none.stderr


def test_a_forged_entry_shows_on_the_command_line(begun: Path) -> None:
    with sqlite3.connect(begun / "app" / "app.sqlite3") as database:
        (who,) = database.execute("SELECT who FROM audit_entry WHERE number = 1").fetchone()
        database.execute("UPDATE audit_entry SET who = 'forged' WHERE number = 1")
    try:
        told = everyrep("audit", "verify", "-w", str(begun))
        assert told.returncode == 2
        assert "broken at entry 1" in told.stderr
    finally:
        with sqlite3.connect(begun / "app" / "app.sqlite3") as database:
            database.execute("UPDATE audit_entry SET who = ? WHERE number = 1", (who,))
