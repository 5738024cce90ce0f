"""Which curves and which heat map belong to an answer?  Plain plots, for the charts to draw."""

from collections.abc import Mapping, Sequence
from math import log10
from typing import Any

from desktop_app.analysis.answering import best, days_words
from desktop_app.analysis.asked import Question
from desktop_app.analysis.saying import of_100
from desktop_app.casebook.language import tr
from desktop_app.charts.chance_curves import Curve, Plot
from desktop_app.charts.chance_grid import Grid

Plain = Mapping[str, Any]
NEARLY = 0.9999  # a simulation that never failed is no certainty


def heads(question: str, seed: int) -> tuple[tuple[str, str], tuple[str, str]]:
    """Title and explanation of the chart at the left and of the one at the right."""
    if question == Question.SAME_DATE:
        left = tr("line: formula · ring: simulation, 20,000 draws, seed {}").format(seed)
        return (tr("Probability by number of chances"), left), (tr("Other definitions, of 100"), "")
    if question == Question.OVERLAP:
        return (tr("Probability by distance"), tr("both lines: formula")), (tr("Other definitions, of 100"), "")
    if question == Question.CLOSENESS:
        left = tr("each ring a pair of events; tinted: near in both")
        return (tr("Pairs of events"), left), (tr("Other definitions, p"), "")
    if question == Question.SHIFT:
        return (tr("Days near one another, by shift"), tr("at 0 days: as it was")), ("", "")
    return (tr("Bayes factor by bias of the record"), tr("across: even odds")), ("", "")


def plot(question: str, settings: Plain, result: Plain) -> Plot:
    return {
        Question.SAME_DATE: _same_date,
        Question.OVERLAP: _overlap,
        Question.CLOSENESS: _pairs,
        Question.SHIFT: _shifts,
        Question.COUNTS: _counts,
    }[Question(question)](settings, result)


def grid(question: str, settings: Plain, result: Plain, events: str = "") -> Grid | None:
    """The heat map; events: the name of a set of events, where there are several."""
    if question == Question.SAME_DATE:
        return _date_grid(settings, result)
    if question == Question.OVERLAP:
        return _overlap_grid(settings, result)
    if question == Question.CLOSENESS:
        return _closeness_grid(settings, result, events)
    return None


def _short_days(within: int) -> str:
    return tr("same") if within == 0 else tr("1 day") if within == 1 else tr("{} days").format(within)


def _same_date(settings: Plain, result: Plain) -> Plot:
    own = settings["within"]
    lines = sorted(result["curves"], key=lambda line: (line["within"] != own, line["within"]))
    acts = settings["acts"]
    curves = tuple(
        Curve(
            days_words(line["within"]),
            tuple((float(number), 100 * p) for number, p in zip(line["acts"], line["p"], strict=True))
            if line["exact"]
            else tuple((float(number), 100 * p) for number, p in line["simulated"]),
            tuple((float(number), 100 * p) for number, p in line["simulated"]),
        )
        for line in lines
    )
    most = float(max(lines[0]["acts"]))
    return Plot(
        curves,
        (0.0, most),
        (0.0, 100.0),
        tr("acts that would have counted"),
        mine=float(acts),
        mine_words=tr("my {}").format(acts),
        found_words=tr("{} in 100").format(of_100(best(result["row"]))),
    )


def _date_grid(settings: Plain, result: Plain) -> Grid:
    shown = result["grid"]
    return Grid(
        tuple(_short_days(within) for within in shown["withins"]),
        tuple(str(acts) for acts in shown["acts"]),
        tuple(tuple(row) for row in shown["p"]),
        tuple(tuple(of_100(min(p, NEARLY)) for p in row) for row in shown["p"]),
        tr("within"),
        tr("acts that would have counted"),
        (shown["withins"].index(settings["within"]), shown["acts"].index(settings["acts"])),
    )


def _overlap(settings: Plain, result: Plain) -> Plot:
    curve = result["curve"]
    days = [float(day) for day in curve["withins"]]
    many = result["pairs"] > 1
    one = Curve(tr("one of each"), _points(days, curve["one"]))
    any_of = Curve(tr("any of {} pairs").format(result["pairs"]), _points(days, curve["any"]))
    p = result["any"] if many else result["one"]
    return Plot(
        (any_of, one) if many else (one,),
        (days[0], days[-1]),
        (0.0, 100.0),
        tr("days between them; below 0, days shared"),
        mine=float(settings["within"]),
        mine_words=tr("my {} days").format(settings["within"]),
        found_words=tr("{} in 100").format(of_100(p)),
        x_said=_days_said,
    )


