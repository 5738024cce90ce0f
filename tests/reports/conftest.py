"""Cases as they ship, a drawing in the place of the storyline, and PDFs read back by other people's programs."""

import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest

from desktop_app.casebook.case import Annotation, Case, Target
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.terms import Kind
from desktop_app.library.book import load
from desktop_app.reports.summary import Printed, pdf

FIGURE = """<svg xmlns="http://www.w3.org/2000/svg" width="800" height="300" viewBox="0 0 800 300">
<rect width="800" height="300" fill="#F5F3EE"/><path d="M90 60H700" stroke="#C8432B" stroke-width="3"/>
<text x="10" y="64" font-family="Inter" font-size="12" font-weight="600">Chungking 重慶</text></svg>"""


@pytest.fixture(scope="session")
def case() -> Case:
    return load(next((RESOURCES / "cases").glob("14-*.yaml")))


@pytest.fixture(scope="session")
def bare(case: Case) -> Case:
    """The case with nothing but its head: what a note alone does to a page."""
    gone = ("actors", "places", "sources", "events", "stays", "links", "hypotheses", "evidence", "coincident")
    return replace(case, **dict.fromkeys((*gone, "open_questions", "checks"), ()))


@pytest.fixture(scope="session")
def note() -> Callable[..., Annotation]:
    def on(case: Case, text: str, kind: Kind = Kind.CASE, key: str = "", tags: tuple[str, ...] = ()) -> Annotation:
        stamp = "2026-11-24T12:00:00+00:00"
        return Annotation(1, Target(case.slug, kind, key or case.slug), text, tags, "", stamp, stamp)

    return on


@pytest.fixture
def printed() -> Callable[..., Printed]:
    def of(case: Case, *notes: Annotation, verdicts=(), figure: str = FIGURE, **more) -> Printed:
        return pdf(case, notes, verdicts, figure, date=date(2026, 11, 24), **more)

    return of


@pytest.fixture
def words(tmp_path: Path) -> Callable[[bytes], str]:
    """All that pdftotext finds, with every run of white space as one space."""

    def of(content: bytes) -> str:
        file = tmp_path / "read.pdf"
        file.write_bytes(content)
        # -raw: in the order of the text, not of the page's columns
        found = subprocess.run(
            ["pdftotext", "-raw", "-enc", "UTF-8", file, "-"],
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        return re.sub(r"\s+", " ", found.stdout)

    return of


@pytest.fixture
def reader() -> Callable[[bytes], pypdf.PdfReader]:
    return lambda content: pypdf.PdfReader(io.BytesIO(content))
