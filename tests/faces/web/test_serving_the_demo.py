"""`make demo` ends in the browser, for people; scripts get the company and the end."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from everyrep.faces.cli import serve
from everyrep.faces.web.access.models import Grant, User
from everyrep.faces.web.access.roles import ROLES
from everyrep.faces.web.demo_cast import add_cast

ROOT = Path(__file__).parents[3]


@pytest.mark.usefixtures("workspace")
@pytest.mark.django_db
def test_the_demo_has_somebody_of_each_role_who_cannot_sign_in() -> None:
    added = add_cast()
    assert added == User.objects.count() > 6
    assert set(Grant.objects.values_list("role", flat=True)) <= ROLES.keys()
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert Grant.objects.get(role="rep").user.person
    assert add_cast() == 0


def test_a_browser_is_opened_only_where_it_can_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not serve.has_display()
    monkeypatch.setenv("DISPLAY", ":0")
    assert serve.has_display()
    monkeypatch.delenv("DISPLAY")
    monkeypatch.setattr("sys.platform", "darwin")
    assert serve.has_display()


@pytest.mark.parametrize(
    ("given", "serves"),
    [((), False), (("SERVE=no",), False), (("CI=1",), False), (("SERVE=yes",), True),
     (("SERVE=yes", "CI=1"), True)],
)  # fmt: skip
def test_make_demo_serves_only_people_or_on_demand(
    tmp_path: Path, given: tuple[str, ...], serves: bool
) -> None:
    said = tmp_path / "said"
    command = tmp_path / "everyrep"
    command.write_text(f'#!/bin/sh\necho "$1" >> "{said}"\n')
    command.chmod(0o755)
    for stamp in (".installed-run", "python"):
        (tmp_path / stamp).touch()
    settings = [one for one in given if one.startswith("SERVE")]
    environment = {"PATH": "/usr/bin:/bin"} | dict(
        one.split("=") for one in given if one.startswith("CI")
    )
    done = subprocess.run(
        ["make", "demo", f"BIN={tmp_path}", f"VENV={tmp_path}", "PYTHON=python3",
         f"DEMO={tmp_path}/demo", *settings, "-o", f"{tmp_path}/.installed-run"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert said.read_text().split() == (["demo", "serve"] if serves else ["demo"])
