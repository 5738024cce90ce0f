"""Which cases are there, and what do I think of each?"""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QCursor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QLinearGradient, QPainter
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.casebook.case import Head, Verdict
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.library.folding import fold
from desktop_app.views.theme import caption, interface, px, role

HEAD = Qt.ItemDataRole.UserRole
VERDICT = Qt.ItemDataRole.UserRole + 1
LEADS = Qt.ItemDataRole.UserRole + 2  # whether it is the first of the reader's own cases
ABOVE = 30  # the room of their caption
ROOMY = 232  # width of a row that has room for everything
Index = QModelIndex | QPersistentModelIndex


class CaseModel(QAbstractListModel):
    """A row a case, in the book's order; it holds what it was shown, nothing of its own."""

    heads: tuple[Head, ...] = ()
    verdicts: Mapping[str, Verdict] = {}

    def show(self, heads: tuple[Head, ...], verdicts: Mapping[str, Verdict]) -> None:
        if heads == self.heads:  # keep the selection and the scroll position: only the marks change
            self.verdicts = verdicts
            self.dataChanged.emit(self.index(0), self.index(len(heads) - 1))
            return
        self.beginResetModel()
        self.heads, self.verdicts = heads, verdicts
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        head = self.heads[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return head.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return head.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            verdict = self.verdicts.get(head.slug)
            judged = tr("verdict {} of 100").format(verdict.value) if verdict else tr("no verdict yet")
            own = "" if head.chapter else tr(", a case of my own")
            return f"{head.name}, {head.years}, {judged}{own}"
        if role == HEAD:
            return head
        if role == VERDICT:
            return self.verdicts.get(head.slug)
        if role == LEADS:
            return head.chapter is None and (index.row() == 0 or self.heads[index.row() - 1].chapter is not None)
        return None


class CaseDelegate(QStyledItemDelegate):
    """Number, short title, the verdict as a dot on a line from chance to cause, years."""

    theme: Theme = LIGHT

    def __init__(self, view: QListView) -> None:
        super().__init__()
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(180), px(29) + (px(ABOVE) if index.data(LEADS) else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        head, verdict, theme = index.data(HEAD), index.data(VERDICT), self.theme
        area: QRect = option.rect
        # The option's state would say both, but its flags come with all of QStyle: 5 ms of a start.
        chosen = index == self._view.currentIndex()
        hovered = self._view.underMouse() and area.contains(self._view.mapFromGlobal(QCursor.pos()))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(LEADS):
            painter.setFont(caption())
            painter.setPen(QColor(theme.quiet))
            above = QRect(area.left() + px(12), area.top(), area.width() - px(12), px(ABOVE - 5))
            painter.drawText(above, Qt.AlignmentFlag.AlignBottom, tr("My cases"))
            area = area.adjusted(0, px(ABOVE), 0, 0)
        if chosen or hovered:
            painter.fillRect(area, QColor(theme.selection if chosen else theme.chip))
        if chosen:
            painter.fillRect(area.left(), area.top(), 3, area.height(), QColor(theme.accent))
            if self._view.hasFocus():
                painter.setPen(QColor(theme.accent))
                painter.drawRect(area.adjusted(0, 0, -1, -1))
        font = interface(12.5, QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
        small = interface(11, tabular=True)
        years = QFontMetrics(small).horizontalAdvance(head.years)
        right = area.right() - px(12)
        painter.setFont(small)
        painter.setPen(QColor(theme.quiet))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(right - years, area.top(), years, area.height()), middle, head.years)
        painter.setFont(font if chosen else interface(12.5))
        number = QRect(area.left() + px(8), area.top(), px(22), area.height())
        painter.drawText(number, middle | Qt.AlignmentFlag.AlignRight, str(head.chapter or ""))
        track = QRect(right - max(years, px(32)) - px(36), area.center().y() - 1, px(26), 3)
        left = number.right() + px(9)
        # In a narrow column, what is not judged leaves its room to the title.
        roomy = verdict is not None or area.width() >= px(ROOMY)
        width = (track.left() if roomy else right - years) - px(8) - left
        painter.setPen(QColor(theme.text))
        title = QFontMetrics(font).elidedText(head.short_title, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, area.top(), width, area.height()), middle, title)
        if roomy:
            self._verdict(painter, track, verdict)
        painter.restore()

    def _verdict(self, painter: QPainter, track: QRect, verdict: Verdict | None) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if verdict is None or verdict.value is None:
            painter.setBrush(QColor(self.theme.line))
            painter.drawRoundedRect(track, 1.5, 1.5)
            return
        scale = QLinearGradient(track.left(), 0, track.right(), 0)
        scale.setColorAt(0, QColor(self.theme.claimants[Claimant.LITERATURE]))
        scale.setColorAt(1, QColor(self.theme.claimants[Claimant.AUTHOR]))
        painter.setOpacity(0.6)
        painter.setBrush(scale)
        painter.drawRoundedRect(track, 1.5, 1.5)
        painter.setOpacity(1)
        painter.setBrush(QColor(self.theme.claimants[Claimant.READER]))
        x = track.left() + track.width() * verdict.value / 100
        painter.drawEllipse(round(x) - px(4), track.center().y() - px(4), px(8), px(8))


class Cases(QListView):
    """The cases to choose from.  Signals: opened(index), for what the reader clicks or goes to by keys.

    To arrive with Tab opens nothing: Qt would make the first row current, as if it had been chosen.
    """

    opened = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.clicked.connect(self.opened)

    def focusInEvent(self, event: QFocusEvent) -> None:
        before = self.currentIndex()
        super().focusInEvent(event)
        if not before.isValid():
            self.setCurrentIndex(QModelIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentIndex()
        super().keyPressEvent(event)
        now = self.currentIndex()
        if now.isValid() and (now != before or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            self.opened.emit(now)


class Filter(QLineEdit):
    """Words that the cases shown must hold.  Signals: left(), when Down leads into the list."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class CaseList(QWidget):
    """The left column.

    Signals: chosen(slug or None for Home); acted(slug, name of a command), for what is to be done with a case.
    """

    chosen, acted = Signal(object), Signal(str, str)

    def __init__(self, names: Callable[[], Mapping[str, str]]) -> None:
        """names: the people and places of each case, folded; asked for when the reader first filters."""
        super().__init__()
        self._names = names
        self._searchable: Mapping[str, str] | None = None
        role(self, "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.filter = Filter(placeholderText=tr("Filter cases, people, places…"), clearButtonEnabled=True)
        self.filter.setAccessibleName(tr("Filter cases"))
        self.filter.textChanged.connect(self._filter)
        self.filter.left.connect(self._enter)
        self.filter.returnPressed.connect(self._enter)
        self.home = HomeRow()
        self.home.clicked.connect(lambda: self.chosen.emit(None))
        head = QLabel(tr("Cases · verdict"))
        head.setFont(caption())
        role(head, "caption")
        self.model = CaseModel()
        self.list = Cases()
        self.delegate = CaseDelegate(self.list)
        self.list.setMouseTracking(True)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setAccessibleName(tr("Cases"))
        self.list.opened.connect(lambda index: self.chosen.emit(index.data(HEAD).slug))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._ask)
        self.nothing = QLabel(tr("No case matches. Ctrl+K searches the full text."), wordWrap=True)
        self.nothing.setMargin(px(12))
        role(self.nothing, "quiet")
        self.nothing.hide()
        self.filter.setFixedHeight(px(26))
        head.setContentsMargins(px(12), px(12), 0, px(5))
        above = QVBoxLayout()
        above.setContentsMargins(px(12), px(10), px(12), px(8))
        above.addWidget(self.filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above)
        layout.addWidget(self.home)
        layout.addWidget(head)
        layout.addWidget(self.nothing)
        layout.addWidget(self.list, 1)

    def dress(self, theme: Theme) -> None:
        self.delegate.theme = theme
        self.home.theme = theme
        self.home.update()

    def show_cases(self, heads: tuple[Head, ...], verdicts: Mapping[str, Verdict]) -> None:
        self.list.setUniformItemSizes(all(head.chapter for head in heads))  # sooner, where no caption stands between
        self.model.show(heads, verdicts)
        self.home.text = tr("All {} cases").format(len(heads))
        self._searchable = None
        self._filter(self.filter.text())

    def mark(self, slug: str | None) -> None:
        """Show which case is open, without saying that the reader chose it."""
        self.home.selected = slug is None
        self.home.update()
        row = next((i for i, head in enumerate(self.model.heads) if head.slug == slug), -1)
        if row < 0:
            self.list.clearSelection()
            self.list.setCurrentIndex(QModelIndex())
        else:
            self.list.setCurrentIndex(self.model.index(row))
            self.list.scrollTo(self.model.index(row))

    def _ask(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        if index.isValid():
            self.menu(index).popup(self.list.viewport().mapToGlobal(at))

    def menu(self, index: QModelIndex) -> QMenu:
        """What can be done with a case, without opening it first."""
        slug = index.data(HEAD).slug
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open"), partial(self.chosen.emit, slug))
        menu.addSeparator()
        menu.addAction(tr("Write a note on the case…"), partial(self.acted.emit, slug, "note"))
        menu.addAction(tr("Export case summary…"), partial(self.acted.emit, slug, "export"))
        return menu

    def _enter(self) -> None:
        """From the filter to the first case that it leaves."""
        row = next((row for row in range(self.model.rowCount()) if not self.list.isRowHidden(row)), None)
        if row is not None:
            index = self.model.index(row)
            self.list.setFocus()
            self.list.setCurrentIndex(index)
            self.list.opened.emit(index)

    def _filter(self, typed: str) -> None:
        words = fold(typed).split()
        if words and self._searchable is None:
            self._searchable = self._names()
        hidden = 0
        for row, head in enumerate(self.model.heads):
            text = fold(f"{head.chapter} {head.title} {head.short_title} {head.years} ")
            text += (self._searchable or {}).get(head.slug, "")
            hide = not all(word in text for word in words)
            self.list.setRowHidden(row, hide)
            hidden += hide
        self.nothing.setVisible(bool(words) and hidden == len(self.model.heads))


class HomeRow(QWidget):
    """The row above the cases that opens Home.  Signals: clicked()."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme, self.text, self.selected = LIGHT, "", False
        self.setFixedHeight(px(29))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Home: all cases"))

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        if self.selected:
            painter.fillRect(self.rect(), QColor(self.theme.selection))
            painter.fillRect(0, 0, 3, self.height(), QColor(self.theme.accent))
        elif self.underMouse() or self.hasFocus():
            painter.fillRect(self.rect(), QColor(self.theme.chip))
        painter.setPen(QColor(self.theme.quiet))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(px(26), self.height() / 2)  # a small house, drawn: fonts rarely have one
        painter.scale(px(10) / 10, px(10) / 10)
        painter.drawPolyline([QPointF(-5, 0), QPointF(0, -5), QPointF(5, 0)])
        painter.drawPolyline([QPointF(-3.5, -1), QPointF(-3.5, 4.5), QPointF(3.5, 4.5), QPointF(3.5, -1)])
        painter.resetTransform()
        painter.setPen(QColor(self.theme.text))
        painter.setFont(interface(12.5, QFont.Weight.DemiBold if self.selected else QFont.Weight.Normal))
        painter.drawText(self.rect().adjusted(px(38), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text)

    def enterEvent(self, event: object) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def mouseReleaseEvent(self, event: object) -> None:
        self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)
