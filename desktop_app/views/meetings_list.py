"""Which meetings does a case tell of, who documents them, and which does nobody document?"""

from dataclasses import dataclass
from functools import partial
from math import isfinite

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis.contradictions import Statement, in_words
from desktop_app.analysis.meeting_table import STEPS, MeetingTable, Row, meeting_table
from desktop_app.analysis.meetings_told import apart_said, gap_said, kind_said, lon_of, when_said, where_said
from desktop_app.casebook.case import Case, Citation, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.means import Means
from desktop_app.casebook.moment import edtf_moment
from desktop_app.casebook.said import said
from desktop_app.casebook.terms import ActorKind, Kind
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.typed import Understood, understand
from desktop_app.charts.cast import default_actors
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.views import menu_of_choices
from desktop_app.views.answers import Progress
from desktop_app.views.grid import Grid
from desktop_app.views.marks import square
from desktop_app.views.parts import ClickRow, Flow, button, clear, heading, label
from desktop_app.views.rows import Column, Index
from desktop_app.views.task import Task
from desktop_app.views.theme import interface, px, role

_SETTLE_MS = 30  # several changes at once are one question
_PAUSE_MS = 250  # after the last key of a date
_CLASHES = 3  # shown at first, and so many more at a time
_DISTANCES: tuple[float | None, ...] = (None, 5.0, 10.0, 50.0, 100.0, 500.0)
_DAYS = (0, 2, 3, 7, 14, 30)
_STEPS = {
    "all": "All statements",
    "without-disputed": "Without disputed and claimed",
    "established": "Established alone",
}


@dataclass(frozen=True, slots=True)
class Met:
    """A row of the table, as a grid takes it."""

    key: str
    row: Row
    targets: tuple[Target, ...]  # what it can lead to: events, stays, places; the first is picked
    citations: tuple[Citation, ...]


def met(case: Case, number: int, row: Row) -> Met:
    targets = [Target(case.slug, Kind.EVENT, key) for key in row.documented or row.events]
    targets += [Target(case.slug, Kind.STAY, key) for key in row.stays]
    targets += [Target(case.slug, Kind.PLACE, key) for key in row.places]
    cited = [citation for key in row.stays for citation in case.stay[key].citations]
    cited += [citation for key in row.events for citation in case.event[key].citations]
    return Met(str(number), row, tuple(targets), tuple(dict.fromkeys(cited)))


def _who(case: Case, one: Met) -> str:
    return tr("{} and {}").format(*(case.actor[key].short for key in one.row.actors))


def _documents(case: Case, one: Met) -> str:
    if not one.row.is_meeting:
        return tr("not there at once: {}").format(gap_said(one.row))
    titles = [case.event[key].title for key in one.row.documented]
    return "; ".join(titles) if titles else tr("nobody tells of it")


def _rests(case: Case, one: Met) -> str:
    stays = [f"{case.actor[case.stay[key].actor].short}: {said(case.stay[key].when)}" for key in one.row.stays]
    return "; ".join(stays)


COLUMNS = (
    Column("Who", 150, _who, order=lambda case, one: [case.actor[key].short for key in one.row.actors]),
    Column("When", 178, lambda case, one: when_said(case, one.row), order=lambda _, one: (one.row.start, one.row.end)),
    Column("Where", 110, lambda case, one: where_said(case, one.row)),
    Column(
        "Certainty",
        86,
        lambda _, one: kind_said(one.row),
        order=lambda _, one: (not one.row.is_meeting, not one.row.sure, one.row.start),
        bold=lambda _, one: one.row.sure and one.row.is_meeting,
    ),
    Column(
        "Documented by",
        220,
        _documents,
        below=_rests,
        order=lambda _, one: (-len(one.row.documented), one.row.start),
    ),
    Column("Apart", 78, lambda _, one: apart_said(one.row), order=lambda _, one: one.row.greatest_km or 0, right=True),
    Column("From (EDTF)", 0, lambda case, one: edtf_moment(one.row.start, lon_of(case, one.row))),
    Column("Until (EDTF)", 0, lambda case, one: edtf_moment(one.row.end, lon_of(case, one.row))),
    Column("From (JD, UTC)", 0, lambda _, one: f"{one.row.start:.5f}"),
    Column("Until (JD, UTC)", 0, lambda _, one: f"{one.row.end:.5f}"),
    Column("Days between", 0, lambda _, one: gap_said(one.row)),
    Column("Stays", 0, lambda _, one: " ".join(one.row.stays)),
    Column("Events", 0, lambda _, one: " ".join(one.row.events)),
    Column("Sources", 0, lambda _, one: " ".join(one.row.sources)),
)


