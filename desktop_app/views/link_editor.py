"""Which link does the reader draw: from which cause to which effect, how would it work, and on what does it rest?"""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis import causation
from desktop_app.analysis.admissibility import apart_said, order_said
from desktop_app.analysis.chronology import admissible
from desktop_app.casebook import wording
from desktop_app.casebook.case import Case, Citation, Link
from desktop_app.casebook.chicago import chicago
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Certainty, Claimant, LinkKind, Strength
from desktop_app.casebook.trouble import Trouble
from desktop_app.views.event_box import EventBox
from desktop_app.views.parts import clear, heading, label
from desktop_app.views.theme import interface, px

# What only the book says is no certainty of the reader's.
_CERTAINTIES = (Certainty.ESTABLISHED, Certainty.PROBABLE, Certainty.DISPUTED)


def fresh(cause: str, effect: str, kind: LinkKind = LinkKind.CAUSED) -> Link:
    """A link that the reader has drawn and not yet described."""
    return Link("", cause, effect, kind, Claimant.READER, Strength.MODERATE, "", None, Certainty.PROBABLE, ())


def refused(case: Case, links: Iterable[Link], link: Link) -> Trouble | None:
    """Why a link cannot stand beside these: it closes a loop, runs backwards in time, or is there already."""
    try:
        causation.check(case, links, link)
    except Trouble as trouble:
        return trouble
    for one in case.links:
        ours = one.claimed_by == Claimant.READER and one.key != link.key
        if ours and (one.cause, one.effect, one.kind) == (link.cause, link.effect, link.kind):
            return Trouble(
                what=tr("You have drawn this link already."),
                kept=tr("No link was drawn."),
                do=tr("Edit the one that is there, or choose another kind."),
            )
    return None


