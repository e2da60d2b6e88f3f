"""Keeps the queue filled with what waits in the inbox: a little at a time, until it is settled.

The queue lives in the Prefect server's memory: it ends with the server, blocks it when it holds
more than a thousand runs, and forgets what a worker that dies has taken. So a worker announces only
as many submissions as keep it busy, another one for each that ends, and again what still waits.
"""

import hashlib
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from core.codec import Undecodable
from core.errors import NotFound
from dossiers.intake import load_submission, seals
from dossiers.reading_ahead import read_ahead
from dossiers.records import LANES
from dossiers.services import Services

LONGEST_PAUSE_SECONDS = 600.0
"""Between two announcements of a submission that still waits."""

Send = Callable[[str, str], None]
"""Puts a submission into the queue of a lane."""


@dataclass(slots=True)
class _Known:
    """A submission that waits."""

    lane: str
    sealed_hour: int
    due: float = 0.0
    """When it may be announced (again), by the announcer's clock."""
    pause: float = 0.0
    """After its last announcement, in seconds; 0 when there was none."""


class Announcer:
    """What one worker knows of the inbox and has announced of it; used by any number of threads."""

    def __init__(
        self,
        services: Services,
        send: Send,
        window: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._services = services
        self._send = send
        self._window = window
        self._clock = clock
        self._known: dict[str, _Known] = {}
        self._next: dict[str, deque[str]] = {lane: deque() for lane in LANES}
        self._out: dict[str, dict[str, None]] = {lane: {} for lane in LANES}
        """Lane → announced and, for all we know, not ended; the oldest first."""
        self._lock = threading.Lock()
        self._taste = uuid4().bytes
        """Each worker has an order of its own, so that several seldom announce the same."""

    def look(self) -> None:
        """Walk the inbox and announce what is due.

        Raises:
            Unavailable: the store or the queue does not answer.
        """
        listed = {name: int(at.timestamp() // 3600) for name, at in seals(self._services.store)}
        new = [name for name in listed if name not in self._known]
        lanes = dict(read_ahead(self._lane_of, new))
        with self._lock:
            known = self._known.items()
            self._known = {name: one for name, one in known if name in listed}
            self._known |= {name: _Known(lane, listed[name]) for name, lane in lanes.items() if lane}
            now = self._clock()
            for lane in LANES:
                waiting = [name for name, one in self._known.items() if one.lane == lane]
                still = {name for name in waiting if self._known[name].due > now}
                self._out[lane] = {name: None for name in self._out[lane] if name in still}
                self._next[lane] = deque(sorted(set(waiting) - still, key=self._order))
        self.top_up()

    def hear(self, submission: str) -> None:
        """A submission was sealed just now; announce it if there is room."""
        name, lane = self._lane_of(submission)
        if lane is None:
            return
        with self._lock:
            if name in self._known:
                return
            self._known[name] = _Known(lane, int(time.time() // 3600))
            self._next[lane].appendleft(name)
        self.top_up(lane)

    def ended(self, submission: str, *, settled: bool) -> None:
        """Note that this worker is done with a submission, whoever announced it: there is room again."""
        with self._lock:
            for out in self._out.values():
                if submission in out:
                    del out[submission]
                    break
            else:
                # Another worker has taken one of ours instead.
                for out in self._out.values():
                    out.pop(next(iter(out), ""), None)
            if settled:
                self._known.pop(submission, None)

    def forget_pauses(self) -> None:
        """Something was away: what was announced meanwhile may be lost, or have failed for that."""
        with self._lock:
            for one in self._known.values():
                one.due = one.pause = 0.0

    def top_up(self, *lanes: str) -> None:
        """Announce until as many are out as there is room for."""
        for lane in lanes or LANES:
            while (name := self._take(lane)) is not None:
                try:
                    self._send(name, lane)
                except BaseException:
                    self._give_back(lane, name)
                    raise

    def _take(self, lane: str) -> str | None:
        """The next one to announce, counted as out; None when there is no room or nothing due."""
        with self._lock:
            while self._next[lane] and len(self._out[lane]) < self._window:
                name = self._next[lane].popleft()
                one = self._known.get(name)
                if one and one.due <= self._clock():
                    first = self._services.settings.look_seconds
                    one.pause = min(2 * one.pause or first, LONGEST_PAUSE_SECONDS)
                    one.due = self._clock() + one.pause
                    self._out[lane][name] = None
                    return name
        return None

    def _give_back(self, lane: str, name: str) -> None:
        with self._lock:
            self._out[lane].pop(name, None)
            if one := self._known.get(name):
                one.due = one.pause = 0.0
                self._next[lane].appendleft(name)

    def _order(self, name: str) -> tuple[int, bytes]:
        return self._known[name].sealed_hour, hashlib.blake2b(name.encode(), key=self._taste).digest()

    def _lane_of(self, submission: str) -> tuple[str, str | None]:
        """Its lane; None when it is settled meanwhile or its seal is damaged, of which the sweep tells."""
        try:
            lane = load_submission(self._services.store, submission).lane
        except (NotFound, Undecodable):
            return submission, None
        return submission, lane if lane in LANES else LANES[-1]
