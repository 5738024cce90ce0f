"""Could actors in their prisms have been at one point at one time, and with how much to spare?

The alibi query of time geography (Othman, Kuijpers and Grimson, arXiv 0712.1996; Kuijpers, Grimson and Othman, IJGIS)
for any number of actors and on the globe.  At a moment t every prism is a region: circles about its anchors, of the
radius that could be travelled by then.  The *spare hours* at t are the most h by which everybody could have come later
and had to leave earlier, so that the regions still share a point; in kilometres, h times the speed, this is -min g of
the planar formula.  Spare hours lose no more than an hour in an hour, so that a search over t can be sure of its best.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf, isfinite

import numpy as np

from desktop_app.analysis.globe import HALF_ROUND_KM, Array, Truth, share_a_point, vector
from desktop_app.analysis.prisms import HOURS, Anchor, Bead, ground_between_km
from desktop_app.casebook.means import MOST_KMH
from desktop_app.casebook.when import Span

_SAMPLES = 33
_CUTS, _SHARES = 16, np.arange(1, 8) / 8  # of the hours to spare, from the age of a journey to a second
_ROUNDING_HOURS = 1e-6
_ROUNDING_HOURS = 1e-6
_EXACT_HOURS, _EXACT_SHARE = 0.01, 0.004  # the best found is this near to the best there is
_ROUNDS = 14
_STANDING_KMH = 1e-3
_ZOOMS = 4  # into the best moment for a speed


@dataclass(frozen=True, slots=True)
class Spare:
    """The most hours to spare that a set of prisms allows, and where and when; negative: so many were lacking."""

    hours: float  # -inf: no speed would have helped
    jd: float
    point: Array | None  # unit vector


class Together:
    """One prism, cone or stay of each actor, asked whether they meet in it within a span."""

    def __init__(self, beads: Sequence[Bead], during: Span) -> None:
        self.beads = tuple(beads)
        self.span = max(during[0], *(one.start for one in beads)), min(during[1], *(one.end for one in beads))
        self._lines = [_Line(one) for one in beads]
        centres = [centre for line in self._lines for centre in line.centres]
        self._centres = np.stack(centres) if centres else np.zeros((0, 3))

    @property
    def apart_km(self) -> float:
        """Kilometres between the places where they surely were; above 0, no speed brings them together."""
        stays = [one.at for one in self.beads if one.at]
        return max((ground_between_km(a, b) for at, a in enumerate(stays) for b in stays[at + 1 :]), default=0.0)

    def bound(self, kmh: float) -> float:
        """No more hours can be to spare than this: the way from each departure to each arrival, straight on."""
        if self.apart_km > 0:
            return -inf
        least = inf
        stays = [one.at for one in self.beads if one.at]
        first = [_no_earlier(one, stays, kmh) for one in self.beads]
        last = [_no_later(one, stays, kmh) for one in self.beads]
        least = min(least, (min(last) - max(first)) * HOURS / 2)
        least = min(least, (self.span[1] - max(first)) * HOURS, (min(last) - self.span[0]) * HOURS)
        moving = [one for one in self.beads if not one.at]
        for departs, arrives in product((one.leaves for one in moving), (one.arrives for one in moving)):
            if departs and arrives:
                hours = (arrives.arrives - departs.leaves) * HOURS - ground_between_km(departs, arrives) / kmh
                least = min(least, hours / 2)
        return least

    def least_kmh(self) -> float:
        """No speed below this can do; a bound to begin with."""
        if self.apart_km > 0:
            return inf
        return least_speed(lambda kmh: self.bound(kmh) >= 0)

    def regions(self, jd: Array, hours: Array, kmh: float | Array) -> tuple[Array, Array]:
        """Centres (k, 3) and radii (n, k) of the circles at each moment, everybody `hours` late and in haste."""
        parts = [line.radii(jd, hours / HOURS, kmh) for line in self._lines]
        radii = np.concatenate(parts, axis=-1) if parts else np.zeros((len(jd), 0))
        return self._centres, radii

    def meet(self, jd: Array, kmh: float) -> Truth:
        """Whether the regions share a point at each moment."""
        return self._share(jd, np.zeros_like(jd), kmh)[0]

    def _share(self, jd: Array, hours: Array, kmh: float | Array) -> tuple[Truth, Array]:
        centres, radii = self.regions(jd, hours, kmh)
        if not len(centres):
            return np.ones(len(jd), dtype=bool), np.tile((1.0, 0.0, 0.0), (len(jd), 1))
        return share_a_point(np.broadcast_to(centres, (len(jd), *centres.shape)), radii)

    def hours_at(self, jd: Array, kmh: float, most: float, floor: float = -inf) -> tuple[Array, Array]:
        """Hours to spare at each moment, and a point where there are so many; no more than `most` are looked for.

        Where there are fewer than `floor`, the floor is told, without a point.
        """
        round_trip = HALF_ROUND_KM / kmh
        low = np.full(len(jd), max(floor, -2 * round_trip - (self.span[1] - self.span[0]) * HOURS))
        high = np.full(len(jd), min(most, 1e7))
        there, point = self._share(jd, low, kmh)
        low[~there] = floor
        at_most, at_point = self._share(jd, high, kmh)
        low[at_most], point[at_most] = most, at_point[at_most]
        open_ = np.flatnonzero(there & ~at_most)
        for _ in range(_CUTS):
            if not len(open_):
                break
            steps = low[open_, None] + (high - low)[open_, None] * _SHARES
            fits, found = self._share(np.repeat(jd[open_], len(_SHARES)), steps.ravel(), kmh)
            fits, found = fits.reshape(steps.shape), found.reshape(*steps.shape, 3)
            count = np.logical_and.accumulate(fits, axis=1).sum(axis=1)  # of those from below that fit
            some, row = count > 0, np.arange(len(open_))
            point[open_[some]] = found[row[some], count[some] - 1]
            edges = np.concatenate((low[open_, None], steps, high[open_, None]), axis=1)
            low[open_], high[open_] = edges[row, count], edges[row, count + 1]
            open_ = open_[high[open_] - low[open_] > _EXACT_HOURS / 50]
        return low, point

    def spare(self, kmh: float, floor: float = -inf) -> Spare:
        """The most hours to spare; fewer than `floor` are of no interest, and told as none."""
        most, none = self.bound(kmh), Spare(-inf, self.span[0], None)
        if most == -inf or most <= floor or self.span[1] < self.span[0]:
            return none
        jd = _spread(self.span)
        hours, points = self.hours_at(jd, kmh, most, floor)
        for _ in range(_ROUNDS):
            best = max(floor, float(np.max(hours)))
            exact = max(_EXACT_HOURS, _EXACT_SHARE * abs(best)) if isfinite(best) else _EXACT_HOURS
            if len(jd) < 2 or best >= most - exact:
                break
            steps = np.diff(jd) * HOURS
            could = np.minimum(most, (hours[1:] + hours[:-1] + steps) / 2)
            could = np.where(np.isfinite(could), could, most)
            promising = np.flatnonzero((could > best + exact) & (steps > exact / 4))
            if not len(promising):
                break
            promising = promising[np.argsort(-could[promising])[:256]]
            new = (jd[promising] + jd[promising + 1]) / 2
            new_hours, new_points = self.hours_at(new, kmh, most, best)
            order = np.argsort(np.concatenate((jd, new)))
            jd = np.concatenate((jd, new))[order]
            hours, points = np.concatenate((hours, new_hours))[order], np.concatenate((points, new_points))[order]
        found = np.where(np.isnan(points[:, 0]), -inf, hours)  # where there are fewer than the floor, no point is known
        at = int(np.argmax(found))
        return Spare(float(found[at]), float(jd[at]), points[at]) if found[at] > -inf else none

    def any_spare(self, kmh: float) -> Spare:
        """Some moment and place at which they could have met, if there is one: not the best."""
        if self.bound(kmh) >= 0 and self.span[1] >= self.span[0]:
            jd = _spread(self.span)
            met, points = self._share(jd, np.zeros_like(jd), kmh)
            if met.any():
                first = int(np.argmax(met))
                return Spare(0.0, float(jd[first]), points[first])
        return self.spare(kmh, floor=-_EXACT_HOURS)

    def times(self, kmh: float, seed_jd: float) -> Span:
        """From when to when they could have met, about a moment at which they could."""
        found = []
        for edge in self.span:
            inside, outside = seed_jd, edge
            if self.meet(np.array([edge]), kmh)[0]:
                found.append(edge)
                continue
            while abs(outside - inside) * HOURS > _EXACT_HOURS:
                tried = np.linspace(inside, outside, 18)[1:-1]
                fits = self.meet(tried, kmh)
                last = int(np.argmin(fits)) if not fits.all() else len(fits)
                inside, outside = (tried[last - 1] if last else inside), (tried[last] if last < len(fits) else outside)
            found.append(float(inside))
        return found[0], found[1]

    def needed_kmh(self, known: float) -> float:
        """The least speed at which they could have met; at `known` they could, or it is infinite.

        To two in a thousand: the least over moments, looked for about the best of them, and tried from below.
        """
        low, high = self.least_kmh(), min(float(known), MOST_KMH)
        if low == 0 and self.can(_STANDING_KMH):
            return 0.0
        seed = self.any_spare(high) if low < high else None
        if seed is None or seed.hours < 0:
            return inf
        jd = np.union1d(_spread(self.span), seed.jd)
        while True:
            speeds = self._speeds_at(jd, low, high)
            best = int(np.argmin(speeds))
            for _ in range(_ZOOMS):
                if not isfinite(speeds[best]) or len(jd) < 2:
                    break
                near = np.linspace(jd[max(0, best - 1)], jd[min(len(jd) - 1, best + 1)], _SAMPLES // 2)
                found = self._speeds_at(near, low, float(speeds[best]))
                if not np.isfinite(found).any():
                    break
                jd, speeds, best = near, found, int(np.argmin(found))
            least = float(speeds[best])
            below = 0.998 * min(least, high)
            if below <= low or not self.can(below):
                return least
            high, jd = below, np.union1d(_spread(self.span), self.any_spare(below).jd)

    def _speeds_at(self, jd: Array, low: float, high: float) -> Array:
        """The least speed between two that would do at each moment; infinite if the higher does not."""
        least, most = np.full(len(jd), low), np.full(len(jd), high)
        can = self._meet_at(jd, most)
        most[~can] = inf
        open_ = np.flatnonzero(can)
        for _ in range(_CUTS):
            if not len(open_):
                break
            steps = least[open_, None] + (most - least)[open_, None] * _SHARES
            fits = self._meet_at(np.repeat(jd[open_], len(_SHARES)), steps.ravel()).reshape(steps.shape)
            count = len(_SHARES) - np.logical_and.accumulate(fits[:, ::-1], axis=1).sum(axis=1)
            edges, row = np.concatenate((least[open_, None], steps, most[open_, None]), axis=1), np.arange(len(open_))
            least[open_], most[open_] = edges[row, count], edges[row, count + 1]
            open_ = open_[most[open_] - least[open_] > 2e-4 * most[open_]]
        return most

    def _meet_at(self, jd: Array, kmh: Array) -> Truth:
        """Whether they could have met at each moment, at each speed."""
        return self._share(jd, np.zeros_like(jd), kmh)[0]

    def can(self, kmh: float) -> bool:
        """Whether they could have met at this speed."""
        return self.any_spare(kmh).hours >= 0


class _Line:
    """The circles of one bead: about what he left, about what he was to reach, about where he was."""

    def __init__(self, bead: Bead) -> None:
        self.bead = bead
        anchors = [one for one in (bead.leaves, bead.arrives, bead.at) if one]
        self.centres = [vector(one.at) for one in anchors]

    def radii(self, jd: Array, days: Array, kmh: float | Array) -> Array:
        """Shape (n, circles): kilometres; negative where he had not yet come, or had to be gone."""
        bead, parts = self.bead, []
        at = bead.at
        if bead.leaves:
            parts.append(_reach_km((jd - days - bead.leaves.leaves) * HOURS, bead.leaves, kmh))
            if at:
                parts[-1] = np.where(jd - days >= at.arrives, HALF_ROUND_KM, parts[-1])  # he was there by then
        if bead.arrives:
            parts.append(_reach_km((bead.arrives.arrives - jd - days) * HOURS, bead.arrives, kmh))
            if at:
                parts[-1] = np.where(jd + days <= at.leaves, HALF_ROUND_KM, parts[-1])
        if at:
            known = np.full(len(jd), at.radius_km)
            if bead.leaves is None:
                known[jd - days < at.arrives] = -1.0
            if bead.arrives is None:
                known[jd + days > at.leaves] = -1.0
            parts.append(known)
        return np.stack(parts, axis=-1) if parts else np.zeros((len(jd), 0))


def _reach_km(hours: Array, anchor: Anchor, kmh: float | Array) -> Array:
    """How far from an anchor one can be, so many hours after leaving it or before arriving; negative: not yet."""
    reach = np.where(hours < -_ROUNDING_HOURS, -1.0, anchor.radius_km + kmh * np.maximum(hours, 0))
    return np.minimum(reach, HALF_ROUND_KM)


def _no_earlier(bead: Bead, stays: Sequence[Anchor], kmh: float) -> float:
    """The earliest moment at which he could be where the others stayed."""
    if bead.at:
        if bead.leaves is None:
            return bead.at.arrives
        way = ground_between_km(bead.leaves, bead.at) / kmh / HOURS
        return min(bead.at.arrives, bead.leaves.leaves + way)
    if bead.leaves is None:
        return -inf
    way = max((ground_between_km(bead.leaves, stay) for stay in stays), default=0.0)
    return bead.leaves.leaves + way / kmh / HOURS


def _no_later(bead: Bead, stays: Sequence[Anchor], kmh: float) -> float:
    """The latest moment until which he could be where the others stayed."""
    if bead.at:
        if bead.arrives is None:
            return bead.at.leaves
        way = ground_between_km(bead.at, bead.arrives) / kmh / HOURS
        return max(bead.at.leaves, bead.arrives.arrives - way)
    if bead.arrives is None:
        return inf
    way = max((ground_between_km(stay, bead.arrives) for stay in stays), default=0.0)
    return bead.arrives.arrives - way / kmh / HOURS


def _spread(span: Span) -> Array:
    return np.linspace(*span, _SAMPLES) if span[1] > span[0] else np.array([span[0]])


def least_speed(enough: Callable[[float], bool]) -> float:
    """The least speed, in km/h, that is enough, to a thousandth and rather too low; infinite if none is."""
    low, high = _STANDING_KMH, MOST_KMH
    if enough(low):
        return 0.0
    if not enough(high):
        return inf
    while high > low * 1.001:
        middle = (low * high) ** 0.5
        low, high = (low, middle) if enough(middle) else (middle, high)
    return low
