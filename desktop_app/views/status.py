"""Is my work saved, who claims what, and what is the program doing?"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from desktop_app.casebook import wording
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant
from desktop_app.casebook.trouble import Trouble
from desktop_app.charts.colours import Theme
from desktop_app.library.library import Library, Totals
from desktop_app.views.parts import Dot, Elided, button
from desktop_app.views.theme import interface, px

if TYPE_CHECKING:
    from desktop_app.views.task import Task

SAID_MS = 6000  # how long a message stands
PATIENCE_MS = 300  # what takes no longer shows no progress


class Status(QStatusBar):
    """The lowest line: what is saved, the claimants' legend, and at the right how much there is.

    A message stands where the counts stand, for a while; so does the progress of long work, with a button that ends it.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._theme = theme
        self.saved, self.counts = QLabel(), QLabel()
        self.said = Elided("")
        self.said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.work: Work | None = None
        self._offer: QToolButton | None = None
        self._legend: dict[Claimant, Dot] = {}
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(px(12), px(2), px(12), px(2))
        row.setSpacing(px(6))
        row.addWidget(self.saved)
        for claimant in Claimant:
            row.addSpacing(px(14))
            self._legend[claimant] = Dot(theme.claimants[claimant], px(9), square=True)
            row.addWidget(self._legend[claimant])
            name = QLabel(wording.claimant(claimant))
            name.setFont(interface(11.5))
            row.addWidget(name)
        row.addSpacing(px(14))
        row.addWidget(self.said, 1)
        self._room = QHBoxLayout()
        row.addLayout(self._room)
        row.addWidget(self.counts)
        for text in (self.saved, self.said, self.counts):
            text.setFont(interface(11.5))
        self.addWidget(line, 1)
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.timeout.connect(lambda: self.say(""))

    def dress(self, theme: Theme) -> None:
        self._theme = theme
        for claimant, square in self._legend.items():
            square.recolour(theme.claimants[claimant])

    def show_saved(self, library: Library, trouble: Trouble | None = None) -> None:
        """trouble: why something that is typed could not be saved."""
        self.saved.setStyleSheet(f"color: {self._theme.actors[0]};" if trouble else "")
        if trouble:
            self.saved.setText(tr("Not saved"))
            self.saved.setToolTip(str(trouble))
        elif library.read_only:
            self.saved.setText(tr("Reading only"))
            self.saved.setToolTip(library.why_read_only)
        elif library.saved_at:
            self.saved.setText(tr("Saved {}").format(f"{library.saved_at.astimezone():%H:%M}"))
            self.saved.setToolTip(str(library.path))
        else:
            self.saved.setText(tr("Nothing changed"))
            self.saved.setToolTip(tr("Since the program was started. Your library: {}").format(library.path))

    def count(self, case: Case) -> None:
        self.counts.setText(_counts(len(case.events), len(case.stays), len(case.links), len(case.sources)))

    def count_all(self, total: Totals) -> None:
        cases = tr("1 case") if total.cases == 1 else tr("{:,} cases").format(total.cases)
        self.counts.setText(f"{cases} · {_counts(total.events, total.stays, total.links, total.sources)}")

    def say(self, text: str, then: tuple[str, Callable[[], object]] | None = None) -> None:
        """A short message that passes; then: words for a button, and what it does."""
        self.said.setText(text)
        if self._offer:
            self._offer.hide()
            self._offer.deleteLater()
            self._offer = None
        if then:
            words, act = then
            self._offer = button(words, "", "link")
            self._offer.setFont(interface(11.5))
            self._offer.clicked.connect(act)
            self._room.addWidget(self._offer)
        self._quiet.start(SAID_MS * (2 if then else 1))
        self._make_room()

    def follow(self, task: "Task", words: str) -> None:
        """Show what long work does, as long as it takes."""
        if self.work:
            self._end(self.work)
        self.work = work = Work(task)
        self._room.addWidget(work)
        for end in (task.done, task.failed):
            end.connect(lambda _: self._end(work))
        work.cancelled.connect(lambda: self._end(work))
        work.cancelled.connect(lambda: self.say(tr("Cancelled")))
        self.say(words)
        self._quiet.stop()

    def _end(self, work: "Work") -> None:
        if work is self.work:
            self.work = None
            self._quiet.start(SAID_MS)
            work.hide()
            work.deleteLater()

    def _make_room(self) -> None:
        self.counts.setVisible(not self.said.text())


class Work(QWidget):
    """How far long work is, and a button that ends it; it keeps the task.  Signals: cancelled()."""

    cancelled = Signal()

    def __init__(self, task: "Task") -> None:
        super().__init__()
        self.task = task
        self.bar = QProgressBar(maximum=1000, textVisible=False)
        self.bar.setFixedSize(px(120), px(6))
        self.bar.setAccessibleName(tr("Progress"))
        self.cancel = button(tr("Cancel"), "", "link")
        self.cancel.setFont(interface(11.5))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, px(6), 0)
        row.setSpacing(px(8))
        row.addWidget(self.bar)
        row.addWidget(self.cancel)
        task.progress.connect(lambda share: self.bar.setValue(round(1000 * share)))
        self.cancel.clicked.connect(self._cancel)
        self.bar.hide()  # short work shows no progress
        self.cancel.hide()
        QTimer.singleShot(PATIENCE_MS, self, self._show)

    def _show(self) -> None:
        self.bar.show()
        self.cancel.show()

    def _cancel(self) -> None:
        self.task.cancel()
        self.cancelled.emit()


def _counts(events: int, stays: int, links: int, sources: int) -> str:
    return " · ".join(
        (
            tr("1 event") if events == 1 else tr("{:,} events").format(events),
            tr("1 stay") if stays == 1 else tr("{:,} stays").format(stays),
            tr("1 link") if links == 1 else tr("{:,} links").format(links),
            tr("1 source") if sources == 1 else tr("{:,} sources").format(sources),
        )
    )
