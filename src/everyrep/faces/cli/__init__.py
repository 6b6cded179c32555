"""The command line: one file a noun, thin over the core."""

from __future__ import annotations

from everyrep.faces.cli.app import main

__all__ = ["main"]
