"""How does a chance grow with what one counts: lines for formulas, rings for simulations, my own choice marked?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.lettering import lettering, unit
from desktop_app.charts.plotting import Axis, room, round_steps

DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


@dataclass(frozen=True, slots=True)
class Curve:
    """One line: points of a formula, and rings where it was simulated.  Each line has its own dash."""

    name: str
    points: tuple[tuple[float, float], ...]
    rings: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn, and what is written along it."""

    curves: tuple[Curve, ...]
    x: tuple[float, float]
    y: tuple[float, float]
    x_words: str
    mine: float | None = None  # the reader's own choice on the x axis
    mine_words: str = ""  # over it
    found_words: str = ""  # at the first curve, where it is crossed
    y_said: Callable[[float], str] = "{:g}".format
    x_said: Callable[[float], str] = "{:g}".format
    x_bend: Callable[[float], float] = float
    x_ticks: tuple[float, ...] = ()
    y_ticks: tuple[float, ...] = ()
    level: float | None = None  # a line across, such as even odds
    ground: tuple[float, float] | None = None  # a tinted span of x


def curve_colours(theme: Theme) -> tuple[str, ...]:
    """Of the lines, in this order; their dashes tell them apart too."""
    return (theme.spotlight_edge, theme.actors[1], theme.actors[3], theme.actors[2])


