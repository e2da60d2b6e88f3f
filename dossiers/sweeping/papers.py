"""Documents, restricted pages and quarantine beside everything that names a document."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256 as new_sha256

from core.errors import NotFound
from core.model import Manifest
from core.page import PageState
from dossiers.documents import artifact_key
from dossiers.records import QuarantineReason
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
from storage import keys
from storage.store import ObjectStore

_FOLDERS = {"document": keys.DOCUMENTS, "restricted": keys.RESTRICTED, "quarantine": keys.QUARANTINE}
_NEVER_CAME = frozenset({"missing_file"})
"""Reasons of quarantine without an original: there was none to keep."""


@dataclass(slots=True)
class _Seen:
    """Everything that was found under one sha256."""

    sha256: str
    document: set[str] = field(default_factory=set)
    """Names below the document's folder."""
    restricted: set[str] = field(default_factory=set)
    quarantine: set[str] = field(default_factory=set)
    named: dict[str, str] = field(default_factory=dict)
    """archived, quarantined, inbox → one of those who say so."""


@dataclass(frozen=True, slots=True)
class _Read:
    seen: _Seen
    manifest: Manifest | Unreadable | None
    reason: QuarantineReason | Unreadable | None


def check_documents(round_: Round) -> Iterator[Suspect]:
    """Compare what is stored under each sha256 with its manifest and with those who name it."""
    strange = list[Suspect]()
    listings = (_listed(round_, says, strange) for says in _FOLDERS)
    gathered = (_gather(sha256, rows) for sha256, rows in side_by_side(*listings, round_.documents.rows()))
    for found in round_.ahead(partial(_read, round_.services.store), gathered):
        while strange:
            yield strange.pop()
        yield from _document(round_, found)
        if found.seen.quarantine:
            yield from _quarantine(round_, found)
    yield from strange


def _document(round_: Round, found: _Read) -> Iterator[Suspect]:
    seen = found.seen
    if isinstance(found.manifest, Manifest):
        round_.counts["documents"] += 1
        round_.counts["pages"] += found.manifest.document.page_count
        yield from _artifacts(round_, seen, found.manifest)
        if not seen.named:
            yield _orphan(round_, seen.sha256, "document_orphan", _manifest_key(seen.sha256))
    elif found.manifest and not found.manifest.missing:
        yield damaged(round_, _manifest_key(seen.sha256), Manifest)
    elif "archived" in seen.named or (seen.document and "inbox" not in seen.named):
        yield from _without_manifest(round_, seen)
    elif "quarantined" in seen.named and not seen.quarantine:
        yield _unsettled(round_, seen, "quarantine_missing", seen.named["quarantined"])


def _without_manifest(round_: Round, seen: _Seen) -> Iterator[Suspect]:
    """Pieces of a document that somebody lost, or left behind when it was stopped."""
    has_original = any(_is_original(f"/{name}") for name in seen.document | seen.restricted)
    if "archived" not in seen.named:
        if not seen.named:
            some = keys.document_key(seen.sha256, *min(seen.document).split("/"))
            yield _orphan(round_, seen.sha256, "document_incomplete", some)
    elif has_original:
        yield _unsettled(round_, seen, "manifest_missing", seen.named["archived"])
    else:
        yield _unsettled(round_, seen, "document_missing", seen.named["archived"])


def _artifacts(round_: Round, seen: _Seen, manifest: Manifest) -> Iterator[Suspect]:
    """What the manifest names lies where it belongs; of a restricted page a bare one lies outside."""
    states = manifest.document.page_states
    cards = frozenset(number for number, state in enumerate(states, 1) if state is PageState.RESTRICTED)
    there = {f"{keys.DOCUMENTS}{seen.sha256}/{name}" for name in seen.document}
    there |= {f"{keys.RESTRICTED}{seen.sha256}/{name}" for name in seen.restricted}
    named = [key for name in manifest.artifacts if (key := artifact_key(seen.sha256, name, cards))]
    originals = [key for key in there if _is_original(key)]
    if not originals:
        yield _piece(
            round_.services.store, seen.sha256, "original_missing", next(filter(_is_original, named), "")
        )
    elif round_.originals:
        yield from _content(round_, seen.sha256, min(originals))
    lost = sorted(key for key in named if key not in there and not _is_original(key))
    if lost:
        more = f" (+{len(lost) - 1})" if len(lost) > 1 else ""
        yield _piece(round_.services.store, seen.sha256, "artifact_missing", lost[0], more)


