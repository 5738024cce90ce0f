import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.casebook.case import Target
from desktop_app.casebook.terms import Kind, Sureness
from desktop_app.library.folding import fold, fold_with_origins
from desktop_app.library.library import Library
from desktop_app.library.search import MARK, UNMARK, Hit, search

BORDER = "sino-soviet-border-1945"
WHOLE = Target(BORDER, Kind.CASE, BORDER)


def note(library: Library, text: str, tags: tuple[str, ...] = ()) -> None:
    with library.change("Write") as change:
        change.add_note(WHOLE, text, tags)


def marked(hit: Hit) -> list[str]:
    return [part.partition(UNMARK)[0] for part in hit.snippet.split(MARK)[1:]]


def keys(hits: tuple[Hit, ...], kind: Kind) -> list[str]:
    return [hit.target.key for hit in hits if hit.target.kind == kind]


@pytest.mark.parametrize(
    "typed", ["le duc tho", "LE DUC THO", "Lê Đức Thọ", "lê đức", "duc tho le", "Le\u0302 Đu\u031b\u0301c"]
)
def test_accents_and_case_make_no_difference(library: Library, typed: str) -> None:
    assert search(library, typed)[0].target.key == "le-duc-tho"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("蔣介石", "chiang-kai-shek"),
        ("介石", "chiang-kai-shek"),
        ("石", "chiang-kai-shek"),
        ("裕仁", "hirohito"),
        ("仁", "hirohito"),
    ],
)
def test_words_of_one_or_two_characters_are_found_inside_a_run(library: Library, typed: str, key: str) -> None:
    assert key in keys(search(library, typed), Kind.ACTOR)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("昭和二十年の東京裁判について", "東京"),
        ("ガダルカナルの戦い", "カナル"),
        ("조선민주주의인민공화국", "주의"),
        ("조선민주주의인민공화국", "국"),
        ("Łódź and Kraków", "lodz"),
        ("Tromsø harbour", "tromso"),
        ("Diyarbakır", "diyarbakir"),
        ("İstanbul", "istanbul"),
        ("straße", "strasse"),
        ("Œuvres", "oeuvres"),
        ("Улаанбаатарын Хүрээ", "хурээ"),
        ("Ёлкин", "елкин"),
        ("Ὀδυσσεύς", "οδυσσευσ"),
        ("Ts'ao Ju-lin", "tsao"),
        ("Xi’an incident", "xian"),
        ("Ａｌｌｉｅｓ", "allies"),
        ("a ﬁeld", "field"),
        ("e\u0301tude", "etude"),
    ],
)
def test_every_script_is_found_and_shown_as_written(library: Library, text: str, typed: str) -> None:
    note(library, f"quagga {text} quagga")
    (hit,) = (hit for hit in search(library, typed) if "quagga" in hit.snippet)
    assert marked(hit)
    assert hit.snippet.replace(MARK, "").replace(UNMARK, "") == f"quagga {text} quagga"
    assert fold(marked(hit)[0]).split()[0].startswith(fold(typed).split()[0])


def test_characters_far_apart_are_not_a_word(library: Library) -> None:
    note(library, "介紹一塊石頭")
    assert not [hit for hit in search(library, "介石") if hit.where.startswith("Note")]


def test_names_titles_and_events_come_first(library: Library) -> None:
    for text in ("Soong Soong Soong", "Soong"):
        note(library, text)
    hits = search(library, "soong")
    assert hits[0].target.key == "soong"
    first_of_rest = next(number for number, hit in enumerate(hits) if hit.where.startswith("Note"))
    assert all(hit.target.kind in (Kind.ACTOR, Kind.EVENT, Kind.PLACE, Kind.CASE) for hit in hits[:first_of_rest])


def test_a_whole_word_comes_before_the_beginning_of_one(library: Library) -> None:
    titles = [hit.title for hit in search(library, "war")]
    assert titles.index("Naval War College") < titles.index("Warsaw")


def test_words_are_found_by_their_beginnings_as_one_types(library: Library) -> None:
    for typed in ("p", "po", "pots", "potsdam", "potsdam c", "potsdam conf"):
        hits = search(library, typed)
        assert hits
        assert all(marked(hit) or typed[0] in fold(hit.title) for hit in hits)
    assert keys(search(library, "potsdam conf"), Kind.EVENT)[0] == "potsdam-conference"


def test_a_number_is_whole_wherever_it_stands(library: Library) -> None:
    for text in ("quagga of 9 July 1945", "quagga of 19 July"):
        note(library, text)
    for typed in ("19 July", "July 19", "quagga 19"):
        hits = [hit for hit in search(library, typed) if "quagga" in hit.snippet]
        assert [hit.snippet.replace(MARK, "").replace(UNMARK, "") for hit in hits] == ["quagga of 19 July"], typed
        assert "19" in marked(hits[0])
    assert not any("1945" in mark for hit in search(library, "19 July") for mark in marked(hit))


def test_a_number_half_typed_finds_what_begins_with_it(library: Library) -> None:
    note(library, "quagga 98765")
    (hit,) = search(library, "9876")
    assert marked(hit) == ["98765"]


def test_only_the_last_word_may_be_a_beginning(library: Library) -> None:
    note(library, "Lê Đức Thọ spoke to the leaders of the duchy")
    (hit,) = (hit for hit in search(library, "le duc tho") if hit.where.startswith("Note"))
    assert marked(hit) == ["Lê", "Đức", "Thọ"]
    note(library, "a quaggalike okapi")
    note(library, "a quagga and an okapi")
    found = [hit.snippet.replace(MARK, "").replace(UNMARK, "") for hit in search(library, "quagga ok")]
    assert found == ["a quagga and an okapi"]


