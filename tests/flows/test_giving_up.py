"""Work that fails by its own fault is tried a few times, then set apart; surroundings never count."""

import errno
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from core import codec
from core.access import LOCAL_VIEWER
from core.errors import BadScan, ConfigError, Conflict, DiskFull, SohoaError, Unavailable
from core.model import DossierState
from core.settings import Settings
from dossiers import ingest, records
from dossiers.claims import SCHEMA, Claim
from dossiers.failing import DEATHS_PER_TRY, failure_of
from dossiers.find import Search, find
from dossiers.ingest import digitize
from dossiers.intake import Delivery, Incoming, submit
from dossiers.records import QuarantineReason, Submission
from dossiers.services import Services, open_services
from dossiers.sweeping.sweep import sweep
from search.index import SearchIndex
from storage import keys
from tests.drawing import draw_paper
from tests.fakes import FailingIndex

TRIES = 3
Again = Callable[[], Services]


@pytest.fixture(params=["embedded", "servers"])
def again(request: pytest.FixtureRequest, make_settings: Callable[..., Settings]) -> Iterator[Again]:
    """Opens the same store and index as another process would: nothing is left of the last one's memory."""
    named = {"person_key": "a key for tests"}
    if request.param == "servers":
        named |= {"store": request.getfixturevalue("s3_url"), "index": request.getfixturevalue("elastic_url")}
    opened = []

    def open_again() -> Services:
        opened.append(open_services(make_settings(**named)))
        return opened[-1].__enter__()

    yield open_again
    for one in opened:
        one.__exit__(None, None, None)


def delivered(services: Services, folder: Path, number: int = 1, dossier: str | None = None) -> Submission:
    path = draw_paper(folder / f"{number}.png", number)
    return submit(services.store, [Incoming(path, path.name)], Delivery(dossier=dossier, branch="H05.01"))


def broken(monkeypatch: pytest.MonkeyPatch, step: str, error: Exception) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(ingest, step, fail)


def claim_of(services: Services, submission: Submission) -> Claim:
    return codec.decode(services.store.get(keys.claim_key(submission.id)).data, Claim, SCHEMA)


def reason_of(services: Services, submission: Submission) -> QuarantineReason:
    key = keys.quarantine_key(submission.files[0].sha256, "reason.json")
    return records.load(services.store, key, QuarantineReason)[0]


