"""Do the two commands set up what is missing, once, and then do their work?

In a small checkout of its own, with one package that lies in a folder: no network.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys, {package}
print({package}.__name__, *sys.argv[1:])
print("the program speaks", file=sys.stderr)
sys.exit(3)
"""


class Checkout:
    """A checkout whose program needs one package and prints its name and its arguments."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.wheels = folder, folder.parent / "wheels"
        self.wheels.mkdir()
        for name in ("packaging/run.py", "packaging/test.py", "packaging/set_up.py"):
            self._copy(name)
        for name in ("desktop_app/__init__.py", "desktop_app/display.py"):
            self._copy(name)
        for name in ("__init__.py", "language.py", "trouble.py"):
            self._copy(f"desktop_app/casebook/{name}")
        self.package = ""
        self.need("first")

    def _copy(self, name: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, self.folder / name)

    def need(self, package: str) -> None:
        """Lock this package alone, and let the program import it."""
        self.package = package
        self._lock("requirements.txt", package, {f"{package}.py": ""})
        (self.folder / "desktop_app" / "__main__.py").write_text(PROGRAM.format(package=package), encoding="utf-8")

    def need_for_tests(self, modules: dict[str, str]) -> None:
        """Lock one more package, with these modules, for development."""
        self._lock("requirements-dev.txt", "tools", modules)

    def _lock(self, lock: str, package: str, files: dict[str, str]) -> None:
        wheel = self.wheels / f"{package}-1-py3-none-any.whl"
        info = f"{package}-1.dist-info"
        files = {
            **files,
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: 1\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        digests = {name: hashlib.sha256(content.encode()).digest() for name, content in files.items()}
        encoded = {name: base64.urlsafe_b64encode(digest).decode().rstrip("=") for name, digest in digests.items()}
        record = [f"{name},sha256={digest}," for name, digest in encoded.items()] + [f"{info}/RECORD,,"]
        with zipfile.ZipFile(wheel, "w") as archive:
            for name, content in {**files, f"{info}/RECORD": "\n".join(record)}.items():
                archive.writestr(name, content)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        entry = f"{package}==1 --hash=sha256:{digest}\n"
        (self.folder / "packaging" / lock).write_text(entry, encoding="utf-8")

    def run(self, *arguments: str, script: str = "run.py", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run it from another folder."""
        return subprocess.run(
            [sys.executable, str(self.folder / "packaging" / script), *arguments],
            cwd=self.folder.parent,
            env={**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheels.as_uri(), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def stamp(self) -> Path:
        return self.folder / ".venv" / "set-up.json"

    @property
    def modules(self) -> set[str]:
        return {path.stem for path in self.folder.glob(".venv/[Ll]ib*/**/site-packages/*.py")}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """Set up once for all the tests of this module, which leave it set up: an environment takes seconds to make."""
    made = Checkout(tmp_path_factory.mktemp("with spaces and Ümläuts") / "checkout")
    first = made.run("--version")
    assert (first.returncode, first.stdout) == (3, "first --version\n")
    assert "Ready." in first.stderr
    return made


def test_what_is_set_up_goes_straight_to_the_program(checkout: Checkout) -> None:
    again = checkout.run("export", "--case", "14", "a b", "ü")
    assert (again.returncode, again.stdout) == (3, f"{checkout.package} export --case 14 a b ü\n")
    assert again.stderr == "the program speaks\n"


def test_a_checkout_may_be_moved(checkout: Checkout) -> None:
    home = checkout.folder
    checkout.folder = home.rename(home.with_name("moved"))
    moved = checkout.run("--version")
    checkout.folder = checkout.folder.rename(home)
    assert (moved.stdout, moved.stderr) == (f"{checkout.package} --version\n", "the program speaks\n")


def test_the_stamp_names_lock_and_python(checkout: Checkout) -> None:
    stamp = json.loads(checkout.stamp.read_text(encoding="utf-8"))
    assert {"python", "requirements.txt"} <= set(stamp)


def test_the_test_command_runs_every_step_whichever_fails(checkout: Checkout) -> None:
    tool = "import os, sys; print({!r}, *sys.argv[1:], os.environ['QT_QPA_PLATFORM'], flush=True); sys.exit({})"
    tools = {
        "ruff.py": tool.format("ruff", 0),
        "mypy.py": tool.format("mypy", 2),
        "pytest.py": tool.format("pytest", 1),
    }
    lint = "def lint_imports_command(): print('import-linter', flush=True)"
    checkout.need_for_tests({**tools, "importlinter/cli.py": lint})
    checked = checkout.run("tests/casebook", "-x", script="test.py", QT_QPA_PLATFORM="offscreen")
    said = [line for line in checked.stdout.splitlines() if line and not line.startswith("==")]
    linters = ["ruff check offscreen", "ruff format --check offscreen", "mypy offscreen", "import-linter"]
    assert said == [*linters, "pytest tests/casebook -x offscreen", "Failed: mypy, pytest"]
    assert checked.returncode == 2
    assert {"ruff", "pytest"} <= checkout.modules
    assert checkout.run().stderr == "the program speaks\n"  # the reader's own command finds nothing to do


def test_a_new_lock_makes_the_environment_anew_once_its_packages_can_be_had(checkout: Checkout) -> None:
    checkout.need("second")
    wheel = checkout.wheels / "second-1-py3-none-any.whl"
    hidden = wheel.rename(wheel.with_suffix(".hidden"))
    failed = checkout.run("--version")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "could not be fetched" in failed.stderr
    assert "Traceback" not in failed.stderr
    hidden.rename(wheel)
    assert checkout.run().stdout == "second\n"
    assert "first" not in checkout.modules


def test_an_interrupted_set_up_is_repaired(checkout: Checkout) -> None:
    checkout.stamp.unlink()
    for module in checkout.folder.glob(f".venv/[Ll]ib*/**/{checkout.package}.py"):
        module.unlink()
    assert checkout.run().stdout == f"{checkout.package}\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux may lack Qt's libraries")
def test_a_library_that_cannot_be_installed_is_named_in_one_line_to_type(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "checkout")
    table = checkout.folder / "desktop_app" / "display.py"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("FOR_DRAWING = {", 'FOR_DRAWING = {"libno-such-thing.so.0": "libno-such-thing0",'))
    programs = tmp_path / "programs"  # a system whose apt-get finds nothing, and that has no sudo
    programs.mkdir()
    (programs / "env").symlink_to(str(shutil.which("env")))
    (programs / "apt-get").write_text("#!/bin/sh\nexit 100\n", encoding="utf-8")
    (programs / "apt-get").chmod(0o755)
    failed = checkout.run("export", "--case", "14", PATH=str(programs))
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "apt-get update && apt-get install libno-such-thing0" in failed.stderr.splitlines()[-1]
    assert "Traceback" not in failed.stderr
    assert not (checkout.folder / ".venv").exists()
