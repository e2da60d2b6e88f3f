"""How long a delivery takes from the upload to the search hit, on an idle system and beside a backlog."""

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles
from uuid import uuid4

from bench import parts
from bench.grids import Grid
from bench.machine import facts, tell
from bench.section import Section, publish
from core.access import LOCAL_VIEWER
from core.errors import Unavailable
from dossiers.backlog import backlog
from dossiers.find import Search, find
from dossiers.intake import Delivery, Incoming, submit
from dossiers.records import BULK, URGENT
from dossiers.services import Services, open_services
from tests.drawing import draw_page

WORKERS = 2
PAGES = 10
"""Of each dossier of the backlog."""
IDLE_BAR, BACKLOG_BAR = 3.0, 10.0
_PATIENCE_SECONDS = 300.0
_TEXT = """\
A dossier of one page is handed in at the counter (lane `urgent`), then its words are searched for until they
are found; the next one follows. Once on an idle system, once while a backlog of dossiers of {pages} pages
waits in the lane `bulk` and is being read. Servers, workers and this observer share the machine."""


def run(deliveries: int, pages: int, document: Path) -> None:
    """Measure both and write the section."""
    with tempfile.TemporaryDirectory(prefix="sohoa-latency-") as made, ExitStack() as stack:
        folder = Path(made)
        folder.chmod(0o711)
        servers = stack.enter_context(parts.servers(folder))
        reached = parts.addresses({name: port for name, (_, port) in servers.items()})
        services = stack.enter_context(open_services(parts.witness_settings(folder, reached)))
        for number in range(1, WORKERS + 1):
            worker = parts.worker(number, folder, reached)
            stack.callback(worker.end)
            worker.start()
        for _ in range(2 * WORKERS):
            _until_found(services, folder)  # warms the workers up
        tell("Measuring the idle system …")
        idle = [_until_found(services, folder) for _ in range(deliveries)]
        tell(f"Handing in a backlog of {pages} pages …")
        for _ in range(pages // PAGES):
            _hand_in_backlog(services, folder)
        beside = [_until_found(services, folder) for _ in range(deliveries)]
        left = backlog(services.store).lanes[BULK].files
    rows = (
        _row("idle", idle, IDLE_BAR, 0),
        _row(f"{pages} pages of backlog", beside, BACKLOG_BAR, left),
    )
    columns = ("system", "deliveries", "median s", "p95 s", "bar p95 s", "pages still waiting")
    command = f"./run bench latency --deliveries {deliveries} --pages {pages}"
    what = f"{WORKERS} workers of one page process"
    body = (_TEXT.format(pages=PAGES), Grid("Latency", columns, rows))
    publish(Section("latency", "Upload to hit", command, facts(what), body), document)


def _row(name: str, seconds: list[float], bar: float, left: int) -> tuple[str, ...]:
    p95 = quantiles(seconds, n=20)[-1]
    return name, f"{len(seconds)}", f"{median(seconds):.2f}", f"{p95:.2f}", f"{bar:g}", f"{left}"


def _until_found(services: Services, folder: Path) -> float:
    """Seconds from the start of the upload until the page is found."""
    number = f"{uuid4().int % 10**9:09d}"
    path = draw_page(folder / f"{number}.png", ["Giấy xác nhận cư trú", f"Số {number}", "xã Phú Lâm"])
    began = time.monotonic()
    submit(services.store, [Incoming(path, path.name)], Delivery(lane=URGENT))
    while not find(services, Search(number), LOCAL_VIEWER).total:
        if time.monotonic() - began > _PATIENCE_SECONDS:
            raise Unavailable("A delivery was not found in time; see the workers' logs.")
        time.sleep(0.05)
    return time.monotonic() - began


def _hand_in_backlog(services: Services, folder: Path) -> None:
    """A dossier of some full pages that nobody waits for, one file a page."""
    files = []
    for _ in range(PAGES):
        lines = [f"Điều {line}. {uuid4().hex} kính gửi ủy ban nhân dân" for line in range(1, 25)]
        files.append(draw_page(folder / f"{uuid4().hex}.png", lines, width_px=2000))
    submit(services.store, [Incoming(path, path.name) for path in files], Delivery(lane=BULK))
    for path in files:
        path.unlink()
