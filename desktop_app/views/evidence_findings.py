"""What follows from the matrix: the prior one would have needed, what would tip it, what to look for next, counts?"""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.analysis.findings import TIPS, Line, count_words, lead_words, next_lines, tip_lines
from desktop_app.analysis.saying import of_100
from desktop_app.analysis.weighing import Weighing
from desktop_app.casebook.language import tr
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.weights import MORE, Bar, Spread, mixed
from desktop_app.views.parts import ClickRow, heading, label
from desktop_app.views.theme import interface, px

NEXT = 3  # shown
LONG = 62  # letters of a title; the rest stands in its tip
NARROW = 620  # below it the sections stand one under another


class Findings(QWidget):
    """The sections below the matrix.

    Signals: item_chosen(key) for a tipping point; search_chosen(key) for what to look for; all_searches().
    """

    item_chosen, search_chosen, all_searches = Signal(str), Signal(str), Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = LIGHT
        self._shape: tuple[object, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(px(24), px(12), px(16), px(14))
        self._grid.setHorizontalSpacing(px(26))
        self._grid.setVerticalSpacing(px(10))
        self.needed = _Section(tr("What prior would you have needed"))
        self.tips = _Lines(tr("Tipping points"), TIPS)
        self.next = _Lines(tr("What to look for next"), NEXT)
        self.counts = _Section(tr("Counts alone"))
        self.counted = label("", interface(11.5), "quiet")
        self.counts.column.addWidget(self.counted)
        self.tips.chosen.connect(self.item_chosen)
        self.next.chosen.connect(self.search_chosen)
        self.needed.column.addStretch(1)
        self._bars: list[tuple[QLabel, Bar, QLabel]] = []
        self._across = 0
        self._arrange()

    def resizeEvent(self, event: object) -> None:
        self._arrange()

    def _arrange(self) -> None:
        across = 3 if self.width() >= px(NARROW) else 1
        if across == self._across:
            return
        self._across = across
        sections = (self.needed, self.tips, self.next)
        for at, section in enumerate(sections):
            self._grid.addWidget(section, 0 if across == 3 else at, at if across == 3 else 0)
        self._grid.addWidget(self.counts, 3, 0, 1, 3)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < across else 0)

    def show_weighing(self, weighed: Weighing, theme: Theme) -> None:
        shape = (weighed.matrix.keys, theme.name)
        if shape != self._shape:
            self._shape, self.theme = shape, theme
            self._lay_bars(weighed)
        if weighed.exclusive:
            self.needed.below.setText(tr("to end at 50 in 100, of 100 beforehand:"))
        else:
            words = tr("to end at even odds with “{}”, of 100 shared by the two:")
            self.needed.below.setText(words.format(weighed.matrix.short(weighed.baseline)))
        for (_, bar, number), result in zip(self._bars, weighed.results, strict=True):
            share = result.needed or 0.0
            bar.spread = Spread(0.0, share, share)
            bar.update()
            number.setText("–" if result.needed is None else of_100(share))
        if weighed.prior_said:
            self.tips.below.setText(lead_words(weighed))
            self.tips.show_lines(tip_lines(weighed))
            self.next.below.setText(
                tr("by the information to be expected, at the chances that you set for each outcome:")
            )
            self.next.show_lines(next_lines(weighed)[:NEXT])
        else:
            first = tr("Say the prior first: then it is shown what would tip the result.")
            self.tips.below.setText(first)
            self.tips.show_lines(())
            self.next.below.setText(tr("Open questions of the case; give each its chances:"))
            self.next.show_lines(next_lines(weighed)[:NEXT])
        self.counted.setText(count_words(weighed))

    def _lay_bars(self, weighed: Weighing) -> None:
        for widgets in self._bars:
            for widget in widgets:
                widget.hide()
                widget.deleteLater()
        self._bars = []
        colour = mixed(self.theme.panel, MORE, 0.75)
        for row, hypothesis in enumerate(weighed.matrix.hypotheses):
            name = label(hypothesis.short, interface(12))
            bar = Bar(Spread(0, 0, 0), self.theme, colour)
            number = label("", interface(12, QFont.Weight.DemiBold, tabular=True), wraps=False)
            number.setMinimumWidth(px(26))
            self.needed.grid.addWidget(name, row, 0)
            self.needed.grid.addWidget(bar, row, 1)
            self.needed.grid.addWidget(number, row, 2)
            self._bars.append((name, bar, number))
        self.needed.grid.setColumnStretch(0, 5)
        self.needed.grid.setColumnStretch(1, 4)


class _Section(QWidget):
    """A heading, a quiet sentence, and room for more."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(px(2))
        self.column.addWidget(heading(title))
        self.below = label("", interface(11.5), "quiet")
        self.column.addWidget(self.below)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(px(8))
        self.grid.setVerticalSpacing(px(1))
        self.column.addLayout(self.grid)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)


class _Lines(_Section):
    """Findings, each a line that can be followed.  Signals: chosen(key)."""

    chosen = Signal(str)

    def __init__(self, title: str, most: int) -> None:
        super().__init__(title)
        self._slots: list[tuple[ClickRow, QLabel, QLabel]] = []
        self.lines: tuple[Line, ...] = ()
        for at in range(most):
            row = ClickRow("")
            texts = QVBoxLayout()
            texts.setSpacing(0)
            bold = label("", interface(12, QFont.Weight.DemiBold))
            plain = label("", interface(11.5), "quiet")
            texts.addWidget(bold)
            texts.addWidget(plain)
            row.row.addLayout(texts, 1)
            row.row.setContentsMargins(0, px(1), 0, px(1))
            row.clicked.connect(lambda at=at: self._choose(at))
            self.column.addWidget(row)
            self._slots.append((row, bold, plain))
        self.column.addStretch(1)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        self.lines = lines
        for at, (row, bold, plain) in enumerate(self._slots):
            row.setVisible(at < len(lines))
            if at < len(lines):
                short = (
                    lines[at].title if len(lines[at].title) < LONG else lines[at].title[:LONG].rsplit(" ", 1)[0] + "…"
                )
                bold.setText(short)
                bold.setToolTip(lines[at].title if short != lines[at].title else "")
                plain.setText(lines[at].text)
                row.setAccessibleName(f"{lines[at].title}: {lines[at].text}")

    def _choose(self, at: int) -> None:
        if at < len(self.lines) and self.lines[at].key:
            self.chosen.emit(self.lines[at].key)
