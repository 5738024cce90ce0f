"""Could news of one event have reached those who acted at another, by a means of the time?"""

from dataclasses import dataclass
from enum import StrEnum
from math import inf, isfinite

from desktop_app.analysis.chronology import ends_of, not_after
from desktop_app.casebook.case import Case, Event, Link
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Presence
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.where import great_circle_km

_HOURS = 24


@dataclass(frozen=True, slots=True)
class Means:
    """A way for news to travel.  Raises Trouble for a speed that is not above 0, or for fewer than no hours.

    hours: what passes besides, on writing, enciphering, waiting and delivering, however far it is.
    """

    name: str
    kmh: float  # over the whole way, rests included; infinite: the way itself takes no time
    hours: float = 0.0

    def __post_init__(self) -> None:
        if not self.kmh > 0:
            raise Trouble(
                what=tr("At {:g} km/h no news arrives.").format(self.kmh), do=tr("Give a speed of more than 0 km/h.")
            )
        if not (self.hours >= 0 and isfinite(self.hours)):
            raise Trouble(
                what=tr("News cannot need {:g} hours before it leaves.").format(self.hours),
                do=tr("Give the hours for writing and delivering: 0 or more."),
            )


def telegraph(hours: float) -> Means:
    """The telegraph: the way takes no time; hours: enciphering, waiting and delivering."""
    return Means(tr("telegraph"), inf, hours)


class Arrival(StrEnum):
    IN_TIME = "in-time"  # for every reading of the dates and places
    POSSIBLE = "possible"  # for at least one reading
    AFTER_IT_BEGAN = "after-it-began"  # for no reading before the effect began, but while it lasted
    TOO_LATE = "too-late"
    UNKNOWN = "unknown"  # where or when is not known


@dataclass(frozen=True, slots=True)
class News:
    """Days that there were, and days that the news needed, on a link."""

    link: str  # key
    means: Means
    arrival: Arrival
    distance_km: tuple[float, float] | None  # least and greatest, by the radii of both places; None: a place is unknown
    needed_days: tuple[float, float] | None  # least and greatest
    available_days: tuple[float, float]  # least and greatest, from the beginning of the cause to that of the effect
    needed_kmh: float | None  # the least speed for the least distance in the most time; infinite: there was no time
    acted: tuple[str, ...]  # actors present at the effect
    witnesses: tuple[str, ...]  # those of them who were present at the cause and needed no news
    assumptions: tuple[str, ...]


def news(case: Case, link: Link, means: Means) -> News:
    """Whether news of the cause could have reached the place of the effect before the effect began.

    Raises Trouble for an event that the case lacks.
    """
    cause, effect = ends_of(case, link)
    acted, there = _present(effect), _present(cause)
    available = effect.when.start[0] - cause.when.start[1], effect.when.start[1] - cause.when.start[0]
    distance = distance_km(case, cause, effect)
    needed = needed_days(case, cause, effect, means)
    last = effect.when.end[1] - cause.when.start[0]
    return News(
        link.key,
        means,
        _arrival(needed, available, last),
        distance,
        needed,
        available,
        _needed_kmh(distance[0], means, available[1]) if distance else None,
        acted,
        tuple(actor for actor in acted if actor in there),
        (
            tr("News of an event can leave its place as soon as the event begins; within one place it needs no time."),
            tr("It travels along the great circle: a road, a line of ships or a wire is longer."),
            tr("Whoever is present at the effect acts at its place; where others acted from is not asked."),
            tr("That news could have come does not say that it came, or that it was believed."),
        ),
    )


def needed_days(case: Case, cause: Event, effect: Event, means: Means) -> tuple[float, float] | None:
    """The least and the greatest number of days that news needs; None if a place is unknown."""
    distance = distance_km(case, cause, effect)
    return (_days(distance[0], means), _days(distance[1], means)) if distance else None


def distance_km(case: Case, cause: Event, effect: Event) -> tuple[float, float] | None:
    """The least and the greatest distance that the radii of both places allow; None if one is unknown."""
    if cause.place is None or effect.place is None:
        return None
    if cause.place == effect.place:
        return 0.0, 0.0
    a, b = case.place[cause.place], case.place[effect.place]
    between, radii = great_circle_km((a.lat, a.lon), (b.lat, b.lon)), a.radius_km + b.radius_km
    return max(0.0, between - radii), between + radii


def _days(distance_km: float, means: Means) -> float:
    """Who is near enough to see or hear of it waits for nobody to write."""
    return (distance_km / means.kmh + means.hours) / _HOURS if distance_km > 0 else 0.0


def _present(event: Event) -> tuple[str, ...]:
    return tuple(part.actor for part in event.participants if part.presence == Presence.PRESENT)


def _arrival(needed: tuple[float, float] | None, available: tuple[float, float], last: float) -> Arrival:
    if needed is None:
        return Arrival.UNKNOWN
    if not_after(needed[1], available[0]):
        return Arrival.IN_TIME
    if not_after(needed[0], available[1]):
        return Arrival.POSSIBLE if available[1] < inf else Arrival.UNKNOWN
    return Arrival.AFTER_IT_BEGAN if not_after(needed[0], last) else Arrival.TOO_LATE


def _needed_kmh(distance_km: float, means: Means, days: float) -> float:
    if distance_km == 0 and not_after(0.0, days):
        return 0.0
    on_the_way = days * _HOURS - means.hours
    return distance_km / on_the_way if on_the_way > 0 else inf
