"""A library far larger than the book: its cases copied until there are 10,000 events, and 10,000 notes on them."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import count, cycle, islice
from pathlib import Path

from sqlite_utils import Database

from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.resources import SHIPPED
from desktop_app.casebook.terms import Kind
from desktop_app.library.library import Library
from desktop_app.library.passages import index_all
from desktop_app.library.schema import migrate
from desktop_app.library.writing import write_case

EVENTS = NOTES = 10_000
THOUGHTS = (
    "Who else was in the room that evening? The memoir was written thirty years later.",
    "Compare the telegram's time of arrival with its time of sending.",
    "Not known to the embassy before the newspapers had it.",
    "The letter gives another date; see the footnote.",
    "A weak coincidence: such meetings happened every week.",
    "Ask the archive for the guest book.",
    "The second source copies the first.",
)


def make(path: Path) -> None:
    """Write the library to a file that does not exist."""
    with Library.open(SHIPPED, read_only=True) as book:
        shipped = [book.case(head.slug) for head in book.heads()]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection)
        db = Database(connection)
        with db.atomic():
            events = 0
            for case in _copies(shipped):
                write_case(db, case)
                events += len(case.events)
                if events >= EVENTS:
                    break
            index_all(connection)
    with Library.open(path) as library:
        cases = (library.case(head.slug) for head in library.heads())
        noted = ((case.slug, event) for case in cases for event in case.events)
        with library.change("Add notes") as change:
            for (slug, event), thought in zip(islice(noted, NOTES), cycle(THOUGHTS), strict=False):
                change.add_note(Target(slug, Kind.EVENT, event.key), f"**{event.title}.** {thought}")


def _copies(cases: Sequence[Case]) -> Iterator[Case]:
    """The cases as they are, then the same under other names, without end."""
    yield from cases
    for number in count(2):
        for case in cases:
            yield replace(case, slug=f"{case.slug}-{number}", chapter=None)
