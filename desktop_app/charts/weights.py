"""How is a weight of evidence seen: as a tint, as a bar with its range, as a handle on a scale?

Orange is less to be expected, violet more; never red to green.  A bar's range is always drawn, its middle a tick.
"""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.analysis.saying import signed
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.lettering import lettering, unit

MORE, LESS = "#8B6BAE", "#E0933A"
MOST_DB = 20.0  # at either end of a scale; what lies beyond is drawn at the end
_STEPS = 5  # of the ground of a scale, to either side


def tint(theme: Theme, db: float) -> QColor:
    """The ground of a weight: the panel's own at 0, the fuller the weightier."""
    share = 0.6 * min(1.0, abs(db) / MOST_DB) ** 0.6
    return mixed(theme.panel, MORE if db > 0 else LESS, share)


def full(db: float) -> QColor:
    """The colour of a bar that points to more, or to less."""
    return QColor(MORE if db >= 0 else LESS)


def mixed(ground: str, colour: str, share: float) -> QColor:
    a, b = QColor(ground), QColor(colour)
    return QColor.fromRgbF(
        a.redF() + share * (b.redF() - a.redF()),
        a.greenF() + share * (b.greenF() - a.greenF()),
        a.blueF() + share * (b.blueF() - a.blueF()),
    )


@dataclass(frozen=True, slots=True)
class Spread:
    """A number with its range, as shares of a bar's length, 0 to 1."""

    low: float
    mid: float
    high: float


def on_db(low: float, mid: float, high: float) -> Spread:
    """Decibels on a bar from -MOST_DB to MOST_DB; what lies beyond stands at its end."""
    return Spread(*(min(1.0, max(0.0, (db + MOST_DB) / (2 * MOST_DB))) for db in (low, mid, high)))


def paint_bar(
    painter: QPainter, box: QRectF, spread: Spread, theme: Theme, colour: QColor, *, tick: bool, middle: bool = False
) -> None:
    """A track with a range on it; tick: a mark at the middle of the range; middle: one at the half of the track."""
    radius = box.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.chip))
    painter.drawRoundedRect(box, radius, radius)
    if middle:
        painter.fillRect(QRectF(box.center().x() - 0.5, box.top() - 2, 1, box.height() + 4), QColor(theme.quiet))
    if spread.high <= 0:
        return
    left = box.left() + spread.low * box.width()
    width = max((spread.high - spread.low) * box.width(), box.height() / 2)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(min(left, box.right() - width), box.top(), width, box.height()), radius, radius)
    if tick:
        x = box.left() + spread.mid * box.width()
        painter.setPen(QPen(QColor(theme.text), 2))
        painter.drawLine(QPointF(x, box.top() - 3), QPointF(x, box.bottom() + 3))


class Bar(QWidget):
    """One bar by itself, for a list.  spread: as shares of its length."""

    def __init__(self, spread: Spread, theme: Theme, colour: QColor, *, tick: bool = False) -> None:
        super().__init__()
        self.spread, self._theme, self._colour, self._tick = spread, theme, colour, tick
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(90, round(18 * unit(self.font())))

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = round(6 * unit(self.font()))
        box = QRectF(0, (self.height() - thick) / 2, self.width(), thick)
        paint_bar(painter, box, self.spread, self._theme, self._colour, tick=self._tick)


@dataclass(frozen=True, slots=True)
class Ruler:
    """What a scale runs over, and how far one key goes."""

    least: float
    most: float
    step: float
    wide_step: float
    ends: tuple[str, str, str]  # words at the left, the middle and the right
    signed: bool  # numbers wear their sign


