"""How are the parts of a case laid out in rows that can be sorted, filtered, marked and copied?"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QMimeData,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from desktop_app.casebook.case import Case, Citation, Event, Evidence, Link, Source, Stay, Target
from desktop_app.casebook.chicago import chicago
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Kind
from desktop_app.charts.colours import Theme
from desktop_app.views.cells import Cells, Heads
from desktop_app.views.csv_text import written
from desktop_app.views.rows import Column, Index, Rows, Sifted
from desktop_app.views.theme import px

LEAST = 44  # width of a column
MANY = 400  # rows; beyond, every row has two lines, whatever its text


def shared(room: int, shares: Sequence[float], least: Sequence[int]) -> list[int]:
    """Widths of columns, in pixels, that fill the room in these shares, none below its least."""
    fixed: set[int] = set()
    while True:
        free = [number for number in range(len(shares)) if number not in fixed]
        left = room - sum(least[number] for number in fixed)
        total = sum(shares[number] for number in free)
        narrow = {number for number in free if shares[number] * left < least[number] * total}
        if not narrow:
            break
        fixed |= narrow
    widths, used, given = list(least), 0.0, 0
    for number in free:
        used += shares[number] * left / total
        widths[number] = round(used) - given
        given += widths[number]
    return widths


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

    def __init__(
        self,
        kind: Kind,
        columns: tuple[Column, ...],
        name: str,
        *,
        most: int = 3,
        tall: bool = False,
        copies_citations: bool = False,
    ) -> None:
        """most: lines of a paragraph in a cell.  tall: as tall as its rows, for a page that scrolls as a whole.

        copies_citations: Ctrl+C takes Chicago notes rather than rows.
        """
        super().__init__()
        self.rows = Rows(kind, columns)
        self.shown = Sifted(self.rows)
        self.cells = Cells(self.rows, most)
        self._tall, self._copies_citations = tall, copies_citations
        self._quiet = False  # while the program, not the reader, moves the selection
        self._placing = False  # likewise the columns
        self._marked: Target | None = None
        self._shares = [float(column.share) for column in self.rows.columns]
        self._least = [px(LEAST)] * len(self._shares)
        self.setModel(self.shown)
        self.setItemDelegate(self.cells)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)  # Tab leaves the table
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(px(20))
        self.heads = header = Heads(self.rows)
        self.setHorizontalHeader(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(px(LEAST))
        header.sectionResized.connect(self._resized)
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
        self.heads.theme = theme
        header = self.horizontalHeader()
        self._quiet = True
        self.rows.show(case, parts, noted)
        self.shown.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        self._quiet = False
        self._least = self.cells.least_widths()
        self._place()
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
            self._pick(selected.last().topLeft())

    def _pick(self, index: Index) -> None:
        if target := self.target(index):
            self._marked = target
            self.picked.emit(target)

    # ---- widths and heights

    def layout_kept(self) -> dict[str, Any]:
        """Column widths and order, to be remembered."""
        header = self.horizontalHeader()
        down = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return {"shares": self._shares, "column": header.sortIndicatorSection(), "down": down}

    def lay_out(self, state: dict[str, Any]) -> None:
        """As `layout_kept` gave it; whatever does not fit these columns is let go."""
        shares, column = [float(share) for share in state["shares"]], int(state["column"])
        if len(shares) == len(self._shares) and all(share > 0 for share in shares):
            self._shares = shares
            self._place()
        if 0 <= column < len(self._shares):
            self.order_by(column, Qt.SortOrder.DescendingOrder if state["down"] else Qt.SortOrder.AscendingOrder)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Columns share the whole width; none is narrower than its longest word, so a narrow table scrolls."""
        header = self.horizontalHeader()
        self._placing = True
        for number, width in enumerate(shared(self.viewport().width(), self._shares, self._least)):
            header.resizeSection(number, width)
        self._placing = False
        self.fit()

    def _resized(self, number: int, old: int, new: int) -> None:
        """What the reader gives one column, those to its right lose, the next one first."""
        if self._placing:
            return
        header = self.horizontalHeader()
        widths = [header.sectionSize(i) for i in range(header.count())]
        widths[number] = old
        wanted = max(new, self._least[number]) - old
        for right in range(number + 1, len(widths)):
            step = min(wanted, widths[right] - self._least[right])
            widths[number] += step
            widths[right] -= step
            wanted -= step
        self._shares = [float(width) for width in widths]
        self._place()

    def fit(self) -> None:
        """Give every row the height of its text."""
        rows, header = self.shown.rowCount(), self.horizontalHeader()
        self._fitting.stop()
        if rows > MANY:
            self.verticalHeader().setDefaultSectionSize(self.cells.of_two_lines)
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
            if self._copies_citations:
                self.copy_citations()
            else:
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
        by_keys = menu.addAction(tr("Copy {} rows").format(len(parts)) if several else tr("Copy row"), self.copy)
        case = self.rows.case
        if case and self.rows.kind != Kind.HYPOTHESIS:
            notes = {note for part in parts for note in citations(case, part)}
            words = tr("Copy citation") if len(notes) == 1 else tr("Copy {} citations").format(len(notes))
            cite = menu.addAction(words, self.copy_citations)
            cite.setEnabled(bool(notes))
            by_keys = cite if self._copies_citations else by_keys
        by_keys.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        by_keys.setShortcutVisibleInContextMenu(True)
        addresses = [
            column.url(case, parts[0]) for column in self.rows.columns if case and column.url and len(parts) == 1
        ]
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
