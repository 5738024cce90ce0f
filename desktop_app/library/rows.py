"""How do rows become a case?"""

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

PROSE = (
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

    ((*prose, pattern),) = rows(f"SELECT {', '.join(PROSE)}, pattern FROM cases WHERE id = ?")
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
        **dict(zip(PROSE, prose, strict=True)),
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
                " WHERE l.case_id = ? ORDER BY l.claimed_by = 'reader', l.position"
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
        compatible=tuple(
            (first, second)
            for first, second in rows(
                "SELECT a.key, b.key FROM compatible c JOIN hypotheses a ON a.id = c.first_id"
                " JOIN hypotheses b ON b.id = c.second_id WHERE c.case_id = ? ORDER BY c.position"
            )
        ),
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
