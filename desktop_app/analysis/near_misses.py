"""Who was at one place, or near it, shortly before or after one another, without having been there together?

A near miss: of one actor the latest moment at which he may still have been there lies no more than so many days before
the earliest at which the other may have come.  Those who may have been there at once met, surely or possibly: they are
no near miss (`analysis.copresence`).  It is the join of `analysis.joins`, every presence made longer by these days.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np

from desktop_app.analysis.copresence import CoPresence, Record, There
from desktop_app.analysis.joins import TICKS_A_DAY, Places, Stays, near, together
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.when import Bounds, Span

_SLIVER_DAYS = 2 / TICKS_A_DAY  # the join compares to the millisecond and leaves out what only touches


@dataclass(frozen=True, slots=True)
class NearMiss:
    """One actor was there, and had left when the other came."""

    first: str  # actor who was there first
    second: str
    places: tuple[str, ...]  # one, or his and the other's, which are near
    left: Bounds  # JD
    came: Bounds
    sure: bool  # for every reading of the dates, and by established statements alone
    stays: tuple[str, ...]  # keys
    events: tuple[str, ...]

    @property
    def gap_days(self) -> Span:
        """The least and the greatest time between the leaving of the one and the coming of the other."""
        return self.came[0] - self.left[1], self.came[1] - self.left[0]


@dataclass(frozen=True, slots=True)
class _Presence:
    """One actor at one place without a break that is sure: when he came and when he left, each between two bounds."""

    actor: str
    place: str
    came: Bounds
    left: Bounds
    parts: tuple[There, ...]


def near_misses(record: Record, actors: Sequence[str], within_days: float) -> tuple[NearMiss, ...]:
    """All near misses of every two of the actors, by the moment the first one left; none where the days are 0.

    How near counts as at one place, and which statements count, is said by the record.  Of two who came and went more
    than once, only who next came after whom is told; and nothing of those who may have met there in the meantime.
    """
    if within_days <= 0:
        return ()
    found = [presence for actor in actors for presence in _presences(record, actor)]
    at_once: dict[frozenset[str], tuple[CoPresence, ...]] = {}
    by_pair: dict[frozenset[str], list[NearMiss]] = defaultdict(list)
    for first, second in _followers(record, found, within_days):
        pair = frozenset((first.actor, second.actor))
        if pair not in at_once:
            at_once[pair] = record.meetings(first.actor, second.actor)
        one = _missed(record, first, second, within_days)
        if not any(_bridges(met, one) for met in at_once[pair]):
            by_pair[pair].append(one)
    kept = [one for own in by_pair.values() for one in own if not any(_closer(other, one) for other in own)]
    return tuple(sorted(kept, key=lambda one: (one.left, one.came, one.first, one.second, one.places)))


def _presences(record: Record, actor: str) -> Iterator[_Presence]:
    """Where an actor may have been, each stretch at one place once."""
    by_place: dict[str, list[There]] = defaultdict(list)
    for there in record.possibly(actor):
        by_place[there.place].append(there)
    for place, own in by_place.items():
        parts: list[There] = []
        last = -inf
        for there in sorted(own, key=lambda one: (one.start, one.end)):
            if parts and there.start > last:
                yield _presence(record, actor, place, parts)
                parts = []
            last = max(last, there.end) if parts else there.end
            parts.append(there)
        if parts:
            yield _presence(record, actor, place, parts)


def _presence(record: Record, actor: str, place: str, parts: Sequence[There]) -> _Presence:
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    stays = [record.case.stay[key].when for part in parts for key in part.stays]
    came_by = [when.start[1] for when in stays] + [part.end for part in parts if part.events]
    left_from = [when.end[0] for when in stays] + [part.start for part in parts if part.events]
    return _Presence(actor, place, (start, max(start, min(came_by))), (min(end, max(left_from)), end), tuple(parts))


def _followers(record: Record, found: Sequence[_Presence], within_days: float) -> Iterator[tuple[_Presence, _Presence]]:
    """Presences of two actors of which one ended no more than so many days before the other may have begun."""
    if len(found) < 2:
        return
    rows = {place.key: row for row, place in enumerate(record.case.places)}
    who = {actor: row for row, actor in enumerate(dict.fromkeys(one.actor for one in found))}
    start, end = (np.array([bounds[at] for bounds in own], dtype=float) for at, own in (
        (0, [one.came for one in found]), (1, [one.left for one in found])
    ))  # fmt: skip
    nothing = np.full(len(found), np.nan)
    stays = Stays(
        np.array([who[one.actor] for one in found], dtype=np.int64),
        np.array([rows[one.place] for one in found], dtype=np.int64),
        start,
        end + within_days + _SLIVER_DAYS,
        nothing,
        nothing,
    )
    lat, lon, radius = (
        np.array([getattr(place, name) for place in record.case.places]) for name in ("lat", "lon", "radius_km")
    )
    places = Places(lat, lon, radius, radius < 0)
    within = record.within_km
    pairs = together(stays, places) if within is None else near(stays, places, within)
    one = np.where(start[pairs.a] <= start[pairs.b], pairs.a, pairs.b)
    other = np.where(start[pairs.a] <= start[pairs.b], pairs.b, pairs.a)
    gap = start[other] - end[one]
    for a, b in np.stack((one, other), axis=1)[(gap >= 0) & (gap <= within_days)].tolist():
        yield found[a], found[b]


def _missed(record: Record, first: _Presence, second: _Presence, within_days: float) -> NearMiss:
    """It rests on those statements alone by which the one may have left last, and the other may have come first."""
    case = record.case
    stays = [
        *(key for part in first.parts for key in part.stays if case.stay[key].when.end[1] > first.left[0]),
        *(key for part in second.parts for key in part.stays if case.stay[key].when.start[0] < second.came[1]),
    ]
    events = [
        *(key for part in first.parts for key in part.events if part.end > first.left[0]),
        *(key for part in second.parts for key in part.events if part.start < second.came[1]),
    ]
    certain = [case.stay[key].certainty for key in stays] + [case.event[key].certainty for key in events]
    sure = (
        second.came[1] - first.left[0] <= within_days
        and all(each == Certainty.ESTABLISHED for each in certain)
        and record.are_together(first.place, second.place)
    )
    places = tuple(dict.fromkeys((first.place, second.place)))
    own = tuple(dict.fromkeys(stays)), tuple(dict.fromkeys(events))
    return NearMiss(first.actor, second.actor, places, first.left, second.came, sure, *own)


def _bridges(met: CoPresence, one: NearMiss) -> bool:
    """Whether the two may have been together there before the other had come."""
    at_it = not met.places or bool(set(met.places) & set(one.places))
    return at_it and met.start <= one.came[0] and one.left[1] <= met.end


def _closer(other: NearMiss, one: NearMiss) -> bool:
    """Whether another gap lies within this one: then somebody had come back in the meantime."""
    if not set(other.places) & set(one.places):
        return False
    inside = one.left[1] <= other.left[1] and other.came[0] <= one.came[0]
    return inside and (other.left[1], other.came[0]) != (one.left[1], one.came[0])


def bounded(miss: NearMiss) -> Span:
    """From the day the one left to the day the other came."""
    first, last = miss.left[0], miss.came[1]
    return (first if isfinite(first) else miss.left[1]), (last if isfinite(last) else miss.came[0])
