"""Which tables does a library have?

Reading needs none of this at run time; `sqlite_utils` is imported when a library is first written.
A dated row holds its EDTF text and four bounds: Julian Days (UTC), NULL where open or unknown.
"""

import re
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

APPLICATION_ID = 0x43434B31  # "CCK1": Coincidence Casebook
VERSION = 3  # PRAGMA user_version of a library that has seen all migrations

_BOUNDS = "start_earliest REAL, start_latest REAL, end_earliest REAL, end_latest REAL"
_IN_CASE = "case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE"

_TABLES = f"""
CREATE TABLE cases (
    id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, chapter INTEGER UNIQUE, title TEXT NOT NULL,
    short_title TEXT NOT NULL, years TEXT NOT NULL, book_pages TEXT, question TEXT NOT NULL, coincidence TEXT NOT NULL,
    author_claim TEXT NOT NULL, background TEXT NOT NULL, assessment TEXT NOT NULL, pattern TEXT NOT NULL);
CREATE TABLE actors (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, native_name TEXT, kind TEXT NOT NULL,
    life TEXT, {_BOUNDS});
CREATE TABLE places (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, modern_name TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
    radius_km REAL NOT NULL);
CREATE TABLE case_actors (
    id INTEGER PRIMARY KEY, {_IN_CASE}, actor_id INTEGER NOT NULL REFERENCES actors(id), position INTEGER NOT NULL,
    short TEXT NOT NULL, side TEXT NOT NULL, role TEXT NOT NULL, UNIQUE (case_id, actor_id));
CREATE TABLE case_places (
    id INTEGER PRIMARY KEY, {_IN_CASE}, place_id INTEGER NOT NULL REFERENCES places(id), position INTEGER NOT NULL,
    name TEXT NOT NULL, names TEXT NOT NULL, country TEXT NOT NULL, transit INTEGER NOT NULL, aboard INTEGER NOT NULL,
    UNIQUE (case_id, place_id));
CREATE TABLE focus_windows (
    id INTEGER PRIMARY KEY, {_IN_CASE}, position INTEGER NOT NULL, when_text TEXT NOT NULL, {_BOUNDS},
    UNIQUE (case_id, position));
CREATE TABLE events (
    id INTEGER PRIMARY KEY, {_IN_CASE}, key TEXT NOT NULL, position INTEGER NOT NULL, title TEXT NOT NULL,
    when_text TEXT NOT NULL, {_BOUNDS}, place_id INTEGER REFERENCES places(id), summary TEXT NOT NULL,
    certainty TEXT NOT NULL, UNIQUE (case_id, key));
CREATE TABLE participations (
    id INTEGER PRIMARY KEY, event_id INTEGER NOT NULL REFERENCES events(id) ON DELETE CASCADE,
    actor_id INTEGER NOT NULL REFERENCES actors(id), position INTEGER NOT NULL, role TEXT NOT NULL,
    presence TEXT NOT NULL, UNIQUE (event_id, actor_id));
CREATE TABLE stays (
    id INTEGER PRIMARY KEY, {_IN_CASE}, key TEXT NOT NULL, position INTEGER NOT NULL,
    actor_id INTEGER NOT NULL REFERENCES actors(id), place_id INTEGER NOT NULL REFERENCES places(id),
    when_text TEXT NOT NULL, {_BOUNDS}, certainty TEXT NOT NULL, note TEXT NOT NULL, UNIQUE (case_id, key));
CREATE TABLE links (
    id INTEGER PRIMARY KEY, {_IN_CASE}, key TEXT NOT NULL, position INTEGER NOT NULL,
    cause_id INTEGER NOT NULL REFERENCES events(id), effect_id INTEGER NOT NULL REFERENCES events(id),
    kind TEXT NOT NULL, claimed_by TEXT NOT NULL, strength TEXT NOT NULL, mechanism TEXT NOT NULL, counterfactual TEXT,
    certainty TEXT NOT NULL, UNIQUE (case_id, key));
CREATE TABLE hypotheses (
    id INTEGER PRIMARY KEY, {_IN_CASE}, key TEXT NOT NULL, position INTEGER NOT NULL, short TEXT NOT NULL,
    kind TEXT NOT NULL, statement TEXT NOT NULL, UNIQUE (case_id, key));
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY, {_IN_CASE}, key TEXT NOT NULL, position INTEGER NOT NULL, short TEXT NOT NULL,
    statement TEXT NOT NULL, test TEXT NOT NULL, reason TEXT NOT NULL, UNIQUE (case_id, key));
CREATE TABLE evidence_events (
    id INTEGER PRIMARY KEY, evidence_id INTEGER NOT NULL REFERENCES evidence(id) ON DELETE CASCADE,
    event_id INTEGER NOT NULL REFERENCES events(id), position INTEGER NOT NULL, UNIQUE (evidence_id, event_id));
CREATE TABLE evidence_hypotheses (
    id INTEGER PRIMARY KEY, evidence_id INTEGER NOT NULL REFERENCES evidence(id) ON DELETE CASCADE,
    hypothesis_id INTEGER NOT NULL REFERENCES hypotheses(id), position INTEGER NOT NULL,
    bearing TEXT NOT NULL CHECK (bearing IN ('favours', 'against')), UNIQUE (evidence_id, hypothesis_id));
CREATE TABLE sources (
    id INTEGER PRIMARY KEY, {_IN_CASE}, key TEXT NOT NULL, position INTEGER NOT NULL, title TEXT NOT NULL,
    csl TEXT NOT NULL, seen INTEGER NOT NULL, UNIQUE (case_id, key));
CREATE TABLE citations (
    id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES sources(id),
    event_id INTEGER REFERENCES events(id) ON DELETE CASCADE, stay_id INTEGER REFERENCES stays(id) ON DELETE CASCADE,
    link_id INTEGER REFERENCES links(id) ON DELETE CASCADE,
    evidence_id INTEGER REFERENCES evidence(id) ON DELETE CASCADE, position INTEGER NOT NULL, locator TEXT,
    CHECK ((event_id IS NOT NULL) + (stay_id IS NOT NULL) + (link_id IS NOT NULL) + (evidence_id IS NOT NULL) = 1));
CREATE TABLE coincident (
    id INTEGER PRIMARY KEY, {_IN_CASE}, event_id INTEGER NOT NULL REFERENCES events(id), position INTEGER NOT NULL,
    UNIQUE (case_id, event_id));
CREATE TABLE related_cases (
    id INTEGER PRIMARY KEY, {_IN_CASE}, chapter INTEGER NOT NULL, position INTEGER NOT NULL,
    UNIQUE (case_id, chapter));
CREATE TABLE remarks (
    id INTEGER PRIMARY KEY, {_IN_CASE}, kind TEXT NOT NULL CHECK (kind IN ('question', 'check')),
    position INTEGER NOT NULL, text TEXT NOT NULL, UNIQUE (case_id, kind, position));
CREATE TABLE threads (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, position INTEGER NOT NULL, title TEXT NOT NULL,
    note TEXT NOT NULL);
CREATE TABLE thread_cases (
    id INTEGER PRIMARY KEY, thread_id INTEGER NOT NULL REFERENCES threads(id) ON DELETE CASCADE,
    chapter INTEGER NOT NULL, position INTEGER NOT NULL, UNIQUE (thread_id, chapter));

CREATE TABLE annotations (
    id INTEGER PRIMARY KEY AUTOINCREMENT, case_slug TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
    text TEXT NOT NULL, author TEXT NOT NULL, created TEXT NOT NULL, changed TEXT NOT NULL);
CREATE TABLE tags (
    id INTEGER PRIMARY KEY, annotation_id INTEGER NOT NULL REFERENCES annotations(id) ON DELETE CASCADE,
    tag TEXT NOT NULL, position INTEGER NOT NULL, UNIQUE (annotation_id, tag));
CREATE TABLE verdicts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, case_slug TEXT NOT NULL,
    value INTEGER CHECK (value BETWEEN 0 AND 100), sureness TEXT NOT NULL, reason TEXT NOT NULL, author TEXT NOT NULL,
    created TEXT NOT NULL);

CREATE TABLE changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, made TEXT NOT NULL, sitting TEXT,
    undone INTEGER NOT NULL DEFAULT 0);
CREATE TABLE changed_rows (
    id INTEGER PRIMARY KEY, change_id INTEGER NOT NULL REFERENCES changes(id) ON DELETE CASCADE,
    position INTEGER NOT NULL, table_name TEXT NOT NULL, row_id INTEGER NOT NULL, before TEXT, after TEXT);

CREATE TABLE passages (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, row_id INTEGER NOT NULL, UNIQUE (kind, row_id));
CREATE VIRTUAL TABLE search USING fts5(
    name, title, body, prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 2");
"""

