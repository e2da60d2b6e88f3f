"""Look at handed-in pages at once, while they still wait to be read, so that bad ones are scanned again."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from itertools import islice
from threading import Lock, Thread

from core.errors import BadScan, SohoaError
from core.model import Problem
from core.page import Verdict
from core.settings import Limits
from dossiers.intake import Incoming
from dossiers.services import Services
from pipeline import quality
from pipeline.load import open_scan
from pipeline.pool import PageJob
from pipeline.preview import Look

_KEPT = 100
"""Deliveries remembered; reading has long told more about older ones."""

_MOST_PAGES = 500
"""Pages looked at in one delivery; whoever hands in more is not waiting beside the scanner."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page of a delivered file."""

    name: str
    """Of the file."""
    look: Look


@dataclass(frozen=True, slots=True)
class Looks:
    """What was seen of a delivery so far."""

    ended: bool = False
    pages: tuple[Seen, ...] = ()

    @property
    def faulty(self) -> tuple[Seen, ...]:
        """The pages that are not good."""
        return tuple(one for one in self.pages if one.look.quality.verdict is not Verdict.GOOD)


class LookBook:
    """What was seen of the latest deliveries of this process, in memory only: reading tells it again."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._looks: OrderedDict[str, Looks] = OrderedDict()

    def of(self, submission: str) -> Looks | None:
        """What was seen of a delivery, None when nobody looked."""
        with self._lock:
            return self._looks.get(submission)

    def start(
        self, services: Services, submission: str, files: Sequence[Incoming], holding: ExitStack
    ) -> None:
        """Look at `files` in the background; `holding` keeps them and is closed at the end."""
        self._put(submission, Looks())
        Thread(target=self._run, args=(services, submission, files, holding), daemon=True).start()

    def _run(
        self, services: Services, submission: str, files: Sequence[Incoming], holding: ExitStack
    ) -> None:
        found = Looks()
        # Looking is a courtesy: when the process ends or a program is missing, reading will tell.
        with holding, suppress(SohoaError, RuntimeError):
            for seen in islice(_seen(services, files), _MOST_PAGES):
                found = replace(found, pages=(*found.pages, seen))
                self._put(submission, found)
        self._put(submission, replace(found, ended=True))

    def _put(self, submission: str, looks: Looks) -> None:
        with self._lock:
            self._looks[submission] = looks
            self._looks.move_to_end(submission)
            while len(self._looks) > _KEPT:
                self._looks.popitem(last=False)


def _seen(services: Services, files: Sequence[Incoming]) -> Iterator[Seen]:
    limits = services.settings.limits
    for file in files:
        opened = _jobs(file, limits)
        if isinstance(opened, Look):
            yield Seen(file.name, opened)
        else:
            yield from (Seen(file.name, look) for look in services.looker.look(opened))


def _jobs(file: Incoming, limits: Limits) -> Iterator[PageJob] | Look:
    """The pages of a file, or the one look that stands for a file that does not open."""
    try:
        scan = open_scan(file.path, limits)
    except BadScan as exc:
        return Look(1, quality.failed(exc.code), problem=Problem("open", exc.code, exc.message, 1))
    return (PageJob(scan, number) for number in range(1, scan.page_count + 1))
