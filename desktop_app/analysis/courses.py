"""How does the distance of two actors run over time, while they stay and while one travels by a chosen means?

Where nothing is under way the distance is a band that changes only when a stay begins or ends.  On a journey the band
follows the space-time prism between the neighbouring stays (Miller 2005, Geographical Analysis 37): no farther from the
one than the means carries since the earliest departure, no farther from the other than it carries until the latest
arrival.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from desktop_app.analysis.proximity import DETOUR, Array, Track, Whereabout, changes, on_the_way, tracks
from desktop_app.casebook.case import Case
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.when import Span
from desktop_app.casebook.where import EARTH_RADIUS_KM, great_circle_km

HOURS = 24  # of a day
_SAMPLES = 14  # of a stretch on which somebody is under way
_INSIDE = 1e-7  # days: the moments on either side of a jump
_ANTIPODE_KM = np.pi * EARTH_RADIUS_KM
Pair = tuple[str, str]  # actors


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """The distance of two actors: a line through the least, one through the greatest; two points at a moment jump."""

    pair: Pair
    jd: Array  # ascending, shape (n,)
    least: Array  # km; NaN where either is unattested
    greatest: Array
    under_way: NDArray[np.bool_]  # either may be on a journey, from this point on
    too_slow: bool  # the means cannot make a recorded journey; there the band is that of any way

    def at(self, jd: float) -> tuple[float, float] | None:
        """Least and greatest kilometres at a moment; None where either is unattested."""
        index = int(np.searchsorted(self.jd, jd, side="right")) - 1
        if not 0 <= index < len(self.jd) - 1 or np.isnan(self.least[index : index + 2]).any():
            return None
        share = (jd - self.jd[index]) / max(float(self.jd[index + 1] - self.jd[index]), 1e-12)
        least, greatest = (float(km[index] + share * (km[index + 1] - km[index])) for km in (self.least, self.greatest))
        return least, greatest

    def is_under_way(self, jd: float) -> bool:
        """Whether either may be on a journey at a moment."""
        index = int(np.searchsorted(self.jd, jd, side="right")) - 1
        return bool(0 <= index < len(self.jd) and self.under_way[index])


def courses(
    case: Case,
    pairs: Sequence[Pair],
    certainties: Collection[Certainty] = tuple(Certainty),
    kmh: float | None = None,
) -> tuple[Course, ...]:
    """The course of each pair from stays and presence at events of these certainties.

    kmh: how fast who is under way can travel along the great circle; None: he is anywhere on a way at most a quarter
    longer than the direct one.
    """
    known = tracks(case, [key for pair in pairs for key in pair], certainties)
    return tuple(_course(pair, known, kmh) for pair in pairs)


def _course(pair: Pair, known: dict[str, Track], kmh: float | None) -> Course:
    a, b = (known[key] for key in pair)
    edges = _edges(a, b, kmh)
    middles = (edges[1:] + edges[:-1]) / 2
    way = on_the_way(a, middles) | on_the_way(b, middles)
    counts = np.where(way & (kmh is not None), _SAMPLES, 2)
    owner = np.repeat(np.arange(len(middles)), counts)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = place / np.maximum(counts[owner] - 1, 1) if len(owner) else np.empty(0)
    jd = edges[owner] + share * (edges[owner + 1] - edges[owner]) if len(owner) else np.empty(0)
    inside = np.clip(jd, edges[owner] + _INSIDE, edges[owner + 1] - _INSIDE) if len(owner) else jd
    least, greatest = separation_by_km(a, b, inside, kmh)
    slow = kmh is not None and any(_is_too_slow(one, kmh) for one in (*a.whereabouts, *b.whereabouts))
    return Course(pair, jd, least, greatest, way[owner], slow)


def _edges(a: Track, b: Track, kmh: float | None) -> Array:
    """The moments between which the least distance of two whereabouts falls or rises evenly, and so does the greatest.

    Between them a straight line through both ends leaves out nothing that is possible.
    """
    edges = changes(a, b)
    if kmh is None:
        return edges
    turns = {jd for one, other in _meeting_in_time(a.whereabouts, b.whereabouts) for jd in _turns(one, other, kmh)}
    return np.union1d(edges, np.array(sorted(turns)))


def _turns(one: Whereabout, other: Whereabout, kmh: float) -> Iterator[float]:
    """Where another end of a journey begins to bound the distance; and where it reaches 0."""
    if not (_is_prism(one, kmh) or _is_prism(other, kmh)):
        return
    start, end = max(one.start, other.start), min(one.end, other.end)
    ends = np.array([start, end])
    for sign in (-1, 1):
        lines = [
            great_circle_km(p, q) + sign * (around_p + around_q) * np.ones(2)
            for (p, around_p), (q, around_q) in product(_discs(one, ends, kmh), _discs(other, ends, kmh))
        ]
        lines.append(np.zeros(2) if sign < 0 else np.full(2, _ANTIPODE_KM))
        for first, second in combinations(lines, 2):
            apart = first - second
            if apart[0] * apart[1] < 0:
                yield float(start + (end - start) * apart[0] / (apart[0] - apart[1]))


def separation_by_km(a: Track, b: Track, jd: Array, kmh: float | None) -> tuple[Array, Array]:
    """Least and greatest distance in km at ascending moments (JD, shape (n,)); NaN where either is unattested."""
    least, greatest = np.full(jd.shape, np.inf), np.full(jd.shape, -np.inf)
    for one, other in _meeting_in_time(a.whereabouts, b.whereabouts):
        span = max(one.start, other.start), min(one.end, other.end)
        first, last = np.searchsorted(jd, span[0], "left"), np.searchsorted(jd, span[1], "right")
        if first < last:
            near, far = _between(one, other, jd[first:last], kmh)
            least[first:last] = np.minimum(least[first:last], near)
            greatest[first:last] = np.maximum(greatest[first:last], far)
    for ship in a.aboard.keys() & b.aboard.keys():
        for (outer_a, inner_a), (outer_b, inner_b) in product(a.aboard[ship], b.aboard[ship]):
            least[_within(jd, outer_a) & _within(jd, outer_b)] = 0.0
            if inner_a and inner_b:
                greatest[_within(jd, inner_a) & _within(jd, inner_b)] = 0.0
    unknown = ~np.isfinite(least) | ~np.isfinite(greatest)
    least[unknown] = greatest[unknown] = np.nan
    return least, greatest


def _meeting_in_time(a: Sequence[Whereabout], b: Sequence[Whereabout]) -> Iterator[tuple[Whereabout, Whereabout]]:
    """Pairs whose spans share a moment."""
    theirs = sorted(b, key=lambda one: one.start)
    starts = np.array([one.start for one in theirs])
    ends = np.maximum.accumulate([one.end for one in theirs]) if theirs else np.empty(0)
    for one in a:
        first = int(np.searchsorted(ends, one.start, "left"))
        for other in theirs[first : int(np.searchsorted(starts, one.end, "right"))]:
            if other.end >= one.start:
                yield one, other


def _between(one: Whereabout, other: Whereabout, jd: Array, kmh: float | None) -> tuple[Array | float, Array | float]:
    """Each point of the one to each of the other, give or take what both may be away from them."""
    if not any(_is_prism(each, kmh) for each in (one, other)):
        mean = sum(great_circle_km(p, q) for p, q in product(one.points, other.points)) / 4
        slack = (one.reach_km + other.reach_km) / 2
        return max(0.0, mean - slack), min(mean + slack, _ANTIPODE_KM)
    near, far = np.zeros(jd.shape), np.full(jd.shape, _ANTIPODE_KM)
    for (p, around_p), (q, around_q) in product(_discs(one, jd, kmh), _discs(other, jd, kmh)):
        km, away = great_circle_km(p, q), around_p + around_q
        near, far = np.maximum(near, km - away), np.minimum(far, km + away)
    return near, np.maximum(near, far)


def _discs(one: Whereabout, jd: Array, kmh: float | None) -> Iterator[tuple[tuple[float, float], Array | float]]:
    """Points, and how far from each of them he can be: all of these hold at once."""
    first, last = one.points
    if kmh is not None and _is_prism(one, kmh):
        yield first, _radii(one) + kmh * HOURS * (jd - one.start)
        yield last, _radii(one) + kmh * HOURS * (one.end - jd)
    elif first == last:
        yield first, one.reach_km / 2
    else:
        for point in one.points:  # a way of that length leads no farther from either end
            yield point, (one.reach_km + great_circle_km(first, last)) / 2


def _is_prism(one: Whereabout, kmh: float | None) -> bool:
    return one.on_the_way and one.points[0] != one.points[1] and kmh is not None and not _is_too_slow(one, kmh)


def _is_too_slow(one: Whereabout, kmh: float) -> bool:
    """Whether the means cannot carry an actor from one stay to the next in the time that is recorded."""
    direct = great_circle_km(*one.points)
    return one.on_the_way and kmh * HOURS * (one.end - one.start) + 2 * _radii(one) < direct


def _radii(one: Whereabout) -> float:
    """The radii of the two places of a journey, both together, out of the reach of the way between them."""
    return max(0.0, (one.reach_km - DETOUR * great_circle_km(*one.points)) / (DETOUR + 1))


def _within(jd: Array, span: Span) -> NDArray[np.bool_]:
    return (jd >= span[0]) & (jd <= span[1])
