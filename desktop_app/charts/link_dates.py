"""How do the dates of a cause and of its effect lie to one another?"""

from collections.abc import Callable, Iterator
from math import isfinite

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.casebook.case import Event
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said, said_short
from desktop_app.charts.boxes import Box
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.drawing import Disc, Face, Fade, Layer, Line, Rect, Stroke, text_at
from desktop_app.charts.painting import QtType, paint

_ROW, _HALF, _SIDE = 17.0, 4.0, 8.0  # px
_LEAST_DAYS = 0.05
_TEXT = Face(10.5, 400)


class LinkDates(QWidget):
    """Cause above, effect below, on one small scale; what is not sure of a date fades."""

    def __init__(self) -> None:
        super().__init__()
        self._events: tuple[Event, Event] | None = None
        self._theme: Theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_link(self, cause: Event, effect: Event, theme: Theme) -> None:
        self._events, self._theme = (cause, effect), theme
        self.setAccessibleName(tr("Cause: {}. Effect: {}.").format(said(cause.when), said(effect.when)))
        self.update()

    def sizeHint(self) -> QSize:
        unit = QtType(self.font()).unit
        return QSize(220, round(4 * _ROW * unit))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        type_ = QtType(self.font())
        paint(painter, tuple(self.layers(type_)), type_)
        painter.end()

    def layers(self, type_: QtType) -> Iterator[Layer]:
        """The drawing at the present width."""
        if self._events is None:
            return
        unit, theme = type_.unit, self._theme
        bounds = [jd for event in self._events for jd in event.when.outer if isfinite(jd)]
        if not bounds:
            return
        first, last = min(bounds), max(*bounds, min(bounds) + _LEAST_DAYS)
        left, right = _SIDE * unit, max(self.width() - _SIDE * unit, _SIDE * unit + 20)
        face = Face(round(_TEXT.px * unit), _TEXT.weight)

        def x(jd: float) -> float:
            share = (min(max(jd, first), last) - first) / (last - first)
            return left + share * (right - left)

        for row, event in enumerate(self._events):
            y = (row * 2 + 0.5) * _ROW * unit
            ink = theme.spotlight_edge if row == 0 else theme.text
            yield from self._bar(event, x, y, ink, unit)
            words = said_short(event.when)
            width = type_.width(words, face)
            middle = min(
                max((x(event.when.outer[0]) + x(event.when.outer[1])) / 2, width / 2), self.width() - width / 2
            )
            yield text_at(type_, middle, y + 14 * unit, words, face, theme.quiet, "middle")
        start = x(self._events[0].when.start[1]), 0.5 * _ROW * unit
        end = x(self._events[1].when.start[0]), 2.5 * _ROW * unit
        dotted = Stroke(theme.quiet, 1.0, (2.0, 2.5), 0.7)
        if end[0] > start[0] + 2:
            yield Line(end[0], start[1], end[0], end[1] - 6 * unit, dotted)
            yield Line(start[0], start[1], end[0], start[1], dotted)

    def _bar(self, event: Event, x: Callable[[float], float], y: float, ink: str, unit: float) -> Iterator[Layer]:
        when, half = event.when, _HALF * unit
        begin, surely = x(when.start[0]), x(when.start[1])
        until, finish = x(when.end[0]), x(when.end[1])
        to_the_day = when.start == when.end and not when.fades_start
        if finish - begin < 2.4 * half or to_the_day:
            yield Disc((begin + finish) / 2, y, half, self._theme.panel, Stroke(ink, 2.0 * unit))
        elif when.start == when.end:
            dash = Stroke(ink, 1.3 * unit, (3.0 * unit, 2.0 * unit))
            yield Rect(Box(begin, y - half, finish, y + half), None, radius=half, edge=dash)
        else:
            if surely > begin + 1:
                yield Fade(begin, min(surely, finish), y - half, y + half, ink)
            if finish > until + 1:
                yield Fade(finish, max(until, begin), y - half, y + half, ink)
            if until > surely:
                yield Rect(Box(surely, y - half, until, y + half), ink)
