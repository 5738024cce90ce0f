"""What does a chart bear when it leaves the program: its title, itself with its legend, and where it comes from?"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from desktop_app.charts.boxes import Box
from desktop_app.charts.colours import Theme
from desktop_app.charts.drawing import (
    Clip,
    Curve,
    Disc,
    Face,
    Fade,
    Layer,
    Line,
    Path,
    Polygon,
    Rect,
    Shape,
    Text,
    Type,
    text_at,
)
from desktop_app.charts.painting import QtType, chart_font
from desktop_app.charts.picture import Picture
from desktop_app.charts.vector import Chart

_TITLE, _TOLD, _SOURCE = Face(15, 600), Face(11.5, 400), Face(9.5, 400)
_MARGIN, _LINE = 14.0, 13.0


class Sheet:
    """A chart under a title and a line that tells what is shown, above its source; itself a chart that can be drawn."""

    def __init__(self, chart: Chart, title: str, told: str, source: str) -> None:
        self._chart, self._title, self._told, self._source = chart, title, told, source

    def drawn(self, width: float, height: float, theme: Theme) -> Picture:
        """width, height: of the chart; the sheet is as much higher as its words are."""
        type_ = QtType(chart_font())
        inner = self._chart.drawn(width, height, theme)
        room = width - 2 * _MARGIN
        words: list[Shape] = []  # of the head: they are read first
        y = _MARGIN + 4
        for text, face, colour in ((self._title, _TITLE, theme.text), (self._told, _TOLD, theme.quiet)):
            for line in wrapped(type_, text, face, room):
                words.append(text_at(type_, _MARGIN, y, line, face, colour))
                y += face.px + 5
        head = y
        y += inner.height + _LINE / 2
        source: list[Shape] = []
        for line in wrapped(type_, self._source, _SOURCE, room):
            source.append(text_at(type_, _MARGIN, y, line, _SOURCE, theme.quiet))
            y += _LINE
        whole = Box(0, 0, width, y + _MARGIN / 2)
        ground = Rect(whole, theme.panel)
        layers = (ground, *words, *(moved(layer, head) for layer in inner.layers), *source)
        return Picture(width, whole.bottom, layers, (), inner.field.moved(0, head), inner.content_height)


def wrapped(type_: Type, text: str, face: Face, width: float) -> Iterator[str]:
    """A text in lines that break between words."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and type_.width(longer, face) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def moved(layer: Layer, dy: float) -> Layer:
    """The same shapes farther down."""
    if isinstance(layer, Clip):
        return Clip(layer.box.moved(0, dy), tuple(_moved(layer.shapes, dy)))
    return next(_moved((layer,), dy))


def _moved(shapes: Iterable[Shape], dy: float) -> Iterator[Shape]:
    for one in shapes:
        if isinstance(one, Line):
            yield replace(one, y0=one.y0 + dy, y1=one.y1 + dy)
        elif isinstance(one, Curve):
            a, b, c, d = ((x, y + dy) for x, y in one.points)
            yield replace(one, points=(a, b, c, d))
        elif isinstance(one, Rect):
            yield replace(one, box=one.box.moved(0, dy))
        elif isinstance(one, Fade):
            yield replace(one, top=one.top + dy, bottom=one.bottom + dy)
        elif isinstance(one, Disc):
            yield replace(one, y=one.y + dy)
        elif isinstance(one, Polygon):
            yield replace(one, points=tuple((x, y + dy) for x, y in one.points))
        elif isinstance(one, Path):
            yield replace(one, lines=replace(one.lines, points=one.lines.points + np.array((0.0, dy))))
        elif isinstance(one, Text):
            yield replace(one, baseline=one.baseline + dy, box=one.box.moved(0, dy))
