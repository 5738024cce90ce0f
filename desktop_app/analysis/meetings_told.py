"""How is the table of meetings written: as rows in words, as plain JSON, and as lines of a spreadsheet?"""

from collections.abc import Iterable
from math import isfinite
from typing import Any

from desktop_app.analysis.contradictions import Contradiction, Statement, in_words
from desktop_app.analysis.meeting_table import MeetingTable, Row
from desktop_app.analysis.reach import Reach
from desktop_app.analysis.saying import assumed
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.moment import edtf_moment, said_span
from desktop_app.casebook.terms import Kind

COLUMNS = ("certainty", "actors", "start", "end", "jd_start", "jd_end", "place", "least_km", "greatest_km", "stays",
           "events", "documented", "sources")  # fmt: skip
GAPS = ("gap_days_least", "gap_days_greatest")  # of near misses
_CUT = 1  # decimals of kilometres


def lon_of(case: Case, row: Row) -> float | None:
    """The longitude by whose calendar a row is dated: that of its place; None: UTC."""
    return case.place[row.places[0]].lon if row.places else None


def when_said(case: Case, row: Row) -> str:
    """ "14 July – 5 August 1945", "21 July – beginning of 5 August 1945"."""
    begins_by, ends_by = row.calendars or (lon_of(case, row), None)
    return said_span((row.start, row.end), begins_by, sure=row.sure and row.is_meeting, ends_by=ends_by)


def gap_said(row: Row) -> str:
    """How long after the one had left the other came: "2 days later", "1–3 days later", "at most 1 day later"."""
    if row.gap_days is None:
        return ""
    least, greatest = (round(days, 1) for days in row.gap_days)
    if not isfinite(greatest):
        return tr("{:g} days or more between").format(least)
    if least < 0.1:
        return tr("at most {:g} days between").format(greatest)
    if greatest - least < 0.1:
        return tr("{:g} days between").format(least)
    return tr("{:g}–{:g} days between").format(least, greatest)


def kind_said(row: Row) -> str:
    """ "sure", "possible"; of who missed one another "near miss", "possible near miss"."""
    if row.is_meeting:
        return tr("sure") if row.sure else tr("possible")
    return tr("near miss") if row.sure else tr("possible near miss")


def where_said(case: Case, row: Row) -> str:
    return " – ".join(case.place[key].name for key in row.places)


def apart_said(row: Row) -> str:
    """How far apart they may have been."""
    if row.sure and row.documented and not row.stays:
        return tr("met")  # at the event, however wide its place
    if row.greatest_km is None:
        return ""
    return tr("at one place") if row.greatest_km == 0 else f"{row.least_km:,.0f}–{row.greatest_km:,.0f} km"


def names_said(case: Case, actors: Iterable[str]) -> str:
    return " – ".join(case.actor[key].short for key in actors)


def lines(case: Case, table: MeetingTable) -> list[str]:
    """The table in plain text, contradictions first."""
    found = [case.heading, ""]
    if table.contradictions:
        found += [tr("Statements that exclude one another")]
        found += [f"  {in_words(case, one)}" for one in table.contradictions]
        found.append("")
    if not table.rows:
        nor = tr("No meeting is recorded, not even a possible one, and no near miss.")
        found.append(nor if table.within_days else tr("No meeting is recorded, not even a possible one."))
    for actors in dict.fromkeys(row.actors for row in table.rows):
        found.append(names_said(case, actors))
        for row in (row for row in table.rows if row.actors == actors):
            kind = f"{kind_said(row):8}"
            documents = ", ".join(f"“{case.event[key].title}”" for key in row.documented) or tr("nobody tells of it")
            if not row.is_meeting:
                documents = tr("not there at once: {}").format(gap_said(row))
            where = where_said(case, row) or tr("place not known")
            found.append(f"  {kind}  {when_said(case, row)}: {where} ({documents})")
    return [*found, "", *assumed(table.assumptions)]


