"""The text of a PDF, as a program of others reads it."""

from __future__ import annotations

import shutil
import subprocess

import pytest

NO_POPPLER = "pdftotext is not installed (poppler-utils), so the text of a PDF cannot be read"


def text_of(document: bytes) -> str:
    """All of it, page after page; where no program reads it, that is said aloud."""
    if shutil.which("pdftotext") is None:
        pytest.skip(NO_POPPLER)
    return subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=document, capture_output=True, check=True
    ).stdout.decode()
