"""Where did I write that?  All notes of all cases, by words and by tag."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop_app.casebook import wording
from desktop_app.casebook.case import Annotation
from desktop_app.casebook.language import tr
from desktop_app.charts.colours import Theme
from desktop_app.library.folding import fold
from desktop_app.library.library import Library
from desktop_app.views.notes import NoteCard
from desktop_app.views.parts import button, clear, label
from desktop_app.views.stamp import stamp
from desktop_app.views.theme import interface, px

SHOWN = 15  # cards at a time


class AllNotes(QDialog):
    """Signals: picked(Target), for the note that was chosen."""

    picked = Signal(object)

    def __init__(self, library: Library, theme: Theme, tag: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("All my notes"))
        self.resize(px(560), px(620))
        self._library, self._theme = library, theme
        self._names = library.case_names()
        self._notes = library.annotations()  # nothing changes them while the dialog is open
        self._folded: dict[int, str] = {}  # by note, made when it is first looked through
        self._shown = SHOWN
        self.words = QLineEdit(placeholderText=tr("Find in my notes…"), clearButtonEnabled=True)
        self.words.setAccessibleName(tr("Find in my notes"))
        self.count = label("", interface(11.5), "quiet", wraps=False)
        self.tag = QComboBox()
        self.tag.setAccessibleName(tr("Tag"))
        self.tag.addItem(tr("any tag"), "")
        for name, count in library.tags().items():
            self.tag.addItem(f"#{name} · {count}", name)
        self.tag.setCurrentIndex(max(self.tag.findData(tag), 0))
        self._wait = QTimer(self, singleShot=True, interval=120)
        self._wait.timeout.connect(self._look)
        self.words.textChanged.connect(lambda _: self._wait.start())
        self.tag.currentIndexChanged.connect(lambda _: self._look())
        top = QHBoxLayout()
        top.addWidget(self.words, 1)
        top.addWidget(self.tag)
        top.addWidget(self.count)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.column.setSpacing(px(7))
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(area, 1)
        self._show()

    def _matches(self, note: Annotation) -> bool:
        tag, words = self.tag.currentData(), fold(self.words.text()).split()
        if tag and tag not in note.tags:
            return False
        if not words:
            return True
        if note.id not in self._folded:
            title = self._library.title(note.target) or ""
            said = f"{note.text} {' '.join(note.tags)} {title} {self._names.get(note.target.case, '')}"
            self._folded[note.id] = fold(said)
        return all(word in self._folded[note.id] for word in words)

    def _look(self) -> None:
        """Show what matches, the newest first, from the beginning."""
        self._shown = SHOWN
        self._show()

    def _more(self) -> None:
        self._shown += SHOWN
        self._show()

    def _show(self) -> None:
        clear(self.column)
        found = [note for note in self._notes if self._matches(note)]
        self.count.setText(tr("1 note") if len(found) == 1 else tr("{} notes").format(len(found)))
        for note in found[: self._shown]:
            title = self._library.title(note.target) or note.target.key  # its key if it has gone
            where = f"{self._names.get(note.target.case, note.target.case)} · {wording.kind(note.target.kind)}: "
            card = NoteCard(
                note,
                writable=False,
                where=f"{where}{title} · {stamp(note.changed)}",
            )
            card.edit.connect(lambda _id, note=note: self._go(note))
            card.tag.connect(lambda tag: self.tag.setCurrentIndex(max(self.tag.findData(tag), 0)))
            self.column.addWidget(card)
        if (left := len(found) - self._shown) > 0:
            more = button(tr("Show {} more").format(min(left, SHOWN)), tr("{} are not shown").format(left), "link")
            more.clicked.connect(self._more)
            self.column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        if not found:
            words = (
                tr("No note matches.")
                if self.words.text() or self.tag.currentData()
                else tr("No notes yet. Select an event, a name or a stay and press N.")
            )
            self.column.addWidget(label(words, interface(), "quiet"))
        self.column.addStretch(1)  # else the last card takes all the room

    def _go(self, note: Annotation) -> None:
        self.accept()
        self.picked.emit(note.target)