def as_json(case: Case, table: MeetingTable, during: str | None) -> dict[str, Any]:
    """One object; keys of the case file as ids, dates as EDTF by the calendar of the place, `jd` in UTC.

    Where near misses were asked for, each entry says in `gap_days` how many days lay between: null of a meeting.
    """
    asked = {"within_days": table.within_days} if table.within_days else {}
    return {
        "schema": 1,
        "case": case.slug,
        "actors": list(table.actors),
        "during": during,
        "within_km": table.within_km,
        **asked,
        "meetings": [_meeting(case, row, gaps=bool(asked)) for row in table.rows],
        "contradictions": [_contradiction(one) for one in table.contradictions],
        "assumptions": list(table.assumptions),
    }


def spreadsheet(case: Case, table: MeetingTable) -> list[list[str]]:
    """Rows of text under their names; several keys of a cell are parted by blanks."""
    names = (*COLUMNS, *GAPS) if table.within_days else COLUMNS
    rows = (_meeting(case, row, flat=True, gaps=True) for row in table.rows)
    return [list(names), *([_cell(row[name]) for name in names] for row in rows)]


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(value)
    return "" if value is None else str(value)


def _meeting(case: Case, row: Row, *, flat: bool = False, gaps: bool = False) -> dict[str, Any]:
    lon = lon_of(case, row)
    jd = [jd if isfinite(jd) else None for jd in (row.start, row.end)]
    dated = {"jd_start": jd[0], "jd_end": jd[1]} if flat else {"jd": jd}
    place = row.places[0] if len(row.places) == 1 else None
    between = [_number(days, 3) for days in row.gap_days] if row.gap_days else None
    told = dict(zip(GAPS, between or (None, None), strict=True)) if flat else {"gap_days": between}
    return {
        "certainty": "sure" if row.sure else "possible",
        "actors": list(row.actors),
        "start": edtf_moment(row.start, lon),
        "end": edtf_moment(row.end, lon),
        **dated,
        "place": " ".join(row.places) if flat else place,
        **({} if flat else {"places": list(row.places)}),
        "least_km": round(row.least_km, _CUT),
        "greatest_km": None if row.greatest_km is None else round(row.greatest_km, _CUT),
        "stays": list(row.stays),
        "events": list(row.events),
        "documented": list(row.documented),
        "sources": list(row.sources),
        **(told if gaps else {}),
    }


def _contradiction(one: Contradiction) -> dict[str, Any]:
    return {
        "actor": one.actor,
        "kind": str(one.clash),
        "statements": [_statement(one.first), _statement(one.second)],
        "least_km": round(one.least_km, _CUT),
        "hours": round(one.hours, 2),
        "needed_speed_kmh": round(one.needed_kmh, _CUT) if isfinite(one.needed_kmh) else None,
        "means": one.means,
        "sources": list(one.sources),
    }


def _statement(one: Statement) -> dict[str, Any]:
    kind = "stay" if one.kind == Kind.STAY else "event"
    return {kind: one.key, "place": one.place, "when": one.when.text, "certainty": str(one.certainty)}


def reach_as_json(case: Case, reach: Reach, during: str | None, means: str) -> dict[str, Any]:
    """Whether they could have met, in the same shape; null: no bound, or nowhere.

    `when` is from the first to the last moment of all `spans` in which they could have met, in UTC.
    """
    ground, when = reach.ground, reach.when
    return {
        "schema": 1,
        "case": case.slug,
        "actors": list(reach.actors),
        "during": during,
        "means": means,
        "speed_kmh": reach.kmh,
        "possible": reach.possible,
        "slack_km": _number(reach.slack_km, _CUT),
        "slack_hours": _number(reach.slack_hours, 3),
        "needed_speed_kmh": None if reach.needed_kmh is None else _number(reach.needed_kmh, 2),
        "when": [edtf_moment(jd) for jd in when] if when else None,
        "spans": [[edtf_moment(jd) for jd in span] for span in reach.times],
        "where": {
            "lat": round(ground.lat, 4),
            "lon": round(ground.lon, 4),
            "radius_km": round(ground.radius_km, _CUT),
            "area_km2": round(ground.area_km2, _CUT),
        }
        if ground
        else None,
        "anchors": list(reach.stays),
        "assumptions": list(reach.assumptions),
    }


def _number(value: float, digits: int) -> float | None:
    return round(value, digits) if isfinite(value) else None
