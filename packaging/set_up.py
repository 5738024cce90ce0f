"""What does the program need on this computer, and how does it get there?

Standard library only, since this runs before anything is installed.  Whatever it says goes to standard error.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # before whatever another checkout put there

from desktop_app import display  # noqa: E402
from desktop_app.casebook.trouble import Trouble as Trouble  # noqa: E402

PACKAGING = ROOT / "packaging"
RUN_TIME = PACKAGING / "requirements.txt"
DEVELOPMENT = PACKAGING / "requirements-dev.txt"
BUNDLE = PACKAGING / "requirements-bundle.txt"
VENV = ROOT / ".venv"
# Written last, removed before anything is installed: without it the environment may be half done and is made anew.
STAMP = VENV / "set-up.json"
_BASES = {"base": str(VENV), "platbase": str(VENV)}
PYTHON = Path(sysconfig.get_path("scripts", "venv", _BASES), "python.exe" if os.name == "nt" else "python")


def ready(locks: Iterable[Path], programs: Mapping[str, str] | None = None) -> Path:
    """The interpreter that has everything in the locks installed; what is missing is installed first.

    programs: commands that should be there, with their Debian packages; installed where that is allowed.
    Raises Trouble if something indispensable is missing and cannot be had.
    """
    locked = {lock.name: hashlib.sha256(lock.read_bytes()).hexdigest() for lock in locks}
    programs = programs or {}
    if not _lacks(locked, _stamp()) and all(map(shutil.which, programs)):
        return PYTHON
    with _alone():
        _install_for_system(programs)
        stamp = _stamp()
        if lacking := _lacks(locked, stamp):
            try:
                if stamp.get("python") != sys.version or any(name in stamp for name in lacking):
                    stamp = {}
                    _say("Making the program's own Python environment in .venv …")
                    _make_environment()
                STAMP.unlink(missing_ok=True)
                for name in lacking if stamp else locked:
                    _say(f"Fetching the packages of packaging/{name} (once; minutes on a slow line) …")
                    _install(PACKAGING / name)
                _write_stamp({**stamp, "python": sys.version, **locked})
            except OSError as error:
                raise Trouble(f"The environment in {VENV} could not be written: {error}.") from error
            _say("Ready.")
    return PYTHON


def _stamp() -> dict[str, str]:
    """What is installed, by lock; empty if the environment is missing, half done or lost its interpreter."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8")) if PYTHON.exists() else {}
    except (OSError, ValueError):
        return {}
    return stamp


def _lacks(locked: Mapping[str, str], stamp: Mapping[str, str]) -> list[str]:
    """The locks that are not installed as they stand now: all of them if another Python made the environment."""
    same_python = stamp.get("python") == sys.version
    return [name for name, digest in locked.items() if not same_python or stamp.get(name) != digest]


def _write_stamp(stamp: Mapping[str, str]) -> None:
    beside = STAMP.with_suffix(".new")
    beside.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    beside.replace(STAMP)


@contextmanager
def _alone() -> Iterator[None]:
    """Two first starts at once would write into the same folder: the second waits for the first."""
    with RUN_TIME.open("rb") as lock:
        if sys.platform == "win32":
            import msvcrt

            lock.seek(1 << 30)  # a byte that nobody reads: Windows keeps others from reading what is locked
            while True:
                try:
                    msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)  # gives up after ten seconds
                    break
                except OSError:
                    continue
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
            os.set_inheritable(lock.fileno(), True)  # pip may outlive us if we are killed: it then holds the lock
        yield


def _make_environment() -> None:
    made = _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if made.returncode:
        raise Trouble("Python could not make an environment in .venv.", do=f"It said: {_last_line(made.stdout)}")
    # The program is found from any folder, and still after the checkout has been moved.
    packages = Path(sysconfig.get_path("purelib", "venv", _BASES))
    (packages / "checkout.pth").write_text(os.path.relpath(ROOT, packages) + "\n", encoding="utf-8")


def _install(lock: Path) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:"]
    command += ["--disable-pip-version-check", "--no-input", "--no-user", "-r", str(lock)]
    said = []
    pip = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        close_fds=False,
    )
    assert pip.stdout is not None
    for line in pip.stdout:
        said.append(line)
        if line.lstrip().startswith("Downloading"):
            _say("  " + line.strip())
    if pip.wait():
        with tempfile.NamedTemporaryFile("w", suffix=".log", delete=False, encoding="utf-8") as log:
            log.writelines(said)
        raise Trouble(
            "What the program is built on could not be fetched.",
            "Nothing else was changed.",
            f"This needs the network once: connect, then type the same command again. What pip said is in {log.name}.",
        )


def _install_for_system(programs: Mapping[str, str]) -> None:
    """Install what Python, Qt and the tests need of the system; raise Trouble if Python or Qt cannot do without it."""
    packages = {package for program, package in programs.items() if not shutil.which(program)}
    packages |= set(display.missing(display.FOR_X11 | display.FOR_WAYLAND).values())
    packages |= _indispensable()
    if not packages:
        return
    rights = _rights()
    if shutil.which("apt-get") and rights is not None:
        _say("Installing from the system's packages: " + " ".join(sorted(packages)) + " …")
        install = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]
        install += ["install", "--yes", "--no-install-recommends", *sorted(packages)]
        if _run(install).returncode:  # a fresh system has no lists yet, an old one outdated ones
            _run([*rights, "apt-get", "update"])
            _run(install)
        importlib.invalidate_caches()
    if _indispensable():
        raise Trouble("Some of what Python and Qt need of the system is missing.", do=_line_to_type(packages))
    if lacking := {package for program, package in programs.items() if not shutil.which(program)}:
        _say("Some tests will fail, since they need " + " ".join(sorted(lacking)) + ". " + _line_to_type(lacking))


def _indispensable() -> set[str]:
    """The packages without which there is no environment, or Qt cannot even draw off screen."""
    packages = set(display.missing(display.FOR_DRAWING).values())
    if importlib.util.find_spec("ensurepip") is None:
        packages.add("python{}.{}-venv".format(*sys.version_info))
    return packages


def _rights() -> list[str] | None:
    """What stands before a command that root must run; None if we may not."""
    if os.name == "nt":
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    return [sudo, "-n"] if sudo and _run([sudo, "-n", "true"]).returncode == 0 else None


def _line_to_type(packages: Iterable[str]) -> str:
    names = " ".join(sorted(packages))
    if not shutil.which("apt-get"):
        return f"Install what this system calls these packages of Debian's: {names}"
    if os.geteuid() == 0:
        return f"Type: apt-get update && apt-get install {names}"
    if shutil.which("sudo"):
        return f"Type: sudo apt-get update && sudo apt-get install {names}"
    return f"Type: su -c 'apt-get update && apt-get install {names}'"


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )


def _last_line(text: str) -> str:
    return next(reversed(text.strip().splitlines()), "nothing")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
