"""What was typed when the program ended is offered again: does the reader want it?"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout

from desktop_app.casebook.case import Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Sureness
from desktop_app.casebook.titles import title_of
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.library import Library
from desktop_app.views import drafts
from desktop_app.views.drafts import Draft
from desktop_app.views.parts import heading, label
from desktop_app.views.theme import interface, px

if TYPE_CHECKING:
    from desktop_app.views.main_window import MainWindow


def offer(window: "MainWindow") -> None:
    """Show what an earlier program left for this library, if anything; call it when the window can be read."""
    if window.library.read_only:
        return
    waiting: dict[Path, Draft] = {}
    for file, draft in drafts.left(window.library.path).items():
        if is_kept(window.library, draft):
            drafts.drop(file)  # the program ended between saving and forgetting
        else:
            waiting[file] = draft
    if waiting:
        Restore(window, waiting).open()


def is_kept(library: Library, draft: Draft) -> bool:
    """Whether the library already says what the draft says."""
    if not draft.text.strip():
        return True
    if draft.verdict:
        newest = next(iter(library.verdicts(draft.target.case)), None)
        return newest is not None and newest.reason == draft.text
    return any(
        note.target == draft.target and note.text == draft.text and set(note.tags) == set(draft.tags)
        for note in library.annotations(draft.target.case)
    )


def put_back(library: Library, draft: Draft) -> None:
    """Write the draft into the library, as one step that can be undone.  Raises Trouble."""
    with library.change(tr("Restore what was typed")) as change:
        if draft.verdict:
            value, sureness = draft.verdict
            change.judge(draft.target.case, value, Sureness(sureness), draft.text)
        elif any(note.id == draft.note for note in library.annotations(draft.target.case)):
            change.edit_note(draft.note or 0, draft.text, draft.tags)
        else:
            change.add_note(draft.target, draft.text, draft.tags)


class Restore(QDialog):
    """The drafts, to be read; they are restored, thrown away, or left for the next start."""

    def __init__(self, window: "MainWindow", waiting: Mapping[Path, Draft]) -> None:
        super().__init__(window)
        self._window, self._waiting = window, waiting
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Not saved when the program ended"))
        column = QVBoxLayout(self)
        column.setSpacing(px(8))
        words = tr("The program ended before this was saved. It can be put back where it was being written.")
        column.addWidget(label(words, interface()))
        for draft in waiting.values():
            column.addWidget(heading(self._place(draft.target)))
            text = QPlainTextEdit(draft.text)
            text.setReadOnly(True)
            text.setAccessibleName(tr("What was typed"))
            text.setMinimumHeight(px(72))
            column.addWidget(text)
        self.buttons = QDialogButtonBox()
        restore = self.buttons.addButton(tr("Put it back"), QDialogButtonBox.ButtonRole.AcceptRole)
        discard = self.buttons.addButton(tr("Throw it away"), QDialogButtonBox.ButtonRole.DestructiveRole)
        later = self.buttons.addButton(tr("Ask me again next time"), QDialogButtonBox.ButtonRole.RejectRole)
        restore.setDefault(True)
        restore.clicked.connect(self._restore)
        discard.clicked.connect(self._discard)
        later.clicked.connect(self.reject)
        column.addWidget(self.buttons)
        self.resize(px(520), self.sizeHint().height())

    def _place(self, target: Target) -> str:
        try:
            case = self._window.library.case(target.case)
        except Trouble:  # the case has gone; a note stays with it all the same
            return target.key
        return f"{title_of(case, target) or target.key} · {case.short_title}"

    def _restore(self) -> None:
        for file, draft in self._waiting.items():
            try:
                put_back(self._window.library, draft)
            except Trouble as trouble:
                self._window.fail(trouble)  # it stays for the next start
                continue
            drafts.drop(file)
            if draft.target.case in {head.slug for head in self._window.heads}:
                self._window.pick(draft.target)
        self.accept()

    def _discard(self) -> None:
        for file in self._waiting:
            drafts.drop(file)
        self.reject()
