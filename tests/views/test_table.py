"""The table, driven as a reader drives it, on real cases."""

import csv
from io import StringIO

import pytest
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.terms import Certainty, Kind
from desktop_app.charts.colours import DARK, LIGHT
from desktop_app.library.book import load
from desktop_app.views.csv_text import guarded, written
from desktop_app.views.grid import Grid
from desktop_app.views.table import TablePage

EVENTS, STAYS, LINKS = range(3)
WHEN, WHERE, WHAT, WHO = range(4)


@pytest.fixture(scope="module")
def case() -> Case:
    return load(RESOURCES / "cases" / "14-sino-soviet-border-1945.yaml")


@pytest.fixture(scope="module")
def seventh_of_december() -> Case:
    return load(RESOURCES / "cases" / "05-seventh-of-december.yaml")


@pytest.fixture
def page(qtbot: QtBot, case: Case) -> TablePage:
    page = TablePage()
    qtbot.addWidget(page)
    page.resize(844, 600)
    page.show_case(case, LIGHT, frozenset())
    page.show()
    return page


def column(grid: Grid, number: int) -> list[str]:
    model = grid.model()
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def click(qtbot: QtBot, grid: Grid, row: int, number: int = 0, keys: Qt.KeyboardModifier | None = None) -> None:
    index = grid.model().index(row, number)
    grid.scrollTo(index)
    at = grid.visualRect(index).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, keys or Qt.KeyboardModifier.NoModifier, at)


def open_table(qtbot: QtBot, page: TablePage, number: int) -> Grid:
    qtbot.mouseClick(page.segments.button(number), Qt.MouseButton.LeftButton)
    return page.grid


def filter_dates(qtbot: QtBot, page: TablePage, text: str) -> None:
    """As pasted, since QTest types no dashes; Return does not wait for the pause after the last key."""
    page.dates.setText(text)
    qtbot.keyClick(page.dates, Qt.Key.Key_Return)


def sort_by(qtbot: QtBot, grid: Grid, number: int) -> None:
    header = grid.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(number) + header.sectionSize(number) // 2, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_every_event_stay_and_link_of_a_case_is_a_row(page: TablePage, qtbot: QtBot, case: Case) -> None:
    assert page.count.text() == f"{len(case.events)} of {len(case.events)} events"
    open_table(qtbot, page, STAYS)
    assert page.count.text() == f"{len(case.stays)} of {len(case.stays)} stays"
    open_table(qtbot, page, LINKS)
    assert page.count.text() == f"{len(case.links)} of {len(case.links)} links"
    assert page.grid.count == len(case.links)


def test_rows_are_sorted_by_when_they_were_not_by_what_the_date_says(page: TablePage, qtbot: QtBot, case: Case) -> None:
    in_time = [event.title for event in sorted(case.events, key=lambda event: event.when.order)]
    assert column(page.grid, WHAT) == in_time
    assert column(page.grid, WHEN) != sorted(column(page.grid, WHEN))
    sort_by(qtbot, page.grid, WHEN)
    assert column(page.grid, WHAT)[0] == in_time[-1]
    sort_by(qtbot, page.grid, WHAT)
    assert column(page.grid, WHAT) == sorted(column(page.grid, WHAT), key=str.casefold)


def test_certainty_is_sorted_by_rank(page: TablePage, qtbot: QtBot) -> None:
    grid = open_table(qtbot, page, STAYS)
    sort_by(qtbot, grid, 3)
    ranks = [list(Certainty).index(Certainty(said)) for said in column(grid, 3)]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 1


def test_the_filter_knows_no_case_and_no_accents(page: TablePage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.filter, "MÓSCOW soong")
    assert 0 < page.grid.count < 23
    assert page.count.text() == f"{page.grid.count} of 23 events"
    for row in range(page.grid.count):
        said = " ".join(column(page.grid, number)[row] for number in range(4))
        assert "Soong" in said
        assert "Moscow" in said


def test_a_filter_that_hides_all_says_so_and_can_be_cleared(page: TablePage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.filter, "zeppelin")
    assert page.nothing.isVisible()
    assert page.nothing.text() == "No event matches."
    assert not page.copy_button.isEnabled()
    qtbot.mouseClick(page.clear_button, Qt.MouseButton.LeftButton)
    assert page.grid.isVisible()
    assert page.count.text() == "23 of 23 events"


