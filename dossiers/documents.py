"""One delivered file on its way into the archive: fetch, read, understand, store."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from hashlib import file_digest
from pathlib import Path
from time import perf_counter

import zstandard

from core import codec
from core.disk_errors import translated
from core.errors import BadScan, NotFound
from core.model import Arrangement, Document, Manifest, Problem, Scan, TextMeasure
from core.page import Page, PageState
from dossiers import records
from dossiers.corrections.applying import restricted
from dossiers.corrections.finding import is_let_go
from dossiers.derivatives import derive
from dossiers.measuring import measured
from dossiers.records import QuarantineReason, Submission, SubmittedFile
from dossiers.services import Services
from pipeline.extract import Understanding, understand
from pipeline.extract.marks import IDENTITY_CARD, SECRECY_MARK
from pipeline.load import open_scan
from pipeline.pool import PageJob
from pipeline.splits import SEVERAL_CODES, PageSummary, arrange, holds_several, summarise
from storage import keys
from storage.store import ObjectStore

PAGE_SCHEMA = "sohoa.page/1"
HEADER_SCHEMA = "sohoa.reading/1"
_PAGE_OF = re.compile(r"-(\d{4,})\.")
"""The page number in an artifact's name."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a file can't be archived; it goes to quarantine."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """A delivered file on this machine, or what is already known about it."""

    file: SubmittedFile
    folder: Path
    """Private scratch folder for everything derived from it."""
    scan: Scan | None = None
    """None when `known` or `rejected` says why there is nothing to read."""
    known: Manifest | None = None
    rejected: Rejected | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a file came to; its pages lie in the scratch folder."""

    states: tuple[PageState, ...]
    problems: tuple[Problem, ...]
    confidence: float
    seconds: dict[str, float]
    text: TextMeasure


@dataclass(frozen=True, slots=True)
class Settled:
    """A file that has come to its end."""

    file: SubmittedFile
    manifest: Manifest | None = None
    """None when the file was quarantined."""
    rejected: Rejected | None = None
    known: bool = False
    """Whether the archive had it before."""
    outdated: bool = False
    """Whether it was read or understood by an older version of this system."""


def fetch(services: Services, file: SubmittedFile, folder: Path) -> Fetched:
    """Bring a delivered file here and check it, unless the archive already knows its content."""
    store = services.store
    known = records.find(store, keys.document_key(file.sha256, "manifest.json"), Manifest)
    if known:
        return Fetched(file, folder, known=known[0])
    with translated("data folder (SOHOA_DATA)"):
        folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / Path(file.key).name
    try:
        store.download(file.key, path)
    except NotFound:
        return Fetched(file, folder, rejected=_earlier_reason(store, file))
    try:
        scan = open_scan(path, services.settings.limits)
    except BadScan as exc:
        return Fetched(file, folder, rejected=Rejected(exc.code, exc.message))
    if scan.sha256 != file.sha256:
        return Fetched(file, folder, rejected=Rejected("corrupt_upload", "The file changed on its way here."))
    return Fetched(file, folder, scan)


def read(services: Services, fetched: Sequence[Fetched], turned: Callable[[], None]) -> list[Reading]:
    """Read all pages of the files that need it, several pages at once; `turned` is called per page."""
    scans = [(item, item.scan) for item in fetched if item.scan]
    results = services.pool.read(
        PageJob(scan, number, item.folder) for item, scan in scans for number in range(1, scan.page_count + 1)
    )
    readings = []
    for item, scan in scans:
        pages = (next(results) for _ in range(scan.page_count))
        states, problems, words, seconds = [], list[Problem](), list[tuple[float, int]](), dict[str, float]()
        text = TextMeasure()
        for result in pages:
            _write_page(item.folder, result.page)
            states.append(result.page.state)
            problems += result.problems
            text = measured(text, result.page)
            words.append((result.page.confidence, len(result.page.text)))
            for stage, spent in result.seconds.items():
                seconds[stage] = seconds.get(stage, 0.0) + spent
            turned()
        letters = sum(length for _, length in words)
        confidence = sum(mean * length for mean, length in words) / max(1, letters)
        readings.append(Reading(tuple(states), tuple(problems), confidence, seconds, text))
    return readings


