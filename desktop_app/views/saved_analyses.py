"""Which analyses have I kept with this case, and what can be done with one: run again, compare, print, export?"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis import kept
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Saved
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.library import Library
from desktop_app.reports.files import write_whole
from desktop_app.views import csv_text
from desktop_app.views.parts import label
from desktop_app.views.settings import settings as remembered
from desktop_app.views.stamp import stamp
from desktop_app.views.task import Task
from desktop_app.views.theme import interface, px


def keep(
    library: Library,
    case: str,
    kind: str,
    settings: Mapping[str, Any],
    result: Mapping[str, Any],
    assumptions: Sequence[str],
    seed: int | None = None,
) -> Saved:
    """Keep a run with its case; the same run kept before is not kept twice.  Raises Trouble for a read-only library."""
    earlier = [saved for saved in library.analyses(case) if saved.kind == kind]
    for saved in earlier:
        if (saved.seed, _plain(saved.settings), _plain(saved.result)) == (seed, _plain(settings), _plain(result)):
            return saved
    name = tr("{}, run {}").format(kept.kind(kind).title, len(earlier) + 1)
    with library.change(tr("Keep the analysis “{}”").format(name)) as change:
        made = change.save_analysis(case, kind, name, settings, result, assumptions=assumptions, seed=seed)
    return next(saved for saved in library.analyses(case) if saved.id == made)


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


def as_csv(case: Case, saved: Saved) -> bytes:
    return csv_text.written(kept.rows(case, saved)).encode("utf-8-sig")


def as_json(saved: Saved) -> bytes:
    return (json.dumps(kept.plain(saved), ensure_ascii=False, indent=2) + "\n").encode()


def export(parent: QWidget, case: Case, saved: Saved) -> Path | None:
    """Ask where, and write CSV or JSON by the name's ending.  Raises Trouble where it cannot be written."""
    folder = Path(str(remembered().value("last/folder", str(Path.home()))))
    name = "".join(char if char.isalnum() else "-" for char in f"{case.slug} {saved.name}".casefold())
    chosen, _ = QFileDialog.getSaveFileName(
        parent, tr("Export “{}”").format(saved.name), str(folder / f"{name}.csv"), tr("CSV (*.csv);;JSON (*.json)")
    )
    if not chosen:
        return None
    path = Path(chosen)
    remembered().setValue("last/folder", str(path.parent))
    write_to(path, case, saved)
    return path


def write_to(path: Path, case: Case, saved: Saved) -> None:
    """Write the analysis as JSON if the name ends so, else as CSV."""
    write_whole(path, as_json(saved) if path.suffix.casefold() == ".json" else as_csv(case, saved))


