import json
from pathlib import Path

import pytest

from desktop_app.analysis.chance import p_alike
from desktop_app.analysis.locking import lock
from desktop_app.casebook.reading import Prior, Rating
from desktop_app.commands import main
from desktop_app.library.library import Library


def said(capsys, *arguments: str) -> str:
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


def plain(capsys, *arguments: str) -> dict:
    return json.loads(said(capsys, *arguments, "--format", "json"))


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "mine.casebook"
    Library.open(path).close()
    return path


# ---- chance


def test_the_command_answers_in_no_words_of_a_window_and_in_the_unit_it_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["evidence", "--case", "14", "--as-shipped"]) == 0
    said = capsys.readouterr().out
    assert "how likely it is to be found was not said" in said
    assert "›\n" not in said
    assert main(["evidence", "--case", "14", "--as-shipped", "--prior", "chance=0-0"]) == 1
    assert "0 of 100 leaves no room" in capsys.readouterr().err


def test_the_cases_own_match_is_answered_in_words_with_its_assumptions(capsys) -> None:
    words = said(capsys, "chance", "--case", "5")
    assert "6.7 in 100: that some 3 of 40 acts fall on one date" in words
    assert "chosen because it is striking" in words
    assert "It tells no cause from chance." in words


def test_the_answer_as_json_is_one_object_with_settings_seed_and_assumptions(capsys) -> None:
    made = plain(capsys, "chance", "--case", "5", "--acts", "60", "--seed", "1902")
    assert made["schema"] == 1
    assert made["question"] == "same-date"
    assert (made["settings"]["acts"], made["seed"]) == (60, 1902)
    assert made["result"]["row"]["formula"] == pytest.approx(p_alike(60, 365, 3))
    assert made["assumptions"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("14", "--question", "overlap", "--within", "3"),
        ("14", "--question", "closeness", "--delta-km", "200", "--tau-days", "14", "--draws", "99"),
        ("14", "--question", "closeness", "--statistic", "mantel", "--draws", "99", "--strata", "none"),
        ("14", "--question", "shift", "--first", "stalin", "--second", "truman"),
        ("14", "--question", "counts", "--supporting", "7", "--opposing", "3"),
    ],
)
def test_every_question_has_text_json_and_csv(capsys, arguments: tuple[str, ...]) -> None:
    for form in ("text", "json", "csv"):
        assert said(capsys, "chance", "--case", *arguments, "--format", form).strip()


def test_what_was_written_down_in_the_library_is_the_default(capsys, library: Path) -> None:
    with Library.open(library) as opened:
        case = opened.case(5)
        settings = plain(capsys, "chance", "--case", "5")["settings"] | {"acts": 50}
        with opened.change("Write down") as change:
            change.choose(case.slug, "chance", "same-date", {"settings": settings, "seed": 7})
            made = lock(settings)
            change.lock(case.slug, "same-date", made.text, made.digest, made.at)
    mine = plain(capsys, "--library", str(library), "chance", "--case", "5")
    assert (mine["settings"]["acts"], mine["seed"]) == (50, 7)
    shipped = plain(capsys, "--library", str(library), "chance", "--case", "5", "--as-shipped")
    assert shipped["settings"]["acts"] == 40


def test_an_option_of_another_question_and_impossible_numbers_are_told_plainly(capsys) -> None:
    assert main(["chance", "--case", "5", "--delta-km", "10"]) == 1
    assert "belongs to another question" in capsys.readouterr().err
    assert main(["chance", "--case", "5", "--acts", "2"]) == 1
    assert "there cannot be 3 alike" in capsys.readouterr().err
    assert main(["chance", "--case", "14", "--question", "closeness", "--events", "potsdam-conference"]) == 1
    assert "at least two events" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        main(["chance", "--case", "5", "--acts", "many"])
    assert ended.value.code == 2


# ---- evidence


