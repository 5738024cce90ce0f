"""Do the files that bundles are made from keep to their formats, on all three systems?

The bundle itself is not built here: that takes minutes.  packaging/bundle.py tries what it built before it packs it.
"""

import gzip
import importlib
import os
import plistlib
import re
import shutil
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from desktop_app import __version__
from desktop_app.casebook.resources import SHIPPED
from desktop_app.library.schema import APPLICATION_ID

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"
MIME = "application/x-coincidence-casebook"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The modules of packaging/, which is no package, under their own names; a fixed date."""
    monkeypatch.syspath_prepend(str(PACKAGING))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")


def module(name: str) -> ModuleType:
    return importlib.import_module(name)


def shared(ending: str) -> bytes:
    """A file of those for /usr/share, filled in."""
    content: bytes = next(content for place, content in module("debian").shared().items() if place.endswith(ending))
    return content


def checked(program: str, package: str, *arguments: str) -> None:
    """Run a checker of the system's; where it is missing, say which package has it."""
    if not shutil.which(program):
        pytest.skip(f"{program} is missing (Debian: {package})")
    said = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


def test_all_pictures_of_the_icon_have_their_size(tmp_path: Path) -> None:
    icons = module("icons")
    icons.main(tmp_path)
    for size in icons.HICOLOR:
        for file in (tmp_path / "hicolor" / f"{size}x{size}").rglob("*.png"):
            content = file.read_bytes()
            assert content.startswith(PNG)
            assert struct.unpack_from(">II", content, 16) == (size, size)
    ico = (tmp_path / "coincidence-casebook.ico").read_bytes()
    _, kind, count = struct.unpack_from("<HHH", ico)
    assert (kind, count) == (1, len(icons.WINDOWS))
    for number, size in enumerate(icons.WINDOWS):
        length, place = struct.unpack_from("<II", ico, 6 + 16 * number + 8)
        assert ico[place:].startswith(PNG)
        assert struct.unpack_from(">II", ico, place + 16) == (size, size)
        assert place + length <= len(ico)
    icns = (tmp_path / "coincidence-casebook.icns").read_bytes()
    assert struct.unpack_from(">4sI", icns) == (b"icns", len(icns))
    place, found = 8, {}
    while place < len(icns):
        kind, length = struct.unpack_from(">4sI", icns, place)
        found[kind] = struct.unpack_from(">I", icns, place + 8 + 16)[0]
        place += length
    assert found == icons.MAC


def test_the_desktop_entry_is_one(tmp_path: Path) -> None:
    entry = tmp_path / "coincidence-casebook.desktop"
    entry.write_bytes(shared(".desktop"))
    assert f"MimeType={MIME};" in entry.read_text(encoding="utf-8")
    checked("desktop-file-validate", "desktop-file-utils", str(entry))


def test_the_store_entry_is_one(tmp_path: Path) -> None:
    entry = tmp_path / "io.github.coincidencecasebook.CoincidenceCasebook.metainfo.xml"
    entry.write_bytes(shared(".metainfo.xml"))
    tree = ET.parse(entry)
    assert [release.get("version") for release in tree.iter("release")] == [__version__]
    assert [kind.text for kind in tree.iter("mediatype")] == [MIME]
    checked("appstreamcli", "appstream", "validate", "--no-net", str(entry))


def test_a_library_is_known_by_its_first_bytes_whatever_its_name() -> None:
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    kind = ET.fromstring(shared("mime/packages/coincidence-casebook.xml")).find(f"{space}mime-type")
    assert kind is not None
    assert kind.get("type") == MIME
    outer = kind.find(f"{space}magic/{space}match")
    assert outer is not None
    inner = outer.find(f"{space}match")
    assert inner is not None
    head = SHIPPED.read_bytes()[:100]
    assert head.startswith(str(outer.get("value")).replace("\\000", "\0").encode())
    at = int(str(inner.get("offset")))
    assert int(str(inner.get("value")), 16) == struct.unpack_from(">I", head, at)[0] == APPLICATION_ID


def test_the_manual_page_names_every_command() -> None:
    page = gzip.decompress(shared(".1.gz")).decode().replace("\\-", "-")
    asked = subprocess.run([sys.executable, "-m", "desktop_app", "--help"], capture_output=True, text=True, check=True)
    commands = re.findall(r"^    (\w+) ", asked.stdout, re.MULTILINE)
    options = set(re.findall(r"--[a-z]+", asked.stdout))
    assert commands
    assert not [word for word in [*commands, *options] if word not in page]
    assert "@" not in page


