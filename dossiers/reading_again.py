"""Read an archived scan anew: today's cleaning and engine, in place of what was read of it before."""

from dataclasses import replace
from pathlib import Path
from time import perf_counter

from core.errors import BadScan, NotFound
from core.model import Document, Manifest, Problem
from core.page import PageState
from dossiers import records, scratch
from dossiers.claims import Claimed, hold
from dossiers.corrections.applying import restricted
from dossiers.derivatives import derive
from dossiers.documents import (
    Fetched,
    Reading,
    card_pages,
    read,
    scratch_pages,
    store_document,
    understand_pages,
    without_false_alarm,
)
from dossiers.pages import is_restricted
from dossiers.records import SubmittedFile
from dossiers.services import Services
from pipeline.extract.marks import IDENTITY_CARD, SECRECY_MARK
from pipeline.load import open_scan
from storage import keys
from storage.store import ObjectStore


class NotReadAgain(Exception):
    """The scan could not be read better than before; what there was stays."""


def read_scan_again(services: Services, dossier: str, sha256: str) -> Manifest:
    """Read the original of a document again and put the result in place of the old one, the manifest last.

    Pages that were kept apart stay so, whatever is read on them now. A paper that turns out
    secret gets nothing new stored; what there is of it is kept from everyone.

    Raises:
        NotReadAgain: somebody else is on it, it can't be opened, or more pages fail than before.
        Conflict: its manifest changed meanwhile; worth another try.
    """
    try:
        with (
            hold(services.store, f"r-{sha256[:40]}", services.settings.lease_seconds, wait=False) as claim,
            scratch.folder(services.settings.data) as folder,
        ):
            made = _read_again(services, dossier, sha256, folder / "document")
            claim.check()
            return made
    except (Claimed, BadScan, NotFound) as exc:
        raise NotReadAgain(exc.message) from exc


def _read_again(services: Services, dossier: str, sha256: str, folder: Path) -> Manifest:
    key = keys.document_key(sha256, "manifest.json")
    before, etag = records.load(services.store, key, Manifest)
    old = before.document
    scan = open_scan(_original(services.store, sha256, folder), services.settings.limits)
    fetched = Fetched(SubmittedFile("", "", scan.size_bytes, sha256), folder, scan)
    (reading,) = read(services, [fetched], lambda: None)
    if _failed(reading.states) > _failed(old.page_states):
        raise NotReadAgain("More pages than before could not be read.")
    started = perf_counter()
    understood, arrangement = understand_pages(services, scratch_pages(folder, scan.page_count))
    understood = without_false_alarm(services.store, dossier, sha256, understood)
    reading.seconds["extract"] = perf_counter() - started
    secrecy = tuple(one for one in understood.problems if one.code == SECRECY_MARK)
    if secrecy:
        kept = _kept_from_everyone(old, secrecy)
        manifest = replace(
            before, document=kept, reading=services.reading, understanding=services.understanding
        )
        records.save(services.store, key, manifest, if_match=etag)
        return manifest
    kept_apart = frozenset(number for number in range(1, old.page_count + 1) if is_restricted(old, number))
    cards = card_pages(understood, scan.page_count) | kept_apart
    started = perf_counter()
    derived = derive(services, scan, scratch_pages(folder, scan.page_count), folder, cards)
    reading.seconds["derive"] = perf_counter() - started
    whole = _with_problems(reading, derived, old, kept_apart)
    return store_document(services, folder, scan, whole, understood, arrangement, kept_apart, etag)


def _original(store: ObjectStore, sha256: str, folder: Path) -> Path:
    """The original on this machine, from wherever it is kept."""
    for key_of in (keys.document_key, keys.restricted_key):
        for info in store.list(key_of(sha256, "original.")):
            folder.mkdir(mode=0o700, exist_ok=True)
            path = folder / info.key.rpartition("/")[2]
            store.download(info.key, path)
            return path
    raise NotFound("The original of this document is not in the archive.")


def _failed(states: tuple[PageState, ...]) -> int:
    return sum(state.failed for state in states)


def _kept_from_everyone(old: Document, secrecy: tuple[Problem, ...]) -> Document:
    problems = tuple(dict.fromkeys((*old.problems, *secrecy)))
    return restricted(replace(old, problems=problems), set(range(1, old.page_count + 1)))


def _with_problems(
    reading: Reading, derived: tuple[Problem, ...], old: Document, kept_apart: frozenset[int]
) -> Reading:
    """The reading with what was said of its derivatives, and why pages were kept apart before."""
    why = tuple(one for one in old.problems if one.code == IDENTITY_CARD and one.page in kept_apart)
    return replace(reading, problems=tuple(dict.fromkeys((*reading.problems, *derived, *why))))