def _content(round_: Round, sha256: str, key: str) -> Iterator[Suspect]:
    round_.counts["originals_compared"] += 1
    if _is_altered(round_, key, sha256):
        difference = Difference("original_altered", sha256, key)
        yield Suspect(difference, partial(_is_altered, round_, key, sha256))


def _is_original(key: str) -> bool:
    return key.rpartition("/")[2].startswith("original.")


def _quarantine(round_: Round, found: _Read) -> Iterator[Suspect]:
    seen, store = found.seen, round_.services.store
    reason = keys.quarantine_key(seen.sha256, "reason.json")
    kept = any(_is_original(f"/{name}") for name in seen.quarantine | seen.document | seen.restricted)
    if isinstance(found.reason, QuarantineReason):
        round_.counts["quarantined"] += 1
        if not kept and found.reason.code not in _NEVER_CAME:
            lost = Difference("original_missing", seen.sha256, keys.QUARANTINE)
            yield Suspect(lost, partial(_lacks_original, store, seen.sha256))
        if not seen.named:
            yield _orphan(round_, seen.sha256, "quarantine_orphan", reason)
    elif found.reason and not found.reason.missing:
        yield damaged(round_, reason, QuarantineReason)
    elif "inbox" not in seen.named:
        some = keys.quarantine_key(seen.sha256, min(seen.quarantine))
        difference = Difference("quarantine_unexplained", seen.sha256, next(iter(seen.named.values()), ""))
        yield Suspect(difference, lambda: round_.is_quiet(some) and not exists(store, reason))


def _unsettled(round_: Round, seen: _Seen, code: str, named_by: str) -> Suspect:
    """A document that somebody names and that is neither archived nor kept apart."""
    store = round_.services.store

    def still() -> bool:
        kept = exists(store, keys.quarantine_key(seen.sha256, "reason.json"))
        archived = exists(store, _manifest_key(seen.sha256))
        return not archived and not (kept and code == "quarantine_missing")

    return Suspect(Difference(code, seen.sha256, named_by), still)


def _orphan(round_: Round, sha256: str, code: str, key: str) -> Suspect:
    """Something nobody names; what is young may belong to work that began after the inbox was walked."""
    return Suspect(Difference(code, sha256), partial(round_.is_quiet, key))


def _piece(store: ObjectStore, sha256: str, code: str, key: str, more: str = "") -> Suspect:
    """An object of a document that is whole otherwise; `key` is empty where none of them is known."""

    def still() -> bool:
        there = exists(store, key) if key else not _lacks_original(store, sha256)
        return exists(store, _manifest_key(sha256)) and not there

    return Suspect(Difference(code, sha256, key + more), still)


def _lacks_original(store: ObjectStore, sha256: str) -> bool:
    return not any(
        next(iter(store.list(f"{folder}{sha256}/original.")), None) for folder in _FOLDERS.values()
    )


def _is_altered(round_: Round, key: str, sha256: str) -> bool:
    path = round_.folder / sha256
    try:
        round_.services.store.download(key, path)
        digest = new_sha256()
        with path.open("rb") as file:
            while data := file.read(1 << 20):
                digest.update(data)
        return digest.hexdigest() != sha256
    except NotFound:
        return False
    finally:
        path.unlink(missing_ok=True)


def _manifest_key(sha256: str) -> str:
    return keys.document_key(sha256, "manifest.json")


def _read(store: ObjectStore, seen: _Seen) -> _Read:
    listed = "manifest.json" in seen.document
    manifest = read_record(store, _manifest_key(seen.sha256), Manifest) if listed else None
    reason_key = keys.quarantine_key(seen.sha256, "reason.json")
    reason = read_record(store, reason_key, QuarantineReason) if "reason.json" in seen.quarantine else None
    return _Read(seen, manifest, reason)


def _gather(sha256: str, rows: Iterator[Row[str]]) -> _Seen:
    seen = _Seen(sha256)
    places = {"document": seen.document, "restricted": seen.restricted, "quarantine": seen.quarantine}
    for _, says, what in rows:
        if says in places:
            places[says].add(what)
        else:
            seen.named.setdefault(says, what)
    return seen


def _listed(round_: Round, says: str, strange: list[Suspect]) -> Iterator[Row[str]]:
    folder = _FOLDERS[says]
    for info in round_.services.store.list(folder):
        sha256, slash, name = info.key.removeprefix(folder).partition("/")
        if slash and keys.is_document(sha256):
            round_.counts["objects"] += 1
            yield sha256, says, name
        else:
            strange.append(foreign(round_.services.store, info.key, folder))
