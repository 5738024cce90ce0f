"""Who was where when: how does the reader look at the storyline and move in it?"""

from bisect import bisect_left, bisect_right

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsView, QScrollBar, QStyleOptionGraphicsItem, QWidget

from desktop_app.casebook.case import Case, Event, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Certainty, Kind
from desktop_app.charts.cards import card
from desktop_app.charts.cast import default_actors, line_colours
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.composition import Choice, Composition, composed
from desktop_app.charts.painting import QtType, paint
from desktop_app.charts.picture import Hit, Look, Picture
from desktop_app.charts.scene import moment_of
from desktop_app.charts.time_scale import Span, TimeScale
from desktop_app.charts.vector import figure

__all__ = ["Storyline", "default_actors", "figure", "line_colours"]

_CLICK_PX = 4  # a press that moves farther is a drag
_WHEEL = 1.0018  # per eighth of a degree: a notch of 120 zooms by a quarter
_LEGEND_FROM = 520  # px of height: below, a legend would cost the bands too much


class _Shapes(pg.GraphicsObject):  # type: ignore[misc]
    """The picture, painted once for each plan and kept as pixels until the next."""

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


class _Cursor(pg.GraphicsObject):  # type: ignore[misc]
    """The moment that all charts share: a line through the bands with a foot on the axis."""

    def __init__(self) -> None:
        super().__init__()
        self._box = QRectF()
        self._colour = QColor()

    def place(self, x: float | None, top: float, bottom: float, colour: str) -> None:
        self.prepareGeometryChange()
        self._box = QRectF() if x is None else QRectF(x - 4, top - 4, 8, bottom - top + 10)
        self._colour = QColor(colour)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._box

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        if self._box.isNull():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = self._box.center().x()
        painter.setPen(QPen(self._colour, 1.4))
        painter.drawLine(QPointF(x, self._box.top() + 4), QPointF(x, self._box.bottom() - 4))
        painter.setBrush(self._colour)
        painter.drawEllipse(QPointF(x, self._box.bottom() - 4), 3, 3)


