"""How far apart two actors were over time, and when they may or must have met.

A distance is a band: the least and the greatest that the dates and the radii of the places allow.  Where an actor is
under way nobody recorded where; then he is anywhere on the way, which may be a quarter longer than the direct one.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from desktop_app.analysis.whereabouts import Journey, held, itineraries, joined
from desktop_app.casebook.case import Case, Event, Place
from desktop_app.casebook.terms import Certainty, Presence
from desktop_app.casebook.where import EARTH_RADIUS_KM, great_circle_km

SAME_PLACE_KM = 50.0  # in a place of a greater radius two actors need not have met
DETOUR = 1.25  # a journey is no longer than so many times the great circle
PAUSE_DAYS, SLOW_KM_A_DAY = 3.0, 300.0  # who is unrecorded for longer than this and such a journey is unattested
DAY = 1.0 + 1 / 86_400  # an event or a stay of at most a day; the second allows for rounding

Array = NDArray[np.float64]
Span = tuple[float, float]  # JD


@dataclass(frozen=True, slots=True)
class Whereabout:
    """Where an actor may have been for a while: at most `reach_km` from two points, both distances added.

    Of a place both points are its middle and the reach is twice its radius; of a journey they are the two ends.
    """

    start: float  # JD, the earliest
    end: float  # the latest
    points: tuple[tuple[float, float], tuple[float, float]]  # latitude, longitude
    reach_km: float
    on_the_way: bool


@dataclass(frozen=True, slots=True)
class Track:
    """All that is recorded of where one actor was; `aboard`: outer and inner spans on ships and trains, by place."""

    actor: str
    whereabouts: tuple[Whereabout, ...]
    aboard: dict[str, tuple[tuple[Span, Span | None], ...]]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A span in which two actors surely were, or may have been, at one place, and what that rests on."""

    a: str  # actors
    b: str
    place: str | None  # None: an event without a place documents it
    start: float  # JD
    end: float
    sure: bool
    stays: tuple[str, ...]  # keys
    events: tuple[str, ...]


# Distance


def tracks(
    case: Case, actors: Iterable[str], certainties: Collection[Certainty] = tuple(Certainty)
) -> dict[str, Track]:
    """The track of each actor, by key, from stays and from presence at events of these certainties."""
    keys = list(dict.fromkeys(actors))
    found = {}
    for key, itinerary in itineraries(case, keys, certainties).items():
        places = [_at_place(case.place[one.place], one.outer) for one in itinerary.sojourns]
        places += [
            _at_place(case.place[event.place], span)
            for event in _attended(case, key, certainties)
            if event.place
            for span in _when_there(case, key, event)
        ]
        journeys = [where for journey in itinerary.journeys for where in _under_way(case, journey)]
        stays = [stay for stay in case.stays if stay.actor == key and stay.certainty in certainties]
        aboard: dict[str, tuple[tuple[Span, Span | None], ...]] = {}
        on_board = [stay for stay in stays if case.place[stay.place].aboard]
        spans: list[tuple[str, tuple[Span, Span | None]]] = [(one.place, (one.outer, None)) for one in joined(on_board)]
        spans += [(one.place, ((one.start, one.end), (one.start, one.end))) for one in held(on_board)]
        for ship, both in spans:
            aboard[ship] = (*aboard.get(ship, ()), both)
        found[key] = Track(key, (*places, *journeys), aboard)
    return found


def separation_km(a: Track, b: Track, jd: Array) -> Array:
    """Least and greatest distance of two actors that dates and radii allow.

    jd: Julian Days (UTC), shape (n,).  Returns shape (2, n): least, greatest; NaN where either is unattested.
    From the triangle inequality over the four pairs of points: exact between two places, wide enough on a journey.
    """
    least, greatest = np.full(jd.shape, np.inf), np.full(jd.shape, -np.inf)
    for one, other in product(a.whereabouts, b.whereabouts):
        if one.start > other.end or other.start > one.end:
            continue
        both = _holds(one, jd) & _holds(other, jd)
        if both.any():
            near, far = _between(one, other)
            least[both] = np.minimum(least[both], near)
            greatest[both] = np.maximum(greatest[both], far)
    for ship in a.aboard.keys() & b.aboard.keys():
        for (outer_a, inner_a), (outer_b, inner_b) in product(a.aboard[ship], b.aboard[ship]):
            least[_within(jd, outer_a) & _within(jd, outer_b)] = 0.0
            if inner_a and inner_b:
                greatest[_within(jd, inner_a) & _within(jd, inner_b)] = 0.0
    band = np.stack((least, greatest))
    band[:, ~np.isfinite(least) | ~np.isfinite(greatest)] = np.nan
    return band


def on_the_way(a: Track, jd: Array) -> NDArray[np.bool_]:
    """At which moments the actor may have been under way; jd: Julian Days (UTC), shape (n,)."""
    under_way = np.zeros(jd.shape, dtype=bool)
    for one in a.whereabouts:
        if one.on_the_way:
            under_way |= _holds(one, jd)
    return under_way


