"""How far apart two actors were over time, and when they may or must have met.

A distance is a band: the least and the greatest that the dates and the radii of the places allow.  Where an actor is
under way nobody recorded where; then he is anywhere on the way, which may be a quarter longer than the direct one.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from desktop_app.analysis.copresence import Record
from desktop_app.analysis.whereabouts import Journey, held, itineraries, joined
from desktop_app.casebook.case import Case, Place
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.when import Span
from desktop_app.casebook.where import EARTH_RADIUS_KM, great_circle_km

DETOUR = 1.25  # a journey is no longer than so many times the great circle
PAUSE_DAYS, SLOW_KM_A_DAY = 3.0, 300.0  # who is unrecorded for longer than this and such a journey is unattested

Array = NDArray[np.float64]


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
    record = Record(case, certainties)
    found = {}
    for key, itinerary in itineraries(case, keys, certainties).items():
        places = [_at_place(case.place[one.place], one.outer) for one in itinerary.sojourns]
        places += [
            _at_place(case.place[event.place], span)
            for event in record.attended(key)
            if event.place
            for span in record.when_there(key, event)
        ]
        journeys = [where for journey in itinerary.journeys for where in _under_way(case, journey)]
        aboard: dict[str, tuple[tuple[Span, Span | None], ...]] = {}
        on_board = [stay for stay in record.stays(key) if case.place[stay.place].aboard]
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
    """Spans in which two actors were at the same place, sure ones and possible ones: see Record.meetings."""
    return tuple(
        Meeting(
            one.a, one.b, one.places[0] if one.places else None, one.start, one.end, one.sure, one.stays, one.events
        )
        for one in Record(case, certainties).meetings(a, b)
    )


def spans(found: Iterable[Meeting], *, sure: bool) -> tuple[Span, ...]:
    """When they surely were, or may have been, together, wherever that was: spans that do not touch, ascending."""
    united: list[Span] = []
    for start, end in sorted((one.start, one.end) for one in found if one.sure == sure):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return tuple(united)
