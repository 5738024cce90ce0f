"""How do rows become what the reader said of a case?"""

import json
import sqlite3

from desktop_app.casebook.reading import Choice, Contest, Locked, Prior, Rating, Reading, Saved, Stance


def read(connection: sqlite3.Connection, case: str) -> Reading:
    """What is said of a case (its slug), and of all cases where that holds for it too."""

    def rows(columns: str, table: str) -> sqlite3.Cursor:
        return connection.execute(f"SELECT {columns} FROM {table} WHERE case_slug = ? ORDER BY id", (case,))

    def keys(table: str) -> set[str]:
        found = connection.execute(
            f"SELECT p.key FROM {table} p JOIN cases k ON k.id = p.case_id WHERE k.slug = ?", (case,)
        )
        return {key for (key,) in found}

    links, items, hypotheses = keys("links"), keys("evidence"), keys("hypotheses")
    contests = [
        Contest(link, Stance(stance), reason, author, changed)
        for link, stance, reason, author, changed in rows("link_key, stance, reason, author, changed", "contests")
    ]
    ratings = [
        Rating(*row)
        for row in rows(
            "evidence_key, hypothesis_key, low_db, mid_db, high_db, words, certitude, uniqueness, reason, source_key,"
            " author, changed",
            "ratings",
        )
    ]
    priors = [Prior(*row) for row in rows("hypothesis_key, low, mid, high, reason, author, changed", "priors")]

    all_said: list[Contest | Rating | Prior] = [*contests, *ratings, *priors]

    def attached(said: Contest | Rating | Prior) -> bool:
        if isinstance(said, Contest):
            return said.link in links
        return said.hypothesis in hypotheses and (isinstance(said, Prior) or said.evidence in items)

    return Reading(
        case,
        contests=tuple(filter(attached, contests)),
        ratings=tuple(filter(attached, ratings)),
        priors=tuple(filter(attached, priors)),
        choices=tuple(
            Choice(of, kind, key, json.loads(value), changed)
            for of, kind, key, value, changed in connection.execute(
                "SELECT case_slug, kind, key, value, changed FROM choices WHERE case_slug IN ('', ?)"
                " ORDER BY case_slug, id",
                (case,),
            )
        ),
        gone=tuple(said for said in all_said if not attached(said)),
    )


def analyses(connection: sqlite3.Connection, case: str | None) -> tuple[Saved, ...]:
    """The analyses kept with a case, or all; the oldest first."""
    return tuple(
        Saved(
            row_id, slug, kind, name, json.loads(settings), seed, json.loads(result), tuple(json.loads(assumptions)),
            version, made, bool(in_summary), author,
        )
        for row_id, slug, kind, name, settings, seed, result, assumptions, version, made, in_summary, author
        in connection.execute(
            "SELECT id, case_slug, kind, name, settings, seed, result, assumptions, version, made, in_summary, author"
            " FROM analyses WHERE ?1 IS NULL OR case_slug = ?1 ORDER BY id",
            (case,),
        )
    )  # fmt: skip


def locks(connection: sqlite3.Connection, case: str | None) -> tuple[Locked, ...]:
    """The thresholds locked for a case, or all; the oldest first."""
    found = connection.execute(
        "SELECT id, case_slug, kind, thresholds, digest, made, author FROM locks"
        " WHERE ?1 IS NULL OR case_slug = ?1 ORDER BY id",
        (case,),
    )
    return tuple(Locked(*row) for row in found)
