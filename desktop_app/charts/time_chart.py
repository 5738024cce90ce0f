"""How does the reader look at a chart over a case's time and move in it?"""

from abc import abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsView, QStyleOptionGraphicsItem, QWidget

from desktop_app.casebook.case import Case, Event, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Certainty, Kind
from desktop_app.casebook.when import Span
from desktop_app.charts.boxes import Box
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.drawing import Layer
from desktop_app.charts.painting import QtType, paint
from desktop_app.charts.picture import Hit, Look, Picture
from desktop_app.charts.scene import moment_of
from desktop_app.charts.time_scale import TimeScale

_CLICK_PX = 4  # a press that moves farther is a drag
_WHEEL = 1.0018  # per eighth of a degree: a notch of 120 zooms by a quarter


class _Shapes(pg.GraphicsObject):  # type: ignore[misc]
    """Shapes, painted once for each plan and kept as pixels until the next."""

    def __init__(self) -> None:
        super().__init__()
        self.picture: Picture | None = None
        self.type: QtType | None = None
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def show_picture(self, picture: Picture, type_: QtType) -> None:
        if self.picture is None or (self.picture.width, self.picture.height) != (picture.width, picture.height):
            self.prepareGeometryChange()
        self.picture, self.type = picture, type_
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self.picture.width, self.picture.height) if self.picture else QRectF()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        if self.picture and self.type:
            paint(painter, self.picture.layers, self.type)


@dataclass(frozen=True, slots=True)
class _Line:
    """The cursor in pixels, with what is told beside it."""

    x: float
    top: float
    bottom: float
    colour: str
    told: tuple[Layer, ...]


class _Cursor(pg.GraphicsObject):  # type: ignore[misc]
    """The moment that all charts share: a line with a foot on the axis."""

    def __init__(self) -> None:
        super().__init__()
        self._line: _Line | None = None
        self._type: QtType | None = None
        self._room = QRectF()

    def place(self, line: _Line | None, type_: QtType, room: QRectF) -> None:
        self.prepareGeometryChange()
        self._line, self._type, self._room = line, type_, room
        self.update()

    def boundingRect(self) -> QRectF:
        return self._room if self._line else QRectF()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        line = self._line
        if line is None or self._type is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(line.colour), 1.4))
        painter.drawLine(QPointF(line.x, line.top), QPointF(line.x, line.bottom))
        painter.setBrush(QColor(line.colour))
        painter.drawEllipse(QPointF(line.x, line.bottom), 3, 3)
        paint(painter, line.told, self._type)


