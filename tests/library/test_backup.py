"""A copy is whole or not there; a check names what is wrong; of a damaged library all that can be read is saved."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.casebook.case import Target
from desktop_app.casebook.resources import SHIPPED
from desktop_app.casebook.terms import Kind
from desktop_app.casebook.trouble import Trouble
from desktop_app.library import backup
from desktop_app.library.library import Library
from desktop_app.library.search import search

BORDER = "sino-soviet-border-1945"
PAGE = 4096


def note(library: Library, text: str) -> None:
    with library.change("Write") as change:
        change.add_note(Target(BORDER, Kind.EVENT, "treaty-signed"), text, ("kept",))


def page_of(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    return int(page)


def garble(path: Path, page: int) -> None:
    with path.open("rb+") as file:
        file.seek((page - 1) * PAGE)
        file.write(b"\xa5" * PAGE)


def test_a_copy_of_an_open_library_opens_and_holds_the_same(library: Library, path: Path) -> None:
    note(library, "mine")
    copy = path.with_name("copy.casebook")
    copy.write_bytes(b"an older copy")
    shares: list[float] = []
    backup.back_up(path, copy, shares.append)
    assert shares[-1] == 1
    with Library.open(copy) as again:
        assert [found.text for found in again.annotations()] == ["mine"]
        assert again.case(14) == library.case(14)
        assert again.undo() == "Write"
    assert sorted(os.listdir(path.parent)) == [copy.name, path.name, f"{path.name}.lock"]
    note(library, "more")  # the library is not held up


def test_a_copy_that_cannot_be_written_leaves_what_was_there(library: Library, path: Path) -> None:
    with pytest.raises(Trouble, match="is the library itself"):
        backup.back_up(path, path)
    with pytest.raises(Trouble, match="cannot be written"):
        backup.back_up(path, path.with_name("missing") / "copy.casebook")
    folder = path.with_name("folder.casebook")
    folder.mkdir()
    with pytest.raises(Trouble, match="cannot be written"):
        backup.back_up(path, folder)
    assert sorted(os.listdir(path.parent)) == [folder.name, path.name, f"{path.name}.lock"]
    assert library.totals().cases == 21


def test_no_copy_is_made_of_what_is_no_library(path: Path) -> None:
    path.write_text("just a text, and none of ours at all\n" * 9)
    with pytest.raises(Trouble, match="is not a library"):
        backup.back_up(path, path.with_name("copy.casebook"))
    assert os.listdir(path.parent) == [path.name]


def test_a_sound_library_has_no_faults(path: Path) -> None:
    with Library.open(path) as library:
        note(library, "mine")
    before = path.read_bytes()
    assert backup.look_over(path) == ()
    assert path.read_bytes() == before


def test_faults_are_named(path: Path) -> None:
    Library.open(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO tags (annotation_id, tag, position) VALUES (99, 'lost', 0)")
        connection.execute("DELETE FROM passages WHERE id = 1")
    assert backup.look_over(path) == (
        "Row 1 of tags names a row of annotations that is not there.",
        "The search index does not agree with the texts.",
    )
    garble(path, page_of(path, "stays"))
    assert any("The file: " in line for line in backup.look_over(path))
    os.truncate(path, path.stat().st_size // 2)
    assert backup.look_over(path) == (f"The library {path} is damaged.",)


@pytest.mark.parametrize("table", ["stays", "search_data", "links", "changed_rows", "case_places", "citations"])
def test_what_can_be_read_of_a_damaged_library_is_saved(path: Path, table: str) -> None:
    with Library.open(path) as library:
        note(library, "a quagga")
        cases = tuple(library.case(head.slug) for head in library.heads())
    garble(path, page_of(path, table))
    before = path.read_bytes()
    rescued = path.with_name("rescued.casebook")
    lost = backup.rescue(path, rescued, SHIPPED)
    assert path.read_bytes() == before
    assert [line.split(":")[0] for line in lost] == ([] if table == "search_data" else [table])
    assert backup.look_over(rescued) == ()
    with Library.open(rescued) as library:
        assert [(found.text, found.tags) for found in library.annotations()] == [("a quagga", ("kept",))]
        assert tuple(library.case(head.slug) for head in library.heads()) == cases  # filled up from the book
        assert [hit.target.key for hit in search(library, "quagga")] == ["treaty-signed"]
        assert library.undo_name == (None if table == "changed_rows" else "Write")
        note(library, "and on")


def test_notes_before_and_after_a_damaged_page_are_saved(path: Path) -> None:
    with Library.open(path) as library, library.change("Write") as change:
        for number in range(300):
            change.add_note(Target(BORDER, Kind.EVENT, "treaty-signed"), f"note {number} " + "word " * 60)
    garble(path, path.read_bytes().index(b"treaty-signednote 150 word") // PAGE + 1)
    rescued = path.with_name("rescued.casebook")
    assert len(backup.rescue(path, rescued, SHIPPED)) >= 1
    with Library.open(rescued) as library:
        texts = {found.text.split(" word")[0] for found in library.annotations()}
    assert {"note 0", "note 299"} <= texts
    assert 250 < len(texts) < 300


@pytest.mark.parametrize("content", [b"", b"just a text", b"SQLite format 3\0" + b"\xa5" * 9000])
def test_where_nothing_can_be_read_nothing_is_written(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(Trouble, match="Nothing can be read"):
        backup.rescue(path, path.with_name("rescued.casebook"), SHIPPED)
    assert os.listdir(path.parent) == [path.name]


def test_a_rescue_writes_over_nothing(library: Library, path: Path) -> None:
    with pytest.raises(Trouble, match="already a file"):
        backup.rescue(path, path, SHIPPED)
    assert library.totals().cases == 21
