"""One case on its pages: which are there, and which is open?"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Kind
from desktop_app.charts.colours import Theme
from desktop_app.library.library import Library
from desktop_app.views.parts import label, rule
from desktop_app.views.regions import in_reading_order, stops
from desktop_app.views.story import Story
from desktop_app.views.theme import interface, px, reading, role

if TYPE_CHECKING:
    from desktop_app.views.find_bar import FindBar

# In their order; each but the story is the class <Title>Page of the module views/<name>.py.
PAGES = {
    "story": "Story",
    "causes": "Causes",
    "evidence": "Evidence",
    "chance": "Chance",
    "meetings": "Meetings",
    "table": "Table",
    "sources": "Sources",
}
GAP = 21  # between the tabs
LOW = 270  # a page less high has no room for a question of several lines
FIRST_PAGE = "story"
Noted = frozenset[tuple[Kind, str]]


class Page(Protocol):
    """What a page beside the story offers; its module is imported when the reader first opens it.

    A page that writes or reads what is the reader's has `use(library)`; one that puts a panel of its own in the place
    of the inspector has `side_for(target)`; one whose rows can be filtered has `look_for()`.  Where the keys shall not
    come to its first control, it has `entry`; keys of its own it tells as `keys()`, for the list of all keys.
    """

    def show_case(self, case: Case, theme: Theme, noted: Noted) -> None: ...
    def mark(self, target: Target | None) -> None: ...


class CasePage(QWidget):
    """Heading, question, tabs and the page shown.

    Signals: picked(Target), case_chosen(chapter), page_changed(str), said(str), note_wanted(Target),
    failed(exception).
    """

    picked, case_chosen, page_changed = Signal(object), Signal(int), Signal(str)
    said, note_wanted, failed = Signal(str), Signal(object), Signal(object)
    moment_changed = Signal(float)

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library
        role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label("", reading(20, QFont.Weight.DemiBold), selectable=True)
        self.question = label("", reading(14.5, italic=True), "quiet", selectable=True)
        self.story = Story()
        self.story.picked.connect(self.picked)
        self.story.case_chosen.connect(self.case_chosen)
        self.story.note_wanted.connect(self.note_wanted)
        self.story.find_wanted.connect(self.look_for)
        self._shown: tuple[Case, Theme, Noted] | None = None
        self._low = False
        self._target: Target | None = None
        self._moment: float | None = None  # of the time cursor
        self._pages: dict[str, QWidget] = {"story": self.story}
        self._stale: set[str] = set()
        self._states: dict[str, QByteArray] = {}
        self.stack = QStackedWidget()
        self.stack.addWidget(self.story)
        self.tabs = QButtonGroup(self)
        self._tab_row = tabs = QHBoxLayout()
        tabs.setContentsMargins(px(24), px(3), px(12), 0)
        tabs.setSpacing(px(GAP))
        for i, title in enumerate(PAGES.values()):
            tab = Tab(tr(title), f"Ctrl+{i + 1}")
            tab.stepped.connect(self._step)
            self.tabs.addButton(tab, i)
            tabs.addWidget(tab)
        tabs.addStretch(1)
        self.tabs.button(0).setChecked(True)
        self.tabs.idClicked.connect(lambda i: self.open(list(PAGES)[i]))
        head = QVBoxLayout()
        head.setContentsMargins(px(24), px(13), px(24), 0)
        head.setSpacing(px(3))
        head.addWidget(self.title)
        head.addWidget(self.question)
        line = QFrame()
        line_row = QHBoxLayout(line)
        line_row.setContentsMargins(px(24), 0, px(24), 0)
        line_row.addWidget(rule())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(tabs)
        column.addWidget(line)
        column.addWidget(self.stack, 1)
        self._column = column
        self.find_bar: FindBar | None = None  # made when the reader first looks for something

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window the tabs move together and the question keeps to one line, in full in its tool tip."""
        super().resizeEvent(event)
        words = sum(tab.sizeHint().width() for tab in self.tabs.buttons())
        room = event.size().width() - px(24 + 12) - words
        self._tab_row.setSpacing(max(min(px(GAP), room // len(PAGES)), px(3)))
        self._low = event.size().height() < px(LOW)
        self._show_question()

    def _show_question(self) -> None:
        asked = self._shown[0].question if self._shown else ""
        self.question.setWordWrap(not self._low)
        self.question.setToolTip(asked if self._low else "")
        room = self.width() - 2 * px(24)
        metrics = self.question.fontMetrics()
        self.question.setText(metrics.elidedText(asked, Qt.TextElideMode.ElideRight, room) if self._low else asked)

    @property
    def page(self) -> str:
        return list(PAGES)[self.tabs.checkedId()]

    def show_case(self, case: Case, theme: Theme, noted: Noted, relations: str) -> None:
        """Show the case on the page that is open; the others follow when they are opened."""
        self.title.setText(case.heading)
        self._shown = (case, theme, noted)
        self._show_question()
        self.story.show_case(case, theme, noted, relations)
        if self.find_bar and self.find_bar.isVisible():
            self.find_bar.look()
        self._stale = set(self._pages) - {"story"}
        self._freshen(self.page)

    def open(self, name: str) -> None:
        if name not in PAGES:
            return
        self.tabs.button(list(PAGES).index(name)).setChecked(True)
        if name not in self._pages:
            self._make(name)
        if name not in self._stale and name != "story":
            self._pages[name].mark(self._target)  # type: ignore[attr-defined]  # what was chosen meanwhile
        self._freshen(name)
        with_keys = self.stack.isAncestorOf(QApplication.focusWidget() or self)
        self.stack.setCurrentWidget(self._pages[name])
        if with_keys:
            self.entry.setFocus()
        if self.find_bar and name != "story":
            self.find_bar.hide()
        self.page_changed.emit(name)

    def look_for(self) -> None:
        """Look for words where the reader is: in the rows of a page that can filter them, else in the story."""
        if look := getattr(self._pages[self.page], "look_for", None) if self.page != "story" else None:
            look()
            return
        from desktop_app.views.find_bar import FindBar  # late: most readings look for nothing

        self.open("story")
        if self.find_bar is None:
            self.find_bar = FindBar(self.story)
            self._column.addWidget(self.find_bar)
        self.find_bar.open_bar()

    def mark(self, target: Target | None) -> None:
        self._target = target
        page = self._pages.get(self.page)
        if page is not None and page is not self.story:
            page.mark(target)  # type: ignore[attr-defined]

    @property
    def entry(self) -> QWidget:
        """What the keys come to first on the page that is open."""
        page = self._pages[self.page]
        entry: QWidget = getattr(page, "entry", page)
        if entry.focusPolicy() == Qt.FocusPolicy.NoFocus:
            return next(stops(page), page)
        return entry

    def set_moment(self, jd: float | None) -> None:
        """The time cursor, for the pages that draw one."""
        self._moment = jd
        for page in self._pages.values():
            if hasattr(page, "set_moment"):
                page.set_moment(jd)

    def side_for(self, target: Target | None) -> QWidget | None:
        """What the page that is open puts in the place of the inspector; None: nothing."""
        lead: Callable[[Target | None], QWidget | None] | None = getattr(self._pages.get(self.page), "side_for", None)
        return lead(target) if lead else None

    @property
    def made(self) -> tuple[QWidget, ...]:
        """The pages that were opened so far."""
        return tuple(self._pages.values())

    def opened(self, name: str) -> QWidget:
        """The page, made if it was not: for those who drive the window."""
        self.open(name)
        return self._pages[name]

    def table_state(self) -> QByteArray:
        """Column widths and filters of the table, to be remembered."""
        page = self._pages.get("table")
        return page.state() if page else self._states.get("table", QByteArray())  # type: ignore[attr-defined]

    def restore_table(self, state: QByteArray) -> None:
        self._states["table"] = state

    def _make(self, name: str) -> None:
        module = import_module(f"desktop_app.views.{name}")  # late: the window is readable before these load
        made: Callable[[], QWidget] = getattr(module, f"{PAGES[name]}Page")
        page = made()
        for signal in ("picked", "said", "note_wanted", "failed", "moment_changed"):
            if hasattr(page, signal):
                getattr(page, signal).connect(getattr(self, signal))
        if hasattr(page, "set_moment"):
            page.set_moment(self._moment)
        if hasattr(page, "page_wanted"):
            page.page_wanted.connect(self.open)
        if hasattr(page, "use"):
            page.use(self._library)
        if name in self._states and hasattr(page, "restore"):
            page.restore(self._states[name])
        self._pages[name] = page
        self._stale.add(name)
        self.stack.addWidget(page)
        in_reading_order(page, after=self.tabs.button(len(PAGES) - 1))

    def _freshen(self, name: str) -> None:
        if name in self._stale and self._shown:
            self._stale.discard(name)
            page = self._pages[name]
            page.show_case(*self._shown)  # type: ignore[attr-defined]
            page.mark(self._target)  # type: ignore[attr-defined]

    def _step(self, step: int) -> None:
        at = (self.tabs.checkedId() + step) % len(PAGES)
        self.open(list(PAGES)[at])
        self.tabs.button(at).setFocus()


class Tab(QToolButton):
    """A tab of the case.  Arrows move along the tabs, as tabs do everywhere.  Signals: stepped(-1 or 1)."""

    stepped = Signal(int)

    def __init__(self, text: str, tip: str) -> None:
        super().__init__()
        self.setText(text)
        self.setToolTip(tip)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setFont(interface(12.5))
        role(self, "tab")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)
