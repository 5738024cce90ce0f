"""Which library, and which case in it, does a command read?"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.casebook.resources import SHIPPED

if TYPE_CHECKING:
    from desktop_app.library.library import Library


@contextmanager
def reading(path: Path | None) -> Iterator["Library"]:
    """The library a command reads: the one named, else the reader's own, else the cases as shipped."""
    from desktop_app.library.library import Library
    from desktop_app.library.place import own_library

    own = own_library()
    chosen = path or (own if own.exists() else SHIPPED)
    library = Library.open(chosen, read_only=chosen.exists())  # one that is missing is made, by its name alone
    try:
        yield library
    finally:
        library.close()


def case_name(typed: str) -> int | str:
    """A chapter or a slug, as `Library.case` takes it."""
    return int(typed) if typed.isdecimal() else typed


def add_library(command: argparse.ArgumentParser) -> None:
    """Let `--library` stand after the command too, where most people write it."""
    command.add_argument("--library", type=Path, metavar="FILE", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
