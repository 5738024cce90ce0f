import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.casebook.case import Target
from desktop_app.casebook.terms import Kind, Sureness
from desktop_app.casebook.trouble import Trouble
from desktop_app.library import history
from desktop_app.library.library import Library
from desktop_app.library.search import search

BORDER = "sino-soviet-border-1945"
TREATY = Target(BORDER, Kind.EVENT, "treaty-signed")


def content(library: Library) -> list[object]:
    """What the reader may change, and what the search finds of it; not the log."""
    with closing(sqlite3.connect(library.path)) as connection:
        rows: list[object] = [
            connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
            for table in ("annotations", "tags", "verdicts", "events", "participations", "case_places")
        ]
        # A passage that comes back gets another number in the index: what it holds is what counts.
        passages = connection.execute(
            "SELECT p.kind, p.row_id, s.name, s.title, s.body FROM passages p JOIN search s ON s.rowid = p.id"
            " WHERE p.kind IN ('annotation', 'verdict', 'event', 'place')"
        )
        rows.append(sorted(passages.fetchall()))
        return rows


def index_is_sound(library: Library) -> bool:
    """Whether the full-text index agrees with its own content, and holds one entry a passage."""
    with closing(sqlite3.connect(library.path)) as connection:
        connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")  # raises if it does not
        same = "SELECT (SELECT count(*) FROM search) = (SELECT count(*) FROM passages)"
        return connection.execute(same).fetchone() == (1,)


TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
TAGS = st.lists(st.sampled_from(["war", "border", "枪", "chance?"]), max_size=3).map(tuple)
SURENESS = st.sampled_from(list(Sureness))
SITTING = st.sampled_from([None, None, "one", "two"])
STEP = st.one_of(
    st.tuples(st.just("add"), SITTING, TEXT, TAGS),
    st.tuples(st.just("edit"), SITTING, st.integers(0, 9), TEXT, TAGS),
    st.tuples(st.just("remove"), SITTING, st.integers(0, 9)),
    st.tuples(st.just("judge"), SITTING, st.one_of(st.none(), st.integers(0, 100)), SURENESS, TEXT),
    st.tuples(st.just("amend"), SITTING, st.integers(0, 9), st.integers(0, 100), SURENESS, TEXT),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.just("redo"), st.none()),
)


