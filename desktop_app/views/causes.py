"""What led to what, who says so, can it have been so, and what do I say?"""

import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.analysis.admissibility import KIND as CHRONOLOGY
from desktop_app.analysis.admissibility import SETTINGS, TELEGRAPH, Asked, LinkJudged, asked_of, judged
from desktop_app.analysis.holding import Held, rejected
from desktop_app.casebook import wording
from desktop_app.casebook.case import Case, Link, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Contest, Reading, Stance
from desktop_app.casebook.terms import Certainty, Claimant, Kind, LinkKind
from desktop_app.casebook.trouble import Trouble
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.library.library import Library
from desktop_app.library.means import means_of
from desktop_app.views import causes_keeping as keeping
from desktop_app.views import menu_of_choices
from desktop_app.views.causes_below import BETWEEN, DATES, LINKS, Below
from desktop_app.views.causes_table import links as link_columns
from desktop_app.views.grid import Grid, forward
from desktop_app.views.link_editor import LinkEditor, fresh, refused
from desktop_app.views.link_panel import LinkPanel
from desktop_app.views.marks import square
from desktop_app.views.parts import button, heading, label
from desktop_app.views.segments import Segments, tool_bar
from desktop_app.views.theme import interface, px, role

if TYPE_CHECKING:
    from desktop_app.charts.causes import CausalGraph

MEANS = "means"  # of the reader's choices: his own speeds
GRAPH = "graph"
BELOW_SHARE = 0.52  # of the height, when something stands below the graph


