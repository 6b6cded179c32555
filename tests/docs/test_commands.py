"""Every command that a page shows exists, with the options that it shows."""

from __future__ import annotations

import shlex
from typing import Any

import pytest
import typer

from everyrep.faces.cli.app import app
from tests.docs.pages import Block, blocks

SHELL = ("sh", "text", "bash", "console")


def shown() -> list[tuple[str, str]]:
    """(place, command) of each line that starts with everyrep."""
    found = []
    for language in SHELL:
        for block in blocks(language):
            found += [(str(block), line) for line in lines(block)]
    return found


def lines(block: Block) -> list[str]:
    """The commands of ours in a block: no prompt, and whole where a backslash carries them on."""
    whole = block.text.replace("\\\n", " ")
    stripped = (line.strip().removeprefix("$ ") for line in whole.splitlines())
    return [line for line in stripped if line.startswith("everyrep ") and "[OPTIONS]" not in line]


def words(line: str) -> list[str]:
    """A command's words up to a pipe, a redirection or a comment."""
    found = []
    for word in shlex.split(line, comments=True)[1:]:
        if word in ("|", ">", ">>", "&&", ";"):
            break
        found.append(word)
    return found


def command_of(given: list[str]) -> tuple[Any, list[str]]:
    """The command that the words name, and the words after it."""
    command: Any = typer.main.get_command(app)
    rest = list(given)
    while hasattr(command, "commands") and rest and not rest[0].startswith("-"):
        command = command.commands[rest.pop(0)]
    return command, rest


@pytest.mark.parametrize(("place", "line"), shown())
def test_commands_on_the_pages_exist(place: str, line: str) -> None:
    command, rest = command_of(words(line))
    known = {name for parameter in command.params for name in parameter.opts}
    known |= {"--help", "--version", "--install-completion", "--show-completion"}
    used = {word.partition("=")[0] for word in rest if word.startswith("-") and len(word) > 1}
    assert used - known == set(), f"{place} shows options that there are not"


def test_there_are_commands_on_the_pages() -> None:
    assert len(shown()) > 20
