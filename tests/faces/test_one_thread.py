"""Linear algebra is kept to one thread, unless somebody asks otherwise."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

NAME = "OPENBLAS_NUM_THREADS"


@pytest.mark.parametrize(
    "starts",
    [
        "import everyrep.faces.cli.app as face\nface.keep_to_one_thread()",
        (
            "from django.core import wsgi\nwsgi.get_wsgi_application = str\n"
            "import everyrep.faces.web.wsgi"
        ),
    ],
)
@pytest.mark.parametrize(("asked", "got"), [(None, "1"), ("3", "3")])
def test_a_face_asks_for_one_thread_before_numpy_is_there(
    starts: str, asked: str | None, got: str
) -> None:
    script = f"{starts}\nimport os, sys\nprint('numpy' in sys.modules, os.environ['{NAME}'])"
    surroundings = {name: value for name, value in os.environ.items() if name != NAME}
    surroundings |= {} if asked is None else {NAME: asked}
    told = subprocess.run(
        [sys.executable, "-c", script], env=surroundings, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == f"False {got}"
