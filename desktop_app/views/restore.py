"""What was typed when the program ended is offered again: does the reader want it?"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Kind, Sureness
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


_LINES = 6  # of a text that are seen at once


def _text(text: str) -> QPlainTextEdit:
    shown = QPlainTextEdit(text)
    shown.setReadOnly(True)
    shown.setTabChangesFocus(True)
    shown.setAccessibleName(tr("What was typed"))
    lines = min(max(len(text) // 64 + text.count("\n") + 1, 2), _LINES)
    shown.setFixedHeight(shown.fontMetrics().lineSpacing() * lines + px(20))
    return shown


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
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        for draft in waiting.values():
            rows.addWidget(heading(self._place(draft)))
            rows.addWidget(_text(draft.text))
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        column.addWidget(scroll, 1)
        self.buttons = QDialogButtonBox()
        restore = self.buttons.addButton(tr("Put it back"), QDialogButtonBox.ButtonRole.AcceptRole)
        discard = self.buttons.addButton(tr("Throw it away"), QDialogButtonBox.ButtonRole.DestructiveRole)
        later = self.buttons.addButton(tr("Ask me again next time"), QDialogButtonBox.ButtonRole.RejectRole)
        restore.setDefault(True)
        restore.clicked.connect(self._restore)
        discard.clicked.connect(self._discard)
        later.clicked.connect(self.reject)
        column.addWidget(self.buttons)
        column.activate()
        self.resize(px(520), min(inside.sizeHint().height() + px(110), px(520)))
        restore.setFocus()

    def _place(self, draft: Draft) -> str:
        what = tr("Verdict") if draft.verdict else tr("Note")
        target = draft.target
        try:
            case = self._window.library.case(target.case)
        except Trouble:  # the case has gone; a note stays with it all the same
            return f"{what} · {target.key}"
        whole = f"{case.chapter} · {case.short_title}" if case.chapter else case.short_title
        part = "" if target.kind == Kind.CASE else f" · {title_of(case, target) or target.key}"
        return f"{what} · {whole}{part}"

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
