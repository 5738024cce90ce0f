"""Each of these ends in one clear answer, and the file stays as it was."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.casebook.case import Target
from desktop_app.casebook.resources import SHIPPED
from desktop_app.casebook.terms import Kind
from desktop_app.casebook.trouble import Trouble
from desktop_app.library import backup, files, schema
from desktop_app.library.library import Library
from desktop_app.library.search import search

ROOT = Path(__file__).parents[2]
BORDER = "sino-soviet-border-1945"
TREATY = Target(BORDER, Kind.EVENT, "treaty-signed")
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions, signals and limits")


def run(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """A program of its own that has a library open."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)


def note(library: Library, text: str) -> None:
    with library.change("Write") as change:
        change.add_note(TREATY, text)


def touch(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(sql)


def write(*parts: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(b"".join(parts)) and None


def cut(share: float) -> Callable[[Path], None]:
    def cut_off(path: Path) -> None:
        os.truncate(path, int(path.stat().st_size * share))

    return cut_off


def garble(start: int, stop: int) -> Callable[[Path], None]:
    def overwrite(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[start:stop] = b"\xa5" * (stop - start)
        path.write_bytes(content)

    return overwrite


def sql(statements: str) -> Callable[[Path], None]:
    return lambda path: touch(path, statements)


@pytest.mark.parametrize(
    ("spoil", "answer"),
    [
        (write(b""), "is not a library of this program"),
        (
            write(b"just a text, but a longer one than any header of SQLite's would be, by far\n" * 9),
            "is not a library",
        ),
        (sql("PRAGMA application_id = 7"), "is not a library of this program"),
        (sql(f"PRAGMA user_version = {schema.VERSION + 1}"), "written by a newer version"),
        (cut(0.5), "is damaged"),
        (cut(0.001), "is damaged"),
        (garble(100, 4096), "is damaged"),
        (garble(16, 100), "is (damaged|not a library)"),
        (sql("DROP TABLE evidence_events"), "is damaged"),
        (
            sql("CREATE TRIGGER t AFTER INSERT ON annotations BEGIN DELETE FROM cases; END"),
            "holds a program of its own",
        ),
        (sql("CREATE TEMP TABLE x (a); CREATE VIEW v AS SELECT * FROM cases"), "holds a program of its own"),
        (sql("CREATE VIRTUAL TABLE v USING fts5(a)"), "holds a program of its own"),
    ],
)
def test_a_file_that_cannot_be_used_gives_a_clear_answer_and_is_not_changed(
    path: Path, spoil: Callable[[Path], None], answer: str
) -> None:
    Library.open(path).close()
    spoil(path)
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(Trouble, match=answer) as trouble:
            Library.open(path, read_only=read_only)
        assert path.name in trouble.value.what
        assert trouble.value.kept
        assert trouble.value.do
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


def test_a_folder_is_no_library(path: Path) -> None:
    path.mkdir()
    with pytest.raises(Trouble, match="cannot be opened"):
        Library.open(path)
    for below in (Path(__file__) / "library.casebook", path / "missing" / "deep" / "library.casebook"):
        with pytest.raises(Trouble, match="There is no folder") as trouble:
            Library.open(below)
        assert trouble.value.do
    assert not os.listdir(path)


def test_damage_that_shows_only_later_is_named_as_well(path: Path) -> None:
    Library.open(path).close()
    content = path.read_bytes()
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'stays'").fetchone()
    garble((page - 1) * 4096, page * 4096)(path)
    before = path.read_bytes()
    assert before != content
    with Library.open(path) as library:
        assert len(library.heads()) == 21
        with pytest.raises(Trouble, match="is damaged"):
            library.case(14)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases SET pattern = 'omen'",
        "UPDATE events SET certainty = 'sure'",
        "UPDATE sources SET csl = '{'",
        "UPDATE case_places SET names = '7'",
        "UPDATE events SET summary = CAST(x'ff' AS TEXT)",
    ],
)
def test_words_that_no_version_of_ours_wrote_are_damage(path: Path, statement: str) -> None:
    Library.open(path).close()
    touch(path, statement)
    with Library.open(path) as library, pytest.raises(Trouble, match="is damaged"):
        library.case(14)


def test_a_mistake_of_ours_keeps_its_traceback(library: Library) -> None:
    with pytest.raises(sqlite3.OperationalError), files.plainly(library.path), library.change("x") as change:
        change.db.execute("SELECT * FROM no_such_table")


def test_a_second_program_reads_what_the_first_writes(library: Library, path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from desktop_app.library.library import Library;"
        "library = Library.open(Path(sys.argv[1])); print(library.why_read_only); print(library.annotations()[0].text)"
    )
    note(library, "mine")
    assert not library.read_only
    why, text = run(code, path).stdout.splitlines()
    assert "another program" in why
    assert text == "mine"
    second = Library.open(path)
    assert second.read_only
    with pytest.raises(Trouble, match="open in another program"):
        note(second, "theirs")
    note(library, "more")
    assert second.annotations()[0].text == "more"
    second.close()
    library.close()
    with Library.open(path) as third:
        assert not third.read_only
    assert os.listdir(path.parent) == [path.name]


WRITER = """
import sys
from pathlib import Path
from desktop_app.casebook.case import Target
from desktop_app.casebook.terms import Kind
from desktop_app.library.library import Library
library = Library.open(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    with library.change("Write") as change:
        change.add_note(Target("sino-soviet-border-1945", Kind.EVENT, "treaty-signed"), f"quagga {number}", ("kept",))
    print("saved", number, flush=True)
"""


@posix
@pytest.mark.parametrize("at", [1, 2, 17])
def test_what_was_saved_is_there_after_a_kill_and_the_lock_does_not_hold(path: Path, at: int) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, path], cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            if line == f"saved {at}\n":
                writer.send_signal(signal.SIGKILL)
                break
        writer.stdout.read()
    assert writer.returncode == -signal.SIGKILL
    with Library.open(path) as library:
        assert not library.read_only
        notes = library.annotations()
        assert {f"quagga {number}" for number in range(1, at + 1)} <= {found.text for found in notes}
        assert all(found.tags == ("kept",) for found in notes)
        assert library.undo_name == "Write"
        assert len(search(library, "quagga kept", limit=1000)) == len(notes)
        note(library, "the next one")  # takes away the journal of a change that was never made
    assert os.listdir(path.parent) == [path.name]


