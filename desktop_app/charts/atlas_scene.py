"""Who and what is on a case's map, whatever its projection and view?"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from desktop_app.analysis.proximity import PAUSE_DAYS, SLOW_KM_A_DAY
from desktop_app.analysis.whereabouts import Itinerary, Journey, itineraries
from desktop_app.casebook.case import Case, Event, Place
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.when import Span
from desktop_app.casebook.where import great_circle_km
from desktop_app.charts.sphere import great_circle, great_circles

_ABOUT_DAYS = 7.0  # before and after what coincided: who was where then is what the first view shows
_STEP = 1.0  # degrees between the points of a track
_BROADEST = 8.0  # widths that all who went the same way take together
_WIDE_KM = 500.0  # a place at sea that is wider is a route


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """The journeys of one actor between two places, there and back: one line on the map."""

    actor: str
    ends: tuple[str, str]  # places, in the order of the way
    journeys: tuple[Journey, ...]
    way: NDArray[np.float64]  # longitude, latitude; runs on across the antimeridian
    aside: float  # how many widths from the great circle it is drawn, since others go there too
    faint: bool  # a statement that it rests on is disputed or claimed, or nothing is known of a long while between

    def during(self, spans: Sequence[Span]) -> tuple[Journey, ...]:
        """Those journeys that may have been under way in one of these spans; of no spans, all."""
        return tuple(one for one in self.journeys if told_in(span_of(one), spans))


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast those could travel whose prisms are drawn."""

    kmh: float
    words: str  # "by railway, 60 km/h"


@dataclass(frozen=True, slots=True, eq=False)
class MapScene:
    """Everything that stays as it is under zoom, pan and time."""

    case: Case
    actors: tuple[str, ...]  # in the order of the case
    certainties: frozenset[Certainty]
    itineraries: Mapping[str, Itinerary]
    places: tuple[str, ...]  # those that somebody was in or something happened in, the most telling first
    legs: tuple[Leg, ...]
    legs_of: Mapping[str, tuple[Leg, ...]]  # by actor
    home: tuple[str, ...]  # places that the first view shows
    events: tuple[Event, ...]  # with a place, of these certainties
    when_of: Mapping[str, tuple[Span, ...]]  # place to the spans in which something there is told


def map_scene(case: Case, actors: Iterable[str], certainties: Collection[Certainty]) -> MapScene:
    """Gather what is drawn of these actors, from statements of these certainties."""
    keys = tuple(actor.key for actor in case.actors if actor.key in set(actors))
    routes = itineraries(case, keys, certainties)
    events = tuple(event for event in case.events if event.place and event.certainty in certainties)
    told: dict[str, list[Span]] = {}
    for route in routes.values():
        for sojourn in route.sojourns:
            told.setdefault(sojourn.place, []).append(sojourn.outer)
    for event in events:
        told.setdefault(event.place or "", []).append(event.when.outer)
    legs = tuple(_legs(case, keys, routes))
    for key in {end for leg in legs for end in leg.ends} - set(told):  # at sea: where a journey begins or ends
        told[key] = [stay.when.outer for stay in case.stays if stay.place == key and stay.actor in routes]
    coincident = {event.place for event in events if event.key in case.coincident}
    ranked = sorted(told, key=lambda key: (key not in coincident, case.place[key].transit, -len(told[key])))
    return MapScene(
        case=case,
        actors=keys,
        certainties=frozenset(certainties),
        itineraries=routes,
        places=tuple(ranked),
        legs=legs,
        legs_of={actor: tuple(leg for leg in legs if leg.actor == actor) for actor in {leg.actor for leg in legs}},
        home=_home(case, routes, coincident) or tuple(ranked),
        events=events,
        when_of={key: tuple(spans) for key, spans in told.items()},
    )


def span_of(journey: Journey) -> Span:
    """When a journey may have been under way; a moment, if it began and ended within one."""
    first, last = journey.departure[0], journey.arrival[1]
    first = first if isfinite(first) else journey.departure[1]
    last = last if isfinite(last) else journey.arrival[0]
    return (first, last) if first <= last else (last, first)


def meets(a: Span, b: Span) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def told_in(span: Span, spans: Sequence[Span]) -> bool:
    """Whether a span belongs to those in view; if none are given, all time is."""
    return not spans or any(meets(span, one) for one in spans)


def is_attested(case: Case, journey: Journey) -> bool:
    """Whether the actor was on the way all that while, and not somewhere that nobody recorded."""
    if journey.leaves is None or journey.arrives is None:
        return True
    a, b = case.place[journey.leaves.place], case.place[journey.arrives.place]
    direct = great_circle_km((a.lat, a.lon), (b.lat, b.lon))
    return journey.arrival[0] - journey.departure[1] <= PAUSE_DAYS + direct / SLOW_KM_A_DAY


