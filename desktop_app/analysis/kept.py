"""Which kinds of analysis are kept with a case, and how is one said, tabled, run again and compared with another?

One entry a kind; the window, paper and the commands know no more of it than what stands here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from desktop_app.analysis import (
    admissibility,
    answering,
    asked,
    between,
    between_said,
    dates_together,
    encounter_told,
    explained,
    reported,
)
from desktop_app.analysis.answering import Headline, Plain, Table
from desktop_app.analysis.asked import Question
from desktop_app.analysis.explained import Explained
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Saved
from desktop_app.casebook.trouble import Trouble

Step = Callable[[float], None]
Detail = tuple[str, Table]  # under its heading
Run = tuple[dict[str, Any], tuple[str, ...]]  # the result as plain JSON, and its assumptions


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of analysis.  All that is said comes from settings and result, both plain JSON."""

    title: str
    headline: Callable[[Case, Plain, Plain], Headline]
    table: Callable[[Case, Plain, Plain], Table]
    run: Callable[[Case, Plain, int, Step], Run]
    told: Callable[[Plain], tuple[Explained, ...]]
    details: Callable[[Case, Plain, Plain], tuple[Detail, ...]] = lambda *_: ()  # for paper and a spreadsheet


def kinds() -> Mapping[str, Kind]:
    """By the name under which the library keeps them."""
    found = {str(question): _of_chance(question) for question in Question}
    found["evidence"] = Kind(
        tr("Evidence"),
        reported.headline,
        reported.table,
        reported.run,
        lambda settings: (explained.pairs() if settings.get("exclusive") is False else explained.evidence(),),
        reported.details,
    )
    found[between.KIND] = Kind(
        tr("Between two events"), between_said.headline, between_said.table, between_said.run, between_said.told
    )
    found[admissibility.KIND] = Kind(
        tr("Dates together"), dates_together.headline, dates_together.table, dates_together.run, dates_together.told
    )
    found[encounter_told.KIND] = Kind(
        tr("Could they have met?"),
        encounter_told.headline,
        encounter_told.table,
        encounter_told.run,
        encounter_told.told,
    )
    return found


def page_of(name: str) -> str:
    """The page of a case on which a kind of analysis is asked."""
    if name in (between.KIND, admissibility.KIND):
        return "causes"
    if name == encounter_told.KIND:
        return "meetings"
    return "evidence" if name == "evidence" else "chance"


def kind(name: str) -> Kind:
    """Raises Trouble for one that this version does not know."""
    found = kinds().get(name)
    if found is None:
        raise Trouble(
            what=tr("This version knows no analysis of the kind “{}”.").format(name),
            kept=tr("It stays in the library as it is."),
            do=tr("Open the library with the version that made it."),
        )
    return found


def _of_chance(question: Question) -> Kind:
    def run(case: Case, settings: Plain, seed: int, step: Step) -> Run:
        answer = asked.ask(case, question, dict(settings), seed, step)
        return answer.result, answer.assumptions

    return Kind(
        answering.title(question),
        partial(_headline, question),
        partial(_table, question),
        run,
        lambda _: answering.told(question),
        partial(_details, question),
    )


def _headline(question: Question, case: Case, settings: Plain, result: Plain) -> Headline:
    return answering.headline(case, question, settings, result)


def _table(question: Question, _: Case, __: Plain, result: Plain) -> Table:
    return answering.table(question, result)


def _details(question: Question, _: Case, __: Plain, result: Plain) -> tuple[Detail, ...]:
    return answering.grids(question, result)


def said(case: Case, saved: Saved) -> str:
    """An analysis in plain text: what was found, a table, the assumptions, how to run it again."""
    of_kind = kind(saved.kind)
    shown = of_kind.table(case, saved.settings, saved.result)
    lines = (shown.heads, *shown.rows)
    widths = [max(len(line[column]) for line in lines) for column in range(len(shown.heads))]
    told = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join(
        (
            saved.name,
            of_kind.headline(case, saved.settings, saved.result).text,
            "",
            *told,
            "",
            *(f"- {sentence}" for sentence in saved.assumptions),
            "",
            origin(saved),
        )
    )


