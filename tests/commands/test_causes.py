"""What dates and links say, without a window."""

import json
from pathlib import Path

import pytest

from desktop_app.casebook.reading import Stance
from desktop_app.commands import main
from desktop_app.library.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "mine.casebook"
    Library.open(path).close()
    return path


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


def test_chronology_names_each_link_with_its_order_and_news(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "chronology", "--case", "14")
    assert "Potsdam Conference → The Moscow talks stand adjourned" in text
    assert "effect began first, news only after it began" in text
    assert "This assumes" in text


def test_chronology_as_json_has_keys_edtf_and_julian_days(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(said(capsys, "chronology", "--case", "sino-soviet-border-1945", "--format", "json"))
    assert (found["schema"], found["chapter"]) == (1, 14)
    assert found["events"]["yalta-agreement"]["edtf"] == "1945-02-11"
    first, last = found["events"]["yalta-agreement"]["start_jd"]
    assert 2431497 < first < last < 2431499
    orders = {one["link"]: one["order"]["order"] for one in found["result"]["links"]}
    assert orders["yalta-agreement-to-first-round-opens"] == "surely-before"
    assert found["settings"]["means"] == "telegraph"
    assert found["assumptions"]


def test_news_on_foot_is_too_late(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(said(capsys, "chronology", "--case", "14", "--means", "foot", "--format", "json"))
    arrivals = {one["link"]: (one["news"] or {}).get("arrival") for one in found["result"]["links"]}
    assert arrivals["soong-in-chungking-to-treaty-signed"] == "too-late"


def test_causes_asks_of_the_two_events_that_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "causes", "--case", "14", "--from", "yalta-agreement", "--to", "treaty-signed")
    assert "Ways from the one to the other" in text
    assert "Actual causes of “Treaty of friendship" in text
    found = json.loads(
        said(
            capsys, "causes", "--case", "14", "--from", "talks-adjourned", "--to", "treaty-signed", "--format", "json",
            "--combine", "treaty-signed=all", "--chances", "20,50,80",
        )
    )  # fmt: skip
    assert found["result"]["paths"]["total"] == 1
    assert found["settings"]["combination"] == {"treaty-signed": None}
    assert found["settings"]["working"] == {"weak": 0.2, "moderate": 0.5, "strong": 0.8}
    assert 0 < found["result"]["necessity"]["necessary"] < 1


def test_without_names_what_coincided_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(said(capsys, "causes", "--case", "14", "--format", "json"))
    assert (found["settings"]["cause"], found["settings"]["effect"]) == ("potsdam-conference", "talks-adjourned")


def test_filters_leave_links_out(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(
        said(capsys, "causes", "--case", "14", "--claimant", "author", "--kind", "caused", "--format", "json")
    )
    assert found["result"]["used"] == 1


def test_what_the_reader_has_said_is_taken_up_and_can_be_passed_over(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Library.open(library) as opened, opened.change("Say") as change:
        slug = "sino-soviet-border-1945"
        change.contest(slug, "soong-in-chungking-to-treaty-signed", Stance.REJECT, "")
        change.choose(slug, "combination", "treaty-signed", {"least": 2})
        change.choose(slug, "chronology", "settings", {"density": "peaked", "means": "foot", "hours": 1})
    ask = ("causes", "--case", "14", "--from", "talks-adjourned", "--to", "treaty-signed", "--format", "json")
    found = json.loads(said(capsys, *ask, "--library", str(library)))
    assert found["result"]["paths"]["total"] == 0
    assert found["settings"]["combination"] == {"treaty-signed": 2}
    assert json.loads(said(capsys, *ask, "--library", str(library), "--all-links"))["result"]["paths"]["total"] == 1
    dates = json.loads(said(capsys, "chronology", "--case", "14", "--library", str(library), "--format", "json"))
    assert (dates["settings"]["density"], dates["settings"]["means"]) == ("peaked", "foot")


def test_the_answer_is_written_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "causes.json"
    assert said(capsys, "causes", "--case", "5", "--format", "json", "--output", str(output)) == ""
    assert json.loads(output.read_text())["chapter"] == 5


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("causes", "--case", "14", "--from", "nobody"), "no event “nobody”"),
        (("causes", "--case", "14", "--from", "treaty-signed", "--to", "treaty-signed"), "not the same"),
        (("causes", "--case", "14", "--combine", "treaty-signed"), "how causes combine"),
        (("causes", "--case", "14", "--combine", "treaty-signed=9"), "cannot take 9 causes"),
        (("causes", "--case", "14", "--chances", "0,1,2"), "cannot work"),
        (("causes", "--case", "14", "--chances", "many"), "no chances"),
        (("chronology", "--case", "14", "--means", "pigeon"), "pigeon"),
        (("chronology", "--case", "14", "--hours", "-3"), "hours"),
        (("chronology", "--case", "99"), "99"),
    ],
)
def test_what_cannot_be_asked_is_trouble_in_plain_words(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(list(arguments)) == 1
    assert words in capsys.readouterr().err
