"""The printed summary, read back: every section, every script, every font, every reader."""

import re
from dataclasses import replace

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.casebook.case import Head, Thread, Verdict
from desktop_app.casebook.reading import Contest, Stance
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.terms import Kind, Sureness
from desktop_app.library.book import load

FILES = sorted((RESOURCES / "cases").glob("*.yaml"))

SECTIONS = (
    "What coincided",
    "What the book suggests",
    "How others see it",
    "Background",
    "The reader’s verdict and notes",
    "Events",
    "Who was where when",
    "Causal links",
    "Hypotheses",
    "Evidence",
    "Open questions",
    "Where sources disagree, and what was chosen",
    "Threads to other cases",
    "Sources",
)


def verdict(case, number, value, sureness=Sureness.FAIRLY_SURE, reason=""):
    return Verdict(number, case.slug, value, sureness, reason, "", f"2026-11-{10 + number}T12:00:00+00:00")


def head(case):
    return Head(case.slug, case.chapter, case.title, case.short_title, case.years, case.pattern, ())


def test_every_section_is_there_in_order(case, printed, words, reader, note):
    thread = Thread("mongolia", "Outer Mongolia", "a status quo", (13, 14))
    other = replace(head(case), slug="yalta", chapter=13, short_title="Yalta's secret words")
    made = printed(
        case,
        note(case, "Did Chiang know?"),
        verdicts=(verdict(case, 3, 62),),
        heads=(head(case), other),
        threads=(thread,),
    )
    content = reader(made.pdf)
    assert tuple(entry.title for entry in content.outline) == SECTIONS
    text = words(made.pdf)
    at = 0
    for title in SECTIONS:
        at = text.index(f" {title.upper()} ", at)
    assert "Case 14 of 2 · Bruce A. Elleman, The Impact of Coincidence (2023), pp. 57–60" in text
    assert f"1 / {len(content.pages)}" in text
    assert "The reader’s library, 24 November 2026" in text
    assert made.missing == ()


def test_a_long_title_takes_one_line_at_the_top_of_a_page(case, printed, words):
    named = replace(case, title="The Soviet Great Purges and Gulags as a Reaction to Policies in Manchukuo " * 2)
    text = words(printed(replace(named, short_title="Purges and Manchukuo", years="1937")).pdf)
    assert "Case 14 · Purges and Manchukuo (1937) Coincidence Casebook" in text
    assert f"Case 14 · {case.title} Coincidence Casebook" in words(printed(case).pdf)


def test_all_that_the_case_says_is_printed(case, printed, words):
    text = re.sub(r"\W+", "", words(printed(case).pdf))  # neither quotation marks nor hyphens at a line's end
    parts = [case.question, case.coincidence, case.author_claim, case.background, case.assessment]
    parts += [part for event in case.events for part in (event.title, event.summary)]
    parts += [part for link in case.links for part in (link.mechanism[1:], link.counterfactual or "")]
    parts += [part for item in case.evidence for part in (item.statement, item.reason[1:])]
    parts += [hypothesis.statement for hypothesis in case.hypotheses]
    parts += [*case.open_questions, *case.checks]
    parts += [source.title for source in case.sources]
    missing = [part for part in parts if re.sub(r"\W+", "", part)[1:] not in text]
    # A page may end within a paragraph: then its foot and the next head stand between.
    assert len(missing) <= 12, missing


def test_the_names_are_there_in_their_scripts(case, printed, words):
    text = words(printed(case).pdf)
    for name in ("宋子文", "蔣介石", "王世杰", "Иосиф Сталин", "重慶"):
        assert name in text


def test_notes_and_verdicts_are_printed_with_what_they_are_on(case, printed, words, note):
    made = printed(
        case,
        note(case, "*Compare* the cable of 19 July: 宋子文?", Kind.EVENT, case.coincident[0], ("border", "#maps")),
        note(case, "A note whose place has gone.", Kind.STAY, "no-such-stay"),
        verdicts=(
            verdict(case, 3, 62, reason="The break made the visit **possible**."),
            verdict(case, 2, None),
            verdict(case, 1, 5, Sureness.GUESS),
        ),
    )
    text = words(made.pdf)
    assert "Between chance and cause: 62 of 100, fairly sure 13 November 2026" in text
    assert "The break made the visit possible." in text
    assert "EARLIER VERDICTS Withdrawn 12 November 2026 Mere chance: 5 of 100, a guess 11 November 2026" in text
    assert f"On the event “{case.event[case.coincident[0]].title}”, 24 November 2026" in text
    assert "Compare the cable of 19 July: 宋子文? #border #maps" in text
    assert "no-such-stay (no longer in the case)" in text


def test_without_notes_nothing_is_said_of_the_reader(case, printed, words):
    assert "VERDICT" not in words(printed(case).pdf)


def test_the_file_is_tagged_accessible_and_named(case, printed, reader):
    content = reader(printed(case).pdf)
    root = content.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712, not Python's
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert content.metadata.title == case.title
    described = root["/Metadata"].get_data().decode()
    assert re.search(r"pdfuaid:part[=>\"']+1", described)
    assert re.search(r"pdfaid:part[=>\"']+2", described)
    assert re.search(r"pdfaid:conformance[=>\"']+A", described)
    kinds = set()

    def walk(element):
        element = element.get_object()
        if isinstance(element, dict):
            kinds.add(element.get("/S"))
            if element.get("/S") == "/Figure":
                assert "Storyline" in element["/Alt"]
            children = element.get("/K", [])
            for child in children if isinstance(children, list) else [children]:
                walk(child)

    walk(root["/StructTreeRoot"])
    assert {"/Figure", "/Table", "/TH", "/TD", "/H1", "/L"} <= kinds


