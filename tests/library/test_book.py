import copy
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
import yaml

from desktop_app.casebook.resources import RESOURCES, SHIPPED
from desktop_app.library import book
from desktop_app.library.checking import Refused
from desktop_app.library.library import Library

CASES = sorted((RESOURCES / "cases").glob("*.yaml"))
TELEGRAMS = Path(__file__).parent.parent / "data" / "two-telegrams.yaml"
SQLITE_VERSION_BYTES = slice(96, 100)  # of the header: which SQLite wrote the file last

Fields = dict[str, Any]


@pytest.fixture
def fields() -> Fields:
    return dict(yaml.safe_load(TELEGRAMS.read_text(encoding="utf-8")))


def written(folder: Path, fields: Fields, name: str = "case.yaml") -> Path:
    path = folder / name
    path.write_text(json.dumps(fields), encoding="utf-8")  # which is YAML, and sooner written
    return path


def problems_of(path: Path) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        book.load(path)
    assert all(problem.startswith(f"{path.name}: ") for problem in refused.value.problems)
    return refused.value.problems


def test_all_shipped_cases_are_sound() -> None:
    cases, threads = book.load_all(CASES, RESOURCES / "threads.yaml")
    assert [case.chapter for case in cases] == list(range(1, 22))
    assert {"outer-mongolia", "may-fourth"} <= {thread.key for thread in threads}
    assert book.load_threads(RESOURCES / "threads.yaml") == threads


def test_no_shipped_case_says_that_a_source_is_cited_nowhere_or_a_window_is_empty() -> None:
    doubts = book.review(CASES).doubts
    assert not [doubt for doubt in doubts if "never cited" in doubt or "focus" in doubt]


def test_a_case_is_what_its_file_says() -> None:
    case = book.load(TELEGRAMS)
    assert (case.slug, case.chapter, case.book_pages) == ("two-telegrams", 7, None)
    assert case.event["first-sent"].participants[1].actor == "brun"
    assert case.event["first-sent"].citations[0].locator == "p. 1"
    assert case.source["ledger"].csl["author"] == [{"literal": "Post office"}]
    assert case.place["peking"].names == ("北京",)
    assert case.item["wording"].against == ("chance",)
    assert case.compatible == (("chance", "answer"),)


def test_a_day_is_that_of_its_place() -> None:
    case = book.load(TELEGRAMS)
    moscow, peking = case.event["first-sent"].when, case.event["second-sent"].when
    assert moscow.start[0] - peking.start[0] == pytest.approx((116.4 - 37.6) / 360)


def part(table: str, number: int, **changes: object) -> Callable[[Fields], None]:
    def change(fields: Fields) -> None:
        for name, value in changes.items():
            if value is ...:
                del fields[table][number][name]
            else:
                fields[table][number][name] = value

    return change


def field(**changes: object) -> Callable[[Fields], None]:
    def change(fields: Fields) -> None:
        for name, value in changes.items():
            if value is ...:
                del fields[name]
            else:
                fields[name] = value

    return change


