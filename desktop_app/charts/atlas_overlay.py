"""What does a reader lay over the map: old borders, railways, points of his own?"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import floor, log2

import numpy as np
from numpy.typing import NDArray

from desktop_app.charts.atlas_view import MapView
from desktop_app.charts.colours import Theme
from desktop_app.charts.drawing import Disc, Path, Shape, Stroke
from desktop_app.charts.projections import Projection
from desktop_app.charts.strands import Strands, lines_within, meet, thinned

_OUTSIDE_PX = 8.0
_MOST_POINTS = 4_000  # drawn as discs


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """Lines, and rings as lines that close, and points; all longitude and latitude in degrees."""

    name: str
    lines: Strands
    points: Strands  # one strand with all of them, or none


def overlaid(overlays: tuple[Overlay, ...], view: MapView, theme: Theme, unit: float) -> Iterator[Shape]:
    """In view, and no more than pixels can show."""
    frame, reach = view.frame.grown(_OUTSIDE_PX), view.reach(_OUTSIDE_PX)
    for overlay in overlays:
        lines, boxes = _laid(view.projection, overlay, _power(view))
        cut = lines_within(lines.chosen(meet(boxes, reach)), reach)
        yield Path(thinned(view.laid(cut), 0.5, 2), edge=Stroke(theme.accent, 1.0, alpha=0.6))  # a pixel is drawn fast
        lon, lat = overlay.points.points.T
        at = view.from_plane(np.column_stack(view.projection.forward(lon, lat)))[view.projection.seen(lon, lat)]
        for x, y in np.unique(np.rint(at), axis=0)[:_MOST_POINTS].tolist():
            if frame.holds(x, y):
                yield Disc(x, y, 2.2 * unit, theme.accent)


def prepare(overlay: Overlay, view: MapView) -> None:
    """Do on this thread what else the first drawing in such a view would wait for."""
    _laid(view.projection, overlay, _power(view))


def _power(view: MapView) -> int:
    return floor(log2(view.km_per_px / 2))


@lru_cache(maxsize=24)
def _laid(projection: Projection, overlay: Overlay, power: int) -> tuple[Strands, NDArray[np.float64]]:
    """The lines on the plane, on a grid of 2 to that power kilometres, and the boxes about them."""
    lines = thinned(_plane(projection, overlay), 2.0**power, 2)
    return lines, lines.boxes()


@lru_cache(maxsize=8)
def _plane(projection: Projection, overlay: Overlay) -> Strands:
    return projection.lines(overlay.lines)
