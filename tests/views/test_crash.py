"""The program is brought down while one types, or fails: nothing typed is lost, and the log holds no word of it.

Each program here is a real one, driven by keys and clicks from inside.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit

from desktop_app import journal
from desktop_app.casebook.case import Target
from desktop_app.casebook.terms import Kind, Sureness
from desktop_app.library.library import Library
from desktop_app.views import drafts
from desktop_app.views.safekeeping import Safekeeping

ROOT = Path(__file__).parents[2]
POTSDAM = "sino-soviet-border-1945"
WHOLE = Target(POTSDAM, Kind.CASE, POTSDAM)

BEFORE = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from desktop_app import app
from desktop_app.views import drafts, restore
from desktop_app.views.application import application
from desktop_app.views.main_window import MainWindow

program, library = application(), Path(sys.argv[1])
timers = []

def every(do):
    timers.append(QTimer(interval=25))
    timers[-1].timeout.connect(do)
    timers[-1].start()

def shown(kind):
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()), None)

def press(dialog, words):
    for button in dialog.buttons() if isinstance(dialog, QMessageBox) else dialog.buttons.buttons():
        if button.text().replace("&", "") == words:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            return
    raise LookupError(words)
"""
AFTER = """
sys.exit(app.run(library))
"""


def drive(code: str, library: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BEFORE + code + AFTER, library]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


TYPE_AND_DIE = """
typed = 0
def type_on():
    global typed
    window = shown(MainWindow)
    if window is None or not window._settled:
        return
    if window.side.notes.editor is None:
        window.page.story.setFocus()
        QTest.keyClick(window.page.story, Qt.Key.Key_N)
        return
    QTest.keyClick(window.side.notes.editor.text, "abcdefgh"[typed % 8])  # on and on: no pause in which it is saved
    typed += 1
    if any(drafts.folder(library).glob("*.json")) and typed > 24:
        os.kill(os.getpid(), signal.SIGKILL)
every(type_on)
"""
PUT_BACK = """
def put_back():
    if dialog := shown(restore.Restore):
        timers[0].stop()
        press(dialog, "Put it back")
        QTimer.singleShot(0, lambda: shown(MainWindow).close())
every(put_back)
"""


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_what_was_typed_when_the_program_was_killed_is_offered_and_put_back(tmp_path: Path) -> None:
    library = tmp_path / "library.casebook"
    assert drive(TYPE_AND_DIE, library).returncode == -signal.SIGKILL
    (draft,) = drafts.left(library).values()
    assert draft.text.startswith("abcdefghabcd")
    assert draft.target.case == POTSDAM
    with Library.open(library) as opened:
        assert opened.annotations() == ()
    done = drive(PUT_BACK, library)
    assert (done.returncode, done.stdout) == (0, "")
    with Library.open(library) as opened:
        assert [(note.target, note.text) for note in opened.annotations()] == [(draft.target, draft.text)]
        assert opened.undo_name == "Restore what was typed"
    assert drafts.left(library) == {}


FAIL = """
def fail():
    if box := shown(QMessageBox):
        print(box.text(), box.informativeText(), sep="|")
        timers[0].stop()
        press(box, "Close")
        QTimer.singleShot(0, lambda: print(shown(QMessageBox)) or shown(MainWindow).close())
    elif shown(MainWindow):
        raise RuntimeError("Soong told me in confidence")
every(fail)
"""


def test_an_error_that_nobody_foresaw_says_where_the_log_is_once_and_the_window_lives_on(tmp_path: Path) -> None:
    done = drive(FAIL, tmp_path / "library.casebook")
    assert done.returncode == 0
    told, after = done.stdout.splitlines()[0], done.stdout.splitlines()[-1]
    assert "Something went wrong in the program.|What was saved before is safe." in told
    assert after == "None"
    log = journal.folder() / journal.NAME
    text = log.read_text(encoding="utf-8")
    assert str(journal.folder()) in done.stdout
    assert "in fail" in text
    assert "RuntimeError" in text
    assert "confidence" not in text
    assert str(tmp_path) not in text


NOT_ONE = """
def acknowledge():
    if box := shown(QMessageBox):
        print(box.text())
        box.accept()
every(acknowledge)
"""


def test_a_library_that_cannot_be_opened_is_told_before_the_program_ends(tmp_path: Path) -> None:
    library = tmp_path / "library.casebook"
    library.write_text("just a text, and none of ours at all\n" * 9)
    done = drive(NOT_ONE, library)
    assert (done.returncode, done.stdout) == (1, f"{library} is not a library of this program.\n")


def test_a_window_that_cannot_be_built_is_told_before_the_program_ends(tmp_path: Path) -> None:
    broken = "MainWindow.open_first = lambda self: {}['Soong told me in confidence']\n"
    done = drive(broken + NOT_ONE, tmp_path / "library.casebook")
    assert (done.returncode, done.stdout) == (1, "Something went wrong in the program.\n")
    text = (journal.folder() / journal.NAME).read_text(encoding="utf-8")
    assert "KeyError" in text
    assert "confidence" not in text
    assert not (tmp_path / "library.casebook.lock").exists()


def test_a_crash_from_below_leaves_its_trace_without_words(tmp_path: Path) -> None:
    done = drive("every(lambda: shown(MainWindow) and os.abort())\n", tmp_path / "library.casebook")
    assert done.returncode != 0
    assert "Aborted" in (journal.folder() / journal.CRASHES).read_text(encoding="utf-8")


