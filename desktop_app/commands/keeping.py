"""Is the reader's library copied, sound, and what can be saved of a damaged one?"""

import argparse
import sys
from pathlib import Path
from typing import Any

from desktop_app.casebook.language import tr
from desktop_app.casebook.resources import SHIPPED
from desktop_app.casebook.trouble import Trouble
from desktop_app.commands.reading import add_library


def register(commands: Any) -> None:
    """Add `back-up` and `check-library` to the parser."""
    back_up = commands.add_parser("back-up", help=tr("copy the library, also while it is open"))
    back_up.add_argument("--output", type=Path, required=True, metavar="FILE.casebook")
    back_up.set_defaults(run=_back_up)

    check = commands.add_parser("check-library", help=tr("say whether the library is sound"))
    check.add_argument(
        "--rescue",
        type=Path,
        metavar="FILE.casebook",
        help=tr("write a sound library with all that can still be read of a damaged one"),
    )
    check.set_defaults(run=_check)
    for command in (back_up, check):
        add_library(command)


def _library(options: argparse.Namespace) -> Path:
    from desktop_app.library.place import own_library

    path = Path(options.library or own_library())
    if not path.exists():
        raise Trouble(
            what=tr("There is no library {}.").format(path),
            kept=tr("Nothing was written."),
            do=tr("Name one with --library."),
        )
    return path


def _back_up(options: argparse.Namespace) -> int:
    from desktop_app.library.backup import back_up

    back_up(_library(options), options.output)
    print(tr("{} written").format(options.output))
    return 0


def _check(options: argparse.Namespace) -> int:
    from desktop_app.library import backup

    path = _library(options)
    if options.rescue:
        for line in backup.rescue(path, options.rescue, SHIPPED):
            print(line, file=sys.stderr)
        print(tr("{} written").format(options.rescue))
        return 0
    found = backup.look_over(path)
    for line in found:
        print(line, file=sys.stderr)
    if not found:
        print(tr("{} is sound.").format(path))
    return 1 if found else 0