def _home(case: Case, routes: Mapping[str, Itinerary], coincident: Collection[str | None]) -> tuple[str, ...]:
    """Where people were within about a week of what coincided, and where that happened."""
    windows = [case.event[key].when.outer for key in case.coincident]
    spans = [(start - _ABOUT_DAYS, end + _ABOUT_DAYS) for start, end in windows if isfinite(start) and isfinite(end)]
    near = {
        sojourn.place
        for route in routes.values()
        for sojourn in route.sojourns
        if any(meets(sojourn.outer, span) for span in spans)
    }
    near |= {key for key in coincident if key}
    return tuple(place.key for place in case.places if place.key in near)


# Tracks


def _legs(case: Case, actors: Sequence[str], routes: Mapping[str, Itinerary]) -> Iterable[Leg]:
    ways: dict[tuple[str, ...], dict[str, list[Journey]]] = {}
    for actor in actors:
        for stops, journey in (*_between(case, routes[actor]), *_beyond(case, routes[actor])):
            way = min(stops, stops[::-1])  # there and back are one way
            own = ways.setdefault(way, {}).setdefault(actor, [])
            if journey not in own:
                own.append(journey)
    lines = _lines(case, ways)
    shared: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}
    for way, travellers in ways.items():
        shared.setdefault((way[0], way[-1]), []).extend((way, actor) for actor in travellers)
    for ends, beside in shared.items():
        apart = min(1.0, _BROADEST / max(1, len(beside) - 1))
        for at, (way, actor) in enumerate(beside):
            journeys = tuple(ways[way][actor])
            yield Leg(
                actor=actor,
                ends=ends,
                journeys=journeys,
                way=lines[way],
                aside=(at - (len(beside) - 1) / 2) * apart,
                faint=not any(_is_sound(case, journey) for journey in journeys),
            )


Stops = tuple[str, ...]  # places that a track leads through


def _between(case: Case, route: Itinerary) -> Iterable[tuple[Stops, Journey]]:
    """From sojourn to sojourn: straight, unless that would miss a way that is recorded."""
    for journey in route.journeys:
        if journey.leaves and journey.arrives:
            ends = journey.leaves.place, journey.arrives.place
            recorded = dict.fromkeys(stay.place for stay in journey.stays)
            via = [key for key in recorded if key not in ends and _misses(case, ends, case.place[key])]
            yield (ends[0], *via, ends[1]), journey


def _beyond(case: Case, route: Itinerary) -> Iterable[tuple[Stops, Journey]]:
    """Before the first sojourn and after the last: from one place that is recorded at sea to the next.

    A region that is wider than some hundred kilometres is passed through, unless it is all that is recorded at the end.
    """
    open_ended = [one for one in route.journeys if one.stays and (one.leaves is None or one.arrives is None)]
    for after in (True, False):
        own = [one for one in open_ended if (one.arrives is None) == after]
        own.sort(key=lambda one: one.stays[0].when.start, reverse=not after)
        sojourn = next((end.place for one in own for end in (one.leaves if after else one.arrives,) if end), None)
        here, passed = sojourn, []
        for at, journey in enumerate(own):
            there = journey.stays[-1 if after else 0].place
            passed.append(journey)
            if case.place[there].radius_km > _WIDE_KM and at < len(own) - 1:
                continue
            if here is not None and here != there:
                yield from (((here, there), one) for one in passed)
            here, passed = there, []


def _misses(case: Case, ends: Sequence[str], region: Place) -> bool:
    """Whether the shortest way leads nowhere through a region."""
    a, b = (case.place[key] for key in ends)
    way = great_circle((a.lat, a.lon), (b.lat, b.lon))
    return all(great_circle_km((lat, lon), (region.lat, region.lon)) > region.radius_km for lon, lat in way.tolist())


def _lines(case: Case, ways: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], NDArray[np.float64]]:
    """The line of each way from place to place."""
    ways = tuple(ways)
    pairs = tuple(dict.fromkeys(pair for way in ways for pair in pairwise(way)))
    found = great_circles([(_position(case, a), _position(case, b)) for a, b in pairs], _STEP)
    line_of = {pair: found[at] for at, pair in enumerate(pairs)}
    lines = {}
    for way in ways:
        parts = [line_of[pair] for pair in pairwise(way)]
        line = parts[0] if len(parts) == 1 else np.concatenate((parts[0], *(part[1:] for part in parts[1:])))
        lines[way] = line if len(parts) == 1 else np.column_stack((np.unwrap(line[:, 0], period=360), line[:, 1]))
    return lines


def _position(case: Case, key: str) -> tuple[float, float]:
    return case.place[key].lat, case.place[key].lon


def _is_sound(case: Case, journey: Journey) -> bool:
    stays = [stay for one in (journey.leaves, journey.arrives) if one for stay in one.stays]
    doubted = (Certainty.DISPUTED, Certainty.CLAIMED)
    return is_attested(case, journey) and not any(stay.certainty in doubted for stay in (*stays, *journey.stays))
