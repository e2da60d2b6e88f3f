"""A worker: takes submissions from the Prefect queue, and puts those that nobody announced there."""

import threading
from collections.abc import Callable

from prefect import tags, task
from prefect.context import TaskRunContext
from prefect.task_worker import serve
from prefect.tasks import Task

from core.errors import NotFound, SohoaError
from dossiers.claims import Claimed
from dossiers.intake import SEAL, load_submission, waiting
from dossiers.records import BULK, LANES, URGENT
from dossiers.services import Services
from flows.digitize import digitize_recorded

_SUBMISSION_TAG = "submission:"
SWEEP_SECONDS = 60.0
"""How often the inbox is looked through for what no event announced."""

_serving: list[Services] = []
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
    _serving.append(services)
    stop = threading.Event()
    sent = _Sent(services)
    for hear in (_watch, _sweep):
        threading.Thread(target=hear, args=(services, sent.offer, stop), daemon=True).start()
    try:
        serve(*(TASKS[lane] for lane in lanes), limit=services.settings.workers + 1)
    finally:
        stop.set()
        _serving.remove(services)


class _Sent:
    """Remembers what this worker has announced, so that event and sweep do not both do it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._sent: dict[str, None] = {}
        self._lock = threading.Lock()

    def offer(self, submission: str, again: bool = False) -> None:
        """Announce a submission that still waits; `again` when an earlier run must have ended."""
        with self._lock:
            if submission in self._sent and not again:
                return
            try:
                lane = load_submission(self._services.store, submission).lane
            except NotFound:
                self._sent.pop(submission, None)
                return
            send(submission, lane)
            self._sent[submission] = None


def _watch(services: Services, offer: Callable[[str], None], stop: threading.Event) -> None:
    """Events are a hint: whatever goes wrong here, the sweep makes up for."""
    while not stop.is_set():
        try:
            for key in services.store.watch("inbox/", stop):
                parts = key.split("/")
                if parts[-1] == SEAL and len(parts) == 3:
                    offer(parts[1])
        except SohoaError:
            stop.wait(5.0)


def _sweep(services: Services, offer: Callable[..., None], stop: threading.Event) -> None:
    """Announce what waits, once at the start and again for what is still there a sweep later."""
    before: set[str] = set()
    while not stop.is_set():
        try:
            now = set(waiting(services.store))
            for submission in sorted(now):
                offer(submission, submission in before)
            before = now
        except SohoaError:
            before = set()
        stop.wait(SWEEP_SECONDS)


def _digitize_tagged() -> str:
    context = TaskRunContext.get()
    names = context.task_run.tags if context else []
    submission = next(
        name.removeprefix(_SUBMISSION_TAG) for name in names if name.startswith(_SUBMISSION_TAG)
    )
    try:
        return digitize_recorded(_serving[-1], submission).dossier.id
    except NotFound:
        return f"{submission} is settled already"
    except Claimed:
        return f"{submission} is in other hands"
