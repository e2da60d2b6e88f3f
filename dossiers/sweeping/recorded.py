"""Dossier records beside the index and beside everything that names a dossier."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from core.codec import Undecodable
from core.errors import NotFound
from core.model import Dossier, DossierState
from dossiers import records
from dossiers.records import CodeClaim
from dossiers.sweeping.model import (
    Difference,
    Round,
    Suspect,
    Unreadable,
    damaged,
    exists,
    foreign,
    read_record,
)
from dossiers.sweeping.sorting import Row, side_by_side
from search.index import SearchIndex
from storage import keys
from storage.store import ObjectStore

HIDDEN = frozenset({DossierState.MERGED, DossierState.DELETED})
"""States whose dossiers are not searched."""


@dataclass(slots=True)
class _Seen:
    """Everything that was found under one dossier's id."""

    id: str
    stored: bool = False
    indexed: int = 0
    """Generation in the index, 0 when it is not there."""
    named_by: str = ""
    """A code, ledger line or correction that names it."""
    deliveries: set[str] = field(default_factory=set)
    """Submissions whose ledger lines name it."""


def check_dossiers(round_: Round) -> Iterator[Suspect]:
    """Compare records, index and references, and note what each record names."""
    strange = list[Suspect]()
    index = ((dossier, "index", str(generation)) for dossier, generation in round_.services.index.ids())
    streams = _listed(round_, strange), index, round_.dossiers.rows()
    gathered = (_gather(dossier, rows) for dossier, rows in side_by_side(*streams))
    for seen, record in round_.ahead(partial(_read, round_.services.store), gathered):
        while strange:
            yield strange.pop()
        round_.counts["indexed"] += seen.indexed > 0
        if isinstance(record, Dossier):
            round_.counts["dossiers"] += 1
            _note(round_, record)
            yield from _compare(round_, seen, record)
        elif seen.stored and not record.missing:
            yield damaged(round_, keys.dossier_key(seen.id), Dossier)
        else:
            yield from _without_record(round_, seen)
    yield from strange


def indexed_generation(index: SearchIndex, dossier: str) -> int:
    """The generation in which a dossier is indexed, 0 when it is not."""
    before = f"{dossier[:-1]}{chr(ord(dossier[-1]) - 1)}~"
    found, generation = next(index.ids(after=before), ("", 0))
    return generation if found == dossier else 0


def carries(store: ObjectStore, dossier: str, code: str) -> bool:
    """Whether the dossier's record says that this is its code, and nobody is at work on it."""
    record = read_record(store, keys.dossier_key(dossier), Dossier)
    known = isinstance(record, Dossier) and record.state not in HIDDEN and record.code == code
    return known and isinstance(record, Dossier) and not in_work(store, record)


def owner_of_code(store: ObjectStore, code: str) -> str | None:
    """The dossier that a code leads to today, merges followed; None when it leads nowhere."""
    try:
        return records.load_dossier(store, records.load(store, keys.code_key(code), CodeClaim)[0].dossier).id
    except (NotFound, Undecodable):
        return None


def in_work(store: ObjectStore, record: Dossier) -> bool:
    """Whether one of the dossier's submissions has not been closed yet."""
    return any(exists(store, keys.submission_key(submission)) for submission in record.submissions)


def _compare(round_: Round, seen: _Seen, record: Dossier) -> Iterator[Suspect]:
    code = _difference(seen.indexed, record)
    if code:
        difference = Difference(code, record.id, f"record {record.generation}, index {seen.indexed}")
        yield Suspect(difference, partial(_index_differs, round_, record.id, code))
    unrecorded = seen.deliveries - set(record.submissions)
    if unrecorded:
        difference = Difference("delivery_unrecorded", record.id, min(unrecorded))
        yield Suspect(difference, partial(_is_unrecorded, round_.services.store, record.id, min(unrecorded)))
    if record.merged_into and not exists(round_.services.store, keys.dossier_key(record.merged_into)):
        yield _missing(round_, record.merged_into, f"merged {record.id}")


def _difference(indexed: int, record: Dossier) -> str:
    """The code of how the index differs from a record, empty when it does not."""
    if record.state in HIDDEN:
        return "index_hidden" if indexed else ""
    if not indexed:
        return "index_missing"
    return {-1: "index_stale", 0: "", 1: "index_ahead"}[
        (indexed > record.generation) - (indexed < record.generation)
    ]


def _without_record(round_: Round, seen: _Seen) -> Iterator[Suspect]:
    """A dossier that others name is lost, and the index may be the last to know it; else that is wrong."""
    store, index = round_.services.store, round_.services.index
    if seen.indexed and not seen.named_by:
        yield Suspect(
            Difference("index_orphan", seen.id, f"index {seen.indexed}"),
            lambda: indexed_generation(index, seen.id) > 0 and not exists(store, keys.dossier_key(seen.id)),
        )
    if seen.named_by:
        yield _missing(round_, seen.id, seen.named_by)


def _missing(round_: Round, dossier: str, named_by: str) -> Suspect:
    return Suspect(
        Difference("dossier_missing", dossier, named_by),
        lambda: not exists(round_.services.store, keys.dossier_key(dossier)),
    )


def _index_differs(round_: Round, dossier: str, code: str) -> bool:
    store = round_.services.store
    record = read_record(store, keys.dossier_key(dossier), Dossier)
    if not isinstance(record, Dossier) or in_work(store, record):
        return False
    return _difference(indexed_generation(round_.services.index, dossier), record) == code


def _is_unrecorded(store: ObjectStore, dossier: str, submission: str) -> bool:
    record = read_record(store, keys.dossier_key(dossier), Dossier)
    return isinstance(record, Dossier) and submission not in record.submissions


def _note(round_: Round, record: Dossier) -> None:
    round_.counts[f"dossiers_{record.state.value}"] += 1
    for submission in record.submissions if record.state is not DossierState.MERGED else ():
        round_.submissions.add(submission, "dossier", record.id)
    if record.code and record.state not in HIDDEN:
        round_.codes.add(record.code, "dossier", record.id)
    for member in record.documents:
        says = "quarantined" if member.state is DossierState.QUARANTINED else "archived"
        round_.documents.add(member.sha256, says, record.id)


def _read(store: ObjectStore, seen: _Seen) -> tuple[_Seen, Dossier | Unreadable]:
    if not seen.stored:
        return seen, Unreadable(missing=True)
    return seen, read_record(store, keys.dossier_key(seen.id), Dossier)


def _gather(dossier: str, rows: Iterator[Row[str]]) -> _Seen:
    seen = _Seen(dossier)
    for _, says, what in rows:
        if says == "record":
            seen.stored = True
        elif says == "index":
            seen.indexed = int(what)
        else:
            seen.named_by = seen.named_by or f"{says} {what}".strip()
            if says == "ledger":
                seen.deliveries.add(what)
    return seen


def _listed(round_: Round, strange: list[Suspect]) -> Iterator[Row[str]]:
    for info in round_.services.store.list(keys.DOSSIERS):
        dossier, _, name = info.key.removeprefix(keys.DOSSIERS).partition("/")
        known = keys.is_dossier(dossier)
        if known and name == "dossier.json":
            yield dossier, "record", ""
        elif known and name.startswith("corrections/"):
            round_.counts["corrections"] += 1
            yield dossier, "correction", ""
        else:
            strange.append(foreign(round_.services.store, info.key, keys.DOSSIERS))
