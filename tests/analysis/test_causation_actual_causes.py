"""Examples of the literature, by the models of Halpern 2015 and 2016 where he gives one."""

from itertools import chain, combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop_app.analysis.actual_causes import LIMIT, actual_causes
from desktop_app.analysis.causation import graph
from desktop_app.analysis.counterfactuals import ALL, ANY, Together, model, without
from desktop_app.analysis.saying import record
from desktop_app.casebook.terms import LinkKind
from desktop_app.casebook.trouble import Trouble
from tests.analysis.small import arrows, case_of, event, link


def _asked(text, outcome, together=None, given=None):
    return actual_causes(model(graph(case_of(links=arrows(text))), together, given=given or {}), outcome)


def _causes(found):
    return {frozenset(cause.events) for cause in found.causes}


def _sets(*words):
    return {frozenset(word.split()) for word in words}


def _shares(found):
    return {share.event: share.responsibility for share in found.shares}


def test_forest_fire_that_takes_lightning_and_match():
    found = _asked("lightning>fire match>fire", "fire", {"fire": ALL})
    assert _causes(found) == _sets("lightning", "match")
    assert _shares(found) == {"lightning": 1, "match": 1}


def test_forest_fire_for_which_either_is_enough():
    found = _asked("lightning>fire match>fire", "fire", {"fire": ANY})
    assert _causes(found) == _sets("lightning match")
    assert _shares(found) == {"lightning": 1 / 2, "match": 1 / 2}


def test_suzy_and_billy_throw_rocks():
    """Pre-emption: Suzy hits, so Billy does not, though the bottle would have shattered without her."""
    found = _asked(
        "suzy-throws>suzy-hits billy-throws>billy-hits suzy-hits-|billy-hits suzy-hits>shatters billy-hits>shatters",
        "shatters",
    )
    assert _causes(found) == _sets("suzy-throws", "suzy-hits")
    assert {cause.events: cause.held for cause in found.causes}["suzy-throws",] == ("billy-hits",)
    shares = _shares(found)
    assert (shares["suzy-throws"], shares["billy-throws"]) == (1 / 2, 0)
    assert found.world["billy-hits"] is False


def test_suzy_and_billy_without_hits_are_alike():
    found = _asked("suzy-throws>shatters billy-throws>shatters", "shatters")
    assert _causes(found) == _sets("suzy-throws billy-throws")


VOTERS = [f"v{number}" for number in range(1, 12)]


def _vote(ayes):
    text = " ".join(f"{voter}>passed" for voter in VOTERS)
    return _asked(text, "passed", {"passed": Together(6)}, dict.fromkeys(VOTERS[ayes:], False))


def test_a_vote_of_eleven_to_none():
    """Chockler and Halpern 2004: each voter's responsibility is 1/6."""
    found = _vote(11)
    assert _shares(found) == dict.fromkeys(VOTERS, pytest.approx(1 / 6))
    assert _causes(found) == {frozenset(six) for six in combinations(VOTERS, 6)}


def test_a_vote_of_six_to_five():
    found = _vote(6)
    assert _causes(found) == _sets(*VOTERS[:6])
    assert _shares(found) == {voter: float(number < 6) for number, voter in enumerate(VOTERS)}


def test_a_vote_that_failed():
    """Four to seven: any two of the seven who voted no would have carried it."""
    found = _vote(4)
    assert found.world["passed"] is False
    assert _causes(found) == {frozenset(pair) for pair in combinations(VOTERS[4:], 2)}


def test_loader_and_shooter():
    """Hopkins and Pearl 2003: loading is no cause of a death by another's shot, as nobody fired the loaded gun."""
    found = _asked("loads>shot fires>shot shot>death other-fires>death", "death", {"shot": ALL}, {"fires": False})
    assert _causes(found) == _sets("other-fires")


def test_switching_the_track():
    """Hall 2000: the train comes by the left track or the right; with the tracks in the model the switch is a cause."""
    found = _asked("train>left switch>left train>right switch-|right left>comes right>comes", "comes", {"left": ALL})
    assert _causes(found) == _sets("train", "switch", "left")
    assert {cause.events[0]: cause.held for cause in found.causes} == {"train": (), "switch": ("right",), "left": ()}
    assert _shares(found)["switch"] == 1 / 2


def test_double_prevention():
    """Hall 2004: Billy shoots down the enemy, who would have shot down Suzy, who bombs the target."""
    found = _asked("billy-|enemy enemy-|bombing suzy>bombing", "bombing")
    assert _causes(found) == _sets("billy", "enemy", "suzy")
    assert _shares(found) == {"billy": 1, "enemy": 1, "suzy": 1}


def test_an_antidote_without_a_poison():
    """Hiddleston 2005: alone, the antidote is no cause of survival, since nobody gave the poison."""
    found = _asked("poison>harm antidote-|harm harm-|survives", "survives", given={"poison": False})
    assert _causes(found) == _sets("harm", "antidote poison")


def test_what_nobody_has_said_is_named():
    drawn = graph(case_of(links=arrows("a>c b>c c>d x>y z>y")))
    for otherwise, words in ((ANY, "any 1 of them"), (ALL, "all of them are")):
        found = actual_causes(model(drawn, otherwise=otherwise), "d")
        assert found.unstated == ("c",)
        assert any(words in one for one in found.assumptions)
    stated = actual_causes(model(drawn, {"c": ALL}), "d")
    assert stated.unstated == ()
    assert not any("nobody has said" in one for one in stated.assumptions)


