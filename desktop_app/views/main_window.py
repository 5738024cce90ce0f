"""The window: its regions, and the one selection that ties them together."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QPaintEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QMenuBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.casebook.case import Case, Head, Target, standing
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Contest
from desktop_app.casebook.terms import Kind
from desktop_app.casebook.titles import title_of
from desktop_app.casebook.trouble import Trouble
from desktop_app.charts.colours import Theme
from desktop_app.library.library import Library
from desktop_app.views import dropping, menus, remembered, theme
from desktop_app.views.case_list import CaseList
from desktop_app.views.case_page import PAGES, CasePage
from desktop_app.views.case_view import CaseView
from desktop_app.views.columns import Columns
from desktop_app.views.parts import banner
from desktop_app.views.proximity import ProximityPanel
from desktop_app.views.regions import Region
from desktop_app.views.selection import Focus, Selection
from desktop_app.views.side import Side
from desktop_app.views.status import Status
from desktop_app.views.story import relations
from desktop_app.views.top import Top
from desktop_app.views.trail import Trail

if TYPE_CHECKING:
    from desktop_app.views.home import Home, HomeSide


PATIENCE_S = 0.2  # for another program that holds the library: the window waits with it, and then tries again


class MainWindow(QMainWindow):
    """One library, one window.  Signals: readable(), once the case can be read; charted(), once its chart is drawn;
    library_wanted(Path)."""

    readable, charted = Signal(), Signal()
    library_wanted = Signal(object)  # a path: another library, in a window of its own
    actions_by_name: dict[str, QAction]
    page: CasePage
    proximity: ProximityPanel

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.library = library
        library.be_patient(PATIENCE_S)
        self.selection = Selection()
        self.selection.changed.connect(self._refocus)
        self.theme: Theme = theme.current()
        self.heads: tuple[Head, ...] = library.heads()
        self.case: Case | None = None
        self.trail = Trail()
        self._ordered: QWidget | None = None  # the chart that Tab comes to after its buttons
        self._stepping = self._dressed = self._readable = self._settled = self._leaving = self._letting_go = False
        self.setWindowTitle(tr("Coincidence Casebook"))
        self.setAcceptDrops(True)
        bar = QMenuBar()
        self.actions_by_name = menus.fill(bar, self, self.act)
        self._build(bar)
        remembered.restore(self)
        self.theme = theme.current()
        self._dress_parts()
        self.library.listen(self._library_changed)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.dress)
        self._show_all_verdicts()
        self._say_saved()
        self.page.story.setFocus()  # arrows scroll the story from the first moment

    # ---- building

    def _build(self, bar: QMenuBar) -> None:
        top = Top(bar)
        top.searched.connect(lambda: self.act("palette"))
        self.setMenuWidget(top)
        self.cases = CaseList(self.library.names)
        self.cases.chosen.connect(self.open_case)
        self.cases.acted.connect(self._act_on_case)
        self.case_view = CaseView(self.library)
        self.case_view.folded.connect(self.actions_by_name["fold"].setChecked)
        self.page, self.proximity = self.case_view.page, self.case_view.proximity
        self.page.picked.connect(self.pick)
        self.page.case_chosen.connect(self._open_chapter)
        self.page.said.connect(self.say)
        self.page.note_wanted.connect(self._note_on)
        self.page.failed.connect(self.fail)
        self.page.page_changed.connect(lambda _: self._lead_side())
        self.proximity.picked.connect(self.pick)
        for part in (self.proximity, self.page):
            part.moment_changed.connect(lambda jd: self.selection.focus(moment=jd))
        self.proximity.span_changed.connect(lambda first, last: self.selection.focus(span=(first, last)))
        self.proximity.said.connect(self.say)
        self.proximity.failed.connect(self.fail)
        self.proximity.charted.connect(self.charted)
        self.proximity.charted.connect(self._order_charts)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.case_view)
        self.side = Side()
        self.side.inspector.picked.connect(self.pick)
        self.side.inspector.said.connect(self.say)
        self.side.inspector.note_wanted.connect(self._note_on)
        self.side.notes.kept.connect(self._say_saved)
        self.side.notes.failed.connect(self._not_kept)
        self.side.notes.tag.connect(self.show_all_notes)
        self.side.verdict.kept.connect(self._say_saved)
        self.side.verdict.failed.connect(self._not_kept)
        self.right = QStackedWidget()
        self.right.addWidget(self.side)
        self.home: Home | None = None  # made when it is first shown
        self.home_side: HomeSide | None = None
        self.columns = Columns(self.cases, self.middle, self.right)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self.library.read_only:
            column.addWidget(banner(self.library.why_read_only))
        column.addWidget(self.columns, 1)
        self.setCentralWidget(inside)
        self.status = Status(self.theme)
        self.setStatusBar(self.status)

    # ---- going from one thing to another

    def open_first(self) -> None:
        """What was open last; on a first start the Potsdam break."""
        if not self.heads or remembered.left_at_home():
            self.open_case(None)
            return
        left = remembered.stopped(self.heads)
        if left and left.case:
            target = left.target or Target(left.case, Kind.CASE, left.case)
        else:
            left, target = None, remembered.first(self.heads)
        # At once with its case: else two cards are laid out.
        self.selection.focus(case=target.case, target=target, moment=left.moment if left else None, span=None)
        if self.case and title_of(self.case, target) is None:  # it has gone from the case
            self.pick_first()
        if self.case:
            self.page.open(remembered.last_page())

    def pick_first(self) -> None:
        """Bring the first of the events that coincided into focus."""
        if head := next((head for head in self.heads if self.case and head.slug == self.case.slug), None):
            self.pick(remembered.first_of(head))

    def open_library(self, path: Path) -> None:
        """Ask for another library in place of this one."""
        self.library_wanted.emit(path)

    def show_side(self) -> None:
        self._settle()
        self.actions_by_name["side"].setChecked(True)
        self.right.show()

    def open_case(self, slug: str | None) -> None:
        """Open a case by slug; None opens Home."""
        if slug is None:
            self.selection.focus(case=None, target=None, moment=None, span=None)
            if self.case is None and self.home is None:
                self._show_home()
        else:
            self.selection.focus(case=slug, target=Target(slug, Kind.CASE, slug), moment=None, span=None)

    def pick(self, target: Target) -> None:
        """Bring a target into focus, in its own case."""
        if target.case != self.selection.now.case:
            self.selection.focus(case=target.case, target=target, moment=None, span=None)
        else:
            self.selection.focus(target=target)

    def pick_near(self, target: Target) -> None:
        """Bring an actor or a place into focus in the case that is open, if it occurs there too."""
        case = self.case
        here = case and target.key in {Kind.ACTOR: case.actor, Kind.PLACE: case.place}.get(target.kind, {})
        self.pick(Target(case.slug, target.kind, target.key) if case and here else target)

    def go_to(self, focus: Focus) -> None:
        """Bring all of it into focus, as it was when the reader stopped there."""
        self.selection.focus(case=focus.case, target=focus.target, moment=focus.moment, span=focus.span)

    def go_back(self) -> None:
        self._step_to(self.trail.back(self.selection.now))

    def go_forward(self) -> None:
        self._step_to(self.trail.forward(self.selection.now))

    def _step_to(self, focus: Focus | None) -> None:
        if focus:
            self._stepping = True
            self.go_to(focus)
            self._stepping = False

    def _open_chapter(self, chapter: int) -> None:
        for head in self.heads:
            if head.chapter == chapter:
                self.open_case(head.slug)

    def _refocus(self, new: Focus, old: Focus) -> None:
        if (new.case, new.target) != (old.case, old.target):
            if not self._stepping:
                self.trail.leave(old)
            self.side.flush()
        if new.case != old.case or (new.case and self.case is None):
            if new.case is None:
                self._show_home()
            else:
                self._show_case(new.case)
        if new.case and new.target != old.target:
            self._show_target()
        if new.moment != old.moment:
            self.proximity.set_moment(new.moment)
            self.page.set_moment(new.moment)
        self._enable()

    # ---- showing

    def _show_case(self, slug: str) -> None:
        try:
            self.case = self.library.case(slug)
        except Trouble as trouble:
            self.fail(trouble)
            return
        self.middle.setCurrentWidget(self.case_view)
        self.right.setCurrentWidget(self.side)
        self.setWindowTitle(tr("{} – Coincidence Casebook").format(self.case.heading))
        self.cases.mark(slug)
        self._fill_pages()
        self.proximity.show_case(self.case, self.theme)
        self.status.count(self.case)

    def _fill_pages(self) -> None:
        if self.case:
            ties = relations(self.case, self.heads, self.library.threads(), self.theme)
            noted = self._noted()
            self.page.show_case(self.case, self.theme, noted, ties)
            self.proximity.show_noted(noted)

    def _noted(self) -> frozenset[tuple[Kind, str]]:
        if self.case is None:
            return frozenset()
        return frozenset((note.target.kind, note.target.key) for note in self.library.annotations(self.case.slug))

    def _show_target(self) -> None:
        case, target = self.case, self.selection.now.target
        if case is None or target is None or target.case != case.slug:
            return
        self.page.mark(target)
        self.proximity.mark(target)
        if self._settled:
            self._fill_side(case, target)

    def _lead_side(self) -> None:
        """Let the page that is open put a panel of its own in the place of the inspector."""
        self.side.lead(self.page.side_for(self.selection.now.target))

    def _fill_side(self, case: Case, target: Target) -> None:
        from desktop_app.views.card import Elsewhere, card  # late: 4 ms

        self.side.hold()
        elsewhere = Elsewhere(self.library.actor_cases, self.library.place_cases, self._contest)
        if shown := card(case, target, elsewhere):
            self.side.inspector.show_card(shown, case, self.theme)
        self._lead_side()
        self._show_notes()

    def _contest(self, case: str, link: str) -> Contest | None:
        return self.library.reading(case).contest(link)

    def _show_notes(self) -> None:
        case, target = self.case, self.selection.now.target
        if case and target:
            self.side.notes.show_notes(self.library, case, target, self.library.annotations(case.slug))
            self.side.verdict.show_verdicts(self.library, case.slug, self.library.verdicts(case.slug))

    def _show_home(self) -> None:
        from desktop_app.views import at_home  # late: most starts open a case

        at_home.show(self)

    @property
    def _at_home(self) -> bool:
        return self.home is not None and self.middle.currentWidget() is self.home

    def _show_all_verdicts(self) -> None:
        self.cases.show_cases(self.heads, standing(self.library.verdicts()))

    def dress(self) -> None:
        """Follow the system, or the reader, from light to dark and back."""
        theme.dress()
        self.theme = theme.current()
        self._dress_parts()
        if self.case:
            self._fill_pages()
            self.proximity.show_case(self.case, self.theme)
            self._show_target()
        if self._at_home:
            self._show_home()

    def _dress_parts(self) -> None:
        for part in (self.cases, self.side.verdict, self.status):
            part.dress(self.theme)

    # ---- saving, undoing, failing

    def _library_changed(self, touched: Iterable[tuple[str, str]]) -> None:
        """What changed is read again by those who show it."""
        kinds = {table for table, _ in touched}
        if "cases" in kinds:
            self._read_heads()
        if "verdicts" in kinds:
            self._show_all_verdicts()
        if self.case and any((table, self.case.slug) in set(touched) for table in ("links", "stays")):
            self._show_case(self.case.slug)
            self._show_target()
        elif "annotations" in kinds and self.case:
            self._fill_pages()
        if self._at_home:
            self._show_home()
        else:
            self._show_notes()
        self._say_saved()

    def _read_heads(self) -> None:
        """A case was added or taken away; if it is the one that is open, there is nothing left to show of it."""
        self.heads = self.library.heads()
        self._show_all_verdicts()
        self.cases.mark(self.selection.now.case)
        if self.case and all(head.slug != self.case.slug for head in self.heads):
            self.case = None
            self.open_case(None)

    def _say_saved(self) -> None:
        self.status.show_saved(self.library, self.side.trouble)
        self._enable()

    def _not_kept(self, trouble: Trouble) -> None:
        self._say_saved()
        if not self._leaving:
            kept = tr("What you typed is still in the window, and saving it is tried again by itself.")
            self.fail(Trouble(trouble.what, kept, trouble.do))

    def _enable(self) -> None:
        actions, library = self.actions_by_name, self.library
        for name, words, what in (
            ("undo", tr("&Undo"), library.undo_name),
            ("redo", tr("&Redo"), library.redo_name),
        ):
            actions[name].setEnabled(bool(what) and not library.read_only)
            actions[name].setText(f"{words}: {what}" if what else words)
        actions["back"].setEnabled(self.trail.leads_back)
        actions["forward"].setEnabled(self.trail.leads_forward)
        in_case = self.selection.now.case is not None
        for name in ("export", "cite", "find", "about-case", "fit", "go-to-date", "analyses", "could-meet", *PAGES):
            actions[name].setEnabled(in_case)
        for name in ("note", "verdict"):
            actions[name].setEnabled(in_case and not library.read_only)

    def say(self, text: str) -> None:
        """A short message that passes."""
        self.status.say(text)

    def fail(self, error: BaseException) -> None:
        from desktop_app.views import errors

        errors.tell(self, error)

    # ---- keys

    def regions(self) -> tuple[Region, ...]:
        """The parts of the window, from left to right."""
        cases = Region(self.cases, self.cases.list)
        if self._at_home and self.home and self.home_side:
            return cases, Region(self.home, self.home.timeline), Region(self.home_side, self.home_side)
        chart = self.proximity.front
        charts = (Region(chart, chart),) if chart else ()
        return cases, Region(self.page, self.page.entry), *charts, Region(self.side, self.side)

    def _order_charts(self) -> None:
        """Let Tab come to a chart after the buttons above it, whenever it was made."""
        chart = self.proximity.front
        if chart and chart is not self._ordered:
            self._ordered = chart
            QWidget.setTabOrder(self.proximity.bar.fold, chart)

    # ---- commands

    def act(self, name: str) -> None:
        """Carry out a command of the menus."""
        from desktop_app.views import commanded  # late: no command is needed for the first paint

        commanded.act(self, name)

    def _act_on_case(self, slug: str, name: str) -> None:
        self.open_case(slug)
        self.act(name)

    def _note_on(self, target: Target) -> None:
        self.pick(target)
        self.act("note")

    def show_all_notes(self, tag: str = "") -> None:
        from desktop_app.views import commanded

        commanded.all_notes(self, tag)

    # ---- Qt

    def setVisible(self, visible: bool) -> None:
        """Dressed when it is first shown, with all its parts: to polish each as it is made takes 15 ms longer."""
        if visible and not self._dressed:
            self._dressed = True
            theme.dress()
        super().setVisible(visible)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._readable:
            self._readable = True
            QTimer.singleShot(0, self._after_first_paint)

    def _after_first_paint(self) -> None:
        self.readable.emit()
        QTimer.singleShot(0, self._settle)

    def _settle(self) -> None:
        """Do what the first paint did not wait for: fill the side (17 ms), load the charts."""
        if not self._settled:
            self._settled = True
            self._show_target()
            self.proximity.wake()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropping.file_of(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        dropping.take(self, event)

    def close_without_saving(self) -> None:
        """Let go of what could not be saved; the reader said so."""
        self.side.forget()
        self._letting_go = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._leaving = True
        kept = self._letting_go or self.side.flush()
        self._leaving = False
        if not kept:
            from desktop_app.views import leaving

            leaving.ask(self, self.side.trouble or Trouble(tr("It could not be written into the library.")))
            event.ignore()
            return
        remembered.remember(self)
        self.library.close()
        event.accept()
