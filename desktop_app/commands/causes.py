"""What do dates and links say without a window: which links can be, and what lies between two events?"""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.analysis.saying import assumed
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Certainty, Claimant, LinkKind
from desktop_app.casebook.trouble import Trouble
from desktop_app.commands.handing_over import answer_as_json, write, write_json
from desktop_app.commands.reading import add_library, case_name, reading

if TYPE_CHECKING:
    from desktop_app.analysis.between_said import Part
    from desktop_app.analysis.holding import Held
    from desktop_app.casebook.case import Case
    from desktop_app.casebook.reading import Reading

_DENSITIES = ("even", "peaked")  # as in analysis.chronology, which a parser need not load


def register(commands: Any) -> None:
    """Add `chronology` and `causes` to the parser."""
    dates = commands.add_parser("chronology", help=tr("which links the dates admit, and which dates they narrow"))
    dates.add_argument("--density", choices=_DENSITIES, help=tr("how probable a day is within the bounds of a date"))
    dates.add_argument("--means", metavar="MEANS", help=tr("how news went: “telegraph”, or a means of travel"))
    dates.add_argument("--hours", type=float, metavar="H", help=tr("for writing, enciphering and delivering"))
    dates.add_argument("--with-news", action="store_true", help=tr("links carry news, which needs its time"))
    dates.set_defaults(run=_chronology)

    causes = commands.add_parser("causes", help=tr("what lies between two events: ways, common causes, actual causes"))
    causes.add_argument("--from", dest="cause", metavar="EVENT", help=tr("key of an event; else what coincided first"))
    causes.add_argument("--to", dest="effect", metavar="EVENT", help=tr("key of an event; else what coincided next"))
    causes.add_argument("--without", metavar="EVENT", help=tr("the event taken out; else the one of --from"))
    causes.add_argument(
        "--combine",
        action="append",
        default=[],
        metavar="EVENT=HOW",
        help=tr("how the causes of an event combine: any, all, or so many are needed; may be repeated"),
    )
    causes.add_argument(
        "--chances",
        metavar="WEAK,MODERATE,STRONG",
        help=tr("of 100 cases, in how many a link of each strength works"),
    )
    causes.add_argument("--limit", type=int, metavar="N", help=tr("list at most so many ways"))
    causes.set_defaults(run=_causes)

    for command in (dates, causes):
        command.add_argument("--case", required=True, help=tr("chapter or slug"))
        command.add_argument("--format", choices=("text", "json"), default="text")
        command.add_argument("--output", type=Path, metavar="FILE", help=tr("standard output if not given"))
        for name, terms in (("claimant", Claimant), ("kind", LinkKind), ("certainty", Certainty)):
            command.add_argument(
                f"--{name}",
                action="append",
                choices=[str(term) for term in terms],
                help=tr("use only such links; may be repeated"),
            )
        command.add_argument(
            "--all-links", action="store_true", help=tr("use also links that the reader rejects in his library")
        )
        add_library(command)


def _chronology(options: argparse.Namespace) -> int:
    from desktop_app.analysis import dates_together as together
    from desktop_app.analysis.admissibility import KIND, SETTINGS, Asked, asked_of
    from desktop_app.analysis.chronology import Density
    from desktop_app.library.means import KIND as MEANS
    from desktop_app.library.means import means_of

    with reading(options.library) as library:
        case = library.case(case_name(options.case))
        said = library.reading(case.slug)
    kept = asked_of(said.chosen(KIND).get(SETTINGS))
    asked = Asked(
        Density(options.density) if options.density else kept.density,
        options.means or kept.means,
        kept.hours if options.hours is None else options.hours,
    )
    terms = together.Terms(asked, _held(options, said), options.with_news, together.intervals(said, case))
    travel = means_of(said.chosen(MEANS))
    found = together.dates_together(case, terms, travel)
    settings, result = terms.as_settings(travel), found.result()
    if options.format == "json":
        made = answer_as_json("chronology", case, settings, result, found.assumptions, events=_dates(case))
        return write_json(options, made)
    lines = [case.heading, "", together.headline(case, settings, result).text, "", tr("Links")]
    for one in found.links:
        title, order, news = together.link_said(case, one)
        lines.append(f"  {title}")
        lines.append(f"    {', '.join(part for part in (order, news) if part)}")
    lines += ["", tr("Dates that are narrowed")]
    narrower = [one for one in found.whole.events if one.reasons]
    for event in narrower:
        lines.append(f"  {case.event[event.event].title}: {together.narrowed_said(event)}")
        lines += [f"    {tr('because')} {reason.words}" for reason in event.reasons]
    if not narrower:
        lines.append(f"  {tr('none')}")
    if found.whole.clash:
        lines += ["", tr("Statements that cannot all hold")]
        lines += [f"  {statement.words}" for statement in found.whole.clash.statements]
    return write(options, "\n".join((*lines, "", *assumed(found.assumptions))))


