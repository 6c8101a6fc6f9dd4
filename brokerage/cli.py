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
    "adverts": "brokerage.commands.adverts:adverts",
    "check": "brokerage.commands.fit:check",
    "consistency-check": "brokerage.commands.prove:consistency_check",
    "demo": "brokerage.commands.house:demo",
    "evaluate": "brokerage.commands.evaluate:evaluate",
    "flow": "brokerage.commands.flow:flow",
    "import": "brokerage.commands.imports:import_file",
    "matches": "brokerage.commands.fit:matches",
    "messages": "brokerage.commands.work:messages_out",
    "migrate": "brokerage.commands.house:migrate",
    "places": "brokerage.commands.imports:places",
    "prove": "brokerage.commands.prove:prove",
    "replay": "brokerage.commands.flow:replay",
    "seat": "brokerage.commands.seat:seat",
    "serve": "brokerage.commands.house:serve",
    "shortlist": "brokerage.commands.fit:shortlist",
    "skills": "brokerage.commands.imports:skills",
    "terms": "brokerage.commands.travel:terms",
    "timetable": "brokerage.commands.work:timetable",
    "travel": "brokerage.commands.travel:travel",
    "user": "brokerage.commands.house:user",
    "work": "brokerage.commands.work:work",
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
