"""How is the matrix of explanations and evidence laid out, walked through and typed into?"""

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QLineEdit, QTableView, QWidget

from desktop_app.analysis.saying import signed
from desktop_app.casebook.language import tr
from desktop_app.charts.colours import Theme
from desktop_app.views.evidence_cells import Faced, HypothesisHeads, MatrixCells
from desktop_app.views.evidence_faces import Face, Faces, Part
from desktop_app.views.theme import px

Index = QModelIndex | QPersistentModelIndex
FIRST = 2  # column of the first explanation


class MatrixModel(QAbstractTableModel):
    """The cells of one weighing; it holds what it was shown, nothing of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.faces: Faces | None = None

    def show(self, faces: Faces) -> None:
        """Show a weighing.  Of the same case, only cells that changed are painted anew, and an editor stays open."""
        before = self.faces
        if before and before.case is faces.case and before.rows == faces.rows:
            self.faces = faces
            for row in range(faces.rows):
                for column in range(self.columnCount()):
                    if before.face(row, column) != faces.face(row, column):
                        self.dataChanged.emit(self.index(row, column), self.index(row, column))
            return
        self.beginResetModel()
        self.faces = faces
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() or self.faces is None else self.faces.rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.faces is None else FIRST + len(self.faces.hypotheses)

    def face(self, index: Index) -> Face:
        assert self.faces is not None
        return self.faces.face(index.row(), index.column())

    def headerData(self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if side != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole or self.faces is None:
            return None
        if section < FIRST:
            return (tr("Evidence · {}").format(len(self.faces.items)), tr("Test · gap"))[section]
        return self.faces.hypotheses[section - FIRST].short

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.faces is None:
            return None
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.face(index).text
        if role == Qt.ItemDataRole.DisplayRole:
            return self.face(index).first
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if self.can_be_typed(index) else flags

    def can_be_typed(self, index: Index) -> bool:
        """Priors, and the weights of shipped items; what was looked for is weighed by its chances."""
        if self.faces is None or index.column() < FIRST:
            return False
        if self.faces.part(index.row()) == Part.PRIOR:
            return True
        item = self.faces.item(index.row())
        return item is not None and item.key in self.faces.case.item

    def typed_before(self, index: Index) -> str:
        """What stands in the editor when it opens."""
        assert self.faces is not None
        result = self.faces.weighed.results[index.column() - FIRST]
        if self.faces.part(index.row()) == Part.PRIOR:
            return f"{100 * result.prior.low:.3g}–{100 * result.prior.high:.3g}"
        item = self.faces.item(index.row())
        assert item is not None
        weight = item.cells[index.column() - FIRST].weight
        if weight.low == weight.high:
            return signed(weight.mid)
        return tr("{} ({} to {})").format(signed(weight.mid), signed(weight.low), signed(weight.high))


class Typing(MatrixCells):
    """The cells with an editor, which tells every keystroke.

    Signals: typed(index, text) at every keystroke; entered(index, text) on Return; left(index) when it is closed.
    """

    typed, entered, left = Signal(object, str), Signal(object, str), Signal(object)

    def createEditor(self, parent: QWidget, option: object, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setFrame(True)
        kept = QPersistentModelIndex(index)
        editor.setPlaceholderText(tr("25–40") if index.row() == 0 else tr("+10 or 7 to 13"))
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        editor.textEdited.connect(lambda text: self.typed.emit(kept, text))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit) and not editor.isModified():
            model = index.model()
            assert isinstance(model, MatrixModel)
            editor.setText(model.typed_before(index))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor.isModified():
            self.entered.emit(QPersistentModelIndex(index), editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: object, index: Index) -> None:
        rect = option.rect  # type: ignore[attr-defined]
        wide = max(rect.width(), px(116))  # room for “+10 (+7 to +13)”, over the next cell where need be
        parent = editor.parentWidget()
        left = min(rect.left(), parent.width() - wide) if parent else rect.left()
        editor.setGeometry(left, rect.top() + 2, wide, rect.height() - 4)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self.left.emit(QPersistentModelIndex(index))
        super().destroyEditor(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Return enters at once and goes no further: the table would take it for a wish to type."""
        if (
            isinstance(event, QKeyEvent)
            and isinstance(editor, QLineEdit)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            return True
        return super().eventFilter(editor, event)


class MatrixView(QTableView):
    """The matrix.

    Signals: chosen(row, column) as the reader moves; stepped(index, ±1) for Alt with an arrow; cleared(index) for
    Delete; picked_head(column).
    """

    chosen, stepped, cleared, picked_head = Signal(int, int), Signal(object, int), Signal(object), Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.rows = MatrixModel()
        self.cells = Typing(self._faced)
        self.heads = HypothesisHeads(self._faced)
        self.setModel(self.rows)
        self.setItemDelegate(self.cells)
        self.setHorizontalHeader(self.heads)
        self.heads.sectionClicked.connect(self.picked_head)
        self.setAccessibleName(tr("Explanations and evidence"))
        self.setAccessibleDescription(
            tr(
                "Arrows move; Return or a figure types a weight; Alt with up or down goes a step of the scale; Delete "
                "takes back what is mine."
            )
        )
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._moved)
        self._quiet = False

    def _faced(self) -> Faced:
        """What the cells are drawn by."""
        return Faced(self.rows.faces, self.currentIndex().row(), self.currentIndex().column(), self.hasFocus())

    def show_faces(self, faces: Faces, theme: Theme) -> None:
        """Show a weighing; the reader's place in the matrix is kept, by item where rows have moved."""
        before, at = self.rows.faces, self.currentIndex()
        dressed = self.cells.theme is theme and before is not None and before.case is faces.case
        item = before.item(at.row()) if before and at.isValid() and before.case.slug == faces.case.slug else None
        self.cells.dress(theme)
        self.heads.dress(theme)
        self._quiet = True
        self.rows.show(faces)
        if item and (row := faces.row_of(item.key)) is not None and row != self.currentIndex().row():
            self.setCurrentIndex(self.rows.index(row, at.column()))
        self._quiet = False
        if not dressed or before is None or before.rows != faces.rows:
            self.fit()
            self.viewport().update()

    def fit(self) -> None:
        """As tall as its rows, for a page that scrolls as a whole; columns share the width."""
        faces = self.rows.faces
        if faces is None:
            return
        for row in range(faces.rows):
            self.setRowHeight(row, self.cells.height(faces.part(row)))
        for column, width in enumerate(self.cells.widths(self.width(), len(faces.hypotheses))):
            self.setColumnWidth(column, width)
        self.heads.fit()
        self.setFixedHeight(self.heads.height() + sum(self.rowHeight(row) for row in range(faces.rows)))

    def mark(self, row: int, column: int) -> None:
        """Move to a cell without telling anybody."""
        self._quiet = True
        self.setCurrentIndex(self.rows.index(row, column))
        self._quiet = False

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.isValid() and not self._quiet:
            self.chosen.emit(now.row(), now.column())
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.chosen.emit(index.row(), index.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, key = self.currentIndex(), event.key()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.rows.can_be_typed(index):
            self.stepped.emit(QPersistentModelIndex(index), 1 if key == Qt.Key.Key_Up else -1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and index.isValid():
            self.cleared.emit(QPersistentModelIndex(index))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.rows.can_be_typed(index):
            self.edit(index)
        elif event.text().isalpha() or event.text() == " ":
            event.ignore()  # letters are the page's commands; numbers and signs begin an entry
        else:
            super().keyPressEvent(event)

    def edit_at(self, row: int, column: int) -> None:
        self.setCurrentIndex(self.rows.index(row, column))
        self.edit(self.rows.index(row, column))
