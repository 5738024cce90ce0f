"""What does the reader write down before the number appears?  One form a question, its value plain settings."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis.asked import Question, Settings
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.views import menu_of_choices
from desktop_app.views.parts import Flow, label
from desktop_app.views.theme import interface, px

MOST_LISTED = 300  # events in a menu


class Form(QWidget):
    """Fields with words between them.  Signals: changed() for what the reader changed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(4))
        self._read: dict[str, Callable[[], Any]] = {}
        self._write: dict[str, Callable[[Any], None]] = {}
        self._quiet = False

    def show_settings(self, settings: Settings) -> None:
        self._quiet = True
        for name, write in self._write.items():
            if name in settings:
                write(settings[name])
        self._quiet = False

    def settings(self) -> Settings:
        return {name: read() for name, read in self._read.items()}

    def _tell(self) -> None:
        if not self._quiet:
            self.changed.emit()

    def _line(self, *parts: QWidget | str) -> None:
        holder = QWidget()
        flow = Flow(holder, px(6))
        for part in parts:
            widget = label(part, interface(), wraps=False) if isinstance(part, str) else part
            widget.setMinimumHeight(px(22))
            flow.addWidget(widget)
        self._column.addWidget(holder)

    def _whole(
        self, name: str, words: str, least: int, most: int, suffix: str = "", special: str = "", one: str = ""
    ) -> QSpinBox:
        """one: the suffix of 1; special: what stands for the least."""
        box = QSpinBox()
        box.setRange(least, most)
        box.setSuffix(suffix)
        box.setKeyboardTracking(False)
        box.setAccessibleName(words)
        box.setToolTip(words)
        box.setFont(interface(12.5, tabular=True))
        if special:
            box.setSpecialValueText(special)
        if one:
            box.setSuffix(one if box.value() == 1 else suffix)
            box.valueChanged.connect(lambda value: box.setSuffix(one if value == 1 else suffix))
        box.valueChanged.connect(lambda _: self._tell())
        self._read[name], self._write[name] = box.value, lambda value: box.setValue(int(value))
        return box

    def _days(self, name: str, words: str, least: int, most: int) -> QSpinBox:
        return self._whole(name, words, least, most, tr(" days"), "", tr(" day"))

    def _number(self, name: str, words: str, least: float, most: float, suffix: str) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setRange(least, most)
        box.setDecimals(1)
        box.setSuffix(suffix)
        box.setKeyboardTracking(False)
        box.setAccessibleName(words)
        box.setToolTip(words)
        box.setFont(interface(12.5, tabular=True))
        box.valueChanged.connect(lambda _: self._tell())
        self._read[name], self._write[name] = box.value, lambda value: box.setValue(float(value))
        return box

    def _choice(self, name: str, words: str, choices: tuple[tuple[str, str], ...]) -> QComboBox:
        box = QComboBox()
        for key, said in choices:
            box.addItem(said, key)
        box.setAccessibleName(words)
        box.setToolTip(words)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.currentIndexChanged.connect(lambda _: self._tell())
        self._read[name] = box.currentData
        self._write[name] = lambda value: box.setCurrentIndex(max(0, box.findData(value)))
        return box

    def _text(self, name: str, words: str) -> QLineEdit:
        box = QLineEdit()
        box.setAccessibleName(words)
        box.setToolTip(words)
        box.setMinimumWidth(px(190))
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.editingFinished.connect(self._tell)
        self._read[name], self._write[name] = box.text, lambda value: box.setText(str(value))
        return box


class SameDateForm(Form):
    def __init__(self) -> None:
        super().__init__()
        acts = self._whole("acts", tr("How many acts would have counted"), 2, 5000)
        alike = self._whole("alike", tr("How many of them have to match"), 2, 50, tr(" acts"))
        within = self._whole(
            "within", tr("Within how many days"), 0, 180, tr(" days apart"), tr("same day"), tr(" day apart")
        )
        classes = self._whole("classes", tr("Days on which an act could have fallen"), 2, 40_000, tr(" days"))
        days = self._choice(
            "days",
            tr("How the days lie"),
            (("year", tr("of any year")), ("period", tr("of one period"))),
        )
        self._line(tr("Acts that would have counted"), acts)
        self._line(tr("Alike means"), alike, within)
        self._line(tr("of"), classes, days)
        self._line(tr("Dates by"), self._text("calendar", tr("By which calendar, and at whose hour")))


