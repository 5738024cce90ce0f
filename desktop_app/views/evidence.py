"""Which explanations stand against one another, how strongly does each item speak, and what does it come to?"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_app.analysis import compatible
from desktop_app.analysis.judging import EVIDENCE, judged
from desktop_app.analysis.readers import STEPS
from desktop_app.analysis.typed_weights import chance_typed, weight_typed
from desktop_app.analysis.weighing import Judgement, Weighing, standings_in_words, weighing
from desktop_app.analysis.weights import Chance, Weight, from_step, step
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Prior, Rating, Reading, Saved
from desktop_app.casebook.terms import Kind
from desktop_app.casebook.trouble import Trouble
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.library.library import Library
from desktop_app.views import evidence_keeping as keeping
from desktop_app.views import evidence_more as more
from desktop_app.views.evidence_faces import Faces, Order, Part, Shown
from desktop_app.views.evidence_findings import Findings
from desktop_app.views.evidence_matrix import FIRST, Index, MatrixView
from desktop_app.views.evidence_panel import EvidencePanel, Spot
from desktop_app.views.parts import button, heading, label
from desktop_app.views.segments import Segments, tool_bar
from desktop_app.views.theme import interface, px, role

ORDERS = {Order.TOLD: "as told", Order.GAP: "what tells most first", Order.TEST: "by test"}


class EvidencePage(QWidget):
    """The matrix with its prior and its result, and what follows from it.

    Every keystroke is reckoned through at once; what the reader has entered is kept in the library.
    Signals: picked(Target), said(str) for the status bar, note_wanted(Target), failed(exception), page_wanted(str).
    """

    picked, said, note_wanted, failed = Signal(object), Signal(str), Signal(object), Signal(object)
    page_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.library: Library | None = None
        self.case: Case | None = None
        self.theme: Theme = LIGHT
        self._target: Target | None = None
        self._opened_with: Target | None = None  # what was in focus when the reader came here
        self.reading = Reading("")
        self._typed_own: dict[tuple[str, str], Weight] = {}  # what is being typed or dragged, not yet kept
        self._typed_prior: dict[str, Chance] = {}
        self._filled: tuple[object, ...] = ()  # what the menus were filled by
        self.weighed: Weighing | None = None
        self.order, self.shown = Order.TOLD, Shown.BOTH
        self.matrix, self.findings, self.panel = MatrixView(), Findings(), EvidencePanel()
        self.how = label("", interface(12), "quiet")
        self.trouble = label("", interface(12), "error")
        self._build()
        self._connect()

    # ---- building

    def _build(self) -> None:
        self.segments = Segments(
            ((Shown.WORDS, tr("Words")), (Shown.NUMBERS, tr("Numbers")), (Shown.BOTH, tr("Both"))),
            tr("How weights are written"),
        )
        self.segments.choose(Shown.BOTH)
        self.order_button = self._menu_button(tip=tr("The order in which items stand"))
        self.shared_button = self._menu_button(tip=tr("How items that share a document are counted"))
        self.holds_button = self._menu_button()
        self.add_button = button(tr("+ Evidence"), tr("Something found, or looked for and not found (E)"), "link")
        self.more_button = self._menu_button(tr("More ▾"))
        caption = heading(tr("Weights"))
        caption.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        bar = tool_bar(
            caption,
            self.segments,
            self.order_button,
            self.shared_button,
            self.holds_button,
            self.add_button,
            self.more_button,
        )
        self.ask_row = QFrame()
        role(self.ask_row, "banner")
        row = QVBoxLayout(self.ask_row)
        row.setContentsMargins(px(24), px(6), px(16), px(6))
        row.setSpacing(px(2))
        row.addWidget(
            label(
                tr(
                    "First say how probable each explanation was before this evidence: a range of 100 in row 1. No "
                    "result is shown until then, lest it colour your answer."
                ),
                interface(12),
            )
        )
        self.alike = button(tr("Start with all alike"), tr("The same broad prior for every explanation"), "link")
        row.addWidget(self.alike, 0, Qt.AlignmentFlag.AlignLeft)
        self.inside = QWidget()
        role(self.inside, "panel")
        column = QVBoxLayout(self.inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for text in (self.how, self.trouble):
            text.setContentsMargins(px(24), px(4), px(16), px(5))
        self.trouble.hide()
        parts: tuple[QWidget, ...] = (bar, self.ask_row, self.how, self.trouble, self.matrix, self.findings)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.area = QScrollArea(widgetResizable=True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.inside)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.area)
        self.setFocusProxy(self.matrix)
        self.entry = self.matrix  # what the keys come to first

    def _menu_button(self, words: str = "", tip: str = "") -> QToolButton:
        made = button(words, tip)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setFont(interface(12))
        return made

    def _connect(self) -> None:
        self.segments.chosen.connect(self._show_as)
        self.matrix.chosen.connect(self._chosen)
        self.matrix.picked_head.connect(self._head_clicked)
        self.matrix.cells.typed.connect(self._typed)
        self.matrix.cells.entered.connect(self._entered)
        self.matrix.cells.left.connect(lambda _: self._forget_typed())
        self.matrix.stepped.connect(self._stepped)
        self.matrix.cleared.connect(self._clear_at)
        self.findings.item_chosen.connect(self._go_to_item)
        self.findings.search_chosen.connect(lambda key: more.open_search(self, key))
        self.panel.search_wanted.connect(lambda key: more.open_search(self, key))
        self.add_button.clicked.connect(lambda: more.open_search(self, ""))
        QShortcut("E", self, lambda: more.open_search(self, ""), context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        more.fill(self)
        self.alike.clicked.connect(self.start_alike)
        self.panel.previewed.connect(self._preview_weight)
        self.panel.prior_previewed.connect(self._preview_prior)
        self.panel.rated.connect(self._rate)
        self.panel.prior_set.connect(self._set_prior)
        self.panel.unrated.connect(self._take_back)
        self.panel.apart.connect(self._set_one_apart)
        self.panel.counted.connect(self._set_counted)
        self.panel.picked.connect(self.picked)

    # ---- showing

    def use(self, library: Library) -> None:
        self.library = library
        library.listen(self._library_changed)

    def show_case(self, case: Case, theme: Theme, noted: Iterable[tuple[Kind, str]]) -> None:
        new = self.case is None or self.case.slug != case.slug
        self.case, self.theme = case, theme
        if new:
            self._typed_own, self._typed_prior = {}, {}
            self.area.verticalScrollBar().setValue(0)
        self._read()
        if new and self.weighed:
            self.matrix.mark(1, FIRST + self._strongest(1))
            self._show_spot()

    def mark(self, target: Target | None) -> None:
        """Bring the item or the explanation in focus into view."""
        self._target = target
        faces = self.matrix.rows.faces if self.weighed else None
        if target is None or faces is None:
            return
        now = self.matrix.currentIndex()
        if target.kind == Kind.EVIDENCE and (row := faces.row_of(target.key)) is not None:
            if now.row() != row:
                self.matrix.mark(row, FIRST + self._strongest(row))
        elif target.kind == Kind.HYPOTHESIS and target.key in faces.weighed.matrix.keys:
            column = FIRST + faces.weighed.matrix.column(target.key)
            if now.column() != column:
                self.matrix.mark(0, column)
        else:
            return
        self._show_spot()
        at = self.matrix.visualRect(self.matrix.currentIndex())
        middle = self.matrix.mapTo(self.inside, at.center())
        self.area.ensureVisible(px(24), middle.y() + self.matrix.heads.height(), 0, px(70))

    def side_for(self, target: Target | None) -> QWidget | None:
        """The card of the cell in focus, unless the reader has picked another part of the case since he is here."""
        if self.case is None or self.weighed is None or target is None:
            return None
        ours = target.kind in (Kind.CASE, Kind.EVIDENCE, Kind.HYPOTHESIS)
        return self.panel if ours or target == self._opened_with else None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._opened_with = self._target

    def _strongest(self, row: int) -> int:
        """The column of an item's weightiest cell."""
        faces = self.matrix.rows.faces
        item = faces.item(row) if faces else None
        if item is None:
            return 0
        return max(range(len(item.cells)), key=lambda at: abs(item.cells[at].weight.mid))

    def _library_changed(self, touched: Iterable[tuple[str, str]]) -> None:
        if self.case and any(
            table in ("ratings", "priors", "choices") and slug in ("", self.case.slug) for table, slug in touched
        ):
            self._read()

    def _read(self) -> None:
        """What the reader has set, anew from the library."""
        if self.case is None:
            return
        if self.library is not None:
            self.reading = self.library.reading(self.case.slug)
        self._reckon()

    @property
    def writable(self) -> bool:
        return self.library is not None and not self.library.read_only

    def judgement(self) -> Judgement:
        """What is set, and what is being typed."""
        assert self.case is not None
        kept = judged(self.case, self.reading)
        if not self._typed_own and not self._typed_prior:
            return kept
        return replace(kept, own={**kept.own, **self._typed_own}, prior={**kept.prior, **self._typed_prior})

    def _reckon(self) -> None:
        case = self.case
        if case is None:
            return
        try:
            self.weighed = weighing(case, self.judgement())
        except Trouble as trouble:
            self._tell(trouble)
            if self.weighed is None or self.weighed.case != case.slug:  # nothing of another case stays
                self.weighed = None
                for widget in (self.matrix, self.findings, self.ask_row, self.how):
                    widget.hide()
            return
        self._tell(None)
        self.matrix.show()
        self.findings.show()
        self._show()

    def _tell(self, trouble: Trouble | None) -> None:
        """What is wrong and what to do, in the page; nothing is lost by it."""
        self.trouble.setText(f"{trouble.what} {trouble.do}" if trouble else "")
        self.trouble.setVisible(trouble is not None)

    def _show(self) -> None:
        case, weighed = self.case, self.weighed
        if case is None or weighed is None:
            return
        self.matrix.show_faces(Faces(case, weighed, self.shown, self.order), self.theme)
        self.findings.show_weighing(weighed, self.theme)
        self.ask_row.setVisible(not weighed.prior_said and self.writable)
        self.how.setText(compatible.how(case, exclusive=weighed.exclusive))
        self.how.setVisible(bool(self.how.text()))
        self.matrix.setAccessibleDescription(standings_in_words(weighed) if weighed.prior_said else "")
        self._fill_menus(case, weighed)
        self._show_spot()

    # ---- menus

    def _fill_menus(self, case: Case, weighed: Weighing) -> None:
        apart = self.reading.chosen(EVIDENCE).get("apart") or []
        grouped = any(row.group is not None for row in weighed.matrix.rows)
        filled = (case.slug, self.order, tuple(apart), grouped, weighed.exclusive, weighed.baseline)
        if filled == self._filled:  # not at every keystroke
            return
        self._filled = filled
        self.order_button.setText(tr("Order: {} ▾").format(tr(ORDERS[self.order])))
        self._fill(
            self.order_button,
            [(tr(words), self.order == order, partial(self._order_by, order)) for order, words in ORDERS.items()],
        )
        self.shared_button.setText(tr("Shared: my way ▾") if apart else tr("Shared: once ▾"))
        self.shared_button.setVisible(grouped or bool(apart))
        members = [row.key for row in weighed.matrix.rows if row.group is not None]
        self._fill(
            self.shared_button,
            [
                (tr("Count items of one document once"), not apart, lambda: self._set_apart(())),
                (
                    tr("Count each item by itself"),
                    bool(apart) and not grouped,
                    lambda: self._set_apart({*members, *apart}),
                ),
            ],
        )
        short = weighed.matrix.short(weighed.baseline)
        self.holds_button.setText(
            tr("Just one holds ▾") if weighed.exclusive else tr("Pairs over “{}” ▾").format(short)
        )
        choices: list[tuple[str, bool, Callable[[], None]]] = [
            (tr("Just one holds: chances add up to 100"), weighed.exclusive, lambda: self._hold(True, None))
        ]
        for hypothesis in case.hypotheses:
            chosen = not weighed.exclusive and weighed.baseline == hypothesis.key
            words = tr("More than one may hold: each over “{}”").format(hypothesis.short)
            choices.append((words, chosen, partial(self._hold, False, hypothesis.key)))
        self._fill(self.holds_button, choices)

    def _fill(self, made: QToolButton, choices: list[tuple[str, bool, Callable[[], None]]]) -> None:
        menu, group = QMenu(made), QActionGroup(made)
        for words, chosen, act in choices:
            action = QAction(words, menu, checkable=True, checked=chosen)
            action.triggered.connect(lambda _=False, act=act: act())
            group.addAction(action)
            menu.addAction(action)
        if old := made.menu():
            old.deleteLater()
        made.setMenu(menu)

    def _show_as(self, key: str) -> None:
        self.shown = Shown(key)
        self._show()

    def _order_by(self, order: Order) -> None:
        self.order = order
        self._show()

    # ---- the card at the side

    @property
    def spot(self) -> Spot:
        faces, index = self.matrix.rows.faces, self.matrix.currentIndex()
        if faces is None or not index.isValid():
            return Spot()
        item = faces.item(index.row())
        column = index.column() - FIRST
        return Spot(item.key if item else None, faces.hypotheses[column].key if column >= 0 else None)

    def _show_spot(self) -> None:
        if self.case is None or self.weighed is None:
            return
        spot = self.spot
        rating = self.reading.rating(spot.item, spot.hypothesis) if spot.item and spot.hypothesis else None
        prior = self.reading.prior(spot.hypothesis) if spot.hypothesis else None
        self.panel.show_spot(self.case, self.weighed, spot, rating, prior, self.theme, writable=self.writable)

    def _chosen(self, row: int, column: int) -> None:
        if self.case is None:
            return
        spot = self.spot
        self._show_spot()
        if spot.item in self.case.item:
            self.picked.emit(Target(self.case.slug, Kind.EVIDENCE, str(spot.item)))
        elif spot.hypothesis:
            self.picked.emit(Target(self.case.slug, Kind.HYPOTHESIS, spot.hypothesis))

    def _head_clicked(self, column: int) -> None:
        if column >= FIRST:
            self.matrix.setFocus()
            self.matrix.setCurrentIndex(self.matrix.rows.index(0, column))

    def _go_to_item(self, key: str) -> None:
        if (faces := self.matrix.rows.faces) and (row := faces.row_of(key)) is not None:
            self.matrix.setFocus()
            self.matrix.setCurrentIndex(self.matrix.rows.index(row, FIRST + self._strongest(row)))

    # ---- typing, at every keystroke

    def _at(self, index: Index) -> Spot:
        faces = self.matrix.rows.faces
        assert faces is not None
        item = faces.item(index.row())
        return Spot(item.key if item else None, faces.hypotheses[index.column() - FIRST].key)

    def _typed(self, index: Index, text: str) -> None:
        """Reckon with what is typed so far; while it is no number yet, with what was kept."""
        spot = self._at(index)
        self._typed_own, self._typed_prior = {}, {}
        try:
            if spot.item and spot.hypothesis:
                self._typed_own = {(spot.item, spot.hypothesis): weight_typed(text)}
            elif spot.hypothesis:
                self._typed_prior = {spot.hypothesis: chance_typed(text)}
        except Trouble:
            pass  # said when it is entered: half a number is no mistake
        self._reckon()

    def _entered(self, index: Index, text: str) -> None:
        spot = self._at(index)
        self._typed_own, self._typed_prior = {}, {}
        try:
            if spot.item and spot.hypothesis:
                weight = weight_typed(text)
                self._rate(keeping.as_rating(self.reading, spot.item, spot.hypothesis, weight))
            elif spot.hypothesis:
                chance = chance_typed(text)
                self._set_prior(Prior(spot.hypothesis, chance.low, chance.mid, chance.high))
        except Trouble as trouble:
            self._reckon()
            self._tell(trouble)

    def _forget_typed(self) -> None:
        if self._typed_own or self._typed_prior:
            self._typed_own, self._typed_prior = {}, {}
            self._reckon()

    def _preview_weight(self, spot: Spot, weight: Weight) -> None:
        if spot.item and spot.hypothesis:
            self._typed_own = {(spot.item, spot.hypothesis): weight}
            self._reckon()

    def _preview_prior(self, hypothesis: str, chance: Chance) -> None:
        self._typed_prior = {hypothesis: chance}
        self._reckon()

    # ---- keeping

    def show_saved(self, saved: Saved) -> None:
        """Weigh as it was when a result was kept."""
        more.attempt(self, lambda: more.take_up(self, saved))

    def keep(self, write: Callable[[Library, Case], str]) -> None:
        """One change of the library; what was typed is then part of what is kept."""
        self._typed_own, self._typed_prior = {}, {}
        if self.library is None or self.case is None:
            return
        try:
            self.said.emit(write(self.library, self.case))
        except Trouble as trouble:
            self.failed.emit(trouble)

    def _rate(self, rating: Rating) -> None:
        self.keep(lambda library, case: keeping.rate(library, case, rating))

    def _set_prior(self, prior: Prior) -> None:
        self.keep(lambda library, case: keeping.set_prior(library, case, prior))

    def start_alike(self) -> None:
        if weighed := self.weighed:
            self.keep(lambda library, case: keeping.start_alike(library, case, weighed))

    def _take_back(self, spot: Spot) -> None:
        if spot.hypothesis:
            self.keep(lambda library, case: keeping.take_back(library, case, spot))

    def _hold(self, exclusive: bool, baseline: str | None) -> None:
        self.keep(lambda library, case: keeping.hold(library, case, exclusive, baseline))

    def _set_apart(self, keys: Iterable[str]) -> None:
        self.keep(lambda library, case: keeping.set_apart(library, case, keys))

    def _set_one_apart(self, key: str, apart: bool) -> None:
        now = set(self.reading.chosen(EVIDENCE).get("apart") or ())
        self._set_apart(now | {key} if apart else now - {key})

    def _set_counted(self, key: str) -> None:
        if weighed := self.weighed:
            group = next(row.group for row in weighed.matrix.rows if row.key == key)
            members = [row.key for row in weighed.matrix.rows if row.group == group]
            self.keep(lambda library, case: keeping.count_instead(library, case, self.reading, key, members))

    def _clear_at(self, index: Index) -> None:
        """Delete takes back what is the reader's in this cell."""
        faces = self.matrix.rows.faces
        if faces is None or index.column() < FIRST:
            return
        spot = self._at(index)
        assert spot.hypothesis is not None
        rated = spot.item and self.reading.rating(spot.item, spot.hypothesis)
        said = faces.part(index.row()) == Part.PRIOR and self.reading.prior(spot.hypothesis)
        if rated or said:
            self._take_back(spot)

    def _stepped(self, index: Index, by: int) -> None:
        """A step of the scale of words up or down; a prior by five of 100."""
        spot = self._at(index)
        if self.weighed is None or spot.hypothesis is None:
            return
        if spot.item:
            row = next(row for row in self.weighed.matrix.rows if row.key == spot.item)
            now = row.cells[self.weighed.matrix.column(spot.hypothesis)].weight.mid
            weight = from_step(max(-STEPS, min(STEPS, step(now) + by)))
            self._rate(keeping.as_rating(self.reading, spot.item, spot.hypothesis, weight))
        else:
            prior = self.weighed.result(spot.hypothesis).prior
            low, mid, high = (min(0.995, max(0.005, value + 0.05 * by)) for value in (prior.low, prior.mid, prior.high))
            self._set_prior(Prior(spot.hypothesis, low, mid, high))