# Version 2: how a reader reads a case.  Like notes, these hang on slug and keys, and outlive what they are about.
_READING = """
CREATE TABLE contests (
    id INTEGER PRIMARY KEY AUTOINCREMENT, case_slug TEXT NOT NULL, link_key TEXT NOT NULL,
    stance TEXT NOT NULL CHECK (stance IN ('agree', 'doubt', 'reject')), reason TEXT NOT NULL, author TEXT NOT NULL,
    changed TEXT NOT NULL, UNIQUE (case_slug, link_key));
CREATE TABLE ratings (
    id INTEGER PRIMARY KEY AUTOINCREMENT, case_slug TEXT NOT NULL, evidence_key TEXT NOT NULL,
    hypothesis_key TEXT NOT NULL, low_db REAL NOT NULL, mid_db REAL NOT NULL, high_db REAL NOT NULL,
    words TEXT NOT NULL, certitude REAL, uniqueness REAL, reason TEXT NOT NULL, source_key TEXT, author TEXT NOT NULL,
    changed TEXT NOT NULL, CHECK (low_db <= mid_db AND mid_db <= high_db),
    UNIQUE (case_slug, evidence_key, hypothesis_key));
CREATE TABLE priors (
    id INTEGER PRIMARY KEY AUTOINCREMENT, case_slug TEXT NOT NULL, hypothesis_key TEXT NOT NULL,
    low REAL NOT NULL, mid REAL NOT NULL, high REAL NOT NULL, reason TEXT NOT NULL, author TEXT NOT NULL,
    changed TEXT NOT NULL, CHECK (0 < low AND low <= mid AND mid <= high AND high < 1),
    UNIQUE (case_slug, hypothesis_key));
CREATE TABLE choices (
    id INTEGER PRIMARY KEY AUTOINCREMENT, case_slug TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
    value TEXT NOT NULL, changed TEXT NOT NULL, UNIQUE (case_slug, kind, key));
CREATE TABLE analyses (
    id INTEGER PRIMARY KEY AUTOINCREMENT, case_slug TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
    settings TEXT NOT NULL, seed INTEGER, result TEXT NOT NULL, assumptions TEXT NOT NULL, version TEXT NOT NULL,
    made TEXT NOT NULL, in_summary INTEGER NOT NULL, author TEXT NOT NULL);
CREATE TABLE locks (
    id INTEGER PRIMARY KEY AUTOINCREMENT, case_slug TEXT NOT NULL, kind TEXT NOT NULL, thresholds TEXT NOT NULL,
    digest TEXT NOT NULL, made TEXT NOT NULL, author TEXT NOT NULL);
CREATE TABLE book (
    id INTEGER PRIMARY KEY CHECK (id = 1), version TEXT NOT NULL, digest TEXT NOT NULL);
"""

