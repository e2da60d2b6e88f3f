"""A worker: takes submissions from the Prefect queue, and puts those that nobody announced there."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress

from prefect import tags, task
from prefect.context import TaskRunContext
from prefect.task_worker import serve
from prefect.tasks import Task

from core.codec import Undecodable
from core.errors import NotFound, SohoaError
from dossiers.claims import Claimed
from dossiers.current import Current
from dossiers.intake import SEAL, load_submission, waiting
from dossiers.records import BULK, LANES, URGENT
from dossiers.services import Services
from flows.digitize import digitize_recorded

_SUBMISSION_TAG = "submission:"
SWEEP_SECONDS = 60.0
"""How often the inbox is looked through for what no event announced."""
LONGEST_PAUSE_SECONDS = 3600.0
"""Between two announcements of a submission that still waits."""

_serving: list[Current] = []
"""The services of this worker process; Prefect calls its tasks from threads of its own."""


@task(name="digitize-urgent", task_run_name="digitize", persist_result=False)
def digitize_urgent() -> str:
    """Digitize the submission named by the run's tags, from the counter's lane."""
    return _digitize_tagged()


@task(name="digitize-bulk", task_run_name="digitize", persist_result=False)
def digitize_bulk() -> str:
    """Digitize the submission named by the run's tags, from the backlog's lane."""
    return _digitize_tagged()


TASKS: dict[str, Task[[], str]] = {URGENT: digitize_urgent, BULK: digitize_bulk}


def send(submission: str, lane: str) -> None:
    """Put a submission into the queue of its lane.

    The id travels as a tag: parameters would go through a result store that all
    machines must share, tags come with the run.
    """
    with tags(f"{_SUBMISSION_TAG}{submission}"):
        TASKS[lane].delay()


def work(services: Services, lanes: tuple[str, ...] = LANES) -> None:
    """Serve the lanes until interrupted, announcing what arrives in the inbox."""
    serving = Current(services)
    _serving.append(serving)
    stop = threading.Event()
    sent = _Sent(services)
    for hear in (_watch, _sweep):
        threading.Thread(target=hear, args=(services, sent, stop), daemon=True).start()
    try:
        serve(*(TASKS[lane] for lane in lanes), limit=services.settings.workers + 1)
    finally:
        stop.set()
        _serving.remove(serving)


class _Sent:
    """Remembers what this worker has announced, so that neither event nor sweep floods the queue.

    What still waits is announced again after growing pauses: it may have failed, and its announcement or
    the worker that took it may be gone. Announcing twice does no harm, the claim sees to that.
    """

    def __init__(self, services: Services, clock: Callable[[], float] = time.monotonic) -> None:
        self._services = services
        self._clock = clock
        self._due: dict[str, tuple[float, float]] = {}
        """Submission → when it may be announced again, and the pause after that, in seconds."""
        self._lock = threading.Lock()

    def offer(self, submission: str) -> None:
        """Announce a submission that waits, unless that was done a while ago only."""
        with self._lock:
            due, pause = self._due.get(submission, (0.0, SWEEP_SECONDS))
            if submission in self._due and self._clock() < due:
                return
            try:
                lane = load_submission(self._services.store, submission).lane
            except NotFound:
                self._due.pop(submission, None)
                return
            send(submission, lane)
            self._due[submission] = self._clock() + pause, min(2 * pause, LONGEST_PAUSE_SECONDS)

    def keep(self, waiting: set[str]) -> None:
        """Forget all that do not wait any more."""
        with self._lock:
            self._due = {name: due for name, due in self._due.items() if name in waiting}


def _watch(services: Services, sent: _Sent, stop: threading.Event) -> None:
    """Events are a hint: whatever goes wrong here, the sweep makes up for."""
    while not stop.is_set():
        try:
            for key in services.store.watch("inbox/", stop):
                parts = key.split("/")
                if parts[-1] == SEAL and len(parts) == 3:
                    sent.offer(parts[1])
        except SohoaError:
            stop.wait(5.0)


def _sweep(services: Services, sent: _Sent, stop: threading.Event) -> None:
    """Announce what waits, at the start and from time to time."""
    while not stop.is_set():
        # A store out of reach: the next round finds what this one did not.
        with suppress(SohoaError):
            sweep_once(services, sent)
        stop.wait(SWEEP_SECONDS)


def sweep_once(services: Services, sent: _Sent) -> None:
    """Announce what waits; one damaged seal does not keep the others from it."""
    now = set(waiting(services.store))
    sent.keep(now)
    for submission in sorted(now):
        with suppress(Undecodable):
            sent.offer(submission)


def _digitize_tagged() -> str:
    context = TaskRunContext.get()
    names = context.task_run.tags if context else []
    submission = next(
        name.removeprefix(_SUBMISSION_TAG) for name in names if name.startswith(_SUBMISSION_TAG)
    )
    try:
        return digitize_recorded(_serving[-1].services(), submission).dossier.id
    except NotFound:
        return f"{submission} is settled already"
    except Claimed:
        return f"{submission} is in other hands"
