"""The search index in Elasticsearch 8.19 or newer."""

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from urllib.parse import parse_qs, urlsplit

from elasticsearch import Elasticsearch

from core.access import Viewer
from core.errors import ConfigError
from search import elastic_bulk
from search.conditions import Condition
from search.cursor import Cursor
from search.elastic_builds import Builds
from search.elastic_bulk import Action, Outcome
from search.elastic_errors import refusal, translated
from search.elastic_mapping import Json, dossier_source, page_source
from search.elastic_query import (
    generations_body,
    page_body,
    search_body,
    suggest_body,
    suggested,
    tier_and_score,
)
from search.index import DossierEntry, DossierHit, FacetValue, Found, PageEntry, Question
from search.plan import PagePlan, filters, page_plans, plan
from search.record import DossierRecord, record, unpack
from search.terms import started

DEFAULT_PREFIX = "sohoa"
_PREFIX = re.compile(r"^[a-z0-9][a-z0-9_-]{0,60}$")

DOSSIERS_PER_BATCH = 100
"""Checked, written and forgotten together; bounds the memory of a bulk load."""

MAX_SHARDS = 100

SECONDS = 60.0
"""A request is given up after this long."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is indexed under a dossier's id, a tombstone included."""

    generation: int
    pages: int


class ElasticIndex:
    """`SearchIndex` in two Elasticsearch indices behind aliases; safe to share between threads."""

    def __init__(self, url: str, api_key: str | None = None, *, fresh: bool = False) -> None:
        parts = urlsplit(url)
        prefix = parts.path.strip("/") or DEFAULT_PREFIX
        if not _PREFIX.match(prefix):
            raise ConfigError("The prefix in SOHOA_INDEX may hold a-z, 0-9, - and _ only.")
        self._client = Elasticsearch(
            f"{parts.scheme}://{parts.netloc}"
            + ("" if parts.port else ":443" if parts.scheme == "https" else ":80"),
            api_key=api_key,
            request_timeout=SECONDS,
            max_retries=2,
            retry_on_timeout=False,
        )
        self._builds = Builds(self._client, prefix, _shards(parts.query), fresh=fresh)

    def prepare(self) -> None:
        """Create what is missing; check the schema version."""
        with translated():
            self._builds.prepare()

    def add(self, entries: Iterable[DossierEntry]) -> int:
        """Index dossiers; those already there with this or a higher generation are passed over.

        Raises:
            DiskFull, Unavailable: the index takes no writes now (`index_full`, `index_read_only`).
            SohoaError: the server refused some dossiers; the others are indexed.
        """
        changed, refused = 0, list[Outcome]()
        waiting = iter(entries)
        with translated():
            self._builds.check()
            while batch := list(islice(waiting, DOSSIERS_PER_BATCH)):
                written, failed = self._add(batch)
                changed += written
                refused += failed
            self._builds.refresh()
        if refused:
            raise refusal(refused)
        return changed

    def remove(self, dossier: str, generation: int) -> None:
        """Forget a dossier, remembering the generation so that a late add stays out."""
        with translated():
            self._builds.check()
            known = self._known([dossier]).get(dossier)
            if known and known.generation > generation:
                return
            tombstone = {"id": dossier, "generation": generation, "live": False, "pages": 0}
            action = Action(self._builds.dossiers, dossier, generation, tombstone, "external_gte")
            (outcome,) = self._write([action])
            if outcome.refused:
                raise refusal([outcome])
            if outcome.written and known:
                self._drop_pages(dossier, range(known.pages), generation)
            self._builds.refresh()

    def search(self, question: Question, viewer: Viewer) -> Found:
        """Dossiers that match, best first."""
        extra = filters(question)
        with translated():
            self._builds.check()
            found = self._search(question, extra, viewer)
            if loose := question.loosened(found.total):
                more = self._search(loose, extra, viewer)
                return replace(more, nearly=max(0, more.total - found.total))
        return found

    def _search(self, question: Question, extra: tuple[Condition, ...], viewer: Viewer) -> Found:
        body = search_body(plan(question.query), extra, question, viewer)
        answer = self._client.search(index=self._builds.dossiers, **_arguments(body))
        return _found(answer.body, question)

    def pages(self, dossiers: Sequence[str], question: Question, viewer: Viewer) -> Mapping[str, PageEntry]:
        """For each dossier the page that shows the match best."""
        plans = page_plans(question.query)
        with translated():
            self._builds.check()
            exact, loose = self._generations(dossiers, plans.exactly, viewer)
            return {
                **self._best_pages(plans.exact, exact, viewer),
                **self._best_pages(plans.loose, loose, viewer),
            }

    def suggest(self, prefix: str, viewer: Viewer, limit: int = 8) -> tuple[str, ...]:
        """Codes, procedures, agencies and perhaps names that start like `prefix`, the most frequent first."""
        keys = started(prefix, people=viewer.may_look_up_persons)
        if not keys:
            return ()
        with translated():
            self._builds.check()
            answer = self._client.search(
                index=self._builds.dossiers, **_arguments(suggest_body(keys, viewer, limit))
            )
        buckets = answer["aggregations"]["values"]["buckets"]
        return tuple(dict.fromkeys(suggested(bucket["key"]) for bucket in buckets))

    def ids(self, after: str | None = None) -> Iterator[tuple[str, int]]:
        """Every indexed dossier id above `after` with its generation, in id order."""
        while True:
            with translated():
                self._builds.check()
                answer = self._client.search(
                    index=self._builds.dossiers,
                    query={
                        "bool": {"filter": [{"term": {"live": True}}, {"range": {"id": {"gt": after or ""}}}]}
                    },
                    sort=[{"id": "asc"}],
                    source_includes=["generation"],
                    size=1000,
                    track_total_hits=False,
                )
            hits = answer["hits"]["hits"]
            if not hits:
                return
            for hit in hits:
                yield hit["_id"], hit["_source"]["generation"]
            after = hits[-1]["_id"]

    def swap(self) -> None:
        """Make this fresh index the one that is searched."""
        with translated():
            self._builds.swap()

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _add(self, batch: Sequence[DossierEntry]) -> tuple[int, list[Outcome]]:
        """Write pages first and dossiers last, so that a dossier that is there has its pages.

        How many dossiers were written, and what was refused.
        """
        latest = {entry.id: entry for entry in sorted(batch, key=lambda entry: entry.generation)}
        known = self._known(list(latest))
        newer = [
            record(entry)
            for entry in latest.values()
            if entry.id not in known or known[entry.id].generation < entry.generation
        ]
        pages = (action for each in newer for action in self._page_actions(each))
        refused = [outcome for outcome in self._write(pages) if outcome.refused]
        broken = {outcome.action.id.rpartition("/")[0] for outcome in refused}
        whole = {each.entry.id: each for each in newer if each.entry.id not in broken}
        actions = (
            Action(self._builds.dossiers, id_, each.entry.generation, dossier_source(each))
            for id_, each in whole.items()
        )
        written = 0
        for outcome in self._write(actions):
            written += outcome.written
            refused += [outcome] if outcome.refused else []
            id_ = outcome.action.id
            if outcome.written and id_ in known:
                surplus = range(len(whole[id_].pages), known[id_].pages)
                self._drop_pages(id_, surplus, outcome.action.version)
        return written, refused

    def _page_actions(self, new: DossierRecord) -> Iterator[Action]:
        entry = new.entry
        for page in new.pages:
            source = page_source(entry.id, entry.generation, page)
            yield Action(self._builds.pages, f"{entry.id}/{page.ordinal}", entry.generation, source)

    def _drop_pages(self, dossier: str, ordinals: Iterable[int], generation: int) -> None:
        """Delete pages; one that stays because it was just rewritten is never shown (see `page_body`)."""
        gone = (
            Action(self._builds.pages, f"{dossier}/{ordinal}", generation, None, "external_gte")
            for ordinal in ordinals
        )
        list(self._write(gone))

    def _write(self, actions: Iterable[Action]) -> Iterator[Outcome]:
        return elastic_bulk.write(self._client, actions, through_alias=self._builds.live)

    def _known(self, dossiers: Sequence[str]) -> dict[str, _Known]:
        answer = self._client.mget(
            index=self._builds.dossiers, ids=dossiers, source_includes=["generation", "pages"]
        )
        return {
            each["_id"]: _Known(each["_source"]["generation"], each["_source"]["pages"])
            for each in answer["docs"]
            if each.get("found")
        }

    def _generations(
        self, dossiers: Sequence[str], exactly: Condition, viewer: Viewer
    ) -> tuple[dict[str, int], dict[str, int]]:
        """Generations of the visible ones: those that match exactly, and the others."""
        if not dossiers:
            return {}, {}
        answer = self._client.search(
            index=self._builds.dossiers,
            **_arguments(generations_body(dossiers, exactly, viewer)),
        )
        hits = answer["hits"]["hits"]
        parts = ([hit for hit in hits if hit["_score"]], [hit for hit in hits if not hit["_score"]])
        exact, loose = ({hit["_id"]: hit["_source"]["generation"] for hit in part} for part in parts)
        return exact, loose

    def _best_pages(
        self, plan: PagePlan, generations: dict[str, int], viewer: Viewer
    ) -> dict[str, PageEntry]:
        if not plan.words or not generations:
            return {}
        body = page_body(plan, generations, viewer)
        answer = self._client.search(index=self._builds.pages, **_arguments(body))
        return {hit["fields"]["dossier"][0]: _page(hit) for hit in answer["hits"]["hits"]}


