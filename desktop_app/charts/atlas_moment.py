"""Where was everybody at one moment, as a map shows it: at a place, perhaps at a place, or on the way?"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from desktop_app.analysis.whereabouts import Journey, Sojourn
from desktop_app.casebook.case import Case, Event
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said_day
from desktop_app.casebook.terms import ActorKind, Certainty, Presence
from desktop_app.charts.atlas_scene import Leg, MapScene, is_attested
from desktop_app.charts.scene import moment_of

_ONE_BODY = (ActorKind.PERSON, ActorKind.SHIP)
Entry = TypeVar("Entry")
_LEAST, _MOST = 0.06, 0.94  # of the way: who is under way is drawn clear of both ends


@dataclass(frozen=True, slots=True)
class Here:
    """An actor at a place."""

    actor: str
    place: str
    sure: bool  # for every reading of the dates, on an established statement
    stay: str | None  # key
    event: str | None = None  # presence at it is all that says so


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """An actor between two places.  `share`: of the way, as if he had gone evenly; nobody recorded where he was."""

    actor: str
    leg: Leg
    journey: Journey
    share: float


@dataclass(frozen=True, slots=True)
class Moment:
    jd: float
    here: tuple[Here, ...]
    on_the_way: tuple[OnTheWay, ...]
    events: tuple[Event, ...]  # of those that coincided, with a place: what was, or may have been, under way

    @property
    def state(self) -> tuple[object, ...]:
        """What changes only when somebody comes or goes."""
        return self.here, tuple(one.actor for one in self.on_the_way), tuple(one.key for one in self.events)


def moment(scene: MapScene, jd: float) -> Moment:
    """Where everybody who is shown was, from stays, journeys and presence at events."""
    here: list[Here] = []
    on_the_way: list[OnTheWay] = []
    for actor in scene.actors:
        own = _at_places(scene, actor, jd)
        here += own
        if not any(one.sure for one in own):
            on_the_way += _under_way(scene, actor, jd)[: 0 if own else 1]
    events = tuple(
        event
        for event in scene.events
        if event.key in scene.case.coincident and event.when.outer[0] <= jd <= event.when.outer[1]
    )
    return Moment(jd, tuple(here), tuple(on_the_way), events)


def telling_moment(scene: MapScene) -> float:
    """The moment that tells most: when the most of what coincided was under way, and of the most it is known where."""
    events = [scene.case.event[key] for key in scene.case.coincident]
    if not events:
        return scene.case.events[0].when.middle if scene.case.events else 0.0

    def tells(jd: float) -> tuple[int, int, float]:
        under_way = sum(1 for event in events if event.when.outer[0] <= jd <= event.when.outer[1])
        return under_way, len({one.actor for one in moment(scene, jd).here}), -jd

    return max((moment_of(event) for event in events), key=tells)


@dataclass(frozen=True, slots=True, eq=False)
class _Timetable(Generic[Entry]):
    """What may have held when, of one actor: so that a moment asks of thousands of stays at once."""

    entries: tuple[Entry, ...]
    spans: NDArray[np.float64]  # from, to; shape (2, n)

    def at(self, jd: float) -> list[Entry]:
        return [self.entries[at] for at in np.flatnonzero((self.spans[0] <= jd) & (jd <= self.spans[1])).tolist()]


@lru_cache(maxsize=4)
def _sojourns(scene: MapScene) -> dict[str, _Timetable[Sojourn]]:
    return {
        actor: _Timetable(route.sojourns, _spans(one.outer for one in route.sojourns))
        for actor, route in scene.itineraries.items()
    }


@lru_cache(maxsize=4)
def _journeys(scene: MapScene) -> dict[str, _Timetable[tuple[Leg, Journey]]]:
    found = {}
    for actor, legs in scene.legs_of.items():
        own = tuple((leg, one) for leg in legs for one in leg.journeys if one.departure[0] < one.arrival[1])
        found[actor] = _Timetable(own, _spans((one.departure[0], one.arrival[1]) for _, one in own))
    return found


def _spans(spans: Iterable[tuple[float, float]]) -> NDArray[np.float64]:
    return np.array(list(spans), dtype=np.float64).reshape(-1, 2).T


def _at_places(scene: MapScene, actor: str, jd: float) -> list[Here]:
    found = _sojourns(scene)[actor].at(jd)
    certain = [one for one in found if one.inner and _holds(one.inner, jd)]
    if certain and scene.case.actor[actor].kind in _ONE_BODY:  # a trip takes precedence over the stay it interrupts
        found = [min(certain, key=lambda one: one.outer[1] - one.outer[0])]
    shown = [Here(actor, one.place, one in certain and _is_established(one, jd), _stay_at(one, jd)) for one in found]
    return shown or _at_events(scene, actor, jd)


def _holds(span: tuple[float, float], jd: float) -> bool:
    return span[0] <= jd <= span[1]


def _stay_at(sojourn: Sojourn, jd: float) -> str:
    """The stay that a moment of a sojourn belongs to."""
    holding = [stay for stay in sojourn.stays if _holds(stay.when.outer, jd)]
    return (holding or sojourn.stays)[-1].key


def _is_established(sojourn: Sojourn, jd: float) -> bool:
    key = _stay_at(sojourn, jd)
    return any(stay.key == key and stay.certainty == Certainty.ESTABLISHED for stay in sojourn.stays)


def _at_events(scene: MapScene, actor: str, jd: float) -> list[Here]:
    """Where presence at an event puts somebody of whom no stay is recorded then."""
    attended = [
        event
        for event in scene.events
        if _holds(event.when.outer, jd)
        and any(one.actor == actor and one.presence == Presence.PRESENT for one in event.participants)
    ]
    places = {event.place: event for event in reversed(attended)}
    return [Here(actor, place, False, None, event.key) for place, event in places.items() if place]


def _under_way(scene: MapScene, actor: str, jd: float) -> list[OnTheWay]:
    table = _journeys(scene).get(actor)
    found = []
    for leg, journey in table.at(jd) if table else ():
        recorded = any(_holds(stay.when.outer, jd) for stay in journey.stays)
        if recorded or is_attested(scene.case, journey):
            found.append(OnTheWay(actor, leg, journey, _share(leg, journey, jd)))
    return sorted(found, key=lambda one: one.journey.arrival[1] - one.journey.departure[0])


def _share(leg: Leg, journey: Journey, jd: float) -> float:
    """How far along the line, counted from its own beginning."""
    first, last = _middle(*journey.departure), _middle(*journey.arrival)
    share = (jd - first) / (last - first) if last > first else 0.5
    share = min(max(share, _LEAST), _MOST)
    begins = (
        journey.leaves.place == leg.ends[0]
        if journey.leaves
        else journey.arrives is None or (journey.arrives.place == leg.ends[1])
    )
    return share if begins else 1 - share


def _middle(first: float, last: float) -> float:
    return (first + last) / 2 if isfinite(first) and isfinite(last) else first if isfinite(first) else last


def told(case: Case, now: Moment, actors: tuple[str, ...]) -> str:
    """Who was where, in one sentence each, for those who hear the map."""
    words = []
    for actor in actors:
        name = case.actor[actor].short
        places = [one for one in now.here if one.actor == actor]
        way = next((one for one in now.on_the_way if one.actor == actor), None)
        if places:
            told_places = (
                case.place[one.place].name if one.sure else tr("perhaps {}").format(case.place[one.place].name)
                for one in places
            )
            words.append(f"{name}: {', '.join(told_places)}")
        elif way:
            words.append(tr("{}: on the way, {}").format(name, way_name(case, way.journey)))
        else:
            words.append(tr("{}: not recorded").format(name))
    return f"{said_day(now.jd)}. " + "; ".join(words) + "."


def way_name(case: Case, journey: Journey) -> str:
    """ "Moscow → Chungking"; the name of what is recorded of the way where one end is not."""
    ends = [case.place[one.place].name for one in (journey.leaves, journey.arrives) if one]
    if len(ends) == 2:
        return " → ".join(ends)
    ways = [case.place[stay.place].name for stay in journey.stays[:1]]
    return " → ".join([*ways, *ends] if journey.leaves is None else [*ends, *ways])
