"""The program's work from the command line: with the window, and without it.  One module a family of commands."""

import argparse
import gc
import os
import sys
from pathlib import Path

from desktop_app import __version__
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble

PROGRAM = "coincidence-casebook"


def main(arguments: list[str] | None = None) -> int:
    """Run one command.  Exit status 0: done; 1: trouble, in plain words on standard error; 2: wrong arguments."""
    given = _library_alone(sys.argv[1:] if arguments is None else arguments)
    options, rest = _window().parse_known_args(given)
    if rest:  # a command: only now are all of them loaded, which takes longer than the window's first paint
        options = _parser().parse_args(given)
    try:
        return int(options.run(options))
    except Trouble as trouble:
        print(f"{PROGRAM}: {trouble}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has gone; that is no fault
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _library_alone(arguments: list[str]) -> list[str]:
    """A double-click on a library hands over its name and nothing else."""
    opened = arguments and arguments[0].endswith(".casebook")
    return ["--library", *arguments] if opened else arguments


def _window() -> argparse.ArgumentParser:
    """What may stand where no command does."""
    parser = argparse.ArgumentParser(prog=PROGRAM, add_help=False, allow_abbrev=False)
    parser.add_argument("--library", type=Path, metavar="FILE", help=tr("the library to open; made if it is missing"))
    parser.add_argument("--until", choices=("window", "storyline"), help=argparse.SUPPRESS)
    parser.set_defaults(run=_open)
    return parser


def _parser() -> argparse.ArgumentParser:
    from desktop_app.commands import book, causes, chance, importing, keeping, printing, proximity

    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        parents=[_window()],
        description=tr("Ask a coincidence: who was near whom, when, could they have met, and what else explains it?"),
        epilog=tr("Without a command, the window opens."),
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = parser.add_subparsers(title=tr("commands"), metavar=tr("COMMAND"), dest="command")
    for family in (printing, proximity, causes, chance, keeping, importing, book):
        family.register(commands)
    return parser


def _open(options: argparse.Namespace) -> int:
    gc.disable()  # nothing to collect while modules load and the window is built: 20 ms; `run` enables it again
    from desktop_app import front
    from desktop_app.display import display_trouble
    from desktop_app.library.place import own_library

    if not options.until and front.ask(options.library or own_library()):
        return 0
    if trouble := display_trouble():
        raise Trouble(trouble)
    from desktop_app.commands.drawing import load_qt

    load_qt()
    from desktop_app.app import run

    return run(options.library, options.until)
