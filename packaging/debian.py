"""How does the bundle become a package that Debian and its kin install?"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import set_up

from desktop_app import __version__, display

NAME = "coincidence-casebook"
ID = "io.github.coincidencecasebook.CoincidenceCasebook"  # of the application, on all systems that ask for one
LINUX = set_up.PACKAGING / "linux"
MAINTAINER = os.environ.get(
    "DEBIAN_MAINTAINER", "The Coincidence Casebook authors <authors@coincidence-casebook.invalid>"
)
ALWAYS = {"libc": "libc6", "libm": "libc6", "libdl": "libc6", "libpthread": "libc6", "librt": "libc6"}
ALWAYS |= {"libutil": "libc6", "ld-linux-x86-64": "libc6", "ld-linux-aarch64": "libc6", "libgcc_s": "libgcc-s1"}
DESCRIPTION = """\
Ask a coincidence: who was near whom, when, could they have met, and what
else explains it?  Twenty-one cases of modern history come with it, each with
a storyline, distances, causes, rival explanations, evidence and sources.
The reader adds notes and verdicts, and prints a summary as PDF.
"""


def package(bundle: Path, drawn: Path, copyright_text: str, work: Path) -> Path:
    """The finished .deb, in work.  bundle: the folder PyInstaller made; drawn: the icons.  Raises Trouble."""
    root = work / "deb"
    shutil.rmtree(root, ignore_errors=True)
    home = root / "usr/lib" / NAME
    shutil.copytree(bundle, home, symlinks=True)
    _put(root / "usr/bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    shutil.copytree(drawn / "hicolor", root / "usr/share/icons/hicolor")
    for target, content in shared().items():
        _put(root / "usr/share" / target).write_bytes(content)
    doc = root / "usr/share/doc" / NAME
    _put(doc / "copyright").write_text(copyright_text, encoding="utf-8")
    _put(doc / "changelog.gz").write_bytes(_zipped(_changelog()))
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()]
    sums = "".join(f"{hashlib.md5(file.read_bytes()).hexdigest()}  {file.relative_to(root)}\n" for file in files)
    size = sum(-(-file.stat().st_size // 1024) for file in files)
    _put(root / "DEBIAN/md5sums").write_text(sums, encoding="utf-8")
    (root / "DEBIAN/control").write_text(_control(size, depends(bundle)), encoding="utf-8")
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path == home / NAME else 0o644)
            os.utime(path, (moment(), moment()))
    made = work / f"{NAME}_{__version__}_{architecture()}.deb"
    build = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", str(root), str(made)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "SOURCE_DATE_EPOCH": str(moment())})
    return made


def shared() -> dict[str, bytes]:
    """What a desktop reads below /usr/share, by its place there."""
    return {
        f"applications/{NAME}.desktop": _filled(f"{NAME}.desktop"),
        f"mime/packages/{NAME}.xml": _filled(f"{NAME}.xml"),
        f"metainfo/{ID}.metainfo.xml": _filled(f"{ID}.metainfo.xml"),
        f"man/man1/{NAME}.1.gz": _zipped(_filled(f"{NAME}.1")),
        f"lintian/overrides/{NAME}": _filled("lintian-overrides"),
    }


def depends(bundle: Path) -> list[str]:
    """The packages of what the bundle asks of the system: its files, and display.py before a window opens.

    Raises Trouble for a library whose package is not known.
    """
    table = display.FOR_DRAWING | display.FOR_X11 | display.FOR_WAYLAND
    inside = {path.name for path in bundle.rglob("*.so*")}
    packages, newest = {table[name] for name in table.keys() - inside}, (0, 0)
    for file in elf_files(bundle):
        headers = subprocess.run(["objdump", "-p", str(file)], capture_output=True, text=True, check=True).stdout
        for library in set(re.findall(r"NEEDED +(\S+)", headers)) - inside:
            found = table.get(library) or ALWAYS.get(library.partition(".so")[0])
            if found is None:
                raise set_up.Trouble(f"{file.name} needs {library}, which is neither inside nor known.")
            packages.add(found)
        asked = [(int(major), int(minor)) for major, minor in re.findall(r" GLIBC_(\d+)\.(\d+)", headers)]
        newest = max(newest, *asked, (0, 0))
    return [f"{name} (>= {newest[0]}.{newest[1]})" if name == "libc6" else name for name in sorted(packages)]


def elf_files(bundle: Path) -> Iterator[Path]:
    """The programs and libraries below the folder."""
    for path in sorted(bundle.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def architecture() -> str:
    """What Debian calls this kind of machine."""
    asked = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    return asked.stdout.strip()


def moment() -> int:
    """The time that all files get: that of the last commit, so that the same sources make the same package."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    asked = ["git", "-C", str(set_up.ROOT), "log", "-1", "--format=%ct"]
    return int(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)


def _filled(name: str) -> bytes:
    text = (LINUX / name).read_text(encoding="utf-8")
    date = time.strftime("%Y-%m-%d", time.gmtime(moment()))
    return text.replace("@VERSION@", __version__).replace("@DATE@", date).encode()


def _zipped(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def _changelog() -> bytes:
    date = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(moment()))
    head = f"{NAME} ({__version__}) unstable; urgency=medium"
    return f"{head}\n\n  * This version.\n\n -- {MAINTAINER}  {date}\n".encode()


def _control(size: int, depends: list[str]) -> str:
    lines = [
        f"Package: {NAME}",
        f"Version: {__version__}",
        f"Architecture: {architecture()}",
        f"Maintainer: {MAINTAINER}",
        f"Installed-Size: {size}",
        f"Depends: {', '.join(depends)}",
        "Section: education",
        "Priority: optional",
        "Description: casebook of historical coincidences",
        textwrap.indent(DESCRIPTION.rstrip(), " "),
    ]
    return "\n".join(lines) + "\n"


def _put(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
