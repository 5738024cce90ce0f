"""How are the parts of a case laid out in rows that can be sorted, filtered, marked and copied?"""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtGui import QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop_app.casebook.case import Case, Citation, Event, Evidence, Link, Source, Stay, Target
from desktop_app.casebook.chicago import chicago
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant, Kind
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.library.folding import fold
from desktop_app.views.theme import interface, px

Index = QModelIndex | QPersistentModelIndex
COINCIDED = "coincided"  # a mark beside those of the claimants
MARGIN = 24  # left of the first column: room for the reader's mark
GAP = 8  # right of every column
LEAST = 44  # width of a column
MANY = 400  # rows; beyond, every row has two lines, whatever its text
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for one


@dataclass(frozen=True, slots=True)
class Column:
    """What one column says of a part of a case."""

    heading: str
    share: int  # of the table's width; 0: in copies alone
    text: Callable[[Case, Any], str]
    below: Callable[[Case, Any], str] | None = None  # a second, quiet paragraph
    order: Callable[[Case, Any], Any] | None = None  # what it is sorted by, where not by its words
    mark: Callable[[Case, Any], str | None] | None = None  # a claimant, or that it coincided
    whole: Callable[[Case, Any], str] | None = None  # what a copy and a tool tip say, where the cell is shorter
    bold: Callable[[Case, Any], bool] | None = None
    url: Callable[[Case, Any], str] | None = None  # a click opens it
    right: bool = False  # figures



