"""How is a library copied, looked over, and saved out of a damaged file?"""

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from time import monotonic

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.library import files, history, passages, schema
from desktop_app.library.rows import Row

Step = Callable[[float], None]  # told which share is done

KEPT = 3  # copies made before updates
_PAGES = 2000  # copied between two steps: 8 MB


def before_update(connection: sqlite3.Connection, path: Path, version: str, step: Step) -> Path:
    """A whole copy beside the library before this version of the program changes it; the oldest of many go.

    Raises Trouble if none can be made.
    """
    stem = f"{path.stem}-before-{version}-{date.today().isoformat()}"
    target = path.with_name(f"{stem}{path.suffix}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{stem}-{number}{path.suffix}")
    write(connection, target, step)
    for old in (*copies(path)[:-KEPT], *_named(path, r"\.new")):  # half a copy is what a killed program left
        with suppress(OSError):  # one copy too many harms nobody
            old.unlink()
    return target


def copies(path: Path) -> list[Path]:
    """The copies made before updates, the oldest first."""
    return sorted(_named(path, ""), key=lambda one: (one.stat().st_mtime_ns, one.name))


def _named(path: Path, ending: str) -> list[Path]:
    marked = re.escape(path.stem) + r"-before-[0-9][0-9A-Za-z.]*-\d{4}-\d\d-\d\d(-\d+)?" + re.escape(path.suffix)
    return [one for one in path.parent.iterdir() if re.fullmatch(marked + ending, one.name) and one.is_file()]


