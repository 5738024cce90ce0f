"""Around the matrix: searches, the table of tests, another reader, results kept and taken up again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from desktop_app.analysis.searches import Outcome
from desktop_app.analysis.weights import Weight
from desktop_app.casebook.case import Case
from desktop_app.casebook.reading import Prior, Rating
from desktop_app.casebook.terms import Test
from desktop_app.casebook.trouble import Trouble
from desktop_app.charts.colours import LIGHT
from desktop_app.library.library import Library
from desktop_app.views import evidence_more as more
from desktop_app.views.evidence import EvidencePage
from desktop_app.views.evidence_search import SearchDialog


@pytest.fixture
def library(library_file: Path) -> Iterator[Library]:
    with Library.open(library_file) as opened:
        yield opened


@pytest.fixture
def case(library: Library) -> Case:
    return library.case(14)


@pytest.fixture
def page(qtbot: QtBot, library: Library, case: Case) -> EvidencePage:
    page = EvidencePage()
    page.use(library)
    qtbot.addWidget(page)
    page.resize(844, 700)
    page.show_case(case, LIGHT, frozenset())
    page.show()
    page.start_alike()
    return page


def save(dialog) -> None:
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save).click()


def write(qtbot: QtBot, dialog: SearchDialog, chances: dict[str, str]) -> None:
    for key, text in chances.items():
        dialog.chances[key].clear()
        qtbot.keyClicks(dialog.chances[key], text)


def test_an_open_question_gets_its_chances_and_its_gain(page: EvidencePage, qtbot: QtBot, case: Case) -> None:
    assert page.findings.next.lines[0].text.startswith("say how likely")
    key = page.findings.next.lines[0].key
    dialog = more.open_search(page, key)
    assert dialog is not None
    assert dialog.short.isReadOnly()
    write(qtbot, dialog, {"chance": "10-20", "break-mattered": "80", "war-timetable": "15", "delay-by-design": "20"})
    assert "bit" in dialog.told.text()
    save(dialog)
    assert page.weighed is not None
    first = page.weighed.gains[0]
    assert first.search == key
    assert first.bits is not None
    assert "bit" in page.findings.next.lines[0].text
    assert len(page.weighed.matrix.rows) == len(case.evidence)


def test_what_was_looked_for_and_not_found_becomes_a_row_and_is_taken_back(
    page: EvidencePage, qtbot: QtBot, library: Library, case: Case
) -> None:
    page.matrix.setFocus()
    qtbot.keyClick(page.matrix, Qt.Key.Key_E)
    dialog = page.findChild(SearchDialog)
    assert dialog is not None
    save(dialog)
    assert "has no name" in dialog.trouble.text()
    qtbot.keyClicks(dialog.short, "A minute of the War Cabinet")
    write(qtbot, dialog, {"chance": "0"})
    save(dialog)
    assert "no evidence could ever change it" in dialog.trouble.text()
    write(qtbot, dialog, {"chance": "10"})
    save(dialog)
    assert "Give the chance of finding it under every explanation" in dialog.trouble.text()
    write(qtbot, dialog, {"break-mattered": "80", "war-timetable": "30", "delay-by-design": "30"})
    assert "So it weighs" in dialog.told.text()
    save(dialog)
    assert page.weighed is not None
    row = page.weighed.matrix.rows[-1]
    assert row.short == "A minute of the War Cabinet"
    assert row.cells[1].weight.mid < 0 < row.cells[0].weight.mid
    faces = page.matrix.rows.faces
    assert faces is not None
    assert faces.face(faces.row_of(row.key), 1).first == "not found"
    again = more.open_search(page, row.key)
    assert again is not None
    assert again.search().outcome == Outcome.ABSENT
    again._remove()
    assert len(page.weighed.matrix.rows) == len(case.evidence)
    assert library.undo() == "Take back what was looked for"
    assert len(page.weighed.matrix.rows) == len(case.evidence) + 1


def test_the_table_of_tests_is_shown_changed_for_all_cases_and_goes_back(
    page: EvidencePage, library: Library, case: Case
) -> None:
    item = next(item for item in case.evidence if item.test == Test.SMOKING_GUN)
    dialog = more.open_table(page)
    dialog.boxes[Test.SMOKING_GUN].setText("−3")
    save(dialog)
    assert "would speak against what it favours" in dialog.trouble.text()
    dialog.boxes[Test.SMOKING_GUN].setText("14 (12 to 16)")
    save(dialog)
    assert page.weighed is not None

    def weight() -> Weight:
        assert page.weighed is not None
        row = next(row for row in page.weighed.matrix.rows if row.key == item.key)
        return row.cells[page.weighed.matrix.column(item.favours)].weight

    assert weight() == Weight(12, 14, 16)
    assert library.reading("pearl-harbor-1941").chosen("table") == {"smoking-gun": [12, 14, 16]}
    assert library.undo() == "Change the table of tests"
    assert weight() == Weight(7, 10, 13)


def test_another_readers_library_is_laid_beside_mine_and_is_not_changed(
    page: EvidencePage, qtbot: QtBot, case: Case, tmp_path: Path
) -> None:
    other = tmp_path / "colleague.casebook"
    with Library.open(other) as theirs, theirs.change("Weigh") as change:
        change.rate(case.slug, Rating("soong-asked-first", "chance", 15, 20, 25))
    before = other.read_bytes()
    dialog = more.compare_readers(page, other)
    assert dialog is not None
    qtbot.addWidget(dialog)
    cell = dialog.table.item(0, 1)
    assert "mine −1.5 dB, theirs +20 dB: extreme disagreement" in cell.toolTip()
    assert "Weighted kappa" in dialog.told.text()
    assert other.read_bytes() == before
    dialog.close()
    with pytest.raises(Trouble, match="no library"):
        more.compare_readers(page, tmp_path / "missing.casebook")


def test_a_result_is_kept_and_taken_up_again_as_one_change(page: EvidencePage, library: Library, case: Case) -> None:
    with library.change("Weigh") as change:
        change.rate(case.slug, Rating("soong-asked-first", "chance", 7, 10, 13))
        change.set_prior(case.slug, Prior("chance", 0.5, 0.6, 0.7))
    saved = more.keep_result(page)
    assert saved is not None
    assert more.keep_result(page) == saved  # the same result is not kept twice
    kept = page.weighed
    with library.change("Weigh otherwise") as change:
        change.unrate(case.slug, "soong-asked-first", "chance")
        change.set_prior(case.slug, Prior("chance", 0.1, 0.2, 0.3))
        change.choose(case.slug, "evidence", "exclusive", False)
    assert page.weighed != kept
    more.take_up(page, saved)
    assert page.weighed == kept
    assert library.undo() == "Weigh as in “Evidence, run 1”"
    assert page.weighed != kept
