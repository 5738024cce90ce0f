"""Where shall a file go, and how does the reader come to it once it is written?"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from desktop_app.casebook.language import tr
from desktop_app.views.settings import settings

if TYPE_CHECKING:
    from desktop_app.views.main_window import MainWindow


def ask_where(window: "MainWindow", title: str, name: str, kinds: str) -> Path | None:
    """The file that the reader names, beginning in the folder of last time.

    A name without an ending gets that of `name`.  kinds: as Qt's file dialogs want them, "PDF (*.pdf)".
    """
    folder = Path(str(settings().value("last/folder", str(Path.home()))))
    dialog = QFileDialog(window, title, str(folder if folder.is_dir() else Path.home()), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)
    if not dialog.exec() or not dialog.selectedFiles():
        return None
    path = Path(dialog.selectedFiles()[0])
    settings().setValue("last/folder", str(path.parent))
    return path


def tell_written(window: "MainWindow", path: Path) -> None:
    """Say that the file is there, and offer to open it."""
    opened = (tr("Open"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
    window.status.say(tr("{} written").format(path), opened)
