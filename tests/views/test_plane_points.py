"""All cases on the coincidence plane of Home, reckoned in the background and anew where something changed."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.analysis.evidence import equal_prior
from desktop_app.analysis.evidence import matrix as matrix_of
from desktop_app.analysis.sensitivity import plane as plane_of
from desktop_app.casebook.reading import Prior, Rating
from desktop_app.views.main_window import MainWindow

PATIENCE_MS = 30_000


def at_home(window: MainWindow, qtbot: QtBot) -> None:
    window.open_case(None)
    home = window.home
    assert home is not None
    qtbot.waitUntil(lambda: len(home.plane.spots) == len(window.heads), timeout=PATIENCE_MS)


def test_all_cases_stand_where_the_analysis_puts_them(window: MainWindow, qtbot: QtBot) -> None:
    at_home(window, qtbot)
    assert window.home
    for spot in window.home.plane.spots[:3]:
        case = window.library.case(spot.head.slug)
        matrix = matrix_of(case)
        point = plane_of(matrix, equal_prior(matrix), "chance", draws=1000)
        assert spot.placed.prior[1] == pytest.approx(point.prior.mid)
        assert spot.placed.weight[1] == pytest.approx(point.weight.mid)
        assert spot.placed.region == point.region
        assert not spot.placed.said


def test_what_the_reader_sets_moves_his_case_and_is_there_after_a_restart(
    open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window = open_window()
    at_home(window, qtbot)
    assert window.home
    slug = window.library.case(14).slug
    before = next(spot.placed for spot in window.home.plane.spots if spot.head.slug == slug)
    with window.library.change("Weigh") as change:
        change.set_prior(slug, Prior("chance", 0.8, 0.9, 0.95))
        change.rate(slug, Rating("soong-asked-first", "chance", 7, 10, 13))

    def moved() -> bool:
        assert window.home
        after = next((spot.placed for spot in window.home.plane.spots if spot.head.slug == slug), before)
        return after.said and after.own and after.prior[1] < before.prior[1] and after.weight[1] < before.weight[1]

    qtbot.waitUntil(moved, timeout=PATIENCE_MS)
    window.close()
    again = open_window()
    at_home(again, qtbot)
    assert again.home
    assert next(spot.placed for spot in again.home.plane.spots if spot.head.slug == slug).said
