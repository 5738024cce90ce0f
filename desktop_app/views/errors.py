"""How is the reader told that something went wrong?"""

import logging
import traceback
from contextlib import suppress

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_app import journal
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble

log = logging.getLogger(__name__)
_open: list[QMessageBox] = []


def dialog(parent: QWidget | None, error: BaseException) -> QMessageBox:
    """What happened, what was kept, what to do; the traceback of a bug behind "Details", with a copy button."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(tr("Coincidence Casebook"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    if isinstance(error, Trouble):
        box.setText(error.what)
        box.setInformativeText("\n\n".join(part for part in (error.kept, error.do) if part))
        box.addButton(QMessageBox.StandardButton.Ok)
        return box
    details = "".join(traceback.format_exception(error))
    box.setText(tr("Something went wrong in the program."))
    words = (
        tr("What was saved before is safe. What you were typing is kept, for the next start too."),
        tr("What happened is written down, without any text of yours, in {}").format(journal.folder()),
    )
    box.setInformativeText("\n\n".join(words))
    box.setDetailedText(details)
    for name, press in (
        (tr("Copy details"), lambda: QGuiApplication.clipboard().setText(details)),
        (tr("Show logs"), show_logs),
    ):
        made = box.addButton(name, QMessageBox.ButtonRole.ActionRole)
        made.clicked.disconnect()  # the message stays on the screen
        made.clicked.connect(press)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Close))
    return box


def is_telling_of_a_bug() -> bool:
    return any(box.detailedText() for box in _open)


def show_logs() -> bool:
    """Open the folder in the system's file manager; False if it has none."""
    folder = journal.folder()
    with suppress(OSError):  # then there is nothing to show, and the system says so
        folder.mkdir(parents=True, exist_ok=True)
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def tell(parent: QWidget | None, error: BaseException) -> None:
    """Show the error without stopping the window behind it; a bug is written down."""
    if not isinstance(error, Trouble):
        journal.keep()
        log.error("told", exc_info=error)
    box = dialog(parent, error)
    _open.append(box)  # without a parent nobody else holds it
    box.destroyed.connect(lambda: _open.remove(box))
    box.open()
