"""What does the program write down for whoever has to find out what went wrong?

A few files in the user's folder for logs, the oldest thrown away.  Where in the code something failed stands in them,
never what it failed on: that could be a note.
"""

import faulthandler
import logging
import sys
import traceback
from pathlib import Path
from typing import IO

from desktop_app import __version__

NAME = "coincidence-casebook.log"
CRASHES = "crashes.log"
_BYTES, _OLDER = 256 * 1024, 3


_crashes: IO[str] | None = None  # open as long as the program lives


def folder() -> Path:
    """Where the logs lie."""
    import platformdirs

    return platformdirs.user_log_path("coincidence-casebook", appauthor=False)


def note_crashes() -> None:
    """Let Python write down where it was when the program is brought down from below, by Qt or the system."""
    global _crashes
    file = folder() / CRASHES
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        older = file.exists() and file.stat().st_size > _BYTES
        _crashes = file.open("w" if older else "a", encoding="utf-8")
    except OSError:
        return
    faulthandler.enable(_crashes)


def keep() -> Path | None:
    """Write down from now on what the program reports; the file, or None where none can be written.

    Called once more, it changes nothing.
    """
    import logging.handlers  # late: 7 ms

    logger = logging.getLogger("desktop_app")
    for handler in logger.handlers:
        if isinstance(handler, logging.handlers.RotatingFileHandler):
            return Path(handler.baseFilename)
    file = folder() / NAME
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=_BYTES, backupCount=_OLDER, encoding="utf-8", delay=False
        )
    except OSError:  # a full disk or a read-only home is no reason not to start
        return None
    handler.setFormatter(_WithoutWords("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.info(f"version {__version__}, Python {sys.version.split()[0]}, {sys.platform}")
    return file


class _WithoutWords(logging.Formatter):
    """Messages as they stand in the code, without their arguments; errors by kind and place, without their text."""

    def format(self, record: logging.LogRecord) -> str:
        kept = logging.makeLogRecord({**record.__dict__, "args": (), "exc_text": None})
        return super().format(kept)

    def formatException(self, ei: object) -> str:
        """Each error of the chain, the first cause first."""
        assert isinstance(ei, tuple)
        chain: list[str] = []
        error = ei[1]
        while isinstance(error, BaseException):
            frames = traceback.extract_tb(error.__traceback__)
            places = [f'  File "{_ours(frame.filename)}", line {frame.lineno}, in {frame.name}' for frame in frames]
            chain.append("\n".join([*places, type(error).__name__]))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nthen:\n".join(reversed(chain))


def _ours(file: str) -> str:
    """The file without the folders above the program, which hold the reader's name."""
    path = Path(file)
    home = Path(__file__).parent.parent
    return str(path.relative_to(home)) if path.is_relative_to(home) else path.name
