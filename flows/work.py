"""A worker: takes submissions from the Prefect queue, and announces there what waits in the inbox."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import httpx
from prefect import task
from prefect.context import TaskRunContext
from prefect.exceptions import PrefectException
from prefect.task_worker import aserve
from prefect.tasks import Task

from core.errors import NotFound, SohoaError, Unavailable
from dossiers.claims import Claimed
from dossiers.current import Current
from dossiers.intake import SEAL, load_submission
from dossiers.records import BULK, LANES, URGENT
from dossiers.services import Services
from flows.announcing import Announcer
from flows.digitize import digitize_recorded

RETRY_SECONDS = 5.0
"""Until a server that was away is asked again."""
GRACE_SECONDS = 7.0
"""For work in hand to give its claims back once the worker is told to stop."""
_WINDOW = 8
"""Announcements out for each page process: enough to keep it busy with small work."""

_log = logging.getLogger("sohoa.work")


@task(persist_result=False)
def digitize_urgent() -> str:
    """Digitize the submission that the run is named after, from the counter's lane."""
    return _serving[-1].digitize(URGENT, _named())


@task(persist_result=False)
def digitize_bulk() -> str:
    """Digitize the submission that the run is named after, from the backlog's lane."""
    return _serving[-1].digitize(BULK, _named())


TASKS: dict[str, Task[[], str]] = {URGENT: digitize_urgent, BULK: digitize_bulk}


def send(submission: str, lane: str) -> None:
    """Put a submission into the queue of its lane.

    The id travels as the run's name: parameters would go through a result store that all machines must
    share, and for each tag a worker asks the server for a slot, which cost seconds beside a backlog.

    Raises:
        Unavailable: the Prefect server does not take it.
    """
    try:
        TASKS[lane].with_options(name=submission).delay()
    except (httpx.HTTPError, PrefectException, OSError) as exc:
        raise Unavailable(
            "The Prefect server doesn't answer; check PREFECT_API_URL and the server.",
            code="prefect_unreachable",
        ) from exc


def requeuer(services: Services) -> Callable[[str], bool]:
    """A function that sends a sealed submission to the workers; it tells that this went well."""

    def run(submission: str) -> bool:
        with suppress(NotFound):  # settled meanwhile
            send(submission, load_submission(services.store, submission).lane)
        return True

    return run


class Worker:
    """One process that serves lanes of the queue; Prefect calls its tasks from threads of its own."""

    def __init__(self, services: Services) -> None:
        self._store = services.store
        self._services = {
            URGENT: Current(services),
            # The pages of the backlog are read by processes that give way to the counter's.
            BULK: Current(replace(services, background=True)),
        }
        self._look_seconds = services.settings.look_seconds
        self._slots = services.settings.workers + 1
        self._announcer = Announcer(services, send, _WINDOW * self._slots)
        self._stop = threading.Event()
        self._room = threading.Event()
        """Set when something has ended, so that another may be announced."""
        self._idle = threading.Condition()
        self._in_hands = 0

    def start(self, lanes: tuple[str, ...]) -> None:
        """Begin to serve and to announce, in threads of their own."""
        work: list[Callable[[], None]] = [self._listen, self._announce]
        work += [lambda lane=lane: self._serve(lane) for lane in lanes]  # type: ignore[misc]
        for one in work:
            threading.Thread(target=self._keep, args=(one,), daemon=True).start()

    def stop(self) -> None:
        """Take nothing more, and wait a while for what is in hand to give back its claims."""
        self._stop.set()
        self._room.set()
        for current in self._services.values():
            current.services().stop()
        with self._idle:
            self._idle.wait_for(lambda: not self._in_hands, GRACE_SECONDS)

    def digitize(self, lane: str, submission: str) -> str:
        """What a task run does; what it says is shown in Prefect."""
        settled = False
        with self._in_hand():
            try:
                done = digitize_recorded(self._services[lane].services(), submission)
                settled = True
            except NotFound:
                settled = True
                return f"{submission} is settled already"
            except Claimed:
                return f"{submission} is in other hands"
            finally:
                self._announcer.ended(submission, settled=settled)
                self._room.set()
        return done.dossier.id

    @contextmanager
    def _in_hand(self) -> Iterator[None]:
        with self._idle:
            self._in_hands += 1
        try:
            yield
        finally:
            with self._idle:
                self._in_hands -= 1
                self._idle.notify_all()

    def _keep(self, work: Callable[[], None]) -> None:
        """Do `work` again and again, whatever it ends with: servers go away and come back."""
        while not self._stop.is_set():
            try:
                work()
            except SohoaError as exc:
                _log.warning("[%s] %s", exc.code, exc.message)
                self._announcer.forget_pauses()
            except Exception as exc:  # noqa: BLE001 - the outermost edge of a thread
                _log.warning("Prefect: %s; trying again.", type(exc).__name__)
            self._stop.wait(RETRY_SECONDS)

    def _serve(self, lane: str) -> None:
        """Take runs of one lane until the connection to the server breaks.

        A lane of its own has slots of its own: a long backlog keeps nobody at the counter waiting.
        """
        asyncio.run(aserve(TASKS[lane], limit=self._slots))

    def _listen(self) -> None:
        """Events are a hint: whatever goes wrong here, the looks make up for."""
        for key in self._store.watch("inbox/", self._stop):
            parts = key.split("/")
            if parts[-1] == SEAL and len(parts) == 3:
                self._announcer.hear(parts[1])

    def _announce(self) -> None:
        """Look through the inbox from time to time, and fill up as soon as there is room."""
        while not self._stop.is_set():
            self._announcer.look()
            until = time.monotonic() + self._look_seconds
            while not self._stop.is_set() and (left := until - time.monotonic()) > 0:
                if self._room.wait(left):
                    self._room.clear()
                    self._announcer.top_up()


_serving: list[Worker] = []
"""The worker of this process."""


def work(services: Services, lanes: tuple[str, ...] = LANES) -> None:
    """Serve the lanes until interrupted, announcing what waits in the inbox."""
    worker = Worker(services)
    _serving.append(worker)
    worker.start(lanes)
    try:
        threading.Event().wait()
    finally:
        worker.stop()
        _serving.remove(worker)


def _named() -> str:
    """The submission that the current task run is named after."""
    context = TaskRunContext.get()
    if context is None:
        raise RuntimeError("This task is for the queue only.")
    return context.task_run.name