CLOSE_AT_ONCE = """
import threading
from desktop_app.views.task import Task

gone = threading.Event()

class Late:  # what the charts need is found only once the window has gone
    def find_spec(self, name, path=None, target=None):
        if name == "pyqtgraph":
            gone.wait()

def compute(step):
    while True:
        step(0.5)

def close():
    if window := shown(MainWindow):
        timers[0].stop()
        Task(compute)
        window._settle()
        window.close()
        gone.set()

sys.meta_path.insert(0, Late())
every(close)
ended = app.run(library)
assert "pyqtgraph" in sys.modules
print(ended, [each.name for each in threading.enumerate() if each.daemon])
sys.exit(ended)
"""


def test_a_window_closed_while_it_loads_and_computes_ends_its_work(tmp_path: Path) -> None:
    done = drive(CLOSE_AT_ONCE, tmp_path / "library.casebook")
    assert (done.returncode, done.stdout) == (0, "0 []\n"), done.stderr


# One draft, and what becomes of it


def written(path: Path, **said: object) -> Path:
    file = drafts.folder(path) / "7-0.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    target = {"case": POTSDAM, "kind": "case", "key": POTSDAM}
    whole = {
        "library": str(path),
        "target": target,
        "text": "typed",
        "tags": ["kept"],
        "note": None,
        "verdict": None,
    }
    file.write_text(json.dumps({**whole, **said}), encoding="ascii")
    return file


def test_a_draft_that_is_thrown_away_or_left_for_later(open_window, library_file, qtbot) -> None:
    from desktop_app.views import restore

    window = open_window()
    for words, stays in (("Ask me again next time", True), ("Throw it away", False)):
        file = written(library_file)
        restore.offer(window)
        dialog = window.findChild(restore.Restore)
        (button,) = [one for one in dialog.buttons.buttons() if one.text() == words]
        button.click()
        assert file.exists() == stays
        qtbot.waitUntil(lambda: window.findChild(restore.Restore) is None)
    assert window.library.annotations() == ()


def test_a_draft_that_the_library_already_has_is_not_offered(open_window, library_file) -> None:
    from desktop_app.views import restore

    window = open_window()
    with window.library.change("Write") as change:
        change.add_note(WHOLE, "typed", ("kept",))
        change.judge(POTSDAM, 20, Sureness.GUESS, "why")
    for said in ({}, {"text": " "}, {"text": "why", "verdict": [20, "guess"]}):
        file = written(library_file, **said)
        restore.offer(window)
        assert window.findChild(restore.Restore) is None
        assert not file.exists()


def test_a_draft_of_another_library_or_from_another_hand_is_left_alone(open_window, library_file) -> None:
    from desktop_app.views import restore

    window = open_window()
    for said in (
        {"library": "/elsewhere.casebook"},
        {"target": 7},
        {"target": {"case": POTSDAM, "kind": "omen", "key": "x"}},
        {"more": 1},
    ):
        file = written(library_file, **said)
        restore.offer(window)
        assert window.findChild(restore.Restore) is None
        assert file.exists()
        file.write_text("{")
        restore.offer(window)
        file.unlink()


@pytest.mark.parametrize("gone", [False, True])
def test_an_edited_note_gets_its_text_back_and_one_that_has_gone_is_written_anew(
    library_file: Path, gone: bool
) -> None:
    from desktop_app.views.restore import put_back

    with Library.open(library_file) as library:
        with library.change("Write") as change:
            note = change.add_note(WHOLE, "saved", ())
        if gone:
            with library.change("Remove") as change:
                change.remove_note(note)
        put_back(library, drafts.Draft(WHOLE, "saved and more", ("kept",), note))
        (found,) = library.annotations()
        assert (found.text, found.tags, found.id == note) == ("saved and more", ("kept",), not gone)
        put_back(library, drafts.Draft(WHOLE, "Because.", (), None, (30, "certain")))
        assert (library.verdicts()[0].value, library.verdicts()[0].sureness) == (30, Sureness.CERTAIN)


def test_what_is_saved_leaves_no_draft(open_window, library_file, qtbot) -> None:
    from PySide6.QtCore import Qt

    window = open_window()
    window.page.story.setFocus()
    qtbot.keyClick(window.page.story, Qt.Key.Key_N)
    editor = window.side.notes.editor
    qtbot.keyClicks(editor.text, "typed on")
    qtbot.waitUntil(lambda: len(drafts.left(library_file)) == 1)
    qtbot.waitUntil(lambda: len(window.library.annotations()) == 1)
    assert drafts.left(library_file) == {}


def test_a_field_of_a_dialog_has_a_draft_until_it_is_saved_or_closed(open_window, library_file, qtbot) -> None:
    window = open_window()
    Safekeeping(window.library, lambda: window.selection.now.target, window)
    for ending in ("saved", "closed"):
        dialog = QDialog(window)
        field = QPlainTextEdit("as it was", dialog)
        QLineEdit(dialog)
        dialog.show()
        qtbot.waitUntil(dialog.isActiveWindow)
        field.setFocus()
        qtbot.keyClicks(field, "new ")
        qtbot.waitUntil(lambda: len(drafts.left(library_file)) == 1)
        (draft,) = drafts.left(library_file).values()
        assert (draft.target, draft.text) == (window.selection.now.target, "new as it was")
        if ending == "saved":
            with window.library.change("Save") as change:
                change.choose(POTSDAM, "x", "y", field.toPlainText())
            assert drafts.left(library_file) == {}
        dialog.deleteLater()
        qtbot.waitUntil(lambda: drafts.left(library_file) == {})