def test_the_evidence_is_said_with_matrix_tipping_points_and_counts(capsys) -> None:
    words = said(capsys, "evidence", "--case", "14")
    assert "“War timetable” leads with 70 of 100" in words
    assert "Boundary given by telegraph" in words
    for heading in ("Tipping points", "What to look for next", "Counts alone", "This assumes"):
        assert heading in words


def test_options_go_before_what_is_kept_and_kept_before_what_is_shipped(capsys, library: Path) -> None:
    with Library.open(library) as opened, opened.change("Weigh") as change:
        slug = opened.case(14).slug
        change.rate(slug, Rating("soong-asked-first", "chance", -9, -6, -3))
        change.set_prior(slug, Prior("chance", 0.5, 0.6, 0.7))
    asked = ("--library", str(library), "evidence", "--case", "14")
    mine = plain(capsys, *asked)
    (row,) = [row for row in mine["result"]["evidence"] if row["key"] == "soong-asked-first"]
    assert row["weights"]["chance"] == {"low": -9, "mid": -6, "high": -3, "by": "reader"}
    assert mine["settings"]["prior"]["chance"] == [0.5, 0.6, 0.7]
    over = plain(capsys, *asked, "--weight", "soong-asked-first:chance=much more", "--prior", "chance=10-20")
    (row,) = [row for row in over["result"]["evidence"] if row["key"] == "soong-asked-first"]
    assert row["weights"]["chance"]["mid"] == 10
    assert over["settings"]["prior"]["chance"] == pytest.approx([0.1, 0.15, 0.2])
    shipped = plain(capsys, *asked, "--as-shipped")
    assert shipped["settings"]["weights"] == []


def test_pairs_and_one_explanation(capsys) -> None:
    pairs = plain(capsys, "evidence", "--case", "14", "--over", "war-timetable")
    assert pairs["result"]["exclusive"] is False
    assert pairs["result"]["baseline"] == "war-timetable"
    one = plain(capsys, "evidence", "--case", "10", "--one-holds")
    assert sum(each["posterior"]["mid"] for each in one["result"]["hypotheses"]) == pytest.approx(1)
    assert "one other at a time, and nothing adds up" in said(capsys, "evidence", "--case", "10")
    told = said(capsys, "evidence", "--case", "10", "--one-holds")
    assert "More than one may hold" in told
    assert "counted as if just one held" in told
    assert "one other at a time" not in told


def test_two_libraries_are_laid_side_by_side(capsys, library: Path) -> None:
    with Library.open(library) as opened, opened.change("Weigh") as change:
        change.rate(opened.case(14).slug, Rating("soong-asked-first", "chance", 7, 10, 13))
    asked = ("evidence", "--case", "14", "--compare", str(library))
    made = plain(capsys, *asked)
    differ = [cell for cell in made["result"]["cells"] if cell["first"] != cell["second"]]
    assert [(cell["evidence"], cell["hypothesis"]) for cell in differ] == [("soong-asked-first", "chance")]
    assert "kappa" in said(capsys, *asked)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--prior", "chance=0"), "no evidence could ever change it"),
        (("--prior", "chance=100"), "no evidence could ever change it"),
        (("--prior", "aliens=10-20"), "no explanation “aliens”"),
        (("--weight", "nothing:chance=3"), "no evidence “nothing”"),
        (("--weight", "soong-asked-first"), "has no “=”"),
        (("--table", "oracle=3"), "no test “oracle”"),
    ],
)
def test_impossible_input_is_told_plainly(capsys, arguments: tuple[str, ...], told: str) -> None:
    assert main(["evidence", "--case", "14", *arguments]) == 1
    assert told in capsys.readouterr().err


def test_the_answer_goes_to_a_file(capsys, tmp_path: Path) -> None:
    path = tmp_path / "evidence.csv"
    assert said(capsys, "evidence", "--case", "14", "--format", "csv", "--output", str(path)) == ""
    assert "War timetable" in path.read_text()
