"""Editions of the book, and libraries that older programs left behind."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from desktop_app import __version__
from desktop_app.casebook.case import Case, Thread
from desktop_app.casebook.resources import SHIPPED
from desktop_app.library import edition, passages, schema
from desktop_app.library.library import Library
from desktop_app.library.writing import write_case, write_thread

BORDER, YALTA = "sino-soviet-border-1945", "yalta-status-quo-1945"


@cache
def shipped() -> tuple[tuple[Case, ...], tuple[Thread, ...]]:
    """Three cases that share actors and places, and the threads."""
    with Library.open(SHIPPED) as book:
        return tuple(book.case(chapter) for chapter in (13, 14, 15)), book.threads()


def write(
    path: Path, cases: Sequence[Case], *, version: str = __version__, schema_version: int = schema.VERSION
) -> Path:
    """A book of these cases, as a program of this version would ship it; of schema 1, it does not name its edition."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        schema.migrate(connection, schema_version)
        db = Database(connection, execute_plugins=False)
        with db.atomic():
            for case in cases:
                write_case(db, case if schema_version > 2 else replace(case, compatible=()))
            for position, thread in enumerate(shipped()[1]):
                write_thread(db, position, thread)
            for kind, table in _PARTS.items():
                rows = connection.execute(f"SELECT id FROM {table}")
                passages.index(connection, {(kind, row_id) for (row_id,) in rows})
            if schema_version > 1:
                known = edition.digest(connection) if schema_version == schema.VERSION else "of an older program"
                edition.write(connection, edition.Edition(version, known))
    return path


_PARTS = {
    "case": "cases", "event": "events", "actor": "case_actors", "place": "case_places", "stay": "stays",
    "link": "links", "hypothesis": "hypotheses", "evidence": "evidence", "source": "sources",
}  # fmt: skip


def changed(*changes: Callable[[Case], Case]) -> tuple[Case, ...]:
    """The three cases, the second of them changed."""
    first, second, third = shipped()[0]
    for change in changes:
        second = change(second)
    return first, second, third


def without(case: Case, **keys: str) -> Case:
    """The case without one event, stay, link or source, and what names it."""
    event, stay, link, source = (keys.get(kind) for kind in ("event", "stay", "link", "source"))
    links = tuple(one for one in case.links if one.key != link and event not in (one.cause, one.effect))
    kept = replace(
        case,
        events=tuple(one for one in case.events if one.key != event),
        stays=tuple(one for one in case.stays if one.key != stay),
        links=links,
        sources=tuple(one for one in case.sources if one.key != source),
        coincident=tuple(key for key in case.coincident if key != event),
        evidence=tuple(replace(one, events=tuple(key for key in one.events if key != event)) for one in case.evidence),
    )
    if source is None:
        return kept
    uncited = {
        name: tuple(
            replace(part, citations=tuple(cited for cited in part.citations if cited.source != source))
            for part in getattr(kept, name)
        )
        for name in ("events", "stays", "links", "evidence")
    }
    return replace(kept, **uncited)
