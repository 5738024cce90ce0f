"""The window: its regions, and the one selection that ties them together."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenuBar,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.casebook import wording
from desktop_app.casebook.case import Case, Head, Target, Verdict
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant, Kind
from desktop_app.casebook.titles import title_of
from desktop_app.casebook.trouble import Trouble
from desktop_app.charts.colours import Theme
from desktop_app.library.library import Library
from desktop_app.views import menus, theme
from desktop_app.views.case_list import CaseList
from desktop_app.views.case_page import PAGES, CasePage
from desktop_app.views.parts import Dot, label
from desktop_app.views.proximity import ProximityPanel
from desktop_app.views.selection import Focus, Selection
from desktop_app.views.settings import settings
from desktop_app.views.side import Side
from desktop_app.views.story import relations
from desktop_app.views.theme import interface, px, role

if TYPE_CHECKING:
    from desktop_app.views.home import Home, HomeSide

FIRST = 14  # the Potsdam break, on a first start


class MainWindow(QMainWindow):
    """One library, one window.  Signals: readable(), once the case can be read; charted(), once its chart is drawn;
    library_wanted(Path)."""

    readable, charted = Signal(), Signal()
    library_wanted = Signal(object)  # a path: another library, in a window of its own
    actions_by_name: dict[str, QAction]
    proximity: ProximityPanel

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.library = library
        self.selection = Selection()
        self.selection.changed.connect(self._refocus)
        self.theme: Theme = theme.current()
        self.heads: tuple[Head, ...] = library.heads()
        self.case: Case | None = None
        self._past: list[Focus] = []
        self._future: list[Focus] = []
        self._stepping = self._dressed = self._readable = self._settled = False
        self._folds = {"story": False, "others": True}
        self._chart_share = 0.54  # of the height, when the charts are unfolded
        self.task: QObject | None = None  # the long work under way, kept from being collected
        self.setWindowTitle(tr("Coincidence Casebook"))
        self.bar = QMenuBar()
        self.actions_by_name = menus.fill(self.bar, self, self._act)
        self._build()
        self._restore()
        self.library.listen(self._library_changed)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.dress)
        self._show_all_verdicts()
        self._say_saved()
        self.page.story.setFocus()  # arrows scroll the story from the first moment

    # ---- building

    def _build(self) -> None:
        search = QToolButton()
        role(search, "search")
        search.setFixedSize(px(322), px(24))
        words = QHBoxLayout(search)
        words.setContentsMargins(px(10), 0, px(10), 0)
        words.addWidget(label(tr("Search or command"), interface(12), "quiet"), 1)
        words.addWidget(label("Ctrl+K", interface(11.5), "quiet", wraps=False))
        search.clicked.connect(lambda: self._act("palette"))
        search.setAccessibleName(tr("Search or command"))
        top = QWidget()
        role(top, "top")
        top.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        top_row = QHBoxLayout(top)
        top_row.setContentsMargins(px(4), px(2), px(14), px(2))
        top_row.addWidget(self.bar)
        top_row.addStretch(1)
        top_row.addWidget(search)
        self.setMenuWidget(top)
        self.cases = CaseList(self.library.names)
        self.cases.chosen.connect(self.open_case)
        self.page = CasePage(self.library)
        self.page.picked.connect(self.pick)
        self.page.case_chosen.connect(self._open_chapter)
        self.page.said.connect(self.say)
        self.page.note_wanted.connect(self._note_on)
        self.page.failed.connect(self.fail)
        self.page.page_changed.connect(self._page_opened)
        self.proximity = ProximityPanel()
        self.proximity.picked.connect(self.pick)
        self.proximity.moment_changed.connect(lambda jd: self.selection.focus(moment=jd))
        self.proximity.span_changed.connect(lambda first, last: self.selection.focus(span=(first, last)))
        self.proximity.charted.connect(self.charted)
        self.proximity.folded.connect(self._folded)
        self.case_split = QSplitter(Qt.Orientation.Vertical, handleWidth=1, childrenCollapsible=False)
        self.case_split.addWidget(self.page)
        self.case_split.addWidget(self.proximity)
        self.case_split.setSizes([370, 430])
        self.case_split.setStretchFactor(1, 1)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.case_split)
        self.side = Side()
        self.side.inspector.picked.connect(self.pick)
        self.side.inspector.said.connect(self.say)
        self.side.notes.kept.connect(self._say_saved)
        self.side.notes.failed.connect(self.fail)
        self.side.notes.tag.connect(self._all_notes)
        self.side.verdict.kept.connect(self._say_saved)
        self.side.verdict.failed.connect(self.fail)
        self.right = QStackedWidget()
        self.right.addWidget(self.side)
        self.columns = QSplitter(Qt.Orientation.Horizontal, handleWidth=1, childrenCollapsible=False)
        for widget in (self.cases, self.middle, self.right):
            self.columns.addWidget(widget)
        self.columns.setSizes([250, 844, 306])
        self.columns.setStretchFactor(1, 1)
        self.cases.setMinimumWidth(px(170))
        self.middle.setMinimumWidth(px(420))
        self.right.setMinimumWidth(px(230))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self.library.read_only:
            column.addWidget(self._banner(self.library.why_read_only))
        column.addWidget(self.columns, 1)
        self.setCentralWidget(inside)
        self._build_status()
        self.home: Home | None = None
        self.home_side: HomeSide | None = None

    def _banner(self, text: str) -> QWidget:
        frame = QFrame()
        role(frame, "banner")
        row = QHBoxLayout(frame)
        row.setContentsMargins(px(14), px(6), px(14), px(6))
        row.addWidget(label(text, interface()))
        return frame

    def _build_status(self) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        self.saved = QLabel()
        self.counts = QLabel()
        left = QWidget()
        row = QHBoxLayout(left)
        row.setContentsMargins(px(12), px(2), 0, px(2))
        row.setSpacing(px(6))
        row.addWidget(self.saved)
        self._legend: list[tuple[Claimant, Dot]] = []
        for claimant in Claimant:
            row.addSpacing(px(14))
            square = Dot(self.theme.claimants[claimant], px(9), square=True)
            self._legend.append((claimant, square))
            row.addWidget(square)
            name = QLabel(wording.claimant(claimant))
            name.setFont(interface(11.5))
            row.addWidget(name)
        for text in (self.saved, self.counts):
            text.setFont(interface(11.5))
        bar.addWidget(left)
        self.counts.setContentsMargins(0, 0, px(12), 0)
        bar.addPermanentWidget(self.counts)

    # ---- remembered state

    def _restore(self) -> None:
        kept = settings()
        self.resize(1400, 900)
        for name, split in (("columns", self.columns), ("case", self.case_split)):
            if state := kept.value(f"split/{name}"):
                split.restoreState(state)
        if geometry := kept.value("window/geometry"):
            self.restoreGeometry(geometry)
        if state := kept.value("table/state"):
            self.page.restore_table(state)
        chosen = str(kept.value("window/theme", "system"))
        if chosen != "system":
            theme.choose(chosen)
            self.theme = theme.current()
        self.actions_by_name[chosen if chosen in self.actions_by_name else "system"].setChecked(True)
        panels: dict[str, QWidget] = {"cases": self.cases, "side": self.right}
        for name, widget in panels.items():
            shown = kept.value(f"window/{name}", "true") in (True, "true")
            self.actions_by_name[name].setChecked(shown)
            widget.setVisible(shown)
        for kind in self._folds:
            self._folds[kind] = kept.value(f"folded/{kind}", str(self._folds[kind]).lower()) in (True, "true")
        self.proximity.fold(self._folds["story"])
        self.proximity.open(str(kept.value("window/chart", "storyline")))
        self.cases.dress(self.theme)
        self.side.verdict.dress(self.theme)

    def open_first(self) -> None:
        """What was open last; on a first start the Potsdam break."""
        kept = settings()
        last = kept.value("last/case")
        if last == "home" or not self.heads:
            self.open_case(None)
            return
        head = next((head for head in self.heads if head.slug == last), None)
        kind, key = str(kept.value("last/kind", "")), str(kept.value("last/key", ""))
        if head and kind in set(Kind) and key:
            target = Target(head.slug, Kind(kind), key)
        else:
            head = head or next((head for head in self.heads if head.chapter == FIRST), self.heads[0])
            target = Target(head.slug, Kind.EVENT, head.coincident[0].key)
        self.pick(target)  # at once with its case: else two cards are laid out
        if self.case and title_of(self.case, target) is None:  # it has gone from the case
            self.pick_first()
        page = str(kept.value("last/page", PAGES[0]))
        if self.case and page != PAGES[0]:
            self.page.open(page)

    def pick_first(self) -> None:
        """Bring the first of the events that coincided into focus."""
        if self.case:
            self.pick(Target(self.case.slug, Kind.EVENT, self.case.coincident[0]))

    def _remember(self) -> None:
        kept, now = settings(), self.selection.now
        kept.setValue("window/geometry", self.saveGeometry())
        kept.setValue("split/columns", self.columns.saveState())
        if not self.proximity.is_folded:
            kept.setValue("split/case", self.case_split.saveState())
        for kind, folded in self._folds.items():
            kept.setValue(f"folded/{kind}", folded)
        kept.setValue("window/chart", self.proximity.chart_name)
        kept.setValue("window/cases", self.actions_by_name["cases"].isChecked())
        kept.setValue("window/side", self.actions_by_name["side"].isChecked())
        kept.setValue("table/state", self.page.table_state())
        kept.setValue("last/case", now.case or "home")
        kept.setValue("last/page", self.page.page)
        kept.setValue("last/kind", str(now.target.kind) if now.target else "")
        kept.setValue("last/key", now.target.key if now.target else "")
        kept.sync()

    # ---- going from one thing to another

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

    def _open_chapter(self, chapter: int) -> None:
        for head in self.heads:
            if head.chapter == chapter:
                self.open_case(head.slug)

    def _refocus(self, new: Focus, old: Focus) -> None:
        if (new.case, new.target) != (old.case, old.target):
            if not self._stepping:
                self._past.append(old)
                self._future.clear()
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
        self._enable()

    def go_back(self) -> None:
        self._step(self._past, self._future)

    def go_forward(self) -> None:
        self._step(self._future, self._past)

    def _go_on(self, focus: Focus) -> None:
        """Back to where the reader stopped."""
        self.selection.focus(case=focus.case, target=focus.target, moment=focus.moment, span=focus.span)

    def _step(self, taken: list[Focus], kept: list[Focus]) -> None:
        if taken:
            kept.append(self.selection.now)
            focus = taken.pop()
            self._stepping = True
            self.selection.focus(case=focus.case, target=focus.target, moment=focus.moment, span=focus.span)
            self._stepping = False

    # ---- showing

    def _show_case(self, slug: str) -> None:
        try:
            self.case = self.library.case(slug)
        except Trouble as trouble:
            self.fail(trouble)
            return
        self.middle.setCurrentWidget(self.case_split)
        self.right.setCurrentWidget(self.side)
        self.setWindowTitle(tr("{} – Coincidence Casebook").format(self.case.heading))
        self.cases.mark(slug)
        self._fill_pages()
        self.proximity.show_case(self.case, self.theme)
        self._show_counts()

    def _fill_pages(self) -> None:
        if self.case:
            ties = relations(self.case, self.heads, self.library.threads(), self.theme)
            self.page.show_case(self.case, self.theme, self._noted(), ties)

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

    def _page_opened(self) -> None:
        """Make room for the page, and let it lead the side."""
        self.proximity.fold(self._folds[self._page_kind])
        self.side.lead(self.page.side_for(self.selection.now.target))

    def _fill_side(self, case: Case, target: Target) -> None:
        from desktop_app.views.card import Elsewhere, card  # late: 4 ms

        elsewhere = Elsewhere(self.library.actor_cases, self.library.place_cases)
        if shown := card(case, target, elsewhere):
            self.side.inspector.show_card(shown, case, self.theme)
        self.side.lead(self.page.side_for(target))
        self._show_notes()

    def _show_notes(self) -> None:
        case, target = self.case, self.selection.now.target
        if case and target:
            self.side.notes.show_notes(self.library, target, self.library.annotations(case.slug))
            self.side.verdict.show_verdicts(self.library, case.slug, self.library.verdicts(case.slug))

    def _show_home(self) -> None:
        from desktop_app.views.home import Home, HomeSide  # late: most starts open a case

        if self.home is None or self.home_side is None:
            self.home, self.home_side = Home(), HomeSide()
            self.home.case_chosen.connect(self.open_case)
            self.home.target_chosen.connect(self.pick)
            self.home_side.case_chosen.connect(self.open_case)
            self.home_side.target_chosen.connect(self.pick)
            self.home_side.all_notes.connect(self._all_notes)
            self.home_side.go_on.connect(self._go_on)
            self.home_side.thread_chosen.connect(self.home.mark_thread)
            self.middle.addWidget(self.home)
            self.right.addWidget(self.home_side)
        left = next((past for past in reversed(self._past) if past.case), None)
        shown = (
            self.heads,
            self.library.threads(),
            self.library.annotations(),
            self.library.verdicts(),
            left,
            self.theme,
        )
        self.home.show_cases(*shown)
        self.home_side.show_cases(*shown)
        self.middle.setCurrentWidget(self.home)
        self.right.setCurrentWidget(self.home_side)
        self.setWindowTitle(tr("All {} cases – Coincidence Casebook").format(len(self.heads)))
        self.cases.mark(None)
        self._show_counts()

    @property
    def _at_home(self) -> bool:
        return self.home is not None and self.middle.currentWidget() is self.home

    def _show_all_verdicts(self) -> None:
        self.cases.show_cases(self.heads, standing(self.library.verdicts()))

    def _show_counts(self) -> None:
        case = self.case
        if self.selection.now.case is None or case is None:
            total = self.library.totals()
            words = tr("{} cases · {} events · {} stays · {} links · {} sources")
            self.counts.setText(words.format(total.cases, total.events, total.stays, total.links, total.sources))
        else:
            words = tr("{} events · {} stays · {} links · {} sources")
            self.counts.setText(words.format(len(case.events), len(case.stays), len(case.links), len(case.sources)))

    def dress(self) -> None:
        """Follow the system, or the reader, from light to dark and back."""
        theme.dress()
        self.theme = theme.current()
        self.cases.dress(self.theme)
        self.side.verdict.dress(self.theme)
        for claimant, square in self._legend:
            square.recolour(self.theme.claimants[claimant])
        if self.case:
            self._fill_pages()
            self.proximity.show_case(self.case, self.theme)
            self._show_target()
        if self._at_home:
            self._show_home()

    # ---- saving, undoing, failing

    def _library_changed(self, touched: Iterable[tuple[str, str]]) -> None:
        """What changed is read again by those who show it."""
        kinds = {table for table, _ in touched}
        if "verdicts" in kinds:
            self._show_all_verdicts()
        if "annotations" in kinds and self.case:
            self._fill_pages()
        if self._at_home:
            self._show_home()
        else:
            self._show_notes()
        self._say_saved()

    def _say_saved(self) -> None:
        self.saved.setText(
            tr("Reading only")
            if self.library.read_only
            else tr("Saved {}").format(f"{self.library.saved_at.astimezone():%H:%M}")
            if self.library.saved_at
            else tr("Nothing changed")
        )
        self._enable()

    def _enable(self) -> None:
        actions, library = self.actions_by_name, self.library
        for name, words, what in (
            ("undo", tr("&Undo"), library.undo_name),
            ("redo", tr("&Redo"), library.redo_name),
        ):
            actions[name].setEnabled(bool(what) and not library.read_only)
            actions[name].setText(f"{words}: {what}" if what else words)
        actions["back"].setEnabled(bool(self._past))
        actions["forward"].setEnabled(bool(self._future))
        in_case = self.selection.now.case is not None
        for name in ("export", "cite", "find", "about-case", "fit", "go-to-date", *PAGES):
            actions[name].setEnabled(in_case)
        actions["note"].setEnabled(in_case and not library.read_only)

    def say(self, text: str) -> None:
        """A short message that passes."""
        self.statusBar().showMessage(text, 4000)

    def fail(self, error: BaseException) -> None:
        from desktop_app.views import errors

        errors.tell(self, error)

    # ---- commands

    def _act(self, name: str) -> None:
        from desktop_app.views import commanded  # late: no command is needed for the first paint

        commanded.act(self, name)

    def _note_on(self, target: Target) -> None:
        self.pick(target)
        self._act("note")

    def _all_notes(self, tag: str = "") -> None:
        from desktop_app.views import commanded

        commanded.all_notes(self, tag)

    @property
    def _page_kind(self) -> str:
        """The story shares the window with the charts; other pages need the room, unless the reader says otherwise."""
        return "story" if self.page.page == "story" else "others"

    def _folded(self, folded: bool) -> None:
        self._folds[self._page_kind] = folded
        self.actions_by_name["fold"].setChecked(folded)
        sizes = self.case_split.sizes()
        if folded:
            self._chart_share = sizes[1] / max(sum(sizes), 1)
            self.case_split.setSizes([sum(sizes), self.proximity.minimumHeight()])
        else:
            self.case_split.setSizes(
                [round(sum(sizes) * (1 - self._chart_share)), round(sum(sizes) * self._chart_share)]
            )

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

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.side.flush():  # the message is on the screen, the text still in the editor
            event.ignore()
            return
        self._remember()
        self.library.close()
        event.accept()


def standing(verdicts: Iterable[Verdict]) -> dict[str, Verdict]:
    """The verdict that stands in each case; verdicts: newest first."""
    latest: dict[str, Verdict] = {}
    for verdict in verdicts:
        latest.setdefault(verdict.case, verdict)
    return {slug: verdict for slug, verdict in latest.items() if verdict.value is not None}