def also(table: str, number: int, **changes: object) -> Callable[[Fields], None]:
    """A second part like the first, but for these fields."""

    def change(fields: Fields) -> None:
        fields[table].append({**copy.deepcopy(fields[table][number]), **changes})

    return change


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (field(title=...), "title: missing"),
        (field(chapter=...), "chapter: missing"),
        (field(chapter=0), "chapter: 0 is out of range, 1 to 999"),
        (field(chapter="seven"), "chapter: must be a number"),
        (field(chapter=1.5), "chapter: must be a whole number"),
        (field(question="  "), "question: missing"),
        (field(question=["a", "list"]), "question: must be a text, not a list"),
        (field(question="bell \x07"), "question: holds a control character"),
        (field(years={}), "years: must be a text, not a mapping"),
        (field(slug="reader-telegrams"), "slug: must not begin with “reader-”"),
        (field(slug="Two Telegrams"), "slug: must be lower-case words with hyphens, not “Two Telegrams”"),
        (field(pattern="omen"), "pattern: “omen” is none of same-day, next-day"),
        (field(focus="1900-13"), "focus: “1900-13” is not a date"),
        (field(focus=["1900-03", "soon"]), "focus[2]: “soon” is not a date"),
        (field(focus=[]), "focus: missing"),
        (field(coincident=["first-sent"]), "coincident: needs at least 2"),
        (field(coincident=["first-sent", "third-sent"]), "coincident: unknown id “third-sent”"),
        (field(coincident=["first-sent", "first-sent"]), "coincident: names one id twice"),
        (field(chapters_related=["eight"]), "chapters_related[1]: must be a whole number"),
        (field(actors="Adams"), "actors: must be a list, not a text"),
        (field(events=[]), "events: missing"),
        (field(events=["first", None, 3]), "events[2]: must be a mapping of fields, not nothing"),
        (field(open_questions=...), "open_questions: missing"),
        (field(checks=[{"a": 1}]), "checks[1]: must be a text, not a mapping"),
        (field(colour="red"), "colour: unknown field"),
        (part("actors", 0, kind="animal"), "actors.adams.kind: “animal” is none of person, state"),
        (part("actors", 0, life="1940/1870"), "actors.adams.life: “1940/1870” "),
        (part("actors", 0, short=...), "actors.adams.short: missing"),
        (part("actors", 0, id=...), "actors[1].id: missing"),
        (also("actors", 0, name="Another"), "actors.adams.id: occurs more than once"),
        (also("actors", 0, id="carr"), "actors.carr: is never used"),
        (part("places", 0, lat=91), "places.moscow.lat: 91 is out of range, -90 to 90"),
        (part("places", 0, lon=-180.5), "places.moscow.lon: -180.5 is out of range, -180 to 180"),
        (part("places", 0, radius_km=0), "places.moscow.radius_km: 0 is out of range"),
        (part("places", 0, lat="north"), "places.moscow.lat: must be a number"),
        (part("places", 0, lat=float("nan")), "places.moscow.lat: must be a number"),
        (part("places", 0, lon=...), "places.moscow.lon: missing"),
        (part("places", 0, transit="yes, a ship"), "places.moscow.transit: must be true or false"),
        (part("places", 0, aboard=True), "places.moscow.aboard: only a journey"),
        (also("places", 0, id="kiev"), "places.kiev: is never used"),
        (part("sources", 0, type="scroll"), "sources.ledger.type: “scroll” is no kind of source"),
        (part("sources", 0, seen=...), "sources.ledger.seen: missing"),
        (part("sources", 0, URL="file:///etc/passwd"), "sources.ledger.URL: must begin with https://"),
        (part("sources", 0, author=[{"given": "A."}]), "sources.ledger.author[1].family: missing"),
        (part("sources", 0, author="Adams"), "sources.ledger.author: must be a list, not a text"),
        (part("events", 0, when="5 March 1900"), "events.first-sent.when: “5 March 1900” is not a date"),
        (part("events", 0, when="1900-03-06/1900-03-05"), "events.first-sent.when: "),
        (part("events", 0, when="1900-02-29"), "events.first-sent.when: “1900-02-29” is not a date"),
        (part("events", 0, when=...), "events.first-sent.when: missing"),
        (part("events", 0, place="atlantis"), "events.first-sent.place: unknown id “atlantis”"),
        (part("events", 0, sources=[]), "events.first-sent.sources: missing source"),
        (part("events", 0, sources=...), "events.first-sent.sources: missing source"),
        (part("events", 0, sources=[{"id": "diary"}]), "events.first-sent.sources[1].id: unknown id “diary”"),
        (part("events", 0, source="ledger"), "events.first-sent.source: unknown field"),
        (part("events", 0, certainty="sure"), "events.first-sent.certainty: “sure” is none of established"),
        (
            part("events", 0, participants=[{"actor": "carr", "role": "r", "presence": "present"}]),
            "events.first-sent.participants.carr.actor: unknown id “carr”",
        ),
        (
            part("events", 0, participants=[{"actor": "adams", "role": "r", "presence": "near"}]),
            "events.first-sent.participants.adams.presence: “near” is none of present, remote, subject",
        ),
        (also("events", 0), "events.first-sent.id: occurs more than once"),
        (part("stays", 0, key=...), "stays[1].key: missing"),
        (also("stays", 0), "stays.adams-moscow.key: occurs more than once"),
        (part("stays", 0, place=...), "stays.adams-moscow.place: missing"),
        (part("stays", 0, when="1850-01"), "stays.adams-moscow.when: 1850-01 is outside the life of adams, 1870/1940"),
        (
            also("stays", 0, key="adams-peking", place="peking", when="1900-03-03/1900-03-08"),
            "stays.adams-peking.when: 1900-03-03/1900-03-08 in peking overlaps 1900-03-01/1900-03-06 in moscow",
        ),
        (part("links", 0, cause="zeroth"), "links.first-sent-second-sent.cause: unknown id “zeroth”"),
        (part("links", 0, effect="first-sent"), "links.first-sent-second-sent.effect: an event cannot bear on itself"),
        (part("links", 0, claimed_by="reader"), "links.first-sent-second-sent.claimed_by: a case file claims nothing"),
        (part("links", 0, key=...), "links[1].key: missing"),
        (
            part("events", 0, when="1900-03-07"),
            "links.first-sent-second-sent.cause: first-sent (1900-03-07) is surely later than its effect",
        ),
        (part("hypotheses", 0, kind="design"), "hypotheses: the first must be chance"),
        (part("hypotheses", 1, short="one two three four five six"), "hypotheses.answer.short: takes at most 5 words"),
        (part("hypotheses", 1, short=...), "hypotheses.answer.short: missing"),
        (field(compatible="chance"), "compatible: must be a list, not a text"),
        (field(compatible=["chance", "answer"]), "compatible[1]: must be a list of two ids"),
        (field(compatible=[["chance", "answer"], ["chance"]]), "compatible[2]: must be a list of two ids"),
        (field(compatible=[["chance", 3]]), "compatible[1]: must be a list of two ids"),
        (field(compatible=[["chance", "fate"]]), "compatible[1]: unknown id “fate”"),
        (field(compatible=[["answer", "answer"]]), "compatible[1]: names one id twice"),
        (field(compatible=[["chance", "answer"], ["answer", "chance"]]), "compatible[2]: occurs more than once"),
        (part("evidence", 0, favours="fate"), "evidence.wording.favours: unknown id “fate”"),
        (part("evidence", 0, against=["answer"]), "evidence.wording.against: names the hypothesis that it favours"),
        (part("evidence", 0, events=["third"]), "evidence.wording.events: unknown id “third”"),
        (part("evidence", 0, test="ordeal"), "evidence.wording.test: “ordeal” is none of straw-in-the-wind"),
        (part("evidence", 0, events={"first-sent": 1}), "evidence.wording.events: must be a list, not a mapping"),
    ],
)
def test_a_mistake_is_named_by_file_field_and_reason(
    tmp_path: Path, fields: Fields, change: Callable[[Fields], None], problem: str
) -> None:
    change(fields)
    found = problems_of(written(tmp_path, fields))
    assert any(line.startswith(f"case.yaml: {problem}") for line in found), found


