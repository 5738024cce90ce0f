"""Can this computer draw, and can it open a window?

Asked before Qt is imported, since Qt answers by ending the program: standard library only.
"""

import ctypes
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from desktop_app.casebook.language import tr

# What Qt's own files ask of a Linux system (`readelf -d` on the wheel), and the Debian and Ubuntu package of each.
# Packages that Ubuntu 24.04 renamed (libglib2.0-0t64) are still found there under these names.
FOR_DRAWING = {
    "libdbus-1.so.3": "libdbus-1-3",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
FOR_X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FOR_WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}


def missing(libraries: Mapping[str, str]) -> dict[str, str]:
    """Those of the libraries that this system cannot load, with their packages; only Linux is asked."""
    return {name: package for name, package in libraries.items() if sys.platform == "linux" and not _loads(name)}


def drawing_trouble() -> str | None:
    """Why nothing can be drawn here, not even off screen, in one sentence; None if it can."""
    lacking = missing(FOR_DRAWING)
    if not lacking:
        return None
    return tr("Nothing can be drawn, since this system lacks {}: {}.").format(", ".join(lacking), _remedy(lacking))


def display_trouble() -> str | None:
    """Why no window can be opened here, in one sentence with what works without one; None if one can."""
    if trouble := drawing_trouble():
        return trouble
    asked = os.environ.get("QT_QPA_PLATFORM") or "wayland;xcb"
    platforms = [part.partition(":")[0] for part in asked.split(";")]
    if sys.platform != "linux" or not {"wayland", "xcb"}.issuperset(platforms):
        return None
    if "wayland" in platforms and _wayland_answers() and not missing(FOR_WAYLAND):
        return None
    if not os.environ.get("DISPLAY"):
        return _no_window(tr("there is no display (DISPLAY is not set)"))
    if lacking := missing(FOR_X11):
        return _no_window(tr("this system lacks {} ({})").format(", ".join(lacking), _remedy(lacking)))
    if not _x11_answers():
        return _no_window(tr("the display {} does not answer").format(os.environ["DISPLAY"]))
    return None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _remedy(lacking: Mapping[str, str]) -> str:
    return "apt-get install " + " ".join(sorted(set(lacking.values())))


def _no_window(reason: str) -> str:
    checkout = Path(__file__).resolve().parent.parent / "packaging" / "run.py"
    command = "python3 packaging/run.py" if checkout.is_file() else "coincidence-casebook"
    return tr(
        "No window can be opened, since {reason}; without one work `{command} picture --case 14 --output FILE.png`"
        " (the window as a picture) and `{command} export --case 14 --format pdf --output FILE.pdf` (the case as PDF)."
    ).format(reason=reason, command=command)


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    if not name:
        return False
    import socket  # late: 3 ms

    with socket.socket(socket.AF_UNIX) as connection:
        return connection.connect_ex(str(Path(os.environ.get("XDG_RUNTIME_DIR", "")) / name)) == 0


def _x11_answers() -> bool:
    """Whether the display lets us in: a refused connection ends a Qt program without a word that helps."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    # Kept open until the program ends: some servers start anew, and refuse Qt meanwhile, when their last client leaves.
    return not xcb.xcb_connection_has_error(connection)
