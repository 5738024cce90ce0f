"""On which sources does the case rest, and where is each of them to be found?"""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.casebook.case import Case, Event, Evidence, Link, Source, Stay, Target
from desktop_app.casebook.chicago import chicago
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Kind
from desktop_app.charts.colours import Theme
from desktop_app.library.folding import fold
from desktop_app.views.grid import Grid, forward
from desktop_app.views.parts import label
from desktop_app.views.rows import Column
from desktop_app.views.theme import interface, px, role

BROWSABLE = ("http", "https")


def _author(_: Case, source: Source) -> str:
    """Family names or bodies, the first two; the editor's where there is no author."""
    people = source.csl.get("author") or source.csl.get("editor") or []
    names = [str(each.get("family") or each.get("literal") or "") for each in people]
    if len(names) > 2:
        return tr("{} et al.").format(names[0])
    return tr("{} and {}").format(*names) if len(names) == 2 else "".join(names)


def _year(_: Case, source: Source) -> str:
    """The year of publication; of an unpublished paper, that of its writing."""
    issued = str(source.csl.get("issued") or "")
    sign = "-" if issued.startswith("-") else ""
    return sign + issued.lstrip("-").partition("-")[0].partition("/")[0]


def _order(case: Case, source: Source) -> tuple[str, str, str]:
    """By author, or by title where there is none, then by date."""
    issued = str(source.csl.get("issued") or "")
    return fold(_author(case, source) or source.title), issued, fold(source.title)


def _cited_as(_: Case, source: Source) -> str:
    """The note, but for the address and the remark, which have places of their own in the row."""
    return chicago(replace(source, seen=True, csl={k: v for k, v in source.csl.items() if k != "URL"}), None)


def _seen(_: Case, source: Source) -> str:
    return "" if source.seen else tr("named by another source, not consulted")


def _citing(case: Case, source: Source) -> int:
    """How many events, stays, links and items of evidence rest on it."""
    parts: Iterable[Event | Stay | Link | Evidence] = (*case.events, *case.stays, *case.links, *case.evidence)
    return sum(any(citation.source == source.key for citation in part.citations) for part in parts)


def _url(_: Case, source: Source) -> str:
    """The source's address, if a browser is the right program for it."""
    address = str(source.csl.get("URL") or "")
    return address if QUrl(address).scheme() in BROWSABLE else ""


def _site(case: Case, source: Source) -> str:
    return QUrl(_url(case, source)).host().removeprefix("www.")


SOURCES = (
    Column("Author", 132, _author, order=_order),
    Column("Year", 58, _year, order=lambda case, source: (_year(case, source), *_order(case, source))),
    Column("Citation", 396, _cited_as, below=_seen, whole=lambda _, source: chicago(source, None)),
    Column("Cited", 66, lambda case, source: str(_citing(case, source)), order=_citing, right=True),
    Column("Address", 200, _site, whole=_url, url=_url),
)


class SourcesPage(QWidget):
    """All sources of the case.

    Signals: picked(Target), said(str) for the status bar, note_wanted(Target).
    """

    picked, said, note_wanted = Signal(object), Signal(str), Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.grid = Grid(Kind.SOURCE, SOURCES, tr("Sources"), most=8, copies_citations=True)
        forward(self.grid, self)
        self.grid.opened.connect(self._open)
        self.grid.sifted.connect(self._count)
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.filter = QLineEdit(placeholderText=tr("Filter…"), clearButtonEnabled=True)
        self.filter.setAccessibleName(tr("Filter the sources by words"))
        self.filter.textChanged.connect(self._sift)
        self.filter.setMaximumWidth(px(320))
        self.count = QLabel()
        self.count.setFont(interface(11.5))
        role(self.count, "quiet")
        self.copy_button = QPushButton(tr("Copy citation"))
        self.copy_button.setToolTip(tr("Chicago notes of the selected sources"))
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self.grid.copy_citations)
        bar = QHBoxLayout()
        bar.setContentsMargins(px(24), px(9), px(16), px(8))
        bar.setSpacing(px(12))
        bar.addWidget(self.filter, 2)
        bar.addWidget(self.count)
        bar.addStretch(1)
        bar.addWidget(self.copy_button)
        self.nothing = label(tr("No source matches."), interface(), "quiet")
        self.nothing.setContentsMargins(px(24), px(12), 0, 0)
        self.nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.nothing)
        column.addWidget(self.grid, 1)
        self._enable()

    @property
    def entry(self) -> QWidget:
        return self.grid

    def look_for(self) -> None:
        """Let the reader type words that the rows shall hold."""
        self.filter.setFocus()
        self.filter.selectAll()

    def show_case(self, case: Case, theme: Theme, noted: frozenset[tuple[Kind, str]]) -> None:
        self.grid.show_parts(case, case.sources, theme, noted)

    def mark(self, target: Target | None) -> None:
        self.grid.mark(target)

    def _sift(self, text: str) -> None:
        self.grid.sift(text, lambda _: True)

    def _count(self) -> None:
        shown, sources = self.grid.count, self.grid.rows.parts
        unseen = sum(not source.seen for source in sources)
        words = tr("{} of {} sources, {} of them not consulted") if unseen else tr("{} of {} sources")
        self.count.setText(words.format(shown, len(sources), unseen))
        self.nothing.setVisible(shown == 0)

    def _enable(self) -> None:
        self.copy_button.setEnabled(bool(self.grid.chosen()))

    def _open(self, address: str) -> None:
        """Only ever after a click: the program itself never asks the network for anything."""
        QDesktopServices.openUrl(QUrl(address))
        self.said.emit(tr("Opened in the browser: {}").format(QUrl(address).host()))
