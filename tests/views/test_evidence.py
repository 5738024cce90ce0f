"""The Evidence page: filled from the case, typed into, undone."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.analysis.weights import weight_found
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.terms import Kind
from desktop_app.charts.colours import DARK, LIGHT
from desktop_app.library.library import Library
from desktop_app.views.evidence import EvidencePage
from desktop_app.views.evidence_faces import Order, Part
from desktop_app.views.evidence_matrix import FIRST


@pytest.fixture
def library(library_file: Path):
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
    qtbot.waitUntil(page.matrix.isVisible)
    return page


def cell(page: EvidencePage, item: str, hypothesis: str) -> tuple[int, int]:
    faces = page.matrix.rows.faces
    assert faces is not None
    row = faces.row_of(item)
    assert row is not None
    return row, FIRST + faces.weighed.matrix.column(hypothesis)


def spoken(page: EvidencePage, row: int, column: int) -> str:
    return str(page.matrix.rows.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole))


def type_into(page: EvidencePage, qtbot: QtBot, row: int, column: int, text: str, *, enter: bool = True) -> QLineEdit:
    page.matrix.setFocus()
    page.matrix.edit_at(row, column)
    editor = page.matrix.findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, text)
    if enter:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    return editor


def test_the_matrix_opens_filled_from_the_case_and_tells_every_cell_in_words(page: EvidencePage, case: Case) -> None:
    faces = page.matrix.rows.faces
    assert faces is not None
    assert page.matrix.rows.rowCount() == len(case.evidence) + 3
    for row, item in enumerate(case.evidence, start=1):
        assert spoken(page, row, 0).startswith(item.short)
        column = FIRST + list(case.hypothesis).index(item.favours)
        assert "more" in spoken(page, row, column)
        for key in item.against:
            assert "less" in spoken(page, row, FIRST + list(case.hypothesis).index(key))
    assert "same document" in spoken(page, 2, 0)
    assert faces.part(page.matrix.rows.rowCount() - 1) == Part.AFTER


def test_no_result_is_shown_before_the_prior_is_said(page: EvidencePage, qtbot: QtBot, library: Library) -> None:
    last = page.matrix.rows.rowCount() - 1
    assert spoken(page, last, FIRST) == "shown once you have said the prior"
    assert page.ask_row.isVisible()
    type_into(page, qtbot, 0, FIRST, "25-40")
    assert "of 100" in spoken(page, last, FIRST)
    assert not page.ask_row.isVisible()
    prior = library.reading(page.weighed.case if page.weighed else "").prior("chance")
    assert prior is not None
    assert (prior.low, prior.high) == pytest.approx((0.25, 0.40))


def test_every_keystroke_moves_the_result_and_escape_takes_it_back(
    page: EvidencePage, qtbot: QtBot, library: Library
) -> None:
    page.start_alike()
    row, column = 5, FIRST + 1
    assert page.weighed
    before = page.weighed.results[1].posterior
    editor = type_into(page, qtbot, row, column, "2", enter=False)
    assert page.weighed.matrix.rows[4].cells[1].weight.mid == 2
    qtbot.keyClicks(editor, "0")
    assert page.weighed.matrix.rows[4].cells[1].weight.mid == 20
    after = page.weighed.results[1].posterior
    assert after
    assert before
    assert after.mid > before.mid
    assert library.reading(page.weighed.case).ratings == ()
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert page.weighed.results[1].posterior == before


def test_what_is_entered_is_kept_wears_the_readers_mark_and_is_undone(
    page: EvidencePage, qtbot: QtBot, library: Library, case: Case
) -> None:
    row, column = cell(page, "soong-asked-first", "chance")
    type_into(page, qtbot, row, column, "-9 to -3")
    assert spoken(page, row, column).endswith("mine")
    (rating,) = library.reading(case.slug).ratings
    assert (rating.low_db, rating.mid_db, rating.high_db) == (-9, -6, -3)
    assert rating.words == "clearly less"
    assert library.undo() == "Weigh “Soong asked first” under “Chance”"
    assert "mine" not in spoken(page, row, column)


def test_alt_with_an_arrow_goes_a_step_of_the_scale_and_delete_takes_back(
    page: EvidencePage, qtbot: QtBot, library: Library, case: Case
) -> None:
    row, column = cell(page, "soong-asked-first", "war-timetable")
    page.matrix.setFocus()
    page.matrix.mark(row, column)
    for _ in range(2):
        qtbot.keyClick(page.matrix, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert "somewhat more" in spoken(page, row, column)
    qtbot.keyClick(page.matrix, Qt.Key.Key_Delete)
    assert "alike" in spoken(page, row, column)
    assert library.reading(case.slug).ratings == ()


@pytest.mark.parametrize("typed", ["0", "100", "much"])
def test_an_impossible_prior_is_answered_with_a_sentence_and_kept_nowhere(
    page: EvidencePage, qtbot: QtBot, library: Library, case: Case, typed: str
) -> None:
    type_into(page, qtbot, 0, FIRST, typed)
    assert page.trouble.isVisible()
    assert "no evidence could ever change it" in page.trouble.text() or "no chance" in page.trouble.text()
    assert library.reading(case.slug).priors == ()


def test_explanations_that_may_hold_together_are_compared_in_pairs_and_it_is_said(
    page: EvidencePage, library: Library
) -> None:
    assert not page.how.isVisible()
    page.show_case(library.case(10), DARK, frozenset())
    assert "More than one may hold" in page.how.text()
    page.start_alike()
    last = page.matrix.rows.rowCount() - 1
    assert "to 1" in spoken(page, last, FIRST + 1) or "even odds" in spoken(page, last, FIRST + 1)
    assert spoken(page, last, FIRST) == "the measure, of the others"
    actions = page.holds_button.menu().actions()  # type: ignore[union-attr]
    actions[0].trigger()
    assert page.weighed
    assert page.weighed.exclusive
    assert "counted as if just one held" in page.how.text()
    assert "one other at a time" not in page.how.text()


def test_items_of_one_document_count_once_unless_the_reader_says_otherwise(page: EvidencePage) -> None:
    assert page.weighed
    before = len(page.weighed.matrix.counted)
    page.shared_button.menu().actions()[1].trigger()  # type: ignore[union-attr]
    assert len(page.weighed.matrix.counted) == before + 1
    page.shared_button.menu().actions()[0].trigger()  # type: ignore[union-attr]
    assert len(page.weighed.matrix.counted) == before


def test_the_order_of_items_keeps_groups_together(page: EvidencePage) -> None:
    page.order_button.menu().actions()[1].trigger()  # type: ignore[union-attr]
    assert page.order == Order.GAP
    faces = page.matrix.rows.faces
    assert faces is not None
    assert faces.items[0].diagnosticity == max(row.diagnosticity for row in faces.items)
    places = [at for at, row in enumerate(faces.items) if row.group == 0]
    assert places[1] - places[0] == 1


def test_a_click_picks_the_item_and_what_is_picked_elsewhere_is_marked(
    page: EvidencePage, qtbot: QtBot, case: Case
) -> None:
    index = page.matrix.rows.index(3, FIRST)
    with qtbot.waitSignal(page.picked) as picked:
        at = page.matrix.visualRect(index).center()
        qtbot.mouseClick(page.matrix.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert picked.args == [Target(case.slug, Kind.EVIDENCE, case.evidence[2].key)]
    with qtbot.assertNotEmitted(page.picked):
        page.mark(Target(case.slug, Kind.EVIDENCE, case.evidence[-1].key))
    assert page.spot.item == case.evidence[-1].key
    assert page.side_for(Target(case.slug, Kind.EVIDENCE, case.evidence[-1].key)) is page.panel
    assert page.side_for(Target(case.slug, Kind.EVENT, case.events[0].key)) is None


def test_certitude_and_uniqueness_give_the_weight_and_the_name_of_the_test(
    page: EvidencePage, library: Library, case: Case
) -> None:
    row, column = cell(page, "soong-asked-first", "chance")
    page.matrix.setCurrentIndex(page.matrix.rows.index(row, column))
    panel = page.panel
    assert panel.certitude
    assert panel.uniqueness
    panel.certitude.setValue(50)
    panel.uniqueness.setValue(5)
    assert panel.in_words.text().startswith("Much more, +10")
    assert "smoking gun" in panel.tested.text()
    panel.uniqueness.editingFinished.emit()
    (rating,) = library.reading(case.slug).ratings
    assert (rating.certitude, rating.uniqueness) == (0.5, 0.05)
    assert rating.mid_db == pytest.approx(10)


def test_certitude_and_uniqueness_begin_as_the_weight_has_them(page: EvidencePage) -> None:
    for item, under, certitude, uniqueness, words in (
        ("soong-asked-first", "delay-by-design", 95, 47.6, "hoop"),
        ("boundary-by-telegraph", "war-timetable", 50, 5, "smoking gun"),
        ("soong-asked-first", "war-timetable", 95, 95, "hoop"),
        ("soong-asked-first", "chance", 67.3, 95, "speaks against it"),
    ):
        row, column = cell(page, item, under)
        page.matrix.setCurrentIndex(page.matrix.rows.index(row, column))
        panel = page.panel
        assert panel.certitude
        assert panel.uniqueness
        assert panel.certitude.value() == pytest.approx(certitude, abs=0.1)
        assert panel.uniqueness.value() == pytest.approx(uniqueness, abs=0.1)
        assert words in panel.tested.text()
        assert "One pair of many" in panel.tested.text()
        panel._dragged(8, 10, 12)
        assert weight_found(panel.certitude.value() / 100, panel.uniqueness.value() / 100) == pytest.approx(10, abs=0.1)


def test_the_handle_on_the_scale_moves_the_weight_by_keys(
    page: EvidencePage, qtbot: QtBot, library: Library, case: Case
) -> None:
    row, column = cell(page, "soong-asked-first", "war-timetable")
    page.matrix.setCurrentIndex(page.matrix.rows.index(row, column))
    qtbot.addWidget(page.panel)
    page.panel.show()
    scale = page.panel.scale
    assert scale
    qtbot.keyClick(scale, Qt.Key.Key_PageUp)
    qtbot.keyClick(page.panel.scale, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    (rating,) = library.reading(case.slug).ratings
    assert (rating.low_db, rating.mid_db, rating.high_db) == (4.5, 5, 5.5)


@pytest.mark.usefixtures("library")
def test_a_library_that_can_only_be_read_shows_the_matrix_and_takes_no_weight(qtbot: QtBot, library_file: Path) -> None:
    with Library.open(library_file, read_only=True) as reading:
        page = EvidencePage()
        page.use(reading)
        qtbot.addWidget(page)
        page.show_case(reading.case(14), LIGHT, frozenset())
        assert not page.writable
        assert page.matrix.rows.rowCount() > 3
        assert page.ask_row.isHidden()


def test_a_weight_carries_its_reason_and_its_source(page: EvidencePage, library: Library, case: Case) -> None:
    row, column = cell(page, "soong-asked-first", "delay-by-design")
    page.matrix.setCurrentIndex(page.matrix.rows.index(row, column))
    panel = page.panel
    assert panel.reason
    assert panel.source
    panel.reason.setPlainText("He had asked before.")
    panel.source.setCurrentIndex(1)
    panel.source.activated.emit(1)
    (rating,) = library.reading(case.slug).ratings
    assert (rating.reason, rating.source) == ("He had asked before.", case.sources[0].key)
    page.matrix.stepped.emit(page.matrix.rows.index(row, column), 1)
    (rating,) = library.reading(case.slug).ratings
    assert (rating.reason, rating.source) == ("He had asked before.", case.sources[0].key)
    assert rating.words == "clearly more"


@pytest.mark.parametrize("gone", [("evidence",), ("hypotheses", "evidence")])
def test_a_case_without_evidence_is_answered_with_what_to_do(
    page: EvidencePage, case: Case, gone: tuple[str, ...]
) -> None:
    page.show_case(replace(case, slug="bare", **dict.fromkeys(gone, ())), LIGHT, frozenset())
    assert page.trouble.isVisible()
    assert "Add" in page.trouble.text()
    assert not page.matrix.isVisible()
    assert page.side_for(Target("bare", Kind.CASE, "bare")) is None
    page.mark(Target("bare", Kind.EVIDENCE, "x"))
    page.show_case(case, LIGHT, frozenset())
    assert page.matrix.isVisible()
    assert not page.trouble.isVisible()
