"""How is said whether they could have met, in the window, on paper and by a command?

All from the plain JSON of the answer, so that what was kept years ago reads as it did.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from desktop_app.analysis.answering import Headline, Plain, Table
from desktop_app.analysis.encounter import KIND, Step, encounter, table_of, terms_of
from desktop_app.analysis.explained import Explained
from desktop_app.analysis.saying import of_100
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.moment import said_moment, said_span
from desktop_app.casebook.said import said
from desktop_app.casebook.when import parse
from desktop_app.casebook.where import EARTH_RADIUS_KM, great_circle_km

__all__ = ["KIND", "Part", "headline", "parts", "run", "table", "told"]

_EARTH_KM2 = 4 * 3.141592653589793 * EARTH_RADIUS_KM**2
_NEAR_KM = 400.0  # so near to a place of the case a point is said to be by it
_FAR_KM = 20_000.0  # farther than anything on Earth
_LISTED = 6
ON_RECORD = {
    "all": "on all statements",
    "without-disputed": "without disputed and claimed ones",
    "established": "on established ones alone",
}


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    heading: str
    lines: tuple[str, ...]


def headline(case: Case, settings: Plain, result: Plain) -> Headline:
    """The answer in a word and a sentence."""
    words = _Words(case, settings, result)
    met = any(row["sure"] for row in result["together"])
    return Headline(words.verdict(), tr("on record") if met else words.means(), words.first())


def parts(case: Case, settings: Plain, result: Plain) -> tuple[Part, ...]:
    """The answer in plain sentences."""
    words = _Words(case, settings, result)
    found = (
        Part("answer", tr("Answer"), words.answer()),
        Part("record", tr("What is recorded"), words.recorded()),
        Part("voyages", tr("With what is recorded of the journeys"), words.voyages()),
        Part("means", tr("By other means"), words.by_means()),
        Part("sensitivity", tr("On less of the record"), words.on_record()),
        Part("dates", tr("Under the uncertain dates"), words.realised()),
    )
    return tuple(part for part in found if part.lines)


def table(case: Case, settings: Plain, result: Plain) -> Table:
    words = _Words(case, settings, result)
    rows = tuple(
        (
            tr(one["name"]) if one["in_use"] else tr("{} (not of the time)").format(tr(one["name"])),
            _speed(one["kmh"]),
            _yes(one["without"]),
            _hours(_number(one["without"]["hours"])),
            _yes(one["with_transit"]),
            _hours(_number(one["with_transit"]["hours"])),
        )
        for one in words.result["by_means"]
    )
    heads = (tr("Means"), tr("Speed"), tr("Possible"), tr("To spare"), tr("With the voyages"), tr("To spare"))
    return Table(heads, rows)


def run(case: Case, settings: Plain, seed: int, step: Step) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The same question asked again."""
    found = encounter(case, terms_of(settings), table_of(settings), seed, step)
    return found.result(), found.assumptions


def told(_: Plain) -> tuple[Explained, ...]:
    return (
        Explained(
            tr("Could they have met?"),
            tr(
                "The alibi query of time geography: whether the space-time prisms between known stays share a point. "
                "To spare are the hours by which everybody could have come later and had to leave earlier."
            ),
            tr("That they could have met does not say that they met, and a loose speed makes everything possible."),
            (
                "Torsten Hägerstrand, “What about People in Regional Science?”, Papers of the Regional Science "
                "Association 24 (1970): 7–21",
                "Harvey J. Miller, “A Measurement Theory for Time Geography”, Geographical Analysis 37 (2005): 17–45",
                "Bart Kuijpers, Rafael Grimson and Walied Othman, “An Analytic Solution to the Alibi Query in the "
                "Space–Time Prisms Model for Moving Object Data”, International Journal of Geographical Information "
                "Science 25 (2011): 293–322",
            ),
        ),
    )


