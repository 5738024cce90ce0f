"""How does the window start, and what happens when something goes wrong that nobody foresaw?"""

import gc
import logging
import signal
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.library import Library
from desktop_app.library.place import own_library, with_folder
from desktop_app.views.application import application
from desktop_app.views.main_window import MainWindow

SETTLED_MS = 2000  # after the first paint: the charts have loaded
log = logging.getLogger(__name__)


def run(library: Path | None, until: str | None = None) -> int:
    """Open the window on a library, the reader's own if none is named; returns the exit status.

    until: "window" or "storyline" ends as soon as the case is readable or its chart drawn, remembering nothing (for
    measuring the start).
    """
    program = application()
    sys.excepthook = _last_resort
    windows: list[MainWindow] = []

    def show(path: Path) -> bool:
        try:
            opened = Library.open(path)
        except Trouble as trouble:
            from desktop_app.views import errors

            errors.dialog(windows[-1] if windows else None, trouble).exec()
            return False
        window = MainWindow(opened)
        window.open_first()
        window.library_wanted.connect(lambda other: show(other) and window.close())
        if until:
            (window.readable if until == "window" else window.charted).connect(lambda: program.exit(0))
        else:
            window.readable.connect(lambda: QTimer.singleShot(SETTLED_MS, _after_start))
        windows.append(window)
        window.show()
        return True

    try:
        first = library or with_folder(own_library())
    except Trouble as trouble:
        from desktop_app.views import errors

        errors.dialog(None, trouble).exec()
        return 1
    if not show(first):
        return 1
    _quit_on_signals(windows)
    return program.exec()


def _after_start() -> None:
    """What the first paint and the first chart need not wait for."""
    from PySide6.QtGui import QIcon

    gc.freeze()  # what the start made lives as long as the program
    gc.enable()
    QApplication.setWindowIcon(QIcon(str(RESOURCES / "icons" / "coincidence-casebook.svg")))


def _last_resort(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A bug: say so, keep the window; nothing that was saved is touched."""
    log.error("uncaught", exc_info=(kind, error, trace))
    if QApplication.instance() and not issubclass(kind, KeyboardInterrupt):
        from desktop_app.views import errors

        errors.tell(QApplication.activeWindow(), error)
    else:
        sys.__excepthook__(kind, error, trace)


def _quit_on_signals(windows: list[MainWindow]) -> None:
    """Ctrl+C in the terminal and a polite kill close the window as a click does: what is typed is kept first."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: windows[-1].close())
    beat = QTimer(windows[0], interval=300)
    beat.timeout.connect(lambda: None)  # lets Python see the signal while Qt waits
    beat.start()
