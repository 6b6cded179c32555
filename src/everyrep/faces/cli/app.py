"""The `everyrep` command: its commands, and what happens when one fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import typer

from everyrep import __version__
from everyrep.faces.cli import (
    audit,
    backup,
    build,
    chart,
    check,
    compare,
    demo,
    doctor,
    evidence,
    explain,
    leads,
    load,
    loads,
    matches,
    measure,
    pay_book,
    pay_company,
    pay_plan,
    pay_run,
    pay_whatif,
    pipeline,
    presets,
    reliance,
    report,
    serve,
    signin,
    undo,
)
from everyrep.faces.cli.output import print_error
from everyrep.faces.one_thread import keep_to_one_thread
from everyrep.values import EveryrepError, InternalError

app = typer.Typer(
    name="everyrep",
    help="What your best reps do, for every rep: figures with their range, from your own files.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help takes half the time of drawn help
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: everyrep demo, or: everyrep load FILE... && everyrep build",
)

app.command("demo")(demo.demo)
app.command("load")(load.load)
app.command("loads")(loads.loads)
app.command("undo")(undo.undo)
app.command("build")(build.build)
app.command("check")(check.check)
app.command("measure")(measure.measure)
app.command("explain")(explain.explain)
app.command("presets")(presets.presets)
app.command("chart")(chart.chart)
app.command("review")(chart.review)
app.add_typer(pipeline.app, name="pipeline")
app.command("compare")(compare.compare)
app.command("miss")(compare.miss)
app.command("reliance")(reliance.reliance)
app.command("leads")(leads.leads)
app.add_typer(evidence.app, name="evidence")
app.command("report")(report.report)
app.command("serve")(serve.serve)
app.command("doctor")(doctor.doctor)
app.add_typer(audit.app, name="audit")
app.add_typer(signin.app, name="sign-in")
app.add_typer(matches.app, name="matches")
app.add_typer(backup.app, name="backup")
pay = typer.Typer(help="Pay by a plan: written, tested, calculated, explained, kept in a book.")
for commands in (pay_plan.app, pay_run.app, pay_book.app, pay_whatif.app, pay_company.app):
    pay.add_typer(commands)
app.add_typer(pay, name="pay")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"everyrep {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    del version


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    0: done. 1: a check found errors, or nothing could be done. 2: something to mend in what was
    asked or given. 70: a defect of Everyrep. 75: try again later. 130: interrupted.
    """
    keep_to_one_thread()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        app(args=given, prog_name="everyrep")
    except EveryrepError as error:
        print_error(error, as_json="--json" in given)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(141)
    except Exception as defect:
        if os.environ.get("EVERYREP_DEBUG"):
            raise
        print_error(_defect(defect), as_json="--json" in given)
        sys.exit(InternalError.exit_code)


def _defect(problem: Exception) -> InternalError:
    """A mistake of ours, said in a way that can be passed on."""
    return InternalError(
        f"{type(problem).__name__}: {problem}",
        why="this is a defect of Everyrep, not of your data; nothing was left half written",
        remedy="run it again with EVERYREP_DEBUG=1 and report what it prints",
    )


if __name__ == "__main__":
    main()
