"""Between what is known of an actor's places, where could he have been?

Time geography (Hägerstrand 1970; Miller 2005, Geographical Analysis 37): between two anchors lies a space-time prism,
what can be reached from the one and left for the other in time; before the first and after the last lies a cone.  An
actor's prisms and stays in order are his necklace.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite

from desktop_app.analysis.copresence import DAY
from desktop_app.analysis.whereabouts import NEXT_DAY, TOUCH_DAYS
from desktop_app.casebook.case import Case, Place
from desktop_app.casebook.language import tr
from desktop_app.casebook.means import checked_kmh
from desktop_app.casebook.terms import ActorKind, Certainty, Presence
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.when import Bounds
from desktop_app.casebook.where import great_circle_km

HOURS = 24  # of a day
MANY_PLACES = (ActorKind.STATE, ActorKind.ORGANISATION)  # these travel nowhere: they are in many places at once


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where an actor is known to have been: at a place by one moment at the latest, and until another at the earliest.

    Where only some time within a span is known, as of a single day, `arrives` is its end and `leaves` its beginning.
    """

    actor: str
    place: str  # keys
    lat: float
    lon: float
    radius_km: float
    arrives: float  # JD, the latest
    leaves: float  # JD, the earliest
    begins: float  # JD, the earliest that the stay or event may have begun; may be infinite
    ends: float  # JD, the latest that it may have ended; may be infinite
    stays: tuple[str, ...]  # keys
    events: tuple[str, ...]
    trips: tuple[str, ...] = ()  # stays and events elsewhere that were taken out of it

    @property
    def at(self) -> tuple[float, float]:
        return self.lat, self.lon


@dataclass(frozen=True, slots=True)
class Bead:
    """A prism, a cone or a stay: what an actor may have done between `start` and `end`.

    He left `leaves` (None: nothing earlier is known) and was to be at `arrives` (None: nothing later is known).  With
    `at` he was there at the time asked about: from the earliest that he could have come, but at the latest when he is
    recorded, to the latest that he could have gone on.
    """

    actor: str
    leaves: Anchor | None
    at: Anchor | None
    arrives: Anchor | None
    start: float  # JD; may be infinite
    end: float

    @property
    def is_cone(self) -> bool:
        return self.at is None and (self.leaves is None or self.arrives is None)


@dataclass(frozen=True, slots=True)
class Necklace:
    actor: str
    anchors: tuple[Anchor, ...]
    beads: tuple[Bead, ...]


def necklace(
    case: Case,
    actor: str,
    kmh: float,
    certainties: Collection[Certainty] = tuple(Certainty),
    *,
    with_transit: bool = False,
) -> Necklace:
    """The prisms of an actor at a top speed, between his stays of these certainties.

    Anchors are stays at places that are not transit, and presence at events of at most a day there, left as early and
    reached as late as the dates allow.  with_transit: stays at sea, in trains and in the air are anchors too, as
    wide as they are recorded, or wider if nobody could have come aboard or ashore in time.
    A stay that lies wholly within one elsewhere is a trip out of it, begun and ended with no more than the time for the
    way at that speed; consecutive stays at one place are one.  Raises Trouble for a speed that is none, for an actor
    that the case does not have, and for one that is in many places at once.
    """
    checked_kmh(kmh)
    if actor not in case.actor:
        raise Trouble(
            what=tr("There is no actor “{}” in this case.").format(actor),
            do=tr("Choose one of: {}.").format(", ".join(case.actor)),
        )
    if case.actor[actor].kind in MANY_PLACES:
        raise Trouble(
            what=tr("{} can be in many places at once.").format(case.actor[actor].name),
            do=tr("Ask of persons, ships or forces."),
        )
    own = _in_order(_with_trips(_stated(case, actor, certainties, with_transit=with_transit), kmh))
    if with_transit:
        own = tuple(_from_port_to_port(case, own, kmh))
    return Necklace(actor, own, tuple(_beads(actor, own)))


def _stated(case: Case, actor: str, certainties: Collection[Certainty], *, with_transit: bool) -> list[Anchor]:
    found = []
    for stay in case.stays:
        place = case.place[stay.place]
        if stay.actor == actor and stay.certainty in certainties and (with_transit or not place.transit):
            found.append(_anchor(actor, place, stay.when.start, stay.when.end, stays=(stay.key,)))
    by_stays = tuple(found)
    for event in case.events:
        present = any(one.actor == actor and one.presence == Presence.PRESENT for one in event.participants)
        begins, ends = event.when.outer
        if not present or event.place is None or event.certainty not in certainties or ends - begins > DAY:
            continue
        place = case.place[event.place]
        if with_transit or not place.transit:
            anchor = _anchor(actor, place, (begins, ends), (begins, ends), events=(event.key,))
            if not any(_says_as_much(stay, anchor) for stay in by_stays):
                found.append(anchor)
    return found


