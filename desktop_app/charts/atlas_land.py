"""What lies under a map: sea, land, and the net of meridians and parallels?"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from desktop_app.charts.atlas_view import MapView, window
from desktop_app.charts.colours import Theme
from desktop_app.charts.drawing import Path, Rect, Shape, Stroke
from desktop_app.charts.land import Level, land, level_for
from desktop_app.charts.projections import Projection
from desktop_app.charts.strands import (
    Frame,
    Strands,
    closed,
    joined,
    lines_within,
    meet,
    rings_within,
    strands,
    thinned,
)

_GRID_PX = 0.5  # what lies nearer together than this is one point
_OUTSIDE_PX = 6.0  # drawn beyond the frame, so that no cut edge is seen
_TILE = 12.0  # degrees: the finest coasts are laid on the plane in pieces of at least this, and kept
_NET_STEPS = (30.0, 20.0, 15.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1)
_NET_PX = 90.0  # the least between two lines of the net


@dataclass(frozen=True, slots=True)
class Ground:
    """The colours of the Earth in one theme."""

    sea: str
    land: str
    coast: str
    net: str


GROUNDS = {
    "light": Ground(sea="#F7F6F2", land="#E6E3D9", coast="#CDC8BA", net="#E7E3DA"),
    "dark": Ground(sea="#1F2124", land="#363A3F", coast="#50555C", net="#2E3136"),
}


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """Land on a plane."""

    rings: Strands
    boxes: NDArray[np.float64]
    coasts: Strands
    coast_boxes: NDArray[np.float64]


def ground(view: MapView, theme: Theme) -> Iterator[Shape]:
    """Sea, net, land and coast in view; of thousands of points as many as pixels can show."""
    colours = GROUNDS[theme.name]
    yield Rect(view.frame, theme.panel)
    edge = view.laid(rings_within(view.projection.edge(), view.reach(_OUTSIDE_PX)))
    yield Path(edge, fill=colours.sea)
    laid = _land(view)
    reach = view.reach(_OUTSIDE_PX)
    rings = view.laid(rings_within(laid.rings.chosen(meet(laid.boxes, reach)), reach))
    coasts = view.laid(lines_within(laid.coasts.chosen(meet(laid.coast_boxes, reach)), reach))
    yield Path(thinned(rings, _GRID_PX, 3), fill=colours.land)
    yield Path(net(view), edge=Stroke(colours.net, 0.8))
    yield Path(thinned(coasts, _GRID_PX, 2), edge=Stroke(colours.coast, 0.8))


def _land(view: MapView) -> _Laid:
    level = level_for(view.km_per_px)
    if level != "fine":
        return _whole(view.projection, level)
    west, south, east, north = window(view)
    if east - west > 90:
        return _whole(view.projection, level)
    tile = _TILE * 2 if east - west > _TILE else _TILE
    west, south = np.floor(west / tile) * tile, np.floor(south / tile) * tile
    east, north = np.ceil(east / tile) * tile, np.ceil(north / tile) * tile
    return _piece(view.projection, (float(west), float(south), float(east), float(north)))


@lru_cache(maxsize=6)
def _whole(projection: Projection, level: Level) -> _Laid:
    return _on_plane(projection, land(level), closed(land(level)))


@lru_cache(maxsize=6)
def _piece(projection: Projection, frame: Frame) -> _Laid:
    """The finest coasts of one part of the Earth alone: all of them would take longer than a frame."""
    rings, boxes = land("fine"), _fine_boxes()
    found = []
    for turn in (-360.0, 0.0, 360.0):
        moved = (frame[0] - turn, frame[1], frame[2] - turn, frame[3])
        near = rings.chosen(meet(boxes, moved))
        found.append(Strands(near.points + np.array((turn, 0.0)), near.starts))
    near = joined(found)
    return _on_plane(projection, rings_within(near, frame), lines_within(closed(near), frame))


@lru_cache(maxsize=1)
def _fine_boxes() -> NDArray[np.float64]:
    return land("fine").boxes()


def _on_plane(projection: Projection, rings: Strands, coasts: Strands) -> _Laid:
    laid, lines = projection.rings(rings), projection.lines(coasts)
    return _Laid(laid, laid.boxes(), lines, lines.boxes())


def net(view: MapView) -> Strands:
    """Meridians and parallels in view, in pixels."""
    west, south, east, north = window(view)
    step = _net_step(view)
    fine = min(step / 4, 2.0)
    low, high = max(south, -80.0), min(north, 80.0)  # nearer to the poles meridians run into one another
    lines = []
    if low < high:
        heights = np.arange(low, high + fine, fine).clip(low, high)
        meridians = np.arange(np.ceil(west / step), np.floor(east / step) + 1) * step
        lines += [np.column_stack((np.full(heights.shape, lon), heights)) for lon in meridians]
    across = np.arange(west, east + fine, fine)
    parallels = np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step
    lines += [np.column_stack((across, np.full(across.shape, lat))) for lat in parallels]
    return view.laid(lines_within(view.projection.lines(strands(lines)), view.reach(_OUTSIDE_PX)))


def _net_step(view: MapView) -> float:
    """The finest whole step at which lines stand far enough apart."""
    degree_px = 111.2 / view.km_per_px
    return next((step for step in reversed(_NET_STEPS) if step * degree_px >= _NET_PX), _NET_STEPS[0])
