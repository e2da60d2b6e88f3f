"""Runs a plan over the tables of the embedded index."""

import json
import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from core.access import Viewer
from search import index
from search.conditions import All, Any, Condition, Row
from search.cursor import Cursor, rank
from search.index import DossierHit, FacetValue, Found, PageEntry, Question, Tier
from search.judged_text import Text, fulfils
from search.plan import MAX_FACET_VALUES, PagePlan, PagePlans, Plan
from search.points import POINT_STEP
from search.record import decoded_fields, unpack
from search.schema import COLUMNS, FACETS, FIELDS_WEIGHT
from search.sqlite_query import Columns, joined, match, sql, visible
from search.sqlite_tables import page_rows

MAX_SCORED = 2000
"""Dossiers of a tier that get a score; more come newest first: their words say little."""

_WEIGHTS = ", ".join(str(FIELDS_WEIGHT if name == "fields" else 1.0) for name in COLUMNS for _ in range(2))
_SCORES = (
    f"SELECT rowid, -bm25(words, {_WEIGHTS}) FROM words "  # noqa: S608 - numbers only
    "WHERE words MATCH ? AND +rowid IN (SELECT value FROM json_each(?))"
)
_ROWS = "SELECT d.row FROM dossiers d WHERE d.row IN (SELECT value FROM json_each(?))"
_VALUES = "SELECT rowid, fields_folded FROM words WHERE rowid IN (SELECT value FROM json_each(?))"


class _Match(NamedTuple):
    """A matching dossier."""

    tier: int
    row: int
    facets: str
    date: str | None
    id: str


def search(
    db: sqlite3.Connection, plan: Plan, extra: tuple[Condition, ...], question: Question, viewer: Viewer
) -> Found:
    """Everything that fulfils the plan and the `extra` conditions, as far as it is asked for."""
    columns = Columns(("fields", *viewer.text_classes))
    found = _matches(db, columns, plan, extra, viewer)
    counted = min(len(found), index.MAX_TOTAL)
    facets = _facets(each.facets for each in found)
    if question.cursor:
        hits, following = _listed(db, found, question.cursor, question)
        return Found(counted, hits, facets, 0, len(found) > counted, following)
    end = question.offset + question.limit
    listed: list[tuple[_Match, float]] = []
    for tier in (*plan.tiers, plan.lowest):
        if len(listed) >= end:
            break
        same = [each for each in found if each.tier == tier]
        rows = [each.row for each in same]
        scores = _scores(db, columns, plan, tier, rows) if 1 < len(same) <= MAX_SCORED else {}
        ranked = [(each, scores.get(each.row, 0.0)) for each in same]
        listed += sorted(ranked, key=lambda pair: -pair[1])
    hits = tuple(_hit(db, each, score) for each, score in listed[question.offset : end])
    return Found(counted, hits, facets, 0, len(found) > counted)


def _listed(
    db: sqlite3.Connection, found: list[_Match], cursor: Cursor, question: Question
) -> tuple[tuple[DossierHit, ...], Cursor | None]:
    """The part of a listing behind the cursor, and where it goes on."""
    ranked = sorted(found, key=lambda each: rank(each.tier, each.date, each.id))
    first = bisect_right(ranked, cursor.rank, key=lambda each: rank(each.tier, each.date, each.id))
    part = ranked[first : first + question.limit]
    last = part[-1] if first + question.limit < len(ranked) and part else None
    following = Cursor(last.tier, last.date, last.id, question.query.loose) if last else None
    return tuple(_hit(db, each, 0.0) for each in part), following


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
    best = {
        dossier: _best_row(db, row, plans.exact if exact else plans.loose, viewer)
        for dossier, row, exact in rows
    }
    return {dossier: _page(db, row) for dossier, row in best.items() if row is not None}


def _best_row(db: sqlite3.Connection, dossier_row: int, plan: PagePlan, viewer: Viewer) -> int | None:
    """The first of the best pages; a dossier's few are judged faster in memory than by look-ups."""
    best: tuple[int, int] | None = None
    best_row = None
    for row, marked, folded in _texts(db, dossier_row, viewer) if plan.words else ():
        text = Text.of(marked, folded)
        step = next((at for at, part in enumerate(plan.steps) if fulfils(text, part)), None)
        if step == 0:
            return row
        words = sum(fulfils(text, word) for word in plan.words) if step is None else 0
        if step is None and not words:
            continue
        value = (len(plan.steps) - step, 0) if step is not None else (0, words)
        if best is None or value > best:
            best, best_row = value, row
    return best_row


