"""A first start where names are not plain ASCII and the system's language is none, or Chinese."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.casebook.resources import RESOURCES, SHIPPED
from desktop_app.library.library import Library

ROOT = Path(__file__).parents[2]
LANGUAGES = ("C", "C.UTF-8", "zh_CN.UTF-8", "zh_CN.GB18030", "tr_TR.UTF-8")


def started(home: Path, language: str, *arguments: str, at: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "PYTHON"))}
    homes = dict.fromkeys(("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"), str(home))
    command = [sys.executable, "-m", "desktop_app", *arguments]
    return subprocess.run(
        command,
        cwd=at,
        env=environment | homes | {"LANG": language, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_user_with_chinese_letters_and_spaces_in_his_name(tmp_path: Path, language: str) -> None:
    home = tmp_path / "王 小明 Ünal"
    home.mkdir()
    done = started(home, language, "--until", "window")
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    (library,) = home.rglob("library.casebook")
    with Library.open(library) as opened:
        assert opened.totals().cases == 21
    output = home / "summary 宋.pdf"
    done = started(home, language, "export", "--case", "14", "--output", str(output))
    assert (done.returncode, done.stdout, b"Traceback" in done.stderr) == (0, b"", False), done.stderr.decode()
    assert output.read_bytes().startswith(b"%PDF")
    done = started(home, language, "export", "--case", "宋", "--output", str(output))
    assert done.returncode == 1
    assert b"There is no case" in done.stderr


def content(place: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in place.rglob("*") if path.is_file()}


def test_installed_where_nobody_may_write_below_a_folder_with_such_letters(tmp_path: Path) -> None:
    place = tmp_path / "Programme Ö" / "巧合 casebook"
    place.mkdir(parents=True)
    shutil.copytree(ROOT / "desktop_app", place / "desktop_app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(RESOURCES, place / "resources", ignore=shutil.ignore_patterns("cases", "readme"))
    shutil.copyfile(SHIPPED, place / SHIPPED.name)
    for folder, _, files in os.walk(place):
        for name in files:
            Path(folder, name).chmod(0o444)
        Path(folder).chmod(0o555)
    before = content(place)
    try:
        home = tmp_path / "home"
        home.mkdir()
        done = started(home, "C", "--until", "storyline", at=place)
        assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
        done = started(home, "C", "export", "--case", "14", "--output", str(home / "x.pdf"), at=place)
        assert (done.returncode, done.stderr) == (0, b"")
        assert content(place) == before  # root may write all the same
    finally:
        for folder, _, _ in os.walk(place):
            Path(folder).chmod(0o755)
