"""What is the weight in focus: how much more to be expected, why, by whom, and in which words?"""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis import explained
from desktop_app.analysis.evidence import Cell, Row
from desktop_app.analysis.explained import Explained
from desktop_app.analysis.saying import in_n, of_100, signed
from desktop_app.analysis.searches import Outcome
from desktop_app.analysis.weighing import Weighing
from desktop_app.analysis.weights import Chance, Weight, implied, in_words, kind_of_test
from desktop_app.casebook import wording
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.chicago import chicago
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Prior, Rating
from desktop_app.casebook.terms import Claimant, Kind, Test
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.weights import RangeScale, db_ruler, share_ruler
from desktop_app.views.evidence_faces import odds_words, range_words, test_words, to_one
from desktop_app.views.parts import ClickRow, Dot, Flow, button, chip, clear, heading, label
from desktop_app.views.theme import interface, px, reading, role

_TITLE = 64  # letters of a source's title


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the matrix: an item and an explanation, either may be missing."""

    item: str | None = None  # key of the row
    hypothesis: str | None = None


class EvidencePanel(QWidget):
    """The card of a cell, in the place of the inspector.

    Signals: previewed(Spot, Weight) and prior_previewed(hypothesis, Chance) while a handle moves; rated(Rating) and
    prior_set(Prior) once it rests; unrated(Spot); apart(key, bool), counted(key); picked(Target); search_wanted(key).
    """

    previewed, prior_previewed = Signal(object, object), Signal(str, object)
    rated, prior_set, unrated = Signal(object), Signal(object), Signal(object)
    apart, counted, picked, search_wanted = Signal(str, bool), Signal(str), Signal(object), Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(5))
        self.spot = Spot()
        self.theme: Theme = LIGHT
        self._case: Case | None = None
        self._weighed: Weighing | None = None
        self._rating: Rating | None = None
        self._prior: Prior | None = None
        self._writable = True
        self.scale: RangeScale | None = None
        self.reason: QPlainTextEdit | None = None
        self.source: QComboBox | None = None
        self.certitude: QDoubleSpinBox | None = None
        self.uniqueness: QDoubleSpinBox | None = None
        self._shape: object = None  # what was laid out: the same is only written anew
        self._by_tests = False  # the weight follows certitude and uniqueness

    def show_spot(
        self,
        case: Case,
        weighed: Weighing,
        spot: Spot,
        rating: Rating | None,
        prior: Prior | None,
        theme: Theme,
        *,
        writable: bool,
    ) -> None:
        """Lay out the card of a cell; where it is the one shown before, only its numbers change."""
        made = tuple((one.key, one.short, one.outcome) for one in weighed.searches)
        counted = self._counted(weighed, spot)
        shape = (case.slug, spot, rating, prior, theme.name, writable, weighed.exclusive, counted, made)
        self._case, self._weighed, self.spot, self.theme = case, weighed, spot, theme
        self._rating, self._prior, self._writable = rating, prior, writable
        if shape != self._shape:
            self._shape = shape
            self._lay_out()
        self.write(weighed)

    def _counted(self, weighed: Weighing, spot: Spot) -> object:
        return next((row.counted for row in weighed.matrix.rows if row.key == spot.item), None)

    # ---- laying out

    def _lay_out(self) -> None:
        clear(self._column)
        self.scale = self.reason = self.source = self.certitude = self.uniqueness = None
        case, weighed, spot = self._case, self._weighed, self.spot
        if case is None or weighed is None:
            return
        row = next((row for row in weighed.matrix.rows if row.key == spot.item), None)
        if row is not None:
            self._lay_out_item(case, weighed, row)
        elif spot.hypothesis:
            self._lay_out_prior(case, weighed, spot.hypothesis)
        else:
            self._lay_out_whole(case, weighed)
        self._what_it_is(explained.evidence() if weighed.exclusive else explained.pairs())
        self._looked_for(weighed)

    def _add(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self._column.addWidget(widget)

    def _head(self, caption: str, title: str, below: str, chips: list[tuple[str, str | None]]) -> None:
        self._add(heading(caption), label(title, reading(15.5, QFont.Weight.DemiBold), selectable=True))
        if below:
            self._add(label(below, interface(), "quiet"))
        if chips:
            holder = QWidget()
            flow = Flow(holder, px(5))
            for words, colour in chips:
                flow.addWidget(chip(words, colour))
            self._add(holder)

    def _section(self, title: str) -> None:
        self._column.addSpacing(px(6))
        self._add(heading(title))

    def _lay_out_item(self, case: Case, weighed: Weighing, row: Row) -> None:
        theme, hypothesis = self.theme, self.spot.hypothesis
        item = case.item.get(row.key)
        cell = next((cell for cell in row.cells if cell.hypothesis == hypothesis), None)
        below = tr("under “{}”").format(weighed.matrix.short(hypothesis)) if hypothesis else ""
        by = cell.by if cell else Claimant.EDITOR
        whose = tr("mine") if by == Claimant.READER else tr("our starting point")
        chips: list[tuple[str, str | None]] = [(whose, theme.claimants[by])] if cell else []
        if row.test:
            chips.append((wording.test(row.test), None))
        self._head(tr("Weight") if cell else tr("Evidence"), row.short, below, chips)
        if item:
            self._add(label(item.statement, interface(), selectable=True))
        if cell:
            self._section(tr("How much more to be expected?"))
            self.scale = RangeScale(db_ruler(), tr("Weight of “{}” in decibels").format(row.short))
            self.scale.setEnabled(self._writable and item is not None)
            self.scale.moved.connect(self._dragged)
            self.scale.settled.connect(self._settle)
            self.in_words, self.in_range = QLabel(), QLabel()
            self.as_odds, self.odds_range = QLabel(), QLabel()
            self._add(self.scale, _pair(self.in_words, self.in_range), _pair(self.as_odds, self.odds_range))
        if item and cell:
            self._tests(item.test, cell.weight.mid)
        if item:
            self._why(case, row)
            if cell:
                self._buttons(case, cell)
        else:
            change = QPushButton(tr("Change what was looked for…"))
            change.setEnabled(self._writable)
            change.clicked.connect(lambda: self.search_wanted.emit(row.key))
            self._add(change)
        self._grouping(weighed, row)

    def _tests(self, test: Test, db: float) -> None:
        self._section(tr("If you think in tests"))
        self.certitude, self.uniqueness = _chance_box(), _chance_box()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(8))
        for at, (words, box) in enumerate(
            (
                (tr("Found, if this holds (certitude)"), self.certitude),
                (tr("Found, if not (uniqueness)"), self.uniqueness),
            )
        ):
            grid.addWidget(label(words, interface()), at, 0)
            grid.addWidget(box, at, 1)
            box.setAccessibleName(words)
            box.setEnabled(self._writable)
            box.valueChanged.connect(self._tested)
            box.editingFinished.connect(self._settle)
        grid.setColumnStretch(0, 1)
        holder = QWidget()
        holder.setLayout(grid)
        self.tested = label("", interface(12), "quiet")
        self._add(holder, self.tested)
        rating = self._rating
        if rating and rating.certitude and rating.uniqueness:
            self._by_tests = True
            self._set_tests(rating.certitude, rating.uniqueness)
        else:
            self._by_tests = False
            self._set_tests(*implied(db, test))

    def _imply(self, db: float) -> None:
        """Where the reader gave the weight itself, the chances follow it."""
        if self.certitude and self.uniqueness and not self._by_tests:
            test = kind_of_test(self.certitude.value() / 100, self.uniqueness.value() / 100)
            self._set_tests(*implied(db, test))

    def _set_tests(self, *chances: float) -> None:
        for box, chance in zip((self.certitude, self.uniqueness), chances, strict=True):
            if box:
                box.blockSignals(True)
                box.setValue(100 * chance)
                box.blockSignals(False)
        self._say_test()

    def _why(self, case: Case, row: Row) -> None:
        item = case.item[row.key]
        self._section(tr("Why"))
        self._add(label(wording.capital(item.reason), interface(), selectable=True))
        for citation in item.citations:
            source = case.source[citation.source]
            line = ClickRow(source.title)
            line.row.addWidget(
                Dot(self.theme.claimants[Claimant.EDITOR], px(8), square=True), 0, Qt.AlignmentFlag.AlignTop
            )
            place = f", {citation.locator}" if citation.locator else ""
            line.row.addWidget(label(f"{_cut(source.title)}{place}", interface(11.5)), 1)
            line.setToolTip(chicago(source, citation.locator))
            target = Target(case.slug, Kind.SOURCE, source.key)
            line.clicked.connect(lambda target=target: self.picked.emit(target))
            self._add(line)

    def _buttons(self, case: Case, cell: Cell) -> None:
        self._section(tr("My weight"))
        mine = cell.by == Claimant.READER
        self.keep, self.reset = QPushButton(tr("✓ Keep")), QPushButton(tr("↺ Reset"))
        self.keep.setToolTip(tr("Make this weight mine, as it stands: it no longer follows the table of tests"))
        self.reset.setToolTip(tr("Back to our starting point"))
        self.keep.setEnabled(self._writable and not mine)
        self.reset.setEnabled(self._writable and mine)
        self.keep.clicked.connect(self._settle)
        self.reset.clicked.connect(lambda: self.unrated.emit(self.spot))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.keep, 1)
        row.addWidget(self.reset, 1)
        holder = QWidget()
        holder.setLayout(row)
        self.reason = QPlainTextEdit()
        self.reason.setPlaceholderText(tr("My reason, with the source"))
        self.reason.setAccessibleName(tr("My reason for this weight"))
        self.reason.setFont(interface())
        self.reason.setFixedHeight(px(58))
        self.reason.setTabChangesFocus(True)
        self.reason.setReadOnly(not self._writable)
        if self._rating:
            self.reason.setPlainText(self._rating.reason)
        self.source = QComboBox()
        self.source.addItem(tr("no source"), None)
        for source in case.sources:
            self.source.addItem(source.title, source.key)
        self.source.setAccessibleName(tr("The source of my weight"))
        self.source.setToolTip(tr("The source that my weight rests on"))
        self.source.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.source.setEnabled(self._writable)
        if self._rating and self._rating.source:
            self.source.setCurrentIndex(max(0, self.source.findData(self._rating.source)))
        self.source.activated.connect(lambda _: self._settle())
        self.write_reason = button(tr("Keep the reason"), tr("Keep what is written as the reason of my weight"), "link")
        self.write_reason.setVisible(False)
        self.write_reason.clicked.connect(self._settle)
        self.reason.textChanged.connect(lambda: self.write_reason.setVisible(True))
        self._add(holder, self.source, self.reason, self.write_reason)

    def _grouping(self, weighed: Weighing, row: Row) -> None:
        if row.group is None:
            return
        others = [other for other in weighed.matrix.rows if other.group == row.group and other.key != row.key]
        self._section(tr("One document"))
        names = ", ".join(tr("“{}”").format(other.short) for other in others)
        self._add(label(tr("Rests on the same document as {}: counted once.").format(names), interface()))
        if not row.counted:
            this = button(tr("Count this one instead"), "", "link")
            this.clicked.connect(lambda: self.counted.emit(row.key))
            self._add(this)
        apart = button(tr("Count it by itself"), tr("As if it rested on a document of its own"), "link")
        apart.clicked.connect(lambda: self.apart.emit(row.key, True))
        self._add(apart)

    def _lay_out_prior(self, case: Case, weighed: Weighing, key: str) -> None:
        hypothesis = case.hypothesis[key]
        whose = Claimant.READER if self._prior else Claimant.EDITOR
        chips: list[tuple[str, str | None]] = [
            (tr("mine") if self._prior else tr("all alike, until you say so"), self.theme.claimants[whose]),
            (wording.hypothesis(hypothesis.kind), None),
        ]
        self._head(tr("Explanation"), hypothesis.short, "", chips)
        self._add(label(hypothesis.statement, interface(), selectable=True))
        self._section(tr("How probable before the evidence?"))
        self.scale = RangeScale(share_ruler(), tr("Prior of “{}”, of 100").format(hypothesis.short))
        self.scale.setEnabled(self._writable)
        self.scale.moved.connect(self._preview)
        self.scale.settled.connect(self._settle)
        self.in_words, self.in_range = QLabel(), QLabel()
        self.as_odds, self.odds_range = QLabel(), QLabel()
        self._add(self.scale, _pair(self.in_words, self.in_range), _pair(self.as_odds, self.odds_range))
        self.reset = QPushButton(tr("↺ Take back what I said"))
        self.reset.setEnabled(self._writable and self._prior is not None)
        self.reset.clicked.connect(lambda: self.unrated.emit(self.spot))
        self._add(self.reset)
        words = tr(
            "Asked first, and by itself: what would you have thought of it without these items? New causes are easily "
            "thought too likely beforehand, so give a range."
        )
        self._add(label(words, interface(12), "quiet"))
        target = button(tr("Evidence for and against it"), "", "link")
        target.clicked.connect(lambda: self.picked.emit(Target(case.slug, Kind.HYPOTHESIS, key)))
        self._add(target)

    def _lay_out_whole(self, case: Case, weighed: Weighing) -> None:
        self._head(tr("Evidence"), tr("What the evidence comes to"), case.short_title, [])
        for sentence in weighed.assumptions:
            self._add(label(f"–  {sentence}", interface(12)))

    def _what_it_is(self, told: Explained) -> None:
        self._section(tr("What this is, what it is not"))
        self._add(label(told.text, interface(12), "quiet"))
        for work in told.literature:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(px(6))
            dot = Dot(self.theme.claimants[Claimant.LITERATURE], px(8), square=True)
            row.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(work, interface(11.5), "quiet", selectable=True), 1)
            self._add(line)

    def _looked_for(self, weighed: Weighing) -> None:
        """What was looked for, found or not; a search that failed counts too."""
        self._section(tr("Looked for, found or not"))
        made = [search for search in weighed.searches if search.outcome != Outcome.OPEN]
        if not made:
            self._add(label(tr("Nothing entered. A search that failed counts too."), interface(12), "quiet"))
        for search in made:
            how = tr("not found") if search.outcome == Outcome.ABSENT else tr("found")
            line = button(f"{search.short}: {how}", tr("Change it"), "link")
            line.clicked.connect(lambda _=False, key=search.key: self.search_wanted.emit(key))
            self._add(line)
        if self._writable:
            add = button(tr("+ Add"), tr("Something found, or looked for and not found"), "link")
            add.clicked.connect(lambda: self.search_wanted.emit(""))
            self._add(add)

    # ---- writing numbers

    def write(self, weighed: Weighing) -> None:
        """The numbers of a new reckoning, in the card as it stands."""
        self._weighed = weighed
        if self.scale is None:
            return
        if self.spot.item:
            row = next((row for row in weighed.matrix.rows if row.key == self.spot.item), None)
            cell = row and next((cell for cell in row.cells if cell.hypothesis == self.spot.hypothesis), None)
            if cell:
                weight = cell.weight
                self.scale.show_range(weight.low, weight.mid, weight.high, self.theme, mine=cell.by == Claimant.READER)
                self._say_weight(weight)
        elif self.spot.hypothesis:
            prior = weighed.result(self.spot.hypothesis).prior
            mine = weighed.prior_said
            self.scale.show_range(100 * prior.low, 100 * prior.mid, 100 * prior.high, self.theme, mine=mine)
            self._say_prior(prior)

    def _say_weight(self, weight: Weight) -> None:
        self._say(
            tr("{}, {} dB").format(wording.capital(in_words(weight.mid)), signed(weight.mid)),
            range_words(weight.low, weight.high),
            tr("As odds, {}").format(odds_words(weight.mid)),
            tr("{} … {}").format(to_one(weight.low), to_one(weight.high)),
        )

    def _say_prior(self, prior: Chance) -> None:
        self._say(
            tr("{} of 100").format(of_100(prior.mid)),
            tr("{} to {}").format(of_100(prior.low), of_100(prior.high)),
            in_n(prior.mid),
            tr("{} … {}").format(in_n(prior.high), in_n(prior.low)),
        )

    def _say(self, *words: str) -> None:
        for text, said in zip((self.in_words, self.in_range, self.as_odds, self.odds_range), words, strict=True):
            text.setText(said)

    def _say_test(self) -> None:
        if self.certitude and self.uniqueness:
            told = test_words(self.certitude.value() / 100, self.uniqueness.value() / 100)
            self.tested.setText(told if self._by_tests else tr("{} One pair of many for this weight.").format(told))

    # ---- what the reader does

    def _dragged(self, low: float, mid: float, high: float) -> None:
        self._by_tests = False
        self._imply(mid)
        self._preview(low, mid, high)

    def _preview(self, low: float, mid: float, high: float) -> None:
        if self.spot.item:
            weight = Weight(low, mid, high)
            self._say_weight(weight)
            self.previewed.emit(self.spot, weight)
        elif self.spot.hypothesis:
            chance = _chance(low, mid, high)
            self._say_prior(chance)
            self.prior_previewed.emit(self.spot.hypothesis, chance)

    def _tested(self) -> None:
        """Certitude and uniqueness give the weight; its range is the usual one of a word as strong."""
        if self.certitude is None or self.uniqueness is None or self.scale is None:
            return
        from desktop_app.analysis.typed_weights import weight_typed
        from desktop_app.analysis.weights import weight_found

        mid = weight_found(self.certitude.value() / 100, self.uniqueness.value() / 100)
        weight = weight_typed(f"{mid:.1f}")
        self.scale.show_range(weight.low, weight.mid, weight.high, self.theme, mine=True)
        self._by_tests = True
        self._say_test()
        self._preview(weight.low, weight.mid, weight.high)

    def _settle(self) -> None:
        """Keep what the card says as the reader's own."""
        if self.scale is None or not self._writable:
            return
        low, mid, high = self.scale.low, self.scale.mid, self.scale.high
        if self.spot.item and self.spot.hypothesis:
            self.rated.emit(
                Rating(
                    self.spot.item,
                    self.spot.hypothesis,
                    low,
                    mid,
                    high,
                    words=in_words(mid),
                    certitude=self.certitude.value() / 100 if self._by_tests and self.certitude else None,
                    uniqueness=self.uniqueness.value() / 100 if self._by_tests and self.uniqueness else None,
                    reason=self.reason.toPlainText() if self.reason else "",
                    source=self.source.currentData() if self.source else None,
                )
            )
        elif self.spot.hypothesis:
            chance = _chance(low, mid, high)
            self.prior_set.emit(Prior(self.spot.hypothesis, chance.low, chance.mid, chance.high))


def _chance(low: float, mid: float, high: float) -> Chance:
    """Of 100, kept off 0 and 100, which no evidence could change."""
    return Chance(*(min(max(value, 0.5), 99.5) / 100 for value in (low, mid, high)))


def _chance_box() -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(0.1, 99.9)
    box.setDecimals(1)
    box.setSuffix(tr(" of 100"))
    box.setValue(50.0)
    box.setKeyboardTracking(True)
    box.setFont(interface(12, QFont.Weight.DemiBold, tabular=True))
    return box


def _pair(left: QLabel, right: QLabel) -> QWidget:
    left.setFont(interface(12.5, QFont.Weight.DemiBold))
    right.setFont(interface())
    role(right, "quiet")
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(left)
    row.addStretch(1)
    row.addWidget(right)
    return holder


def _cut(title: str) -> str:
    """A title of a line or two; the whole note stands in the tip."""
    return title if len(title) <= _TITLE else title[:_TITLE].rsplit(" ", 1)[0].rstrip(",;:") + "…"
