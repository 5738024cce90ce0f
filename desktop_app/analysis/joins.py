"""Which stays of many itineraries overlap in time, at one place or within a distance?

By place this is the overlap join of genomics, place for chromosome: stays are sorted by place and beginning on one
axis, and those that overlap a stay are the ones that begin before it ends: one run, found by a binary search.  Each
pair is found once, from the stay that begins first, in O(n log n + pairs).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.casebook.where import EARTH_RADIUS_KM, reduced

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Rows = NDArray[np.int32]
Bools = NDArray[np.bool_]

TICKS_A_DAY = 86_400_000  # times are compared to the millisecond
_QUERIES = 2_000_000  # looked up at a time: what bounds the memory


@dataclass(frozen=True, slots=True)
class Stays:
    """Stays as columns, each of shape (n,); times are Julian Days (UTC)."""

    actor: Ints
    place: Ints  # rows of Places
    start: Floats  # outer bounds: he may have been there
    end: Floats
    sure_start: Floats  # inner bounds: he surely was; NaN where nothing is sure
    sure_end: Floats


@dataclass(frozen=True, slots=True)
class Places:
    """Places as columns, each of shape (m,)."""

    lat: Floats  # degrees
    lon: Floats
    radius_km: Floats
    is_one: Bools  # whether two who are surely in it are surely together


@dataclass(frozen=True, slots=True)
class Pairs:
    """Co-presences of two actors, each of one stay with one stay: rows of Stays, a before b by their beginning."""

    a: Rows
    b: Rows
    sure: Bools  # the inner bounds overlap, and the place or the distance leaves no doubt

    def __len__(self) -> int:
        return len(self.a)

    def spans(self, stays: Stays) -> tuple[Floats, Floats]:
        """When they may have been together: first and last Julian Day of each pair."""
        return np.maximum(stays.start[self.a], stays.start[self.b]), np.minimum(stays.end[self.a], stays.end[self.b])

    def sure_spans(self, stays: Stays) -> tuple[Floats, Floats]:
        """When they surely were; of use where `sure`."""
        return (
            np.maximum(stays.sure_start[self.a], stays.sure_start[self.b]),
            np.minimum(stays.sure_end[self.a], stays.sure_end[self.b]),
        )


def together(stays: Stays, places: Places) -> Pairs:
    """All co-presences at one place, sure and possible, in one pass."""
    axis = _Axis(stays, len(places.lat))
    found = [_chosen(stays, a, b, places.is_one[stays.place[a]]) for a, b in axis.at_one_place()]
    return _joined(found)


def near(stays: Stays, places: Places, within_km: float) -> Pairs:
    """All co-presences within a great-circle distance, as the radii of the places allow.

    Possible: the least distance that the radii allow is at most `within_km`.  Sure: the greatest one is, too.
    """
    axis = _Axis(stays, len(places.lat))
    sure_at_one = 2 * places.radius_km <= within_km
    found = [_chosen(stays, a, b, sure_at_one[stays.place[a]]) for a, b in axis.at_one_place()]
    p, q, km = neighbours(places, within_km)
    sure = km + places.radius_km[p] + places.radius_km[q] <= within_km
    for a, b, which in axis.at_two_places(p, q):
        found.append(_chosen(stays, a, b, sure[which]))
    return _joined(found)


def neighbours(places: Places, within_km: float) -> tuple[Ints, Ints, Floats]:
    """Pairs of places that the radii may bring within a distance, p < q, and the kilometres between their middles.

    Points on the unit sphere in cells of a cube: no seam at the date line and none at the poles.
    """
    reach_km = within_km + places.radius_km
    widest_km = min(float(reach_km.max(initial=0.0) + places.radius_km.max(initial=0.0)), np.pi * EARTH_RADIUS_KM)
    points = unit_vectors(places)
    widest = 2 * np.sin(widest_km / EARTH_RADIUS_KM / 2) * (1 + 1e-9) + 1e-12  # as a chord
    side = max(widest, 1e-5)
    cells = np.floor(points / side).astype(np.int64)
    cells -= cells.min(axis=0, initial=0) - 1
    width = int(cells.max(initial=0)) + 2
    code = (cells[:, 0] * width + cells[:, 1]) * width + cells[:, 2]
    order = np.argsort(code, kind="stable")
    sorted_code = code[order]
    rows = np.arange(len(code))
    found: list[tuple[Ints, Ints, Floats]] = []
    for dx, dy, dz in _HALF_OF_THE_CELLS_AROUND:
        wanted = sorted_code + (dx * width + dy) * width + dz
        here = (dx, dy, dz) == (0, 0, 0)
        first = rows + 1 if here else np.searchsorted(sorted_code, wanted, side="left")
        last = np.searchsorted(sorted_code, wanted, side="right")
        for begin, end in _portions(last - first):
            one, other = _runs(first[begin:end], last[begin:end], begin)
            a, b = order[one], order[other]
            chord = np.sqrt(((points[a] - points[b]) ** 2).sum(axis=1))
            km = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2, 1.0))
            close = km - places.radius_km[a] - places.radius_km[b] <= within_km
            found.append((np.minimum(a, b)[close], np.maximum(a, b)[close], km[close]))
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    p, q, km = (np.concatenate(part) for part in zip(*found, strict=True))
    return p, q, km


# One of each two cells that lie opposite one another, and the cell itself.
_HALF_OF_THE_CELLS_AROUND = [
    (x, y, z) for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1) if (x, y, z) >= (0, 0, 0)
]


def unit_vectors(places: Places) -> Floats:
    """Points on the unit sphere, shape (m, 3); on reduced latitudes, like `great_circle_km`."""
    lat = np.array([reduced(degrees) for degrees in places.lat.tolist()])
    lon = np.radians(places.lon)
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=1).reshape(-1, 3)


class _Axis:
    """All stays on one axis: first all of the first place in the order of their beginning, then those of the next."""

    def __init__(self, stays: Stays, places: int) -> None:
        start, end = _ticks(stays.start, stays.end)
        self._length = int(end.max(initial=0)) + 1
        if places * self._length >= 2**62:
            raise ValueError("so many places over so long a time do not fit one axis")
        key = stays.place * self._length
        begins = key + start
        self._order = np.argsort(begins, kind="stable")
        self._begins = begins[self._order]
        self._ends = (key + end)[self._order]
        # Of each place the first of its stays on the axis, and the first of the next place's.
        self._first = np.searchsorted(self._begins, np.arange(places + 1, dtype=np.int64) * self._length)

    def at_one_place(self) -> Iterator[tuple[Rows, Rows]]:
        """Rows of Stays that overlap at one place."""
        last = np.searchsorted(self._begins, self._ends, side="left")
        first = np.arange(1, len(last) + 1)
        for begin, end in _portions(last - first):
            one, other = _runs(first[begin:end], last[begin:end], begin)
            yield self._rows(one), self._rows(other)

    def at_two_places(self, p: Ints, q: Ints) -> Iterator[tuple[Rows, Rows, Ints]]:
        """Rows of Stays that overlap, one at a place of p and the other at the same row's place of q; and that row.

        Looked for both ways: those at the other place that begin within a stay.  Of two that begin at the same moment
        only the way from p to q counts.
        """
        for here, there, side in ((p, q, "left"), (q, p, "right")):
            count = self._first[here + 1] - self._first[here]
            for begin, end in _portions(count):
                which, at = _runs(self._first[here[begin:end]], self._first[here[begin:end] + 1], begin)
                shift = (there - here)[which] * self._length
                first = np.searchsorted(self._begins, self._begins[at] + shift, side=side)  # type: ignore[call-overload]
                last = np.searchsorted(self._begins, self._ends[at] + shift, side="left")
                for from_, to in _portions(last - first):
                    one, other = _runs(first[from_:to], last[from_:to], from_)
                    yield self._rows(at[one]), self._rows(other), which[one]

    def _rows(self, at: Ints) -> Rows:
        return self._order[at].astype(np.int32)


def _ticks(start: Floats, end: Floats) -> tuple[Ints, Ints]:
    """Whole milliseconds since the first moment; what has no beginning or end has the first or last one."""
    finite = np.concatenate((start[np.isfinite(start)], end[np.isfinite(end)]))
    if not len(finite):
        return np.zeros(len(start), np.int64), np.ones(len(end), np.int64)
    first, last = float(finite.min()) - 1, float(finite.max()) + 1

    def counted(jd: Floats) -> Ints:
        return np.rint((np.clip(jd, first, last) - first) * TICKS_A_DAY).astype(np.int64)

    return counted(start), counted(end)


def _portions(count: Ints) -> Iterator[tuple[int, int]]:
    """Stretches of rows that together are not much more than can be held at once."""
    total = np.cumsum(np.maximum(count, 0))
    begin = 0
    while begin < len(count):
        before = int(total[begin - 1]) if begin else 0
        end = max(begin + 1, int(np.searchsorted(total, before + _QUERIES, side="right")))
        if total[end - 1] > before:
            yield begin, end
        begin = end


def _runs(first: Ints, last: Ints, offset: int) -> tuple[Ints, Ints]:
    """Each row, counted from `offset`, beside each number from its first up to its last."""
    count = np.maximum(last - first, 0)
    row = np.repeat(np.arange(len(count)), count)
    within = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    return row + offset, first[row] + within


def _chosen(stays: Stays, a: Rows, b: Rows, sure: Bools) -> Pairs:
    """Of two actors alone, for longer than a moment; sure if the inner bounds overlap as well."""
    two = stays.actor[a] != stays.actor[b]
    two &= np.maximum(stays.start[a], stays.start[b]) < np.minimum(stays.end[a], stays.end[b])
    a, b, sure = a[two], b[two], sure[two]
    start = np.maximum(stays.sure_start[a], stays.sure_start[b])
    end = np.minimum(stays.sure_end[a], stays.sure_end[b])
    return Pairs(a, b, sure & (start < end))


def _joined(found: list[Pairs]) -> Pairs:
    if not found:
        return Pairs(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.bool_))
    if len(found) == 1:
        return found[0]
    return Pairs(*(np.concatenate([getattr(one, part) for one in found]) for part in ("a", "b", "sure")))
