"""All places at which actors could have met: how large is that ground, and where does it lie?

At a point x a prism between (p₁, t₁) and (p₂, t₂) leaves the time from t₁ + d(p₁, x) / v to t₂ - d(x, p₂) / v: they
could have met at x if all have some of it in common.  The globe is cut into cells of a known size, and those at the
edge into smaller ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from desktop_app.analysis.globe import HALF_ROUND_KM, Array, Truth, apart_km, positions, vector
from desktop_app.analysis.prisms import HOURS, Anchor, Bead
from desktop_app.casebook.when import Span
from desktop_app.casebook.where import EARTH_RADIUS_KM

_ACROSS, _UP = 24, 12  # cells at first
_DEPTH = 17  # halvings: to 13 m
_EXACT = 0.01  # of the area may lie in cells at the edge
_MOST_CELLS = 40_000
_AT_A_TIME = 4_000_000  # numbers


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a meeting was possible; a circle about the middle of it, and its area."""

    lat: float
    lon: float
    radius_km: float  # all of it lies within so many kilometres of the middle
    area_km2: float


@dataclass(frozen=True, slots=True)
class _Cells:
    """Pieces of the globe between two meridians and two parallels; x: radians east, z: sine of the latitude."""

    west: Array
    east: Array
    south: Array
    north: Array

    def middles(self) -> Array:
        return _point((self.west + self.east) / 2, (self.south + self.north) / 2)

    def reach_km(self, middles: Array) -> Array:
        """How far the farthest point of each cell is from its middle."""
        edges = [_point(x, z) for x in (self.west, self.east) for z in (self.south, self.north)]
        return np.asarray(np.max([apart_km(middles, edge) for edge in edges], axis=0))

    def areas_km2(self) -> Array:
        return (self.east - self.west) * (self.north - self.south) * EARTH_RADIUS_KM**2

    def some(self, which: Truth) -> "_Cells":
        return _Cells(self.west[which], self.east[which], self.south[which], self.north[which])

    def quarters(self) -> "_Cells":
        x, z = (self.west + self.east) / 2, (self.south + self.north) / 2
        return _Cells(
            np.concatenate((self.west, x, self.west, x)),
            np.concatenate((x, self.east, x, self.east)),
            np.concatenate((self.south, self.south, z, z)),
            np.concatenate((z, z, self.north, self.north)),
        )


def _point(x: Array, z: Array) -> Array:
    across = np.sqrt(np.maximum(0.0, 1 - z**2))
    return np.stack((across * np.cos(x), across * np.sin(x), z), axis=-1)


def _globe() -> _Cells:
    x, z = np.linspace(-np.pi, np.pi, _ACROSS + 1), np.linspace(-1, 1, _UP + 1)
    west, south = (grid.ravel() for grid in np.meshgrid(x[:-1], z[:-1]))
    return _Cells(west, west + x[1] - x[0], south, south + z[1] - z[0])


def meeting_ground(together: Sequence[Sequence[Bead]], during: Span, kmh: float, witness: Array) -> Ground:
    """The ground on which those in any of these sets of prisms could have met; witness: a point of it."""
    cells = _globe()
    ground: list[tuple[Array, Array, Array]] = []  # middles, reach, area of cells that lie in it
    for _ in range(_DEPTH):
        middles = cells.middles()
        reach = cells.reach_km(middles)
        surely = could_meet(together, during, kmh, middles, -reach)
        maybe = ~surely & could_meet(together, during, kmh, middles, reach)
        ground.append((middles[surely], reach[surely], cells.areas_km2()[surely]))
        cells = cells.some(maybe)
        sure_km2 = sum(float(area.sum()) for _, _, area in ground)
        edge_km2 = float(cells.areas_km2().sum())
        if edge_km2 <= _EXACT * 2 * sure_km2 or len(cells.west) * 4 > _MOST_CELLS:
            break
        cells = cells.quarters()
    middles = cells.middles()
    edge = could_meet(together, during, kmh, middles, np.zeros(len(middles)))
    ground.append((middles[edge], cells.reach_km(middles)[edge], cells.areas_km2()[edge]))
    points, reach, areas = (np.concatenate(part) for part in zip(*ground, strict=True))
    if not len(points):
        lat, lon = positions(witness)
        return Ground(float(lat), float(lon), 0.0, 0.0)
    middle = (points * areas[:, None]).sum(axis=0)
    length = float(np.linalg.norm(middle))
    middle = middle / length if length > 0.02 * float(areas.sum()) else witness
    lat, lon = positions(middle)
    farthest = max(
        float(np.max(apart_km(middle, all_points) + all_reach, initial=0.0))
        for all_points, all_reach in ((points, reach), (middles, cells.reach_km(middles)))
    )
    return Ground(float(lat), float(lon), min(farthest, HALF_ROUND_KM), float(areas.sum()))


def could_meet(together: Sequence[Sequence[Bead]], during: Span, kmh: float, points: Array, margin_km: Array) -> Truth:
    """Whether all could have met at each point, give or take a margin (positive: or somewhere so near)."""
    if len(points) * len(together) > _AT_A_TIME:
        half = len(points) // 2
        parts = (
            could_meet(together, during, kmh, points[some], margin_km[some])
            for some in (slice(half), slice(half, None))
        )
        return np.concatenate(tuple(parts))
    distances: dict[tuple[float, float], Array] = {}

    def way_km(anchor: Anchor) -> Array:
        """From the edge of the place to each point, less the margin."""
        if anchor.at not in distances:
            distances[anchor.at] = apart_km(vector(anchor.at), points)
        return distances[anchor.at] - anchor.radius_km - margin_km

    met = np.zeros(len(points), dtype=bool)
    for beads in together:
        first = np.full(len(points), max(during[0], *(one.start for one in beads)) if beads else during[0])
        last = np.full(len(points), min(during[1], *(one.end for one in beads)) if beads else during[1])
        fits = np.ones(len(points), dtype=bool)
        for bead in beads:
            at = bead.at
            came = np.full(len(points), at.arrives if at else -inf)
            went = np.full(len(points), at.leaves if at else inf)
            if bead.leaves:
                could = bead.leaves.leaves + np.maximum(way_km(bead.leaves), 0) / kmh / HOURS
                came = np.minimum(came, could) if at else could
            if bead.arrives:
                could = bead.arrives.arrives - np.maximum(way_km(bead.arrives), 0) / kmh / HOURS
                went = np.maximum(went, could) if at else could
            if at:
                fits &= way_km(at) <= 1e-6
            first, last = np.maximum(first, came), np.minimum(last, went)
        met |= fits & (first <= last + 1e-9)
    return met
