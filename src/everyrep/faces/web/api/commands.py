"""Remedies name commands; a program that asks the API has none, so it is told what it can ask."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator

_API = "/api/v1"
_KEEPER = "whoever keeps this app"
_ANOTHER = f"ask {_KEEPER} to choose another folder"
_TOLD: tuple[tuple[str, str], ...] = (
    (r"`everyrep explain` lists every measure", f"GET {_API}/measures lists every measure"),
    (
        r"load files first \(everyrep load FILE\.\.\.\), then run: everyrep build",
        f"hand files over with POST {_API}/uploads, load them, and build",
    ),
    (
        r"delete the warehouse folder and run: everyrep build",
        f"ask {_KEEPER} to delete the warehouse folder, then POST {_API}/builds",
    ),
    (r"everyrep undo (\S+)", rf"POST {_API}/loads/\1/undo"),
    (r"`everyrep pipeline moves --since DAY`", f"GET {_API}/pipeline/moves?since=DAY"),
    (
        r"everyrep matches list(?: shows them, merge, split or ignore decides)?",
        "the page Sources of the app",
    ),
    (r"choose another folder with --workspace", _ANOTHER),
    (r"Choose a workspace that may be written to: --workspace DIR", _ANOTHER),
    (
        r"Name the table with --as TABLE, or write a mapping and name it with --mapping",
        "Say on the page Sources of the app which table it feeds",
    ),
    (r", load them with everyrep load, or raise (\w+)", rf", or ask {_KEEPER} to raise \1"),
    (r"then run the command again", "then ask again"),
)
_COMMANDS = tuple((re.compile(pattern), told) for pattern, told in _TOLD)


def for_programs(text: str) -> str:
    """A sentence without the commands that it names: what to ask of the API in their place."""
    if "--" in text or "everyrep" in text or "command" in text:
        for pattern, told in _COMMANDS:
            text = pattern.sub(told, text)
    return text


def all_for_programs(told: Any) -> Any:
    """The same for every sentence in lists and dictionaries."""
    if isinstance(told, str):
        return for_programs(told)
    if isinstance(told, dict):
        return {name: all_for_programs(one) for name, one in told.items()}
    if isinstance(told, (list, tuple)):
        return [all_for_programs(one) for one in told]
    return told


Said = Annotated[str, AfterValidator(for_programs)]
"""A sentence in an answer."""
SaidWithin = Annotated[dict[str, Any], AfterValidator(all_for_programs)]
"""Sentences in an answer of no fixed form."""
