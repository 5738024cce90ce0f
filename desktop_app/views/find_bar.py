"""Where in the story do these words stand?"""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QKeySequence, QPalette, QShortcut, QTextCharFormat
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QTextEdit

from desktop_app.casebook.language import tr
from desktop_app.library.folding import fold, fold_with_origins
from desktop_app.views.parts import button
from desktop_app.views.story import Story
from desktop_app.views.theme import interface, px, role


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Where the words stand in the text, one after the other, whatever their case and accents.

    Positions as Qt counts them: a character beyond the first 65,536 is two.
    """
    sought = r"\s+".join(map(re.escape, fold(words).split()))
    if not sought:
        return []
    folded, origins = fold_with_origins(text)
    found = []
    for match in re.finditer(sought, folded):
        start, end = origins[match.start()], origins[match.end() - 1] + 1
        found.append((start + _beyond(text[:start]), end + _beyond(text[:end])))
    return found


def _beyond(text: str) -> int:
    return sum(character > "\uffff" for character in text)


class FindBar(QFrame):
    """Words to find below the story; all places are tinted, one is selected.  Signals: closed()."""

    closed = Signal()

    def __init__(self, story: Story) -> None:
        super().__init__()
        role(self, "bar")
        self._story = story
        self._found: list[tuple[int, int]] = []
        self._at = -1
        self.words = Words()
        self.words.setPlaceholderText(tr("Find in the story"))
        self.words.setAccessibleName(tr("Find in the story"))
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(lambda _: self.look())
        self.words.stepped.connect(self.step)
        self.words.left.connect(self.close_bar)
        self.count = QLabel()
        self.count.setFont(interface(11.5))
        role(self.count, "quiet")
        before = button("↑", tr("The place before (Shift+F3)"))
        after = button("↓", tr("The next place (F3)"))
        close = button("×", tr("Close (Esc)"))
        before.clicked.connect(lambda: self.step(-1))
        after.clicked.connect(lambda: self.step(1))
        close.clicked.connect(self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(5), px(16), px(5))
        row.setSpacing(px(6))
        row.addWidget(self.words, 1)
        row.addWidget(self.count)
        row.addStretch(1)
        for each in (before, after, close):
            row.addWidget(each)
        for keys, by in (("F3", 1), ("Shift+F3", -1)):
            QShortcut(QKeySequence(keys), self, lambda by=by: self.step(by))
        self.hide()

    def open_bar(self) -> None:
        """Ready for words; what is selected in the story is looked for at once."""
        self.show()
        if chosen := self._story.textCursor().selectedText():
            self.words.setText(chosen)
        self.words.setFocus()
        self.words.selectAll()
        self.look()

    def look(self) -> None:
        """Find the words in the story as it now stands, from the place in view on."""
        self._found = occurrences(self._story.toPlainText(), self.words.text())
        first = self._story.first_in_view
        self._at = next((at for at, (start, _) in enumerate(self._found) if start >= first), 0)
        self._show()

    def step(self, by: int) -> None:
        if self._found:
            self._at = (self._at + by) % len(self._found)
            self._show()

    def _show(self) -> None:
        tint = QTextCharFormat()
        tint.setBackground(_pale(self.palette()))
        marks = []
        for start, end in self._found:
            mark = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = self._story.cursor_at(start, end), tint
            marks.append(mark)
        self._story.setExtraSelections(marks)
        if self._found:
            self._story.setTextCursor(self._story.cursor_at(*self._found[self._at]))
            self.count.setText(tr("{} of {}").format(self._at + 1, len(self._found)))
        else:
            self.count.setText(tr("not in this story") if self.words.text().strip() else "")

    def close_bar(self) -> None:
        self.hide()
        self._story.setFocus()
        self.closed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._story.setExtraSelections([])


def _pale(palette: QPalette) -> QColor:
    colour = palette.color(QPalette.ColorRole.Link)
    colour.setAlpha(48)
    return colour


class Words(QLineEdit):
    """Signals: stepped(-1 or 1) on Return and the arrows; left() on Escape."""

    stepped, left = Signal(int), Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.stepped.emit(-1 if back else 1)
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)
