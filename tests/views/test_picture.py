"""Is the picture of the window that of a window which has finished?"""

from pathlib import Path

from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from desktop_app.library.library import Library
from desktop_app.views.main_window import MainWindow
from desktop_app.views.picture import draw
from desktop_app.views.theme import choose

PATIENCE_MS = 20_000


def test_home_is_drawn_with_all_that_is_reckoned_for_it(qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(Library.open(tmp_path / "library.casebook"))
    qtbot.addWidget(window)
    choose("light")
    window.dress()
    window.resize(1400, 900)
    window.show()
    window.open_case(None)
    home = window.home
    assert home is not None
    qtbot.waitUntil(lambda: not home.plane.waiting, timeout=PATIENCE_MS)
    for _ in range(20):
        QGuiApplication.processEvents()
    place = home.plane.mapTo(window, home.plane.rect().topLeft())
    finished = window.grab().toImage().copy(place.x(), place.y(), home.plane.width(), home.plane.height())
    output = tmp_path / "home.png"
    draw(Library.open(tmp_path / "other.casebook"), "home", (1400, 900), "light", "story", "storyline", output)
    drawn = QImage(str(output)).copy(place.x(), place.y(), home.plane.width(), home.plane.height())
    assert drawn.convertToFormat(finished.format()) == finished