def changes(*tracks: Track) -> Array:
    """The moments at which a distance can change, ascending: between two of them it does not."""
    bounds = {jd for track in tracks for one in track.whereabouts for jd in (one.start, one.end)}
    bounds |= {
        jd
        for track in tracks
        for own in track.aboard.values()
        for spans in own
        for span in spans
        if span
        for jd in span
    }
    return np.array(sorted(jd for jd in bounds if isfinite(jd)))


def _holds(one: Whereabout, jd: Array) -> NDArray[np.bool_]:
    return _within(jd, (one.start, one.end))


def _within(jd: Array, span: Span) -> NDArray[np.bool_]:
    return (jd >= span[0]) & (jd <= span[1])


def _between(one: Whereabout, other: Whereabout) -> tuple[float, float]:
    """Least and greatest kilometres: each point of the one to each of the other, give or take both reaches."""
    mean = sum(great_circle_km(p, q) for p, q in product(one.points, other.points)) / 4
    slack = (one.reach_km + other.reach_km) / 2
    return max(0.0, mean - slack), min(mean + slack, np.pi * EARTH_RADIUS_KM)


def _at_place(place: Place, span: Span) -> Whereabout:
    point = (place.lat, place.lon)
    return Whereabout(*span, (point, point), 2 * place.radius_km, on_the_way=False)


def _under_way(case: Case, journey: Journey) -> Iterator[Whereabout]:
    """Anywhere between the neighbouring stays; where these are too far apart in time, while the way is recorded."""
    leaves, arrives = journey.leaves, journey.arrives
    if leaves and arrives:
        start, end = case.place[leaves.place], case.place[arrives.place]
        points = (start.lat, start.lon), (end.lat, end.lon)
        radii = start.radius_km + end.radius_km
        direct = great_circle_km(*points)
        reach = DETOUR * (direct + radii) + radii
        first, last = min(journey.departure[0], journey.arrival[0]), max(journey.departure[1], journey.arrival[1])
        if journey.arrival[0] - journey.departure[1] <= PAUSE_DAYS + direct / SLOW_KM_A_DAY:
            yield Whereabout(first, last, points, reach, on_the_way=True)
        else:
            for stay in journey.stays:
                yield Whereabout(*stay.when.outer, points, reach, on_the_way=True)
        return
    for stay in journey.stays:
        place = case.place[stay.place]
        point = (place.lat, place.lon)
        yield Whereabout(*stay.when.outer, (point, point), 2 * place.radius_km, on_the_way=True)


# Co-presence


def meetings(case: Case, a: str, b: str, certainties: Collection[Certainty] = tuple(Certainty)) -> tuple[Meeting, ...]:
    """Spans in which two actors were at the same place, sure ones and possible ones, by their beginning.

    Sure: the inner bounds overlap, every statement is established, and the place is no wider than 50 km or aboard one
    ship or train; or both were present at an established event of at most a day; or one was, and the other surely was
    at its place all that while.  Possible: the outer bounds overlap, or both were present at any event.  A possible
    span around a sure one is an entry of its own.
    """
    sure = [
        *_overlaps(case, _inner(case, a), _inner(case, b), sure=True),
        *_at_short_events(case, a, b, certainties),
    ]
    possible = [
        *_overlaps(case, _outer(case, a, certainties), _outer(case, b, certainties), sure=False),
        *_at_events(case, a, b, certainties),
    ]
    if Certainty.ESTABLISHED not in certainties:
        sure = []
    possible += [_as_possible(one) for one in sure]
    found = [*_merged(sure), *_merged(possible)]
    return tuple(sorted(found, key=lambda one: (one.start, not one.sure, one.end)))


def spans(found: Iterable[Meeting], *, sure: bool) -> tuple[Span, ...]:
    """When they surely were, or may have been, together, wherever that was: spans that do not touch, ascending."""
    united: list[Span] = []
    for start, end in sorted((one.start, one.end) for one in found if one.sure == sure):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return tuple(united)


@dataclass(frozen=True, slots=True)
class _There:
    """An actor at a place, as stays or an event say."""

    actor: str
    place: str
    start: float
    end: float
    stays: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


def _inner(case: Case, actor: str) -> list[_There]:
    """Where he certainly was, if the established stays are true."""
    stays = [stay for stay in case.stays if stay.actor == actor and stay.certainty == Certainty.ESTABLISHED]
    return [_There(actor, one.place, one.start, one.end, tuple(stay.key for stay in one.stays)) for one in held(stays)]


def _outer(case: Case, actor: str, certainties: Collection[Certainty]) -> list[_There]:
    """Where he may have been, by stays of any certainty and by presence at events."""
    stays = [stay for stay in case.stays if stay.actor == actor and stay.certainty in certainties]
    found = [_There(actor, one.place, *one.outer, tuple(stay.key for stay in one.stays)) for one in joined(stays)]
    for event in _attended(case, actor, certainties):
        if event.place:
            for span in _when_there(case, actor, event):
                found.append(_There(actor, event.place, *span, events=(event.key,)))
    return found


