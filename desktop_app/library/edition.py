"""Which edition of the book does a library hold?"""

import hashlib
import json
import sqlite3

# What a case file and the threads become, the wholes before their parts.
CONTENT = (
    "actors", "places", "cases", "case_actors", "case_places", "focus_windows", "sources", "events", "participations",
    "stays", "links", "hypotheses", "evidence", "evidence_events", "evidence_hypotheses", "citations", "coincident",
    "related_cases", "remarks", "threads", "thread_cases",
)  # fmt: skip


def digest(connection: sqlite3.Connection) -> str:
    """SHA-256 over all rows of a newly built book: the same content has the same digest."""
    content = hashlib.sha256()
    for table in CONTENT:
        content.update(table.encode())
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY id"):
            content.update(json.dumps(row, ensure_ascii=False).encode())
    return content.hexdigest()
