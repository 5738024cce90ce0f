"""How does Qt draw for a command, where there may be no screen?"""

import builtins
import os
import sys

from desktop_app.casebook.trouble import Trouble


def off_screen() -> None:
    """Let Qt draw where there is no screen.  Raises Trouble where it cannot."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from desktop_app.display import drawing_trouble

    if trouble := drawing_trouble():
        raise Trouble(trouble)
    load_qt()
    _let_windows_have_no_hints()


def _let_windows_have_no_hints() -> None:
    """Keep one line of Qt's from the reader: off screen, nobody minds a window's least and greatest size."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qFormatLogMessage, qInstallMessageHandler

    def told(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if text != "This plugin does not support propagateSizeHints()":
            print(qFormatLogMessage(kind, context, text), file=sys.stderr)

    qInstallMessageHandler(told)


def load_qt() -> None:
    """Load Qt, and keep it from reading the source of every module loaded later.

    It looks there for uses of `__feature__`, of which there are none: 15 ms until the case is readable, 60 ms and 10 MB
    until its chart is drawn.
    """
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