def test_every_font_is_embedded(case, printed, reader, note):
    fonts = {}
    for page in reader(printed(case, note(case, "العربية Հայ 서울")).pdf).pages:
        for font in map(pypdf.generic.PdfObject.get_object, page["/Resources"].get("/Font", {}).values()):
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            fonts[font["/BaseFont"]] = inner["/FontDescriptor"].get_object().keys()
    assert len(fonts) >= 8
    assert all(keys & {"/FontFile", "/FontFile2", "/FontFile3"} for keys in fonts.values())


def test_the_figure_is_drawn_with_its_words(bare, printed, words):
    assert "Chungking 重慶" in words(printed(bare).pdf)
    assert "重慶" not in words(printed(bare, figure="").pdf)


@pytest.mark.parametrize("file", FILES, ids=[path.stem for path in FILES])
def test_every_case_is_printed(file, printed, reader):
    case = load(file)
    made = printed(case)
    assert made.missing == ()
    assert case.title in reader(made.pdf).metadata.title


HOSTILE = [
    '#set page(width: 1cm) #panic() #include "x"',
    "$x^2$ and $ alone @reference <label> *bold _both",
    "\\ \\u{1F600} \\# // no comment /* none */",
    "```\n#let x = 1\n```",
    "[link](javascript:alert) [empty]() ![picture](file:///etc/passwd)",
    "= heading\n== other\n+ plus\n/ term: said",
    "Жуков, Ө ө Ү ү, Сүхбаатар",
    "蔣介石 蒋介石 ヴ 々 〆 〇 辻 溥儀 鄧",
    "Լևոն Շանթ, Կոմիտաս",
    "서울 평양 독립",
    "Lê Đức Thọ, Nguyễn Ái Quốc, İstanbul, ığüşöç",
    "Ἀθῆναι, Ελλάδα",
    "a\u0301 e\u0323\u0302 \u200b\u200d\ufeff zero",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_note_comes_out_as_typed(bare, printed, words, text, note):
    made = printed(bare, note(bare, text))
    assert made.missing == ()
    shown = re.sub(r"[`\s]|\u200b|\u200d|\ufeff", "", words(made.pdf))
    for word in re.sub(r"[`*_]|\u200b|\u200d|\ufeff|\\(?=[#\\])", "", text).split():
        if word not in ("+", "[empty]()"):
            assert word in shown or word.strip("![]()").split("](")[0] in shown


def test_arabic_runs_from_right_to_left(bare, printed, words, note):
    text = words(printed(bare, note(bare, "الحرب العالمية")).pdf)
    assert {"الحرب", "العالمية"} <= set(re.sub(r"[\u202a-\u202e]", "", text).split())


def test_three_thousand_lines_are_printed(bare, printed, words, reader, note):
    made = printed(bare, note(bare, "\n".join(f"line {number} 宋子文 #{number}" for number in range(3000))))
    text = words(made.pdf)
    assert all(f"line {number} " in text for number in (0, 1499, 2999))
    assert len(reader(made.pdf).pages) > 50


def test_what_no_font_shows_is_printed_as_its_number_and_named(bare, printed, words, note):
    made = printed(bare, note(bare, "private \ue000, control \x07, unassigned \u0378, half \ud83d.", tags=("a\x00b",)))
    text = words(made.pdf)
    assert "private [U+E000], control [U+0007], unassigned [U+0378], half [U+D83D]." in text
    assert "#a[U+0000]b" in text
    assert made.missing == ("U+0000", "U+0007", "U+0378", "U+D83D", "U+E000")


def test_a_character_of_the_figure_may_be_missing_too(bare, printed):
    made = printed(
        bare, figure="<svg xmlns='http://www.w3.org/2000/svg' width='90' height='20'><text y='15'>a\ue000</text></svg>"
    )
    assert made.missing == ("U+E000",)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(), tags=st.lists(st.text(min_size=1), max_size=2))
def test_no_note_makes_it_fail(bare, printed, text, tags, note):
    made = printed(bare, note(bare, text, tags=tuple(tags)), verdicts=(verdict(bare, 1, 50, reason=text[::-1]),))
    assert made.pdf.startswith(b"%PDF-")


def test_a_case_of_the_readers_own_has_no_chapter(bare, printed, words):
    own = replace(bare, chapter=None, book_pages=None, title="Mine")
    text = words(printed(own).pdf)
    assert "A case of the reader’s own" in text
    assert "Elleman" not in text


def test_what_the_reader_says_to_a_link_stands_below_it(case, printed, words):
    key = "soong-in-chungking-to-treaty-signed"
    made = printed(case, contests=(Contest(key, Stance.REJECT, "Given up by wire — after the 10th.", "", ""),))
    text = words(made.pdf)
    at = text.index("so that it needed no journey")
    assert "The reader rejects it: Given up by wire — after the 10th." in text[at : at + 120]
    assert text.count("The reader rejects it") == 1
