"""Small cases made of places, stays and presence at events."""

from dataclasses import replace

from desktop_app.casebook.case import Actor, Case, Event, Participation, Place, Stay
from desktop_app.casebook.terms import ActorKind, Certainty, Presence
from desktop_app.casebook.when import When, parse
from tests.analysis.small import EMPTY

PLACES = (
    ("paris", 48.9, 2.3, 10.0),
    ("rome", 41.9, 12.5, 10.0),
    ("moscow", 55.75, 37.6, 20.0),
    ("suva", -18.1, 178.4, 10.0),
    ("apia", -13.8, -171.8, 10.0),
    ("fairbanks", 64.8, -147.7, 5.0),
    ("longyearbyen", 78.2, 15.6, 5.0),
    ("quito", -0.2, -78.5, 15.0),
    ("null", 0.0, 0.0, 0.0),
)


def place(
    key: str, lat: float, lon: float, radius_km: float = 10.0, *, transit: bool = False, aboard: bool = False
) -> Place:
    return Place(key, key, key, (), "", lat, lon, radius_km, transit, aboard)


def stay(who: str, where: str, when: str | When, certainty: Certainty = Certainty.ESTABLISHED, key: str = "") -> Stay:
    dated = parse(when) if isinstance(when, str) else when
    return Stay(key or f"{who}-{where}-{dated.text}", who, where, dated, certainty, "", ())


def event(key: str, where: str | None, when: str, *present: str) -> Event:
    people = tuple(Participation(who, "", Presence.PRESENT) for who in present)
    return Event(key, key, parse(when), where, "", people, Certainty.ESTABLISHED, ())


def case_of(
    *stays: Stay,
    events: tuple[Event, ...] = (),
    places: tuple[Place, ...] = (),
    kinds: dict[str, ActorKind] | None = None,
) -> Case:
    """A case of these; the actors are those who stay or are present, persons unless `kinds` says otherwise."""
    who = dict.fromkeys([one.actor for one in stays] + [p.actor for one in events for p in one.participants])
    who |= dict.fromkeys(kinds or ())
    actors = tuple(Actor(key, key, None, (kinds or {}).get(key, ActorKind.PERSON), None, key, "", "") for key in who)
    everywhere = (*(place(*one) for one in PLACES), *places)
    return replace(EMPTY, slug="made", actors=actors, places=everywhere, stays=stays, events=events)
