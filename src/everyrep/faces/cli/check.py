"""`everyrep check`: what is wrong with the data, and what can be computed from it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, workspace_at

_MARKS = {
    "measure": {"computable": "yes", "weak": "weak", "not": "no"},
    "capability": {"computable": "there", "weak": "thin", "not": "missing"},
}


def check(
    strict: Annotated[
        bool, typer.Option("--strict", help="Leave with exit code 1 where errors are found.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what is wrong with the data, and what can, cannot, or only weakly be computed."""
    from everyrep.measures.computable import computable
    from everyrep.warehouse.checks import run_checks
    from everyrep.warehouse.reader import Warehouse

    with Warehouse.open(workspace_at(workspace)) as warehouse:
        findings = run_checks(warehouse)
        verdicts = computable(warehouse)
    if as_json:
        output.print_json(
            {
                "findings": [finding.to_dict() for finding in findings],
                "computable": [verdict.to_dict() for verdict in verdicts],
            }
        )
    else:
        _print(findings, verdicts)
    if strict and any(finding.severity == "error" for finding in findings):
        raise typer.Exit(1)


def _print(findings: Any, verdicts: Any) -> None:
    for finding in findings:
        style = {"error": "red", "warning": "yellow"}.get(str(finding.severity))
        output.say(f"{finding.severity}: {finding.sentence}", style=style)
        output.say(f"  {finding.why}")
        output.say(f"  What to do: {finding.remedy}")
        for example in finding.examples[:3]:
            output.say(f"  e.g. {example}", style="dim")
    if not findings:
        output.say("No findings.")
    output.say()
    _print_verdicts("What can be computed", ("", "figure", "why"), verdicts, "measure")
    output.say()
    _print_verdicts(
        "Later versions, and whether your data carry them",
        ("data", "what is to come", "why"),
        verdicts,
        "capability",
    )


def _print_verdicts(title: str, heads: tuple[str, ...], verdicts: Any, kind: str) -> None:
    marks = _MARKS[kind]
    rows = [(marks[str(v.verdict)], v.title, v.why) for v in verdicts if v.kind == kind]
    output.print_table(title, heads, rows)
