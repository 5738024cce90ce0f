"""What is typed into a field that keeps no draft of its own?

Dialogs and panels save when the reader says so, or a moment later.  Until then every field of several lines has its
draft here, on whatever is in focus; it goes when something is saved, and with the dialog when that is closed.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from desktop_app.casebook.case import Target
from desktop_app.library.library import Library, Touched
from desktop_app.views.drafts import Draft, Drafting
from desktop_app.views.notes import NoteText


class Safekeeping(QObject):
    """Watches the fields of one window and its dialogs.  `in_focus` says what is typed on."""

    def __init__(self, library: Library, in_focus: Callable[[], Target | None], window: QWidget) -> None:
        super().__init__(window)
        self._library, self._in_focus = library, in_focus
        self._fields: dict[QPlainTextEdit, Field] = {}
        program = QApplication.instance()
        assert isinstance(program, QApplication)
        program.focusChanged.connect(self._focused)
        library.listen(self._changed)

    def _focused(self, _old: QWidget | None, new: QWidget | None) -> None:
        # A note and a verdict have drafts of their own; what cannot be typed into needs none.
        if not isinstance(new, QPlainTextEdit) or isinstance(new, NoteText) or new.isReadOnly():
            return
        if new not in self._fields:
            self._fields[new] = Field(self._library, new, self._in_focus, self)
            new.destroyed.connect(lambda: self._closed(new))

    def _changed(self, _touched: Touched) -> None:
        for field in self._fields.values():
            field.kept()

    def _closed(self, edit: QPlainTextEdit) -> None:
        self._fields.pop(edit).let_go()


class Field(QObject):
    """One field: its text as it was last kept, and the draft of what is new."""

    def __init__(
        self, library: Library, edit: QPlainTextEdit, in_focus: Callable[[], Target | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._edit, self._in_focus = edit, in_focus
        self._kept = edit.toPlainText()
        self._drafting = Drafting(library.path, self._draft, self)
        edit.textChanged.connect(self._drafting.soon)

    def _draft(self) -> Draft | None:
        text, target = self._edit.toPlainText(), self._in_focus()
        return Draft(target, text) if target and text.strip() and text != self._kept else None

    def kept(self) -> None:
        """Something was saved: this too, as far as anybody can tell; the next key begins a new draft."""
        self._kept = self._edit.toPlainText()
        self._drafting.done()

    def let_go(self) -> None:
        """The field is gone: saved or given up, as the reader said."""
        self._drafting.done()
        self.deleteLater()
