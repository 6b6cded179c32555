"""The page of the command line, read off the commands themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import typer

from everyrep.faces.cli import app as cli
from everyrep.measures import predicate
from everyrep.values import period_text
from generator.markdown import cell

Commands = Iterator[tuple[str, Any]]


def commands() -> str:
    """Every command with its arguments and options, and the exit codes."""
    return "\n".join(
        (
            "# Command line",
            "",
            INTRODUCTION,
            *(line for name, command in every_command() for line in section(name, command)),
            "",
            "## Periods",
            "",
            after_first_line(period_text.__doc__),
            "",
            "## Conditions",
            "",
            CONDITIONS,
            "",
            after_first_line(predicate.__doc__),
            "",
            "## Exit codes",
            "",
            "| code | means |",
            "|---|---|",
            *exit_codes(),
            "",
        )
    )


INTRODUCTION = """Every command works in the workspace of `--workspace DIR`, else in the one that
`EVERYREP_WORKSPACE` names, else in the current folder. With `--json` it prints data for scripts.
`everyrep --install-completion` sets up completion in your shell."""


CONDITIONS = """`--where` takes the language of a
[mapping's `where`](../how-to/write-a-mapping.md#the-language-of-where) over the dimensions and
columns of a measure: `segment = 'Enterprise' and amount > 10000`. Stages are in an order, so that
`stage >= 'Proposal'` is Proposal and every later one."""


def after_first_line(docstring: str | None) -> str:
    """A module's docstring without its first paragraph."""
    return (docstring or "").partition("\n\n")[2].strip()


def every_command() -> Commands:
    """Name and command of each, those of groups with the group's name before theirs."""
    yield from below("everyrep", typer.main.get_command(cli.app))


def below(name: str, group: Any) -> Commands:
    """The commands of a group and of the groups in it."""
    for word, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from below(f"{name} {word}", command)
        else:
            yield f"{name} {word}", command


def section(name: str, command: Any) -> Iterable[str]:
    """One command: what it does, how it is called, what it takes."""
    yield from ("", f"## {name}", "", unwrapped(command.help or ""), "")
    yield f"```text\n{usage(name, command)}\n```"
    yield from ("", "| option | meaning |", "|---|---|")
    yield from (row(parameter) for parameter in command.params)


def unwrapped(text: str) -> str:
    """Help text with its line breaks within paragraphs taken out."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))


def usage(name: str, command: Any) -> str:
    """How a command is called."""
    arguments = [shown(p) for p in command.params if p.param_type_name == "argument"]
    return " ".join((name, *arguments, "[OPTIONS]"))


def shown(argument: Any) -> str:
    """An argument as it stands in the usage."""
    text = argument.name.upper() + ("..." if argument.nargs == -1 else "")
    return text if argument.required else f"[{text}]"


def row(parameter: Any) -> str:
    """One line of a table of options."""
    if parameter.param_type_name == "argument":
        return f"| `{shown(parameter)}` | {cell(parameter.help or '')} |"
    takes = "" if parameter.is_flag else f" {parameter.metavar or parameter.name.upper()}"
    names = ", ".join(f"`{name}{takes}`" for name in parameter.opts)
    return f"| {names} | {cell(parameter.help or '')}{default(parameter)} |"


def default(option: Any) -> str:
    """The default of an option in words, where it has one."""
    if isinstance(option.show_default, str):
        return f" Default: {option.show_default}."
    if option.default in (None, False, "") or not option.show_default:
        return ""
    return f" Default: {option.default}."


def exit_codes() -> Iterable[str]:
    """The exit codes as the main function states them: "0: done. 1: ..."."""
    text = " ".join((cli.main.__doc__ or "").split())
    for code, meaning in re.findall(r"(\d+): ([^.]+)\.", text):
        yield f"| {code} | {meaning} |"
