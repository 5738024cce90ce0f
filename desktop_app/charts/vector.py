"""How does a chart come onto paper: as SVG whose words are text, or as a picture of pixels?

The shapes are those of the window.  SVG is written here and not by Qt's generator, which draws dashes by their
thickness on its own grid, drops the fading of gradients on lines and has no halo behind a text.
"""

from collections.abc import Iterable
from html import escape  # and not xml.sax.saxutils, which loads urllib and http: 14 ms of every start
from typing import Protocol

from PySide6.QtGui import QImage, QPainter

from desktop_app.casebook.case import Case
from desktop_app.charts.boxes import Box
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.composition import Choice, composed
from desktop_app.charts.drawing import (
    Clip,
    Curve,
    Disc,
    Fade,
    Layer,
    Line,
    Path,
    Polygon,
    Rect,
    Stroke,
    Text,
)
from desktop_app.charts.painting import FAMILIES, QtType, chart_font, paint
from desktop_app.charts.picture import Look, Picture


class Chart(Protocol):
    """What can be drawn anew at any size, in any theme."""

    def drawn(self, width: float, height: float, theme: Theme) -> Picture: ...


def figure(case: Case, width: float, height: float) -> str:
    """The storyline of a case at its first view, with its legend, for paper.  Needs a QGuiApplication."""
    return _svg(_first_view(case, width, height, LIGHT))


def svg(chart: Chart, width: float, height: float) -> str:
    """A chart as it stands, drawn anew at this size for paper: always light."""
    return _svg(chart.drawn(width, height, LIGHT))


def image(case: Case, width: int, height: int, theme: Theme, scale: float = 1.0) -> QImage:
    """The storyline of a case at its first view, off screen; scale: pixels of the image for one of the drawing."""
    return rendered(_first_view(case, width, height, theme), scale)


def rendered(picture: Picture, scale: float = 1.0) -> QImage:
    made = QImage(round(picture.width * scale), round(picture.height * scale), QImage.Format.Format_ARGB32)
    painter = QPainter(made)
    painter.scale(scale, scale)
    paint(painter, picture.layers, QtType(chart_font()))
    painter.end()
    return made


def _first_view(case: Case, width: float, height: float, theme: Theme) -> Picture:
    type_, look = QtType(chart_font()), Look(theme, legend=True, live=False)
    return composed(Choice.first(case), type_, (width, height), look).picture(type_, look)


def _svg(picture: Picture) -> str:
    return _Writer().document(picture)


class _Writer:
    """Writes one document; gradients and clips are defined where they are first used."""

    def __init__(self) -> None:
        self._ids = 0

    def document(self, picture: Picture) -> str:
        width, height = _n(picture.width), _n(picture.height)
        families = escape(", ".join(FAMILIES[:1]) + ", sans-serif")
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" font-family="{families}">'
        )
        return "\n".join([head, *self._layers(picture.layers), "</svg>", ""])

    def _id(self) -> str:
        self._ids += 1
        return f"d{self._ids}"

    def _layers(self, layers: Iterable[Layer]) -> Iterable[str]:
        for layer in layers:
            if isinstance(layer, Clip):
                name = self._id()
                yield f'<clipPath id="{name}"><rect {_box(layer.box)}/></clipPath><g clip-path="url(#{name})">'
                yield from self._layers(layer.shapes)
                yield "</g>"
            else:
                yield self._shape(layer)

    def _shape(self, shape: Layer) -> str:
        if isinstance(shape, Line):
            path = f"M{_n(shape.x0)} {_n(shape.y0)}L{_n(shape.x1)} {_n(shape.y1)}"
            return f'<path d="{path}" fill="none"{_stroke(shape.stroke)}/>'
        if isinstance(shape, Curve):
            (x0, y0), *rest = shape.points
            path = f"M{_n(x0)} {_n(y0)}C" + " ".join(f"{_n(x)} {_n(y)}" for x, y in rest)
            return f'<path d="{path}" fill="none"{_stroke(shape.stroke)}/>'
        if isinstance(shape, Rect):
            radius = f' rx="{_n(shape.radius)}"' if shape.radius else ""
            edge = _stroke(shape.edge) if shape.edge else ""
            return f"<rect {_box(shape.box)}{radius}{_fill(shape.fill, shape.alpha)}{edge}/>"
        if isinstance(shape, Fade):
            return self._fade(shape)
        if isinstance(shape, Disc):
            edge = _stroke(shape.edge) if shape.edge else ""
            return f'<circle cx="{_n(shape.x)}" cy="{_n(shape.y)}" r="{_n(shape.radius)}"{_fill(shape.fill)}{edge}/>'
        if isinstance(shape, Polygon):
            points = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
            return f'<polygon points="{points}"{_fill(shape.fill, shape.alpha)}/>'
        if isinstance(shape, Path):
            edge = _stroke(shape.edge) if shape.edge else ""
            return f'<path d="{_commands(shape)}" fill-rule="evenodd"{_fill(shape.fill, shape.alpha)}{edge}/>'
        if isinstance(shape, Text):
            return _text(shape)
        raise TypeError(shape)

    def _fade(self, shape: Fade) -> str:
        name = self._id()
        left, right = sorted((shape.clear, shape.full))
        stops = (
            f'<stop offset="0" stop-color="{shape.colour}" stop-opacity="0"/>'
            f'<stop offset="1" stop-color="{shape.colour}" stop-opacity="{_n(shape.alpha)}"/>'
        )
        return (
            f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" x1="{_n(shape.clear)}" y1="0" '
            f'x2="{_n(shape.full)}" y2="0">{stops}</linearGradient>'
            f'<rect {_box(Box(left, shape.top, right, shape.bottom))} fill="url(#{name})"/>'
        )


def _commands(path: Path) -> str:
    """Moves and lines; tenths of a pixel are enough where there are thousands."""
    lines, end = path.lines, "Z" if path.fill else ""
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in lines[at].tolist()) + end for at in range(len(lines)))


def _n(number: float) -> str:
    """Hundredths of a pixel are enough."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _box(box: Box) -> str:
    width, height = max(0.0, box.right - box.left), max(0.0, box.bottom - box.top)
    return f'x="{_n(box.left)}" y="{_n(box.top)}" width="{_n(width)}" height="{_n(height)}"'


def _fill(colour: str | None, alpha: float = 1.0) -> str:
    if colour is None:
        return ' fill="none"'
    return f' fill="{colour}"' + (f' fill-opacity="{_n(alpha)}"' if alpha < 1 else "")


def _stroke(stroke: Stroke) -> str:
    dash = f' stroke-dasharray="{" ".join(_n(length) for length in stroke.dash)}"' if stroke.dash else ""
    alpha = f' stroke-opacity="{_n(stroke.alpha)}"' if stroke.alpha < 1 else ""
    return f' stroke="{stroke.colour}" stroke-width="{_n(stroke.width)}"{dash}{alpha}'


def _text(shape: Text) -> str:
    halo = ""
    if shape.halo:  # drawn before the letters, behind them
        halo = f' stroke="{shape.halo}" stroke-width="3.2" stroke-linejoin="round" paint-order="stroke"'
    turn = f' transform="rotate({_n(shape.angle)} {_n(shape.x)} {_n(shape.baseline)})"' if shape.angle else ""
    return (
        f'<text x="{_n(shape.x)}" y="{_n(shape.baseline)}"{turn} font-size="{_n(shape.face.px)}" '
        f'font-weight="{shape.face.weight}" text-anchor="{shape.anchor}"'
        f"{_fill(shape.colour, shape.alpha)}{halo}>{escape(shape.text, quote=False)}</text>"
    )
