"""Does the log say where something failed, and never what the reader wrote?"""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app import journal

SECRET = "Soong told me in confidence"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(journal, "folder", lambda: tmp_path / "logs")
    logger = logging.getLogger("desktop_app")
    before, level = list(logger.handlers), logger.level
    file = journal.keep()
    assert file is not None
    yield file
    for handler in set(logger.handlers) - set(before):
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(level)


def fail(note: str) -> None:
    try:
        int(note)
    except ValueError as error:
        raise RuntimeError(f"cannot save {note}") from error


def test_an_error_is_told_by_kind_and_place_without_its_words(log: Path) -> None:
    try:
        fail(SECRET)
    except RuntimeError as error:
        logging.getLogger("desktop_app.app").error("uncaught: %s", error, exc_info=error)
    text = log.read_text(encoding="utf-8")
    assert "uncaught" in text
    assert text.index("ValueError") < text.index("RuntimeError")
    assert "in fail" in text
    assert SECRET not in text
    assert str(Path.home()) not in text


def test_old_logs_are_thrown_away(log: Path) -> None:
    for _ in range(3000):
        logging.getLogger("desktop_app").info("x" * 1000)
    files = list(log.parent.iterdir())
    assert len(files) == 4
    assert sum(file.stat().st_size for file in files) <= 4 * 256 * 1024


def test_where_nothing_can_be_written_the_program_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(journal, "folder", lambda: tmp_path / "file" / "logs")
    assert journal.keep() is None
