"""Writes conditions as Elasticsearch queries; the counterpart of `sqlite_query`."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.access import Viewer
from search import index
from search.conditions import All, Any, AtLeast, Between, Condition, Exact, OneOf, Readers, Row, Without
from search.cursor import Cursor
from search.elastic_mapping import SEPARATOR, Json
from search.index import Question, Tier
from search.plan import MAX_FACET_VALUES, PagePlan, Plan
from search.points import POINT_STEP
from search.schema import FACETS, FIELDS_WEIGHT

TIER_STEP = 65536.0
"""Distance between tiers in `_score`: above any sum of points and word scores; floats keep 1/64 of it."""

VALUES_A_SHARD = 5000
"""Values of a facet that each shard tells: counts are exact for as many different ones."""

MAX_EXPANSIONS = 2000
"""Words that the open end of a phrase may stand for."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The fields that a viewer may search."""

    text: tuple[str, ...]
    """Names without their form; empty for pages, which have just `marked` and `folded`."""

    def names(self, part: Row | OneOf) -> list[str]:
        """The fields to look in."""
        form = "marked" if isinstance(part, Row) and part.marked else "folded"
        names = ("named",) if part.named else self.text
        if isinstance(part, Row) and part.valued and not part.named:
            names = ("fields",)
        return [f"{name}_{form}" for name in names] or [form]


def visible(viewer: Viewer) -> list[Json]:
    """Dossiers that exist and that `viewer` may see."""
    seen: list[Json] = [{"term": {"live": True}}]
    if not viewer.sees_all_dossiers:
        seen.append({"terms": {"readers": sorted(viewer.reads_for)}})
    return seen


def query(columns: Columns, part: Condition) -> Json:
    """The condition as a query; only rows of words have a score."""
    match part:
        case Row():
            return _best([_row(name, part) for name in columns.names(part)])
        case OneOf(words):
            return _best([{"terms": {name: words}} for name in columns.names(part)])
        case All(parts):
            filters = [query(columns, each) for each in parts]
            return {"bool": {"filter": filters}} if parts else {"match_all": {}}
        case Any(parts):
            either = [query(columns, each) for each in parts]
            return {"bool": {"should": either, "minimum_should_match": 1}} if parts else {"match_none": {}}
        case AtLeast(count, parts):
            some = [query(columns, each) for each in parts]
            return {"bool": {"should": some, "minimum_should_match": count}}
        case Without(inner):
            return {"bool": {"must_not": [query(columns, inner)]}}
        case Exact(keys):
            return {"terms": {"exact": keys}}
        case Readers(agencies):
            return {"terms": {"readers": list(agencies)}}
        case Between(first, last):
            return {"range": {"date": {"gte": first or "", "lte": last or "9999-12-31"}}}


def search_body(plan: Plan, extra: tuple[Condition, ...], question: Question, viewer: Viewer) -> Json:
    """The request for the dossiers that fulfil a plan."""
    columns = Columns(("fields", *viewer.text_classes))
    tiers = [_constant(query(columns, part), bonus(tier)) for tier, part in plan.tiers.items()]
    tiers.append(_constant({"match_all": {}}, bonus(plan.lowest)))
    return {
        "query": {
            "bool": {
                "filter": [*visible(viewer), *(query(columns, part) for part in (plan.matches, *extra))],
                "must": [{"dis_max": {"queries": tiers}}],
                "should": [] if question.cursor else _scored(columns, plan),
            }
        },
        "sort": [{"_score": "desc"}, {"date": {"order": "desc", "missing": "_last"}}, {"id": "asc"}],
        "aggs": {name: {"terms": _top(f"facet_{name}", MAX_FACET_VALUES)} for name in FACETS},
        "_source": ["shown"],
        "size": question.limit + bool(question.cursor),
        "track_total_hits": index.MAX_TOTAL,
        **(_behind(question.cursor) if question.cursor else {"from": question.offset}),
    }


def _scored(columns: Columns, plan: Plan) -> list[Json]:
    """What orders a tier."""
    return [
        *(_constant(query(columns, point.part), POINT_STEP * point.worth) for point in plan.points),
        *(query(columns, part) for part in plan.scored),
    ]


