"""Is it said before Qt aborts why no window can be opened?"""

import os
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app import display

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux may lack a display or Qt's libraries")

WINDOW = """
from desktop_app.display import display_trouble
trouble = display_trouble()
if trouble is None:
    from PySide6.QtWidgets import QApplication, QWidget
    app = QApplication([])
    QWidget().show()
    trouble = app.platformName()
print(trouble)
"""


@pytest.fixture(autouse=True)
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def x_server() -> Iterator[str]:
    """The name of a display that answers."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x480x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
        server.terminate()


def test_without_display_one_sentence_says_what_works() -> None:
    trouble = display.display_trouble()
    assert trouble is not None
    assert trouble.startswith("No window can be opened, since there is no display")
    assert "python3 packaging/run.py picture --case 14 --output FILE.png" in trouble
    assert "python3 packaging/run.py export --case 14 --format pdf --output FILE.pdf" in trouble


def test_a_display_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":54321")
    assert "the display :54321 does not answer" in str(display.display_trouble())


def test_a_wayland_display_must_answer_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert display.display_trouble() is not None
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-0"))
        compositor.listen()
        assert display.display_trouble() is None


def test_missing_libraries_come_with_the_line_that_brings_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":54321")
    monkeypatch.setitem(display.FOR_X11, "libno-such-thing.so.0", "libno-such-thing0")
    trouble = str(display.display_trouble())
    assert "lacks libno-such-thing.so.0 (apt-get install libno-such-thing0)" in trouble
    monkeypatch.setitem(display.FOR_DRAWING, "libnothing.so.1", "libnothing1")
    assert "Nothing can be drawn, since this system lacks libnothing.so.1" in str(display.display_trouble())
    assert "apt-get install libnothing1" in str(display.drawing_trouble())


def test_off_screen_needs_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display.display_trouble() is None


def test_a_window_opens_where_there_is_no_trouble(x_server: str) -> None:
    environment = {**os.environ, "DISPLAY": x_server}
    asked = subprocess.run([sys.executable, "-c", WINDOW], env=environment, capture_output=True, text=True, check=True)
    assert asked.stdout == "xcb\n"


def needed(file: Path) -> set[str]:
    """The libraries that an ELF file asks for (DT_NEEDED)."""
    data = file.read_bytes()
    (sections,) = struct.unpack_from("<Q", data, 0x28)
    size, count = struct.unpack_from("<HH", data, 0x3A)
    headers = [struct.unpack_from("<IIQQQQIIQQ", data, sections + size * i) for i in range(count)]
    _, _, _, _, start, length, link, *_ = next(header for header in headers if header[1] == 6)  # SHT_DYNAMIC
    names = headers[link][4]
    entries = struct.iter_unpack("<qQ", data[start : start + length])
    offsets = [names + value for tag, value in entries if tag == 1]  # DT_NEEDED
    return {data[offset : data.index(b"\0", offset)].decode() for offset in offsets}


def asked_of_system(*files: str) -> set[str]:
    """What these files of Qt, and the files of Qt that they need, ask of the system besides the C library."""
    from PySide6 import QtCore

    home = Path(QtCore.__file__).parent
    own = {
        path.name: path for path in [*home.glob("*.so*"), *home.glob("Qt/lib/*.so*"), *home.glob("../shiboken6/*.so*")]
    }
    todo, done, asked = [home / file for file in files], set[Path](), set[str]()
    while todo:
        file = todo.pop()
        done.add(file)
        names = needed(file)
        asked |= names - own.keys()
        todo += {own[name] for name in names & own.keys()} - done
    always = ("libc.", "libm.", "libdl.", "libpthread.", "librt.", "libgcc_s.", "ld-linux")
    return {name for name in asked if not name.startswith(always)}


def test_the_tables_hold_all_that_qt_asks_for_and_nothing_else() -> None:
    modules = [f"Qt{name}.abi3.so" for name in ("Core", "Gui", "Widgets", "Svg", "OpenGL", "OpenGLWidgets", "Test")]
    plugins = ["platforms/libqoffscreen.so", "imageformats/libqsvg.so", "iconengines/libqsvgicon.so"]
    drawing = asked_of_system(*modules, *(f"Qt/plugins/{plugin}" for plugin in plugins))
    x11 = asked_of_system("Qt/plugins/platforms/libqxcb.so", "Qt/plugins/xcbglintegrations/libqxcb-glx-integration.so")
    wayland = asked_of_system(
        "Qt/plugins/platforms/libqwayland.so",
        "Qt/plugins/wayland-shell-integration/libxdg-shell.so",
        "Qt/plugins/wayland-graphics-integration-client/libqt-plugin-wayland-egl.so",
    )
    assert drawing == set(display.FOR_DRAWING)
    assert x11 - drawing == set(display.FOR_X11)
    assert wayland - drawing == set(display.FOR_WAYLAND)
