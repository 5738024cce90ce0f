"""What do the lines and marks of a storyline mean?"""

from collections.abc import Callable, Iterator

from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant
from desktop_app.charts.boxes import Box
from desktop_app.charts.colours import Theme
from desktop_app.charts.drawing import Disc, Face, Fade, Line, Rect, Shape, Stroke, Type, text_at

FACE = Face(10, 400)
_ROW = 16.0
_SWATCH, _AFTER, _BETWEEN = 22.0, 5.0, 13.0

Draw = Callable[[float, float, float, Theme], Iterator[Shape]]


def entries() -> tuple[tuple[str, Draw], ...]:
    """The signs with their words, in the order of the legend."""
    return (
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
    return len(_rows(type_, width))


def legend_height(type_: Type, width: float) -> float:
    return len(_rows(type_, width)) * _ROW * type_.unit + 4 * type_.unit


def legend(theme: Theme, type_: Type, width: float, top: float) -> list[Shape]:
    """Its shapes, in one row or as many as the width asks for, from `top` down."""
    face, unit = Face(round(FACE.px * type_.unit), FACE.weight), type_.unit
    shapes: list[Shape] = []
    for at, row in enumerate(_rows(type_, width)):
        y = top + (at + 0.5) * _ROW * unit
        x = (width - _row_width(type_, row)) / 2
        for text, draw in row:
            shapes += draw(x, y, unit, theme)
            x += (_SWATCH + _AFTER) * unit
            shapes.append(text_at(type_, x, y, text, face, theme.quiet))
            x += type_.width(text, face) + _BETWEEN * unit
    return shapes


def _rows(type_: Type, width: float) -> list[list[tuple[str, Draw]]]:
    rows: list[list[tuple[str, Draw]]] = [[]]
    for entry in entries():
        if rows[-1] and _row_width(type_, [*rows[-1], entry]) > width - 16 * type_.unit:
            rows.append([])
        rows[-1].append(entry)
    return rows


def _row_width(type_: Type, row: list[tuple[str, Draw]]) -> float:
    face, unit = Face(round(FACE.px * type_.unit), FACE.weight), type_.unit
    own = sum(type_.width(text, face) + (_SWATCH + _AFTER) * unit for text, _ in row)
    return own + _BETWEEN * unit * (len(row) - 1)


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