def _behind(cursor: Cursor) -> Json:
    """Only what comes after the cursor; without points and scores `_score` is the tier alone."""
    return {"search_after": [bonus(Tier(cursor.tier)), cursor.date, cursor.id]} if cursor.tier else {}


def generations_body(dossiers: Sequence[str], exactly: Condition, viewer: Viewer) -> Json:
    """The request for the visible ones of `dossiers`; only those that match exactly have a score."""
    columns = Columns(("fields", *viewer.text_classes))
    return {
        "query": {
            "bool": {
                "filter": [*visible(viewer), {"terms": {"id": list(dossiers)}}],
                "should": [_constant(query(columns, exactly), 1.0)],
            }
        },
        "_source": ["generation"],
        "size": len(dossiers),
        "track_total_hits": False,
    }


def page_body(plan: PagePlan, generations: dict[str, int], viewer: Viewer) -> Json:
    """The request for the best page of each dossier, at the generation it is indexed with."""
    columns = Columns(())
    steps = [
        _constant(query(columns, part), TIER_STEP * (len(plan.steps) - index))
        for index, part in enumerate(plan.steps)
    ]
    # Beside a step that is fulfilled the number of words counts for nothing: dis_max takes the step.
    words = [_constant(query(columns, part), 1.0) for part in plan.words]
    owners = [
        {"bool": {"filter": [{"term": {"dossier": dossier}}, {"term": {"generation": generation}}]}}
        for dossier, generation in generations.items()
    ]
    return {
        "query": {
            "bool": {
                "filter": [_any(owners), {"terms": {"class": viewer.text_classes}}, _any(words)],
                "should": [{"dis_max": {"queries": [*steps, {"bool": {"should": words}}]}}],
            }
        },
        "collapse": {"field": "dossier"},
        "sort": [{"_score": "desc"}, {"ordinal": "asc"}],
        "docvalue_fields": ["dossier", "class"],
        "_source": ["shown"],
        "size": len(generations),
        "track_total_hits": False,
    }


def suggest_body(keys: Sequence[str], viewer: Viewer, limit: int) -> Json:
    """The request for values whose folded tokens start with one of `keys`, which are letters and spaces."""
    starts: list[Json] = [{"prefix": {"suggest": key}} for key in keys]
    return {
        "query": {"bool": {"filter": [*visible(viewer), _any(starts)]}},
        "aggs": {"values": {"terms": {**_top("suggest", limit), "include": f"({'|'.join(keys)}).*"}}},
        "size": 0,
        "track_total_hits": False,
    }


def suggested(bucket: str) -> str:
    """The value of a suggestion's bucket."""
    return bucket.split(SEPARATOR, 1)[1]


def bonus(tier: Tier) -> float:
    """What a tier adds to the score."""
    return TIER_STEP * (Tier.FUZZY - tier)


def tier_and_score(score: float) -> tuple[Tier, float]:
    """Take `bonus` out of a score again."""
    steps = int(score // TIER_STEP)
    return Tier(Tier.FUZZY - steps), score - steps * TIER_STEP


def _row(name: str, row: Row) -> Json:
    boost = FIELDS_WEIGHT if name.startswith("fields_") else 1.0
    text = " ".join(row.words)
    if len(row.words) == 1:
        return {"prefix" if row.prefix else "term": {name: {"value": text, "boost": boost}}}
    if row.prefix:
        return {
            "match_phrase_prefix": {name: {"query": text, "boost": boost, "max_expansions": MAX_EXPANSIONS}}
        }
    return {"match_phrase": {name: {"query": text, "boost": boost}}}


def _best(queries: list[Json]) -> Json:
    return queries[0] if len(queries) == 1 else {"dis_max": {"queries": queries}}


def _any(queries: list[Json]) -> Json:
    return {"bool": {"should": queries, "minimum_should_match": 1}}


def _constant(filtered: Json, boost: float) -> Json:
    return {"constant_score": {"filter": filtered, "boost": boost}}


def _top(name: str, size: int) -> Json:
    order = [{"_count": "desc"}, {"_key": "asc"}]
    return {"field": name, "size": size, "shard_size": VALUES_A_SHARD, "order": order}
