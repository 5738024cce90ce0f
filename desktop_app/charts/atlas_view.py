"""Which part of the Earth does a map show, in which projection and how large?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from desktop_app.casebook.language import tr
from desktop_app.casebook.where import EARTH_RADIUS_KM
from desktop_app.charts.atlas_scene import MapScene
from desktop_app.charts.boxes import Box
from desktop_app.charts.projections import Azimuthal, EqualEarth, Projection
from desktop_app.charts.sphere import angle, mean_position, vectors
from desktop_app.charts.strands import Frame, Strands

Array = NDArray[np.float64]

_CLOSEST = 0.02  # km a pixel
_LEAST_KM = 60.0  # across the first view: nearer nothing more is told
_MARGIN = (64.0, 40.0)  # px left free around what the first view shows, for names
_WIDE = 80.0  # degrees from the middle to the farthest place: more is told better by a map of the world
_POLAR, _FAR = 64.0, 50.0  # a middle so near to a pole, with places so far from it, turns the world upside down
_EDGE_ROOM = 14.0  # degrees that places keep from the edge of a map of the world, if it can be


def _between(value: float, low: float, high: float) -> float:
    """Kept between two bounds; in their middle if they have crossed."""
    return float((low + high) / 2 if low > high else min(max(value, low), high))


class Kind(StrEnum):
    EQUIDISTANT = "equidistant"
    EQUAL_AREA = "equal-area"
    PACIFIC = "pacific"
    WORLD = "world"


# The meridian that is best in the middle of a map of the world, and how far from it will still do.
_MIDDLES = {Kind.PACIFIC: (180, 45), Kind.WORLD: (20, 60)}


def kind_words() -> dict[Kind, str]:
    return {
        Kind.EQUIDISTANT: tr("Centred on the case, distances from the middle true"),
        Kind.EQUAL_AREA: tr("Centred on the case, areas true"),
        Kind.PACIFIC: tr("The world, the Pacific in the middle"),
        Kind.WORLD: tr("The world, Europe, Africa and Asia in the middle"),
    }


@dataclass(frozen=True)
class MapView:
    """A frame of pixels over a projection's plane; x and y are what lies in its middle, in km."""

    projection: Projection
    x: float
    y: float
    km_per_px: float
    width: float
    height: float

    @property
    def frame(self) -> Box:
        return Box(0, 0, self.width, self.height)

    def reach(self, margin_px: float = 0.0) -> Frame:
        """The part of the plane that is in view, with a margin."""
        half_x, half_y = ((side / 2 + margin_px) * self.km_per_px for side in (self.width, self.height))
        return self.x - half_x, self.y - half_y, self.x + half_x, self.y + half_y

    def from_plane(self, points: Array) -> Array:
        """Pixels of points on the plane, shape (n, 2)."""
        moved = (points - (self.x, self.y)) / self.km_per_px
        return moved * (1, -1) + (self.width / 2, self.height / 2)

    def laid(self, lines: Strands) -> Strands:
        return Strands(self.from_plane(lines.points), lines.starts)

    def pixel(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a position is drawn, in view or not; NaN if it is not on the map."""
        at = np.array([lon]), np.array([lat])
        if not self.projection.seen(*at)[0]:
            return float("nan"), float("nan")
        x, y = self.from_plane(np.column_stack(self.projection.forward(*at)))[0]
        return float(x), float(y)

    def position(self, x: float, y: float) -> tuple[float, float] | None:
        """Latitude and longitude at a pixel; None beyond the map's edge."""
        plane_x = self.x + (x - self.width / 2) * self.km_per_px
        plane_y = self.y - (y - self.height / 2) * self.km_per_px
        lon, lat = self.projection.inverse(np.array([plane_x]), np.array([plane_y]))
        return (float(lat[0]), float(lon[0])) if isfinite(lat[0]) else None

    # Zoom and pan, bounded

    def panned(self, dx: float, dy: float) -> "MapView":
        """What is drawn moved by so many pixels, right and down."""
        return replace(self, x=self.x - dx * self.km_per_px, y=self.y + dy * self.km_per_px).bounded()

    def zoomed(self, factor: float, x: float, y: float) -> "MapView":
        """Larger by a factor, the position at a pixel staying there."""
        new = min(max(self.km_per_px / factor, _CLOSEST), self._whole())
        by = self.km_per_px - new
        moved_x, moved_y = self.x + (x - self.width / 2) * by, self.y - (y - self.height / 2) * by
        return replace(self, km_per_px=new, x=moved_x, y=moved_y).bounded()

    def resized_about(self, width: float, height: float) -> "MapView":
        """A larger or smaller frame about the same middle, at the same scale."""
        return replace(self, width=width, height=height)

    def resized(self, width: float, height: float) -> "MapView":
        """As much of the Earth in a frame of another size."""
        factor = max(self.width / width, self.height / height)
        sized = replace(self, width=width, height=height)
        return replace(sized, km_per_px=min(self.km_per_px * factor, sized._whole())).bounded()

    def holding(self, lat: float, lon: float) -> "MapView":
        """Panned just so far that a position is in view."""
        x, y = self.pixel(lat, lon)
        if not (isfinite(x) and isfinite(y)):
            return self
        inner = self.frame.grown(-min(48.0, self.width / 4, self.height / 4))
        return self.panned(
            min(max(x, inner.left), inner.right) - x,
            min(max(y, inner.top), inner.bottom) - y,
        )

    def _whole(self) -> float:
        """Kilometres a pixel at which the whole map fits the frame."""
        wide, high = np.ptp(self.projection.edge().points, axis=0) * 1.04
        return float(max(wide / self.width, high / self.height))

    def bounded(self) -> "MapView":
        """Moved so that as little as may be lies beyond the map's edge."""
        edge = self.projection.edge().points
        (low_x, low_y), (high_x, high_y) = edge.min(axis=0), edge.max(axis=0)
        half_x, half_y = (side / 2 * self.km_per_px for side in (self.width, self.height))
        return replace(
            self,
            x=_between(self.x, low_x + half_x, high_x - half_x),
            y=_between(self.y, low_y + half_y, high_y - half_y),
        )


def best_kind(scene: MapScene) -> Kind:
    """Centred on the case, unless its places are too far apart for that."""
    places = _positions(scene)
    lat, lon = mean_position(places)
    away = [
        float(np.degrees(angle(*(vectors(np.array(one[1]), np.array(one[0])) for one in ((lat, lon), place)))))
        for place in places
    ]
    far = max(away)
    if far <= _WIDE and (abs(lat) <= _POLAR or far <= _FAR):
        return Kind.EQUIDISTANT
    return min(_MIDDLES, key=lambda kind: _best_middle(scene, kind)[0])


def projection_of(scene: MapScene, kind: Kind) -> Projection:
    """The projection of a kind that suits a case: its middle in whole degrees."""
    if kind in _MIDDLES:
        return EqualEarth(_best_middle(scene, kind)[1])
    return centred_on(_positions(scene), equal_area=kind == Kind.EQUAL_AREA)


def centred_on(places: Sequence[tuple[float, float]], *, equal_area: bool = False) -> Azimuthal:
    """An azimuthal map about the middle of places, in whole degrees."""
    lat, lon = mean_position(places)
    return Azimuthal(float(round(lat)), float(round(lon)), equal_area)


def _positions(scene: MapScene) -> list[tuple[float, float]]:
    found = [(place.lat, place.lon) for key in scene.home for place in (scene.case.place[key],)]
    return found or [(0.0, 180.0)]


@lru_cache(maxsize=64)
def _best_middle(scene: MapScene, kind: Kind) -> tuple[int, float]:
    """How many tracks and places the edge of a map of the world touches at best, and its middle meridian then."""
    ideal, most = _MIDDLES[kind]
    ends = np.array([(leg.way[:, 0].min(), leg.way[:, 0].max()) for leg in scene.legs]).reshape(-1, 2)
    places = np.array([lon for _, lon in _positions(scene)])

    def touched(lon: float) -> int:
        edge = lon + 180
        west, east = np.floor((ends - edge) / 360).T
        near = np.abs((places - edge + 180) % 360 - 180) < _EDGE_ROOM
        return int(np.count_nonzero(west != east) + np.count_nonzero(near))

    away = sorted(range(-most, most + 1, 5), key=abs)
    return min(((touched(ideal + by), float(ideal + by)) for by in away), key=lambda one: one[0])


def fitted(
    scene: MapScene,
    projection: Projection,
    size: tuple[float, float],
    unit: float,
    places: Sequence[tuple[float, float]] = (),
) -> MapView:
    """These places, or if none are given, where people were within about a week of what coincided."""
    places = places or _positions(scene)
    x, y = projection.forward(np.array([lon for _, lon in places]), np.array([lat for lat, _ in places]))
    width, height = size
    margin_x, margin_y = (min(margin * unit, side / 4) for margin, side in zip(_MARGIN, size, strict=True))
    wide, high = float(np.ptp(x)), float(np.ptp(y))
    km_per_px = max(wide / (width - 2 * margin_x), high / (height - 2 * margin_y), _LEAST_KM / width)
    view = MapView(projection, float(x.min() + wide / 2), float(y.min() + high / 2), km_per_px, width, height)
    return replace(view, km_per_px=min(view.km_per_px, view._whole())).bounded()


def first_view(scene: MapScene, kind: Kind | None, size: tuple[float, float], unit: float) -> MapView:
    """What a case's map shows at first, in a projection of this kind; None: of the one that suits it best."""
    return fitted(scene, projection_of(scene, kind or best_kind(scene)), size, unit)


def projection_words(projection: Projection) -> str:
    """What a map says of itself at its foot."""
    lat, lon = projection.centre()
    if isinstance(projection, EqualEarth):
        return tr("Equal Earth, {} in the middle; areas true").format(_degrees(lon, tr("{}° E"), tr("{}° W")))
    middle = f"{_degrees(lat, tr('{}° N'), tr('{}° S'))} {_degrees(lon, tr('{}° E'), tr('{}° W'))}"
    if isinstance(projection, Azimuthal) and projection.equal_area:
        return tr("Lambert azimuthal equal-area, centred on {}").format(middle)
    return tr("Azimuthal equidistant, centred on {}").format(middle)


def _degrees(value: float, positive: str, negative: str) -> str:
    value = (value + 180) % 360 - 180 if abs(value) > 180 else value
    return (positive if value >= 0 else negative).format(round(abs(value)))


def window(view: MapView) -> tuple[float, float, float, float]:
    """Least and greatest longitude and latitude in view, with a margin; longitudes run on beyond 180°."""
    everything = (view.projection.centre()[1] - 180, -90.0, view.projection.centre()[1] + 180, 90.0)
    least_x, least_y, most_x, most_y = view.reach(12)
    x, y = np.meshgrid(np.linspace(least_x, most_x, 13), np.linspace(least_y, most_y, 9))
    lon, lat = view.projection.inverse(x, y)
    if np.isnan(lat).any() or _shows_a_pole(view):
        return everything
    middle = lon[4, 6]
    lon = middle + (lon - middle + 180) % 360 - 180
    wide, high = np.ptp(lon), np.ptp(lat)
    if wide > 270:
        return everything
    return (
        float(lon.min() - 0.06 * wide),
        float(max(lat.min() - 0.06 * high, -90)),
        float(lon.max() + 0.06 * wide),
        float(min(lat.max() + 0.06 * high, 90)),
    )


def _shows_a_pole(view: MapView) -> bool:
    poles = [view.pixel(lat, 0.0) for lat in (90.0, -90.0)]
    return any(isfinite(x) and view.frame.grown(12).holds(x, y) for x, y in poles)


def scale_km(view: MapView) -> float:
    """Kilometres a pixel in the middle of the frame, to the side; from the middle of an equidistant map everywhere."""
    if isinstance(view.projection, Azimuthal) and not view.projection.equal_area:
        return view.km_per_px
    ends: Sequence[tuple[float, float] | None] = [
        view.position(view.width / 2 + side, view.height / 2) for side in (-20, 20)
    ]
    if ends[0] is None or ends[1] is None:
        return view.km_per_px
    a, b = (vectors(np.array(end[1]), np.array(end[0])) for end in ends if end)
    return float(angle(a, b)) * EARTH_RADIUS_KM / 40