def _persons(case: Case) -> frozenset[str]:
    """Those who can meet: persons; in a case of fewer than two, all."""
    persons = frozenset(actor.key for actor in case.actors if actor.kind == ActorKind.PERSON)
    return persons if len(persons) > 1 else frozenset(case.actor)


class MeetingGrid(Grid):
    """Meetings in rows; one leads to the event that documents it, else to a stay that it rests on."""

    def __init__(self) -> None:
        super().__init__(Kind.EVENT, COLUMNS, tr("Meetings"), most=3)

    def target(self, index: Index) -> Target | None:
        if not index.isValid():
            return None
        one: Met = self.part(index)
        return one.targets[0] if one.targets else None

    def row_of(self, target: Target | None) -> int | None:
        """The selected row if it tells of the target, else the first that does."""
        if target is None or self.rows.case is None:
            return None
        shown = [self.part(self.shown.index(row, 0)) for row in range(self.count)]
        chosen = {index.row() for index in self.selectionModel().selectedRows()}
        fit = [row for row, one in enumerate(shown) if target in one.targets]
        return next((row for row in fit if row in chosen), fit[0] if fit else None)

    def _lead(self, target: Target) -> None:
        self.picked.emit(target)

    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(tr("Copy row") if len(self.chosen()) == 1 else tr("Copy rows"), self.copy)
        menu.addAction(tr("Copy citations"), self.copy_citations)
        case, parts = self.rows.case, self.chosen()
        if case and len(parts) == 1:
            menu.addSeparator()
            for target in parts[0].targets:
                menu.addAction(_named(case, target)).triggered.connect(partial(self._lead, target))
            if parts[0].targets:
                menu.addSeparator()
                first = parts[0].targets[0]
                menu.addAction(tr("Write a note…"), lambda: self.note_wanted.emit(first))
        return menu


def _named(case: Case, target: Target) -> str:
    if target.kind == Kind.EVENT:
        return tr("Show “{}”").format(case.event[target.key].title)
    if target.kind == Kind.PLACE:
        return tr("Show {}").format(case.place[target.key].name)
    stay = case.stay[target.key]
    return tr("Show {}, {}, {}").format(case.actor[stay.actor].short, case.place[stay.place].name, said(stay.when))


