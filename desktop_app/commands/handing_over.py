"""How does a command hand its answer over: as text, CSV or JSON, on the screen or as a file?"""

import argparse
import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from desktop_app import __version__

if TYPE_CHECKING:
    from desktop_app.casebook.case import Case


def write(options: argparse.Namespace, text: str) -> int:
    """The text to the file of --output, else to standard output.  Returns the exit status."""
    if options.output:
        from desktop_app.reports.files import write_whole

        write_whole(options.output, f"{text}\n".encode())
    else:
        sys.stdout.write(f"{text}\n")
    return 0


def write_csv(options: argparse.Namespace, rows: Iterable[Iterable[str]]) -> int:
    """Rows, the headings first."""
    from desktop_app.views.csv_text import written

    return write(options, written([list(row) for row in rows], ending="\n").rstrip("\n"))


def write_json(options: argparse.Namespace, made: object) -> int:
    return write(options, json.dumps(made, ensure_ascii=False, indent=2))


def answer_as_json(
    command: str,
    case: "Case",
    settings: dict[str, Any],
    result: dict[str, Any],
    assumptions: Iterable[str],
    **more: object,
) -> dict[str, Any]:
    """One object with all that is needed to read the answer, and to ask again; more: what only this command tells."""
    return {
        "schema": 1,
        "command": command,
        "version": __version__,
        "case": case.slug,
        "chapter": case.chapter,
        **more,
        "settings": settings,
        "result": result,
        "assumptions": list(assumptions),
    }
