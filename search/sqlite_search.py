"""Runs a plan over the tables of the embedded index."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from core.access import Viewer
from search.conditions import All, Any, Condition, OneOf
from search.index import DossierHit, FacetValue, Found, PageEntry, Question, Tier
from search.plan import MAX_FACET_VALUES, PagePlan, PagePlans, Plan
from search.record import decoded_fields, unpack
from search.schema import COLUMNS, FACETS, FIELDS_WEIGHT
from search.sqlite_query import Columns, joined, match, sql, visible
from search.sqlite_tables import page_rows

MAX_SCORED = 2000
"""Dossiers of a tier that get a score; more come newest first: their words say little."""

_WEIGHTS = ", ".join(str(FIELDS_WEIGHT if name == "fields" else 1.0) for name in COLUMNS for _ in range(2))
_SCORES = f"SELECT rowid, -bm25(words, {_WEIGHTS}) FROM words WHERE words MATCH ?"  # noqa: S608 - numbers only
_ANY_PAGE = "SELECT 1 FROM page_words WHERE page_words MATCH ? LIMIT 1"
_PAGE_COLUMNS = Columns(())


class _Match(NamedTuple):
    """A matching dossier."""

    tier: int
    row: int
    facets: str


def search(
    db: sqlite3.Connection, plan: Plan, extra: tuple[Condition, ...], question: Question, viewer: Viewer
) -> Found:
    """Everything that fulfils the plan and the `extra` conditions, as far as it is asked for."""
    columns = Columns(("fields", *viewer.text_classes))
    found = _matches(db, columns, plan, extra, viewer)
    end = question.offset + question.limit
    listed: list[tuple[_Match, float]] = []
    for tier in (*plan.tiers, plan.lowest):
        if len(listed) >= end:
            break
        same = [each for each in found if each.tier == tier]
        scores = _scores(db, columns, plan, tier) if 1 < len(same) <= MAX_SCORED else {}
        ranked = [(each, scores.get(each.row, 0.0)) for each in same]
        listed += sorted(ranked, key=lambda pair: -pair[1])
    hits = tuple(_hit(db, each, score) for each, score in listed[question.offset : end])
    return Found(len(found), hits, _facets(each.facets for each in found))


def best_pages(
    db: sqlite3.Connection, dossiers: Iterable[str], plans: PagePlans, viewer: Viewer
) -> dict[str, PageEntry]:
    """For each visible dossier the first page that does best by the plan that is due to it."""
    seen, values = visible(viewer)
    exactly, words = sql(Columns(("fields", *viewer.text_classes)), plans.exactly)
    rows = db.execute(
        f"SELECT d.id, d.row, {exactly} FROM dossiers d "  # noqa: S608 - values are bound
        f"WHERE d.id IN (SELECT value FROM json_each(?)) AND {seen}",
        (*words, json.dumps(list(dossiers)), *values),
    ).fetchall()
    loose = _narrowed(db, plans.loose) if any(not exact for _, _, exact in rows) else plans.loose
    best = {
        dossier: _best_row(db, row, plans.exact if exact else loose, viewer) for dossier, row, exact in rows
    }
    return {dossier: _page(db, row) for dossier, row in best.items() if row is not None}


def _best_row(db: sqlite3.Connection, dossier_row: int, plan: PagePlan, viewer: Viewer) -> int | None:
    for step in plan.steps:
        rows = _page_rows(db, dossier_row, step, viewer, limit=1)
        if rows:
            return rows[0]
    counts = Counter(row for word in plan.words for row in _page_rows(db, dossier_row, word, viewer))
    return min(counts, key=lambda row: (-counts[row], row), default=None)


def _narrowed(db: sqlite3.Connection, plan: PagePlan) -> PagePlan:
    """The plan without similar words that no page has: 300 look-ups once instead of for every dossier."""

    def present(part: Condition) -> Condition:
        match part:
            case OneOf(words):
                return OneOf(
                    tuple(word for word in words if db.execute(_ANY_PAGE, (f'"{word}"',)).fetchone())
                )
            case All(parts):
                return All(tuple(present(each) for each in parts))
            case Any(parts):
                return Any(tuple(present(each) for each in parts))
        return part

    steps = tuple(present(part) for part in plan.steps)
    return PagePlan(steps, tuple(present(part) for part in plan.words))


def suggest(db: sqlite3.Connection, keys: tuple[str, ...], viewer: Viewer, limit: int) -> tuple[str, ...]:
    """Values whose folded tokens start with one of `keys`, the most frequent first."""
    seen, values = visible(viewer)
    ranges = " OR ".join("s.key >= ? AND s.key < ?" for _ in keys)
    rows = db.execute(
        "SELECT s.value FROM suggest s JOIN dossiers d ON d.row = s.dossier "  # noqa: S608 - values are bound
        f"WHERE ({ranges}) AND {seen} "
        "GROUP BY s.key, s.value ORDER BY count(*) DESC, s.key, s.value LIMIT ?",
        (*(bound for key in keys for bound in (key, key + "\U0010ffff")), *values, limit),
    ).fetchall()
    return tuple(row[0] for row in rows)


def _matches(
    db: sqlite3.Connection, columns: Columns, plan: Plan, extra: tuple[Condition, ...], viewer: Viewer
) -> list[_Match]:
    """All matching dossiers, newest first."""
    where, wanted = joined("AND", [visible(viewer), *(sql(columns, part) for part in (plan.matches, *extra))])
    tiers = {tier: sql(columns, part) for tier, part in plan.tiers.items()}
    whens = " ".join(f"WHEN {expression} THEN {tier:d}" for tier, (expression, _) in tiers.items())
    values = [value for _, parameters in tiers.values() for value in parameters]
    rows = db.execute(
        f"SELECT CASE {whens or 'WHEN 0 THEN 0'} ELSE {plan.lowest:d} END, d.row, d.facets "  # noqa: S608 - values are bound
        f"FROM dossiers d WHERE {where} ORDER BY d.date DESC NULLS LAST, d.id",
        (*values, *wanted),
    )
    return [_Match(*row) for row in rows]


def _scores(db: sqlite3.Connection, columns: Columns, plan: Plan, tier: Tier) -> dict[int, float]:
    """The engine's score of the dossiers of a tier, by the words that make the tier."""
    candidates = (plan.tiers.get(tier, plan.matches), plan.matches, Any(plan.scored))
    text = next((text for part in candidates if (text := match(columns, part))), None)
    return dict(db.execute(_SCORES, (text,)).fetchall()) if text else {}


