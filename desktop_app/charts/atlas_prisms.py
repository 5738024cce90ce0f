"""Where could those have been of whom it is not known: the cut of their space-time prisms at one moment?"""

from collections.abc import Iterator
from functools import lru_cache
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from desktop_app.analysis.prisms import HOURS, MANY_PLACES, Anchor, necklace
from desktop_app.casebook.terms import Kind
from desktop_app.casebook.where import EARTH_RADIUS_KM
from desktop_app.charts.atlas_moment import Moment
from desktop_app.charts.atlas_picture import Sheet
from desktop_app.charts.atlas_scene import MapScene
from desktop_app.charts.drawing import Path, Shape, Stroke
from desktop_app.charts.sphere import angle, circle, vectors
from desktop_app.charts.strands import closed, lines_within, rings_within, strands

Array = NDArray[np.float64]
Cap = tuple[float, float, float]  # latitude, longitude, radius in km

_POINTS = 180  # of a circle
_EVERYWHERE_KM = 9_000.0  # two circles wider than this say no more than that he was on the Earth
_LEAST_KM = 1.0
_ROUNDING_KM = 1e-6
_FILL, _EDGE = 0.10, 0.55


def areas(sheet: Sheet, now: Moment, unit: float) -> Iterator[Shape]:
    """Where those could have been of whom no place is recorded at the moment, if that is bounded.

    If an actor is selected: where he could have been alone, also if a stay may have held already, or still.
    """
    scene, view, speed = sheet.scene, sheet.view, sheet.speed
    if speed is None:
        return
    frame = view.frame.grown(30)
    for actor in _asked(sheet, now):
        ring = area(scene, actor, now.jd, speed.kmh)
        if ring is None:
            continue
        within = (frame.left, frame.top, frame.right, frame.bottom)
        rim = strands([ring])
        inside = rings_within(view.laid(view.projection.rings(rim)), within)
        if len(inside):
            yield Path(inside, fill=sheet.colours[actor], alpha=_FILL)
            edge = lines_within(view.laid(view.projection.lines(closed(rim))), within)
            yield Path(edge, edge=Stroke(sheet.colours[actor], 1.0 * unit, alpha=_EDGE))


def _asked(sheet: Sheet, now: Moment) -> tuple[str, ...]:
    case, mark = sheet.scene.case, sheet.mark
    chosen = None
    if mark and mark.kind == Kind.ACTOR:
        chosen = mark.key
    elif mark and mark.kind == Kind.STAY and mark.key in case.stay:
        chosen = case.stay[mark.key].actor
    if chosen in sheet.scene.actors and chosen:
        return (chosen,)
    placed = {one.actor for one in now.here}
    return tuple(actor for actor in sheet.scene.actors if actor not in placed)


def bounds(scene: MapScene, actor: str, jd: float, kmh: float) -> tuple[Cap, Cap] | None:
    """What can be reached by a moment from the last known place, and left for the next one; None: nothing bounds it.

    Nothing is told of one who is known to be somewhere then, nor before the first and after the last record.
    """
    for start, end, leaves, arrives in _prisms(scene, actor, kmh):
        if start < jd < end:
            return _cap(leaves, jd - leaves.leaves, kmh), _cap(arrives, arrives.arrives - jd, kmh)
    return None


@lru_cache(maxsize=64)
def _prisms(scene: MapScene, actor: str, kmh: float) -> tuple[tuple[float, float, Anchor, Anchor], ...]:
    if scene.case.actor[actor].kind in MANY_PLACES:
        return ()
    return tuple(
        (bead.start, bead.end, bead.leaves, bead.arrives)
        for bead in necklace(scene.case, actor, kmh, scene.certainties).beads
        if bead.at is None and bead.leaves and bead.arrives and isfinite(bead.start) and isfinite(bead.end)
    )


def _cap(anchor: Anchor, days: float, kmh: float) -> Cap:
    return anchor.lat, anchor.lon, anchor.radius_km + kmh * HOURS * max(days, 0.0)


def area(scene: MapScene, actor: str, jd: float, kmh: float) -> Array | None:
    """The rim of where he could have been; None where nothing bounds it, or no place would do."""
    found = bounds(scene, actor, jd, kmh)
    return common(*found) if found else None


def common(a: Cap, b: Cap) -> Array | None:
    """The rim of what two circles on the sphere share; None if that is nothing, or almost everything."""
    if min(a[2], b[2]) > _EVERYWHERE_KM or min(a[2], b[2]) < _LEAST_KM:
        return None
    rims = [circle(cap[:2], min(cap[2], np.pi * EARTH_RADIUS_KM - 1), _POINTS) for cap in (a, b)]
    within = [_inside(rim, other) for rim, other in zip(rims, (b, a), strict=True)]
    for rim, held in zip(rims, within, strict=True):
        if held.all():
            return rim
    if not within[0].any() or not within[1].any():
        return None
    arcs = [_arc(rim, held) for rim, held in zip(rims, within, strict=True)]
    ends = [vectors(*arc[[0, -1]].T) for arc in arcs]
    if angle(ends[0][1], ends[1][0]) > angle(ends[0][1], ends[1][1]):
        arcs[1] = arcs[1][::-1]
    return np.concatenate(arcs)


def _inside(points: Array, cap: Cap) -> NDArray[np.bool_]:
    away = angle(vectors(*points.T), vectors(np.array(cap[1]), np.array(cap[0])))
    return np.asarray(away * EARTH_RADIUS_KM <= cap[2] + _ROUNDING_KM)


def _arc(rim: Array, held: NDArray[np.bool_]) -> Array:
    """The stretch of a rim that is held, in one piece."""
    begins = int(np.flatnonzero(held & ~np.roll(held, 1))[0])
    turned = np.roll(rim, -begins, axis=0)
    return turned[np.roll(held, -begins)]
