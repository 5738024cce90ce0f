from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.views import files_out, keys
from desktop_app.views.main_window import MainWindow


def name_it(qtbot: QtBot, name: str) -> None:
    """Type a name into the file dialog as soon as it is there, and accept it."""

    def type_it() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert line is not None
        line.setText(name)
        qtbot.keyClick(line, Qt.Key.Key_Return)

    QTimer.singleShot(300, type_it)


def test_a_name_without_an_ending_gets_one_and_the_folder_is_remembered(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    name_it(qtbot, str(tmp_path / "summary"))
    assert files_out.ask_where(window, "Export", "14-case.pdf", "PDF (*.pdf)") == tmp_path / "summary.pdf"
    name_it(qtbot, "again.pdf")
    assert files_out.ask_where(window, "Export", "14-case.pdf", "PDF (*.pdf)") == tmp_path / "again.pdf"


def test_what_was_written_is_offered_until_the_next_message(window: MainWindow, tmp_path: Path) -> None:
    files_out.tell_written(window, tmp_path / "case.pdf")
    assert window.status.said.text() == f"{tmp_path / 'case.pdf'} written"
    assert window.status._offer is not None
    assert not window.status.counts.isVisible()
    window.say("Something else")
    assert window.status._offer is None
    window.say("")
    assert window.status.counts.isVisible()


def test_every_key_of_the_menus_is_in_the_list_of_keys(window: MainWindow) -> None:
    told = {line for _, lines in keys.sections(window.actions_by_name, window.page.made) for line in lines}
    for action in window.actions_by_name.values():
        if not action.shortcut().isEmpty():
            assert action.text().replace("&", "") in {words for _, words in told}
    window.act("keys")
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    dialog.close()
