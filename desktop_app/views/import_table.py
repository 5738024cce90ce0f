"""How is a table of itineraries read: in which encoding, and which column says what?"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.exchange.columns import SAID, Column, Reads, checked, suggested
from desktop_app.exchange.itineraries import Settings, title_of
from desktop_app.exchange.table_dates import DateOrder
from desktop_app.exchange.tables import ENCODINGS, SEPARATORS, Form, Preview, form_of, preview
from desktop_app.views.parts import heading, label
from desktop_app.views.theme import interface, px

Index = QModelIndex | QPersistentModelIndex
_SIGNS = {",": "comma ,", ";": "semicolon ;", "\t": "tab", "|": "bar |"}


@dataclass(frozen=True, slots=True)
class Looked:
    """The beginning of a file, in the form in which it was read."""

    path: Path
    form: Form
    preview: Preview


def look(path: Path, encoding: str | None = None, separator: str | None = None) -> Looked:
    """Read the beginning of a file.  Raises Trouble."""
    form = form_of(path, encoding, separator)
    return Looked(path, form, preview(path, form))


class _Beginning(QAbstractTableModel):
    """The first rows of the table; under the name of each column stands what it is read as."""

    def __init__(self) -> None:
        super().__init__()
        self._preview = Preview((), ())
        self._said: Mapping[int, str] = {}

    def show(self, shown: Preview, reads: Reads) -> None:
        self.beginResetModel()
        self._preview = shown
        self._said = {at: tr(SAID[column]) for column, at in reads.at.items()}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._preview.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._preview.header)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._preview.rows[index.row()]
        cell = row[index.column()] if index.column() < len(row) else ""
        return cell if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 2)  # as a spreadsheet counts; the head is row 1
        return f"{self._preview.header[section]}\n{self._said.get(section, '–')}"


class TablePage(QWidget):
    """Signals: form_wanted(encoding, separator) when the file is to be read in another form."""

    form_wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._looked: Looked | None = None
        self._quiet = False  # while the program, not the reader, changes a choice
        self.encoding, self.separator, self.order = QComboBox(), QComboBox(), QComboBox()
        for name, words in ENCODINGS.items():
            self.encoding.addItem(tr(words), name)
        for sign in SEPARATORS:
            self.separator.addItem(tr(_SIGNS[sign]), sign)
        for value, words in (
            ("", tr("not needed, or not yet known")),
            (str(DateOrder.DAY_MONTH), tr("the day: 7/12 is 7 December")),
            (str(DateOrder.MONTH_DAY), tr("the month: 7/12 is July 12")),
        ):
            self.order.addItem(words, value)
        self.title, self.first_year, self.last_year = QLineEdit(), QLineEdit(), QLineEdit()
        self.first_year.setPlaceholderText(tr("first"))
        self.last_year.setPlaceholderText(tr("last"))
        self.people = QLineEdit(placeholderText=tr("all; or names with semicolons between them"))
        self.without_faulty = QCheckBox(tr("Leave out rows that cannot be read"))
        self.columns = {column: QComboBox() for column in Column}
        self.wrong = label("", interface(12), "error", selectable=True)
        self.doubt = label("", interface(12), "quiet")
        self._beginning = _Beginning()
        self.table = QTableView()
        self.table.setModel(self._beginning)
        self.table.setAccessibleName(tr("The first rows of the table"))
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.horizontalHeader().setDefaultSectionSize(px(130))
        self._lay_out()
        self.encoding.activated.connect(lambda _: self._ask_form())
        self.separator.activated.connect(lambda _: self._ask_form())
        for box in self.columns.values():
            box.currentIndexChanged.connect(lambda _: self._remapped())
        self.tell(None)

    def _lay_out(self) -> None:
        left = QGridLayout()
        left.setHorizontalSpacing(px(10))
        left.setVerticalSpacing(px(5))
        row = 0

        def add(words: str, widget: QWidget) -> None:
            nonlocal row
            named = label(words, interface(12), wraps=False)
            named.setBuddy(widget)
            widget.setAccessibleName(words)
            left.addWidget(named, row, 0)
            left.addWidget(widget, row, 1)
            row += 1

        def add_heading(words: str) -> None:
            nonlocal row
            left.setRowMinimumHeight(row, px(24))
            left.addWidget(heading(words), row, 0, 1, 2, Qt.AlignmentFlag.AlignBottom)
            row += 1

        add_heading(tr("The file"))
        add(tr("Written in"), self.encoding)
        add(tr("Between columns"), self.separator)
        add(tr("First in a date like 7/12/1941"), self.order)
        add_heading(tr("Which column says"))
        for column, box in self.columns.items():
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(16)
            add(tr(SAID[column]), box)
        add_heading(tr("What is imported"))
        add(tr("Title of your case"), self.title)
        years = QWidget()
        line = QHBoxLayout(years)
        line.setContentsMargins(0, 0, 0, 0)
        for year, name in ((self.first_year, tr("First year")), (self.last_year, tr("Last year"))):
            year.setAccessibleName(name)
            line.addWidget(year)
        add(tr("Only the years"), years)
        add(tr("Only the people"), self.people)
        left.addWidget(self.without_faulty, row, 1)
        left.setRowStretch(row + 1, 1)
        right = QVBoxLayout()
        right.addWidget(heading(tr("The first rows")))
        right.addWidget(self.table, 1)
        right.addWidget(self.doubt)
        right.addWidget(self.wrong)
        inside = QWidget()
        left.setContentsMargins(0, 0, px(6), 0)
        inside.setLayout(left)
        choices = QScrollArea(widgetResizable=True)  # on a low screen, or with large type
        choices.setFrameShape(QScrollArea.Shape.NoFrame)
        choices.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        choices.setWidget(inside)
        choices.setMinimumWidth(inside.minimumSizeHint().width() + px(12))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(12))
        layout.addWidget(choices, 2)
        layout.addLayout(right, 3)

    # ---- showing

    def show_file(self, looked: Looked) -> None:
        """Show the beginning of a file; where it is the same one in another form, what was chosen stays if it can."""
        kept = self.reads if self._looked and self._looked.path == looked.path else None
        same_head = kept and self._looked and self._looked.preview.header == looked.preview.header
        reads = kept if kept and same_head else suggested(looked.preview.header)
        if self._looked is None or self._looked.path != looked.path:
            self.title.setText(title_of(looked.path))
        self._looked, self._quiet = looked, True
        self.encoding.setCurrentIndex(max(self.encoding.findData(looked.form.encoding), 0))
        self.separator.setCurrentIndex(max(self.separator.findData(looked.form.separator), 0))
        for column, box in self.columns.items():
            box.clear()
            box.addItem(tr("no column"), -1)
            for at, name in enumerate(looked.preview.header):
                box.addItem(name or tr("column {}").format(at + 1), at)
            box.setCurrentIndex(box.findData(reads.at.get(column, -1)))
        self._quiet = False
        self.doubt.setText(
            tr("The file does not say how it is written. Are the names right? Else choose another encoding.")
            if looked.form.doubtful
            else ""
        )
        self.doubt.setVisible(looked.form.doubtful)
        self.tell(None)
        self._remapped()

    def tell(self, trouble: Trouble | None) -> None:
        """Say what is in the way, or that nothing is."""
        parts = (trouble.what, trouble.kept, trouble.do) if trouble else ()
        self.wrong.setText("\n".join(part.strip() for part in parts if part))
        self.wrong.setVisible(trouble is not None)

    def _remapped(self) -> None:
        if self._looked and not self._quiet:
            self._beginning.show(self._looked.preview, self.reads)

    def _ask_form(self) -> None:
        self.form_wanted.emit(str(self.encoding.currentData()), str(self.separator.currentData()))

    # ---- what was chosen

    @property
    def looked(self) -> Looked | None:
        return self._looked

    @property
    def reads(self) -> Reads:
        chosen = {column: box.currentData() for column, box in self.columns.items()}
        return Reads({column: at for column, at in chosen.items() if isinstance(at, int) and at >= 0})

    def settings(self) -> Settings:
        """What the reader chose.  Raises Trouble if it is not enough."""
        if self._looked is None:
            raise Trouble(tr("No file was chosen."))
        order = str(self.order.currentData())
        return Settings(
            reads=checked(self.reads, self._looked.preview.header),
            order=DateOrder(order) if order else None,
            title=self.title.text().strip(),
            years=self._years(),
            persons=frozenset(filter(None, (name.strip() for name in self.people.text().split(";")))),
            without_faulty_rows=self.without_faulty.isChecked(),
        )

    def _years(self) -> tuple[int, int] | None:
        typed = [box.text().strip() for box in (self.first_year, self.last_year)]
        if not any(typed):
            return None
        first, last = typed[0] or "0", typed[1] or "9999"
        if not (first.isdecimal() and last.isdecimal()):
            raise Trouble(tr("“{}” are no years.").format("–".join(typed)), do=tr("Write them like 1941 and 1945."))
        return int(first), int(last)
