"""When were two actors at one place, or near one another: surely, and possibly?

Sure: for every reading of the dates, by established statements alone.  Possible: for at least one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

import numpy as np

from desktop_app.analysis.joins import Places, neighbours
from desktop_app.analysis.whereabouts import held, joined
from desktop_app.casebook.case import Case, Event, Place, Stay
from desktop_app.casebook.moment import begins_a_day
from desktop_app.casebook.terms import Certainty, Presence
from desktop_app.casebook.when import Span, When
from desktop_app.casebook.where import great_circle_km

SAME_PLACE_KM = 50.0  # in a place of a greater radius two actors need not have met
DAY = 1.0 + 1 / 86_400  # an event of at most a day; the second allows for rounding


@dataclass(frozen=True, slots=True)
class There:
    """An actor at a place, as stays or an event say."""

    actor: str
    place: str
    start: float  # JD
    end: float
    stays: tuple[str, ...] = ()  # keys
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CoPresence:
    """A span in which two actors surely were, or may have been, together, and what that rests on."""

    a: str  # actors
    b: str
    places: tuple[str, ...]  # one, or two that are near; none: an event without a place documents it
    start: float  # JD
    end: float
    sure: bool
    stays: tuple[str, ...]  # keys
    events: tuple[str, ...]


class Record:
    """What a case says of where its actors were, by stays and events of these certainties, gathered once.

    within_km: how near counts as together; None: at the same place.
    """

    def __init__(
        self, case: Case, certainties: Collection[Certainty] = tuple(Certainty), within_km: float | None = None
    ) -> None:
        self.case, self.within_km = case, within_km
        self._counts_sure = Certainty.ESTABLISHED in certainties
        self._stays: dict[str, list[Stay]] = defaultdict(list)
        for stay in case.stays:
            if stay.certainty in certainties:
                self._stays[stay.actor].append(stay)
        self._events: dict[str, list[Event]] = defaultdict(list)
        for event in case.events:
            if event.certainty in certainties:
                for who in dict.fromkeys(p.actor for p in event.participants if p.presence == Presence.PRESENT):
                    self._events[who].append(event)
        self._midnights: dict[str, Mapping[float, float]] = {}
        self._surely: dict[str, tuple[There, ...]] = {}
        self._possibly: dict[str, tuple[There, ...]] = {}

    def stays(self, actor: str) -> Sequence[Stay]:
        return self._stays.get(actor, [])

    def attended(self, actor: str) -> Sequence[Event]:
        """The events at which the actor was present."""
        return self._events.get(actor, [])

    def calendars(self, actors: Iterable[str], span: Span) -> Span | None:
        """The longitudes by whose calendar each end of a span is the beginning of a day in a statement of these actors.

        None: neither end is one; an end that is a time, or open, has that of the other.
        """
        known = {jd: lon for actor in actors for jd, lon in self._days(actor).items()}
        first, last = (known.get(jd) for jd in span)
        if first is None and last is None:
            return None
        return (last or 0.0) if first is None else first, (first or 0.0) if last is None else last

    def _days(self, actor: str) -> Mapping[float, float]:
        """The bounds of what is recorded of an actor that are local midnights, each with its longitude."""
        if actor not in self._midnights:
            own: list[tuple[str | None, When]] = [(stay.place, stay.when) for stay in self.stays(actor)]
            own += [(event.place, event.when) for event in self.attended(actor)]
            found: dict[float, float] = {}
            for place, when in own:
                lon = self.case.place[place].lon if place else 0.0
                found |= {jd: lon for jd in (*when.start, *when.end) if begins_a_day(jd, lon)}
            self._midnights[actor] = found
        return self._midnights[actor]

    def surely(self, actor: str) -> tuple[There, ...]:
        """Where he certainly was, if the established stays are true."""
        if actor not in self._surely:
            stays = [stay for stay in self.stays(actor) if stay.certainty == Certainty.ESTABLISHED]
            self._surely[actor] = tuple(
                There(actor, one.place, one.start, one.end, tuple(stay.key for stay in one.stays))
                for one in held(stays)
            )
        return self._surely[actor]

    def possibly(self, actor: str) -> tuple[There, ...]:
        """Where he may have been, by stays of any certainty and by presence at events."""
        if actor not in self._possibly:
            found = [
                There(actor, one.place, *one.outer, tuple(stay.key for stay in one.stays))
                for one in joined(self.stays(actor))
            ]
            for event in self.attended(actor):
                if event.place:
                    for span in self.when_there(actor, event):
                        found.append(There(actor, event.place, *span, events=(event.key,)))
            self._possibly[actor] = tuple(found)
        return self._possibly[actor]

    def when_there(self, actor: str, event: Event) -> list[Span]:
        """When presence at an event may have been; at a long one not while an established stay elsewhere held."""
        start, end = event.when.outer
        left = [(start, end)]
        if end - start <= DAY:
            return left
        for there in self.surely(actor):
            if event.place and there.place != event.place and self.between_km(there.place, event.place)[0] > 0:
                left = [
                    piece
                    for first, last in left
                    for piece in ((first, min(last, there.start)), (max(first, there.end), last))
                    if piece[0] < piece[1]
                ]
        return left

    def between_km(self, p: str, q: str) -> Span:
        """The least and the greatest distance of two who are at these places."""
        a, b = self.case.place[p], self.case.place[q]
        if p == q:
            return 0.0, 0.0 if a.aboard else 2 * a.radius_km
        apart, radii = great_circle_km((a.lat, a.lon), (b.lat, b.lon)), a.radius_km + b.radius_km
        return max(0.0, apart - radii), apart + radii

    def may_be_together(self, p: str) -> Collection[str]:
        """The places at which one may be together with somebody at this one."""
        return self._near[p]

    def are_together(self, p: str, q: str) -> bool:
        """Whether those who surely are at these places surely are together."""
        place, within = self.case.place[p], self.within_km
        if p == q:
            return is_one_place(place) and (place.aboard or within is None or place.radius_km <= within)
        return within is not None and self.between_km(p, q)[1] <= within

    @cached_property
    def _near(self) -> Mapping[str, Collection[str]]:
        keys = [place.key for place in self.case.places]
        near: dict[str, list[str]] = {key: [key] for key in keys}
        if self.within_km is not None and keys:
            lat, lon, radius = (np.array(column) for column in zip(*map(_position, self.case.places), strict=True))
            p, q, _ = neighbours(Places(lat, lon, radius, radius < 0), self.within_km)
            for i, j in zip(p.tolist(), q.tolist(), strict=True):
                near[keys[i]].append(keys[j])
                near[keys[j]].append(keys[i])
        return near

    def meetings(self, a: str, b: str) -> tuple[CoPresence, ...]:
        """Spans in which two actors were together, sure ones and possible ones, by their beginning.

        Sure: the inner bounds overlap, every statement is established, and the place is no wider than 50 km or aboard
        one ship or train (or both places together no wider than the distance asked for); or both were present at an
        established event of at most a day; or one was, and the other surely was there all that while.  Possible: the
        outer bounds overlap, or both were present at any event.  A possible span around a sure one is an entry of its
        own.
        """
        sure: list[CoPresence] = []
        if self._counts_sure:
            sure += self._overlaps(self.surely(a), self.surely(b), sure=True)
            sure += self._at_short_events(a, b)
        possible = [
            *self._overlaps(self.possibly(a), self.possibly(b), sure=False),
            *self._at_events(a, b),
            *(replace(one, sure=False) for one in sure),
        ]
        found = [*_merged(sure), *_merged(possible)]
        return tuple(sorted(found, key=lambda one: (one.start, not one.sure, one.end)))

    def _overlaps(self, a: Sequence[There], b: Sequence[There], *, sure: bool) -> Iterator[CoPresence]:
        theirs: dict[str, list[There]] = defaultdict(list)
        for other in b:
            theirs[other.place].append(other)
        for one in a:
            for place in self.may_be_together(one.place):
                for other in theirs.get(place, ()):
                    start, end = max(one.start, other.start), min(one.end, other.end)
                    if start < end and (not sure or self.are_together(one.place, place)):
                        yield self._meeting(one, other, start, end, sure=sure)

    def _meeting(self, one: There, other: There, start: float, end: float, *, sure: bool) -> CoPresence:
        """It rests on those stays alone that may have held at its time."""
        when = {key: self.case.stay[key].when for key in (*one.stays, *other.stays)}
        stays = tuple(key for key, own in when.items() if own.start[0] < end and start < own.end[1])
        places = tuple(dict.fromkeys((one.place, other.place)))
        return CoPresence(one.actor, other.actor, places, start, end, sure, stays, _united(one.events, other.events))

    def _at_short_events(self, a: str, b: str) -> Iterator[CoPresence]:
        """Sure meetings that an established event of at most a day documents, of both or of one."""
        short = [{event.key: event for event in self.attended(actor) if _is_short(event)} for actor in (a, b)]
        for key in short[0].keys() & short[1].keys():
            event = short[0][key]
            places = (event.place,) if event.place else ()
            yield CoPresence(a, b, places, *event.when.outer, sure=True, stays=(), events=(key,))
        for own, present, other in ((short[0], a, b), (short[1], b, a)):
            for event in own.values():
                if event.place is None:
                    continue
                here = There(present, event.place, *event.when.outer, events=(event.key,))
                for there in self.surely(other):
                    all_day = there.start <= here.start and here.end <= there.end
                    if all_day and self.are_together(here.place, there.place):
                        pair = (here, there) if present == a else (there, here)
                        yield self._meeting(*pair, here.start, here.end, sure=True)

    def _at_events(self, a: str, b: str) -> Iterator[CoPresence]:
        """Possible meetings at events of any length at which both were present."""
        theirs = {event.key for event in self.attended(b)}
        for event in self.attended(a):
            if event.key in theirs:
                places = (event.place,) if event.place else ()
                for one, other in product(self.when_there(a, event), self.when_there(b, event)):
                    start, end = max(one[0], other[0]), min(one[1], other[1])
                    if start < end:
                        yield CoPresence(a, b, places, start, end, sure=False, stays=(), events=(event.key,))


def is_one_place(place: Place) -> bool:
    """Whether two actors who are there are surely together."""
    return place.aboard or (not place.transit and place.radius_km <= SAME_PLACE_KM)


def _is_short(event: Event) -> bool:
    start, end = event.when.outer
    return event.certainty == Certainty.ESTABLISHED and end - start <= DAY


def _position(place: Place) -> tuple[float, float, float]:
    return place.lat, place.lon, place.radius_km


def _merged(found: Iterable[CoPresence]) -> list[CoPresence]:
    """Those at one place that overlap or touch are one, and so are those at two places, whoever was at which."""

    def where(one: CoPresence) -> list[str]:
        return sorted(one.places)

    merged: list[CoPresence] = []
    for one in sorted(found, key=lambda one: (where(one), one.start, one.end)):
        last = merged[-1] if merged else None
        if last and where(last) == where(one) and one.start <= last.end:
            stays, events = _united(last.stays, one.stays), _united(last.events, one.events)
            merged[-1] = replace(last, end=max(last.end, one.end), stays=stays, events=events)
        else:
            merged.append(one)
    return merged


def _united(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))
