"""How the system stands: backlog, pace, failures, workers, health; from bucket, index and claims alone."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter

from core.errors import SohoaError
from dossiers.backlog import HOUR_SECONDS, Backlog, Lane, Pace, Worker, backlog, pace, workers
from dossiers.retrying import unresolved
from dossiers.services import Services


@dataclass(frozen=True, slots=True)
class Health:
    """How a server answers."""

    ok: bool
    milliseconds: float
    code: str = ""
    """Slug of what is wrong."""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A lane as an operator asks of it."""

    submissions: int
    in_hands: int
    pages: int
    """Estimated by the size of what was read last; one a file while nothing was."""
    oldest_seconds: float | None


@dataclass(frozen=True, slots=True)
class Status:
    """Everything `sohoa status` tells."""

    at: datetime
    lanes: Mapping[str, Waiting]
    pace: Pace
    forecast_seconds: float | None
    """Until the backlog is worked off at this pace; None while nothing is."""
    failing: Mapping[str, int]
    """Cause → submissions that failed and will be tried again."""
    quarantined: Mapping[str, int]
    """Reason, or cause of what was given up → files kept apart."""
    unreadable: int
    workers: tuple[Worker, ...]
    store: Health
    index: Health

    @property
    def pages(self) -> int:
        """Pages that wait, estimated."""
        return sum(lane.pages for lane in self.lanes.values())

    @property
    def submissions(self) -> int:
        """Submissions that wait, those in hands included."""
        return sum(lane.submissions for lane in self.lanes.values())


def status(services: Services) -> Status:
    """Look at everything once.

    Raises:
        Unavailable: the store can't be used; without it nothing is known.
    """
    store, now = services.store, datetime.now(UTC)
    store_health = health(lambda: next(iter(store.list("system/")), None))
    waits = backlog(store)
    oldest = min((lane.oldest_at for lane in waits.lanes.values() if lane.oldest_at), default=None)
    lately = pace(store, oldest, now)
    lanes = {name: _waiting(lane, lately, now) for name, lane in waits.lanes.items()}
    quarantined = Counter(reason.cause or reason.code for reason in unresolved(services))
    return Status(
        at=now,
        lanes=lanes,
        pace=lately,
        forecast_seconds=_forecast(waits, sum(lane.pages for lane in lanes.values()), lately),
        failing=waits.failing,
        quarantined=dict(quarantined),
        unreadable=waits.unreadable,
        workers=workers(store, services.settings.lease_seconds, now),
        store=store_health,
        index=health(lambda: _ask_index(services)),
    )


def health(ask: Callable[[], object]) -> Health:
    """How long an answer takes, or what is wrong."""
    started = perf_counter()
    try:
        ask()
    except SohoaError as exc:
        return Health(False, round(1000 * (perf_counter() - started), 1), exc.code, exc.message)
    return Health(True, round(1000 * (perf_counter() - started), 1))


def _ask_index(services: Services) -> None:
    services.index.prepare()
    next(iter(services.index.ids()), None)


def _waiting(lane: Lane, lately: Pace, now: datetime) -> Waiting:
    pages = (
        max(lane.files, round(lane.size_bytes / lately.bytes_per_page))
        if lately.bytes_per_page
        else lane.files
    )
    oldest = max(0.0, (now - lane.oldest_at).total_seconds()) if lane.oldest_at else None
    return Waiting(lane.submissions, lane.in_hands, pages, oldest)


def _forecast(waits: Backlog, pages: int, lately: Pace) -> float | None:
    if not any(lane.submissions for lane in waits.lanes.values()):
        return 0.0
    return pages / lately.pages * HOUR_SECONDS if lately.pages else None
