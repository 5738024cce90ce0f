"""How does a reader name an event of a case: from a list by date, or by typing part of its title?"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QSizePolicy

from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said
from desktop_app.views.theme import interface, px


class EventBox(QComboBox):
    """The events of one case.  What is typed and names none gives way to the one that was chosen."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFont(interface())
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(px(120))
        line = self.lineEdit()
        if line:
            line.editingFinished.connect(self._tidy)

    def show_case(self, case: Case) -> None:
        """List the events; the one chosen stays chosen if the case still has it."""
        now = self.key
        self.blockSignals(True)
        self.clear()
        for event in sorted(case.events, key=lambda event: event.when.order):
            self.addItem(tr("{} ({})").format(event.title, said(event.when)), event.key)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        self.choose(now)
        self.blockSignals(False)
        self._to_its_beginning()

    @property
    def key(self) -> str:
        return str(self.currentData() or "")

    def choose(self, key: str) -> None:
        """Show an event; of one that is not in the list nothing is heard."""
        at = self.findData(key)
        if at >= 0:
            self.setCurrentIndex(at)
            self._to_its_beginning()

    def _tidy(self) -> None:
        self.setEditText(self.itemText(self.currentIndex()))
        self._to_its_beginning()

    def _to_its_beginning(self) -> None:
        """A title too long is cut at its end."""
        if line := self.lineEdit():
            line.setCursorPosition(0)