def test_all_mistakes_of_a_file_come_at_once(tmp_path: Path, fields: Fields) -> None:
    field(title=..., pattern="omen")(fields)
    part("events", 0, when="soon", place="atlantis")(fields)
    part("places", 1, lat=99)(fields)
    assert len(problems_of(written(tmp_path, fields))) >= 5


@pytest.mark.parametrize(
    "change",
    [
        part("events", 0, when="1900-03-07", place=None),
        also("stays", 0, key="adams-peking", place="peking", when="1900-03-06/1900-03-08"),
        field(chapter=None),
        field(years=1900),
        part("events", 0, when=1900),
        part("actors", 1, native_name=""),
    ],
    ids=["coincided", "day of travel", "no chapter", "number as text", "year as number", "no native name"],
)
def test_what_only_looks_like_a_mistake_is_taken_in(
    tmp_path: Path, fields: Fields, change: Callable[[Fields], None]
) -> None:
    change(fields)
    fields["links"][0]["kind"] = "coincided"
    book.load(written(tmp_path, fields))


@pytest.mark.parametrize("value", [None, [], "text", 3, True, [[]], {"events": {"events": []}}])
def test_a_file_of_another_shape_is_refused_without_a_traceback(tmp_path: Path, value: object) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(yaml.safe_dump(value), encoding="utf-8")
    assert problems_of(path)


