"""The right column: what is known of the thing in focus, what I note on it, and my verdict."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.views.inspector import Inspector
from desktop_app.views.notes import Notes
from desktop_app.views.parts import rule
from desktop_app.views.regions import in_reading_order
from desktop_app.views.theme import px, role
from desktop_app.views.verdict import VerdictPanel


class Side(QScrollArea):
    """The region that F6 comes to; Tab goes through what is in it."""

    def __init__(self) -> None:
        super().__init__()
        self.inspector, self.notes, self.verdict = Inspector(), Notes(), VerdictPanel()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Inspector and notes"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # no stop of Tab; here Up and Down scroll
        self.inspector.reached.connect(lambda row: self.ensureWidgetVisible(row, 0, px(8)))
        self.notes.grown.connect(lambda: QTimer.singleShot(0, self, self.show_editor))
        self.verdict.grown.connect(lambda: QTimer.singleShot(0, self, self._show_verdict))
        self.notes.shown.connect(lambda: in_reading_order(self, after=self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        role(inside, "side")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(14), px(14), px(14), px(14))
        column.setSpacing(px(10))
        for widget in (self.inspector, rule(), self.notes, rule(), self.verdict):
            column.addWidget(widget)
        column.addStretch(1)
        self._inside, self._column = inside, column
        self._lead: QWidget | None = None
        self.setWidget(inside)

    def lead(self, panel: QWidget | None) -> None:
        """Put a page's own panel in the place of the inspector; None: the inspector again."""
        if self._lead is not panel:
            if self._lead is not None:
                self._column.removeWidget(self._lead)
                self._lead.hide()
            self._lead = panel
            if panel is not None:
                self._column.insertWidget(0, panel)
                panel.show()
        self.inspector.setVisible(panel is None)

    def _show_verdict(self) -> None:
        """What the reader sees more of once he judges comes into view, if he is judging."""
        if self.verdict.isAncestorOf(QApplication.focusWidget() or self):
            self.ensureWidgetVisible(self.verdict, 0, px(10))

    def hold(self) -> None:
        """Show nothing of what is filled in now before it is laid out: Qt paints it squeezed first."""
        self._inside.setUpdatesEnabled(False)
        QTimer.singleShot(0, self, lambda: self._inside.setUpdatesEnabled(True))

    def show_editor(self) -> None:
        """Bring the note that is being written into view: all of it, or at least where it is being written."""
        editor = self.notes.editor
        if editor is None or not editor.isVisible():
            return
        if editor.height() <= self.viewport().height():
            self.ensureWidgetVisible(editor, 0, px(10))
        else:
            at = editor.text.mapTo(self._inside, editor.text.cursorRect().bottomLeft())
            self.ensureVisible(0, at.y(), 0, px(48))

    def flush(self) -> bool:
        """Keep what is being typed; False if it could not be kept."""
        lead = getattr(self._lead, "flush", None)
        return all([lead is None or lead(), self.notes.flush(), self.verdict.flush()])

    @property
    def trouble(self) -> Trouble | None:
        """Why something that is typed is not kept; None while all is."""
        note = self.notes.editor.keeping.trouble if self.notes.editor else None
        return note or self.verdict.keeping.trouble

    @property
    def typed(self) -> str:
        """What is not kept, as a text to be written elsewhere."""
        parts = []
        if (editor := self.notes.editor) and editor.keeping.trouble:
            parts += [editor.text.toPlainText(), editor.tags.text()]
        if self.verdict.keeping.trouble:
            parts += [self.verdict.said, self.verdict.why.toPlainText()]
        return "\n\n".join(part for part in parts if part) + "\n"

    def forget(self) -> None:
        """Let go of what could not be kept."""
        self.notes.forget()
        self.verdict.keeping.forget()
