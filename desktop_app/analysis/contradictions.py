"""Which statements about one actor's whereabouts cannot both be true?"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf, isfinite

from desktop_app.analysis.copresence import DAY, SAME_PLACE_KM
from desktop_app.analysis.globe import HALF_ROUND_KM
from desktop_app.analysis.prisms import HOURS
from desktop_app.casebook.calendar import civil
from desktop_app.casebook.case import Case, Citation, Event, Stay
from desktop_app.casebook.language import tr
from desktop_app.casebook.means import WATER, Means, fastest
from desktop_app.casebook.said import said
from desktop_app.casebook.terms import ActorKind, Certainty, Kind, Presence
from desktop_app.casebook.when import When
from desktop_app.casebook.where import great_circle_km

_ROUNDING_HOURS = 1 / 60


class Clash(StrEnum):
    AT_ONCE = "at-once"  # at two distant places at the same time, for every reading of the dates
    TOO_FAR = "too-far"  # from the one to the other faster than anything of the time went


@dataclass(frozen=True, slots=True)
class Statement:
    """What places an actor somewhere for sure: a stay, or presence at an event of at most a day."""

    kind: Kind
    key: str
    actor: str
    place: str
    when: When
    certainty: Certainty
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements that exclude one another; at least one of them is mistaken, or a date or a place is too narrow."""

    actor: str
    clash: Clash
    first: Statement
    second: Statement
    least_km: float  # between the edges of the two places
    hours: float  # that the dates leave for the way at most; not above 0 where they leave none
    needed_kmh: float  # infinite where they leave no time
    means: str  # key of the fastest of the time
    means_kmh: float

    @property
    def established(self) -> bool:
        return self.first.certainty == self.second.certainty == Certainty.ESTABLISHED

    @property
    def sources(self) -> tuple[str, ...]:
        cited = (*self.first.citations, *self.second.citations)
        return tuple(dict.fromkeys(citation.source for citation in cited))


def contradictions(
    case: Case,
    means: Sequence[Means],
    actors: Iterable[str] | None = None,
    certainties: Collection[Certainty] = tuple(Certainty),
) -> tuple[Contradiction, ...]:
    """Pairs of statements about one person or ship that no reading of their dates and radii reconciles; by time.

    actors: None: all.  Places count as distant if their edges are more than 50 km apart, and a journey as impossible if
    the fastest means in use in its years could not make it between the earliest departure and the latest arrival; a
    voyage begins and ends in port.
    Nothing is repaired.  Raises Trouble if the table has no means for the time.
    """
    asked = set(case.actor) if actors is None else set(actors)
    found: list[Contradiction] = []
    for actor in case.actors:
        if actor.key in asked and actor.kind in (ActorKind.PERSON, ActorKind.SHIP):
            over = WATER if actor.kind == ActorKind.SHIP else None
            found += _of_one(case, list(_statements(case, actor.key, certainties)), means, over)
    return tuple(sorted(found, key=lambda one: (min(one.first.when.start[1], one.second.when.start[1]), one.actor)))


def _statements(case: Case, actor: str, certainties: Collection[Certainty]) -> Iterator[Statement]:
    for stay in case.stays:
        if stay.actor == actor and stay.certainty in certainties:
            yield Statement(Kind.STAY, stay.key, actor, stay.place, stay.when, stay.certainty, stay.citations)
    for event in case.events:
        begins, ends = event.when.outer
        present = any(one.actor == actor and one.presence == Presence.PRESENT for one in event.participants)
        if present and event.place and ends - begins <= DAY and event.certainty in certainties:
            within = When(event.when.text, (begins, ends), (begins, ends))
            yield Statement(Kind.EVENT, event.key, actor, event.place, within, event.certainty, event.citations)


def _of_one(
    case: Case, statements: Sequence[Statement], means: Sequence[Means], over: str | None
) -> Iterator[Contradiction]:
    ordered = sorted(statements, key=lambda one: one.when.start[1])
    for at, first in enumerate(ordered):
        longest = HALF_ROUND_KM / fastest(means, *_years(first, first), over).kmh / HOURS  # days; no way takes longer
        for second in ordered[at + 1 :]:
            if second.when.start[1] > first.when.end[0] + longest:
                break
            km = _between_km(case, first, second)
            if km <= SAME_PLACE_KM or (first.kind == second.kind == Kind.EVENT and first.key == second.key):
                continue
            there = (second.when.start[1] - first.when.end[0]) * HOURS
            back = (first.when.start[1] - second.when.end[0]) * HOURS
            hours = max(there, back)
            if hours > 0 and (case.place[first.place].transit or case.place[second.place].transit):
                continue  # the middle of a sea or a railway is not where a journey on it begins
            best = fastest(means, *_years(first, second), over)
            if km / best.kmh > hours + _ROUNDING_HOURS:
                clash = Clash.AT_ONCE if hours <= _ROUNDING_HOURS else Clash.TOO_FAR
                needed = km / hours if hours > 0 else inf
                pair = (first, second) if there >= back else (second, first)
                yield Contradiction(first.actor, clash, *pair, km, hours, needed, best.key, best.kmh)


def _between_km(case: Case, first: Statement, second: Statement) -> float:
    if first.place == second.place:
        return 0.0
    a, b = case.place[first.place], case.place[second.place]
    return great_circle_km((a.lat, a.lon), (b.lat, b.lon)) - a.radius_km - b.radius_km


def _years(first: Statement, second: Statement) -> tuple[int, int]:
    bounds = (*first.when.start, *first.when.end, *second.when.start, *second.when.end)
    years = [civil(jd)[0] for jd in bounds if isfinite(jd)]
    return min(years), max(years)


def in_words(case: Case, one: Contradiction) -> str:
    """ "Soong: in Moscow, 1–14 July 1945, and in Potsdam, 10–12 July 1945, 1,590 km away, at the same time." """
    first, second = (_statement(case, each) for each in (one.first, one.second))
    name, km = case.actor[one.actor].short, f"{one.least_km:,.0f}"
    if one.clash == Clash.AT_ONCE:
        return tr("{}: {} and {}, {} km apart, at the same time.").format(name, first, second, km)
    words = tr("{}: {}, then {}: {} km in at most {} hours, {} km/h; the fastest means of the time made {}.")
    speed = f"{one.needed_kmh:,.0f}"
    return words.format(name, first, second, km, f"{max(one.hours, 0):,.1f}", speed, f"{one.means_kmh:,.0f}")


def _statement(case: Case, one: Statement) -> str:
    place = case.place[one.place].name
    if one.kind == Kind.EVENT:
        return tr("at “{}” in {}, {}").format(case.event[one.key].title, place, said(case.event[one.key].when))
    return tr("in {}, {}").format(place, said(one.when))


def part(case: Case, one: Statement) -> Stay | Event:
    """The stay or the event that says so."""
    return case.stay[one.key] if one.kind == Kind.STAY else case.event[one.key]
