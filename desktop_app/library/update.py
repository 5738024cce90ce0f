"""How does a library follow a newer book without losing anything of the reader's?

Rows of the shipped cases are found by what names them (case and key, and so on down to their parts) and keep their
integers.  What the reader wrote himself stays as it is.  What the book no longer has goes, unless something of the
reader's rests on it: then it stays, with its parts, and a remark in the case says so.  Notes, verdicts and readings
hang on keys and are not touched.
"""

import logging
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from desktop_app import __version__
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import PREFIX
from desktop_app.casebook.terms import Claimant
from desktop_app.casebook.trouble import Trouble
from desktop_app.library import backup, edition, files, history, passages, schema
from desktop_app.library.rows import Row
from desktop_app.library.written import Written

log = logging.getLogger(__name__)

Spot = history.Spot
Step = Callable[[float], None]  # told which share is done

_FOLLOWED = 0.8  # share of the work that is done when all rows of the book are in the library
_AT_ONCE = 5000  # rows of the log read between two steps

# What names a row: columns that are unique together, once references are those of the same library.
_NAMED_BY = {
    "actors": ("key",),
    "places": ("key",),
    "cases": ("slug",),
    "case_actors": ("case_id", "actor_id"),
    "case_places": ("case_id", "place_id"),
    "focus_windows": ("case_id", "position"),
    "sources": ("case_id", "key"),
    "events": ("case_id", "key"),
    "participations": ("event_id", "actor_id"),
    "stays": ("case_id", "key"),
    "links": ("case_id", "key"),
    "hypotheses": ("case_id", "key"),
    "evidence": ("case_id", "key"),
    "evidence_events": ("evidence_id", "event_id"),
    "evidence_hypotheses": ("evidence_id", "hypothesis_id"),
    "citations": ("event_id", "stay_id", "link_id", "evidence_id", "position"),
    "coincident": ("case_id", "event_id"),
    "related_cases": ("case_id", "chapter"),
    "remarks": ("case_id", "kind", "position"),
    "threads": ("key",),
    "thread_cases": ("thread_id", "chapter"),
    "compatible": ("case_id", "first_id", "second_id"),
}

# Tables without a case of their own -> the column that leads to one, and its table.
_THROUGH = {
    "participations": ("event_id", "events"),
    "evidence_events": ("evidence_id", "evidence"),
    "evidence_hypotheses": ("evidence_id", "evidence"),
    "citations": ("source_id", "sources"),
}

# What goes and stays with its whole.
_PARTS = {
    "events": (("participations", "event_id"), ("citations", "event_id")),
    "stays": (("citations", "stay_id"),),
    "links": (("citations", "link_id"),),
    "evidence": (
        ("evidence_events", "evidence_id"),
        ("evidence_hypotheses", "evidence_id"),
        ("citations", "evidence_id"),
    ),
}

# Pairs of hypotheses that may both hold, by what names them; and their rows where these hypotheses are there.
_COMPATIBLE_THERE = """
SELECT c.position, k.slug, a.key, b.key FROM compatible c JOIN cases k ON k.id = c.case_id
JOIN hypotheses a ON a.id = c.first_id JOIN hypotheses b ON b.id = c.second_id ORDER BY c.id"""
_COMPATIBLE_HERE = """
INSERT INTO compatible (position, case_id, first_id, second_id)
SELECT ?, k.id, a.id, b.id FROM cases k, hypotheses a, hypotheses b
WHERE k.slug = ? AND a.case_id = k.id AND a.key = ? AND b.case_id = k.id AND b.key = ?"""

# Tables that hold what the reader said of a case.
_SAID = ("annotations", "verdicts", "contests", "ratings", "priors", "choices", "analyses", "locks")


class _Unlogged(Written):
    """Rows that no undoing takes back."""

    def next_id(self, table: str) -> int:
        """Nor a number that undoing or redoing would need again."""
        sql = "SELECT 1 + coalesce(max(row_id), 0) FROM changed_rows WHERE table_name = ?"
        (free,) = self.db.conn.execute(sql, (table,)).fetchone()
        return max(int(free), super().next_id(table))


