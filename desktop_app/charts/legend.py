"""What do the lines and marks of a storyline mean?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant
from desktop_app.charts.boxes import Box, around
from desktop_app.charts.colours import Theme
from desktop_app.charts.distance_bars import hatched
from desktop_app.charts.drawing import Disc, Face, Fade, Line, Rect, Shape, Stroke, Type, text_at
from desktop_app.charts.overlays import FAN, SHADE
from desktop_app.charts.picture import Look

FACE = Face(10, 400)
_ROW = 16.0
_SWATCH, _AFTER = 22.0, 5.0
_CLOSE, _BETWEEN = 7.0, 13.0  # px from one entry to the next: at least, and where there is room

Draw = Callable[[float, float, float, Theme], Iterator[Shape]]


Entry = tuple[str, Draw]


@dataclass(frozen=True, slots=True)
class Traveller:
    """Whose fan it is, and in which colour."""

    name: str
    colour: str


def entries(look: Look | None = None, traveller: Traveller | None = None) -> tuple[Entry, ...]:
    """The signs with their words, in the order of the legend; first what is laid under the lines."""
    wished: list[Entry] = []
    if look and look.together:
        wished += [(tr("together, surely"), _shade), (tr("together, possibly"), _hatch)]
    if look and look.fan and look.means and traveller:
        by = (traveller.name, tr(look.means.name), f"{look.means.kmh:,.0f}")
        told = (
            tr("where {} could have been {}, {} km/h")
            if look.fan.is_possible
            else tr("{} cannot have come {}, {} km/h")
        )
        wished.append((told.format(*by), _fan(traveller.colour)))
    return (
        *wished,
        (tr("established"), _line(3.6)),
        (tr("probable"), _line(2.0)),
        (tr("disputed"), _line(2.0, (6.0, 4.0))),
        (tr("only the book"), _claimed),
        (tr("end uncertain"), _fading),
        (tr("perhaps elsewhere"), _line(1.3, alpha=0.5)),
        (tr("journey"), _line(1.15, (3.2, 2.6))),
        (tr("event"), _event),
        (tr("what coincided"), _coincident),
    )


def legend_rows(type_: Type, width: float) -> int:
    return len(_rows(type_, width, entries()))


def legend_height(type_: Type, width: float, look: Look | None = None, traveller: Traveller | None = None) -> float:
    return len(_rows(type_, width, entries(look, traveller))) * _ROW * type_.unit + 4 * type_.unit


def legend(look: Look, type_: Type, width: float, top: float, traveller: Traveller | None) -> list[Shape]:
    """Its shapes, in one row or as many as the width asks for, from `top` down."""
    theme = look.theme
    face, unit = Face(round(FACE.px * type_.unit), FACE.weight), type_.unit
    shapes: list[Shape] = []
    for at, row in enumerate(_rows(type_, width, entries(look, traveller))):
        y = top + (at + 0.5) * _ROW * unit
        between = _between(type_, width, row)
        x = (width - _row_width(type_, row, between)) / 2
        for text, draw in row:
            shapes += draw(x, y, unit, theme)
            x += (_SWATCH + _AFTER) * unit
            shapes.append(text_at(type_, x, y, text, face, theme.quiet))
            x += type_.width(text, face) + between
    return shapes


def _rows(type_: Type, width: float, told: tuple[Entry, ...]) -> list[list[Entry]]:
    rows: list[list[Entry]] = [[]]
    for entry in told:
        if rows[-1] and _row_width(type_, [*rows[-1], entry], _CLOSE * type_.unit) > width - 16 * type_.unit:
            rows.append([])
        rows[-1].append(entry)
    return rows


def _between(type_: Type, width: float, row: list[Entry]) -> float:
    """Pixels from one entry to the next: as many as there is room for, within reason."""
    spare = width - 16 * type_.unit - _row_width(type_, row, 0)
    return min(spare / max(len(row) - 1, 1), _BETWEEN * type_.unit)


def _row_width(type_: Type, row: list[Entry], between: float) -> float:
    face, unit = Face(round(FACE.px * type_.unit), FACE.weight), type_.unit
    own = sum(type_.width(text, face) + (_SWATCH + _AFTER) * unit for text, _ in row)
    return own + between * (len(row) - 1)


def _line(width: float, dash: tuple[float, ...] = (), alpha: float = 1.0) -> Draw:
    def draw(x: float, y: float, unit: float, theme: Theme) -> Iterator[Shape]:
        stroke = Stroke(theme.quiet, width * unit, tuple(length * unit for length in dash), alpha)
        yield Line(x, y, x + _SWATCH * unit, y, stroke)

    return draw


def _claimed(x: float, y: float, unit: float, theme: Theme) -> Iterator[Shape]:
    yield Line(x, y, x + 17 * unit, y, Stroke(theme.quiet, 2.0 * unit, (2.5 * unit, 2.5 * unit)))
    half = 2.8 * unit
    middle = x + _SWATCH * unit - half
    box = Box(middle - half, y - half, middle + half, y + half)
    yield Rect(box, theme.claimants[Claimant.AUTHOR], radius=1.0)


def _fading(x: float, y: float, unit: float, theme: Theme) -> Iterator[Shape]:
    half = 1.8 * unit
    yield Line(x, y, x + 7 * unit, y, Stroke(theme.quiet, 3.6 * unit))
    yield Fade(x + _SWATCH * unit, x + 7 * unit, y - half, y + half, theme.quiet)


def _event(x: float, y: float, unit: float, theme: Theme) -> Iterator[Shape]:
    yield Disc(x + _SWATCH * unit - 5 * unit, y, 3.2 * unit, theme.panel, Stroke(theme.quiet, 1.5 * unit))


def _coincident(x: float, y: float, unit: float, theme: Theme) -> Iterator[Shape]:
    yield Disc(x + _SWATCH * unit - 6 * unit, y, 4.4 * unit, theme.spotlight, Stroke(theme.panel, 1.2 * unit))


def _shade(x: float, y: float, unit: float, theme: Theme) -> Iterator[Shape]:
    yield Rect(around(x + _SWATCH / 2 * unit, y, _SWATCH * unit, 10 * unit), theme.accent, SHADE, 3)


def _hatch(x: float, y: float, unit: float, theme: Theme) -> Iterator[Shape]:
    box = around(x + _SWATCH / 2 * unit, y, _SWATCH * unit, 10 * unit)
    yield from hatched(box, Stroke(theme.accent, 0.9 * unit, alpha=0.6), unit)


def _fan(colour: str) -> Draw:
    def draw(x: float, y: float, unit: float, _theme: Theme) -> Iterator[Shape]:
        box = around(x + _SWATCH / 2 * unit, y, _SWATCH * unit, 10 * unit)
        yield Rect(box, colour, FAN)
        for side in (box.left, box.right):
            yield Line(side, box.top, side, box.bottom, Stroke(colour, 1.0, alpha=0.5))

    return draw