def test_a_library_alone_is_opened(tmp_path: Path) -> None:
    library = tmp_path / "for the seminar.casebook"
    command = [sys.executable, "-m", "desktop_app", str(library), "--until", "window"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(tmp_path / "data")}
    opened = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert opened.returncode == 0, opened.stderr
    assert library.is_file()


def test_the_mac_opens_the_same_kind_of_file() -> None:
    info = plistlib.loads((PACKAGING / "macos" / "Info.plist").read_bytes())
    (document,), (kind,) = info["CFBundleDocumentTypes"], info["UTExportedTypeDeclarations"]
    assert document["LSItemContentTypes"] == [kind["UTTypeIdentifier"]]
    assert kind["UTTypeTagSpecification"] == {"public.filename-extension": ["casebook"]}


def test_the_windows_installer_is_told_what_it_asks_for() -> None:
    script = (PACKAGING / "windows" / "coincidence-casebook.iss").read_text(encoding="utf-8")
    sections = re.findall(r"^\[(\w+)\]$", script, re.MULTILINE)
    assert sections == ["Setup", "Files", "Icons", "Tasks", "Registry", "Run"]
    asked = set(re.findall(r"\{#(\w+)\}", script)) - set(re.findall(r"^#define (\w+)", script, re.MULTILINE))
    given = set(re.findall(r'"/D(\w+)', (PACKAGING / "bundle.py").read_text(encoding="utf-8")))
    assert asked == given - {"Signed"}
    assert r"Software\Classes\.casebook" in script
    for line in script.splitlines():
        assert line.count('"') % 2 == 0, line


def test_the_workflow_builds_on_all_three_systems() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "bundles.yml").read_text(encoding="utf-8"))
    job = workflow["jobs"]["bundle"]
    systems = [entry["system"].partition("-")[0] for entry in job["strategy"]["matrix"]["include"]]
    assert systems == ["ubuntu", "windows", "macos"]
    assert all("uses" in step or "run" in step for step in job["steps"])
    assert "python packaging/bundle.py" in [step.get("run") for step in job["steps"]]
    assert workflow["permissions"] == {"contents": "read"}


def test_every_secret_is_marked_as_signing() -> None:
    lines = (ROOT / ".github" / "workflows" / "bundles.yml").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if "secrets." in line:
            assert any("SIGNING" in near for near in lines[max(0, number - 4) : number + 1]), line


def test_the_recipe_is_python_and_finds_its_files() -> None:
    recipe = PACKAGING / "coincidence-casebook.spec"
    compile(recipe.read_text(encoding="utf-8"), str(recipe), "exec")
    modules = re.findall(r"PySide6\.Qt(\w+)", recipe.read_text(encoding="utf-8"))
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "desktop_app").rglob("*.py"))
    assert not [name for name in modules if f"PySide6.Qt{name}" in code], "the recipe leaves out what is imported"


WITHOUT_OPENGL = """
import importlib.util, sys
from pathlib import Path

for file in sorted(Path(sys.argv[1]).glob("*.py")):
    found = importlib.util.spec_from_file_location(f"PySide6.{file.stem}", file)
    sys.modules[found.name] = importlib.util.module_from_spec(found)
    found.loader.exec_module(sys.modules[found.name])
import pyqtgraph
from PySide6.QtWidgets import QApplication
import desktop_app.charts.picture

program = QApplication([])
chart = pyqtgraph.PlotWidget()
chart.plot([1, 2], [3, 4])
assert not chart.grab().isNull()
assert not [path for name, module in sys.modules.items() if "OpenGL" in (path := str(module)) and "abi3" in path]
"""


