"""Which edition of the book does a library hold, and is there a newer one?"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from desktop_app.library import files

# What a case file and the threads become, the wholes before their parts.
CONTENT = (
    "actors", "places", "cases", "case_actors", "case_places", "focus_windows", "sources", "events", "participations",
    "stays", "links", "hypotheses", "evidence", "evidence_events", "evidence_hypotheses", "citations", "coincident",
    "related_cases", "remarks", "threads", "thread_cases", "compatible",
)  # fmt: skip


class Edition(NamedTuple):
    version: str  # of the program that it came with
    digest: str  # of the content

    def follows(self, other: "Edition | None") -> bool:
        """Whether a library that holds the other edition is to be brought up to this one.

        Never back to the content of an older program; within one version, the content of the program that runs.
        """
        return other is None or (self.digest != other.digest and _order(self.version) >= _order(other.version))


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def held(connection: sqlite3.Connection) -> Edition | None:
    """The edition in this library; None if it does not say."""
    row = connection.execute("SELECT version, digest FROM book").fetchone()
    return Edition(*row) if row else None


def of_book(shipped: Path) -> Edition:
    with closing(files.reading(shipped)) as connection:
        found = held(connection)
    assert found is not None, "the book names its edition"
    return found


def write(connection: sqlite3.Connection, edition: Edition) -> None:
    connection.execute("INSERT OR REPLACE INTO book (id, version, digest) VALUES (1, ?, ?)", edition)


def digest(connection: sqlite3.Connection) -> str:
    """SHA-256 over all rows of a newly built book: the same content has the same digest."""
    import hashlib  # late: 3 ms, and a start computes none

    content = hashlib.sha256()
    for table in CONTENT:
        content.update(table.encode())
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY id"):
            content.update(json.dumps(row, ensure_ascii=False).encode())
    return content.hexdigest()
