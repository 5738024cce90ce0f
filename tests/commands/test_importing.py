"""A table of itineraries is imported from the command line, once, with a report."""

from pathlib import Path

import pytest

from desktop_app.commands import main
from desktop_app.library.library import Library

LINES = (
    "traveller's name;where;land;from;until",
    "Harry S. Truman;Potsdam;Germany;16.7.1945;2.8.1945",
    "James F. Byrnes;Potsdam;Germany;17.7.1945;25.7.1945",
    "James F. Byrnes;Halle;Germany;26.7.1945;27.7.1945",
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "Potsdam.csv"
    path.write_text("\r\n".join(LINES), encoding="utf-8-sig")
    return path


COLUMNS = ["--columns", "person=1,country=land"]


def test_a_table_is_imported_with_report_and_table_of_places(table: Path, tmp_path: Path, capsys) -> None:
    library, report, places = (tmp_path / name for name in ("l.casebook", "report.md", "places.csv"))
    command = ["import", "itineraries", str(table), *COLUMNS, "--library", str(library)]
    assert main([*command, "--dates", "day-month", "--report", str(report), "--places", str(places)]) == 0
    assert "2 people, 1 places, 2 stays" in capsys.readouterr().out
    assert "| Halle, Germany | 1 | 4 | not sure which |" in report.read_text(encoding="utf-8")
    with Library.open(library) as opened:
        assert [actor.name for actor in opened.case("reader-potsdam").actors] == ["Harry S. Truman", "James F. Byrnes"]
    before = library.read_bytes()
    assert main([*command, "--dates", "day-month"]) == 0
    assert "2 stays were there already" in capsys.readouterr().out
    assert library.read_bytes() == before
    filled = places.read_text(encoding="utf-8-sig").replace(
        "Halle,Germany,1,4,doubtful,,", "Halle,Germany,1,4,doubtful,,2911522"
    )
    places.write_text(filled, encoding="utf-8-sig")
    assert main([*command, "--dates", "day-month", "--decisions", str(places)]) == 0
    with Library.open(library) as opened:
        assert [place.modern_name for place in opened.case("reader-potsdam").places] == ["Potsdam", "Halle (Saale)"]


def test_what_is_not_clear_is_asked_and_nothing_is_written(table: Path, tmp_path: Path, capsys) -> None:
    library = tmp_path / "l.casebook"
    Library.open(library).close()
    before = library.read_bytes()
    command = ["import", "itineraries", str(table), "--library", str(library)]
    assert main(command) == 1
    assert "No column of the table says: Person" in capsys.readouterr().err
    assert main([*command, *COLUMNS]) == 1
    assert "“2.8.1945” in row 2 can be read in two ways" in capsys.readouterr().err
    assert main([*command, *COLUMNS, "--dates", "month-day"]) == 1
    assert "There is no month 16" in capsys.readouterr().err
    assert main([*command, *COLUMNS, "--dates", "day-month", "--dry-run"]) == 0
    assert "Would be written" in capsys.readouterr().out
    assert main([*command, *COLUMNS, "--dates", "day-month", "--years", "then"]) == 1
    assert main([*command, *COLUMNS, "--separator", "dot"]) == 1
    assert main([*command, *COLUMNS, "--encoding", "klingon"]) == 1
    assert main(["import", "itineraries", str(tmp_path / "none.csv")]) == 1
    assert library.read_bytes() == before


def test_some_of_the_years_and_people(table: Path, tmp_path: Path, capsys) -> None:
    library = tmp_path / "l.casebook"
    command = ["import", "itineraries", str(table), *COLUMNS, "--dates", "day-month", "--library", str(library)]
    assert main([*command, "--people", "Harry S. Truman", "--years", "1945", "--title", "Truman's summer"]) == 0
    assert "1 of them within the years and people asked for" in capsys.readouterr().out
    with Library.open(library) as opened:
        assert [stay.when.text for stay in opened.case("reader-trumans-summer").stays] == ["1945-07-16/1945-08-02"]
