"""What was being typed when the program ended?

Until it is in the library, what is typed lies in a small file in the user's state folder, written a quarter of a second
after the first key.  It goes as soon as the library has it.  A start that finds one offers it to the reader.
"""

import json
import os
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject, QTimer

from desktop_app.casebook.case import Target
from desktop_app.casebook.terms import Kind

AFTER_MS = 250  # after the first key that is not yet kept, however many follow

_number = count()


@dataclass(frozen=True, slots=True)
class Draft:
    """A text and what it is on; as a note, unless it is the reason of a verdict."""

    target: Target
    text: str
    tags: tuple[str, ...] = ()
    note: int | None = None  # the note that was being edited
    verdict: tuple[int, str] | None = None  # 0 to 100, how sure: the text is its reason


class Drafting(QObject):
    """One editor's draft.  `read` gives what is typed and not yet kept, None for nothing."""

    def __init__(self, library: Path, read: Callable[[], Draft | None], parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._read = library, read
        self._file: Path | None = None
        self._timer = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._timer.timeout.connect(self._write)

    def soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def done(self) -> None:
        """It is kept, or no longer wanted."""
        self._timer.stop()
        if self._file:
            drop(self._file)
            self._file = None

    def _write(self) -> None:
        draft = self._read()
        if draft is None:
            self.done()
            return
        file = self._file or folder(self._library) / f"{os.getpid()}-{next(_number)}.json"
        with suppress(OSError):  # a full disk: the text is still in the editor
            file.parent.mkdir(parents=True, exist_ok=True)
            beside = file.with_suffix(".new")
            said = {"library": str(self._library.resolve()), **asdict(draft)}
            beside.write_text(json.dumps(said, ensure_ascii=True), encoding="ascii")
            os.replace(beside, file)
            self._file = file


def folder(library: Path) -> Path:
    name = os.path.normcase(library.resolve())
    state = platformdirs.user_state_path("coincidence-casebook", appauthor=False)
    return state / "drafts" / f"{zlib.crc32(name.encode('utf-8', 'surrogateescape')):08x}"


def left(library: Path) -> dict[Path, Draft]:
    """The drafts that another program left for this library, in the order in which they were written.

    Ask for them at the start, when this program has written none and has the library's lock.
    """
    found: dict[Path, Draft] = {}
    with suppress(OSError):
        for file in sorted(folder(library).glob("*.json"), key=lambda file: file.stat().st_mtime_ns):
            with suppress(OSError, ValueError, KeyError, TypeError):  # half a file, or one of another version
                said = json.loads(file.read_text(encoding="ascii"))
                if said.pop("library") == str(library.resolve()):
                    found[file] = _draft(**said)
    return found


def _draft(target: dict[str, str], text: str, tags: list[str], note: int | None, verdict: list[object] | None) -> Draft:
    on = Target(target["case"], Kind(target["kind"]), target["key"])
    judged = (int(str(verdict[0])), str(verdict[1])) if verdict else None
    return Draft(on, text, tuple(tags), note, judged)


def drop(file: Path) -> None:
    with suppress(OSError):
        file.unlink(missing_ok=True)
