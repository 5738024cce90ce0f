"""Is another program writing in this library?"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _hold(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _hold(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_held(library: Path) -> bool:
    """Whether a program writes in the library, at this moment."""
    try:
        with _lock_file(library).open("rb+") as file:
            _hold(file)  # and let go: a program that starts just now tries more than once
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _lock_file(library: Path) -> Path:
    library = library.resolve()  # by whatever name it is asked for
    return library.with_name(f"{library.name}.lock")


_PATIENCE_SECONDS = 0.15


class Lock:
    """A lock file beside the library, held by the operating system: it ends with the program that holds it.

    Apart from the library, because SQLite drops its own locks when any handle on its file is closed.
    """

    def __init__(self, library: Path) -> None:
        self._path = _lock_file(library)
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """Whether the lock is ours now.  Raises OSError if no lock file can be written there."""
        until = monotonic() + _PATIENCE_SECONDS
        while True:
            file = self._path.open("ab")
            try:
                _hold(file)
            except OSError:
                file.close()
                if monotonic() > until:
                    return False
                sleep(0.02)  # perhaps somebody only looks whether it is held
                continue
            if self._is_still(file):
                self._file = file
                return True
            file.close()  # whoever held it took it away meanwhile: lock the new one

    def _is_still(self, file: IO[bytes]) -> bool:
        try:
            return os.path.samestat(os.fstat(file.fileno()), self._path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        if self._file is None:
            return
        if sys.platform == "win32":  # there an open file cannot be taken away
            self._file.close()
        with suppress(OSError):  # another program has opened it already
            self._path.unlink(missing_ok=True)
        self._file.close()
        self._file = None
