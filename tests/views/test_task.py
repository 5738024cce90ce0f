"""Work on another thread: what it says is heard in order, and letting go of it in the middle harms nothing."""

import gc
import threading

from pytestqt.qtbot import QtBot

from desktop_app.views.task import Task


def test_progress_and_the_answer_are_heard(qtbot: QtBot) -> None:
    heard: list[float] = []

    def work(step):
        for share in (0.25, 0.5, 1.0):
            step(share)
        return "answer"

    task = Task(work)
    task.progress.connect(heard.append)
    with qtbot.waitSignal(task.done) as done:
        pass
    assert done.args == ["answer"]
    assert heard == [0.25, 0.5, 1.0]


def test_what_goes_wrong_is_heard(qtbot: QtBot) -> None:
    def work(_):
        raise ValueError("no")

    with qtbot.waitSignal(Task(work).failed) as failed:
        pass
    assert isinstance(failed.args[0], ValueError)


def test_a_task_let_go_of_while_it_speaks_is_silent_and_harmless(qtbot: QtBot) -> None:
    """Many at once, each dropped while its thread sends word after word."""
    ended = threading.Semaphore(0)
    heard: list[object] = []

    def work(step):
        try:
            while True:  # until it is cancelled
                step(0.5)
        finally:
            ended.release()

    for _ in range(40):
        task = Task(work)
        task.done.connect(heard.append)
        qtbot.wait(2)
        task.cancel()
        del task
        gc.collect()
    for _ in range(40):
        assert ended.acquire(timeout=20)
    with qtbot.waitSignal(Task(lambda _: None).done):
        pass
    assert heard == []
