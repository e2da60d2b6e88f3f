"""What waits in the inbox, and how fast it was worked off lately; from the bucket alone."""

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

from core import codec
from core.codec import Undecodable
from core.errors import NotFound
from dossiers import owner, records
from dossiers.claims import SCHEMA, Claim
from dossiers.intake import waiting
from dossiers.reading_ahead import read_ahead
from dossiers.records import LANES, LedgerEntry, Submission
from dossiers.sweeping.sorting import side_by_side
from storage import keys
from storage.store import ObjectStore

HOUR_SECONDS = 3600.0
_NEWEST_LINES = 200
"""Of the ledger, looked at for the size of a page when the last hour closed nothing."""


@dataclass(frozen=True, slots=True)
class Lane:
    """What waits in one lane, work in hands included."""

    submissions: int = 0
    in_hands: int = 0
    """Of these, how many a living worker holds."""
    size_bytes: int = 0
    files: int = 0
    oldest_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Backlog:
    """Everything that waits."""

    lanes: Mapping[str, Lane]
    failing: Mapping[str, int]
    """Cause of the last failure, or what hindered the last try → submissions that will be tried again."""
    unreadable: int
    """Submissions whose seal is damaged."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What was closed within the last hour, or another span."""

    submissions: int = 0
    pages: int = 0
    """Pages that were read; files known before count none."""
    files_quarantined: int = 0
    failed_pages: int = 0
    empty_pages: int = 0
    letters: int = 0
    marked_letters: int = 0
    confidence_sum: float = 0.0
    """Sum over letters."""
    bytes_per_page: float | None = None
    """Of what was read last; None while nothing was."""

    @property
    def marks_share(self) -> float | None:
        """Share of letters with a mark, 0 to 1."""
        return self.marked_letters / self.letters if self.letters else None

    @property
    def confidence(self) -> float | None:
        """Mean confidence, letters weighed alike, 0 to 1."""
        return self.confidence_sum / self.letters if self.letters else None


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker process that had work within the last hour."""

    name: str
    """Short for machine and process; the same as long as it runs."""
    holds: int
    """Submissions in its hands now."""
    seen_seconds: float
    """How long ago it last wrote a claim."""


def backlog(store: ObjectStore) -> Backlog:
    """Walk the inbox once; memory does not grow with it."""
    lanes = {name: _Lane() for name in LANES}
    failing, unreadable = Counter[str](), 0
    for sealed, claim in read_ahead(partial(_read, store), _sealed(store)):
        if sealed is None:
            unreadable += 1
            continue
        if isinstance(sealed, NotFound):
            continue  # settled meanwhile
        held = claim is not None and not claim.released and not owner.is_dead(claim.owner)
        lanes.setdefault(sealed.lane, _Lane()).add(sealed, held=held)
        if claim and (claim.hindered or claim.failures):
            failing[claim.hindered or claim.failures[-1].code] += 1
    return Backlog({name: lane.so_far for name, lane in lanes.items()}, dict(failing), unreadable)


def pace(
    store: ObjectStore,
    oldest_at: datetime | None = None,
    now: datetime | None = None,
    *,
    seconds: float = HOUR_SECONDS,
) -> Pace:
    """What was closed within the last hour, or so many seconds.

    Lines lie under the day of delivery, so those of the days since the oldest work that waits are listed.
    """
    until = now or datetime.now(UTC)
    since = until - timedelta(seconds=seconds)
    first_day = min(since, oldest_at or since).date() - timedelta(days=1)
    found, newest = Pace(), deque[str](maxlen=_NEWEST_LINES)
    sizes = [0, 0]

    def recent() -> Iterator[str]:
        for key, closed in closed_lines(store, first_day):
            newest.append(key)
            if closed >= since:
                yield key

    for line in read_ahead(partial(_line, store), recent()):
        found = _with_line(found, line, sizes)
    if not sizes[1]:
        for key in newest:
            _with_line(found, _line(store, key), sizes)
    return replace(found, bytes_per_page=sizes[0] / sizes[1] if sizes[1] else None)


def workers(store: ObjectStore, lease_seconds: float, now: datetime | None = None) -> tuple[Worker, ...]:
    """Processes that took or renewed a claim within the last hour, the latest first."""
    until = now or datetime.now(UTC)
    seen: dict[str, Worker] = {}
    ages = (
        (info.key, age)
        for info in store.list(keys.CLAIMS)
        if (age := max(0.0, (until - info.modified_at).total_seconds())) <= HOUR_SECONDS
    )
    for claim, age in read_ahead(lambda one: (_claim(store, one[0]), one[1]), ages):
        if claim is None:
            continue
        holds = not claim.released and age <= lease_seconds and not owner.is_dead(claim.owner)
        name = owner.short_name(claim.owner)
        before = seen.get(name, Worker(name, 0, age))
        seen[name] = Worker(name, before.holds + holds, min(before.seen_seconds, age))
    return tuple(sorted(seen.values(), key=lambda one: one.seen_seconds))


def closed_lines(store: ObjectStore, first_day: date) -> Iterator[tuple[str, datetime]]:
    """Keys of the ledger lines of what was delivered since a day, and when each was written."""
    for info in store.list(keys.LEDGER, f"{keys.LEDGER}{first_day.isoformat()}"):
        yield info.key, info.modified_at


@dataclass(slots=True)
class _Lane:
    so_far: Lane = field(default_factory=Lane)

    def add(self, sealed: Submission, *, held: bool) -> None:
        one = self.so_far
        self.so_far = Lane(
            one.submissions + 1,
            one.in_hands + held,
            one.size_bytes + sum(file.size_bytes for file in sealed.files),
            one.files + len(sealed.files),
            min(filter(None, (one.oldest_at, sealed.submitted_at))),
        )


def _sealed(store: ObjectStore) -> Iterator[tuple[str, bool]]:
    """Each sealed submission, and whether there is a claim on it."""
    seals = ((f"{name}/", "seal", "") for name in waiting(store))
    listed = (info.key.removeprefix(keys.CLAIMS).removesuffix(".json") for info in store.list(keys.CLAIMS))
    claims = ((f"{name}/", "claim", "") for name in listed if keys.is_submission(name))
    for name, rows in side_by_side(seals, claims):
        said = {says for _, says, _ in rows}
        if "seal" in said:
            yield name.rstrip("/"), "claim" in said


def _read(store: ObjectStore, one: tuple[str, bool]) -> tuple[Submission | NotFound | None, Claim | None]:
    """A submission with its claim; None when its seal is damaged."""
    submission, claimed = one
    try:
        sealed = records.load(store, keys.submission_key(submission), Submission)[0]
    except NotFound as exc:
        return exc, None
    except Undecodable:
        return None, None
    return sealed, _claim(store, keys.claim_key(submission)) if claimed else None


def _claim(store: ObjectStore, key: str) -> Claim | None:
    try:
        return codec.decode(store.get(key).data, Claim, SCHEMA)
    except (NotFound, Undecodable):
        return None


def _line(store: ObjectStore, key: str) -> LedgerEntry | None:
    try:
        return records.load(store, key, LedgerEntry)[0]
    except (NotFound, Undecodable):
        return None  # The sweep tells of it.


def _with_line(before: Pace, entry: LedgerEntry | None, sizes: list[int]) -> Pace:
    """The pace with one more line; `sizes` gathers bytes and pages of what was read."""
    if entry is None:
        return before
    read = [file for file in entry.files if file.state == "archived" and not file.known]
    texts = [(file.text, file.confidence) for file in read if file.text]
    sizes[0] += sum(file.size_bytes for file in read if file.pages)
    sizes[1] += sum(file.pages for file in read)
    return replace(
        before,
        submissions=before.submissions + 1,
        pages=before.pages + sum(file.pages for file in read),
        files_quarantined=before.files_quarantined + sum(file.state == "quarantined" for file in entry.files),
        failed_pages=before.failed_pages + sum(file.failed_pages for file in read),
        empty_pages=before.empty_pages + sum(text.empty_pages for text, _ in texts),
        letters=before.letters + sum(text.letters for text, _ in texts),
        marked_letters=before.marked_letters + sum(text.marked_letters for text, _ in texts),
        confidence_sum=before.confidence_sum + sum(text.letters * mean for text, mean in texts),
    )