def _anchor(
    actor: str,
    place: Place,
    start: Bounds,
    end: Bounds,
    *,
    stays: tuple[str, ...] = (),
    events: tuple[str, ...] = (),
) -> Anchor:
    position = place.lat, place.lon, place.radius_km
    return Anchor(actor, place.key, *position, start[1], end[0], start[0], end[1], stays, events)


def _says_as_much(stay: Anchor, event: Anchor) -> bool:
    """Whether a stay holds all day of an event, or may, at the same place or one about it."""
    same = stay.place == event.place and stay.begins <= event.ends and event.begins <= stay.ends
    return same or (stay.arrives <= event.begins and event.ends <= stay.leaves and ground_between_km(stay, event) == 0)


def ground_between_km(a: Anchor, b: Anchor) -> float:
    """Kilometres from the edge of one place to the edge of the other; 0 if they share ground."""
    return max(0.0, great_circle_km(a.at, b.at) - a.radius_km - b.radius_km)


def _with_trips(stated: Sequence[Anchor], kmh: float) -> list[Anchor]:
    """Stays without the trips out of them."""
    left: list[Anchor] = []
    for base in stated:
        trips = [other for other in stated if other.place != base.place and _is_within(other, base)]
        left += _pieces(base, trips, kmh) if trips else [base]
    return left


def _is_within(trip: Anchor, base: Anchor) -> bool:
    first, last = min(trip.arrives, trip.leaves), max(trip.arrives, trip.leaves)
    return base.arrives <= first and last <= base.leaves and last - first < base.leaves - base.arrives


def _pieces(base: Anchor, trips: Sequence[Anchor], kmh: float) -> Iterator[Anchor]:
    keys = tuple(key for trip in trips for key in (*trip.stays, *trip.events))
    since = base.arrives
    spans = sorted(_absence(base, trip, kmh) for trip in trips)
    for away, back in (*spans, (base.leaves, inf)):
        if since < away:
            until = min(away, base.leaves)
            yield replace(base, arrives=since, leaves=until, begins=min(base.begins, since), ends=until, trips=keys)
        since = max(since, back)


def _absence(base: Anchor, trip: Anchor, kmh: float) -> tuple[float, float]:
    """From the earliest departure to the latest return, if he lost no time on the way."""
    way = ground_between_km(base, trip) / kmh / HOURS
    begins = trip.begins if isfinite(trip.begins) else min(trip.arrives, trip.leaves)
    ends = trip.ends if isfinite(trip.ends) else max(trip.arrives, trip.leaves)
    return begins - way, ends + way


def _in_order(anchors: Iterable[Anchor]) -> tuple[Anchor, ...]:
    """By time; those at one place that leave no gap are one."""
    found: list[Anchor] = []
    for one in sorted(anchors, key=lambda one: (one.arrives + one.leaves, one.arrives)):
        last = found[-1] if found else None
        if last and last.place == one.place and one.arrives - last.leaves <= NEXT_DAY and _touch(last, one):
            found[-1] = replace(
                last,
                arrives=min(last.arrives, one.arrives),
                leaves=max(last.leaves, one.leaves),
                begins=min(last.begins, one.begins),
                ends=max(last.ends, one.ends),
                stays=(*last.stays, *one.stays),
                events=(*last.events, *one.events),
                trips=tuple(dict.fromkeys((*last.trips, *one.trips))),
            )
        else:
            found.append(one)
    return tuple(found)


def _from_port_to_port(case: Case, anchors: Sequence[Anchor], kmh: float) -> Iterator[Anchor]:
    """A journey's circle is no more than its middle: so much wider that it was left, and reached, in time."""
    for at, one in enumerate(anchors):
        lacking = 0.0
        if case.place[one.place].transit:
            ways = [(anchors[at - 1], one)] if at else []
            ways += [(one, anchors[at + 1])] if at + 1 < len(anchors) else []
            lacking = max(
                (ground_between_km(a, b) - kmh * HOURS * max(0.0, b.arrives - a.leaves) for a, b in ways), default=0.0
            )
        yield replace(one, radius_km=one.radius_km + lacking) if lacking > 0 else one


def _touch(first: Anchor, second: Anchor) -> bool:
    """Whether no night can lie between them, and the day of each is known."""
    known = all(one.arrives - one.leaves <= 1 + TOUCH_DAYS for one in (first, second))
    return known and second.begins <= first.ends + TOUCH_DAYS and not (first.trips and second.trips)


def _beads(actor: str, anchors: Sequence[Anchor]) -> Iterator[Bead]:
    if not anchors:
        yield Bead(actor, None, None, None, -inf, inf)
        return
    before: Sequence[Anchor | None] = (None, *anchors[:-1])
    after: Sequence[Anchor | None] = (*anchors[1:], None)
    yield Bead(actor, None, None, anchors[0], -inf, anchors[0].arrives)
    for leaves, at, arrives in zip(before, anchors, after, strict=True):
        yield Bead(actor, leaves, at, arrives, min(at.arrives, at.leaves), max(at.arrives, at.leaves))
        end = arrives.arrives if arrives else inf
        if at.leaves <= end:
            yield Bead(actor, at, None, arrives, at.leaves, end)
