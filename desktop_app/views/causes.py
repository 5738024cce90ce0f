"""What led to what, who says so, and how would it have worked?"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.casebook import wording
from desktop_app.casebook.case import Case, Link, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said
from desktop_app.casebook.terms import Claimant, Kind
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.views.grid import Grid, forward
from desktop_app.views.marks import square
from desktop_app.views.parts import heading
from desktop_app.views.rows import Column
from desktop_app.views.theme import interface, px


def _by_cause(case: Case, link: Link) -> tuple[float, ...]:
    return (*case.event[link.cause].when.start, *case.event[link.effect].when.start)


def _standing(_: Case, link: Link) -> str:
    """Strength and certainty; what only the book says is said so in words."""
    return f"{wording.strength(link.strength)}, {wording.attested(link.certainty)}"


def _without(_: Case, link: Link) -> str:
    return tr("Without the cause: {}").format(link.counterfactual) if link.counterfactual else ""


LINKS = (
    Column(
        "Cause",
        186,
        lambda case, link: case.event[link.cause].title,
        below=lambda case, link: said(case.event[link.cause].when),
        order=_by_cause,
        bold=lambda *_: True,
    ),
    Column("Kind", 92, lambda _, link: f"→ {wording.link(link.kind)}"),
    Column(
        "Effect",
        168,
        lambda case, link: case.event[link.effect].title,
        below=lambda case, link: said(case.event[link.effect].when),
        order=lambda case, link: case.event[link.effect].when.start,
        bold=lambda *_: True,
    ),
    Column(
        "Claimed by",
        118,
        lambda _, link: wording.claimant(link.claimed_by),
        below=_standing,
        mark=lambda _, link: str(link.claimed_by),
    ),
    Column("How it would work", 288, lambda _, link: link.mechanism, below=_without),
)


class CausesPage(QWidget):
    """The links as a readable table.

    Signals: picked(Target), said(str) for the status bar, note_wanted(Target).
    """

    picked, said, note_wanted = Signal(object), Signal(str), Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.grid = Grid(Kind.LINK, LINKS, tr("Causal links"), most=12)
        forward(self.grid, self)
        self.chips = {claimant: QPushButton() for claimant in Claimant}
        bar = QHBoxLayout()
        bar.setContentsMargins(px(24), px(9), px(16), px(8))
        bar.setSpacing(px(8))
        caption = QLabel(tr("Claimed by"))
        caption.setFont(heading("").font())
        bar.addWidget(caption)
        for chip in self.chips.values():
            chip.setFont(interface(12))
            chip.setAutoDefault(False)
            chip.setCheckable(True)
            chip.setChecked(True)
            chip.toggled.connect(self._sift)
            bar.addWidget(chip)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.grid, 1)
        self.theme: Theme = LIGHT

    def show_case(self, case: Case, theme: Theme, noted: frozenset[tuple[Kind, str]]) -> None:
        self.theme = theme
        for claimant, chip in self.chips.items():
            count = sum(link.claimed_by == claimant for link in case.links)
            chip.setText(f" {wording.claimant(claimant)}  {count}")
            chip.setAccessibleName(tr("Links claimed by {}: {}").format(wording.claimant(claimant), count))
            chip.setVisible(count > 0)
        self.grid.show_parts(case, case.links, theme, noted)
        self._sift()

    def mark(self, target: Target | None) -> None:
        self.grid.mark(target)

    def _sift(self) -> None:
        shown = {claimant for claimant, chip in self.chips.items() if chip.isChecked()}
        for claimant, chip in self.chips.items():
            chip.setIcon(square(self.theme.claimants[claimant], filled=chip.isChecked()))
        self.grid.sift("", lambda link: link.claimed_by in shown)
