import hashlib
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.locking import canonical, kept, lock
from desktop_app.analysis.same_date import SameDate
from desktop_app.casebook.trouble import Trouble

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
STATEMENT = asdict(SameDate(40, 3, calendar="local"))


def test_a_lock_is_the_hash_of_the_statement_and_the_time():
    locked = lock({"acts": 40, "alike": 3}, NOON)
    assert locked.at == "2026-11-24T12:00:00+00:00"
    assert locked.text == '{"acts":40,"alike":3}'
    whole = '{"at":"2026-11-24T12:00:00+00:00","statement":"{\\"acts\\":40,\\"alike\\":3}"}'
    assert locked.digest == hashlib.sha256(whole.encode()).hexdigest()
    assert lock({"alike": 3, "acts": 40.0}, NOON.astimezone(timezone(timedelta(hours=9)))) == locked


def test_a_statement_that_did_not_change_was_kept():
    locked = lock(STATEMENT, NOON)
    assert kept(locked, STATEMENT) == kept(locked, dict(reversed(STATEMENT.items())), NOON)
    assert kept(locked, STATEMENT).kept


def test_what_changed_is_named():
    locked = lock(STATEMENT, NOON)
    answer = kept(locked, asdict(SameDate(60, 3, calendar="local")))
    assert not answer.kept
    assert answer.reasons == ("acts: 40 was locked, 60 was used.",)
    more = kept(locked, {**STATEMENT, "alpha": 0.05})
    assert more.reasons == ("alpha: 0.05 was added after the lock.",)
    less = kept(locked, {key: value for key, value in STATEMENT.items() if key != "acts"})
    assert less.reasons == ("acts: 40 was locked and is gone.",)


def test_a_test_before_its_lock_does_not_count():
    locked = lock(STATEMENT, NOON)
    assert kept(locked, STATEMENT, NOON + timedelta(seconds=1)).kept
    assert "before the lock" in kept(locked, STATEMENT, NOON - timedelta(minutes=1)).reasons[0]


def test_an_altered_lock_is_found():
    locked = lock(STATEMENT, NOON)
    for altered in (
        replace(locked, at="2026-11-24T11:00:00+00:00"),
        replace(locked, text=canonical({**STATEMENT, "acts": 39})),
        replace(locked, digest="0" * 64),
    ):
        assert "lock itself was altered" in kept(altered, STATEMENT).reasons[0]


def test_a_lock_made_now_carries_the_time():
    assert abs(datetime.fromisoformat(lock(STATEMENT).at) - datetime.now(UTC)) < timedelta(minutes=1)
    with pytest.raises(ValueError, match="offset"):
        lock(STATEMENT, datetime(2026, 1, 1))


def test_letters_count_as_composed():
    assert canonical({"who": "Ke\u0301vorkian"}) == canonical({"who": "K\u00e9vorkian"})


@pytest.mark.parametrize("value", [float("inf"), float("nan"), object()])
def test_what_cannot_be_locked(value):
    with pytest.raises(Trouble, match="finite numbers"):
        lock({"x": value}, NOON)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=40)
@given(st.dictionaries(st.text(max_size=5), _VALUES, max_size=4))
def test_every_statement_is_kept_by_itself(statement):
    assert kept(lock(statement, NOON), statement).kept