class Rows(QAbstractTableModel):
    """A row a part; it holds the immutable parts that it was shown, nothing of its own."""

    def __init__(self, kind: Kind, columns: tuple[Column, ...]) -> None:
        super().__init__()
        self.kind = kind
        self.columns = tuple(column for column in columns if column.share)
        self.copied = columns
        self.case: Case | None = None
        self.parts: tuple[Any, ...] = ()
        self.noted: frozenset[str] = frozenset()
        self._folded: dict[int, str] = {}  # by row, made when it is first filtered

    def show(self, case: Case, parts: tuple[Any, ...], noted: Iterable[tuple[Kind, str]]) -> None:
        self.beginResetModel()
        self.case, self.parts = case, parts
        self.noted = frozenset(key for kind, key in noted if kind == self.kind)
        self._folded = {}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.parts)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if side != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(column.heading)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side_of = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side_of | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.case is None:
            return None
        column, part = self.columns[index.column()], self.parts[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(self.case, part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(column, part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            below = column.below(self.case, part) if column.below else ""
            mine = tr("has a note of mine") if index.column() == 0 and part.key in self.noted else ""
            return ", ".join(text for text in (column.text(self.case, part), below, mine) if text)
        return None

    def _tip(self, column: Column, part: Any) -> str | None:
        """The cell in full.  As HTML, because Qt would read a text that looks like it as such."""
        assert self.case
        below = column.below(self.case, part) if column.below else ""
        text = column.whole(self.case, part) if column.whole else column.text(self.case, part)
        return Qt.convertFromPlainText("\n\n".join(each for each in (text, below) if each)) if text or below else None

    def words(self, row: int) -> str:
        """All that the row says, folded."""
        if row not in self._folded:
            self._folded[row] = fold(" ".join(self.said_of(self.parts[row])))
        return self._folded[row]

    def said_of(self, part: Any) -> list[str]:
        """The row in full, as it is copied."""
        assert self.case
        return [(column.whole or column.text)(self.case, part) for column in self.copied]


class Sifted(QSortFilterProxyModel):
    """Those rows that the reader asked for, in the order he chose."""

    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self.rows = rows
        self._words: list[str] = []
        self._keep: Callable[[Any], bool] = lambda part: True
        self._rank: list[int] = []
        self.setDynamicSortFilter(False)
        self.setSourceModel(rows)

    def sift(self, text: str, keep: Callable[[Any], bool]) -> None:
        self.beginFilterChange()
        self._words, self._keep = fold(text).split(), keep
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        if self._words and not all(word in self.rows.words(row) for word in self._words):
            return False
        return self._keep(self.rows.parts[row])

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        case, parts = self.rows.case, self.rows.parts
        if case and 0 <= column < len(self.rows.columns):
            said = self.rows.columns[column]
            key = said.order or (lambda case, part: fold(said.text(case, part)))
            keys = [key(case, part) for part in parts]
            self._rank = [0] * len(parts)
            for rank, row in enumerate(sorted(range(len(parts)), key=keys.__getitem__)):
                self._rank[row] = rank
        super().sort(column, order)

    def lessThan(self, left: Index, right: Index) -> bool:
        if len(self._rank) != len(self.rows.parts):
            return left.row() < right.row()
        return self._rank[left.row()] < self._rank[right.row()]


@lru_cache(maxsize=8192)
def _lines(text: str, font: QFont, width: int, most: int) -> tuple[str, ...]:
    """The text in lines of this width, at most so many, the last one cut short where it says more."""
    metrics = QFontMetrics(font)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if metrics.horizontalAdvance(paragraph) <= width:
            lines.append(paragraph)
            continue
        layout = QTextLayout(paragraph, font)
        layout.setTextOption(QTextOption())  # breaks between words, within a word only where it must
        option = layout.textOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            lines.append(paragraph[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
    if len(lines) <= most:
        return tuple(lines)
    rest = " ".join(lines[most - 1 :])
    return (*lines[: most - 1], metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))


class Cells(QStyledItemDelegate):
    """Wrapped text with a claimant's square before it or a quiet paragraph below; never markup."""

    def __init__(self, rows: Rows, most: int) -> None:
        super().__init__()
        self.rows, self.most = rows, most
        self.theme: Theme = LIGHT
        self.dress(LIGHT)

    def dress(self, theme: Theme) -> None:
        """Also takes up the system's size of text, should it have changed."""
        self.theme = theme
        self.plain = interface(12.5)
        self.strong = interface(12.5, QFont.Weight.DemiBold)
        self.small = interface(11.5)
        self.step, self.small_step = px(18), px(16)
        self.above = px(6)

    def _laid(self, row: int, number: int, width: int) -> tuple[tuple[str, ...], tuple[str, ...], QFont]:
        column, part, case = self.rows.columns[number], self.rows.parts[row], self.rows.case
        assert case
        font = self.strong if column.bold and column.bold(case, part) else self.plain
        room = max(width - px(GAP) - (px(MARGIN) if number == 0 else px(GAP)) - self._indent(column, part), px(20))
        text = _lines(column.text(case, part), font, room, self.most)
        quiet = column.below(case, part) if column.below else ""
        return text, _lines(quiet, self.small, room, self.most) if quiet else (), font

    def _indent(self, column: Column, part: Any) -> int:
        """Room for the mark, kept in every row of a column that has marks, so that its words stand in line."""
        return px(14) if column.mark else 0

    def height(self, row: int, widths: list[int]) -> int:
        """Of the row, in pixels."""
        tallest = 1
        for number, width in enumerate(widths):
            text, quiet, _ = self._laid(row, number, width)
            tallest = max(tallest, len(text) * self.step + len(quiet) * self.small_step)
        return tallest + 2 * self.above

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(80), 2 * self.step + 2 * self.above)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        source = index.model().mapToSource(index)  # type: ignore[attr-defined]  # a Sifted
        row, number = source.row(), source.column()
        column, part, case, theme = self.rows.columns[number], self.rows.parts[row], self.rows.case, self.theme
        assert case
        area: QRect = option.rect  # type: ignore[attr-defined]  # PySide's stubs leave the option's fields out
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(area, QColor(theme.selection))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(theme.line))
        if number == 0:
            if chosen:
                painter.fillRect(area.left(), area.top(), 3, area.height() - 1, QColor(theme.accent))
            if part.key in self.rows.noted:
                painter.setFont(self.plain)
                painter.setPen(QColor(theme.claimants[Claimant.READER]))
                margin = QRect(area.left() + 3, area.top() + self.above, px(MARGIN) - 3, self.step)
                painter.drawText(margin, Qt.AlignmentFlag.AlignCenter, "✎")
        text, quiet, font = self._laid(row, number, area.width())
        left = area.left() + (px(MARGIN) if number == 0 else px(GAP))
        top = area.top() + self.above
        if column.mark and (mark := column.mark(case, part)):
            self._mark(painter, mark, left, top)
        left += self._indent(column, part)
        width = area.right() - px(GAP) - left + 1
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.setFont(font)
        painter.setPen(QColor(theme.accent if column.url else theme.text))
        for line in text:
            painter.drawText(QRect(left, top, width, self.step), side | Qt.AlignmentFlag.AlignVCenter, line)
            top += self.step
        painter.setFont(self.small)
        painter.setPen(QColor(theme.quiet))
        for line in quiet:
            painter.drawText(QRect(left, top, width, self.small_step), side | Qt.AlignmentFlag.AlignVCenter, line)
            top += self.small_step
        painter.restore()

    def _mark(self, painter: QPainter, mark: str, left: int, top: int) -> None:
        """A square for who claims it, a round dot for what coincided."""
        painter.setPen(Qt.PenStyle.NoPen)
        side = px(8)
        box = QRectF(left, top + (self.step - side) / 2, side, side)
        if mark == COINCIDED:
            painter.setBrush(QColor(self.theme.spotlight_edge))
            painter.drawEllipse(box)
        else:
            painter.setBrush(QColor(self.theme.claimants[Claimant(mark)]))
            painter.drawRoundedRect(box, 1.5, 1.5)


def guarded(cell: str) -> str:
    """The cell as data: a spreadsheet would compute one that begins like a formula, so it gets an apostrophe."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def written(lines: Iterable[list[str]], *, separator: str = ",", ending: str = "\r\n") -> str:
    """Rows as CSV (RFC 4180), or with other separators."""
    out = StringIO()
    csv.writer(out, delimiter=separator, lineterminator=ending).writerows([guarded(cell) for cell in line] for line in lines)
    return out.getvalue()


def citations(case: Case, part: Event | Stay | Link | Evidence | Source) -> list[str]:
    """What the part rests on, as Chicago notes; of a source, itself."""
    cited = (Citation(part.key, None),) if isinstance(part, Source) else part.citations
    return [chicago(case.source[each.source], each.locator) for each in cited]


class Grid(QTableView):
    """Parts of one kind in rows.

    Signals: picked(Target), said(str) for the status bar, note_wanted(Target), sifted() when other rows are shown,
    opened(str) for an address.
    """

    picked, said, note_wanted, sifted, opened = Signal(object), Signal(str), Signal(object), Signal(), Signal(str)

    def __init__(self, kind: Kind, columns: tuple[Column, ...], name: str, *, most: int = 3, tall: bool = False) -> None:
        """most: lines of a paragraph in a cell.  tall: as tall as its rows, for a page that scrolls as a whole."""
        super().__init__()
        self.rows = Rows(kind, columns)
        self.shown = Sifted(self.rows)
        self.cells = Cells(self.rows, most)
        self._tall = tall
        self._quiet = False  # while the program, not the reader, moves the selection
        self._placing = False  # likewise the columns
        self._marked: Target | None = None
        self._shares = [float(column.share) for column in self.rows.columns]
        self.setModel(self.shown)
        self.setItemDelegate(self.cells)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)  # Tab leaves the table
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(px(20))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(px(LEAST))
        header.sectionResized.connect(self._resized)
        header.setFixedHeight(px(28))
        if tall:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.doubleClicked.connect(self._pick)
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self.fit)
        header.sortIndicatorChanged.connect(lambda *_: self._fitting.start())
        self.order_by(0)
        self.setSortingEnabled(True)

    # ---- showing

    def order_by(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.horizontalHeader().setSortIndicator(column, order)
        self.shown.sort(column, order)

    def show_parts(self, case: Case, parts: tuple[Any, ...], theme: Theme, noted: Iterable[tuple[Kind, str]]) -> None:
        """Show these parts of the case; where it is the same case, the reader's place in the table is kept."""
        same = self.rows.case is not None and self.rows.case.slug == case.slug
        place = self.verticalScrollBar().value() if same else 0
        marked = self._marked if same else None
        self.cells.dress(theme)
        header = self.horizontalHeader()
        self._quiet = True
        self.rows.show(case, parts, noted)
        self.shown.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        self._quiet = False
        self.fit()
        self.mark(marked)
        self.verticalScrollBar().setValue(place)
        self.sifted.emit()

    def sift(self, text: str, keep: Callable[[Any], bool]) -> None:
        """Show the rows that say all of these words somewhere and that `keep` keeps."""
        marked = self._marked
        self._quiet = True
        self.shown.sift(text, keep)
        self._quiet = False
        self.fit()
        self.mark(marked)
        self.sifted.emit()

    @property
    def count(self) -> int:
        return self.shown.rowCount()

    def target(self, index: Index) -> Target | None:
        if not index.isValid() or self.rows.case is None:
            return None
        return Target(self.rows.case.slug, self.rows.kind, self.part(index).key)

    def part(self, index: Index) -> Any:
        return self.rows.parts[self.shown.mapToSource(index).row()]

    def row_of(self, target: Target | None) -> int | None:
        """The row that shows the target; None where no row does."""
        case = self.rows.case
        if target is None or case is None or (target.case, target.kind) != (case.slug, self.rows.kind):
            return None
        source = next((row for row, part in enumerate(self.rows.parts) if part.key == target.key), -1)
        index = self.shown.mapFromSource(self.rows.index(source, 0))
        return index.row() if index.isValid() else None

    def mark(self, target: Target | None) -> None:
        """Select the row of the target, without saying that the reader chose it."""
        self._marked = target
        row = self.row_of(target)
        if row is not None and self.selectionModel().isRowSelected(row):
            return  # also one of several that the reader selected
        self._quiet = True
        if row is None:
            self.clearSelection()
        else:
            self.selectRow(row)
            self.scrollTo(self.shown.index(row, 0))
        self._quiet = False

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if not self._quiet and not selected.isEmpty():
            self._pick(selected.last().topLeft() if selected.count() else QModelIndex())

    def _pick(self, index: Index) -> None:
        if target := self.target(index):
            self._marked = target
            self.picked.emit(target)

    # ---- widths and heights

    def shares(self) -> list[float]:
        return list(self._shares)

    def take_shares(self, shares: list[float]) -> None:
        """Widths remembered from earlier; anything that does not fit these columns is let go."""
        if len(shares) == len(self._shares) and all(share > 0 for share in shares):
            self._shares = shares
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Columns share the whole width, so that there is never anything to scroll to at the right."""
        room, header = self.viewport().width(), self.horizontalHeader()
        total = sum(self._shares)
        self._placing = True
        left, used = 0.0, 0
        for number, share in enumerate(self._shares):
            left += share * room / total
            width = max(round(left) - used, px(LEAST))
            header.resizeSection(number, width)
            used += width
        self._placing = False
        self.fit()

    def _resized(self, number: int, old: int, new: int) -> None:
        """What the reader gives one column, the next one loses."""
        if self._placing:
            return
        header = self.horizontalHeader()
        widths = [header.sectionSize(i) for i in range(header.count())]
        widths[number] = old
        if number + 1 < len(widths):
            step = max(px(LEAST) - old, min(new - old, widths[number + 1] - px(LEAST)))
            widths[number] += step
            widths[number + 1] -= step
        self._shares = [float(width) for width in widths]
        self._place()

    def fit(self) -> None:
        """Give every row the height of its text."""
        rows, header = self.shown.rowCount(), self.horizontalHeader()
        self._fitting.stop()
        if rows > MANY:
            self.verticalHeader().setDefaultSectionSize(2 * self.cells.step + 2 * self.cells.above)
        else:
            widths = [header.sectionSize(i) for i in range(header.count())]
            for row in range(rows):
                source = self.shown.mapToSource(self.shown.index(row, 0)).row()
                self.setRowHeight(row, self.cells.height(source, widths))
        if self._tall:
            self.setFixedHeight(header.height() + sum(self.rowHeight(row) for row in range(rows)))

    # ---- keys, mouse, clipboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _address(self, index: Index) -> str:
        case = self.rows.case
        column = self.rows.columns[index.column()] if index.isValid() else None
        return column.url(case, self.part(index)) if case and column and column.url else ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        link = bool(self._address(self.indexAt(event.position().toPoint())))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier and event.button() == Qt.MouseButton.LeftButton
        if plain and (address := self._address(self.indexAt(event.position().toPoint()))):
            self.opened.emit(address)

    def chosen(self) -> list[Any]:
        """The parts of the selected rows, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.part(self.shown.index(row, 0)) for row in rows]

    def copy(self) -> None:
        """Put the selected rows on the clipboard: in columns for a spreadsheet, as CSV for what asks for it."""
        if parts := self.chosen():
            self._put(parts, separator="\t")
            self.said.emit(tr("1 row copied") if len(parts) == 1 else tr("{} rows copied").format(len(parts)))

    def copy_all(self) -> None:
        """Put all rows shown on the clipboard as CSV."""
        parts = [self.part(self.shown.index(row, 0)) for row in range(self.count)]
        self._put(parts, separator=",")
        self.said.emit(tr("1 row copied as CSV") if len(parts) == 1 else tr("{} rows copied as CSV").format(len(parts)))

    def _put(self, parts: list[Any], *, separator: str) -> None:
        head = [tr(column.heading) for column in self.rows.copied]
        lines = [head, *(self.rows.said_of(part) for part in parts)]
        data = QMimeData()
        as_csv = written(lines)
        data.setText(as_csv if separator == "," else written(lines[1:], separator=separator, ending="\n"))
        data.setData("text/csv", as_csv.encode())
        QGuiApplication.clipboard().setMimeData(data)

    def copy_citations(self) -> None:
        """Put what the selected rows rest on on the clipboard as Chicago notes, each once."""
        case = self.rows.case
        if case is None:
            return
        notes = list(dict.fromkeys(note for part in self.chosen() for note in citations(case, part)))
        if notes:
            QGuiApplication.clipboard().setText("\n".join(notes))
            self.said.emit(tr("Citation copied") if len(notes) == 1 else tr("{} citations copied").format(len(notes)))

    def menu(self) -> QMenu:
        """What can be done with the selected rows."""
        menu = QMenu(self)
        parts = self.chosen()
        several = len(parts) > 1
        copy = menu.addAction(tr("Copy {} rows").format(len(parts)) if several else tr("Copy row"), self.copy)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutVisibleInContextMenu(True)
        case = self.rows.case
        if case and self.rows.kind != Kind.HYPOTHESIS:
            notes = {note for part in parts for note in citations(case, part)}
            words = tr("Copy citation") if len(notes) == 1 else tr("Copy {} citations").format(len(notes))
            menu.addAction(words, self.copy_citations).setEnabled(bool(notes))
        addresses = [column.url(case, parts[0]) for column in self.rows.columns if case and column.url and len(parts) == 1]
        if addresses and addresses[0]:
            menu.addAction(tr("Open the address in the browser"), lambda: self.opened.emit(addresses[0]))
        if case and len(parts) == 1:
            menu.addSeparator()
            target = Target(case.slug, self.rows.kind, parts[0].key)
            menu.addAction(tr("Write a note…"), lambda: self.note_wanted.emit(target))
        return menu

    def _menu(self, at: QPoint) -> None:
        if self.chosen():
            menu = self.menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.viewport().mapToGlobal(at))


def forward(grid: Grid, page: QWidget) -> None:
    """Let a page say what its grid says."""
    for name in ("picked", "said", "note_wanted"):
        getattr(grid, name).connect(getattr(page, name))
