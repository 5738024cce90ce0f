"""What can be written without a window: a case summary, a picture of the window, the reader's notes?"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.commands.drawing import off_screen
from desktop_app.commands.reading import add_library, case_name, reading

PICTURE_PX = range(300, 8001)  # a window smaller shows nothing, a picture larger fills the memory


def register(commands: Any) -> None:
    """Add `export`, `picture` and `notes` to the parser."""
    export = commands.add_parser("export", help=tr("write a case summary as PDF"))
    export.add_argument("--case", required=True, help=tr("chapter or slug, or “all” with a folder as --output"))
    export.add_argument("--format", choices=("pdf",), default="pdf")
    export.add_argument("--output", type=Path, required=True, metavar="FILE")
    export.add_argument("--no-notes", action="store_true", help=tr("leave out the reader's notes and verdict"))
    export.set_defaults(run=_export)

    picture = commands.add_parser("picture", help=tr("draw the window off screen"))
    picture.add_argument("--case", default="14", help=tr("chapter or slug, or “home”"))
    picture.add_argument("--output", type=Path, required=True, metavar="FILE.png")
    picture.add_argument("--size", default="1400x900", metavar="WxH", type=_size)
    picture.add_argument("--theme", choices=("light", "dark"), default="light")
    picture.add_argument(
        "--page", choices=("story", "causes", "evidence", "chance", "meetings", "table", "sources"), default="story"
    )
    picture.add_argument("--chart", choices=("storyline", "distance", "map", "matrix"), default="storyline")
    picture.set_defaults(run=_picture)

    notes = commands.add_parser("notes", help=tr("write all notes, tags and verdicts as Markdown"))
    notes.add_argument("--output", type=Path, metavar="FILE", help=tr("standard output if not given"))
    notes.set_defaults(run=_notes)

    for command in (export, picture, notes):
        add_library(command)


def _size(typed: str) -> tuple[int, int]:
    width, cross, height = typed.lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(tr("{} is no size: write it like 1400x900").format(typed))
    if int(width) not in PICTURE_PX or int(height) not in PICTURE_PX:
        words = tr("{} is out of bounds: width and height are from {} to {}")
        raise argparse.ArgumentTypeError(words.format(typed, PICTURE_PX.start, PICTURE_PX.stop - 1))
    return int(width), int(height)


def _export(options: argparse.Namespace) -> int:
    off_screen()
    from desktop_app.reports.files import write_whole
    from desktop_app.views.application import application
    from desktop_app.views.printing import gather, printed

    application()

    with reading(options.library) as library:
        every = options.case == "all"
        names = [head.slug for head in library.heads()] if every else [case_name(options.case)]
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
    if options.case == "home" and (options.page, options.chart) != ("story", "storyline"):
        raise Trouble(tr("Home has no pages and no chart."), do=tr("Leave out --page and --chart, or name a case."))
    off_screen()
    from desktop_app.library.library import Library
    from desktop_app.views.application import application
    from desktop_app.views.picture import draw

    application()
    with tempfile.TemporaryDirectory() as folder, reading(options.library) as read:
        # The window may write while it is drawn; a picture changes nothing of the reader's.
        copy = Path(folder) / "library.casebook"
        shutil.copyfile(read.path, copy)
        library = Library.open(copy)
        look = (options.theme, options.page, options.chart)
        draw(library, case_name(options.case), options.size, *look, options.output)
    return 0


def _notes(options: argparse.Namespace) -> int:
    from desktop_app.reports.files import write_whole
    from desktop_app.views.printing import notes_as_markdown

    with reading(options.library) as library:
        text = notes_as_markdown(library)
    if options.output:
        write_whole(options.output, text.encode())
    else:
        sys.stdout.write(text)
    return 0
