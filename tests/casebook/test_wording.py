from collections.abc import Callable
from enum import StrEnum

import pytest

from desktop_app.casebook import terms, wording
from desktop_app.casebook.case import Target, Verdict
from desktop_app.casebook.terms import Kind, Sureness


@pytest.mark.parametrize(
    ("vocabulary", "said"),
    [
        (terms.Kind, wording.kind),
        (terms.Claimant, wording.claimant),
        (terms.Claimant, wording.claimant_in_print),
        (terms.Certainty, wording.certainty),
        (terms.Certainty, wording.attested),
        (terms.Presence, wording.presence),
        (terms.ActorKind, wording.actor),
        (terms.LinkKind, wording.link),
        (terms.Strength, wording.strength),
        (terms.HypothesisKind, wording.hypothesis),
        (terms.Test, wording.test),
        (terms.Pattern, wording.pattern),
        (terms.Pattern, wording.pattern_explained),
        (terms.Sureness, wording.sureness),
    ],
)
def test_every_term_has_words_of_its_own_that_begin_small(
    vocabulary: type[StrEnum], said: Callable[[StrEnum], str]
) -> None:
    words = [said(term) for term in vocabulary]
    assert len(set(words)) == len(words)
    for each in words:
        assert each[0].islower()
        assert "-" not in each
        assert wording.capital(each) == each[0].upper() + each[1:]


@pytest.mark.parametrize("kind", Kind)
def test_what_a_note_is_on_is_named_except_the_case_itself(kind: Kind) -> None:
    said = wording.on(Target("case", kind, "key"), "Moscow")
    assert said.startswith("On ")
    assert ("Moscow" in said) == (kind is not Kind.CASE)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "withdrawn"),
        (0, "mere chance: 0 of 100, a guess"),
        (10, "mere chance: 10 of 100, a guess"),
        (11, "rather chance: 11 of 100, a guess"),
        (50, "between chance and cause: 50 of 100, a guess"),
        (89, "rather cause: 89 of 100, a guess"),
        (90, "one caused the other: 90 of 100, a guess"),
        (100, "one caused the other: 100 of 100, a guess"),
    ],
)
def test_a_verdict_in_words(value: int | None, said: str) -> None:
    assert wording.verdict(Verdict(1, "case", value, Sureness.GUESS, "", "Tess", "2026-03-01T10:00:00.000Z")) == said
