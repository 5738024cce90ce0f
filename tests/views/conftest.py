"""A real window on a real library, as on a first start."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.library.library import Library
from desktop_app.views.application import application
from desktop_app.views.main_window import MainWindow

PATIENCE_MS = 20_000  # for charts on a busy machine


@pytest.fixture(scope="session")
def qapp_cls() -> Callable[..., object]:
    return lambda *_: application()


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: object) -> None:  # noqa: ARG001  # made before it is dressed
    """The program's fonts, also where tests of another room made the QApplication first."""
    application()


@pytest.fixture
def library_file(tmp_path: Path) -> Path:
    return tmp_path / "library.casebook"


@pytest.fixture
def open_window(qtbot: QtBot, library_file: Path) -> Iterator[Callable[[], MainWindow]]:
    """Opens the window anew, as a restart does, with its chart drawn; all are closed at the end."""
    windows: list[MainWindow] = []

    def open_it() -> MainWindow:
        window = MainWindow(Library.open(library_file))
        windows.append(window)
        charted: list[bool] = []
        window.charted.connect(lambda: charted.append(True))
        window.open_first()
        window.show()
        qtbot.waitUntil(
            lambda: bool(charted) or window.proximity.is_folded or window.selection.now.case is None,
            timeout=PATIENCE_MS,
        )
        return window

    yield open_it
    for window in windows:
        window.close()
        window.deleteLater()


@pytest.fixture
def window(open_window: Callable[[], MainWindow]) -> MainWindow:
    return open_window()
