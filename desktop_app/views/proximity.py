"""Who was near whom: the charts under the case, and what they show of it."""

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Certainty
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.views import menu_of_choices
from desktop_app.views.parts import button, label
from desktop_app.views.theme import caption, interface, px, role

if TYPE_CHECKING:
    from desktop_app.charts.atlas import Atlas
    from desktop_app.charts.distance import Distance
    from desktop_app.charts.storyline import Storyline

CHARTS = {"storyline": "Storyline", "distance": "Distance", "map": "Map"}


class ProximityPanel(QWidget):
    """The chart panel.  The charts need NumPy and pyqtgraph: these load after the window can be read.

    Signals: picked(Target), moment_changed(jd), span_changed(first, last), charted(), folded(bool).
    """

    picked, moment_changed = Signal(object), Signal(float)
    span_changed = Signal(float, float)
    charted, folded = Signal(), Signal(bool)
    _loaded = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._case: Case | None = None
        self._theme: Theme = LIGHT
        self._target: Target | None = None
        self._moment: float | None = None
        self._charts: dict[str, Storyline | Distance | Atlas] = {}
        self._stale: set[str] = set()
        self._actors: tuple[str, ...] = ()
        self._certainties = frozenset(Certainty)
        self._awake = self._ready = self._narrow = False
        self.chart_name = "storyline"
        self.stack = QStackedWidget()
        waiting = label(tr("The chart is being drawn…"), interface(), "quiet")
        waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.stack.addWidget(waiting)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = self._build_bar()
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        self._show_fold()
        for each in (*self.segments.buttons(), self.actors, self.certainty, self.fit_button, self.fold_button):
            each.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # words are never cut
        self.setMinimumHeight(self.bar.minimumHeight())
        self._loaded.connect(self._begin)

    def _build_bar(self) -> QFrame:
        bar = QFrame()
        role(bar, "bar")
        bar.setFixedHeight(px(34))
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(16), 0, px(12), 0)
        row.setSpacing(px(10))
        self.title = QLabel(tr("Proximity"))
        self.title.setFont(caption())
        role(self.title, "caption")
        segments = QWidget()
        role(segments, "segments")
        segments.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = QHBoxLayout(segments)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        inner.setSizeConstraint(QHBoxLayout.SizeConstraint.SetFixedSize)
        self.segments = QButtonGroup(self)
        for i, (name, words) in enumerate(CHARTS.items()):
            segment = button(tr(words), f"Alt+{i + 1}", "segment", checkable=True)
            self.segments.addButton(segment, i)
            inner.addWidget(segment)
            segment.clicked.connect(lambda _=False, name=name: self._segment(name))
        self.segments.button(0).setChecked(True)
        self.actors = button("", tr("Whose lines are drawn"))
        self.certainty = button(tr("Certainty ▾"), tr("How well attested what is drawn must be"))
        self.fit_button = button(tr("⤢ Fit"), tr("All in view again (Ctrl+0)"))
        self.fit_button.clicked.connect(self.fit)
        self.fold_button = button("", "F8")
        self.fold_button.clicked.connect(lambda: self.fold(not self.is_folded))
        row.addWidget(self.title)
        row.addWidget(segments)
        row.addWidget(self.actors)
        row.addWidget(self.certainty)
        row.addStretch(1)
        row.addWidget(self.fit_button)
        row.addWidget(self.fold_button)
        return bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._narrow = event.size().width() < px(600)  # then signs do for words
        self.title.setVisible(not self._narrow)
        self.fit_button.setText("⤢" if self._narrow else tr("⤢ Fit"))
        self._show_fold()

    # ---- what the window asks

    @property
    def is_folded(self) -> bool:
        return not self.stack.isVisibleTo(self)

    def fold(self, folded: bool) -> None:
        """Leave only the bar, or unfold it again."""
        if folded != self.is_folded:
            self.stack.setVisible(not folded)
            self.setMaximumHeight(self.bar.height() if folded else 16777215)
            self._show_fold()
            self.folded.emit(folded)

    def wake(self) -> None:
        """Load the charts' libraries on another thread, then draw."""
        if not self._awake:
            self._awake = True
            threading.Thread(target=self._load, name="charts", daemon=True).start()

    def show_case(self, case: Case, theme: Theme) -> None:
        changed = self._case is None or self._case.slug != case.slug
        self._case, self._theme = case, theme
        if self._ready:
            self._show(choose=changed)

    def open(self, name: str) -> None:
        """Bring a chart to the front."""
        if name in CHARTS:
            self.chart_name = name
            self.segments.button(list(CHARTS).index(name)).setChecked(True)
            if self._ready:
                self._freshen()

    def mark(self, target: Target | None) -> None:
        self._target = target
        for chart in self._charts.values():
            chart.mark(target)

    def set_moment(self, jd: float | None) -> None:
        self._moment = jd
        for chart in self._charts.values():
            chart.set_cursor(jd)

    def fit(self) -> None:
        for chart in self._charts.values():
            chart.fit()

    # ---- drawing

    def _load(self) -> None:
        import desktop_app.charts.storyline  # noqa: F401  # NumPy and pyqtgraph come with it

        self._loaded.emit()

    def _begin(self) -> None:
        self._ready = True
        if self._case:
            self._show(choose=True)

    def _show(self, *, choose: bool) -> None:
        from desktop_app.charts.cast import default_actors

        if self._case is None:
            return
        if choose:
            self._actors = default_actors(self._case)
        self._fill_menus()
        self._stale = set(CHARTS)
        self._freshen()

    def _freshen(self) -> None:
        """Draw the chart in front; the others when they come to the front."""
        name = self.chart_name
        if self._case is None:
            return
        if name not in self._charts:
            self._charts[name] = self._make(name)
            self.stack.addWidget(self._charts[name])
            self._stale.add(name)
        chart = self._charts[name]
        self.stack.setCurrentWidget(chart)  # first: it takes its size, and is laid out for it once (70 ms)
        if name in self._stale:
            self._stale.discard(name)
            chart.show_case(self._case, self._theme, self._actors, self._certainties)
            chart.mark(self._target)
            chart.set_cursor(self._moment)

    def _make(self, name: str) -> "Storyline | Distance | Atlas":
        chart = _chart(name)
        chart.setFont(interface())
        chart.mark(self._target)  # before there is a case: drawn with it, and not once more (20 ms)
        chart.picked.connect(self.picked)
        chart.cursor_moved.connect(self.moment_changed)
        chart.span_changed.connect(lambda first, last: self._span_moved(chart, first, last))
        chart.viewport().installEventFilter(self)
        return chart

    def _span_moved(self, by: "Storyline | Distance | Atlas", first: float, last: float) -> None:
        """What one chart shows, all show."""
        for chart in self._charts.values():
            if chart is not by:
                chart.show_span(first, last)
        self.span_changed.emit(first, last)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say when a chart has been painted."""
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self.charted.emit)
        return super().eventFilter(watched, event)

    def _segment(self, name: str) -> None:
        self.fold(False)
        self.open(name)

    def _show_fold(self) -> None:
        sign, words = ("▴", tr("Unfold")) if self.is_folded else ("▾", tr("Fold"))
        self.fold_button.setText(sign if self._narrow else f"{sign} {words}")
        self.fold_button.setAccessibleName(words)

    def _fill_menus(self) -> None:
        case = self._case
        if case is None:
            return
        everybody = tuple(actor.key for actor in case.actors)
        self.actors.setText(tr("Actors {} of {} ▾").format(len(self._actors), len(everybody)))

        def set_actors(chosen: frozenset[str]) -> None:
            self._actors = tuple(key for key in everybody if key in chosen)
            self.actors.setText(tr("Actors {} of {} ▾").format(len(self._actors), len(everybody)))
            self._stale = set(CHARTS)
            self._freshen()

        def set_certainties(chosen: frozenset[str]) -> None:
            self._certainties = frozenset(map(Certainty, chosen))
            self._stale = set(CHARTS)
            self._freshen()

        menu_of_choices.fill(
            self.actors,
            [(actor.key, actor.name) for actor in case.actors],
            frozenset(self._actors),
            set_actors,
        )
        menu_of_choices.fill(
            self.certainty,
            [(str(each), tr(str(each))) for each in Certainty],
            frozenset(map(str, self._certainties)),
            set_certainties,
        )


def _chart(name: str) -> "Storyline | Distance | Atlas":
    """A chart by name; its module needs NumPy and pyqtgraph, so it is imported when it is first wanted."""
    if name == "storyline":
        from desktop_app.charts.storyline import Storyline

        return Storyline()
    if name == "map":
        from desktop_app.charts.atlas import Atlas

        return Atlas()
    from desktop_app.charts.distance import Distance

    return Distance()
