"""Who and what does a storyline show, in which bands and lanes, whatever the span in view?"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from desktop_app.analysis.whereabouts import ONE_BODY, Itinerary, Journey, Sojourn, itineraries
from desktop_app.casebook.case import Case, Event
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.when import Span
from desktop_app.casebook.where import great_circle_km
from desktop_app.charts.cast import of_actors
from desktop_app.charts.crowds import Indexes, Shelf, shelf
from desktop_app.charts.doubles import doubles
from desktop_app.charts.layout import Flight, Position, Run, Web, lanes, merged, order_of_lines, ordered
from desktop_app.charts.partings import Parting, partings

_REGION_KM = 150.0  # a place less exact than this is a region
_APART_KM = 50.0  # two actors at one time in places that lie farther apart never share a band
BANDS, MOST_BANDS = 10, 14  # at first view; more than ten where a band would reach too far


@dataclass(frozen=True, slots=True)
class Band:
    """One place, or several neighbours that share a band; no place: the events of which none is recorded."""

    places: tuple[str, ...]
    name: str
    short: str  # where the name has no room
    group: tuple[str, ...]  # the places that it shares its band with when closed
    home: bool  # something in it is in the first view
    lanes: Mapping[str, int]  # actor to lane, 0 at the top
    events: tuple[Event, ...]
    partings: tuple[Parting, ...] = ()  # between lines that are not at one place
    spans: tuple[Span, ...] = ()  # of the stays, as far as they may have lasted

    @property
    def is_merged(self) -> bool:
        return len(self.places) > 1

    @property
    def is_opened(self) -> bool:
        return len(self.group) > 1 and not self.is_merged

    @property
    def rows(self) -> int:
        return max((lane + 1 for lane in self.lanes.values()), default=0)


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that stays as it is under zoom and pan."""

    case: Case
    actors: tuple[str, ...]  # in the order of the case
    itineraries: Mapping[str, Itinerary]
    bands: tuple[Band, ...]  # from top to bottom
    band_of: Mapping[str, int]  # place to index of its band
    pale: Mapping[str, tuple[Span, ...]]  # first stay of a line to when it is recorded elsewhere too
    stays: Mapping[str, Shelf[Sojourn]]  # by actor
    ways: Mapping[str, Shelf[Journey]]
    bands_of_stays: Mapping[str, Indexes]  # of each of an actor's stays the band; -1: none


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """Who and what is shown, before it is told how many bands there may be."""

    case: Case
    actors: tuple[str, ...]
    spans: tuple[Span, ...]  # what the first view shows, in JD
    itineraries: Mapping[str, Itinerary]
    events: tuple[Event, ...]
    happened: Mapping[str, list[Event]]  # by place
    lived: Mapping[str, list[Sojourn]]  # by place
    near: tuple[str, ...]  # places that the first view shows
    far: tuple[str, ...]
    parted: frozenset[frozenset[str]]
    pale: Mapping[str, tuple[Span, ...]]
    stays: Mapping[str, Shelf[Sojourn]]  # by actor
    ways: Mapping[str, Shelf[Journey]]


def survey(
    case: Case,
    actors: Iterable[str],
    certainties: Collection[Certainty],
    spans: Iterable[Span],
    hidden: Collection[str] = (),
) -> Survey:
    """spans: what the first view shows, in JD; hidden: places without a band."""
    wanted, views = set(actors), tuple(spans)
    keys = tuple(actor.key for actor in case.actors if actor.key in wanted)
    routes = itineraries(of_actors(case, keys), keys, certainties)
    events = tuple(event for event in case.events if event.certainty in certainties)
    happened: dict[str, list[Event]] = {}
    for event in events:
        if event.place:
            happened.setdefault(event.place, []).append(event)
    sojourns = [one for route in routes.values() for one in route.sojourns]
    lived: dict[str, list[Sojourn]] = {}
    for one in sojourns:
        lived.setdefault(one.place, []).append(one)
    seen = {one.place for one in sojourns if _in_view(one.outer, views)}
    seen |= {
        key
        for key, own in happened.items()
        if any(start <= moment_of(event) <= end for event in own for start, end in views)
    }
    used = [key for key in case.place if (key in happened or key in lived) and key not in hidden]
    return Survey(
        case,
        keys,
        views,
        routes,
        events,
        happened,
        lived,
        near=tuple(key for key in used if key in seen),
        far=tuple(key for key in used if key not in seen),
        parted=_parted(case, sojourns),
        pale={
            key: pale
            for actor, route in routes.items()
            if case.actor[actor].kind in ONE_BODY
            for key, pale in doubles(route).items()
        },
        stays={actor: shelf(route.sojourns, lambda one: one.outer) for actor, route in routes.items()},
        ways={actor: shelf(route.journeys, _under_way) for actor, route in routes.items()},
    )


