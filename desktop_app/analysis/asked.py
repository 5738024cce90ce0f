"""Which questions of chance can be asked of a case, and what is the whole answer to each?

A question is plain JSON settings and a seed; its answer is plain JSON too.  So the window, paper and a command say the
same, and what was kept can be run again as it was.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from math import inf, isfinite
from typing import Any

from desktop_app.analysis import closeness, counts, definitions, overlap, same_date, shifting
from desktop_app.analysis.overlap import Overlap, Relation
from desktop_app.analysis.proposals import propose
from desktop_app.analysis.same_date import Days, SameDate
from desktop_app.analysis.saying import record
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Reading
from desktop_app.casebook.terms import Pattern
from desktop_app.casebook.trouble import Trouble

Settings = dict[str, Any]
Step = Callable[[float], None]

CURVE_DRAWS = 20_000
MOST_DRAWN = 2000  # pairs of events kept for the chart
MOST_PAIRED = 60  # actors among whom the first two are sought
DELTAS_KM = (0.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0)
TAUS_DAYS = (0.0, 1.0, 3.0, 7.0, 14.0, 30.0, 90.0)


class Question(StrEnum):
    SAME_DATE = "same-date"
    OVERLAP = "overlap"
    CLOSENESS = "closeness"
    SHIFT = "shift"
    COUNTS = "counts"


KIND = "chance"  # of the choices that keep what was written down, by question


@dataclass(frozen=True, slots=True)
class Answer:
    question: Question
    settings: Settings
    seed: int
    result: dict[str, Any]  # plain JSON
    assumptions: tuple[str, ...]


def first_question(case: Case) -> Question:
    """The question that the case's own match poses."""
    if case.pattern in (Pattern.OVERLAP, Pattern.SEQUENCE):
        return Question.OVERLAP
    return Question.CLOSENESS if case.pattern == Pattern.LIKENESS else Question.SAME_DATE


def written(reading: Reading, question: Question) -> tuple[Settings, int] | None:
    """What the reader wrote down for a question, and its seed; None: nothing yet."""
    found = reading.chosen(KIND).get(str(question))
    if not isinstance(found, Mapping) or "settings" not in found:
        return None
    return dict(found["settings"]), int(found.get("seed", 1))


def first_settings(case: Case, question: Question) -> tuple[Settings, tuple[str, ...]]:
    """What the case's own match proposes, for the reader to confirm or change, and why."""
    proposed = propose(case)
    if question == Question.SAME_DATE:
        for proposal in proposed:
            if isinstance(proposal.statement, SameDate):
                return record(proposal.statement), proposal.because
        why = tr("This case is no match of dates; the numbers are a place to start from.")
        return record(SameDate(40, 2, calendar=tr("the local date of each event"))), (why,)
    if question == Question.OVERLAP:
        for proposal in proposed:
            if isinstance(proposal.statement, Overlap):
                return record(proposal.statement), proposal.because
        why = tr("This case is no match of days; the numbers are a place to start from.")
        return record(Overlap(10, 10, 365, calendar=tr("the local date of each event"))), (why,)
    if question == Question.CLOSENESS:
        placed = list(closeness.points(case, tuple(event.key for event in case.events)).keys)
        kept: Settings = {
            "events": placed, "statistic": "knox", "delta_km": 100.0, "tau_days": 7.0, "strata": "busy", "draws": 9999,
        }  # fmt: skip
        return kept, (tr("All events of the case with a place and a date; capitals keep their dates."),)
    if question == Question.SHIFT:
        first, second = _two_actors(case)
        return {"first": first, "second": second, "delta_km": 50.0}, (
            tr("Two actors who were at the same places most often."),
        )
    return {"supporting": 7, "opposing": 3}, (tr("Count the items that speak clearly for one side or the other."),)


def _two_actors(case: Case) -> tuple[str, str]:
    """The two actors who share most places, among those attested over the same days for long enough."""
    places: dict[str, set[str]] = {}
    spans: dict[str, tuple[float, float]] = {}
    for stay in case.stays:
        bounds = [bound for bound in (*stay.when.start, *stay.when.end) if isfinite(bound)]
        if bounds:
            places.setdefault(stay.actor, set()).add(stay.place)
            first, last = spans.get(stay.actor, (inf, -inf))
            spans[stay.actor] = min(first, *bounds), max(last, *bounds)
    known = sorted(spans, key=lambda key: -len(places[key]))[:MOST_PAIRED]
    pairs = list(combinations([key for key in spans if key in known], 2))
    if not pairs:
        actors = [*spans, *(actor.key for actor in case.actors if actor.key not in spans)]
        return (actors[0], actors[1]) if len(actors) > 1 else ("", "")

    def fitness(pair: tuple[str, str]) -> tuple[bool, int]:
        (a, b), (c, d) = spans[pair[0]], spans[pair[1]]
        return min(b, d) - max(a, c) > shifting.LEAST_DAYS + 2, len(places[pair[0]] & places[pair[1]])

    return max(pairs, key=fitness)


