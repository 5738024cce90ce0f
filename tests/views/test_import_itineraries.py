"""A reader brings a table of his own: chooses it, settles its places, imports it, reads the report, opens the case."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from desktop_app.casebook.trouble import Trouble
from desktop_app.exchange import importing
from desktop_app.exchange.columns import Column
from desktop_app.library.library import Library, Touched
from desktop_app.views.case_list import LEADS
from desktop_app.views.import_itineraries import ImportItineraries, dropped
from desktop_app.views.main_window import MainWindow

PATIENCE_MS = 20_000
LINES = (
    "traveller,place,land,from,until",
    "Harry S. Truman,Potsdam,Germany,1945-07-16,1945-08-02",
    "James F. Byrnes,Potsdam,Germany,1945-07-17,1945-07-25",
    "James F. Byrnes,Halle,Germany,1945-07-26,1945-07-27",
    "James F. Byrnes,Camp X,Canada,1945-06-01,1945-06-02",
    "James F. Byrnes,Frankfurt,Germany,1945-06-05,1945-06-06",
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "potsdam.csv"
    path.write_text("\n".join(LINES), encoding="utf-8")
    return path


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.casebook") as opened:
        yield opened


@pytest.fixture
def dialog(qtbot: QtBot, library: Library) -> ImportItineraries:
    made = ImportItineraries(library)
    qtbot.addWidget(made)
    made.show()
    return made


def wait(qtbot: QtBot, dialog: ImportItineraries) -> None:
    qtbot.waitUntil(lambda: not dialog.stop.isVisible(), timeout=PATIENCE_MS)


def press(qtbot: QtBot, dialog: ImportItineraries) -> None:
    qtbot.mouseClick(dialog.go_on, Qt.MouseButton.LeftButton)
    wait(qtbot, dialog)


def choose(box: QComboBox, words: str) -> None:
    box.setCurrentIndex(box.findText(words))


def opened(qtbot: QtBot, dialog: ImportItineraries, path: Path) -> None:
    dialog.open_file(path)
    wait(qtbot, dialog)
    choose(dialog.table_page.columns[Column.PERSON], "traveller")
    choose(dialog.table_page.columns[Column.COUNTRY], "land")


def row_of(dialog: ImportItineraries, place: str) -> int:
    model = dialog.places_page.table.model()
    return next(row for row in range(model.rowCount()) if str(model.index(row, 0).data()).startswith(place))


_MIME: list[QMimeData] = []  # Qt's event holds no reference


def drop_of(path: Path) -> QDropEvent:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    _MIME.append(mime)
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    return QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys)


def test_a_table_is_imported_and_its_case_opened(
    qtbot: QtBot, dialog: ImportItineraries, library: Library, table: Path, tmp_path: Path
) -> None:
    heard: list[Touched] = []
    library.listen(heard.append)
    assert not dialog.go_on.isEnabled()
    opened(qtbot, dialog, table)
    page = dialog.table_page
    assert page.title.text() == "Potsdam"
    assert page.table.model().headerData(0, Qt.Orientation.Horizontal) == "traveller\nPerson"
    press(qtbot, dialog)
    places = dialog.places_page
    assert "2 places wait for you, with 2 stays" in places.summary.text()

    places.table.selectRow(row_of(dialog, "Halle"))
    words = [places.candidates.item(at).text() for at in range(places.candidates.count())]
    saale = next(at for at, word in enumerate(words) if word.startswith("Halle (Saale)"))
    spot = places.candidates.visualItemRect(places.candidates.item(saale)).center()
    qtbot.mouseClick(places.candidates.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert "✓ Halle (Saale), Germany" in str(places.table.model().index(row_of(dialog, "Halle"), 2).data())

    assert places.named.text().startswith("Camp X"), "on to the next one that waits"
    qtbot.keyClicks(places.lat, "143.85")
    qtbot.keyClicks(places.lon, "-78.88")
    qtbot.mouseClick(places.give, Qt.MouseButton.LeftButton)
    assert "exchanged" in places.wrong.text()
    places.lat.clear()
    qtbot.keyClicks(places.lat, "43.85")
    qtbot.keyClick(places.lat, Qt.Key.Key_Return)
    assert not dialog.stop.isVisible(), "Enter in a line does not import"
    assert "Every place is settled" in places.summary.text()
    qtbot.mouseClick(places.confirm, Qt.MouseButton.LeftButton)

    press(qtbot, dialog)
    assert "2 people, 4 places, 5 stays" in dialog.report_page.toPlainText()
    dialog.save_to(tmp_path / "report.md")
    assert "# Import of potsdam.csv" in (tmp_path / "report.md").read_text(encoding="utf-8")
    assert len(heard) == 1, "the window hears of it once"
    assert ("cases", "reader-potsdam") in heard[0]
    with qtbot.waitSignal(dialog.imported) as signal:
        qtbot.mouseClick(dialog.go_on, Qt.MouseButton.LeftButton)
    assert signal.args == ["reader-potsdam"]
    case = library.case("reader-potsdam")
    assert {str(stay.certainty) for stay in case.stays} == {"established"}, "the reader confirmed what was taken"
    assert len(importing.remembered(library, case.slug)) == 3


def test_a_second_import_writes_nothing(qtbot: QtBot, dialog: ImportItineraries, library: Library, table: Path) -> None:
    for _ in range(2):
        opened(qtbot, dialog, table)
        press(qtbot, dialog)
        press(qtbot, dialog)
        before, name = library.path.read_bytes(), library.undo_name
        dialog.pages.setCurrentWidget(dialog.table_page)
    assert "3 stays were there already" in dialog.report_page.toPlainText()
    assert (library.path.read_bytes(), library.undo_name) == (before, name) == (before, "Import potsdam.csv")


def test_places_are_filled_in_from_a_table(
    qtbot: QtBot, dialog: ImportItineraries, table: Path, tmp_path: Path
) -> None:
    opened(qtbot, dialog, table)
    press(qtbot, dialog)
    places = tmp_path / "places.csv"
    dialog.save_to(places)
    blank = places.read_text(encoding="utf-8-sig")
    places.write_text(blank.replace("Camp X,Canada,1,5,unknown,,,", "Camp X,Canada,1,5,unknown,,leave out,"), "utf-8")
    dialog.fill_in_from(places)
    wait(qtbot, dialog)
    assert dialog.places_page.table.model().index(row_of(dialog, "Camp X"), 2).data() == "left out"
    dialog.places_page.table.selectRow(row_of(dialog, "Camp X"))
    qtbot.mouseClick(dialog.places_page.later, Qt.MouseButton.LeftButton)
    assert dialog.places_page.table.model().index(row_of(dialog, "Camp X"), 2).data() == "not in the gazetteer"


def test_what_is_in_the_way_is_told_beside_the_table(
    qtbot: QtBot, dialog: ImportItineraries, library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "west.csv"
    path.write_bytes("Reisender;Ort;Von\nJürgen Groß;Köln;7/8/1945\nJürgen Groß;Köln;gestern\n".encode("latin-1"))
    dialog.open_file(path)
    wait(qtbot, dialog)
    page = dialog.table_page
    assert page.encoding.currentText().startswith("Western European")
    press(qtbot, dialog)
    assert "No column of the table says: Person" in page.wrong.text()
    choose(page.columns[Column.PERSON], "Reisender")
    press(qtbot, dialog)
    assert "“7/8/1945” in row 2 can be read in two ways" in page.wrong.text()
    page.order.setCurrentIndex(1)
    press(qtbot, dialog)
    assert "row 3: “gestern” is not understood" in page.wrong.text()
    qtbot.keyClick(page.without_faulty, Qt.Key.Key_Space)
    press(qtbot, dialog)
    assert dialog.pages.currentWidget() is dialog.places_page
    qtbot.mouseClick(dialog.back, Qt.MouseButton.LeftButton)
    assert dialog.pages.currentWidget() is page
    page.encoding.setCurrentIndex(page.encoding.findData("utf-8"))
    page.encoding.activated.emit(page.encoding.currentIndex())
    wait(qtbot, dialog)
    assert "this is not Unicode (UTF-8)" in page.wrong.text()
    assert len(library.heads()) == 21


def test_a_cancelled_import_leaves_nothing(
    qtbot: QtBot, dialog: ImportItineraries, library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "long.csv"
    head, stop, *_ = LINES
    path.write_text("\n".join([head, *(stop.replace("Truman", f"T{n}") for n in range(60_000))]), encoding="utf-8")
    opened(qtbot, dialog, path)
    before = library.path.read_bytes()
    qtbot.mouseClick(dialog.go_on, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.bar.value() > 100, timeout=PATIENCE_MS)
    qtbot.mouseClick(dialog.stop, Qt.MouseButton.LeftButton)
    assert "Cancelled; nothing was imported" in dialog.doing.text()
    assert dialog.pages.currentWidget() is dialog.table_page
    assert library.path.read_bytes() == before


def test_a_table_can_be_dropped(qtbot: QtBot, dialog: ImportItineraries, table: Path) -> None:
    assert dropped(drop_of(table.with_suffix(".pdf"))) is None
    dialog.dropEvent(drop_of(table))
    wait(qtbot, dialog)
    assert dialog.file.text() == str(table)


def test_a_library_that_can_only_be_read_is_told_of(qtbot: QtBot, tmp_path: Path, table: Path) -> None:
    with Library.open(tmp_path / "other.casebook"):
        pass
    with Library.open(tmp_path / "other.casebook", read_only=True) as library:
        dialog = ImportItineraries(library)
        qtbot.addWidget(dialog)
        dialog.show()
        opened(qtbot, dialog, table)
        press(qtbot, dialog)
        with qtbot.waitSignal(dialog.failed, timeout=PATIENCE_MS) as signal:
            qtbot.mouseClick(dialog.go_on, Qt.MouseButton.LeftButton)
        assert isinstance(signal.args[0], Trouble)


def test_from_the_menu_or_dropped_on_the_window(qtbot: QtBot, window: MainWindow, table: Path) -> None:
    for begin in (
        window.actions_by_name["import-itineraries"].trigger,
        lambda: window.dropEvent(drop_of(table)),
    ):
        begin()
        (asked,) = window.findChildren(ImportItineraries)
        qtbot.waitUntil(asked.isVisible)
        qtbot.keyClick(asked, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not window.findChildren(ImportItineraries))
    window.dropEvent(drop_of(table))
    (asked,) = window.findChildren(ImportItineraries)
    wait(qtbot, asked)
    choose(asked.table_page.columns[Column.PERSON], "traveller")
    choose(asked.table_page.columns[Column.COUNTRY], "land")
    press(qtbot, asked)
    press(qtbot, asked)
    qtbot.mouseClick(asked.go_on, Qt.MouseButton.LeftButton)
    assert window.selection.now.case == "reader-potsdam"
    assert [head.slug for head in window.heads][-1] == "reader-potsdam"
    assert window.windowTitle().startswith("Potsdam")
    row = window.cases.model.index(len(window.heads) - 1)
    assert row.data(LEADS)
    assert not window.cases.model.index(0).data(LEADS)
    ordinary = window.cases.list.visualRect(window.cases.model.index(0)).height()
    assert window.cases.list.visualRect(row).height() > ordinary, "it stands under a caption of its own"
    window.actions_by_name["undo"].trigger()
    assert window.selection.now.case is None, "the case has gone, and nothing of it is shown any longer"
    assert len(window.heads) == 21
    window.actions_by_name["redo"].trigger()
    assert [head.slug for head in window.heads][-1] == "reader-potsdam"
