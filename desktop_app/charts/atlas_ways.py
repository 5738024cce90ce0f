"""What lies on the land, whatever the moment: tracks, places at their radius, and what a reader laid over it?"""

from collections.abc import Iterator, Sequence

from desktop_app.casebook.case import Place, Target
from desktop_app.casebook.terms import Kind
from desktop_app.charts.atlas_scene import MapScene
from desktop_app.charts.atlas_spots import Spot, spots
from desktop_app.charts.atlas_tracks import Track, tracks
from desktop_app.charts.atlas_view import MapView
from desktop_app.charts.atlas_wanted import Wanted
from desktop_app.charts.cast import line_colours
from desktop_app.charts.colours import Theme
from desktop_app.charts.drawing import Disc, Path, Shape, Stroke
from desktop_app.charts.sphere import circle
from desktop_app.charts.strands import Strands, closed, joined, lines_within, rings_within, strands

DOT = 3.1  # px
DASH = (3.4, 2.6)
_RING_PX = 8.0  # a place whose radius is less than this is a dot alone
_TRACK, _MANY = 1.35, 80  # width in px; of so many tracks
_PALE = 0.2  # of what the span in view, or the mark, does not touch


def ways(scene: MapScene, view: MapView, wanted: Wanted, unit: float) -> Iterator[Shape]:
    """Circles, tracks and dots, in the order in which they are laid over one another."""
    own = spots(scene, view, wanted.spans, unit)
    yield from _radii(wide_places(scene, own, view, unit), view, wanted.theme, unit)
    yield from _tracks(scene, tracks(scene, view, wanted.spans, unit), wanted, unit)
    yield from _dots(own, wanted, unit)


def wide_places(scene: MapScene, own: Sequence[Spot], view: MapView, unit: float) -> list[Place]:
    """Places that are wider than their dot."""
    keys = [key for spot in own if spot.lively for key in spot.places]
    found = [place for place in map(scene.case.place.__getitem__, keys) if not place.transit]
    return [place for place in found if place.radius_km / view.km_per_px > _RING_PX * unit]


def _radii(places: Sequence[Place], view: MapView, theme: Theme, unit: float) -> Iterator[Shape]:
    """True circles on the sphere."""
    edge = Stroke(theme.quiet, 0.9 * unit, (2.5 * unit, 2.5 * unit), 0.55)
    near = view.frame.grown(40)
    within = (near.left, near.top, near.right, near.bottom)
    for place in places:
        rim = strands([circle((place.lat, place.lon), place.radius_km, 120)])
        inside = rings_within(view.laid(view.projection.rings(rim)), within)
        if len(inside):
            yield Path(inside, fill=theme.quiet, alpha=0.06)
            yield Path(lines_within(view.laid(view.projection.lines(closed(rim))), within), edge=edge)


def _tracks(scene: MapScene, own: Sequence[Track], wanted: Wanted, unit: float) -> Iterator[Shape]:
    """One path a pen, however many tracks; the palest below.

    Many are drawn a pixel wide: Qt has a quick way for such lines, a hundred times as fast.
    """
    colours = line_colours(scene.case, wanted.theme)
    dash = tuple(length * unit for length in DASH)
    alike: dict[Stroke, list[Strands]] = {}
    for track in own:
        marked = _is_marked(track, wanted.mark)
        alpha = 1.0 if marked else _strength(scene, track, wanted.mark)
        width = 2.4 * unit if marked else _TRACK * unit
        if len(own) > _MANY and not marked:
            width, alpha = 1.0, alpha / 2
        alike.setdefault(Stroke(colours[track.leg.actor], width, dash, alpha), []).append(track.pieces)
    for stroke in sorted(alike, key=lambda stroke: stroke.alpha):
        yield Path(joined(alike[stroke]), edge=stroke)


def _strength(scene: MapScene, track: Track, mark: Target | None) -> float:
    """How strongly a track is drawn: pale outside the span, or beside the actor who is marked."""
    other = mark and mark.kind == Kind.ACTOR and mark.key in scene.actors and mark.key != track.leg.actor
    return _PALE if other or not track.lively else 0.5 if track.leg.faint else 0.95


def _is_marked(track: Track, mark: Target | None) -> bool:
    stays = [stay for journey in track.leg.journeys for stay in journey.stays]
    return mark is not None and mark.kind == Kind.STAY and any(stay.key == mark.key for stay in stays)


def _dots(own: Sequence[Spot], wanted: Wanted, unit: float) -> Iterator[Shape]:
    theme, mark = wanted.theme, wanted.mark
    for spot in reversed(own):
        if mark is not None and mark.kind == Kind.PLACE and mark.key in spot.places:
            yield Disc(spot.x, spot.y, 8.5 * unit, None, Stroke(theme.accent, 2.0 * unit))
        ink, alpha = (theme.text, 1.0) if spot.lively else (theme.quiet, 0.45)
        radius = DOT if spot.lively else 2.4
        yield Disc(spot.x, spot.y, radius * unit, theme.panel, Stroke(ink, 1.3 * unit, alpha=alpha))
