"""What can be changed in a library?"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from desktop_app import __version__
from desktop_app.casebook.case import Actor, Case, Citation, Event, Link, Place, Source, Stay, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Prior, Rating, Stance
from desktop_app.casebook.terms import Kind, Sureness
from desktop_app.casebook.trouble import Trouble
from desktop_app.library import own
from desktop_app.library.written import Written, now, storable


class Change(Written):
    """A change being made.  A case is named by its slug, a part by its key; every method may raise Trouble."""

    # Notes and verdicts

    def add_note(self, target: Target, text: str, tags: tuple[str, ...] = ()) -> int:
        moment = now()
        note = {
            "case_slug": target.case,
            "kind": str(target.kind),
            "key": target.key,
            "text": text,
            "author": self.author,
            "created": moment,
            "changed": moment,
        }
        note_id = self.add("annotations", note)
        self._tag(note_id, tags)
        return note_id

    def edit_note(self, note_id: int, text: str, tags: tuple[str, ...]) -> None:
        note = self.of("annotations", note_id)
        self.write(("annotations", note_id), {**note, "text": text, "changed": now()})
        self._tag(note_id, tags)

    def remove_note(self, note_id: int) -> None:
        self.of("annotations", note_id)
        self._tag(note_id, ())
        self.write(("annotations", note_id), None)

    def _tag(self, note_id: int, tags: tuple[str, ...]) -> None:
        wanted = list(dict.fromkeys(stripped for tag in tags if (stripped := storable(tag).strip())))
        there = self.db.conn.execute(
            "SELECT id, tag FROM tags WHERE annotation_id = ? ORDER BY position", (note_id,)
        ).fetchall()
        if [tag for _, tag in there] == wanted:
            return
        for row_id, _ in there:
            self.write(("tags", row_id), None)
        self.add_all(
            "tags",
            [{"annotation_id": note_id, "tag": tag, "position": position} for position, tag in enumerate(wanted)],
        )

    def judge(self, case: str, value: int | None, sureness: Sureness, reason: str) -> int:
        """A new verdict on a case, 0 to 100; None withdraws the one before, which stays with its date."""
        verdict = {
            "case_slug": case,
            "value": value,
            "sureness": str(sureness),
            "reason": reason,
            "author": self.author,
            "created": now(),
        }
        return self.add("verdicts", verdict)

    def amend_verdict(self, verdict_id: int, value: int | None, sureness: Sureness, reason: str) -> None:
        """Change a verdict that is still being given: no second one, the same date."""
        verdict = self.of("verdicts", verdict_id)
        self.write(
            ("verdicts", verdict_id),
            {**verdict, "value": value, "sureness": str(sureness), "reason": reason},
        )

    # Links: contested, and the reader's own

    def contest(self, case: str, link: str, stance: Stance | None, reason: str = "") -> None:
        """What the reader says to a link that somebody else claims; None takes it back."""
        said = None
        if stance is not None:
            said = {"stance": str(stance), "reason": reason, "author": self.author, "changed": now()}
        self.settle("contests", {"case_slug": case, "link_key": link}, said)

    def add_link(self, case: str, link: Link) -> str:
        """A link of the reader's own; its key.  The key and the claimant that come with it are not used."""
        return own.add_link(self, case, link)

    def edit_link(self, case: str, link: Link) -> None:
        """Make the reader's own link of this key what is given, citations too."""
        own.edit_link(self, case, link)

    def remove_link(self, case: str, key: str) -> None:
        own.remove_link(self, case, key)

    # Weights, priors and settings of analyses

    def rate(self, case: str, rating: Rating) -> None:
        """Give an item of evidence a weight under one hypothesis, in place of the one before."""
        unique = {"case_slug": case, "evidence_key": rating.evidence, "hypothesis_key": rating.hypothesis}
        values = {
            "low_db": float(rating.low_db),
            "mid_db": float(rating.mid_db),
            "high_db": float(rating.high_db),
            "words": rating.words,
            "certitude": rating.certitude,
            "uniqueness": rating.uniqueness,
            "reason": rating.reason,
            "source_key": rating.source,
            "author": self.author,
            "changed": now(),
        }
        self.settle("ratings", unique, values)

    def unrate(self, case: str, evidence: str, hypothesis: str) -> None:
        """Back to our weight."""
        unique = {"case_slug": case, "evidence_key": evidence, "hypothesis_key": hypothesis}
        self.settle("ratings", unique, None)

    def set_prior(self, case: str, prior: Prior) -> None:
        values = {
            "low": float(prior.low),
            "mid": float(prior.mid),
            "high": float(prior.high),
            "reason": prior.reason,
            "author": self.author,
            "changed": now(),
        }
        self.settle("priors", {"case_slug": case, "hypothesis_key": prior.hypothesis}, values)

    def unset_prior(self, case: str, hypothesis: str) -> None:
        self.settle("priors", {"case_slug": case, "hypothesis_key": hypothesis}, None)

    def choose(self, case: str, kind: str, key: str, value: Any) -> None:
        """A setting of an analysis: plain JSON; None takes it back.  case: a slug, or "" for all cases."""
        chosen = None if value is None else {"value": _json(value), "changed": now()}
        self.settle("choices", {"case_slug": case, "kind": kind, "key": key}, chosen)

    # Analyses and locks

    def save_analysis(
        self,
        case: str,
        kind: str,
        name: str,
        settings: Mapping[str, Any],
        result: Mapping[str, Any],
        *,
        assumptions: Sequence[str] = (),
        seed: int | None = None,
        in_summary: bool = False,
    ) -> int:
        """Keep what was asked and answered; settings and result are plain JSON."""
        row = {
            "case_slug": case,
            "kind": kind,
            "name": name,
            "settings": _json(settings),
            "seed": seed,
            "result": _json(result),
            "assumptions": _json(list(assumptions)),
            "version": __version__,
            "made": now(),
            "in_summary": int(in_summary),
            "author": self.author,
        }
        return self.add("analyses", row)

    def rename_analysis(self, analysis_id: int, name: str) -> None:
        self.write(("analyses", analysis_id), {**self.of("analyses", analysis_id), "name": name})

    def put_in_summary(self, analysis_id: int, wanted: bool) -> None:
        self.write(("analyses", analysis_id), {**self.of("analyses", analysis_id), "in_summary": int(wanted)})

    def remove_analysis(self, analysis_id: int) -> None:
        self.of("analyses", analysis_id)
        self.write(("analyses", analysis_id), None)

    def lock(self, case: str, kind: str, thresholds: str, digest: str, made: str) -> int:
        """Keep what `analysis.locking.lock` made, each part as it was hashed."""
        row = {"kind": kind, "thresholds": thresholds, "digest": digest, "made": made, "author": self.author}
        return self.add("locks", {"case_slug": case, **row})

    def unlock(self, lock_id: int) -> None:
        self.of("locks", lock_id)
        self.write(("locks", lock_id), None)

    # Cases of the reader's own

    def add_case(self, case: Case) -> str:
        """A case of the reader's own with all its parts; its slug, which begins with `reader-`."""
        return own.add_case(self, case)

    def remove_case(self, case: str) -> None:
        """Take away a case of the reader's own; notes on it stay, orphaned."""
        own.remove_case(self, case)

    def add_actors(self, case: str, actors: Sequence[Actor]) -> None:
        """Actors of an own case: those with a key that the library knows are the same in all cases."""
        own.add(self, case, actors=actors)

    def add_places(self, case: str, places: Sequence[Place]) -> None:
        """Places of an own case: those with a key that the library knows are the same in all cases."""
        own.add(self, case, places=places)

    def add_sources(self, case: str, sources: Sequence[Source]) -> None:
        """Sources of an own case, or more for a shipped one; there their keys begin with `reader-`."""
        own.add_sources(self, case, sources)

    def add_events(self, case: str, events: Sequence[Event]) -> None:
        own.add(self, case, events=events)

    def add_stays(self, case: str, stays: Sequence[Stay]) -> None:
        own.add(self, case, stays=stays)

    def cite(self, case: str, kind: Kind, citations: Mapping[str, Sequence[Citation]]) -> None:
        """More citations of events, stays, links or evidence of an own case, by their keys."""
        own.cite(self, case, kind, citations)


def _json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise Trouble(what=tr("This cannot be kept: {}").format(error), kept=tr("Nothing was changed.")) from error
