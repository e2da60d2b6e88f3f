"""What was kept apart or failed is put back and read again, its originals untouched."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core import codec
from core.access import LOCAL_VIEWER
from core.errors import ConfigError, NotFound
from core.model import DossierState
from core.settings import Settings
from dossiers import ingest, records
from dossiers.claims import SCHEMA, Claim
from dossiers.delivery import deliver
from dossiers.find import Search, find
from dossiers.ingest import digitize
from dossiers.intake import Delivery, Incoming, submit, waiting
from dossiers.records import QuarantineReason, Submission
from dossiers.retrying import Retried, Wish, by_cause, retry
from dossiers.services import Services, open_services
from dossiers.sources import find_sources
from dossiers.sweeping.sweep import sweep
from storage import keys
from tests.drawing import draw_page, draw_paper


@pytest.fixture(params=["embedded", "servers"])
def services(request: pytest.FixtureRequest, make_settings: Callable[..., Settings]) -> Iterator[Services]:
    named = {"person_key": "a key for tests", "tries": "1"}
    if request.param == "servers":
        named |= {"store": request.getfixturevalue("s3_url"), "index": request.getfixturevalue("elastic_url")}
    with open_services(make_settings(**named)) as opened:
        yield opened


def given_up(
    services: Services, monkeypatch: pytest.MonkeyPatch, *paths: Path, step: str = "archive"
) -> Submission:
    """A delivery that failed of a defect, which is mended afterwards."""

    def fail(*_: object) -> None:
        raise ValueError("a defect")

    delivery = Delivery(name="folder", branch="H05.01")
    submission = submit(services.store, [Incoming(path, path.name) for path in paths], delivery)
    with monkeypatch.context() as patch:
        patch.setattr(ingest, step, fail)
        digitize(services, submission.id)
    return submission


def put_back(services: Services, wish: Wish, *, sends: bool = False) -> list[Retried]:
    def run(submission: str) -> bool:
        if not sends:
            digitize(services, submission)
        return True

    return list(retry(services, wish, run, sends=sends))


def everything_is_accounted_for(services: Services) -> bool:
    with sweep(services) as running:
        return not list(running.found)


@pytest.mark.parametrize("step", ["fetch", "archive", "record_dossier", "index_recorded"])
def test_given_up_work_is_read_once_the_defect_is_mended(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    paths = [draw_paper(tmp_path / f"{number}.png", number) for number in (1, 2)]
    submission = given_up(services, monkeypatch, *paths, step=step)
    assert find(services, Search("giay xac nhan"), LOCAL_VIEWER).total == 0
    [one] = put_back(services, Wish(names=(frozenset({submission.id}),)))
    assert (one.files, one.cause, one.outcome, one.dossier) == (2, "internal", "read", submission.dossier_id)
    dossier = records.load_dossier(services.store, submission.dossier_id)
    assert (dossier.state, dossier.branch) == (DossierState.COMPLETE, "H05.01")
    assert {member.name for member in dossier.documents} == {"1.png", "2.png"}
    assert find(services, Search("giay xac nhan"), LOCAL_VIEWER).total == 1
    for path, file in zip(paths, submission.files, strict=True):
        kept = services.store.get(keys.document_key(file.sha256, "original.png")).data
        assert kept == path.read_bytes()
    assert everything_is_accounted_for(services)
    assert put_back(services, Wish(every=True)) == []


def test_work_is_chosen_by_submission_dossier_cause_or_all(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (
        given_up(services, monkeypatch, draw_paper(tmp_path / f"{number}.png", number))
        for number in (1, 2, 3)
    )
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 not really")
    deliver(services, find_sources([tmp_path / "b.pdf"]), Delivery())
    secret = draw_page(tmp_path / "s.png", ["MẬT", "Phương án bảo vệ", "Đèo Ngang"])
    reason = QuarantineReason("d" * 64, "secret", "", secret.name, "s-secret-00", records.now())
    records.save(services.store, keys.quarantine_key("d" * 64, "reason.json"), reason)
    assert [one.submission for one in put_back(services, Wish((frozenset({first.id}),)))] == [first.id]
    chosen = put_back(services, Wish((frozenset({second.dossier_id, "d-absorbed"}),)))
    assert [one.submission for one in chosen] == [second.id]
    assert [one.submission for one in put_back(services, Wish(cause="gave_up"))] == [third.id]
    assert put_back(services, Wish(cause="timed_out")) == []
    [damaged] = put_back(services, Wish(every=True))
    assert (damaged.cause, damaged.outcome) == ("damaged", "kept")
    assert by_cause([damaged, damaged]) == {"damaged": 2}


def test_what_was_sent_and_not_yet_read_is_not_doubled(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_up(services, monkeypatch, draw_paper(tmp_path / "1.png", 1))
    [one] = put_back(services, Wish(every=True), sends=True)
    assert put_back(services, Wish(every=True), sends=True) == [one]
    assert (one.outcome, list(waiting(services.store))) == ("sent", [one.again])
    digitize(services, one.again)
    assert put_back(services, Wish(every=True), sends=True) == []


def test_work_that_failed_and_still_waits_begins_to_count_anew(services: Services, tmp_path: Path) -> None:
    path = draw_paper(tmp_path / "1.png", 1)
    submission = submit(services.store, [Incoming(path, "1.png")], Delivery())
    failed = codec.decode(
        b'{"schema":"sohoa.claim/1","nonce":"n","owner":"o","released":true,"deaths":14,'
        b'"failures":[{"code":"undecodable","kind":"Undecodable","at":"2026-01-05T00:00:00Z"}]}',
        Claim,
        SCHEMA,
    )
    services.store.put(keys.claim_key(submission.id), codec.encode(failed, SCHEMA))
    assert put_back(services, Wish(cause="internal")) == []
    [one] = put_back(services, Wish(cause="undecodable"))
    assert (one.submission, one.again, one.outcome) == (submission.id, submission.id, "read")
    assert not list(services.store.list(keys.INBOX))


def test_without_an_original_the_file_must_be_handed_in_again(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = given_up(services, monkeypatch, draw_paper(tmp_path / "1.png", 1), step="fetch")
    services.store.delete(keys.quarantine_key(submission.files[0].sha256, "original.png"))
    assert [one.outcome for one in put_back(services, Wish(every=True))] == ["no_original"]


def test_a_document_that_lost_its_manifest_is_read_from_its_original(
    services: Services, tmp_path: Path
) -> None:
    deliver(services, find_sources([draw_paper(tmp_path / "1.png", 1)]), Delivery())
    lost = next(
        info.key for info in services.store.list(keys.DOCUMENTS) if info.key.endswith("/manifest.json")
    )
    services.store.delete(lost)

    def here(submission: str) -> bool:
        digitize(services, submission)
        return True

    with sweep(services, here) as running:
        assert [(one.difference.code, one.mended) for one in running.found] == [("manifest_missing", True)]
    assert services.store.info(lost)
    assert everything_is_accounted_for(services)


def test_nothing_named_and_names_that_fit_nothing_are_refused(services: Services) -> None:
    with pytest.raises(ConfigError):
        put_back(services, Wish())
    with pytest.raises(NotFound) as caught:
        put_back(services, Wish((frozenset({"s-00000000000000000000"}),)))
    assert caught.value.code == "nothing_to_retry"
