"""How surprising was it, and what does the evidence come to, without a window?"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.analysis.saying import assumed
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.commands.handing_over import answer_as_json, write, write_csv, write_json
from desktop_app.commands.reading import add_library, case_name, reading

if TYPE_CHECKING:
    from desktop_app.analysis.weighing import Judgement, Weighing
    from desktop_app.casebook.case import Case
    from desktop_app.casebook.reading import Reading

QUESTIONS = ("same-date", "overlap", "closeness", "shift", "counts")  # as in analysis.asked, which loads NumPy
# Options of `chance`: name, type, of which questions, what it is.
_SETTINGS: tuple[tuple[str, Any, str, str], ...] = (
    ("acts", int, "same-date", "how many acts would have counted"),
    ("alike", int, "same-date", "how many of them have to match"),
    ("classes", int, "same-date", "days on which an act could have fallen"),
    ("days", str, "same-date", "“year”: in a circle; “period”: in a row"),
    ("within", int, "same-date, overlap", "within how many days"),
    ("calendar", str, "same-date, overlap", "by which calendar dates are counted"),
    ("first-days", int, "overlap", "length of the first span"),
    ("second-days", int, "overlap", "length of the second span"),
    ("period-days", int, "overlap", "length of the period"),
    ("relation", str, "overlap", "“near” or “inside”"),
    ("first-count", int, "overlap", "how many spans of the first kind would have counted"),
    ("second-count", int, "overlap", "how many of the second"),
    ("delta-km", float, "closeness, shift", "near in place"),
    ("tau-days", float, "closeness", "near in time"),
    ("statistic", str, "closeness", "“knox” or “mantel”"),
    ("strata", str, "closeness", "“busy”: capitals keep their dates; “none”"),
    ("draws", int, "closeness", "orders to be drawn"),
    ("first", str, "shift", "key of an actor"),
    ("second", str, "shift", "key of the actor whose itinerary is shifted"),
    ("supporting", int, "counts", "items for"),
    ("opposing", int, "counts", "items against"),
)


def register(commands: Any) -> None:
    """Add `chance` and `evidence` to the parser."""
    chance = commands.add_parser("chance", help=tr("how often such a match turns up by chance"))
    chance.add_argument("--question", choices=QUESTIONS, help=tr("else the one that the case's own match poses"))
    for name, kind, questions, words in _SETTINGS:
        chance.add_argument(f"--{name}", type=kind, metavar=name.upper(), help=f"{tr(words)} ({questions})")
    chance.add_argument("--events", metavar="KEY,KEY…", help=tr("the events compared (closeness); else all"))
    chance.add_argument("--seed", type=int, help=tr("of the random numbers"))
    chance.set_defaults(run=_chance)

    evidence = commands.add_parser("evidence", help=tr("what the evidence for rival explanations comes to"))
    for name, metavar, words in (
        ("prior", "EXPLANATION=25-40", tr("of 100, before the evidence; may be repeated")),
        ("weight", "ITEM:EXPLANATION=7..13", tr("a weight in decibels or in words; may be repeated")),
        ("table", "TEST=7..13", tr("the weight of a test, such as smoking-gun; may be repeated")),
        ("apart", "ITEM", tr("count this item by itself, whatever document it shares; may be repeated")),
    ):
        evidence.add_argument(f"--{name}", action="append", default=[], metavar=metavar, help=words)
    holds = evidence.add_mutually_exclusive_group()
    holds.add_argument("--one-holds", action="store_true", help=tr("just one of the explanations holds"))
    holds.add_argument("--over", metavar="EXPLANATION", help=tr("more may hold: compare each with this one"))
    evidence.add_argument("--seed", type=int, help=tr("of the draws that give the ranges"))
    evidence.add_argument("--draws", type=int, help=tr("how many"))
    evidence.add_argument("--compare", type=Path, metavar="FILE", help=tr("beside the weights of another library"))
    evidence.set_defaults(run=_evidence)

    for command in (chance, evidence):
        command.add_argument("--case", required=True, help=tr("chapter or slug"))
        command.add_argument("--format", choices=("text", "json", "csv"), default="text")
        command.add_argument("--output", type=Path, metavar="FILE", help=tr("standard output if not given"))
        command.add_argument(
            "--as-shipped", action="store_true", help=tr("leave aside what the reader set in his library")
        )
        add_library(command)


def _read(options: argparse.Namespace) -> "tuple[Case, Reading]":
    from desktop_app.casebook.reading import Reading

    with reading(options.library) as library:
        case = library.case(case_name(options.case))
        return case, Reading(case.slug) if options.as_shipped else library.reading(case.slug)


def _chance(options: argparse.Namespace) -> int:
    from desktop_app.analysis import answering
    from desktop_app.analysis.asked import Question, ask, first_question, first_settings, written

    case, said = _read(options)
    question = Question(options.question) if options.question else first_question(case)
    proposed, _ = first_settings(case, question)
    kept, seed = written(said, question) or (proposed, 1)
    settings = {**proposed, **kept}
    given = {name.replace("-", "_"): getattr(options, name.replace("-", "_")) for name, *_ in _SETTINGS}
    given["events"] = options.events.split(",") if options.events else None
    for name, value in given.items():
        if value is None:
            continue
        if name not in settings:
            raise Trouble(
                what=tr("“--{}” belongs to another question than “{}”.").format(name.replace("_", "-"), question),
                do=tr("Name the question with --question."),
            )
        settings[name] = value
    answer = ask(case, question, settings, seed if options.seed is None else options.seed)
    if options.format == "json":
        of_question = {"question": str(question), "seed": answer.seed}
        made = answer_as_json("chance", case, answer.settings, answer.result, answer.assumptions, **of_question)
        return write_json(options, made)
    table = answering.table(question, answer.result)
    if options.format == "csv":
        return write_csv(options, [table.heads, *table.rows])
    lines = (case.heading, "", answering.text(case, question, answer.settings, answer.result))
    told = [one.text for one in answering.told(question)]
    return write(options, "\n".join((*lines, "", *assumed(answer.assumptions), "", *told)))


def _evidence(options: argparse.Namespace) -> int:
    from desktop_app.analysis import compatible, explained, reported
    from desktop_app.analysis.judging import judged, settings
    from desktop_app.analysis.weighing import weighing

    case, said = _read(options)
    judgement = _judgement(judged(case, said), options)
    weighed = weighing(case, judgement)
    if options.compare:
        return _compare(options, case, weighed)
    found = reported.result(weighed)
    if options.format == "json":
        kept = settings(judgement)
        made = answer_as_json("evidence", case, kept, found, weighed.assumptions, seed=judgement.seed)
        return write_json(options, made)
    table = reported.table(case, {}, found)
    if options.format == "csv":
        return write_csv(options, [table.heads, *table.rows])
    from desktop_app.analysis.findings import count_words, lead_words, next_lines, tip_lines

    how = compatible.how(case, exclusive=weighed.exclusive) or compatible.said(case)
    lines = [case.heading, "", reported.headline(case, {}, found).text, how]
    if not weighed.prior_said:
        lines.append(tr("No prior was said: all explanations start alike."))
    lines += ["", *_columns((table.heads, *table.rows)), "", tr("Evidence, in decibels"), *_columns(_matrix(weighed))]
    lines += ["", tr("Tipping points"), f"  {lead_words(weighed)}"]
    lines += [f"  {line.title}: {line.text}" for line in tip_lines(weighed)]
    unsaid = tr("how likely it is to be found was not said; the window asks it, Evidence › What to look for next")
    lines += [
        "",
        tr("What to look for next"),
        *(f"  {line.title}: {line.text}" for line in next_lines(weighed, unsaid)),
    ]
    lines += ["", tr("Counts alone"), f"  {count_words(weighed)}"]
    told = explained.evidence() if weighed.exclusive else explained.pairs()
    return write(options, "\n".join((*lines, "", *assumed(weighed.assumptions), "", told.text)))


def _matrix(weighed: "Weighing") -> list[tuple[str, ...]]:
    from desktop_app.analysis.saying import signed

    heads = ("", *(hypothesis.short for hypothesis in weighed.matrix.hypotheses))
    rows = [
        (
            row.short if row.counted else tr("({}: same document)").format(row.short),
            *(signed(cell.weight.mid) for cell in row.cells),
        )
        for row in weighed.matrix.rows
    ]
    return [heads, *rows]


def _judgement(kept: "Judgement", options: argparse.Namespace) -> "Judgement":
    """What the reader set in his library, and over it what the options say."""
    from dataclasses import replace

    from desktop_app.analysis.documents import Grouping
    from desktop_app.analysis.typed_weights import chance_typed, weight_typed
    from desktop_app.casebook.terms import Test

    prior, own, table = dict(kept.prior), dict(kept.own), dict(kept.table)
    for typed in options.prior:
        key, value = _split(typed, "=")
        prior[key] = chance_typed(value)
    for typed in options.weight:
        cell, value = _split(typed, "=")
        item, hypothesis = _split(cell, ":")
        own[item, hypothesis] = weight_typed(value)
    for typed in options.table:
        key, value = _split(typed, "=")
        if key not in set(Test):
            raise Trouble(
                what=tr("There is no test “{}”.").format(key), do=tr("There are: {}.").format(", ".join(Test))
            )
        table[Test(key)] = weight_typed(value)
    grouping = kept.grouping
    if options.apart:
        grouping = Grouping(grouping.apart | set(options.apart), grouping.together, grouping.counted)
    exclusive = True if options.one_holds else False if options.over else kept.exclusive
    return replace(
        kept,
        prior=prior,
        own=own,
        table=table,
        grouping=grouping,
        exclusive=exclusive,
        baseline=options.over or kept.baseline,
        seed=kept.seed if options.seed is None else options.seed,
        draws=kept.draws if options.draws is None else options.draws,
    )


def _split(typed: str, mark: str) -> tuple[str, str]:
    before, found, after = typed.partition(mark)
    if not found:
        raise Trouble(
            what=tr("“{}” has no “{}”.").format(typed, mark),
            do=tr("Write --prior chance=25-40, and --weight item:explanation=7..13."),
        )
    return before.strip(), after.strip()


def _compare(options: argparse.Namespace, case: "Case", weighed: "Weighing") -> int:
    """Two readers' matrices side by side; the second from another library, opened for reading."""
    from desktop_app.analysis.judging import judged
    from desktop_app.analysis.readers import compare
    from desktop_app.analysis.saying import record, signed
    from desktop_app.analysis.weighing import weighing
    from desktop_app.library.library import Library

    with Library.open(options.compare, create=False, read_only=True) as library:
        other = library.case(case.slug)
        second = weighing(other, judged(other, library.reading(case.slug)))
    found = compare(weighed.matrix, second.matrix)
    if options.format == "json":
        result = record(found)
        del result["assumptions"]
        compared = {"compare": str(options.compare)}
        return write_json(options, answer_as_json("evidence", case, compared, result, found.assumptions, seed=None))
    heads = (tr("item"), tr("explanation"), tr("first, dB"), tr("second, dB"), tr("agreement"))
    rows = [
        (
            next((row.short for row in weighed.matrix.rows if row.key == cell.evidence), cell.evidence),
            weighed.matrix.short(cell.hypothesis),
            signed(cell.first),
            signed(cell.second),
            str(cell.band),
        )
        for cell in found.cells
    ]
    if options.format == "csv":
        return write_csv(options, [heads, *rows])
    kappa, alpha = ("–" if value is None else f"{value:.2f}" for value in (found.kappa, found.alpha))
    lines = [case.heading, "", *_columns((heads, *rows)), ""]
    lines.append(tr("Weighted kappa {}, Krippendorff's alpha {}.").format(kappa, alpha))
    return write(options, "\n".join((*lines, "", *assumed(found.assumptions))))


def _columns(lines: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return [
        "  "
        + "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