@pytest.mark.parametrize("table", ["actors", "places", "sources", "events", "stays", "links", "hypotheses", "evidence"])
@pytest.mark.parametrize("value", [None, [], "text", 3, True, {"a": 1}, [1, None, "x", []], [{}]])
def test_a_wrong_type_anywhere_is_refused_without_a_traceback(
    tmp_path: Path, fields: Fields, table: str, value: object
) -> None:
    fields[table] = value
    assert problems_of(written(tmp_path, fields))
    fields = dict(yaml.safe_load(TELEGRAMS.read_text(encoding="utf-8")))
    for name in fields[table][0]:
        damaged = copy.deepcopy(fields)
        damaged[table][0][name] = value
        # Some fields take some of these; none may end in anything but a case or a refusal.
        with suppress(Refused):
            book.load(written(tmp_path, damaged))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("title: [unclosed\nnext: 1\n", "case.yaml: line 2: not YAML: "),
        ("a: 1\n\tb: 2\n", "case.yaml: line 2: not YAML: "),
        ("title: one\ntitle: two\n", "case.yaml: line 2: not YAML: the field “title” stands there twice"),
        ("title: !!python/object/apply:os.system ['true']\n", "case.yaml: line 1: not YAML: "),
        ("title: !!python/name:os.system\n", "case.yaml: line 1: not YAML: "),
        ("a: &a [x]\nb: *a\n", "case.yaml: anchors and aliases are not allowed"),
        ("a: &a {b: *a}\n", "case.yaml: anchors and aliases are not allowed"),
        ("? [a, b]\n: 1\n", "case.yaml: line 1: not YAML: "),
        ("a: \x07\n", "case.yaml: not YAML: "),
        ("a: 1\n---\nb: 2\n", "case.yaml: line 2: not YAML: "),
        ("[" * 5000, "case.yaml: "),
        ("a: " + "9" * 5000 + "\n", "case.yaml: "),
        ("a: !!float x\n", "case.yaml: not YAML: "),
        ("", "case.yaml: must be a mapping of fields, not nothing"),
    ],
)
def test_what_is_no_plain_yaml_is_refused_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    found = problems_of(path)
    assert found[0].startswith(problem), found


def test_aliases_and_merges_cannot_make_a_small_file_large(tmp_path: Path) -> None:
    lists = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 60))]
    merges = ["m0: &m0 {x: 1}", *(f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}]}}" for n in range(1, 60))]
    for lines in (lists, merges):
        path = tmp_path / "case.yaml"
        path.write_text("\n".join(lines), encoding="utf-8")
        assert problems_of(path) == ("case.yaml: anchors and aliases are not allowed",)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "none.yaml")[0].startswith("none.yaml: cannot be read: ")
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("title: Güzel\n".encode("latin-1"))
    assert problems_of(latin) == ("latin.yaml: is not UTF-8 text (byte 8)",)


