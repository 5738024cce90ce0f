"""How does a reader bring itineraries of his own: choose a table, settle its places, import, and read the report?"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.exchange import import_decisions, import_report, importing
from desktop_app.exchange.imported_case import key_of
from desktop_app.exchange.importing import Imported
from desktop_app.exchange.itineraries import Plan, Settings, read
from desktop_app.exchange.place_names import Decision, Resolver
from desktop_app.library.gazetteer import Gazetteer
from desktop_app.library.library import Library, Touched
from desktop_app.reports.files import write_whole
from desktop_app.views.import_places import PlacesPage
from desktop_app.views.import_table import Looked, TablePage, look
from desktop_app.views.menus import TABLES
from desktop_app.views.parts import Elided, label
from desktop_app.views.settings import settings
from desktop_app.views.task import Task
from desktop_app.views.theme import interface, px

KINDS = "Tables (*.csv *.tsv *.tab *.txt);;All files (*)"
_READ_SHARE = 0.7  # of the whole import; the rest is writing

Step = Callable[[float], None]
Made = TypeVar("Made")


class ImportItineraries(QDialog):
    """Three pages: the table, its places, the report.

    Signals: imported(slug) when a case was written; failed(exception) for what is no reader's trouble.
    """

    imported, failed = Signal(str), Signal(object)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import itineraries"))
        self.setAcceptDrops(True)
        room = self.screen().availableSize()
        self.resize(min(px(1080), room.width() - 40), min(px(700), room.height() - 60))
        self._library = library
        self._decisions: dict[str, Decision] = {}
        self._plan: Plan | None = None
        self._imported: Imported | None = None
        self._touched: list[Touched] = []
        self._task: Task | None = None
        self.table_page, self.places_page, self.report_page = TablePage(), PlacesPage(), QTextBrowser()
        self.report_page.setFont(interface(12.5))
        self.report_page.setAccessibleName(tr("Report of the import"))
        self.report_page.setOpenLinks(False)
        self.report_page.document().setDocumentMargin(px(14))
        self.pages = QStackedWidget()
        for page in (self.table_page, self.places_page, self.report_page):
            self.pages.addWidget(page)
        self.file = Elided(tr("No file chosen. Choose one, or drop it here."))
        self.choose = QPushButton(tr("Choose a file…"))
        self.bar = QProgressBar(maximum=1000, textVisible=False)
        self.doing = label("", interface(12), "quiet", wraps=False)
        self.stop = QPushButton(tr("Cancel"))
        self.fill_in = QPushButton(tr("Fill in from a table…"))
        self.save = QPushButton(tr("Save…"))
        self.back = QPushButton(tr("Back"))
        self.go_on = QPushButton()
        self._lay_out()
        self.choose.clicked.connect(self._choose)
        self.table_page.form_wanted.connect(self._look_again)
        self.stop.clicked.connect(self._cancel)
        self.fill_in.clicked.connect(self._fill_in)
        self.save.clicked.connect(self._save)
        self.back.clicked.connect(lambda: self._show_page(self.table_page))
        self.go_on.clicked.connect(self._go_on)
        self._show_page(self.table_page)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.choose)
        top.addWidget(self.file, 1)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.doing)
        foot.addWidget(self.bar, 1)
        foot.addWidget(self.stop)
        foot.addStretch(1)
        for each in (self.fill_in, self.save, self.back, self.go_on):
            each.setAutoDefault(False)
            foot.addWidget(each)
        for each in (self.choose, self.stop):
            each.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(14), px(16), px(12))
        layout.setSpacing(px(10))
        layout.addLayout(top)
        layout.addWidget(self.pages, 1)
        layout.addLayout(foot)
        self._show_work("")

    # ---- pages

    def _show_page(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        at_table, at_report = page is self.table_page, page is self.report_page
        self.choose.setVisible(at_table)
        self.back.setVisible(page is self.places_page)
        self.fill_in.setVisible(page is self.places_page)
        self.save.setVisible(not at_table)
        self.save.setText(tr("Save report…") if at_report else tr("Save table of places…"))
        self.go_on.setText(tr("Read the table") if at_table else tr("Open the case") if at_report else tr("Import"))
        self.go_on.setDefault(True)
        self._enable()

    def _enable(self) -> None:
        busy = self._task is not None
        for each in (self.choose, self.back, self.fill_in, self.save, self.pages):
            each.setEnabled(not busy)
        self.go_on.setEnabled(not busy and self.table_page.looked is not None)

    def _go_on(self) -> None:
        page = self.pages.currentWidget()
        if page is self.table_page:
            self._read()
        elif page is self.places_page:
            self._import()
        elif self._imported:
            self.accept()
            self.imported.emit(self._imported.slug)

    # ---- the file

    def _choose(self) -> None:
        folder = str(settings().value("last/folder", str(Path.home())))
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Choose a table"), folder, tr(KINDS))
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """Look at a file and show its beginning."""
        self._work(tr("Looking at {}…").format(path.name), lambda _: look(path), self._looked)

    def _look_again(self, encoding: str, separator: str) -> None:
        if looked := self.table_page.looked:
            path = looked.path
            self._work(tr("Reading {}…").format(path.name), lambda _: look(path, encoding, separator), self._looked)

    def _looked(self, looked: Looked) -> None:
        self.file.setText(str(looked.path))
        settings().setValue("last/folder", str(looked.path.parent))
        self.table_page.show_file(looked)
        self._plan, self._decisions = None, {}

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event) and self._task is None and self.pages.currentWidget() is self.table_page:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := dropped(event):
            event.acceptProposedAction()
            self.open_file(path)

    # ---- reading and writing

    def _read(self) -> None:
        looked = self.table_page.looked
        if looked is None:
            return
        try:
            chosen = self.table_page.settings()
        except Trouble as trouble:
            self.table_page.tell(trouble)
            return
        slug = key_of(chosen.title or looked.path.stem)
        self._decisions = {**importing.remembered(self._library, slug), **self._decisions}
        decisions = dict(self._decisions)
        work = _reading(looked, chosen, decisions)
        self._work(tr("Reading {}…").format(looked.path.name), work, self._have_read)

    def _have_read(self, plan: Plan) -> None:
        try:
            plan.check()
        except Trouble as trouble:
            self.table_page.tell(trouble)
            return
        self.table_page.tell(None)
        self._plan = plan
        self.places_page.show_plan(plan, self._decisions)
        self._show_page(self.places_page)

    def _import(self) -> None:
        looked, plan = self.table_page.looked, self._plan
        if looked is None or plan is None:
            return
        library, decisions, chosen = self._library, dict(self._decisions), plan.settings
        touched: list[Touched] = []

        def work(step: Step) -> tuple[Plan, Imported, list[Touched]]:
            settled = _reading(looked, chosen, decisions)(lambda share: step(_READ_SHARE * share))
            step(_READ_SHARE)
            with library.beside() as other:
                other.listen(touched.append)
                written = importing.write(other, settled, decisions, lambda share: step(max(share, _READ_SHARE)))
            return settled, written, touched

        self._work(tr("Importing {}…").format(looked.path.name), work, self._have_imported)

    def _have_imported(self, made: tuple[Plan, Imported, list[Touched]]) -> None:
        self._plan, self._imported, touched = made
        for each in touched:
            self._library.tell(each)
        self.report_page.setMarkdown(import_report.markdown(self._plan, self._imported))
        self._show_page(self.report_page)

    # ---- tables of places, reports

    def _fill_in(self) -> None:
        folder = str(settings().value("last/folder", str(Path.home())))
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Choose a table of places"), folder, tr(KINDS))
        if chosen:
            self.fill_in_from(Path(chosen))

    def fill_in_from(self, path: Path) -> None:
        """Take the decisions from a table of places that the reader filled in."""

        def work(_: Step) -> dict[str, Decision]:
            with Gazetteer() as gazetteer:
                return import_decisions.read(path, Resolver(gazetteer, {}))

        self._work(tr("Reading {}…").format(path.name), work, self._filled_in)

    def _filled_in(self, decisions: dict[str, Decision]) -> None:
        self._decisions |= decisions
        if self._plan:
            self.places_page.show_plan(self._plan, self._decisions)

    def _save(self) -> None:
        at_report = self.pages.currentWidget() is self.report_page
        name, kinds = ("import.md", tr("Markdown (*.md)")) if at_report else ("places.csv", tr("Tables (*.csv)"))
        folder = Path(str(settings().value("last/folder", str(Path.home()))))
        chosen, _ = QFileDialog.getSaveFileName(self, self.save.text(), str(folder / name), kinds)
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the report, or at the places the table that can be filled in."""
        if self._plan is None:
            return
        if self.pages.currentWidget() is self.report_page and self._imported:
            text = import_report.markdown(self._plan, self._imported).encode()
        else:
            text = import_decisions.written(self._plan.places).encode("utf-8-sig")
        try:
            write_whole(path, text)
        except Trouble as trouble:
            self.failed.emit(trouble)
            return
        self.doing.setText(tr("{} written").format(path.name))

    # ---- work in the background

    def _work(self, words: str, work: Callable[[Step], Made], done: Callable[[Made], None]) -> None:
        task = Task(work)
        self._task = task
        self._show_work(words)

        def finished(made: object) -> None:
            self._end()
            done(made)  # type: ignore[arg-type]
            self._enable()

        task.progress.connect(lambda share: self.bar.setValue(round(1000 * share)))
        task.done.connect(finished)
        task.failed.connect(self._failed)

    def _failed(self, error: BaseException) -> None:
        self._end()
        if isinstance(error, Trouble) and self.pages.currentWidget() is self.table_page:
            self.table_page.tell(error)
        else:
            self.failed.emit(error)

    def _cancel(self) -> None:
        if self._task:
            self._task.cancel()
            self._end()
            self.doing.setText(tr("Cancelled; nothing was imported."))

    def _end(self) -> None:
        self._task = None
        self._show_work("")

    def _show_work(self, words: str) -> None:
        self.doing.setText(words)
        self.bar.setValue(0)
        self.bar.setVisible(bool(words))
        self.stop.setVisible(bool(words))
        self._enable()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a line takes what is typed there, and never imports."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.focusWidget() is not self.go_on:
            event.accept()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        self._cancel()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._cancel()
        super().closeEvent(event)


def _reading(looked: Looked, chosen: Settings, decisions: dict[str, Decision]) -> Callable[[Step], Plan]:
    """Reading the whole table, as work for another thread."""

    def work(step: Step) -> Plan:
        with Gazetteer() as gazetteer:
            return read(looked.path, looked.form, chosen, Resolver(gazetteer, decisions), step)

    return work


def dropped(event: QDropEvent) -> Path | None:
    """The table that is being dropped; None if it is something else."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in TABLES else None
