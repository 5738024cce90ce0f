"""What does the reader see while a library is brought up to date?"""

from time import monotonic
from typing import TYPE_CHECKING

from desktop_app.casebook.language import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QProgressDialog

PATIENCE_SECONDS = 1.0  # what takes no longer shows nothing


class Waiting:
    """A small window that says how far it is, once it takes long."""

    def __init__(self, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._patience_seconds = patience_seconds
        self._begun: float | None = None
        self.shown: QProgressDialog | None = None

    def step(self, share: float) -> None:
        """Told which share is done, every 100 ms or so."""
        self._begun = self._begun or monotonic()
        if self.shown is None and monotonic() - self._begun < self._patience_seconds:
            return
        from PySide6.QtCore import QEventLoop
        from PySide6.QtWidgets import QApplication, QProgressDialog  # late: most starts show none

        if self.shown is None:
            self.shown = QProgressDialog(tr("Your library is brought up to date…"), "", 0, 100)
            self.shown.setWindowTitle(tr("Coincidence Casebook"))
            self.shown.setCancelButton(None)
            self.shown.setMinimumDuration(0)
            self.shown.setAutoReset(False)
            self.shown.show()
        self.shown.setValue(round(100 * share))
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    def close(self) -> None:
        if self.shown:
            self.shown.close()
            self.shown.deleteLater()
            self.shown = None
