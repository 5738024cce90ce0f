"""How does a library's file come to be, and what does it mean when SQLite complains?"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.library import schema

_MAGIC = b"SQLite format 3\0"


def write_whole(target: Path, content: bytes) -> None:
    """Write the file or leave what was there: beside it, to disk, then renamed."""
    beside = _beside(target)
    try:
        _write_through(beside, content)
        os.replace(beside, target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    flush_folder(target.parent)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


def clear(path: Path) -> None:
    """Take away what a killed program may have left beside the library; call it under the lock."""
    _beside(path).unlink(missing_ok=True)


def create(path: Path, shipped: Path) -> None:
    """Write a new library, a copy of the book, where there is none: none or a whole one, whatever happens.

    Call it under the lock, so that no second program writes the same copy.  Raises Trouble.
    """
    beside = _beside(path)
    try:
        try:
            _write_through(beside, shipped.read_bytes())
            _name_without_replacing(beside, path)
        finally:
            beside.unlink(missing_ok=True)
        flush_folder(path.parent)
    except FileExistsError:
        return  # another program was first: its library is as good as ours
    except OSError as error:
        raise Trouble(
            what=tr("The library {} cannot be written: {}.").format(path, error.strerror),
            kept=tr("Nothing was written."),
            do=tr("Free some space or choose another folder with --library."),
        ) from error


def _name_without_replacing(beside: Path, path: Path) -> None:
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        os.replace(beside, path)


def _write_through(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)  # a left one may be another name of a library: never write into it
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make a new name last: on POSIX a folder is flushed like a file; Windows does so by itself."""
    if os.name != "posix":
        return
    with suppress(OSError):  # some network file systems refuse; the name is then theirs to keep
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """A connection to a library that was looked at first: ours, whole, of this version or an older one.

    Raises Trouble; the file is not changed by opening it, but for a change that a killed program left half written:
    that is taken back.
    """
    path = path.resolve()
    with _sized(path) as size, plainly(path):
        try:
            return _looked_at(path, size, "ro" if read_only else "rw")
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_READONLY_ROLLBACK:
                raise
        _looked_at(path, size, "rw").close()
        return _looked_at(path, size, "ro")


def _looked_at(path: Path, size: int, mode: str) -> sqlite3.Connection:
    uri = f"{path.as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    try:
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        _look_at(connection, path, size)
    except BaseException:
        connection.close()
        raise
    return connection


def reading(path: Path) -> sqlite3.Connection:
    """A bare connection that changes nothing."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)


BUSY_SECONDS = 5.0  # how long another program may hold the file
_SETTINGS = ("trusted_schema = OFF", "cell_size_check = ON", "foreign_keys = ON", "synchronous = EXTRA")


@contextmanager
def _sized(path: Path) -> Iterator[int]:
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise Trouble(
            what=tr("{} cannot be opened: {}.").format(path, error.strerror),
            kept=tr("Nothing was changed."),
            do=tr("Look at its name and its permissions."),
        ) from error
    if head != _MAGIC:
        raise _not_ours(path)
    yield size


def _look_at(connection: sqlite3.Connection, path: Path, size: int) -> None:
    def pragma(name: str) -> int:
        return int(connection.execute(f"PRAGMA {name}").fetchone()[0])

    if pragma("application_id") != schema.APPLICATION_ID:
        raise _not_ours(path)
    version = pragma("user_version")
    if version > schema.VERSION:
        raise Trouble(
            what=tr("{} was written by a newer version of this program.").format(path),
            kept=tr("Nothing in it was changed."),
            do=tr("Install the newer version, or open another library."),
        )
    if pragma("page_count") * pragma("page_size") > size:
        raise damaged(path)
    tables = set()
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master"):
        virtual = kind == "table" and str(sql).upper().startswith("CREATE VIRTUAL") and name != "search"
        if virtual or kind in ("trigger", "view"):
            raise Trouble(
                what=tr("{} holds a program of its own ({} {}), as no library does.").format(path, kind, name),
                kept=tr("It was not opened and nothing in it was run."),
                do=tr("Ask whoever gave it to you."),
            )
        tables.add(name)
    if not tables >= schema.TABLES_OF.get(version, schema.TABLES_OF[1]):
        raise damaged(path)


def _not_ours(path: Path) -> Trouble:
    return Trouble(
        what=tr("{} is not a library of this program.").format(path),
        kept=tr("Nothing in it was changed."),
        do=tr("Choose another file."),
    )


class Damaged(Trouble):
    """A library that is ours, and cannot be read as it should be."""


def damaged(path: Path) -> Damaged:
    return Damaged(
        what=tr("The library {} is damaged.").format(path),
        kept=tr("Nothing in it was changed."),
        do=tr("Put a copy in its place, or save what can be read: coincidence-casebook check-library --rescue FILE."),
    )


@contextmanager
def plainly(path: Path, kept: str = "") -> Iterator[None]:
    """Tell what the machine or the file did to us in plain words; a mistake of ours keeps its traceback."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        trouble = _trouble_of(error, path, kept or tr("Nothing was changed."))
        if trouble is None:
            raise
        raise trouble from error


def _trouble_of(error: sqlite3.DatabaseError, path: Path, kept: str) -> Trouble | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:  # the driver's own: a text that is no UTF-8
        return damaged(path) if isinstance(error, sqlite3.OperationalError) else None
    match code & 0xFF:  # the rest of an extended code says where
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_FORMAT:
            return damaged(path)
        case sqlite3.SQLITE_FULL:
            return Trouble(tr("The disk is full."), kept, tr("Free some space, then save again."))
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN if not path.exists():
            return Trouble(
                tr("The library {} is no longer there: it was moved or deleted while it was open.").format(path),
                kept,
                tr("Put it back under its name; until then nothing can be saved."),
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_AUTH:
            return Trouble(
                tr("The library {} cannot be read or written.").format(path),
                kept,
                tr("Look at the permissions of the file and its folder."),
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Trouble(
                tr("Another program is using the library {}.").format(path), kept, tr("Close it there and try again.")
            )
        case sqlite3.SQLITE_IOERR:
            return Trouble(
                tr("The disk failed while the library {} was in use.").format(path),
                kept,
                tr("Make a copy of the library on another disk."),
            )
    return None