def bring_up_to_date(connection: sqlite3.Connection, path: Path, shipped: Path, step: Step) -> Path | None:
    """Bring a library to the present schema and to the book, all of it or nothing, after a copy; the copy.

    Call it under the lock.  Raises Trouble if the copy cannot be made and the library cannot be used without it;
    where only the book is newer, the library stays with the edition it has.
    """
    from sqlite_utils import Database

    (version,) = connection.execute("PRAGMA user_version").fetchone()
    try:
        copy = backup.before_update(connection, path, __version__, lambda share: step(share / 2))
    except Trouble:
        if version < schema.VERSION:
            raise
        log.warning("no copy could be made: the library keeps its edition of the book")
        return None
    connection.execute("PRAGMA journal_mode = DELETE")  # also if another hand chose WAL
    db = Database(connection, execute_plugins=False)
    with closing(files.reading(shipped)) as book, db.atomic():
        connection.execute("PRAGMA defer_foreign_keys = ON")
        schema.migrate(connection)
        take_in(db, book, lambda share: step(0.5 + share / 2))
    log.info("the library was brought up to date")
    return copy


def in_memory(connection: sqlite3.Connection, shipped: Path) -> sqlite3.Connection:
    """An older library as the present version reads it, for one who may not change its file; the other is closed."""
    with closing(connection):
        present = sqlite3.connect(":memory:", isolation_level=None)
        connection.backup(present)
    schema.migrate(present)
    with closing(files.reading(shipped)) as book:  # which of its hypotheses are compatible, no older library says
        present.executemany(_COMPATIBLE_HERE, book.execute(_COMPATIBLE_THERE).fetchall())
    present.execute("PRAGMA query_only = ON")
    return present


def take_in(db: Any, book: sqlite3.Connection, step: Step) -> None:
    """Bring the shipped cases of a library up to those of the book.  db: sqlite_utils.Database, in a transaction."""
    _Update(db, book, step).run()


