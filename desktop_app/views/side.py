"""The right column: what is known of the thing in focus, what I note on it, and my verdict."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_app.views.inspector import Inspector
from desktop_app.views.notes import Notes
from desktop_app.views.parts import rule
from desktop_app.views.theme import px, role
from desktop_app.views.verdict import VerdictPanel


class Side(QScrollArea):
    def __init__(self) -> None:
        super().__init__()
        self.inspector, self.notes, self.verdict = Inspector(), Notes(), VerdictPanel()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
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
        self._column = column
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

    def flush(self) -> bool:
        """Keep what is being typed; False if it could not be kept."""
        return self.notes.flush() and self.verdict.flush()
