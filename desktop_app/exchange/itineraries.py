"""What would an import of a table of who was where when do?

A file is read into a Plan, which says everything that an import would do and everything that is in its way; nothing
is written until the plan is handed to `write` (exchange/importing.py).  The same file gives the same plan.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from desktop_app.casebook.calendar import julian_day
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.when import When
from desktop_app.casebook.where import great_circle_km
from desktop_app.exchange.columns import Column, Reads, checked
from desktop_app.exchange.imported_case import Person, Stop, case_of, digest, key_of
from desktop_app.exchange.place_names import Named, Resolved, Resolver, Spot, Sureness
from desktop_app.exchange.table_dates import Ambiguous, DateOrder, order_shown, span
from desktop_app.exchange.tables import Form, records

MOST_STAYS = 200_000  # of a case: more than a person can look at, and a window can hold
MOST_PROBLEMS = 1000  # told one by one
GIVEN_RADIUS_KM = 5.0  # of a place given by latitude and longitude
NEAR_KM = 200.0  # so near to a place of its name, a position is taken to be meant

Step = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the reader chose for an import."""

    reads: Reads
    order: DateOrder | None = None
    title: str = ""  # empty: the file's name
    years: tuple[int, int] | None = None  # only stays that touch them
    persons: frozenset[str] = frozenset()  # only these, as the column of the person writes them; none: all
    without_faulty_rows: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be imported."""

    row: int
    what: str

    def __str__(self) -> str:
        return tr("row {:,}: {}").format(self.row, self.what)


@dataclass(frozen=True, slots=True)
class Settled:
    """A named place of the table, how it was settled, and where it stands."""

    resolved: Resolved
    rows: int  # that name it
    first_row: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import of a file would do."""

    file: str  # its name
    form: Form
    settings: Settings
    case: Case  # as it would be in an empty library
    rows: int  # read
    chosen: int  # of them within the years and among the persons asked for
    places: tuple[Settled, ...]
    problems: tuple[Problem, ...]  # at most MOST_PROBLEMS
    faulty: int  # rows with problems
    ambiguous: int  # rows with a date that could be read in two ways, with no order chosen
    two_ways: tuple[int, str] | None  # the first of them: row and date
    shown: Mapping[DateOrder, tuple[int, int, str]]  # dates that show an order: how many, the first row, as written
    doubled: int  # rows that say the same as an earlier one
    split: int  # rows that name several places
    waiting: int  # stays that wait for the reader to settle their place
    left_out: int  # stays at places that the reader left out

    @property
    def undecided(self) -> tuple[Settled, ...]:
        """The places that wait for the reader, those that most rows name first."""
        waiting = [one for one in self.places if one.resolved.sureness in (Sureness.DOUBTFUL, Sureness.UNKNOWN)]
        return tuple(sorted(waiting, key=lambda one: (-one.rows, one.first_row)))

    @property
    def taken(self) -> tuple[Settled, ...]:
        """The places to look at: taken for their size, or small ones that are only also called so."""
        return tuple(one for one in self.places if one.resolved.sureness == Sureness.TAKEN)

    def check(self) -> "Plan":
        """The plan, if nothing is in its way.  Raises Trouble: then nothing is imported."""
        nothing = tr("Nothing was imported.")
        if self.ambiguous:
            hints = [
                tr("“{}” in row {:,} speaks for {}").format(written, row, order)
                for order, (_, row, written) in self.shown.items()
            ]
            row, written = self.two_ways or (0, "")
            example = tr("“{}” in row {:,}").format(written, row)
            raise Trouble(
                what=tr("Dates such as {} can be read in two ways, in {:,} rows; {}.").format(
                    example, self.ambiguous, "; ".join(hints) or tr("no other date speaks for one of them")
                ),
                kept=nothing,
                do=tr("Say which number is the day: day-month or month-day."),
            )
        if self.problems and not self.settings.without_faulty_rows:
            told = "\n".join(f"  {one}" for one in self.problems[:20])
            more = tr("\n  and {:,} more").format(self.faulty - 20) if self.faulty > 20 else ""
            raise Trouble(
                what=tr("{:,} of {:,} rows of {} cannot be read:\n{}{}\n").format(
                    self.faulty, self.rows, self.file, told, more
                ),
                kept=nothing,
                do=tr("Mend the table, or leave these rows out."),
            )
        if not self.case.stays and not self.waiting:
            raise Trouble(what=tr("There is no stay in {} to import.").format(self.file), kept=nothing)
        return self


