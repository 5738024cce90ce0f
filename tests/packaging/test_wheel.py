"""Does the installed program run from any folder, with everything that it ships?"""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WHERE = "from desktop_app.casebook.resources import RESOURCES, SHIPPED; print(RESOURCES); print(SHIPPED)"


def pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    return next(folder.glob("coincidence_casebook-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the program as pip installs it; what it is built on comes from our environment."""
    folder = tmp_path_factory.mktemp("installed")
    pip("install", "--no-deps", "--no-index", "--target", str(folder), str(wheel))
    return folder


def run(installed: Path, cwd: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_the_wheel_holds_what_the_program_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / "resources").rglob("*") if path.is_file()}
    assert {f"desktop_app/{name}" for name in shipped | {"cases.sqlite"}} <= names
    assert not {name for name in names if name.startswith(("tests/", "packaging/"))}


def test_it_starts_from_any_folder(installed: Path, tmp_path: Path) -> None:
    program = installed / "bin" / "coincidence-casebook"
    if os.name == "nt":
        program = program.with_suffix(".exe")
    version = run(installed, tmp_path, str(program), "--version")
    assert (version.returncode, version.stderr) == (0, "")
    assert version.stdout.startswith("coincidence-casebook ")


def test_it_reads_its_own_files(installed: Path, tmp_path: Path) -> None:
    where = run(installed, tmp_path, sys.executable, "-P", "-c", WHERE)
    folder = installed / "desktop_app"
    assert where.stdout.splitlines() == [str(folder / "resources"), str(folder / "cases.sqlite")]


def test_it_exports_a_case(installed: Path, tmp_path: Path) -> None:
    target = tmp_path / "case 14.pdf"
    command = (sys.executable, "-P", "-m", "desktop_app", "export", "--case", "14", "--output", str(target))
    exported = run(installed, tmp_path, *command)
    assert exported.returncode == 0, exported.stderr
    assert target.read_bytes().startswith(b"%PDF-")