def scene(known: Survey, opened: Collection[str] = (), limit: int = BANDS, most: int = MOST_BANDS) -> Scene:
    """Lay out who is shown.  opened: places whose band was opened."""
    case, routes, views = known.case, known.itineraries, known.spans
    groups = _groups(case, known.near, known.parted, limit, most)
    groups += _groups(case, known.far, known.parted, limit, limit)
    split = [
        (part, group)
        for group in groups
        for part in ([(key,) for key in group] if set(group) & set(opened) else [group])
    ]
    near = set(known.near)
    home = [at for at, (places, _) in enumerate(split) if near & set(places)]
    web = _web(case, routes, [split[at][0] for at in home], views)
    inner = ordered(web)
    lines = order_of_lines(known.actors, web, inner)
    order = _with_far(case, [home[at] for at in inner], [places for places, _ in split])
    margin = 0.004 * sum(end - start for start, end in views)
    bands = tuple(_band(known, split[at][0], split[at][1], lines, margin) for at in order)
    band_of = {key: at for at, band in enumerate(bands) for key in band.places}
    return Scene(
        case=case,
        actors=known.actors,
        itineraries=routes,
        bands=(*bands, *_without_place(known.events, views)),
        band_of=band_of,
        pale=known.pale,
        stays=known.stays,
        ways=known.ways,
        bands_of_stays={
            actor: np.array([band_of.get(one.place, -1) for one in own.parts], dtype=np.intp)
            for actor, own in known.stays.items()
        },
    )


def _band(known: Survey, places: tuple[str, ...], group: tuple[str, ...], lines: Sequence[str], margin: float) -> Band:
    own = [one for key in places for one in known.lived.get(key, ())]
    spans: dict[str, list[Span]] = {}
    for one in own:  # with a margin, so that two that share a lane stand apart
        spans.setdefault(one.actor, []).append((one.start[0] - margin, one.end[1] + margin))
    placed = lanes(lines, spans)
    return Band(
        places=places,
        name=_name(known, places, 2),
        short=_name(known, places, 1),
        group=group,
        home=not set(known.near).isdisjoint(places),
        lanes=placed,
        events=tuple(event for event in known.events if event.place in places),
        partings=partings(own, placed, known.parted),
        spans=tuple(one.outer for one in own),
    )


def _without_place(events: Sequence[Event], spans: Collection[Span]) -> tuple[Band, ...]:
    """The band of events whose place is not recorded, the last, where there are any."""
    own = tuple(event for event in events if event.place is None)
    name, home = tr("no place recorded"), any(_in_view(event.when.outer, spans) for event in own)
    return (Band((), name, name, (), home, {}, own),) if own else ()


def moment_of(event: Event) -> float:
    """Where an event's mark stands: at its first day, when it surely had begun, or amid what may have been its day."""
    start, end = event.when.start, event.when.end
    if event.when.inner:
        return start[1] if event.when.fades_start else (start[0] + start[1]) / 2
    return (start[0] + end[1]) / 2 if isfinite(start[0]) and isfinite(end[1]) else event.when.middle


