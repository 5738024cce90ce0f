import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.casebook.case import Target
from desktop_app.casebook.resources import SHIPPED
from desktop_app.casebook.terms import Kind, Pattern, Sureness
from desktop_app.casebook.titles import title_of
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.folding import fold
from desktop_app.library.library import Library, Totals, Touched
from desktop_app.library.place import with_folder

BORDER = "sino-soviet-border-1945"
TREATY = Target(BORDER, Kind.EVENT, "treaty-signed")
WHOLE = Target(BORDER, Kind.CASE, BORDER)


def note(library: Library, text: str, target: Target = TREATY, tags: tuple[str, ...] = ()) -> int:
    with library.change("Write a note") as change:
        return change.add_note(target, text, tags)


def test_the_first_start_writes_a_copy_of_the_book(path: Path) -> None:
    deep = with_folder(path.parent / "new" / "folder" / path.name)
    with Library.open(deep) as library:
        assert not library.read_only
        assert library.totals().cases == 21
    assert deep.read_bytes() == SHIPPED.read_bytes()
    assert os.listdir(deep.parent) == [deep.name]


def test_a_library_that_is_there_is_opened_and_not_written_anew(path: Path) -> None:
    with Library.open(path) as library:
        note(library, "mine")
    with Library.open(path) as library:
        assert library.annotations()[0].text == "mine"


def test_a_library_that_is_not_there_is_only_made_on_request(path: Path) -> None:
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(Trouble, match="There is no library"):
            Library.open(path, **options)
    assert not os.listdir(path.parent)


def test_what_a_kill_left_beside_the_library_never_reaches_it(path: Path) -> None:
    with Library.open(path) as library:
        note(library, "mine")
    moved = path.rename(path.with_name("moved.casebook"))
    os.link(moved, path.with_name(f"{path.name}.new"))  # killed between naming the copy and taking away its first name
    kept = moved.read_bytes()
    with Library.open(path) as library:
        assert library.annotations() == ()
    assert moved.read_bytes() == kept
    assert sorted(os.listdir(path.parent)) == [path.name, moved.name]


def test_the_book_itself_is_never_written(path: Path) -> None:
    before = SHIPPED.read_bytes()
    with Library.open(SHIPPED) as book:
        assert book.shipped
        assert "as shipped" in book.why_read_only
        with pytest.raises(Trouble, match="as shipped"):
            note(book, "mine")
    with Library.open(path) as library:
        assert not library.shipped
    assert SHIPPED.read_bytes() == before


def test_opened_read_and_closed_the_file_is_the_same(path: Path) -> None:
    with Library.open(path) as library:
        note(library, "a note")
    before, stat = path.read_bytes(), path.stat()
    with Library.open(path) as library:
        for head in library.heads():
            library.case(head.slug)
        library.annotations()
        library.verdicts()
        assert library.undo_name == "Write a note"
    assert path.read_bytes() == before
    assert path.stat().st_mtime_ns == stat.st_mtime_ns
    assert os.listdir(path.parent) == [path.name]


