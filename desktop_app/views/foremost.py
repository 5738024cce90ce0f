"""Does the window come to the front when its library is asked for a second time?"""

import os
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app import front


def answer(window: QWidget, library: Path) -> None:
    """From now on the window comes to the front for every later start on its library."""
    place = front.prepare(library)
    if place is None:
        return
    watcher = QFileSystemWatcher([str(place)], window)

    def look() -> None:
        if window.isVisible():  # a closed window has no library
            for token in front.requests(library):
                come(window, token)

    watcher.directoryChanged.connect(look)
    look()  # who asked while the window was being built


def come(window: QWidget, token: str = "") -> None:
    if token:
        os.environ["XDG_ACTIVATION_TOKEN"] = token  # Qt takes it from there, once
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    for shown in (window, QApplication.activeModalWidget()):
        if shown:
            shown.show()
            shown.raise_()
            shown.activateWindow()
