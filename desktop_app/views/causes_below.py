"""What stands below the causal graph: the links as a table, what lies between two events, or the dates together?"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from desktop_app.analysis.admissibility import KIND as CHRONOLOGY
from desktop_app.analysis.admissibility import Asked, of_the_time
from desktop_app.analysis.holding import Held
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Reading, Saved
from desktop_app.charts.colours import Theme
from desktop_app.library.library import Library
from desktop_app.views import causes_keeping as keeping
from desktop_app.views.grid import Grid

if TYPE_CHECKING:
    from desktop_app.analysis.counterfactuals import Together
    from desktop_app.analysis.noisy import Working
    from desktop_app.analysis.tightening import Interval
    from desktop_app.views.between import BetweenPanel
    from desktop_app.views.dates_panel import DatesPanel
    from desktop_app.views.saved_analyses import SavedAnalyses

LINKS, BETWEEN, DATES = "links", "between", "dates"
Write = Callable[[Library], str]


class Below(QStackedWidget):
    """The panels are made when they are first wanted: what they reckon with is heavy.

    Signals: picked(Target), failed(exception), said(str); ways(links or None, events) to stand out in the graph;
    wanted(Write) for a change of the library.
    """

    picked, failed, said = Signal(object), Signal(object), Signal(str)
    ways, wanted = Signal(object, object), Signal(object)

    def __init__(self, grid: Grid) -> None:
        super().__init__()
        self.grid = grid
        self.between: BetweenPanel | None = None
        self.dates: DatesPanel | None = None
        self.runs: SavedAnalyses | None = None
        self._library: Library | None = None
        self._shown: tuple[Case, Reading, Held, Asked, Theme] | None = None
        self._target: Target | None = None
        self.addWidget(grid)

    def use(self, library: Library) -> None:
        self._library = library

    def show_reading(self, case: Case, reading: Reading, held: Held, asked: Asked, theme: Theme) -> None:
        """The case, what the reader has said of it, and which links are used."""
        self._shown = (case, reading, held, asked, theme)
        self._fill()

    def mark(self, target: Target | None) -> None:
        self._target = target
        if self.between:
            self.between.mark(target)

    def open(self, name: str) -> None:
        """Bring a panel to the front."""
        if name == BETWEEN:
            self.setCurrentWidget(self._made_between())
        elif name == DATES:
            self.setCurrentWidget(self._made_dates())
        else:
            self.setCurrentWidget(self.grid)

    def wake(self) -> None:
        """What is in front is seen: let its answer stand out in the graph, or nothing."""
        front = self.currentWidget()
        if self.between is not None and front is self.between:
            self.between.wake()
            return
        self.ways.emit(None, frozenset())
        if self.dates is not None and front is self.dates:
            self.dates.wake()

    @property
    def writable(self) -> bool:
        return self._library is not None and not self._library.read_only

    def _made_between(self) -> "BetweenPanel":
        if self.between is None:
            from desktop_app.views.between import BetweenPanel

            self.between = panel = BetweenPanel()
            panel.ways.connect(self.ways)
            panel.picked.connect(self.picked)
            panel.failed.connect(self.failed)
            panel.combined.connect(self._combine)
            panel.working_set.connect(self._set_working)
            panel.keep_wanted.connect(self._keep)
            panel.kept_wanted.connect(self.show_runs)
            self.addWidget(panel)
            panel.mark(self._target)
            self._fill()
        return self.between

    def _made_dates(self) -> "DatesPanel":
        if self.dates is None:
            from desktop_app.views.dates_panel import DatesPanel

            self.dates = panel = DatesPanel()
            panel.picked.connect(self.picked)
            panel.failed.connect(self.failed)
            panel.asked_set.connect(self._set_asked)
            panel.stated.connect(self._state)
            panel.unstated.connect(self._unstate)
            panel.keep_wanted.connect(self._keep)
            panel.kept_wanted.connect(self.show_runs)
            self.addWidget(panel)
            self._fill()
        return self.dates

    def _fill(self) -> None:
        if self._shown is None:
            return
        case, reading, held, asked, theme = self._shown
        if self.between is not None:
            from desktop_app.analysis.between import stated, working_of

            together, working = stated(reading, case), working_of(reading)
            self.between.show_case(case, held, together, working, theme, writable=self.writable)
        if self.dates is not None:
            from desktop_app.analysis.dates_together import intervals
            from desktop_app.library.means import KIND as MEANS
            from desktop_app.library.means import means_of

            table = means_of(reading.chosen(MEANS))
            known = {one.key for one in of_the_time(case, table)} | {asked.means}
            travel = tuple(one for one in table if one.key in known)
            own = intervals(reading, case)
            self.dates.show_case(case, held, asked, own, travel, theme, writable=self.writable)

    # ---- what the reader says

    def _set_asked(self, asked: Asked) -> None:
        self._want(lambda library, case: keeping.keep_asked(library, case, asked))

    def _combine(self, event: str, how: "Together | None") -> None:
        from desktop_app.analysis.between import COMBINATION

        def write(library: Library, case: Case) -> str:
            name = tr("Say how the causes of “{}” combine").format(case.event[event].title)
            return keeping.choose(library, case, name, COMBINATION, event, {"least": how.least} if how else None)

        self._want(write)

    def _set_working(self, working: "Working") -> None:
        from desktop_app.analysis.between import WORKING, WORKING_KEY
        from desktop_app.analysis.saying import record

        name = tr("Say how often links work")
        self._want(lambda library, case: keeping.choose(library, case, name, WORKING, WORKING_KEY, record(working)))

    def _state(self, one: "Interval") -> None:
        from desktop_app.analysis.dates_together import INTERVALS, interval_as_choice

        name = tr("State: {}").format(one.words)
        value = interval_as_choice(one)
        self._want(lambda library, case: keeping.choose(library, case, name, INTERVALS, one.key, value))

    def _unstate(self, key: str) -> None:
        from desktop_app.analysis.dates_together import INTERVALS

        name = tr("Take a statement on two events away")
        self._want(lambda library, case: keeping.choose(library, case, name, INTERVALS, key, None))

    def _want(self, write: Callable[[Library, Case], str]) -> None:
        if self._shown:
            case = self._shown[0]
            self.wanted.emit(lambda library: write(library, case))

    # ---- what is kept

    def _keep(self, kind: str, settings: dict[str, Any], result: dict[str, Any], assumptions: tuple[str, ...]) -> None:
        def write(library: Library, case: Case) -> str:
            from desktop_app.views.saved_analyses import keep

            saved = keep(library, case.slug, kind, settings, result, assumptions)
            return tr("Kept as “{}”").format(saved.name)

        self._want(write)

    def show_runs(self) -> None:
        if self._library is None or self._shown is None:
            return
        from desktop_app.analysis.between import KIND as CAUSES
        from desktop_app.views.saved_analyses import SavedAnalyses

        kind = CAUSES if self.currentWidget() is self.between else CHRONOLOGY
        self.runs = SavedAnalyses(self._library, self._shown[0], self, kind)
        self.runs.opened.connect(self.show_saved)
        self.runs.open()

    def show_saved(self, saved: Saved) -> None:
        """Ask again what was asked when an analysis was kept."""
        from desktop_app.analysis import between, dates_together

        if saved.kind == between.KIND:
            terms = between.terms_of(saved.settings)
            self._made_between().choose(terms.cause, terms.effect, terms.without)
        elif saved.kind == CHRONOLOGY:
            self._made_dates().with_news.setChecked(dates_together.terms_of(saved.settings).with_news)
