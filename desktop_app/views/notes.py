"""What do I note on the thing in focus?"""

import os
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QStringListModel, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop_app.casebook.case import Annotation, Case, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.titles import title_of
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.library import Library
from desktop_app.views.drafts import Draft, Drafting
from desktop_app.views.keeping import Keeping
from desktop_app.views.parts import Flow, button, chip, clear, heading, label
from desktop_app.views.stamp import stamp
from desktop_app.views.theme import interface, px, role


def tags_of(typed: str) -> tuple[str, ...]:
    """The tags in a line like "#border, to-check": without marks, each once, in the order typed."""
    words = typed.replace(",", " ").replace(";", " ").split()
    return tuple(dict.fromkeys(word.lstrip("#") for word in words if word.strip("#")))


class Markdown(QTextBrowser):
    """A note as it reads.  A note is data: no HTML, no pictures from the disk or the network.  Signals: pressed()."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__(openLinks=False, openExternalLinks=False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # that of the card
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.setFont(interface())

    def show_text(self, text: str) -> None:
        features = QTextDocument.MarkdownFeature
        self.document().setMarkdown(text, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
        self._fit()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return None

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(round(self.document().size().height()) + 2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self.textCursor().hasSelection():
            self.pressed.emit()


class NoteCard(QFrame):
    """One note, to be read.  Signals: edit(id), remove(id), tag(str)."""

    edit, remove, tag = Signal(int), Signal(int), Signal(str)

    def __init__(self, note: Annotation, *, writable: bool, where: str = "") -> None:
        super().__init__()
        self.note, self._writable = note, writable
        role(self, "note")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Note: {}").format(note.text))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(10), px(7), px(6), px(7))
        column.setSpacing(px(4))
        top = QHBoxLayout()
        top.addWidget(label(where or stamp(note.changed), interface(11), "quiet"), 1)
        if note.orphaned:
            top.addWidget(chip(tr("orphaned")))
        if writable:
            for sign, name, signal in (("✎", tr("Edit note"), self.edit), ("×", tr("Delete note"), self.remove)):
                act = button(sign, name)
                act.clicked.connect(lambda _=False, signal=signal: signal.emit(note.id))
                top.addWidget(act)
        column.addLayout(top)
        self.text = Markdown()
        self.text.show_text(note.text)
        self.text.pressed.connect(lambda: self.edit.emit(note.id))
        column.addWidget(self.text)
        if note.tags:
            holder = QWidget()
            flow = Flow(holder, px(5))
            for tag in note.tags:
                find = button(f"#{tag}", tr("All notes with this tag"), "chip")
                find.setFont(interface(11.5))
                find.clicked.connect(lambda _=False, tag=tag: self.tag.emit(tag))
                flow.addWidget(find)
            column.addWidget(holder)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """What can be done with the note."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._writable:
            menu.addAction(tr("Edit"), lambda: self.edit.emit(self.note.id))
        menu.addAction(tr("Copy as Markdown"), lambda: QGuiApplication.clipboard().setText(self.note.text))
        for tag in self.note.tags:
            menu.addAction(tr("All notes with #{}").format(tag), partial(self.tag.emit, tag))
        if self._writable:
            menu.addSeparator()
            menu.addAction(tr("Delete"), lambda: self.remove.emit(self.note.id))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit.emit(self.note.id)
        elif event.key() == Qt.Key.Key_Delete and self._writable:
            self.remove.emit(self.note.id)
        else:
            super().keyPressEvent(event)


class NoteText(QPlainTextEdit):
    """The note as typed.  Signals: left(), done() on Escape or Ctrl+Return."""

    left, done = Signal(), Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self.done.emit()
        else:
            super().keyPressEvent(event)