def test_reading_needs_neither_sqlite_utils_nor_numpy_nor_yaml_nor_edtf(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from desktop_app.library.library import Library;"
        "from desktop_app.library.search import search;"
        "library = Library.open(Path(sys.argv[1])); library.heads(); library.case(14); search(library, 'soong');"
        "print([name for name in ('sqlite_utils', 'numpy', 'yaml', 'edtf') if name in sys.modules])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code, path], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_heads_name_all_cases_in_order(library: Library) -> None:
    heads = library.heads()
    assert [head.chapter for head in heads] == list(range(1, 22))
    border = heads[13]
    assert (border.slug, border.pattern) == (BORDER, Pattern.OVERLAP)
    case = library.case(14)
    assert [event.key for event in border.coincident] == list(case.coincident)
    assert [event.when for event in border.coincident] == [case.event[key].when for key in case.coincident]


def test_a_case_is_named_by_chapter_or_slug(library: Library) -> None:
    assert library.case(14) == library.case(BORDER)
    for name in (22, "atlantis", ""):
        with pytest.raises(Trouble, match="There is no case"):
            library.case(name)


def test_totals_count_what_is_there(library: Library) -> None:
    cases = [library.case(head.slug) for head in library.heads()]
    assert library.totals() == Totals(
        cases=21,
        events=sum(len(case.events) for case in cases),
        stays=sum(len(case.stays) for case in cases),
        links=sum(len(case.links) for case in cases),
        sources=sum(len(case.sources) for case in cases),
    )


def test_a_person_is_one_record_in_all_his_cases(library: Library) -> None:
    found = library.actor_cases("stalin")
    assert [head.chapter for head, _ in found] == [
        head.chapter for head in library.heads() if "stalin" in library.case(head.slug).actor
    ]
    assert len({actor.role for _, actor in found}) > 1
    for head, actor in found:
        assert actor == library.case(head.slug).actor["stalin"]
    assert library.actor_cases("nobody") == ()


def test_names_are_those_of_the_actors_and_places_of_each_case(library: Library) -> None:
    names = library.names()
    assert names.keys() == {head.slug for head in library.heads()}
    for name in ("t. v. soong", "宋子文", "chungking", "chongqing", "重慶"):
        assert fold(name) in names[BORDER]


def test_a_place_keeps_its_name_of_the_time(library: Library) -> None:
    found = library.place_cases("urga")
    assert len(found) > 1
    for head, place in found:
        assert place == library.case(head.slug).place["urga"]
    assert library.place_cases("nowhere") == ()


def test_a_note_has_target_tags_author_and_times(library: Library) -> None:
    library.author = "Tess"
    note_id = note(library, "# Why?\n\n蔣介石 *decided*", tags=(" border ", "1945", "border", ""))
    (found,) = library.annotations()
    assert (found.id, found.target, found.text) == (note_id, TREATY, "# Why?\n\n蔣介石 *decided*")
    assert (found.tags, found.author, found.orphaned) == (("border", "1945"), "Tess", False)
    assert found.created == found.changed
    assert found.created.endswith("Z")
    assert library.tags() == {"1945": 1, "border": 1}


def test_notes_are_edited_and_removed(library: Library) -> None:
    first, second = note(library, "one", tags=("a",)), note(library, "two", WHOLE)
    with library.change("Edit") as change:
        change.edit_note(first, "one, better", ("b", "a"))
    assert [(found.text, found.tags) for found in library.annotations()] == [
        ("one, better", ("b", "a")),
        ("two", ()),
    ]
    assert [found.id for found in library.annotations(limit=1)] == [first]
    with library.change("Remove") as change:
        change.remove_note(first)
    assert [found.id for found in library.annotations(BORDER)] == [second]
    assert library.annotations("yalta-status-quo-1945") == ()
    assert library.tags() == {}
    assert note(library, "three") > second


def test_a_note_that_is_gone_cannot_be_edited(library: Library) -> None:
    with pytest.raises(Trouble, match="no longer"), library.change("Edit") as change:
        change.edit_note(7, "x", ())
    with pytest.raises(Trouble, match="no longer"), library.change("Remove") as change:
        change.remove_note(7)


def test_a_note_can_hang_on_every_part_and_knows_when_it_is_gone(library: Library) -> None:
    case = library.case(14)
    targets = [
        WHOLE,
        *(Target(BORDER, kind, parts[0].key) for kind, parts in (
            (Kind.EVENT, case.events), (Kind.ACTOR, case.actors), (Kind.PLACE, case.places), (Kind.STAY, case.stays),
            (Kind.LINK, case.links), (Kind.HYPOTHESIS, case.hypotheses), (Kind.EVIDENCE, case.evidence),
            (Kind.SOURCE, case.sources),
        )),
    ]  # fmt: skip
    for target in targets:
        note(library, "here", target)
        note(library, "gone", Target(target.case, target.kind, "no-such-key"))
        note(library, "gone", Target("no-such-case", target.kind, target.key))
    assert {found.text for found in library.annotations() if found.orphaned} == {"gone"}
    assert {found.target for found in library.annotations() if not found.orphaned} == set(targets)


def test_verdicts_stay_with_their_dates_and_the_newest_holds(library: Library) -> None:
    assert library.verdicts() == ()
    with library.change("Judge") as change:
        first = change.judge(BORDER, 30, Sureness.GUESS, "a *hunch*")
    with library.change("Judge") as change:
        change.amend_verdict(first, 35, Sureness.FAIRLY_SURE, "better")
    with library.change("Withdraw") as change:
        change.judge(BORDER, None, Sureness.CERTAIN, "")
    newest, oldest = library.verdicts(BORDER)
    assert (newest.value, newest.sureness) == (None, Sureness.CERTAIN)
    assert (oldest.id, oldest.value, oldest.sureness, oldest.reason) == (first, 35, Sureness.FAIRLY_SURE, "better")
    assert library.verdicts("yalta-status-quo-1945") == ()
    with pytest.raises(sqlite3.IntegrityError), library.change("Judge") as change:
        change.judge(BORDER, 101, Sureness.GUESS, "")
    assert len(library.verdicts()) == 2


def test_a_change_is_all_of_it_or_nothing(library: Library, path: Path) -> None:
    before = path.read_bytes()

    def break_off() -> None:
        with library.change("Break") as change:
            change.add_note(TREATY, "half", ("tag",))
            change.judge(BORDER, 50, Sureness.GUESS, "")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert library.annotations() == ()
    assert library.verdicts() == ()
    assert library.undo_name is None
    assert library.saved_at is None
    assert path.read_bytes() == before


def test_listeners_hear_what_was_touched_once_it_is_on_disk(library: Library, path: Path) -> None:
    heard: list[Touched] = []

    def tell(touched: Touched) -> None:
        with closing(sqlite3.connect(path)) as other:
            assert other.execute("SELECT count(*) FROM changes").fetchone() == (1,)
        heard.append(touched)

    stop = library.listen(tell)
    with library.change("Write") as change:
        change.add_note(TREATY, "a", ("t",))
        change.judge("yalta-status-quo-1945", 3, Sureness.GUESS, "")
        assert heard == []
    assert heard == [frozenset({("annotations", BORDER), ("verdicts", "yalta-status-quo-1945")})]
    assert library.saved_at is not None
    library.undo()
    assert heard[1] == heard[0]
    stop()
    library.redo()
    assert len(heard) == 2


def test_a_change_that_changes_nothing_is_no_step(library: Library) -> None:
    with library.change("Nothing"):
        pass
    assert library.undo_name is None


def test_text_that_utf8_cannot_hold_is_kept_as_far_as_it_goes(library: Library) -> None:
    note(library, "half \ud83d, whole \ud83d\ude00, nul \0.", tags=("\udc00",))
    (found,) = library.annotations()
    assert found.text == "half \ufffd, whole \U0001f600, nul \ufffd."
    assert found.tags == ("\ufffd",)


def test_a_library_that_another_hand_put_into_wal_mode_is_one_file_at_rest(library: Library, path: Path) -> None:
    library.close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
    with Library.open(path) as again:
        note(again, "a")
    assert os.listdir(path.parent) == [path.name]
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_every_part_of_a_case_is_called_what_the_case_calls_it(library: Library) -> None:
    case = library.case(14)
    parts = {
        Kind.CASE: (case,),
        Kind.EVENT: case.events,
        Kind.ACTOR: case.actors,
        Kind.PLACE: case.places,
        Kind.STAY: case.stays,
        Kind.LINK: case.links,
        Kind.HYPOTHESIS: case.hypotheses,
        Kind.EVIDENCE: case.evidence,
        Kind.SOURCE: case.sources,
    }
    for kind, own in parts.items():
        for part in own:
            target = Target(case.slug, kind, getattr(part, "key", case.slug))
            assert library.title(target) == title_of(case, target), target
        assert library.title(Target(case.slug, kind, "gone")) is None
        assert library.title(Target("no-case", kind, "gone")) is None
