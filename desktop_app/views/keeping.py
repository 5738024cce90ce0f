"""Is what is being typed kept, and what does the reader see while it cannot be?"""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.views.drafts import Drafting
from desktop_app.views.parts import label
from desktop_app.views.theme import interface

AFTER_MS = 500  # after the last key
AGAIN_MS = 4000  # after a failure: the disk may have room again, the other program be done


class Keeping(QWidget):
    """A line that is there only while something is not kept.

    `write` writes what is new and says whether anything was; it is called half a second after `soon`, at once by
    `now`, and again and again while it raises Trouble.  Signals: kept(); failed(Trouble), once until it succeeds again.
    """

    kept, failed = Signal(), Signal(object)

    def __init__(self, write: Callable[[], bool]) -> None:
        super().__init__()
        self._write = write
        self.drafting: Drafting | None = None  # where the editor gives one: what is typed outlives the program
        self.trouble: Trouble | None = None
        self._writing = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.now)
        self._line = label("", interface(11.5), "error")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._line)
        self.hide()

    @property
    def is_due(self) -> bool:
        """Whether something waits to be kept."""
        return self._timer.isActive()

    def soon(self) -> None:
        self._timer.start(AFTER_MS)
        if self.drafting:
            self.drafting.soon()

    def forget(self) -> None:
        """What was to be kept is no longer wanted."""
        self._timer.stop()
        self._settle()

    def now(self) -> bool:
        """Keep it at once; False if that failed."""
        self._timer.stop()
        if self._writing:  # asked by somebody who hears that it is being written
            return True
        self._writing = True
        try:
            written = self._write()
        except Trouble as trouble:
            first = self.trouble is None
            self._show(trouble)
            self._timer.start(AGAIN_MS)
            if first:
                self.failed.emit(trouble)
            return False
        finally:
            self._writing = False
        self._settle()
        if written:
            self.kept.emit()
        return True

    def _settle(self) -> None:
        self._show(None)
        if self.drafting:
            self.drafting.done()

    def _show(self, trouble: Trouble | None) -> None:
        self.trouble = trouble
        self._line.setText(tr("Not saved: {}").format(trouble.what) if trouble else "")
        self.setVisible(trouble is not None)
