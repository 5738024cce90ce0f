"""How does the reader settle places in a spreadsheet: a table that he fills in and hands back?"""

import csv
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.exchange.itineraries import Settled, point_of
from desktop_app.exchange.place_names import Decision, Named, Resolver, Spot, Sureness
from desktop_app.exchange.tables import form_of, records

HEADER = (
    "place", "land", "rows", "first row", "state", "taken as", "take", "name", "latitude", "longitude", "radius km",
    "candidates",
)  # fmt: skip
LEAVE_OUT = "leave out"
RADIUS_KM = 5.0  # of a place that the reader gives no radius
_FORMULA = ("=", "+", "-", "@")  # what a spreadsheet would compute
_ORDER = (Sureness.UNKNOWN, Sureness.DOUBTFUL, Sureness.TAKEN, Sureness.DECIDED, Sureness.LEFT_OUT, Sureness.FOUND)


def written(places: Iterable[Settled]) -> str:
    """CSV, one line a place, those that wait first.

    The reader fills in `take` with the number of a candidate or “leave out”, or gives a latitude and a longitude.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    listed = [one for one in places if one.resolved.sureness in _ORDER]
    for one in sorted(listed, key=lambda one: (_ORDER.index(one.resolved.sureness), -one.rows, one.first_row)):
        resolved, spot = one.resolved, one.resolved.spot
        take, given = "", ("", "", "", "")
        if resolved.sureness == Sureness.LEFT_OUT:
            take = LEAVE_OUT
        elif resolved.sureness == Sureness.DECIDED and spot and spot.id:
            take = str(spot.id)
        elif resolved.sureness == Sureness.DECIDED and spot:
            given = spot.name, str(spot.lat), str(spot.lon), str(spot.radius_km)
        writer.writerow(
            (
                _as_text(resolved.named.place),
                _as_text(resolved.named.land),
                one.rows,
                one.first_row,
                resolved.sureness,
                spot.words if spot else "",
                take,
                *given,
                "; ".join(f"{each.id or each.name} {each.words}" for each in resolved.others),
            )
        )
    return out.getvalue()


def read(path: Path, resolver: Resolver) -> dict[str, Decision]:
    """What the reader decided, by the key of the named place; lines that he left as they were say nothing.

    Raises Trouble with the row of what is not understood.
    """
    form = form_of(path)
    decisions: dict[str, Decision] = {}
    columns: dict[str, int] = {}
    for number, row in records(path, form):
        if number == 1:
            columns = {name.lower(): at for at, name in enumerate(row)}
            if missing := [name for name in ("place", "land", "take", "latitude", "longitude") if name not in columns]:
                raise Trouble(
                    what=tr("{} is no table of places: it has no column {}.").format(path.name, ", ".join(missing)),
                    kept=tr("Nothing was imported."),
                    do=tr("Fill in the table that an import writes with --places."),
                )
            continue
        cell = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
        named = Named(cell["place"].removeprefix("'"), cell["land"].removeprefix("'"))
        try:
            decision = _decision(named, cell, resolver)
        except ValueError as error:
            raise Trouble(
                what=tr("{}, row {:,}: {}.").format(path.name, number, str(error).rstrip(".")),
                kept=tr("Nothing was imported."),
                do=tr("Mend this row."),
            ) from error
        if decision is not None:
            decisions[named.key] = decision
    return decisions


def _decision(named: Named, cell: dict[str, str], resolver: Resolver) -> Decision | None:
    take = cell["take"]
    if take.lower() == LEAVE_OUT:
        return Decision(None)
    if point := point_of(cell["latitude"], cell["longitude"]):
        radius = cell.get("radius km") or str(RADIUS_KM)
        try:
            radius_km = float(radius.replace(",", "."))
        except ValueError:
            raise ValueError(tr("“{}” is no radius in kilometres").format(radius)) from None
        if not 0 < radius_km <= 5000:
            raise ValueError(tr("“{}” is no radius in kilometres").format(radius))
        return Decision(Spot(cell.get("name") or named.place, named.land, *point, radius_km))
    if not take:
        return None
    found = resolver.resolve(named)
    for spot in (found.spot, *found.others):
        if spot and take in (str(spot.id or ""), spot.name):
            return Decision(spot)
    raise ValueError(tr("“{}” is no candidate for {}").format(take, named))


def _as_text(text: str) -> str:
    """What begins like a formula gets an apostrophe, which `read` takes away again."""
    return f"'{text}" if text.startswith(_FORMULA) else text
