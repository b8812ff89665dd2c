"""The command line. Data goes to standard output, progress and messages to standard error."""

from __future__ import annotations

import os
import sys

import typer

from workbench.commands import (
    analysis,
    answering,
    archives,
    decide,
    editions,
    export,
    label,
    mapping,
    plan,
    start,
    tone,
    upkeep,
)
from workbench.errors import WorkbenchError

app = typer.Typer(
    name="workbench",
    help="Load an archive of mentions, find the crises in it, and write a post-mortem for each.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in (
    archives.load, upkeep.receipts, upkeep.coverage, upkeep.quarantine, upkeep.forget, analysis.detect,
    analysis.characterize, analysis.report, editions.diff, export.export, analysis.replay, answering.worklist,
    answering.questions, answering.hub, plan.rehearse, analysis.run, label.label, tone.tone, start.lab, start.demo,
):  # fmt: skip
    app.command()(command)
app.command("map")(mapping.draft)
app.add_typer(decide.app, name="crisis")
app.add_typer(plan.app, name="plan")


def _plain(told: str) -> str:
    """A message without what a terminal would obey: names of files and columns are somebody else's text."""
    return "".join(sign if sign.isprintable() or sign == "\n" else "?" for sign in told)


def main() -> None:
    """The command `workbench`: ordinary mistakes end in one sentence and an exit status, never in a traceback."""
    try:
        app(prog_name="workbench")
    except WorkbenchError as error:
        print(f"workbench: {_plain(str(error))}", file=sys.stderr)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        print("workbench: stopped", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has had enough; nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
