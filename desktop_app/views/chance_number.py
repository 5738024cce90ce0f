"""The number, once it may be seen: with its sentence, its table, and how far the reckoning is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis import answering
from desktop_app.analysis.asked import Answer
from desktop_app.analysis.same_date import selection
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.views.parts import button, clear, heading, label
from desktop_app.views.theme import interface, px, reading, role


class NumberFrame(QFrame):
    """Signals: cancelled(), run_wanted()."""

    cancelled, run_wanted = Signal(), Signal()

    def __init__(self) -> None:
        super().__init__()
        role(self, "number")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(10), px(20), px(10))
        column.setSpacing(px(6))
        column.addWidget(heading(tr("2 · Then the number")))
        self.number, self.unit = QLabel(), QLabel()
        self.number.setFont(reading(30, QFont.Weight.DemiBold))
        self.unit.setFont(reading(14.5))
        role(self.unit, "quiet")
        self.sentence = label("", interface(12), "quiet", selectable=True)
        row = QHBoxLayout()
        row.setSpacing(px(6))
        row.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.unit, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(px(8))
        row.addWidget(self.sentence, 1)
        column.addLayout(row)
        self.rows = QGridLayout()
        self.rows.setHorizontalSpacing(px(14))
        self.rows.setVerticalSpacing(px(3))
        self.rows.setColumnStretch(0, 1)
        column.addLayout(self.rows)
        self.waiting, self.trouble = label("", interface(), "quiet"), label("", interface(), "error")
        self.trouble.hide()
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setAccessibleName(tr("How far the reckoning is"))
        self.cancel_button, self.run_button = QPushButton(tr("Cancel")), QPushButton(tr("Run"))
        for made, signal in ((self.cancel_button, self.cancelled), (self.run_button, self.run_wanted)):
            made.setAutoDefault(False)
            made.clicked.connect(signal)
        running = QHBoxLayout()
        running.addWidget(self.progress, 1)
        running.addWidget(self.cancel_button)
        running.addWidget(self.run_button)
        running.addStretch(1)
        column.addWidget(self.waiting)
        column.addWidget(self.trouble)
        column.addLayout(running)
        column.addStretch(1)

    def show_answer(self, case: Case, answer: Answer | None, *, kept: bool, running: bool) -> None:
        """answer: None while it may not be seen; kept: the statement is locked as it stands."""
        for widget in (self.number, self.unit, self.sentence):
            widget.setVisible(answer is not None)
        self.progress.setVisible(running)
        self.cancel_button.setVisible(running)
        self.run_button.setVisible(kept and answer is None and not running)
        self.waiting.setVisible(answer is None and not running)
        if not kept:
            self.waiting.setText(tr("It is shown once the statement is locked."))
        elif not self.waiting.text().startswith(tr("Cancelled")):
            self.waiting.setText(tr("Locked, and not run yet."))
        clear(self.rows)
        if answer is None:
            return
        self.waiting.setText("")
        told = answering.headline(case, answer.question, answer.settings, answer.result)
        self.number.setText(told.number)
        self.unit.setText(told.unit)
        self.sentence.setText(told.sentence)
        table = answering.table(answer.question, answer.result)
        for at, line in enumerate((table.heads, *table.rows)):
            for column, words in enumerate(line):
                self.rows.addWidget(_cell(words, at, column), at, column, _side(column))

    def say_cancelled(self) -> None:
        self.waiting.setText(tr("Cancelled; nothing was kept of it."))

    def say(self, trouble: Trouble | None) -> None:
        """What is wrong and what to do."""
        self.trouble.setText(f"{trouble.what} {trouble.do}" if trouble else "")
        self.trouble.setVisible(trouble is not None)


def _cell(words: str, row: int, column: int) -> QLabel:
    made = QLabel(words)
    weight = QFont.Weight.DemiBold if row and column < 2 else QFont.Weight.Normal
    made.setFont(interface(12, weight, tabular=True))
    if row == 0:
        role(made, "quiet")
    return made


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight


class Head(QWidget):
    """Title of a chart and what explains it."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.words = heading(""), label("", interface(11.5), "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(1))
        column.addWidget(self.title)
        column.addWidget(self.words)

    def say(self, title: str, words: str) -> None:
        self.title.setText(title)
        self.words.setText(words)
        self.words.setVisible(bool(words))


class SelectionFrame(QFrame):
    """What stands wherever a number of chance stands, and never as a footnote.  Signals: weigh()."""

    weigh = Signal()

    def __init__(self) -> None:
        super().__init__()
        frame = QFrame()
        role(frame, "warning")
        row = QHBoxLayout(frame)
        row.setContentsMargins(px(12), px(8), px(12), px(8))
        row.setSpacing(px(10))
        mark = label("!", reading(17, QFont.Weight.DemiBold), wraps=False)
        mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(px(2))
        self.words = label(selection(), interface())
        texts.addWidget(self.words)
        link = button(tr("Weigh the explanations under Evidence ›"), "", "link")
        link.clicked.connect(self.weigh)
        texts.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(texts, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(px(24), px(4), px(20), px(10))
        around.addWidget(frame)
