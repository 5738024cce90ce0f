"""Which parts of a case make the rows of a table, what do they say, and in which order?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt

from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Kind
from desktop_app.library.folding import fold

Index = QModelIndex | QPersistentModelIndex
COINCIDED = "coincided"  # a mark beside those of the claimants, whose words stand in their rows


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
            mine = tr("has a note of mine") if index.column() == 0 and part.key in self.noted else ""
            return ", ".join(text for text in (column.text(self.case, part), *self._more(column, part), mine) if text)
        return None

    def _more(self, column: Column, part: Any) -> tuple[str, ...]:
        """What the cell says beside its text."""
        assert self.case
        coincided = column.mark is not None and column.mark(self.case, part) == COINCIDED
        return (
            *((tr("what coincided"),) if coincided else ()),
            *((column.below(self.case, part),) if column.below else ()),
        )

    def _tip(self, column: Column, part: Any) -> str | None:
        """The cell in full.  As HTML, because Qt would read a text that looks like it as such."""
        assert self.case
        text = column.whole(self.case, part) if column.whole else column.text(self.case, part)
        said = "\n\n".join(each for each in (text, *self._more(column, part)) if each)
        return f"<qt>{escape(said).replace(chr(10), '<br>')}</qt>" if said else None

    def words(self, row: int) -> str:
        """What the row says, folded; of a figure only the figure, not all that it counts."""
        if row not in self._folded:
            case, part = self.case, self.parts[row]
            assert case
            says = ((each.text if each.right else each.whole or each.text, each.below) for each in self.columns)
            self._folded[row] = fold(" ".join(said(case, part) for both in says for said in both if said))
        return self._folded[row]

    def said_of(self, part: Any) -> list[str]:
        """The row in full, as it is copied."""
        case = self.case
        assert case
        both = (((each.whole or each.text)(case, part), each.below and each.below(case, part)) for each in self.copied)
        return ["\n".join(said for said in cell if said) for cell in both]


class Sifted(QSortFilterProxyModel):
    """Those rows that the reader asked for, in the order he chose."""

    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self.rows = rows
        self._words: list[str] = []
        self._keep: Callable[[Any], bool] = lambda _: True
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
            keys = [said.order(case, part) if said.order else fold(said.text(case, part)) for part in parts]
            self._rank = [0] * len(parts)
            for rank, row in enumerate(sorted(range(len(parts)), key=keys.__getitem__)):
                self._rank[row] = rank
        super().sort(column, order)

    def lessThan(self, left: Index, right: Index) -> bool:
        if len(self._rank) != len(self.rows.parts):
            return left.row() < right.row()
        return self._rank[left.row()] < self._rank[right.row()]
