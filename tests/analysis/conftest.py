"""The shipped cases, read from their files."""

from functools import cache
from pathlib import Path

import pytest

from desktop_app.casebook.case import Case
from desktop_app.library.book import load

CASES = Path(__file__).parents[2] / "resources" / "cases"


@cache
def _load(chapter: int) -> Case:
    return load(next(CASES.glob(f"{chapter:02}-*.yaml")))


@pytest.fixture(scope="session")
def shipped_case():
    """A function from a chapter's number to its case."""
    return _load
