"""Points, circles and what they share on the globe, many at once: where is what lies so far from these?

The Earth is a sphere of reduced latitudes, as in casebook.where: distances are right to 0.23 %.  Points are unit
vectors of shape (…, 3), distances kilometres.  A *region* is what lies within all of some circles, each of a centre and
a radius: shapes (…, k, 3) and (…, k).  Circles wider than half the globe are no trouble.
"""

import numpy as np
from numpy.typing import NDArray

from desktop_app.casebook.where import EARTH_RADIUS_KM, reduced

Array = NDArray[np.float64]
Truth = NDArray[np.bool_]
Position = tuple[float, float]  # latitude, longitude, degrees

HALF_ROUND_KM = float(np.pi * EARTH_RADIUS_KM)  # nothing is farther away
_POLE_TO_EQUATOR = float(np.tan(reduced(45.0)))
_ROUNDING_KM = 1e-6
_TOUCHING = 1e-12  # radians: circles that touch
_ALIKE = 1e-6 / EARTH_RADIUS_KM  # centres nearer than a millimetre are one


def vectors(lat: Array, lon: Array) -> Array:
    """Unit vectors of positions in degrees, shape (…, 3)."""
    phi, lam = np.radians(lat), np.radians(lon)
    beta = np.arctan2(_POLE_TO_EQUATOR * np.sin(phi), np.cos(phi))
    return np.stack((np.cos(beta) * np.cos(lam), np.cos(beta) * np.sin(lam), np.sin(beta)), axis=-1)


def vector(position: Position) -> Array:
    return vectors(np.array(position[0]), np.array(position[1]))


def positions(points: Array) -> tuple[Array, Array]:
    """Latitudes and longitudes in degrees, -180 to 180."""
    across = np.hypot(points[..., 0], points[..., 1])
    lat = np.degrees(np.arctan2(points[..., 2], _POLE_TO_EQUATOR * across))
    return lat, np.degrees(np.arctan2(points[..., 1], points[..., 0]))


def apart_km(a: Array, b: Array) -> Array:
    """How far points are from one another; by arctangent, right for the smallest and the greatest distances."""
    crossed = np.linalg.norm(np.cross(a, b), axis=-1)
    return np.asarray(EARTH_RADIUS_KM * np.arctan2(crossed, np.sum(a * b, axis=-1)))


def toward(start: Array, goal: Array, km: Array) -> Array:
    """The point so many kilometres from the start on the great circle through the goal; negative: away from it."""
    turn = np.asarray(km)[..., None] / EARTH_RADIUS_KM
    return np.cos(turn) * start + np.sin(turn) * _direction(start, goal)


def inside(points: Array, centres: Array, radii: Array, slack_km: float = _ROUNDING_KM) -> Truth:
    """Whether points lie within all circles of a region; points (…, 3), centres (…, k, 3), radii (…, k).

    By chords: as right as angles, and several times as quick.
    """
    reach = radii + slack_km
    chord2 = np.where(reach < 0, -1.0, 4 * np.sin(np.clip(reach, 0, HALF_ROUND_KM) / (2 * EARTH_RADIUS_KM)) ** 2)
    chord2 = np.where(reach >= HALF_ROUND_KM - _ROUNDING_KM, np.inf, chord2)
    apart = points[..., None, :] - centres
    return np.asarray((np.einsum("...i,...i->...", apart, apart) <= chord2).all(axis=-1))


def corners(centres: Array, radii: Array) -> Array:
    """Points of which one lies in a region if any does: where its circles cross, one on each circle, and the centres.

    centres (…, k, 3), radii (…, k); returns (…, k (k + 1), 3), NaN where two circles do not cross.  A region that is
    not empty has a corner, or is bounded by a whole circle, or is the globe; centres stand in for the corners of
    circles about almost the same point.
    """
    count = centres.shape[-2]
    first, second = np.triu_indices(count, 1)
    crossing = _crossings(centres[..., first, :], radii[..., first], centres[..., second, :], radii[..., second])
    pole = np.array((0.36, 0.48, 0.8))  # any point will do
    on_rim = toward(centres, np.broadcast_to(pole, centres.shape), np.clip(radii, 0, HALF_ROUND_KM))
    return np.concatenate((*crossing, on_rim, centres), axis=-2)


def share_a_point(centres: Array, radii: Array) -> tuple[Truth, Array]:
    """Whether regions are not empty, and a point of each (NaN if it is); centres (…, k, 3), radii (…, k)."""
    tried = corners(centres, radii)
    there = inside(tried, centres[..., None, :, :], radii[..., None, :])
    there = there & np.asarray((radii >= -_ROUNDING_KM).all(axis=-1))[..., None]
    found: Truth = np.asarray(there.any(axis=-1))
    which = there.argmax(axis=-1)
    point = np.take_along_axis(tried, which[..., None, None], axis=-2)[..., 0, :]
    return found, np.where(found[..., None], point, np.nan)


def _crossings(a: Array, of_a: Array, b: Array, of_b: Array) -> tuple[Array, Array]:
    """Both points in which two circles cross; NaN where they do not.

    The angle at a of the triangle of the centres and a crossing, by its half: right for the smallest triangles too.
    """
    between = apart_km(a, b) / EARTH_RADIUS_KM
    side_a, side_b = of_a / EARTH_RADIUS_KM, of_b / EARTH_RADIUS_KM
    half = (between + side_a + side_b) / 2
    rests = np.stack((half - side_a, half - between, half - side_b, np.pi - half))
    never = (rests < -_TOUCHING).any(axis=0) | (between < _ALIKE) | (between > np.pi - _ALIKE)
    never |= (side_a < 0) | (side_b < 0)
    near_a, near_b, near_c, whole = np.maximum(np.sin(np.maximum(rests, 0)), 0)
    angle = 2 * np.arctan2(np.sqrt(near_a * near_b), np.sqrt(near_c * whole))
    angle = np.where(never, np.nan, angle)
    toward_b = _direction(a, b)
    aside = np.cross(a, toward_b)
    ahead = np.cos(side_a)[..., None] * a + (np.sin(side_a) * np.cos(angle))[..., None] * toward_b
    off = (np.sin(side_a) * np.sin(angle))[..., None] * aside
    return ahead + off, ahead - off


def _direction(start: Array, goal: Array) -> Array:
    """The unit vector at the start toward the goal; any, where the goal is the start or its opposite.

    Made square to the start twice: where the goal is a metre away, the first time is not exact enough.
    """
    across = goal - np.sum(goal * start, axis=-1, keepdims=True) * start
    across = across - np.sum(across * start, axis=-1, keepdims=True) * start
    length = np.linalg.norm(across, axis=-1, keepdims=True)
    other = np.where(np.abs(start[..., :1]) < 0.9, np.array((1.0, 0.0, 0.0)), np.array((0.0, 1.0, 0.0)))
    other = other - np.sum(other * start, axis=-1, keepdims=True) * start
    near = length < 1e-12
    stand_in = other / np.linalg.norm(other, axis=-1, keepdims=True)
    return np.asarray(np.where(near, stand_in, across / np.where(near, 1.0, length)))
