"""Who met whom, and could they have met, without a window?"""

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.analysis.saying import assumed
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Certainty
from desktop_app.commands.handing_over import write, write_csv, write_json
from desktop_app.commands.reading import add_library, case_name, reading

if TYPE_CHECKING:
    from desktop_app.casebook.case import Case
    from desktop_app.casebook.means import Means

# As in resources/means.yaml, which a parser need not read.
MEANS = ("foot", "horse", "sail", "steamship", "railway", "motor-car", "propeller-aircraft", "jet")
_SPAN_OF_DAYS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:d|days?)?", re.ASCII)
_DISTANCE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:km)?", re.ASCII)


def register(commands: Any) -> None:
    """Add `meetings` and `reach` to the parser."""
    meetings = commands.add_parser(
        "meetings", help=tr("who met whom, surely or possibly, when, where and on what record")
    )
    meetings.add_argument(
        "--within", type=_kilometres, metavar="50km", help=tr("how near counts as together; else at the same place")
    )
    meetings.add_argument(
        "--within-days",
        type=_days,
        default=0.0,
        metavar="2",
        help=tr("tell also of near misses: one had left, and the other came so many days later at the most"),
    )
    meetings.add_argument("--together", action="store_true", help=tr("all of the actors at once, not every two"))
    meetings.add_argument("--format", choices=("text", "json", "csv"), default="text")
    meetings.set_defaults(run=_meetings)

    reach = commands.add_parser("reach", help=tr("whether they could have met, with how much to spare, when and where"))
    reach.add_argument("--by", choices=MEANS, help=tr("the means of travel; else the fastest of the time"))
    reach.add_argument("--kmh", type=_speed, metavar="SPEED", help=tr("its speed; else that of the reader's table"))
    reach.add_argument(
        "--with-transit", action="store_true", help=tr("bound by what is recorded of journeys; text says both")
    )
    reach.add_argument("--seed", type=int, default=1, help=tr("of the readings that are drawn (text)"))
    reach.add_argument("--format", choices=("text", "json"), default="text")
    reach.set_defaults(run=_reach)

    for command in (meetings, reach):
        command.add_argument("--case", required=True, help=tr("chapter or slug"))
        command.add_argument("--actors", type=_keys, metavar="KEY,KEY…", help=tr("whom it is asked of; else all"))
        command.add_argument(
            "--during", type=_dates, metavar="DATES", help=tr("at some time in these dates, such as 1945-07")
        )
        command.add_argument(
            "--certainty",
            action="append",
            choices=[str(one) for one in Certainty],
            help=tr("use only such statements; may be repeated"),
        )
        command.add_argument("--output", type=Path, metavar="FILE", help=tr("standard output if not given"))
        add_library(command)


def _kilometres(typed: str) -> float:
    found = _DISTANCE.fullmatch(typed.strip())
    if not found:
        raise argparse.ArgumentTypeError(tr("“{}” is no distance; write it like 50km").format(typed))
    return float(found[1])


def _days(typed: str) -> float:
    found = _SPAN_OF_DAYS.fullmatch(typed.strip())
    if not found:
        raise argparse.ArgumentTypeError(tr("“{}” is no number of days; write it like 2").format(typed))
    return float(found[1])


def _speed(typed: str) -> float:
    try:
        kmh = float(typed)
    except ValueError:
        kmh = 0.0
    if not 0 < kmh < float("inf"):
        raise argparse.ArgumentTypeError(tr("“{}” is no speed; write it like 330").format(typed))
    return kmh


def _keys(typed: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in typed.split(",") if key.strip())
    if not keys:
        raise argparse.ArgumentTypeError(tr("name actors by their keys, such as soong,truman"))
    return keys


def _dates(typed: str) -> str:
    """EDTF, or the dates in words."""
    from desktop_app.casebook.typed import understand

    try:
        return understand(typed).text
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{typed}”: {error}") from None


def _read(options: argparse.Namespace) -> "tuple[Case, tuple[Means, ...]]":
    """The case, and the table of means at the reader's speeds."""
    from desktop_app.library.means import KIND, means_of

    with reading(options.library) as library:
        case = library.case(case_name(options.case))
        return case, means_of(library.reading(case.slug).chosen(KIND))


def _certainties(options: argparse.Namespace) -> tuple[Certainty, ...]:
    return tuple(map(Certainty, options.certainty)) if options.certainty else tuple(Certainty)


def _meetings(options: argparse.Namespace) -> int:
    from dataclasses import replace

    from desktop_app.analysis.meeting_table import all_together, meeting_table
    from desktop_app.analysis.meetings_told import as_json, lines, spreadsheet
    from desktop_app.casebook.when import parse

    case, means = _read(options)
    during = parse(options.during).outer if options.during else None
    found = meeting_table(
        case,
        means,
        options.actors,
        during,
        options.within,
        _certainties(options),
        within_days=options.within_days,
    )
    if options.together and len(found.actors) > 2:
        found = replace(found, rows=all_together(found.rows, found.actors))
    if options.format == "json":
        return write_json(options, as_json(case, found, options.during))
    if options.format == "csv":
        return write_csv(options, spreadsheet(case, found))
    return write(options, "\n".join(lines(case, found)))


def _reach(options: argparse.Namespace) -> int:
    from desktop_app.analysis.encounter import Terms, asked_means, asked_span, encounter
    from desktop_app.analysis.meeting_table import chosen_actors
    from desktop_app.analysis.reach import bodies, could_meet, no_better

    case, means = _read(options)
    actors = chosen_actors(case, bodies(case) if options.actors is None else options.actors)
    terms = Terms(actors, options.during or "", options.by or "", options.kmh, _certainties(options))
    if options.format == "json":
        from desktop_app.analysis.meetings_told import reach_as_json

        chosen = asked_means(case, terms, means)
        span, kmh = asked_span(case, terms), options.kmh or chosen.kmh
        found = could_meet(case, actors, span, kmh, terms.certainties)
        if options.with_transit:
            found = no_better(could_meet(case, actors, span, kmh, terms.certainties, with_transit=True), found)
        return write_json(options, reach_as_json(case, found, options.during, chosen.key))
    from desktop_app.analysis.encounter_told import headline, parts

    answer = encounter(case, terms, means, options.seed)
    settings, result = terms.as_settings(means), answer.result()
    said = [case.heading, "", headline(case, settings, result).text]
    for part in parts(case, settings, result):
        said += ["", part.heading, *(f"  {line}" for line in part.lines)]
    said += ["", *assumed(answer.assumptions)]
    return write(options, "\n".join(said))
