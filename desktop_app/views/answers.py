"""How is an answer of several parts laid out: headings, lines that can be clicked, and what it is and is not?"""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_app.analysis.between_said import Line, Part
from desktop_app.analysis.explained import Explained
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.views.parts import ClickRow, Dot, clear, heading, label
from desktop_app.views.theme import interface, px


class Answers(QWidget):
    """Parts under one another.  Signals: chosen(Line) when one is clicked or entered."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(3))
        self.rows: dict[str, list[ClickRow]] = {}

    def show_parts(self, parts: Iterable[Part]) -> None:
        clear(self._column)
        self.rows = {}
        for part in parts:
            self._column.addSpacing(px(7))
            self._column.addWidget(heading(part.heading))
            self.rows[part.key] = [self._row(line) for line in part.lines]
            for row in self.rows[part.key]:
                self._column.addWidget(row)
            if part.note:
                self._column.addWidget(label(part.note, interface(12), "quiet", selectable=True))

    def _row(self, line: Line) -> ClickRow:
        row = ClickRow(f"{line.text} {line.right}".strip())
        row.row.addWidget(label(line.text, interface()), 3)
        if line.right:
            right = label(line.right, interface(11.5), "quiet")
            right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            row.row.addWidget(right, 1)
        if line.links or line.events:
            row.clicked.connect(lambda: self.chosen.emit(line))
        else:
            row.setCursor(Qt.CursorShape.ArrowCursor)
            row.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return row


class Told(QWidget):
    """What an analysis is, what it is not, and where to read more."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(3))
        self.theme: Theme = LIGHT

    def show_told(self, told: Iterable[Explained], assumptions: Iterable[str], theme: Theme) -> None:
        clear(self._column)
        self._column.addWidget(heading(tr("This assumes")))
        for sentence in assumptions:
            self._column.addWidget(label(f"· {sentence}", interface(12), "quiet", selectable=True))
        self._column.addSpacing(px(7))
        self._column.addWidget(heading(tr("What this is, what it is not")))
        for one in told:
            self._column.addWidget(label(one.text, interface(12), "quiet", selectable=True))
            for work in one.literature:
                line = QWidget()
                row = QHBoxLayout(line)
                row.setContentsMargins(0, 0, 0, 0)
                row.setSpacing(px(6))
                dot = Dot(theme.claimants[Claimant.LITERATURE], px(8), square=True)
                row.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
                row.addWidget(label(work, interface(11.5), "quiet", selectable=True), 1)
                self._column.addWidget(line)


class Progress(QWidget):
    """How far a long answer is, and a way to let go of it.  Signals: cancelled()."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(tr("How far the answer is"))
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self.hide()

    def reach(self, share: float) -> None:
        self.bar.setValue(round(100 * share))
        self.setVisible(share < 1)
