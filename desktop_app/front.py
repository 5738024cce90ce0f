"""Has another window of this user's the library open, and does it come to the front?

The programs of one user meet in a folder in the user's state folder, one for each library.  A later start leaves a file
there and waits until the window that has the library takes it away.  No socket and no network module is needed, and
one user's window never answers another's.
"""

import json
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

from desktop_app.library.lock import is_held

ANSWER_SECONDS = 5.0  # a window on a busy machine needs a while
_LOOK_SECONDS = 0.03
_ASKING = ".ask"
_TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")  # by these a desktop lets a window come to the front


def meeting_place(library: Path) -> Path:
    import platformdirs

    name = os.path.normcase(library.resolve())
    state = platformdirs.user_state_path("coincidence-casebook", appauthor=False)
    return state / "windows" / f"{zlib.crc32(name.encode('utf-8', 'surrogateescape')):08x}"


def prepare(library: Path) -> Path | None:
    """Make the place where later starts ask, before the library is opened; None where none can be made."""
    place = meeting_place(library)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError:  # a full disk or a read-only home: a later start then opens a window of its own
        return None
    return place


def leave(library: Path) -> None:
    """Take the place away again, unless somebody is asking."""
    with suppress(OSError):
        meeting_place(library).rmdir()


def ask(library: Path, seconds: float = ANSWER_SECONDS) -> bool:
    """Whether another window that has this library came to the front; at once False if there is none."""
    place = meeting_place(library)
    if not place.is_dir() or not is_held(library):
        return False
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)  # any program may take the right that this start has
    request = place / f"{os.getpid()}{_ASKING}"
    token = next(filter(None, map(os.environ.get, _TOKENS)), "")
    try:
        draft = request.with_suffix(".new")
        draft.write_text(json.dumps({"library": str(library.resolve()), "token": token}), encoding="utf-8")
        os.replace(draft, request)
    except OSError:
        return False
    until = monotonic() + seconds
    while monotonic() < until and is_held(library):
        if not request.exists():
            return True
        sleep(_LOOK_SECONDS)
    try:
        request.unlink()
    except FileNotFoundError:
        return True  # it came at the last moment
    return False


def requests(library: Path) -> Iterator[str]:
    """Answer all who ask for this library; the token of each, with which the window may come to the front."""
    for request in sorted(meeting_place(library).glob(f"*{_ASKING}")):
        with suppress(OSError, ValueError, KeyError, TypeError):
            asked = json.loads(request.read_text(encoding="utf-8"))
            if asked["library"] == str(library.resolve()):
                request.unlink()
                yield str(asked["token"])
