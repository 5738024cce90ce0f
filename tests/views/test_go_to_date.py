"""The dialog that takes the time cursor to a date."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.when import parse
from desktop_app.views.go_to_date import GoToDate, moment


@pytest.fixture
def dialog(qtbot: QtBot) -> GoToDate:
    dialog = GoToDate()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.mark.parametrize(
    ("text", "jd"),
    [
        ("1945-07-23", julian_day(1945, 7, 23) + 0.5),
        ("1945-07", julian_day(1945, 7, 1) + 0.5),
        ("1945-07-23/1945-08-02", julian_day(1945, 7, 23) + 0.5),
        ("1945-07-23~", julian_day(1945, 7, 23) + 0.5),
        ("-0043-03-15", julian_day(-43, 3, 15) + 0.5),
        ("../1945-07-23", julian_day(1945, 7, 24)),
    ],
)
def test_where_the_cursor_goes(text: str, jd: float) -> None:
    assert moment(parse(text)) == pytest.approx(jd, abs=1e-6)


def test_a_time_is_gone_to_as_it_is() -> None:
    assert moment(parse("1941-12-07T07:55:00-10:30")) == pytest.approx(
        julian_day(1941, 12, 7) + (7 * 60 + 55 + 10 * 60 + 30) / 1440, abs=1 / 1440
    )


def test_a_date_is_understood_as_it_is_typed_and_return_goes_there(dialog: GoToDate, qtbot: QtBot) -> None:
    assert not dialog.go_button.isEnabled()
    qtbot.keyClicks(dialog.box, "23 July 1945")
    assert "23 July 1945" in dialog.understood.text()
    assert "Monday" in dialog.understood.text()
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    assert chosen.args == [julian_day(1945, 7, 23) + 0.5]
    assert not dialog.isVisible()


@pytest.mark.parametrize("typed", ["29 Feb 1500 Julian", "44 BCE", "1752", "about July 1945"])
def test_old_and_rough_dates_are_gone_to_as_well(dialog: GoToDate, qtbot: QtBot, typed: str) -> None:
    qtbot.keyClicks(dialog.box, typed)
    with qtbot.waitSignal(dialog.chosen):
        qtbot.mouseClick(dialog.go_button, Qt.MouseButton.LeftButton)


def test_a_wrong_date_is_told_in_words_and_goes_nowhere(dialog: GoToDate, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.box, "31 June 1945")
    assert dialog.wrong.isVisible()
    assert dialog.wrong.text()
    with qtbot.assertNotEmitted(dialog.chosen):
        qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClick(dialog.box, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_time_with_an_offset_names_the_day_that_it_was_there(dialog: GoToDate, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.box, "8 December 1941, 00:45 +07:30")  # 17:15 on the 7th, UTC
    assert "Monday 8 December 1941" in dialog.understood.text()
