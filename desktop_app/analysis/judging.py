"""What has the reader set for the evidence of a case, as the reckoning, a saved analysis and a command take it?

Settings are plain JSON, so that an analysis can be run again as it was, whatever the reader set since.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from desktop_app.analysis.documents import Grouping
from desktop_app.analysis.evidence import DRAWS
from desktop_app.analysis.searches import Outcome, Search
from desktop_app.analysis.weighing import Judgement
from desktop_app.analysis.weights import TABLE, Chance, Weight
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Reading
from desktop_app.casebook.terms import Test
from desktop_app.casebook.trouble import Trouble

EVIDENCE, SEARCH, TABLE_OF_TESTS = "evidence", "search", "table"  # kinds of choices


def judged(case: Case, reading: Reading) -> Judgement:
    """The reader's own reading of a case.  What hangs on parts that have gone from the case is left out."""
    hypotheses = frozenset(case.hypothesis)
    chosen = reading.chosen(EVIDENCE)
    own = {
        (rating.evidence, rating.hypothesis): Weight(rating.low_db, rating.mid_db, rating.high_db)
        for rating in reading.ratings
        if rating.evidence in case.item and rating.hypothesis in hypotheses
    }
    baseline = chosen.get("baseline")
    return Judgement(
        prior={
            prior.hypothesis: Chance(prior.low, prior.mid, prior.high)
            for prior in reading.priors
            if prior.hypothesis in hypotheses
        },
        own=own,
        table={**TABLE, **{Test(key): _weight(value) for key, value in reading.chosen(TABLE_OF_TESTS).items()}},
        searches=tuple(_search(key, value, hypotheses) for key, value in reading.chosen(SEARCH).items()),
        grouping=_grouping(chosen, frozenset(case.item)),
        exclusive=chosen.get("exclusive"),
        baseline=baseline if baseline in hypotheses else None,
    )


def settings(judgement: Judgement) -> dict[str, Any]:
    """All of it as plain JSON."""
    grouping = judgement.grouping
    return {
        "prior": {key: _numbers(chance) for key, chance in judgement.prior.items()},
        "weights": [[*cell, *_numbers(weight)] for cell, weight in judgement.own.items()],
        "table": {str(test): _numbers(weight) for test, weight in judgement.table.items()},
        "searches": {search.key: search_settings(search) for search in judgement.searches},
        "apart": sorted(grouping.apart),
        "together": [sorted(group) for group in grouping.together],
        "counted": sorted(grouping.counted),
        "exclusive": judgement.exclusive,
        "baseline": judgement.baseline,
        "seed": judgement.seed,
        "draws": judgement.draws,
    }


def from_settings(case: Case, kept: Mapping[str, Any]) -> Judgement:
    """The judgement that an analysis was run with.  Raises Trouble where the settings are not such."""
    try:
        return Judgement(
            prior={key: Chance(*numbers) for key, numbers in kept["prior"].items()},
            own={(item, hypothesis): Weight(*numbers) for item, hypothesis, *numbers in kept["weights"]},
            table={**TABLE, **{Test(key): _weight(value) for key, value in kept["table"].items()}},
            searches=tuple(_search(key, value, frozenset(case.hypothesis)) for key, value in kept["searches"].items()),
            grouping=_grouping(kept, frozenset(case.item)),
            exclusive=kept["exclusive"],
            baseline=kept["baseline"],
            seed=int(kept["seed"]),
            draws=int(kept.get("draws", DRAWS)),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Trouble(
            what=tr("These settings are not those of an analysis of evidence: {}").format(error),
            do=tr("Run the analysis anew from the Evidence page."),
        ) from error


def search_settings(search: Search) -> dict[str, Any]:
    """A search as a choice keeps it."""
    return {
        "short": search.short,
        "outcome": str(search.outcome),
        "chances": {key: _numbers(chance) for key, chance in search.chances},
        "reason": search.reason,
    }


def _search(key: str, value: Mapping[str, Any], hypotheses: frozenset[str]) -> Search:
    return Search(
        key,
        str(value["short"]),
        Outcome(value["outcome"]),
        tuple((one, Chance(*numbers)) for one, numbers in value["chances"].items() if one in hypotheses),
        str(value.get("reason", "")),
    )


def _grouping(chosen: Mapping[str, Any], items: frozenset[str]) -> Grouping:
    return Grouping(
        apart=frozenset(chosen.get("apart", ())) & items,
        together=_of_two(chosen.get("together", ()), items),
        counted=frozenset(chosen.get("counted", ())) & items,
    )


def _of_two(groups: Iterable[Iterable[str]], items: frozenset[str]) -> tuple[frozenset[str], ...]:
    there = (frozenset(group) & items for group in groups)
    return tuple(group for group in there if len(group) > 1)


def _weight(numbers: Iterable[float]) -> Weight:
    return Weight(*numbers)


def _numbers(value: Weight | Chance) -> list[float]:
    return [value.low, value.mid, value.high]
