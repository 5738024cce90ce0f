"""How does a case become rows, and rows a case?"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import inf
from typing import Any

from desktop_app.casebook.case import (
    Actor,
    Case,
    Citation,
    Event,
    Evidence,
    Hypothesis,
    Link,
    Participation,
    Place,
    Source,
    Stay,
    Thread,
)
from desktop_app.casebook.terms import (
    ActorKind,
    Certainty,
    Claimant,
    HypothesisKind,
    LinkKind,
    Pattern,
    Presence,
    Strength,
    Test,
)
from desktop_app.casebook.when import When

Row = dict[str, Any]

_PROSE = (
    "slug", "chapter", "title", "short_title", "years", "book_pages", "question", "coincidence", "author_claim",
    "background", "assessment",
)  # fmt: skip
BOUNDS = "start_earliest, start_latest, end_earliest, end_latest"


def when_of(text: str, bounds: Sequence[float | None]) -> When:
    a, b, c, d = bounds
    return When(
        text,
        (-inf if a is None else a, inf if b is None else b),
        (-inf if c is None else c, inf if d is None else d),
    )


def bounds_of(when: When | None) -> Row:
    """The four bounds as columns; NULL where open or unknown."""
    values = (*when.start, *when.end) if when else (None,) * 4
    names = BOUNDS.split(", ")
    return {name: None if value in (None, inf, -inf) else value for name, value in zip(names, values, strict=True)}


def read_case(connection: sqlite3.Connection, case_id: int) -> Case:
    """The whole case: one plain SELECT a table, no date parsed."""

    def rows(sql: str) -> list[Any]:
        return connection.execute(sql, (case_id,)).fetchall()

    ((*prose, pattern),) = rows(f"SELECT {', '.join(_PROSE)}, pattern FROM cases WHERE id = ?")
    citations = _citations(connection, case_id)
    participants = _grouped(
        rows(
            "SELECT p.event_id, a.key, p.role, p.presence FROM events e JOIN participations p ON p.event_id = e.id"
            " JOIN actors a ON a.id = p.actor_id WHERE e.case_id = ? ORDER BY p.event_id, p.position"
        )
    )
    evidence_events = _grouped(
        rows(
            "SELECT x.evidence_id, e.key FROM evidence i JOIN evidence_events x ON x.evidence_id = i.id"
            " JOIN events e ON e.id = x.event_id WHERE i.case_id = ? ORDER BY x.evidence_id, x.position"
        )
    )
    bearings = _grouped(
        rows(
            "SELECT x.evidence_id, x.bearing, h.key FROM evidence i JOIN evidence_hypotheses x ON x.evidence_id = i.id"
            " JOIN hypotheses h ON h.id = x.hypothesis_id WHERE i.case_id = ? ORDER BY x.evidence_id, x.position"
        )
    )
    remarks = rows("SELECT kind, text FROM remarks WHERE case_id = ? ORDER BY position")
    return Case(
        **dict(zip(_PROSE, prose, strict=True)),
        pattern=Pattern(pattern),
        focus=tuple(
            when_of(text, bounds)
            for text, *bounds in rows(
                f"SELECT when_text, {BOUNDS} FROM focus_windows WHERE case_id = ? ORDER BY position"
            )
        ),
        coincident=_column(
            rows(
                "SELECT e.key FROM coincident c JOIN events e ON e.id = c.event_id WHERE c.case_id = ?"
                " ORDER BY c.position"
            )
        ),
        related=_column(rows("SELECT chapter FROM related_cases WHERE case_id = ? ORDER BY position")),
        actors=tuple(
            actor_of(*row)
            for row in rows(f"SELECT {ACTOR_COLUMNS} FROM {ACTOR_TABLES} WHERE k.id = ? ORDER BY c.position")
        ),
        places=tuple(
            place_of(*row)
            for row in rows(f"SELECT {PLACE_COLUMNS} FROM {PLACE_TABLES} WHERE k.id = ? ORDER BY c.position")
        ),
        sources=tuple(
            Source(key, json.loads(csl), bool(seen))
            for key, csl, seen in rows("SELECT key, csl, seen FROM sources WHERE case_id = ? ORDER BY position")
        ),
        events=tuple(
            Event(
                key, title, when_of(text, bounds), place, summary, tuple(
                    Participation(actor, role, Presence(presence)) for actor, role, presence in participants[row_id]
                ), Certainty(certainty), citations["event", row_id],
            )
            for row_id, key, title, place, summary, certainty, text, *bounds in rows(
                f"SELECT e.id, e.key, e.title, p.key, e.summary, e.certainty, e.when_text, {BOUNDS} FROM events e"
                " LEFT JOIN places p ON p.id = e.place_id WHERE e.case_id = ? ORDER BY e.position"
            )
        ),
        stays=tuple(
            Stay(key, actor, place, when_of(text, bounds), Certainty(certainty), note, citations["stay", row_id])
            for row_id, key, actor, place, certainty, note, text, *bounds in rows(
                f"SELECT s.id, s.key, a.key, p.key, s.certainty, s.note, s.when_text, s.{BOUNDS.replace(' ', ' s.')}"
                " FROM stays s JOIN actors a ON a.id = s.actor_id JOIN places p ON p.id = s.place_id"
                " WHERE s.case_id = ? ORDER BY s.position"
            )
        ),
        links=tuple(
            Link(
                key, cause, effect, LinkKind(kind), Claimant(claimed_by), Strength(strength), mechanism, counterfactual,
                Certainty(certainty), citations["link", row_id],
            )
            for row_id, key, cause, effect, kind, claimed_by, strength, mechanism, counterfactual, certainty in rows(
                "SELECT l.id, l.key, c.key, e.key, l.kind, l.claimed_by, l.strength, l.mechanism, l.counterfactual,"
                " l.certainty FROM links l JOIN events c ON c.id = l.cause_id JOIN events e ON e.id = l.effect_id"
                " WHERE l.case_id = ? ORDER BY l.position"
            )
        ),
        hypotheses=tuple(
            Hypothesis(key, short, HypothesisKind(kind), statement)
            for key, short, kind, statement in rows(
                "SELECT key, short, kind, statement FROM hypotheses WHERE case_id = ? ORDER BY position"
            )
        ),
        evidence=tuple(
            Evidence(
                key, short, statement, _column(evidence_events[row_id]),
                "".join(name for bearing, name in bearings[row_id] if bearing == "favours"),
                tuple(name for bearing, name in bearings[row_id] if bearing == "against"),
                Test(test), reason, citations["evidence", row_id],
            )
            for row_id, key, short, statement, test, reason in rows(
                "SELECT id, key, short, statement, test, reason FROM evidence WHERE case_id = ? ORDER BY position"
            )
        ),
        open_questions=tuple(text for kind, text in remarks if kind == "question"),
        checks=tuple(text for kind, text in remarks if kind == "check"),
    )  # fmt: skip


ACTOR_COLUMNS = (
    "a.key, a.name, a.native_name, a.kind, a.life, c.short, c.side, c.role, a.start_earliest, a.start_latest,"
    " a.end_earliest, a.end_latest"
)
ACTOR_TABLES = "case_actors c JOIN actors a ON a.id = c.actor_id JOIN cases k ON k.id = c.case_id"
PLACE_COLUMNS = "p.key, c.name, p.modern_name, c.names, c.country, p.lat, p.lon, p.radius_km, c.transit, c.aboard"
PLACE_TABLES = "case_places c JOIN places p ON p.id = c.place_id JOIN cases k ON k.id = c.case_id"


def actor_of(
    key: str,
    name: str,
    native_name: str | None,
    kind: str,
    life: str | None,
    short: str,
    side: str,
    role: str,
    *bounds: float | None,
) -> Actor:
    return Actor(
        key, name, native_name, ActorKind(kind), when_of(life, bounds) if life is not None else None, short, side, role
    )


def place_of(
    key: str,
    name: str,
    modern_name: str,
    names: str,
    country: str,
    lat: float,
    lon: float,
    radius_km: float,
    transit: int,
    aboard: int,
) -> Place:
    return Place(
        key, name, modern_name, tuple(json.loads(names)), country, lat, lon, radius_km, bool(transit), bool(aboard)
    )


def _citations(connection: sqlite3.Connection, case_id: int) -> dict[tuple[str, int], tuple[Citation, ...]]:
    found: dict[tuple[str, int], tuple[Citation, ...]] = defaultdict(tuple)
    for event, stay, link, evidence, source, locator in connection.execute(
        "SELECT c.event_id, c.stay_id, c.link_id, c.evidence_id, s.key, c.locator FROM sources s"
        " JOIN citations c ON c.source_id = s.id WHERE s.case_id = ? ORDER BY c.position",
        (case_id,),
    ):
        for kind, row_id in (("event", event), ("stay", stay), ("link", link), ("evidence", evidence)):
            if row_id is not None:
                found[kind, row_id] += (Citation(source, locator),)
    return found


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    """Rows by their first column, without it."""
    groups: dict[int, list[Any]] = defaultdict(list)
    for first, *rest in rows:
        groups[first].append(rest)
    return groups


def _column(rows: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(row[0] for row in rows)


def write_case(db: Any, case: Case) -> None:
    """Add the case to a library that does not have it.  db: sqlite_utils.Database; actors and places are shared."""

    def add(table: str, **columns: Any) -> int:
        return int(db[table].insert(columns).last_pk)

    def cite(column: str, row_id: int, citations: tuple[Citation, ...]) -> None:
        for position, citation in enumerate(citations):
            columns = {column: row_id, "position": position, "locator": citation.locator}
            add("citations", source_id=sources[citation.source], **columns)

    case_id = add("cases", **{name: getattr(case, name) for name in _PROSE}, pattern=str(case.pattern))
    own: Row = {"case_id": case_id}
    actors, places, sources, events, hypotheses = ({} for _ in range(5))
    for position, actor in enumerate(case.actors):
        actors[actor.key] = _shared(db, "actors", actor.key) or add(
            "actors",
            key=actor.key,
            name=actor.name,
            native_name=actor.native_name,
            kind=str(actor.kind),
            life=actor.life.text if actor.life else None,
            **bounds_of(actor.life),
        )
        in_case = {"short": actor.short, "side": actor.side, "role": actor.role}
        add("case_actors", **own, actor_id=actors[actor.key], position=position, **in_case)
    for position, place in enumerate(case.places):
        places[place.key] = _shared(db, "places", place.key) or add(
            "places",
            key=place.key,
            modern_name=place.modern_name,
            lat=place.lat,
            lon=place.lon,
            radius_km=place.radius_km,
        )
        add(
            "case_places",
            **own,
            place_id=places[place.key],
            position=position,
            name=place.name,
            names=_json(list(place.names)),
            country=place.country,
            transit=int(place.transit),
            aboard=int(place.aboard),
        )
    for position, source in enumerate(case.sources):
        sources[source.key] = add(
            "sources",
            **own,
            key=source.key,
            position=position,
            title=source.title,
            csl=_json(dict(source.csl)),
            seen=int(source.seen),
        )
    for position, when in enumerate(case.focus):
        add("focus_windows", **own, position=position, when_text=when.text, **bounds_of(when))
    for position, event in enumerate(case.events):
        events[event.key] = event_id = add(
            "events",
            **own,
            key=event.key,
            position=position,
            title=event.title,
            when_text=event.when.text,
            **bounds_of(event.when),
            place_id=places[event.place] if event.place else None,
            summary=event.summary,
            certainty=str(event.certainty),
        )
        for order, taking in enumerate(event.participants):
            add(
                "participations",
                event_id=event_id,
                actor_id=actors[taking.actor],
                position=order,
                role=taking.role,
                presence=str(taking.presence),
            )
        cite("event_id", event_id, event.citations)
    for position, stay in enumerate(case.stays):
        stay_id = add(
            "stays",
            **own,
            key=stay.key,
            position=position,
            actor_id=actors[stay.actor],
            place_id=places[stay.place],
            when_text=stay.when.text,
            **bounds_of(stay.when),
            certainty=str(stay.certainty),
            note=stay.note,
        )
        cite("stay_id", stay_id, stay.citations)
    for position, link in enumerate(case.links):
        link_id = add(
            "links",
            **own,
            key=link.key,
            position=position,
            cause_id=events[link.cause],
            effect_id=events[link.effect],
            kind=str(link.kind),
            claimed_by=str(link.claimed_by),
            strength=str(link.strength),
            mechanism=link.mechanism,
            counterfactual=link.counterfactual,
            certainty=str(link.certainty),
        )
        cite("link_id", link_id, link.citations)
    for position, hypothesis in enumerate(case.hypotheses):
        hypotheses[hypothesis.key] = add(
            "hypotheses",
            **own,
            key=hypothesis.key,
            position=position,
            short=hypothesis.short,
            kind=str(hypothesis.kind),
            statement=hypothesis.statement,
        )
    for position, item in enumerate(case.evidence):
        item_id = add(
            "evidence",
            **own,
            key=item.key,
            position=position,
            short=item.short,
            statement=item.statement,
            test=str(item.test),
            reason=item.reason,
        )
        for order, key in enumerate(item.events):
            add("evidence_events", evidence_id=item_id, event_id=events[key], position=order)
        bearings = [("favours", item.favours), *(("against", key) for key in item.against)]
        for order, (bearing, key) in enumerate(bearings):
            add(
                "evidence_hypotheses",
                evidence_id=item_id,
                hypothesis_id=hypotheses[key],
                position=order,
                bearing=bearing,
            )
        cite("evidence_id", item_id, item.citations)
    for position, key in enumerate(case.coincident):
        add("coincident", **own, event_id=events[key], position=position)
    for position, chapter in enumerate(case.related):
        add("related_cases", **own, chapter=chapter, position=position)
    for kind, texts in (("question", case.open_questions), ("check", case.checks)):
        for position, text in enumerate(texts):
            add("remarks", **own, kind=kind, position=position, text=text)


def write_thread(db: Any, position: int, thread: Thread) -> None:
    row_id = (
        db["threads"]
        .insert({"key": thread.key, "position": position, "title": thread.title, "note": thread.note})
        .last_pk
    )
    for order, chapter in enumerate(thread.cases):
        db["thread_cases"].insert({"thread_id": row_id, "chapter": chapter, "position": order})


def _shared(db: Any, table: str, key: str) -> int | None:
    row = db.execute(f"SELECT id FROM {table} WHERE key = ?", (key,)).fetchone()
    return int(row[0]) if row else None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
