"""Which explanations stand against one another, and what speaks for each?"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop_app.casebook import wording
from desktop_app.casebook.case import Case, Evidence, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Kind
from desktop_app.charts.colours import Theme
from desktop_app.views.grid import Grid, citations, forward
from desktop_app.views.parts import heading, label
from desktop_app.views.rows import Column
from desktop_app.views.theme import interface, px, role


def _weighed(case: Case, item: Evidence) -> str:
    return tr("for {}").format(case.hypothesis[item.favours].short)


def _against(case: Case, item: Evidence) -> str:
    return (
        tr("against {}").format(", ".join(case.hypothesis[key].short for key in item.against)) if item.against else ""
    )


def _items(case: Case, key: str) -> str:
    """How many items of evidence speak for the explanation, and how many against it."""
    favours = sum(item.favours == key for item in case.evidence)
    against = sum(key in item.against for item in case.evidence)
    return tr("{} for, {} against").format(favours, against)


HYPOTHESES = (
    Column(
        "Explanation",
        170,
        lambda _, hypothesis: hypothesis.short,
        below=lambda _, hypothesis: wording.hypothesis(hypothesis.kind),
        order=lambda case, hypothesis: case.hypotheses.index(hypothesis),
        bold=lambda *_: True,
    ),
    Column("What it says", 390, lambda _, hypothesis: hypothesis.statement),
    Column(
        "Evidence",
        266,
        lambda case, hypothesis: _items(case, hypothesis.key),
        order=lambda case, hypothesis: sum(item.favours == hypothesis.key for item in case.evidence),
    ),
)
EVIDENCE = (
    Column(
        "Evidence",
        170,
        lambda _, item: item.short,
        below=lambda _, item: wording.test(item.test),
        order=lambda case, item: case.evidence.index(item),
        bold=lambda *_: True,
    ),
    Column("What it is", 390, lambda _, item: item.statement, below=lambda _, item: tr("Why: {}").format(item.reason)),
    Column("Speaks", 180, _weighed, below=_against),
    Column(
        "Sources",
        86,
        lambda _, item: str(len(item.citations)),
        order=lambda _, item: len(item.citations),
        whole=lambda case, item: "; ".join(citations(case, item)),
        right=True,
    ),
)


class EvidencePage(QWidget):
    """Explanations, and the evidence that bears on them.

    Signals: picked(Target), said(str) for the status bar, note_wanted(Target).
    """

    picked, said, note_wanted = Signal(object), Signal(str), Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.hypotheses = Grid(Kind.HYPOTHESIS, HYPOTHESES, tr("Explanations"), most=12, tall=True)
        self.items = Grid(Kind.EVIDENCE, EVIDENCE, tr("Evidence"), most=12, tall=True)
        self.captions = (heading(""), heading(""))
        whose = label(
            tr("Explanations and ratings are our reading; the tests are Van Evera's."), interface(11.5), "quiet"
        )
        self.inside = QWidget()
        role(self.inside, "panel")
        column = QVBoxLayout(self.inside)
        column.setContentsMargins(0, px(12), 0, px(16))
        column.setSpacing(px(4))
        for text, grid in zip(self.captions, (self.hypotheses, self.items), strict=True):
            forward(grid, self)
            text.setContentsMargins(px(24), 0, px(16), 0)
            column.addWidget(text)
            column.addWidget(grid)
            column.addSpacing(px(14))
        whose.setContentsMargins(px(24), 0, px(16), 0)
        column.addWidget(whose)
        column.addStretch(1)
        self.area = QScrollArea(widgetResizable=True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.inside)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.area)

    def show_case(self, case: Case, theme: Theme, noted: frozenset[tuple[Kind, str]]) -> None:
        self.captions[0].setText(tr("Explanations · {}").format(len(case.hypotheses)))
        self.captions[1].setText(tr("Evidence · {}").format(len(case.evidence)))
        self.hypotheses.show_parts(case, case.hypotheses, theme, noted)
        self.items.show_parts(case, case.evidence, theme, noted)

    def mark(self, target: Target | None) -> None:
        for grid in (self.hypotheses, self.items):
            grid.mark(target)
            if (row := grid.row_of(target)) is not None:
                at = grid.mapTo(self.inside, grid.visualRect(grid.model().index(row, 0)).center())
                self.area.ensureVisible(px(24), at.y() + grid.horizontalHeader().height(), 0, px(60))
