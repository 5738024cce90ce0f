"""What happened when, who was where, and what led to what: as tables to sort, filter and copy."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpacerItem,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.casebook import wording
from desktop_app.casebook.case import Case, Event, Link, Place, Stay, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said
from desktop_app.casebook.terms import Certainty, Kind, Strength
from desktop_app.casebook.typed import Understood, understand
from desktop_app.casebook.when import When, parse
from desktop_app.charts.colours import Theme
from desktop_app.views import menu_of_choices
from desktop_app.views.grid import Grid, citations, forward
from desktop_app.views.parts import label
from desktop_app.views.rows import COINCIDED, Column
from desktop_app.views.theme import interface, px, role

WIDE = 680  # from here on, all controls fit in one row
PAUSE_MS = 250  # after the last key: the year 17 is nobody's filter on the way to 17 July
_OFFSET = re.compile(r"T[\d:]{8}(?:(Z)|([+-])(\d\d)(?::(\d\d))?)")


# ---- columns


def _when(_: Case, part: Event | Stay) -> str:
    return said(part.when)


def _time_of(part: Event | Stay) -> tuple[float, ...]:
    """What rows are sorted by: about when it began, then about when it ended; never the text."""
    return part.when.order


def _certainty(_: Case, part: Event | Stay | Link) -> str:
    return wording.certainty(part.certainty)


def _by_certainty(_: Case, part: Event | Stay | Link) -> int:
    return list(Certainty).index(part.certainty)


def _book(_: Case, part: Event | Stay | Link) -> str | None:
    """What only the book says wears the book's mark."""
    return "author" if part.certainty == Certainty.CLAIMED else None


def _where(case: Case, event: Event) -> str:
    return case.place[event.place].name if event.place else ""


def _who(case: Case, event: Event) -> str:
    return ", ".join(case.actor[part.actor].short for part in event.participants)


def _who_in_full(case: Case, event: Event) -> str:
    parts = (f"{case.actor[part.actor].name} ({wording.presence(part.presence)})" for part in event.participants)
    return "; ".join(parts)


def _sources(_: Case, part: Event | Stay | Link) -> str:
    return str(len(part.citations))


def _sources_in_full(case: Case, part: Event | Stay | Link) -> str:
    return "; ".join(citations(case, part))


def _edtf(_: Case, part: Event | Stay) -> str:
    return part.when.text


def _cause(case: Case, link: Link) -> Event:
    return case.event[link.cause]


def _effect(case: Case, link: Link) -> Event:
    return case.event[link.effect]


CERTAINTY = Column("Certainty", 98, _certainty, order=_by_certainty, mark=_book)
SOURCES = Column("Sources", 72, _sources, order=lambda _, part: len(part.citations), whole=_sources_in_full, right=True)
EVENTS = (
    Column("When", 140, _when, order=lambda _, event: _time_of(event)),
    Column("Where", 106, _where),
    Column(
        "What",
        278,
        lambda _, event: event.title,
        mark=lambda case, event: COINCIDED if event.key in case.coincident else None,
        bold=lambda case, event: event.key in case.coincident,
    ),
    Column("Who", 158, _who, whole=_who_in_full),
    CERTAINTY,
    SOURCES,
    Column("Date (EDTF)", 0, _edtf),
    Column("Summary", 0, lambda _, event: event.summary),
)
STAYS = (
    Column("Who", 116, lambda case, stay: case.actor[stay.actor].short, whole=lambda c, s: c.actor[s.actor].name),
    Column("Where", 130, lambda case, stay: case.place[stay.place].name),
    Column("From–until", 160, _when, order=lambda _, stay: _time_of(stay)),
    CERTAINTY,
    Column("Note", 276, lambda _, stay: stay.note),
    SOURCES,
    Column("Date (EDTF)", 0, _edtf),
)
LINKS = (
    Column("Cause", 234, lambda c, link: _cause(c, link).title, order=lambda c, link: _time_of(_cause(c, link))),
    Column("Kind", 88, lambda _, link: wording.link(link.kind)),
    Column("Effect", 216, lambda c, link: _effect(c, link).title, order=lambda c, link: _time_of(_effect(c, link))),
    Column(
        "Claimed by", 114, lambda _, link: wording.claimant(link.claimed_by), mark=lambda _, link: str(link.claimed_by)
    ),
    Column(
        "Strength",
        86,
        lambda _, link: wording.strength(link.strength),
        order=lambda _, link: list(Strength).index(link.strength),
    ),
    CERTAINTY,
    Column("Date of the cause", 0, lambda c, link: said(_cause(c, link).when)),
    Column("Date of the effect", 0, lambda c, link: said(_effect(c, link).when)),
    Column("How it would work", 0, lambda _, link: link.mechanism),
    Column("Without the cause", 0, lambda _, link: link.counterfactual or ""),
    Column("Sources", 0, _sources_in_full),
)