def _shards(query: str) -> int:
    """Parts of a new index, from `?shards=N` behind the address."""
    given = parse_qs(query)
    number = given.pop("shards", ["1"])[-1]
    if given or not number.isascii() or not number.isdigit() or not 1 <= int(number) <= MAX_SHARDS:
        raise ConfigError(f"SOHOA_INDEX takes ?shards=1 to {MAX_SHARDS} and nothing else behind the prefix.")
    return int(number)


def _arguments(body: Json) -> dict[str, Any]:
    """A request body as the client's arguments, whose names differ from it in two places."""
    return {{"_source": "source", "from": "from_"}.get(name, name): value for name, value in body.items()}


def _found(answer: Any, question: Question) -> Found:
    listed = answer["hits"]["hits"][: question.limit]
    facets = {
        name: tuple(FacetValue(bucket["key"], bucket["doc_count"]) for bucket in facet["buckets"])
        for name, facet in answer["aggregations"].items()
        if facet["buckets"]
    }
    total = answer["hits"]["total"]
    hits = tuple(map(_hit, listed))
    following = None
    if question.cursor and listed and len(answer["hits"]["hits"]) > len(listed):
        _, date, id_ = listed[-1]["sort"]
        following = Cursor(hits[-1].tier, date, id_, question.query.loose)
    return Found(total["value"], hits, facets, 0, total["relation"] == "gte", following)


def _hit(hit: Any) -> DossierHit:
    tier, score = tier_and_score(hit["_score"])
    shown = hit["_source"]["shown"]
    fields = {name: tuple(values) for name, values in shown["fields"].items()}
    return DossierHit(hit["_id"], shown["code"], tier, score, fields)


def _page(hit: Any) -> PageEntry:
    shown = hit["_source"]["shown"]
    return PageEntry(
        shown["document"],
        shown["number"],
        unpack(b64decode(shown["words"])),
        hit["fields"]["class"][0],
        shown["width"],
        shown["height"],
    )