HALF = """
import os, signal, sys
from pathlib import Path
from desktop_app.casebook.case import Target
from desktop_app.casebook.terms import Kind
from desktop_app.library.library import Library
library = Library.open(Path(sys.argv[1]))
with library.change("Write") as change:
    change.add_note(Target("sino-soviet-border-1945", Kind.EVENT, "treaty-signed"), "whole")
with library.change("Write") as change:
    change.db.execute("PRAGMA cache_size = 5")  # so that half of it is in the file before its end
    for number in range(500):
        change.add_note(Target("sino-soviet-border-1945", Kind.EVENT, "treaty-signed"), "half " * 200)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@posix
def test_a_change_left_half_written_is_taken_back_also_by_one_who_only_reads(path: Path) -> None:
    def kill() -> None:
        killed = subprocess.run([sys.executable, "-c", HALF, path], cwd=ROOT, check=False)
        assert killed.returncode == -signal.SIGKILL
        assert path.with_name(f"{path.name}-journal").stat().st_size > 0

    kill()
    with Library.open(path, read_only=True) as library:
        assert [found.text for found in library.annotations()] == ["whole"]
    assert not path.with_name(f"{path.name}-journal").exists()
    kill()
    rescued = path.with_name("rescued.casebook")
    assert backup.rescue(path, rescued, SHIPPED) == ()
    assert path.with_name(f"{path.name}-journal").exists()
    with Library.open(rescued) as library:
        assert [found.text for found in library.annotations()] == ["whole", "whole"]


@posix
def test_a_kill_at_the_first_start_leaves_no_library_or_a_whole_one(path: Path) -> None:
    """Killed by a limit on the size of files: at once, half-way through the copy, just before its end."""
    size = SHIPPED.stat().st_size
    code = (
        "import resource, sys; from pathlib import Path; from desktop_app.library.library import Library;"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL);"
        "resource.setrlimit(resource.RLIMIT_CORE, (0, 0));"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2); Library.open(Path(sys.argv[1]))"
    )
    for limit in (1, size // 2, size - 1):
        done = subprocess.run([sys.executable, "-c", code, path, str(limit)], cwd=ROOT, check=False)
        assert done.returncode == -signal.SIGXFSZ
        assert not path.exists()
    with Library.open(path) as library:
        assert library.totals().cases == 21
    assert os.listdir(path.parent) == [path.name]


READER = """
import getpass, os, pwd, sys
from pathlib import Path
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.library import Library
if os.geteuid() == 0:  # who may write anywhere
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
try:
    library = Library.open(Path(sys.argv[1]))
except Trouble as trouble:
    print(trouble.what)
    sys.exit()
print(library.why_read_only)
print(library.case(14).slug)
try:
    with library.change("Write"):
        pass
except Trouble as trouble:
    print(trouble.what)
