"""What can the reader do who closes the window while something that he typed cannot be kept?"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble

if TYPE_CHECKING:
    from desktop_app.views.main_window import MainWindow


def ask(window: "MainWindow", trouble: Trouble) -> QMessageBox:
    """Stay, write it to a file elsewhere, or go without it; going closes the window."""
    box = QMessageBox(window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(tr("Not saved"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(tr("What you typed last could not be saved: {}").format(trouble.what))
    box.setInformativeText(tr("It is still in the window. {}").format(trouble.do))
    stay = box.addButton(tr("Stay"), QMessageBox.ButtonRole.RejectRole)
    elsewhere = box.addButton(tr("Save it as a file…"), QMessageBox.ButtonRole.AcceptRole)
    go = box.addButton(tr("Discard it"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(stay)
    elsewhere.clicked.connect(lambda: _save_elsewhere(window))
    go.clicked.connect(window.close_without_saving)
    box.open()
    return box


def _save_elsewhere(window: "MainWindow") -> None:
    chosen, _ = QFileDialog.getSaveFileName(
        window, tr("Save what you typed"), str(Path.home() / "not-saved.md"), tr("Markdown (*.md)")
    )
    if chosen:
        write_and_close(window, Path(chosen))


def write_and_close(window: "MainWindow", path: Path) -> None:
    """Write what is typed to the file; the window closes only if that worked."""
    from desktop_app.reports.files import write_whole

    try:
        write_whole(path, window.side.typed.encode())
    except Trouble as trouble:
        window.fail(trouble)
    else:
        window.close_without_saving()