def test_charts_are_drawn_without_the_library_of_opengl() -> None:
    command = [sys.executable, "-c", WITHOUT_OPENGL, str(PACKAGING / "stand_ins")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    asked = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stderr


WITHOUT_UNUSED = """
import importlib, sys
from pathlib import Path

unused = set(sys.argv[1].split()) - {"PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets"}  # these have their stand-ins
# What a start of Python itself brings along was imported before us.
for name in [name for name in sys.modules if any(name == each or name.startswith(each + ".") for each in unused)]:
    del sys.modules[name]


class Without:
    def find_spec(self, name, path=None, target=None):
        if name in unused:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, Without())
for file in sorted(Path("desktop_app").rglob("*.py")):
    if file.stem != "__main__":
        importlib.import_module(".".join(file.with_suffix("").parts).removesuffix(".__init__"))
for name in "edtf.parser.grammar markdown_it numpy.random pyqtgraph sqlite_utils typst yaml".split():
    importlib.import_module(name)
"""


def test_the_program_needs_nothing_that_the_recipe_leaves_out() -> None:
    recipe = (PACKAGING / "coincidence-casebook.spec").read_text(encoding="utf-8")
    found = re.search(r'UNUSED = """(.+?)"""', recipe, re.DOTALL)
    assert found
    command = [sys.executable, "-c", WITHOUT_UNUSED, found[1]]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    asked = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stderr


def test_every_licence_text_is_found() -> None:
    licences = module("licences")
    import markdown_it
    import numpy
    import PySide6
    import typst

    files = [Path(str(each.__file__)) for each in (markdown_it, numpy, PySide6, typst)]
    parts = licences.parts([*files, SHIPPED, Path(os.__file__)])
    text = licences.whole(parts)
    for name in (
        "numpy ",
        "PySide6",
        "typst ",
        "Python ",
        "font Inter",
        "font NotoSerifCJK",
        "places of GeoNames",
        "land of Nat",
    ):
        assert any(part.name.startswith(name) for part in parts), name
    for words in ("GNU LESSER GENERAL PUBLIC LICENSE", "SIL OPEN FONT LICENSE", "PYTHON SOFTWARE FOUNDATION LICENSE"):
        assert words.lower() in text.lower()
    for words in ("tiny-skia 0", "Apache License", "Unicode, Inc.", "Mozilla Public License", "Bitstream Vera"):
        assert words in text  # what is compiled into typst
    for words in ("creativecommons.org/licenses/by/4.0", "Natural Earth"):
        assert words in text


@pytest.mark.parametrize(
    ("expression", "licences"),
    [
        ("MIT OR Apache-2.0", ("Apache-2.0",)),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", ("Apache-2.0", "Unicode-3.0")),
        ("Apache-2.0 WITH LLVM-exception", ("Apache-2.0 WITH LLVM-exception",)),
        ("Zlib", ("Zlib",)),
    ],
)
def test_of_licences_offered_one_is_taken(expression: str, licences: tuple[str, ...]) -> None:
    assert module("licences").chosen(expression, "a crate") == licences


@pytest.mark.parametrize("expression", ["", "AGPL-3.0", "MIT AND AGPL-3.0"])
def test_a_licence_whose_text_is_missing_ends_the_build(expression: str) -> None:
    licences = module("licences")
    with pytest.raises(licences.Unlicensed, match="a crate"):
        licences.chosen(expression, "a crate")


def test_what_comes_from_nowhere_ends_the_build(tmp_path: Path) -> None:
    licences = module("licences")
    stranger = tmp_path / "libstranger.so"
    stranger.touch()
    with pytest.raises(licences.Unlicensed, match=r"libstranger\.so"):
        licences.parts([stranger])


def table(*items: tuple[str, bytes]) -> bytes:
    """Data as ICU packs them."""
    names_at, names, contents = 4 + 8 * len(items), b"", b""
    content_at = names_at + sum(len(name) + 1 for name, _ in items)
    toc = struct.pack("<I", len(items))
    for name, content in items:
        toc += struct.pack("<II", names_at + len(names), content_at + len(contents))
        names += name.encode() + b"\0"
        contents += content
    return struct.pack("<HH8s4s", 16, 0x27DA, b"", b"CmnD") + toc + names + contents


def test_unicode_data_keep_the_orders_and_lose_the_names() -> None:
    icu = module("icu")
    kept = {"icudt73l/coll/zh.res": b"order of Chinese", "icudt73l/nfkc.nrm": b"normal forms 123"}
    lost = {"icudt73l/curr/zh.res": b"names of money..", "icudt73l/zh.res": b"names of months."}
    packed = icu.only_kept(table(*sorted({**kept, **lost}.items())))
    assert all(content in packed for content in kept.values())
    assert not any(content in packed for content in lost.values())
    assert struct.unpack_from("<I", packed, 16) == (2,)
    for number, (name, content) in enumerate(sorted(kept.items())):
        name_at, place = struct.unpack_from("<II", packed, 16 + 4 + 8 * number)
        assert packed[16 + name_at :].startswith(name.encode() + b"\0")
        assert (16 + place) % 16 == 0
        assert packed[16 + place :].startswith(content)
