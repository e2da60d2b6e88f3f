"""The search index in SQLite files, for one machine and no server."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from core.access import Viewer
from search import sqlite_search, sqlite_tables
from search.index import DossierEntry, Found, PageEntry, Question
from search.plan import filters, page_plans, plan
from search.record import record
from search.sqlite_builds import Builds, translated
from search.terms import started

DOSSIERS_PER_COMMIT = 100
"""Readers never wait for a commit; other writers wait for one batch at most."""


class SqliteIndex:
    """`SearchIndex` in SQLite full-text tables; safe to share between threads."""

    def __init__(self, path: Path, *, fresh: bool = False) -> None:
        self._builds = Builds(path, fresh=fresh)

    def prepare(self) -> None:
        """Create what is missing; check the schema version."""
        with translated():
            self._builds.prepare()

    def add(self, entries: Iterable[DossierEntry]) -> int:
        """Index dossiers; those already there with this or a higher generation are passed over."""
        changed = 0
        waiting = iter(entries)
        while batch := list(islice(waiting, DOSSIERS_PER_COMMIT)):
            with translated(), self._builds.writing() as db:
                changed += sum(_add(db, entry) for entry in batch)
        return changed

    def remove(self, dossier: str, generation: int) -> None:
        """Forget a dossier, remembering the generation so that a late add stays out."""
        with translated(), self._builds.writing() as db:
            if (_generation(db, dossier) or 0) <= generation:
                sqlite_tables.clear(db, dossier, generation)

    def search(self, question: Question, viewer: Viewer) -> Found:
        """Dossiers that match, best first."""
        extra = filters(question)
        with translated(), self._builds.reading() as db:
            found = sqlite_search.search(db, plan(question.query), extra, question, viewer)
            if loose := question.loosened(found.total):
                more = sqlite_search.search(db, plan(loose.query), extra, loose, viewer)
                return replace(more, nearly=max(0, more.total - found.total))
            return found

    def pages(self, dossiers: Sequence[str], question: Question, viewer: Viewer) -> Mapping[str, PageEntry]:
        """For each dossier the page that shows the match best."""
        plans = page_plans(question.query)
        with translated(), self._builds.reading() as db:
            return sqlite_search.best_pages(db, dossiers, plans, viewer)

    def suggest(self, prefix: str, viewer: Viewer, limit: int = 8) -> tuple[str, ...]:
        """Codes, procedures, agencies and perhaps names that start like `prefix`, the most frequent first."""
        keys = started(prefix, people=viewer.may_look_up_persons)
        if not keys:
            return ()
        with translated(), self._builds.reading() as db:
            return sqlite_search.suggest(db, keys, viewer, limit)

    def ids(self, after: str | None = None) -> Iterator[tuple[str, int]]:
        """Every indexed dossier id above `after` with its generation, in id order."""
        while True:
            with translated(), self._builds.reading() as db:
                rows = db.execute(
                    "SELECT id, generation FROM dossiers WHERE live AND id > ? ORDER BY id LIMIT 1000",
                    (after or "",),
                ).fetchall()
            if not rows:
                return
            yield from rows
            after = rows[-1][0]

    def swap(self) -> None:
        """Make this fresh index the one that is searched."""
        with translated():
            self._builds.swap()

    def close(self) -> None:
        """Let go of the files."""
        self._builds.close()


def _add(db: sqlite3.Connection, entry: DossierEntry) -> bool:
    known = _generation(db, entry.id)
    if known is not None and known >= entry.generation:
        return False
    sqlite_tables.replace(db, record(entry))
    return True


def _generation(db: sqlite3.Connection, dossier: str) -> int | None:
    found = db.execute("SELECT generation FROM dossiers WHERE id = ?", (dossier,)).fetchone()
    return int(found[0]) if found else None
