"""What can be changed in a library, and which rows does it touch?"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from desktop_app.casebook.case import Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Sureness
from desktop_app.casebook.trouble import Trouble
from desktop_app.library import history, passages

# Table of a part -> (its column, the table of the whole) on the way to a case.
_WHOLES = {
    "tags": ("annotation_id", "annotations"),
    "participations": ("event_id", "events"),
    "evidence_events": ("evidence_id", "evidence"),
    "evidence_hypotheses": ("evidence_id", "evidence"),
    "citations": ("source_id", "sources"),
}


class Change:
    """A change being made: its rows before and after, and what it touches."""

    def __init__(self, db: Any, author: str) -> None:
        self.db = db
        self.author = author
        self.rows: list[history.RowChange] = []
        self.touched: set[tuple[str, str]] = set()
        self.told: set[passages.Passage] = set()

    def write(self, spot: history.Spot, after: history.Image) -> None:
        """Make a row what the image says; None takes it away."""
        before = history.image(self.db.conn, spot)
        self._notice(spot)
        history.put(self.db, spot, after)
        self._notice(spot)
        self.rows.append(history.RowChange(spot, before, history.image(self.db.conn, spot)))

    def _notice(self, spot: history.Spot) -> None:
        table, row_id = spot
        self.told |= passages.told(self.db.conn, table, row_id)
        row = history.image(self.db.conn, spot)
        while row and table in _WHOLES:
            column, table = _WHOLES[table]
            row = history.image(self.db.conn, (table, row[column]))
        if row is None:
            return
        if "case_slug" in row:
            self.touched.add((table, row["case_slug"]))
        elif table == "cases":
            self.touched.add((table, row["slug"]))
        elif "case_id" in row and (case := history.image(self.db.conn, ("cases", row["case_id"]))):
            self.touched.add((table, case["slug"]))

    def _add(self, table: str, columns: Mapping[str, object]) -> int:
        # Never a number that was in use before: a panel may still hold it.
        (row_id,) = self.db.conn.execute(
            f"SELECT 1 + max(coalesce((SELECT max(id) FROM {table}), 0),"
            " coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0))",
            (table,),
        ).fetchone()
        self.write((table, row_id), {"id": row_id, **columns})
        return int(row_id)

    def _of(self, table: str, row_id: int) -> dict[str, Any]:
        row = history.image(self.db.conn, (table, row_id))
        if row is None:
            raise Trouble(what=tr("This entry is no longer in the library."), kept=tr("Nothing was changed."))
        return row

    def add_note(self, target: Target, text: str, tags: tuple[str, ...] = ()) -> int:
        moment = now()
        note = {
            "case_slug": target.case,
            "kind": str(target.kind),
            "key": target.key,
            "text": _storable(text),
            "author": self.author,
            "created": moment,
            "changed": moment,
        }
        note_id = self._add("annotations", note)
        self._tag(note_id, tags)
        return note_id

    def edit_note(self, note_id: int, text: str, tags: tuple[str, ...]) -> None:
        note = self._of("annotations", note_id)
        self.write(("annotations", note_id), {**note, "text": _storable(text), "changed": now()})
        self._tag(note_id, tags)

    def remove_note(self, note_id: int) -> None:
        self._of("annotations", note_id)
        self._tag(note_id, ())
        self.write(("annotations", note_id), None)

    def _tag(self, note_id: int, tags: tuple[str, ...]) -> None:
        wanted = list(dict.fromkeys(stripped for tag in tags if (stripped := _storable(tag).strip())))
        there = self.db.conn.execute(
            "SELECT id, tag FROM tags WHERE annotation_id = ? ORDER BY position", (note_id,)
        ).fetchall()
        if [tag for _, tag in there] == wanted:
            return
        for row_id, _ in there:
            self.write(("tags", row_id), None)
        for position, tag in enumerate(wanted):
            self._add("tags", {"annotation_id": note_id, "tag": tag, "position": position})

    def judge(self, case: str, value: int | None, sureness: Sureness, reason: str) -> int:
        """A new verdict on a case (its slug), 0 to 100; None withdraws the one before, which stays with its date."""
        verdict = {
            "case_slug": case,
            "value": value,
            "sureness": str(sureness),
            "reason": _storable(reason),
            "author": self.author,
            "created": now(),
        }
        return self._add("verdicts", verdict)

    def amend_verdict(self, verdict_id: int, value: int | None, sureness: Sureness, reason: str) -> None:
        """Change a verdict that is still being given: no second one, the same date."""
        verdict = self._of("verdicts", verdict_id)
        self.write(
            ("verdicts", verdict_id),
            {**verdict, "value": value, "sureness": str(sureness), "reason": _storable(reason)},
        )


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _storable(text: str) -> str:
    """The text as UTF-8 can hold it: halves of a character are joined, or marked where the other half is missing."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