def _meet(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _in_view(span: Span, spans: Collection[Span]) -> bool:
    return any(_meet(span, one) for one in spans)


def _groups(
    case: Case, keys: Sequence[str], parted: Collection[frozenset[str]], limit: int, most: int
) -> list[tuple[str, ...]]:
    places = {key: (case.place[key].lat, case.place[key].lon) for key in keys}
    coincident = {case.event[key].place for key in case.coincident}
    return list(merged(places, [key for key in keys if key in coincident], limit, most=most, parted=parted))


def _parted(case: Case, sojourns: Sequence[Sojourn]) -> frozenset[frozenset[str]]:
    """Pairs of places more than 50 km apart at which two actors may have been at one time: to be told apart."""
    pairs: set[frozenset[str]] = set()
    begun = sorted(sojourns, key=lambda one: one.outer[0])
    for at, one in enumerate(begun):
        for other in begun[at + 1 :]:
            if other.outer[0] >= one.outer[1]:
                break
            if one.actor != other.actor and one.place != other.place:
                pairs.add(frozenset((one.place, other.place)))
    return frozenset(pair for pair in pairs if _apart(case, *pair))


def _apart(case: Case, a: str, b: str) -> bool:
    one, other = case.place[a], case.place[b]
    return great_circle_km((one.lat, one.lon), (other.lat, other.lon)) > _APART_KM


def _name(known: Survey, places: tuple[str, ...], named: int) -> str:
    """ "Daiquirí, Siboney +2": the places where most is told, points before regions, and how many more."""
    case = known.case
    if len(places) == 1:
        return case.place[places[0]].name
    told = {
        key: len(known.happened.get(key, ()))
        + sum(1 for one in known.lived.get(key, ()) if _in_view(one.outer, known.spans))
        for key in places
    }
    ranked = sorted(places, key=lambda key: (case.place[key].radius_km > _REGION_KM, -told[key]))
    names = ", ".join(_bare(case.place[key].name) for key in ranked[:named])
    return tr("{} +{}").format(names, len(ranked) - named) if len(ranked) > named else names


def _bare(name: str) -> str:
    """A name without what explains it: "The Greenbrier, White Sulphur Springs", "Central Luzon (…)"."""
    return name.split(" (")[0].split(", ")[0]


def _centre(case: Case, places: Sequence[str]) -> Position:
    lats = [case.place[key].lat for key in places]
    lons = [case.place[key].lon for key in places]
    return sum(lats) / len(lats), sum(lons) / len(lons)


def _with_far(case: Case, order: list[int], groups: Sequence[tuple[str, ...]]) -> list[int]:
    """The order with the bands that the first view does not show, each after its nearest neighbour."""
    centres = [_centre(case, group) for group in groups]
    full = list(order)
    for at in range(len(groups)):
        if at not in order:
            near = min(order, key=lambda other: great_circle_km(centres[at], centres[other]), default=None)
            full.insert(full.index(near) + 1 if near is not None else len(full), at)
    return full


def _web(
    case: Case, routes: Mapping[str, Itinerary], groups: Sequence[tuple[str, ...]], spans: Collection[Span]
) -> Web:
    band_of = {key: at for at, places in enumerate(groups) for key in places}
    positions = tuple(_centre(case, group) for group in groups)
    runs = tuple(
        Run(one.actor, band_of[one.place], one.outer)
        for route in routes.values()
        for one in route.sojourns
        if one.place in band_of and _in_view(one.outer, spans)
    )
    flights = tuple(
        Flight(one.actor, band_of[one.leaves.place], band_of[one.arrives.place], flight_span(one))
        for route in routes.values()
        for one in route.journeys
        if one.leaves and one.arrives and one.leaves.place in band_of and one.arrives.place in band_of
        if _in_view(flight_span(one), spans)
    )
    return Web(positions, runs, flights)


def _under_way(journey: Journey) -> Span:
    """From the earliest departure to the latest arrival."""
    bounds = (*journey.departure, *journey.arrival)
    return min(bounds), max(bounds)


def flight_span(journey: Journey) -> Span:
    """When a journey is under way, at least for an hour, so that two on one day meet."""
    first, last = sorted((journey.departure[1], journey.arrival[0]))
    first = first if isfinite(first) else last
    last = last if isfinite(last) else first
    return first, max(last, first + 1 / 24)
