"""Where do two readers of one case weigh the evidence alike, and where do they differ?"""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis import explained
from desktop_app.analysis.judging import judged
from desktop_app.analysis.readers import Band, compare
from desktop_app.analysis.saying import signed
from desktop_app.analysis.weighing import Weighing, standings_in_words, weighing
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.charts.colours import Theme
from desktop_app.charts.weights import mixed
from desktop_app.library.library import Library
from desktop_app.views.parts import label
from desktop_app.views.saved_analyses import PlainCells
from desktop_app.views.theme import interface, px

_SHADES = {Band.CONSENSUS: 0.0, Band.MILD: 0.12, Band.STRONG: 0.26, Band.EXTREME: 0.42}


def band_words(band: Band) -> str:
    return {
        Band.CONSENSUS: tr("consensus"),
        Band.MILD: tr("mild disagreement"),
        Band.STRONG: tr("strong disagreement"),
        Band.EXTREME: tr("extreme disagreement"),
    }[band]


def other_reader(path: Path, case: Case) -> Weighing:
    """The weights of the same case in another library, opened for reading and closed again.

    Raises Trouble where it is no library, or does not hold the case.
    """
    with Library.open(path, create=False, read_only=True) as library:
        theirs = library.case(case.slug)
        return weighing(theirs, judged(theirs, library.reading(case.slug)))


class ReadersDialog(QDialog):
    """Item by item, mine beside the other's, shaded by how far they disagree."""

    def __init__(self, mine: Weighing, theirs: Weighing, name: str, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Two readers: mine, and {}").format(name))
        self.resize(px(820), px(600))
        found = compare(mine.matrix, theirs.matrix)
        keys = [key for key in mine.matrix.keys if key in theirs.matrix.keys]
        cells = {(cell.evidence, cell.hypothesis): cell for cell in found.cells}
        rows = [row for row in mine.matrix.rows if any((row.key, key) in cells for key in keys)]
        self.table = QTableWidget(len(rows), 1 + len(keys))
        self.table.setHorizontalHeaderLabels([tr("Evidence"), *(mine.matrix.short(key) for key in keys)])
        self.table.setAccessibleName(tr("Weights in decibels: mine, then the other's"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setItemDelegate(PlainCells(self.table))
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for at, row in enumerate(rows):
            self.table.setItem(at, 0, QTableWidgetItem(row.short))
            for column, key in enumerate(keys, start=1):
                cell = cells[row.key, key]
                differ = "" if cell.band == Band.CONSENSUS else "  ≠"
                item = QTableWidgetItem(tr("{}  |  {}{}").format(signed(cell.first), signed(cell.second), differ))
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                item.setBackground(mixed(theme.panel, theme.spotlight, _SHADES[cell.band]))
                item.setForeground(QColor(theme.text))
                words = tr("{} under “{}”: mine {} dB, theirs {} dB: {}").format(
                    row.short, mine.matrix.short(key), signed(cell.first), signed(cell.second), band_words(cell.band)
                )
                item.setToolTip(words)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
                self.table.setItem(at, column, item)
        kappa, alpha = ("–" if value is None else f"{value:.2f}" for value in (found.kappa, found.alpha))
        bands = ", ".join(
            tr("{} {}").format(sum(cell.band == band for cell in found.cells), band_words(band)) for band in Band
        )
        lines = [
            tr("Mine: {}").format(standings_in_words(mine)),
            tr("{}: {}").format(name, standings_in_words(theirs)),
            tr("Of {} weights: {}. Weighted kappa {}, Krippendorff's alpha {}.").format(
                len(found.cells), bands, kappa, alpha
            ),
        ]
        if found.only_first or found.only_second:
            lines.append(
                tr("Items that only one of us weighs: {} mine, {} theirs.").format(
                    len(found.only_first), len(found.only_second)
                )
            )
        whole = QVBoxLayout(self)
        self.told = label("\n".join(lines), interface(), selectable=True)
        whole.addWidget(self.told)
        whole.addWidget(self.table, 1)
        told = explained.readers()
        small = "\n".join((*found.assumptions, told.text, "; ".join(told.literature)))
        whole.addWidget(label(small, interface(11.5), "quiet"))
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        whole.addWidget(close)
