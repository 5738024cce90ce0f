"""Cases of the reader's own: many rows at once, each step undoable, the book beside them untouched."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.casebook.case import Actor, Case, Citation, Event, Participation, Place, Source, Stay, Target
from desktop_app.casebook.terms import ActorKind, Certainty, Kind, Pattern, Presence
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.when import parse
from desktop_app.library.book import load
from desktop_app.library.library import Library
from desktop_app.library.search import search

TELEGRAMS = Path(__file__).parent.parent / "data" / "two-telegrams.yaml"
EMPTY = Case(
    "travels", None, "Travels", "Travels", "1945", None, "", "", "", "", "", Pattern.OVERLAP, (parse("1945"),), (), (),
    (), (), (), (), (), (), (), (), (), (),
)  # fmt: skip
TESS = Actor("reader-tess", "Tess Quagga", None, ActorKind.PERSON, parse("1901/1980"), "Tess", "", "a traveller")
OSLO = Place("reader-oslo", "Christiania", "Oslo", (), "Norway", 59.9, 10.7, 20, False, False)
CSV = Source("travels", {"type": "dataset", "title": "Travels"}, True)


def stay(number: int, **changes: object) -> Stay:
    cited = (Citation("travels", f"row {number}"),)
    made = Stay(f"stay-{number}", "reader-tess", "reader-oslo", parse("1945-07-14"), Certainty.PROBABLE, "", cited)
    return replace(made, **changes)


def begin(library: Library, stays: int = 3) -> str:
    with library.change("Import") as change:
        slug = change.add_case(EMPTY)
        stalin = library.case(14).actor["stalin"]
        change.add_actors(slug, [TESS, replace(stalin, role="host")])
        change.add_places(slug, [OSLO])
        change.add_sources(slug, [CSV])
        change.add_stays(slug, [stay(number) for number in range(stays)])
    return slug


def content(path: Path) -> list[object]:
    with closing(sqlite3.connect(path)) as connection:
        tables = ("cases", "actors", "places", "case_actors", "case_places", "sources", "events", "stays", "citations")
        return [connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in tables]


def test_an_own_case_stands_after_the_book_and_reads_like_one(library: Library) -> None:
    slug = begin(library)
    assert slug == "reader-travels"
    assert [head.slug for head in library.heads()][-1] == slug
    case = library.case(slug)
    assert (case.chapter, case.title) == (None, "Travels")
    assert case.stays == tuple(stay(number) for number in range(3))
    assert (case.actors[0], case.places, case.sources) == (TESS, (OSLO,), (CSV,))
    assert [hit.target for hit in search(library, "quagga")] == [Target(slug, Kind.ACTOR, "reader-tess")]
    assert {hit.target.key for hit in search(library, "christiania")} > {"stay-0", "stay-1", "stay-2"}


def test_a_person_of_the_book_is_the_same_person_in_an_own_case(library: Library) -> None:
    before = library.case(14)
    slug = begin(library)
    assert library.case(slug).actor["stalin"].role == "host"
    assert slug in [head.slug for head, _ in library.actor_cases("stalin")]
    assert library.case(14) == before


def test_a_second_import_adds_to_what_is_there(library: Library) -> None:
    slug = begin(library)
    event = Event(
        "arrival", "Arrival", parse("1945-07-14"), "reader-oslo", "", (
            Participation("reader-tess", "arrives", Presence.PRESENT),
        ), Certainty.PROBABLE, (),
    )  # fmt: skip
    with library.change("Import more") as change:
        change.add_stays(slug, [stay(3), stay(4)])
        change.add_events(slug, [event])
        change.cite(slug, Kind.EVENT, {"arrival": (Citation("travels", "row 9"),)})
    case = library.case(slug)
    assert case.stays == tuple(stay(number) for number in range(5))
    assert case.events == (replace(event, citations=(Citation("travels", "row 9"),)),)


def test_an_import_is_one_step_that_can_be_undone_and_redone(library: Library, path: Path) -> None:
    before = content(path)
    begin(library, stays=40)
    after = content(path)
    assert library.undo() == "Import"
    assert content(path) == before
    assert search(library, "quagga") == ()
    assert library.redo() == "Import"
    assert content(path) == after


def test_a_whole_case_from_a_file_can_be_the_readers_own(library: Library) -> None:
    case = load(TELEGRAMS)
    renamed = {actor.key: f"reader-{actor.key}" for actor in case.actors}
    moved = {place.key: f"reader-{place.key}" for place in case.places if place.key not in ("peking", "moscow")}
    with pytest.raises(ValueError, match="a new key begins with reader-"), library.change("Take in") as change:
        change.add_case(case)
    own = replace(
        case,
        actors=tuple(replace(actor, key=renamed[actor.key]) for actor in case.actors),
        places=tuple(replace(place, key=moved.get(place.key, place.key)) for place in case.places),
        events=tuple(
            replace(
                event,
                place=moved.get(event.place or "", event.place),
                participants=tuple(replace(one, actor=renamed[one.actor]) for one in event.participants),
            )
            for event in case.events
        ),
        stays=tuple(
            replace(one, actor=renamed[one.actor], place=moved.get(one.place, one.place)) for one in case.stays
        ),
    )
    with library.change("Take in") as change:
        slug = change.add_case(own)
    read = library.case(slug)
    assert (read.chapter, read.slug) == (None, f"reader-{case.slug}")
    assert (read.events, read.stays, read.links, read.evidence) == (own.events, own.stays, own.links, own.evidence)


def test_a_case_of_the_book_takes_no_stays(library: Library) -> None:
    before = library.case(14)
    for add in ("add_actors", "add_places", "add_events", "add_stays"):
        with pytest.raises(Trouble, match="is a case of the book"), library.change("Add") as change:
            getattr(change, add)(before.slug, [])
    with pytest.raises(Trouble, match="is a case of the book"), library.change("Remove") as change:
        change.remove_case(before.slug)
    with pytest.raises(Trouble, match="no longer"), library.change("Add") as change:
        change.add_stays("reader-none", [])
    assert library.case(14) == before


def test_a_name_is_taken_once(library: Library) -> None:
    begin(library)
    with pytest.raises(Trouble, match="already a case reader-travels"):
        begin(library)
    assert len(library.heads()) == 22


def test_half_an_import_is_none(library: Library, path: Path) -> None:
    before = path.read_bytes()

    def break_off() -> None:
        with library.change("Import") as change:
            slug = change.add_case(EMPTY)
            change.add_stays(slug, [stay(0, actor="reader-nobody")])

    with pytest.raises(Trouble, match="no “reader-nobody” in this case"):
        break_off()
    assert path.read_bytes() == before


def test_an_own_case_can_be_removed_and_brought_back(library: Library, path: Path) -> None:
    before = content(path)
    slug = begin(library)
    with library.change("Write") as change:
        change.add_note(Target(slug, Kind.STAY, "stay-1"), "kept")
    there = library.case(slug)
    with library.change("Remove the case") as change:
        change.remove_case(slug)
    assert content(path) == before
    assert library.annotations(slug)[0].orphaned
    library.undo()
    assert library.case(slug) == there
    assert not library.annotations(slug)[0].orphaned


def test_a_case_is_found_by_a_title_that_only_one_has(library: Library) -> None:
    slug = begin(library)
    assert library.case("travels").slug == slug
    with library.change("Import") as change:
        change.add_case(replace(EMPTY, slug="travels-again"))
    with pytest.raises(Trouble, match="Several cases are called Travels"):
        library.case("Travels")
    assert library.case(slug).slug == slug
