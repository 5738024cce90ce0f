"""Who met whom, and could they have met: the page, driven as a reader drives it."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from desktop_app.casebook.case import Target
from desktop_app.casebook.terms import Certainty, Kind
from desktop_app.charts.colours import DARK, LIGHT
from desktop_app.library.library import Library
from desktop_app.library.means import KIND, shipped
from desktop_app.views.cells import BETWEEN
from desktop_app.views.encounter_panel import EncounterPanel
from desktop_app.views.grid import MANY
from desktop_app.views.main_window import MainWindow
from desktop_app.views.means_table import MeansTable
from desktop_app.views.meetings import MeetingsPage
from desktop_app.views.meetings_list import MeetingsList
from desktop_app.views.parts import ClickRow
from desktop_app.views.theme import px
from tests.analysis.itineraries import case_of, stay

PATIENCE_MS = 30_000
WHO, WHEN, WHERE, SURE, DOCUMENTS = range(5)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "mine.casebook") as library:
        yield library


@pytest.fixture
def page(qtbot: QtBot, library: Library) -> MeetingsPage:
    page = MeetingsPage()
    qtbot.addWidget(page)
    page.resize(840, 620)
    page.use(library)
    with qtbot.waitSignal(page.list.answered, timeout=PATIENCE_MS):
        page.show_case(library.case(14), LIGHT, frozenset())
        page.show()
    return page


def column(part: MeetingsList, number: int) -> list[str]:
    model = part.grid.model()
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def click_row(qtbot: QtBot, part: MeetingsList, row: int) -> None:
    index = part.grid.model().index(row, 0)
    part.grid.scrollTo(index)
    qtbot.mouseClick(part.grid.viewport(), Qt.MouseButton.LeftButton, pos=part.grid.visualRect(index).center())


def only(qtbot: QtBot, page: MeetingsPage, *actors: str) -> MeetingsList:
    with qtbot.waitSignal(page.list.answered, timeout=PATIENCE_MS):
        page.list.choose_actors(frozenset(actors))
    return page.list


def could(qtbot: QtBot, page: MeetingsPage, *actors: str, during: str = "", means: str = "") -> EncounterPanel:
    """The question, asked by a click on its segment."""
    panel = page.could
    qtbot.mouseClick(page.segments.buttons["could"], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.answered, timeout=PATIENCE_MS):
        panel.choose(actors, during, means)
    qtbot.waitUntil(lambda: bool(panel.found) and panel.found.terms == panel.terms(), timeout=PATIENCE_MS)
    return panel


# ---- all meetings


def test_soong_and_chiang_possibly_from_14_july_and_surely_from_21(qtbot: QtBot, page: MeetingsPage) -> None:
    part = only(qtbot, page, "soong", "chiang-kai-shek")
    part.dates.setText("July 1945")
    qtbot.waitUntil(lambda: part.grid.count == 2, timeout=PATIENCE_MS)
    assert column(part, WHERE) == ["Chungking", "Chungking"]
    assert column(part, WHEN) == ["14 July – 5 August 1945", "21 July – beginning of 5 August 1945"]
    assert column(part, SURE) == ["possible", "sure"]
    assert "Soong in Chungking between the rounds" in column(part, DOCUMENTS)[1]
    assert part.actors.text() == "Soong and Chiang Kai-shek ▾"
    assert "July 1945" in part.line.text()


def test_every_two_persons_are_listed_first_and_chips_leave_out(qtbot: QtBot, page: MeetingsPage) -> None:
    part = page.list
    whole = part.grid.count
    assert whole > 100
    assert part.found is not None
    qtbot.mouseClick(part.chips["possible"], Qt.MouseButton.LeftButton)
    assert set(column(part, SURE)) == {"sure"}
    qtbot.mouseClick(part.chips["documented"], Qt.MouseButton.LeftButton)
    assert set(column(part, DOCUMENTS)) == {"nobody tells of it"}
    assert part.grid.count == sum(row.sure and not row.documented for row in part.found.rows)
    for name in ("possible", "documented"):
        qtbot.mouseClick(part.chips[name], Qt.MouseButton.LeftButton)
    assert part.grid.count == whole


def test_near_misses_are_listed_where_the_reader_asks_for_them(qtbot: QtBot, page: MeetingsPage) -> None:
    part = page.list
    meetings = part.grid.count
    assert part.chips["missed"].isHidden()
    with qtbot.waitSignal(part.answered, timeout=PATIENCE_MS):
        qtbot.keyClick(part.missed, Qt.Key.Key_End)
    missed = part.grid.count - meetings
    assert missed > 0
    assert part.chips["missed"].text().strip() == f"Near misses  {missed}"
    told = [words for words in column(part, DOCUMENTS) if words.startswith("not there at once")]
    assert len(told) == missed
    assert sum("near miss" in words for words in column(part, SURE)) == missed
    qtbot.mouseClick(part.chips["missed"], Qt.MouseButton.LeftButton)
    assert part.grid.count == meetings


def test_a_row_leads_to_what_documents_it_and_moves_the_cursor(qtbot: QtBot, page: MeetingsPage) -> None:
    part = only(qtbot, page, "stalin", "truman")
    sure = column(part, SURE).index("sure")
    targets: list[Target] = []
    moments: list[float] = []
    page.picked.connect(targets.append)
    page.moment_changed.connect(moments.append)
    click_row(qtbot, part, sure)
    (target,), (moment, *_) = targets, moments
    assert target == Target("sino-soviet-border-1945", Kind.EVENT, "potsdam-conference")
    row = part.grid.part(part.grid.model().index(sure, 0)).row
    assert row.start < moment < row.end


def test_the_menu_of_a_row_leads_to_stays_and_places_and_notes(qtbot: QtBot, page: MeetingsPage) -> None:
    part = only(qtbot, page, "soong", "hurley")
    click_row(qtbot, part, 0)
    menu = part.grid.menu()
    words = [action.text() for action in menu.actions() if action.text()]
    assert "Show Chungking" in words
    assert any(each.startswith("Show Soong, Chungking") for each in words)
    with qtbot.waitSignal(page.picked) as picked:
        next(action for action in menu.actions() if action.text() == "Show Chungking").trigger()
    assert picked.args[0].kind == Kind.PLACE
    with qtbot.waitSignal(page.note_wanted):
        next(action for action in menu.actions() if action.text() == "Write a note…").trigger()


def test_what_is_selected_elsewhere_is_marked(qtbot: QtBot, page: MeetingsPage) -> None:
    part = only(qtbot, page, "stalin", "truman")
    page.mark(Target("sino-soviet-border-1945", Kind.STAY, "truman-potsdam"))
    chosen = part.grid.chosen()
    assert len(chosen) == 1
    assert "truman-potsdam" in chosen[0].row.stays


def test_it_sorts_by_who_documents(qtbot: QtBot, page: MeetingsPage) -> None:
    part = page.list
    header = part.grid.horizontalHeader()
    at = header.sectionViewportPosition(DOCUMENTS) + 20
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, 8))
    told = column(part, DOCUMENTS)
    first = told.index("nobody tells of it")
    assert set(told[first:]) == {"nobody tells of it"}


def test_the_rows_shown_are_copied_as_csv(qtbot: QtBot, page: MeetingsPage) -> None:
    part = only(qtbot, page, "soong", "chiang-kai-shek")
    qtbot.mouseClick(part.copy_button, Qt.MouseButton.LeftButton)
    rows = list(csv.DictReader(StringIO(QGuiApplication.clipboard().mimeData().data("text/csv").data().decode())))
    assert len(rows) == part.grid.count
    assert rows[-1]["From (EDTF)"] == "1945-07-21T00:00:00"
    assert rows[-1]["Stays"] == "soong-chungking-2 chiang-kai-shek-chungking-3"


def test_nearer_and_better_attested(qtbot: QtBot, page: MeetingsPage) -> None:
    part = only(qtbot, page, "churchill", "attlee")
    before = part.grid.count
    with qtbot.waitSignal(part.answered, timeout=PATIENCE_MS):
        part.near.setCurrentIndex(part.near.findData(100.0))
    assert part.grid.count > before
    assert any(" – " in where for where in column(part, WHERE))
    with qtbot.waitSignal(part.answered, timeout=PATIENCE_MS):
        part.steps.setCurrentIndex(part.steps.findData("established"))
    assert part.grid.count < before + 1


def test_dates_that_are_none_leave_the_table_and_say_why(page: MeetingsPage) -> None:
    before = page.list.grid.count
    page.list.dates.setText("7/12/1941")
    assert "Write the month as a word" in page.list.line.text()
    assert page.list.grid.count == before


def test_one_actor_meets_nobody(qtbot: QtBot, page: MeetingsPage) -> None:
    page.list.choose_actors(frozenset({"soong"}))
    qtbot.waitUntil(lambda: page.list.stack.currentWidget() is page.list.nothing)
    assert page.list.nothing.text() == "Choose two actors or more."
    only(qtbot, page, "hurley", "truman")
    assert page.list.nothing.text() == "No meeting is recorded, not even a possible one."


def test_what_excludes_one_another_stands_above_and_leads_to_both(
    qtbot: QtBot, page: MeetingsPage, library: Library
) -> None:
    with qtbot.waitSignal(page.list.answered, timeout=PATIENCE_MS):
        page.show_case(library.case(18), DARK, frozenset())
    part = page.list
    assert part.clash.isVisible()
    keys = []
    for row in part.clash.findChildren(ClickRow):
        with qtbot.waitSignal(page.picked) as picked:
            qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
        keys.append(picked.args[0].key)
    assert set(keys) == {"rusk-manila", "rusk-cam-ranh"}


def test_of_many_that_exclude_one_another_a_few_are_shown_first(qtbot: QtBot) -> None:
    days = [f"1945-05-{day:02}/1945-05-{day + 3:02}" for day in range(1, 21, 4)]
    stays = [stay("ann", where, when) for when in days for where in ("paris", "moscow")]
    part = MeetingsList()
    qtbot.addWidget(part)
    part.show()
    with qtbot.waitSignal(part.answered, timeout=PATIENCE_MS):
        part.show_case(case_of(*stays, stay("ben", "paris", "1945")), LIGHT, shipped())
    assert part.found is not None
    assert len(part.found.contradictions) == 5
    assert len(part.clash.findChildren(ClickRow)) == 6
    (more,) = (each for each in part.clash.findChildren(QToolButton) if each.text() == "2 more")
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sum(row.isVisibleTo(part) for row in part.clash.findChildren(ClickRow)) == 10)


# ---- could they have met?


def test_soong_and_truman_by_air_and_by_rail(qtbot: QtBot, page: MeetingsPage) -> None:
    panel = could(qtbot, page, "soong", "truman", during="July 1945", means="propeller-aircraft")
    assert panel.verdict.text() == "Possible"
    assert panel.by.text() == "by propeller aircraft, 330 km/h"
    assert "Soong and Truman could have met during July 1945" in panel.sentence.text()
    panel = could(qtbot, page, "soong", "truman", during="July 1945", means="railway")
    assert panel.by.text() == "by railway, 60 km/h"
    told = panel.text()
    assert "Within these voyages they could not have met" in told
    assert "At least 39 km/h were needed" in told
    assert "- That they could have met does not say that they met." in told
    with qtbot.waitSignal(page.said):
        qtbot.mouseClick(panel.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == told


def test_the_readers_speed_for_one_question(qtbot: QtBot, page: MeetingsPage) -> None:
    panel = could(qtbot, page, "soong", "truman", during="July 1945", means="railway")
    with qtbot.waitSignal(panel.answered, timeout=PATIENCE_MS):
        panel.kmh.setValue(30.0)
    assert panel.verdict.text() == "Not possible"
    assert panel.found is not None
    assert panel.found.reach.kmh == 30
    with qtbot.waitSignal(panel.answered, timeout=PATIENCE_MS):
        panel.means.setCurrentIndex(panel.means.findData("steamship"))
    assert panel.found.reach.kmh == 37


def test_those_who_met_and_those_whom_no_speed_brings_together(qtbot: QtBot, page: MeetingsPage) -> None:
    assert could(qtbot, page, "stalin", "truman", during="July 1945").verdict.text() == "They met"
    panel = could(qtbot, page, "soong", "truman", during="22–23 July 1945")
    assert panel.verdict.text() == "Not possible"
    assert "no speed would have helped" in panel.sentence.text()


def test_what_cannot_be_asked_is_said(qtbot: QtBot, page: MeetingsPage) -> None:
    panel = could(qtbot, page, "soong", "truman", during="July 1945")
    with qtbot.waitSignal(panel.answered, timeout=PATIENCE_MS):
        panel.choose(("soong",), "July 1945")
    assert panel.trouble.isVisible()
    assert "two actors" in panel.trouble.text()
    assert panel.verdict.text() == ""
    panel.dates.setText("7/12/1941")
    assert "Write the month as a word" in panel.understood.text()


def test_only_those_are_offered_who_are_in_one_place_at_a_time(page: MeetingsPage, library: Library) -> None:
    page.show_case(library.case(1), LIGHT, frozenset())
    offered = {action.text() for action in page.could.actors.menu().actions()}
    assert "Japan" not in offered
    assert "Theodore Roosevelt" in offered


def test_an_answer_is_kept_and_shown_again(qtbot: QtBot, page: MeetingsPage, library: Library) -> None:
    panel = could(qtbot, page, "soong", "truman", during="July 1945", means="railway")
    with qtbot.waitSignal(page.said):
        qtbot.mouseClick(panel.keep_button, Qt.MouseButton.LeftButton)
    (saved,) = library.analyses("sino-soviet-border-1945")
    assert (saved.kind, saved.settings["means"], saved.seed) == ("reach", "railway", 1)
    assert saved.assumptions
    could(qtbot, page, "stalin", "truman", during="July 1945")
    page.show_saved(saved)
    qtbot.waitUntil(lambda: bool(panel.found) and panel.found.reach.actors == ("soong", "truman"), timeout=PATIENCE_MS)
    assert panel.by.text() == "by railway, 60 km/h"


# ---- means of travel


def test_a_speed_is_set_for_all_cases_and_taken_back(qtbot: QtBot, page: MeetingsPage, library: Library) -> None:
    panel = could(qtbot, page, "soong", "truman", during="July 1945", means="railway")
    qtbot.mouseClick(page.means_button, Qt.MouseButton.LeftButton)
    (dialog,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, MeansTable))
    assert set(dialog.speeds) == {one.key for one in shipped()}
    with qtbot.waitSignal(panel.answered, timeout=PATIENCE_MS):
        dialog.speeds["railway"].setValue(25)
    assert library.reading("").chosen(KIND) == {"railway": 25.0}
    qtbot.waitUntil(lambda: panel.by.text() == "by railway, 25 km/h", timeout=PATIENCE_MS)
    assert panel.verdict.text() == "Not possible"
    assert dialog.resets["railway"].isVisible()
    with qtbot.waitSignal(panel.answered, timeout=PATIENCE_MS):
        qtbot.mouseClick(dialog.reset_all, Qt.MouseButton.LeftButton)
    assert library.reading("").chosen(KIND) == {}
    assert dialog.speeds["railway"].value() == 60
    library.undo()
    assert dialog.speeds["railway"].value() == 25
    dialog.reject()


# ---- in the window


def test_in_the_window_a_row_moves_the_inspector_and_the_cursor(qtbot: QtBot, window: MainWindow) -> None:
    page = window.page.opened("meetings")
    assert isinstance(page, MeetingsPage)
    qtbot.waitUntil(lambda: page.list.found is not None and page.list.grid.count > 0, timeout=PATIENCE_MS)
    only(qtbot, page, "stalin", "truman")
    click_row(qtbot, page.list, 0)
    assert window.selection.now.target == Target("sino-soviet-border-1945", Kind.EVENT, "potsdam-conference")
    assert window.selection.now.moment is not None


def test_the_menu_asks_whether_they_could_have_met(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_name["could-meet"].trigger()
    page = window.page.opened("meetings")
    assert isinstance(page, MeetingsPage)
    assert page.stack.currentWidget() is page.could
    qtbot.waitUntil(lambda: page.could.found is not None, timeout=PATIENCE_MS)
    assert set(page.could.terms().certainties) == set(Certainty)


def test_among_hundreds_of_meetings_no_row_runs_into_the_next(qtbot: QtBot) -> None:
    """Rows of so long a table are alike in height; what does not fit is cut short."""
    days = [f"19{year}-0{month}-11/19{year}-0{month}-1{month}" for year in range(10, 60) for month in range(1, 10)]
    case = case_of(*(stay(who, "paris", when) for who in ("ann", "ben") for when in days))
    part = MeetingsList()
    qtbot.addWidget(part)
    part.resize(760, 500)
    with qtbot.waitSignal(part.answered, timeout=PATIENCE_MS):
        part.show_case(case, LIGHT, shipped())
        part.show()
    grid, cells = part.grid, part.grid.cells
    assert grid.count > MANY
    for row in range(4):
        height = grid.rowHeight(row)
        text, quiet, _ = cells.laid(row, DOCUMENTS, grid.columnWidth(DOCUMENTS), height)
        assert (text, len(quiet)) == (("nobody tells of it",), 1)
        assert quiet[0].endswith("…")
        needed = len(text) * cells.step + px(BETWEEN) + len(quiet) * cells.small_step
        assert needed + 2 * cells.above <= height


def test_another_case_never_shows_the_rows_of_the_one_before(
    qtbot: QtBot, page: MeetingsPage, library: Library
) -> None:
    assert column(page.list, WHO)
    with qtbot.waitSignal(page.list.answered, timeout=PATIENCE_MS):
        page.show_case(library.case(5), LIGHT, frozenset())
        assert column(page.list, WHO) == []
    assert column(page.list, WHO)
