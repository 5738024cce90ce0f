from dataclasses import replace
from pathlib import Path

from desktop_app.casebook.case import Annotation, Head, Target, Verdict
from desktop_app.casebook.terms import Kind, Pattern, Sureness
from desktop_app.exchange.notes import markdown
from desktop_app.library.library import Library

HEADS = (
    Head("first", 1, "The First Case (1900)", "First", "1900", Pattern.OVERLAP, ()),
    Head("second", 2, "The Second Case (1901)", "Second", "1901", Pattern.OVERLAP, ()),
    Head("mine", None, "A case of my own", "Mine", "1902", Pattern.OVERLAP, ()),
)
CASE = Target("first", Kind.CASE, "first")
EVENT = Target("first", Kind.EVENT, "first-sent")
NOTE = Annotation(
    1, EVENT, "Why then?", ("time", "to do"), "Tess", "2026-03-01T10:00:00.000Z", "2026-03-01T10:05:00.000Z"
)
VERDICT = Verdict(1, "first", 30, Sureness.FAIRLY_SURE, "Because.", "Tess", "2026-03-02T10:00:00.000Z")


def test_everything_is_there_with_its_target() -> None:
    later = replace(NOTE, id=2, text="Because.", changed="2026-04-01T00:00:00.000Z", tags=())
    on_case = replace(NOTE, id=3, target=CASE, text="On all of it", tags=())
    withdrawn = replace(VERDICT, id=2, value=None, reason="", created="2026-03-03T10:00:00.000Z")
    text = markdown(HEADS, (later, NOTE, on_case), (withdrawn, VERDICT), {EVENT: "The first telegram is sent"})
    assert (
        text
        == """\
# Notes and verdicts

## 1 · The First Case (1900)

`first`

### Verdict

**30 of 100 (0: mere chance, 100: one caused the other), fairly sure** – Tess, 2026-03-02

> Because.

**withdrawn** – Tess, 2026-03-03

### On the case

Tess, 2026-03-01

> On all of it

### Event: The first telegram is sent

`event first-sent`

Tess, 2026-03-01 · #time, #to do

> Why then?

Tess, 2026-03-01, changed 2026-04-01

> Because.
"""
    )


def test_cases_come_in_their_order_and_none_is_lost() -> None:
    gone = replace(NOTE, target=Target("gone", Kind.EVENT, "x"), orphaned=True)
    notes = (gone, *(replace(NOTE, target=Target(head.slug, Kind.CASE, head.slug)) for head in reversed(HEADS)))
    lines = markdown(HEADS, notes, (), {}).splitlines()
    assert [line for line in lines if line.startswith("## ")] == [
        "## 1 · The First Case (1900)",
        "## 2 · The Second Case (1901)",
        "## A case of my own",
        "## gone",
    ]
    assert "*This is no longer in the case.*" in lines
    assert "### Event: x" in lines


def test_a_note_cannot_break_out_of_its_place() -> None:
    text = markdown(HEADS, (replace(NOTE, text="# Not a heading\n\n## 2 · The Second Case\r\n- item\n"),), (), {})
    assert "> # Not a heading\n>\n> ## 2 · The Second Case\n> - item\n" in text
    assert not [line for line in text.splitlines() if line.startswith("## 2")]


def test_nothing_written_says_so() -> None:
    assert markdown(HEADS, (), (), {}) == "# Notes and verdicts\n\nThere are no notes and no verdicts yet.\n"


def test_a_library_s_notes_in_any_script_come_out_as_written(tmp_path: Path) -> None:
    slug = "sino-soviet-border-1945"
    written = "蔣介石 · Иосиф Сталин · Улаанбаатар · *$@#<\\ " + "line\n" * 3000
    with Library.open(tmp_path / "library.casebook") as library:
        target = Target(slug, Kind.EVENT, "treaty-signed")
        with library.change("Write") as change:
            change.add_note(target, written, ("границa",))
            change.judge(slug, 0, Sureness.GUESS, "偶然")
        notes = library.annotations()
        title = library.case(slug).event["treaty-signed"].title
        text = markdown(library.heads(), notes, library.verdicts(), {target: title})
    assert f"### Event: {title}" in text
    assert text.count("> line") == 2999
    assert "> 偶然" in text
    assert "#границa" in text
    assert written.splitlines()[0] in text