def title_of(path: Path) -> str:
    """What a case is called if the reader gives it no title."""
    return path.stem[:1].upper() + path.stem[1:]


def read(path: Path, form: Form, settings: Settings, resolver: Resolver, step: Step = lambda _: None) -> Plan:
    """The plan of an import.  step: hears the share done; what it raises ends the work.  Raises Trouble."""
    reading = _Reading(path, settings, resolver)
    for number, row in records(path, form, lambda share: step(0.7 * share)):
        if number == 1:
            checked(settings.reads, row)
            reading.width = len(row)
        else:
            reading.take(number, row)
    resolver.offer(lambda share: step(0.7 + 0.2 * share))
    plan = reading.plan(form)
    step(1.0)
    return plan


class _Reading:
    """One reading of one file: what is kept of it is bounded by what a case can hold."""

    def __init__(self, path: Path, settings: Settings, resolver: Resolver) -> None:
        self.width = 0
        self._path, self._settings, self._resolver = path, settings, resolver
        self._rows = self._chosen = self._split = self._faulty = self._ambiguous = self._doubled = 0
        self._two_ways: tuple[int, str] | None = None
        self._problems: list[Problem] = []
        self._shown: dict[DateOrder, tuple[int, int, str]] = {}
        self._persons: dict[str, Person] = {}
        self._keys: dict[str, str] = {}  # of persons, by how the table names them
        self._stops: list[Stop] = []
        self._seen: set[bytes] = set()

    def take(self, number: int, row: Sequence[str]) -> None:
        self._rows += 1
        try:
            self._take(number, row)
        except Ambiguous as error:
            self._ambiguous += 1
            self._two_ways = self._two_ways or (number, error.cell)
            self._fault(number, str(error))
        except ValueError as error:
            self._fault(number, str(error))

    def _fault(self, number: int, what: str) -> None:
        self._faulty += 1
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(Problem(number, what.rstrip(".")))

    def _take(self, number: int, row: Sequence[str]) -> None:
        if len(row) > self.width:
            raise ValueError(
                tr("it has {} fields, the head of the table {}; perhaps a quotation mark is missing").format(
                    len(row), self.width
                )
            )
        cell = {column: self._settings.reads.cell(row, column) for column in Column}
        if not cell[Column.PERSON]:
            raise ValueError(tr("nobody is named"))
        if self._settings.persons and not {cell[Column.PERSON], cell[Column.PERSON_ID]} & self._settings.persons:
            return
        start, end, order = cell[Column.START], cell[Column.END], self._settings.order
        if not start and not end:
            raise ValueError(tr("there is no date"))
        start, end = start or f"../{end}", end if start else ""
        for written in (start, end):
            if shown := order_shown(written):
                count, first, example = self._shown.get(shown, (0, number, written))
                self._shown[shown] = (count + 1, first, example)
        when = span(start, end, order, within=False, lon=None)
        if not _touches(when, self._settings.years):
            return
        point = point_of(cell[Column.LATITUDE], cell[Column.LONGITUDE])
        place, land = cell[Column.PLACE], cell[Column.COUNTRY]
        if not place and not land and point is None:
            raise ValueError(tr("no place is named"))
        if point and place:
            self._look_at(point, Named(place, land))
        named = (Named(place or tr("a place without a name"), land),) if point else self._resolver.named(place, land)
        same = sha256("\0".join(value for column, value in cell.items() if column != Column.REFERENCE).encode())
        if same.digest() in self._seen:
            self._doubled += 1
            return
        self._seen.add(same.digest())
        self._chosen += 1
        self._split += len(named) > 1
        person = self._person(cell)
        for one in named:
            note, reference = cell[Column.NOTE], cell[Column.REFERENCE]
            self._stops.append(Stop(number, person, start, end, note, reference, one, point, len(named)))
        if len(self._stops) > MOST_STAYS:
            raise Trouble(
                what=tr("{} has more stays than the {:,} that a case can hold; they end at row {:,}.").format(
                    self._path.name, MOST_STAYS, number
                ),
                kept=tr("Nothing was imported."),
                do=tr("Import some of the years or some of the people at a time."),
            )

    def _look_at(self, point: tuple[float, float], named: Named) -> None:
        """Refuse a latitude and a longitude that lie at the place named only once they are exchanged."""
        lat, lon = point
        found = self._resolver.resolve(named)
        spots = [spot for spot in (found.spot, *found.others) if spot]
        if abs(lon) > 90 or any(great_circle_km((lat, lon), (spot.lat, spot.lon)) <= NEAR_KM for spot in spots):
            return
        if any(great_circle_km((lon, lat), (spot.lat, spot.lon)) <= NEAR_KM for spot in spots):
            words = tr("{:g}, {:g} is far from {}; {:g}, {:g} is there: are latitude and longitude exchanged?")
            raise ValueError(words.format(lat, lon, named, lon, lat))

    def _person(self, cell: Mapping[Column, str]) -> str:
        identity = cell[Column.PERSON_ID] or cell[Column.PERSON]
        if identity not in self._keys:
            key = key_of(identity)
            self._keys[identity] = f"{key}-{digest(identity)}" if key in self._persons else key
            self._persons[self._keys[identity]] = Person(self._keys[identity], cell[Column.PERSON])
        person = self._persons[self._keys[identity]]
        if cell[Column.ROLE]:
            person.roles.setdefault(cell[Column.ROLE])
        return person.key

    def plan(self, form: Form) -> Plan:
        settled: dict[str, Settled] = {}
        stops: list[tuple[Stop, Resolved]] = []
        waiting = left_out = 0
        for stop in self._stops:
            resolved = self._resolved(stop)
            known = settled.get(resolved.named.key)
            settled[resolved.named.key] = (
                Settled(resolved, known.rows + 1, known.first_row) if known else Settled(resolved, 1, stop.row)
            )
            waiting += resolved.spot is None and resolved.sureness != Sureness.LEFT_OUT
            left_out += resolved.sureness == Sureness.LEFT_OUT
            if resolved.spot is not None:
                stops.append((stop, resolved))
        title = self._settings.title or title_of(self._path)
        return Plan(
            file=self._path.name,
            form=form,
            settings=self._settings,
            case=case_of(title, self._path.name, self._settings.order, self._persons.values(), stops),
            rows=self._rows,
            chosen=self._chosen,
            places=tuple(settled.values()),
            problems=tuple(self._problems),
            faulty=self._faulty,
            ambiguous=self._ambiguous,
            two_ways=self._two_ways,
            shown=self._shown,
            doubled=self._doubled,
            split=self._split,
            waiting=waiting,
            left_out=left_out,
        )

    def _resolved(self, stop: Stop) -> Resolved:
        if stop.point is None:
            return self._resolver.resolve(stop.named)
        lat, lon = stop.point
        spot = Spot(stop.named.place, stop.named.land, lat, lon, GIVEN_RADIUS_KM)
        return Resolved(Named(f"{stop.named.place} ({lat}, {lon})", stop.named.land), Sureness.GIVEN, spot)


def point_of(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Degrees, south and west negative.  Raises ValueError with a reason in plain words."""
    if not latitude and not longitude:
        return None
    try:
        lat, lon = (float(text.replace(",", ".").replace("−", "-")) for text in (latitude, longitude))
    except ValueError:
        raise ValueError(
            tr("“{}, {}” are no degrees; write them like 52.40 and 13.06").format(latitude, longitude)
        ) from None
    if abs(lat) > 90 >= abs(lon):
        raise ValueError(
            tr("latitude {} is beyond 90°, longitude {} is not: are the two exchanged?").format(latitude, longitude)
        )
    if not (abs(lat) <= 90 and abs(lon) <= 180):  # also what is no number
        raise ValueError(tr("{}, {} lies not on the Earth").format(latitude, longitude))
    return lat, lon


def _touches(when: When, years: tuple[int, int] | None) -> bool:
    if years is None:
        return True
    return when.start[0] < julian_day(years[1] + 1, 1, 1) and when.end[1] > julian_day(years[0], 1, 1)