def test_a_chain():
    found = _asked("a>b b>c c>d", "d")
    assert _causes(found) == _sets("a", "b", "c")
    assert all(cause.held == () for cause in found.causes)


def test_events_that_do_not_lead_to_it_are_not_considered():
    others = " ".join(f"x{number}>y{number}" for number in range(30))
    assert set(_asked(f"a>b {others} b>y3", "b").world) == {"a", "b"}


def test_the_result_can_be_kept():
    kept = record(_asked("a>b", "b"))
    assert kept["causes"] == [{"events": ["a"], "held": []}]
    assert kept["limit"] == LIMIT
    assert kept["assumptions"]


def test_the_largest_model_is_tried_out_and_tells_how_far_it_is():
    text = " ".join(f"e{number:02}>e{number + 1:02}" for number in range(LIMIT - 1))
    done = []
    found = actual_causes(model(graph(case_of(links=arrows(text)))), f"e{LIMIT - 1}", done.append)
    assert len(found.causes) == LIMIT - 1
    assert done == sorted(done)
    assert done[-1] == 1


def test_more_events_are_refused():
    text = " ".join(f"e{number:02}>last" for number in range(LIMIT))
    with pytest.raises(Trouble, match=f"{LIMIT + 1} events bear on “last”.*{LIMIT} at most"):
        _asked(text, "last")


@pytest.mark.parametrize(("outcome", "words"), [("a", "brought about or prevented “a”"), ("x", "no event “x”")])
def test_an_outcome_needs_causes(outcome, words):
    with pytest.raises(Trouble, match=words):
        _asked("a>b", outcome)


@pytest.mark.parametrize("chapter", range(1, 22))
def test_what_coincided_in_the_shipped_cases_can_be_asked_about(shipped_case, chapter):
    case = shipped_case(chapter)
    drawn = graph(case)
    for key in case.coincident:
        if any(one.kind not in (LinkKind.HASTENED, LinkKind.DELAYED) for one in drawn.causes[key]):
            found = actual_causes(model(drawn), key)
            assert set().union(*(cause.events for cause in found.causes)) <= drawn.before(key)


# The definition, taken at its word

NAMES = "abcde"


@st.composite
def _models(draw):
    pairs = draw(st.lists(st.sampled_from(list(combinations(NAMES, 2))), min_size=1, max_size=9, unique=True))
    links = [
        link(*pair, draw(st.sampled_from([LinkKind.CAUSED, LinkKind.CAUSED, LinkKind.PREVENTED]))) for pair in pairs
    ]
    drawn = graph(case_of([event(key) for key in NAMES], links))
    count = {key: sum(one.kind == LinkKind.CAUSED for one in links if one.effect == key) for key in NAMES}
    together = {key: Together(draw(st.integers(1, number))) for key, number in count.items() if number}
    given_ = {key: draw(st.booleans()) for key, number in count.items() if not number}
    return model(drawn, together, given=given_)


def _subsets(keys):
    return chain.from_iterable(combinations(keys, size) for size in range(len(keys) + 1))


def _ac2(asked, outcome, chosen, world):
    """The sizes of all W with which some setting of X makes the outcome otherwise."""
    rest = [key for key in NAMES if key not in (*chosen, outcome)]
    for held in _subsets(rest):
        for values in product((False, True), repeat=len(chosen)):
            fixed = {key: world[key] for key in held} | dict(zip(chosen, values, strict=True))
            if asked.world(fixed)[outcome] != world[outcome]:
                yield len(held)
                break


@settings(max_examples=60)
@given(_models())
def test_causes_agree_with_the_definition(asked):
    outcome = NAMES[-1]
    assume(asked.causes[outcome] or asked.preventers[outcome])
    world = asked.world()
    shows = {
        frozenset(chosen): min(sizes)
        for chosen in _subsets(NAMES[:-1])
        if chosen and (sizes := list(_ac2(asked, outcome, chosen, world)))
    }
    causes = {chosen: held for chosen, held in shows.items() if not any(other < chosen for other in shows)}
    found = actual_causes(asked, outcome)
    assert {frozenset(cause.events): len(cause.held) for cause in found.causes} == causes
    for share in found.shares:
        sizes = [len(chosen) + held for chosen, held in causes.items() if share.event in chosen]
        assert share.responsibility == (1 / min(sizes) if sizes else 0)


@settings(max_examples=60)
@given(_models())
def test_a_but_for_cause_is_a_cause_by_itself(asked):
    outcome = NAMES[-1]
    assume(asked.causes[outcome] or asked.preventers[outcome])
    world = asked.world()
    but_for = {key for key in NAMES[:-1] if asked.world({key: not world[key]})[outcome] != world[outcome]}
    found = actual_causes(asked, outcome)
    assert but_for == {cause.events[0] for cause in found.causes if cause.size == 1}
    assert {share.event for share in found.shares if share.responsibility == 1} == but_for


def test_what_is_lost_without_an_event_has_it_for_a_but_for_cause():
    drawn = graph(case_of(links=arrows("a>b b>c d>c c>f")))
    together = {"c": ALL}
    for key in without(drawn, "a", together).lost:
        causes = actual_causes(model(drawn, together), key).causes
        assert ("a",) in {cause.events for cause in causes if cause.size == 1}
