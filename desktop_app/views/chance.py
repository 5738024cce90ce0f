"""How surprising is it: what would have counted, written down first, and then the number?"""

import json
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis import answering, closeness
from desktop_app.analysis.asked import Answer, Question, Settings, ask, first_question, first_settings, written
from desktop_app.analysis.kept import page_of
from desktop_app.analysis.locking import Lock, lock
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Saved
from desktop_app.casebook.terms import Kind
from desktop_app.casebook.trouble import Trouble
from desktop_app.charts.chance_curves import Curves
from desktop_app.charts.chance_grid import HeatMap
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.library.library import Library
from desktop_app.views import chance_figures as figures
from desktop_app.views import chance_keeping as keeping
from desktop_app.views.chance_forms import FORMS, ClosenessForm, Form, ShiftForm
from desktop_app.views.chance_number import Head, NumberFrame, SelectionFrame
from desktop_app.views.chance_panel import ChancePanel
from desktop_app.views.parts import button, heading, label
from desktop_app.views.saved_analyses import SavedAnalyses, export
from desktop_app.views.segments import Segments, tool_bar
from desktop_app.views.stamp import stamp
from desktop_app.views.task import Task
from desktop_app.views.theme import interface, px, role

NARROW = 620  # below it, what stands side by side stands one under another


