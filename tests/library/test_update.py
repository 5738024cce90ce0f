"""A newer book over an older library: the cases follow it, and nothing of the reader's is lost or comes loose."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app import __version__
from desktop_app.casebook.case import Case, Citation, Link, Target
from desktop_app.casebook.reading import Prior, Rating, Stance
from desktop_app.casebook.resources import SHIPPED
from desktop_app.casebook.terms import Certainty, Claimant, Kind, LinkKind, Strength, Sureness
from desktop_app.casebook.trouble import Trouble
from desktop_app.library import backup, edition, files, schema
from desktop_app.library.library import Library
from desktop_app.library.search import search
from tests.library import editions
from tests.library.editions import BORDER, YALTA, changed, shipped, without

ROOT = Path(__file__).parents[2]
ATLAS, TALKS = "college-atlas", "talks-adjourned"  # events of case 14
MOMENT = "2026-01-02T03:04:05.678Z"


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()


def ids(path: Path, table: str) -> dict[tuple[int, str], int]:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(f"SELECT case_id, key, id FROM {table}")
        return {(case_id, key): row_id for case_id, key, row_id in found}


def is_sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")  # raises if it does not agree
        return not list(backup.faults(connection))


def no_more(*keys: str) -> tuple[Case, ...]:
    """The book without these events of case 14."""
    case = shipped()[0][1]
    for key in keys:
        case = without(case, event=key)
    return changed(lambda _: case)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "books"
    folder.mkdir()
    return editions.write(folder / "old.sqlite", shipped()[0])


def newer(book: Path, cases: tuple[Case, ...]) -> Path:
    return editions.write(book.with_name(f"new-{len(list(book.parent.iterdir()))}.sqlite"), cases)


def link(case: Case, cause: str, effect: str) -> Link:
    return Link(
        "", cause, effect, LinkKind.ENABLED, Claimant.READER, Strength.WEAK, "By a quagga.", None, Certainty.DISPUTED,
        (Citation(case.sources[0].key, "p. 3"),),
    )  # fmt: skip


# From schema 2


@pytest.fixture
def second_version(path: Path) -> Path:
    """A library of schema 2 with a weight, as its program wrote it: the case does not say what may hold together."""
    editions.write(path, shipped()[0], schema_version=2)
    first, second = shipped()[0][0].evidence[0].key, shipped()[0][0].hypotheses[1].key
    with closing(sqlite3.connect(path)) as connection, connection:
        rating = (1, YALTA, first, second, 1.0, 2.0, 3.0, "", None, None, "A hunch.", None, "Tess", MOMENT)
        connection.execute(f"INSERT INTO ratings VALUES ({', '.join('?' * len(rating))})", rating)
    return path


def test_a_library_of_the_second_version_learns_what_may_hold_together(second_version: Path, book: Path) -> None:
    assert shipped()[0][0].compatible
    with Library.open(second_version, shipped=book) as library:
        assert [library.case(chapter) for chapter in (13, 14, 15)] == list(shipped()[0])
        assert [rating.reason for rating in library.reading(YALTA).ratings] == ["A hunch."]
        copy = library.copied_to
    assert copy is not None
    assert is_sound(second_version)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)


def test_one_who_only_reads_it_is_told_it_too(second_version: Path, book: Path) -> None:
    before = second_version.read_bytes()
    with Library.open(second_version, read_only=True, shipped=book) as library:
        assert [library.case(chapter) for chapter in (13, 14, 15)] == list(shipped()[0])
        assert [rating.reason for rating in library.reading(YALTA).ratings] == ["A hunch."]
    assert second_version.read_bytes() == before


def test_what_the_book_no_longer_holds_compatible_goes(path: Path, book: Path) -> None:
    first, *others = shipped()[0]
    fewer = replace(first, compatible=first.compatible[1:])
    with Library.open(path, shipped=book) as library:
        assert library.case(13).compatible == first.compatible
    with Library.open(path, shipped=newer(book, (fewer, *others))) as library:
        assert library.case(13) == fewer
        assert library.case(15).compatible == others[1].compatible


# From schema 1


@pytest.fixture
def first_version(path: Path) -> Path:
    """A library of schema 1 with notes on a stay, a link and a source, as its program wrote them."""
    case = shipped()[0][1]
    editions.write(path, shipped()[0], schema_version=1)
    stay, lnk, source = case.stays[3].key, case.links[2].key, case.sources[5].key
    with closing(sqlite3.connect(path)) as connection, connection:
        for row_id, (kind, key) in enumerate((("stay", stay), ("link", lnk), ("source", source)), 1):
            note = (row_id, BORDER, kind, key, f"on a {kind}", "Tess", MOMENT, MOMENT)
            connection.execute("INSERT INTO annotations VALUES (?, ?, ?, ?, ?, ?, ?, ?)", note)
            connection.execute("INSERT INTO tags (annotation_id, tag, position) VALUES (?, 'kept', 0)", (row_id,))
        connection.execute("INSERT INTO verdicts VALUES (1, ?, 35, 'guess', 'A hunch.', 'Tess', ?)", (BORDER, MOMENT))
    return path


@pytest.mark.parametrize("dropped", ["stay", "link", "source"])
def test_a_library_of_the_first_version_with_notes_on_what_the_new_book_has_dropped(
    first_version: Path, book: Path, dropped: str
) -> None:
    case = shipped()[0][1]
    keys = {"stay": case.stays[3].key, "link": case.links[2].key, "source": case.sources[5].key}
    before = {table: ids(first_version, table) for table in ("events", "stays", "links", "sources")}
    said = {table: rows(first_version, table) for table in ("annotations", "tags", "verdicts")}
    cases = changed(lambda one: without(one, **{dropped: keys[dropped]}))
    with Library.open(first_version, shipped=newer(book, cases)) as library:
        assert library.case(14) == cases[1]
        assert {note.target.kind: note.orphaned for note in library.annotations(BORDER)} == {
            Kind(kind): kind == dropped for kind in keys
        }
        assert [note.tags for note in library.annotations()] == [("kept",)] * 3
        assert library.verdicts()[0].reason == "A hunch."
        assert library.threads() == shipped()[1]
        assert library.reading(BORDER).contests == ()
    assert {table: rows(first_version, table) for table in said} == said
    for table, there in before.items():
        assert ids(first_version, table).items() <= there.items()
    assert is_sound(first_version)


def test_before_it_a_copy_is_made_that_opens_as_it_was(first_version: Path, book: Path) -> None:
    before = {table: rows(first_version, table) for table in sorted(schema.TABLES_OF[1] - {"search"})}
    with Library.open(first_version, shipped=newer(book, no_more(ATLAS))) as library:
        copy = library.copied_to
    assert copy is not None
    assert re.fullmatch(rf"library-before-{re.escape(__version__)}-\d{{4}}-\d\d-\d\d\.casebook", copy.name)
    assert {table: rows(copy, table) for table in before} == before
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert sorted(os.listdir(first_version.parent)) == sorted([first_version.name, copy.name, "books"])
    with Library.open(copy, read_only=True, shipped=book) as old:
        assert len(old.annotations()) == 3


def test_one_who_only_reads_sees_an_older_library_and_changes_nothing(first_version: Path) -> None:
    before = first_version.read_bytes()
    with Library.open(first_version, read_only=True) as library:
        assert library.case(14) == shipped()[0][1]
        assert library.reading(BORDER).ratings == ()
        assert search(library, "college atlas")[0].target == Target(BORDER, Kind.EVENT, ATLAS)
        with pytest.raises(Trouble, match="Opened for reading"), library.change("Write") as change:
            change.add_note(Target(BORDER, Kind.CASE, BORDER), "x")
    assert first_version.read_bytes() == before
    assert os.listdir(first_version.parent) == [first_version.name]


# Within a schema


def test_the_cases_follow_the_book_and_keep_their_integers(path: Path, book: Path) -> None:
    Library.open(path, shipped=book).close()
    before = {table: ids(path, table) for table in ("events", "stays", "links", "hypotheses", "evidence", "sources")}
    case = shipped()[0][1]
    event = replace(case.events[2], key="new-event", title="A quagga is seen", citations=case.events[3].citations)
    retold = replace(
        case,
        title="Retold",
        events=(event, *reversed(case.events[1:])),
        links=tuple(one for one in case.links if case.events[0].key not in (one.cause, one.effect)),
        coincident=(TALKS, "new-event"),
        evidence=tuple(
            replace(one, statement=one.statement.upper(), events=("new-event",)) for one in case.evidence[:-1]
        ),
        checks=("Only this.",),
        actors=tuple(replace(one, role="retold") for one in case.actors),
    )
    cases = changed(lambda _: retold)
    with Library.open(path, shipped=newer(book, cases)) as library:
        assert tuple(library.case(chapter) for chapter in (13, 14, 15)) == cases
        assert [hit.target.key for hit in search(library, "quagga")] == ["new-event"]
        assert library.undo_name is None
    for table, there in before.items():
        after = ids(path, table)
        assert {name: after[name] for name in after.keys() & there.keys()}.items() <= there.items()
    assert is_sound(path)


def test_a_change_back_to_what_it_was_gives_what_it_was(path: Path, book: Path) -> None:
    Library.open(path, shipped=book).close()
    Library.open(path, shipped=newer(book, no_more(ATLAS, TALKS))).close()
    with Library.open(path, shipped=book) as library:
        assert tuple(library.case(chapter) for chapter in (13, 14, 15)) == shipped()[0]
    assert is_sound(path)


def test_without_a_newer_book_nothing_is_written(path: Path, book: Path) -> None:
    Library.open(path, shipped=book).close()
    before, stat = path.read_bytes(), path.stat()
    with Library.open(path, shipped=book) as library:
        assert library.copied_to is None
    assert path.read_bytes() == before
    assert path.stat().st_mtime_ns == stat.st_mtime_ns
    assert sorted(os.listdir(path.parent)) == ["books", path.name]


def test_the_book_of_an_older_program_changes_nothing(path: Path, book: Path) -> None:
    Library.open(path, shipped=newer(book, no_more(ATLAS))).close()
    older = editions.write(book.with_name("older.sqlite"), shipped()[0], version="0.0.9")
    before = path.read_bytes()
    with Library.open(path, shipped=older) as library:
        assert ATLAS not in library.case(14).event
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("ours", "theirs", "follows"),
    [
        (("0.2.0", "b"), ("0.1.0", "a"), True),
        (("0.10.0", "b"), ("0.9.0", "a"), True),
        (("0.9.0", "b"), ("0.10.0", "a"), False),
        (("0.2.0", "a"), ("0.1.0", "a"), False),
        (("0.1.0", "b"), ("0.1.0", "a"), True),
        (("0.1.0", "b"), None, True),
    ],
)
def test_which_edition_follows_which(ours: tuple[str, str], theirs: tuple[str, str] | None, follows: bool) -> None:
    assert edition.Edition(*ours).follows(edition.Edition(*theirs) if theirs else None) == follows


def test_the_shipped_book_names_the_edition_that_it_is() -> None:
    with closing(files.reading(SHIPPED)) as connection:
        assert edition.held(connection) == (__version__, edition.digest(connection))


# What is the reader's


def test_an_event_that_an_own_link_rests_on_stays_with_its_parts_and_says_so(path: Path, book: Path) -> None:
    case = shipped()[0][1]
    with Library.open(path, shipped=book) as library, library.change("Draw") as change:
        change.add_link(BORDER, link(case, ATLAS, TALKS))
        change.add_note(Target(BORDER, Kind.LINK, "reader-1"), "mine")
    before = ids(path, "links")
    cases = no_more(ATLAS, "two-maps")
    for again in (cases, changed(lambda _: replace(cases[1], title="Again"))):
        with Library.open(path, shipped=newer(book, again)) as library:
            found = library.case(14)
            assert found.event[ATLAS] == case.event[ATLAS]
            assert "two-maps" not in found.event
            assert found.link["reader-1"] == replace(link(case, ATLAS, TALKS), key="reader-1")
            assert found.links[-1].key == "reader-1"
            title = case.event[ATLAS].title
            assert [text for text in found.checks if title in text] == [
                f"The book no longer has “{title}”. It is kept because something of yours rests on it."
            ]
            assert found.checks[:-1] == again[1].checks
            assert not library.annotations()[0].orphaned
    assert ids(path, "links").items() <= before.items()
    with Library.open(path, shipped=book) as library:  # the book has it again
        assert library.case(14).checks == case.checks
        assert library.undo() == "Draw"
        assert library.case(14) == case
    assert is_sound(path)


def test_a_source_that_an_own_link_cites_stays(path: Path, book: Path) -> None:
    case = shipped()[0][1]
    with Library.open(path, shipped=book) as library, library.change("Draw") as change:
        change.add_link(BORDER, link(case, ATLAS, TALKS))
    gone = case.sources[0]
    with Library.open(path, shipped=newer(book, changed(lambda one: without(one, source=gone.key)))) as library:
        found = library.case(14)
        assert found.source[gone.key] == gone
        assert found.link["reader-1"].citations == (Citation(gone.key, "p. 3"),)
        assert gone.title in found.checks[-1]
    assert is_sound(path)


def test_what_undoing_and_redoing_need_stays(path: Path, book: Path) -> None:
    case = shipped()[0][1]
    with Library.open(path, shipped=book) as library:
        with library.change("Draw") as change:
            change.add_link(BORDER, link(case, ATLAS, TALKS))
        with library.change("Remove") as change:
            change.remove_link(BORDER, "reader-1")
        with library.change("Draw another") as change:
            change.add_link(BORDER, link(case, "two-maps", TALKS))
        library.undo()
    more = replace(case.links[0], key="of-the-new-book")
    cases = changed(lambda one: replace(without(without(one, event=ATLAS), event="two-maps"), links=(more,)))
    with Library.open(path, shipped=newer(book, cases)) as library:
        assert library.redo() == "Draw another"
        assert library.case(14).links == (more, replace(link(case, "two-maps", TALKS), key="reader-1"))
        library.undo()
        assert library.undo() == "Remove"
        assert library.case(14).link["reader-1"].cause == ATLAS
        assert library.undo() == "Draw"
        assert library.case(14).links == (more,)
    assert is_sound(path)


def test_an_actor_who_is_gone_stays_where_something_kept_needs_him(path: Path, book: Path) -> None:
    """Whoever took part in an event that is kept is still an actor of the case, and its place a place of it."""
    case = shipped()[0][1]
    last = case.event["recognition"]
    with Library.open(path, shipped=book) as library, library.change("Draw") as change:
        change.add_link(BORDER, link(case, TALKS, "recognition"))
    bare = without(case, event="recognition")
    bare = replace(
        bare,
        places=tuple(one for one in bare.places if one.key != last.place),
        stays=tuple(one for one in bare.stays if one.place != last.place),
        events=tuple(replace(one, place=None if one.place == last.place else one.place) for one in bare.events),
    )
    with Library.open(path, shipped=newer(book, changed(lambda _: bare))) as library:
        found = library.case(14)
        assert found.event["recognition"] == last
        assert found.place[last.place or ""] == case.place[last.place or ""]
        assert {one.actor for one in last.participants} <= found.actor.keys()
    assert is_sound(path)


def test_what_the_reader_said_stays_attached_and_what_has_lost_its_part_is_kept_apart(path: Path, book: Path) -> None:
    case = shipped()[0][1]
    kept, gone = case.links[0].key, case.links[1].key
    item = case.evidence[0].key
    with Library.open(path, shipped=book) as library, library.change("Read") as change:
        change.contest(BORDER, kept, Stance.DOUBT, "stays")
        change.contest(BORDER, gone, Stance.REJECT, "comes loose")
        change.rate(BORDER, Rating(item, "chance", 1, 2, 3))
        change.set_prior(BORDER, Prior("chance", 0.1, 0.2, 0.3))
        change.choose(BORDER, "apart", item, True)
        change.save_analysis(BORDER, "chance", "x", {}, {})
        change.lock(BORDER, "chance", "{}", "", "")
        change.judge(BORDER, 12, Sureness.GUESS, "")
    with Library.open(path, shipped=newer(book, changed(lambda one: without(one, link=gone)))) as library:
        reading = library.reading(BORDER)
        assert [one.reason for one in reading.contests] == ["stays"]
        assert [getattr(one, "reason", "") for one in reading.gone] == ["comes loose"]
        assert (len(reading.ratings), len(reading.priors), len(reading.choices)) == (1, 1, 1)
        assert (len(library.analyses()), len(library.locks()), len(library.verdicts())) == (1, 1, 1)
    with Library.open(path, shipped=book) as library:
        assert [one.reason for one in library.reading(BORDER).contests] == ["stays", "comes loose"]


def test_a_row_that_the_reader_changed_stays_as_he_has_it(path: Path, book: Path) -> None:
    case = shipped()[0][1]
    Library.open(path, shipped=book).close()
    (event_id,) = [row_id for (_, key), row_id in ids(path, "events").items() if key == ATLAS]
    with Library.open(path, shipped=book) as library, library.change("Retell") as change:
        change.write(("events", event_id), {**change.of("events", event_id), "title": "My title"})
    retold = changed(lambda one: replace(one, events=tuple(replace(e, title="Theirs") for e in one.events)))
    with Library.open(path, shipped=newer(book, retold)) as library:
        assert {event.title for event in library.case(14).events} == {"My title", "Theirs"}
        assert library.undo() == "Retell"
        assert library.case(14).event[ATLAS].title == case.event[ATLAS].title


def test_a_case_that_is_gone_stays_if_the_reader_worked_on_it(path: Path, book: Path) -> None:
    first, case, last = shipped()[0]
    with Library.open(path, shipped=book) as library, library.change("Write") as change:
        change.add_note(Target(BORDER, Kind.EVENT, ATLAS), "mine")
    renumbered = replace(last, chapter=14, related=())
    with Library.open(path, shipped=newer(book, (renumbered,))) as library:
        assert [(head.slug, head.chapter) for head in library.heads()] == [(last.slug, 14), (BORDER, None)]
        found = library.case(BORDER)
        assert replace(found, chapter=14, checks=case.checks) == case
        assert "is now yours" in found.checks[-1]
        assert not library.annotations()[0].orphaned
        with pytest.raises(Trouble, match="There is no case"):
            library.case(YALTA)
        assert {head.slug for head, _ in library.actor_cases("stalin")} <= {BORDER, last.slug}
    assert is_sound(path)
    with Library.open(path, shipped=book) as library:  # it comes back
        assert tuple(library.case(chapter) for chapter in (13, 14, 15)) == (first, case, last)


def test_an_own_case_is_not_touched_and_keeps_the_actors_that_it_shares(path: Path, book: Path) -> None:
    case = shipped()[0][1]
    mine = replace(case, slug="mine", related=())
    with Library.open(path, shipped=book) as library:
        with library.change("Take in") as change:
            slug = change.add_case(mine)
        before = library.case(slug)
    with Library.open(path, shipped=newer(book, (shipped()[0][2],))) as library:
        assert library.case(slug) == before
        assert library.undo() == "Take in"
        assert [head.chapter for head in library.heads()] == [15]
    assert is_sound(path)


# What may go wrong


def test_a_second_program_leaves_an_older_library_to_the_first(path: Path, book: Path) -> None:
    with Library.open(path, shipped=book):
        new = newer(book, no_more(ATLAS))
        with Library.open(path, shipped=new) as second:
            assert second.read_only
            assert ATLAS in second.case(14).event


def test_only_the_last_copies_are_kept_and_nothing_else_is_taken_for_one(path: Path, book: Path) -> None:
    others = [path.with_name(name) for name in ("library-before-dawn.casebook", "library-before-0.1.0.casebook")]
    for other in others:
        other.write_text("mine")
    Library.open(path, shipped=book).close()
    half = path.with_name("library-before-0.1.0-2026-01-01.casebook.new")
    half.write_bytes(b"SQLite")
    made = []
    for number in range(5):
        cases = changed(lambda one, number=number: replace(one, title=f"Edition {number}"))
        with Library.open(path, shipped=newer(book, cases)) as library:
            made.append(library.copied_to)
    assert backup.copies(path) == made[-backup.KEPT :]
    assert all(other.exists() for other in others)
    assert not half.exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from desktop_app.library.library import Library
calls = 0
def step(share):
    global calls
    calls += 1
    print(f"{share:.3f}", flush=True)
    if calls == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
Library.open(Path(sys.argv[1]), shipped=Path(sys.argv[2]), step=step)
"""


