"""How does Typst set a page?

Data go in as data: the template reads JSON, and nothing of a reader's is ever parsed as markup.
"""

import json
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from desktop_app.casebook.resources import RESOURCES

if TYPE_CHECKING:
    import typst

    Standard = Literal["ua-1", "a-2a"]

TEMPLATES = RESOURCES / "reports"
FONTS = str(RESOURCES / "fonts")
_STANDARDS: "list[Standard]" = ["ua-1", "a-2a"]  # accessible, and readable in fifty years
_one_at_a_time = threading.Lock()


class NotSet(Exception):
    """Typst refused the document."""


def pdf(template: str, data: Mapping[str, Any], figure: str = "", *, system_fonts: bool = False) -> bytes:
    """A tagged PDF, as PDF/UA-1 and PDF/A-2a, of a template in resources/reports.

    `figure` is SVG.  Raises NotSet where Typst refuses it, as for a character without a font.
    """
    import typst

    inputs = {"data": json.dumps(data, ensure_ascii=False), "figure": figure}
    try:
        with _one_at_a_time:
            made = _compiler(system_fonts).compile(
                TEMPLATES / template, format="pdf", sys_inputs=inputs, pdf_standards=list(_STANDARDS)
            )
    except typst.TypstError as error:
        raise NotSet(error.message) from error
    assert isinstance(made, bytes)  # one file, since no output was named
    return made


def printable(text: str) -> bool:
    """Is there a font for every character, in our fonts or the system's?"""
    try:
        pdf("probe.typ", {"text": text}, system_fonts=True)
    except NotSet:
        return False
    return True


@cache
def _compiler(system_fonts: bool) -> "typst.Compiler":
    import typst

    folders = [FONTS, *(_system_folders() if system_fonts else ())]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    return typst.Compiler(root=str(TEMPLATES), font_paths=fonts, ignore_system_fonts=True)


def _system_folders() -> list[str]:
    """Where the system keeps its fonts, less folders with other editions of ours: Typst might set our text in those."""
    import typst

    ours = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]).families()
    found = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).fonts()
    folders = {Path(font.path).parent for font in found if font.path}
    others = {Path(font.path) for font in found if font.path and font.family in ours}
    return sorted(str(folder) for folder in folders if not any(folder in path.parents for path in others))
