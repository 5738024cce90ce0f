"""A file is on the disk whole, or what stood there before still stands."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.casebook.trouble import Trouble
from desktop_app.reports.files import write_whole

POSIX = sys.platform != "win32"


def test_a_file_is_written_and_replaced(tmp_path):
    path = tmp_path / "summary.pdf"
    write_whole(path, b"first")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"
    assert os.listdir(tmp_path) == ["summary.pdf"]


@pytest.mark.skipif(not POSIX, reason="modes and links are POSIX's")
def test_mode_and_link_stay_as_they_were(tmp_path):
    real, link = tmp_path / "real.pdf", tmp_path / "link.pdf"
    real.write_bytes(b"first")
    real.chmod(0o640)
    link.symlink_to(real)
    write_whole(link, b"second")
    assert link.is_symlink()
    assert real.read_bytes() == b"second"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


@pytest.mark.skipif(not POSIX, reason="/dev/full is Linux's")
def test_no_room_is_told_as_such():
    with pytest.raises(Trouble) as trouble:
        write_whole(Path("/dev/full"), b"x" * 100_000)
    assert trouble.value.what == "There is no room left for /dev/full."
    assert trouble.value.do


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(Trouble, match="There is no folder"):
        write_whole(tmp_path / "nowhere" / "summary.pdf", b"x")
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_is_not_written_over(tmp_path):
    with pytest.raises(Trouble):
        write_whole(tmp_path, b"x")
    assert tmp_path.is_dir()


WITHOUT_RIGHTS = """
import os, sys
from pathlib import Path
from desktop_app.casebook.trouble import Trouble
from desktop_app.reports.files import write_whole
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    write_whole(Path(sys.argv[1]), b"new")
except Trouble as trouble:
    print(trouble.what)
"""


@pytest.mark.skipif(not POSIX, reason="Windows protects files, not folders, from writing")
def test_a_read_only_folder_keeps_its_file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("read-only")
    path = folder / "summary.pdf"
    path.write_bytes(b"old")
    for above in (folder, *folder.parents[:2]):
        above.chmod(0o755)  # pytest's folders are closed to others
    folder.chmod(0o555)
    try:
        told = subprocess.run(
            [sys.executable, "-c", WITHOUT_RIGHTS, path], capture_output=True, text=True, check=True, cwd=Path.cwd()
        )
    finally:
        folder.chmod(0o755)
    assert told.stdout.strip() == f"{path} may not be written."
    assert path.read_bytes() == b"old"
    assert os.listdir(folder) == ["summary.pdf"]