def origin(saved: Saved) -> str:
    """When, by which version and with which seed it was run."""
    seed = tr(", seed {}").format(saved.seed) if saved.seed is not None else ""
    return tr("Run {} UTC, version {}{}, by {}.").format(
        saved.made[:16].replace("T", " "), saved.version, seed, saved.author
    )


def rows(case: Case, saved: Saved) -> list[list[str]]:
    """An analysis as rows of a spreadsheet: its table, then its settings and assumptions."""
    of_kind = kind(saved.kind)
    shown = of_kind.table(case, saved.settings, saved.result)
    return [
        [saved.name, of_kind.headline(case, saved.settings, saved.result).text],
        list(shown.heads),
        *(list(row) for row in shown.rows),
        *(
            line
            for heading, detail in of_kind.details(case, saved.settings, saved.result)
            for line in ([], [heading], list(detail.heads), *(list(row) for row in detail.rows))
        ),
        [],
        *([tr("setting"), name, words] for name, words in flat(saved.settings)),
        *([tr("assumption"), sentence] for sentence in saved.assumptions),
        [tr("origin"), origin(saved)],
    ]


def plain(saved: Saved) -> dict[str, Any]:
    """An analysis as JSON, with all that it takes to run it again."""
    return {
        "schema": 1,
        "kind": saved.kind,
        "case": saved.case,
        "name": saved.name,
        "settings": dict(saved.settings),
        "seed": saved.seed,
        "result": dict(saved.result),
        "assumptions": list(saved.assumptions),
        "version": saved.version,
        "made": saved.made,
        "author": saved.author,
    }


def flat(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Plain JSON as lines, one a value, each under its whole name."""
    if isinstance(value, Mapping):
        return [line for key, part in value.items() for line in flat(part, f"{name}.{key}" if name else str(key))]
    if isinstance(value, list | tuple) and any(isinstance(part, Mapping | list | tuple) for part in value):
        return [line for at, part in enumerate(value, start=1) for line in flat(part, f"{name}.{at}")]
    if isinstance(value, list | tuple):
        return [(name, ", ".join(_value(part) for part in value))]
    return [(name, _value(value))]


def _value(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return f"{value:.6g}" if isinstance(value, float) else str(value)


@dataclass(frozen=True, slots=True)
class Difference:
    what: str
    older: str
    newer: str


def compare(case: Case, older: Saved, newer: Saved) -> tuple[Difference, ...]:
    """What differs between two runs of one kind: in what was found, in the settings, in version and seed.

    Raises Trouble for runs of different kinds.
    """
    if older.kind != newer.kind:
        raise Trouble(
            what=tr("“{}” and “{}” answer different questions.").format(older.name, newer.name),
            do=tr("Compare two runs of one kind."),
        )
    of_kind = kind(older.kind)
    found = [
        Difference(
            tr("found"),
            of_kind.headline(case, older.settings, older.result).text,
            of_kind.headline(case, newer.settings, newer.result).text,
        )
    ]
    before = {row[0]: row[1:] for row in of_kind.table(case, older.settings, older.result).rows}
    after = {row[0]: row[1:] for row in of_kind.table(case, newer.settings, newer.result).rows}
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            found.append(Difference(name, _joined(before.get(name)), _joined(after.get(name))))
    settings = dict(flat(older.settings)), dict(flat(newer.settings))
    for name in dict.fromkeys((*settings[0], *settings[1])):
        if settings[0].get(name) != settings[1].get(name):
            found.append(Difference(name, settings[0].get(name, "–"), settings[1].get(name, "–")))
    for what, one, two in (
        (tr("seed"), str(older.seed), str(newer.seed)),
        (tr("version"), older.version, newer.version),
        (tr("run"), older.made[:19], newer.made[:19]),
    ):
        if one != two:
            found.append(Difference(what, one, two))
    return tuple(found)


def _joined(cells: tuple[str, ...] | None) -> str:
    return " · ".join(cell for cell in cells if cell) if cells else "–"
