"""Who and what does a storyline show, in which bands and lanes, whatever the span in view?"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

from desktop_app.analysis.whereabouts import Itinerary, Journey, Sojourn, itineraries
from desktop_app.casebook.case import Case, Event
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Certainty
from desktop_app.charts.layout import Flight, Run, Web, lanes, merged, order_of_lines, ordered

BANDS = 10  # at first view
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Band:
    """One place, or several neighbours that share a band."""

    places: tuple[str, ...]
    name: str
    group: tuple[str, ...]  # the places that it shares its band with when closed
    home: bool  # something in it is in the first view
    lanes: Mapping[str, int]  # actor to lane, 0 at the top
    events: tuple[Event, ...]

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
    placeless: tuple[Event, ...]


def scene(
    case: Case,
    actors: Iterable[str],
    certainties: Collection[Certainty],
    spans: Collection[Span],
    opened: Collection[str] = (),
    limit: int = BANDS,
) -> Scene:
    """Lay out who is shown.  spans: what the first view shows, in JD; opened: places whose band was opened."""
    keys = tuple(actor.key for actor in case.actors if actor.key in set(actors))
    routes = itineraries(case, keys, certainties)
    events = tuple(event for event in case.events if event.certainty in certainties)
    happened: dict[str, list[Event]] = {}
    for event in events:
        if event.place:
            happened.setdefault(event.place, []).append(event)
    sojourns = [one for route in routes.values() for one in route.sojourns]
    used = [
        place.key for place in case.places if place.key in happened or any(one.place == place.key for one in sojourns)
    ]
    near = {
        key
        for key in used
        if any(_in_view(event.when.outer, spans) for event in happened.get(key, ()))
        or any(one.place == key and _in_view(one.outer, spans) for one in sojourns)
    }
    groups = _groups(case, [key for key in used if key in near], limit)
    groups += _groups(case, [key for key in used if key not in near], limit)
    split = [
        (part, group)
        for group in groups
        for part in ([(key,) for key in group] if set(group) & set(opened) else [group])
    ]
    band_of = {key: at for at, (places, _) in enumerate(split) for key in places}
    web = _web(case, routes, band_of, [places for places, _ in split], spans)
    order = ordered(web)
    lines = order_of_lines(keys, web, order)
    days = sum(end - start for start, end in spans)
    stayed = _days_at(sojourns, spans)
    bands = tuple(
        Band(
            places=(places := split[at][0]),
            name=_name(case, places, stayed, happened),
            group=split[at][1],
            home=bool(set(places) & near),
            lanes=lanes(lines, _spans_in(places, routes, 0.004 * days)),
            events=tuple(event for event in events if event.place in places),
        )
        for at in order
    )
    return Scene(
        case=case,
        actors=keys,
        itineraries=routes,
        bands=bands,
        band_of={key: at for at, band in enumerate(bands) for key in band.places},
        placeless=tuple(event for event in events if not event.place),
    )


def _meet(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _in_view(span: Span, spans: Collection[Span]) -> bool:
    return any(_meet(span, one) for one in spans)


def _groups(case: Case, keys: list[str], limit: int) -> list[tuple[str, ...]]:
    places = {key: (case.place[key].lat, case.place[key].lon) for key in keys}
    coincident = {case.event[key].place for key in case.coincident}
    return list(merged(places, [key for key in keys if key in coincident], limit))


def _days_at(sojourns: Iterable[Sojourn], spans: Collection[Span]) -> dict[str, float]:
    """Days in view that the shown actors spent at each place: by this a merged band is named."""
    days: dict[str, float] = {}
    for one in sojourns:
        for start, end in spans:
            days[one.place] = days.get(one.place, 0.0) + max(0.0, min(one.end[1], end) - max(one.start[0], start))
    return days


def _name(case: Case, places: tuple[str, ...], stayed: Mapping[str, float], happened: Mapping[str, list[Event]]) -> str:
    """ "Daiquirí, Siboney +2": the two places that matter most, and how many more."""
    ranked = sorted(places, key=lambda key: (-len(happened.get(key, ())), -stayed.get(key, 0.0)))
    names = ", ".join(case.place[key].name for key in ranked[:2])
    return tr("{} +{}").format(names, len(ranked) - 2) if len(ranked) > 2 else names


def _web(
    case: Case,
    routes: Mapping[str, Itinerary],
    band_of: Mapping[str, int],
    groups: list[tuple[str, ...]],
    spans: Collection[Span],
) -> Web:
    positions = tuple(
        (
            sum(case.place[key].lat for key in group) / len(group),
            sum(case.place[key].lon for key in group) / len(group),
        )
        for group in groups
    )
    runs = tuple(
        Run(one.actor, band_of[one.place], one.outer)
        for route in routes.values()
        for one in route.sojourns
        if _in_view(one.outer, spans)
    )
    flights = tuple(
        Flight(one.actor, band_of[one.leaves.place], band_of[one.arrives.place], flight_span(one))
        for route in routes.values()
        for one in route.journeys
        if one.leaves and one.arrives and _in_view(flight_span(one), spans)
    )
    return Web(positions, runs, flights)


def flight_span(journey: Journey) -> Span:
    """When a journey is under way, at least for an hour, so that two on one day meet."""
    first, last = sorted((journey.departure[1], journey.arrival[0]))
    first = first if isfinite(first) else last
    last = last if isfinite(last) else first
    return first, max(last, first + 1 / 24)


def _spans_in(places: tuple[str, ...], routes: Mapping[str, Itinerary], margin: float) -> dict[str, list[Span]]:
    """When each line runs in a band, with a margin so that two that share a lane stand apart."""
    spans: dict[str, list[Span]] = {}
    for actor, route in routes.items():
        for one in route.sojourns:
            if one.place in places:
                spans.setdefault(actor, []).append((one.start[0] - margin, one.end[1] + margin))
    return spans