def take(library: Library, step: tuple) -> None:
    kind, sitting, *rest = step
    if kind in ("undo", "redo"):
        library.undo() if kind == "undo" else library.redo()
        return
    rows = library.annotations() if kind in ("edit", "remove") else library.verdicts()
    if kind in ("edit", "remove", "amend"):
        if not rows:
            return
        rest[0] = rows[rest[0] % len(rows)].id
    with library.change(kind, sitting) as change:
        if kind == "add":
            change.add_note(TREATY, *rest)
        elif kind == "edit":
            change.edit_note(*rest)
        elif kind == "remove":
            change.remove_note(*rest)
        elif kind == "judge":
            change.judge(BORDER, *rest)
        else:
            change.amend_verdict(*rest)


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that is written once, so that many examples can start from it."""
    path = tmp_path_factory.mktemp("history") / "library.casebook"
    Library.open(path).close()
    return path


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEP, max_size=10))
def test_whatever_was_changed_can_be_undone_and_redone(quick: Path, steps: list[tuple]) -> None:
    with Library.open(quick) as library:
        while library.undo():
            pass
        before = content(library)
        for step in steps:
            take(library, step)
        while library.redo():
            pass
        after = content(library)
        states, names = [after], []
        while (name := library.undo_name) is not None:
            assert library.undo() == name
            assert library.redo_name == name
            names.append(name)
            states.append(content(library))
        assert states[-1] == before
    with Library.open(quick) as library:  # after a restart
        for state, name in zip(reversed(states[:-1]), reversed(names), strict=True):
            assert library.redo() == name
            assert content(library) == state
        assert library.redo() is None
    assert index_is_sound(library)


def test_a_sitting_is_one_step(library: Library) -> None:
    with library.change("Write a note", sitting="a") as change:
        note = change.add_note(TREATY, "T", ())
    for text in ("Th", "The"):
        with library.change("Edit the note", sitting="a") as change:
            change.edit_note(note, text, ("tag",))
    with library.change("Edit the note", sitting="b") as change:
        change.edit_note(note, "These", ())
    with library.change("Edit the note", sitting="a") as change:  # not directly after its own
        change.edit_note(note, "Those", ())
    texts = []
    while library.undo():
        texts.append([found.text for found in library.annotations()])
    assert texts == [["These"], ["The"], []]


def test_changes_without_a_sitting_are_steps_of_their_own(library: Library) -> None:
    for text in ("a", "b"):
        with library.change(text) as change:
            change.add_note(TREATY, text, ())
    assert (library.undo(), library.undo(), library.undo()) == ("b", "a", None)


def test_a_note_begun_and_given_up_in_one_sitting_leaves_no_step(library: Library) -> None:
    with library.change("Write", sitting="a") as change:
        note = change.add_note(TREATY, "T", ("x",))
    with library.change("Remove", sitting="a") as change:
        change.remove_note(note)
    assert library.undo_name is None


def test_a_sitting_that_reorders_tags_and_takes_the_note_away_can_be_replayed(library: Library) -> None:
    """Once the entries of a row were joined out of their order: tags went with their note before their own turn."""
    with library.change("Write") as change:
        note = change.add_note(TREATY, "T", ("war", "border"))
    states = [content(library)]
    for tags in (("border", "war"), ("war",), ("border", "war")):
        with library.change("Edit", sitting="a") as change:
            change.edit_note(note, " ".join(tags), tags)
    states.append(content(library))
    with library.change("Remove", sitting="a") as change:
        change.remove_note(note)
    states.append(content(library))
    library.undo()
    assert content(library) == states[0]
    library.redo()
    assert content(library) == states[2]
    library.undo()
    assert content(library) == states[0]


def test_a_long_sitting_at_a_note_does_not_swell_the_library(library: Library, path: Path) -> None:
    text = " ".join(f"word{number % 300}" for number in range(4000))  # 30 kB
    with library.change("Write", sitting="a") as change:
        note = change.add_note(TREATY, text, ())
    size = path.stat().st_size
    for number in range(60):
        with library.change("Edit", sitting="a") as change:
            change.edit_note(note, f"{text} {number}", ())
    assert path.stat().st_size < size + 20 * len(text)  # not 60 times before and after
    assert library.undo() == "Write"
    assert library.annotations() == ()


def test_a_new_change_ends_what_could_be_redone(library: Library) -> None:
    for text in ("a", "b"):
        with library.change(text) as change:
            change.add_note(TREATY, text, ())
    library.undo()
    assert library.redo_name == "b"
    with library.change("c") as change:
        change.add_note(TREATY, "c", ())
    assert library.redo_name is None
    assert library.redo() is None
    assert library.undo_name == "c"


def test_the_search_follows_undo_and_redo(library: Library) -> None:
    with library.change("Write") as change:
        note = change.add_note(TREATY, "a quagga", ())
    with library.change("Edit") as change:
        change.edit_note(note, "an okapi", ("quagga-like",))
    found = {word: len(search(library, word)) for word in ("quagga", "okapi")}
    assert found == {"quagga": 1, "okapi": 1}
    library.undo()
    assert (len(search(library, "quagga")), len(search(library, "okapi"))) == (1, 0)
    library.undo()
    assert (len(search(library, "quagga")), len(search(library, "okapi"))) == (0, 0)
    library.redo()
    assert len(search(library, "quagga")) == 1


def test_the_log_is_fit_for_any_row(library: Library) -> None:
    """Editing cases, events and stays comes later: the log and the index are ready for it."""
    before = content(library)
    heard = []
    library.listen(heard.append)
    with closing(sqlite3.connect(library.path)) as connection:
        ids = {
            table: connection.execute(f"SELECT id FROM {table} WHERE case_id = 14 LIMIT 1").fetchone()[0]
            for table in ("events", "stays", "case_places", "sources")
        }
        (taking,) = connection.execute(
            "SELECT p.id FROM participations p WHERE p.event_id = ? LIMIT 1", (ids["events"] + 2,)
        ).fetchone()
        rows = {}
        for table, row_id in {**ids, "participations": taking}.items():
            connection.row_factory = sqlite3.Row
            row = connection.execute(f"SELECT * FROM {table} WHERE id = ?", (row_id,)).fetchone()
            rows[table, row_id] = dict(row)
    with library.change("Retell the case") as change:
        change.write(("events", ids["events"]), {**rows["events", ids["events"]], "title": "A quagga is seen"})
        change.write(("case_places", ids["case_places"]), {**rows["case_places", ids["case_places"]], "name": "Okapia"})
        change.write(("participations", taking), None)
    assert heard == [frozenset((table, BORDER) for table in ("events", "case_places"))]
    assert search(library, "quagga")[0].target.kind == Kind.EVENT
    assert {hit.target.kind for hit in search(library, "okapia")} >= {Kind.PLACE, Kind.STAY}
    after = content(library)
    assert library.undo() == "Retell the case"
    assert content(library) == before
    library.redo()
    assert content(library) == after
    assert index_is_sound(library)


def test_an_entry_that_another_program_changed_since_is_not_overwritten(library: Library, path: Path) -> None:
    with library.change("Write") as change:
        change.add_note(TREATY, "mine", ())
    library.close()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE annotations SET text = 'theirs'")
    with Library.open(path) as again:
        with pytest.raises(Trouble, match="“Write” cannot be undone"):
            again.undo()
        assert again.annotations()[0].text == "theirs"
        assert again.undo_name == "Write"


@pytest.mark.parametrize("table", ["sqlite_master", "changes", "search", 'annotations"; DROP TABLE cases; --'])
def test_a_log_from_another_hand_reaches_only_what_a_reader_may_change(
    library: Library, path: Path, table: str
) -> None:
    with library.change("Write") as change:
        change.add_note(TREATY, "mine", ())
    library.close()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE changed_rows SET table_name = ?, after = ?", (table, json.dumps({"id": 1})))
    before = path.read_bytes()
    with Library.open(path) as again, pytest.raises(Trouble, match="holds nothing of a reader's"):
        again.undo()
    assert path.read_bytes() == before


def test_only_known_tables_are_changeable() -> None:
    assert {"annotations", "tags", "verdicts", "events", "stays"} <= history.CHANGEABLE
    assert not {"changes", "changed_rows", "search", "passages"} & history.CHANGEABLE
