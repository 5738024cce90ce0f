"""How is long work done while the window stays alive?"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

POOL = ThreadPoolExecutor(max_workers=2, thread_name_prefix="casebook")
PATIENCE_SECONDS = 5.0  # with all work that nobody waits for any more
_at_work: set["Task"] = set()  # whoever asked may have let go of it; the other thread still speaks through it


def finish() -> None:
    """Stop what is computed and wait for what is loaded: a thread that loads a module as Python ends takes it down."""
    until = monotonic() + PATIENCE_SECONDS
    for task in _at_work:
        task.cancel()
    wait([task.future for task in _at_work], PATIENCE_SECONDS)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon:
            thread.join(max(until - monotonic(), 0))


class Cancelled(Exception):
    """The reader no longer wants the answer."""


class Task(QObject):
    """Work on another thread; it is handed `step(share)`, which it calls every 10 ms or so, and knows no Qt.

    Once cancelled it says nothing more, even if it had finished.
    Signals: progress(float), done(object), failed(exception).
    """

    progress, done, failed = Signal(float), Signal(object), Signal(object)
    _back = Signal(str, object)  # emitted there, delivered here

    def __init__(self, work: Callable[[Callable[[float], None]], object]) -> None:
        super().__init__()
        self._stop = threading.Event()
        self._back.connect(self._tell)
        _at_work.add(self)
        self.future = POOL.submit(self._run, work)

    def cancel(self) -> None:
        self._stop.set()

    def _step(self, share: float) -> None:
        if self._stop.is_set():
            raise Cancelled
        self._back.emit("progress", share)

    def _run(self, work: Callable[[Callable[[float], None]], object]) -> None:
        try:
            self._back.emit("done", work(self._step))
        except Exception as error:  # also Cancelled, which _tell keeps to itself
            self._back.emit("failed", error)

    def _tell(self, signal: str, value: object) -> None:
        if signal != "progress":
            QTimer.singleShot(0, lambda: _at_work.discard(self))  # not while Qt is still handing over this word
        if not self._stop.is_set():
            getattr(self, signal).emit(value)