class Storyline(pg.GraphicsView):  # type: ignore[misc]
    """Places as bands, actors as lines, events as marks, over the time scale that all charts of the case share.

    Signals: picked(Target) on a click or Return; hovered(Target or None); cursor_moved(jd); span_changed(first, last).
    """

    picked = Signal(object)
    hovered = Signal(object)
    cursor_moved = Signal(float)
    span_changed = Signal(float, float)
    _choice: Choice | None = None  # pyqtgraph resizes a view before it is made
    _made: Composition | None = None

    def __init__(self) -> None:
        super().__init__(background=None)
        self.enableMouse(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._shapes, self._cursor_item = _Shapes(), _Cursor()
        self.addItem(self._shapes)
        self.addItem(self._cursor_item)
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.hide()
        self._bar.valueChanged.connect(self._draw)
        self._theme: Theme = LIGHT
        self._type = QtType(self.font())
        self._mark: Target | None = None
        self._cursor: float | None = None
        self._event: str | None = None  # where the keys [ and ] are
        self._legend: bool | None = None
        self._press: QPoint | None = None
        self._dragged: QPoint | None = None
        self._under: Target | None = None
        self._hit_under: Hit | None = None
        self.setAccessibleName(tr("Storyline"))
        self._describe()

    # What is shown

    def show_case(
        self,
        case: Case,
        theme: Theme,
        actors: tuple[str, ...] | None = None,
        certainties: frozenset[Certainty] = frozenset(Certainty),
    ) -> None:
        """Draw this case; actors None: those of the first view.  The same case keeps its span and its opened bands."""
        same = self._choice is not None and self._choice.case.slug == case.slug
        opened = self._choice.opened if same and self._choice else frozenset()
        span = self._kept_span() if same else None
        self._theme = theme
        self._choice = Choice(case, default_actors(case) if actors is None else actors, certainties, opened)
        if not same:
            self._cursor = self._event = None
            self._mark = self._mark if self._mark and self._mark.case == case.slug else None
        self._compose(span)
        self._describe()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._draw()

    def set_legend(self, shown: bool | None) -> None:
        """Show or hide the legend; None: where the height allows."""
        self._legend = shown
        self._compose(self._kept_span())

    def mark(self, target: Target | None) -> None:
        """Let what is selected stand out; an event out of view is brought into it."""
        self._mark = target
        if target and self._made and self._choice and target.case == self._choice.case.slug:
            moment = self._moment_of(target)
            if moment is not None and not self._made.scale.visible(moment - 1e-6, moment + 1e-6):
                self._rescale(self._made.scale.holding(moment))
                return
        self._draw()

    def set_cursor(self, jd: float | None) -> None:
        """The time cursor, in Julian Days (UTC); None: none."""
        self._cursor = jd
        self._place_cursor()

    def show_span(self, start: float, end: float) -> None:
        """Show these moments, as another chart does; emits nothing."""
        if self._made and self._choice:
            scale = self._made.scale.shown(start, end)
            if scale != self._made.scale:
                self._made = self._made.at(scale)
                self._draw()

    def fit(self) -> None:
        """The first view: all windows of the case, with its bands closed."""
        if self._choice:
            self._choice = Choice(self._choice.case, self._choice.actors, self._choice.certainties)
            self._bar.setValue(0)
            self._compose(None)
            self._tell_span()

    @property
    def time_scale(self) -> TimeScale | None:
        return self._made.scale if self._made else None

    @property
    def picture(self) -> Picture | None:
        """What is on the screen, for tests and for export."""
        return self._shapes.picture

    @property
    def cursor_jd(self) -> float | None:
        return self._cursor

    def drawn(self, width: float, height: float, theme: Theme) -> Picture:
        """The chart as it stands, drawn anew at another size, with its legend."""
        if self._choice is None:
            raise ValueError("no case is shown")
        made = composed(self._choice, self._type, (width, height), legend=True, span=self._kept_span())
        return made.picture(self._type, Look(theme, self._mark, legend=True, live=False))

    def pixel_of(self, target: Target) -> QPoint | None:
        """Where a click picks this target."""
        if self.picture is None:
            return None
        for hit in self.picture.hits:
            if hit.target == target or (hit.events and any(self._same(event, target) for event in hit.events)):
                x, y = (hit.box.left + hit.box.right) / 2, (hit.box.top + hit.box.bottom) / 2
                if hit.path:
                    x, y = hit.path[len(hit.path) // 2]
                if self.picture.hit(x, y) is hit:
                    return QPoint(round(x), round(y))
        return None

    def _same(self, event: Event, target: Target) -> bool:
        return target.kind == Kind.EVENT and target.key == event.key

    def close(self) -> bool:
        """Close and stay whole: pyqtgraph would take the scene apart, with items that are still referred to."""
        return bool(QGraphicsView.close(self))

    # Planning and drawing

    def _shows_legend(self) -> bool:
        return self.height() >= _LEGEND_FROM if self._legend is None else self._legend

    def _size(self) -> tuple[float, float]:
        return float(max(self.width(), 200)), float(max(self.height(), 120))

    def _kept_span(self) -> Span | None:
        """What is in view, unless it is the first view, which stays the first view at any size."""
        return None if self._made is None or self._made.scale.at_home else self._made.scale.span

    def _compose(self, span: Span | None) -> None:
        if self._choice:
            self._made = composed(self._choice, self._type, self._size(), legend=self._shows_legend(), span=span)
            self._draw()

    def _rescale(self, scale: TimeScale) -> None:
        """After the reader's zoom or pan."""
        if self._made and scale != self._made.scale:
            self._made = self._made.at(scale)
            self._draw()
            self._tell_span()

    def _tell_span(self) -> None:
        if self._made:
            self.span_changed.emit(*self._made.scale.span)

    def _draw(self) -> None:
        if self._made is None:
            return
        self.setBackground(QColor(self._theme.panel))
        look = Look(self._theme, self._mark, self._shows_legend(), scroll=float(self._bar.value()))
        picture = self._made.picture(self._type, look)
        self._shapes.show_picture(picture, self._type)
        self._place_bar(picture)
        self._place_cursor()

    def _place_bar(self, picture: Picture) -> None:
        room = picture.field.bottom - picture.field.top
        beyond = round(picture.content_height - room)
        shown = beyond > 1
        if shown:
            self._bar.setGeometry(self.width() - 9, round(picture.field.top), 8, round(room))
            self._bar.setPageStep(round(room))
        if self._bar.maximum() != max(0, beyond):
            self._bar.setRange(0, max(0, beyond))
        self._bar.setVisible(shown)

    def _place_cursor(self) -> None:
        if self._made is None or self.picture is None:
            return
        scale, field = self._made.scale, self.picture.field
        x = scale.x(self._cursor) if self._cursor is not None else None
        inside = x is not None and scale.left <= x <= scale.right
        self._cursor_item.place(x if inside else None, field.top, field.bottom, self._theme.accent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        span = self._kept_span()
        super().resizeEvent(event)
        if self._choice:
            self._compose(span)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._type = QtType(self.font())
            self._compose(self._kept_span())

    # What the reader does with the pointer

    def _hit(self, at: QPointF) -> Hit | None:
        return self.picture.hit(at.x(), at.y()) if self.picture else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press = self._dragged = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._press is None or self._dragged is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._hover(event.position())
        elif (at - self._press).manhattanLength() > _CLICK_PX and self._made:
            moved = at - self._dragged
            self._dragged = at
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._bar.setValue(self._bar.value() - moved.y())
            self._rescale(self._made.scale.panned(moved.x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, self._press = self._press, None
        if event.button() != Qt.MouseButton.LeftButton or press is None:
            return
        if (event.position().toPoint() - press).manhattanLength() <= _CLICK_PX:
            self._click(event.position())
        self._hover(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def _click(self, at: QPointF) -> None:
        hit = self._hit(at)
        if hit and hit.target:
            self._pick(self._next_of(hit) if hit.events else hit.target)
        elif hit and hit.band:
            self._toggle(hit.band.group)
        elif hit and hit.gap and self._made:
            self._rescale(self._made.scale.shown(hit.gap.start, hit.gap.end))
        elif self._made and self.picture and self.picture.field.holds(at.x(), at.y()):
            self._move_cursor(self._made.scale.jd(at.x()))

    def _next_of(self, hit: Hit) -> Target:
        """Of events that share a mark, the one after the marked one."""
        targets = [self._target(event) for event in hit.events]
        return targets[(targets.index(self._mark) + 1) % len(targets)] if self._mark in targets else targets[0]

    def _target(self, event: Event) -> Target:
        assert self._choice is not None
        return Target(self._choice.case.slug, Kind.EVENT, event.key)

    def _pick(self, target: Target) -> None:
        if target.kind == Kind.EVENT:
            self._event = target.key
        self.mark(target)
        self.picked.emit(target)

    def _toggle(self, group: tuple[str, ...]) -> None:
        """Open a band into its places, or close it again."""
        assert self._choice is not None
        opened = self._choice.opened
        opened = opened - set(group) if opened & set(group) else opened | set(group)
        self._choice = Choice(self._choice.case, self._choice.actors, self._choice.certainties, opened)
        self._compose(self._kept_span())

    def _hover(self, at: QPointF) -> None:
        hit = self._hit(at)
        live = hit is not None and (hit.target or hit.band or hit.gap)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if live else Qt.CursorShape.ArrowCursor)
        if hit != self._hit_under:
            self._hit_under = hit
            self.viewport().setToolTip(card(self._choice.case, hit) if hit and self._choice else "")
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
        if self._made is None:
            return
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._bar.setValue(self._bar.value() - (turn.y() or turn.x()) // 2)
        elif abs(turn.x()) > abs(turn.y()):
            self._rescale(self._made.scale.panned(turn.x() / 2))
        else:
            self._rescale(self._made.scale.zoomed(_WHEEL ** turn.y(), event.position().x()))

    # … and with the keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self._made is None:
            event.ignore()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            sign = 1 if key == Qt.Key.Key_Right else -1
            if control:
                self._rescale(self._made.scale.panned(-sign * (self._made.scale.right - self._made.scale.left) / 4))
            else:
                self._move_cursor(self._cursor_or_middle() + sign * (7 if shift else 1))
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self._go_to_event(1 if key == Qt.Key.Key_BracketRight else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick_nearest()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            x = self._made.scale.x(self._cursor_or_middle())
            x = min(max(x, self._made.scale.left), self._made.scale.right)
            self._rescale(self._made.scale.zoomed(0.8 if key == Qt.Key.Key_Minus else 1.25, x))
        elif key == Qt.Key.Key_Home:
            self.fit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._bar.isVisibleTo(self):
            self._bar.setValue(self._bar.value() + (24 if key == Qt.Key.Key_Down else -24))
        elif key == Qt.Key.Key_Escape and self._choice and self._choice.opened:
            self._toggle(tuple(self._choice.opened))
        else:
            event.ignore()

    def _cursor_or_middle(self) -> float:
        assert self._made is not None
        scale = self._made.scale
        return self._cursor if self._cursor is not None else scale.jd((scale.left + scale.right) / 2)

    def _move_cursor(self, jd: float) -> None:
        assert self._made is not None
        jd = min(max(jd, self._made.scale.knots[0]), self._made.scale.knots[-1])
        self._cursor = jd
        self._rescale(self._made.scale.holding(jd))
        self._place_cursor()
        self._describe()
        self.cursor_moved.emit(jd)

    def _dated(self) -> list[tuple[float, Event]]:
        assert self._choice is not None
        events = (event for event in self._choice.case.events if event.certainty in self._choice.certainties)
        return sorted(((moment_of(event), event) for event in events), key=lambda one: one[0])

    def _go_to_event(self, step: int) -> None:
        """To the next event after the cursor, or from the event where the keys are."""
        dated = self._dated()
        keys = [event.key for _, event in dated]
        if self._event in keys and self._cursor is not None:
            at = keys.index(self._event) + step
        else:
            moments = [moment for moment, _ in dated]
            here = self._cursor_or_middle()
            at = bisect_right(moments, here) if step > 0 else bisect_left(moments, here) - 1
        if 0 <= at < len(dated):
            self._event = keys[at]
            self._move_cursor(dated[at][0])

    def _pick_nearest(self) -> None:
        """The event where the keys are, else the one nearest to the cursor in view."""
        assert self._made is not None
        dated = self._dated()
        chosen = next((event for _, event in dated if event.key == self._event), None)
        if chosen is None and dated:
            here = self._cursor_or_middle()
            chosen = min(dated, key=lambda one: abs(one[0] - here))[1]
        if chosen:
            self._pick(self._target(chosen))

    def _moment_of(self, target: Target) -> float | None:
        assert self._choice is not None
        if target.kind == Kind.EVENT and (event := self._choice.case.event.get(target.key)):
            return moment_of(event)
        return None

    def _describe(self) -> None:
        keys = tr(
            "Left and Right move the time cursor by a day, with Shift by a week; [ and ] go from event to event, "
            "Return selects; plus and minus zoom, Home shows all."
        )
        if self._choice is None:
            self.setAccessibleDescription(keys)
            return
        names = ", ".join(self._choice.case.actor[key].short for key in self._choice.actors)
        what = tr("Who was where when: {}.").format(names)
        event = self._choice.case.event.get(self._event or "")
        here = tr("At the cursor: {}.").format(event.title) if event else ""
        self.setAccessibleDescription(" ".join(part for part in (what, here, keys) if part))