class PlainCells(QStyledItemDelegate):
    """Cells with their ground, and without a frame about the one that has the keys: its row is marked already."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None:
            painter.fillRect(option.rect, ground)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, option, index)


class SavedAnalyses(QDialog):
    """The analyses of one case in a list, the one in focus told below it.

    Signals: opened(Saved) to show one on its own page.
    """

    opened = Signal(object)

    def __init__(self, library: Library, case: Case, parent: QWidget | None, kind: str = "") -> None:
        """kind: only those of one kind; empty: all."""
        super().__init__(parent)
        self.setWindowTitle(tr("Analyses kept with “{}”").format(case.short_title))
        self.resize(px(760), px(560))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._library, self._case, self._kind = library, case, kind
        self.shown: tuple[Saved, ...] = ()
        self.task: Task | None = None
        self.table = QTableWidget(0, 4)
        self.table.setHorizontalHeaderLabels([tr("Analysis"), tr("Found"), tr("Run"), tr("In the summary")])
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setItemDelegate(PlainCells(self.table))
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setAccessibleName(tr("Analyses kept with this case"))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 170), (2, 110), (3, 110)):
            self.table.setColumnWidth(column, px(width))
        self.table.itemSelectionChanged.connect(self._tell)
        self.table.itemChanged.connect(self._ticked)
        self.told = QPlainTextEdit(readOnly=True)
        self.told.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))  # its tables stand in columns
        self.told.setAccessibleName(tr("The analysis in words"))
        self.told.setTabChangesFocus(True)
        self.buttons = {
            "open": QPushButton(tr("Show")),
            "again": QPushButton(tr("Run again")),
            "compare": QPushButton(tr("Compare two")),
            "rename": QPushButton(tr("Rename…")),
            "export": QPushButton(tr("Export…")),
            "remove": QPushButton(tr("Remove")),
        }
        acts = {
            "open": self._open,
            "again": self.run_again,
            "compare": self.compare,
            "rename": self._rename,
            "export": self._export,
            "remove": self._remove,
        }
        row = QHBoxLayout()
        for name, made in self.buttons.items():
            made.setAutoDefault(False)
            made.clicked.connect(acts[name])
            row.addWidget(made)
        row.addStretch(1)
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.hide()
        self.cancel = QPushButton(tr("Cancel the run"))
        self.cancel.clicked.connect(self._cancel)
        self.cancel.hide()
        running = QHBoxLayout()
        running.addWidget(self.progress, 1)
        running.addWidget(self.cancel)
        self.trouble = label("", interface(), "error")
        self.trouble.hide()
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(
            label(
                tr("Each run is kept with its settings, seed, version and time. Tick what belongs in the summary."),
                interface(12),
                "quiet",
            )
        )
        whole.addWidget(self.table, 3)
        whole.addLayout(row)
        whole.addLayout(running)
        whole.addWidget(self.trouble)
        whole.addWidget(self.told, 4)
        whole.addWidget(close)
        self._leave = library.listen(lambda _: self.fill())
        self.finished.connect(lambda _: self._end())
        self.fill()

    # ---- showing

    def fill(self) -> None:
        """Read the list anew; what was selected stays so."""
        chosen = {saved.id for saved in self.chosen()}
        self.shown = tuple(
            saved for saved in reversed(self._library.analyses(self._case.slug)) if self._kind in ("", saved.kind)
        )
        self.table.blockSignals(True)
        self.table.setRowCount(len(self.shown))
        for at, saved in enumerate(self.shown):
            cells = (saved.name, self._found(saved), stamp(saved.made), "")
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                if column == 0:
                    item.setFont(interface(12.5, QFont.Weight.DemiBold))
                if column == 3:
                    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                    item.setCheckState(Qt.CheckState.Checked if saved.in_summary else Qt.CheckState.Unchecked)
                    item.setData(
                        Qt.ItemDataRole.AccessibleTextRole,
                        tr("in the summary") if saved.in_summary else tr("not in the summary"),
                    )
                self.table.setItem(at, column, item)
        self.table.blockSignals(False)
        rows = [at for at, saved in enumerate(self.shown) if saved.id in chosen] or ([0] if self.shown else [])
        self.table.clearSelection()
        for at in rows:
            for column in range(4):
                if cell := self.table.item(at, column):
                    cell.setSelected(True)
        self._tell()

    def _found(self, saved: Saved) -> str:
        try:
            return kept.kind(saved.kind).headline(self._case, saved.settings, saved.result).text
        except Trouble as trouble:
            return trouble.what

    def chosen(self) -> list[Saved]:
        """In the order of the list, the newest first."""
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        return [self.shown[row] for row in rows if row < len(self.shown)]

    def _tell(self) -> None:
        chosen = self.chosen()
        if len(chosen) == 1:
            try:
                self.told.setPlainText(kept.said(self._case, chosen[0]))
            except Trouble as trouble:
                self.told.setPlainText(f"{trouble.what} {trouble.do}")
        elif not self.shown:
            self.told.setPlainText(
                tr("None yet. Weigh the evidence, or ask a question on the Chance page, and keep it.")
            )
        writable = not self._library.read_only
        one = len(chosen) == 1
        for name in ("open", "export"):
            self.buttons[name].setEnabled(one)
        for name in ("again", "rename"):
            self.buttons[name].setEnabled(one and writable)
        self.buttons["compare"].setEnabled(len(chosen) == 2)
        self.buttons["remove"].setEnabled(bool(chosen) and writable)

    def _say(self, trouble: Trouble | None) -> None:
        self.trouble.setText(f"{trouble.what} {trouble.do}" if trouble else "")
        self.trouble.setVisible(trouble is not None)

    # ---- what the reader does

    def _ticked(self, item: QTableWidgetItem) -> None:
        saved = self.shown[item.row()]
        wanted = item.checkState() == Qt.CheckState.Checked
        if item.column() != 3 or wanted == saved.in_summary:
            return
        words = tr("Put “{}” in the summary") if wanted else tr("Take “{}” out of the summary")
        try:
            with self._library.change(words.format(saved.name)) as change:
                change.put_in_summary(saved.id, wanted)
        except Trouble as trouble:
            self.fill()
            self._say(trouble)

    def _open(self) -> None:
        (saved,) = self.chosen()
        self.opened.emit(saved)
        self.accept()

    def run_again(self) -> None:
        """With the same settings and seed, by this version; what comes out is kept beside the older run."""
        (saved,) = self.chosen()
        self._cancel()
        try:
            of_kind = kept.kind(saved.kind)
        except Trouble as trouble:
            self._say(trouble)
            return
        self.progress.setValue(0)
        self.progress.show()
        self.cancel.show()
        self.task = Task(lambda step: of_kind.run(self._case, saved.settings, saved.seed or 1, step))
        self.task.progress.connect(lambda share: self.progress.setValue(round(100 * share)))
        self.task.done.connect(lambda run: self._ran(saved, run))
        self.task.failed.connect(self._failed)

    def _ran(self, saved: Saved, run: kept.Run) -> None:
        self._cancel()
        result, assumptions = run
        made = keep(self._library, saved.case, saved.kind, saved.settings, result, assumptions, seed=saved.seed)
        self._say(None)
        if made.id == saved.id:
            self.told.setPlainText(
                tr("Run again: the same in every number.\n\n{}").format(kept.said(self._case, saved))
            )
        else:
            self._show_difference(saved, made)

    def _failed(self, error: Exception) -> None:
        self._cancel()
        self._say(error if isinstance(error, Trouble) else Trouble(str(error)))

    def _cancel(self) -> None:
        if self.task is not None:
            self.task.cancel()
            self.task = None
        self.progress.hide()
        self.cancel.hide()

    def compare(self) -> None:
        """The older of two runs beside the newer."""
        newer, older = self.chosen()
        self._show_difference(older, newer)

    def _show_difference(self, older: Saved, newer: Saved) -> None:
        try:
            found = kept.compare(self._case, older, newer)
        except Trouble as trouble:
            self._say(trouble)
            return
        self._say(None)
        lines = [tr("{}, beside the older {}").format(newer.name, older.name), ""]
        for difference in found:
            if difference.older == difference.newer:
                lines.append(tr("{}: the same: {}").format(difference.what, difference.newer))
            else:
                lines += [
                    difference.what,
                    tr("    older: {}").format(difference.older),
                    tr("    newer: {}").format(difference.newer),
                ]
        self.told.setPlainText("\n".join(lines))

    def _rename(self) -> None:
        (saved,) = self.chosen()
        name, given = QInputDialog.getText(self, tr("Rename"), tr("Name of the analysis"), text=saved.name)
        if given and name.strip() and name.strip() != saved.name:
            self.rename(saved, name.strip())

    def rename(self, saved: Saved, name: str) -> None:
        with self._library.change(tr("Rename the analysis “{}”").format(saved.name)) as change:
            change.rename_analysis(saved.id, name)

    def _export(self) -> None:
        (saved,) = self.chosen()
        try:
            export(self, self._case, saved)
        except Trouble as trouble:
            self._say(trouble)

    def _remove(self) -> None:
        chosen = self.chosen()
        words = tr("Remove the analysis “{}”").format(chosen[0].name) if len(chosen) == 1 else tr("Remove analyses")
        with self._library.change(words) as change:
            for saved in chosen:
                change.remove_analysis(saved.id)

    def _end(self) -> None:
        self._cancel()
        self._leave()
