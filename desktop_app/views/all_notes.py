"""Where did I write that?  All notes of all cases, by words and by tag."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop_app.casebook import wording
from desktop_app.casebook.case import Annotation, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.titles import title_of
from desktop_app.charts.colours import Theme
from desktop_app.library.folding import fold
from desktop_app.library.library import Library
from desktop_app.views.notes import NoteCard
from desktop_app.views.parts import clear, label
from desktop_app.views.stamp import stamp
from desktop_app.views.theme import interface, px

SHOWN = 100  # more cards than anybody reads at once; the rest is found by words


class AllNotes(QDialog):
    """Signals: picked(Target), for the note that was chosen."""

    picked = Signal(object)

    def __init__(self, library: Library, theme: Theme, tag: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("All my notes"))
        self.resize(px(560), px(620))
        self._library, self._theme = library, theme
        self._names = {head.slug: head.name for head in library.heads()}
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
        self._wait.timeout.connect(self._show)
        self.words.textChanged.connect(lambda _: self._wait.start())
        self.tag.currentIndexChanged.connect(lambda _: self._show())
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
        tag = self.tag.currentData()
        if tag and tag not in note.tags:
            return False
        text = fold(f"{note.text} {' '.join(note.tags)} {self._names.get(note.target.case, '')}")
        return all(word in text for word in fold(self.words.text()).split())

    def _title(self, target: Target) -> str:
        """What the note is on; its key if that, or its whole case, has gone."""
        if target.case not in self._names:
            return target.key
        return title_of(self._library.case(target.case), target) or target.key

    def _show(self) -> None:
        clear(self.column)
        found = [note for note in self._library.annotations() if self._matches(note)]
        self.count.setText(tr("1 note") if len(found) == 1 else tr("{} notes").format(len(found)))
        for note in found[:SHOWN]:
            title = self._title(note.target)
            where = f"{self._names.get(note.target.case, note.target.case)} · {wording.kind(note.target.kind)}: "
            card = NoteCard(
                note,
                writable=False,
                where=f"{where}{title} · {stamp(note.changed)}",
            )
            card.edit.connect(lambda _id, note=note: self._go(note))
            card.tag.connect(lambda tag: self.tag.setCurrentIndex(max(self.tag.findData(tag), 0)))
            self.column.addWidget(card)
        if len(found) > SHOWN:
            self.column.addWidget(
                label(tr("{} more: narrow the words.").format(len(found) - SHOWN), interface(), "quiet")
            )
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