# Version 3: which hypotheses of a case may both hold, as they are worded.
_COMPATIBLE = f"""
CREATE TABLE compatible (
    id INTEGER PRIMARY KEY, {_IN_CASE}, first_id INTEGER NOT NULL REFERENCES hypotheses(id),
    second_id INTEGER NOT NULL REFERENCES hypotheses(id), position INTEGER NOT NULL, CHECK (first_id <> second_id),
    UNIQUE (case_id, first_id, second_id));
"""


def _named(statements: str) -> frozenset[str]:
    return frozenset(re.findall(r"^CREATE (?:VIRTUAL )?TABLE (\w+)", statements, re.MULTILINE))


TABLES_OF = {  # version -> its tables
    1: _named(_TABLES),
    2: _named(_TABLES + _READING),
    3: _named(_TABLES + _READING + _COMPATIBLE),
}
TABLES = TABLES_OF[VERSION]

# What the unique constraints above do not index already.
_INDEXES = {
    "case_actors": ("actor_id",),
    "case_places": ("place_id",),
    "events": ("place_id",),
    "participations": ("actor_id",),
    "stays": ("actor_id", "place_id"),
    "links": ("cause_id", "effect_id"),
    "evidence_events": ("event_id",),
    "evidence_hypotheses": ("hypothesis_id",),
    "citations": ("source_id", "event_id", "stay_id", "link_id", "evidence_id"),
    "coincident": ("event_id",),
    "annotations": ("case_slug",),
    "tags": ("tag",),
    "verdicts": ("case_slug",),
    "changed_rows": ("change_id",),
}
_INDEXES_OF_READING = {"analyses": ("case_slug",), "locks": ("case_slug",)}
_INDEXES_OF_COMPATIBLE = {"compatible": ("first_id", "second_id")}


def migrate(connection: sqlite3.Connection, version: int = VERSION) -> None:
    """Bring a library, or an empty file, to a version: each step whole or not at all."""
    from sqlite_utils import Database, Migrations

    steps = Migrations("library")

    @steps()
    def first_tables(db: Any) -> None:
        _make(db, _TABLES, _INDEXES, version=1)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    @steps()
    def reading(db: Any) -> None:
        _make(db, _READING, _INDEXES_OF_READING, version=2)

    @steps()
    def compatible(db: Any) -> None:
        _make(db, _COMPATIBLE, _INDEXES_OF_COMPATIBLE, version=3)

    later = {1: "reading", 2: "compatible"}
    steps.apply(Database(connection, execute_plugins=False), stop_before=later.get(version, ()))


def _make(db: Any, statements: str, indexes: Mapping[str, Iterable[str]], version: int) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            db.execute(statement)
    for table, columns in indexes.items():
        for column in columns:
            db[table].create_index([column])
    db.execute(f"PRAGMA user_version = {version}")