class TimeChart(pg.GraphicsView):  # type: ignore[misc]
    """A picture over the case's time scale, with zoom, pan, cursor and selection by pointer and by key.

    Signals: picked(Target) on a click or Return; hovered(Target or None); cursor_moved(jd); span_changed(first, last);
    announced(words) of what holds at the cursor, as a screen reader hears it.
    """

    picked = Signal(object)
    hovered = Signal(object)
    cursor_moved = Signal(float)
    span_changed = Signal(float, float)
    announced = Signal(str)
    _case: Case | None = None  # asked for while pyqtgraph still makes the view
    _scale: TimeScale | None = None

    def __init__(self, name: str) -> None:
        super().__init__(background=None)
        self.enableMouse(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._shapes, self._cursor_item = _Shapes(), _Cursor()
        self.addItem(self._shapes)
        self.addItem(self._cursor_item)
        self._theme: Theme = LIGHT
        self._certainties: frozenset[Certainty] = frozenset(Certainty)
        self._type = QtType(self.font())
        self._mark: Target | None = None
        self._noted: frozenset[tuple[Kind, str]] = frozenset()
        self._least_left = 0.0
        self._cursor: float | None = None
        self._event: str | None = None  # where the keys [ and ] are
        self._press: QPoint | None = None
        self._dragged: QPoint | None = None
        self._under: Target | None = None
        self.setAccessibleName(name)
        self._describe()

    # What each chart does its own way

    @abstractmethod
    def _compose(self, span: Span | None) -> None:
        """Plan and draw at the present size; span: JD in view instead of the first view."""

    @abstractmethod
    def _draw_at(self, scale: TimeScale, size: tuple[float, float], look: Look) -> Picture: ...

    @abstractmethod
    def _card(self, hit: Hit | None, jd: float | None) -> str:
        """What the pointer is told, as rich text; jd: the moment under it, None outside the field."""

    @abstractmethod
    def _what(self) -> str:
        """What is shown, for a screen reader."""

    def _here(self) -> str:
        """What holds at the cursor, for a screen reader."""
        event = self._case.event.get(self._event or "") if self._case else None
        return tr("At the cursor: {}.").format(event.title) if event else ""

    def _told(self, jd: float, x: float, field: Box) -> Iterable[Layer]:  # for those who tell more
        """What is written beside the cursor."""
        return ()

    def _shows_legend(self) -> bool:
        return True

    # What is shown

    def _begin(self, case: Case, theme: Theme, certainties: frozenset[Certainty]) -> Span | None:
        """Take the case; the span to keep if it is the one shown already, which keeps its cursor too."""
        same = self._case is not None and self._case.slug == case.slug
        span = self._kept_span() if same else None
        self._case, self._theme, self._certainties = case, theme, certainties
        if not same:
            self._cursor = self._event = None
            self._mark = self._mark if self._mark and self._mark.case == case.slug else None
        return span

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._draw()

    def mark(self, target: Target | None) -> None:
        """Let what is selected stand out; an event out of view is brought into it."""
        changed, self._mark = target != self._mark, target
        event = self._case.event.get(target.key) if self._case and target and target.kind == Kind.EVENT else None
        here = event and target and self._case and target.case == self._case.slug
        if event and here and self._scale and not self._scale.visible(*event.when.outer):
            self._rescale(self._scale.holding(moment_of(event)))
            return
        if changed:
            self._draw()

    def show_noted(self, noted: frozenset[tuple[Kind, str]]) -> None:
        """What wears the reader's mark: there is a note on it."""
        changed, self._noted = noted != self._noted, noted
        if changed:
            self._draw()

    def set_cursor(self, jd: float | None) -> None:
        """The time cursor, in Julian Days (UTC); None: none."""
        self._cursor = jd
        self._place_cursor()
        self._describe()

    def show_span(self, start: float, end: float) -> None:
        """Show these moments, as another chart does; emits nothing."""
        if self._scale:
            scale = self._scale.shown(start, end)
            if scale != self._scale:
                self._scale = scale
                self._draw()

    def lie_under(self, left: float) -> None:
        """Let time begin no farther left than this pixel, as in the chart above or below; 0: where the names end."""
        if left != self._least_left:
            self._least_left = left
            self._compose(self._kept_span())

    @property
    def own_left(self) -> float:
        """Where time would begin if no other chart asked for more room."""
        return 0.0

    def fit(self) -> None:
        """The first view: all windows of the case."""
        if self._case:
            self._compose(None)
            self._tell_span()

    @property
    def time_scale(self) -> TimeScale | None:
        return self._scale

    @property
    def picture(self) -> Picture | None:
        """What is on the screen, for tests and for export."""
        return self._shapes.picture

    @property
    def cursor_jd(self) -> float | None:
        return self._cursor

    def pixel_of(self, target: Target) -> QPoint | None:
        """Where a click picks this target."""
        for hit in self.picture.hits if self.picture else ():
            if hit.target == target or target in map(self._target, hit.events):
                x, y = (hit.box.left + hit.box.right) / 2, (hit.box.top + hit.box.bottom) / 2
                if hit.points:
                    x, y = hit.points[len(hit.points) // 2]
                if self.picture and self.picture.hit(x, y) is hit:
                    return QPoint(round(x), round(y))
        return None

    def close(self) -> bool:
        """Close and stay whole: pyqtgraph would take the scene apart, with items that are still referred to."""
        return bool(QGraphicsView.close(self))

    def sizeHint(self) -> QSize:
        return QSize(830, 430)

    # Planning and drawing

    def _size(self) -> tuple[float, float]:
        return float(max(self.width(), 200)), float(max(self.height(), 120))

    def _kept_span(self) -> Span | None:
        """What is in view, unless it is the first view, which stays the first view at any size."""
        return None if self._scale is None or self._scale.at_home else self._scale.span

    def _rescale(self, scale: TimeScale) -> None:
        """After the reader's zoom or pan."""
        if scale != self._scale:
            self._scale = scale
            self._draw()
            self._tell_span()

    def _tell_span(self) -> None:
        if self._scale:
            self.span_changed.emit(*self._scale.span)

    def _draw(self) -> None:
        if self._scale is None:
            return
        self.setBackground(QColor(self._theme.panel))
        self._shapes.show_picture(self._draw_at(self._scale, self._size(), self._look()), self._type)
        self._place_cursor()

    def _look(self) -> Look:
        return Look(self._theme, self._mark, legend=self._shows_legend(), noted=self._noted)

    def _place_cursor(self) -> None:
        scale, picture, jd = self._scale, self.picture, self._cursor
        if scale is None or picture is None:
            return
        line = None
        if jd is not None and scale.left <= scale.x(jd) <= scale.right:
            x = scale.x(jd)
            told = tuple(self._told(jd, x, picture.field))
            line = _Line(x, picture.field.top, self._foot(picture), self._theme.accent, told)
        self._cursor_item.place(line, self._type, QRectF(0, 0, picture.width, picture.height))

    def _foot(self, picture: Picture) -> float:
        """How far down the cursor reaches."""
        return picture.field.bottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        span = self._kept_span()
        super().resizeEvent(event)
        self._compose(span)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._type = QtType(self.font())
            self._compose(self._kept_span())

    # What the reader does with the pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press = self._dragged = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._press is None or self._dragged is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._hover(event.position())
        elif (at - self._press).manhattanLength() > _CLICK_PX and self._scale:
            moved = at - self._dragged
            self._dragged = at
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._drag(self._scale, moved)

    def _drag(self, scale: TimeScale, moved: QPoint) -> None:
        self._rescale(scale.panned(moved.x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, self._press = self._press, None
        if event.button() != Qt.MouseButton.LeftButton or press is None:
            return
        if (event.position().toPoint() - press).manhattanLength() <= _CLICK_PX:
            self._click(event.position())
        self._hover(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def _hit(self, at: QPointF) -> Hit | None:
        return self.picture.hit(at.x(), at.y()) if self.picture else None

    def _jd_at(self, at: QPointF) -> float | None:
        if self._scale is None or self.picture is None or not self.picture.field.holds(at.x(), at.y()):
            return None
        return self._scale.jd(at.x())

    def _click(self, at: QPointF) -> None:
        hit, jd = self._hit(at), self._jd_at(at)
        if hit and hit.target:
            self._pick(self._next_of(hit) if hit.events else hit.target)
        elif hit and hit.gap and self._scale:
            self._rescale(self._scale.shown(hit.gap.start, hit.gap.end))
        elif jd is not None:
            self._move_cursor(jd)

    def _next_of(self, hit: Hit) -> Target:
        """Of events that share a mark, the one after the marked one."""
        targets = [self._target(event) for event in hit.events]
        return targets[(targets.index(self._mark) + 1) % len(targets)] if self._mark in targets else targets[0]

    def _target(self, event: Event) -> Target:
        return Target(self._case.slug if self._case else "", Kind.EVENT, event.key)

    def _pick(self, target: Target) -> None:
        if target.kind == Kind.EVENT:
            self._event = target.key
        self.mark(target)
        self.picked.emit(target)

    def _hover(self, at: QPointF) -> None:
        hit = self._hit(at)
        live = hit is not None and (hit.target or hit.band or hit.gap)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if live else Qt.CursorShape.ArrowCursor)
        self.viewport().setToolTip(self._card(hit, self._jd_at(at)))
        under = hit.target if hit else None
        if under != self._under:
            self._under = under
            self.hovered.emit(under)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._under is not None:
            self._under = None
            self.hovered.emit(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        turn = event.angleDelta()
        if self._scale is None:
            return
        if abs(turn.x()) > abs(turn.y()):
            self._rescale(self._scale.panned(turn.x() / 2))
        else:
            self._rescale(self._scale.zoomed(_WHEEL ** turn.y(), event.position().x()))

    # … and with the keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        scale = self._scale
        if scale is None:
            event.ignore()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            sign = 1 if key == Qt.Key.Key_Right else -1
            if control:
                self._rescale(scale.panned(-sign * (scale.right - scale.left) / 4))
            else:
                self._move_cursor(self._cursor_or_middle(scale) + sign * (7 if shift else 1))
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self._go_to_event(scale, 1 if key == Qt.Key.Key_BracketRight else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick_nearest(scale)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            x = min(max(scale.x(self._cursor_or_middle(scale)), scale.left), scale.right)
            self._rescale(scale.zoomed(0.8 if key == Qt.Key.Key_Minus else 1.25, x))
        elif key == Qt.Key.Key_Home:
            self.fit()
        else:
            event.ignore()

    def _cursor_or_middle(self, scale: TimeScale) -> float:
        return self._cursor if self._cursor is not None else scale.jd((scale.left + scale.right) / 2)

    def _move_cursor(self, jd: float) -> None:
        if self._scale is None:
            return
        jd = min(max(jd, self._scale.knots[0]), self._scale.knots[-1])
        self._cursor = jd
        self._rescale(self._scale.holding(jd))
        self._place_cursor()
        self._describe()
        self._announce()
        self.cursor_moved.emit(jd)

    def _announce(self) -> None:
        """Let a screen reader speak what holds at the cursor."""
        if words := self._here():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
            self.announced.emit(words)

    def _dated(self) -> list[tuple[float, Event]]:
        events = self._case.events if self._case else ()
        found = ((moment_of(event), event) for event in events if event.certainty in self._certainties)
        return sorted(found, key=lambda one: one[0])

    def _go_to_event(self, scale: TimeScale, step: int) -> None:
        """To the next event after the cursor, or from the event where the keys are."""
        dated = self._dated()
        keys = [event.key for _, event in dated]
        if self._event in keys and self._cursor is not None:
            at = keys.index(self._event) + step
        else:
            moments, here = [moment for moment, _ in dated], self._cursor_or_middle(scale)
            at = bisect_right(moments, here) if step > 0 else bisect_left(moments, here) - 1
        if 0 <= at < len(dated):
            self._event = keys[at]
            self._move_cursor(dated[at][0])

    def _pick_nearest(self, scale: TimeScale) -> None:
        """The event where the keys are, else the one nearest to the cursor."""
        dated, here = self._dated(), self._cursor_or_middle(scale)
        chosen = next((event for _, event in dated if event.key == self._event), None)
        if chosen is None and dated:
            chosen = min(dated, key=lambda one: abs(one[0] - here))[1]
        if chosen:
            self._pick(self._target(chosen))

    def _describe(self) -> None:
        keys = tr(
            "Left and Right move the time cursor by a day, with Shift by a week; [ and ] go from event to event, "
            "Return selects; plus and minus zoom, Home shows all."
        )
        parts = (self._what(), self._here(), keys) if self._case else (keys,)
        self.setAccessibleDescription(" ".join(part for part in parts if part))
