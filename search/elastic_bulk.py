"""Bulk requests: sliced by size, retried when the server is full, refusals kept item by item."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from elasticsearch import ApiError, Elasticsearch

from search.elastic_mapping import Json

SLICE_BYTES = 6 << 20
"""Of one request; larger ones gained nothing and cost the server heap."""

ATTEMPTS = 8
FIRST_PAUSE_SECONDS = 0.25
TOO_MANY_REQUESTS = 429
BLOCKED = "cluster_block_exception"
"""What the server calls an index that takes no writes."""


@dataclass(frozen=True, slots=True)
class Action:
    """One document to write or delete."""

    index: str
    id: str
    version: int
    source: Json | None
    """None deletes."""
    version_type: str = "external"

    def lines(self) -> bytes:
        """The action as the bulk request spells it."""
        operation = "delete" if self.source is None else "index"
        head = {
            operation: {
                "_index": self.index,
                "_id": self.id,
                "version": self.version,
                "version_type": self.version_type,
            }
        }
        body = b"" if self.source is None else msgspec.json.encode(self.source) + b"\n"
        return msgspec.json.encode(head) + b"\n" + body


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the server took an action."""

    action: Action
    status: int
    error: str = ""
    """The server's name of what it refuses, such as `cluster_block_exception`."""

    @property
    def refused(self) -> bool:
        """Whether the server did not take it, for another reason than a newer version."""
        return not self.written and not self.outdated

    @property
    def written(self) -> bool:
        """Whether the document is there now."""
        return self.status < 300

    @property
    def outdated(self) -> bool:
        """Whether a newer version was there already."""
        return self.status == 409


def write(client: Elasticsearch, actions: Iterable[Action], *, through_alias: bool) -> Iterator[Outcome]:
    """Carry out the actions, with growing pauses while the server has no room for more.

    With `through_alias` a name that is no alias is refused, where the server would create an index.
    """
    for batch in _slices(actions):
        waiting = batch
        for attempt in range(ATTEMPTS):
            outcomes = _send(client, waiting, through_alias)
            # A full disk blocks with the same status; it is not over in a moment.
            full = [each for each in outcomes if each.status == TOO_MANY_REQUESTS and each.error != BLOCKED]
            last = attempt == ATTEMPTS - 1
            yield from (each for each in outcomes if last or each not in full)
            if not full or last:
                break
            time.sleep(FIRST_PAUSE_SECONDS * 2**attempt)
            waiting = [(each.action, each.action.lines()) for each in full]


def _send(client: Elasticsearch, batch: list[tuple[Action, bytes]], through_alias: bool) -> list[Outcome]:
    try:
        answer: Any = client.perform_request(
            "POST",
            "/_bulk",
            params={"filter_path": "items.*.status,items.*.error.type", "require_alias": through_alias},
            headers={"accept": "application/json", "content-type": "application/x-ndjson"},
            body=b"".join(lines for _, lines in batch),
        )
    except ApiError as exc:
        if exc.status_code != TOO_MANY_REQUESTS:
            raise
        return [Outcome(action, TOO_MANY_REQUESTS) for action, _ in batch]
    items = (next(iter(item.values())) for item in answer["items"])
    return [
        Outcome(action, item["status"], item.get("error", {}).get("type", ""))
        for (action, _), item in zip(batch, items, strict=True)
    ]


def _slices(actions: Iterable[Action]) -> Iterator[list[tuple[Action, bytes]]]:
    batch: list[tuple[Action, bytes]] = []
    size = 0
    for action in actions:
        lines = action.lines()
        if batch and size + len(lines) > SLICE_BYTES:
            yield batch
            batch, size = [], 0
        batch.append((action, lines))
        size += len(lines)
    if batch:
        yield batch
