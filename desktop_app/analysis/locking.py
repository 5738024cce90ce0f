"""What was written down before a test was run, and was it kept?

A lock is the statement and the time, hashed: a poor man's registration.  It does not prove when it was made to
anybody but the reader himself, who can send the hash to a colleague.
"""

import hashlib
import json
import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Lock:
    text: str  # the statement, canonical JSON
    at: str  # ISO 8601, UTC
    digest: str  # SHA-256 of both, in hexadecimal


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether a statement still is what was locked before the test."""

    kept: bool
    reasons: tuple[str, ...]  # what differs, in plain words; empty if it was kept


def canonical(statement: Mapping[str, Any]) -> str:
    """One text for one statement: keys sorted, no spaces, letters composed (NFC); 3.0 is 3.

    Raises Trouble for what has no JSON, such as an infinite number.
    """
    try:
        return json.dumps(_plain(statement), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise Trouble(
            what=tr("This statement cannot be locked: {}").format(error),
            do=tr("Use words, finite numbers and lists of them."),
        ) from error


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_plain(str(key)): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        return int(value)
    return value


def lock(statement: Mapping[str, Any], at: datetime | None = None) -> Lock:
    """Lock a statement now, or at a given time with its offset from UTC."""
    moment = at or datetime.now(UTC)
    if moment.tzinfo is None:
        raise ValueError("a lock's time needs its offset from UTC")
    text, time = canonical(statement), moment.astimezone(UTC).isoformat(timespec="seconds")
    return Lock(text, time, _digest(text, time))


def _digest(text: str, at: str) -> str:
    whole = canonical({"at": at, "statement": text})
    return hashlib.sha256(whole.encode()).hexdigest()


def kept(locked: Lock, statement: Mapping[str, Any], ran_at: datetime | None = None) -> Kept:
    """Whether a test was run with the very statement that had been locked before.

    statement: with which it was run; ran_at: when, with its offset from UTC; None: not yet.
    """
    reasons: list[str] = []
    if _digest(locked.text, locked.at) != locked.digest:
        reasons.append(tr("The lock itself was altered: its hash does not fit what it says."))
    before, now = json.loads(locked.text), json.loads(canonical(statement))
    for name in sorted(before.keys() | now.keys()):
        if name not in now:
            reasons.append(tr("{}: {} was locked and is gone.").format(name, before[name]))
        elif name not in before:
            reasons.append(tr("{}: {} was added after the lock.").format(name, now[name]))
        elif before[name] != now[name]:
            reasons.append(tr("{}: {} was locked, {} was used.").format(name, before[name], now[name]))
    if ran_at is not None and ran_at.astimezone(UTC) < datetime.fromisoformat(locked.at):
        reasons.append(tr("The test was run before the lock was made."))
    return Kept(not reasons, tuple(reasons))