def test_an_unreadable_file_is_not_said_to_lack_fields(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("title: [\n", encoding="utf-8")
    assert len(problems_of(path)) == 1


def test_dates_stay_as_written(tmp_path: Path) -> None:
    text = TELEGRAMS.read_text(encoding="utf-8").replace('when: "1900-03-05"', "when: 1900-03-05")
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    assert book.load(path) == book.load(TELEGRAMS)


def test_two_files_must_agree_on_what_they_share(tmp_path: Path, fields: Fields) -> None:
    written(tmp_path, fields, "1.yaml")
    fields["actors"][0]["name"] = "Anna Adams"
    fields["places"][0]["lat"] = 55.7
    written(tmp_path, fields, "2.yaml")
    threads = tmp_path / "threads.yaml"
    threads.write_text("threads: [{id: t, title: T, note: N, cases: [7, 9]}]\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        book.load_all(tmp_path.glob("?.yaml"), threads)
    assert refused.value.problems == (
        "2.yaml: slug: two-telegrams is taken by 1.yaml",
        "2.yaml: chapter: 7 is taken by 1.yaml",
        "2.yaml: actors.adams.name: Anna Adams differs from Anne Adams in 1.yaml",
        "2.yaml: places.moscow.lat: 55.7 differs from 55.75 in 1.yaml",
        "threads.yaml: threads.t.cases: there is no chapter 9",
    )
    assert set(book.review(tmp_path.glob("?.yaml")).problems) < set(refused.value.problems)


def test_related_chapters_must_exist(tmp_path: Path, fields: Fields) -> None:
    fields["chapters_related"] = [8]
    path = written(tmp_path, fields)
    threads = tmp_path / "threads.yaml"
    threads.write_text("threads: []\n", encoding="utf-8")
    with pytest.raises(Refused, match=r"case\.yaml: chapters_related: there is no chapter 8"):
        book.load_all([path], threads)


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        (also("sources", 0, id="diary"), "sources.diary: is never cited"),
        (part("stays", 0, actor="brun", place="peking"), "actors.adams: has no stay"),
        (
            also("stays", 0, key="adams-peking", place="peking", when="1900-03-03/1900-03-08", certainty="probable"),
            "stays.adams-peking.when: 1900-03-03/1900-03-08 in peking overlaps",
        ),
        (part("events", 0, place="peking"), "events.first-sent.participants: adams is present, but stays in moscow"),
        (field(focus=["1900-03", "1901-03"]), "focus[2]: holds none of the coincident events"),
    ],
)
def test_what_a_human_being_should_look_at_is_no_mistake(
    tmp_path: Path, fields: Fields, change: Callable[[Fields], None], doubt: str
) -> None:
    change(fields)
    review = book.review([written(tmp_path, fields)])
    assert not review.problems
    assert any(line.startswith(f"case.yaml: {doubt}") for line in review.doubts), review.doubts


def dump(path: Path) -> list[str]:
    """The content of every table, but for the inner tables of the index, which are SQLite's own affair."""
    with closing(sqlite3.connect(path)) as connection:
        return [line for line in connection.iterdump() if not line.startswith('INSERT INTO "search_')]


def test_the_shipped_book_is_up_to_date(tmp_path: Path) -> None:
    """If this fails: `coincidence-casebook build`, and check in cases.sqlite."""
    target = tmp_path / "cases.sqlite"
    book.build(RESOURCES / "cases", RESOURCES / "threads.yaml", target)
    assert dump(target) == dump(SHIPPED)
    built, shipped = target.read_bytes(), SHIPPED.read_bytes()
    if built[SQLITE_VERSION_BYTES] == shipped[SQLITE_VERSION_BYTES]:
        assert built == shipped


def test_a_case_comes_out_of_the_book_as_it_went_in() -> None:
    with Library.open(SHIPPED, read_only=True) as library:
        for path in CASES:
            case = book.load(path)
            assert library.case(case.slug) == case
        assert library.threads() == book.load_threads(RESOURCES / "threads.yaml")


def test_a_refused_file_leaves_the_book_as_it_was(tmp_path: Path, fields: Fields) -> None:
    del fields["title"]
    written(tmp_path, fields)
    threads = tmp_path / "threads" / "threads.yaml"
    threads.parent.mkdir()
    threads.write_text("threads: []\n", encoding="utf-8")
    target = tmp_path / "cases.sqlite"
    target.write_bytes(b"as it was")
    with pytest.raises(Refused):
        book.build(tmp_path, threads, target)
    assert target.read_bytes() == b"as it was"
    assert not target.with_name("cases.sqlite.new").exists()
