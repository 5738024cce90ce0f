"""How is what the reader says of the evidence kept: each as one named change that can be undone?

Every function returns the name of the change, and raises Trouble where the library cannot be written.
"""

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from desktop_app.analysis.judging import EVIDENCE, SEARCH, TABLE_OF_TESTS, search_settings
from desktop_app.analysis.searches import Outcome, Search
from desktop_app.analysis.weighing import Judgement, Weighing
from desktop_app.analysis.weights import TABLE, Weight, in_words
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Prior, Rating, Reading
from desktop_app.casebook.terms import Test
from desktop_app.library.library import Library
from desktop_app.views.evidence_panel import Spot


def as_rating(reading: Reading, item: str, hypothesis: str, weight: Weight) -> Rating:
    """The weight as the reader's own; a reason that he gave before stays."""
    kept = reading.rating(item, hypothesis)
    return Rating(
        item,
        hypothesis,
        weight.low,
        weight.mid,
        weight.high,
        words=in_words(weight.mid),
        reason=kept.reason if kept else "",
        source=kept.source if kept else None,
    )


def rate(library: Library, case: Case, rating: Rating) -> str:
    name = tr("Weigh “{}” under “{}”").format(
        case.item[rating.evidence].short, case.hypothesis[rating.hypothesis].short
    )
    with library.change(name, sitting=f"weigh {case.slug} {rating.evidence} {rating.hypothesis}") as change:
        change.rate(case.slug, rating)
    return name


def set_prior(library: Library, case: Case, prior: Prior) -> str:
    name = tr("Say the prior of “{}”").format(case.hypothesis[prior.hypothesis].short)
    with library.change(name, sitting=f"prior {case.slug} {prior.hypothesis}") as change:
        change.set_prior(case.slug, prior)
    return name


def start_alike(library: Library, case: Case, weighed: Weighing) -> str:
    """The same broad prior for every explanation, as the reader's own."""
    name = tr("Start with all explanations alike")
    with library.change(name) as change:
        for result in weighed.results:
            prior = result.prior
            change.set_prior(case.slug, Prior(result.hypothesis, prior.low, prior.mid, prior.high))
    return name


def take_back(library: Library, case: Case, spot: Spot) -> str:
    """Back to our weight, or to no prior."""
    assert spot.hypothesis is not None
    if spot.item:
        name = tr("Take back my weight of “{}”").format(case.item[spot.item].short)
    else:
        name = tr("Take back my prior of “{}”").format(case.hypothesis[spot.hypothesis].short)
    with library.change(name) as change:
        if spot.item:
            change.unrate(case.slug, spot.item, spot.hypothesis)
        else:
            change.unset_prior(case.slug, spot.hypothesis)
    return name


def hold(library: Library, case: Case, exclusive: bool, baseline: str | None) -> str:
    """Whether just one explanation holds, and if not, with which each is compared."""
    return _choose(
        library,
        case,
        tr("Say whether just one explanation holds"),
        {"exclusive": exclusive, "baseline": baseline},
    )


def set_apart(library: Library, case: Case, keys: Iterable[str]) -> str:
    """Count these items by themselves, whatever documents they share; none: as they are cited."""
    return _choose(library, case, tr("Count shared documents differently"), {"apart": sorted(keys) or None})


def count_instead(library: Library, case: Case, reading: Reading, key: str, group: Iterable[str]) -> str:
    """Of a group that shares a document, count this item."""
    before = set(reading.chosen(EVIDENCE).get("counted") or ())
    counted = sorted((before - set(group)) | {key})
    return _choose(library, case, tr("Count another item of a document"), {"counted": counted})


def _choose(library: Library, case: Case, name: str, values: dict[str, Any]) -> str:
    with library.change(name) as change:
        for key, value in values.items():
            change.choose(case.slug, EVIDENCE, key, value)
    return name


def keep_search(library: Library, case: Case, search: Search) -> str:
    """What was found, or looked for: with its chances."""
    name = tr("Write down what was looked for: “{}”").format(search.short)
    with library.change(name) as change:
        change.choose(case.slug, SEARCH, search.key, search_settings(search))
    return name


def remove_search(library: Library, case: Case, key: str) -> str:
    name = tr("Take back what was looked for")
    with library.change(name) as change:
        change.choose(case.slug, SEARCH, key, None)
    return name


def new_search(reading: Reading) -> Search:
    """An empty one, under a key that no other has."""
    taken = reading.chosen(SEARCH)
    number = next(number for number in count(1) if f"own-{number}" not in taken)
    return Search(f"own-{number}", "", Outcome.ABSENT)


def keep_table(library: Library, own: Mapping[Test, Weight]) -> str:
    """The reader's weights of tests, for all cases; those not named go back to ours."""
    name = tr("Change the table of tests")
    with library.change(name) as change:
        for test in Test:
            weight = own.get(test)
            change.choose("", TABLE_OF_TESTS, str(test), weight and [weight.low, weight.mid, weight.high])
    return name


def take_up(library: Library, case: Case, reading: Reading, judgement: Judgement, name: str) -> str:
    """Set everything as it was when an analysis was kept: one change, to be undone as one."""
    words = tr("Weigh as in “{}”").format(name)
    with library.change(words) as change:
        for rating in reading.ratings:
            if (rating.evidence, rating.hypothesis) not in judgement.own:
                change.unrate(case.slug, rating.evidence, rating.hypothesis)
        for (item, hypothesis), weight in judgement.own.items():
            change.rate(case.slug, as_rating(reading, item, hypothesis, weight))
        for prior in reading.priors:
            if prior.hypothesis not in judgement.prior:
                change.unset_prior(case.slug, prior.hypothesis)
        for hypothesis, chance in judgement.prior.items():
            change.set_prior(case.slug, Prior(hypothesis, chance.low, chance.mid, chance.high))
        searches = {search.key: search_settings(search) for search in judgement.searches}
        for key in {*reading.chosen(SEARCH), *searches}:
            change.choose(case.slug, SEARCH, key, searches.get(key))
        for key, value in (
            ("apart", sorted(judgement.grouping.apart) or None),
            ("together", [sorted(group) for group in judgement.grouping.together] or None),
            ("counted", sorted(judgement.grouping.counted) or None),
            ("exclusive", judgement.exclusive),
            ("baseline", judgement.baseline),
        ):
            change.choose(case.slug, EVIDENCE, key, value)
        for test, weight in judgement.table.items():
            own = None if weight == TABLE[test] else [weight.low, weight.mid, weight.high]
            change.choose("", TABLE_OF_TESTS, str(test), own)
    return words