def _overlaps(case: Case, a: Sequence[_There], b: Sequence[_There], *, sure: bool) -> Iterator[Meeting]:
    for one, other in product(a, b):
        start, end = max(one.start, other.start), min(one.end, other.end)
        if one.place == other.place and start < end and (not sure or _is_one_place(case.place[one.place])):
            yield _meeting(case, one, other, start, end, sure=sure)


def _meeting(case: Case, one: _There, other: _There, start: float, end: float, *, sure: bool) -> Meeting:
    """It rests on those stays alone that may have held at its time."""
    when = {key: case.stay[key].when for key in (*one.stays, *other.stays)}
    stays = tuple(key for key, own in when.items() if own.start[0] < end and start < own.end[1])
    events = _united(one.events, other.events)
    return Meeting(one.actor, other.actor, one.place, start, end, sure, stays, events)


def _is_one_place(place: Place) -> bool:
    """Whether two actors who are there are surely together."""
    return place.aboard or (not place.transit and place.radius_km <= SAME_PLACE_KM)


def _at_short_events(case: Case, a: str, b: str, certainties: Collection[Certainty]) -> Iterator[Meeting]:
    """Sure meetings that an established event of at most a day documents, of both or of one."""
    short = [
        {event.key: event for event in _attended(case, actor, certainties) if _is_short(event)} for actor in (a, b)
    ]
    for key in short[0].keys() & short[1].keys():
        event = short[0][key]
        yield Meeting(a, b, event.place, *event.when.outer, sure=True, stays=(), events=(key,))
    for own, present, other in ((short[0], a, b), (short[1], b, a)):
        for event in own.values():
            if event.place is None or not _is_one_place(case.place[event.place]):
                continue
            here = _There(present, event.place, *event.when.outer, events=(event.key,))
            for there in _inner(case, other):
                if there.place == event.place and there.start <= here.start and here.end <= there.end:
                    pair = (here, there) if present == a else (there, here)
                    yield _meeting(case, *pair, here.start, here.end, sure=True)


def _at_events(case: Case, a: str, b: str, certainties: Collection[Certainty]) -> Iterator[Meeting]:
    """Possible meetings at events of any length at which both were present."""
    theirs = {event.key for event in _attended(case, b, certainties)}
    for event in _attended(case, a, certainties):
        if event.key in theirs:
            for one, other in product(_when_there(case, a, event), _when_there(case, b, event)):
                start, end = max(one[0], other[0]), min(one[1], other[1])
                if start < end:
                    yield Meeting(a, b, event.place, start, end, sure=False, stays=(), events=(event.key,))


def _attended(case: Case, actor: str, certainties: Collection[Certainty]) -> list[Event]:
    """The events at which the actor was present."""
    return [
        event
        for event in case.events
        if event.certainty in certainties
        and any(one.actor == actor and one.presence == Presence.PRESENT for one in event.participants)
    ]


def _is_short(event: Event) -> bool:
    start, end = event.when.outer
    return event.certainty == Certainty.ESTABLISHED and end - start <= DAY


def _when_there(case: Case, actor: str, event: Event) -> list[Span]:
    """When presence at an event may have been: in a long one not while an established stay elsewhere surely held."""
    start, end = event.when.outer
    if end - start <= DAY:
        return [(start, end)]
    left = [(start, end)]
    for there in _inner(case, actor):
        if there.place != event.place and not _may_hold(case, there.place, event.place):
            left = [
                piece
                for first, last in left
                for piece in ((first, min(last, there.start)), (max(first, there.end), last))
                if piece[0] < piece[1]
            ]
    return left


def _may_hold(case: Case, place: str, other: str | None) -> bool:
    """Whether two places share ground, so that who is in the one may be in the other."""
    if other is None:
        return True
    a, b = case.place[place], case.place[other]
    return great_circle_km((a.lat, a.lon), (b.lat, b.lon)) <= a.radius_km + b.radius_km


def _as_possible(one: Meeting) -> Meeting:
    return Meeting(one.a, one.b, one.place, one.start, one.end, sure=False, stays=one.stays, events=one.events)


def _merged(found: Iterable[Meeting]) -> list[Meeting]:
    """Those at one place that overlap or touch are one."""
    merged: list[Meeting] = []
    for one in sorted(found, key=lambda one: (one.place or "", one.start, one.end)):
        last = merged[-1] if merged else None
        if last and last.place == one.place and one.start <= last.end:
            stays, events = _united(last.stays, one.stays), _united(last.events, one.events)
            merged[-1] = Meeting(one.a, one.b, one.place, last.start, max(last.end, one.end), one.sure, stays, events)
        else:
            merged.append(one)
    return merged


def _united(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))
