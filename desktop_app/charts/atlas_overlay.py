"""What does a reader lay over the map: old borders, railways, points of his own?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from desktop_app.charts.atlas_view import MapView
from desktop_app.charts.colours import Theme
from desktop_app.charts.drawing import Disc, Path, Shape, Stroke
from desktop_app.charts.strands import Strands, lines_within, thinned

_GRID_PX = 0.5
_OUTSIDE_PX = 8.0
_MOST_POINTS = 4_000  # drawn as discs; of more, those that share a pixel are one all the same


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """Lines, and rings as lines that close, and points; all longitude and latitude in degrees."""

    name: str
    lines: Strands
    points: Strands  # one strand with all of them, or none


def overlaid(overlays: tuple[Overlay, ...], view: MapView, theme: Theme, unit: float) -> Iterator[Shape]:
    """In view, and no more than pixels can show."""
    frame = view.frame.grown(_OUTSIDE_PX)
    for overlay in overlays:
        laid = view.laid(view.projection.lines(overlay.lines))
        cut = thinned(lines_within(laid, (frame.left, frame.top, frame.right, frame.bottom)), _GRID_PX, 2)
        yield Path(cut, edge=Stroke(theme.accent, 1.0 * unit, alpha=0.6))
        lon, lat = overlay.points.points.T
        at = view.from_plane(np.column_stack(view.projection.forward(lon, lat)))[view.projection.seen(lon, lat)]
        for x, y in np.unique(np.rint(at), axis=0)[:_MOST_POINTS].tolist():
            if frame.holds(x, y):
                yield Disc(x, y, 2.2 * unit, theme.accent)
