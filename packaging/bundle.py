"""Build what a reader without Python installs: one folder with everything inside, and from it this system's packages.

    python3 packaging/bundle.py

Linux: .deb and .tar.gz; Windows: installer and .zip; macOS: .dmg.  They are written to dist/.  The folder is tried
before it is packed: its version, the case files, a case as PDF, each page and each chart as a picture.
"""

import sys

# An older Python must understand this file thus far.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Coincidence Casebook needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info))

import gzip
import os
import platform
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

import set_up

from desktop_app import __version__

NAME, TITLE = "coincidence-casebook", "Coincidence Casebook"
WORK = set_up.ROOT / "build" / "bundle"
DIST = set_up.ROOT / "dist"
DRAWN = WORK / "icons"
PROGRAMS = {"objdump": "binutils", "patchelf": "patchelf", "dpkg-deb": "dpkg"} if sys.platform == "linux" else {}


def main() -> int:
    """0 if all packages of this system are in dist/."""
    try:
        python = set_up.ready([set_up.RUN_TIME, set_up.BUNDLE], PROGRAMS)
        shutil.rmtree(WORK, ignore_errors=True)
        _run([python, set_up.PACKAGING / "icons.py", DRAWN])
        # Next to the drawings, the spec file leaves the licences of what it put in.
        build: list[str | Path] = [
            python,
            "-m",
            "PyInstaller",
            "--noconfirm",
            "--log-level",
            "WARN",
            "--workpath",
            WORK / "work",
        ]
        build += ["--distpath", WORK, set_up.PACKAGING / f"{NAME}.spec"]
        _run(build, BUNDLE_WORK=str(WORK))
        tried(program())
        packed = {"linux": for_linux, "win32": for_windows, "darwin": for_macos}[sys.platform]()
        DIST.mkdir(exist_ok=True)
        made = [file.replace(DIST / file.name) for file in packed]  # whole ones only, also if we are stopped meanwhile
    except set_up.Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"{error.cmd[0]} ended with {error.returncode}; what it said stands above.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(f"{megabytes(WORK / NAME):7.1f} MB  unpacked")
    for file in made:
        print(f"{megabytes(file):7.1f} MB  {file.relative_to(set_up.ROOT)}")
    return 0


def program() -> Path:
    """The program in the folder, of two the one that prints."""
    if sys.platform == "win32":
        return WORK / NAME / f"{NAME}-console.exe"
    if sys.platform == "darwin":
        return WORK / f"{TITLE}.app" / "Contents" / "MacOS" / NAME
    return WORK / NAME / NAME


def tried(program: Path) -> None:
    """Raise Trouble unless the program does its work off screen, for a reader who has nothing else."""
    with tempfile.TemporaryDirectory(prefix="a reader’s 文件夹 ") as folder:
        home = dict.fromkeys(("HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP"), folder)
        system = {name: value for name, value in os.environ.items() if name.upper() in ("SYSTEMROOT", "WINDIR")}

        def asked(*arguments: str) -> str:
            said = subprocess.run([program, *arguments], env=home | system, capture_output=True, check=False)
            words = (said.stdout + said.stderr).decode(errors="replace")
            if said.returncode:
                raise set_up.Trouble(f"The bundle fails at {' '.join(arguments)}: {words}")
            return words

        def made(name: str, start: bytes, *arguments: str) -> None:
            file = Path(folder, name)
            asked(*arguments, "--output", str(file))
            if not (file.is_file() and file.read_bytes().startswith(start)):
                raise set_up.Trouble(f"The bundle writes no {name} at {' '.join(arguments)}.")

        if not asked("--version").startswith(NAME):
            raise set_up.Trouble("The bundle does not say its version.")
        asked("check")
        made("case 14.pdf", b"%PDF-", "export", "--case", "14")
        made("book.sqlite", b"SQLite format 3", "build")
        # Pages and charts are imported when they are first opened: each has to be.
        offered = re.findall(r"(--page|--chart) \{(.+?)\}", asked("picture", "--help"))
        if not offered:
            raise set_up.Trouble("The bundle does not say which pages and charts it has.")
        for option, names in dict(offered).items():
            for name in names.split(","):
                made(f"{name}.png", b"\x89PNG", "picture", "--case", "14", option, name)


def for_linux() -> list[Path]:
    """The .tar.gz and, where Debian's tool is there, the .deb."""
    import debian

    archive = WORK / f"{NAME}-{__version__}-linux-{platform.machine()}.tar.gz"
    bundle = WORK / NAME
    with gzip.GzipFile(archive, "wb", 9, mtime=0) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        for path in [bundle, *sorted(bundle.rglob("*"))]:
            entry = tar.gettarinfo(path, str(Path(NAME, path.relative_to(bundle))))
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = "root"
            entry.mtime = debian.moment()
            entry.mode = 0o755 if path.is_dir() or path == bundle / NAME else 0o644
            with path.open("rb") if entry.isreg() else tempfile.TemporaryFile() as content:
                tar.addfile(entry, content if entry.isreg() else None)
    licences = (WORK / "copyright").read_text(encoding="utf-8")
    return [archive, debian.package(bundle, DRAWN, licences, WORK)]


def for_windows() -> list[Path]:
    """The installer (by Inno Setup) and a .zip to unpack anywhere."""
    # SIGNING (Windows): a command with $f for the file, as Inno Setup's SignTool takes it; unsigned without.
    sign = os.environ.get("WINDOWS_SIGN_COMMAND", "")
    command = ["iscc", "/Q", f"/DVersion={__version__}", f"/DBundle={WORK / NAME}", f"/DIcons={DRAWN}", f"/O{WORK}"]
    command += ["/DSigned", f"/Ssign={sign}"] if sign else []
    _run([*command, set_up.PACKAGING / "windows" / f"{NAME}.iss"])
    archive = shutil.make_archive(str(WORK / f"{NAME}-{__version__}-windows"), "zip", WORK, NAME)
    return [WORK / f"{NAME}-{__version__}-setup.exe", Path(archive)]


def for_macos() -> list[Path]:
    """The disk image: the program beside a link to the folder where it belongs."""
    image = WORK / f"{NAME}-{__version__}-{platform.machine()}.dmg"
    folder = WORK / "dmg"
    folder.mkdir()
    shutil.copytree(WORK / f"{TITLE}.app", folder / f"{TITLE}.app", symlinks=True)
    (folder / "Applications").symlink_to("/Applications")
    _run(["hdiutil", "create", "-volname", TITLE, "-srcfolder", folder, "-format", "UDZO", "-ov", image])
    # SIGNING (macOS): a profile that `xcrun notarytool store-credentials` made; not notarised without.
    if profile := os.environ.get("MACOS_NOTARY_PROFILE"):
        _run(["xcrun", "notarytool", "submit", image, "--keychain-profile", profile, "--wait"])
        _run(["xcrun", "stapler", "staple", image])
    return [image]


def megabytes(path: Path) -> float:
    """The size of a file, or of all files in a folder, in 10^6 bytes."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file() and not file.is_symlink()]
    return sum(file.stat().st_size for file in files) / 1e6


def _run(command: Sequence[str | Path], **more: str) -> None:
    subprocess.run([str(word) for word in command], check=True, cwd=set_up.ROOT, env={**os.environ, **more})


if __name__ == "__main__":
    sys.exit(main())