class LinkEditor(QDialog):
    """A form for a link of the reader's own; it cannot be left with a link that cannot be.

    Signals: entered(Link).
    """

    entered = Signal(object)

    def __init__(self, case: Case, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case, self._key = case, link.key
        self.setWindowTitle(tr("Edit my link") if link.key else tr("Draw a link"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.cause, self.effect = self._events(link.cause, tr("Cause")), self._events(link.effect, tr("Effect"))
        self.kind = _choices(((str(each), wording.link(each)) for each in LinkKind), str(link.kind))
        self.strength = _choices(((str(each), wording.strength(each)) for each in Strength), str(link.strength))
        self.certainty = _choices(((str(each), wording.certainty(each)) for each in _CERTAINTIES), str(link.certainty))
        self.mechanism = _lines(link.mechanism, tr("What in the cause brought what in the effect about?"))
        self.counterfactual = _lines(link.counterfactual or "", tr("Without the cause, what would have happened?"))
        self.verdict = label("", interface(12), "quiet")
        self.trouble = label("", interface(12), "error")
        self._sources: list[tuple[QComboBox, QLineEdit]] = []
        self._build(link)
        self._look()

    def _build(self, link: Link) -> None:
        turn = QPushButton(tr("⇅ Turn round"))
        turn.setAutoDefault(False)
        turn.setToolTip(tr("The effect becomes the cause"))
        turn.clicked.connect(self._turn_round)
        form = QFormLayout()
        form.setHorizontalSpacing(px(12))
        form.addRow(tr("Cause"), self.cause)
        kind = QHBoxLayout()
        kind.addWidget(self.kind, 1)
        kind.addWidget(turn)
        form.addRow(tr("It"), kind)
        form.addRow(tr("Effect"), self.effect)
        for said in (self.verdict, self.trouble):
            said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            form.addRow("", said)
        form.addRow(tr("Strength"), self.strength)
        form.addRow(tr("Certainty"), self.certainty)
        form.addRow(tr("How it would work"), self.mechanism)
        form.addRow(tr("Without the cause"), self.counterfactual)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(px(4))
        more = QPushButton(tr("+ Source"))
        more.setAutoDefault(False)
        more.setEnabled(bool(self._case.sources))
        more.clicked.connect(lambda _checked: self.add_source())
        self.more = more
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._enter)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(heading(tr("Sources")))
        column.addLayout(self._rows)
        column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        column.addWidget(self.buttons)
        for citation in link.citations:
            self.add_source(citation)
        for box in (self.cause, self.effect, self.kind):
            box.currentIndexChanged.connect(lambda _: self._look())
        self.resize(px(560), px(520))
        self.mechanism.setFocus()

    def _events(self, key: str, name: str) -> EventBox:
        made = EventBox(name)
        made.show_case(self._case)
        made.choose(key)
        return made

    def add_source(self, citation: Citation | None = None) -> None:
        """A row for one more source, with its locator."""
        sources = sorted(self._case.sources, key=lambda source: chicago(source, None))
        box = _choices(((source.key, chicago(source, None)) for source in sources), citation.source if citation else "")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(30)
        box.setAccessibleName(tr("Source"))
        where = QLineEdit(citation.locator or "" if citation else "")
        where.setPlaceholderText(tr("page, document…"))
        where.setAccessibleName(tr("Where in the source"))
        where.setMaximumWidth(px(130))
        away = QPushButton("✕")
        away.setAutoDefault(False)
        away.setAccessibleName(tr("Take this source away"))
        row = QHBoxLayout()
        for widget, share in ((box, 1), (where, 0), (away, 0)):
            row.addWidget(widget, share)
        self._rows.addLayout(row)
        entry = (box, where)
        self._sources.append(entry)

        def take_away() -> None:
            self._sources.remove(entry)
            self._rows.removeItem(row)
            clear(row)
            row.deleteLater()

        away.clicked.connect(take_away)

    # ---- what is entered

    def link(self) -> Link:
        """The link as it stands in the form."""
        return Link(
            self._key,
            self.cause.key,
            self.effect.key,
            LinkKind(self.kind.currentData()),
            Claimant.READER,
            Strength(self.strength.currentData()),
            self.mechanism.toPlainText().strip(),
            self.counterfactual.toPlainText().strip() or None,
            Certainty(self.certainty.currentData()),
            tuple(
                Citation(str(box.currentData()), where.text().strip() or None)
                for box, where in self._sources
                if box.currentData()
            ),
        )

    def _turn_round(self) -> None:
        cause, effect = self.cause.currentIndex(), self.effect.currentIndex()
        self.cause.setCurrentIndex(effect)
        self.effect.setCurrentIndex(cause)

    def _look(self) -> None:
        """Say what the dates allow, and why the link cannot be kept if it cannot."""
        link = self.link()
        trouble = refused(self._case, self._case.links, link)
        words = ""
        if link.cause != link.effect:
            words = f"{order_said(admissible(self._case, link))} {apart_said(self._case, link)}"
        self.verdict.setText(words)
        self.trouble.setText(f"{trouble.what} {trouble.do}" if trouble else "")
        self.trouble.setVisible(trouble is not None)
        for said in (self.verdict, self.trouble):  # as high as its lines, where a form would leave it too little
            width = max(self.mechanism.width(), px(300))
            said.setFixedHeight(max(0, said.heightForWidth(width)))
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(trouble is None)

    def _enter(self) -> None:
        self._look()
        if self.buttons.button(QDialogButtonBox.StandardButton.Save).isEnabled():
            self.entered.emit(self.link())
            self.accept()


def _choices(choices: Iterable[tuple[str, str]], chosen: str) -> QComboBox:
    made = QComboBox()
    made.setFont(interface())
    for key, words in choices:
        made.addItem(words, key)
    made.setCurrentIndex(max(0, made.findData(chosen)))
    return made


def _lines(text: str, hint: str) -> QPlainTextEdit:
    made = QPlainTextEdit(text)
    made.setFont(interface())
    made.setPlaceholderText(hint)
    made.setAccessibleName(hint)
    made.setTabChangesFocus(True)
    made.setFixedHeight(px(58))
    return made
