"""What do all dates and links say, taken together: which dates are narrowed, what clashes, which links to look at?"""

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis.admissibility import KIND, TELEGRAPH, Asked
from desktop_app.analysis.between_said import Line, Part
from desktop_app.analysis.chronology import Density
from desktop_app.analysis.dates_together import (
    DatesTogether,
    Terms,
    dates_together,
    headline,
    interval_said,
    link_said,
    narrowed_said,
    told,
)
from desktop_app.analysis.holding import Held
from desktop_app.analysis.network import Statement, StatementKind
from desktop_app.analysis.tightening import Interval
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.means import Means
from desktop_app.casebook.said import said
from desktop_app.casebook.terms import Kind
from desktop_app.casebook.trouble import Trouble
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.views.answers import Answers, Progress, Told
from desktop_app.views.event_box import EventBox
from desktop_app.views.parts import button, clear, heading, label
from desktop_app.views.task import Task
from desktop_app.views.theme import interface, px, role

_SETTLE_MS = 30
_NONE_SAID = ("", "–")


class DatesPanel(QScrollArea):
    """How dates and news are reckoned, and what follows for the case as a whole.

    Signals: asked_set(Asked); stated(Interval), unstated(key) for what the reader says of two events; picked(Target);
    keep_wanted(kind, settings, result, assumptions); kept_wanted(); failed(exception).
    """

    asked_set, stated, unstated = Signal(object), Signal(object), Signal(str)
    picked, failed = Signal(object), Signal(object)
    keep_wanted, kept_wanted = Signal(str, object, object, object), Signal()

    def __init__(self) -> None:
        super().__init__()
        self._case: Case | None = None
        self._theme: Theme = LIGHT
        self._held, self._asked = Held(), Asked()
        self._own: tuple[Interval, ...] = ()
        self._travel: tuple[Means, ...] = ()
        self._writable = False
        self._task: Task | None = None
        self.found: DatesTogether | None = None
        self.means, self.density = QComboBox(), QComboBox()
        self.hours = QDoubleSpinBox()
        self.with_news = QCheckBox(tr("Links carry news, which needs its time"))
        self.first, self.then = EventBox(tr("The event that began first")), EventBox(tr("The event that began then"))
        self.least, self.most = QLineEdit(), QLineEdit()
        self.add = QPushButton(tr("State it"))
        self.headline = label("", interface(13), selectable=True)
        self.trouble = label("", interface(12), "error")
        self.answers, self.told, self.progress = Answers(), Told(), Progress()
        self._soon = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._soon.timeout.connect(self._ask)
        self._build()

    # ---- building

    def _build(self) -> None:
        for density, words in (
            (Density.EVEN, tr("every day alike")),
            (Density.PEAKED, tr("the middle most probable")),
        ):
            self.density.addItem(words, density)
        self.hours.setRange(0, 8760)
        self.hours.setDecimals(1)
        self.hours.setSuffix(tr(" hours"))
        self.hours.setKeyboardTracking(False)
        for box, name in (
            (self.means, tr("How the news went")),
            (self.density, tr("How probable a day is within a date")),
            (self.hours, tr("Hours for writing, enciphering and delivering")),
        ):
            box.setAccessibleName(name)
            box.setFont(interface())
        self.means.currentIndexChanged.connect(lambda _: self._set())
        self.density.currentIndexChanged.connect(lambda _: self._set())
        self.hours.valueChanged.connect(lambda _: self._set())
        self.with_news.toggled.connect(lambda _: self._soon.start())
        how = QGridLayout()
        how.setHorizontalSpacing(px(8))
        how.addWidget(label(tr("News went"), interface(12), "quiet", wraps=False), 0, 0)
        how.addWidget(self.means, 0, 1)
        how.addWidget(label(tr("after"), interface(12), "quiet", wraps=False), 0, 2)
        how.addWidget(self.hours, 0, 3)
        how.addWidget(label(tr("Within a date"), interface(12), "quiet", wraps=False), 1, 0)
        how.addWidget(self.density, 1, 1)
        how.addWidget(self.with_news, 1, 2, 1, 3)
        how.setColumnStretch(4, 1)
        self.keep = QPushButton(tr("Keep with the case"))
        self.keep.clicked.connect(self._keep)
        kept = QPushButton(tr("Kept analyses…"))
        kept.clicked.connect(self.kept_wanted)
        buttons = QHBoxLayout()
        for each in (self.keep, kept, self.add):
            each.setAutoDefault(False)
        buttons.addWidget(self.keep)
        buttons.addWidget(kept)
        buttons.addStretch(1)
        self._statements = QVBoxLayout()
        self._statements.setSpacing(px(3))
        inside = QWidget()
        role(inside, "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(24), px(10), px(16), px(16))
        column.setSpacing(px(5))
        column.addLayout(how)
        for part in (self.progress, self.trouble, self.headline, self.answers):
            column.addWidget(part)
        column.addSpacing(px(7))
        column.addWidget(heading(tr("What I state of two events")))
        column.addLayout(self._statements)
        column.addLayout(self._form())
        column.addLayout(buttons)
        column.addWidget(self.told)
        column.addStretch(1)
        self.trouble.hide()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        self.answers.chosen.connect(self._picked)
        self.progress.cancelled.connect(self._cancelled)

    def _form(self) -> QHBoxLayout:
        """Between the beginnings of two events: at least and at most so many days."""
        row = QHBoxLayout()
        for box, name, hint in (
            (self.least, tr("At least so many days"), tr("least")),
            (self.most, tr("At most so many days"), tr("most")),
        ):
            box.setAccessibleName(name)
            box.setPlaceholderText(hint)
            box.setFixedWidth(px(58))
        self.add.clicked.connect(self._state)
        row.addWidget(self.first, 1)
        row.addWidget(self.least)
        row.addWidget(label("–", interface(), wraps=False))
        row.addWidget(self.most)
        row.addWidget(label(tr("days, then"), interface(12), "quiet", wraps=False))
        row.addWidget(self.then, 1)
        row.addWidget(self.add)
        return row

    # ---- showing

    def show_case(
        self,
        case: Case,
        held: Held,
        asked: Asked,
        own: Iterable[Interval],
        travel: Iterable[Means],
        theme: Theme,
        *,
        writable: bool,
    ) -> None:
        own, travel = tuple(own), tuple(travel)
        before = (self._case, self._held, self._asked, self._own, self._travel)
        self._case, self._held, self._asked, self._own, self._travel = case, held, asked, own, travel
        self._theme, self._writable = theme, writable
        for box in (self.first, self.then):
            box.show_case(case)
        self._fill_means()
        for setting, shown in ((self.density, asked.density), (self.means, asked.means)):
            setting.blockSignals(True)
            setting.setCurrentIndex(max(0, setting.findData(shown)))
            setting.blockSignals(False)
        self.hours.blockSignals(True)
        self.hours.setValue(asked.hours)
        self.hours.blockSignals(False)
        for widget in (self.means, self.density, self.hours, self.add, self.keep):
            widget.setEnabled(writable)
        self._show_statements()
        if before != (case, held, asked, own, travel) and self.isVisible():
            self._soon.start()

    def wake(self) -> None:
        """The panel has come to the front: its answer is wanted."""
        self._soon.start()

    def terms(self) -> Terms:
        return Terms(self._asked, self._held, self.with_news.isChecked(), self._own)

    def _fill_means(self) -> None:
        """The telegraph, and whatever was in use in the years of the case."""
        keys = (TELEGRAPH, *(one.key for one in self._travel))
        if tuple(self.means.itemData(at) for at in range(self.means.count())) == keys:
            return
        self.means.blockSignals(True)
        self.means.clear()
        self.means.addItem(tr("by telegraph"), TELEGRAPH)
        for one in self._travel:
            self.means.addItem(tr("{}, {:g} km/h").format(one.name, one.kmh), one.key)
        self.means.blockSignals(False)

    def _show_statements(self) -> None:
        clear(self._statements)
        for one in self._own:
            row = QHBoxLayout()
            row.addWidget(label(one.words, interface(), selectable=True), 1)
            away = button("✕", tr("Take this statement away"))
            away.setEnabled(self._writable)
            away.clicked.connect(lambda _=False, key=one.key: self.unstated.emit(key))
            row.addWidget(away)
            self._statements.addLayout(row)

    # ---- asking

    def _ask(self) -> None:
        case, terms, travel = self._case, self.terms(), self._travel
        if case is None:
            return
        if self._task:
            self._task.cancel()
        self._task = Task(lambda step: dates_together(case, terms, travel, step))
        self._task.progress.connect(self.progress.reach)
        self._task.done.connect(self._answered)
        self._task.failed.connect(self._failed)

    def _answered(self, found: object) -> None:
        assert isinstance(found, DatesTogether)
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
        else:
            self.failed.emit(error)

    def _cancelled(self) -> None:
        if self._task:
            self._task.cancel()
            self._task = None
        self.progress.reach(1)
        self._tell(Trouble(tr("The answer was let go of."), do=tr("Change a setting to ask anew.")))

    def _tell(self, trouble: Trouble | None) -> None:
        self.trouble.setText(f"{trouble.what} {trouble.do}" if trouble else "")
        self.trouble.setVisible(trouble is not None)

    def _show(self) -> None:
        case, found = self._case, self.found
        if case is None or found is None:
            return
        settings = self.terms().as_settings(self._travel)
        self.headline.setText(headline(case, settings, found.result()).text)
        self.answers.show_parts(self._parts(case, found))
        self.told.show_told(told(settings), found.assumptions, self._theme)

    def _parts(self, case: Case, found: DatesTogether) -> list[Part]:
        parts = []
        if found.whole.clash:
            lines = tuple(_statement(statement) for statement in found.whole.clash.statements)
            words = tr("They miss one another by {:.3g} days. Which one is wrong is yours to say.")
            parts.append(
                Part("clash", tr("These cannot all hold"), lines, words.format(found.whole.clash.missing_days))
            )
        narrower = [one for one in found.whole.events if one.reasons]
        lines = tuple(
            Line(
                f"{case.event[one.event].title}: {narrowed_said(one)}",
                tr("was {}; because {}").format(
                    said(case.event[one.event].when), "; ".join(reason.words for reason in one.reasons)
                ),
                events=(one.event,),
            )
            for one in narrower
        )
        none = tr("The links and lives leave every date as it is.") if not lines else ""
        parts.append(Part("narrowed", tr("Dates that are narrowed"), lines, none))
        doubtful = [one for one in found.links if one.link in found.doubtful]
        lines = tuple(
            Line(title, ", ".join(part for part in (order, news) if part), (one.link,))
            for one in doubtful
            for title, order, news in (link_said(case, one),)
        )
        parts.append(Part("doubtful", tr("Links to look at"), lines, "" if lines else tr("none")))
        return parts

    # ---- what the reader does

    def _set(self) -> None:
        try:
            asked = Asked(Density(self.density.currentData()), str(self.means.currentData()), self.hours.value())
        except Trouble as trouble:
            self._tell(trouble)
            return
        self.asked_set.emit(asked)

    def _state(self) -> None:
        """Keep what was entered; what cannot be is refused with the reason."""
        case = self._case
        if case is None:
            return
        try:
            least, most = (_days(box.text()) for box in (self.least, self.most))
            if self.first.key == self.then.key:
                raise Trouble(tr("One event alone tells nothing."), do=tr("Choose two events."))
            if least is not None and most is not None and least > most:
                raise Trouble(tr("The least is more than the most."), do=tr("Give the smaller number first."))
            words = interval_said(case, self.first.key, self.then.key, least, most)
        except Trouble as trouble:
            self._tell(trouble)
            return
        numbers = [int(one.key) for one in self._own if one.key.isdecimal()]
        infinite = float("inf")
        one = Interval(
            str(max(numbers, default=0) + 1),
            self.first.key,
            self.then.key,
            -infinite if least is None else least,
            infinite if most is None else most,
            words,
        )
        self._tell(None)
        self.least.clear()
        self.most.clear()
        self.stated.emit(one)

    def _picked(self, line: Line) -> None:
        if self._case is None:
            return
        if line.links:
            self.picked.emit(Target(self._case.slug, Kind.LINK, line.links[0]))
        elif line.events:
            self.picked.emit(Target(self._case.slug, Kind.EVENT, line.events[0]))

    def _keep(self) -> None:
        if self.found:
            settings = self.terms().as_settings(self._travel)
            self.keep_wanted.emit(KIND, settings, self.found.result(), self.found.assumptions)


def _statement(statement: Statement) -> Line:
    """One of those that clash; a click goes to what it speaks of."""
    if statement.kind in (StatementKind.LINK, StatementKind.NEWS):
        return Line(statement.words, links=(statement.key,))
    if statement.kind in (StatementKind.DATE, StatementKind.PRESENCE):
        return Line(statement.words, events=(statement.key,))
    return Line(statement.words)


def _days(typed: str) -> float | None:
    """A number of days; None where nothing is typed.  Raises Trouble for what is no number."""
    typed = typed.strip().replace(",", ".").replace("−", "-")
    if typed in _NONE_SAID:
        return None
    try:
        days = float(typed)
    except ValueError:
        raise Trouble(tr("“{}” is no number of days.").format(typed), do=tr("Write it like 14 or 2.5.")) from None
    if not abs(days) < 1e7:
        raise Trouble(tr("So many days are too many."), do=tr("Give fewer than ten million."))
    return days
