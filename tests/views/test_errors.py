from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop_app.casebook.trouble import Trouble
from desktop_app.views.errors import dialog


def test_what_the_reader_can_act_on_says_what_was_kept_and_what_to_do(qtbot: QtBot) -> None:
    box = dialog(None, Trouble("The disk is full.", "Your notes are safe.", "Free some space."))
    qtbot.addWidget(box)
    assert box.text() == "The disk is full."
    assert box.informativeText() == "Your notes are safe.\n\nFree some space."
    assert not box.detailedText()


def test_the_details_of_a_bug_can_be_copied(qtbot: QtBot) -> None:
    try:
        raise ValueError("<b>wrong</b>")
    except ValueError as error:
        box = dialog(None, error)
    qtbot.addWidget(box)
    box.open()
    (copy,) = (button for button in box.buttons() if button.text() == "Copy details")
    copy.click()
    assert "ValueError: <b>wrong</b>" in QGuiApplication.clipboard().text()
    assert box.isVisible()
