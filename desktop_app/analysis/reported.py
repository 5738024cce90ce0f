"""How is a weighing of evidence kept as plain JSON, and said again from it?"""

from collections.abc import Callable
from typing import Any

from desktop_app.analysis.answering import Headline, Plain, Table
from desktop_app.analysis.judging import from_settings
from desktop_app.analysis.saying import of_100, record, signed
from desktop_app.analysis.weighing import Weighing, standings_in_words, sums, weighing
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr


def result(weighed: Weighing) -> dict[str, Any]:
    """All that was found, as plain JSON: decibels and probabilities."""
    added = sums(weighed)
    return {
        "exclusive": weighed.exclusive,
        "baseline": weighed.baseline,
        "prior_said": weighed.prior_said,
        "together": record(weighed.together),
        "ranking": list(weighed.ranking),
        "words": standings_in_words(weighed),
        "hypotheses": [
            {
                "key": one.hypothesis,
                "short": weighed.matrix.short(one.hypothesis),
                "prior": record(one.prior),
                "weight_db": record(total),
                "posterior": record(one.posterior),
                "over_baseline_db": record(one.over),
                "prior_needed": one.needed,
            }
            for one, total in zip(weighed.results, added, strict=True)
        ],
        "evidence": [
            {
                "key": row.key,
                "short": row.short,
                "test": str(row.test) if row.test else None,
                "counted": row.counted,
                "group": row.group,
                "diagnosticity_db": row.diagnosticity,
                "weights": {cell.hypothesis: {**record(cell.weight), "by": str(cell.by)} for cell in row.cells},
            }
            for row in weighed.matrix.rows
        ],
        "tipping_points": {
            "leader": weighed.tips.leader,
            "runner_up": weighed.tips.runner_up,
            "lead_db": weighed.tips.lead,
            "ratings": [record(tip) for tip in weighed.tips.ratings if tip.leads][:20],
            "priors": [record(tip) for tip in weighed.tips.priors if tip.leads],
        },
        "look_next": record(weighed.gains),
        "counts": {"items": record(weighed.counts), "factors": _without_assumptions(weighed)},
        "seed": weighed.seed,
        "draws": weighed.draws,
    }


def _without_assumptions(weighed: Weighing) -> dict[str, Any] | None:
    if weighed.factors is None:
        return None
    found: dict[str, Any] = record(weighed.factors)
    del found["assumptions"]
    return found


def run(
    case: Case, settings: Plain, seed: int, step: Callable[[float], None]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Weigh the case with settings that were kept."""
    weighed = weighing(case, from_settings(case, {**settings, "seed": seed}))
    step(1.0)
    return result(weighed), weighed.assumptions


def headline(_: Case, __: Plain, found: Plain) -> Headline:
    leader = next(one for one in found["hypotheses"] if one["key"] == found["ranking"][0])
    if found["exclusive"]:
        return Headline(of_100(leader["posterior"]["mid"]), tr("in 100"), str(found["words"]))
    return Headline(signed(found["tipping_points"]["lead_db"]), "dB", str(found["words"]))


def table(_: Case, __: Plain, found: Plain) -> Table:
    if found["exclusive"]:
        heads = (tr("of 100"), tr("before"), tr("weight, dB"), tr("after"), tr("prior needed"))
    else:
        heads = (tr("over the baseline"), tr("before, of 100"), tr("weight, dB"), tr("after, dB"), tr("prior needed"))
    return Table(heads, tuple(_row(one, bool(found["exclusive"])) for one in found["hypotheses"]))


def _row(one: Plain, exclusive: bool) -> tuple[str, ...]:
    prior, weight = one["prior"], one["weight_db"]
    after = one["posterior"] if exclusive else one["over_baseline_db"]
    if after is None:
        said = tr("the measure")
    elif exclusive:
        said = tr("{} ({} to {})").format(*(of_100(after[name]) for name in ("mid", "low", "high")))
    else:
        said = tr("{} ({} to {})").format(*(signed(after[name]) for name in ("mid", "low", "high")))
    return (
        str(one["short"]),
        f"{of_100(prior['low'])}–{of_100(prior['high'])}",
        tr("{} ({} to {})").format(*(signed(weight[name]) for name in ("mid", "low", "high"))),
        said,
        "–" if one["prior_needed"] is None else of_100(one["prior_needed"]),
    )


def details(_: Case, __: Plain, found: Plain) -> tuple[tuple[str, Table], ...]:
    """The matrix, and what would tip it."""
    keys = [one["key"] for one in found["hypotheses"]]
    shorts = {one["key"]: str(one["short"]) for one in found["hypotheses"]}
    rows = []
    for row in found["evidence"]:
        cells = []
        for key in keys:
            weight = row["weights"][key]
            mine = " *" if weight["by"] == "reader" else ""
            cells.append(f"{signed(weight['mid'])}{mine}")
        name = str(row["short"]) if row["counted"] else tr("({}: same document)").format(row["short"])
        rows.append((name, *cells))
    weights = Table((tr("in decibels; * mine"), *(shorts[key] for key in keys)), tuple(rows))
    items = {row["key"]: str(row["short"]) for row in found["evidence"]}
    tips = [
        (items[tip["item"]], shorts[tip["hypothesis"]], signed(tip["now"]), signed(tip["flips_at"]))
        for tip in found["tipping_points"]["ratings"][:5]
    ]
    tipping = Table((tr("item"), tr("under"), tr("now, dB"), tr("would tip at, dB")), tuple(tips))
    return ((tr("Weights of the evidence"), weights), (tr("Tipping points"), tipping))
