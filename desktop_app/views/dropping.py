"""What is done with a file that is dropped on the window?"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDropEvent

from desktop_app.views import menus

if TYPE_CHECKING:
    from desktop_app.views.main_window import MainWindow


def file_of(event: QDropEvent) -> Path | None:
    """The one file that is dragged here, if it is one."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def take(window: "MainWindow", event: QDropEvent) -> None:
    """A library is opened in the window's place, a table of itineraries is imported."""
    path = file_of(event)
    if path is None:
        return
    event.acceptProposedAction()
    if path.suffix.lower() in menus.TABLES:
        from desktop_app.views.commanded import import_table

        import_table(window, path)
    else:
        window.open_library(path)
