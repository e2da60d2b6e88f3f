"""Figures for Prometheus: what `sohoa status` knows, the index's lag and the last sweep."""

import shutil
import threading
import time
from collections.abc import Iterable, Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from core.errors import SohoaError
from dossiers import records
from dossiers.lag import index_lag
from dossiers.services import Services
from dossiers.status import Health, Status, status
from dossiers.sweeping.result import last_result
from web.context import CurrentServices

api = APIRouter()

FRESH_SECONDS = 15.0
"""Figures are gathered at most this often, however many ask: it walks the inbox."""


class LastFigures:
    """The figures that were gathered last; whoever asks never waits for newer ones, but for the first."""

    def __init__(self) -> None:
        self._text = b""
        self._gathered = float("-inf")
        self._lock = threading.Lock()

    def text(self, services: Services) -> bytes:
        """The last figures; older ones have new ones gathered meanwhile."""
        if not self._text:
            with self._lock:
                if not self._text:
                    self._gather(services)
        elif time.monotonic() - self._gathered >= FRESH_SECONDS and self._lock.acquire(blocking=False):
            threading.Thread(target=self._renew, args=(services,), daemon=True).start()
        return self._text

    def _renew(self, services: Services) -> None:
        try:
            self._gather(services)
        finally:
            self._lock.release()

    def _gather(self, services: Services) -> None:
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Figures(services))
        self._text, self._gathered = generate_latest(registry), time.monotonic()


@api.get("/metrics")
def metrics(request: Request, services: CurrentServices) -> Response:
    """Figures in Prometheus' text format; a store out of reach is a figure too."""
    figures: LastFigures = request.app.state.figures
    return Response(figures.text(services), media_type=CONTENT_TYPE_LATEST)


class _Figures(Collector):
    def __init__(self, services: Services) -> None:
        self._services = services

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Everything that can be known now."""
        started = time.monotonic()
        yield from _known(self._services)
        yield _gauge("figures_seconds", "Time it took to gather these figures", time.monotonic() - started)
        yield _gauge("figures_time_seconds", "When they were gathered, since 1970", time.time())


def _known(services: Services) -> Iterator[GaugeMetricFamily]:
    yield from _disk(services)
    try:
        found = status(services)
    except SohoaError:
        yield _gauge("store_up", "1 when the store answers", 0)
        return
    yield from _health("store", found.store)
    yield from _health("index", found.index)
    yield from _backlog(found)
    yield from _pace(found)
    yield from _failures(found)
    if found.index.ok:
        yield from _lag(services)
    yield from _swept(services)


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"sohoa_{name}", meaning, value=value)


def _by(label: str, name: str, meaning: str, values: Iterable[tuple[str, float]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"sohoa_{name}", meaning, labels=[label])
    for one, value in values:
        family.add_metric([one], value)
    return family


def _disk(services: Services) -> Iterator[GaugeMetricFamily]:
    data = services.settings.data
    place = next(path for path in (data, *data.parents) if path.exists())
    usage = shutil.disk_usage(place)
    yield _gauge("disk_free_bytes", "Free on the disk of SOHOA_DATA", usage.free)
    yield _gauge("disk_size_bytes", "Size of the disk of SOHOA_DATA", usage.total)


def _health(name: str, health: Health) -> Iterator[GaugeMetricFamily]:
    yield _gauge(f"{name}_up", f"1 when the {name} answers", health.ok)
    yield _gauge(f"{name}_answer_seconds", f"Time the {name} took to answer", health.milliseconds / 1000)


def _backlog(found: Status) -> Iterator[GaugeMetricFamily]:
    lanes = found.lanes.items()
    yield _by(
        "lane",
        "backlog_submissions",
        "Sealed and not settled, those in hands included",
        ((name, lane.submissions) for name, lane in lanes),
    )
    yield _by("lane", "backlog_in_hands", "Held by a worker", ((name, lane.in_hands) for name, lane in lanes))
    yield _by("lane", "backlog_pages", "Estimated by size", ((name, lane.pages) for name, lane in lanes))
    yield _by(
        "lane",
        "backlog_oldest_seconds",
        "Age of the oldest, 0 when nothing waits",
        ((name, lane.oldest_seconds or 0.0) for name, lane in lanes),
    )
    yield _gauge("workers_seen", "Processes that had work within the last hour", len(found.workers))
    yield _gauge(
        "workers_holding", "Processes that hold work now", sum(one.holds > 0 for one in found.workers)
    )
    if found.forecast_seconds is not None:
        yield _gauge(
            "forecast_seconds", "Until the backlog is done at the last hour's pace", found.forecast_seconds
        )


def _pace(found: Status) -> Iterator[GaugeMetricFamily]:
    pace = found.pace
    for name, meaning, value in (
        ("submissions", "Submissions closed within the last hour", pace.submissions),
        ("pages", "Pages read within the last hour", pace.pages),
        ("failed_pages", "Of these, pages that could not be read", pace.failed_pages),
        ("empty_pages", "Of these, pages read without a single word", pace.empty_pages),
        ("files_quarantined", "Files kept apart within the last hour", pace.files_quarantined),
    ):
        yield _gauge(f"last_hour_{name}", meaning, value)
    if pace.marks_share is not None and pace.confidence is not None:
        yield _gauge("last_hour_marks_share", "Share of letters with a mark, 0 to 1", pace.marks_share)
        yield _gauge("last_hour_confidence", "Mean confidence of words, 0 to 1", pace.confidence)


def _failures(found: Status) -> Iterator[GaugeMetricFamily]:
    yield _by("cause", "failing_submissions", "Failed and tried again", found.failing.items())
    yield _by("cause", "quarantined_files", "Kept apart and not resolved", found.quarantined.items())
    yield _gauge("unreadable_submissions", "Submissions whose seal is damaged", found.unreadable)


def _lag(services: Services) -> Iterator[GaugeMetricFamily]:
    try:
        lag = index_lag(services)
    except SohoaError:
        return  # It went away just now; the next look tells.
    yield _gauge("index_lag_dossiers", "Of the last ones closed, those the index lacks", lag.behind)
    yield _gauge("index_lag_seconds", "Since the oldest of them was closed", lag.oldest_seconds)


def _swept(services: Services) -> Iterator[GaugeMetricFamily]:
    result = last_result(services.store)
    if result:
        age = (records.now() - result.finished_at).total_seconds()
        yield _gauge("sweep_age_seconds", "Since the last whole sweep ended", max(0.0, age))
        yield _gauge("sweep_seconds", "Time the last sweep took", result.seconds)
        yield _by("code", "sweep_differences", "Differences the last sweep left", result.left.items())
