"""How does the round Earth lie on a flat map, without a streak where the map ends?

All projections are of the sphere and give kilometres: x to the right, y up.  What lies beyond the edge of a map is not
dropped but drawn onto the edge: rings stay whole, and filled by the even-odd rule they are the same inside.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from desktop_app.casebook.where import EARTH_RADIUS_KM
from desktop_app.charts.sphere import Position, holds, positions, vectors
from desktop_app.charts.strands import (
    Index,
    Strands,
    clipped_lines_of,
    closed,
    densified,
    following,
    joined,
    strands,
    unwrapped,
)

Array = NDArray[np.float64]

HORIZON = 160.0  # degrees from the middle: farther away an azimuthal map tells nothing any more
_STEP = 1.0  # degrees: what is straight in longitude and latitude is bent in steps of this
_EDGE_STEP = 2.0  # degrees along the edge of a map


class Projection(Protocol):
    """Longitude and latitude in degrees to kilometres on a plane, and back; arrays of one shape."""

    def __hash__(self) -> int: ...

    def forward(self, lon: Array, lat: Array) -> tuple[Array, Array]: ...

    def inverse(self, x: Array, y: Array) -> tuple[Array, Array]:
        """NaN where the map has no place for it."""

    def seen(self, lon: Array, lat: Array) -> NDArray[np.bool_]:
        """Whether a position lies on the map."""

    def rings(self, rings: Strands) -> Strands:
        """Rings on the plane, to be filled by the even-odd rule together."""

    def lines(self, lines: Strands) -> Strands:
        """Lines on the plane, cut where they leave the map."""

    def lines_of(self, lines: Strands) -> tuple[Strands, Index]:
        """The same, and of which line each piece is."""

    def edge(self) -> Strands:
        """The rim of the map, as a ring."""

    def centre(self) -> Position: ...


@dataclass(frozen=True)
class Azimuthal:
    """Directions from the middle are true; so are distances from it, or else all areas.

    Snyder 1987, Map Projections: A Working Manual, pages 182 and 191; from vectors, so that no case is special.
    """

    lat: float
    lon: float
    equal_area: bool = False

    @cached_property
    def _frame(self) -> Array:
        """East, north and up at the middle."""
        lon, lat = np.radians(self.lon), np.radians(self.lat)
        return np.array(
            (
                (-np.sin(lon), np.cos(lon), 0.0),
                (-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)),
                (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)),
            )
        )

    def _radius(self, away: Array) -> Array:
        """Kilometres on the plane of an angle from the middle."""
        return np.asarray((2 * np.sin(away / 2) if self.equal_area else away) * EARTH_RADIUS_KM)

    def _polar(self, lon: Array, lat: Array) -> tuple[Array, Array]:
        """Angle from the middle, and direction, counted from east towards north."""
        east, north, up = np.moveaxis(vectors(lon, lat) @ self._frame.T, -1, 0)
        return np.arctan2(np.hypot(east, north), up), np.arctan2(north, east)

    def _plane(self, away: Array, direction: Array) -> Array:
        radius = self._radius(away)
        return np.stack((radius * np.cos(direction), radius * np.sin(direction)), axis=-1)

    def forward(self, lon: Array, lat: Array) -> tuple[Array, Array]:
        plane = self._plane(*self._polar(lon, lat))
        return plane[..., 0], plane[..., 1]

    def inverse(self, x: Array, y: Array) -> tuple[Array, Array]:
        radius, direction = np.hypot(x, y) / EARTH_RADIUS_KM, np.arctan2(y, x)
        with np.errstate(invalid="ignore"):
            away = 2 * np.arcsin(radius / 2) if self.equal_area else np.where(radius <= np.pi, radius, np.nan)
        away = np.where(away <= np.radians(HORIZON), away, np.nan)
        local = np.stack((np.sin(away) * np.cos(direction), np.sin(away) * np.sin(direction), np.cos(away)), axis=-1)
        return positions(local @ self._frame)

    def seen(self, lon: Array, lat: Array) -> NDArray[np.bool_]:
        return np.asarray(self._polar(lon, lat)[0] <= np.radians(HORIZON))

    def rings(self, rings: Strands) -> Strands:
        dense = whole = densified_rings(rings, _STEP)
        away, direction = self._polar(*dense.points.T)
        limit = np.radians(HORIZON)
        beyond = away > limit
        if beyond.any():
            dense, away, direction = _along_rim(dense, np.minimum(away, limit), direction, beyond)
        made = Strands(self._plane(away, direction), dense.starts)
        if holds(whole, -self.lat, self.lon + 180):  # then what is outside all rings on the plane is inside
            made = joined((self.edge(), made))
        return made

    def lines(self, lines: Strands) -> Strands:
        return self.lines_of(lines)[0]

    def lines_of(self, lines: Strands) -> tuple[Strands, Index]:
        dense = densified(unwrapped(lines), _STEP)
        away, direction = self._polar(*dense.points.T)
        return _without(Strands(self._plane(away, direction), dense.starts), away > np.radians(HORIZON))

    def edge(self) -> Strands:
        turn = np.radians(np.arange(0.0, 360.0, _EDGE_STEP))
        return strands([self._plane(np.full(turn.shape, np.radians(HORIZON)), turn)])

    def centre(self) -> Position:
        return self.lat, self.lon


# Šavrič, Patterson and Jenny 2018, The Equal Earth map projection, International Journal of GIS 33
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = np.sqrt(3) / 2


@dataclass(frozen=True)
class EqualEarth:
    """The whole Earth with all areas true; `lon` is the meridian in its middle."""

    lon: float

    def _plane(self, offset: Array, lat: Array) -> Array:
        """offset: degrees from the middle meridian, which may be both 180 and −180."""
        slant = np.arcsin(_M * np.sin(np.radians(lat)))
        square = slant * slant
        sixth = square**3
        width = _M * (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square))
        x = np.radians(offset) * np.cos(slant) / width
        y = slant * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
        return np.stack((x, y), axis=-1) * EARTH_RADIUS_KM

    def _offset(self, lon: Array) -> Array:
        return np.asarray((lon - self.lon + 180) % 360 - 180)

    def forward(self, lon: Array, lat: Array) -> tuple[Array, Array]:
        plane = self._plane(self._offset(lon), lat)
        return plane[..., 0], plane[..., 1]

    def inverse(self, x: Array, y: Array) -> tuple[Array, Array]:
        x, y = np.asarray(x) / EARTH_RADIUS_KM, np.asarray(y) / EARTH_RADIUS_KM
        slant = np.clip(y / 1.2, -np.pi / 3, np.pi / 3)
        for _ in range(12):  # Newton; the polynomial is monotonic
            square = slant * slant
            sixth = square**3
            height = slant * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square)) - y
            slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
            slant = slant - height / slope
        square = slant * slant
        slope = _A1 + 3 * _A2 * square + square**3 * (7 * _A3 + 9 * _A4 * square)
        with np.errstate(invalid="ignore", divide="ignore"):
            lat = np.degrees(
                np.arcsin(np.where(np.abs(slant) <= np.pi / 3 + 1e-9, np.sin(slant) / _M, np.nan).clip(-1, 1))
            )
            offset = np.degrees(_M * x * slope / np.cos(slant))
        outside = ~(np.abs(offset) <= 180 + 1e-9) | np.isnan(lat)
        lon = (offset + self.lon + 180) % 360 - 180
        return np.where(outside, np.nan, lon), np.where(outside, np.nan, lat)

    def seen(self, lon: Array, lat: Array) -> NDArray[np.bool_]:
        return np.ones(np.shape(lon), dtype=bool)

    def rings(self, rings: Strands) -> Strands:
        placed = [
            Strands(np.column_stack((one.points[:, 0].clip(-180, 180), one.points[:, 1])), one.starts)
            for one, _ in self._copies(densified_rings(rings, _STEP))
        ]
        made = joined(placed)
        return Strands(self._plane(*made.points.T), made.starts)

    def lines(self, lines: Strands) -> Strands:
        return self.lines_of(lines)[0]

    def lines_of(self, lines: Strands) -> tuple[Strands, Index]:
        cut, owners = [], []
        for copies, of in self._copies(densified(unwrapped(lines), _STEP)):
            right, of_copies = clipped_lines_of(copies, 1, 0, 180)
            both, of_right = clipped_lines_of(right, -1, 0, 180)
            cut.append(both)
            owners.append(of[of_copies][of_right])
        made = joined(cut)
        return Strands(self._plane(*made.points.T), made.starts), np.concatenate(owners)

    def _copies(self, lines: Strands) -> list[tuple[Strands, Index]]:
        """Each line as often as it reaches into the map, its longitudes from the middle; and which it is."""
        if not len(lines):
            return [(lines, np.arange(0))]
        points = lines.points - np.array((self.lon, 0.0))
        boxes = Strands(points, lines.starts).boxes()
        turn = -360 * np.rint((boxes[:, 0] + boxes[:, 2]) / 720)
        points[:, 0] += np.repeat(turn, lines.lengths)
        found = []
        for by in (-360.0, 0.0, 360.0):
            reaches = (boxes[:, 0] + turn + by < 180) & (boxes[:, 2] + turn + by > -180)
            moved = Strands(points + np.array((by, 0.0)), lines.starts)
            found.append((moved.chosen(reaches), np.flatnonzero(reaches)))
        return found

    def edge(self) -> Strands:
        lat = np.arange(-90.0, 90.0 + _EDGE_STEP, _EDGE_STEP)
        right, left = (self._plane(np.full(lat.shape, end), lat) for end in (180.0, -180.0))
        return strands([np.concatenate((right, left[::-1]))])

    def centre(self) -> Position:
        return 0.0, self.lon


def densified_rings(rings: Strands, longest: float) -> Strands:
    """Rings without long edges; `longest` in degrees.  One about a pole goes there and back, so that it closes."""
    dense = densified(closed(_over_poles(unwrapped(rings))), longest)
    keep = np.ones(len(dense.points), dtype=bool)
    keep[dense.starts[1:] - 1] = False
    return Strands(dense.points[keep], dense.starts - np.arange(len(dense.starts)))


def _over_poles(rings: Strands) -> Strands:
    first, last = rings.points[rings.starts[:-1]], rings.points[rings.starts[1:] - 1]
    around = np.abs(last[:, 0] - first[:, 0]) > 180
    if not around.any():
        return rings
    made = []
    for at in range(len(rings)):
        ring = rings[at]
        if around[at]:
            pole = np.copysign(90.0, ring[:, 1].mean())
            home = ring[0, 0] + np.copysign(360.0, ring[-1, 0] - ring[0, 0])
            ring = np.concatenate((ring, [(home, ring[0, 1]), (home, pole), (ring[0, 0], pole)]))
        made.append(ring)
    return strands(made)


def _along_rim(
    rings: Strands, away: Array, direction: Array, beyond: NDArray[np.bool_]
) -> tuple[Strands, Array, Array]:
    """Put points along the rim between two that lie on it, so that no chord cuts across the map."""
    after = following(rings)
    turn = direction[after] - direction
    turn -= 2 * np.pi * np.rint(turn / (2 * np.pi))
    more = np.ceil(np.abs(turn) / np.radians(_EDGE_STEP)).astype(np.intp) - 1
    more = np.where(beyond & beyond[after], np.maximum(more, 0), 0)
    at = np.repeat(np.arange(len(more)), more + 1)
    begun = np.cumsum(more + 1) - (more + 1)
    share = (np.arange(len(at)) - begun[at]) / (more[at] + 1)
    starts = np.concatenate((begun, [len(at)]))[rings.starts].astype(np.intp)
    made = Strands(rings.points[at], starts)
    return made, away[at], direction[at] + share * turn[at]


def _without(lines: Strands, hidden: NDArray[np.bool_]) -> tuple[Strands, Index]:
    """Lines without these points, broken where they were; and of which line each piece is."""
    if not hidden.any():
        return lines, np.arange(len(lines))
    begins = np.zeros(len(hidden), dtype=bool)
    begins[lines.starts[:-1]] = True
    begins[1:] |= hidden[:-1]
    shown = ~hidden
    kept = np.flatnonzero(shown)
    first = np.flatnonzero(begins[kept])
    made = Strands(lines.points[kept], np.concatenate((first, [len(kept)])).astype(np.intp))
    long = made.lengths >= 2
    return made.chosen(long), lines.owners[kept][first][long]
