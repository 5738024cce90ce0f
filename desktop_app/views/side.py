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
        self.setWidget(inside)

    def flush(self) -> bool:
        """Keep what is being typed; False if it could not be kept."""
        return self.notes.flush() and self.verdict.flush()
