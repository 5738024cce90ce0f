"""Which texts can be found, and which of them does a changed row touch?

A passage is what the search shows as one hit: a part of a case, a note or the reason that a reader gives.  The
full-text index holds it folded, in three columns: names (of cases, actors, places, events), other titles, and all
other text.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from desktop_app.library.folding import fold

Passage = tuple[str, int]  # kind, id of the row


class Words(NamedTuple):
    """A passage as written."""

    row_id: int
    case: str  # slug
    target: str  # kind of the target
    key: str
    name: str
    title: str
    body: str


_AT_ONCE = 500  # rows read by one statement
BETWEEN = "\u001e"  # the texts that make up a passage: no text holds it


def _locators(column: str) -> str:
    return f"(SELECT group_concat(locator, ', ') FROM citations WHERE {column} = t.id)"


def _lines(*columns: str) -> str:
    return f" || char({ord(BETWEEN)}) || ".join(f"coalesce({column}, '')" for column in columns)


_OF_CASE = "JOIN cases k ON k.id = t.case_id"
# Kind -> (name, title, body, tables, key): what is read of the row t.
_TEXTS = {
    "case": (
        _lines("t.title", "t.short_title"),
        "''",
        _lines(
            "t.question", "t.coincidence", "t.author_claim", "t.background", "t.assessment",
            "(SELECT group_concat(text, char(30)) FROM remarks WHERE case_id = t.id)",
        ),
        "cases t JOIN cases k ON k.id = t.id",
        "k.slug",
    ),
    "event": (
        "t.title",
        "''",
        _lines(
            "t.summary", "t.when_text",
            "(SELECT group_concat(role, ', ') FROM participations WHERE event_id = t.id)", _locators("event_id"),
        ),
        f"events t {_OF_CASE}",
        "t.key",
    ),
    "actor": (
        _lines("a.name", "a.native_name", "nullif(t.short, a.name)"),
        "''",
        _lines("t.role", "t.side"),
        f"case_actors t {_OF_CASE} JOIN actors a ON a.id = t.actor_id",
        "a.key",
    ),
    "place": (
        _lines(
            "t.name", "nullif(p.modern_name, t.name)", "(SELECT group_concat(value, ', ') FROM json_each(t.names))"
        ),
        "''",
        "t.country",
        f"case_places t {_OF_CASE} JOIN places p ON p.id = t.place_id",
        "p.key",
    ),
    "stay": (
        "''",
        "c.short || ': ' || p.name",
        _lines("t.note", "t.when_text", _locators("stay_id")),
        f"stays t {_OF_CASE} JOIN case_actors c ON c.case_id = t.case_id AND c.actor_id = t.actor_id"
        " JOIN case_places p ON p.case_id = t.case_id AND p.place_id = t.place_id",
        "t.key",
    ),
    "link": (
        "''",
        "c.title || ' → ' || e.title",
        _lines("t.mechanism", "t.counterfactual", _locators("link_id")),
        f"links t {_OF_CASE} JOIN events c ON c.id = t.cause_id JOIN events e ON e.id = t.effect_id",
        "t.key",
    ),
    "hypothesis": ("''", "t.short", "t.statement", f"hypotheses t {_OF_CASE}", "t.key"),
    "evidence": (
        "''",
        "t.short",
        _lines("t.statement", "t.reason", _locators("evidence_id")),
        f"evidence t {_OF_CASE}",
        "t.key",
    ),
    "source": ("''", "t.title", "t.csl", f"sources t {_OF_CASE}", "t.key"),
    "annotation": (
        "''",
        "coalesce((SELECT group_concat(tag, ', ') FROM tags WHERE annotation_id = t.id), '')",
        "t.text",
        "annotations t",
        "t.key",
    ),
    "verdict": ("''", "''", "t.reason", "verdicts t", "t.case_slug"),
    "contest": ("''", "''", "t.reason", "contests t", "t.link_key"),
    "rating": ("''", "''", "t.reason", "ratings t", "t.evidence_key"),
    "prior": ("''", "''", "t.reason", "priors t", "t.hypothesis_key"),
}  # fmt: skip

# Passages of the reader's -> the kind of their target.
OF_THE_READER = {
    "annotation": "t.kind",
    "verdict": "'case'",
    "contest": "'link'",
    "rating": "'evidence'",
    "prior": "'hypothesis'",
}

# Table -> passages that tell of its row ?; a statement gives their ids, none the row's own.
_TOLD: dict[str, tuple[tuple[str, str | None], ...]] = {
    "cases": (("case", None),),
    "remarks": (("case", "SELECT case_id FROM remarks WHERE id = ?"),),
    "actors": (
        ("actor", "SELECT id FROM case_actors WHERE actor_id = ?"),
        ("stay", "SELECT id FROM stays WHERE actor_id = ?"),
    ),
    "places": (
        ("place", "SELECT id FROM case_places WHERE place_id = ?"),
        ("stay", "SELECT id FROM stays WHERE place_id = ?"),
    ),
    "case_actors": (
        ("actor", None),
        (
            "stay",
            "SELECT s.id FROM case_actors c JOIN stays s ON s.case_id = c.case_id AND s.actor_id = c.actor_id"
            " WHERE c.id = ?",
        ),
    ),
    "case_places": (
        ("place", None),
        (
            "stay",
            "SELECT s.id FROM case_places c JOIN stays s ON s.case_id = c.case_id AND s.place_id = c.place_id"
            " WHERE c.id = ?",
        ),
    ),
    "events": (
        ("event", None),
        ("link", "SELECT id FROM links WHERE cause_id = ?"),
        ("link", "SELECT id FROM links WHERE effect_id = ?"),
    ),
    "participations": (("event", "SELECT event_id FROM participations WHERE id = ?"),),
    "stays": (("stay", None),),
    "links": (("link", None),),
    "hypotheses": (("hypothesis", None),),
    "evidence": (("evidence", None),),
    "sources": (("source", None),),
    "citations": tuple(
        (kind, f"SELECT {kind}_id FROM citations WHERE id = ? AND {kind}_id IS NOT NULL")
        for kind in ("event", "stay", "link", "evidence")
    ),
    "annotations": (("annotation", None),),
    "tags": (("annotation", "SELECT annotation_id FROM tags WHERE id = ?"),),
    "verdicts": (("verdict", None),),
    "contests": (("contest", None),),
    "ratings": (("rating", None),),
    "priors": (("prior", None),),
}


def told(connection: sqlite3.Connection, table: str, row_id: int) -> set[Passage]:
    """The passages whose words come, in part or whole, from the row as it now stands."""
    found: set[Passage] = set()
    for kind, sql in _TOLD.get(table, ()):
        if sql is None:
            found.add((kind, row_id))
        else:
            found |= {(kind, own) for (own,) in connection.execute(sql, (row_id,))}
    return found


def words(connection: sqlite3.Connection, kind: str, row_ids: Iterable[int] | None = None) -> Iterator[Words]:
    """The passages of one kind; of these rows, or all in their order."""
    name, title, body, tables, key = _TEXTS[kind]
    case, target = ("t.case_slug", OF_THE_READER[kind]) if kind in OF_THE_READER else ("k.slug", f"'{kind}'")
    sql = f"SELECT t.id, {case}, {target}, {key}, {name}, {title}, {body} FROM {tables}"
    if row_ids is None:
        rows = connection.execute(f"{sql} ORDER BY t.id")
    else:
        wanted = list(row_ids)
        rows = connection.execute(f"{sql} WHERE t.id IN ({', '.join('?' * len(wanted))})", wanted)
    for row in rows:
        found = Words(*row)
        yield found._replace(body=_csl_words(found.body)) if kind == "source" else found


def title(connection: sqlite3.Connection, kind: str, case: str, key: str) -> str | None:
    """What a part of a case is called; None if it has gone from it."""
    name, other, _, tables, key_column = _TEXTS[kind]
    sql = f"SELECT coalesce(nullif({name}, ''), {other}) FROM {tables} WHERE k.slug = ? AND {key_column} = ?"
    row = connection.execute(sql, (case, key)).fetchone()
    return str(row[0]).split(BETWEEN)[0] if row else None


def _csl_words(csl: str) -> str:
    """Names and texts of a source, without its title and the names of its fields."""
    source = json.loads(csl)
    people = [
        " ".join(str(part) for part in person.values())
        for value in source.values()
        if isinstance(value, list)
        for person in value
    ]
    texts = [
        str(value)
        for field, value in sorted(source.items(), key=lambda item: item[0].isupper())  # addresses and numbers last
        if isinstance(value, str) and field not in ("title", "type")
    ]
    return BETWEEN.join((", ".join(people), *texts))


def index_all(connection: sqlite3.Connection) -> None:
    """Fill an empty index."""
    for kind in _TEXTS:
        for passage in words(connection, kind):
            _add(connection, kind, passage)
    connection.execute("INSERT INTO search(search) VALUES ('optimize')")


def index(connection: sqlite3.Connection, passages: Iterable[Passage]) -> None:
    """Bring the index up to date for these passages, in the transaction of the change that touched them."""
    rows_by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, row_id in sorted(passages):
        rows_by_kind[kind].append(row_id)
        for (rowid,) in connection.execute("SELECT id FROM passages WHERE kind = ? AND row_id = ?", (kind, row_id)):
            connection.execute("DELETE FROM search WHERE rowid = ?", (rowid,))
            connection.execute("DELETE FROM passages WHERE id = ?", (rowid,))
    for kind, row_ids in rows_by_kind.items():
        for start in range(0, len(row_ids), _AT_ONCE):
            for passage in list(words(connection, kind, row_ids[start : start + _AT_ONCE])):
                _add(connection, kind, passage)


def _add(connection: sqlite3.Connection, kind: str, passage: Words) -> None:
    rowid = connection.execute("INSERT INTO passages (kind, row_id) VALUES (?, ?)", (kind, passage.row_id)).lastrowid
    connection.execute(
        "INSERT INTO search (rowid, name, title, body) VALUES (?, ?, ?, ?)",
        (rowid, fold(passage.name), fold(passage.title), fold(passage.body)),
    )
