"""What lies between two events: ways, common causes, what remains without one, actual causes, how necessary?"""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis.between import Between, Terms, between, combined_in_words
from desktop_app.analysis.between_said import KIND, Line, parts, told
from desktop_app.analysis.counterfactuals import ALL, ANY, Together
from desktop_app.analysis.holding import Held
from desktop_app.analysis.noisy import Working
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Kind
from desktop_app.casebook.trouble import Trouble
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.views.answers import Answers, Progress, Told
from desktop_app.views.event_box import EventBox
from desktop_app.views.parts import button, clear, heading, label
from desktop_app.views.task import Task
from desktop_app.views.theme import interface, px, role

_SETTLE_MS = 30  # several changes at once are one question


class BetweenPanel(QScrollArea):
    """Two events and all that is asked of them.

    Signals: ways(links or None, events) to stand out in the graph; picked(Target); combined(event, Together or None);
    working_set(Working); keep_wanted(kind, settings, result, assumptions); kept_wanted(); failed(exception).
    """

    ways, picked = Signal(object, object), Signal(object)
    combined, working_set = Signal(str, object), Signal(object)
    keep_wanted, kept_wanted, failed = Signal(str, object, object, object), Signal(), Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._case: Case | None = None
        self._writable = False
        self._theme: Theme = LIGHT
        self._held = Held()
        self._together: dict[str, Together] = {}
        self._working = Working()
        self._target: Target | None = None
        self._task: Task | None = None
        self.found: Between | None = None
        self.cause, self.effect = EventBox(tr("From which event")), EventBox(tr("To which event"))
        self.without = EventBox(tr("Which event is taken out"))
        self.answers, self.told, self.progress = Answers(), Told(), Progress()
        self.trouble = label("", interface(12), "error")
        self.combinations: dict[str, QComboBox] = {}
        self.chances: dict[str, QDoubleSpinBox] = {}
        self._soon = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._soon.timeout.connect(self._ask)
        self._build()

    # ---- building

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        for row, (words, box) in enumerate(
            ((tr("From"), self.cause), (tr("to"), self.effect), (tr("Take out"), self.without))
        ):
            grid.addWidget(label(words, interface(12), "quiet", wraps=False), row, 0)
            grid.addWidget(box, row, 1)
            take = button(tr("selected"), tr("Take the event that is selected"), "link")
            take.clicked.connect(lambda _=False, box=box: self._take(box))
            grid.addWidget(take, row, 2)
            box.currentIndexChanged.connect(lambda _: self._soon.start())
        self.swap = button("⇅", tr("Turn round"))
        self.swap.clicked.connect(self._turn_round)
        grid.addWidget(self.swap, 0, 3, 2, 1)
        self._combining = QVBoxLayout()
        self._combining.setSpacing(px(3))
        self.keep = QPushButton(tr("Keep with the case"))
        self.keep.clicked.connect(self._keep)
        kept = QPushButton(tr("Kept analyses…"))
        kept.clicked.connect(self.kept_wanted)
        buttons = QHBoxLayout()
        for each in (self.keep, kept):
            each.setAutoDefault(False)
            buttons.addWidget(each)
        buttons.addStretch(1)
        inside = QWidget()
        role(inside, "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(24), px(10), px(16), px(16))
        column.setSpacing(px(5))
        column.addLayout(grid)
        for part in (self.progress, self.trouble, self.answers):
            column.addWidget(part)
        column.addLayout(self._combining)
        column.addWidget(self._chances())
        column.addLayout(buttons)
        column.addWidget(self.told)
        column.addStretch(1)
        self.trouble.hide()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        self.answers.chosen.connect(self._show_line)
        self.progress.cancelled.connect(self._cancelled)

    def _chances(self) -> QWidget:
        """In how many of 100 cases a link of each strength works."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, px(6), 0, 0)
        row.addWidget(label(tr("In 100 cases a link works:"), interface(12), "quiet", wraps=False))
        for name, words in (("weak", tr("weak")), ("moderate", tr("moderate")), ("strong", tr("strong"))):
            box = QDoubleSpinBox()
            box.setRange(0.1, 100)
            box.setDecimals(1)
            box.setAccessibleName(tr("A {} link works in so many of 100 cases").format(words))
            box.setKeyboardTracking(False)
            box.valueChanged.connect(lambda _: self._set_working())
            self.chances[name] = box
            row.addWidget(label(words, interface(12), wraps=False))
            row.addWidget(box)
        row.addStretch(1)
        return holder

    # ---- showing

    def show_case(
        self,
        case: Case,
        held: Held,
        together: Mapping[str, Together],
        working: Working,
        theme: Theme,
        *,
        writable: bool,
    ) -> None:
        """Ask of this case; for another case what coincided is asked about first."""
        new = self._case is None or self._case.slug != case.slug
        same = not new and (self._case, self._held, self._together, self._working) == (case, held, together, working)
        self._case, self._held, self._together, self._working, self._theme = case, held, dict(together), working, theme
        for box in (self.cause, self.effect, self.without):
            box.show_case(case)
        if new:
            self.found = None
            first = case.coincident[0] if case.coincident else (case.events[0].key if case.events else "")
            others = [key for key in (*case.coincident, *(event.key for event in case.events)) if key != first]
            self.choose(first, others[0] if others else first, first)
        self.keep.setEnabled(writable)
        for name, chance in self.chances.items():
            chance.blockSignals(True)
            chance.setValue(100 * getattr(working, name))
            chance.setEnabled(writable)
            chance.blockSignals(False)
        self._writable = writable
        if not same and self.isVisible():
            self._soon.start()

    def choose(self, cause: str, effect: str, without: str) -> None:
        """Name the events, as if the reader had."""
        for box, key in ((self.cause, cause), (self.effect, effect), (self.without, without)):
            box.choose(key)

    def mark(self, target: Target | None) -> None:
        self._target = target

    def terms(self) -> Terms:
        return Terms(self.cause.key, self.effect.key, self.without.key, self._held, self._together, self._working)

    def wake(self) -> None:
        """The panel has come to the front: its answer is wanted, and stands out in the graph."""
        if self.found is None or self.found.terms != self.terms():
            self._soon.start()
        else:
            self._show_ways()

    # ---- asking

    def _ask(self) -> None:
        case, terms = self._case, self.terms()
        if case is None:
            return
        if len(case.events) < 2:
            self._failed(Trouble(tr("This case has no two events."), do=tr("Add events to it, then ask again.")))
            return
        if self._task:
            self._task.cancel()
        self._task = Task(lambda step: between(case, terms, step))
        self._task.progress.connect(self.progress.reach)
        self._task.done.connect(self._answered)
        self._task.failed.connect(self._failed)

    def _answered(self, found: object) -> None:
        assert isinstance(found, Between)
        self._task = None
        self.progress.reach(1)
        self.found = found
        self._tell(None)
        self._show()

    def _failed(self, error: object) -> None:
        self._task = None
        self.progress.reach(1)
        self.found = None
        self.answers.show_parts(())
        if isinstance(error, Trouble):
            self._tell(error)
            self.ways.emit(None, frozenset())
        else:
            self.failed.emit(error)

    def _cancelled(self) -> None:
        if self._task:
            self._task.cancel()
            self._task = None
        self.progress.reach(1)
        self._tell(Trouble(tr("The answer was let go of."), do=tr("Choose an event again to ask anew.")))

    def _tell(self, trouble: Trouble | None) -> None:
        self.trouble.setText(f"{trouble.what} {trouble.do}" if trouble else "")
        self.trouble.setVisible(trouble is not None)

    def _show(self) -> None:
        case, found = self._case, self.found
        if case is None or found is None:
            return
        settings, result = found.terms.as_settings(), found.result()
        self.answers.show_parts(parts(case, settings, result))
        self.told.show_told(told(settings), found.assumptions, self._theme)
        self._lay_out_combinations(case, found)
        self._show_ways()

    def _show_ways(self) -> None:
        """Let all ways stand out, and the two events."""
        if self.found is None:
            return
        terms = self.found.terms
        links = [key for path in self.found.paths.paths for key in path.links] if self.found.paths else []
        self.ways.emit(frozenset(links), frozenset({terms.cause, terms.effect}))

    def _show_line(self, line: Line) -> None:
        ends = frozenset(line.events) if line.events else frozenset()
        self.ways.emit(frozenset(line.links), ends)
        if len(line.events) == 1 and self._case:
            self.picked.emit(Target(self._case.slug, Kind.EVENT, line.events[0]))

    # ---- how causes combine

    def _lay_out_combinations(self, case: Case, found: Between) -> None:
        clear(self._combining)
        self.combinations = {}
        if not found.several:
            return
        self._combining.addSpacing(px(7))
        self._combining.addWidget(heading(tr("How causes combine")))
        self._combining.addWidget(
            label(
                tr("Your own claim, for each event with several causes; where you say nothing, any one is enough."),
                interface(12),
                "quiet",
            )
        )
        for key, count in found.several.items():
            row = QHBoxLayout()
            row.addWidget(label(case.event[key].title, interface()), 1)
            box = QComboBox()
            box.setAccessibleName(tr("How the causes of “{}” combine").format(case.event[key].title))
            ways = [None, ANY, *(Together(least) for least in range(2, count)), ALL]
            for way in ways:
                box.addItem(combined_in_words(way) if way else tr("nobody has said"), way)
            now = self._together.get(key)
            box.setCurrentIndex(next((at for at, way in enumerate(ways) if way == now), 0))
            box.setEnabled(self._writable)
            box.currentIndexChanged.connect(lambda at, key=key, ways=ways: self.combined.emit(key, ways[at]))
            self.combinations[key] = box
            row.addWidget(box)
            self._combining.addLayout(row)

    def _set_working(self) -> None:
        try:
            self.working_set.emit(Working(**{name: box.value() / 100 for name, box in self.chances.items()}))
        except Trouble as trouble:
            self._tell(trouble)

    # ---- what the reader does

    def _take(self, box: EventBox) -> None:
        if self._target and self._target.kind == Kind.EVENT:
            box.choose(self._target.key)

    def _turn_round(self) -> None:
        cause, effect = self.cause.key, self.effect.key
        self.choose(effect, cause, self.without.key)

    def _keep(self) -> None:
        if self.found:
            settings: dict[str, Any] = self.found.terms.as_settings()
            self.keep_wanted.emit(KIND, settings, self.found.result(), self.found.assumptions)

    def show_settings(self, terms: Terms) -> None:
        """Ask again what was asked when an analysis was kept, of the links of today."""
        self.choose(terms.cause, terms.effect, terms.without)