class _Words:
    def __init__(self, case: Case, settings: Plain, result: Plain) -> None:
        self.case, self.settings, self.result = case, settings, result
        self.reach: Mapping[str, Any] = result["reach"]

    # ---- names

    def names(self) -> str:
        return _listed([self.actor(key) for key in self.reach["actors"]])

    def actor(self, key: str) -> str:
        return self.case.actor[key].short if key in self.case.actor else key

    def place(self, key: str) -> str:
        return self.case.place[key].name if key in self.case.place else key

    def means(self) -> str:
        return f"{tr(self.result['means_name'])}, {_speed(self.reach['kmh'])}"

    def span(self) -> str:
        if self.settings["during"]:
            return said(parse(self.settings["during"]))
        return said_span(tuple(map(_number, self.result["span"])))  # type: ignore[arg-type]

    # ---- the answer

    def verdict(self) -> str:
        if any(row["sure"] for row in self.result["together"]):
            return tr("They met")
        return tr("Possible") if self.reach["possible"] else tr("Not possible")

    def first(self) -> str:
        together = [row for row in self.result["together"] if row["sure"]]
        if together:
            told = _listed([self._row(row) for row in together[:_LISTED]])
            return tr("{} were surely together: {}.").format(self.names(), told)
        hours = _number(self.reach["slack_hours"])
        if self.reach["possible"] and self.reach["unknown"]:
            words = tr("Of {} no place is recorded, or only journeys: without these, nothing speaks against a meeting.")
            return words.format(_listed([self.actor(key) for key in self.reach["unknown"]]))
        if self.reach["possible"]:
            words = tr("{} could have met during {}, with {} to spare on each leg of the way.")
            return words.format(self.names(), self.span(), _long(hours))
        if self.reach["needed_kmh"] is None:
            words = tr("{} could not have met during {}: they surely were {} apart, and no speed would have helped.")
            return words.format(self.names(), self.span(), _km(-2 * _number(self.reach["slack_km"])))
        words = tr("{} could not have met during {}: {} were lacking on each leg of the way.")
        return words.format(self.names(), self.span(), _long(-hours))

    def answer(self) -> tuple[str, ...]:
        lines = [self.first()]
        reach = self.reach
        if reach["needed_kmh"] is not None and _number(reach["needed_kmh"]) > 0:
            words = tr("At least {} were needed over the whole way; {} is taken as {}.")
            speed, named = _speed(_number(reach["needed_kmh"])), tr(self.result["means_name"])
            lines.append(words.format(speed, named, _speed(reach["kmh"])))
        lines += self._when_and_where(reach)
        lines += [
            tr(
                "{} could not even have gone from {} to {} in time {}, as is recorded: the record or the speed is off."
            ).format(self.actor(actor), self.place(leaves), self.place(arrives), tr(self.result["means_name"]))
            for actor, leaves, arrives in reach["hurried"]
        ]
        if reach["stays"] or reach["events"]:
            lines.append(tr("It rests on: {}.").format("; ".join(self._anchors(reach))))
        return tuple(lines)

    def _when_and_where(self, reach: Mapping[str, Any]) -> list[str]:
        lines = []
        if reach["times"]:
            shown = [f"{said_moment(first)} – {said_moment(last)}" for first, last in reach["times"][:_LISTED]]
            more = tr(" and at {} other times").format(len(reach["times"]) - _LISTED)
            tail = more if len(reach["times"]) > _LISTED else ""
            lines.append(tr("When: {}{} (UTC).").format(_listed(shown), tail))
        if ground := reach["ground"]:
            share = ground["area_km2"] / _EARTH_KM2
            if share > 0.99:
                lines.append(tr("Where: almost anywhere on Earth."))
            else:
                words = tr("Where: on {} km² ({} % of the Earth), within {} of {}.")
                where = _position(ground["lat"], ground["lon"])
                area = f"{_rounded(ground['area_km2']):,.0f}"
                lines.append(words.format(area, of_100(share), _km(ground["radius_km"]), where))
        if reach["best"] and reach["possible"]:
            jd, lat, lon = reach["best"]
            words = tr("The most time to spare was {}, on {} (UTC).")
            lines.append(words.format(self._by(lat, lon), said_moment(jd)))
        return lines

    def _by(self, lat: float, lon: float) -> str:
        """Near which place of the case a point lies."""
        known = [place for place in self.case.places if not place.transit]
        away = {place.key: great_circle_km((lat, lon), (place.lat, place.lon)) - place.radius_km for place in known}
        near = min(away, key=lambda key: away[key], default=None)
        if near is None or away[near] > _NEAR_KM:
            return tr("about {}").format(_position(lat, lon))
        if away[near] <= 1:
            return tr("in {}").format(self.place(near))
        return tr("{} from {}").format(_km(away[near]), self.place(near))

    def _anchors(self, reach: Mapping[str, Any]) -> list[str]:
        case = self.case
        stays = [case.stay[key] for key in reach["stays"] if key in case.stay]
        events = [case.event[key] for key in reach["events"] if key in case.event]
        found = [f"{self.actor(one.actor)}, {self.place(one.place)}, {said(one.when)}" for one in stays]
        return found + [f"“{one.title}”, {said(one.when)}" for one in events]

    # ---- the rest

    def recorded(self) -> tuple[str, ...]:
        rows = self.result["together"]
        if not rows:
            return (tr("No source used here puts {} at one place in that time.").format(self.names()),)
        lines = []
        for row in rows:
            kind = tr("Surely together") if row["sure"] else tr("Possibly together")
            known = [self.case.event[key].title for key in row["documented"] if key in self.case.event]
            documents = tr("; documented by {}").format(_listed([f"“{title}”" for title in known])) if known else ""
            lines.append(f"{kind}: {self._row(row)}{documents or tr('; no event of the case tells of it')}.")
        return tuple(lines)

    def _row(self, row: Mapping[str, Any]) -> str:
        lon = None
        if row["places"] and row["places"][0] in self.case.place:
            lon = self.case.place[row["places"][0]].lon
        begins_by, ends_by = row.get("calendars") or (lon, None)  # not in what was kept by an earlier program
        when = said_span((_number(row["start"]), _number(row["end"])), begins_by, sure=row["sure"], ends_by=ends_by)
        where = _listed([self.place(key) for key in row["places"]])
        return f"{where}, {when}" if where else when

    def voyages(self) -> tuple[str, ...]:
        if not self.result["voyages"]:
            return ()
        bound = self.result["with_transit"]
        stays = [self.case.stay[key] for key in self.result["voyages"] if key in self.case.stay]
        told = [f"{self.actor(one.actor)}, {self.place(one.place)}, {said(one.when)}" for one in stays]
        lines = [tr("Recorded: {}.").format("; ".join(told))]
        hours = _number(bound["slack_hours"])
        if bound["possible"]:
            words = tr("Within these voyages they still could have met, with {} to spare on each leg.")
            lines.append(words.format(_long(hours)))
            lines += self._when_and_where(bound)
        elif bound["needed_kmh"] is None:
            lines.append(tr("Within these voyages they could not have met, however fast they travelled."))
        else:
            words = tr("Within these voyages they could not have met: {} were lacking on each leg.")
            lines.append(words.format(_long(-hours)))
        if bound["needed_kmh"] is not None and _number(bound["needed_kmh"]) > 0:
            lines.append(tr("At least {} were needed.").format(_speed(_number(bound["needed_kmh"]))))
        return tuple(lines)

    def by_means(self) -> tuple[str, ...]:
        if self.reach["needed_kmh"] is None:
            return (tr("By none: no speed would have helped."),)
        lines = []
        for one in self.result["by_means"]:
            said_of = [_to_spare(one["without"])]
            if self.result["voyages"]:
                said_of.append(tr("with the voyages {}").format(_to_spare(one["with_transit"])))
            name = tr(one["name"])
            name = name[:1].upper() + name[1:]
            late = "" if one["in_use"] else tr(" (not of the time)")
            lines.append(f"{name}, {_speed(one['kmh'])}{late}: {'; '.join(said_of)}.")
        return tuple(lines)

    def on_record(self) -> tuple[str, ...]:
        lines = []
        for one in self.result["on_record"]:
            words = tr("{}: {}; {} sure and {} possible meetings.")
            name = tr(ON_RECORD[one["name"]])
            told = words.format(name[:1].upper() + name[1:], _to_spare(one["answer"]), one["sure"], one["possible"])
            lines.append(told)
        return tuple(lines)

    def realised(self) -> tuple[str, ...]:
        found = self.result["realised"]
        if not found:
            return ()
        low, high = (of_100(each) for each in found["interval"])
        words = tr("In {} of 100 readings of the dates they were at one place at some time (95 % interval {} to {}).")
        lines = [words.format(of_100(found["p"]), low, high)]
        if found["p"] > 0:
            first, last = found["days_range"]
            words = tr("For {} days on average; where they met, in 90 of 100 readings for {} to {} days.")
            lines.append(words.format(*(f"{days:.1f}" for days in (found["days"], first, last))))
        lines.append(tr("{:,} readings, seed {}.").format(found["draws"], found["seed"]))
        return tuple(lines)


