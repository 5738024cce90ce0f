"""Is the picture of the window that of a window which has finished?"""

import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from desktop_app.library.library import Library
from desktop_app.views.main_window import MainWindow
from desktop_app.views.picture import draw
from desktop_app.views.theme import choose

PATIENCE_MS = 20_000


def test_the_causal_graph_is_drawn_though_its_drawing_is_loaded_late(tmp_path: Path) -> None:
    output = tmp_path / "causes.png"
    command = [sys.executable, "-m", "desktop_app", "picture", "--case", "14", "--page", "causes"]
    subprocess.run([*command, "--output", str(output), "--library", str(tmp_path / "x.casebook")], check=True)
    middle = QImage(str(output)).copy(400, 300, 600, 300)
    colours = {middle.pixel(x, y) for x in range(middle.width()) for y in range(middle.height())}
    assert len(colours) > 600  # the words that stand there until then have some 200


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
