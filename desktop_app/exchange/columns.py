"""Which column of a table of itineraries says what?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.gazetteer import folded_name


class Column(StrEnum):
    """What a column may say; the values are what is written on the command line."""

    PERSON = "person"
    PERSON_ID = "person-id"
    ROLE = "role"
    PLACE = "place"
    COUNTRY = "country"
    START = "start"
    END = "end"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    NOTE = "note"
    REFERENCE = "reference"


SAID = {
    Column.PERSON: "Person",
    Column.PERSON_ID: "Person's identifier",
    Column.ROLE: "Role or office",
    Column.PLACE: "Place, or several",
    Column.COUNTRY: "Country",
    Column.START: "From, or the only date",
    Column.END: "Until",
    Column.LATITUDE: "Latitude",
    Column.LONGITUDE: "Longitude",
    Column.NOTE: "Remarks",
    Column.REFERENCE: "Reference of the row",
}
NEEDED = (Column.PERSON, Column.PLACE, Column.START)

# Words that head such a column, folded; the earlier ones first.
_HEADS = {
    Column.PERSON: ("name", "person", "traveller", "traveler", "actor", "full name", "nom", "姓名", "人名", "氏名"),
    Column.PERSON_ID: ("who", "person id", "actor id", "slug", "viaf", "wikidata"),
    Column.ROLE: ("role", "office", "title", "function", "position", "fonction", "amt"),
    Column.PLACE: ("place", "locale", "location", "city", "town", "where", "ort", "lieu", "place name", "地点", "地名"),
    Column.COUNTRY: ("country", "land", "state", "pays", "nation", "国家", "国"),
    Column.START: (
        "start", "from", "arrival", "begin", "beginning", "date from", "start date", "date", "when", "von", "datum",
        "debut", "arrived", "日期", "年月日",
    ),
    Column.END: ("end", "to", "until", "departure", "date to", "end date", "bis", "fin", "left"),
    Column.LATITUDE: ("lat", "latitude", "y"),
    Column.LONGITUDE: ("lon", "lng", "long", "longitude", "x"),
    Column.NOTE: ("remarks", "note", "notes", "comment", "comments", "description", "purpose", "备注", "備考"),
    Column.REFERENCE: ("id", "ref", "reference", "number", "no", "key"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reads:
    """The number of the column, from 0, that says each thing; what no column says is missing."""

    at: Mapping[Column, int]

    def cell(self, row: Sequence[str], column: Column) -> str:
        at = self.at.get(column)
        return row[at] if at is not None and at < len(row) else ""


def suggested(header: Sequence[str]) -> Reads:
    """What the names of the columns seem to say; the reader looks at it."""
    names = [folded_name(name) for name in header]
    taken: dict[Column, int] = {}
    for column, heads in _HEADS.items():
        found = next(
            (names.index(head) for head in heads if head in names and names.index(head) not in taken.values()), None
        )
        if found is not None:
            taken[column] = found
    if Column.PERSON not in taken and Column.PERSON_ID in taken:
        taken[Column.PERSON] = taken.pop(Column.PERSON_ID)
    return Reads(taken)


def typed(text: str, header: Sequence[str]) -> Reads:
    """ "person=name, place=locale, start=from": by the names of the columns, or by their numbers from 1.

    What is not named is as `suggested`; "note=" leaves a column out.  Raises Trouble.
    """
    at = dict(suggested(header).at)
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, sign, head = (piece.strip() for piece in part.partition("="))
        if not sign or name not in list(Column):
            raise Trouble(
                what=tr("“{}” says nothing of a column.").format(part),
                kept=tr("Nothing was imported."),
                do=tr("Write person=NAME, place=NAME, start=NAME and so on; there are {}.").format(", ".join(Column)),
            )
        if not head:
            at.pop(Column(name), None)
        elif head in header:
            at[Column(name)] = header.index(head)
        elif head.isdecimal() and 1 <= int(head) <= len(header):
            at[Column(name)] = int(head) - 1
        else:
            raise Trouble(
                what=tr("The table has no column “{}”.").format(head),
                kept=tr("Nothing was imported."),
                do=tr("Its columns are {}.").format(", ".join(header)),
            )
    return Reads(at)


def checked(mapping: Reads, header: Sequence[str]) -> Reads:
    """The mapping, if it says enough.  Raises Trouble."""
    at = mapping.at
    missing = [column for column in NEEDED if column not in at]
    if Column.LATITUDE in at and Column.LONGITUDE in at and Column.PLACE in missing:
        missing.remove(Column.PLACE)  # a point needs no name
    if missing:
        raise Trouble(
            what=tr("No column of the table says: {}.").format(", ".join(tr(SAID[column]) for column in missing)),
            kept=tr("Nothing was imported."),
            do=tr("Say which column it is; there are {}.").format(", ".join(header)),
        )
    if (Column.LATITUDE in at) != (Column.LONGITUDE in at):
        raise Trouble(
            what=tr("A latitude needs its longitude."),
            kept=tr("Nothing was imported."),
            do=tr("Name the columns of both, or of neither."),
        )
    return mapping
