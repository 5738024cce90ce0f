"""Which places share a band, in which order do the bands stand, and in which lane of its band does a line run?

The order minimises the *disorder* of the picture, a number of crossings:

    lines crossed by journeys  +  0.2 x bands that journeys pass  +  1/4000 x km from each band to the next

A journey crosses each line that runs, at that time, in a band between its two ends, and each other journey of that time
that goes the other way.  Bands passed keep journeys short; the kilometres keep neighbours on the globe together.
Up to six bands every order is tried; beyond, barycentres and the given order are improved by moving one band at a time
until nothing helps.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise, permutations
from math import inf
from typing import TypeVar

import numpy as np

from desktop_app.analysis.togetherness import united
from desktop_app.casebook.when import Span
from desktop_app.casebook.where import great_circle_km

CROSSING_PER_BAND_PASSED = 0.2
KM_PER_CROSSING = 4000.0
SPAN_KM = 500.0  # that a band reaches over, if there are not too many
PARTED_KM = 2000.0
_LAST_KM = 1e6  # farther than anything
_JOINED = 200  # places that are joined one by one
_EXACT = 6  # bands: 720 orders, half of them mirrored
Position = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True, slots=True)
class Run:
    """A line that runs in a band for a span of days."""

    actor: str
    band: int
    span: Span


@dataclass(frozen=True, slots=True)
class Flight:
    """A journey from band to band."""

    actor: str
    start: int
    end: int
    span: Span


Part = TypeVar("Part", Run, Flight)


@dataclass(frozen=True, slots=True)
class Web:
    """What an order is judged by: bands 0 … n-1 with their positions, what runs in them and between them."""

    positions: tuple[Position, ...]
    runs: tuple[Run, ...]
    flights: tuple[Flight, ...]


def merged(
    places: Mapping[str, Position],
    apart: Collection[str],
    limit: int,
    *,
    most: int | None = None,
    parted: Collection[frozenset[str]] = (),
) -> tuple[tuple[str, ...], ...]:
    """Places in groups, nearest joined first, by the two that lie farthest apart in a group.

    Places of a group lie within 500 km of one another, and two that are `parted` never share one.  Only where there
    would be more than `most` (None: `limit`) groups, some reach farther, and `parted` places count as 2,000 km farther
    apart than they are.  Two places `apart` never share a group, and take in a neighbour only where nothing else is
    left to join.
    """
    fewest = limit if most is None else most
    groups = _by_cells(places, frozenset(apart))
    first = tuple(group[0] for group in groups)
    held = frozenset(parted)
    if len(groups) < len(places):
        stands_for = {key: group[0] for group in groups for key in group}
        held = frozenset(frozenset(stands_for.get(key, key) for key in pair) for pair in parted)
    positions = tuple(places[key] for key in first)
    for a, b, far in _joins(first, positions, frozenset(apart) & frozenset(first), held):
        if len(groups) <= (fewest if far else limit):
            break
        groups[a] += groups.pop(b)
    return tuple(groups)


def _by_cells(places: Mapping[str, Position], apart: frozenset[str]) -> list[tuple[str, ...]]:
    """Places one by one; of more than some hundreds those in one cell of a grid together, as coarse as it must be."""
    groups: list[tuple[str, ...]] = [(key,) for key in places]
    degrees = 0.25
    while len(groups) > _JOINED:
        cells: dict[object, list[str]] = {}
        for key, (lat, lon) in places.items():
            cells.setdefault(key if key in apart else (lat // degrees, lon // degrees), []).append(key)
        groups = [tuple(cell) for cell in cells.values()]
        degrees *= 2
    return groups


@lru_cache(64)  # a chart asks for ten bands, then for nine, and so on
def _joins(
    keys: tuple[str, ...],
    positions: tuple[Position, ...],
    apart: frozenset[str],
    parted: frozenset[frozenset[str]],
) -> tuple[tuple[int, int, bool], ...]:
    """Which group takes in which, by their places in the list at that time, and whether it then reaches over 500 km.

    Complete linkage: a group is as far from another as its farthest member, so that a join takes one row of distances.
    """
    count = len(keys)
    km = np.full((count, count), inf)
    for i, j in combinations(range(count), 2):
        if not (keys[i] in apart and keys[j] in apart):
            km[i, j] = great_circle_km(positions[i], positions[j])
    if parted:
        index = {key: at for at, key in enumerate(keys)}
        for pair in parted:
            if len(pair) == 2 and index.keys() >= pair:
                i, j = sorted(index[key] for key in pair)
                km[i, j] += PARTED_KM
    km = np.minimum(km, km.T)
    own = np.array([key in apart for key in keys])
    upper = np.triu(np.ones((count, count), dtype=bool), 1)
    joins: list[tuple[int, int, bool]] = []
    while len(km) > 1:
        size = len(km)
        allowed = upper[:size, :size] & (km < inf)
        near = allowed & (km <= SPAN_KM)
        far = not near.any()
        if far and not allowed.any():
            break
        last = (own[:, None] | own[None, :]) * _LAST_KM  # whoever stands apart takes in a neighbour last
        a, b = divmod(int(np.argmin(np.where(allowed if far else near, km + last, inf))), size)
        joins.append((a, b, far))
        km[a] = km[:, a] = np.maximum(km[a], km[b])
        own[a] |= own[b]
        km, own = np.delete(np.delete(km, b, axis=0), b, axis=1), np.delete(own, b)
    return tuple(joins)


_JUDGED = 120  # journeys and runs by which orders are judged, evenly over time; of more, each second, third and so on


def _thinned(web: Web) -> Web:
    def some(parts: tuple[Part, ...]) -> tuple[Part, ...]:
        if len(parts) <= _JUDGED:
            return parts
        step = -(-len(parts) // _JUDGED)
        return tuple(sorted(parts, key=lambda part: part.span)[::step])

    return Web(web.positions, some(web.runs), some(web.flights))


class _Measure:
    """The disorder of any order of one web, its counts made once."""

    def __init__(self, web: Web) -> None:
        size = len(web.positions)
        crossed: dict[tuple[int, int], list[float]] = {}
        for flight in web.flights:
            if flight.start == flight.end:
                continue
            ends = (min(flight.start, flight.end), max(flight.start, flight.end))
            counts = crossed.setdefault(ends, [0.0] * size)
            for band in range(size):
                counts[band] += CROSSING_PER_BAND_PASSED
            for run in web.runs:
                if run.actor != flight.actor and _meet(run.span, flight.span):
                    counts[run.band] += 1
        self.crossed = [(a, b, counts) for (a, b), counts in crossed.items()]
        counter: dict[tuple[int, int, int, int], int] = {}
        moving = [flight for flight in web.flights if flight.start != flight.end]
        for one, other in combinations(moving, 2):
            if one.actor != other.actor and _meet(one.span, other.span):
                key = (one.start, other.start, one.end, other.end)
                counter[key] = counter.get(key, 0) + 1
        self.pairs = [(*key, count) for key, count in counter.items() if key[0] != key[1] and key[2] != key[3]]
        self.near = [[great_circle_km(a, b) / KM_PER_CROSSING for b in web.positions] for a in web.positions]

    def __call__(self, order: Sequence[int]) -> float:
        at = [0] * len(order)
        for position, band in enumerate(order):
            at[band] = position
        total = sum(self.near[a][b] for a, b in pairwise(order))
        for a, b, counts in self.crossed:
            first, last = (at[a], at[b]) if at[a] < at[b] else (at[b], at[a])
            for position in range(first + 1, last):
                total += counts[order[position]]
        for a, b, c, d, count in self.pairs:
            if (at[a] - at[b]) * (at[c] - at[d]) < 0:
                total += count
        return total


def disorder(web: Web, order: Sequence[int]) -> float:
    """The measure, in crossings, of the bands in this order from top to bottom."""
    return _Measure(web)(order)


def ordered(web: Web) -> tuple[int, ...]:
    """Bands from top to bottom in the order of least disorder that was found; never worse than the given order."""
    web, size = _thinned(web), len(web.positions)
    given = tuple(range(size))
    measure = _Measure(web)
    if size <= _EXACT:
        best = min(permutations(given), key=measure, default=())
    else:
        starts = [given, _by_barycentre(web, given), tuple(sorted(given, key=lambda band: web.positions[band][1]))]
        best = min((_improved(measure, start) for start in starts), key=measure)
    mirrored = best[::-1]  # as good: what stands first in the case stands rather at the top
    return (
        best
        if sum(at * band for at, band in enumerate(best)) >= sum(at * band for at, band in enumerate(mirrored))
        else mirrored
    )


def _by_barycentre(web: Web, order: Sequence[int]) -> tuple[int, ...]:
    """Each band moves to the mean of those that journeys tie it to, a few times over (Sugiyama 1981)."""
    tied: list[list[int]] = [[band] for band in order]
    for flight in web.flights:
        tied[flight.start].append(flight.end)
        tied[flight.end].append(flight.start)
    now = list(order)
    for _ in range(6):
        at = {band: position for position, band in enumerate(now)}
        now.sort(key=lambda band: sum(at[other] for other in tied[band]) / len(tied[band]))
    return tuple(now)


def _improved(measure: _Measure, order: Sequence[int]) -> tuple[int, ...]:
    """Move one band at a time to where it lowers the disorder most, until no move does."""
    now, least = list(order), measure(order)
    while True:
        best: list[int] | None = None
        for source in range(len(now)):
            rest = now[:source] + now[source + 1 :]
            for target in range(len(now)):
                if target != source:
                    tried = [*rest[:target], now[source], *rest[target:]]
                    cost = measure(tried)
                    if cost < least - 1e-9:
                        best, least = tried, cost
        if best is None:
            return tuple(now)
        now = best


def order_of_lines(actors: Sequence[str], web: Web, order: Sequence[int]) -> tuple[str, ...]:
    """Actors from top to bottom, the same in every band: who comes from above and goes there stands higher.

    Fewest crossings within the bands at the ends of journeys; moved one at a time from the given order.
    """
    web = _thinned(web)
    at = {band: position for position, band in enumerate(order)}
    worse: dict[tuple[str, str], int] = {}  # crossings if the first stands above the second
    for flight in web.flights:
        for band, other in ((flight.start, flight.end), (flight.end, flight.start)):
            beside = {
                run.actor
                for run in web.runs
                if run.band == band and run.actor != flight.actor and _meet(run.span, flight.span)
            }
            for actor in beside:
                pair = (flight.actor, actor) if at[other] > at[band] else (actor, flight.actor)
                worse[pair] = worse.get(pair, 0) + 1

    now = list(actors)
    improved = True
    while improved:
        improved = False
        for actor in tuple(now):
            rest = [one for one in now if one != actor]
            gains = [0]  # of one step down after another, from the top
            for below in rest:
                gains.append(gains[-1] + worse.get((below, actor), 0) - worse.get((actor, below), 0))
            best = min(range(len(gains)), key=gains.__getitem__)
            if gains[best] < gains[now.index(actor)]:
                now, improved = [*rest[:best], actor, *rest[best:]], True
    return tuple(now)


def lanes(lines: Sequence[str], spans: Mapping[str, Iterable[Span]]) -> dict[str, int]:
    """The lane of each line of a band, 0 at the top, by the order of `lines`.

    Lines whose spans meet never share a lane and keep their order; others may share one.
    """
    taken: dict[str, int] = {}
    own = {line: united(spans[line]) for line in lines if line in spans}
    for line, mine in own.items():
        above = [lane for other, lane in taken.items() if _any_meet(mine, own[other])]
        taken[line] = max(above) + 1 if above else 0
    return taken


def _any_meet(a: Sequence[Span], b: Sequence[Span]) -> bool:
    """Whether any two share more than a moment; both ascending and without overlaps."""
    i = j = 0
    while i < len(a) and j < len(b):
        if _meet(a[i], b[j]):
            return True
        if a[i][1] < b[j][1]:
            i += 1
        else:
            j += 1
    return False


def _meet(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]