def ask(case: Case, question: Question, settings: Settings, seed: int, step: Step = lambda _: None) -> Answer:
    """The whole answer.  Raises Trouble for what cannot be asked; step is called with the share done."""
    try:
        return _ANSWERS[question](case, settings, seed, step)
    except (KeyError, TypeError, ValueError) as error:
        raise Trouble(
            what=tr("These settings do not fit the question: {}").format(error),
            do=tr("Ask it anew from the Chance page."),
        ) from error


def _same_date(_: Case, settings: Settings, seed: int, step: Step) -> Answer:
    statement = SameDate(**{**settings, "days": Days(settings["days"])})
    result = same_date.same_date(statement, seed=seed, step=lambda share: step(0.5 * share))
    columns = acts_around(statement.acts, statement.alike)
    grid = same_date.date_grid(statement, columns, seed=seed, step=lambda share: step(0.5 + 0.25 * share))
    answer = record(result)
    answer["grid"] = {
        "acts": list(grid.acts), "withins": list(grid.withins), "p": record(grid.p), "alpha": grid.alpha,
        "share_below": grid.share_below,
    }  # fmt: skip
    withins = sorted({0, 1, 7, statement.within} if statement.classes >= 2 * 7 + 1 else {0, statement.within})
    answer["curves"] = _curves(statement, columns, withins, seed, lambda share: step(0.75 + 0.25 * share))
    del answer["assumptions"]
    return Answer(Question.SAME_DATE, record(statement), seed, answer, result.assumptions)


def acts_around(acts: int, alike: int) -> tuple[int, ...]:
    """Numbers of acts about the reader's own, for the columns of a grid."""
    shares = (0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4)
    return tuple(sorted({max(alike, min(5000, round(acts * share))) for share in shares}))


def _curves(
    statement: SameDate, columns: Sequence[int], withins: Sequence[int], seed: int, step: Step
) -> list[dict[str, Any]]:
    """The formula over the number of acts, and rings of the simulation, one line for each span of days."""
    most = columns[-1]
    acts = sorted({*columns, *(round(most * at / 60) for at in range(61))} - {0, 1})
    spans = {}
    for at, number in enumerate(columns):
        spans[number] = same_date.narrowest(replace(statement, acts=number), CURVE_DRAWS, seed + 50 + at)
        step((at + 1) / len(columns))
    return [
        {
            "within": within,
            "acts": acts,
            "p": list(same_date.curve(replace(statement, within=within), acts)),
            "exact": same_date.formula(replace(statement, within=within))[1],
            "simulated": [[number, same_date.estimate(drawn, within).share] for number, drawn in spans.items()],
        }
        for within in withins
    ]


