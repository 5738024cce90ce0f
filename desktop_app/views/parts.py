"""The small parts that panels are laid out of: captions, texts, chips, rows."""

import re

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QLayoutItem, QSizePolicy, QToolButton, QWidget

from desktop_app.views.theme import caption, interface, px, role


def label(text: str, font: QFont, name: str = "", *, selectable: bool = False, wraps: bool = True) -> QLabel:
    """Plain text; never read as markup, whatever a case file or a note holds."""
    made = QLabel(text, wordWrap=wraps)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(font)
    if name:
        role(made, name)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if wraps:
        policy = made.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)  # wrap rather than widen the panel
        made.setSizePolicy(policy)
    return made


def breakable(text: str) -> str:
    """The text for a label, with places in an address or another long word at which a line may end."""
    return _LONG_WORD.sub(lambda word: _JOINT.sub("\\g<0>\u200b", word[0]), text)


_LONG_WORD = re.compile(r"\S{24,}")
_JOINT = re.compile(r"[/.?&=_,;:%#~+-]+(?=\w)|\w{16}(?=\w)")


class Elided(QLabel):
    """A line that is cut with an ellipsis where there is no room; in full in its tool tip."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        self.setSizePolicy(policy)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment(), shown)


def heading(text: str) -> QLabel:
    return label(text, caption(), "caption")


def rule() -> QFrame:
    line = QFrame()
    role(line, "rule")
    return line


def banner(text: str) -> QFrame:
    """A line across the window about something that lasts."""
    frame = QFrame()
    role(frame, "banner")
    row = QHBoxLayout(frame)
    row.setContentsMargins(px(14), px(6), px(14), px(6))
    row.addWidget(label(text, interface()))
    return frame


class Dot(QWidget):
    """An actor's dot or a claimant's square."""

    def __init__(self, colour: str, size: int, *, square: bool = False) -> None:
        super().__init__()
        self._colour, self._square = QColor(colour), square
        self.setFixedSize(size, px(18))

    def recolour(self, colour: str) -> None:
        self._colour = QColor(colour)
        self.update()

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        side = self.width()
        box = QRect(0, (self.height() - side) // 2, side, side)
        if self._square:
            painter.drawRoundedRect(box, 1.5, 1.5)
        else:
            painter.drawEllipse(box)


def button(text: str, tip: str = "", purpose: str = "", *, checkable: bool = False) -> QToolButton:
    """A flat button; where its text is a sign, the tip is its name for a screen reader."""
    made = QToolButton()
    made.setText(text)
    made.setCheckable(checkable)
    made.setToolTip(tip)
    made.setAccessibleName(tip if len(text) < 2 else text)
    if purpose:
        role(made, purpose)
    return made


class ClickRow(QWidget):
    """A line that can be clicked or entered by keyboard.

    Signals: clicked(); stepped(-1 or 1) for Up and Down; copied() for Ctrl+C.
    """

    clicked, stepped, copied = Signal(), Signal(int), Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(px(2), px(1), px(2), px(1))
        self.row.setSpacing(px(7))

    def paintEvent(self, event: object) -> None:
        if self.hasFocus() or self.underMouse():
            painter = QPainter(self)
            painter.fillRect(self.rect(), self.palette().alternateBase().color().darker(104))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        else:
            super().keyPressEvent(event)


def chip(text: str, colour: str | None = None) -> QWidget:
    """A rounded label; with a claimant's colour, a square of it before the text."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(interface(11.5))
    role(made, "chip")
    if colour is None:
        return made
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(5))
    row.addWidget(Dot(colour, px(8), square=True))
    row.addWidget(made)
    return holder


class Flow(QLayout):
    """Widgets side by side, wrapped like words: for chips and tags."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # by width
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:  # asked for again and again while a column is laid out
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._place(area, move=True)

    def _place(self, area: QRect, *, move: bool) -> int:
        x, y, tallest = area.x(), area.y(), 0
        for item in self._items:
            hint = item.sizeHint()
            if x > area.x() and x + hint.width() > area.right() + 1:
                x, y, tallest = area.x(), y + tallest + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self.spacing()
            tallest = max(tallest, hint.height())
        return y + tallest - area.y()


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)
