"""What a reader says of a case is kept, found again, and can be taken back like a note."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app import __version__
from desktop_app.casebook.case import Citation, Link, Source, Target
from desktop_app.casebook.reading import Prior, Rating, Stance
from desktop_app.casebook.terms import Certainty, Claimant, Kind, LinkKind, Strength
from desktop_app.casebook.trouble import Trouble
from desktop_app.library.library import Library
from desktop_app.library.search import search

BORDER = "sino-soviet-border-1945"
OTHER = "yalta-status-quo-1945"


def reasons(library: Library, word: str) -> list[Target]:
    return [hit.target for hit in search(library, word)]


def test_a_link_is_contested_and_the_contest_taken_back(library: Library) -> None:
    link = library.case(14).links[0]
    with library.change("Doubt") as change:
        change.contest(BORDER, link.key, Stance.DOUBT, "A quagga says otherwise.")
    with library.change("Reject") as change:
        change.contest(BORDER, link.key, Stance.REJECT, "An okapi says otherwise.")
    (contest,) = library.reading(BORDER).contests
    assert (contest.link, contest.stance, contest.author) == (link.key, Stance.REJECT, library.author)
    assert library.reading(BORDER).contest(link.key) == contest
    assert library.reading(BORDER).contest("no-such-link") is None
    assert library.reading(OTHER).contests == ()
    assert library.case(14).links[0] == link
    assert reasons(library, "okapi") == [Target(BORDER, Kind.LINK, link.key)]
    assert reasons(library, "quagga") == []
    assert library.undo() == "Reject"
    assert library.reading(BORDER).contests[0].stance == Stance.DOUBT
    with library.change("Agree after all") as change:
        change.contest(BORDER, link.key, None)
    assert library.reading(BORDER).contests == ()


def own_link(library: Library, **changes: object) -> Link:
    case = library.case(14)
    link = Link(
        "", case.events[0].key, case.events[1].key, LinkKind.ENABLED, Claimant.READER, Strength.WEAK, "By a quagga.",
        None, Certainty.DISPUTED, (Citation(case.sources[0].key, "p. 3"), Citation(case.sources[1].key, None)),
    )  # fmt: skip
    return replace(link, **changes)


def test_a_link_of_the_readers_own_stands_after_those_of_the_book(library: Library) -> None:
    shipped = library.case(14)
    with library.change("Draw a link") as change:
        key = change.add_link(BORDER, own_link(library))
    assert key == "reader-1"
    *links, own = library.case(14).links
    assert tuple(links) == shipped.links
    assert own == own_link(library, key=key)
    assert reasons(library, "quagga") == [Target(BORDER, Kind.LINK, key)]
    better = own_link(library, key=key, mechanism="By an okapi.", kind=LinkKind.CAUSED, citations=own.citations[1:])
    with library.change("Mend it") as change:
        change.edit_link(BORDER, better)
    assert library.case(14).links[-1] == better
    with library.change("Remove it") as change:
        change.remove_link(BORDER, key)
    assert library.case(14) == shipped
    for expected in (better, own):
        library.undo()
        assert library.case(14).links[-1] == expected
    library.undo()
    assert library.case(14) == shipped


def test_a_note_on_a_link_that_was_removed_does_not_turn_up_at_another(library: Library) -> None:
    with library.change("Draw a link") as change:
        first = change.add_link(BORDER, own_link(library))
        change.add_note(Target(BORDER, Kind.LINK, first), "of the first")
    with library.change("Remove it") as change:
        change.remove_link(BORDER, first)
    with library.change("Draw another") as change:
        assert change.add_link(BORDER, own_link(library)) == "reader-2"
    assert library.annotations()[0].orphaned


def test_a_link_of_the_book_can_be_contested_but_not_changed(library: Library) -> None:
    shipped = library.case(14)
    with pytest.raises(Trouble, match="can be contested"), library.change("Edit") as change:
        change.edit_link(BORDER, replace(shipped.links[0], mechanism="mine"))
    with pytest.raises(Trouble, match="can be contested"), library.change("Remove") as change:
        change.remove_link(BORDER, shipped.links[0].key)
    with pytest.raises(Trouble, match="no longer"), library.change("Remove") as change:
        change.remove_link(BORDER, "reader-7")
    assert library.case(14) == shipped


@pytest.mark.parametrize("wrong", [{"cause": "nowhere"}, {"effect": "nowhere"}, {"citations": (Citation("no", None),)}])
def test_a_link_names_parts_of_its_case(library: Library, wrong: dict[str, object]) -> None:
    with pytest.raises(Trouble, match="in this case"), library.change("Draw") as change:
        change.add_link(BORDER, own_link(library, **wrong))
    assert library.case(14).links[-1].claimed_by != Claimant.READER


def test_a_source_of_the_readers_own_can_be_cited_in_a_shipped_case(library: Library) -> None:
    source = Source("reader-diary", {"type": "manuscript", "title": "A diary"}, True)
    with library.change("Draw") as change:
        change.add_sources(BORDER, [source])
        key = change.add_link(BORDER, own_link(library, citations=(Citation("reader-diary", "12 July"),)))
    case = library.case(14)
    assert case.sources[-1] == source
    assert case.link[key].citations == (Citation("reader-diary", "12 July"),)
    with pytest.raises(ValueError, match="begins with reader-"), library.change("Draw") as change:
        change.add_sources(BORDER, [replace(source, key="diary")])


def test_weights_and_priors_go_before_ours_and_can_be_reset(library: Library) -> None:
    case = library.case(14)
    item, hypothesis = case.evidence[0].key, case.hypotheses[1].key
    rating = Rating(item, hypothesis, 3, 6, 9, "clearly more", 0.9, 0.25, "Because of a quagga.", case.sources[0].key)
    with library.change("Weigh") as change:
        change.rate(BORDER, rating)
        change.set_prior(BORDER, Prior(hypothesis, 0.1, 0.2, 0.4, "An okapi."))
    reading = library.reading(BORDER)
    found = reading.rating(item, hypothesis)
    assert found is not None
    assert replace(found, author="", changed="") == rating
    assert found.author == library.author
    prior = reading.prior(hypothesis)
    assert prior is not None
    assert (prior.low, prior.mid, prior.high, prior.reason) == (0.1, 0.2, 0.4, "An okapi.")
    assert reasons(library, "quagga") == [Target(BORDER, Kind.EVIDENCE, item)]
    assert reasons(library, "okapi") == [Target(BORDER, Kind.HYPOTHESIS, hypothesis)]
    with library.change("Weigh again") as change:
        change.rate(BORDER, replace(rating, mid_db=7.5))
    assert [one.mid_db for one in library.reading(BORDER).ratings] == [7.5]
    with library.change("Reset") as change:
        change.unrate(BORDER, item, hypothesis)
        change.unset_prior(BORDER, hypothesis)
        change.unset_prior(BORDER, "never set")
    assert (library.reading(BORDER).ratings, library.reading(BORDER).priors) == ((), ())
    library.undo()
    assert library.reading(BORDER).rating(item, hypothesis) is not None


@pytest.mark.parametrize("prior", [(0, 0.1, 0.2), (0.1, 0.5, 1), (0.3, 0.2, 0.4)])
def test_no_prior_of_0_or_1_and_none_outside_its_range_is_kept(library: Library, prior: tuple[float, ...]) -> None:
    with pytest.raises(sqlite3.IntegrityError), library.change("Set") as change:
        change.set_prior(BORDER, Prior("chance", *prior))
    assert library.reading(BORDER).priors == ()


def test_a_setting_of_the_case_goes_before_that_of_all_cases(library: Library) -> None:
    with library.change("Choose") as change:
        change.choose("", "means", "railway", {"kmh": 60})
        change.choose("", "means", "sail", {"kmh": 12})
        change.choose(BORDER, "means", "railway", {"kmh": 45})
        change.choose(BORDER, "apart", "telegram", True)
    assert library.reading(BORDER).chosen("means") == {"railway": {"kmh": 45}, "sail": {"kmh": 12}}
    assert library.reading(BORDER).chosen("apart") == {"telegram": True}
    assert library.reading(OTHER).chosen("means") == {"railway": {"kmh": 60}, "sail": {"kmh": 12}}
    with library.change("Choose") as change:
        change.choose(BORDER, "means", "railway", None)
    assert library.reading(BORDER).chosen("means")["railway"] == {"kmh": 60}
    for value in (float("nan"), {1, 2}):
        with pytest.raises(Trouble, match="cannot be kept"), library.change("Choose") as change:
            change.choose(BORDER, "means", "railway", value)


def test_an_analysis_is_kept_with_all_that_it_takes_to_run_it_again(library: Library) -> None:
    with library.change("Keep") as change:
        first = change.save_analysis(
            BORDER, "chance", "Same day", {"days": 3}, {"p": 0.25}, assumptions=("One year.",), seed=7
        )
        second = change.save_analysis(OTHER, "causes", "Paths 路", {}, {"paths": [["a", "b"]]}, in_summary=True)
    kept, other = library.analyses()
    assert (kept.id, kept.case, kept.kind, kept.name) == (first, BORDER, "chance", "Same day")
    assert (kept.settings, kept.seed, kept.result, kept.assumptions) == ({"days": 3}, 7, {"p": 0.25}, ("One year.",))
    assert (kept.version, kept.in_summary, kept.author) == (__version__, False, library.author)
    assert (other.id, other.in_summary, other.seed, other.result) == (second, True, None, {"paths": [["a", "b"]]})
    assert library.analyses(BORDER) == (kept,)
    with library.change("Rename") as change:
        change.rename_analysis(first, "Three days")
        change.put_in_summary(first, True)
        change.remove_analysis(second)
    assert library.analyses() == (replace(kept, name="Three days", in_summary=True),)
    library.undo()
    assert library.analyses() == (kept, other)
    with pytest.raises(Trouble, match="no longer"), library.change("Remove") as change:
        change.remove_analysis(99)


def test_a_lock_is_kept_as_it_was_hashed(library: Library) -> None:
    with library.change("Lock") as change:
        lock_id = change.lock(BORDER, "chance", '{"days":3,"字":1}', "ab12", "2026-08-01T10:00:00+00:00")
    (locked,) = library.locks(BORDER)
    assert (locked.id, locked.kind, locked.thresholds) == (lock_id, "chance", '{"days":3,"字":1}')
    assert (locked.digest, locked.made) == ("ab12", "2026-08-01T10:00:00+00:00")
    assert library.locks(OTHER) == ()
    with library.change("Unlock") as change:
        change.unlock(lock_id)
    assert library.locks() == ()


def test_listeners_hear_which_table_of_which_case(library: Library) -> None:
    heard = []
    library.listen(heard.append)
    with library.change("Read") as change:
        change.contest(BORDER, "a-link", Stance.AGREE)
        change.rate(OTHER, Rating("an-item", "chance", 0, 0, 0))
        change.set_prior(BORDER, Prior("chance", 0.2, 0.3, 0.4))
        change.choose("", "means", "sail", 1)
        change.save_analysis(OTHER, "chance", "x", {}, {})
        change.lock(BORDER, "chance", "{}", "", "")
        change.add_link(BORDER, own_link(library))
    expected = {
        ("contests", BORDER), ("ratings", OTHER), ("priors", BORDER), ("choices", ""), ("analyses", OTHER),
        ("locks", BORDER), ("links", BORDER), ("sources", BORDER),
    }  # fmt: skip
    library.undo()
    assert heard == [expected, expected]


def test_all_of_it_is_there_after_a_restart_and_can_still_be_undone(library: Library, path: Path) -> None:
    with library.change("Read") as change:
        change.contest(BORDER, library.case(14).links[0].key, Stance.AGREE, "Yes.")
        change.add_link(BORDER, own_link(library))
    library.close()
    with Library.open(path) as again:
        assert again.reading(BORDER).contests[0].reason == "Yes."
        assert again.case(14).links[-1].key == "reader-1"
        assert again.undo() == "Read"
        assert again.reading(BORDER).contests == ()
        assert again.case(14).links[-1].claimed_by != Claimant.READER


def test_what_no_version_of_ours_wrote_is_damage(library: Library, path: Path) -> None:
    with library.change("Choose") as change:
        change.choose(BORDER, "means", "sail", 1)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE choices SET value = '{'")
    with pytest.raises(Trouble, match="is damaged"):
        library.reading(BORDER)
