"""Could they have met? Who, when and by which means is asked, and the answer in plain sentences."""

from collections.abc import Iterable
from itertools import combinations
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis.copresence import Record
from desktop_app.analysis.encounter import Encounter, Terms, asked_means, encounter, terms_of
from desktop_app.analysis.encounter_told import Part, headline, parts, table, told
from desktop_app.analysis.meeting_table import STEPS
from desktop_app.analysis.reach import MOST_ACTORS, bodies
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.means import MOST_KMH, Means
from desktop_app.casebook.reading import Saved
from desktop_app.casebook.said import said
from desktop_app.casebook.terms import ActorKind
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.typed import Understood, understand
from desktop_app.charts.cast import default_actors
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.views import menu_of_choices
from desktop_app.views.answers import Progress, Told
from desktop_app.views.parts import clear, heading, label
from desktop_app.views.task import Task
from desktop_app.views.theme import interface, px, reading, role

_SETTLE_MS = 60  # several changes at once are one question
_PAUSE_MS = 400  # after the last key
_TRIED = 6  # actors, for a first question
_WIDE = 720  # from here on, the other means stand beside the answer
_BESIDE = ("means", "sensitivity", "dates")  # what is an aside
_STEPS = {
    "all": "on all statements",
    "without-disputed": "without disputed and claimed ones",
    "established": "on established ones alone",
}