class _Update:
    """One update: the rows of the library, those of the book, and which are the same."""

    def __init__(self, db: Any, book: sqlite3.Connection, step: Step) -> None:
        self.step = step
        self.connection: sqlite3.Connection = db.conn
        self.book = book
        self.written = _Unlogged(db, "")
        self.references = {table: _references(self.connection, table) for table in edition.CONTENT}
        self.changed = _changed_by_reader(self.connection)
        self.same: dict[str, dict[int, int]] = {}  # table -> id in the book -> id in the library
        self.here: dict[str, dict[int, Row]] = {}  # table -> rows of the shipped cases as they were
        self.gone: dict[str, dict[int, Row]] = {}  # table -> those of them that the book no longer has

    def run(self) -> None:
        slugs = [slug for (slug,) in self.book.execute("SELECT slug FROM cases")]
        places = ", ".join("?" * len(slugs))
        cases = f"SELECT id FROM cases WHERE chapter IS NOT NULL OR slug IN ({places})"
        shipped = [case_id for (case_id,) in self.connection.execute(cases, slugs)]
        for table in edition.CONTENT:
            self.here[table] = _rows(self.connection, table, shipped)
        self._free_chapters()
        for done, table in enumerate(edition.CONTENT, 1):
            self._follow(table)
            self.step(_FOLLOWED * done / len(edition.CONTENT))
        kept = self._kept()
        for table in reversed(edition.CONTENT):
            for row_id in self.gone[table]:
                if (table, row_id) not in kept and not self._rests_on(table, row_id):
                    self.written.write((table, row_id), None)
        self._say_what_stays(kept)
        self.step(0.9)
        passages.index(self.connection, self.written.told)
        found = edition.held(self.book)
        assert found is not None
        edition.write(self.connection, found)
        self.step(1.0)

    def _free_chapters(self) -> None:
        """Chapters that other cases have in the book are free before one is given anew."""
        of_book = dict(self.book.execute("SELECT slug, chapter FROM cases"))
        for row_id, row in self.here["cases"].items():
            if row["chapter"] is not None and of_book.get(row["slug"]) != row["chapter"]:
                self.written.write(("cases", row_id), {**row, "chapter": None})

    def _follow(self, table: str) -> None:
        """Rows of the book that the library lacks are added, those that differ are changed."""
        named_by = _NAMED_BY[table]
        here = {tuple(row[name] for name in named_by): row_id for row_id, row in self.here[table].items()}
        same = self.same[table] = {}
        new: list[tuple[int, Row]] = []
        for book_id, row in _rows(self.book, table, None).items():
            wanted = {
                name: self.same[self.references[table][name]][value]
                if name in self.references[table] and value is not None
                else value
                for name, value in row.items()
            }
            row_id = here.pop(tuple(wanted[name] for name in named_by), None)
            if row_id is None:
                new.append((book_id, wanted))
                continue
            same[book_id] = row_id
            if (table, row_id) not in self.changed:
                there = history.image(self.connection, (table, row_id))
                wanted["id"] = row_id
                if there != wanted:
                    self.written.write((table, row_id), wanted)
        added = self.written.add_all(table, [row for _, row in new])
        same.update(zip((book_id for book_id, _ in new), added, strict=True))
        self.gone[table] = {
            row_id: self.here[table][row_id]
            for row_id in here.values()
            if not self._is_readers(table, row_id, self.here[table][row_id])
        }

    def _is_readers(self, table: str, row_id: int, row: Row) -> bool:
        if (table, row_id) in self.changed or str(row.get("key", "")).startswith(PREFIX):
            return True
        if row.get("claimed_by") == Claimant.READER:
            return True
        return any(
            row[column] is not None and self._is_readers(whole, row[column], self.here[whole].get(row[column], {}))
            for whole, parts in _PARTS.items()
            for part, column in parts
            if part == table
        )

    def _kept(self) -> set[Spot]:
        """What the book no longer has and the reader's work needs, with all that this needs in turn."""
        if not any(self.gone.values()):
            return set()
        kept: set[Spot] = set()
        waiting = list(self._needed())
        for case_id, row in self.gone["cases"].items():
            if self._is_worked_on(case_id, row["slug"]):
                waiting.append(("cases", case_id))
        while waiting:
            spot = waiting.pop()
            table, row_id = spot
            if spot in kept or row_id not in self.gone[table]:
                continue
            kept.add(spot)
            row = self.gone[table][row_id]
            waiting += self._targets(table, row)
            if table == "cases":
                for part, rows in self.gone.items():
                    waiting += [(part, part_id) for part_id, one in rows.items() if one.get("case_id") == row_id]
            for part, column in _PARTS.get(table, ()):
                waiting += [(part, part_id) for part_id, one in self.gone[part].items() if one[column] == row_id]
            of_case = self._case_of(table, row)
            for shared, column in (("case_actors", "actor_id"), ("case_places", "place_id")):
                waiting += [
                    (shared, shared_id)
                    for shared_id, one in self.gone[shared].items()
                    if one["case_id"] == of_case and one[column] == row.get(column)
                ]
        return kept

    def _case_of(self, table: str, row: Row) -> int | None:
        if table in _THROUGH:
            column, whole = _THROUGH[table]
            row = self.here[whole].get(row[column], {})
        case_id = row.get("case_id")
        return None if case_id is None else int(case_id)

    def _targets(self, table: str, row: Mapping[str, Any]) -> Iterator[Spot]:
        """What a row refers to."""
        for column, target in self.references[table].items():
            if isinstance(row.get(column), int):
                yield target, row[column]

    def _needed(self) -> Iterator[Spot]:
        """What the reader's rows refer to, also those that undoing or redoing would bring back."""
        for table, rows in self.here.items():
            for row_id, row in rows.items():
                if row_id not in self.gone[table] and self._is_readers(table, row_id, row):
                    yield from self._targets(table, row)
        naming = {
            table
            for table, references in self.references.items()
            if any(self.gone[target] for target in references.values())
        }
        logged = self.connection.execute("SELECT table_name, before, after FROM changed_rows")
        for number, (table, before, after) in enumerate(logged):
            if number % _AT_ONCE == 0:
                self.step(_FOLLOWED)
            if table in naming:
                for text in (before, after):
                    with suppress(ValueError, TypeError):  # a log from another hand: undoing will say so
                        yield from self._targets(table, history.read(text) or {})

    def _is_worked_on(self, case_id: int, slug: str) -> bool:
        said = any(
            self.connection.execute(f"SELECT 1 FROM {table} WHERE case_slug = ? LIMIT 1", (slug,)).fetchone()
            for table in _SAID
        )
        return said or any(
            row.get("case_id") == case_id and row_id not in self.gone[table]
            for table, rows in self.here.items()
            for row_id, row in rows.items()
        )

    def _rests_on(self, table: str, row_id: int) -> bool:
        """Whether a row that stays still refers to this one."""
        return any(
            self.connection.execute(f"SELECT 1 FROM {other} WHERE {column} = ? LIMIT 1", (row_id,)).fetchone()
            for other, references in self.references.items()
            for column, target in references.items()
            if target == table
        )

    def _say_what_stays(self, kept: set[Spot]) -> None:
        """A remark at the end of the case for each thing that is there for the reader's sake alone."""
        said: dict[int, list[str]] = defaultdict(list)
        for table, row_id in sorted(kept):
            row = self.gone[table][row_id]
            if table == "cases":
                words = tr("The book no longer has this case. It is kept because you worked on it, and is now yours.")
                said[row_id].append(words)
            elif table in ("events", "sources", "hypotheses", "evidence") and ("cases", row["case_id"]) not in kept:
                name = row.get("title") or row["short"]
                words = tr("The book no longer has “{}”. It is kept because something of yours rests on it.")
                said[row["case_id"]].append(words.format(name))
        for case_id, texts in said.items():
            sql = "SELECT coalesce(max(position), -1) + 1 FROM remarks WHERE case_id = ? AND kind = 'check'"
            (position,) = self.connection.execute(sql, (case_id,)).fetchone()
            row = {"case_id": case_id, "kind": "check"}
            rows = [{**row, "position": position + number, "text": text} for number, text in enumerate(texts)]
            self.written.add_all("remarks", rows)


