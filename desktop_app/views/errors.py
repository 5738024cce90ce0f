"""How is the reader told that something went wrong?"""

import traceback

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble


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
    box.setInformativeText(tr("What was saved before is safe. What you were typing is still in the window."))
    box.setDetailedText(details)
    copy = box.addButton(tr("Copy details"), QMessageBox.ButtonRole.ActionRole)
    copy.clicked.disconnect()  # copying leaves the message on the screen
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
    box.addButton(QMessageBox.StandardButton.Close)
    return box


def tell(parent: QWidget | None, error: BaseException) -> None:
    """Show the error without stopping the window behind it."""
    dialog(parent, error).open()
