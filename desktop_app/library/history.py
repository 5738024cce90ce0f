"""Which changes can be undone, and how are rows put back?

A change is kept as what its rows were before and after, whatever their table.  Undoing puts the first back, redoing
the second.  Nothing here knows what a note is.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.library import schema

Image = dict[str, Any] | None  # a row by column; None: there is none
Spot = tuple[str, int]  # table, id

# The tables whose rows a reader's changes may touch: a log from another hand names no others.
CHANGEABLE = schema.TABLES - {"book", "changes", "changed_rows", "passages", "search", "threads", "thread_cases"}


class RowChange(NamedTuple):
    spot: Spot
    before: Image
    after: Image


class Step(NamedTuple):
    """One entry of the log."""

    id: int
    name: str


def image(connection: sqlite3.Connection, spot: Spot) -> Image:
    table, row_id = spot
    cursor = connection.execute(f'SELECT * FROM "{table}" WHERE id = ?', (row_id,))
    row = cursor.fetchone()
    return dict(zip((column[0] for column in cursor.description), row, strict=True)) if row else None


def columns(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    return tuple(name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,)))


def put(connection: sqlite3.Connection, spot: Spot, there: Image, after: Image) -> None:
    """Make the row, which now is as the first image says, what the second says."""
    table, row_id = spot
    if after is None:
        connection.execute(f'DELETE FROM "{table}" WHERE id = ?', (row_id,))
    elif there is None:
        insert(connection, table, (after,))
    elif changed := [name for name, value in after.items() if name != "id" and value != there.get(name)]:
        assigned = ", ".join(f"{_quoted(name)} = ?" for name in changed)
        values = [*(after[name] for name in changed), row_id]
        connection.execute(f'UPDATE "{table}" SET {assigned} WHERE id = ?', values)


def insert(connection: sqlite3.Connection, table: str, images: Sequence[Mapping[str, Any]]) -> None:
    """Add rows, all with the columns of the first."""
    names = list(images[0])
    columns, places = ", ".join(map(_quoted, names)), ", ".join("?" * len(names))
    rows = ([image[name] for name in names] for image in images)
    connection.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', rows)


def _quoted(name: str) -> str:
    """A column's name, whatever a log from another hand says it is."""
    return '"' + name.replace('"', '""') + '"'


def log(connection: sqlite3.Connection, name: str, made: str, sitting: str | None, rows: Iterable[RowChange]) -> None:
    """Add a change at the end of the log; what was undone before it can no longer be redone.

    Changes of one sitting directly after one another are one step, under the name of the first.
    """
    connection.execute("DELETE FROM changes WHERE undone = 1")
    last = connection.execute("SELECT id, sitting FROM changes ORDER BY id DESC LIMIT 1").fetchone()
    if sitting is not None and last and last[1] == sitting:
        change_id = int(last[0])
        rows = [*_rows(connection, change_id), *rows]
        connection.execute("DELETE FROM changed_rows WHERE change_id = ?", (change_id,))
        connection.execute("UPDATE changes SET made = ? WHERE id = ?", (made, change_id))
    else:
        added = "INSERT INTO changes (name, made, sitting, undone) VALUES (?, ?, ?, 0) RETURNING id"
        (change_id,) = connection.execute(added, (name, made, sitting)).fetchone()
    kept = _joined(rows)
    connection.executemany(
        "INSERT INTO changed_rows (change_id, position, table_name, row_id, before, after) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (change_id, position, *row.spot, _written(row.before), _written(row.after))
            for position, row in enumerate(kept)
        ),
    )
    if not kept:  # a note begun and given up within one sitting leaves no step
        connection.execute("DELETE FROM changes WHERE id = ?", (change_id,))


def _joined(rows: Iterable[RowChange]) -> list[RowChange]:
    """What came directly after one another for one row, as one entry; what came to nothing, as none.

    The order stays: every state between two entries once held, so that no constraint can be in the way.
    """
    joined: list[RowChange] = []
    for row in rows:
        before = joined.pop().before if joined and joined[-1].spot == row.spot else row.before
        if before != row.after:
            joined.append(RowChange(row.spot, before, row.after))
    return joined


def next_undo(connection: sqlite3.Connection) -> Step | None:
    return _step(connection, "undone = 0 ORDER BY id DESC")


def next_redo(connection: sqlite3.Connection) -> Step | None:
    return _step(connection, "undone = 1 ORDER BY id")


def _step(connection: sqlite3.Connection, which: str) -> Step | None:
    row = connection.execute(f"SELECT id, name FROM changes WHERE {which} LIMIT 1").fetchone()
    return Step(*row) if row else None


def undo(connection: sqlite3.Connection, step: Step, write: Callable[[Spot, Image], None]) -> None:
    """Put every row back as it was before the step.  Raises Trouble if one of them is not as the step left it."""
    for row in reversed(_rows(connection, step.id)):
        _replace(connection, step, row.spot, row.after, row.before, write)
    connection.execute("UPDATE changes SET undone = 1 WHERE id = ?", (step.id,))


def redo(connection: sqlite3.Connection, step: Step, write: Callable[[Spot, Image], None]) -> None:
    """Make every row again what the step made it.  Raises Trouble if one of them is not as it was before the step."""
    for row in _rows(connection, step.id):
        _replace(connection, step, row.spot, row.before, row.after, write)
    connection.execute("UPDATE changes SET undone = 0 WHERE id = ?", (step.id,))


def _replace(
    connection: sqlite3.Connection,
    step: Step,
    spot: Spot,
    expected: Image,
    wanted: Image,
    write: Callable[[Spot, Image], None],
) -> None:
    if image(connection, spot) != expected:
        raise Trouble(
            what=tr("“{}” cannot be undone or redone: another program changed the same entry since.").format(step.name),
            kept=tr("Nothing was changed."),
        )
    write(spot, wanted)


def _rows(connection: sqlite3.Connection, change_id: int) -> list[RowChange]:
    rows = []
    for table, row_id, before, after in connection.execute(
        "SELECT table_name, row_id, before, after FROM changed_rows WHERE change_id = ? ORDER BY position", (change_id,)
    ):
        if table not in CHANGEABLE:
            raise Trouble(
                what=tr(
                    "The log of changes in this library names a table that holds nothing of a reader's: {}."
                ).format(table),
                kept=tr("Nothing was changed."),
            )
        rows.append(RowChange((table, row_id), read(before), read(after)))
    return rows


def _written(row: Image) -> str | None:
    return None if row is None else json.dumps(row, ensure_ascii=False)


def read(text: str | None) -> Image:
    if text is None:
        return None
    row = json.loads(text)
    return dict(row)