posix = pytest.mark.skipif(os.name != "posix", reason="POSIX signals and limits")


def is_as_before(library: Path, before: dict[str, list[tuple[object, ...]]]) -> bool:
    with closing(sqlite3.connect(library)) as connection:  # takes back what was half written
        version = connection.execute("PRAGMA user_version").fetchone()
    return version == (1,) and {table: rows(library, table) for table in before} == before


def first_tables(library: Path) -> dict[str, list[tuple[object, ...]]]:
    return {table: rows(library, table) for table in sorted(schema.TABLES_OF[1] - {"search"})}


@posix
def test_a_kill_at_any_point_leaves_the_old_library(first_version: Path, book: Path) -> None:
    new = newer(book, no_more(ATLAS))
    before = first_tables(first_version)
    shares = []
    for at in (1, 2, 9, 20, 24, 25, 99):
        trial = first_version.parent / f"trial-{at}" / first_version.name
        trial.parent.mkdir()
        shutil.copyfile(first_version, trial)
        command = [sys.executable, "-c", KILLED, trial, new, str(at)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        shares += [float(done.stdout.split()[-1])]
        if at == 99:
            assert done.returncode == 0
            break
        assert done.returncode == -signal.SIGKILL
        assert is_as_before(trial, before)
        with Library.open(trial, shipped=new) as library:
            assert not library.read_only
            assert ATLAS not in library.case(14).event
            assert len(library.annotations()) == 3
        assert is_sound(trial)
        assert not [name for name in os.listdir(trial.parent) if name.endswith((".new", "-journal", ".lock"))]
    assert shares == sorted(shares)
    assert len(set(shares)) == 6
    assert shares[-1] == 1.0


LIMITED = """
import resource, signal, sys
from pathlib import Path
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.library import Library
if sys.argv[4] == "die":
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    with Library.open(Path(sys.argv[1]), shipped=Path(sys.argv[2])) as library:
        print(library.case(14).title)
except Trouble as trouble:
    print(trouble)
"""


def limited(library: Path, book: Path, size: int, at_it: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LIMITED, library, book, str(size), at_it]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@posix
def test_a_kill_while_the_change_is_written_to_disk_leaves_the_old_library(first_version: Path, book: Path) -> None:
    """Killed by a limit on the size of files, once the copy is made and the library itself grows."""
    new = newer(book, no_more(ATLAS))
    before = first_tables(first_version)
    done = limited(first_version, new, first_version.stat().st_size, "die")
    assert done.returncode == -signal.SIGXFSZ
    assert len(backup.copies(first_version)) == 1
    assert (first_version.parent / f"{first_version.name}-journal").exists()
    assert is_as_before(first_version, before)


@posix
def test_without_room_for_the_copy_or_the_change_the_library_stays_as_it_was(first_version: Path, book: Path) -> None:
    new = newer(book, no_more(ATLAS))
    before = first_tables(first_version)
    size = first_version.stat().st_size
    assert "cannot be written" in limited(first_version, new, size // 2, "go on").stdout
    assert "The library was not changed." in limited(first_version, new, size // 2, "go on").stdout
    assert backup.copies(first_version) == []
    assert "Nothing was changed." in limited(first_version, new, size, "go on").stdout
    assert is_as_before(first_version, before)


@posix
def test_where_only_the_book_is_newer_a_full_disk_keeps_nobody_from_his_library(path: Path, book: Path) -> None:
    Library.open(path, shipped=book).close()
    before = path.read_bytes()
    new = newer(book, changed(lambda one: replace(one, title="Retold")))
    done = limited(path, new, path.stat().st_size // 2, "go on")
    assert done.stdout == f"{shipped()[0][1].title}\n"
    assert path.read_bytes() == before
    assert sorted(os.listdir(path.parent)) == ["books", path.name]
