"""How does the window start, and what happens when something goes wrong that nobody foresaw?"""

import gc
import logging
import signal
import sys
import threading
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app import front, journal
from desktop_app.casebook.language import tr
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.library import Library
from desktop_app.library.place import own_library, with_folder
from desktop_app.views import task
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
    journal.note_crashes()
    sys.excepthook = _last_resort
    threading.excepthook = lambda failed: _last_resort(failed.exc_type, failed.exc_value, failed.exc_traceback)
    sys.unraisablehook = lambda failed: _write_down(failed.exc_value)
    windows: list[MainWindow] = []  # the one that is open, and none other
    try:
        if not _show(windows, library or with_folder(own_library()), until):
            return 1
        _quit_on_signals(windows)
        return program.exec()
    except Exception as error:  # before there is a window, or a window that could not be built
        _tell_at_once(error)
        return 1
    finally:
        for window in windows:
            window.library.close()
            front.leave(window.library.path)
        if until is None:  # nobody waits by now: the window has gone, and the library is free for another
            task.finish()


def _show(windows: list[MainWindow], path: Path, until: str | None = None) -> bool:
    """Show a window on the library in place of the one that is open; whether it could be opened."""
    from desktop_app.views.opening import Waiting

    before = windows[-1] if windows else None
    if before and before.library.path == path.resolve():
        from desktop_app.views.foremost import come

        come(before)
        return True
    if before and front.ask(path):  # at a start, this was asked before Qt was loaded
        return True
    waiting = Waiting()
    front.prepare(path)
    try:
        opened = Library.open(path, step=waiting.step)
    except Trouble as trouble:
        if before is None:
            raise
        before.fail(trouble)
        return False
    finally:
        waiting.close()
    try:
        window = MainWindow(opened)
        window.open_first()
    except BaseException:
        opened.close()
        raise
    window.library_wanted.connect(lambda other: _show(windows, other))
    if until:
        (window.readable if until == "window" else window.charted).connect(lambda: QApplication.exit(0))
    else:
        window.readable.connect(lambda: QTimer.singleShot(0, lambda: _answer(window)))
        window.readable.connect(lambda: QTimer.singleShot(SETTLED_MS, lambda: _after_start(window)))
    window.show()
    windows[:] = [window]
    if before:
        before.close()
        front.leave(before.library.path)
        before.deleteLater()
    return True


def _answer(window: MainWindow) -> None:
    from desktop_app.views.foremost import answer

    answer(window, window.library.path)


def _after_start(window: MainWindow) -> None:
    """What the first paint and the first chart need not wait for."""
    from PySide6.QtGui import QIcon

    from desktop_app.views import restore
    from desktop_app.views.safekeeping import Safekeeping

    gc.freeze()  # what the start made lives as long as the program
    gc.enable()
    QApplication.setWindowIcon(QIcon(str(RESOURCES / "icons" / "coincidence-casebook.svg")))
    journal.keep()
    if window.library.copied_to:
        words = tr("Your library now has this version's cases. As it was, it lies beside it: {}")
        window.say(words.format(window.library.copied_to.name))
    restore.offer(window)
    Safekeeping(window.library, lambda: window.selection.now.target, window)


def _last_resort(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """A bug: write it down and say so, keep the window; nothing that was saved is touched."""
    if error is None or issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error or kind(), trace)
        return
    program = QApplication.instance()
    from desktop_app.views import errors

    # One at a time: a window that cannot paint itself would tell of it without end.
    if program and QThread.currentThread() == program.thread() and not errors.is_telling_of_a_bug():
        errors.tell(QApplication.activeWindow(), error)
    else:
        _write_down(error)


def _write_down(error: BaseException | None) -> None:
    journal.keep()
    log.error("uncaught", exc_info=error)


def _tell_at_once(error: Exception) -> None:
    """Tell of what keeps the window from opening, and wait until it is read."""
    from desktop_app.views import errors

    if not isinstance(error, Trouble):
        _write_down(error)
    errors.dialog(None, error).exec()


def _quit_on_signals(windows: list[MainWindow]) -> None:
    """Ctrl+C in the terminal and a polite kill close the window as a click does: what is typed is kept first."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: windows[-1].close())
    beat = QTimer(QApplication.instance(), interval=300)
    beat.timeout.connect(lambda: None)  # lets Python see the signal while Qt waits
    beat.start()