class NoteEditor(QFrame):
    """One note, being written: text, tags, and how it will read.

    What is typed is kept in the library half a second after the last key, on leaving and on `flush`; one editor is one
    sitting, so one step of undo.  Signals: finished(), kept(), failed(Trouble),
    grown() when it takes more room.
    """

    finished, kept, failed, grown = Signal(), Signal(), Signal(object), Signal()

    def __init__(self, library: Library, target: Target, note: Annotation | None) -> None:
        super().__init__()
        self._library, self.target, self._id = library, target, note.id if note else None
        self._sitting = os.urandom(16).hex()
        self._stored = (note.text, note.tags) if note else ("", ())
        role(self, "note")
        self.setProperty("editing", "true")
        self.text = NoteText(note.text if note else "")
        self.text.setPlaceholderText(tr("Write a note… (Markdown)"))
        self.text.setAccessibleName(tr("Note"))
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setTabChangesFocus(True)
        self.tags = QLineEdit(" ".join(f"#{tag}" for tag in note.tags) if note else "")
        self.tags.setPlaceholderText(tr("#tags"))
        self.tags.setAccessibleName(tr("Tags"))
        self.tags.setCompleter(TagCompleter(tuple(library.tags()), self.tags))
        self.preview = Markdown()
        self._caption = heading(tr("Preview"))
        self.keeping = Keeping(self._write)
        self.keeping.drafting = Drafting(library.path, self._draft, self)
        self.keeping.kept.connect(self.kept)
        self.keeping.failed.connect(self.failed)
        self._elsewhere = label("", interface(11.5), "quiet")
        self._elsewhere.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(6), px(6), px(6), px(6))
        column.setSpacing(px(5))
        for widget in (self._elsewhere, self.text, self.tags, self.keeping, self._caption, self.preview):
            column.addWidget(widget)
        self.text.textChanged.connect(self._typed)
        self.tags.textChanged.connect(self._typed)
        self.text.left.connect(self.flush)
        self.text.done.connect(self._finish)
        self.tags.editingFinished.connect(self.flush)
        self.tags.returnPressed.connect(self._tagged)
        self._show_preview()

    @property
    def note_id(self) -> int | None:
        return self._id

    def flush(self) -> bool:
        """Keep what was typed; False if that failed, and then it stays in the editor."""
        return self.keeping.now()

    def stay_for(self, name: str) -> None:
        """Say what the note is on, since it could not be kept and something else is in focus now."""
        self._elsewhere.setText(tr("On {}").format(name))
        self._elsewhere.show()

    def _write(self) -> bool:
        text, tags = self.text.toPlainText(), tags_of(self.tags.text())
        if (text, tags) == self._stored:
            return False
        if self._id is None:
            if not text.strip():
                return False
            with self._library.change(tr("Write a note"), self._sitting) as change:
                self._id = change.add_note(self.target, text, tags)
        else:
            with self._library.change(tr("Edit a note"), self._sitting) as change:
                change.edit_note(self._id, text, tags)
        self._stored = (text, tags)
        return True

    def _draft(self) -> Draft | None:
        text, tags = self.text.toPlainText(), tags_of(self.tags.text())
        return None if (text, tags) == self._stored else Draft(self.target, text, tags, self._id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() > event.oldSize().height():
            self.grown.emit()

    def _typed(self) -> None:
        self.keeping.soon()
        self._show_preview()

    def _show_preview(self) -> None:
        text = self.text.toPlainText()
        lines = min(max(round(self.text.document().size().height()), 3), 14)  # as they are wrapped
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * lines + px(20))
        marked = any(sign in text for sign in "*_#`>[|") or "\n" in text.strip()
        self._caption.setVisible(marked)
        self.preview.setVisible(marked)
        if marked:
            self.preview.show_text(text)

    def _tagged(self) -> None:
        """Return ends the note, but not one that takes a tag from the list: Qt tells of it before the tag is there."""
        offered = self.tags.completer().popup()
        if not (offered and offered.isVisible() and offered.currentIndex().isValid()):
            self._finish()

    def _finish(self) -> None:
        if self.flush():
            self.finished.emit()


class TagCompleter(QCompleter):
    """Completes the last tag of a line of tags."""

    def __init__(self, tags: tuple[str, ...], parent: QObject) -> None:
        super().__init__(parent)
        self.setModel(QStringListModel([f"#{tag}" for tag in tags], self))
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def splitPath(self, path: str) -> list[str]:
        last = path.split()[-1] if path.split() and not path.endswith(" ") else ""
        return [last if last.startswith("#") or not last else f"#{last}"]

    def pathFromIndex(self, index: object) -> str:
        before = self.widget().text().split()[:-1]  # type: ignore[attr-defined]  # a QLineEdit
        return " ".join((*before, super().pathFromIndex(index)))  # type: ignore[arg-type]


