"""What fell together when, in all cases, and what ties the cases to one another?"""

from collections.abc import Collection, Sequence
from html import escape
from itertools import pairwise
from math import ceil

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_app.casebook.case import Head, Target, Thread
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said
from desktop_app.casebook.terms import Kind, Pattern
from desktop_app.charts.boxes import Box, of_line
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.lettering import lettering, unit
from desktop_app.charts.shapes import draw_pattern, pattern_words
from desktop_app.charts.timeline_plan import Name, Plan, Point, mark_box, plan

_THREAD_COLOURS = (0, 5, 4, 3, 1, 6, 2, 8, 9, 7)  # of the actors' colours: those of neighbours differ most
_ROW = 18.0  # the least height of a row


def thread_colour(theme: Theme, index: int) -> str:
    """A thread's colour: its place in the book's list."""
    return theme.actors[_THREAD_COLOURS[index % len(_THREAD_COLOURS)]]


class Timeline(QWidget):
    """One row a case, marks at its coincident dates, shapes for the kind of coincidence, lines for the threads.

    Signals: picked(Target) on a click or Return on a case; thread_picked(key) on a click on a thread's line or name;
    hovered(Target or None).
    """

    picked = Signal(object)
    thread_picked = Signal(str)
    hovered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._heads: tuple[Head, ...] = ()
        self._threads: tuple[Thread, ...] = ()
        self._hidden: frozenset[str] = frozenset()  # threads, by key
        self._theme: Theme = LIGHT
        self._plan: Plan | None = None
        self._row: int | None = None  # marked, and where the keys go on from
        self._under: int | None = None  # the pointer
        self._thread: str | None = None  # stands out
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Timeline of all cases"))
        self.setAccessibleDescription(tr("Up and Down go from case to case, Return opens one."))

    def show_heads(self, heads: Sequence[Head], threads: Sequence[Thread], theme: Theme) -> None:
        """Draw these cases, in this order, with the threads that are not hidden."""
        marked = self.marked
        self._heads, self._threads, self._theme = tuple(heads), tuple(threads), theme
        self._row = next((row for row, head in enumerate(self._heads) if marked and head.slug == marked.case), None)
        self._under = self._thread = None
        self._lay_out()
        self.updateGeometry()

    def show_threads(self, keys: Collection[str]) -> None:
        """Draw these threads alone, also when the cases are shown anew."""
        self._hidden = frozenset(thread.key for thread in self._threads) - frozenset(keys)
        self._lay_out()

    @property
    def shown_threads(self) -> frozenset[str]:
        return frozenset(thread.key for thread in self._threads) - self._hidden

    @property
    def layout_plan(self) -> Plan:
        """Where everything stands at the present size."""
        if self._plan is None:
            self._plan = self._planned()
        return self._plan

    @property
    def marked(self) -> Target | None:
        return self._target(self._row)

    def mark(self, target: Target | None) -> None:
        """Let the row of the target's case stand out."""
        self._row = next((row for row, head in enumerate(self._heads) if target and head.slug == target.case), None)
        self.update()

    def mark_thread(self, key: str | None) -> None:
        """Let one thread stand out from the others."""
        self._thread = key
        self.update()

    @property
    def marked_thread(self) -> str | None:
        return self._thread

    def point_of(self, slug: str) -> QPointF:
        """Where the case's first mark is."""
        marks = (mark for mark in self.layout_plan.marks if self._heads[mark.row].slug == slug)
        mark = next(marks)
        return QPointF(mark.x, mark.y)

    def sizeHint(self) -> QSize:
        return QSize(830, 470)

    def minimumSizeHint(self) -> QSize:
        scale = unit(self.font())
        return QSize(round(420 * scale), ceil((len(self._heads) * _ROW + 58) * scale))

    # What lies where

    def _target(self, row: int | None) -> Target | None:
        if row is None or row >= len(self._heads):
            return None
        slug = self._heads[row].slug
        return Target(slug, Kind.CASE, slug)

    def _name_font(self) -> QFont:
        return lettering(self.font(), 11.5, QFont.Weight.Medium)

    def _small_font(self, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        return lettering(self.font(), 10.5, weight)

    def _planned(self) -> Plan:
        return plan(
            self._heads,
            [thread for thread in self._threads if thread.key not in self._hidden],
            (self.width(), self.height()),
            unit(self.font()),
            QFontMetricsF(self._name_font()).horizontalAdvance,
            QFontMetricsF(self._small_font(QFont.Weight.DemiBold)).horizontalAdvance,
        )

    def _lay_out(self) -> None:
        self._plan = None
        self.update()

    def _row_at(self, x: float, y: float) -> int | None:
        scale = unit(self.font())
        drawn = self.layout_plan
        for name in drawn.names:
            if name.box.holds(x, y):
                return name.row
        for mark in drawn.marks:
            if mark_box(mark, scale).grown(2 * scale).holds(x, y):
                return mark.row
        return None

    def _thread_at(self, x: float, y: float) -> str | None:
        drawn = self.layout_plan
        for name in drawn.thread_names:
            if name.box.holds(x, y):
                return name.thread
        for run in drawn.runs:
            for a, b in pairwise(run.points):
                if run.thread and of_line(*a, *b, 4).holds(x, y):
                    return run.thread
        return None

    # What the reader does

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x, y = event.position().x(), event.position().y()
        row = self._row_at(x, y)
        thread = self._thread_at(x, y) if row is None else None
        hand = row is not None or thread is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        if row != self._under:
            self._under = row
            self.hovered.emit(self._target(row))
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._under is not None:
            self._under = None
            self.hovered.emit(None)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x, y = event.position().x(), event.position().y()
        row = self._row_at(x, y)
        if row is not None:
            self._go_to(row)
            self.picked.emit(self._target(row))
        elif thread := self._thread_at(x, y):
            self.mark_thread(None if thread == self._thread else thread)
            self.thread_picked.emit(thread)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._heads) - 1
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -last, Qt.Key.Key_End: last}
        key = Qt.Key(event.key())
        if last >= 0 and key in moves:
            here = self._row if self._row is not None else (-1 if moves[key] > 0 else last + 1)
            self._go_to(min(max(here + moves[key], 0), last))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._row is not None:
            self.picked.emit(self._target(self._row))
        else:
            super().keyPressEvent(event)

    def _go_to(self, row: int) -> None:
        self._row = row
        head = self._heads[row]
        self.setAccessibleDescription(f"{head.name}, {head.years}: {pattern_words()[head.pattern]}")
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self._row_at(event.x(), event.y())
            thread = self._thread_at(event.x(), event.y()) if row is None else None
            text = self.card(row) if row is not None else self._thread_card(thread)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def card(self, row: int) -> str:
        """What the pointer is told of a case, as rich text."""
        head = self._heads[row]
        dates = "".join(
            f"<tr><td style='white-space:nowrap;padding-right:10px'>{escape(said(event.when))}</td>"
            f"<td>{escape(event.title)}</td></tr>"
            for event in sorted(head.coincident, key=lambda event: event.when.middle)
        )
        pattern = escape(pattern_words()[head.pattern])
        return f"<b>{escape(head.name)}</b> · {pattern}<table style='margin-top:4px'>{dates}</table>"

    def _thread_card(self, key: str | None) -> str:
        thread = next((thread for thread in self._threads if thread.key == key), None)
        return f"<b>{escape(thread.title)}</b><br>{escape(thread.note)}" if thread else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._lay_out()

    # How it is drawn

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, scale, drawn = self._theme, unit(self.font()), self.layout_plan
        painter.fillRect(event.rect(), QColor(theme.panel))
        self._paint_ground(painter, drawn, scale)
        self._paint_rows(painter, drawn, scale)
        for run in drawn.runs:
            painter.setPen(self._thread_pen(run.thread, scale))
            painter.drawPath(_rounded(run.points, 4 * scale))
        for mark in drawn.marks:
            pattern = self._heads[mark.row].pattern
            draw_pattern(painter, pattern, mark.x, mark.y, scale, theme.text, theme.panel)
        for name in drawn.names:
            self._paint_name(painter, name, scale)
        painter.setFont(self._small_font(QFont.Weight.DemiBold))
        for label in drawn.thread_names:
            painter.setPen(self._thread_pen(label.thread, scale).color())
            painter.drawText(_rect(label.box), Qt.AlignmentFlag.AlignCenter, label.text)

    def _paint_ground(self, painter: QPainter, drawn: Plan, scale: float) -> None:
        theme = self._theme
        ground = QColor(theme.text)
        ground.setAlphaF(0.045)
        for period in drawn.periods:
            painter.fillRect(
                QRectF(period.left, drawn.top, period.right - period.left, drawn.bottom - drawn.top), ground
            )
        painter.setFont(self._small_font())
        painter.setPen(QColor(theme.quiet))
        for period in drawn.periods:
            if period.box:
                painter.drawText(_rect(period.box), Qt.AlignmentFlag.AlignCenter, period.text)
        for x, year in drawn.ticks:
            painter.setPen(QPen(QColor(theme.line), 1))
            at = round(x) + 0.5
            painter.drawLine(QPointF(at, drawn.top), QPointF(at, drawn.bottom))
            painter.setPen(QColor(theme.quiet))
            room = QRectF(x - 40 * scale, drawn.bottom + 4 * scale, 80 * scale, 16 * scale)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, year)

    def _paint_rows(self, painter: QPainter, drawn: Plan, scale: float) -> None:
        """The row under the pointer and the marked one, behind everything."""
        for row in {self._under, self._row} - {None}:
            own = [mark_box(mark, scale) for mark in drawn.marks if mark.row == row]
            own += [name.box for name in drawn.names if name.row == row]
            if not own:
                continue
            room = Box(min(box.left for box in own), own[0].top, max(box.right for box in own), own[0].bottom).grown(
                2.5 * scale
            )
            painter.setBrush(QColor(self._theme.selection))
            focused = row == self._row and self.hasFocus()
            painter.setPen(QPen(QColor(self._theme.accent), 1) if focused else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(_rect(room), 4 * scale, 4 * scale)

    def _paint_name(self, painter: QPainter, name: Name, scale: float) -> None:
        theme = self._theme
        y = (name.box.top + name.box.bottom) / 2
        if name.leader:
            dots = QPen(QColor(theme.quiet), 1.2 * scale, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.RoundCap)
            dots.setDashPattern([0.1, 3.2])
            painter.setPen(dots)
            painter.drawLine(QPointF(name.leader[0] + 2 * scale, y), QPointF(name.leader[1] - 1 * scale, y))
        room = _rect(name.box).adjusted(3 * scale, 0, 0, 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._name_font())
        painter.setPen(QColor(theme.quiet))
        painter.drawText(room, left, name.number)
        if name.text:
            lead = QFontMetricsF(painter.font()).horizontalAdvance(f"{name.number} ") if name.number else 0.0
            painter.setPen(QColor(theme.text))
            painter.drawText(room.adjusted(lead, 0, 2 * scale, 0), left, name.text)

    def _thread_pen(self, key: str | None, scale: float) -> QPen:
        index = next((index for index, thread in enumerate(self._threads) if thread.key == key), None)
        if index is None:
            return QPen(QColor(self._theme.quiet), 1 * scale)
        colour = QColor(thread_colour(self._theme, index))
        if self._thread and self._thread != key:
            colour.setAlphaF(0.3)
        return QPen(QBrush(colour), (2.4 if self._thread == key else 1.5) * scale, c=Qt.PenCapStyle.RoundCap)


class PatternLegend(QWidget):
    """The shapes and what they mean, in a line; the words are left out where they have no room."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Kinds of coincidence"))
        self.setToolTip(" · ".join(pattern_words().values()))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def _font(self) -> QFont:
        return lettering(self.font(), 11.5)

    def sizeHint(self) -> QSize:
        return QSize(ceil(sum(self._widths())), ceil(20 * unit(self.font())))

    def minimumSizeHint(self) -> QSize:
        return QSize(ceil(len(Pattern) * 20 * unit(self.font())), self.sizeHint().height())

    def _widths(self) -> list[float]:
        measure, scale = QFontMetricsF(self._font()), unit(self.font())
        return [measure.horizontalAdvance(word) + 36 * scale for word in pattern_words().values()]

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's signature
        painter = QPainter(self)
        painter.setFont(self._font())
        scale, widths = unit(self.font()), self._widths()
        worded = sum(widths) <= self.width() + 14 * scale
        x, y = 8 * scale, self.height() / 2
        for (pattern, word), width in zip(pattern_words().items(), widths, strict=True):
            draw_pattern(painter, pattern, x, y, 0.92 * scale, self._theme.text, self._theme.panel)
            if worded:
                painter.setPen(QColor(self._theme.quiet))
                room = QRectF(x + 12 * scale, 0, width, self.height())
                painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, word)
            x += width if worded else 20 * scale


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top)


def _rounded(points: Sequence[Point], radius: float) -> QPainterPath:
    """A line through the points whose corners are rounded off."""
    path = QPainterPath(QPointF(*points[0]))
    for index in range(1, len(points) - 1):
        (ax, ay), (bx, by), (cx, cy) = points[index - 1 : index + 2]
        before, after = abs(bx - ax) + abs(by - ay), abs(cx - bx) + abs(cy - by)  # level or upright
        if before == 0 or after == 0:
            continue
        turn = min(radius, before / 2, after / 2)
        path.lineTo(bx - (bx - ax) / before * turn, by - (by - ay) / before * turn)
        path.quadTo(bx, by, bx + (cx - bx) / after * turn, by + (cy - by) / after * turn)
    path.lineTo(*points[-1])
    return path
