"""How does what the reader adds to cases, and cases of his own, become rows?

Keys and slugs that begin with `reader-` are the reader's; the book has none such, so that a newer book never takes
one of them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop_app.casebook.case import Actor, Case, Citation, Event, Link, Place, Source, Stay
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import PREFIX
from desktop_app.casebook.terms import Claimant, Kind
from desktop_app.casebook.trouble import Trouble
from desktop_app.library import writing
from desktop_app.library.written import Written, gone

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CITING = {Kind.EVENT: "events", Kind.STAY: "stays", Kind.LINK: "links", Kind.EVIDENCE: "evidence"}


def add_link(change: Written, case: str, link: Link) -> str:
    ids = _ids(change, case)
    key = f"{PREFIX}{_next_number(change, case, ids.case)}"
    named = replace(link, key=key, claimed_by=Claimant.READER)
    writing.add_links(change, ids, [named])
    return key


def _next_number(change: Written, case: str, case_id: int) -> int:
    """One that no link had: a note on a link that was removed must not turn up at another."""
    keys = change.db.conn.execute(
        "SELECT key FROM links WHERE case_id = ?"
        " UNION SELECT key FROM annotations WHERE case_slug = ? AND kind = 'link'",
        (case_id, case),
    )
    numbers = [int(key.removeprefix(PREFIX)) for (key,) in keys if re.fullmatch(f"{PREFIX}[0-9]+", key)]
    return max(numbers, default=0) + 1


def edit_link(change: Written, case: str, link: Link) -> None:
    ids = _ids(change, case)
    row = _own_link(change, ids, link.key)
    wanted = writing.link_row(ids, replace(link, claimed_by=Claimant.READER), row["position"])
    change.write(("links", row["id"]), {**row, **wanted})
    change.remove_all("citations", "link_id = ?", row["id"])
    writing.cite(change, ids, "link", [(row["id"], link.citations)])


def remove_link(change: Written, case: str, key: str) -> None:
    row = _own_link(change, _ids(change, case), key)
    change.remove_all("citations", "link_id = ?", row["id"])
    change.write(("links", row["id"]), None)


def _own_link(change: Written, ids: writing.Ids, key: str) -> dict[str, Any]:
    row = change.found("links", case_id=ids.case, key=key)
    if row is None:
        raise gone()
    if row["claimed_by"] != Claimant.READER:
        raise Trouble(
            what=tr("This link is not yours: it can be contested, but not changed."), kept=tr("Nothing was changed.")
        )
    return row


def add_case(change: Written, case: Case) -> str:
    slug = case.slug if case.slug.startswith(PREFIX) else PREFIX + case.slug
    if not _KEY.fullmatch(slug):
        raise ValueError(f"no slug: {slug}")
    if change.found("cases", slug=slug):
        raise Trouble(
            what=tr("There is already a case {}.").format(slug),
            kept=tr("Nothing was changed."),
            do=tr("Give it another name."),
        )
    _look_at_keys(change, case.actors, case.places)
    writing.add_case(change, replace(case, slug=slug, chapter=None))
    return slug


def add(
    change: Written,
    case: str,
    *,
    actors: Sequence[Actor] = (),
    places: Sequence[Place] = (),
    events: Sequence[Event] = (),
    stays: Sequence[Stay] = (),
) -> None:
    ids = _ids(change, case, only_own=True)
    _look_at_keys(change, actors, places)
    writing.add_actors(change, ids, actors)
    writing.add_places(change, ids, places)
    writing.add_events(change, ids, events)
    writing.add_stays(change, ids, stays)


def _look_at_keys(change: Written, actors: Sequence[Actor], places: Sequence[Place]) -> None:
    """New actors and places carry the reader's prefix: the book may have others of that name one day."""
    shared: tuple[tuple[str, Sequence[Actor | Place]], ...] = (("actors", actors), ("places", places))
    for table, parts in shared:
        for part in parts:
            if not part.key.startswith(PREFIX) and change.id_of(table, part.key) is None:
                raise ValueError(f"{table}: the library knows no {part.key}, and a new key begins with {PREFIX}")


def add_sources(change: Written, case: str, sources: Sequence[Source]) -> None:
    ids = _ids(change, case)
    shipped = change.of("cases", ids.case)["chapter"] is not None
    for source in sources:
        if shipped and not source.key.startswith(PREFIX):
            raise ValueError(f"a source added to a shipped case has a key that begins with {PREFIX}: {source.key}")
    writing.add_sources(change, ids, sources)


def cite(change: Written, case: str, kind: Kind, citations: Mapping[str, Sequence[Citation]]) -> None:
    ids = _ids(change, case, only_own=True)
    table = _CITING[kind]
    rows = dict(change.db.conn.execute(f"SELECT key, id FROM {table} WHERE case_id = ?", (ids.case,)))
    known = writing.Keys(rows)
    writing.cite(change, ids, str(kind), [(known[key], cited) for key, cited in citations.items()])


def remove_case(change: Written, case: str) -> None:
    ids = _ids(change, case, only_own=True)
    of_case = "IN (SELECT id FROM {} WHERE case_id = ?)"
    change.remove_all("citations", f"source_id {of_case.format('sources')}", ids.case)
    change.remove_all("participations", f"event_id {of_case.format('events')}", ids.case)
    for table in ("evidence_events", "evidence_hypotheses"):
        change.remove_all(table, f"evidence_id {of_case.format('evidence')}", ids.case)
    for table in _OF_CASE:
        change.remove_all(table, "case_id = ?", ids.case)
    change.write(("cases", ids.case), None)
    for table, used in (("actors", "actor_id"), ("places", "place_id")):
        others = f"id NOT IN (SELECT {used} FROM case_{table})"
        change.remove_all(table, f"key LIKE '{PREFIX}%' AND {others}")


# What belongs to a case, the parts that others name last.
_OF_CASE = (
    "coincident", "links", "evidence", "compatible", "hypotheses", "stays", "events", "sources", "focus_windows",
    "related_cases", "remarks", "case_actors", "case_places",
)  # fmt: skip


def _ids(change: Written, case: str, *, only_own: bool = False) -> writing.Ids:
    row = change.found("cases", slug=case)
    if row is None:
        raise gone()
    if only_own and row["chapter"] is not None:
        raise Trouble(
            what=tr("“{}” is a case of the book: its parts cannot be changed.").format(row["short_title"]),
            kept=tr("Nothing was changed."),
            do=tr("Write a note, contest a link, or begin a case of your own."),
        )
    case_id = int(row["id"])

    def keys(table: str) -> writing.Keys:
        return writing.Keys(change.db.conn.execute(f"SELECT key, id FROM {table} WHERE case_id = ?", (case_id,)))

    def shared(table: str, column: str) -> writing.Keys:
        sql = f"SELECT p.key, p.id FROM {table} p JOIN case_{table} c ON c.{column} = p.id WHERE c.case_id = ?"
        return writing.Keys(change.db.conn.execute(sql, (case_id,)))

    counted = ("case_actors", "case_places", "sources", "events", "stays", "links", "hypotheses", "evidence")
    following = {
        table: change.db.conn.execute(
            f"SELECT coalesce(max(position), -1) + 1 FROM {table} WHERE case_id = ?", (case_id,)
        ).fetchone()[0]
        for table in counted
    }
    return writing.Ids(
        case_id,
        shared("actors", "actor_id"),
        shared("places", "place_id"),
        keys("sources"),
        keys("events"),
        keys("hypotheses"),
        following,
    )