def archive(services: Services, submission: Submission, fetched: Fetched, reading: Reading | None) -> Settled:
    """Put a file and what was read from it into the archive, the manifest last."""
    if fetched.known:
        manifest = fetched.known
        outdated = (manifest.reading, manifest.understanding) != services.fingerprints
        return Settled(fetched.file, manifest, known=True, outdated=outdated)
    if fetched.rejected or not fetched.scan or not reading:
        return _quarantine(services.store, submission, fetched, fetched.rejected or _nothing_there())
    if all(state.failed for state in reading.states):
        first = reading.problems[0]
        return _quarantine(services.store, submission, fetched, Rejected(first.code, first.message))
    started = perf_counter()
    understood, arrangement = understand_pages(
        services, scratch_pages(fetched.folder, fetched.scan.page_count)
    )
    reading.seconds["extract"] = perf_counter() - started
    understood = without_false_alarm(services.store, submission.dossier_id, fetched.file.sha256, understood)
    if any(problem.code == SECRECY_MARK for problem in understood.problems):
        secret = Rejected(
            SECRECY_MARK, "The paper carries a secrecy mark; secret papers are not digitized here."
        )
        return _quarantine(services.store, submission, fetched, secret)
    started = perf_counter()
    cards = card_pages(understood, fetched.scan.page_count)
    pages = scratch_pages(fetched.folder, fetched.scan.page_count)
    problems = derive(services, fetched.scan, pages, fetched.folder, cards)
    reading.seconds["derive"] = perf_counter() - started
    whole = replace(reading, problems=reading.problems + problems)
    manifest = store_document(services, fetched.folder, fetched.scan, whole, understood, arrangement)
    return Settled(fetched.file, manifest)


def understand_pages(services: Services, pages: Iterable[Page]) -> tuple[Understanding, Arrangement]:
    """What a file says and how it could be split, in one pass over its pages."""
    summaries = list[PageSummary]()

    def noted() -> Iterator[Page]:
        for page in pages:
            summaries.append(summarise(page))
            yield page

    understood = understand(noted(), services.reference)
    arrangement = arrange(summaries, {paper.first_page for paper in understood.papers})
    known = any(problem.code == SEVERAL_CODES for problem in understood.problems)
    if holds_several(arrangement) and not known:
        problem = Problem("extract", SEVERAL_CODES, "Tệp chứa nhiều hồ sơ; tách thành từng hồ sơ.")
        understood = replace(understood, problems=(*understood.problems, problem))
    return understood, arrangement


def without_false_alarm(
    store: ObjectStore, dossier: str, sha256: str, understood: Understanding
) -> Understanding:
    """What a file says, without the mark of secrecy of which a person of its dossier said that it is none."""
    kept = tuple(problem for problem in understood.problems if problem.code != SECRECY_MARK)
    if kept == understood.problems or not is_let_go(store, dossier, sha256):
        return understood
    return replace(understood, problems=kept)


def load_pages(store: ObjectStore, document: Document) -> Iterator[Page]:
    """The stored pages of a document, one by one."""
    pages = document.pages
    first, last = (pages.first, pages.last) if pages else (1, document.page_count)
    for number in range(first, last + 1):
        yield load_page(store, document.sha256, number)


def load_page(store: ObjectStore, sha256: str, number: int) -> Page:
    """One stored page; `NotFound` when there is none."""
    packed = store.get(keys.page_key(sha256, number)).data
    return codec.decode(zstandard.decompress(packed), Page, PAGE_SCHEMA)


def _earlier_reason(store: ObjectStore, file: SubmittedFile) -> Rejected:
    """Why a file is no longer in the inbox: an earlier run quarantined it, or it was taken away."""
    found = records.find(store, keys.quarantine_key(file.sha256, "reason.json"), QuarantineReason)
    return Rejected(found[0].code, found[0].message) if found else _nothing_there()


def _nothing_there() -> Rejected:
    return Rejected("missing_file", "The delivered file is no longer in the inbox; hand it in again.")


def _quarantine(store: ObjectStore, submission: Submission, fetched: Fetched, why: Rejected) -> Settled:
    file = fetched.file
    path = fetched.folder / Path(file.key).name
    if path.exists():
        store.put(keys.quarantine_key(file.sha256, f"original{path.suffix}"), path)
    reason = QuarantineReason(
        file.sha256, why.code, why.message, file.name, submission.id, records.now(), submission.dossier_id
    )
    records.save(store, keys.quarantine_key(file.sha256, "reason.json"), reason)
    return Settled(file, rejected=why)