def _references(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Columns that refer to another row -> its table."""
    found = connection.execute('SELECT "from", "table" FROM pragma_foreign_key_list(?)', (table,))
    return dict(found.fetchall())


def _rows(connection: sqlite3.Connection, table: str, cases: list[int] | None) -> dict[int, Row]:
    """The rows of a table by id; of these cases where it belongs to cases, None for all."""
    columns = history.columns(connection, table)
    where = ""
    if cases is not None:
        listed = f"({', '.join(map(str, cases))})"
        if table == "cases":
            where = f" WHERE id IN {listed}"
        elif "case_id" in columns:
            where = f" WHERE case_id IN {listed}"
        elif table in _THROUGH:
            column, whole = _THROUGH[table]
            where = f" WHERE {column} IN (SELECT id FROM {whole} WHERE case_id IN {listed})"
    rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table}{where} ORDER BY id")
    return {row[0]: dict(zip(columns, row, strict=True)) for row in rows}


def _changed_by_reader(connection: sqlite3.Connection) -> set[Spot]:
    """Rows that stand as a change of the reader's left them."""
    return set(
        connection.execute(
            "SELECT DISTINCT r.table_name, r.row_id FROM changed_rows r JOIN changes c ON c.id = r.change_id"
            " WHERE c.undone = 0"
        ).fetchall()
    )
