"""Are the case files right, and how do they become cases.sqlite?"""

import argparse
import sys
from pathlib import Path
from typing import Any

from desktop_app.casebook.language import tr
from desktop_app.casebook.resources import RESOURCES, SHIPPED


def register(commands: Any) -> None:
    """Add `check` and `build` to the parser."""
    check = commands.add_parser("check", help=tr("check case files"))
    check.add_argument("files", nargs="*", type=Path, metavar="FILE.yaml", help=tr("the shipped ones if none is given"))
    check.set_defaults(run=_check)

    build = commands.add_parser("build", help=tr("build cases.sqlite from resources/cases"))
    build.add_argument("--output", type=Path, default=SHIPPED, metavar="FILE")
    build.set_defaults(run=_build)


def _check(options: argparse.Namespace) -> int:
    from desktop_app.library.book import review

    files = options.files or sorted((RESOURCES / "cases").glob("*.yaml"))
    found = review(files)
    for line in found.problems:
        print(line, file=sys.stderr)
    for line in found.doubts:
        print(tr("look at: {}").format(line))
    words = tr("Case files: {}. Problems: {}. To look at: {}.")
    print(words.format(len(files), len(found.problems), len(found.doubts)))
    return 1 if found.problems else 0


def _build(options: argparse.Namespace) -> int:
    from desktop_app.library.book import build

    build(RESOURCES / "cases", RESOURCES / "threads.yaml", options.output)
    print(tr("{} written").format(options.output))
    return 0
