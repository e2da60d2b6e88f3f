"""Digitize a submission: the order of the steps and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

from core.errors import SohoaError
from core.model import Dossier
from dossiers import scratch
from dossiers.assembly import Recorded, record_dossier
from dossiers.claims import Failure, HeldClaim, hold
from dossiers.documents import Fetched, Settled, archive, fetch, read
from dossiers.failing import failure_of, worn_out
from dossiers.giving_up import give_up
from dossiers.indexing import index_recorded
from dossiers.intake import load_submission
from dossiers.ledger import close_submission
from dossiers.progress import Progress, Report, silent
from dossiers.records import Submission
from dossiers.services import Services

Args = ParamSpec("Args")
Result = TypeVar("Result")


class Step(Protocol):
    """Runs one step: called plainly here, as a task with retries in a flow."""

    def __call__(
        self, function: Callable[Args, Result], /, *args: Args.args, **kwargs: Args.kwargs
    ) -> Result:
        """Run `function` and return its result."""


@dataclass(frozen=True, slots=True)
class Digitized:
    """What became of a submission."""

    submission: Submission
    settled: tuple[Settled, ...]
    dossier: Dossier


def directly(function: Callable[Args, Result], /, *args: Args.args, **kwargs: Args.kwargs) -> Result:
    """Run a step without any retry."""
    return function(*args, **kwargs)


def digitize(
    services: Services, submission_id: str, report: Report = silent, step: Step = directly
) -> Digitized:
    """Bring a sealed submission into archive and index; repeating it changes nothing.

    One that failed by its own fault as often as the settings allow is set apart in quarantine.

    Raises:
        NotFound: it is not sealed, or settled already.
        Claimed: another living worker is on it.
        Unavailable: store or index can't be used; everything done so far is kept.
    """
    store, settings = services.store, services.settings
    submission = step(load_submission, store, submission_id)
    with hold(store, submission.id, settings.lease_seconds) as claim, scratch.folder(settings.data) as folder:
        failure = worn_out(claim.claim, settings.tries)
        if not failure:
            try:
                done = _digitize(services, submission, claim, folder, report, step)
            except Exception as exc:
                failure = _failed(claim, exc, settings.tries)
                if not failure:
                    raise
            else:
                claim.succeed()
                return done
        claim.check()
        given_up = step(give_up, services, submission, failure, settings.tries, folder)
        return Digitized(submission, given_up.settled, given_up.dossier)


def _failed(claim: HeldClaim, error: Exception, tries: int) -> Failure | None:
    """Write down a failed try, or what hindered it; the failure if it was the last one."""
    failure = failure_of(error)
    if failure:
        return worn_out(claim.fail(failure), tries)
    claim.hinder(error.code if isinstance(error, SohoaError) else "unavailable")
    return None


def _digitize(
    services: Services,
    submission: Submission,
    claim: HeldClaim,
    folder: Path,
    report: Report,
    step: Step,
) -> Digitized:
    store = services.store
    files = {file.sha256: file for file in submission.files}.values()
    fetched = [step(fetch, services, file, folder / file.sha256) for file in files]
    readings = iter(step(read, services, fetched, _counter(submission, fetched, report)))
    claim.check()
    settled = tuple(
        step(archive, services, submission, item, next(readings) if item.scan else None) for item in fetched
    )
    claim.check()
    recorded: Recorded = step(record_dossier, services, submission, settled)
    step(index_recorded, services, recorded)
    claim.check()
    step(close_submission, store, submission, settled, recorded.dossier)
    return Digitized(submission, settled, recorded.dossier)


def _counter(submission: Submission, fetched: list[Fetched], report: Report) -> Callable[[], None]:
    """Counts pages as they are read and reports each."""
    total = sum(item.scan.page_count for item in fetched if item.scan)
    name = submission.name or submission.id
    done = 0

    def turned() -> None:
        nonlocal done
        done += 1
        report(Progress(submission.id, name, done, total))

    report(Progress(submission.id, name, 0, total))
    return turned
