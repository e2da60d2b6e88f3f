"""Hand in files and digitize them here and now: what `sohoa ingest` does."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from time import perf_counter

from core.errors import SohoaError
from core.model import Dossier, DossierState, Manifest
from dossiers import records
from dossiers.ingest import Digitized, digitize
from dossiers.intake import Delivery, Incoming, settled, submit
from dossiers.progress import Report, silent
from dossiers.records import QuarantineReason, Submission
from dossiers.services import Services
from dossiers.sources import Source, Sources
from storage import keys

Digitize = Callable[[Services, str, Report], Digitized]
"""Runs one submission: `dossiers.ingest.digitize` or the flow around it."""


@dataclass(frozen=True, slots=True)
class DeliveredDossier:
    """A dossier as it stands after the delivery."""

    dossier: Dossier
    name: str
    """Name of the file or folder it came from."""
    known: bool = False
    """Whether all of it had been digitized before."""
    outdated: bool = False
    """Whether part of it was read or understood by an older version."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that went to quarantine, or could not be taken at all."""

    file: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of everything that was handed in."""

    dossiers: tuple[DeliveredDossier, ...]
    quarantined: tuple[Refused, ...]
    waiting: tuple[Refused, ...]
    """Deliveries that stay where they are because a server or disk failed; run again."""
    skipped: tuple[str, ...]
    seconds: float

    @property
    def exit_code(self) -> int:
        """0 all read · 1 some partial or quarantined · 4 nothing readable · 6 something still waits."""
        states = {one.dossier.state for one in self.dossiers}
        if self.waiting:
            return 6
        if not states - {DossierState.QUARANTINED} and (self.quarantined or states):
            return 4
        return 1 if self.quarantined or states - {DossierState.COMPLETE} else 0


@dataclass(frozen=True, slots=True)
class _Ended:
    dossier: DeliveredDossier | None
    quarantined: tuple[Refused, ...] = ()
    waiting: tuple[Refused, ...] = ()


def deliver(
    services: Services,
    sources: Sources,
    delivery: Delivery,
    report: Report = silent,
    run: Digitize = digitize,
) -> Delivered:
    """Submit and digitize every source, several at once; one bad file never stops the rest."""
    started = perf_counter()
    ended = list(_all(services, sources.dossiers, delivery, report, run))
    quarantined = [one for end in ended for one in end.quarantined]
    quarantined += [
        Refused(str(path), "unreadable_file", "It may not be opened by this account; check its permissions.")
        for path in sources.unreadable
    ]
    by_id = {end.dossier.dossier.id: end.dossier for end in ended if end.dossier}
    return Delivered(
        dossiers=tuple(by_id.values()),
        quarantined=tuple(quarantined),
        waiting=tuple(one for end in ended for one in end.waiting),
        skipped=tuple(str(path) for path in sources.skipped),
        seconds=perf_counter() - started,
    )


def _all(
    services: Services, sources: Sequence[Source], delivery: Delivery, report: Report, run: Digitize
) -> Iterator[_Ended]:
    """Results in the order of `sources`, with a few submissions under way at a time."""
    threads = services.settings.workers + 1
    order: dict[Future[_Ended], int] = {}
    ends: dict[int, _Ended] = {}
    rest = iter(enumerate(sources))
    with ThreadPoolExecutor(threads, thread_name_prefix="deliver") as pool:
        try:
            for number, source in islice(rest, 2 * threads):
                order[pool.submit(_one, services, source, delivery, report, run)] = number
            while order:
                done, _ = wait(order, return_when=FIRST_COMPLETED)
                for future in done:
                    ends[order.pop(future)] = future.result()
                    for number, source in islice(rest, 1):
                        order[pool.submit(_one, services, source, delivery, report, run)] = number
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            services.stop()
            raise
    yield from (ends[number] for number in sorted(ends))


def _one(services: Services, source: Source, delivery: Delivery, report: Report, run: Digitize) -> _Ended:
    """Submit one source and digitize it, unless all of it is known."""
    files, refused = _readable(source)
    if not files:
        return _Ended(None, refused)
    try:
        submission = submit(services.store, files, replace(delivery, name=source.name))
        if settled(services.store, submission):
            ended = _known(services, submission, source.name)
        else:
            ended = _digitized(run(services, submission.id, report), source.name)
    except SohoaError as exc:
        if exc.exit_code in (2, 3, 5, 7):
            raise
        return _Ended(None, refused, (Refused(source.name, exc.code, exc.message),))
    return replace(ended, quarantined=refused + ended.quarantined)


def _readable(source: Source) -> tuple[list[Incoming], tuple[Refused, ...]]:
    files, refused = [], []
    for path in source.files:
        try:
            with path.open("rb"):
                files.append(Incoming(path, _name(source, path)))
        except OSError:
            message = "It may not be opened by this account; check its permissions."
            refused.append(Refused(str(path), "unreadable_file", message))
    return files, tuple(refused)


def _name(source: Source, path: Path) -> str:
    """The name below the dossier's folder, as far as it has one."""
    parts = path.parts
    if len(source.files) > 1 and source.name in parts[:-1]:
        at = len(parts) - 1 - parts[::-1].index(source.name)
        return "/".join(parts[at + 1 :])
    return path.name


def _digitized(done: Digitized, name: str) -> _Ended:
    refused = tuple(
        Refused(item.file.name, item.rejected.code, item.rejected.message)
        for item in done.settled
        if item.rejected
    )
    known = all(item.manifest and item.known for item in done.settled)
    outdated = any(item.outdated for item in done.settled)
    return _Ended(DeliveredDossier(done.dossier, name, known, outdated), refused)


def _known(services: Services, submission: Submission, name: str) -> _Ended:
    """A repeat: report what is there, and whether it deserves reading anew."""
    store = services.store
    dossier = records.load_dossier(store, submission.dossier_id)
    refused, outdated = [], False
    for file in submission.files:
        manifest = records.find(store, keys.document_key(file.sha256, "manifest.json"), Manifest)
        if manifest:
            outdated |= (manifest[0].reading, manifest[0].understanding) != services.fingerprints
        else:
            reason = records.find(store, keys.quarantine_key(file.sha256, "reason.json"), QuarantineReason)
            refused += [Refused(file.name, reason[0].code, reason[0].message)] if reason else []
    return _Ended(DeliveredDossier(dossier, name, True, outdated), tuple(refused))
