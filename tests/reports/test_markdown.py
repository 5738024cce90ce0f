"""What a note's Markdown becomes, and that nothing typed is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.reports.markdown import blocks


def kinds(text):
    return [block["kind"] for block in blocks(text)]


def plain(text):
    def of(found):
        for block in found:
            yield block.get("text", "")
            yield block.get("marker", "")
            yield from (run["text"] for run in block.get("runs", ()))
            yield from of(block.get("blocks", ()))

    return "".join(of(blocks(text)))


def test_blocks_have_their_kinds():
    assert kinds("# Head\n\ntext\n\n- a\n- b\n\n3. c\n\n> said\n\n```\ncode\n```\n\n---") == [
        *("h", "p", "list", "list", "quote", "code", "rule"),
    ]


def test_runs_have_their_styles():
    (paragraph,) = blocks("plain *em* **strong** `code` ~~gone~~ [here](https://a.org/日本)")
    styles = {run["text"]: run.keys() - {"text"} for run in paragraph["runs"]}
    assert styles["em"] == {"em"}
    assert styles["strong"] == {"strong"}
    assert styles["code"] == {"code"}
    assert styles["gone"] == {"s"}
    assert paragraph["runs"][-1]["text"] == " (https://a.org/日本)"


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b> &amp; <!-- x -->",
        "[foo]: bar",
        "#border",
        "5 * 3 * 2",
        "C:\\papers",
        "$x$ @home <a",
        "x\n===",
        "    far",
    ],
)
def test_what_is_not_meant_as_markdown_stays_as_typed(text):
    assert plain(text).strip() == text.strip()


def test_lines_end_where_they_were_ended():
    (paragraph,) = blocks("one\r\ntwo\rthree")
    assert "".join(run["text"] for run in paragraph["runs"]) == "one\ntwo\nthree"


def test_a_year_at_the_head_of_a_line_keeps_its_number():
    assert plain("1945. The war ends") == "1945.The war ends"


@pytest.mark.parametrize("text", [">" * 300 + " deep", "- " * 300 + "deep", "*" * 400 + "deep" + "*" * 400])
def test_the_deepest_text_is_kept(text):
    assert "deep" in plain(text)


def test_direction_is_that_of_the_first_letter():
    assert [block["rtl"] for block in blocks("1945 العربية\n\nEnglish العربية")] == [True, False]


@given(st.text(alphabet=st.sampled_from("aé字#*_-+>`~[]()!\\ \n1.<&;|=\t")))
def test_every_letter_is_kept(text):
    assert [char for char in plain(text) if char in "aé字"] == [char for char in text if char in "aé字"]
