"""Memory and time of a sweep over an archive that is made up while it is walked, up to a million objects."""

import multiprocessing
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from bench.grids import Grid
from bench.machine import facts, tell
from bench.section import Section, publish
from core import codec
from core.errors import NotFound
from core.model import Document, Dossier, DossierState, Manifest, Member
from core.page import PageState
from core.settings import Settings
from dossiers.records import SCHEMAS, CodeClaim, FileOutcome, LedgerEntry
from dossiers.services import Services
from dossiers.sweeping.sweep import sweep
from pipeline.reference import load_reference
from search.index import SearchIndex
from storage import keys
from storage.store import Blob, ObjectInfo, ObjectStore

NAMES = ("manifest.json", "ocr/header.json", "ocr/page-0001.json.zst", "original.png", "page-0001.jpg")
OBJECTS_PER_DOSSIER = len(NAMES) + 3
"""With its record, its code and its line in the ledger."""
_WHEN = datetime(2026, 1, 5, tzinfo=UTC)
_TEXT = """\
The archive is made up while it is walked: every dossier has one paper of one page, a code and a line in the
ledger, and stands in the index. What is measured is the sweep alone, listings, records, sorted rows on disk
and comparisons; a real store adds its own time for every listing of 1000 and every record read. Each size
runs in a process of its own."""


def name_of(number: int) -> tuple[str, str, str, str]:
    """Dossier, submission, sha256 and code of a made-up dossier, all in the order of the numbers."""
    code = f"000.00.00.H05-250124-{number:07d}"
    return f"d-{number:020x}", f"s-{number:020x}", f"{number:064x}", code


class MadeUpStore:
    """Lists and reads the objects of `count` dossiers without keeping any of them."""

    def __init__(self, count: int) -> None:
        self._count = count

    def list(self, prefix: str, after: str | None = None) -> Iterator[ObjectInfo]:
        """Objects below one of the folders a sweep walks."""
        for number in range(self._count):
            dossier, submission, sha256, code = name_of(number)
            for key in {
                keys.DOSSIERS: (keys.dossier_key(dossier),),
                keys.CODES: (f"{keys.CODES}{code}.json",),
                keys.LEDGER: (keys.ledger_key(_WHEN.date(), submission),),
                keys.DOCUMENTS: tuple(f"{keys.DOCUMENTS}{sha256}/{name}" for name in NAMES),
            }.get(prefix, ()):
                yield ObjectInfo(key, 1, "etag", _WHEN)

    def get(self, key: str) -> Blob:
        """The record under a key; `NotFound` for all else."""
        name = key.removesuffix("/dossier.json").removesuffix("/manifest.json").rpartition("/")[2]
        made = self._made(key, name.removesuffix(".json"))
        return Blob(codec.encode(made, SCHEMAS[type(made)]), "etag")

    def put(self, _key: str, _data: bytes, **_: object) -> str:
        """Take the result of the sweep and drop it."""
        return "etag"

    def info(self, key: str) -> ObjectInfo:
        """What a listing says; `NotFound` for a seal."""
        if key.startswith(keys.INBOX):
            raise NotFound("There is no such object.")
        return ObjectInfo(key, 1, "etag", _WHEN)

    @staticmethod
    def _made(key: str, name: str) -> object:
        number = int(name.rpartition("-")[2], 10 if key.startswith(keys.CODES) else 16)
        dossier, submission, sha256, code = name_of(number)
        if key.startswith(keys.DOSSIERS):
            member = Member(sha256, "1.png", 1, DossierState.COMPLETE)
            state = DossierState.COMPLETE
            return Dossier(dossier, 1, state, (member,), code, updated_at=_WHEN, submissions=(submission,))
        if key.startswith(keys.CODES):
            return CodeClaim(dossier)
        if key.startswith(keys.LEDGER):
            return LedgerEntry(submission, dossier, (FileOutcome(sha256, 1, "archived"),), _WHEN)
        paper = Document(sha256, "image/png", 1, None, None, page_states=(PageState.READ,))
        return Manifest(sha256, paper, "reading", "understanding", dict.fromkeys(NAMES[2:], "hash"), _WHEN)


class MadeUpIndex:
    """Has every dossier in its generation."""

    def __init__(self, count: int) -> None:
        self._count = count

    def ids(self, after: str | None = None) -> Iterator[tuple[str, int]]:
        """Every id above `after`."""
        names = (name_of(number)[0] for number in range(self._count))
        return ((name, 1) for name in names if name > (after or ""))


def walk(dossiers: int, data: Path) -> int:
    """Sweep a made-up archive; how many differences it has."""
    settings = Settings.from_env({"SOHOA_DATA": str(data)})
    store, index = cast(ObjectStore, MadeUpStore(dossiers)), cast(SearchIndex, MadeUpIndex(dossiers))
    with sweep(Services(settings, store, index, load_reference())) as running:
        found = sum(1 for _ in running.found)
    if running.counts["documents"] != dossiers:
        raise AssertionError("the sweep did not see everything")
    return found


@dataclass(frozen=True, slots=True)
class Walked:
    """One sweep, measured."""

    objects: int
    seconds: float
    peak_bytes: int
    """Most resident memory of its process."""
    spilled_bytes: int
    """Most that lay in its scratch folder."""


def measure(dossiers: int) -> Walked:
    """Sweep in this process, which must have done nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        watch = _Watch(Path(folder))
        started = time.monotonic()
        if walk(dossiers, Path(folder)):
            raise AssertionError("nothing is lost there")
        seconds = time.monotonic() - started
        watch.stop()
    return Walked(dossiers * OBJECTS_PER_DOSSIER, seconds, _peak_bytes(), watch.most)


def _peak_bytes() -> int:
    """Most resident memory of this program; getrusage would count what ran in its process before."""
    held = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(held[1]) * 1024 if held else 0


class _Watch:
    """Looks now and then how much lies in a folder."""

    def __init__(self, folder: Path) -> None:
        self.most = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, args=(folder,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()
        self._thread.join()

    def _look(self, folder: Path) -> None:
        while not self._stop.wait(0.5):
            sizes = (_size(path) for path in folder.rglob("*"))
            self.most = max(self.most, sum(sizes))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def run(objects: int, document: Path) -> None:
    """Sweep archives of a hundredth, a tenth and all of `objects`, and write what it took."""
    walked = []
    for part in (100, 10, 1):
        dossiers = max(1, objects // part // OBJECTS_PER_DOSSIER)
        tell(f"Sweeping {dossiers * OBJECTS_PER_DOSSIER} objects …")
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            walked.append(pool.apply(measure, (dossiers,)))
    columns = ("objects", "seconds", "objects/s", "peak MB", "spilled MB")
    rows = tuple(
        (
            f"{one.objects}",
            f"{one.seconds:.1f}",
            f"{one.objects / one.seconds:.0f}",
            f"{one.peak_bytes / 1e6:.0f}",
            f"{one.spilled_bytes / 1e6:.0f}",
        )
        for one in walked
    )
    grid = Grid("Sweep", columns, rows)
    command = f"./run bench sweep --objects {objects}"
    section = Section(
        "sweep", "Sweep", command, facts("a made-up archive in which nothing differs"), (_TEXT, grid)
    )
    publish(section, document)