class Prompt(QLineEdit):
    """ "Write a note…": typing or a click opens the editor.  Signals: opened(first text)."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(tr("Write a note…"))
        self.setAccessibleName(tr("Write a note"))
        self.setToolTip(tr("N"))
        self.textEdited.connect(self.opened)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.opened.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit("")
        else:
            super().keyPressEvent(event)


class Notes(QWidget):
    """The notes on the thing in focus.

    Signals: kept(), failed(Trouble), tag(str), grown() when the editor opens or takes more room, shown() when other
    widgets are laid out.
    """

    kept, failed, tag, grown, shown = Signal(), Signal(object), Signal(str), Signal(), Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(6))
        self.editor: NoteEditor | None = None
        self._target: Target | None = None
        self._case: Case | None = None
        self._again: Callable[[], None] = lambda: None

    def show_notes(self, library: Library, case: Case, target: Target, notes: tuple[Annotation, ...]) -> None:
        """Show the notes on the target; an editor that is open on it stays open."""
        if self.editor and self.editor.target != target:
            before = self.editor.target
            if not self.close_editor():
                name = title_of(self._case, before) if self._case else None
                self.editor.stay_for(name or before.key)
        elif self.editor and self.editor.note_id and all(note.id != self.editor.note_id for note in notes):
            self._drop_editor()  # the note was undone meanwhile: redo brings it back
        self._target, self._case = target, case
        self._library = library
        self._again = lambda: self.show_notes(library, case, target, notes)
        editor = self.editor
        if editor:
            self._column.removeWidget(editor)
            editor.setParent(self)
        clear(self._column)
        mine = [note for note in notes if note.target == target]
        count = f" · {len(mine)}" if mine else ""
        self._column.addWidget(heading(tr("My notes") + count))
        for note in mine:
            if editor and editor.note_id == note.id:
                continue
            self._column.addWidget(self._card(note, library))
        if editor:
            self._column.addWidget(editor)
        elif not library.read_only:
            self.prompt = Prompt()
            self.prompt.opened.connect(self.write)
            self._column.addWidget(self.prompt)
        elif not mine:
            self._column.addWidget(label(tr("None. This library is open for reading only."), interface(), "quiet"))
        self.shown.emit()

    def write(self, text: str = "") -> None:
        """Open the editor for a new note."""
        if self._target and not self._library.read_only:
            self._open(None, text)

    def close_editor(self) -> bool:
        """Keep what was typed and close; False if it could not be kept."""
        if self.editor is None:
            return True
        if not self.editor.flush():
            return False
        self._drop_editor()
        return True

    def _drop_editor(self) -> None:
        if self.editor:
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None

    def flush(self) -> bool:
        return self.editor is None or self.editor.flush()

    def forget(self) -> None:
        """Let go of what could not be kept."""
        if self.editor:
            self.editor.keeping.forget()
            self._drop_editor()

    def _card(self, note: Annotation, library: Library) -> NoteCard:
        card = NoteCard(note, writable=not library.read_only)
        if not library.read_only:
            card.edit.connect(lambda _id: self._open(note))
        card.remove.connect(self._remove)
        card.tag.connect(self.tag)
        return card

    def _open(self, note: Annotation | None, text: str = "") -> None:
        if self._target is None or not self.close_editor():
            return
        self.editor = NoteEditor(self._library, self._target, note)
        self.editor.kept.connect(self.kept)
        self.editor.failed.connect(self.failed)
        self.editor.finished.connect(self._finished)
        self.editor.grown.connect(self.grown)
        self._again()
        if text:
            self.editor.text.setPlainText(text)
        self.editor.text.moveCursor(self.editor.text.textCursor().MoveOperation.End)
        self.editor.text.setFocus()

    def _finished(self) -> None:
        if self.close_editor():
            self._again()
            self.kept.emit()

    def _remove(self, note: int) -> None:
        try:
            with self._library.change(tr("Delete a note")) as change:
                change.remove_note(note)
        except Trouble as trouble:
            self.failed.emit(trouble)
            return
        self.kept.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.flush()
