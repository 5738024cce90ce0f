"""What can be chosen of the matrix: how near counts as together, and over which time days are counted?"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QInputDialog, QMenu, QMessageBox, QToolButton

from desktop_app.casebook.language import tr
from desktop_app.casebook.typed import understand
from desktop_app.casebook.when import parse
from desktop_app.views.chart_menus import fill_later, one_of

if TYPE_CHECKING:
    from desktop_app.charts.matrix import Matrix

NEAR_KM = (None, 5.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)


def connect(matrix: "Matrix", within: QToolButton, open_map: Callable[[], None]) -> None:
    """The button that says and changes how near counts; where the map is asked for."""

    def name() -> None:
        within.setText(tr("{} ▾").format(near_said(matrix.within_km)))

    def fill_near(menu: QMenu) -> None:
        for km in NEAR_KM:
            action = menu.addAction(near_said(km))
            action.setCheckable(True)
            action.setChecked(km == matrix.within_km)
            action.triggered.connect(lambda _=False, km=km: _set(km))

    def _set(km: float | None) -> None:
        matrix.set_within(km)
        name()

    fill_later(within, fill_near)
    matrix.map_wanted.connect(open_map)
    name()


def near_said(km: float | None) -> str:
    return tr("at one place") if km is None else tr("within {:g} km").format(km)


def fill(menu: QMenu, matrix: "Matrix") -> None:
    """Over which time the days are counted."""
    whole = matrix.whole_period()
    choices: list[tuple[object, str]] = [(None, tr("What the charts over time show")), (whole, tr("All of the case"))]
    if matrix.period not in (None, whole):
        choices.append((matrix.period, tr("The time that was chosen")))
    below = one_of(menu, tr("Days are counted over"), choices, matrix.period, matrix.set_period)
    below.addAction(tr("Another time…")).triggered.connect(lambda: ask(matrix))


def ask(matrix: "Matrix") -> None:
    """Ask for a time in words, until it is understood or given up."""
    typed, words = "", tr("A year, a month, days: 1945, July 1945, 16 July – 2 August 1945")
    while True:
        typed, given = QInputDialog.getText(matrix, tr("Days are counted over"), words, text=typed)
        if not given:
            return
        try:
            matrix.set_period(period_of(typed))
        except ValueError as error:
            QMessageBox.information(matrix, tr("Days are counted over"), str(error))
        else:
            return


def period_of(typed: str) -> tuple[float, float]:
    """From the first to the last moment of a time in words.  Raises ValueError with a reason in plain words."""
    first, last = parse(understand(typed).text).outer
    if not -1e9 < first < last < 1e9:
        raise ValueError(tr("Give a beginning and an end."))
    return first, last
