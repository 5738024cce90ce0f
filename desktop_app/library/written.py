"""Which rows does a change write, and what do they touch?"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.library import history, passages
from desktop_app.library.rows import Row

# Table of a part -> (its column, the table of the whole) on the way to a case.
_WHOLES = {
    "tags": ("annotation_id", "annotations"),
    "participations": ("event_id", "events"),
    "evidence_events": ("evidence_id", "evidence"),
    "evidence_hypotheses": ("evidence_id", "evidence"),
    "citations": ("source_id", "sources"),
}


class Written:
    """The rows of a change before and after, and what it touches."""

    def __init__(self, db: Any, author: str) -> None:
        self.db = db
        self.author = author
        self.rows: list[history.RowChange] = []
        self.touched: set[tuple[str, str]] = set()
        self.told: set[passages.Passage] = set()
        self.moment = now()  # UTC, when it was begun
        self._slugs: dict[int, str] = {}

    def write(self, spot: history.Spot, after: history.Image) -> None:
        """Make a row what the image says; None takes it away."""
        before = history.image(self.db.conn, spot)
        self._notice(spot, before)
        history.put(self.db.conn, spot, before, None if after is None else _storable_row(after))
        there = history.image(self.db.conn, spot)
        self._notice(spot, there)
        self.rows.append(history.RowChange(spot, before, there))

    def add(self, table: str, row: Mapping[str, object]) -> int:
        (row_id,) = self.add_all(table, [dict(row)])
        return row_id

    def add_all(self, table: str, rows: Sequence[Row]) -> list[int]:
        """New rows; their ids."""
        if not rows:
            return []
        first = self.next_id(table)
        columns = history.columns(self.db.conn, table)
        images = [
            {**dict.fromkeys(columns), **_storable_row(row), "id": first + number} for number, row in enumerate(rows)
        ]
        history.insert(self.db.conn, table, images)
        for image in images:
            spot = (table, image["id"])
            self._notice(spot, image)
            self.rows.append(history.RowChange(spot, None, image))
        return [image["id"] for image in images]

    def next_id(self, table: str) -> int:
        """Never a number that was in use before: a panel may still hold it."""
        (row_id,) = self.db.conn.execute(
            f"SELECT 1 + max(coalesce((SELECT max(id) FROM {table}), 0),"
            " coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0))",
            (table,),
        ).fetchone()
        return int(row_id)

    def id_of(self, table: str, key: str) -> int | None:
        """The id of an actor or place that the library already has."""
        row = self.db.conn.execute(f"SELECT id FROM {table} WHERE key = ?", (key,)).fetchone()
        return int(row[0]) if row else None

    def remove_all(self, table: str, where: str, *values: object) -> None:
        for (row_id,) in self.db.conn.execute(f"SELECT id FROM {table} WHERE {where} ORDER BY id", values).fetchall():
            self.write((table, row_id), None)

    def of(self, table: str, row_id: int) -> dict[str, Any]:
        """The row.  Raises Trouble if it has gone."""
        row = history.image(self.db.conn, (table, row_id))
        if row is None:
            raise gone()
        return row

    def found(self, table: str, **columns: object) -> dict[str, Any] | None:
        """The one row with these values, if there is one."""
        where = " AND ".join(f"{name} = ?" for name in columns)
        row = self.db.conn.execute(f"SELECT id FROM {table} WHERE {where}", tuple(columns.values())).fetchone()
        return history.image(self.db.conn, (table, row[0])) if row else None

    def settle(self, table: str, unique: Mapping[str, object], values: Mapping[str, object] | None) -> None:
        """The one row under a unique name gets these values, or goes (None)."""
        row = self.found(table, **unique)
        if values is None:
            if row:
                self.write((table, row["id"]), None)
        elif row is None:
            self.add(table, {**unique, **values})
        else:
            self.write((table, row["id"]), {**row, **values})

    def _notice(self, spot: history.Spot, row: history.Image) -> None:
        """What the row, as it stands before or after, touches and tells of."""
        if row is None:
            return
        table, row_id = spot
        self.told |= passages.told(self.db.conn, table, row_id)
        whole: history.Image = row
        while whole and table in _WHOLES:
            column, table = _WHOLES[table]
            whole = history.image(self.db.conn, (table, whole[column]))
        if whole is None:
            return
        if "case_slug" in whole:
            self.touched.add((table, whole["case_slug"]))
        elif table == "cases":
            self.touched.add((table, whole["slug"]))
        elif "case_id" in whole and (slug := self._slug(whole["case_id"])):
            self.touched.add((table, slug))

    def _slug(self, case_id: int) -> str | None:
        if case_id not in self._slugs:
            case = history.image(self.db.conn, ("cases", case_id))
            if case is None:
                return None
            self._slugs[case_id] = case["slug"]
        return self._slugs[case_id]


def gone() -> Trouble:
    return Trouble(what=tr("This entry is no longer in the library."), kept=tr("Nothing was changed."))


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _storable_row(row: Row) -> Row:
    return {name: storable(value) if isinstance(value, str) else value for name, value in row.items()}


def storable(text: str) -> str:
    """The text as UTF-8 can hold it: halves of a character are joined, or marked where the other half is missing."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