class RangeScale(QWidget):
    """A number and its range on a scale, to be dragged: the disc moves both, either end of the range itself.

    Arrows move both, with Shift they narrow and widen the range.  Signals: moved(low, mid, high) while the reader
    drags or presses keys; settled() when he lets go.
    """

    moved, settled = Signal(float, float, float), Signal()

    def __init__(self, ruler: Ruler, name: str) -> None:
        super().__init__()
        self.ruler = ruler
        self.theme: Theme = LIGHT
        self.low = self.mid = self.high = (ruler.least + ruler.most) / 2
        self.mine = False
        self._held = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setToolTip(tr("Drag the disc or the ends of the range. Arrows move it, with Shift they widen it."))

    def show_range(self, low: float, mid: float, high: float, theme: Theme, *, mine: bool) -> None:
        self.low, self.mid, self.high, self.theme, self.mine = low, mid, high, theme, mine
        self.setAccessibleDescription(tr("{:g}, from {:g} to {:g}").format(mid, low, high))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, round(54 * unit(self.font())))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    # Where everything stands

    def x_of(self, value: float) -> float:
        margin = 10 * unit(self.font())
        share = (value - self.ruler.least) / (self.ruler.most - self.ruler.least)
        return margin + min(1.0, max(0.0, share)) * (self.width() - 2 * margin)

    def _value_at(self, x: float) -> float:
        margin = 10 * unit(self.font())
        share = (x - margin) / max(1.0, self.width() - 2 * margin)
        value = self.ruler.least + min(1.0, max(0.0, share)) * (self.ruler.most - self.ruler.least)
        return round(value / self.ruler.step) * self.ruler.step

    # What the reader does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x = event.position().x()
        near = 6 * unit(self.font())
        ends = {"low": self.x_of(self.low), "high": self.x_of(self.high)}
        held = min(ends, key=lambda name: abs(ends[name] - x))
        beyond_disc = abs(x - self.x_of(self.mid)) > near
        self._held = held if beyond_disc and abs(ends[held] - x) <= near else "mid"
        self._drag_to(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._drag_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held and event.button() == Qt.MouseButton.LeftButton:
            self._held = ""
            self.settled.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls the panel: nothing is set in passing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        steps = {keys.Key_Left: -1, keys.Key_Down: -1, keys.Key_Right: 1, keys.Key_Up: 1}
        wide = {keys.Key_PageDown: -1, keys.Key_PageUp: 1}
        key = Qt.Key(event.key())
        if key in steps and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            by = steps[key] * self.ruler.step
            self._move(self.low - by, self.mid, self.high + by)
        elif key in steps:
            self._shift(steps[key] * self.ruler.step)
        elif key in wide:
            self._shift(wide[key] * self.ruler.wide_step)
        else:
            super().keyPressEvent(event)
            return
        self.settled.emit()

    def _drag_to(self, x: float) -> None:
        value = self._value_at(x)
        if self._held == "low":
            self._move(min(value, self.mid), self.mid, self.high)
        elif self._held == "high":
            self._move(self.low, self.mid, max(value, self.mid))
        else:
            self._shift(value - self.mid)

    def _shift(self, by: float) -> None:
        by = min(self.ruler.most - self.mid, max(self.ruler.least - self.mid, by))
        self._move(self.low + by, self.mid + by, self.high + by)

    def _move(self, low: float, mid: float, high: float) -> None:
        low = min(mid, max(self.ruler.least, low))
        high = max(mid, min(self.ruler.most, high))
        if (low, mid, high) != (self.low, self.mid, self.high):
            self.show_range(low, mid, high, self.theme, mine=True)
            self.moved.emit(low, mid, high)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.updateGeometry()

    # How it is drawn

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale, theme, ruler = unit(self.font()), self.theme, self.ruler
        left, right, y = self.x_of(ruler.least), self.x_of(ruler.most), 10 * scale
        self._paint_ground(painter, QRectF(left, y - 4 * scale, right - left, 8 * scale))
        colour = QColor(theme.claimants[Claimant.READER] if self.mine else theme.text)
        span = QRectF(self.x_of(self.low), y - 7 * scale, self.x_of(self.high) - self.x_of(self.low), 14 * scale)
        span = span.adjusted(-2 * scale, 0, 2 * scale, 0)
        painter.setPen(QPen(colour, 1.5 * scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(span, 6 * scale, 6 * scale)
        painter.setBrush(QColor(theme.panel))
        painter.setPen(QPen(colour, 2.4 * scale))
        painter.drawEllipse(QPointF(self.x_of(self.mid), y), 5 * scale, 5 * scale)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(lettering(self.font(), 11))
        painter.setPen(QColor(theme.quiet))
        for share in (0, 0.25, 0.5, 0.75, 1):
            value = ruler.least + share * (ruler.most - ruler.least)
            box = QRectF(self.x_of(value) - 40 * scale, 20 * scale, 80 * scale, 15 * scale)
            words = signed(value) if ruler.signed else f"{value:g}"
            painter.drawText(self._kept_inside(box), self._side(share), words)
        for share, words in zip((0, 0.5, 1), ruler.ends, strict=True):
            value = ruler.least + share * (ruler.most - ruler.least)
            box = QRectF(self.x_of(value) - 60 * scale, 35 * scale, 120 * scale, 15 * scale)
            painter.drawText(self._kept_inside(box), self._side(share), words)

    def _kept_inside(self, box: QRectF) -> QRectF:
        return QRectF(max(1.0, box.left()), box.top(), min(self.width() - 1.0, box.right()) - max(1.0, box.left()), 20)

    def _side(self, share: float) -> Qt.AlignmentFlag:
        sides = Qt.AlignmentFlag
        return sides.AlignLeft if share == 0 else sides.AlignRight if share == 1 else sides.AlignHCenter

    def _paint_ground(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if not self.ruler.signed:
            painter.setBrush(QColor(self.theme.chip))
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
            return
        each = box.width() / (2 * _STEPS)
        for at in range(2 * _STEPS):
            db = (at + 0.5 - _STEPS) / _STEPS * MOST_DB * 1.5
            painter.fillRect(QRectF(box.left() + at * each, box.top(), each - 1, box.height()), tint(self.theme, db))


def db_ruler() -> Ruler:
    return Ruler(-MOST_DB, MOST_DB, 0.5, 5.0, (tr("much less"), tr("alike"), tr("much more")), signed=True)


def share_ruler() -> Ruler:
    return Ruler(0.0, 100.0, 1.0, 5.0, (tr("hardly"), "", tr("all but sure")), signed=False)