def _causes(options: argparse.Namespace) -> int:
    from desktop_app.analysis.between import Terms, between, stated, working_of
    from desktop_app.analysis.between_said import headline, parts
    from desktop_app.analysis.causation import PATHS

    with reading(options.library) as library:
        case = library.case(case_name(options.case))
        said = library.reading(case.slug)
    first, second = _two(case, options)
    together = stated(said, case) | dict(_combination(case, typed) for typed in options.combine)
    terms = Terms(
        first,
        second,
        _known(case, options.without or first),
        _held(options, said),
        together,
        _chances(options.chances) if options.chances else working_of(said),
        PATHS if options.limit is None else options.limit,
    )
    found = between(case, terms)
    settings, result = terms.as_settings(), found.result()
    if options.format == "json":
        made = answer_as_json("causes", case, settings, result, found.assumptions, events=_dates(case))
        return write_json(options, made)
    lines = [case.heading, "", headline(case, settings, result).text]
    for part in parts(case, settings, result):
        lines += ["", *_part(part)]
    return write(options, "\n".join((*lines, "", *assumed(found.assumptions))))


def _part(part: "Part") -> Iterable[str]:
    yield part.heading
    for line in part.lines:
        yield f"  {line.text}" + (f"  [{line.right}]" if line.right else "")
    if part.note:
        yield f"  {part.note}"


def _two(case: "Case", options: argparse.Namespace) -> tuple[str, str]:
    """The events asked about: named, else the first two that coincided."""
    named = [options.cause, options.effect]
    for at, key in enumerate(named):
        if key is None:
            other = named[1 - at]
            named[at] = next((event for event in case.coincident if event != other), None)
            if at == 0 and named[1] is None and len(case.coincident) > 1:
                named = list(case.coincident[:2])
    if None in named:
        raise Trouble(what=tr("This case names no two events that coincided."), do=tr("Name them: --from and --to."))
    return _known(case, named[0]), _known(case, named[1])


def _known(case: "Case", key: str) -> str:
    if key not in case.event:
        raise Trouble(
            what=tr("There is no event “{}” in this case.").format(key),
            do=tr("Its events are: {}.").format(", ".join(case.event)),
        )
    return key


def _held(options: argparse.Namespace, said: "Reading") -> "Held":
    from desktop_app.analysis.holding import Held, rejected

    return Held(
        frozenset(map(Claimant, options.claimant or Claimant)),
        frozenset(map(LinkKind, options.kind or LinkKind)),
        frozenset(map(Certainty, options.certainty or Certainty)),
        frozenset() if options.all_links else rejected(said),
    )


def _combination(case: "Case", typed: str) -> tuple[str, Any]:
    from desktop_app.analysis.counterfactuals import ALL, ANY, WHETHER, Together

    key, equals, how = typed.partition("=")
    ways = {"any": ANY, "all": ALL}
    if not equals or not (how in ways or how.isdecimal()):
        raise Trouble(
            what=tr("“{}” does not say how causes combine.").format(typed), do=tr("Write it like EVENT=any, all or 2.")
        )
    together = ways[how] if how in ways else Together(int(how))
    count = len({link.cause for link in case.links if link.effect == _known(case, key) and link.kind in WHETHER})
    if together.least is not None and together.least > max(count, 1):
        raise Trouble(
            what=tr("“{}” cannot take {} causes; it has {}.").format(case.event[key].title, how, count),
            do=tr("Give a smaller number, or “all”."),
        )
    return key, together


def _chances(typed: str) -> Any:
    from desktop_app.analysis.noisy import Working

    try:
        weak, moderate, strong = (float(part) / 100 for part in typed.split(","))
    except ValueError:
        raise Trouble(what=tr("“{}” are no chances.").format(typed), do=tr("Write them like 30,60,90.")) from None
    return Working(weak, moderate, strong)


def _dates(case: "Case") -> dict[str, dict[str, Any]]:
    """The events of the case, by key, and when they were."""
    return {
        event.key: {
            "title": event.title,
            "edtf": event.when.text,
            "start_jd": _finite(event.when.start),
            "end_jd": _finite(event.when.end),
        }
        for event in case.events
    }


def _finite(bounds: tuple[float, float]) -> list[float | None]:
    """Julian Days (UTC), null where a date is open."""
    return [None if bound in (float("inf"), float("-inf")) else bound for bound in bounds]