class MeetingsList(QWidget):
    """All meetings of a case, to filter, sort and copy; what excludes one another stands above.

    Signals: picked(Target), said(str), note_wanted(Target), failed(exception), moment_changed(jd);
    answered() when it is shown.
    """

    picked, said, note_wanted = Signal(object), Signal(str), Signal(object)
    failed, moment_changed, answered = Signal(object), Signal(float), Signal()

    def __init__(self) -> None:
        super().__init__()
        self._case: Case | None = None
        self._theme: Theme = LIGHT
        self._means: tuple[Means, ...] = ()
        self._actors: frozenset[str] = frozenset()
        self._dates: Understood | None = None
        self._target: Target | None = None
        self._task: Task | None = None
        self._sifted = False
        self._most_clashes = _CLASHES
        self.found: MeetingTable | None = None
        self.grid = MeetingGrid()
        for name in ("said", "note_wanted"):
            getattr(self.grid, name).connect(getattr(self, name))
        self.grid.picked.connect(self._picked)
        self.grid.clicked.connect(lambda _: self._to_its_time())  # also of a row that was marked already
        self.grid.sifted.connect(self._count)
        self._soon = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._soon.timeout.connect(self._ask)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._soon.start)
        self._build()

    # ---- building

    def _build(self) -> None:
        self.actors = QToolButton()
        self.actors.setToolTip(tr("Whose meetings are listed"))
        self.near = QComboBox()
        self.near.setAccessibleName(tr("How near counts as together"))
        for km in _DISTANCES:
            words = tr("at the same place") if km is None else tr("within {:g} km").format(km)
            self.near.addItem(words, km)
        self.missed = QComboBox()
        self.missed.setAccessibleName(tr("How many days may lie between two who missed one another"))
        for days in _DAYS:
            self.missed.addItem(tr("missed by {} days").format(days) if days else tr("at the same time"), days)
        self.missed.setToolTip(
            tr("Tell also of near misses: one had left, and the other came so much later at the most")
        )
        self.steps = QComboBox()
        self.steps.setAccessibleName(tr("How well attested the statements must be"))
        for name, _ in STEPS:
            self.steps.addItem(tr(_STEPS[name]), name)
        self.dates = QLineEdit(placeholderText=tr("Dates: July 1945"), clearButtonEnabled=True)
        self.dates.setAccessibleName(tr("Only meetings at some time in these dates"))
        self.dates.setMinimumWidth(px(120))
        self.copy_button = QPushButton(tr("Copy as CSV"))
        self.copy_button.setToolTip(tr("All rows shown, for a spreadsheet"))
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self.grid.copy_all)
        for box in (self.near, self.missed, self.steps):
            box.currentIndexChanged.connect(lambda _: self._soon.start())
        self.dates.textChanged.connect(self._typed)
        self.dates.returnPressed.connect(self._soon.start)
        controls = QWidget()
        flow = Flow(controls, px(6))
        for widget in (self.actors, self.near, self.missed, self.dates, self.steps, self.copy_button):
            widget.setMinimumHeight(px(24))
            flow.addWidget(widget)
        self.chips = {name: QPushButton() for name in ("sure", "possible", "documented", "untold", "missed")}
        chips = QHBoxLayout()
        chips.setSpacing(px(6))
        for chip in self.chips.values():
            chip.setCheckable(True)
            chip.setChecked(True)
            chip.setAutoDefault(False)
            chip.setFont(interface(12))
            chip.toggled.connect(lambda _: self._sift())
            chips.addWidget(chip)
        chips.addStretch(1)
        self.line = label("", interface(11.5), "quiet")
        self.progress = Progress()
        self.progress.cancelled.connect(self.cancel)
        self.clash = QFrame()
        role(self.clash, "warning")
        self._clashes = QVBoxLayout(self.clash)
        self._clashes.setContentsMargins(px(12), px(6), px(12), px(6))
        self._clashes.setSpacing(px(2))
        self.nothing = label("", interface(12.5), "quiet")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.grid)
        self.stack.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(5))
        for part in (controls, self.clash, self.progress):
            column.addLayout(self._with_margins(part))
        chips.setContentsMargins(px(24), 0, px(16), 0)
        column.addLayout(chips)
        column.addLayout(self._with_margins(self.line))
        column.addWidget(self.stack, 1)
        self.clash.hide()

    @staticmethod
    def _with_margins(widget: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(px(24), 0, px(16), 0)
        row.addWidget(widget)
        return row

    # ---- what the page asks

    def show_case(self, case: Case, theme: Theme, means: tuple[Means, ...]) -> None:
        new = self._case is None or self._case.slug != case.slug
        same = not new and (self._case, self._means) == (case, means)
        self._case, self._theme, self._means = case, theme, means
        if new:
            self.found = None
            self._most_clashes = _CLASHES
            self._actors = _persons(case)
            self.dates.clear()
            self.grid.order_by(1)
            self.grid.show_parts(case, (), theme, ())  # never the rows of the case before under this one's name
            self.clash.hide()
        self._fill_actors()
        if same and self.found:
            self._show(self.found)
        else:
            self._soon.start()

    def mark(self, target: Target | None) -> None:
        self._target = target
        self.grid.mark(target)

    def _picked(self, target: Target) -> None:
        """Lead to it, and move the time cursor into the meeting."""
        self._target = target
        self.picked.emit(target)
        self._to_its_time()

    def _to_its_time(self) -> None:
        if chosen := self.grid.chosen():
            row: Row = chosen[-1].row
            known = [jd for jd in (row.start, row.end) if isfinite(jd)]
            if known:
                self.moment_changed.emit(sum(known) / len(known))

    def choose_actors(self, keys: frozenset[str]) -> None:
        """List the meetings of these actors alone."""
        self._actors = keys
        self._fill_actors()
        self._soon.start()

    def cancel(self) -> None:
        """Let go of the question; what was shown before stays."""
        if self._task:
            self._task.cancel()
            self._task = None
        self.progress.reach(1.0)

    def _fill_actors(self) -> None:
        case = self._case
        if case is None:
            return
        if len(self._actors) == 2:
            shorts = [actor.short for actor in case.actors if actor.key in self._actors]
            self.actors.setText(tr("{} and {} ▾").format(*shorts))
        else:
            self.actors.setText(tr("Actors {} of {} ▾").format(len(self._actors), len(case.actors)))
        everybody, persons = frozenset(case.actor), _persons(case)
        first = frozenset(default_actors(case))
        commands = (
            (tr("All"), lambda: self.choose_actors(everybody)),
            (tr("Persons"), lambda: self.choose_actors(persons)),
            (tr("Those of the charts' first view"), lambda: self.choose_actors(first)),
            (tr("None"), lambda: self.choose_actors(frozenset())),
        )
        choices = [(actor.key, actor.name) for actor in case.actors]
        menu_of_choices.fill(self.actors, choices, self._actors, self.choose_actors, commands)

    def _typed(self, text: str) -> None:
        """Say how the dates were understood; what cannot be understood leaves the table as it is."""
        try:
            self._dates = understand(text) if text.strip() else None
        except ValueError as error:
            self._say(str(error), wrong=True)
            self._pause.stop()
            return
        self._pause.start()

    # ---- asking

    def _ask(self) -> None:
        case = self._case
        if case is None:
            return
        self.cancel()
        if len(self._actors) < 2:
            self._nobody()
            return
        actors = tuple(actor.key for actor in case.actors if actor.key in self._actors)
        during = self._dates.when.outer if self._dates else None
        near, days = self.near.currentData(), float(self.missed.currentData())
        certainties = dict(STEPS)[self.steps.currentData()]
        means = self._means
        self._task = Task(lambda step: meeting_table(case, means, actors, during, near, certainties, step, days))
        self._task.progress.connect(self.progress.reach)
        self._task.done.connect(self._answered)
        self._task.failed.connect(self._failed)

    def _answered(self, found: MeetingTable) -> None:
        self._task = None
        self.progress.reach(1.0)
        self._show(found)
        self.answered.emit()

    def _failed(self, error: Exception) -> None:
        self._task = None
        self.progress.reach(1.0)
        if isinstance(error, Trouble):
            self._say(str(error), wrong=True)
        else:
            self.failed.emit(error)

    def _nobody(self) -> None:
        self.found = None
        self.clash.hide()
        self.nothing.setText(tr("Choose two actors or more."))
        self.stack.setCurrentWidget(self.nothing)
        for chip in self.chips.values():
            chip.hide()

    # ---- showing

    def _show(self, found: MeetingTable) -> None:
        case = self._case
        if case is None:
            return
        self.found = found
        counts = {
            "sure": (tr("Sure"), sum(row.sure and row.is_meeting for row in found.rows)),
            "possible": (tr("Possible"), sum(not row.sure and row.is_meeting for row in found.rows)),
            "documented": (tr("Documented"), sum(bool(row.documented) for row in found.rows)),
            "untold": (tr("Nobody tells of it"), len(found.undocumented)),
            "missed": (tr("Near misses"), sum(not row.is_meeting for row in found.rows)),
        }
        for name, (words, count) in counts.items():
            self.chips[name].setText(f" {words}  {count}")
            self.chips[name].setVisible(name != "missed" or found.within_days > 0)
        parts = tuple(met(case, number, row) for number, row in enumerate(found.rows))
        self.grid.show_parts(case, parts, self._theme, ())
        self._show_clashes(case, found)
        self._sift()
        self.grid.mark(self._target)

    def _show_clashes(self, case: Case, found: MeetingTable) -> None:
        clear(self._clashes)
        count = len(found.contradictions)
        self.clash.setVisible(count > 0)
        if not count:
            return
        self._clashes.addWidget(heading(tr("Statements that exclude one another · {}").format(count)))
        for one in found.contradictions[: self._most_clashes]:
            self._clashes.addWidget(label(in_words(case, one), interface(12), selectable=True))
            row = QHBoxLayout()
            row.setSpacing(px(10))
            for statement in (one.first, one.second):
                row.addWidget(self._statement(case, statement))
            row.addStretch(1)
            self._clashes.addLayout(row)
        if count > self._most_clashes:
            more = button(tr("{} more").format(count - self._most_clashes), tr("Show the next ones"), "link")
            more.clicked.connect(self._more_clashes)
            self._clashes.addWidget(more)

    def _more_clashes(self) -> None:
        self._most_clashes += _CLASHES
        if self._case and self.found:
            self._show_clashes(self._case, self.found)

    def _statement(self, case: Case, statement: Statement) -> ClickRow:
        cited = tr("{} sources").format(len(statement.citations)) if len(statement.citations) != 1 else tr("1 source")
        words = f"→ {case.place[statement.place].name}, {tr(str(statement.certainty))}, {cited}"
        row = ClickRow(words)
        row.row.addWidget(label(words, interface(11.5), "quiet", wraps=False))
        row.clicked.connect(lambda: self.picked.emit(Target(case.slug, statement.kind, statement.key)))
        return row

    def _sift(self) -> None:
        wanted = {name for name, chip in self.chips.items() if chip.isChecked()}
        for name, chip in self.chips.items():
            chip.setIcon(square(self._theme.quiet, filled=name in wanted))

        def keep(one: Met) -> bool:
            if not one.row.is_meeting:
                return "missed" in wanted
            told = "documented" if one.row.documented else "untold"
            return ("sure" if one.row.sure else "possible") in wanted and told in wanted

        if len(wanted) < len(self.chips) or self._sifted:
            self.grid.sift("", keep)
        self._sifted = len(wanted) < len(self.chips)

    def _count(self) -> None:
        if self.found is None:
            return
        shown, whole = self.grid.count, len(self.found.rows)
        if not shown:
            self.nothing.setText(
                tr("No meeting matches.") if whole else tr("No meeting is recorded, not even a possible one.")
            )
        self.stack.setCurrentWidget(self.grid if shown else self.nothing)
        of = tr("{} of {} meetings and near misses") if self.found.within_days else tr("{} of {} meetings")
        words = of.format(shown, whole)
        if self._dates:
            words += tr(", at some time in: {}").format(self._dates.said)
        self._say(words)

    def _say(self, words: str, *, wrong: bool = False) -> None:
        role(self.line, "error" if wrong else "quiet")
        self.line.style().polish(self.line)
        self.line.setText(words)
