"""The command line: one file a noun, thin over the core."""

from __future__ import annotations

from everyrep.faces.one_thread import keep_to_one_thread

keep_to_one_thread()

from everyrep.faces.cli.app import main  # noqa: E402 - numpy must not come first

__all__ = ["main"]