def _days_said(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _points(x: Sequence[float], shares: Sequence[float]) -> tuple[tuple[float, float], ...]:
    return tuple((at, 100 * share) for at, share in zip(x, shares, strict=True))


def _overlap_grid(settings: Plain, result: Plain) -> Grid:
    shown = result["grid"]
    return Grid(
        tuple(_apart(within) for within in shown["withins"]),
        tuple(f"{period:,}" for period in shown["periods"]),
        tuple(tuple(row) for row in shown["p"]),
        tuple(tuple(of_100(p) for p in row) for row in shown["p"]),
        tr("within"),
        tr("days of the period"),
        (shown["withins"].index(settings["within"]), shown["periods"].index(settings["period_days"])),
    )


def _apart(within: int) -> str:
    if within < 0:
        return tr("share {}").format(1 - within)
    return tr("share 1") if within == 0 else tr("1 day") if within == 1 else tr("{} days").format(within)


def _log_km(km: float) -> float:
    return log10(1 + km / 10)


def _pairs(_: Plain, result: Plain) -> Plot:
    points = tuple((float(far), float(apart)) for *_pair, far, apart in result["points"])
    farthest = max((far for far, _ in points), default=1000.0)
    longest = max((apart for _, apart in points), default=10.0)
    ticks = tuple(km for km in (0.0, 10.0, 100.0, 1000.0, 10000.0) if km <= farthest)
    delta = result["delta_km"]
    return Plot(
        (Curve("", (), tuple((far, _log_days(apart)) for far, apart in points)),),
        (0.0, farthest),
        (0.0, _log_days(longest)),
        tr("km apart"),
        y_said=_from_log_days,
        x_said=lambda km: f"{km:,.0f}",
        x_bend=_log_km,
        x_ticks=ticks,
        y_ticks=tuple(_log_days(days) for days in (0, 1, 7, 30, 182, 1826, 18262) if days <= longest),
        ground=None if delta is None else (0.0, float(delta)),
        level=None if result["tau_days"] is None else _log_days(result["tau_days"]),
    )


def _log_days(days: float) -> float:
    return log10(1 + days)


def _from_log_days(value: float) -> str:
    days = 10**value - 1
    return tr("{:.0f} d").format(days) if days < 1000 else tr("{:.0f} yrs").format(days / 365.25)


def _closeness_grid(settings: Plain, result: Plain, events: str) -> Grid:
    shown = result["grid"]
    name = events if events in shown["sets"] else shown["sets"][0]
    rows = shown["p"][name]
    mine = None
    if name == shown["sets"][0]:
        mine = (shown["taus_days"].index(settings["tau_days"]), shown["deltas_km"].index(settings["delta_km"]))
    return Grid(
        tuple(_short_days(int(tau)) if tau == int(tau) else tr("{:g} days").format(tau) for tau in shown["taus_days"]),
        tuple(tr("same") if delta == 0 else f"{delta:,.0f}" for delta in shown["deltas_km"]),
        tuple(tuple(_warmth(p) for p in row) for row in rows),
        tuple(tuple(_short_p(p) for p in row) for row in rows),
        tr("within"),
        tr("km"),
        mine,
    )


def _warmth(p: float) -> float:
    """The smaller p, the warmer: 1 at 0.001, 0 at 1."""
    return min(1.0, -log10(max(p, 1e-3)) / 3)


def _short_p(p: float) -> str:
    return "<.001" if p < 0.001 else f"{p:.3f}"[1:] if p < 0.0995 else f"{p:.2f}".lstrip("0") if p < 1 else "1"


def _shifts(_: Plain, result: Plain) -> Plot:
    near = result["near_by_shift"]
    step = max(1, len(near) // 600)  # no more points than pixels, and the greatest of each stretch is kept
    points = [(float(at), float(max(near[at : at + step]))) for at in range(0, len(near), step)]
    points[0] = (0.0, float(near[0]))
    most = max(near) or 1
    return Plot(
        (Curve(tr("days near one another"), tuple(points)),),
        (0.0, float(len(near) - 1)),
        (0.0, float(most)),
        tr("days by which the second itinerary is shifted"),
        mine=0.0,
        mine_words=tr("as it was"),
        found_words=tr("{} days").format(near[0]),
        level=float(result["expected"]),
    )


def _counts(_: Plain, result: Plain) -> Plot:
    open_archive = tuple((float(bias), _log_factor(factor)) for bias, factor, _urn in result["curve"])
    closed = tuple((float(bias), _log_factor(urn)) for bias, _factor, urn in result["curve"] if urn is not None)
    values = [value for _, value in (*open_archive, *closed)]
    curves = [Curve(tr("open archive"), open_archive)]
    if closed:
        curves.append(Curve(tr("closed archive"), closed))
    return Plot(
        tuple(curves),
        (1.0, 100.0),
        (min(-1.0, *values), max(1.0, *values)),
        tr("ω: how many times as readily items for are found"),
        y_said=lambda value: f"{10**value:.3g}",
        x_bend=log10,
        x_ticks=(1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0),
        y_ticks=tuple(float(power) for power in range(-3, 7) if min(-1.0, *values) <= power <= max(1.0, *values)),
        level=0.0,
    )


def _log_factor(factor: float | str) -> float:
    return 3.0 if isinstance(factor, str) else max(-3.0, min(6.0, log10(max(float(factor), 1e-3))))