@pytest.mark.parametrize("step", ["fetch", "read", "archive", "record_dossier", "index_recorded"])
def test_a_submission_that_fails_each_time_is_set_apart_with_its_cause(
    again: Again, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    services = again()
    submission = delivered(services, tmp_path)
    original = services.store.get(submission.files[0].key).data
    broken(monkeypatch, step, ValueError("số 027090001234"))
    for tried in range(1, TRIES):
        with pytest.raises(ValueError, match="số"):
            digitize(again(), submission.id)
        assert [one.kind for one in claim_of(services, submission).failures] == ["ValueError"] * tried
    done = digitize(again(), submission.id)
    assert (done.dossier.state, done.settled[0].rejected and done.settled[0].rejected.code) == (
        DossierState.QUARANTINED,
        "gave_up",
    )
    reason = reason_of(services, submission)
    assert (reason.code, reason.cause, reason.kind, reason.tries) == (
        "gave_up",
        "internal",
        "ValueError",
        TRIES,
    )
    assert reason.dossier == submission.dossier_id
    assert b"027090001234" not in codec.encode(reason, "test/1")
    places = [*services.store.list(keys.QUARANTINE), *services.store.list(keys.DOCUMENTS)]
    kept = [info.key for info in places if info.key.endswith("/original.png")]
    assert services.store.get(kept[0]).data == original
    assert not list(services.store.list(keys.INBOX))
    with sweep(services) as running:
        assert list(running.found) == []


@pytest.mark.parametrize(
    "error",
    [
        Unavailable("away"),
        DiskFull("full"),
        Conflict("raced"),
        ConfigError("refused"),
        SohoaError("refused", code="index_refused"),
        OSError(errno.ENOSPC, "full"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_the_surroundings_do_never_counts(
    again: Again, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    services = again()
    submission = delivered(services, tmp_path)
    with monkeypatch.context() as patch:
        broken(patch, "read", error)
        for _ in range(2 * TRIES):
            with pytest.raises(type(error)):
                digitize(services, submission.id)
    assert claim_of(services, submission).failures == ()
    assert digitize(services, submission.id).dossier.state is DossierState.COMPLETE


def test_an_index_that_is_away_for_long_loses_nothing(again: Again, tmp_path: Path) -> None:
    services = again()
    submission = delivered(services, tmp_path)
    away = replace(services, index=cast(SearchIndex, FailingIndex(services.index, failures=2 * TRIES)))
    for _ in range(2 * TRIES):
        with pytest.raises(Unavailable):
            digitize(away, submission.id)
    assert digitize(away, submission.id).dossier.state is DossierState.COMPLETE
    assert find(services, Search("giay xac nhan"), LOCAL_VIEWER).total == 1


def test_a_try_that_went_well_forgets_the_failures_before(
    again: Again, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = again()
    submission = delivered(services, tmp_path)
    with monkeypatch.context() as patch:
        broken(patch, "archive", BadScan("odd"))
        for _ in range(TRIES - 1):
            with pytest.raises(BadScan):
                digitize(services, submission.id)
    assert digitize(services, submission.id).dossier.state is DossierState.COMPLETE
    assert claim_of(services, submission).failures == ()


def test_work_that_takes_its_worker_down_each_time_is_set_apart_in_the_end(
    again: Again, tmp_path: Path
) -> None:
    services = again()
    submission, dead = (
        delivered(services, tmp_path),
        Claim("nonce", "nobody", deaths=TRIES * DEATHS_PER_TRY - 1),
    )
    services.store.put(keys.claim_key(submission.id), codec.encode(dead, SCHEMA))
    patient = replace(services, settings=replace(services.settings, lease_seconds=1.0))
    assert digitize(patient, submission.id).dossier.state is DossierState.QUARANTINED
    assert reason_of(services, submission).cause == "worker_died"


def test_a_failing_delivery_leaves_the_papers_its_dossier_had(
    again: Again, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = again()
    dossier = digitize(services, delivered(services, tmp_path, 1).id).dossier
    paths = [draw_paper(tmp_path / f"{number}.png", number) for number in (1, 2)]
    incoming = [Incoming(path, path.name) for path in paths]
    submission = submit(services.store, incoming, Delivery(dossier=dossier.id))
    broken(monkeypatch, "archive", ValueError("a defect"))
    for _ in range(TRIES - 1):
        with pytest.raises(ValueError, match="a defect"):
            digitize(services, submission.id)
    after = digitize(services, submission.id).dossier
    assert [member.state for member in after.documents] == [DossierState.COMPLETE, DossierState.QUARANTINED]
    assert after.state is DossierState.PARTIAL
    assert find(services, Search("giay xac nhan"), LOCAL_VIEWER).total == 1


def test_where_even_the_record_can_not_be_written_the_ledger_and_the_sweep_tell(
    again: Again, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = again()
    dossier = digitize(services, delivered(services, tmp_path, 1).id).dossier
    submission = delivered(services, tmp_path, 2, dossier.id)
    services.store.put(keys.dossier_key(dossier.id), b"{damaged")
    for _ in range(TRIES - 1):
        with pytest.raises(codec.Undecodable):
            digitize(services, submission.id)
    assert digitize(services, submission.id).settled[0].rejected is not None
    assert not list(services.store.list(keys.INBOX))
    assert reason_of(services, submission).cause == "undecodable"
    with sweep(services) as running:
        assert [one.difference.code for one in running.found] == ["object_damaged"]


def test_an_error_that_hides_a_full_disk_is_not_held_against_the_work() -> None:
    try:
        try:
            raise OSError(errno.ENOSPC, "full")
        except OSError as exc:
            raise RuntimeError("could not write") from exc
    except RuntimeError as exc:
        assert failure_of(exc) is None
    assert failure_of(RuntimeError("could not write")) is not None
