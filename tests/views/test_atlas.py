"""The map in the window: selection, cursor, playback and what a reader lays over it, by mouse and key."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.case import Target
from desktop_app.casebook.terms import Kind
from desktop_app.charts.atlas import Atlas
from desktop_app.charts.colours import LIGHT
from desktop_app.charts.distance import Distance
from desktop_app.charts.drawing import Path as Lines
from desktop_app.library.means import means_of
from desktop_app.views.atlas import Tools, fill, made
from desktop_app.views.main_window import MainWindow
from desktop_app.views.settings import settings

BORDER = [[10.0, 50.0], [25.0, 52.0], [30.0, 58.0]]


@pytest.fixture
def border(tmp_path: Path) -> Path:
    path = tmp_path / "border-of-1914.geojson"
    path.write_text(json.dumps({"type": "LineString", "coordinates": BORDER}), encoding="utf-8")
    return path


@pytest.fixture
def atlas(window: MainWindow, qtbot: QtBot) -> Atlas:
    window.resize(1400, 900)
    with qtbot.waitSignal(window.charted, timeout=20_000):
        window.proximity.open("map")
    found = window.findChild(Atlas)
    assert isinstance(found, Atlas)
    return found


def notices(atlas: Atlas) -> list[str]:
    """What the button beside the slider tells, if it is shown."""
    return [tools.notice.text() for tools in atlas.findChildren(Tools) if tools.notice.isVisibleTo(atlas)]


def lines_drawn(atlas: Atlas) -> int:
    shown = atlas.picture
    assert shown is not None
    return sum(isinstance(one, Lines) for layer in shown.layers for one in getattr(layer, "shapes", (layer,)))


def drop(atlas: Atlas, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    at, copy = QPointF(100, 100), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enters = QDragEnterEvent(at.toPoint(), copy, data, left, none)
    QApplication.sendEvent(atlas.canvas, enters)
    assert enters.isAccepted()
    QApplication.sendEvent(atlas.canvas, QDropEvent(at, copy, data, left, none))


def offered(atlas: Atlas) -> list[QAction]:
    """What the menu of the map has, also below."""
    menu = QMenu(atlas)
    fill(menu, atlas)
    return [one for action in menu.actions() for one in (action.menu().actions() if action.menu() else [action])]


def choose(atlas: Atlas, words: str) -> None:
    """What the menu of the button does when this entry is chosen."""
    next(action for action in offered(atlas) if action.text().startswith(words)).trigger()


def test_a_click_on_the_map_selects_everywhere_and_a_selection_shows_on_the_map(
    window: MainWindow, atlas: Atlas, qtbot: QtBot
) -> None:
    assert window.case is not None
    place = Target(window.case.slug, Kind.PLACE, "washington")
    at = atlas.pixel_of(place)
    assert at is not None
    qtbot.mouseClick(atlas.canvas, Qt.MouseButton.LeftButton, pos=at)
    assert window.selection.now.target == place
    window.pick(Target(window.case.slug, Kind.PLACE, "san-francisco"))
    view = atlas.canvas.view
    assert view is not None
    there = window.case.place["san-francisco"]
    assert view.frame.holds(*view.pixel(there.lat, there.lon))


def test_one_cursor_for_the_map_and_the_window(window: MainWindow, atlas: Atlas, qtbot: QtBot) -> None:
    scale = atlas.time_scale
    assert scale is not None
    x = (scale.left + scale.right) / 2
    qtbot.mouseClick(atlas.slider.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(x), 40))
    assert window.selection.now.moment == atlas.cursor_jd
    qtbot.keyClick(atlas, Qt.Key.Key_Right)
    assert window.selection.now.moment == atlas.cursor_jd
    window.selection.focus(moment=scale.span[0] + 3)
    assert atlas.cursor_jd == scale.span[0] + 3


def test_it_plays_in_the_window_until_it_is_folded_away(window: MainWindow, atlas: Atlas, qtbot: QtBot) -> None:
    qtbot.mouseClick(atlas.play_button, Qt.MouseButton.LeftButton)
    begun = window.selection.now.moment
    qtbot.waitUntil(lambda: window.selection.now.moment != begun)
    assert atlas.is_playing
    window.proximity.fold(True)
    assert not atlas.is_playing


def test_a_file_that_is_dropped_lies_over_the_map_and_is_remembered(atlas: Atlas, border: Path, qtbot: QtBot) -> None:
    before = lines_drawn(atlas)
    drop(atlas, border)
    qtbot.waitUntil(lambda: len(atlas.overlays) == 1)
    assert lines_drawn(atlas) == before + 1
    shown = atlas.picture
    assert shown is not None
    assert "border-of-1914" in [text.text for text in shown.texts]  # in the legend
    again = made(lambda: ())
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: len(again.overlays) == 1)
    choose(atlas, "Remove border-of-1914")
    assert not atlas.overlays
    assert lines_drawn(atlas) == before
    after = made(lambda: ())
    qtbot.addWidget(after)
    assert not notices(after)


def test_a_file_that_has_gone_is_told_of_and_can_be_forgotten(border: Path, qtbot: QtBot) -> None:
    settings().setValue("map/laid-over", [str(border)])
    border.unlink()
    atlas = made(lambda: ())
    qtbot.addWidget(atlas)
    assert notices(atlas) == ["1 file gone ▾"]
    choose(atlas, "border-of-1914.geojson is no longer there")
    assert not notices(atlas)
    assert settings().value("map/laid-over") in (None, "", [])


def test_a_file_that_is_no_geojson_is_told_of_and_what_lay_there_stays(
    atlas: Atlas, border: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    drop(atlas, border)
    qtbot.waitUntil(lambda: len(atlas.overlays) == 1)
    wrong = tmp_path / "swapped.geojson"
    wrong.write_text('{"type": "Point", "coordinates": [39.9, 116.4]}', encoding="utf-8")
    drop(atlas, wrong)
    qtbot.waitUntil(lambda: atlas.window().findChild(QMessageBox) is not None)
    box = atlas.window().findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "swapped" in box.text()
    box.accept()
    assert [one.name for one in atlas.overlays] == ["border-of-1914"]


def test_the_means_of_travel_bound_where_somebody_on_the_way_could_have_been(atlas: Atlas, qtbot: QtBot) -> None:
    atlas.set_cursor(julian_day(1945, 7, 15))  # Soong has left Moscow
    before = lines_drawn(atlas)
    choose(atlas, "by railway")
    assert atlas.speed_of_reach is not None
    assert atlas.speed_of_reach.kmh == 60
    assert lines_drawn(atlas) > before
    shown = atlas.picture
    assert shown is not None
    assert any(text.text.startswith("could have been, by railway") for text in shown.texts)
    words = [action.text() for action in offered(atlas)]
    assert not [one for one in words if one.startswith("by jet")]  # there was none in 1945
    assert atlas.case is not None
    again = made(lambda: means_of({}))
    qtbot.addWidget(again)
    again.show_case(atlas.case, LIGHT)
    assert again.speed_of_reach == atlas.speed_of_reach
    choose(atlas, "Not shown")
    assert atlas.speed_of_reach is None
    assert lines_drawn(atlas) == before


def test_the_projection_is_remembered(atlas: Atlas, qtbot: QtBot) -> None:
    atlas.choose("equal-area")
    again = made(lambda: ())
    qtbot.addWidget(again)
    assert again.kind == "equal-area"


@pytest.mark.usefixtures("atlas")
@pytest.mark.parametrize(("suffix", "begins"), [(".svg", b"<svg"), (".png", b"\x89PNG"), (".pdf", b"%PDF")])
def test_the_map_leaves_the_program_with_title_legend_and_sources(
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    suffix: str,
    begins: bytes,
) -> None:
    path = tmp_path / f"map{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.selection.focus(moment=julian_day(1945, 7, 23))
    menu = window.proximity.bar.export.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().startswith(suffix[1:].upper())).trigger()
    content = path.read_bytes()
    assert content.startswith(begins)
    if suffix == ".svg":
        text = content.decode()
        for words in (
            "14 · Secret Negotiations",
            "Who was where on Monday 23 July 1945",
            "surely there",
            "Land: Natural Earth",
            "Elleman",
        ):
            assert words in text


def test_above_a_chart_over_time_the_slider_lies_on_its_axis(window: MainWindow, atlas: Atlas, qtbot: QtBot) -> None:
    day = julian_day(1945, 7, 23)
    alone = atlas.foot.height()
    qtbot.mouseClick(
        window.proximity.bar.segments.button(1), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
    )

    def apart() -> float:
        distance = window.findChild(Distance)  # made when its modules have come
        ours, theirs = atlas.time_scale, distance.time_scale if isinstance(distance, Distance) else None
        if not isinstance(distance, Distance) or ours is None or theirs is None:
            return 1e9
        here = atlas.slider.mapTo(window, QPoint(0, 0)).x() + ours.x(day)
        return abs(here - distance.mapTo(window, QPoint(0, 0)).x() - theirs.x(day))

    qtbot.waitUntil(lambda: apart() < 0.5, timeout=30_000)
    assert atlas.foot.height() < alone  # the days are named below
    window.proximity.open("map")
    qtbot.waitUntil(lambda: atlas.foot.height() == alone, timeout=30_000)


def test_closing_in_shows_what_coincided_larger(atlas: Atlas) -> None:
    before = atlas.canvas.view
    choose(atlas, "Close in on what coincided")
    after, case = atlas.canvas.view, atlas.case
    assert before is not None
    assert after is not None
    assert case is not None
    assert after.km_per_px < before.km_per_px
    for key in case.coincident:
        place = case.place[case.event[key].place or ""]
        assert after.frame.holds(*after.pixel(place.lat, place.lon))
