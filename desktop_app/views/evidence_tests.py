"""From the test that an item passes to its weight: our table, and the reader's own over it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.analysis import explained
from desktop_app.analysis.saying import signed
from desktop_app.analysis.typed_weights import weight_typed
from desktop_app.analysis.weights import TABLE, Weight
from desktop_app.casebook import wording
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Test
from desktop_app.casebook.trouble import Trouble
from desktop_app.views.parts import button, heading, label
from desktop_app.views.theme import interface, px


class TableDialog(QDialog):
    """Signals: kept(dict of Test to Weight), for those that differ from ours."""

    kept = Signal(object)

    def __init__(self, own: dict[Test, Weight], *, writable: bool, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Table of tests"))
        self.resize(px(480), px(420))
        self.boxes: dict[Test, QLineEdit] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(14))
        for column, words in enumerate((tr("An item that is a"), tr("gives the favoured, in dB"), tr("ours"))):
            grid.addWidget(heading(words), 0, column)
        for row, (test, ours) in enumerate(TABLE.items(), start=1):
            box = QLineEdit(typed(own.get(test, ours)))
            box.setAccessibleName(tr("Weight of a {} in decibels").format(wording.test(test)))
            box.setReadOnly(not writable)
            self.boxes[test] = box
            back = button(typed(ours), tr("Back to our weight"), "link")
            back.clicked.connect(lambda _=False, box=box, ours=ours: box.setText(typed(ours)))
            grid.addWidget(label(wording.test(test), interface(), wraps=False), row, 0)
            grid.addWidget(box, row, 1)
            grid.addWidget(back, row, 2)
        self.trouble = label("", interface(), "error")
        self.trouble.hide()
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Save | standard.Cancel if writable else standard.Close)
        buttons.accepted.connect(self._keep)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(
            label(
                tr(
                    "The favoured explanation gets this weight, each that the item speaks against half of it with the "
                    "other sign, the others 0. It holds for all cases; a weight of your own in a cell goes before it."
                ),
                interface(),
            )
        )
        whole.addLayout(grid)
        whole.addWidget(self.trouble)
        told = explained.process_tracing()
        whole.addWidget(label(told.text, interface(12), "quiet"))
        whole.addWidget(label("; ".join(told.literature), interface(11.5), "quiet"))
        whole.addStretch(1)
        whole.addWidget(buttons)

    def _keep(self) -> None:
        try:
            weights = {test: weight_typed(box.text()) for test, box in self.boxes.items()}
            for test, weight in weights.items():
                if weight.low < 0:
                    raise Trouble(
                        what=tr("A {} would speak against what it favours.").format(wording.test(test)),
                        do=tr("Give numbers of at least 0."),
                    )
        except Trouble as trouble:
            self.trouble.setText(f"{trouble.what} {trouble.do}")
            self.trouble.show()
            return
        self.kept.emit({test: weight for test, weight in weights.items() if weight != TABLE[test]})
        self.accept()


def typed(weight: Weight) -> str:
    return tr("{} ({} to {})").format(*(signed(db).lstrip("+") for db in (weight.mid, weight.low, weight.high)))