@dataclass(frozen=True, slots=True)
class Sort:
    """One of the tables."""

    name: str
    kind: Kind
    columns: tuple[Column, ...]
    parts: Callable[[Case], tuple[Any, ...]]
    first: int  # the column it is sorted by at first
    many: str  # "{} of {} events"
    nothing: str


SORTS = (
    Sort("Events", Kind.EVENT, EVENTS, lambda case: case.events, 0, "{} of {} events", "No event matches."),
    Sort("Stays", Kind.STAY, STAYS, lambda case: case.stays, 2, "{} of {} stays", "No stay matches."),
    Sort("Links", Kind.LINK, LINKS, lambda case: case.links, 0, "{} of {} links", "No link matches."),
)


# ---- dates


def meridian(when: When, place: Place | None) -> float | None:
    """The longitude whose calendar a date is of: its own offset from UTC where it has one, else that of its place."""
    if match := _OFFSET.search(when.text):
        zulu, sign, hours, minutes = match.groups()
        return None if zulu else float(sign + "1") * (int(hours) + int(minutes or 0) / 60) * 15
    return place.lon if place else None


class Within:
    """Whether something happened, or may have happened, at the dates typed, by the calendar of its place."""

    def __init__(self, case: Case, typed: str) -> None:
        """typed: EDTF."""
        self._case, self._typed = case, typed
        self._spans: dict[float | None, When] = {}

    def __call__(self, part: Event | Stay | Link) -> bool:
        case = self._case
        if isinstance(part, Link):
            return self(case.event[part.cause]) or self(case.event[part.effect])
        lon = meridian(part.when, case.place[part.place] if part.place else None)
        if lon not in self._spans:
            self._spans[lon] = parse(self._typed, lon)
        (first, last), (begin, end) = part.when.outer, self._spans[lon].outer
        return first < end and begin < last


# ---- the page