def _texts(db: sqlite3.Connection, dossier_row: int, viewer: Viewer) -> Iterator[tuple[int, str, str]]:
    """The tokens of the pages of a dossier that the viewer may read, in their order."""
    yield from db.execute(
        "SELECT p.row, w.marked, w.folded FROM pages p JOIN page_words w ON w.rowid = p.row "
        "WHERE p.row BETWEEN ? AND ? AND p.class IN (SELECT value FROM json_each(?)) ORDER BY p.row",
        (*page_rows(dossier_row), json.dumps(viewer.text_classes)),
    )


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
    return tuple(dict.fromkeys(row[0] for row in rows))


def _matches(
    db: sqlite3.Connection, columns: Columns, plan: Plan, extra: tuple[Condition, ...], viewer: Viewer
) -> list[_Match]:
    """All matching dossiers, newest first."""
    where, wanted = joined("AND", [visible(viewer), *(sql(columns, part) for part in (plan.matches, *extra))])
    tiers = {tier: sql(columns, part) for tier, part in plan.tiers.items()}
    whens = " ".join(f"WHEN {expression} THEN {tier:d}" for tier, (expression, _) in tiers.items())
    values = [value for _, parameters in tiers.values() for value in parameters]
    rows = db.execute(
        f"SELECT CASE {whens or 'WHEN 0 THEN 0'} ELSE {plan.lowest:d} END, d.row, d.facets, d.date, d.id "  # noqa: S608 - values are bound
        f"FROM dossiers d WHERE {where} ORDER BY d.date DESC NULLS LAST, d.id",
        (*values, *wanted),
    )
    return [_Match(*row) for row in rows]


def _scores(
    db: sqlite3.Connection, columns: Columns, plan: Plan, tier: Tier, rows: Sequence[int]
) -> dict[int, float]:
    """Points and the engine's score of the dossiers of a tier, by the words that make the tier."""
    # Near words are left out: scoring hundreds of them takes longer than finding them.
    candidates = (plan.tiers.get(tier, Any(())), Any(plan.scored))
    text = next((text for part in candidates if (text := match(columns, part))), None)
    found = dict(db.execute(_SCORES, (text, json.dumps(rows))).fetchall()) if text else {}
    for row, points in _points(db, columns, plan, rows).items():
        found[row] = found.get(row, 0.0) + POINT_STEP * points
    return found


def _points(db: sqlite3.Connection, columns: Columns, plan: Plan, rows: Sequence[int]) -> Counter[int]:
    """The points of these dossiers: their few values are looked at in memory, the rest by look-ups."""
    found: Counter[int] = Counter()
    valued = [point for point in plan.points if _is_valued(point.part)]
    wanted = json.dumps(rows)
    for row, folded in db.execute(_VALUES, (wanted,)):
        text = Text.of("", folded)
        found[row] = sum(point.worth for point in valued if fulfils(text, point.part))
    for point in plan.points:
        if point in valued:
            continue
        expression, values = sql(columns, point.part)
        there = (
            f"SELECT d.row FROM dossiers d WHERE d.row IN (SELECT value FROM json_each(?)) AND {expression}"  # noqa: S608 - values are bound
        )
        for (row,) in db.execute(there, (wanted, *values)):
            found[row] += point.worth
    return found


def _is_valued(part: Condition) -> bool:
    match part:
        case All(parts) | Any(parts):
            return bool(parts) and all(_is_valued(each) for each in parts)
        case Row():
            return part.valued
    return False


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


def _page(db: sqlite3.Connection, row: int) -> PageEntry:
    document, number, text_class, width, height, packed = db.execute(
        "SELECT document, number, class, width, height, words FROM pages WHERE row = ?", (row,)
    ).fetchone()
    return PageEntry(document, number, unpack(packed), text_class, width, height)