def write(connection: sqlite3.Connection, target: Path, step: Step) -> None:
    """Copy the library as it is now; the target is whole or as it was.  Raises Trouble."""
    until = monotonic() + files.BUSY_SECONDS

    def tell(status: int, remaining: int, total: int) -> None:
        nonlocal until
        if status not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            until = monotonic() + files.BUSY_SECONDS
        elif monotonic() > until:  # it would try for ever
            raise _not_written(target, tr("another program is writing in the library"))
        step(1 - remaining / total if total else 0.0)

    beside = target.with_name(f"{target.name}.new")
    try:
        beside.unlink(missing_ok=True)
        with closing(sqlite3.connect(beside, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode = OFF")  # a broken copy is thrown away
            copy.execute("PRAGMA synchronous = OFF")  # it is flushed below, all at once
            connection.backup(copy, pages=_PAGES, progress=tell)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(beside, target)
        files.flush_folder(target.parent)
    except OSError as error:
        raise _not_written(target, error.strerror or str(error)) from error
    except sqlite3.OperationalError as error:  # of the copy: the library was read before
        full = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
        raise _not_written(target, tr("the disk is full") if full else str(error)) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _not_written(target: Path, why: str) -> Trouble:
    return Trouble(
        what=tr("The copy {} cannot be written: {}.").format(target, why),
        kept=tr("The library was not changed."),
        do=tr("Free some space or choose another folder, then try again."),
    )


def back_up(library: Path, target: Path, step: Step = lambda _share: None) -> None:
    """Copy a library that may be open, here or in another program, also from another thread.  Raises Trouble."""
    if target.exists() and target.samefile(library):
        raise Trouble(
            what=tr("{} is the library itself.").format(target),
            kept=tr("Nothing was changed."),
            do=tr("Choose another name for the copy."),
        )
    with files.plainly(library), closing(files.connect(library, read_only=True)) as connection:
        write(connection, target, step)


def look_over(library: Path) -> tuple[str, ...]:
    """What is wrong with a library, in sentences; none if it is sound.  Raises Trouble if it is none of ours."""
    try:
        with closing(files.connect(library, read_only=True)) as connection:
            return tuple(faults(connection))
    except files.Damaged as trouble:
        return (trouble.what,)


def faults(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with a library, in sentences; none if it is sound."""
    try:
        found = [text for (text,) in connection.execute("PRAGMA integrity_check(20)")]
        if found != ["ok"]:
            yield from (tr("The file: {}").format(text) for text in found)
            return
        for table, row_id, target, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
            yield tr("Row {} of {} names a row of {} that is not there.").format(row_id, table, target)
        sql = "SELECT (SELECT count(*) FROM search) = (SELECT count(*) FROM passages)"
        if connection.execute(sql).fetchone() != (1,):
            yield tr("The search index does not agree with the texts.")
    except sqlite3.DatabaseError as error:
        yield tr("The file: {}").format(error)


def rescue(damaged: Path, target: Path, shipped: Path) -> tuple[str, ...]:
    """Write a sound library with all that can still be read of a damaged one; what could not be read, in sentences.

    What is missing of the shipped cases comes from the book.  The damaged file is not changed.  Raises Trouble.
    """
    from sqlite_utils import Database

    from desktop_app.library import update

    if target.exists():
        raise Trouble(
            what=tr("There is already a file {}.").format(target),
            kept=tr("Nothing was changed."),
            do=tr("Choose a new name for the rescued library."),
        )
    lost: list[str] = []
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as whole:
        schema.migrate(whole)
        _take_over(damaged, whole, lost)
        db = Database(whole, execute_plugins=False)
        with db.atomic(), closing(files.reading(shipped)) as book:
            whole.execute("PRAGMA defer_foreign_keys = ON")
            while dangling := whole.execute("PRAGMA foreign_key_check").fetchall():
                for table, row_id, *_ in dangling:
                    whole.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
            passages.index_all(whole)
            update.take_in(db, book, lambda _: None)
        write(whole, target, lambda _: None)
    return tuple(lost)


_NOT_TAKEN_OVER = {"search", "passages", "book"}  # made anew from the rest


def _take_over(damaged: Path, whole: sqlite3.Connection, lost: list[str]) -> None:
    with TemporaryDirectory() as folder, closing(_opened(damaged, Path(folder))) as source:
        source.execute("PRAGMA writable_schema = ON")  # else SQLite reads nothing of a file that was cut off
        source.text_factory = lambda text: text.decode("utf-8", "replace")
        read = {table: _readable(source, table) for table in sorted(_tables(source) - _NOT_TAKEN_OVER)}
        if not any(rows for rows, _ in read.values()):
            raise Trouble(
                what=tr("Nothing can be read of {}.").format(damaged),
                kept=tr("Nothing was written."),
                do=tr("Look for a copy: beside the library, or where your system keeps older versions."),
            )
        for table, (rows, gap) in read.items():
            kept = 0
            for row in rows:
                with suppress(sqlite3.IntegrityError):  # garbled, or the same row twice
                    history.insert(whole, table, [row])
                    kept += 1
            if gap or kept < len(rows):
                lost.append(tr("{}: {} rows were read, others could not be.").format(table, kept))
    if any(line.startswith("change") for line in lost):  # half a log would undo half a change
        whole.execute("DELETE FROM changed_rows")
        whole.execute("DELETE FROM changes")


def _tables(source: sqlite3.Connection) -> frozenset[str]:
    """Those that a library of its version has; where it cannot say which that is, all."""
    with suppress(sqlite3.DatabaseError):
        (version,) = source.execute("PRAGMA user_version").fetchone()
        return schema.TABLES_OF.get(version, schema.TABLES)
    return schema.TABLES


def _opened(damaged: Path, folder: Path) -> sqlite3.Connection:
    """A connection to the file, or to a copy in which a change left half written is taken back."""
    journal = damaged.with_name(f"{damaged.name}-journal")
    if not journal.exists():
        return files.reading(damaged)
    for file in (damaged, journal):
        copyfile(file, folder / file.name)
    return sqlite3.connect(folder / damaged.name, isolation_level=None)


def _readable(source: sqlite3.Connection, table: str) -> tuple[list[Row], bool]:
    """The rows of a table, read from both ends until something is in the way; whether anything was."""
    found: dict[int, Row] = {}
    gap = False
    for order in ("ASC", "DESC"):
        try:
            columns = history.columns(source, table)
            for row in source.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id {order}"):
                if row[0] in found:
                    break
                found[row[0]] = dict(zip(columns, row, strict=True))
        except sqlite3.DatabaseError:
            gap = True
        if not gap:
            break
    return [found[row_id] for row_id in sorted(found)], gap
