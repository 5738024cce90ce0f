"""What the reader said of a case can be read without this program, all of it."""

import json
from pathlib import Path

import pytest

from desktop_app.analysis import kept
from desktop_app.analysis.judging import settings
from desktop_app.analysis.weighing import Judgement
from desktop_app.casebook.case import Citation, Link
from desktop_app.casebook.reading import Prior, Rating, Stance
from desktop_app.casebook.terms import Certainty, Claimant, LinkKind, Strength
from desktop_app.library.library import Library
from desktop_app.views.printing import notes_as_markdown

BORDER = "sino-soviet-border-1945"


@pytest.fixture
def written(tmp_path: Path) -> str:
    """A library in which everything that can be said has been said, as its file."""
    with Library.open(tmp_path / "library.casebook") as library:
        case = library.case(14)
        link = Link(
            "", case.events[0].key, case.events[1].key, LinkKind.HASTENED, Claimant.READER, Strength.WEAK,
            "By a quagga.\n# not a heading", "Then an okapi.", Certainty.DISPUTED,
            (Citation(case.sources[0].key, "p. 3"),),
        )  # fmt: skip
        item, hypothesis = case.evidence[0].key, case.hypotheses[1].key
        with library.change("Say it all") as change:
            change.add_link(BORDER, link)
            change.contest(BORDER, case.links[0].key, Stance.REJECT, "A tapir says otherwise.")
            change.rate(BORDER, Rating(item, hypothesis, 4, 7.5, 9, "", 0.8, 0.2, "A dodo.", case.sources[1].key))
            change.set_prior(BORDER, Prior(hypothesis, 0.1, 0.25, 0.4, "A moa."))
            change.choose(BORDER, "combination", case.events[2].key, {"need": 2})
            change.choose("", "table", "hoop", [2, 3, 5])
            statement = json.dumps({"chances": 40, "mark": "```"})
            change.lock(BORDER, "same date", statement, "ab" * 32, "2026-01-02T03:04:05Z")
            change.save_analysis(
                BORDER, "later", "My run", {"draws": 9}, {"share": 0.125}, assumptions=("All days alike.",), seed=7
            )
        return notes_as_markdown(library)


@pytest.mark.parametrize(
    "words",
    [
        "### My links",
        "`link reader-1`",
        "hastened",
        "weak, disputed",
        "> By a quagga.\n> # not a heading",
        "> Then an okapi.",
        ", p. 3 (`",
        "**I reject it**: ",
        "> A tapir says otherwise.",
        "25 of 100, from 10 to 40",
        "> A moa.",
        "+7.5 dB, from +4 to +9",
        "Found, if this holds: 80 of 100; if not: 20 of 100.",
        "> A dodo.",
        '{"need": 2}',
        "## Settings of all cases\n\n`table hoop`\n\n```\n[2, 3, 5]\n```",
        "locked 2026-01-02 03:04:05 UTC, SHA-256 abab",
        '````\n{"chances": 40, "mark": "```"}\n````',
        "**My run**",
        '"share": 0.125',
        "All days alike.",
    ],
)
def test_all_that_was_said_is_in_the_file(written: str, words: str) -> None:
    assert words in written


def test_nothing_said_breaks_out_of_its_place(written: str) -> None:
    assert [line for line in written.splitlines() if line.startswith(("# ", "## "))] == [
        "# Notes and verdicts",
        "## 14 · Secret Negotiations of the Sino-Soviet Border (1945)",
        "## Settings of all cases",
    ]


def test_what_the_case_has_lost_is_still_told(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.casebook") as library:
        with library.change("Doubt") as change:
            change.contest(BORDER, "no-such-link", Stance.DOUBT, "A quagga.")
            change.set_prior(BORDER, Prior("no-such-explanation", 0.1, 0.2, 0.3))
        text = notes_as_markdown(library)
    assert "**I doubt it**: no longer in the case" in text
    assert "`link no-such-link`\n\n> A quagga." in text
    assert "`hypothesis no-such-explanation`" in text


def test_a_kept_analysis_is_told_as_the_window_says_it(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.casebook") as library:
        case = library.case(14)
        asked = settings(Judgement(draws=200))
        result, assumptions = kept.kind("evidence").run(case, asked, 1, lambda _: None)
        with library.change("Keep") as change:
            change.save_analysis(BORDER, "evidence", "The weights", asked, result, assumptions=assumptions, seed=1)
        (saved,) = library.analyses(BORDER)
        assert kept.said(case, saved).rstrip() in notes_as_markdown(library)
