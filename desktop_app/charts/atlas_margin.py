"""What does a map say of itself: its scale, its projection, where its land is from, and what its signs mean?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import floor, log10

from desktop_app.casebook.language import tr
from desktop_app.charts.atlas_land import GROUNDS
from desktop_app.charts.atlas_view import MapView, projection_words, scale_km
from desktop_app.charts.boxes import Box
from desktop_app.charts.colours import Theme
from desktop_app.charts.drawing import Disc, Face, Line, Rect, Shape, Stroke, Type, text_at
from desktop_app.charts.placing import Room
from desktop_app.charts.projections import Azimuthal
from desktop_app.charts.tracks import sized

FACE = Face(10, 400)
_SCALE_PX = 120.0  # the longest scale bar
_INSET = 12.0
_ROW, _SWATCH = 15.0, 20.0


@dataclass(frozen=True, slots=True)
class Signs:
    """Which signs there are to explain."""

    doubtful: bool
    radii: bool
    reach: str  # how fast those travel of whom it is drawn where they could have been; empty: of nobody
    overlays: tuple[str, ...]


def foot(view: MapView, theme: Theme, type_: Type, room: Room) -> Iterator[Shape]:
    """The scale bar at the left; projection and source at the right, in two rows where one is too long."""
    face, unit = sized(type_, FACE), type_.unit
    halo = GROUNDS[theme.name].sea
    km = scale_km(view)
    length = _round(km * _SCALE_PX * unit)
    left, y = _INSET * unit, view.height - _INSET * unit
    right = left + length / km
    stroke = Stroke(theme.text, 1.1 * unit)
    for x in (left, (left + right) / 2, right):
        yield Line(x, y - 4 * unit, x, y, stroke)
    yield Line(left, y, right, y, stroke)
    words = tr("{} km").format(f"{length:,.10g}")
    label = text_at(type_, right + 5 * unit, y - 3 * unit, words, face, theme.text, halo=halo)
    yield label
    taken = Box(left, y - 10 * unit, label.box.right, y).grown(3 * unit)
    room.take(taken)
    for row, words in enumerate(reversed(_rows(view, type_, face, taken.right))):
        text = text_at(
            type_, view.width - 9 * unit, y - 3 * unit - row * 13 * unit, words, face, theme.quiet, "end", halo
        )
        room.take(text.box.grown(3 * unit))
        yield text


def _rows(view: MapView, type_: Type, face: Face, left: float) -> list[str]:
    """What the map says of its projection, its scale and its source."""
    about, land = projection_words(view.projection), tr("Land: Natural Earth")
    if isinstance(view.projection, Azimuthal):
        true = tr("scale true along lines from there")
        true = tr("scale of the middle of the picture") if view.projection.equal_area else true
        about = f"{about}; {true}"
    one = f"{about} · {land}"
    room = view.width - left - 20 * type_.unit
    if type_.width(one, face) <= room:
        return [one]
    return [row for row in (about, land) if type_.width(row, face) <= room]


def _round(km: float) -> float:
    """The greatest of 1, 2 and 5 times a power of ten that is no more."""
    power = 10.0 ** floor(log10(km))
    return next(step * power for step in (5, 2, 1) if step * power <= km * (1 + 1e-9))


Draw = Callable[[float, float, float, Theme], Iterator[Shape]]


def legend(view: MapView, theme: Theme, type_: Type, room: Room, signs: Signs) -> Iterator[Shape]:
    """A box in the corner where it hides least; left out where it would hide a place, or the map is too small."""
    face, unit = sized(type_, FACE), type_.unit
    rows = [row for row in _entries(signs) if row]
    width = max(type_.width(words, face) for words, _ in rows) + (_SWATCH + 3 * 8) * unit
    height = (len(rows) * _ROW + 8) * unit
    if height > 0.36 * view.height or width > 0.36 * view.width:
        return
    inset, frame = 3 * unit, room.frame
    lefts = (frame.right - inset - width, frame.left + inset)
    tops = (frame.top + inset, frame.bottom - 26 * unit - height, frame.bottom - 40 * unit - height)
    corners = [Box(left, upper, left + width, upper + height) for upper in tops for left in lefts]
    box = room.best(corners, range(len(corners)))
    if box is None:
        return
    room.take(box.grown(4 * unit))
    yield Rect(box, theme.panel, 0.92, 4.0, Stroke(theme.line, 1.0))
    for at, (words, draw) in enumerate(rows):
        y = box.top + (4 + (at + 0.5) * _ROW) * unit
        yield from draw(box.left + 8 * unit, y, unit, theme)
        yield text_at(type_, box.left + (16 + _SWATCH) * unit, y, words, face, theme.quiet)


def _entries(signs: Signs) -> list[tuple[str, Draw]]:
    rows: list[tuple[str, Draw]] = [
        (tr("surely there; perhaps there"), _there),
        (tr("journey: where on the way is not recorded"), _track),
    ]
    if signs.doubtful:
        rows.append((tr("doubtful, or long unrecorded"), _faint))
    if signs.radii:
        rows.append((tr("as exactly as the place is known"), _radius))
    if signs.reach:
        rows.append((tr("could have been, {}").format(signs.reach), _reached))
    rows.append((tr("what coincided"), _coincided))
    rows += [(name, _laid_over) for name in signs.overlays]
    return rows


def _there(x: float, y: float, unit: float, theme: Theme) -> Iterator[Shape]:
    colour = theme.actors[1]
    yield Disc(x + 5 * unit, y, 4.2 * unit, colour)
    yield Disc(x + 15 * unit, y, 3.5 * unit, theme.panel, Stroke(colour, 1.5 * unit))


def _track(x: float, y: float, unit: float, theme: Theme) -> Iterator[Shape]:
    yield Line(x, y, x + _SWATCH * unit, y, Stroke(theme.actors[1], 1.4 * unit, (3.4 * unit, 2.6 * unit)))


def _faint(x: float, y: float, unit: float, theme: Theme) -> Iterator[Shape]:
    yield Line(x, y, x + _SWATCH * unit, y, Stroke(theme.actors[1], 1.4 * unit, (3.4 * unit, 2.6 * unit), 0.4))


def _radius(x: float, y: float, unit: float, theme: Theme) -> Iterator[Shape]:
    yield Disc(x + 10 * unit, y, 5.5 * unit, None, Stroke(theme.quiet, 0.9 * unit, (2.2 * unit, 2.2 * unit), 0.7))


def _reached(x: float, y: float, unit: float, theme: Theme) -> Iterator[Shape]:
    colour = theme.actors[1]
    box = Box(x + 2 * unit, y - 5 * unit, x + 18 * unit, y + 5 * unit)
    yield Rect(box, colour, 0.12, 4.0, Stroke(colour, 1.0 * unit, alpha=0.55))


def _coincided(x: float, y: float, unit: float, theme: Theme) -> Iterator[Shape]:
    yield Disc(x + 10 * unit, y, 5.2 * unit, theme.panel, Stroke(theme.spotlight_edge, 1.8 * unit))


def _laid_over(x: float, y: float, unit: float, theme: Theme) -> Iterator[Shape]:
    yield Line(x, y, x + _SWATCH * unit, y, Stroke(theme.accent, 1.1 * unit, alpha=0.7))
