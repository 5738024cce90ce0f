"""How does the window look?  Drawn off screen, for those without a screen and for the README."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QTimer, SignalInstance
from PySide6.QtGui import QGuiApplication

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.library import Library
from desktop_app.reports.files import write_whole
from desktop_app.views.causes import CausesPage
from desktop_app.views.main_window import MainWindow
from desktop_app.views.task import finish
from desktop_app.views.theme import choose

PATIENCE_MS = 20_000  # for the charts to be drawn


def draw(
    library: Library, case: int | str, size: tuple[int, int], theme: str, page: str, chart: str, output: Path
) -> None:
    """Write the window as PNG, closed before it is ever shown to anybody."""
    window = MainWindow(library)
    choose(theme)
    window.dress()
    window.resize(*size)
    window.show()
    if case == "home":
        window.open_case(None)
        if (home := window.home) and home.points and home.plane.waiting:
            _wait_for(home.points.found)
    else:
        found = library.case(case)
        window.open_case(found.slug)
        window.pick_first()
        window.page.open(page)
        shown = window.page.stack.currentWidget()
        if isinstance(shown, CausesPage) and shown.waiting:
            _wait_for(shown.drawn)
        window.proximity.open(chart)
        if not window.proximity.is_folded:
            _wait_for(window.charted)
    for _ in range(20):  # let the side be filled, layouts settle, and those that follow from them
        QGuiApplication.processEvents()
    picture = window.grab()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    write_whole(output, bytes(buffer.data().data()))
    window.hide()  # and not closed: what the window remembers is the reader's
    window.library.close()
    finish()


def _wait_for(drawn: SignalInstance) -> None:
    loop = QEventLoop()
    drawn.connect(loop.quit)
    late = QTimer(singleShot=True, interval=PATIENCE_MS)
    late.timeout.connect(lambda: loop.exit(1))
    late.start()
    if loop.exec() != 0:
        raise Trouble(tr("The chart was not drawn in time."), do=tr("Try again."))
