"""The program's work from the command line: with the window, and without it."""

import argparse
import builtins
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app import __version__
from desktop_app.casebook.language import tr
from desktop_app.casebook.resources import RESOURCES, SHIPPED
from desktop_app.casebook.trouble import Trouble

if TYPE_CHECKING:
    from desktop_app.library.library import Library


def main(arguments: list[str] | None = None) -> int:
    """Run one command.  Exit status 0: done; 1: trouble, in plain words on standard error; 2: wrong arguments."""
    options = _parser().parse_args(_library_alone(sys.argv[1:] if arguments is None else arguments))
    try:
        return int(options.run(options))
    except Trouble as trouble:
        print(f"coincidence-casebook: {trouble}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has gone; that is no fault
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _library_alone(arguments: list[str]) -> list[str]:
    """A double-click on a library hands over its name and nothing else."""
    opened = arguments and arguments[0].endswith(".casebook")
    return ["--library", *arguments] if opened else arguments


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="coincidence-casebook",
        description=tr("Ask a coincidence: who was near whom, when, could they have met, and what else explains it?"),
        epilog=tr("Without a command, the window opens."),
    )
    parser.add_argument("--version", action="version", version=f"coincidence-casebook {__version__}")
    parser.add_argument("--library", type=Path, metavar="FILE", help=tr("the library to open; made if it is missing"))
    parser.add_argument("--until", choices=("window", "storyline"), help=argparse.SUPPRESS)
    parser.set_defaults(run=_open)
    commands = parser.add_subparsers(title=tr("commands"), metavar="")

    export = commands.add_parser("export", help=tr("write a case summary as PDF"))
    export.add_argument("--case", required=True, help=tr("chapter or slug, or “all” with a folder as --output"))
    export.add_argument("--format", choices=("pdf",), default="pdf")
    export.add_argument("--output", type=Path, required=True, metavar="FILE")
    export.add_argument("--no-notes", action="store_true", help=tr("leave out the reader's notes and verdict"))
    export.set_defaults(run=_export)

    picture = commands.add_parser("picture", help=tr("draw the window off screen"))
    picture.add_argument("--case", default="14", help=tr("chapter or slug, or “home”"))
    picture.add_argument("--output", type=Path, required=True, metavar="FILE.png")
    picture.add_argument("--size", default="1400x900", metavar="WxH")
    picture.add_argument("--theme", choices=("light", "dark"), default="light")
    picture.add_argument("--page", choices=("story", "causes", "evidence", "table", "sources"), default="story")
    picture.add_argument("--chart", choices=("storyline", "distance"), default="storyline")
    picture.set_defaults(run=_picture)

    notes = commands.add_parser("notes", help=tr("write all notes, tags and verdicts as Markdown"))
    notes.add_argument("--output", type=Path, metavar="FILE", help=tr("standard output if not given"))
    notes.set_defaults(run=_notes)

    check = commands.add_parser("check", help=tr("check case files"))
    check.add_argument("files", nargs="*", type=Path, metavar="FILE.yaml", help=tr("the shipped ones if none is given"))
    check.set_defaults(run=_check)

    build = commands.add_parser("build", help=tr("build cases.sqlite from resources/cases"))
    build.add_argument("--output", type=Path, default=SHIPPED, metavar="FILE")
    build.set_defaults(run=_build)

    for command in (export, picture, notes):  # also after the command, where most people write it
        command.add_argument("--library", type=Path, metavar="FILE", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return parser


def _open(options: argparse.Namespace) -> int:
    gc.disable()  # nothing to collect while modules load and the window is built: 20 ms; `run` enables it again
    from desktop_app.display import display_trouble

    if trouble := display_trouble():
        raise Trouble(trouble)
    _load_qt()
    from desktop_app.app import run

    return run(options.library, options.until)


@contextmanager
def _reading(path: Path | None) -> Iterator["Library"]:
    """The library a command reads: the one named, else the reader's own, else the cases as shipped."""
    from desktop_app.library.library import Library
    from desktop_app.library.place import own_library

    own = own_library()
    library = Library.open(path) if path else Library.open(own if own.exists() else SHIPPED, read_only=True)
    try:
        yield library
    finally:
        library.close()


def _case_name(typed: str) -> int | str:
    return int(typed) if typed.isdecimal() else typed


def _off_screen() -> None:
    """Let Qt draw where there is no screen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from desktop_app.display import drawing_trouble

    if trouble := drawing_trouble():
        raise Trouble(trouble)
    _load_qt()


def _load_qt() -> None:
    """Load Qt, and keep it from reading the source of every module loaded later.

    It looks there for uses of `__feature__`, of which there are none: 15 ms until the case is readable, 60 ms and 10 MB
    until its chart is drawn.
    """
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def _export(options: argparse.Namespace) -> int:
    _off_screen()
    from desktop_app.reports.files import write_whole
    from desktop_app.views.application import application
    from desktop_app.views.printing import gather, printed

    application()

    with _reading(options.library) as library:
        every = options.case == "all"
        names = [head.slug for head in library.heads()] if every else [_case_name(options.case)]
        for name in names:
            case = library.case(name)
            made = printed(gather(library, case, with_notes=not options.no_notes))
            number = f"{case.chapter:02d}-" if case.chapter else ""
            output = options.output / f"{number}{case.slug}.pdf" if every else options.output
            write_whole(output, made.pdf)
            if made.missing:
                print(tr("{}: no font for {}").format(output, ", ".join(made.missing)), file=sys.stderr)
    return 0


def _picture(options: argparse.Namespace) -> int:
    _off_screen()
    try:
        width, height = map(int, options.size.lower().split("x"))
    except ValueError:
        raise Trouble(tr("{} is no size.").format(options.size), do=tr("Write it like 1400x900.")) from None
    from desktop_app.library.library import Library
    from desktop_app.views.application import application
    from desktop_app.views.picture import draw

    application()
    with tempfile.TemporaryDirectory() as folder, _reading(options.library) as read:
        # The window may write while it is drawn; a picture changes nothing of the reader's.
        copy = Path(folder) / "library.casebook"
        shutil.copyfile(read.path, copy)
        library = Library.open(copy)
        look = (options.theme, options.page, options.chart)
        draw(library, _case_name(options.case), (width, height), *look, options.output)
    return 0


def _notes(options: argparse.Namespace) -> int:
    from desktop_app.reports.files import write_whole
    from desktop_app.views.printing import notes_as_markdown

    with _reading(options.library) as library:
        text = notes_as_markdown(library)
    if options.output:
        write_whole(options.output, text.encode())
    else:
        sys.stdout.write(text)
    return 0


def _check(options: argparse.Namespace) -> int:
    from desktop_app.library.book import review

    files = options.files or sorted((RESOURCES / "cases").glob("*.yaml"))
    found = review(files)
    for line in found.problems:
        print(line, file=sys.stderr)
    for line in found.doubts:
        print(tr("look at: {}").format(line))
    words = tr("{} case files, {} problems, {} to look at")
    print(words.format(len(files), len(found.problems), len(found.doubts)))
    return 1 if found.problems else 0


def _build(options: argparse.Namespace) -> int:
    from desktop_app.library.book import build

    build(RESOURCES / "cases", RESOURCES / "threads.yaml", options.output)
    print(tr("{} written").format(options.output))
    return 0
