"""Which match is asked about, what is assumed, and what is the number, and is it not?"""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.analysis import answering
from desktop_app.analysis.answering import Plain, days_words
from desktop_app.analysis.asked import Question
from desktop_app.analysis.explained import Explained
from desktop_app.analysis.proposals import propose
from desktop_app.analysis.saying import of_100
from desktop_app.casebook import wording
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said
from desktop_app.casebook.terms import Claimant, Kind
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.views.parts import ClickRow, Dot, clear, heading, label
from desktop_app.views.theme import interface, px, reading

FORMULAS = {
    Question.SAME_DATE: (
        "P = 1 − n!/cⁿ · [xⁿ] (1 + x + … + xᵏ⁻¹/(k−1)!)ᶜ",
        "P ≈ 1 − e^(−λ),  λ = C(n,k) ((w+1)ᵏ − wᵏ)/cᵏ⁻¹",
    ),
    Question.OVERLAP: ("P = 1 − T(T+1) / ((L−a+1)(L−b+1)),  T = L − a − b + 1 − w", ""),
    Question.CLOSENESS: ("p = (1 + #{T* ≥ T}) / (B + 1)", ""),
    Question.SHIFT: ("p = #{T* ≥ T} / shifts", ""),
    Question.COUNTS: ("BF = P(θ > ½) / P(θ ≤ ½),  θ ~ Beta(1 + for, 1 + against)", "q = ωθ / (1 + (ω − 1)θ)"),
}


class ChancePanel(QWidget):
    """In the place of the inspector.  Signals: picked(Target)."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = LIGHT
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(4))

    def show_match(
        self,
        case: Case,
        question: Question,
        because: Sequence[str],
        result: Plain | None,
        assumptions: Sequence[str],
        theme: Theme,
    ) -> None:
        """result: None while the number is not shown."""
        self.theme = theme
        clear(self._column)
        self._add(heading(tr("Match · {}").format(wording.pattern(case.pattern))))
        self._add(label(case.short_title, reading(15.5, QFont.Weight.DemiBold)))
        for key in self._matching(case, question):
            event = case.event[key]
            row = ClickRow(event.title)
            row.row.addWidget(Dot(theme.spotlight_edge, px(9)), 0, Qt.AlignmentFlag.AlignTop)
            place = f" · {case.place[event.place].name}" if event.place else ""
            texts = QVBoxLayout()
            texts.setSpacing(0)
            texts.addWidget(label(event.title, interface()))
            texts.addWidget(label(f"{said(event.when)}{place}", interface(11.5), "quiet"))
            row.row.addLayout(texts, 1)
            target = Target(case.slug, Kind.EVENT, key)
            row.clicked.connect(lambda target=target: self.picked.emit(target))
            self._add(row)
        self._list(tr("Where these numbers come from"), because)
        if assumptions:
            self._list(tr("What is assumed"), assumptions)
        if result is not None:
            self._beside(question, result)
        self._formula(question)
        for told in answering.told(question):
            self._explain(told)

    def _matching(self, case: Case, question: Question) -> tuple[str, ...]:
        kinds = {Question.SAME_DATE: "SameDate", Question.OVERLAP: "Overlap"}
        for proposal in propose(case):
            if type(proposal.statement).__name__ == kinds.get(question):
                return proposal.events
        return case.coincident

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def _section(self, title: str) -> None:
        self._column.addSpacing(px(6))
        self._add(heading(title))

    def _list(self, title: str, sentences: Iterable[str]) -> None:
        self._section(title)
        for sentence in sentences:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(px(6))
            row.addWidget(label("–", interface(12), "quiet", wraps=False), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(sentence, interface(12)), 1)
            self._add(line)

    def _beside(self, question: Question, result: Plain) -> None:
        """Other numbers that the first should be seen beside."""
        if question != Question.SAME_DATE:
            return
        self._section(tr("If days are uneven"))
        uneven = "; ".join(
            tr("{} in 100 {}").format(of_100(estimate["share"]), days_words(within))
            for within, estimate in result["uneven"]
        )
        words = tr("Half of all acts in one third of the days: {}. Uneven days make matches likelier.")
        self._add(label(words.format(uneven), interface(12)))
        self._section(tr("For comparison"))
        words = tr("Some two of them on one day: {} in 100. {} such matches are to be expected.")
        self._add(label(words.format(of_100(result["two_alike"]), f"{result['expected']:.2g}"), interface(12)))

    def _formula(self, question: Question) -> None:
        self._section(tr("Formula"))
        exact, nearly = FORMULAS[question]
        self._add(label(exact, reading(13, italic=True), selectable=True))
        if question == Question.SAME_DATE:
            self._add(
                label(tr("exact, for the same day; for near matches of three or more nearly"), interface(11.5), "quiet")
            )
            self._add(label(nearly, reading(13, italic=True), selectable=True))
            self._add(label(tr("which runs high: the simulation leads"), interface(11.5), "quiet"))
        elif nearly:
            self._add(label(nearly, reading(13, italic=True), selectable=True))

    def _explain(self, told: Explained) -> None:
        self._section(told.title)
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
