"""What was found, or looked for and not found, and how likely was it to be found under each explanation?"""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis.saying import of_100, signed
from desktop_app.analysis.searches import Outcome, Search, expected_gain, weights
from desktop_app.analysis.typed_weights import chance_typed
from desktop_app.analysis.weighing import Weighing
from desktop_app.analysis.weights import Chance
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.views.parts import heading, label
from desktop_app.views.theme import interface, px


def outcome_words() -> dict[Outcome, str]:
    return {
        Outcome.OPEN: tr("nobody has looked yet"),
        Outcome.FOUND: tr("it was found"),
        Outcome.ABSENT: tr("it was looked for and not found"),
    }


class SearchDialog(QDialog):
    """One search.  Signals: kept(Search), removed(key)."""

    kept, removed = Signal(object), Signal(str)

    def __init__(self, case: Case, weighed: Weighing, search: Search, *, own: bool, parent: QWidget | None) -> None:
        """own: the reader added it, so that its words may be changed and it may be removed."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Evidence found, or looked for and not found"))
        self.resize(px(520), px(500))
        self._case, self._weighed, self._search = case, weighed, search
        self.short = QLineEdit(search.short)
        self.short.setPlaceholderText(tr("such as: Chiang's diary, 17 July to 5 August"))
        self.short.setReadOnly(not own)
        self.short.setToolTip(search.short)
        self.short.setCursorPosition(0)
        self.outcome = QComboBox()
        for outcome, words in outcome_words().items():
            self.outcome.addItem(words, outcome)
        self.outcome.setCurrentIndex(list(Outcome).index(search.outcome))
        self.reason = QPlainTextEdit(search.reason)
        self.reason.setPlaceholderText(tr("Where it was looked for, and why it would be there"))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(px(62))
        form = QFormLayout()
        form.addRow(tr("What"), self.short)
        form.addRow(tr("How it stands"), self.outcome)
        form.addRow(tr("Why"), self.reason)
        given = dict(search.chances)
        self.chances: dict[str, QLineEdit] = {}
        chances = QFormLayout()
        for hypothesis in case.hypotheses:
            box = QLineEdit(_typed(given[hypothesis.key]) if hypothesis.key in given else "")
            box.setPlaceholderText(tr("of 100, such as 60–80"))
            box.setAccessibleName(tr("Chance of finding it if “{}” holds, of 100").format(hypothesis.short))
            box.textEdited.connect(lambda _: self._reckon())
            chances.addRow(tr("if “{}” holds").format(hypothesis.short), box)
            self.chances[hypothesis.key] = box
        self.outcome.currentIndexChanged.connect(lambda _: self._reckon())
        self.told, self.trouble = label("", interface(12), "quiet"), label("", interface(), "error")
        self.trouble.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._keep)
        buttons.rejected.connect(self.reject)
        if own and search.short:
            remove = QPushButton(tr("Remove"))
            buttons.addButton(remove, QDialogButtonBox.ButtonRole.DestructiveRole)
            remove.clicked.connect(self._remove)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(heading(tr("How likely was it to be found?")))
        column.addWidget(
            label(
                tr("Absence is evidence only of what was looked for where it would be. Only differences count."),
                interface(12),
                "quiet",
            )
        )
        column.addLayout(chances)
        column.addWidget(self.told)
        column.addWidget(self.trouble)
        column.addStretch(1)
        column.addWidget(buttons)
        self._reckon()

    def search(self) -> Search:
        """What is written down.  Raises Trouble for what is no chance."""
        given = []
        for key, box in self.chances.items():
            if box.text().strip():
                given.append((key, chance_typed(box.text())))
        return Search(
            self._search.key,
            self.short.text().strip(),
            self.outcome.currentData(),
            tuple(given),
            self.reason.toPlainText(),
        )

    def _reckon(self) -> None:
        """What the search would teach, or what it weighs, as it is typed."""
        try:
            search = self.search()
        except Trouble:
            return
        if len(search.chances) < len(self.chances):
            self.told.setText(tr("Give a chance under every explanation."))
        elif search.outcome == Outcome.OPEN:
            found = {key: chance.mid for key, chance in search.chances}
            bits = expected_gain(self._shares(), found)
            self.told.setText(tr("To look for it may be expected to teach {:.2f} bit.").format(bits))
        else:
            rows = zip(self._case.hypotheses, weights(search, list(self.chances)), strict=True)
            words = ", ".join(tr("“{}” {} dB").format(one.short, signed(weight.mid)) for one, weight in rows)
            self.told.setText(tr("So it weighs: {}.").format(words))

    def _shares(self) -> Mapping[str, float]:
        results = self._weighed.results
        shares = {one.hypothesis: (one.posterior or one.prior).mid for one in results}
        total = sum(shares.values())
        return {key: share / total for key, share in shares.items()}

    def _keep(self) -> None:
        try:
            search = self.search()
            if not search.short:
                raise Trouble(tr("It has no name."), do=tr("Say in a few words what was looked for."))
            if search.outcome != Outcome.OPEN:
                weights(search, list(self.chances))
        except Trouble as trouble:
            self.trouble.setText(f"{trouble.what} {trouble.do}")
            self.trouble.show()
            return
        self.kept.emit(search)
        self.accept()

    def _remove(self) -> None:
        self.removed.emit(self._search.key)
        self.accept()


def _typed(chance: Chance) -> str:
    return tr("{} ({} to {})").format(of_100(chance.mid), of_100(chance.low), of_100(chance.high))