def _overlap(_: Case, settings: Settings, seed: int, step: Step) -> Answer:
    statement = Overlap(**{**settings, "relation": Relation(settings["relation"])})
    result = overlap.overlap(statement, seed=seed, step=step)
    answer = record(result)
    del answer["assumptions"]
    least = 1 - min(statement.first_days, statement.second_days)
    spans = sorted({max(least, within) for within in (-7, -3, 0, 1, 3, 7, 14, 30, statement.within)})
    longest = max(statement.first_days, statement.second_days)
    periods = sorted({max(longest, round(statement.period_days * share)) for share in (0.25, 0.5, 1, 2, 4, 8)})
    answer["grid"] = {
        "withins": spans,
        "periods": periods,
        "p": [
            [_any_of(replace(statement, within=within, period_days=period)) for period in periods] for within in spans
        ],
        "alpha": 0.05,
    }
    cells = [p for row in answer["grid"]["p"] for p in row]
    answer["grid"]["share_below"] = sum(p < 0.05 for p in cells) / len(cells)
    most = max(10, 4 * abs(statement.within), min(60, statement.period_days // 4))
    days = list(range(max(least, -most), most + 1))
    answer["curve"] = {
        "withins": days,
        "one": [overlap.p_overlap(replace(statement, within=day)) for day in days],
        "any": [_any_of(replace(statement, within=day)) for day in days],
    }
    return Answer(Question.OVERLAP, record(statement), seed, answer, result.assumptions)


def _any_of(statement: Overlap) -> float:
    """P(any pair matches), as if pairs were independent."""
    one = overlap.p_overlap(statement)
    return 1.0 if one == 1 else float(1 - (1 - one) ** (statement.first_count * statement.second_count))


def _closeness(case: Case, settings: Settings, seed: int, step: Step) -> Answer:
    keys = tuple(settings["events"])
    strata = closeness.busy_places(case, keys) if settings["strata"] == "busy" else None
    where = closeness.points(case, keys, strata)
    draws, delta, tau = int(settings["draws"]), float(settings["delta_km"]), float(settings["tau_days"])
    statistic = closeness.Statistic(settings["statistic"])
    if statistic == closeness.Statistic.MANTEL:
        found = closeness.mantel(where, draws=draws, seed=seed, step=lambda share: step(0.6 * share))
    else:
        found = closeness.knox(where, delta, tau, draws=draws, seed=seed, step=lambda share: step(0.6 * share))
    answer = record(found)
    del answer["assumptions"]
    sets = {tr("all"): where, **_sets(case, where)}
    grid = definitions.many_definitions(
        sets,
        DELTAS_KM,
        TAUS_DAYS,
        definitions.Definition(tr("all"), delta, tau),
        draws=min(draws, definitions.PERMUTATIONS),
        seed=seed,
        step=lambda share: step(0.6 + 0.4 * share),
    )
    answer["grid"] = {
        "sets": list(grid.sets),
        "deltas_km": list(grid.deltas_km),
        "taus_days": list(grid.taus_days),
        "p": {name: _by_rows(grid, name) for name in grid.sets},
        "alpha": grid.alpha,
        "share_below": grid.share_below,
        "too_few": list(grid.too_few),
    }
    far = closeness.distances_km(where)
    pairs = list(combinations(range(len(where.keys)), 2))
    near = [(i, j) for i, j in pairs if far[i, j] <= delta and abs(where.jd[i] - where.jd[j]) <= tau]
    drawn = dict.fromkeys((*near[:MOST_DRAWN], *pairs[:: 1 + len(pairs) // MOST_DRAWN]))
    answer["points"] = [
        [where.keys[i], where.keys[j], float(far[i, j]), abs(where.jd[i] - where.jd[j])] for i, j in drawn
    ]
    both = dict.fromkeys((*found.assumptions, *grid.assumptions))
    return Answer(Question.CLOSENESS, {**settings, "events": list(keys)}, seed, answer, tuple(both))


def _sets(case: Case, where: closeness.Points) -> dict[str, closeness.Points]:
    """Other sets of events that one might have chosen: those of the case's windows, and those that links touch."""
    spans = {
        tr("window {}").format(number): when.outer
        for number, when in enumerate(case.focus, start=1)
        if len(case.focus) > 1
    }
    found = definitions.in_windows(where, spans) if spans else {}
    leading = [actor.key for actor in case.actors[:2]]
    found |= definitions.with_actors(case, where, {case.actor[key].short: [key] for key in leading})
    return {name: points for name, points in found.items() if 2 <= len(points.keys) < len(where.keys)}


def _by_rows(grid: definitions.Definitions, name: str) -> list[list[float]]:
    """p by time, then by distance: rows and columns of the heat map."""
    p = {
        (outcome.definition.tau_days, outcome.definition.delta_km): outcome.p
        for outcome in grid.outcomes
        if outcome.definition.events == name
    }
    return [[p[tau, delta] for delta in grid.deltas_km] for tau in grid.taus_days]


def _shift(case: Case, settings: Settings, seed: int, step: Step) -> Answer:
    found = shifting.shift_test(
        case, str(settings["first"]), str(settings["second"]), float(settings["delta_km"]), step=step
    )
    answer = record(found)
    del answer["assumptions"]
    return Answer(Question.SHIFT, dict(settings), seed, answer, found.assumptions)


def _counts(_: Case, settings: Settings, seed: int, step: Step) -> Answer:
    supporting, opposing = int(settings["supporting"]), int(settings["opposing"])
    found = counts.count_factors(supporting, opposing)
    answer = record(found)
    del answer["assumptions"]
    biases = [10 ** (at / 20) for at in range(41)]
    lines = []
    for at, bias in enumerate(biases):
        step(at / len(biases))
        urn = counts.urn_factor(supporting, opposing, bias)
        lines.append([bias, counts.binomial_factor(supporting, opposing, bias), urn])
    answer["curve"] = record(lines)
    return Answer(Question.COUNTS, {"supporting": supporting, "opposing": opposing}, seed, answer, found.assumptions)


_ANSWERS: Mapping[Question, Callable[[Case, Settings, int, Step], Answer]] = {
    Question.SAME_DATE: _same_date,
    Question.OVERLAP: _overlap,
    Question.CLOSENESS: _closeness,
    Question.SHIFT: _shift,
    Question.COUNTS: _counts,
}