def store_document(
    services: Services,
    folder: Path,
    scan: Scan,
    reading: Reading,
    understood: Understanding,
    arrangement: Arrangement,
    kept_apart: frozenset[int] = frozenset(),
    etag: str | None = None,
) -> Manifest:
    """Write the document's objects; pages with identity cards go where only their own screens look.

    Pages in `kept_apart`, which were kept from everyone before, go where cards go. With `etag`,
    that of the manifest this one takes the place of, what the earlier reading left under other
    keys is gone before the new manifest is written.

    Raises:
        Conflict: the manifest changed since `etag`.
    """
    store, cards = services.store, card_pages(understood, scan.page_count) | kept_apart
    files = [scan.path, *sorted(path for path in folder.rglob("*") if path.is_file() and path != scan.path)]
    artifacts, written = {}, set[str]()
    for path in files:
        name = f"original{path.suffix}" if path == scan.path else str(path.relative_to(folder))
        key = artifact_key(scan.sha256, name, cards)
        if key:
            store.put(key, path)
            artifacts[name] = _digest(path)
            written.add(key)
    states = tuple(
        PageState.RESTRICTED if number in cards else state for number, state in enumerate(reading.states, 1)
    )
    written |= _store_bare_pages(store, folder, scan, cards)
    document = Document(
        sha256=scan.sha256,
        media_type=scan.media_type,
        page_count=scan.page_count,
        document_type=understood.document_type,
        type_code=understood.type_code,
        fields=understood.fields,
        problems=reading.problems + understood.problems,
        page_states=states,
        confidence=reading.confidence,
        arrangement=arrangement,
        papers=understood.papers,
    )
    document = restricted(document, set(kept_apart))
    header = {"sha256": scan.sha256, "reading": services.reading, "page_states": states}
    store.put(keys.document_key(scan.sha256, "ocr", "header.json"), codec.encode(header, HEADER_SCHEMA))
    if etag is not None:
        _drop_others(store, scan.sha256, written)
    manifest = Manifest(
        sha256=scan.sha256,
        document=document,
        reading=services.reading,
        understanding=services.understanding,
        artifacts=artifacts,
        finished_at=records.now(),
        seconds={stage: round(spent, 4) for stage, spent in reading.seconds.items()},
        text=reading.text,
    )
    records.save(store, keys.document_key(scan.sha256, "manifest.json"), manifest, if_match=etag)
    return manifest


def _drop_others(store: ObjectStore, sha256: str, written: Set[str]) -> None:
    """Delete what an earlier reading wrote and this one did not: a card's thumbnail, a page's ALTO."""
    own = {keys.document_key(sha256, "manifest.json"), keys.document_key(sha256, "ocr", "header.json")}
    for key_of in (keys.document_key, keys.restricted_key):
        for info in list(store.list(f"{key_of(sha256)}/")):
            if info.key not in written | own:
                store.delete(info.key)


def card_pages(understood: Understanding, page_count: int) -> frozenset[int]:
    """Numbers of the pages that show an identity card."""
    if understood.type_code == IDENTITY_CARD:
        return frozenset(range(1, page_count + 1))
    return frozenset(
        problem.page for problem in understood.problems if problem.code == IDENTITY_CARD and problem.page
    )


def artifact_key(sha256: str, name: str, cards: frozenset[int]) -> str | None:
    """Where an artifact goes: restricted when a card is on it; a card has no thumbnail."""
    page = _PAGE_OF.search(name)
    hidden = int(page[1]) in cards if page else bool(cards)
    if hidden and name.startswith("thumb-"):
        return None
    return (keys.restricted_key if hidden else keys.document_key)(sha256, *name.split("/"))


def _store_bare_pages(store: ObjectStore, folder: Path, scan: Scan, cards: frozenset[int]) -> set[str]:
    """What everyone may know of an identity card's page: that it exists and how large it is; the keys."""
    written = set[str]()
    for page in scratch_pages(folder, scan.page_count) if cards else ():
        if page.number in cards:
            bare = Page(page.number, PageState.RESTRICTED, page.width_px, page.height_px, page.dpi)
            store.put(keys.page_key(scan.sha256, page.number), _packed(bare))
            written.add(keys.page_key(scan.sha256, page.number))
    return written


def scratch_pages(folder: Path, count: int) -> Iterable[Page]:
    """The pages as `read` left them in the scratch folder, one by one."""
    for number in range(1, count + 1):
        packed = (folder / "ocr" / f"page-{number:04d}.json.zst").read_bytes()
        yield codec.decode(zstandard.decompress(packed), Page, PAGE_SCHEMA)


def _write_page(folder: Path, page: Page) -> None:
    path = folder / "ocr" / f"page-{page.number:04d}.json.zst"
    with translated("data folder (SOHOA_DATA)"):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.write_bytes(_packed(page))


def _packed(page: Page) -> bytes:
    return zstandard.compress(codec.encode(page, PAGE_SCHEMA), 3)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
