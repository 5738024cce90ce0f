"""How is an answer said: its number, a sentence, a table, in the window, on paper and by a command?

All from the plain JSON of the answer, so that what was kept years ago reads as it did.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.analysis import explained
from desktop_app.analysis.asked import Question
from desktop_app.analysis.explained import Explained
from desktop_app.analysis.saying import in_n, of_100, p_value
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Headline:
    number: str
    unit: str
    sentence: str

    @property
    def text(self) -> str:
        number = f"{self.unit} = {self.number}" if self.unit == "p" else f"{self.number} {self.unit}"
        return f"{number}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Table:
    heads: tuple[str, ...]  # the first is of the rows' names
    rows: tuple[tuple[str, ...], ...]


def title(question: str) -> str:
    return {
        Question.SAME_DATE: tr("Same date"),
        Question.OVERLAP: tr("Overlap"),
        Question.CLOSENESS: tr("Closeness"),
        Question.SHIFT: tr("Itineraries"),
        Question.COUNTS: tr("Counts"),
    }[Question(question)]


def told(question: str) -> tuple[Explained, ...]:
    """What the analysis is and is not."""
    return {
        Question.SAME_DATE: (explained.same_date(), explained.locks()),
        Question.OVERLAP: (explained.overlap(), explained.locks()),
        Question.CLOSENESS: (explained.closeness(), explained.definitions(), explained.locks()),
        Question.SHIFT: (explained.shifting(), explained.locks()),
        Question.COUNTS: (explained.counts(),),
    }[Question(question)]


def headline(case: Case, question: str, settings: Plain, result: Plain) -> Headline:
    if question == Question.SAME_DATE:
        return _same_date(settings, result)
    if question == Question.OVERLAP:
        return _overlap(settings, result)
    if question == Question.CLOSENESS:
        return _closeness(result)
    if question == Question.SHIFT:
        return _shift(case, settings, result)
    return _counts(settings, result)


def days_words(within: int) -> str:
    if within == 0:
        return tr("same day")
    return tr("within 1 day") if within == 1 else tr("within {} days").format(within)


def best(row: Plain) -> float:
    """The number to lead with: the formula where it is exact, else the simulation."""
    return float(row["formula"] if row["exact"] else row["simulated"]["share"])


def _same_date(settings: Plain, result: Plain) -> Headline:
    p = best(result["row"])
    fall = (
        tr("fall on one date")
        if not settings["within"]
        else tr("lie {} of one another").format(days_words(settings["within"]))
    )
    sentence = tr(
        "that some {} of {} acts {} by chance alone{}. For just these {}, had they been named beforehand: {}."
    ).format(settings["alike"], settings["acts"], fall, _one_in(p), settings["alike"], in_n(result["named"]))
    return Headline(of_100(p), tr("in 100"), sentence)


def _one_in(p: float) -> str:
    """“: 1 in 15”, where that says more than the number itself."""
    return f": {in_n(p)}" if p < 0.5 else ""


def _overlap(settings: Plain, result: Plain) -> Headline:
    many = result["pairs"] > 1
    p = float(result["simulated_any"]["share"] if many else result["one"])
    within = settings["within"]
    if settings["relation"] == "inside":
        what = tr("one lies wholly within the other")
    elif within > 0:
        what = tr("they lie within {} days of one another").format(within)
    elif within == 0:
        what = tr("they share a day")
    else:
        what = tr("they share at least {} days").format(1 - within)
    of = tr("for any of {} pairs").format(result["pairs"]) if many else tr("for one span of each kind")
    sentence = tr("that {}, {}, of {} and {} days in a period of {}{}.").format(
        what, of, settings["first_days"], settings["second_days"], settings["period_days"], _one_in(p)
    )
    return Headline(of_100(p), tr("in 100"), sentence)


def _closeness(result: Plain) -> Headline:
    if result["statistic"] == "mantel":
        found = tr("distance and time apart go together with a correlation of {:.3f}, {:.3f} to be expected").format(
            result["observed"], result["expected"]
        )
    else:
        found = tr("{:.0f} pairs lie within {:g} km and {:g} days of one another, {:.1f} to be expected").format(
            result["observed"], result["delta_km"], result["tau_days"], result["expected"]
        )
    how = (
        tr("all {:,} orders of their dates gone through") if result["exact"] else tr("{:,} orders of their dates drawn")
    ).format(result["orders"])
    sentence = tr("of {} events {}; {}. So few events can give no less than {}.").format(
        result["events"], found, how, p_value(result["least_p"])
    )
    return Headline(p_value(result["p"]), "p", sentence)


def _shift(case: Case, settings: Plain, result: Plain) -> Headline:
    names = [case.actor[key].short if key in case.actor else key for key in (settings["first"], settings["second"])]
    sentence = tr(
        "{} and {} were within {:g} km of one another on {} of {} days; {:.1f} if the second itinerary began on any "
        "other day."
    ).format(*names, result["delta_km"], result["observed"], result["days"], result["expected"])
    return Headline(p_value(result["p"]), "p", sentence)


def _counts(settings: Plain, result: Plain) -> Headline:
    factor = result["binomial"]
    number = "∞" if isinstance(factor, str) else f"{factor:.3g}"
    sentence = tr(
        "to 1, by the number of items alone: {} for, {} against, in an open archive. It says nothing if items for are "
        "found {} times as readily as items against."
    ).format(settings["supporting"], settings["opposing"], _omega(result["binomial_bias"]))
    return Headline(number, tr("Bayes factor"), sentence)


def _omega(bias: float | str) -> str:
    return tr("endlessly many") if isinstance(bias, str) else f"{bias:.2g}"


def table(question: str, result: Plain) -> Table:
    if question == Question.SAME_DATE:
        return Table(
            (tr("of 100"), tr("formula"), tr("simulated"), tr("even odds at")),
            tuple(
                (
                    days_words(row["within"]),
                    _said(row["formula"]) + ("" if row["exact"] else " ≈"),
                    _said(row["simulated"]["share"]),
                    str(row["even_odds"] or tr("over 5,000")),
                )
                for row in result["rows"]
            ),
        )
    if question == Question.OVERLAP:
        rows = [(tr("one of each"), _said(result["one"]), _said(result["simulated_one"]["share"]))]
        if result["pairs"] > 1:
            any_of = tr("any of {} pairs").format(result["pairs"])
            rows.append((any_of, _said(result["any"]) + " ≈", _said(result["simulated_any"]["share"])))
        return Table((tr("of 100"), tr("formula"), tr("simulated")), tuple(rows))
    if question == Question.CLOSENESS:
        return Table(("", tr("found"), tr("expected")), _closeness_rows(result))
    if question == Question.SHIFT:
        rows = [
            (tr("days near one another"), str(result["observed"]), f"{result['expected']:.1f}"),
            (tr("days nobody says where the one was"), str(result["unattested"][0]), ""),
            (tr("days nobody says where the other was"), str(result["unattested"][1]), ""),
        ]
        return Table(("", tr("found"), tr("mean of all shifts")), tuple(rows))
    urn = result["urn"]
    return Table(
        ("", tr("Bayes factor"), tr("undone by ω")),
        (
            (tr("open archive"), _factor(result["binomial"]), _omega(result["binomial_bias"])),
            (
                tr("closed archive"),
                tr("no answer") if urn is None else _factor(urn),
                "" if urn is None else _omega(result["urn_bias"]),
            ),
        ),
    )


def _closeness_rows(result: Plain) -> tuple[tuple[str, str, str], ...]:
    if result["statistic"] == "mantel":
        return ((tr("correlation"), f"{result['observed']:.3f}", f"{result['expected']:.3f}"),)
    return (
        (tr("pairs near in both"), f"{result['observed']:.0f}", f"{result['expected']:.1f}"),
        (tr("pairs near in place, of {}").format(result["pairs"]), str(result["near_in_place"]), ""),
        (tr("pairs near in time"), str(result["near_in_time"]), ""),
        (tr("p by Poisson's approximation"), p_value(result["poisson_p"]), ""),
    )


def _factor(factor: float | str) -> str:
    return "∞" if isinstance(factor, str) else f"{factor:.4g}"


def _said(p: float) -> str:
    return of_100(p).replace(">99", tr("over 99")).replace("<0.1", tr("under 0.1"))


def grids(question: str, result: Plain) -> tuple[tuple[str, Table], ...]:
    """The number under other definitions, as tables."""
    grid = result.get("grid")
    if question == Question.SAME_DATE and grid:
        heads = (tr("within, by acts that would have counted"), *(str(acts) for acts in grid["acts"]))
        rows = [
            (days_words(within), *(_said(min(p, 0.9999)) for p in row))
            for within, row in zip(grid["withins"], grid["p"], strict=True)
        ]
        return ((tr("Other definitions, of 100"), Table(heads, tuple(rows))),)
    if question == Question.OVERLAP and grid:
        heads = (tr("days between them, by days of the period"), *(f"{period:,}" for period in grid["periods"]))
        rows = [
            (f"{within}".replace("-", "−"), *(_said(p) for p in row))
            for within, row in zip(grid["withins"], grid["p"], strict=True)
        ]
        return ((tr("Other definitions, of 100"), Table(heads, tuple(rows))),)
    if question == Question.CLOSENESS and grid:
        heads = (tr("days, by km"), *(f"{delta:g}" for delta in grid["deltas_km"]))
        return tuple(
            (
                tr("Other definitions, p, for {}").format(name),
                Table(
                    heads,
                    tuple(
                        (f"{tau:g}", *(p_value(p) for p in row))
                        for tau, row in zip(grid["taus_days"], grid["p"][name], strict=True)
                    ),
                ),
            )
            for name in grid["sets"]
        )
    return ()


def grid_words(result: Plain) -> str:
    """How much hangs on the definition, in one line."""
    grid = result.get("grid")
    if not grid:
        return ""
    rows = grid["p"].values() if isinstance(grid["p"], Mapping) else [grid["p"]]
    cells = sum(len(row) for block in rows for row in block)
    if "taus_days" in grid:
        return tr("{:.0f} % of the {} definitions give p under {:g}; cells are not independent").format(
            100 * grid["share_below"], cells, grid["alpha"]
        )
    return tr("{:.0f} % of the {} definitions give over {:g} in 100; cells are not independent").format(
        100 * (1 - grid["share_below"]), cells, 100 * grid["alpha"]
    )


def text(case: Case, question: str, settings: Plain, result: Plain) -> str:
    """The answer as plain text: headline, table, how much hangs on the definition."""
    shown = table(question, result)
    lines = (shown.heads, *shown.rows)
    widths = [max(len(line[column]) for line in lines) for column in range(len(shown.heads))]
    told_lines = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    parts = [headline(case, question, settings, result).text, "", *told_lines]
    if words := grid_words(result):
        parts += ["", words]
    return "\n".join(parts)
