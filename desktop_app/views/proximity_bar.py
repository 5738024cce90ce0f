"""The bar above the charts: which is shown, of whom, how sure, and what one can do with it."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from desktop_app.casebook.language import tr
from desktop_app.views.parts import button
from desktop_app.views.theme import caption, px, role

# Charts in the order of their tabs.
CHARTS = {"storyline": "Storyline", "distance": "Distance", "map": "Map", "matrix": "Matrix"}


class ChartBar(QFrame):
    """Signals: chosen(name of a chart), added(name: beside those shown), fit_wanted(), fold_wanted()."""

    chosen, added = Signal(str), Signal(str)
    fit_wanted, fold_wanted = Signal(), Signal()

    def __init__(self) -> None:
        super().__init__()
        self._folded = False
        self._roomy, self._spelt = -1, ("", "", "")
        role(self, "bar")
        self.setFixedHeight(px(34))
        self.title = QLabel(tr("Proximity"))
        self.title.setFont(caption())
        role(self.title, "caption")
        self.segments = QButtonGroup(self, exclusive=False)
        tabs = QWidget()
        role(tabs, "segments")
        inner = QHBoxLayout(tabs)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        inner.setSizeConstraint(QHBoxLayout.SizeConstraint.SetFixedSize)
        for at, (name, words) in enumerate(CHARTS.items()):
            tip = tr("Alt+{}; with Ctrl beside what is shown").format(at + 1)
            segment = button(tr(words), tip, "segment", checkable=True)
            self.segments.addButton(segment, at)
            inner.addWidget(segment)
            segment.clicked.connect(lambda _=False, name=name: self._clicked(name))
        self.tabs = tabs
        self.chart = button("", tr("Which chart is shown"))
        self.chart.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.chart)
        for name, words in CHARTS.items():
            menu.addAction(tr(words), partial(self.chosen.emit, name))
        self.chart.setMenu(menu)
        self.actors = button("", tr("Whose lines are drawn"))
        self.pairs = button("", tr("Whose distances are drawn"))
        self.within = button("", tr("How near counts as together"))
        self.certainty = button(tr("Certainty ▾"), tr("How well attested what is drawn must be"))
        self.more = button(tr("Show ▾"), tr("What else the chart can show"))
        self.fit = button(tr("⤢ Fit"), tr("All in view again (Ctrl+0)"))
        self.fit.clicked.connect(self.fit_wanted)
        self.export = button(tr("⤓ Export ▾"), tr("The chart as a file: SVG, PNG or PDF"))
        self.fold = button("", "F8")
        self.fold.clicked.connect(self.fold_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), 0, px(12), 0)
        row.setSpacing(px(8))
        for each in (self.title, tabs, self.chart, self.actors, self.pairs, self.within, self.certainty, self.more):
            row.addWidget(each)
        row.addStretch(1)
        for each in (self.fit, self.export, self.fold):
            row.addWidget(each)
        for each in (*self.segments.buttons(), *self._buttons()):
            each.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # words are never cut
        self.mark(("storyline",))
        self.show_folded(folded=False)

    def _buttons(self) -> tuple[QToolButton, ...]:
        chosen = (self.chart, self.actors, self.pairs, self.within, self.certainty, self.more)
        return *chosen, self.fit, self.export, self.fold

    def _clicked(self, name: str) -> None:
        beside = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        (self.added if beside else self.chosen).emit(name)

    def mark(self, shown: Iterable[str]) -> None:
        """Which charts are shown: pairs are chosen for distances, actors for all others, how near for a matrix."""
        names = tuple(shown)
        for segment, name in zip(self.segments.buttons(), CHARTS, strict=True):
            segment.setChecked(name in names)
        self.chart.setText(tr("{} ▾").format(" + ".join(tr(CHARTS[name]) for name in names if name in CHARTS)))
        self.pairs.setVisible("distance" in names)
        self.actors.setVisible(names != ("distance",))
        self.within.setVisible("matrix" in names)
        self._fit_words()

    def show_folded(self, *, folded: bool) -> None:
        self._folded = folded
        words = tr("Unfold") if folded else tr("Fold")
        self.fold.setAccessibleName(words)
        self.fold.setToolTip(tr("{} (F8)").format(words))
        self._fit_words()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # the words of a button have changed, or one has come or gone
            self._fit_words()
        return super().event(event)

    def _fit_words(self) -> None:
        """Where there is no room for all words, signs do; then one menu stands for the tabs."""
        roomy = next((roomy for roomy in (3, 2, 1) if self._needed(roomy) <= self.width()), 0)
        if roomy != self._roomy or self._spelt != self._words(roomy):
            self._roomy, self._spelt = roomy, self._words(roomy)
            self.title.setVisible(roomy == 3)
            self.tabs.setVisible(roomy > 0)
            self.chart.setVisible(roomy == 0)
            for each, words in zip((self.fit, self.export, self.fold), self._spelt, strict=True):
                each.setText(words)

    def _words(self, roomy: int) -> tuple[str, str, str]:
        """Of the buttons at the end.  roomy: 3 all words, 2 without the title, 1 signs, 0 one menu for the tabs."""
        sign, words = ("▴", tr("Unfold")) if self._folded else ("▾", tr("Fold"))
        fold = f"{sign} {words}" if roomy == 3 else sign
        return (tr("⤢ Fit"), tr("⤓ Export ▾"), fold) if roomy > 1 else ("⤢", "⤓", fold)

    def _needed(self, roomy: int) -> int:
        """The width that the bar takes then."""
        choices = (self.actors, self.pairs, self.within, self.certainty, self.more)
        parts = [each for each in choices if not each.isHidden()]
        widths = [each.sizeHint().width() for each in parts] + [self.tabs.sizeHint().width()]
        widths += [self.title.sizeHint().width()] if roomy == 3 else []
        words = [self.fit.fontMetrics().horizontalAdvance(each) + px(13) for each in self._words(roomy)]
        return sum(widths) + sum(words) + px(8) * (len(widths) + len(words)) + px(28)
