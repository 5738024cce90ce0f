"""Which line is the shortest on the Earth, which circle is all that lies so far, and where is the middle of places?

The Earth is a sphere here: within 0.6 % of the ellipsoid.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from desktop_app.casebook.where import EARTH_RADIUS_KM
from desktop_app.charts.strands import Strands, following, strands, unwrapped

Array = NDArray[np.float64]
Position = tuple[float, float]  # latitude, longitude, degrees

_ANTIPODES = 1e-6  # radians: nearer to opposite than this, every way is as short


def vectors(lon: Array, lat: Array) -> Array:
    """Unit vectors of positions in degrees, shape (…, 3): x to 0° E, y to 90° E, z to the north pole."""
    lon, lat = np.radians(lon), np.radians(lat)
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=-1)


def positions(vector: Array) -> tuple[Array, Array]:
    """Longitude and latitude in degrees of unit vectors."""
    return (
        np.degrees(np.arctan2(vector[..., 1], vector[..., 0])),
        np.degrees(np.arctan2(vector[..., 2], np.hypot(vector[..., 0], vector[..., 1]))),
    )


def angle(a: Array, b: Array) -> Array:
    """Radians between unit vectors, by arctangent: right for the smallest and the greatest."""
    return np.asarray(np.arctan2(np.linalg.norm(np.cross(a, b), axis=-1), np.sum(a * b, axis=-1)))


def great_circle(a: Position, b: Position, step: float = 1.0) -> Array:
    """The shortest way between two positions, points at most `step` degrees apart; longitude, latitude, shape (n, 2).

    Longitudes run on beyond 180° where the way crosses it.  Between opposite points, of all ways as short the one over
    the north pole.
    """
    return great_circles([(a, b)], step).points


def great_circles(ways: Sequence[tuple[Position, Position]], step: float) -> Strands:
    """The shortest ways between many pairs of positions, as `great_circle` has one."""
    if not ways:
        return strands(())
    ends = np.array(ways, dtype=np.float64)
    start, end = (vectors(ends[:, at, 1], ends[:, at, 0]) for at in (0, 1))
    total = angle(start, end)
    pole = np.broadcast_to((0.0, 0.0, 1.0), start.shape)
    toward = np.where((total > np.pi - _ANTIPODES)[:, None], pole, end)
    across = toward - np.sum(toward * start, axis=1)[:, None] * start
    length = np.linalg.norm(across, axis=1)
    across = np.where(length[:, None] > _ANTIPODES**2, across / np.maximum(length, 1e-300)[:, None], (1.0, 0.0, 0.0))
    counts = np.maximum(2, np.ceil(np.degrees(total) / step).astype(np.intp) + 1)
    at = np.repeat(np.arange(len(ends)), counts)
    starts = np.concatenate(([0], np.cumsum(counts))).astype(np.intp)
    turn = (total[at] * (np.arange(len(at)) - starts[at]) / (counts[at] - 1))[:, None]
    lon, lat = positions(np.cos(turn) * start[at] + np.sin(turn) * across[at])
    return unwrapped(Strands(np.column_stack((lon, lat)), starts))


def circle(centre: Position, radius_km: float, points: int = 90) -> Array:
    """All that lies so far from a position, as a ring; longitude, latitude, shape (n, 2)."""
    middle = vectors(np.array(centre[1]), np.array(centre[0]))
    east, north = _axes(middle)
    turn, reach = np.linspace(0, 2 * np.pi, points, endpoint=False), radius_km / EARTH_RADIUS_KM
    rim = np.sin(turn)[:, None] * east + np.cos(turn)[:, None] * north
    lon, lat = positions(np.cos(reach) * middle + np.sin(reach) * rim)
    return np.column_stack((np.unwrap(lon, period=360), lat))


def _axes(middle: Array) -> tuple[Array, Array]:
    """East and north at a point of the sphere; at a pole those of the prime meridian."""
    flat = float(np.hypot(middle[0], middle[1]))
    east = np.array((-middle[1], middle[0], 0.0)) / flat if flat > 1e-12 else np.array((0.0, 1.0, 0.0))
    return east, np.cross(middle, east)


def mean_position(places: Sequence[Position]) -> Position:
    """The middle of places: their mean as vectors; of places that balance one another around the Earth the first."""
    found = vectors(np.array([place[1] for place in places]), np.array([place[0] for place in places]))
    mean = found.mean(axis=0)
    lon, lat = positions(mean if np.linalg.norm(mean) > _ANTIPODES else found[0])
    return float(lat), float(lon)


def holds(rings: Strands, lat: float, lon: float) -> bool:
    """Whether a position lies inside an odd number of rings: on land, if the rings are coasts.

    Counted along its meridian to the north pole, which must lie outside all rings.
    """
    a, b = rings.points, rings.points[following(rings)]
    turn = 360 * np.rint((a[:, 0] - lon) / 360)
    x0, x1 = a[:, 0] - turn - lon, b[:, 0] - turn - lon
    x1 = x1 - 360 * np.rint((x1 - x0) / 360)
    crosses = (x0 <= 0) != (x1 <= 0)
    share = x0[crosses] / (x0[crosses] - x1[crosses])
    height = a[crosses, 1] + share * (b[crosses, 1] - a[crosses, 1])
    return bool(np.count_nonzero(height > lat) % 2)
