"""The order of a sweep: walk, look again, mend. Memory does not grow with the store."""

import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain

from dossiers import scratch
from dossiers.corrections.mending import settle_left_over
from dossiers.intake import waiting
from dossiers.reading_ahead import AHEAD
from dossiers.services import Services
from dossiers.sweeping.inbox import check_inbox, claim_state, is_free, read_claim
from dossiers.sweeping.kinds import Requeue, mend
from dossiers.sweeping.model import Difference, Round, Suspect, age_seconds, exists
from dossiers.sweeping.naming import check_codes, check_submissions, note_codes, note_ledger
from dossiers.sweeping.papers import check_documents
from dossiers.sweeping.recorded import check_dossiers
from dossiers.sweeping.result import keep_result
from storage import keys

SETTLE_SECONDS = 2.0
"""A suspect is looked at again after this long: whoever was writing has written."""


@dataclass(frozen=True, slots=True)
class Found:
    """A difference that stands."""

    difference: Difference
    mended: bool
    """Whether the repair put it right, or sent it on its way."""


@dataclass(slots=True)
class Sweep:
    """A sweep that goes on while its differences are iterated; the figures are whole at the end."""

    found: Iterator[Found]
    counts: Counter[str] = field(default_factory=Counter)
    """What was seen of each kind of thing."""
    by_code: Counter[str] = field(default_factory=Counter)
    """Differences of each code."""
    mended: int = 0

    @property
    def exit_code(self) -> int:
        """0 when nothing differs any more, else 1."""
        return 0 if self.by_code.total() == self.mended else 1


@contextmanager
def sweep(services: Services, requeue: Requeue | None = None, *, originals: bool = False) -> Iterator[Sweep]:
    """Walk everything stored and tell what differs; with `requeue` also mend what can be mended.

    Args:
        services: store and index; others may go on working with them.
        requeue: has a sealed submission digitized; None mends nothing.
        originals: whether to read every original and compare its sha256.
    """
    with scratch.folder(services.settings.data) as folder, ThreadPoolExecutor(AHEAD, "sweep") as pool:
        round_ = Round(services, pool, folder, services.settings.quiet_seconds, originals)
        running = Sweep(iter(()), round_.counts)
        running.found = _run(round_, running, requeue)
        yield running


def _run(round_: Round, running: Sweep, requeue: Requeue | None) -> Iterator[Found]:
    started, left = time.monotonic(), Counter[str]()
    if requeue:
        round_.counts["requeued"] = _requeue_waiting(round_, requeue)
        round_.counts["records_settled"] = settle_left_over(round_.services)
    for difference in settled(_suspects(round_)):
        mended = mend(round_.services, difference, requeue) if requeue else False
        running.by_code[difference.code] += 1
        running.mended += mended
        left[difference.code] += not mended
        yield Found(difference, mended)
    if requeue:
        round_.counts["claims_tidied"] = _tidy_claims(round_)
    keep_result(round_.services.store, time.monotonic() - started, +left, round_.counts)


def _suspects(round_: Round) -> Iterator[Suspect]:
    """Whoever names things comes before the things: what is new meanwhile is then unnamed, not lost."""
    return chain(
        check_inbox(round_),
        note_codes(round_),
        note_ledger(round_),
        check_dossiers(round_),
        check_codes(round_),
        check_documents(round_),
        check_submissions(round_),
    )


def settled(suspects: Iterable[Suspect], settle_seconds: float | None = None) -> Iterator[Difference]:
    """The differences that are still there a moment later; only those of that moment are held."""
    pause = SETTLE_SECONDS if settle_seconds is None else settle_seconds
    young = deque[tuple[float, Suspect]]()
    for suspect in suspects:
        young.append((time.monotonic() + pause, suspect))
        while young and young[0][0] <= time.monotonic():
            yield from _standing(young.popleft()[1])
    while young:
        due, suspect = young.popleft()
        time.sleep(max(0.0, due - time.monotonic()))
        yield from _standing(suspect)


def _standing(suspect: Suspect) -> Iterator[Difference]:
    if suspect.still():
        yield suspect.difference


def _requeue_waiting(round_: Round, requeue: Requeue) -> int:
    """Announce what waits and is in nobody's hands; announcing twice does no harm."""
    store, count = round_.services.store, 0
    for submission in waiting(store):
        if is_free(read_claim(store, submission)):
            count += requeue(submission)
    return count


def _tidy_claims(round_: Round) -> int:
    """Remove claims of submissions closed a quiet period ago that nobody holds: they can't be taken again."""
    store, lease_seconds, count = round_.services.store, round_.services.settings.lease_seconds, 0
    for info in store.list(keys.CLAIMS):
        submission = info.key.removeprefix(keys.CLAIMS).removesuffix(".json")
        if age_seconds(info) < round_.quiet_seconds or not keys.is_submission(submission):
            continue
        state = claim_state(read_claim(store, submission), info, lease_seconds)
        if state in ("free", "dead") and not exists(store, keys.submission_key(submission)):
            store.delete(info.key)
            count += 1
    return count