"""


@pytest.fixture
def protected(path: Path) -> Iterator[Path]:
    """A library in a folder that everybody may look into; the reader below is nobody where the tests run as root."""
    with tempfile.TemporaryDirectory(prefix="casebook-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        library = folder / path.name
        Library.open(library).close()
        library.chmod(0o644)
        yield library
        folder.chmod(0o755)


@posix
def test_a_file_protected_against_writing_opens_for_reading(protected: Path) -> None:
    protected.chmod(0o444)
    why, slug, refusal = run(READER, protected).stdout.splitlines()
    assert "the file is protected" in why
    assert (slug, refusal) == (BORDER, why)


@posix
def test_a_folder_protected_against_writing_opens_for_reading(protected: Path) -> None:
    protected.chmod(0o666)
    protected.parent.chmod(0o555)
    before = protected.read_bytes()
    why, slug, refusal = run(READER, protected).stdout.splitlines()
    assert "its folder is protected" in why
    assert (slug, refusal) == (BORDER, why)
    assert protected.read_bytes() == before
    assert os.listdir(protected.parent) == [protected.name]


@posix
def test_a_library_that_may_not_even_be_read_says_so(protected: Path) -> None:
    protected.chmod(0o000)
    assert "cannot be opened: Permission denied" in run(READER, protected).stdout


@posix
def test_a_folder_where_no_library_can_be_made_says_so(protected: Path) -> None:
    protected.parent.chmod(0o555)
    assert "cannot be written: Permission denied" in run(READER, protected.with_name("new")).stdout


FULL = """
import sys
from pathlib import Path
from desktop_app.casebook.case import Target
from desktop_app.casebook.terms import Kind
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.library import Library
folder, filling = Path(sys.argv[1]), Path(sys.argv[1], "filling")
library = Library.open(folder / "library.casebook")
with library.change("Write") as change:
    change.add_note(Target("sino-soviet-border-1945", Kind.EVENT, "treaty-signed"), "saved before")
try:
    with filling.open("wb", buffering=0) as file:
        while file.write(b"x" * 4096):
            pass
except OSError:
    pass
try:
    with library.change("Write") as change:
        change.add_note(Target("sino-soviet-border-1945", Kind.EVENT, "treaty-signed"), "a long note " * 20000)
except Trouble as trouble:
    print(trouble.what, trouble.kept)
try:
    Library.open(folder / "second.casebook")
except Trouble as trouble:
    print(trouble.what)
print(sorted(path.name for path in folder.iterdir()))
filling.unlink()
print([note.text for note in library.annotations()], library.undo_name)
with library.change("Write again") as change:
    change.add_note(Target("sino-soviet-border-1945", Kind.EVENT, "treaty-signed"), "a long note " * 20000)
print(len(library.annotations()))
library.close()
"""


def write_until_full(library: Library) -> None:
    with library.change("Write") as change:
        (pages,) = change.db.execute("PRAGMA page_count").fetchone()
        change.db.execute(f"PRAGMA max_page_count = {pages}")
        change.add_note(TREATY, "a long quagga " * 20_000, ("tag",))


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[list[str]]:
    """What to put before a command so that the folder is a disk of 8 MB for it; nothing where that is not allowed."""
    mount = f'mount -t tmpfs -o size=8m none "{folder}" && exec "$@"'
    for inside in (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"]):
        command = [*inside, "sh", "-c", mount, "sh"]
        with contextlib.suppress(OSError):
            if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
                yield command
                return
    yield []


@posix
def test_on_a_full_disk_the_message_says_so_and_nothing_is_half_done(path: Path) -> None:
    folder = path.parent / "disk"
    folder.mkdir()
    with small_disk(folder) as command:
        if command:
            done = subprocess.run(
                [*command, sys.executable, "-c", FULL, folder], cwd=ROOT, capture_output=True, text=True, check=True
            )
            full, no_second, listing, kept, after = done.stdout.splitlines()
            assert full == "The disk is full. What was saved before is still there."
            assert "cannot be written: No space left on device" in no_second
            assert listing == "['filling', 'library.casebook', 'library.casebook.lock']"
            assert kept == "['saved before'] Write"
            assert after == "2"
    with Library.open(path) as library:  # and wherever no disk can be mounted
        note(library, "saved before")
        with pytest.raises(Trouble, match="The disk is full") as trouble:
            write_until_full(library)
        assert trouble.value.kept == "What was saved before is still there."
        assert trouble.value.do
        assert [found.text for found in library.annotations()] == ["saved before"]
        assert library.tags() == {}
        assert search(library, "quagga") == ()
        assert library.undo() == "Write"
        library.redo()
    with Library.open(path) as library:
        note(library, "a long note " * 20_000)
        assert len(library.annotations()) == 2


@posix
def test_two_first_starts_at_once_make_one_library(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from desktop_app.library.library import Library;"
        "library = Library.open(Path(sys.argv[1])); print(library.totals().cases); sys.stdout.flush(); sys.stdin.read()"
    )
    programs = [
        subprocess.Popen([sys.executable, "-c", code, path], cwd=ROOT, stdin=-1, stdout=-1, text=True) for _ in range(3)
    ]
    assert [program.stdout.readline() for program in programs if program.stdout] == ["21\n"] * 3
    for program in programs:
        with program:
            program.communicate("")
    assert path.read_bytes() == SHIPPED.read_bytes()