def _hit(db: sqlite3.Connection, found: _Match, score: float) -> DossierHit:
    dossier, code, fields = db.execute(
        "SELECT id, code, fields FROM dossiers WHERE row = ?", (found.row,)
    ).fetchone()
    return DossierHit(dossier, code, Tier(found.tier), score, decoded_fields(fields))


def _facets(keys: Iterable[str]) -> dict[str, tuple[FacetValue, ...]]:
    """Count values; few dossiers differ in all facets, so equal sets are counted as one."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for key, times in Counter(keys).items():
        for name, values in decoded_fields(key).items():
            for value in values:
                counts[name][value] += times
    return {
        name: tuple(
            FacetValue(value, count)
            for value, count in sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))[
                :MAX_FACET_VALUES
            ]
        )
        for name, counter in counts.items()
        if counter
    }


def _page_rows(
    db: sqlite3.Connection, dossier_row: int, part: Condition, viewer: Viewer, limit: int = -1
) -> list[int]:
    """Pages of a dossier that fulfil a condition, in their order."""
    text = match(_PAGE_COLUMNS, part)
    if text is None:
        return []
    rows = db.execute(
        "SELECT p.row FROM page_words w JOIN pages p ON p.row = w.rowid "
        "WHERE page_words MATCH ? AND w.rowid BETWEEN ? AND ? "
        "AND p.class IN (SELECT value FROM json_each(?)) ORDER BY w.rowid LIMIT ?",
        (text, *page_rows(dossier_row), json.dumps(viewer.text_classes), limit),
    )
    return [int(row[0]) for row in rows]


def _page(db: sqlite3.Connection, row: int) -> PageEntry:
    document, number, text_class, width, height, packed = db.execute(
        "SELECT document, number, class, width, height, words FROM pages WHERE row = ?", (row,)
    ).fetchone()
    return PageEntry(document, number, unpack(packed), text_class, width, height)