class OverlapForm(Form):
    def __init__(self) -> None:
        super().__init__()
        first = self._days("first_days", tr("Days of the first span"), 1, 40_000)
        second = self._days("second_days", tr("Days of the second span"), 1, 40_000)
        period = self._days("period_days", tr("Days of the period"), 1, 40_000)
        within = self._days("within", tr("Days between them; below 0, days shared less one"), -5000, 5000)
        relation = self._choice(
            "relation",
            tr("What counts as a match"),
            (("near", tr("near or overlapping")), ("inside", tr("one wholly inside"))),
        )
        counts = tuple(
            self._whole(name, words, 1, 1000)
            for name, words in (
                ("first_count", tr("How many spans of the first kind would have counted")),
                ("second_count", tr("How many spans of the second kind would have counted")),
            )
        )
        self._line(tr("Spans of"), first, tr("and"), second)
        self._line(tr("in a period of"), period)
        self._line(relation, tr("within"), within)
        self._line(tr("Counted:"), counts[0], tr("of the first kind,"), counts[1], tr("of the second"))
        self._line(tr("Dates by"), self._text("calendar", tr("By which calendar, and at whose hour")))


class ClosenessForm(Form):
    def __init__(self) -> None:
        super().__init__()
        self._events: tuple[str, ...] = ()
        self._all: tuple[tuple[str, str], ...] = ()
        statistic = self._choice(
            "statistic",
            tr("How closeness is measured"),
            (("knox", tr("pairs near in both (Knox)")), ("mantel", tr("distance with time (Mantel)"))),
        )
        delta = self._number("delta_km", tr("Near in place, km"), 0.0, 20_100.0, tr(" km"))
        tau = self._number("tau_days", tr("Near in time, days"), 0.0, 40_000.0, tr(" days"))
        strata = self._choice(
            "strata",
            tr("Among which events dates are dealt out anew"),
            (("busy", tr("capitals keep their dates")), ("none", tr("any event gets any date"))),
        )
        draws = self._whole("draws", tr("How many orders are drawn"), 99, 999_999, tr(" orders"))
        self.events = QToolButton()
        self.events.setFont(interface())
        self._read["events"], self._write["events"] = (lambda: list(self._events)), self._set_events
        self._line(self.events, statistic)
        self._line(tr("Near means"), delta, tau)
        self._line(tr("By chance,"), strata)
        self._line(tr("Draw"), draws)

    def offer(self, case: Case, usable: tuple[str, ...]) -> None:
        """The events that may be chosen."""
        self._all = tuple((key, case.event[key].title) for key in usable)
        self._set_events(list(usable))

    def _set_events(self, keys: list[str]) -> None:
        known = {key for key, _ in self._all}
        self._events = tuple(key for key in keys if key in known)
        self.events.setText(tr("Events {} of {} ▾").format(len(self._events), len(self._all)))
        self.events.setAccessibleName(tr("Which events are compared"))
        if len(self._all) > MOST_LISTED:
            self.events.setToolTip(tr("Too many to list: all of them are compared."))
            return
        menu_of_choices.fill(self.events, self._all, frozenset(self._events), self._picked)

    def _picked(self, chosen: frozenset[str]) -> None:
        self._events = tuple(key for key, _ in self._all if key in chosen)
        self.events.setText(tr("Events {} of {} ▾").format(len(self._events), len(self._all)))
        self._tell()


class ShiftForm(Form):
    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = (
            self._choice(name, words, ())
            for name, words in (("first", tr("One actor")), ("second", tr("The other, whose itinerary is shifted")))
        )
        delta = self._number("delta_km", tr("Near in place, km"), 0.0, 20_100.0, tr(" km"))
        self._line(self.first, tr("and"), self.second)
        self._line(tr("Near means within"), delta)

    def offer(self, case: Case) -> None:
        self._quiet = True
        moving = {stay.actor for stay in case.stays}
        for box in (self.first, self.second):
            box.clear()
            for actor in case.actors:
                if actor.key in moving:
                    box.addItem(actor.short, actor.key)
        self._quiet = False


class CountsForm(Form):
    def __init__(self) -> None:
        super().__init__()
        self._line(
            tr("Items that speak for"), self._whole("supporting", tr("Items that speak for the explanation"), 0, 500)
        )
        self._line(
            tr("Items that speak against"), self._whole("opposing", tr("Items that speak for its rival"), 0, 500)
        )


FORMS: dict[Question, type[Form]] = {
    Question.SAME_DATE: SameDateForm,
    Question.OVERLAP: OverlapForm,
    Question.CLOSENESS: ClosenessForm,
    Question.SHIFT: ShiftForm,
    Question.COUNTS: CountsForm,
}