def test_rows_are_filtered_by_dates(page: TablePage, qtbot: QtBot) -> None:
    filter_dates(qtbot, page, "17 July – 2 August 1945")
    assert "17 July – 2 August 1945" in page.understood.text()
    shown = column(page.grid, WHAT)
    assert "Potsdam Conference" in shown
    assert "The Moscow talks stand adjourned" in shown  # it began before and ended after
    assert "Treaty of friendship and alliance and notes on Outer Mongolia" not in shown


def test_a_wrong_date_is_told_in_words_and_changes_nothing(page: TablePage, qtbot: QtBot) -> None:
    filter_dates(qtbot, page, "August 1945")
    before = column(page.grid, WHAT)
    page.dates.selectAll()
    qtbot.keyClicks(page.dates, "31 June 1945")
    qtbot.keyClick(page.dates, Qt.Key.Key_Return)
    assert page.wrong.isVisible()
    assert "August 1945" in page.wrong.text()
    assert column(page.grid, WHAT) == before
    qtbot.keyClick(page.dates, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.dates, Qt.Key.Key_Delete)
    assert not page.wrong.isVisible()
    qtbot.waitUntil(lambda: page.grid.count == 23)


def test_what_is_typed_is_understood_at_once_and_filters_after_a_pause(page: TablePage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.dates, "17 July 1945")
    assert "17 July 1945" in page.understood.text()
    assert page.grid.count == 23
    qtbot.waitUntil(lambda: page.grid.count < 23)


def test_a_day_is_that_of_the_place(qtbot: QtBot, seventh_of_december: Case) -> None:
    """Pearl Harbor was attacked on the 7th, and Kota Bharu, an hour before, on the 8th."""
    page = TablePage()
    qtbot.addWidget(page)
    page.show_case(seventh_of_december, LIGHT, frozenset())
    filter_dates(qtbot, page, "7 December 1941")
    on_the_seventh = set(column(page.grid, WHAT))
    filter_dates(qtbot, page, "8 December 1941")
    on_the_eighth = set(column(page.grid, WHAT))
    for event in seventh_of_december.events:
        if event.when.text.startswith("1941-12-07"):
            assert event.title in on_the_seventh
            assert event.title not in on_the_eighth
        if event.when.text.startswith("1941-12-08"):
            assert event.title in on_the_eighth
            assert event.title not in on_the_seventh
    assert "Attack on Pearl Harbor" in on_the_seventh
    assert "Japanese land at Kota Bharu" in on_the_eighth


def test_certainties_are_ticked(page: TablePage, qtbot: QtBot, case: Case) -> None:
    grid = open_table(qtbot, page, STAYS)
    menu = page.certainty.menu()
    established = menu.actions()[0]
    established.trigger()
    assert page.certainty.text() == "Certainty 3 of 4 ▾"
    assert grid.count == sum(stay.certainty != Certainty.ESTABLISHED for stay in case.stays)


def test_a_click_picks_and_what_is_picked_elsewhere_is_marked_without_echo(
    page: TablePage, qtbot: QtBot, case: Case
) -> None:
    with qtbot.waitSignal(page.picked) as picked:
        click(qtbot, page.grid, 3, WHAT)
    assert case.event[picked.args[0].key].title == column(page.grid, WHAT)[3]
    with qtbot.waitSignal(page.picked) as picked:
        qtbot.keyClick(page.grid, Qt.Key.Key_Down)
    assert case.event[picked.args[0].key].title == column(page.grid, WHAT)[4]
    with qtbot.assertNotEmitted(page.picked):
        page.mark(Target(case.slug, Kind.EVENT, case.coincident[0]))
    assert [event.key for event in page.grid.chosen()] == [case.coincident[0]]
    with qtbot.assertNotEmitted(page.picked):
        page.mark(Target(case.slug, Kind.ACTOR, case.actors[0].key))
    assert page.grid.chosen() == []


def test_filtering_picks_nothing_by_itself_and_finds_the_marked_row_again(
    page: TablePage, qtbot: QtBot, case: Case
) -> None:
    target = Target(case.slug, Kind.EVENT, case.coincident[0])
    page.mark(target)
    with qtbot.assertNotEmitted(page.picked):
        qtbot.keyClicks(page.filter, "telegraph")
        page.filter.clear()
    assert [event.key for event in page.grid.chosen()] == [target.key]