def test_beginnings_count_where_no_whole_words_do(library: Library) -> None:
    assert "potsdam-conference" in keys(search(library, "pots conf"), Kind.EVENT)


def test_all_words_must_be_there_and_quotation_marks_keep_them_together(library: Library) -> None:
    note(library, "quagga near okapi")
    assert search(library, "okapi quagga")
    assert not search(library, "okapi quagga gnu")
    assert not search(library, '"okapi quagga"')
    assert search(library, '"near okapi"')
    assert not search(library, '"near oka"')
    assert search(library, '"near okapi')  # still typing


def test_an_actor_of_many_cases_is_one_hit(library: Library) -> None:
    assert keys(search(library, "stalin"), Kind.ACTOR).count("stalin") == 1


def test_who_or_what_occurs_in_several_cases_is_said_to(library: Library) -> None:
    found = (*search(library, "chiang"), *search(library, "yalta"), *search(library, "potsdam"))
    where = {(hit.target.kind, hit.title): hit.where for hit in found}
    assert where[Kind.ACTOR, "Chiang Kai-shek"] == "Actor · cases 10, 13, 14, 15"
    assert where[Kind.ACTOR, "Chiang Ching-kuo"] == where[Kind.PLACE, "Potsdam"].replace("Place", "Actor")
    assert where[Kind.PLACE, "Potsdam"] == "Place · 14 · The Sino-Soviet border"
    yalta = [str(head.chapter) for head, _ in library.place_cases("yalta")]
    assert len(yalta) > 1
    assert where[Kind.PLACE, "Yalta"] == f"Place · cases {', '.join(yalta)}"


def test_case_stay_link_hypothesis_evidence_source_note_and_verdict_are_found(library: Library) -> None:
    note(library, "# Heading of a quagga\n\ntext", ("zebra-like",))
    with library.change("Judge") as change:
        change.judge(BORDER, 3, Sureness.GUESS, "because of a quagga")
    hits = search(library, "quagga")
    assert {hit.where.partition(" · ")[0] for hit in hits} == {"Note", "Verdict"}
    assert {hit.title for hit in hits} == {"Heading of a quagga", "because of a quagga"}
    assert {hit.target for hit in hits} == {WHOLE}
    assert search(library, "zebra")[0].target == WHOLE
    case = library.case(14)
    for text, kind, key in (
        (case.title, Kind.CASE, BORDER),
        (case.stays[0].note, Kind.STAY, case.stays[0].key),
        (case.links[0].mechanism, Kind.LINK, case.links[0].key),
        (case.hypotheses[1].statement, Kind.HYPOTHESIS, case.hypotheses[1].key),
        (case.evidence[0].reason, Kind.EVIDENCE, case.evidence[0].key),
        (case.sources[1].title, Kind.SOURCE, case.sources[1].key),
        (case.checks[0][:200], Kind.CASE, BORDER),
        (case.events[0].summary[:200], Kind.EVENT, case.events[0].key),
    ):
        assert key in keys(search(library, text), kind), text


def test_a_snippet_shows_the_words_around_the_first_match(library: Library) -> None:
    note(library, "word " * 3000 + "then a quagga came\nby " + "word " * 3000)
    (hit,) = search(library, "quagga")
    assert len(hit.snippet) < 200
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    assert f"then a {MARK}quagga{UNMARK} came by word" in hit.snippet


def test_the_words_together_come_first_and_are_what_the_snippet_shows(library: Library) -> None:
    note(library, "quagga " + "word " * 1500 + "okapi " + "word " * 900 + "an okapi saw a quagga" + " word" * 50)
    note(library, "quagga quagga quagga " + "word " * 300 + "okapi okapi")
    first, second = search(library, "quagga okapi")
    assert marked(first) == ["okapi", "quagga"]
    assert f"an {MARK}okapi{UNMARK} saw a {MARK}quagga{UNMARK}" in first.snippet
    assert marked(second) == ["quagga", "quagga", "quagga"]


def test_hits_are_few_enough(library: Library) -> None:
    assert len(search(library, "the", limit=7)) <= 7
    assert len(search(library, "the")) <= 50


@pytest.mark.parametrize("typed", ["", " ", '"', '""', "'", "*", "-", "()", "\0", "…", "\ud800"])
def test_nothing_typed_finds_nothing(library: Library, typed: str) -> None:
    assert search(library, typed) == ()


@pytest.mark.parametrize(
    "typed",
    [
        "AND",
        "soong OR",
        "NOT soong",
        "NEAR(soong moscow)",
        "name:soong",
        "{name}:x",
        "soong*",
        "^soong",
        "x\0y",
        "\ud800a",
        "a" * 100_000,
        '"' * 999,
    ],
)
def test_what_means_something_to_sqlite_is_only_text(library: Library, typed: str) -> None:
    search(library, typed)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_whatever_is_typed_the_search_answers(library: Library, typed: str) -> None:
    for hit in search(library, typed):
        assert hit.snippet.count(MARK) == hit.snippet.count(UNMARK)


@given(st.text(max_size=50))
def test_folding_twice_changes_nothing_and_every_character_has_its_origin(text: str) -> None:
    folded, origins = fold_with_origins(text)
    assert folded == fold(text)
    assert len(origins) == len(folded)
    assert origins == sorted(origins)
    assert fold(folded).split() == folded.split()


def test_cases_are_named_as_their_heads_are(library: Library) -> None:
    assert library.case_names() == {head.slug: head.name for head in library.heads()}