def _number(value: Any) -> float:
    """A number as it is kept in JSON, which has infinity as a text."""
    return float(value)


def _listed(words: Iterable[str]) -> str:
    known = list(words)
    if len(known) < 2:
        return "".join(known)
    return tr("{} and {}").format(", ".join(known[:-1]), known[-1])


def _yes(slack: Mapping[str, Any]) -> str:
    return tr("yes") if slack["possible"] else tr("no")


def _to_spare(slack: Mapping[str, Any]) -> str:
    hours = _number(slack["hours"])
    if slack["hopeless"]:
        return tr("not possible at any speed")
    if slack["possible"]:
        return tr("possible, {} to spare").format(_long(hours))
    return tr("not possible, {} lacking").format(_long(-hours))


def _hours(hours: float) -> str:
    """For a column: "−7.8 h", "39 h", "4 d 7 h", "−199 d"."""
    sign, hours = ("−" if hours < 0 else ""), abs(hours)
    if hours == inf:
        return f"{sign}∞"
    if hours < 48:
        return f"{sign}{hours:.1f} h" if hours < 10 else f"{sign}{hours:.0f} h"
    days, rest = divmod(round(hours), 24)
    return f"{sign}{round(hours / 24):,} d" if days >= 10 or not rest else f"{sign}{days} d {rest} h"


