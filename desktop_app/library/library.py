"""What is in the reader's library, and how is it changed?

Reading is plain SQL over the standard connection; `sqlite_utils` wraps the same connection when something is written.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, TypeVar

from desktop_app.casebook.case import Actor, Annotation, Case, Event, Head, Place, Target, Thread, Verdict
from desktop_app.casebook.language import tr
from desktop_app.casebook.resources import SHIPPED
from desktop_app.casebook.terms import Certainty, Kind, Pattern, Sureness
from desktop_app.casebook.trouble import Trouble
from desktop_app.library import edition, files, history, passages, rows, schema
from desktop_app.library.folding import fold
from desktop_app.library.lock import Lock

if TYPE_CHECKING:
    from desktop_app.casebook.reading import Locked, Reading, Saved
    from desktop_app.library.change import Change

Touched = frozenset[tuple[str, str]]  # {("annotations", slug of the case)}
Made = TypeVar("Made")

# Kind of target -> whether a note's target (n) is still in its case (k).
_PART_TABLES = {
    Kind.EVENT: "events",
    Kind.STAY: "stays",
    Kind.LINK: "links",
    Kind.HYPOTHESIS: "hypotheses",
    Kind.EVIDENCE: "evidence",
    Kind.SOURCE: "sources",
}
_GONE = (
    "CASE n.kind WHEN 'case' THEN k.slug IS NOT n.key"
    " WHEN 'actor' THEN NOT EXISTS (SELECT 1 FROM actors p JOIN case_actors c ON c.actor_id = p.id"
    " WHERE p.key = n.key AND c.case_id = k.id)"
    " WHEN 'place' THEN NOT EXISTS (SELECT 1 FROM places p JOIN case_places c ON c.place_id = p.id"
    " WHERE p.key = n.key AND c.case_id = k.id)"
    + "".join(
        f" WHEN '{kind}' THEN NOT EXISTS (SELECT 1 FROM {table} p WHERE p.case_id = k.id AND p.key = n.key)"
        for kind, table in _PART_TABLES.items()
    )
    + " ELSE 1 END"
)


@dataclass(frozen=True, slots=True)
class Totals:
    """How much the library holds."""

    cases: int
    events: int
    stays: int
    links: int
    sources: int


class Library:
    """One open library.  Every method may raise Trouble, for what the machine or the file does to us."""

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: Lock | None, why_read_only: str) -> None:
        self.path = path
        self.why_read_only = why_read_only  # in a sentence for the reader; empty if it can be changed
        self.author = _user_name()
        self.copied_to: Path | None = None  # what it was before it was brought up to date at this opening
        self.saved_at: datetime | None = None  # UTC; when something was last written, since it was opened
        self._connection = connection
        self._lock = lock
        self._writer: Any = None
        self._listeners: list[Callable[[Touched], None]] = []

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = True,
        read_only: bool = False,
        shipped: Path = SHIPPED,
        step: Callable[[float], None] = lambda _share: None,
    ) -> "Library":
        """Open a library.

        create: write it first, a copy of the book, if there is none; its folder must be there.  read_only: neither
        lock nor change anything.  A library that cannot be written, or that another program has open, is opened for
        reading: `why_read_only`.  An older one is brought up to date, after a copy; step is told which share is done.
        """
        path = path.resolve()
        if not path.exists() and (read_only or not create):
            raise Trouble(
                what=tr("There is no library {}.").format(path),
                kept=tr("Nothing was changed."),
                do=tr("Look at its name."),
            )
        if not path.parent.is_dir():
            raise Trouble(
                what=tr("There is no folder {}.").format(path.parent),
                kept=tr("Nothing was written."),
                do=tr("Make the folder first, or choose another place for the library."),
            )
        lock, why = (None, tr("Opened for reading.")) if read_only else _lock(path)
        try:
            if lock:
                files.clear(path)
                if not path.exists():
                    files.create(path, shipped)
            elif not read_only:
                _await(path)
            connection = files.connect(path, read_only=bool(why))
            library = cls(path, connection, lock, why)
            try:
                library._bring_up_to_date(shipped, step)
            except BaseException:
                connection.close()
                raise
        except BaseException:
            if lock:
                lock.release()
            raise
        return library

    def _bring_up_to_date(self, shipped: Path, step: Callable[[float], None]) -> None:
        with files.plainly(self.path):
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            present = version == schema.VERSION
            if present and (self.read_only or not edition.of_book(shipped).follows(edition.held(self._connection))):
                return
            from desktop_app.library import update  # late: most starts need none

            if self.read_only:
                self._connection = update.in_memory(self._connection, shipped)
            else:
                self.copied_to = update.bring_up_to_date(self._connection, self.path, shipped, step)

    @property
    def read_only(self) -> bool:
        return bool(self.why_read_only)

    @property
    def shipped(self) -> bool:
        """Is it the book itself, and nobody's library?"""
        return self.path == SHIPPED.resolve()

    def close(self) -> None:
        self._connection.close()
        if self._lock:
            self._lock.release()

    @contextmanager
    def beside(self) -> Iterator["Library"]:
        """The same library over a connection of its own, for long work on another thread, under this one's lock.

        What is changed there is told to nobody here: afterwards hand it to `tell`, on this one's thread.
        """
        connection = files.connect(self.path, read_only=self.read_only)
        try:
            connection.execute("PRAGMA cache_spill = OFF")  # else a large change keeps readers out before its end
            yield Library(self.path, connection, None, self.why_read_only)
        finally:
            connection.close()

    def tell(self, touched: Touched) -> None:
        """Tell the listeners what was changed `beside`, once it is on disk."""
        self.saved_at = datetime.now(UTC)
        for listener in tuple(self._listeners):
            listener(touched)

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Reading

    def _rows(self, sql: str, *values: object) -> list[Any]:
        with files.plainly(self.path):
            return self._connection.execute(sql, values).fetchall()

    def heads(self) -> tuple[Head, ...]:
        """All cases in the order of their chapters; the reader's own after them."""
        coincident: dict[int, list[Event]] = {}
        for case_id, key, title, place, summary, certainty, text, *bounds in self._rows(
            f"SELECT c.case_id, e.key, e.title, p.key, e.summary, e.certainty, e.when_text, {rows.BOUNDS}"
            " FROM coincident c JOIN events e ON e.id = c.event_id LEFT JOIN places p ON p.id = e.place_id"
            " ORDER BY c.case_id, c.position"
        ):
            event = Event(key, title, rows.when_of(text, bounds), place, summary, (), Certainty(certainty), ())
            coincident.setdefault(case_id, []).append(event)
        return tuple(
            Head(slug, chapter, title, short, years, Pattern(pattern), tuple(coincident.get(case_id, ())))
            for case_id, slug, chapter, title, short, years, pattern in self._rows(
                "SELECT id, slug, chapter, title, short_title, years, pattern FROM cases"
                " ORDER BY chapter IS NULL, chapter, title"
            )
        )

    def case(self, name: int | str) -> Case:
        """A case by chapter or slug, or by a title that only one has.  Raises Trouble if there is none."""
        column = "chapter" if isinstance(name, int) else "slug"
        found = self._rows(f"SELECT id FROM cases WHERE {column} = ?", name)
        if not found and isinstance(name, str):
            found = self._rows("SELECT id FROM cases WHERE title = ? COLLATE NOCASE", name)
        if len(found) != 1:
            what = tr("There is no case {}.") if not found else tr("Several cases are called {}.")
            raise Trouble(what=what.format(name), do=tr("Name a case by its chapter or its short name."))
        return self._made(lambda: rows.read_case(self._connection, found[0][0]))

    def _made(self, read: Callable[[], Made]) -> Made:
        with files.plainly(self.path):
            try:
                return read()
            except (ValueError, KeyError, TypeError) as error:  # a word or a list that no version of ours wrote
                raise files.damaged(self.path) from error

    def threads(self) -> tuple[Thread, ...]:
        cases: dict[int, list[int]] = {}
        for thread_id, chapter in self._rows("SELECT thread_id, chapter FROM thread_cases ORDER BY position"):
            cases.setdefault(thread_id, []).append(chapter)
        return tuple(
            Thread(key, title, note, tuple(cases.get(thread_id, ())))
            for thread_id, key, title, note in self._rows("SELECT id, key, title, note FROM threads ORDER BY position")
        )

    def case_names(self) -> dict[str, str]:
        """What each case is called in lists, by slug; without reading its events."""
        return {
            slug: f"{chapter} · {short}" if chapter else short
            for slug, chapter, short in self._rows("SELECT slug, chapter, short_title FROM cases")
        }

    def cases_of(self, kind: Kind, keys: Collection[str]) -> dict[str, tuple[str, ...]]:
        """The cases, by slug in the order of the list, that each of these actors or places is in."""
        tables, key = (rows.ACTOR_TABLES, "a.key") if kind == Kind.ACTOR else (rows.PLACE_TABLES, "p.key")
        found: dict[str, tuple[str, ...]] = {}
        for one, slug in self._rows(
            f"SELECT {key}, k.slug FROM {tables} WHERE {key} IN ({', '.join('?' * len(keys))})"
            " ORDER BY k.chapter IS NULL, k.chapter, k.id",
            *keys,
        ):
            found[one] = (*found.get(one, ()), slug)
        return found

    def title(self, target: Target) -> str | None:
        """What a part of a case is called, without reading the case; None if it has gone from it."""
        if target.kind == Kind.CASE:
            found = self._rows("SELECT short_title FROM cases WHERE slug = ? AND slug = ?", target.case, target.key)
            return str(found[0][0]) if found else None
        with files.plainly(self.path):
            return passages.title(self._connection, target.kind, target.case, target.key)

    def names(self) -> dict[str, str]:
        """Of each case the names of its actors and places, folded, in one line: what a list is filtered by."""
        lines: dict[str, list[str]] = {}
        for slug, *said, others in self._rows(
            "SELECT k.slug, a.name, a.native_name, c.short, '[]' FROM case_actors c"
            " JOIN cases k ON k.id = c.case_id JOIN actors a ON a.id = c.actor_id"
            " UNION ALL SELECT k.slug, c.name, p.modern_name, NULL, c.names FROM case_places c"
            " JOIN cases k ON k.id = c.case_id JOIN places p ON p.id = c.place_id"
        ):
            lines.setdefault(slug, []).extend(fold(name) for name in (*said, *json.loads(others)) if name)
        return {slug: " ".join(names) for slug, names in lines.items()}

    def totals(self) -> Totals:
        tables = ("cases", "events", "stays", "links", "sources")
        (counts,) = self._rows("SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in tables))
        return Totals(*counts)

    def actor_cases(self, key: str) -> tuple[tuple[Head, Actor], ...]:
        """The cases that an actor is in, each with what he is there, in the order of their chapters."""
        heads = {head.slug: head for head in self.heads()}
        found = {
            slug: rows.actor_of(*row)
            for slug, *row in self._rows(
                f"SELECT k.slug, {rows.ACTOR_COLUMNS} FROM {rows.ACTOR_TABLES} WHERE a.key = ?", key
            )
        }
        return tuple((head, found[slug]) for slug, head in heads.items() if slug in found)

    def place_cases(self, key: str) -> tuple[tuple[Head, Place], ...]:
        """The cases that a place is in, each with its name there, in the order of their chapters."""
        heads = {head.slug: head for head in self.heads()}
        found = {
            slug: rows.place_of(*row)
            for slug, *row in self._rows(
                f"SELECT k.slug, {rows.PLACE_COLUMNS} FROM {rows.PLACE_TABLES} WHERE p.key = ?", key
            )
        }
        return tuple((head, found[slug]) for slug, head in heads.items() if slug in found)

    def annotations(self, case: str | None = None, limit: int = -1) -> tuple[Annotation, ...]:
        """The notes on a case and its parts, or all; the one last changed first."""
        tags: dict[int, list[str]] = {}
        for annotation_id, tag in self._rows("SELECT annotation_id, tag FROM tags ORDER BY position"):
            tags.setdefault(annotation_id, []).append(tag)
        return tuple(
            Annotation(
                row_id, Target(slug, Kind(kind), key), text, tuple(tags.get(row_id, ())), author, created, changed,
                orphaned=bool(gone),
            )
            for row_id, slug, kind, key, text, author, created, changed, gone in self._rows(
                "SELECT n.id, n.case_slug, n.kind, n.key, n.text, n.author, n.created, n.changed,"
                f" {_GONE} FROM annotations n LEFT JOIN cases k ON k.slug = n.case_slug"
                " WHERE ?1 IS NULL OR n.case_slug = ?1 ORDER BY n.changed DESC, n.id DESC LIMIT ?2",
                case,
                limit,
            )
        )  # fmt: skip

    def verdicts(self, case: str | None = None) -> tuple[Verdict, ...]:
        """The reader's verdicts on a case, or all; the newest first: of each case it is the one that holds."""
        return tuple(
            Verdict(row_id, slug, value, Sureness(sureness), reason, author, created)
            for row_id, slug, value, sureness, reason, author, created in self._rows(
                "SELECT id, case_slug, value, sureness, reason, author, created FROM verdicts"
                " WHERE ?1 IS NULL OR case_slug = ?1 ORDER BY id DESC",
                case,
            )
        )

    def tags(self) -> dict[str, int]:
        """Every tag and the number of its notes, in alphabetical order."""
        return dict(self._rows("SELECT tag, count(*) FROM tags GROUP BY tag ORDER BY lower(tag), tag"))

    def reading(self, case: str) -> "Reading":
        """What the reader said of a case (its slug): contests, weights, priors and settings, those of all cases too."""
        from desktop_app.library import readings

        return self._made(lambda: readings.read(self._connection, case))

    def read_by_reader(self) -> frozenset[str]:
        """The cases, by slug, of which the reader said or asked more than notes and verdicts tell."""
        own = "SELECT k.slug FROM links l JOIN cases k ON k.id = l.case_id WHERE l.claimed_by = 'reader'"
        tables = ("contests", "ratings", "priors", "choices", "locks", "analyses")
        said = (f"SELECT case_slug FROM {table} WHERE case_slug <> ''" for table in tables)
        return frozenset(slug for (slug,) in self._rows(" UNION ".join((own, *said))))

    def analyses(self, case: str | None = None) -> tuple["Saved", ...]:
        """The analyses kept with a case, or all; the oldest first."""
        from desktop_app.library import readings

        return self._made(lambda: readings.analyses(self._connection, case))

    def locks(self, case: str | None = None) -> tuple["Locked", ...]:
        """The thresholds locked for a case, or all; the oldest first."""
        from desktop_app.library import readings

        return self._made(lambda: readings.locks(self._connection, case))

    # Searching, for search.py

    def matches(self, query: str, weights: str, limit: int) -> list[tuple[passages.Passage, float]]:
        """The passages that match an FTS5 query, with their rank, best first."""
        return [
            ((kind, row_id), rank)
            for kind, row_id, rank in self._rows(
                "SELECT p.kind, p.row_id, s.score FROM"
                f" (SELECT rowid, rank AS score FROM search WHERE search MATCH ?1 AND rank MATCH 'bm25({weights})'"
                " ORDER BY rank LIMIT ?2) s JOIN passages p ON p.id = s.rowid ORDER BY s.score",
                query,
                limit,
            )
        ]

    def words(self, found: Iterable[passages.Passage]) -> dict[passages.Passage, passages.Words]:
        """The passages as written."""
        rows_by_kind: dict[str, list[int]] = {}
        for kind, row_id in found:
            rows_by_kind.setdefault(kind, []).append(row_id)
        with files.plainly(self.path):
            return {
                (kind, words.row_id): words
                for kind, row_ids in rows_by_kind.items()
                for words in passages.words(self._connection, kind, row_ids)
            }

    # Changing

    def be_patient(self, seconds: float) -> None:
        """How long reading and changing wait for another program that holds the file."""
        self._connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")

    def listen(self, tell: Callable[[Touched], None]) -> Callable[[], None]:
        """Tell what every later change touched, once it is on disk.  Returns what ends the listening."""
        self._listeners.append(tell)
        return lambda: self._listeners.remove(tell) if tell in self._listeners else None

    @contextmanager
    def change(self, name: str, sitting: str | None = None) -> Iterator["Change"]:
        """All of it or nothing, undone under its name; listeners hear after it is on disk.

        Changes with the same sitting, directly after one another, are one step.
        """
        with self._transaction() as change:
            yield change
            if change.rows:
                history.log(self._connection, name, change.moment, sitting, change.rows)

    @contextmanager
    def _transaction(self) -> Iterator["Change"]:
        from desktop_app.library.change import Change  # late: reading needs none of it

        kept = tr("What was saved before is still there.")
        if self.read_only:
            raise Trouble(what=self.why_read_only, kept=kept)
        with files.plainly(self.path, kept):
            change = Change(self._database(), self.author)
            with change.db.atomic():
                self._connection.execute("PRAGMA defer_foreign_keys = ON")
                yield change
                passages.index(self._connection, change.told)
        self.tell(frozenset(change.touched))

    def _database(self) -> Any:
        if self._writer is None:
            from sqlite_utils import Database

            self._connection.execute("PRAGMA journal_mode = DELETE")  # one file at rest, also if another hand chose WAL
            self._writer = Database(self._connection, execute_plugins=False)
        return self._writer

    @property
    def undo_name(self) -> str | None:
        """What `undo` would take back."""
        return self._name(history.next_undo)

    @property
    def redo_name(self) -> str | None:
        return self._name(history.next_redo)

    def _name(self, find: Callable[[sqlite3.Connection], history.Step | None]) -> str | None:
        with files.plainly(self.path):
            step = find(self._connection)
        return step.name if step else None

    def undo(self) -> str | None:
        """Take back the last change, also one of an earlier day; returns its name, None if there is none."""
        return self._replay(history.next_undo, history.undo)

    def redo(self) -> str | None:
        return self._replay(history.next_redo, history.redo)

    def _replay(
        self,
        find: Callable[[sqlite3.Connection], history.Step | None],
        run: Callable[[sqlite3.Connection, history.Step, Callable[[history.Spot, history.Image], None]], None],
    ) -> str | None:
        with files.plainly(self.path):
            step = find(self._connection)
        if step is None:
            return None
        with self._transaction() as change:
            run(self._connection, step, change.write)
        return step.name


def _await(path: Path) -> None:
    """Another program holds the lock: if it is just writing the library, the library is there in a moment."""
    until = monotonic() + files.BUSY_SECONDS
    while not path.exists() and monotonic() < until:
        sleep(0.02)


def _user_name() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (KeyError, OSError):  # an account without a name
        return tr("reader")


def _lock(path: Path) -> tuple[Lock | None, str]:
    """The lock, or why the library can only be read."""
    if path == SHIPPED.resolve():
        return None, tr("These are the cases as shipped: they can only be read.")
    lock = Lock(path)
    try:
        if path.exists() and not os.access(path, os.W_OK):
            return None, tr("This library can only be read: the file is protected against writing.")
        if path.exists() and not os.access(path.parent, os.W_OK):
            return None, tr("This library can only be read: its folder is protected against writing.")
        if lock.take():
            return lock, ""
    except OSError as error:
        if path.exists():
            return None, tr("This library can only be read: {}.").format(error.strerror)
        raise Trouble(
            what=tr("The library {} cannot be written: {}.").format(path, error.strerror),
            kept=tr("Nothing was written."),
            do=tr("Choose another folder with --library."),
        ) from error
    return None, tr("This library is open in another program; here it can only be read.")
