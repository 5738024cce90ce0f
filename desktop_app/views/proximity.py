"""Who was near whom: the charts under the case, and what they show of it."""

import threading
from collections.abc import Callable, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.means import Means
from desktop_app.casebook.terms import Certainty, Kind
from desktop_app.casebook.trouble import Trouble
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.library.library import Library
from desktop_app.views import menu_of_choices
from desktop_app.views.parts import label
from desktop_app.views.proximity_bar import CHARTS, ChartBar
from desktop_app.views.task import Task
from desktop_app.views.theme import interface, role

if TYPE_CHECKING:
    from desktop_app.charts.atlas import Atlas
    from desktop_app.charts.distance import Distance
    from desktop_app.charts.matrix import Matrix
    from desktop_app.charts.storyline import Storyline
    from desktop_app.views.chart_menus import Pairs

    Chart = Storyline | Distance | Atlas | Matrix

__all__ = ["CHARTS", "ProximityPanel"]

_FROM_TOP = ("map", "storyline", "distance", "matrix")  # where several are shown


class ProximityPanel(QWidget):
    """The chart panel.  The charts need NumPy and pyqtgraph: these load after the window can be read.

    Signals: picked(Target), moment_changed(jd), span_changed(first, last), charted(), folded(bool); said(words) of what
    was done, failed(Trouble).
    """

    picked, moment_changed = Signal(object), Signal(float)
    span_changed = Signal(float, float)
    charted, folded = Signal(), Signal(bool)
    said, failed = Signal(str), Signal(object)
    _loaded = Signal()

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library
        self._case: Case | None = None
        self._theme: Theme = LIGHT
        self._target: Target | None = None
        self._moment: float | None = None
        self._noted: frozenset[tuple[Kind, str]] = frozenset()
        self._charts: dict[str, Chart] = {}
        self._stale: set[str] = set()
        self._actors: tuple[str, ...] = ()
        self._pairs: Pairs | None = None  # None: those that tell most
        self._certainties = frozenset(Certainty)
        self._hidden: frozenset[str] = frozenset()  # places
        self._anyhow = False  # who is under way travels by no chosen means …
        self._means: str | None = None  # … or by this one; None: the fastest of the time
        self._awake = self._ready = self._choose = False
        self._prepared: Case | None = None  # the large case of which all is known
        self._preparing: Task | None = None
        self.shown: tuple[str, ...] = ("storyline",)  # charts, from top to bottom
        self.stack = QStackedWidget()
        waiting = label(tr("The chart is being drawn…"), interface(), "quiet")
        waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._room = QSplitter(Qt.Orientation.Vertical, handleWidth=1, childrenCollapsible=False)
        self.stack.addWidget(waiting)
        self.stack.addWidget(self._room)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = ChartBar()
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        self.setMinimumHeight(self.bar.minimumHeight())
        self.bar.chosen.connect(self._segment)
        self.bar.added.connect(self._beside)
        self.bar.fit_wanted.connect(self.fit)
        self.bar.fold_wanted.connect(lambda: self.fold(not self.is_folded))
        self._loaded.connect(self._begin)
        self.charted.connect(self._line_up)

    # ---- what the window asks

    @property
    def is_folded(self) -> bool:
        return not self.stack.isVisibleTo(self)

    def fold(self, folded: bool) -> None:
        """Leave only the bar, or unfold it again."""
        if folded != self.is_folded:
            self.stack.setVisible(not folded)
            self.setMaximumHeight(self.bar.height() if folded else 16777215)
            self.bar.show_folded(folded=folded)
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

    @property
    def chart_name(self) -> str:
        """The chart that the keys go to."""
        return self.shown[0]

    @property
    def front(self) -> QWidget | None:
        """The chart that the keys go to, once it is made."""
        return self._charts.get(self.chart_name) if self._ready else None

    def open(self, name: str) -> None:
        """Show a chart alone."""
        if name in CHARTS:
            self._arrange((name,))

    def _beside(self, name: str) -> None:
        """Show a chart beside those that are shown, or put it away again."""
        left = tuple(one for one in self.shown if one != name)
        wanted = left if name in self.shown else (*self.shown, name)
        self.fold(False)
        self._arrange(wanted or (name,))

    def _arrange(self, wanted: tuple[str, ...]) -> None:
        self.shown = tuple(sorted(wanted, key=_FROM_TOP.index))
        self.bar.mark(self.shown)
        if self._ready:
            self._freshen()

    def mark(self, target: Target | None) -> None:
        self._target = target
        for chart in self._charts.values():
            chart.mark(target)

    def show_noted(self, noted: frozenset[tuple[Kind, str]]) -> None:
        """Mark what the reader has written a note on."""
        self._noted = noted
        for chart in self._charts.values():
            if hasattr(chart, "show_noted"):
                chart.show_noted(noted)

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

        if self._case is None or self._prepares(self._case, choose=choose):
            return
        if choose:
            self._actors, self._pairs, self._hidden = default_actors(self._case), None, frozenset()
        self._fill_menus()
        self._all_anew()

    def _prepares(self, case: Case, *, choose: bool) -> bool:
        """Let another thread ask a large case what takes long, and show it when that is done."""
        from desktop_app.charts.cast import LARGE
        from desktop_app.charts.preparing import prepare

        if len(case.stays) <= LARGE or case is self._prepared:
            return False
        self.stack.setCurrentIndex(0)
        self._choose |= choose

        def go_on() -> None:
            if case is self._case:
                self._prepared, wanted, self._choose = case, self._choose, False
                self._show(choose=wanted)

        self._preparing = Task(lambda step: prepare(case, step))
        self._preparing.done.connect(lambda _: go_on())
        self._preparing.failed.connect(self.failed)
        return True

    def _all_anew(self) -> None:
        self._stale = set(CHARTS)
        self._freshen()

    def _freshen(self) -> None:
        """Draw the charts that are shown; the others when they are."""
        if self._case is None:
            return
        for name in self.shown:
            if name not in self._charts:
                self._charts[name] = self._make(name)
                self._stale.add(name)
        for name in sorted(self._charts, key=_FROM_TOP.index):
            self._room.addWidget(self._charts[name])
            self._charts[name].setVisible(name in self.shown)
        self.stack.setCurrentWidget(self._room)  # first: a chart takes its size, and is laid out for it once (70 ms)
        for name in self.shown:
            if name in self._stale:
                self._stale.discard(name)
                self._present(name)

    def _present(self, name: str) -> None:
        from desktop_app.charts.distance import Distance
        from desktop_app.charts.matrix import Matrix
        from desktop_app.charts.storyline import Storyline

        chart, case = self._charts[name], self._case
        if case is None:
            return
        if isinstance(chart, Distance):
            means = self._chosen_means()
            chart.show_case(case, self._theme, self._actors, self._certainties, self._pairs, means)
            self._name_pairs()
        elif isinstance(chart, Storyline):
            chart.show_case(case, self._theme, self._actors, self._certainties, self._hidden)
        else:
            chart.show_case(case, self._theme, self._actors, self._certainties)
        if isinstance(chart, Matrix):
            self._count_in_view(chart)
        chart.mark(self._target)
        chart.set_cursor(self._moment)
        self.show_noted(self._noted)

    def _count_in_view(self, matrix: "Matrix") -> None:
        """Let the matrix count the days that the charts over time show, where the reader has moved them."""
        for name in ("storyline", "distance"):
            scale = getattr(self._charts.get(name), "time_scale", None)
            if scale and name not in self._stale and not scale.at_home:
                matrix.show_span(*scale.span)
                return

    def _make(self, name: str) -> "Chart":
        chart = _chart(name, self._means_in_use)
        chart.setFont(interface())
        chart.mark(self._target)  # before there is a case: drawn with it, and not once more (20 ms)
        chart.picked.connect(self.picked)
        chart.cursor_moved.connect(self.moment_changed)
        chart.span_changed.connect(lambda first, last: self._span_moved(chart, first, last))
        chart.viewport().installEventFilter(self)
        from desktop_app.charts.matrix import Matrix

        if isinstance(chart, Matrix):
            from desktop_app.views import matrix_menu

            matrix_menu.connect(chart, self.bar.within, lambda: self._segment("map"))
        return chart

    def _span_moved(self, by: "Chart", first: float, last: float) -> None:
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

    def _line_up(self) -> None:
        """Let one moment stand at one pixel in all charts that are shown, on the map's slider too."""
        from desktop_app.charts.time_chart import TimeChart

        timed = [chart for name in self.shown if isinstance(chart := self._charts.get(name), TimeChart)]
        left = max(chart.own_left for chart in timed) if len(timed) > 1 else 0.0
        for chart in timed:
            chart.lie_under(left)
        lie_on = getattr(self._charts.get("map"), "lie_on", None)
        if lie_on and "map" in self.shown:
            below = next((self._charts.get(name) for name in self.shown if name in ("storyline", "distance")), None)
            scale = getattr(below, "time_scale", None)
            lie_on((scale.left, scale.right) if scale else None)

    def _segment(self, name: str) -> None:
        self.fold(False)
        self.open(name)

    # ---- what is chosen

    def _fill_menus(self) -> None:
        case = self._case
        if case is None:
            return
        from desktop_app.charts.cast import default_actors

        everybody = tuple(actor.key for actor in case.actors)
        self.bar.actors.setText(tr("Actors {} of {} ▾").format(len(self._actors), len(everybody)))
        menu_of_choices.fill(
            self.bar.actors,
            [(actor.key, actor.name) for actor in case.actors],
            frozenset(self._actors),
            self._choose_actors,
            (
                (tr("Those who matter to what coincided"), lambda: self._reset_actors(default_actors(case))),
                (tr("Everybody"), lambda: self._reset_actors(everybody)),
            ),
        )
        menu_of_choices.fill(
            self.bar.certainty,
            [(str(each), tr(str(each))) for each in Certainty],
            frozenset(map(str, self._certainties)),
            self._choose_certainties,
        )
        from desktop_app.views import chart_menus  # late, as all that only the charts need

        if self.bar.pairs.menu() is None:
            chart_menus.fill_later(self.bar.pairs, self._fill_pairs)
            chart_menus.fill_later(self.bar.more, self._fill_more)
            chart_menus.fill_later(self.bar.export, self._fill_export)
        self._name_pairs()

    def _choose_actors(self, chosen: frozenset[str]) -> None:
        if self._case:
            everybody = [actor.key for actor in self._case.actors]
            self._actors = tuple(key for key in everybody if key in chosen)
            self.bar.actors.setText(tr("Actors {} of {} ▾").format(len(self._actors), len(everybody)))
            self._all_anew()

    def _reset_actors(self, chosen: tuple[str, ...]) -> None:
        self._actors = chosen
        self._fill_menus()
        self._all_anew()

    def _choose_certainties(self, chosen: frozenset[str]) -> None:
        self._certainties = frozenset(map(Certainty, chosen))
        self._all_anew()

    def _fill_pairs(self, menu: QMenu) -> None:
        from desktop_app.views import chart_menus

        if self._case:
            chart_menus.fill_pairs(menu, self._case, self._drawn_pairs, self._choose_pairs)

    @property
    def _drawn_pairs(self) -> "Pairs":
        return getattr(self._charts.get("distance"), "pairs", ())

    def _choose_pairs(self, pairs: "Pairs | None") -> None:
        self._pairs = pairs
        self._stale.add("distance")
        self._freshen()

    def _name_pairs(self) -> None:
        self.bar.pairs.setText(tr("Pairs {} ▾").format(len(self._drawn_pairs)))

    def _fill_more(self, menu: QMenu) -> None:
        from desktop_app.charts.distance import Distance
        from desktop_app.charts.matrix import Matrix
        from desktop_app.charts.storyline import Storyline
        from desktop_app.views import atlas, chart_menus, matrix_menu

        case = self._case
        if case is None:
            return
        for name in self.shown:
            chart = self._charts[name]
            if isinstance(chart, Storyline):
                chart_menus.fill_storyline(menu, chart, case, self._means_in_use(), self._hide)
            elif isinstance(chart, Distance):
                chart_menus.fill_distance(menu, chart, self._means_in_use(), self._travel)
            elif isinstance(chart, Matrix):
                matrix_menu.fill(menu, chart)
            else:
                atlas.fill(menu, chart)
            menu.addSeparator()
        beside = [(name, tr(words)) for name, words in CHARTS.items() if name != self.chart_name]
        chart_menus.some_of(menu, tr("Beside it"), beside, self.shown, self._show_beside)

    def _hide(self, places: frozenset[str]) -> None:
        self._hidden = places
        self._stale.add("storyline")
        self._freshen()

    def _travel(self, means: Means | None) -> None:
        self._anyhow, self._means = means is None, means.key if means else None
        self._stale.add("distance")
        self._freshen()

    def _means_in_use(self) -> tuple[Means, ...]:
        """The means of travel of the case's years, at the reader's own speeds where he set them; the slowest first."""
        from desktop_app.casebook.calendar import civil
        from desktop_app.library.means import KIND, means_of  # late: it reads YAML

        case = self._case
        if case is None:
            return ()
        years = [civil(jd)[0] for when in case.focus for jd in when.outer if isfinite(jd)]
        every = means_of(self._library.reading(case.slug).chosen(KIND))
        used = [one for one in every if not years or one.in_use(min(years), max(years))]
        return tuple(sorted(used, key=lambda one: one.kmh))

    def _chosen_means(self) -> Means | None:
        used = () if self._anyhow else self._means_in_use()
        return next((one for one in used if one.key == self._means), used[-1] if used else None)

    def _fill_export(self, menu: QMenu) -> None:
        from desktop_app.views import chart_export

        for name in self.shown:
            into = menu if len(self.shown) == 1 else menu.addMenu(tr(CHARTS[name]))
            for suffix, words in chart_export.FORMATS.items():
                into.addAction(tr(words)).triggered.connect(
                    lambda _=False, name=name, suffix=suffix: self.export(name, suffix)
                )

    def export(self, name: str, suffix: str) -> None:
        """Ask where, and write a chart that is shown."""
        from desktop_app.views import chart_export

        chart, case = self._charts.get(name), self._case
        if chart is None or case is None:
            return
        try:
            path = chart_export.ask_and_write(chart, case, chart, name, self._told(name), suffix)
        except Trouble as trouble:
            self.failed.emit(trouble)
        else:
            if path:
                self.said.emit(tr("Written to {}").format(path))

    def _told(self, name: str) -> str:
        """What an exported chart shows, in a line under its title."""
        case = self._case
        if case is None:
            return ""
        if name == "matrix":
            people = ", ".join(case.actor[key].name for key in getattr(self._charts[name], "actors", ()))
            return tr("How many days they were together: {}").format(people)
        if name == "distance":
            pairs = "; ".join(" – ".join(case.actor[key].name for key in pair) for pair in self._drawn_pairs)
            return tr("How far apart they were: {}").format(pairs)
        people = ", ".join(case.actor[key].name for key in self._actors)
        if day := getattr(self._charts[name], "told_day", ""):
            return tr("Who was where on {}: {}").format(day, people)
        return tr("Who was where when: {}").format(people)

    def _show_beside(self, names: frozenset[str]) -> None:
        self._arrange((self.chart_name, *(name for name in names if name != self.chart_name)))


def _chart(name: str, means_in_use: Callable[[], Sequence[Means]]) -> "Chart":
    """A chart by name; its module needs NumPy and pyqtgraph, so it is imported when it is first wanted."""
    if name == "storyline":
        from desktop_app.charts.storyline import Storyline

        return Storyline()
    if name == "map":
        from desktop_app.views.atlas import made

        return made(means_in_use)
    if name == "matrix":
        from desktop_app.charts.matrix import Matrix

        return Matrix()
    from desktop_app.charts.distance import Distance

    return Distance()
