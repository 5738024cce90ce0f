"""One choice of a few, side by side: which page, which question, how written?"""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.views.parts import Flow, button
from desktop_app.views.theme import interface, px, role


class Segments(QWidget):
    """Signals: chosen(key), only for what the reader chose."""

    chosen = Signal(str)

    def __init__(self, choices: Iterable[tuple[str, str]], name: str) -> None:
        super().__init__()
        role(self, "segments")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self.buttons = {}
        for key, words in choices:
            made = button(words, purpose="segment", checkable=True)
            made.setFont(interface(12))
            made.setMinimumHeight(px(22))
            made.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            self._group.addButton(made)
            row.addWidget(made)
            self.buttons[key] = made

    @property
    def now(self) -> str:
        return next((key for key, made in self.buttons.items() if made.isChecked()), "")

    def choose(self, key: str) -> None:
        """Show a choice without telling anybody."""
        self.buttons[key].setChecked(True)


def tool_bar(*widgets: QWidget) -> QFrame:
    """What can be done on a page, in one line; where the page is narrow, in several."""
    bar = QFrame()
    role(bar, "bar")
    inside = QWidget()
    flow = Flow(inside, px(3))
    for widget in widgets:
        widget.setMinimumHeight(px(24))
        flow.addWidget(widget)
    column = QVBoxLayout(bar)
    column.setContentsMargins(px(24), px(4), px(12), px(4))
    column.addWidget(inside)
    return bar