def test_several_rows_are_copied_in_columns_and_as_csv(page: TablePage, qtbot: QtBot) -> None:
    click(qtbot, page.grid, 1)
    click(qtbot, page.grid, 3, keys=Qt.KeyboardModifier.ShiftModifier)
    assert len(page.grid.chosen()) == 3
    with qtbot.waitSignal(page.said) as said:
        qtbot.keyClick(page.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert said.args == ["3 rows copied"]
    rows = list(csv.reader(StringIO(clipboard()), delimiter="\t"))
    assert [row[WHAT] for row in rows] == column(page.grid, WHAT)[1:4]
    as_csv = QGuiApplication.clipboard().mimeData().data("text/csv").data().decode()
    assert [row[WHAT] for row in csv.reader(StringIO(as_csv))] == ["What", *column(page.grid, WHAT)[1:4]]


def test_all_rows_shown_are_copied_as_csv(page: TablePage, qtbot: QtBot, case: Case) -> None:
    qtbot.keyClicks(page.filter, "potsdam")
    qtbot.mouseClick(page.copy_button, Qt.MouseButton.LeftButton)
    assert "\r\n" in clipboard()
    head, *rows = csv.reader(StringIO(clipboard(), newline=""))
    assert head == ["When", "Where", "What", "Who", "Certainty", "Sources", "Date (EDTF)", "Summary"]
    assert [row[WHAT] for row in rows] == column(page.grid, WHAT)
    conference = next(row for row in rows if row[WHAT] == "Potsdam Conference")
    event = next(event for event in case.events if event.title == "Potsdam Conference")
    assert conference[6] == event.when.text
    assert case.source[event.citations[0].source].title.split(",")[0] in conference[5]


def test_a_cell_that_looks_like_a_formula_stays_data() -> None:
    assert [guarded(cell) for cell in ("=1+1", "+7", "-44", "@x", "a=b", "")] == [
        "'=1+1",
        "'+7",
        "'-44",
        "'@x",
        "a=b",
        "",
    ]
    text = written([['say "no"', "a,b", "two\nlines", "=cmd"]])
    assert text == '"say ""no""","a,b","two\nlines",\'=cmd\r\n'


def test_the_menu_copies_citations_and_asks_for_a_note(page: TablePage, qtbot: QtBot) -> None:
    click(qtbot, page.grid, 2)
    commands = {action.text(): action for action in page.grid.menu().actions()}
    assert next(iter(commands)) == "Copy row"
    next(action for text, action in commands.items() if "citation" in text).trigger()
    assert len(clipboard().splitlines()) == len(page.grid.chosen()[0].citations)
    with qtbot.waitSignal(page.note_wanted) as wanted:
        commands["Write a note…"].trigger()
    assert wanted.args[0] == page.grid.target(page.grid.currentIndex())


def test_a_note_of_the_readers_is_told_to_a_screen_reader(page: TablePage, case: Case) -> None:
    page.show_case(case, DARK, frozenset({(Kind.EVENT, case.coincident[0])}))
    row = page.grid.row_of(Target(case.slug, Kind.EVENT, case.coincident[0]))
    assert row is not None
    spoken = page.grid.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "has a note of mine" in spoken


def test_columns_share_the_width_and_are_remembered(page: TablePage, qtbot: QtBot, case: Case) -> None:
    header = page.grid.horizontalHeader()
    assert sum(header.sectionSize(i) for i in range(header.count())) == page.grid.viewport().width()
    header.resizeSection(WHEN, 260)
    assert header.sectionSize(WHEN) >= 250
    assert sum(header.sectionSize(i) for i in range(header.count())) == page.grid.viewport().width()
    open_table(qtbot, page, LINKS)
    state = page.state()
    other = TablePage()
    qtbot.addWidget(other)
    other.restore(QByteArray(b"nonsense"))
    other.restore(state)
    other.resize(page.size())
    other.show_case(case, LIGHT, frozenset())
    other.show()
    assert other.segments.checkedId() == LINKS
    first = other.grids[EVENTS].layout_kept()["shares"]
    assert first == page.grids[EVENTS].layout_kept()["shares"]


@pytest.mark.parametrize("width", [420, 844, 1300])
def test_no_row_says_more_than_it_shows_but_by_an_ellipsis(page: TablePage, width: int) -> None:
    """Every row is tall enough for the lines that are drawn in it."""
    page.resize(width, 600)
    for grid in page.grids:
        header = grid.horizontalHeader()
        widths = [header.sectionSize(i) for i in range(header.count())]
        for row in range(grid.count):
            source = grid.shown.mapToSource(grid.shown.index(row, 0)).row()
            assert grid.rowHeight(row) == grid.cells.height(source, widths)