class ChancePage(QWidget):
    """Left what the reader writes down and locks, right the number, below how it hangs on the definition.

    Signals: picked(Target), said(str), failed(exception), page_wanted(str), shown() when a number is shown.
    """

    picked, said, failed = Signal(object), Signal(str), Signal(object)
    page_wanted, shown = Signal(str), Signal()

    def __init__(self) -> None:
        super().__init__()
        self._library: Library | None = None
        self._case: Case | None = None
        self._theme: Theme = LIGHT
        self._target: Target | None = None
        self._opened_with: Target | None = None
        self._because: tuple[str, ...] = ()
        self._unkept: Lock | None = None  # a lock that a read-only library could not keep
        self.question = Question.SAME_DATE
        self.run: Saved | None = None  # the run whose number is shown
        self.answer: Answer | None = None
        self.task: Task | None = None
        self.forms: dict[Question, Form] = {question: made() for question, made in FORMS.items()}
        self.panel, self.number = ChancePanel(), NumberFrame()
        self.number.cancelled.connect(self.cancel)
        self.number.run_wanted.connect(self.run_now)
        self.curves, self.heat = Curves(tr("How the number hangs on what is counted")), HeatMap(tr("Other definitions"))
        self._build()
        self.panel.picked.connect(self.picked)

    # ---- building

    def _build(self) -> None:
        self.segments = Segments([(question, answering.title(question)) for question in Question], tr("Question"))
        self.segments.choose(self.question)
        self.segments.chosen.connect(lambda key: self.ask_about(Question(key)))
        caption = heading(tr("Question"))
        caption.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.runs = button(tr("Kept runs…"), tr("Runs kept with the case: run again, compare, rename, export"))
        self.runs.clicked.connect(self.show_runs)
        self.summary = button(tr("In the summary"), tr("Print this run with the case summary"), checkable=True)
        self.summary.clicked.connect(self._into_summary)
        self.export_button = button(tr("⤓ CSV, JSON"), tr("Export this run"))
        self.export_button.clicked.connect(self._export)
        bar = tool_bar(caption, self.segments, self.runs, self.summary, self.export_button)
        self.inside = QWidget()
        role(self.inside, "panel")
        column = QVBoxLayout(self.inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.top.setSpacing(0)
        self.top.addWidget(self._build_statement(), 47)
        self.top.addWidget(self.number, 53)
        self.charts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.charts.setContentsMargins(px(24), px(12), px(20), px(4))
        self.charts.setSpacing(px(24))
        self.left_head, self.right_head = Head(), Head()
        self.sets = QComboBox()
        self.sets.setAccessibleName(tr("Which events the definitions are tried on"))
        self.sets.setToolTip(self.sets.accessibleName())
        self.sets.currentIndexChanged.connect(lambda _: self._show_grid())
        self.holders: list[QWidget] = []
        for head, chart in ((self.left_head, self.curves), (self.right_head, self.heat)):
            holder = QWidget()
            inner = QVBoxLayout(holder)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(px(2))
            inner.addWidget(head)
            if chart is self.heat:
                inner.addWidget(self.sets, 0, Qt.AlignmentFlag.AlignLeft)
            inner.addWidget(chart, 1)
            holder.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self.charts.addWidget(holder, 1)
            self.holders.append(holder)
        column.addWidget(bar)
        column.addLayout(self.top)
        column.addWidget(self._rule())
        column.addLayout(self.charts, 1)
        self.chosen_for = SelectionFrame()
        self.chosen_for.weigh.connect(lambda: self.page_wanted.emit("evidence"))
        column.addWidget(self.chosen_for)
        self.area = QScrollArea(widgetResizable=True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.inside)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.area)
        self.entry = self.segments.buttons[self.question]  # what the keys come to first

    def _rule(self) -> QFrame:
        line = QFrame()
        role(line, "rule")
        return line

    def _build_statement(self) -> QFrame:
        frame = QFrame()
        role(frame, "statement")
        column = QVBoxLayout(frame)
        column.setContentsMargins(px(24), px(10), px(14), px(10))
        column.setSpacing(px(6))
        column.addWidget(heading(tr("1 · You write down first")))
        for form in self.forms.values():
            form.hide()
            form.changed.connect(self._written)
            column.addWidget(form)
        self.seed = QSpinBox()
        self.seed.setRange(1, 999_999)
        self.seed.setKeyboardTracking(False)
        self.seed.setPrefix(tr("seed "))
        self.seed.setAccessibleName(tr("Seed of the random numbers"))
        self.seed.setToolTip(tr("The same seed gives the same simulation"))
        self.seed.valueChanged.connect(lambda _: self._written())
        self.lock_button = QPushButton(tr("Lock this, then show the number"))
        self.lock_button.setAutoDefault(False)
        self.lock_button.clicked.connect(self.lock_and_run)
        self.back_button = QPushButton(tr("Back to what was locked"))
        self.back_button.setAutoDefault(False)
        self.back_button.clicked.connect(self.back_to_locked)
        row = QHBoxLayout()
        row.addWidget(self.lock_button)
        row.addWidget(self.back_button)
        row.addStretch(1)
        column.addLayout(row)
        self.locked = label("", interface(12))
        self.digest = label("", interface(11.5, tabular=True), "quiet", selectable=True)
        column.addWidget(self.locked)
        last = QHBoxLayout()
        last.addWidget(self.digest, 1)
        last.addWidget(self.seed)
        column.addLayout(last)
        column.addStretch(1)
        return frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        way = ways.LeftToRight if self.width() >= px(NARROW) else ways.TopToBottom
        for box in (self.top, self.charts):
            box.setDirection(way)

    # ---- showing

    def use(self, library: Library) -> None:
        self._library = library
        library.listen(self._library_changed)

    @property
    def writable(self) -> bool:
        return self._library is not None and not self._library.read_only

    def show_case(self, case: Case, theme: Theme, noted: Iterable[tuple[Kind, str]]) -> None:
        new = self._case is None or self._case.slug != case.slug
        self._case, self._theme = case, theme
        if new:
            self.cancel()
            self._unkept = None
            self.area.verticalScrollBar().setValue(0)
            closely, shifted = self.forms[Question.CLOSENESS], self.forms[Question.SHIFT]
            if isinstance(closely, ClosenessForm):
                closely.offer(case, closeness.points(case, tuple(event.key for event in case.events)).keys)
            if isinstance(shifted, ShiftForm):
                shifted.offer(case)
            self.question = first_question(case)
            self.segments.choose(self.question)
        self._read()

    def mark(self, target: Target | None) -> None:
        self._target = target

    def side_for(self, target: Target | None) -> QWidget | None:
        """The match, unless the reader has picked another part of the case since he is here."""
        if self._case is None or target is None:
            return None
        return self.panel if target.kind == Kind.CASE or target == self._opened_with else None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._opened_with = self._target

    def ask_about(self, question: Question) -> None:
        if question != self.question:
            self.cancel()
            self._unkept = None
            self.question = question
            self.segments.choose(question)
            self._read()

    def _library_changed(self, touched: Iterable[tuple[str, str]]) -> None:
        if self._case and any(
            table in ("choices", "locks", "analyses") and slug == self._case.slug for table, slug in touched
        ):
            self._read()

    def _read(self) -> None:
        """What was written down, locked and run, anew from the library."""
        case = self._case
        if case is None:
            return
        first, self._because = first_settings(case, self.question)
        found = written(self._library.reading(case.slug), self.question) if self._library else None
        settings, seed = found or (first, 1)
        for question, form in self.forms.items():
            form.setVisible(question == self.question)
        self.forms[self.question].show_settings({**first, **settings})
        self.seed.blockSignals(True)
        self.seed.setValue(seed)
        self.seed.blockSignals(False)
        self._show()

    def written(self) -> tuple[Settings, int]:
        """What stands in the form."""
        return self.forms[self.question].settings(), self.seed.value()

    def lock_now(self) -> Lock | None:
        if self._library is None or self._case is None:
            return self._unkept
        return self._unkept or keeping.newest_lock(self._library, self._case, self.question)

    def _show(self) -> None:
        case = self._case
        if case is None:
            return
        settings, seed = self.written()
        locked = self.lock_now()
        self.run = None
        if self._library is not None:
            self.run = keeping.run_of(self._library, case, self.question, settings, seed)
        self._show_lock(locked, settings, seed)
        kept = locked is not None and keeping.standing(locked, settings, seed, None).kept.kept
        if not kept:
            self.run, self.answer = None, None
        elif self.run is not None:
            self.answer = Answer(
                self.question, dict(self.run.settings), seed, dict(self.run.result), self.run.assumptions
            )
        elif self.answer and (self.answer.question, self.answer.seed) != (self.question, seed):
            self.answer = None
        self._show_answer(kept=kept)

    def _show_lock(self, locked: Lock | None, settings: Settings, seed: int) -> None:
        if locked is None:
            self.locked.setText(
                tr("Write down what would have counted, and lock it: the number comes after, so that it cannot choose "
                   "for you.")
            )  # fmt: skip
            self.digest.setText("")
        else:
            standing = keeping.standing(locked, settings, seed, self.run)
            when = stamp(locked.at)
            if standing.kept.kept:
                self.locked.setText(
                    tr("Locked {}, before the number was shown. Kept: nothing changed since.").format(when)
                )
            else:
                reasons = " ".join(standing.kept.reasons[:3])
                self.locked.setText(tr("Locked {}. Not kept: {}").format(when, reasons))
            self.digest.setText(tr("SHA-256 {}…{}").format(locked.digest[:8], locked.digest[-5:]))
            self.digest.setToolTip(tr("{} UTC\n{}").format(locked.at[:19], locked.digest))
        changed = locked is not None and not keeping.standing(locked, settings, seed, None).kept.kept
        self.lock_button.setVisible(locked is None or changed)
        self.lock_button.setText(tr("Lock this anew") if changed else tr("Lock this, then show the number"))
        self.back_button.setVisible(changed)

    def _show_answer(self, *, kept: bool) -> None:
        case, answer = self._case, self.answer
        assert case is not None
        self.number.show_answer(case, answer, kept=kept, running=self.task is not None)
        gridded = answer is not None and "grid" in answer.result
        for holder, seen in zip(self.holders, (answer is not None, gridded), strict=True):
            holder.setVisible(seen)
        self.export_button.setEnabled(self.run is not None)
        self.summary.setEnabled(self.run is not None and self.writable)
        self.summary.setChecked(self.run is not None and self.run.in_summary)
        if answer is not None:
            left, right = figures.heads(answer.question, answer.seed)
            self.left_head.say(*left)
            self.right_head.say(right[0], answering.grid_words(answer.result))
            self.curves.show_plot(figures.plot(answer.question, answer.settings, answer.result), self._theme)
            self._fill_sets(answer)
            self._show_grid()
        self.panel.show_match(
            case,
            self.question,
            self._because,
            answer.result if answer else None,
            answer.assumptions if answer else (),
            self._theme,
        )

    def _fill_sets(self, answer: Answer) -> None:
        """The sets of events that the definitions were tried on; the reader's own first."""
        names = answer.result.get("grid", {}).get("sets", [])
        self.sets.setVisible(len(names) > 1)
        if names != [self.sets.itemText(at) for at in range(self.sets.count())]:
            self.sets.blockSignals(True)
            self.sets.clear()
            self.sets.addItems(names)
            self.sets.blockSignals(False)

    def _show_grid(self) -> None:
        if answer := self.answer:
            shown = figures.grid(answer.question, answer.settings, answer.result, self.sets.currentText())
            self.heat.show_grid(shown, self._theme)

    # ---- what the reader does

    def _written(self) -> None:
        """Something was written down: keep it; a number that no longer belongs to it goes."""
        case = self._case
        if case is None:
            return
        self.cancel()
        self.number.say(None)
        if self.writable and self._library is not None:
            settings, seed = self.written()
            name = answering.title(self.question)
            try:
                keeping.write(self._library, case, self.question, settings, seed, name)
            except Trouble as trouble:
                self.failed.emit(trouble)
        else:
            self._show()

    def lock_and_run(self) -> None:
        """Lock what is written down, then reckon."""
        case = self._case
        if case is None:
            return
        settings, seed = self.written()
        try:
            if self.writable and self._library is not None:
                keeping.make_lock(self._library, case, self.question, settings, seed, answering.title(self.question))
            else:
                self._unkept = lock(keeping.statement(settings, seed))
                self._show()
        except Trouble as trouble:
            self.number.say(trouble)
            return
        if self.answer is None:
            self.run_now()

    def back_to_locked(self) -> None:
        """Write down again what was locked."""
        locked = self.lock_now()
        if locked is None:
            return
        before: dict[str, Any] = json.loads(locked.text)
        seed = int(before.pop("seed", 1))
        self.forms[self.question].show_settings(before)
        self.seed.blockSignals(True)
        self.seed.setValue(seed)
        self.seed.blockSignals(False)
        self._written()

    def run_now(self) -> None:
        """Reckon in the background; the reader may cancel."""
        case = self._case
        if case is None:
            return
        self.cancel()
        self.number.say(None)
        settings, seed = self.written()
        question = self.question
        self.number.progress.setValue(0)
        task = Task(lambda step: ask(case, question, settings, seed, step))
        self.task = task
        task.progress.connect(lambda share: self.number.progress.setValue(round(100 * share)))
        task.done.connect(self._ran)
        task.failed.connect(self._failed)
        self._show_answer(kept=True)

    def cancel(self) -> None:
        """No longer wanted: nothing is kept of it."""
        if self.task is not None:
            self.task.cancel()
            self.task = None
            if self._case is not None:
                self.number.say_cancelled()
                self._show_answer(kept=True)

    def _ran(self, answer: Answer) -> None:
        self.task = None
        self.answer = answer
        case = self._case
        if case is None:
            return
        if self.writable and self._library is not None:
            try:
                keeping.keep_run(self._library, answer, case)
            except Trouble as trouble:
                self.failed.emit(trouble)
        self._show()
        self.said.emit(answering.headline(case, answer.question, answer.settings, answer.result).text)
        self.shown.emit()

    def _failed(self, error: Exception) -> None:
        self.task = None
        self._show_answer(kept=True)
        if isinstance(error, Trouble):
            self.number.say(error)
        else:
            self.failed.emit(error)

    def show_runs(self) -> None:
        if self._library is None or self._case is None:
            return
        dialog = SavedAnalyses(self._library, self._case, self)
        dialog.opened.connect(self.show_saved)
        dialog.open()

    def show_saved(self, saved: Saved) -> None:
        """Show a run that was kept, with what was written down for it."""
        if saved.kind not in set(Question):
            self.page_wanted.emit(page_of(saved.kind))
            return
        self.ask_about(Question(saved.kind))
        self.forms[self.question].show_settings(dict(saved.settings))
        self.seed.blockSignals(True)
        self.seed.setValue(saved.seed or 1)
        self.seed.blockSignals(False)
        self._written()

    def _into_summary(self, wanted: bool) -> None:
        run, library = self.run, self._library
        if run is None or library is None:
            return
        words = tr("Put “{}” in the summary") if wanted else tr("Take “{}” out of the summary")
        try:
            with library.change(words.format(run.name)) as change:
                change.put_in_summary(run.id, wanted)
        except Trouble as trouble:
            self.failed.emit(trouble)

    def _export(self) -> None:
        if self.run is None or self._case is None:
            return
        try:
            if path := export(self, self._case, self.run):
                self.said.emit(tr("{} written").format(path))
        except Trouble as trouble:
            self.failed.emit(trouble)
