"""Who met whom, and could they have met: the commands as they are typed, on the cases as shipped."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.casebook.resources import SHIPPED
from desktop_app.casebook.terms import ActorKind
from desktop_app.casebook.when import parse
from desktop_app.commands import main
from desktop_app.commands.proximity import MEANS
from desktop_app.library.library import Library
from desktop_app.library.means import KIND, shipped

CHUNGKING_LON = 106.552


def said(capsys, *arguments: str) -> str:
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


def plain(capsys, *arguments: str) -> dict:
    return json.loads(said(capsys, *arguments, "--format", "json"))


def refused(capsys, *arguments: str) -> tuple[int, str]:
    try:
        status = main(list(arguments))
    except SystemExit as left:
        status = int(left.code or 0)
    return status, capsys.readouterr().err


# ---- meetings


def test_the_real_command_tells_of_soong_and_chiang() -> None:
    """Possibly together in Chungking from 14 July, surely from 21 July until the beginning of 5 August 1945."""
    asked = ["meetings", "--case", "14", "--actors", "soong,chiang-kai-shek", "--during", "1945-07", "--format", "json"]
    done = subprocess.run([sys.executable, "-m", "desktop_app", *asked], capture_output=True, text=True, check=True)
    made = json.loads(done.stdout)
    assert set(made) == {
        "schema", "case", "actors", "during", "within_km", "meetings", "contradictions", "assumptions",
    }  # fmt: skip
    assert (made["schema"], made["during"], made["actors"]) == (1, "1945-07", ["soong", "chiang-kai-shek"])
    assert [one["certainty"] for one in made["meetings"]] == ["possible", "sure"]
    possible, sure = made["meetings"]
    assert {one["place"] for one in made["meetings"]} == {"chungking"}
    assert (possible["start"], sure["start"], sure["end"]) == (
        "1945-07-14T00:00:00",
        "1945-07-21T00:00:00",
        "1945-08-05T00:00:00",
    )
    for one in made["meetings"]:
        for text, jd in zip((one["start"], one["end"]), one["jd"], strict=True):
            assert parse(text, CHUNGKING_LON).start[0] == pytest.approx(jd, abs=1e-4)
    assert sure["stays"] == ["soong-chungking-2", "chiang-kai-shek-chungking-3"]
    assert "soong-in-chungking" in sure["events"]
    assert "frus-berlin-v02" in sure["sources"]
    assert (sure["least_km"], sure["greatest_km"]) == (0, 20)
    assert made["assumptions"]


def test_never_in_moscow_and_stalin_with_truman_at_potsdam(capsys) -> None:
    made = plain(capsys, "meetings", "--case", "14")
    assert len(made["actors"]) == 14
    own = [one for one in made["meetings"] if set(one["actors"]) == {"soong", "chiang-kai-shek"}]
    assert {one["place"] for one in own} == {"chungking"}
    theirs = [one for one in made["meetings"] if set(one["actors"]) == {"stalin", "truman"}]
    assert [one["place"] for one in theirs if one["certainty"] == "sure"] == ["potsdam"]


def test_as_text_and_as_csv(capsys) -> None:
    pair = ("meetings", "--case", "14", "--actors", "soong,chiang-kai-shek", "--during", "July 1945")
    words = said(capsys, *pair)
    assert "possible  14 July – 5 August 1945: Chungking" in words
    assert "sure      21 July – beginning of 5 August 1945: Chungking" in words
    assert "“Soong in Chungking between the rounds”" in words
    rows = list(csv.DictReader(io.StringIO(said(capsys, *pair, "--format", "csv"))))
    assert [row["certainty"] for row in rows] == ["possible", "sure"]
    assert rows[1]["stays"] == "soong-chungking-2 chiang-kai-shek-chungking-3"


def test_within_a_distance_more_meet(capsys) -> None:
    at_one_place = plain(capsys, "meetings", "--case", "14", "--actors", "churchill,attlee")
    near = plain(capsys, "meetings", "--case", "14", "--actors", "churchill,attlee", "--within", "60 km")
    assert near["within_km"] == 60
    assert len(near["meetings"]) > len(at_one_place["meetings"])
    assert any(one["place"] is None and len(one["places"]) == 2 for one in near["meetings"])


def test_near_misses_are_told_only_where_they_are_asked_for(capsys) -> None:
    asked = ("meetings", "--case", "14", "--actors", "truman,attlee,churchill,soong,harriman")
    plainly, made = plain(capsys, *asked), plain(capsys, *asked, "--within-days", "20 days")
    assert "within_days" not in plainly
    assert all("gap_days" not in one for one in plainly["meetings"])
    assert made["within_days"] == 20
    assert [{**one, "gap_days": None} for one in plainly["meetings"]] == [
        one for one in made["meetings"] if one["gap_days"] is None
    ]
    near = [one for one in made["meetings"] if one["gap_days"] is not None]
    assert near
    assert all(0 <= one["gap_days"][0] <= 20 and one["certainty"] in ("sure", "possible") for one in near)
    words = said(capsys, *asked, "--within-days", "20")
    assert "near miss" in words
    assert "not there at once" in words
    rows = list(csv.DictReader(io.StringIO(said(capsys, *asked, "--within-days", "20", "--format", "csv"))))
    assert sum(bool(row["gap_days_least"]) for row in rows) == len(near)
    assert refused(capsys, *asked, "--within-days", "soon")[0] == 2


def test_all_at_once_and_on_less_of_the_record(capsys) -> None:
    three = ("--case", "14", "--actors", "stalin,truman,molotov", "--together")
    made = plain(capsys, "meetings", *three)
    assert [one["place"] for one in made["meetings"] if one["certainty"] == "sure"] == ["potsdam"]
    assert all(len(one["actors"]) == 3 for one in made["meetings"])
    less = plain(capsys, "meetings", "--case", "14", "--certainty", "established")
    assert len(less["meetings"]) < len(plain(capsys, "meetings", "--case", "14")["meetings"])


def test_what_excludes_one_another_is_told_with_both_sources(capsys) -> None:
    made = plain(capsys, "meetings", "--case", "18", "--actors", "rusk,mcnamara")
    (clash,) = made["contradictions"]
    assert {one["stay"] for one in clash["statements"]} == {"rusk-manila", "rusk-cam-ranh"}
    assert clash["sources"]
    assert "exclude one another" in said(capsys, "meetings", "--case", "18", "--actors", "rusk,mcnamara")


def test_it_is_written_to_a_file(capsys, tmp_path: Path) -> None:
    file = tmp_path / "meetings.json"
    assert said(capsys, "meetings", "--case", "14", "--format", "json", "--output", str(file)) == ""
    assert json.loads(file.read_text(encoding="utf-8"))["case"] == "sino-soviet-border-1945"


# ---- reach


def test_the_real_command_answers_whether_soong_could_have_met_truman() -> None:
    asked = ["reach", "--case", "14", "--actors", "soong,truman", "--during", "1945-07", "--format", "json"]
    done = subprocess.run(
        [sys.executable, "-m", "desktop_app", *asked, "--by", "propeller-aircraft"],
        capture_output=True,
        text=True,
        check=True,
    )
    made = json.loads(done.stdout)
    assert list(made) == [
        "schema", "case", "actors", "during", "means", "speed_kmh", "possible", "slack_km", "slack_hours",
        "needed_speed_kmh", "when", "spans", "where", "anchors", "assumptions",
    ]  # fmt: skip
    assert (made["means"], made["possible"]) == ("propeller-aircraft", True)
    assert made["slack_hours"] > 24
    assert made["slack_km"] == pytest.approx(made["slack_hours"] * made["speed_kmh"], rel=1e-3)
    assert 30 < made["needed_speed_kmh"] < 60
    assert [made["spans"][0][0], made["spans"][-1][1]] == made["when"]
    flat = [parse(moment).start[0] for span in made["spans"] for moment in span]
    assert flat == sorted(flat)
    first, last = (parse(moment).start[0] for moment in made["when"])
    assert parse("1945-07").start[0] <= first < last <= parse("1945-07").end[1]
    assert set(made["where"]) == {"lat", "lon", "radius_km", "area_km2"}
    assert "truman-potsdam" in made["anchors"]


def test_by_rail_with_and_without_the_voyages(capsys) -> None:
    asked = ("reach", "--case", "14", "--actors", "soong,truman", "--during", "1945-07", "--by", "railway")
    without, bound = plain(capsys, *asked), plain(capsys, *asked, "--with-transit")
    assert without["possible"]
    assert without["slack_hours"] > 0
    assert not bound["possible"]
    assert bound["slack_hours"] < 0
    assert bound["needed_speed_kmh"] > 60
    assert (bound["when"], bound["spans"], bound["where"]) == (None, [], None)
    words = said(capsys, *asked)
    assert "Possible by railway, 60 km/h" in words
    assert "Within these voyages they could not have met" in words
    assert "By propeller aircraft" in words
    assert "On established ones alone" in words
    assert "In 0 of 100 readings" in words


def test_no_is_an_answer_and_so_is_no_speed(capsys) -> None:
    asked = ("reach", "--case", "14", "--actors", "soong,truman", "--during", "1945-07-22/1945-07-23")
    made = plain(capsys, *asked)
    assert made["possible"] is False
    assert made["needed_speed_kmh"] is None
    assert made["slack_km"] < -3000
    assert made["means"] == "propeller-aircraft"  # the fastest of the time
    assert "no speed would have helped" in said(capsys, *asked)


def test_of_all_actors_those_are_asked_who_are_in_one_place_at_a_time(capsys) -> None:
    made = plain(capsys, "reach", "--case", "5", "--during", "1941-12")
    with Library.open(SHIPPED, read_only=True) as library:
        kinds = {actor.key: actor.kind for actor in library.case(5).actors}
    assert ActorKind.STATE not in {kinds[key] for key in made["actors"]}
    assert len(made["actors"]) > 10


def test_the_readers_own_speed_holds_unless_another_is_given(capsys, tmp_path: Path) -> None:
    mine = tmp_path / "mine.casebook"
    with Library.open(mine) as library, library.change("Set a speed") as change:
        change.choose("", KIND, "railway", 30.0)
    asked = ("reach", "--case", "14", "--actors", "soong,truman", "--during", "1945-07", "--by", "railway")
    made = plain(capsys, *asked, "--library", str(mine))
    assert (made["speed_kmh"], made["possible"]) == (30, False)
    assert plain(capsys, *asked, "--library", str(mine), "--kmh", "90")["speed_kmh"] == 90


def test_the_means_are_those_of_the_table() -> None:
    assert tuple(one.key for one in shipped()) == MEANS


# ---- what cannot be asked


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("meetings", "--case", "14", "--actors", "soong,nobody"), "nobody"),
        (("meetings", "--case", "14", "--actors", "soong"), "two actors"),
        (("meetings", "--case", "99"), "99"),
        (("reach", "--case", "1", "--actors", "japan,long"), "many places"),
        (("reach", "--case", "14", "--actors", "soong,truman", "--kmh", "99999"), "Nobody travels"),
    ],
)
def test_trouble_is_said_in_plain_words(capsys, arguments: tuple[str, ...], words: str) -> None:
    status, told = refused(capsys, *arguments)
    assert status == 1
    assert words in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    "arguments",
    [
        ("meetings",),
        ("meetings", "--case", "14", "--within", "near"),
        ("meetings", "--case", "14", "--during", "7/12/1945"),
        ("meetings", "--case", "14", "--actors", ","),
        ("reach", "--case", "14", "--by", "balloon"),
        ("reach", "--case", "14", "--kmh", "0"),
        ("reach", "--case", "14", "--format", "csv"),
    ],
)
def test_wrong_arguments(capsys, arguments: tuple[str, ...]) -> None:
    assert refused(capsys, *arguments)[0] == 2
