"""What people usually build: one analysed text and its folded copy in Elasticsearch, or SQLite's folding."""

import re
import sqlite3
from collections.abc import Iterable

from elasticsearch import Elasticsearch

from bench.search.measures import DEEP
from core.text import fold, nfc
from search.index import DossierEntry

_BATCH = 500


def text_of(entry: DossierEntry) -> str:
    """Everything that the dossier says, as one text."""
    values = [entry.code or "", *(value for values in entry.fields.values() for value in values)]
    pages = [" ".join(word.text for line in page.lines for word in line.words) for page in entry.pages]
    return nfc("\n".join([*values, *pages]))


class StandardAnalyzer:
    """`multi_match` over text analysed by `standard`, and over its copy without marks."""

    def __init__(self, client: Elasticsearch, index: str, operator: str) -> None:
        self._client, self._index, self._operator = client, index, operator

    def fill(self, entries: Iterable[DossierEntry]) -> None:
        """Index all dossiers anew."""
        text = {"type": "text", "analyzer": "standard"}
        self._client.indices.create(index=self._index, mappings={"properties": {"raw": text, "folded": text}})
        lines: list[dict[str, object]] = []
        for entry in entries:
            raw = text_of(entry)
            lines += [{"index": {"_id": entry.id}}, {"raw": raw, "folded": fold(raw)}]
            if len(lines) >= 2 * _BATCH:
                self._client.bulk(index=self._index, operations=lines)
                lines = []
        if lines:
            self._client.bulk(index=self._index, operations=lines)
        self._client.indices.refresh(index=self._index)

    def search(self, text: str) -> list[str]:
        """Ids, best first."""
        answer = self._client.search(
            index=self._index,
            query={
                "bool": {
                    "should": [
                        self._match("raw", nfc(text)),
                        self._match("folded", fold(text)),
                    ]
                }
            },
            size=DEEP,
            source=False,
        )
        return [hit["_id"] for hit in answer["hits"]["hits"]]

    def _match(self, field: str, text: str) -> dict[str, object]:
        return {"multi_match": {"query": text, "fields": [field], "operator": self._operator}}


class RemoveDiacritics:
    """SQLite with `unicode61 remove_diacritics 2`, all words required, ranked by bm25."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:")
        tokenizer = "unicode61 remove_diacritics 2"
        self._db.execute(f"CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, body, tokenize = '{tokenizer}')")

    def fill(self, entries: Iterable[DossierEntry]) -> None:
        """Index all dossiers."""
        self._db.executemany("INSERT INTO t VALUES (?, ?)", ((entry.id, text_of(entry)) for entry in entries))

    def search(self, text: str) -> list[str]:
        """Ids, best first."""
        words = re.findall(r"\w+", nfc(text))
        if not words:
            return []
        asked = " ".join(f'"{word}"' for word in words)
        rows = self._db.execute("SELECT id FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?", (asked, DEEP))
        return [row[0] for row in rows]
