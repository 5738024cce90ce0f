"""A table of itineraries becomes a plan that says everything, and then a case, once."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desktop_app.analysis.proximity import meetings, spans
from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.case import Case
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.trouble import Trouble
from desktop_app.exchange import columns, import_decisions, import_report, importing
from desktop_app.exchange.import_clashes import excluding
from desktop_app.exchange.importing import Imported
from desktop_app.exchange.itineraries import Plan, Settings, read
from desktop_app.exchange.place_names import Decision, Resolver, Sureness
from desktop_app.exchange.table_dates import DateOrder, edtf
from desktop_app.exchange.tables import form_of, preview
from desktop_app.library.gazetteer import Gazetteer
from desktop_app.library.library import Library

TRAVELS = Path(__file__).parent.parent / "data" / "travels.csv"


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer() as opened:
        yield opened


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.casebook") as opened:
        yield opened


class Table:
    """A table on disk, read with what is chosen."""

    def __init__(self, folder: Path, gazetteer: Gazetteer) -> None:
        self._path, self._gazetteer = folder / "stops.csv", gazetteer

    def __call__(self, *lines: str, decisions: Mapping[str, Decision] | None = None, **chosen: object) -> Plan:
        self._path.write_text("\n".join(lines), encoding="utf-8")
        return plan_of(self._path, self._gazetteer, decisions or {}, **chosen)


def plan_of(path: Path, gazetteer: Gazetteer, decisions: Mapping[str, Decision], **chosen: object) -> Plan:
    form = form_of(path)
    reads = columns.typed(str(chosen.pop("columns", "")), preview(path, form).header)
    return read(path, form, Settings(reads, **chosen), Resolver(gazetteer, decisions))  # type: ignore[arg-type]


@pytest.fixture
def table(tmp_path: Path, gazetteer: Gazetteer) -> Table:
    return Table(tmp_path, gazetteer)


HEAD = "name,place,country,start,end"
SOONG = "T. V. Soong,Chungking,China,1945-07-20,1945-08-05"


# The corpus


@pytest.fixture(scope="module")
def travels(gazetteer: Gazetteer) -> Plan:
    return plan_of(TRAVELS, gazetteer, {}).check()


def test_the_travels_of_presidents_and_secretaries_are_read_whole(travels: Plan) -> None:
    assert (travels.rows, travels.faulty, travels.doubled) == (4271, 0, 2)
    assert len(travels.case.actors) == 55
    assert len(travels.case.stays) + travels.waiting == 4955 - 2
    assert len(travels.case.stays) > 4600, "nine of ten places are beyond doubt"
    waiting = {one.resolved.named.place for one in travels.undecided}
    assert {"West Berlin", "Bagram", "Chequers", "Normandy", "Great Bitter Lake"} <= waiting
    assert not waiting & {"London", "Paris", "Moscow", "Potsdam", "Vatican City", "Jerusalem", "Brussels", "Tokyo"}


def test_truman_and_byrnes_are_found_together_at_potsdam_in_july_1945(travels: Plan) -> None:
    case = travels.case
    truman, byrnes = (next(a.key for a in case.actors if a.short == name) for name in ("Truman", "Byrnes"))
    potsdam = next(place for place in case.places if place.name == "Potsdam")
    found = [one for one in meetings(case, truman, byrnes) if one.place == potsdam.key]
    ((first, last),) = spans(found, sure=True)
    noon = potsdam.lon / 360
    assert julian_day(1945, 7, 18) - noon == pytest.approx(first, abs=1e-6), "Byrnes came on the 17th"
    assert julian_day(1945, 7, 25) - noon == pytest.approx(last, abs=1e-6), "and is recorded until the 25th"


def test_a_second_import_of_the_travels_changes_nothing(library: Library, gazetteer: Gazetteer, travels: Plan) -> None:
    first = importing.write(library, travels, {})
    assert (first.is_new, first.people, first.stays) == (True, 55, len(travels.case.stays))
    assert library.case(first.slug) == travels.case
    before, undo = library.path.read_bytes(), library.undo_name
    again = importing.write(library, plan_of(TRAVELS, gazetteer, importing.remembered(library, first.slug)), {})
    assert again == Imported(first.slug, "Travels", False, 0, 0, 0, there=first.stays, elsewhere=0, missing=0)
    assert library.path.read_bytes() == before
    assert library.undo_name == undo == "Import travels.csv"
    library.undo()
    assert first.slug not in {head.slug for head in library.heads()}


def test_the_report_tells_what_waits_and_what_was_taken(travels: Plan) -> None:
    imported = Imported("reader-travels", "travels", True, 55, 580, 4665, 0, 0, 0)
    report = import_report.markdown(travels, imported)
    assert "| West Berlin, Germany | 19 | 195 | not sure which | Berlin, Germany (3,426,354) |" in report
    assert "| Chequers, United Kingdom | 4 | 368 | not in the gazetteer |  |" in report
    assert "| Yalta, U.S.S.R. | 2 |" in report.partition("Places to look at")[2].partition("Places that were found")[0]
    assert "4,271 rows read" in report


# One stay


def test_a_stay_is_dated_by_the_days_of_its_place(table: Table) -> None:
    (stay,) = table(HEAD, SOONG).case.stays
    assert stay.when.text == "1945-07-20/1945-08-05"
    assert stay.when.start[0] == pytest.approx(julian_day(1945, 7, 20) - 106.55 / 360)
    assert stay.certainty == Certainty.ESTABLISHED
    assert [citation.locator for citation in stay.citations] == ["row 2"]


def test_several_places_of_one_row_were_visited_at_some_time_within_it(table: Table) -> None:
    plan = table(HEAD, 'Harry S. Truman,"Antwerp, Brussels",Belgium,1945-07-15,1945-07-17')
    assert plan.split == 1
    assert [stay.when.text for stay in plan.case.stays] == ["[1945-07-15..1945-07-17]"] * 2
    assert all(stay.when.inner is None for stay in plan.case.stays), "which days, nobody recorded"
    assert "2 places named for 15–17 July 1945" in plan.case.stays[0].note


def test_what_was_taken_for_its_size_is_only_probable(table: Table) -> None:
    (stay,) = table(HEAD, "A B,Frankfurt,Germany,1945-07-20,1945-07-25").case.stays
    assert stay.certainty == Certainty.PROBABLE


def test_latitude_and_longitude_need_no_gazetteer(table: Table) -> None:
    plan = table("name,place,lat,lon,date", "Nagumo,Hitokappu Bay,44.95,147.65,1941-11-22")
    (stay,), (place,) = plan.case.stays, plan.case.places
    assert (place.name, place.lat, place.lon) == ("Hitokappu Bay", 44.95, 147.65)
    assert stay.when.text == "1941-11-22"
    assert plan.places[0].resolved.sureness == Sureness.GIVEN


def test_people_have_short_names_that_differ(table: Table) -> None:
    case = table(
        HEAD,
        "George W. Bush,London,United Kingdom,2001-07-18,2001-07-20",
        "George H. W. Bush,London,United Kingdom,1989-05-31,1989-06-02",
        '"Byrnes, James F.",London,United Kingdom,1945-09-05,1945-10-03',
        "宋子文,Moscow,U.S.S.R.,1945-06-30,1945-07-14",
    ).case
    assert [actor.short for actor in case.actors] == ["G. W. Bush", "G. H. W. Bush", "Byrnes", "宋子文"]
    assert len({actor.key for actor in case.actors}) == 4


def test_only_the_years_and_the_people_asked_for(table: Table) -> None:
    lines = (
        HEAD,
        SOONG,
        "Josef Stalin,Potsdam,Germany,1945-07-17,1945-08-02",
        "T. V. Soong,London,United Kingdom,1941,",
    )
    assert len(table(*lines).case.stays) == 3
    assert len(table(*lines, years=(1945, 1946)).case.stays) == 2
    assert [a.short for a in table(*lines, persons=frozenset({"Josef Stalin"})).case.actors] == ["Stalin"]


def test_stays_that_exclude_one_another_are_told_and_kept(table: Table, library: Library) -> None:
    plan = table(
        HEAD,
        "A B,Paris,France,1905-03-01,1905-03-20",
        "A B,Moscow,Russia,1905-03-05,1905-03-08",
        "A B,Berlin,Germany,1905-03-20,1905-03-22",
        "C D,Rome,Italy,1905-03-05,1905-03-08",
    )
    (one,) = excluding(plan.case)
    assert {one.first.place, one.second.place} <= set(plan.case.place)
    report = import_report.markdown(plan, importing.write(library, plan, {}))
    assert "- A B: Paris, 1–20 March 1905 (row 2); Moscow, 5–8 March 1905 (row 3)" in report
    assert len(plan.case.stays) == 4


# Columns and dates


def test_columns_are_found_by_their_heads_or_named(table: Table) -> None:
    plan = table("Reisender;Von;Bis;Ort", "T. V. Soong;1945-07-20;1945-08-05;Chungking", columns="person=Reisender")
    assert plan.settings.reads.at == {"person": 0, "start": 1, "end": 2, "place": 3}
    with pytest.raises(Trouble, match="No column of the table says: Person"):
        table("Reisender;Von;Bis;Ort", "T. V. Soong;1945-07-20;1945-08-05;Chungking")
    with pytest.raises(Trouble, match=r"no column “Name”.*Its columns are Reisender"):
        table("Reisender;Von;Bis;Ort", "T. V. Soong;1945;1945;Chungking", columns="person=Name")
    with pytest.raises(Trouble, match="A latitude needs its longitude"):
        table("name,place,lat,date", "Nagumo,Hitokappu Bay,44.95,1941-11-22")


def test_day_and_month_are_asked_for_and_never_guessed(table: Table) -> None:
    lines = (HEAD, "A B,Paris,France,07/12/1941,25/12/1941")
    plan = table(*lines)
    assert (plan.ambiguous, plan.shown) == (1, {DateOrder.DAY_MONTH: (1, 2, "25/12/1941")})
    with pytest.raises(
        Trouble,
        match=r"“07/12/1941” in row 2 can be read in two ways, in 1 rows; “25/12/1941” in row 2 speaks for day-month",
    ):
        plan.check()
    (stay,) = table(*lines, order=DateOrder.DAY_MONTH).check().case.stays
    assert stay.when.text == "1941-12-07/1941-12-25"
    with pytest.raises(Trouble, match="row 2: There is no month 25"):
        table(*lines, order=DateOrder.MONTH_DAY).check()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("1945-07-12", "1945-07-12"),
        ("1945-07-12 00:00:00", "1945-07-12"),
        ("12 July 1945", "1945-07-12"),
        ("July 12, 1945", "1945-07-12"),
        ("12.7.1945", None),
        ("13.7.1945", "1945-07-13"),
        ("7/13/1945", "1945-07-13"),
        ("7/7/1945", "1945-07-07"),
        ("1945年7月12日", "1945-07-12"),
        ("1945年7月", "1945-07"),
        ("about July 1945", "1945-07~"),
        ("1945", "1945"),
    ],
)
def test_dates_of_every_form(cell: str, text: str | None) -> None:
    if text is None:
        with pytest.raises(ValueError, match="two ways"):
            edtf(cell, None)
    else:
        assert edtf(cell, None) == text


# What is in the way


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("A B,Paris,France,1945-08-02,1945-07-16", "row 3: it ends on 1945-07-16 before it begins on 1945-08-02"),
        ("A B,Paris,France,1945-02-30,", "row 3: There is no 30 February 1945"),
        ("A B,Paris,France,yesterday,", "row 3: .*is not understood"),
        ("A B,Paris,France,,", "row 3: there is no date"),
        (",Paris,France,1945,", "row 3: nobody is named"),
        ("A B,,,1945,", "row 3: no place is named"),
        ("A B,Paris,France,1945,1946,,1947", "row 3: it has 7 fields, the head of the table 5"),
        ("A B,Paris,France,12.7.45,", "row 3: Write the year with all its digits"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_nothing_is_imported(
    table: Table, library: Library, line: str, words: str
) -> None:
    plan = table(HEAD, SOONG, line)
    before = library.path.read_bytes()
    with pytest.raises(Trouble, match=words) as caught:
        importing.write(library, plan, {})
    assert caught.value.kept == "Nothing was imported."
    assert library.path.read_bytes() == before
    without = table(HEAD, SOONG, line, without_faulty_rows=True)
    assert importing.write(library, without, {}).stays == 1
    assert "row 3" in import_report.markdown(without, importing.compared(library, without))


@pytest.mark.parametrize(
    ("lat", "lon", "words"),
    [
        ("147.65", "44.95", "are the two exchanged"),
        ("95", "200", "not on the Earth"),
        ("north", "east", "are no degrees"),
        ("nan", "0", "not on the Earth"),
        ("44.95", "", "are no degrees"),
    ],
)
def test_a_point_that_cannot_be_is_told(table: Table, lat: str, lon: str, words: str) -> None:
    plan = table("name,place,lat,lon,date", f"Nagumo,Hitokappu Bay,{lat},{lon},1941-11-22")
    with pytest.raises(Trouble, match=f"row 2: .*{words}"):
        plan.check()


def test_a_point_that_is_at_the_place_only_if_exchanged_is_told(table: Table) -> None:
    heads = "name,place,country,lat,lon,date"
    swapped = table(heads, "Ciano,Rome,Italy,41.90,12.49,1940-06-10", "Ciano,Rome,Italy,12.49,41.90,1940-06-11")
    with pytest.raises(Trouble, match=r"row 3: 12\.49, 41\.9 is far from Rome, Italy; 41\.9, 12\.49 is there"):
        swapped.check()
    assert len(table(heads, "Ciano,Nowhere at all,Italy,12.49,41.90,1940-06-11").check().case.stays) == 1


def test_a_table_without_stays_and_a_table_with_too_many(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Trouble, match="There is no stay in"):
        table(HEAD).check()
    monkeypatch.setattr("desktop_app.exchange.itineraries.MOST_STAYS", 2)
    with pytest.raises(Trouble, match="more stays than the 2 that a case can hold; they end at row 4"):
        table(HEAD, SOONG, *(f"A B,Paris,France,194{year}," for year in range(5)))


# Again


def test_a_longer_table_adds_what_is_new(table: Table, library: Library) -> None:
    importing.write(library, table(HEAD, SOONG), {})
    more = table(HEAD, "Josef Stalin,Potsdam,Germany,1945-07-17,1945-08-02", SOONG)
    added = importing.write(library, more, {})
    assert (added.is_new, added.people, added.places, added.stays, added.there) == (False, 1, 1, 1, 1)
    case = library.case(added.slug)
    assert {stay.key for stay in case.stays} == {stay.key for stay in more.case.stays}
    fewer = importing.write(library, table(HEAD, SOONG), {})
    assert (fewer.stays, fewer.there, fewer.missing) == (0, 1, 1)


def test_decisions_are_remembered_and_their_stays_come_in(
    table: Table, library: Library, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    lines = (HEAD, SOONG, "A B,Halle,Germany,1945-07-01,1945-07-02", "A B,Camp X,Canada,1943,", "A B,at sea,,1944,")
    plan = table(*lines)
    assert plan.waiting == 3
    importing.write(library, plan, {})
    filled = tmp_path / "places.csv"
    blank = import_decisions.written(plan.places)
    saale = next(spot.id for spot in plan.undecided[0].resolved.others if spot.name == "Halle (Saale)")
    rows = {
        "Halle,Germany,1,3,doubtful,,": f"Halle,Germany,1,3,doubtful,,{saale}",
        "Camp X,Canada,1,4,unknown,,,,,,,": "Camp X,Canada,1,4,unknown,,,Camp X,43.85,-78.88,3,",
        "at sea,,1,5,unknown,,,": "at sea,,1,5,unknown,,leave out,",
    }
    for before, after in rows.items():
        assert before in blank
        blank = blank.replace(before, after)
    filled.write_text(blank, encoding="utf-8")
    decisions = import_decisions.read(filled, Resolver(gazetteer, {}))
    assert len(decisions) == 3
    second = importing.write(library, table(*lines, decisions=decisions), decisions)
    assert (second.stays, second.there) == (2, 1)
    case: Case = library.case(second.slug)
    assert {place.modern_name for place in case.places} == {"Chongqing", "Halle (Saale)", "Camp X"}
    remembered = importing.remembered(library, second.slug)
    assert remembered == decisions
    undo = library.undo_name, library.path.read_bytes()
    third = table(*lines, decisions=remembered)
    assert (third.waiting, third.left_out) == (0, 1)
    assert importing.write(library, third, remembered).stays == 0
    assert (library.undo_name, library.path.read_bytes()) == undo
    assert import_decisions.read(filled, Resolver(gazetteer, {})) == decisions


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Halle,Germany,,,,,123,,,,,", "row 2: “123” is no candidate for Halle, Germany"),
        ("Camp X,Canada,,,,,,,143.85,-78.88,,", "row 2: .*exchanged"),
        ("Camp X,Canada,,,,,,,43.85,-78.88,wide,", "row 2: “wide” is no radius"),
    ],
)
def test_a_decision_that_is_not_understood_is_told(tmp_path: Path, gazetteer: Gazetteer, line: str, words: str) -> None:
    path = tmp_path / "places.csv"
    path.write_text(",".join(import_decisions.HEADER) + "\n" + line, encoding="utf-8")
    with pytest.raises(Trouble, match=words):
        import_decisions.read(path, Resolver(gazetteer, {}))
    path.write_text("a,b\n1,2", encoding="utf-8")
    with pytest.raises(Trouble, match="is no table of places"):
        import_decisions.read(path, Resolver(gazetteer, {}))
