"""To which date shall the time cursor go?"""

import re
from math import isfinite

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said_day
from desktop_app.casebook.typed import understand
from desktop_app.casebook.when import When, local_date, parse
from desktop_app.views.parts import label
from desktop_app.views.theme import interface, px

HINT = "A day, a month, a year or a time; also “about”, BCE and Julian."
_MARKED = re.compile(r"[~?%X\[]")  # nobody says more than roughly when


def moment(when: When) -> float:
    """Where the cursor goes, as a Julian Day (UTC).

    Noon of the day on which it began, the time itself where there is one; the middle of what is only roughly dated.
    """
    first, last = when.start
    if not isfinite(first) or _MARKED.search(when.text):
        return when.middle
    return first + min(0.5, (last - first) / 2)


class GoToDate(QDialog):
    """A line for a date.  Signals: chosen(Julian Day), on Enter or OK."""

    chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Go to date"))
        self.box = QLineEdit(placeholderText=tr("23 July 1945"), clearButtonEnabled=True)
        self.box.setAccessibleName(tr("Date"))
        self.box.textChanged.connect(self._typed)
        self.understood = label(
            tr("A day, a month, a year, a time; also “about”, BCE, Julian."), interface(12), "quiet"
        )
        self.wrong = label("", interface(12), "error")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.go_button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.go_button.setText(tr("Go"))
        self.go_button.setEnabled(False)
        for name in (QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel):
            self.buttons.button(name).setAutoDefault(False)  # Enter in the line never means Cancel
        self.buttons.accepted.connect(self._go)
        self.buttons.rejected.connect(self.reject)
        self.wrong.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(14), px(16), px(12))
        column.setSpacing(px(8))
        column.addWidget(self.box)
        column.addWidget(self.understood)
        column.addWidget(self.wrong)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.resize(px(380), px(150))
        self._jd: float | None = None

    def _typed(self, text: str) -> None:
        """Say at once how the date was understood, and which day that is."""
        self._jd, reason = None, ""
        try:
            if text.strip():
                known = understand(text)
                when = parse(known.text)
                self._jd = moment(when)
                day = local_date(when)  # with an offset, not the day of the axis, which is in UTC
                words = tr("{}: the cursor goes to {}")
                self.understood.setText(words.format(known.said, said_day(julian_day(*day) if day else self._jd)))
            else:
                self.understood.setText(tr(HINT))
        except ValueError as error:
            reason = str(error)
        self.wrong.setText(reason)
        self.wrong.setVisible(bool(reason))
        self.understood.setVisible(not reason)
        self.go_button.setEnabled(self._jd is not None)
        self.go_button.setDefault(self._jd is not None)

    def _go(self) -> None:
        if self._jd is not None:
            self.chosen.emit(self._jd)
            self.accept()