def _long(hours: float) -> str:
    """ "40 minutes", "3.6 hours", "4 days 7 hours", "199 days"."""
    if hours == inf:
        return tr("any time")
    if hours < 1:
        return tr("{:.0f} minutes").format(60 * hours)
    if hours < 48:
        return tr("{:.1f} hours").format(hours) if hours < 10 else tr("{:.0f} hours").format(hours)
    days, rest = divmod(round(hours), 24)
    if days >= 10 or not rest:
        return tr("{:,} days").format(round(hours / 24))
    return tr("{} days {} hours").format(days, rest) if rest > 1 else tr("{} days 1 hour").format(days)


def _km(km: float) -> str:
    if km >= _FAR_KM:
        return tr("half the round of the Earth")
    return f"{_rounded(km):,.0f} km" if km >= 10 else f"{km:.1f} km"


def _rounded(number: float) -> float:
    """To three digits: no more is known."""
    if number <= 0:
        return 0.0
    scale = float(10 ** max(0, len(str(int(number))) - 3))
    return round(number / scale) * scale


def _speed(kmh: float) -> str:
    return f"{kmh:,.0f} km/h" if kmh >= 10 else f"{kmh:.3g} km/h"


def _position(lat: float, lon: float) -> str:
    return f"{abs(lat):.1f}° {tr('N') if lat >= 0 else tr('S')} {abs(lon):.1f}° {tr('E') if lon >= 0 else tr('W')}"
