"""Who was where when: the stays of a case as one itinerary an actor, with the journeys between them?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from desktop_app.casebook.case import Case, Stay
from desktop_app.casebook.terms import ActorKind, Certainty
from desktop_app.casebook.when import Bounds

TOUCH_DAYS = 1 / 1440  # a day that ends and the next one meet at midnight; rounding stays below a minute
NEXT_DAY = (
    2 + 1 / 1440
)  # from the earliest end to the latest start of stays whose days are known and follow one another
_DIRECT_DAYS = 1.5  # a trip from a trip goes straight on if no more than this lies between
ONE_BODY = (ActorKind.PERSON, ActorKind.SHIP)  # all others can be in two places at once


@dataclass(frozen=True, slots=True)
class Sojourn:
    """One actor at one place without a break: one stay, or several that touch or follow on the next day."""

    actor: str
    place: str
    stays: tuple[Stay, ...]  # in order of their start
    start: Bounds
    end: Bounds

    @property
    def inner(self) -> Bounds | None:
        """The span in which the actor certainly was there."""
        return (self.start[1], self.end[0]) if self.start[1] <= self.end[0] else None

    @property
    def outer(self) -> Bounds:
        """The span in which he may have been there."""
        return self.start[0], self.end[1]


@dataclass(frozen=True, slots=True)
class Journey:
    """From one sojourn to the next; nobody recorded where on the way the actor was.

    `stays` are those at sea, on a railway or in the air that are told as this journey.  A journey at the very
    beginning or end of an itinerary has no sojourn on one side.
    """

    actor: str
    leaves: Sojourn | None
    arrives: Sojourn | None
    departure: Bounds
    arrival: Bounds
    stays: tuple[Stay, ...] = ()


@dataclass(frozen=True, slots=True)
class Itinerary:
    actor: str
    sojourns: tuple[Sojourn, ...]  # in order of their start; one may lie within another
    journeys: tuple[Journey, ...]


def roads(case: Case) -> frozenset[str]:
    """Places that are told as journeys: `transit`, no event happened there, and whoever is there is elsewhere too."""
    transit = {place.key for place in case.places if place.transit}
    settled = {stay.actor for stay in case.stays if stay.place not in transit}
    happened = {event.place for event in case.events}
    alone = {stay.place for stay in case.stays if stay.actor not in settled}
    return frozenset(transit - happened - alone)


def itineraries(
    case: Case, actors: Iterable[str] | None = None, certainties: Collection[Certainty] = tuple(Certainty)
) -> dict[str, Itinerary]:
    """The itinerary of each actor (None: of all), by key, from stays of these certainties alone."""
    on_the_way = roads(case)
    keys = [actor.key for actor in case.actors] if actors is None else list(actors)
    own: dict[str, list[Stay]] = {key: [] for key in keys}
    for stay in case.stays:
        if stay.actor in own and stay.certainty in certainties:
            own[stay.actor].append(stay)
    return {
        key: _itinerary(key, stays, on_the_way, one_body=case.actor[key].kind in ONE_BODY) for key, stays in own.items()
    }


def _itinerary(actor: str, stays: Sequence[Stay], on_the_way: Collection[str], *, one_body: bool) -> Itinerary:
    sojourns = joined(stay for stay in stays if stay.place not in on_the_way)
    journeys = _journeys(actor, sojourns, one_body=one_body)
    carried = sorted((stay for stay in stays if stay.place in on_the_way), key=lambda stay: stay.when.start)
    return Itinerary(actor, sojourns, _with_roads(actor, sojourns, journeys, carried))


def joined(stays: Iterable[Stay]) -> tuple[Sojourn, ...]:
    """Stays of one actor as sojourns: those at one place that touch or follow on the next day are one."""
    by_place: dict[str, list[Sojourn]] = {}
    for stay in sorted(stays, key=lambda stay: (stay.when.start, stay.when.end)):
        own = by_place.setdefault(stay.place, [])
        if own and stay.when.start[0] <= own[-1].end[1] + TOUCH_DAYS:
            last = own[-1]
            start = min(last.start[0], stay.when.start[0]), min(last.start[1], stay.when.start[1])
            end = max(last.end[0], stay.when.end[0]), max(last.end[1], stay.when.end[1])
            own[-1] = replace(last, stays=(*last.stays, stay), start=start, end=end)
        else:
            own.append(Sojourn(stay.actor, stay.place, (stay,), stay.when.start, stay.when.end))
    found = (sojourn for own in by_place.values() for sojourn in own)
    return tuple(sorted(found, key=lambda one: (one.start[0], -one.end[1])))


@dataclass(frozen=True, slots=True)
class Held:
    """A span in which an actor certainly was at a place, if these stays are true."""

    actor: str
    place: str
    start: float  # JD
    end: float
    stays: tuple[Stay, ...]


def held(stays: Iterable[Stay]) -> tuple[Held, ...]:
    """Where one actor certainly was, and when, for every reading of the dates; in order of place and start.

    From the latest start of a stay to its earliest end.  Two stays at one place whose days are known, the second on the
    last day of the first or on the next, leave no gap; where such a day is only estimated, he may have been away.
    """
    by_place: dict[str, list[Stay]] = {}
    for stay in sorted(stays, key=lambda stay: (stay.when.start, stay.when.end)):
        by_place.setdefault(stay.place, []).append(stay)
    return tuple(one for place in sorted(by_place) for one in _held_at(place, by_place[place]))


def _held_at(place: str, stays: Sequence[Stay]) -> list[Held]:
    pieces: list[tuple[float, float, tuple[Stay, ...]]] = [
        (*inner, (stay,)) for stay in stays if (inner := stay.when.inner) and inner[0] < inner[1]
    ]
    for at, first in enumerate(stays):
        for second in stays[at + 1 :]:
            if second.when.start[0] > first.when.end[1] + TOUCH_DAYS:
                break
            if second.when.start[1] - first.when.end[0] <= NEXT_DAY and _to_the_day(first) and _to_the_day(second):
                begins, ends = (
                    max(first.when.start[1], first.when.end[0]),
                    min(second.when.start[1], second.when.end[0]),
                )
                if begins < ends:  # from when he surely had been there till when he surely was to be there again
                    pieces.append((begins, ends, (first, second)))
    found: list[Held] = []
    for begins, ends, of in sorted(pieces, key=lambda piece: piece[:2]):
        if found and begins <= found[-1].end:
            last = found[-1]
            found[-1] = replace(last, end=max(last.end, ends), stays=tuple(dict.fromkeys((*last.stays, *of))))
        else:
            found.append(Held(of[0].actor, place, begins, ends, of))
    return found


def _to_the_day(stay: Stay) -> bool:
    """Whether he surely was there for a while, or at least on one known day."""
    return stay.when.start[1] - stay.when.end[0] <= 1 + TOUCH_DAYS


def _within(inner: Sojourn, outer: Sojourn) -> bool:
    """Whether the one is a trip during the other."""
    return (
        outer.start[0] <= inner.start[0] and inner.end[1] <= outer.end[1] - TOUCH_DAYS and inner.end[1] > inner.start[0]
    )


def _beside(a: Sojourn, b: Sojourn) -> bool:
    """Whether two sojourns run side by side for most of the shorter: then nobody travelled from one to the other."""
    common = min(a.end[1], b.end[1]) - max(a.start[0], b.start[0])
    shorter = min(a.end[1] - a.start[0], b.end[1] - b.start[0])
    return common > max(0.5 * shorter, 1.0)


def _journeys(actor: str, sojourns: Sequence[Sojourn], *, one_body: bool) -> list[Journey]:
    journeys: list[Journey] = []
    open_: list[Sojourn] = []  # the present sojourn, last, and those that it is a trip from

    def go(leaves: Sojourn, arrives: Sojourn, departure: Bounds, arrival: Bounds) -> None:
        if leaves.place != arrives.place:
            journeys.append(Journey(actor, leaves, arrives, departure, arrival))

    def back(trip: Sojourn, base: Sojourn) -> None:
        go(trip, base, trip.end, trip.end)

    for sojourn in sojourns:
        while open_:
            here = open_[-1]
            if _within(sojourn, here):
                if one_body:
                    go(here, sojourn, sojourn.start, sojourn.start)
                break
            open_.pop()
            base = open_[-1] if open_ else None
            direct = sojourn.start[0] - here.end[1] <= _DIRECT_DAYS
            if base and one_body and not (_within(sojourn, base) and direct):
                back(here, base)
                continue
            if not _beside(here, sojourn):
                go(here, sojourn, here.end, sojourn.start)
            if not (base and _within(sojourn, base)):
                open_.clear()
            break
        open_.append(sojourn)
    while one_body and len(open_) > 1:
        trip = open_.pop()
        back(trip, open_[-1])
    return journeys


def _with_roads(
    actor: str, sojourns: Sequence[Sojourn], journeys: list[Journey], carried: Sequence[Stay]
) -> tuple[Journey, ...]:
    """Each stay on the way goes to the journey whose time it shares; before the first or after the last, to its own."""
    carried_by: dict[int, list[Stay]] = {}
    own: list[Journey] = []
    for stay in carried:
        middle = stay.when.middle
        near = min(range(len(journeys)), key=lambda at: _days_from(middle, journeys[at]), default=None)
        if near is not None and _shares(stay, journeys[near]):
            carried_by.setdefault(near, []).append(stay)
            continue
        later = next((one for one in sojourns if one.start[1] >= stay.when.end[0] - 1), None)
        earlier = next((one for one in reversed(sojourns) if one.end[0] <= stay.when.start[1] + 1), None)
        if earlier is None and later is not None:
            own.append(Journey(actor, None, later, stay.when.start, later.start, (stay,)))
        elif earlier is not None and later is None:
            own.append(Journey(actor, earlier, None, earlier.end, stay.when.end, (stay,)))
        elif near is not None:
            carried_by.setdefault(near, []).append(stay)
        elif sojourns:
            own.append(Journey(actor, sojourns[0], None, stay.when.start, stay.when.end, (stay,)))
    made = [replace(one, stays=tuple(carried_by.get(at, ()))) for at, one in enumerate(journeys)]
    return tuple(sorted(made + own, key=lambda one: (one.departure, one.arrival)))


def _days_from(jd: float, journey: Journey) -> float:
    first, last = sorted((journey.departure[0], journey.arrival[1]))
    return max(first - jd, jd - last, 0.0)


def _shares(stay: Stay, journey: Journey) -> bool:
    start, end = stay.when.outer
    first, last = sorted((journey.departure[0], journey.arrival[1]))
    return start <= last + 1 and end >= first - 1