class CausesPage(QWidget):
    """The causal graph, the table of links, and what follows from both.

    Signals: picked(Target), said(str) for the status bar, note_wanted(Target), failed(exception);
    moment_changed(jd) when the reader moves the time cursor; drawn when the graph is there for the first time.
    """

    picked, said, note_wanted, failed = Signal(object), Signal(str), Signal(object), Signal(object)
    moment_changed, drawn = Signal(float), Signal()
    _loaded = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._library: Library | None = None
        self._case: Case | None = None
        self._reading = Reading("")
        self._target: Target | None = None
        self._moment: float | None = None
        self._noted: frozenset[tuple[Kind, str]] = frozenset()
        self.theme: Theme = LIGHT
        self.asked = Asked()
        self.judged: dict[str, LinkJudged] = {}
        self._contests: dict[str, Contest] = {}
        self._kinds = frozenset(LinkKind)
        self._certainties = frozenset(Certainty)
        self.graph: CausalGraph | None = None
        self.editor: LinkEditor | None = None
        self.grid = Grid(Kind.LINK, link_columns(self.judged, self._contests), tr("Causal links"), most=12)
        self.panel = LinkPanel()
        self._build()
        self._connect()

    # ---- building

    def _build(self) -> None:
        caption = heading(tr("Claimed by"))
        caption.setSizePolicy(caption.sizePolicy().horizontalPolicy().Fixed, caption.sizePolicy().verticalPolicy())
        self.chips = {claimant: QPushButton() for claimant in Claimant}
        for chip in self.chips.values():
            chip.setFont(interface(12))
            chip.setAutoDefault(False)
            chip.setCheckable(True)
            chip.setChecked(True)
        self.kinds = button(tr("Kind ▾"), tr("Which kinds of links are shown"))
        self.certainty = button(tr("Certainty ▾"), tr("How well attested what is shown must be"))
        self.segments = Segments(
            ((GRAPH, tr("Graph")), (LINKS, tr("Links")), (BETWEEN, tr("Between two")), (DATES, tr("Dates"))),
            tr("What stands below the graph"),
        )
        self.segments.choose(GRAPH)
        self.export_button = button(tr("⤓ Export"), tr("The graph as SVG, PNG or PDF; the links as CSV"))
        self.add_button = button(tr("+ Link"), tr("Draw a link from event to event (L)"), "link")
        self.bar = tool_bar(
            caption,
            *self.chips.values(),
            self.kinds,
            self.certainty,
            self.segments,
            self.add_button,
            self.export_button,
        )
        self.trouble = QFrame()
        role(self.trouble, "banner")
        self.trouble_text = label("", interface(12), "error")
        away = button("✕", tr("Close this message"))
        away.clicked.connect(lambda: self._tell(None))
        row = QHBoxLayout(self.trouble)
        row.setContentsMargins(px(24), px(5), px(12), px(5))
        row.addWidget(self.trouble_text, 1)
        row.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        self.trouble.hide()
        self.above = QStackedWidget()
        waiting = label(tr("The graph is being drawn…"), interface(), "quiet")
        waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.above.addWidget(waiting)
        self.below = Below(self.grid)
        self.below.hide()
        self.split = QSplitter(Qt.Orientation.Vertical, handleWidth=1, childrenCollapsible=True)
        self.split.addWidget(self.above)
        self.split.addWidget(self.below)
        self.split.setStretchFactor(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.bar, self.trouble):
            column.addWidget(part)
        column.addWidget(self.split, 1)

    def _connect(self) -> None:
        forward(self.grid, self)
        for chip in self.chips.values():
            chip.toggled.connect(self._sift)
        self.segments.chosen.connect(self.show_below)
        self.add_button.clicked.connect(self._add_pressed)
        self.export_button.clicked.connect(self._export)
        self.below.picked.connect(self.picked)
        self.below.failed.connect(self.failed)
        self.below.ways.connect(self._show_ways)
        self.below.wanted.connect(self._keep)
        self.panel.contested.connect(self._contest)
        self.panel.edit_wanted.connect(self.edit_link)
        self.panel.remove_wanted.connect(self.remove_link)
        self.panel.picked.connect(self.picked)
        self._loaded.connect(self._make_graph)

    # ---- showing

    def use(self, library: Library) -> None:
        self._library = library
        self.below.use(library)
        library.listen(self._library_changed)

    @property
    def writable(self) -> bool:
        return self._library is not None and not self._library.read_only

    def keys(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """The keys of the graph, for the list of all keys."""
        lines = (
            ("← →", tr("along a link, to its cause or its effect")),
            ("↑ ↓", tr("to the event before or after in time")),
            ("[ ]", tr("from link to link of the event")),
            ("L", tr("begin a link here; L or Enter ends it, Esc drops it")),
            (tr("F2, Delete"), tr("edit or remove a link of mine")),
            (tr("drag"), tr("from event to event: draw a link")),
        )
        return ((tr("In the causal graph"), lines),)

    def show_case(self, case: Case, theme: Theme, noted: frozenset[tuple[Kind, str]]) -> None:
        if self._case is None or self._case.slug != case.slug:
            self._tell(None)
        self._case, self.theme, self._noted = case, theme, noted
        self.add_button.setEnabled(self.writable)
        self._read()
        self._wake()

    def mark(self, target: Target | None) -> None:
        self._target = target
        self.grid.mark(target)
        self.below.mark(target)
        if self.graph:
            self.graph.mark(target)
        self._show_panel()

    def set_moment(self, jd: float | None) -> None:
        """The time cursor that all charts share."""
        self._moment = jd
        if self.graph:
            self.graph.set_cursor(jd)

    def side_for(self, target: Target | None) -> QWidget | None:
        """The card of a link, with what the dates say and what the reader thinks of it."""
        here = self._case and target and target.kind == Kind.LINK and target.case == self._case.slug
        return self.panel if here and target and self._case and target.key in self._case.link else None

    def show_below(self, name: str) -> None:
        """What stands below the graph, or the graph alone."""
        self.segments.choose(name)
        if name == GRAPH:
            self.below.hide()
            self._show_ways(None, frozenset())
            return
        self.below.open(name)
        if not self.below.isVisibleTo(self):
            self.below.show()
            height = max(sum(self.split.sizes()), self.height())
            self.split.setSizes([round(height * (1 - BELOW_SHARE)), round(height * BELOW_SHARE)])
        self.below.wake()
        self.grid.fit()

    def _library_changed(self, touched: Iterable[tuple[str, str]]) -> None:
        if self._case and any(
            table in ("contests", "choices") and slug in ("", self._case.slug) for table, slug in touched
        ):
            self._read()

    def _read(self) -> None:
        """What the reader has said, anew from the library, and what follows from it."""
        case = self._case
        if case is None:
            return
        self._reading = self._library.reading(case.slug) if self._library else Reading(case.slug)
        self.asked = asked_of(self._reading.chosen(CHRONOLOGY).get(SETTINGS))
        try:
            wired = self.asked.means == TELEGRAPH  # then the table of means is not read
            found = judged(case, self.asked, () if wired else means_of(self._reading.chosen(MEANS)))
        except Trouble as trouble:
            self._tell(trouble)
            found = judged(case, replace(self.asked, means=Asked().means), ())
        self.judged.clear()
        self.judged.update((one.link, one) for one in found)
        self._contests.clear()
        self._contests.update((one.link, one) for one in self._reading.contests)
        self._show()

    def _show(self) -> None:
        case = self._case
        if case is None:
            return
        for claimant, chip in self.chips.items():
            count = sum(link.claimed_by == claimant for link in case.links)
            chip.setText(f" {wording.claimant(claimant)}  {count}")
            chip.setAccessibleName(tr("Links claimed by {}: {}").format(wording.claimant(claimant), count))
            chip.setVisible(count > 0)
        self._fill_menus(case)
        self.grid.show_parts(case, case.links, self.theme, self._noted)
        self._sift()
        self._show_panel()

    def _fill_menus(self, case: Case) -> None:
        def set_kinds(chosen: frozenset[str]) -> None:
            self._kinds = frozenset(LinkKind) - (frozenset(map(LinkKind, kinds)) - frozenset(map(LinkKind, chosen)))
            self._sift()

        def set_certainties(chosen: frozenset[str]) -> None:
            self._certainties = frozenset(map(Certainty, chosen))
            self._sift()

        kinds = [str(kind) for kind in LinkKind if any(link.kind == kind for link in case.links)]
        menu_of_choices.fill(
            self.kinds,
            [(kind, wording.link(LinkKind(kind))) for kind in kinds],
            frozenset(map(str, self._kinds)),
            set_kinds,
        )
        menu_of_choices.fill(
            self.certainty,
            [(str(each), wording.certainty(each)) for each in Certainty],
            frozenset(map(str, self._certainties)),
            set_certainties,
        )

    def held(self) -> Held:
        """The links that the filters let through, without those that the reader rejects."""
        claimants = frozenset(claimant for claimant, chip in self.chips.items() if chip.isChecked())
        return Held(claimants, self._kinds, self._certainties, rejected(self._reading))

    def _sift(self) -> None:
        for claimant, chip in self.chips.items():
            chip.setIcon(square(self.theme.claimants[claimant], filled=chip.isChecked()))
        held = self.held()
        self.grid.sift("", held.shows)
        self._draw()
        if self._case:
            self.below.show_reading(self._case, self._reading, held, self.asked, self.theme)

    def _show_panel(self) -> None:
        """Fill the card of the link in focus."""
        case, target = self._case, self._target
        if case is None or target is None or target.kind != Kind.LINK or target.key not in case.link:
            return
        link = case.link[target.key]
        contest = self._contests.get(link.key)
        if one := self.judged.get(link.key):
            self.panel.show_link(case, link, one, contest, self.theme, writable=self.writable)

    # ---- the graph

    @property
    def waiting(self) -> bool:
        """Whether the graph is still to come."""
        return self.graph is None

    def _wake(self) -> None:
        """Make the graph; what it needs is loaded on another thread if nobody has loaded it yet."""
        if self.graph is not None or "desktop_app.charts.causes" in sys.modules:
            self._make_graph()
        else:
            threading.Thread(target=self._load, name="graph", daemon=True).start()

    def _load(self) -> None:
        import desktop_app.charts.causes  # noqa: F401  # NumPy and pyqtgraph come with it

        self._loaded.emit()

    def _make_graph(self) -> None:
        if self.graph is None:
            from desktop_app.charts.causes import CausalGraph

            graph = CausalGraph()
            graph.setFont(interface())
            graph.mark(self._target)
            graph.picked.connect(self.picked)
            graph.told.connect(self.said)
            graph.cursor_moved.connect(self.moment_changed)
            graph.drawn_link.connect(self.draw_link)
            graph.edit_wanted.connect(self.edit_link)
            graph.remove_wanted.connect(self.remove_link)
            self.graph = graph
            self.above.addWidget(graph)
            self.above.setCurrentWidget(graph)
            self.setFocusProxy(graph)
            self._draw()
            self.drawn.emit()
            return
        self._draw()

    def _draw(self) -> None:
        if self.graph is None or self._case is None:
            return
        from desktop_app.charts.causes_scene import Judged, Shown

        held = self.held()
        stances = {key: str(contest.stance) for key, contest in self._contests.items()}
        shown = Shown(
            self._case,
            {key: Judged(one.order, one.news, stances.get(key, "")) for key, one in self.judged.items()},
            frozenset(link.key for link in self._case.links if not held.shows(link)),
        )
        self.graph.show_graph(shown, self.theme, may_draw=self.writable)
        self.graph.mark(self._target)
        self.graph.set_cursor(self._moment)

    def _show_ways(self, links: frozenset[str] | None, ends: frozenset[str]) -> None:
        if self.graph:
            self.graph.show_ways(links, ends)

    def _export(self) -> None:
        if self._case and self.graph:
            from desktop_app.views.causes_export import ask_and_write

            try:
                written = ask_and_write(self, self._case, self.graph, self.grid)
            except Trouble as trouble:
                self.failed.emit(trouble)
                return
            if written:
                self.said.emit(tr("{} written").format(written))

    # ---- links of the reader's own

    def _add_pressed(self) -> None:
        """Draw from the event in focus; where none is, by the form."""
        case = self._case
        if case is None or len(case.events) < 2:
            return
        if self.graph and self.graph.at_event:
            self.graph.setFocus()
            self.graph.start_link()
        else:
            first, second = sorted(case.events, key=lambda event: event.when.order)[:2]
            self._open_editor(fresh(first.key, second.key))

    def draw_link(self, cause: str, effect: str) -> None:
        """Ask for the rest of a link that was drawn; refuse one that cannot be, with the reason."""
        case = self._case
        if case is None or not self.writable:
            return
        link = fresh(cause, effect)
        trouble = refused(case, case.links, link)
        self._tell(trouble)
        if trouble is None:
            self._open_editor(link)

    def edit_link(self, key: str) -> None:
        link = self._own(key)
        if link:
            self._open_editor(link)

    def remove_link(self, key: str) -> None:
        link, case = self._own(key), self._case
        if link and case:
            self._keep(lambda library: keeping.remove_link(library, case, link))
            self.picked.emit(Target(case.slug, Kind.EVENT, link.cause))

    def _own(self, key: str) -> Link | None:
        """The reader's own link; of another's it is said that it can only be contested."""
        link = self._case.link.get(key) if self._case else None
        if link and link.claimed_by != Claimant.READER:
            self.said.emit(tr("This link is not yours: contest it in the inspector."))
            return None
        return link if self.writable else None

    def _open_editor(self, link: Link) -> None:
        if self._case is None:
            return
        self.editor = LinkEditor(self._case, link, self)
        self.editor.entered.connect(self._entered)
        self.editor.finished.connect(self._editor_closed)
        self.editor.open()

    def _editor_closed(self) -> None:
        self.editor = None

    def _entered(self, link: Link) -> None:
        case = self._case
        if case is None:
            return
        self._tell(None)
        if link.key:
            self._keep(lambda library: keeping.edit_link(library, case, link))
            return
        made: list[str] = []

        def add(library: Library) -> str:
            name, key = keeping.add_link(library, case, link)
            made.append(key)
            return name

        self._keep(add)
        if made:
            self.picked.emit(Target(case.slug, Kind.LINK, made[0]))

    def _contest(self, key: str, stance: Stance | None, reason: str) -> None:
        case = self._case
        if case and key in case.link:
            link = case.link[key]
            self._keep(lambda library: keeping.contest(library, case, link, stance, reason))

    def _keep(self, write: Callable[[Library], str]) -> None:
        """One change of the library; who shows the case reads it again."""
        if self._library is None:
            return
        try:
            self.said.emit(write(self._library))
        except Trouble as trouble:
            self.failed.emit(trouble)

    def _tell(self, trouble: Trouble | None) -> None:
        """What cannot be and what to do, on the page; None: nothing."""
        parts = (trouble.what, trouble.kept, trouble.do) if trouble else ()
        self.trouble_text.setText(" ".join(part for part in parts if part))
        self.trouble.setVisible(trouble is not None)