class EncounterPanel(QScrollArea):
    """The question and its answer, asked anew whenever it changes.

    Signals: said(str), failed(exception), keep_wanted(settings, result, assumptions, seed), kept_wanted();
    answered() when an answer is shown.
    """

    said, failed, kept_wanted, answered = Signal(str), Signal(object), Signal(), Signal()
    keep_wanted = Signal(object, object, object, int)

    def __init__(self) -> None:
        super().__init__()
        self._case: Case | None = None
        self._theme: Theme = LIGHT
        self._means: tuple[Means, ...] = ()
        self._actors: frozenset[str] = frozenset()
        self._dates: Understood | None = None
        self._own_speed = False  # the reader set a speed for this question
        self._task: Task | None = None
        self._asked_of: tuple[Case, Terms, tuple[Means, ...], int] | None = None
        self.found: Encounter | None = None
        self._soon = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._soon.timeout.connect(self._ask)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._build()

    # ---- building

    def _build(self) -> None:
        inside = QWidget()
        role(inside, "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, px(16))
        column.setSpacing(px(8))
        column.addWidget(self._question())
        self.progress, self.trouble = Progress(), label("", interface(12), "error", selectable=True)
        self.progress.cancelled.connect(self._cancelled)
        self.verdict = label("", reading(22, QFont.Weight.DemiBold), selectable=True)
        self.by = label("", interface(12), "quiet", selectable=True)
        self.sentence = label("", reading(15), selectable=True)
        for part in (self.progress, self.trouble, self.verdict, self.by, self.sentence):
            part.setContentsMargins(px(24), 0, px(20), 0)
            column.addWidget(part)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setContentsMargins(px(24), px(4), px(20), 0)
        self._sides.setSpacing(px(28))
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for side, share in ((self._left, 53), (self._right, 47)):
            side.setSpacing(px(3))
            self._sides.addLayout(side, share)
        column.addLayout(self._sides)
        self.told = Told()
        self.told.setContentsMargins(px(24), px(6), px(20), 0)
        column.addWidget(self.told)
        column.addStretch(1)
        self.trouble.hide()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)

    def _question(self) -> QFrame:
        frame = QFrame()
        role(frame, "statement")
        self.actors = QToolButton()
        self.actors.setToolTip(tr("Who is to have met"))
        self.dates = QLineEdit(placeholderText=tr("all that is recorded"), clearButtonEnabled=True)
        self.dates.setAccessibleName(tr("In which time they are to have met"))
        self.dates.textChanged.connect(self._typed)
        self.dates.returnPressed.connect(self._soon.start)
        self.means = QComboBox()
        self.means.setAccessibleName(tr("By which means they travelled"))
        self.means.currentIndexChanged.connect(lambda _: self._means_chosen())
        self.kmh = QDoubleSpinBox()
        self.kmh.setRange(0.1, MOST_KMH)
        self.kmh.setSuffix(tr(" km/h"))
        self.kmh.setKeyboardTracking(False)
        self.kmh.setAccessibleName(tr("At which speed, in km/h, for this question"))
        self.kmh.valueChanged.connect(lambda _: self._speed_set())
        self.steps = QComboBox()
        self.steps.setAccessibleName(tr("On which statements"))
        for name, _ in STEPS:
            self.steps.addItem(tr(_STEPS[name]), name)
        self.steps.currentIndexChanged.connect(lambda _: self._soon.start())
        self.seed = QSpinBox()
        self.seed.setRange(1, 999_999)
        self.seed.setPrefix(tr("seed "))
        self.seed.setKeyboardTracking(False)
        self.seed.setAccessibleName(tr("Seed of the readings that are drawn"))
        self.seed.valueChanged.connect(lambda _: self._soon.start())
        self.understood = label("", interface(11.5), "quiet")
        grid = QGridLayout(frame)
        grid.setContentsMargins(px(24), px(9), px(16), px(9))
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(6))
        self._cells = (
            (tr("Could"), self.actors),
            (tr("have met during"), self.dates),
            (tr("travelling"), self.means),
            (tr("at"), self.kmh),
            (tr("judged"), self.steps),
            ("", self.seed),
        )
        for at, (words, widget) in enumerate(self._cells):
            row, pair = divmod(at, 2)
            if words:
                grid.addWidget(label(words, interface(12), "quiet", wraps=False), row, 2 * pair)
            grid.addWidget(widget, row, 2 * pair + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        for box in (self.kmh, self.seed):
            box.setMinimumHeight(px(24))
            box.setMaximumWidth(px(120))
        grid.addWidget(self.understood, 3, 0, 1, 4)
        self.copy_button = QPushButton(tr("Copy the answer"))
        self.keep_button = QPushButton(tr("Keep with the case"))
        self.kept_button = QPushButton(tr("Kept analyses…"))
        row_of_buttons = QHBoxLayout()
        row_of_buttons.setSpacing(px(6))
        for made, act in (
            (self.copy_button, self.copy),
            (self.keep_button, self._keep),
            (self.kept_button, self.kept_wanted.emit),
        ):
            made.setAutoDefault(False)
            made.clicked.connect(lambda _=False, act=act: act())
            row_of_buttons.addWidget(made)
        row_of_buttons.addStretch(1)
        grid.addLayout(row_of_buttons, 4, 0, 1, 4)
        return frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        self._sides.setDirection(ways.LeftToRight if self.width() >= px(_WIDE) else ways.TopToBottom)

    # ---- what the page asks

    def show_case(self, case: Case, theme: Theme, means: tuple[Means, ...], *, writable: bool) -> None:
        new = self._case is None or self._case.slug != case.slug
        self._case, self._theme, self._means = case, theme, means
        self.keep_button.setEnabled(writable)
        if new:
            self._let_go()
            self.found = None
            self._actors = frozenset(_first_two(case))
            self._own_speed = False
            self._show_nothing()
        self._fill_actors()
        self._fill_means(keep=not new)
        if new:
            self.dates.setText(said(case.focus[0]) if len(case.focus) == 1 else "")
        if self.found:
            self._show()
        if self.isVisible():
            self._soon.start()

    def choose(self, actors: Iterable[str], during: str = "", means: str = "") -> None:
        """Ask about these, as if the reader had; during: dates as they may be typed; means: a key."""
        self._actors = frozenset(actors)
        self._fill_actors()
        self.dates.setText(during)
        if means:
            self.means.setCurrentIndex(self.means.findData(means))
        self._soon.start()

    def show_saved(self, saved: Saved) -> None:
        """Ask again what was asked when an analysis was kept.  Raises Trouble for settings that are none."""
        terms = terms_of(saved.settings)
        self.choose(terms.actors, terms.during, terms.means)
        for name, certainties in STEPS:
            if frozenset(certainties) == frozenset(terms.certainties):
                self.steps.setCurrentIndex(self.steps.findData(name))
        if saved.seed:
            self.seed.setValue(saved.seed)
        if terms.kmh:
            self.kmh.setDecimals(2)
            self.kmh.setValue(terms.kmh)

    def wake(self) -> None:
        """The panel has come to the front: its answer is wanted."""
        if self._asked_of is None or self._asked_of != self._now():
            self._soon.start()

    def terms(self) -> Terms:
        case = self._case
        actors = tuple(actor.key for actor in case.actors if actor.key in self._actors) if case else ()
        return Terms(
            actors,
            self._dates.text if self._dates else "",
            str(self.means.currentData() or ""),
            self.kmh.value() if self._own_speed else None,
            dict(STEPS)[self.steps.currentData()],
        )

    def copy(self) -> None:
        """Put the answer on the clipboard, with its assumptions."""
        if text := self.text():
            QGuiApplication.clipboard().setText(text)
            self.said.emit(tr("Answer copied"))

    def text(self) -> str:
        """The answer in plain text."""
        if self.found is None or self._case is None or self._asked_of is None:
            return ""
        case, settings, result = self._case, *self._plain(self.found)
        lines = [case.heading, headline(case, settings, result).text]
        for part in parts(case, settings, result):
            lines += ["", part.heading, *(f"- {line}" for line in part.lines)]
        lines += ["", tr("This assumes"), *(f"- {sentence}" for sentence in self.found.assumptions)]
        return "\n".join(lines)

    # ---- the question

    def _fill_actors(self) -> None:
        case = self._case
        if case is None:
            return
        chosen = [actor.short for actor in case.actors if actor.key in self._actors]
        words = ", ".join(chosen[:-1]) + tr(" and ") + chosen[-1] if len(chosen) > 1 else "".join(chosen)
        self.actors.setText(f"{words or tr('nobody')} ▾" if len(words) < 44 else tr("{} actors ▾").format(len(chosen)))
        able = set(bodies(case))
        choices = [(actor.key, actor.name) for actor in case.actors if actor.key in able]
        menu_of_choices.fill(self.actors, choices, self._actors, self._choose)

    def _choose(self, chosen: frozenset[str]) -> None:
        self._actors = chosen
        self._fill_actors()
        self._soon.start()

    def _fill_means(self, *, keep: bool) -> None:
        now = self.means.currentData() if keep else None
        self.means.blockSignals(True)
        self.means.clear()
        self.means.addItem(tr("by the fastest means of the time"), "")
        for one in self._means:
            self.means.addItem(tr(one.name), one.key)
        self.means.setCurrentIndex(max(0, self.means.findData(now or "")))
        self.means.blockSignals(False)
        self._show_speed()

    def _means_chosen(self) -> None:
        self._own_speed = False
        self._show_speed()
        self._soon.start()

    def _show_speed(self) -> None:
        """The speed of the means, unless the reader set another for this question."""
        case = self._case
        if case is None or self._own_speed or not self._means:
            return
        try:
            kmh = asked_means(case, self.terms(), self._means).kmh
        except Trouble:
            return
        self.kmh.blockSignals(True)
        self.kmh.setDecimals(0 if kmh == round(kmh) else 2)
        self.kmh.setValue(kmh)
        self.kmh.blockSignals(False)

    def _speed_set(self) -> None:
        self._own_speed = True
        self._soon.start()

    def _typed(self, typed: str) -> None:
        try:
            self._dates = understand(typed) if typed.strip() else None
        except ValueError as error:
            self._pause.stop()
            self._say(str(error), wrong=True)
            return
        self._say(tr("At some time in: {}").format(self._dates.said) if self._dates else "")
        self._pause.start()

    def _say(self, words: str, *, wrong: bool = False) -> None:
        role(self.understood, "error" if wrong else "quiet")
        self.understood.style().polish(self.understood)
        self.understood.setText(words)
        self.understood.setVisible(bool(words))

    # ---- asking

    def _now(self) -> tuple[Case, Terms, tuple[Means, ...], int] | None:
        return (self._case, self.terms(), self._means, self.seed.value()) if self._case else None

    def _ask(self) -> None:
        self._pause.stop()
        asked = self._now()
        if asked is None or not self._means:
            return
        case, terms, means, seed = asked
        self._let_go()
        self._show_speed()
        if not 2 <= len(terms.actors) <= MOST_ACTORS:
            self._failed(Trouble(tr("A meeting needs two actors or more."), do=tr("Choose them.")))
            return
        self._asked_of = asked
        self._task = Task(lambda step: encounter(case, terms, means, seed, step))
        self._task.progress.connect(self.progress.reach)
        self._task.done.connect(self._answered)
        self._task.failed.connect(self._failed)
        self.progress.reach(0.0)

    def _let_go(self) -> None:
        if self._task:
            self._task.cancel()
            self._task = None
        self.progress.reach(1.0)

    def _cancelled(self) -> None:
        self._let_go()
        self._asked_of = None
        self.said.emit(tr("Cancelled; the answer shown is an earlier one.") if self.found else tr("Cancelled."))

    def _answered(self, found: Encounter) -> None:
        self._task = None
        self.progress.reach(1.0)
        self.trouble.hide()
        self.found = found
        self._show()
        self.answered.emit()

    def _failed(self, error: Exception) -> None:
        self._task = None
        self.progress.reach(1.0)
        if not isinstance(error, Trouble):
            self.failed.emit(error)
            return
        self.found = self._asked_of = None
        self._show_nothing()
        self.trouble.setText(str(error))
        self.trouble.show()
        self.answered.emit()

    def _keep(self) -> None:
        if self.found and self._asked_of:
            settings, result = self._plain(self.found)
            self.keep_wanted.emit(settings, result, self.found.assumptions, self._asked_of[3])

    # ---- showing

    def _plain(self, found: Encounter) -> tuple[dict[str, Any], dict[str, Any]]:
        means = self._asked_of[2] if self._asked_of else self._means
        return found.terms.as_settings(means), found.result()

    def _show_nothing(self) -> None:
        for side in (self._left, self._right):
            clear(side)
        for text in (self.verdict, self.by, self.sentence):
            text.setText("")
        self.told.hide()
        self.copy_button.setEnabled(False)

    def _show(self) -> None:
        case, found = self._case, self.found
        if case is None or found is None:
            return
        self._show_nothing()
        settings, result = self._plain(found)
        head = headline(case, settings, result)
        self.verdict.setText(head.number)
        self.by.setText(head.unit)
        self.sentence.setText(head.sentence)
        for part in parts(case, settings, result):
            side = self._right if part.key in _BESIDE else self._left
            side.addSpacing(px(6))
            side.addWidget(heading(part.heading))
            if part.key == "means" and not any(one.without.hopeless for one in found.by_means):
                side.addWidget(self._by_means(found, settings, result))
            else:
                self._lines(side, part)
        for side in (self._left, self._right):
            side.addStretch(1)
        self.told.show_told(told(settings), found.assumptions, self._theme)
        self.told.show()
        self.copy_button.setEnabled(True)

    def _lines(self, side: QVBoxLayout, part: Part) -> None:
        lines = part.lines[1:] if part.key == "answer" else part.lines  # the first stands above
        for line in lines:
            side.addWidget(label(line, interface(), selectable=True))

    def _by_means(self, found: Encounter, settings: dict[str, Any], result: dict[str, Any]) -> QWidget:
        """The other means in columns; what was asked about stands out."""
        assert self._case
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(2))
        shown = table(self._case, settings, result)
        columns = (0, 1, 3, 5) if found.voyages else (0, 1, 3)
        for at, words in enumerate((tr("Means"), "", tr("To spare"), tr("With the voyages"))[: len(columns)]):
            grid.addWidget(_cell(words, at, quiet=True), 0, at)
        grid.setColumnStretch(len(columns), 1)
        for row, (one, line) in enumerate(zip(found.by_means, shown.rows, strict=True), start=1):
            for at, column in enumerate(columns):
                mark = "" if column < 2 else ("✓ " if line[column - 1] == tr("yes") else "✗ ")
                words = tr(one.name) + ("" if one.in_use else " *") if column == 0 else mark + line[column]
                grid.addWidget(_cell(words, at, strong=one.means == found.means), row, at)
        if not all(one.in_use for one in found.by_means):
            grid.addWidget(_cell(tr("* not of the time"), 0, quiet=True), len(shown.rows) + 1, 0)
        return holder


def _cell(words: str, column: int, *, strong: bool = False, quiet: bool = False) -> QLabel:
    weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
    made = label(words, interface(12, weight, tabular=column > 0), "quiet" if quiet else "", wraps=False)
    if column:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    return made


def _first_two(case: Case) -> tuple[str, ...]:
    """Two of whom places are known, rather such as no record puts at one place: of the charts' first view, persons."""
    staying = {stay.actor for stay in case.stays}
    able = [key for key in bodies(case) if key in staying]
    first = [key for key in default_actors(case) if key in able]
    ordered = sorted(dict.fromkeys((*first, *able)), key=lambda key: case.actor[key].kind != ActorKind.PERSON)
    record = Record(case)
    apart = (pair for pair in combinations(ordered[:_TRIED], 2) if not record.meetings(*pair))
    return next(apart, tuple(ordered[:2]))
