"""The command line: `brokerage`. Each command's module is imported when it is asked for, so that each starts quickly.

Exit code 0 done, 2 bad input (the message says what), 1 anything else.
"""

import sys
from importlib import import_module

import click
from sqlalchemy.exc import DBAPIError

from brokerage.settings import BadSetting
from employers.columns import Refused

COMMANDS = {
    "adverts": "brokerage.cli_adverts:adverts",
    "check": "brokerage.cli_fit:check",
    "consistency-check": "brokerage.cli_prove:consistency_check",
    "demo": "brokerage.cli_house:demo",
    "evaluate": "brokerage.cli_evaluate:evaluate",
    "flow": "brokerage.cli_flow:flow",
    "import": "brokerage.cli_import:import_file",
    "matches": "brokerage.cli_fit:matches",
    "messages": "brokerage.cli_work:messages_out",
    "migrate": "brokerage.cli_house:migrate",
    "places": "brokerage.cli_import:places",
    "prove": "brokerage.cli_prove:prove",
    "replay": "brokerage.cli_flow:replay",
    "seat": "brokerage.cli_seat:seat",
    "serve": "brokerage.cli_house:serve",
    "shortlist": "brokerage.cli_fit:shortlist",
    "skills": "brokerage.cli_import:skills",
    "terms": "brokerage.cli_travel:terms",
    "timetable": "brokerage.cli_work:timetable",
    "travel": "brokerage.cli_travel:travel",
    "user": "brokerage.cli_house:user",
    "work": "brokerage.cli_work:work",
}


class Commands(click.Group):
    """The commands by name; the module behind one is imported when it is wanted."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, command = COMMANDS[name].partition(":")
        found: click.Command = getattr(import_module(module), command)
        return found


@click.group(cls=Commands)
@click.version_option(package_name="stepping-stone", prog_name="Stepping Stone", message="%(prog)s %(version)s")
def commands() -> None:
    """Job brokerage for employability programmes: whom a job fits, why, and what would have to change."""


def main() -> None:
    """Runs one command. What it was asked for and cannot do is a sentence, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr] # a terminal without our quotation marks still gets the words
    try:
        commands.main(prog_name="brokerage")
    except (Refused, BadSetting) as refused:
        click.echo(str(refused), err=True)
        sys.exit(getattr(refused, "exit_code", 2))
    except DBAPIError as error:
        click.echo(
            f"The database cannot be used just now, and nothing was changed: {error.orig}. Try again, or look at its address.",
            err=True,
        )
        sys.exit(1)
    except OSError as error:
        click.echo(f"This could not be done, and nothing was changed: {error}.", err=True)
        sys.exit(1)