class TablePage(QWidget):
    """Events, stays and links.

    Signals: picked(Target), said(str) for the status bar, note_wanted(Target).
    """

    picked, said, note_wanted = Signal(object), Signal(str), Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._case: Case | None = None
        self._wide = True
        self._gap = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding)
        self._dates: Understood | None = None  # what the rows are filtered by
        self._next: Understood | None = None  # what the line says
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._take_dates)
        self._certainties = frozenset(str(each) for each in Certainty)
        self.grids = tuple(Grid(sort.kind, sort.columns, tr(sort.name), most=4) for sort in SORTS)
        self.stack = QStackedWidget()
        for sort, grid in zip(SORTS, self.grids, strict=True):
            grid.order_by(sort.first)
            grid.sifted.connect(self._count)
            forward(grid, self)
            self.stack.addWidget(grid)
        self.stack.addWidget(self._build_nothing())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_bar())
        column.addLayout(self._build_line())
        column.addWidget(self.stack, 1)

    def _build_bar(self) -> QVBoxLayout:
        segments = QWidget()
        role(segments, "segments")
        segments.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = QHBoxLayout(segments)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        self.segments = QButtonGroup(self)
        for number, sort in enumerate(SORTS):
            button = QToolButton()
            button.setText(tr(sort.name))
            button.setCheckable(True)
            role(button, "segment")
            self.segments.addButton(button, number)
            inner.addWidget(button)
        self.segments.button(0).setChecked(True)
        self.segments.idClicked.connect(lambda _: self._sift())
        self.filter = QLineEdit(placeholderText=tr("Filter…"), clearButtonEnabled=True)
        self.filter.setAccessibleName(tr("Filter the rows by words"))
        self.filter.textChanged.connect(self._sift)
        self.dates = QLineEdit(placeholderText=tr("Dates: July 1945"), clearButtonEnabled=True)
        self.dates.setAccessibleName(tr("Filter the rows by dates"))
        self.dates.setToolTip(tr("A date or a span: 12 July – 2 August 1945, about 1900, 29 Feb 1500 Julian"))
        self.dates.textChanged.connect(self._typed)
        self.dates.returnPressed.connect(self._take_dates)
        self.certainty = QToolButton()
        self.certainty.setToolTip(tr("How well attested the rows must be"))
        self.certainty.setFont(interface(12))
        self.copy_button = QPushButton(tr("Copy as CSV"))
        self.copy_button.setToolTip(tr("All rows shown, for a spreadsheet"))
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._copy)
        self._bar, self._below = QHBoxLayout(), QHBoxLayout()
        self._bar.addWidget(segments)
        self._bar.addWidget(self.certainty)
        self._bar.addWidget(self.copy_button)
        rows = QVBoxLayout()
        rows.setContentsMargins(px(24), px(9), px(16), px(4))
        rows.setSpacing(px(6))
        for row in (self._bar, self._below):
            row.setSpacing(px(8))
            rows.addLayout(row)
        segments.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # words are never cut
        self._lay_out(True)
        self._show_certainty()
        return rows

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= px(WIDE)
        if wide is not self._wide:
            self._lay_out(wide)

    def _lay_out(self, wide: bool) -> None:
        """Filters stand between the other controls, or, where there is no room, in a row of their own."""
        self._wide = wide
        row, at = (self._bar, 1) if wide else (self._below, 0)
        row.insertWidget(at, self.filter, 3)
        row.insertWidget(at + 1, self.dates, 4)
        if wide:
            self._bar.removeItem(self._gap)
        else:
            self._bar.insertItem(1, self._gap)

    def _build_line(self) -> QHBoxLayout:
        self.understood = label("", interface(11.5), "quiet")
        self.wrong = label("", interface(11.5), "error")
        self.wrong.hide()
        self.count = QLabel()
        self.count.setFont(interface(11.5))
        role(self.count, "quiet")
        line = QHBoxLayout()
        line.setContentsMargins(px(24), 0, px(16), px(6))
        line.setSpacing(px(12))
        line.addWidget(self.understood, 1)
        line.addWidget(self.wrong, 1)
        line.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _build_nothing(self) -> QWidget:
        self.nothing = label("", interface(12.5), "quiet")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.clear_button = QPushButton(tr("Clear filter"))
        self.clear_button.setAutoDefault(False)
        self.clear_button.clicked.connect(self.clear)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(px(10))
        column.addStretch(1)
        column.addWidget(self.nothing)
        column.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(2)
        return page

    @property
    def grid(self) -> Grid:
        """The table that is open."""
        return self.grids[self.segments.checkedId()]

    # ---- what the window asks

    @property
    def entry(self) -> QWidget:
        return self.grid

    def look_for(self) -> None:
        """Let the reader type words that the rows shall hold."""
        self.filter.setFocus()
        self.filter.selectAll()

    def show_case(self, case: Case, theme: Theme, noted: frozenset[tuple[Kind, str]]) -> None:
        self._case = case
        for sort, grid in zip(SORTS, self.grids, strict=True):
            grid.show_parts(case, sort.parts(case), theme, noted)
        self._sift()

    def mark(self, target: Target | None) -> None:
        for grid in self.grids:
            grid.mark(target)

    def state(self) -> QByteArray:
        """Which table is open, its column widths and order: to be remembered from one start to the next."""
        kept = {"open": self.segments.checkedId(), "tables": [grid.layout_kept() for grid in self.grids]}
        return QByteArray(json.dumps(kept).encode())

    def restore(self, state: QByteArray) -> None:
        """What `state` gave; nothing happens where it is not readable."""
        try:
            kept = json.loads(bytes(state.data()))
            for grid, each in zip(self.grids, kept["tables"], strict=True):
                grid.lay_out(each)
            self.segments.button(int(kept["open"])).setChecked(True)
        except (ValueError, KeyError, TypeError, AttributeError):
            return
        self._sift()

    # ---- filters

    def _copy(self) -> None:
        self.grid.copy_all()

    def clear(self) -> None:
        """Show all rows again."""
        self._certainties = frozenset(str(each) for each in Certainty)
        self._show_certainty()
        self.filter.clear()
        self.dates.clear()
        self._take_dates()

    def _typed(self, text: str) -> None:
        """Say how the dates were understood; what cannot be understood changes nothing else."""
        reason, self._next = "", self._dates
        try:
            self._next = understand(text) if text.strip() else None
        except ValueError as error:
            reason = str(error)
            if self._dates:
                reason += " " + tr("Still shown: {}.").format(self._dates.said)
        self.wrong.setText(reason)
        self.wrong.setVisible(bool(reason))
        self.understood.setVisible(not reason)
        self.understood.setText(tr("At some time in: {}").format(self._next.said) if self._next else "")
        self._pause.start()

    def _take_dates(self) -> None:
        self._pause.stop()
        self._dates = self._next
        self._sift()

    def _show_certainty(self) -> None:
        choices = [(str(each), wording.certainty(each)) for each in Certainty]
        menu_of_choices.fill(self.certainty, choices, self._certainties, self._choose)
        self._choose(self._certainties)

    def _choose(self, chosen: frozenset[str]) -> None:
        self._certainties = chosen
        some = len(chosen) < len(Certainty)
        words = tr("Certainty {} of {} ▾").format(len(chosen), len(Certainty)) if some else tr("Certainty ▾")
        self.certainty.setText(words)
        self._sift()

    def _sift(self) -> None:
        if self._case is None:
            return
        within = Within(self._case, self._dates.text) if self._dates else None
        certainties = self._certainties
        self.grid.sift(
            self.filter.text(),
            lambda part: str(part.certainty) in certainties and (within is None or within(part)),
        )

    def _count(self) -> None:
        grid, sort = self.grid, SORTS[self.segments.checkedId()]
        shown, all_of_them = grid.count, len(grid.rows.parts)
        self.count.setText(tr(sort.many).format(shown, all_of_them))
        self.copy_button.setEnabled(shown > 0)
        if shown:
            self.stack.setCurrentWidget(grid)
            return
        self.stack.setCurrentIndex(len(self.grids))
        self.nothing.setText(tr(sort.nothing) if all_of_them else tr("This case has none yet."))
        self.clear_button.setVisible(all_of_them > 0)