class Curves(QWidget):
    """The chart.  It is read, not changed: what it shows stands in its description as words."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._plot: Plot | None = None
        self._theme: Theme = LIGHT
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_plot(self, plot: Plot | None, theme: Theme) -> None:
        self._plot, self._theme = plot, theme
        self.setAccessibleDescription(_told(plot) if plot else "")
        self.update()

    @property
    def plot(self) -> Plot | None:
        return self._plot

    def sizeHint(self) -> QSize:
        return QSize(400, round(240 * unit(self.font())))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(220 * unit(self.font())), round(186 * unit(self.font())))

    def axes(self) -> tuple[Axis, Axis, QRectF]:
        """Where the axes stand at the present size."""
        assert self._plot is not None
        scale, plot = unit(self.font()), self._plot
        words = QFontMetricsF(self._small())
        widest = max(words.horizontalAdvance(plot.y_said(value)) for value in self._y_ticks(plot))
        box = room(self.width(), self.height(), widest + 14 * scale, 34 * scale, 12 * scale, 40 * scale)
        x = Axis(*plot.x, box.left(), box.right(), plot.x_bend)
        return x, Axis(*plot.y, box.bottom(), box.top()), box

    def _small(self) -> QFont:
        return lettering(self.font(), 11)

    def _y_ticks(self, plot: Plot) -> tuple[float, ...]:
        return plot.y_ticks or round_steps(*plot.y, 4)

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's signature
        plot = self._plot
        if plot is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, y, box = self.axes()
        if plot.ground:
            ground = QColor(self._theme.spotlight)
            ground.setAlphaF(0.12)
            painter.fillRect(
                QRectF(x.at(plot.ground[0]), box.top(), x.at(plot.ground[1]) - x.at(plot.ground[0]), box.height()),
                ground,
            )
        self._paint_frame(painter, plot, x, y, box)
        taken: list[QRectF] = []
        if plot.mine is not None:
            taken.append(self._paint_mine(painter, plot, x, box))
        painter.setClipRect(box.adjusted(-6, -6, 6, 6))
        for at, curve in enumerate(plot.curves):
            self._paint_curve(painter, curve, at, x, y)
        painter.setClipping(False)
        if plot.mine is not None and plot.curves and (found := self._paint_found(painter, plot, x, y, box)):
            taken.append(found)
        if plot.level is not None:
            taken.append(QRectF(box.left(), y.at(plot.level) - 1, box.width(), 2))
        for at, curve in enumerate(plot.curves):
            self._name_curve(painter, curve, at, (x, y, box), taken)

    def _paint_frame(self, painter: QPainter, plot: Plot, x: Axis, y: Axis, box: QRectF) -> None:
        scale, theme = unit(self.font()), self._theme
        painter.setFont(self._small())
        for value in self._y_ticks(plot):
            at = round(y.at(value)) + 0.5
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(QPointF(box.left(), at), QPointF(box.right(), at))
            painter.setPen(QColor(theme.quiet))
            where = QRectF(0, at - 10, box.left() - 7 * scale, 20)
            painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, plot.y_said(value))
        if plot.level is not None:
            painter.setPen(QPen(QColor(theme.quiet), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(box.left(), y.at(plot.level)), QPointF(box.right(), y.at(plot.level)))
        mine = None if plot.mine is None else x.at(plot.mine)
        for value in plot.x_ticks or round_steps(*plot.x, 4):
            at = x.at(value)
            if mine is not None and abs(at - mine) < 22 * scale:
                continue
            painter.setPen(QColor(theme.quiet))
            where = QRectF(at - 40, box.bottom() + 4 * scale, 80, 16 * scale)
            painter.drawText(where, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, plot.x_said(value))
        painter.setPen(QColor(theme.quiet))
        below = QRectF(box.left(), box.bottom() + 20 * scale, box.width(), 16 * scale)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, plot.x_words)

    def _paint_mine(self, painter: QPainter, plot: Plot, x: Axis, box: QRectF) -> QRectF:
        scale, colour = unit(self.font()), QColor(self._theme.claimants[Claimant.READER])
        at = x.at(plot.mine or 0.0)
        painter.setPen(QPen(colour, 1.8 * scale))
        painter.drawLine(QPointF(at, box.top() - 8 * scale), QPointF(at, box.bottom()))
        painter.setFont(lettering(self.font(), 11, QFont.Weight.DemiBold))
        width = QFontMetricsF(painter.font()).horizontalAdvance(plot.mine_words) + 16 * scale
        left = min(max(at - width / 2, 1.0), self.width() - width - 1)
        chip = QRectF(left, box.top() - 28 * scale, width, 20 * scale)
        painter.setBrush(QColor(self._theme.panel))
        painter.setPen(QPen(colour, 1.2))
        painter.drawRoundedRect(chip, 10 * scale, 10 * scale)
        painter.setPen(colour)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, plot.mine_words)
        below = QRectF(at - 60, box.bottom() + 4 * scale, 120, 16 * scale)
        painter.drawText(
            below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, plot.x_said(plot.mine or 0)
        )
        return chip

    def _paint_curve(self, painter: QPainter, curve: Curve, number: int, x: Axis, y: Axis) -> None:
        scale = unit(self.font())
        colour = QColor(curve_colours(self._theme)[number % 4])
        if curve.points:
            path = QPainterPath(QPointF(x.at(curve.points[0][0]), y.at(curve.points[0][1])))
            for here, value in curve.points[1:]:
                path.lineTo(x.at(here), y.at(value))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour, 2 * scale, DASHES[number % len(DASHES)]))
            painter.drawPath(path)
        painter.setPen(QPen(colour, 1.4 * scale))
        painter.setBrush(QColor(self._theme.panel))
        for here, value in curve.rings:
            painter.drawEllipse(QPointF(x.at(here), y.at(value)), 2.8 * scale, 2.8 * scale)

    def _paint_found(self, painter: QPainter, plot: Plot, x: Axis, y: Axis, box: QRectF) -> QRectF | None:
        """The reader's own number, on the curve it comes from."""
        scale, colour = unit(self.font()), QColor(self._theme.claimants[Claimant.READER])
        value = _value_at(plot.curves[0], plot.mine or 0.0)
        if value is None:
            return None
        here = QPointF(x.at(plot.mine or 0.0), y.at(value))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(here, 4.5 * scale, 4.5 * scale)
        painter.setFont(lettering(self.font(), 11, QFont.Weight.DemiBold))
        width = QFontMetricsF(painter.font()).horizontalAdvance(plot.found_words) + 4
        right = here.x() + 10 * scale + width < box.right()
        where = QRectF(
            here.x() + 10 * scale if right else here.x() - 10 * scale - width, here.y() - 1, width, 16 * scale
        )
        if where.bottom() > box.bottom() - 1:
            where.moveBottom(here.y() + 1)
        ground = QColor(self._theme.panel)
        ground.setAlphaF(0.8)
        painter.fillRect(where, ground)
        painter.setPen(colour)
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, plot.found_words)
        return where

    def _name_curve(
        self, painter: QPainter, curve: Curve, number: int, where: tuple[Axis, Axis, QRectF], taken: list[QRectF]
    ) -> None:
        """Its name beside the line, where no other stands."""
        if not curve.name:
            return
        x, y, box = where
        scale = unit(self.font())
        painter.setFont(lettering(self.font(), 11, QFont.Weight.DemiBold))
        width = QFontMetricsF(painter.font()).horizontalAdvance(curve.name) + 4
        for share in (0.62, 0.5, 0.75, 0.38, 0.88, 0.25, 0.12):
            if not curve.points:
                break
            here, value = curve.points[min(len(curve.points) - 1, int(share * len(curve.points)))]
            for dx, dy in ((8, 8), (-8, -18), (8, -18), (-8, 8)):
                left = x.at(here) + dx * scale - (width if dx < 0 else 0)
                label = QRectF(left, y.at(value) + dy * scale, width, 15 * scale)
                inside = box.contains(label)
                if inside and not any(label.intersects(one) for one in taken) and not self._crosses(label, x, y):
                    taken.append(label)
                    painter.setPen(QColor(curve_colours(self._theme)[number % 4]))
                    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, curve.name)
                    return

    def _crosses(self, label: QRectF, x: Axis, y: Axis) -> bool:
        """Does any line run through the label?"""
        assert self._plot is not None
        if self._plot.mine is not None and label.left() - 2 < x.at(self._plot.mine) < label.right() + 2:
            return True
        return any(
            label.left() - 2 < x.at(here) < label.right() + 2 and label.top() - 2 < y.at(value) < label.bottom() + 2
            for curve in self._plot.curves
            for here, value in (*curve.points, *curve.rings)
        )


def _value_at(curve: Curve, x: float) -> float | None:
    """On the line between its points; where it was simulated only, on the rings."""
    points: Sequence[tuple[float, float]] = curve.points or curve.rings
    for (a, low), (b, high) in pairwise(points):
        if a <= x <= b:
            return low if b == a else low + (high - low) * (x - a) / (b - a)
    return None


def _told(plot: Plot) -> str:
    """The chart in words."""
    parts = []
    for curve in plot.curves:
        shown = curve.points[:: max(1, len(curve.points) // 5)]
        parts.append(f"{curve.name}: " + ", ".join(f"{plot.x_said(x)}: {plot.y_said(y)}" for x, y in shown))
    return tr("{}. Along the axis: {}.").format("; ".join(parts), plot.x_words)
