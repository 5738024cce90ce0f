"""One box for commands, cases, people, places, events and text."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from desktop_app.casebook.terms import Kind
from desktop_app.charts.colours import LIGHT
from desktop_app.library.library import Library
from desktop_app.library.search import search
from desktop_app.views import menus
from desktop_app.views.palette import GROUPS, Entry, Palette, found


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(Path(tmp_path_factory.mktemp("palette"), "library.casebook")) as library:
        yield library


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QLineEdit())
    window.resize(1000, 700)
    window.show()
    window.centralWidget().setFocus()
    return window


@pytest.fixture
def actions(window: QMainWindow, done: list[str]) -> list[QAction]:
    return list(menus.fill(window.menuBar(), window, done.append).values())


@pytest.fixture
def open_palette(window: QMainWindow, actions: list[QAction], library: Library) -> Callable[[], Palette]:
    def open_it() -> Palette:
        palette = Palette(lambda text: search(library, text), actions, library.heads(), LIGHT, window)
        palette.open()
        return palette

    return open_it


@pytest.fixture
def palette(open_palette: Callable[[], Palette]) -> Palette:
    return open_palette()


def groups(palette: Palette) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in palette.model.entries:
        if entry.is_group:
            found[entry.title] = []
        else:
            found[list(found)[-1]].append(entry)
    return found


def typed(qtbot: QtBot, palette: Palette, text: str) -> dict[str, list[Entry]]:
    """As a reader types, with the list that follows a moment later."""
    with qtbot.waitSignal(palette.model.modelReset):
        qtbot.keyClicks(palette.box, text)
    return groups(palette)


def test_an_empty_box_offers_commands_and_all_cases(palette: Palette, library: Library) -> None:
    found = groups(palette)
    assert list(found) == ["Commands", "Cases"]
    assert "Write a note" in [entry.title for entry in found["Commands"]]
    assert len(found["Cases"]) == len(library.heads())
    assert palette.box.hasFocus()


def test_one_box_finds_people_places_events_and_text(palette: Palette, qtbot: QtBot) -> None:
    found = typed(qtbot, palette, "soong")
    assert found["People"][0].title == "T. V. Soong"
    assert all("soong" in entry.title.casefold() for entry in found["Events"])
    assert list(found) == [name for name in GROUPS if name in found]
    assert any("\x02Soong\x03" in entry.snippet for entry in found["Events"])


@pytest.mark.parametrize(("words", "person"), [("介石", "Chiang Kai-shek"), ("lê đức thọ", "Le Duc Tho")])
def test_people_are_found_by_what_is_typed_however_they_are_written(
    palette: Palette, qtbot: QtBot, words: str, person: str
) -> None:
    palette.box.setText(words)  # as an input method commits it
    qtbot.keyClick(palette.box, Qt.Key.Key_End)
    palette.look_up()
    assert person in [entry.title for entry in groups(palette)["People"]]


def test_return_follows_the_first_hit_even_before_the_list_has(palette: Palette, qtbot: QtBot) -> None:
    with qtbot.waitSignal(palette.target_chosen) as chosen:
        qtbot.keyClicks(palette.box, "potsdam conference")
        qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert chosen.args[0].kind == Kind.EVENT


def test_arrows_step_over_headings_and_around(palette: Palette, qtbot: QtBot) -> None:
    found = typed(qtbot, palette, "soong")
    titles = [entry.title for entries in found.values() for entry in entries]
    for title in titles[1:]:
        qtbot.keyClick(palette.box, Qt.Key.Key_Down)
        assert palette.list.currentIndex().data() == title
    qtbot.keyClick(palette.box, Qt.Key.Key_Down)
    assert palette.list.currentIndex().data() == titles[0]
    qtbot.keyClick(palette.box, Qt.Key.Key_Up)
    assert palette.list.currentIndex().data() == titles[-1]


def test_a_command_is_found_by_the_beginnings_of_its_words_and_carried_out(
    palette: Palette, qtbot: QtBot, done: list[str]
) -> None:
    found = typed(qtbot, palette, "exp su")
    assert [(entry.title, entry.right) for entry in found["Commands"]] == [("Export case summary", "Ctrl+E")]
    qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert done == ["export"]


def test_a_case_is_found_by_its_number_and_opened_by_a_click(palette: Palette, qtbot: QtBot) -> None:
    found = typed(qtbot, palette, "14 sino")
    assert [entry.title for entry in found["Cases"]] == ["14 · The Sino-Soviet border"]
    row = next(row for row, entry in enumerate(palette.model.entries) if entry == found["Cases"][0])
    index = palette.model.index(row)
    palette.list.scrollTo(index)
    with qtbot.waitSignal(palette.target_chosen) as chosen:
        at = palette.list.visualRect(index).center()
        qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args[0].kind == Kind.CASE


def test_nothing_found_is_said(palette: Palette, qtbot: QtBot) -> None:
    assert typed(qtbot, palette, "zzzz") == {}
    assert palette.nothing.isVisible()
    with qtbot.assertNotEmitted(palette.target_chosen):
        qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_escape_or_a_click_beside_it_closes_it_and_gives_the_keys_back(
    open_palette: Callable[[], Palette], window: QMainWindow, qtbot: QtBot
) -> None:
    palette = open_palette()
    with qtbot.waitSignal(palette.destroyed):
        qtbot.keyClick(palette.box, Qt.Key.Key_Escape)
    assert window.centralWidget().hasFocus()
    palette = open_palette()
    with qtbot.waitSignal(palette.destroyed):
        qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(10, palette.height() - 10))
    assert window.centralWidget().hasFocus()


def test_it_follows_the_window_and_there_is_only_one(
    open_palette: Callable[[], Palette], window: QMainWindow, qtbot: QtBot
) -> None:
    first = open_palette()
    with qtbot.waitSignal(first.destroyed):
        second = open_palette()
    window.resize(700, 500)
    assert second.size() == window.size()
    assert second.rect().contains(second.card.geometry())


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("23 July 1945", "Go to 23 July 1945"),
        ("1945-07-23", "Go to 23 July 1945"),
        ("July 1945", "Go to July 1945"),
        ("44 BCE March", None),
        ("1945", None),
        ("31 June 1945", None),
        ("soong", None),
    ],
)
def test_a_date_that_is_typed_is_offered_as_a_way(palette: Palette, typed: str, offered: str | None) -> None:
    palette.box.setText(typed)
    palette.look_up()
    dates = [entry.title for entry in palette.model.entries if entry.moment is not None]
    assert dates == ([offered] if offered else [])


def test_return_on_a_date_goes_there(palette: Palette, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.box, "23 July 1945")
    with qtbot.waitSignal(palette.moment_chosen) as chosen:
        qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert chosen.args == [2431659.5 + 0.5]


def test_no_date_is_offered_where_no_case_is_open(actions: list[QAction]) -> None:
    entries = found([action for action in actions if action.objectName() != "go-to-date"], (), (), "23 July 1945")
    assert not entries
