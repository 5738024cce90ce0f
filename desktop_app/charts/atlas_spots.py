"""Which places share a spot on the map because they lie too close to tell apart at this scale?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.when import Span
from desktop_app.charts.atlas_scene import MapScene, told_in
from desktop_app.charts.atlas_view import MapView

_APART = 13.0  # px between two spots, at least
_REGION_KM = 150.0  # a place less exact than this is a region: it says so


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, or neighbours; it lies where the most telling of them does."""

    places: tuple[str, ...]  # the most telling first
    x: float  # px
    y: float
    lively: bool  # something in it is told of the span in view
    coincident: bool

    @property
    def place(self) -> str:
        return self.places[0]


def spots(scene: MapScene, view: MapView, spans: tuple[Span, ...], unit: float) -> tuple[Spot, ...]:
    """All spots in view, those that the span in view tells of first."""
    case = scene.case
    lively = _lively(scene, spans)
    keys = sorted(scene.places, key=lambda key: key not in lively)
    if not keys:
        return ()
    lon, lat = (np.array([getattr(case.place[key], part) for key in keys]) for part in ("lon", "lat"))
    at = view.from_plane(np.column_stack(view.projection.forward(lon, lat)))
    seen = view.projection.seen(lon, lat)
    coincident = {case.event[key].place for key in case.coincident}
    found: list[tuple[float, float, list[str]]] = []
    near, frame = view.frame.grown(max(view.width, view.height)), view.frame.grown(_APART * unit)
    for key, (x, y), shown in zip(keys, at.tolist(), seen.tolist(), strict=True):
        if not shown or not near.holds(x, y):
            continue
        close = next((own for a, b, own in found if (x - a) ** 2 + (y - b) ** 2 < (_APART * unit) ** 2), None)
        if close is None:
            found.append((x, y, [key]))
        else:
            close.append(key)
    return tuple(
        Spot(tuple(own), x, y, not lively.isdisjoint(own), bool(coincident & set(own)))
        for x, y, own in found
        if frame.holds(x, y)
    )


@lru_cache(maxsize=16)
def _lively(scene: MapScene, spans: tuple[Span, ...]) -> frozenset[str]:
    """Places of which something is told in the spans."""
    return frozenset(key for key in scene.places if any(told_in(told, spans) for told in scene.when_of[key]))


def spot_name(scene: MapScene, spot: Spot, spans: tuple[Span, ...]) -> str:
    """ "Moscow"; "Cape Helles, Maidos +3" where several lie together; a region says how wide it is."""
    case = scene.case
    told = [key for key in spot.places if key in _lively(scene, spans)] or list(spot.places)
    if len(told) == 1:
        place = case.place[told[0]]
        if place.radius_km >= _REGION_KM and not place.transit:
            return tr("{}, ± {} km").format(bare(place.name), f"{place.radius_km:,.0f}")
        return place.name if len(place.name) <= 26 else bare(place.name)
    names = ", ".join(bare(case.place[key].name) for key in told[:2])
    return tr("{} +{}").format(names, len(told) - 2) if len(told) > 2 else names


def bare(name: str) -> str:
    """A name without what explains it: "The Greenbrier, White Sulphur Springs", "Central Luzon (…)"."""
    return name.split(" (")[0].split(", ")[0]


def full_names(case: Case, places: Sequence[str]) -> str:
    return ", ".join(case.place[key].name for key in places)
