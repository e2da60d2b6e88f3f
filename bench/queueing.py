"""What the Prefect server costs: thousands of tiny submissions through it, and one run beside none."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from uuid import uuid4

from bench import parts
from bench.grids import Grid
from bench.machine import facts, tell
from bench.section import Section, publish
from dossiers import ingest
from dossiers.intake import Delivery, Incoming, submit
from dossiers.services import Services, open_services
from storage import keys

WORKERS = 2
ALONE = 60
"""Submissions that are digitized one by one with and without a recorded run."""
BAR = 1.2
"""Time of the last tenth over that of the first."""
_TEXT = """\
Each submission is one file of a few bytes that is no scan, so that it is quarantined at once and what is
measured is everything around the reading: MinIO, Elasticsearch, the Prefect server with SQLite, two workers.
All of them wait before the workers start. Then some are digitized one by one in this process, in turns as a
flow run and plainly: the difference is what a recorded run costs."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of it."""

    tenths_seconds: tuple[float, ...]
    """How long each tenth took."""
    database_bytes: int
    """By which the server's database grew."""
    plain_seconds: float
    recorded_seconds: float
    """Of one submission, median."""


def run(submissions: int, document: Path) -> None:
    """Measure, tell, and write the section."""
    with tempfile.TemporaryDirectory(prefix="sohoa-queue-") as made:
        Path(made).chmod(0o711)
        found = measure(submissions, Path(made))
    first, last = found.tenths_seconds[0], found.tenths_seconds[-1]
    rows = (
        ("submissions settled per second", f"{submissions / sum(found.tenths_seconds):.1f}"),
        ("first tenth, seconds", f"{first:.1f}"),
        ("last tenth, seconds", f"{last:.1f}"),
        (f"last over first (bar {BAR:g})", f"{last / first:.2f}"),
        ("database growth per submission, KB", f"{found.database_bytes / submissions / 1000:.1f}"),
        ("one submission plainly, ms", f"{1000 * found.plain_seconds:.0f}"),
        ("one submission as a flow run, ms", f"{1000 * found.recorded_seconds:.0f}"),
    )
    grid = Grid("Prefect", ("what", "figure"), rows)
    command = f"./run bench prefect --submissions {submissions}"
    what = f"{submissions} submissions, {WORKERS} workers of one page process"
    publish(Section("prefect", "Prefect", command, facts(what), (_TEXT, grid)), document)


def measure(submissions: int, folder: Path) -> Measured:
    """Have everything settled and look at the times in the ledger."""
    with ExitStack() as stack:
        servers = stack.enter_context(parts.servers(folder))
        reached = parts.addresses({name: port for name, (_, port) in servers.items()})
        services = stack.enter_context(open_services(parts.witness_settings(folder, reached)))
        tell(f"Delivering {submissions} submissions …")
        for _ in range(submissions):
            _deliver(services, folder)
        before = _database_bytes(folder)
        for number in range(1, WORKERS + 1):
            worker = parts.worker(number, folder, reached)
            stack.callback(worker.end)
            worker.start()
        closed = _closed(services, submissions)
        time.sleep(5.0)  # Prefect writes down the last runs a moment later.
        grown = _database_bytes(folder) - before
        with _prefect(reached["PREFECT_API_URL"], folder):
            plain, recorded = _alone(services, folder)
    marks = [closed[round(part * (len(closed) - 1) / 10)] for part in range(11)]
    tenths = tuple((late - early).total_seconds() for early, late in pairwise(marks))
    return Measured(tenths, grown, plain, recorded)


def _deliver(services: Services, folder: Path) -> str:
    path = folder / "tiny.bin"
    path.write_text(uuid4().hex, encoding="ascii")
    return submit(services.store, [Incoming(path, path.name)], Delivery()).id


def _closed(services: Services, count: int) -> list[datetime]:
    """When each was closed, in order; waits until all are."""
    began = told = time.monotonic()
    while True:
        closed = sorted(info.modified_at for info in services.store.list(keys.LEDGER))
        if len(closed) >= count:
            return closed
        if time.monotonic() - told > 30:
            told = time.monotonic()
            tell(f"{len(closed)} of {count} after {told - began:.0f} s …")
        time.sleep(2.0)


def _alone(services: Services, folder: Path) -> tuple[float, float]:
    """Median seconds of one submission plainly and as a recorded run, in turns."""
    from flows.digitize import digitize_recorded  # noqa: PLC0415 - reads the server's address on import

    ways: dict[str, Callable[[Services, str], object]] = {
        "plain": ingest.digitize,
        "recorded": digitize_recorded,
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ALONE):
        for name, way in ways.items():
            submission = _deliver(services, folder)
            began = time.perf_counter()
            way(services, submission)
            spent[name].append(time.perf_counter() - began)
    return median(spent["plain"]), median(spent["recorded"])


@contextmanager
def _prefect(address: str, folder: Path) -> Iterator[None]:
    """Have this process use the server; Prefect is imported afterwards."""
    os.environ.update(
        PREFECT_API_URL=address, PREFECT_HOME=str(folder / "own"), PREFECT_LOGGING_LEVEL="ERROR"
    )
    yield
    from prefect.events.worker import EventsWorker  # noqa: PLC0415 - as above

    EventsWorker.drain_all()


def _database_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in (folder / "prefect").glob("prefect.db*"))
