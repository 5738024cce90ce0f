"""How does a case become rows?"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from desktop_app.casebook.case import (
    Actor,
    Case,
    Citation,
    Event,
    Evidence,
    Hypothesis,
    Link,
    Pair,
    Place,
    Source,
    Stay,
    Thread,
)
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.when import When
from desktop_app.library.rows import PROSE, Row, bounds_of


class Writer(Protocol):
    """Whoever puts rows into a library."""

    def add_all(self, table: str, rows: Sequence[Row]) -> list[int]:
        """Add rows; their ids."""

    def id_of(self, table: str, key: str) -> int | None:
        """The id of an actor or place that the library already has."""


class Keys(dict[str, int]):
    """Ids by key.  Raises Trouble for a key that is not in the case."""

    def __missing__(self, key: str) -> int:
        raise Trouble(what=tr("There is no “{}” in this case.").format(key), kept=tr("Nothing was changed."))


@dataclass(slots=True)
class Ids:
    """The rows of a case by the keys of its parts; `next` counts on where new parts of a table come."""

    case: int
    actors: Keys = field(default_factory=Keys)
    places: Keys = field(default_factory=Keys)
    sources: Keys = field(default_factory=Keys)
    events: Keys = field(default_factory=Keys)
    hypotheses: Keys = field(default_factory=Keys)
    next: dict[str, int] = field(default_factory=dict)

    def positions(self, table: str, count: int) -> range:
        first = self.next.get(table, 0)
        self.next[table] = first + count
        return range(first, first + count)


class Plainly:
    """Rows without a log: the book itself.  db: sqlite_utils.Database, in a transaction."""

    def __init__(self, db: Any) -> None:
        self.db = db

    def add_all(self, table: str, rows: Sequence[Row]) -> list[int]:
        return [int(self.db[table].insert(row).last_pk) for row in rows]

    def id_of(self, table: str, key: str) -> int | None:
        row = self.db.execute(f"SELECT id FROM {table} WHERE key = ?", (key,)).fetchone()
        return int(row[0]) if row else None


def write_case(db: Any, case: Case) -> None:
    """Add the case to a library that does not have it.  db: sqlite_utils.Database; actors and places are shared."""
    add_case(Plainly(db), case)


def add_case(writer: Writer, case: Case) -> Ids:
    head = {name: getattr(case, name) for name in PROSE}
    (case_id,) = writer.add_all("cases", [{**head, "pattern": str(case.pattern)}])
    ids = Ids(case_id)
    add_actors(writer, ids, case.actors)
    add_places(writer, ids, case.places)
    add_sources(writer, ids, case.sources)
    add_windows(writer, ids, case.focus)
    add_events(writer, ids, case.events)
    add_stays(writer, ids, case.stays)
    add_links(writer, ids, case.links)
    add_hypotheses(writer, ids, case.hypotheses)
    add_compatible(writer, ids, case.compatible)
    add_evidence(writer, ids, case.evidence)
    add_coincident(writer, ids, case.coincident)
    writer.add_all("related_cases", [_in(ids, position, chapter=one) for position, one in enumerate(case.related)])
    for kind, texts in (("question", case.open_questions), ("check", case.checks)):
        writer.add_all("remarks", [_in(ids, position, kind=kind, text=text) for position, text in enumerate(texts)])
    return ids


def _in(ids: Ids, position: int, **columns: Any) -> Row:
    return {"case_id": ids.case, "position": position, **columns}


def add_actors(writer: Writer, ids: Ids, actors: Sequence[Actor]) -> None:
    """Actors of a case; those that the library already has are the same persons, states and forces."""
    known = {actor.key: writer.id_of("actors", actor.key) for actor in actors}
    new = {actor.key: actor for actor in actors if known[actor.key] is None}
    rows = [
        {
            "key": actor.key,
            "name": actor.name,
            "native_name": actor.native_name,
            "kind": str(actor.kind),
            "life": actor.life.text if actor.life else None,
            **bounds_of(actor.life),
        }
        for actor in new.values()
    ]
    known.update(zip(new, writer.add_all("actors", rows), strict=True))
    ids.actors.update({key: row_id for key, row_id in known.items() if row_id is not None})
    places = ids.positions("case_actors", len(actors))
    writer.add_all(
        "case_actors",
        [
            _in(ids, position, actor_id=ids.actors[actor.key], short=actor.short, side=actor.side, role=actor.role)
            for position, actor in zip(places, actors, strict=True)
        ],
    )


def add_places(writer: Writer, ids: Ids, places: Sequence[Place]) -> None:
    """Places of a case; those that the library already has are the same points on the earth."""
    known = {place.key: writer.id_of("places", place.key) for place in places}
    new = {place.key: place for place in places if known[place.key] is None}
    rows = [
        {
            "key": place.key,
            "modern_name": place.modern_name,
            "lat": place.lat,
            "lon": place.lon,
            "radius_km": place.radius_km,
        }
        for place in new.values()
    ]
    known.update(zip(new, writer.add_all("places", rows), strict=True))
    ids.places.update({key: row_id for key, row_id in known.items() if row_id is not None})
    writer.add_all(
        "case_places",
        [
            _in(
                ids,
                position,
                place_id=ids.places[place.key],
                name=place.name,
                names=as_json(list(place.names)),
                country=place.country,
                transit=int(place.transit),
                aboard=int(place.aboard),
            )
            for position, place in zip(ids.positions("case_places", len(places)), places, strict=True)
        ],
    )


def add_sources(writer: Writer, ids: Ids, sources: Sequence[Source]) -> None:
    rows = [
        _in(ids, position, key=one.key, title=one.title, csl=as_json(dict(one.csl)), seen=int(one.seen))
        for position, one in zip(ids.positions("sources", len(sources)), sources, strict=True)
    ]
    ids.sources.update(zip((one.key for one in sources), writer.add_all("sources", rows), strict=True))


def add_windows(writer: Writer, ids: Ids, windows: Sequence[When]) -> None:
    places = ids.positions("focus_windows", len(windows))
    writer.add_all(
        "focus_windows",
        [
            _in(ids, position, when_text=when.text, **bounds_of(when))
            for position, when in zip(places, windows, strict=True)
        ],
    )


def add_events(writer: Writer, ids: Ids, events: Sequence[Event]) -> None:
    rows = [
        _in(
            ids,
            position,
            key=event.key,
            title=event.title,
            when_text=event.when.text,
            **bounds_of(event.when),
            place_id=ids.places[event.place] if event.place else None,
            summary=event.summary,
            certainty=str(event.certainty),
        )
        for position, event in zip(ids.positions("events", len(events)), events, strict=True)
    ]
    row_ids = writer.add_all("events", rows)
    ids.events.update(zip((event.key for event in events), row_ids, strict=True))
    writer.add_all(
        "participations",
        [
            {
                "event_id": event_id,
                "actor_id": ids.actors[taking.actor],
                "position": order,
                "role": taking.role,
                "presence": str(taking.presence),
            }
            for event_id, event in zip(row_ids, events, strict=True)
            for order, taking in enumerate(event.participants)
        ],
    )
    cite(writer, ids, "event", zip(row_ids, (event.citations for event in events), strict=True))


def add_stays(writer: Writer, ids: Ids, stays: Sequence[Stay]) -> None:
    rows = [
        _in(
            ids,
            position,
            key=stay.key,
            actor_id=ids.actors[stay.actor],
            place_id=ids.places[stay.place],
            when_text=stay.when.text,
            **bounds_of(stay.when),
            certainty=str(stay.certainty),
            note=stay.note,
        )
        for position, stay in zip(ids.positions("stays", len(stays)), stays, strict=True)
    ]
    cite(writer, ids, "stay", zip(writer.add_all("stays", rows), (stay.citations for stay in stays), strict=True))


def add_links(writer: Writer, ids: Ids, links: Sequence[Link]) -> None:
    places = ids.positions("links", len(links))
    rows = [link_row(ids, link, position) for position, link in zip(places, links, strict=True)]
    cite(writer, ids, "link", zip(writer.add_all("links", rows), (link.citations for link in links), strict=True))


def link_row(ids: Ids, link: Link, position: int) -> Row:
    return _in(
        ids,
        position,
        key=link.key,
        cause_id=ids.events[link.cause],
        effect_id=ids.events[link.effect],
        kind=str(link.kind),
        claimed_by=str(link.claimed_by),
        strength=str(link.strength),
        mechanism=link.mechanism,
        counterfactual=link.counterfactual,
        certainty=str(link.certainty),
    )


def add_hypotheses(writer: Writer, ids: Ids, hypotheses: Sequence[Hypothesis]) -> None:
    places = ids.positions("hypotheses", len(hypotheses))
    rows = [
        _in(ids, position, key=one.key, short=one.short, kind=str(one.kind), statement=one.statement)
        for position, one in zip(places, hypotheses, strict=True)
    ]
    ids.hypotheses.update(zip((one.key for one in hypotheses), writer.add_all("hypotheses", rows), strict=True))


def add_compatible(writer: Writer, ids: Ids, pairs: Sequence[Pair]) -> None:
    """Pairs of hypotheses that may both hold."""
    rows = [
        _in(ids, position, first_id=ids.hypotheses[first], second_id=ids.hypotheses[second])
        for position, (first, second) in enumerate(pairs)
    ]
    writer.add_all("compatible", rows)


def add_evidence(writer: Writer, ids: Ids, items: Sequence[Evidence]) -> None:
    places = ids.positions("evidence", len(items))
    rows = [
        _in(
            ids,
            position,
            key=item.key,
            short=item.short,
            statement=item.statement,
            test=str(item.test),
            reason=item.reason,
        )
        for position, item in zip(places, items, strict=True)
    ]
    row_ids = writer.add_all("evidence", rows)
    touching, bearing_on = [], []
    for item_id, item in zip(row_ids, items, strict=True):
        for order, key in enumerate(item.events):
            touching.append({"evidence_id": item_id, "event_id": ids.events[key], "position": order})
        bearings = [("favours", item.favours), *(("against", key) for key in item.against)]
        for order, (bearing, key) in enumerate(bearings):
            named = {"hypothesis_id": ids.hypotheses[key], "position": order, "bearing": bearing}
            bearing_on.append({"evidence_id": item_id, **named})
    writer.add_all("evidence_events", touching)
    writer.add_all("evidence_hypotheses", bearing_on)
    cite(writer, ids, "evidence", zip(row_ids, (item.citations for item in items), strict=True))


def add_coincident(writer: Writer, ids: Ids, events: Sequence[str]) -> None:
    rows = [
        _in(ids, position, event_id=ids.events[key])
        for position, key in zip(ids.positions("coincident", len(events)), events, strict=True)
    ]
    writer.add_all("coincident", rows)


def cite(writer: Writer, ids: Ids, kind: str, cited: Iterable[tuple[int, Sequence[Citation]]]) -> None:
    """Where parts of one kind (event, stay, link, evidence) cite the sources of their case."""
    rows = [
        {
            "source_id": ids.sources[citation.source],
            f"{kind}_id": row_id,
            "position": position,
            "locator": citation.locator,
        }
        for row_id, citations in cited
        for position, citation in enumerate(citations)
    ]
    writer.add_all("citations", rows)


def write_thread(db: Any, position: int, thread: Thread) -> None:
    row = {"key": thread.key, "position": position, "title": thread.title, "note": thread.note}
    (thread_id,) = Plainly(db).add_all("threads", [row])
    Plainly(db).add_all(
        "thread_cases",
        [{"thread_id": thread_id, "chapter": chapter, "position": order} for order, chapter in enumerate(thread.cases)],
    )


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
