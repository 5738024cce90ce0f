"""How does Home come into the window, and what does it lead to?"""

from typing import TYPE_CHECKING

from desktop_app.casebook.language import tr
from desktop_app.views.home import Home, HomeSide
from desktop_app.views.plane_points import PlanePoints
from desktop_app.views.remembered import stopped

if TYPE_CHECKING:
    from desktop_app.views.main_window import MainWindow


def show(window: "MainWindow") -> None:
    """Bring Home to the front, as the library now stands."""
    if window.home is None or window.home_side is None:
        window.home, window.home_side = _settle_in(window)
    library = window.library
    shown = (
        window.heads,
        library.threads(),
        library.annotations(),
        library.verdicts(),
        window.trail.last_case or stopped(window.heads),
        window.theme,
    )
    window.home.show_cases(*shown)
    window.home_side.show_cases(*shown)
    window.middle.setCurrentWidget(window.home)
    window.right.setCurrentWidget(window.home_side)
    window.setWindowTitle(tr("All {} cases – Coincidence Casebook").format(len(window.heads)))
    window.cases.mark(None)
    window.status.count_all(library.totals())


def _settle_in(window: "MainWindow") -> tuple[Home, HomeSide]:
    home, side = Home(), HomeSide()
    home.use(PlanePoints(window.library))
    home.case_chosen.connect(window.open_case)
    home.target_chosen.connect(window.pick)
    side.case_chosen.connect(window.open_case)
    side.target_chosen.connect(window.pick)
    side.all_notes.connect(window.show_all_notes)
    side.go_on.connect(window.go_to)
    side.thread_chosen.connect(home.mark_thread)
    window.middle.addWidget(home)
    window.right.addWidget(side)
    return home, side
