"""What goes wrong around the work has a name, costs nothing, and work goes on when it is mended."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import botocore.auth
import pytest
from minio import MinioAdmin
from minio.credentials.providers import StaticProvider

from bench.chaos.machine import Machine
from core.access import LOCAL_VIEWER
from core.errors import ConfigError, DiskFull, SohoaError, Unavailable
from core.model import DossierState
from core.settings import Settings
from dossiers import documents, indexing, ingest
from dossiers.claims import Claim
from dossiers.find import Search, find
from dossiers.ingest import digitize
from dossiers.intake import Delivery, Incoming, submit
from dossiers.records import Submission
from dossiers.retrying import READ, Wish, retry
from dossiers.services import Services, open_services
from dossiers.status import status
from dossiers.sweeping.inbox import read_claim
from dossiers.sweeping.sweep import sweep
from storage import keys
from tests.drawing import draw_paper
from tests.servers.machine import free_port
from tests.servers.services import ACCESS_KEY, SECRET_KEY, answers

Build = Callable[..., Settings]


@pytest.fixture
def services(s3_url: str, elastic_url: str, make_settings: Build) -> Iterator[Services]:
    settings = make_settings(store=s3_url, index=elastic_url, person_key="a key for tests", lease_seconds="1")
    with open_services(settings) as opened:
        yield opened


def delivered(services: Services, folder: Path, branch: str | None = None) -> Submission:
    path = draw_paper(folder / "paper.png", 1)
    return submit(services.store, [Incoming(path, path.name)], Delivery(branch=branch))


def hindered_by(services: Services, submission: Submission) -> str:
    """What an operator is told; nothing of it is held against the work."""
    claim = read_claim(services.store, submission.id)
    assert isinstance(claim, Claim)
    assert claim.failures == ()
    assert status(services).failing == {claim.hindered: 1}
    return claim.hindered


def settles(services: Services, submission: Submission) -> None:
    """With no other help than another try."""
    assert digitize(services, submission.id).dossier.state is DossierState.COMPLETE
    assert not list(services.store.list(keys.INBOX))
    assert find(services, Search("giay xac nhan"), LOCAL_VIEWER).total == 1
    with sweep(replace(services, settings=replace(services.settings, quiet_seconds=0))) as running:
        assert list(running.found) == []


@pytest.mark.parametrize(
    ("block", "error", "code"),
    [("read_only_allow_delete", DiskFull, "index_full"), ("write", Unavailable, "index_read_only")],
)
def test_an_index_that_takes_no_writes_is_named_and_waited_for(
    services: Services, tmp_path: Path, block: str, error: type[SohoaError], code: str
) -> None:
    submission = delivered(services, tmp_path)
    with blocked(services, block):
        for _ in range(services.settings.tries + 1):
            with pytest.raises(error) as caught:
                digitize(services, submission.id)
            assert caught.value.code == code
        with pytest.raises(error):
            services.index.remove("d-00000000000000000000", 1)
        assert hindered_by(services, submission) == code
    settles(services, submission)


@contextmanager
def blocked(services: Services, block: str) -> Iterator[None]:
    """Set what Elasticsearch itself sets when its disk passes the flood-stage watermark, or a person does."""
    for value in (True, None):
        request = urllib.request.Request(
            f"{services.settings.index}-*/_settings",
            json.dumps({f"index.blocks.{block}": value}).encode(),
            {"content-type": "application/json"},
            method="PUT",
        )
        urllib.request.urlopen(request, timeout=10).close()
        if value:
            yield


def test_a_dossier_the_index_always_refuses_is_given_up_and_has_a_way_back(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = delivered(services, tmp_path, branch="H05." + "1" * 40_000)  # too long for a term
    for _ in range(services.settings.tries - 1):
        with pytest.raises(SohoaError) as caught:
            digitize(services, submission.id)
        assert caught.value.code == "dossier_refused"
    assert digitize(services, submission.id).dossier.state is DossierState.QUARANTINED
    assert not list(services.store.list(keys.INBOX))
    assert status(services).quarantined == {"dossier_refused": 1}
    entry_of = indexing.entry_of
    mended = lambda services, dossier: entry_of(services, replace(dossier, branch="H05.01", agencies=()))  # noqa: E731
    monkeypatch.setattr(indexing, "entry_of", mended)
    run = lambda submission: bool(digitize(services, submission))  # noqa: E731
    (again,) = retry(services, Wish(cause="dossier_refused"), run, sends=False)
    assert again.outcome == READ
    assert find(services, Search("giay xac nhan"), LOCAL_VIEWER).total == 1
    assert status(services).quarantined == {}


def test_revoked_keys_are_named_and_work_goes_on_with_new_ones(
    services: Services, s3_url: str, make_settings: Build, tmp_path: Path
) -> None:
    host = urlsplit(s3_url).netloc
    admin = MinioAdmin(endpoint=host, credentials=StaticProvider(ACCESS_KEY, SECRET_KEY), secure=False)
    user, secret = f"worker-{uuid4().hex[:8]}", uuid4().hex
    admin.user_add(user, secret)
    admin.attach_policy(["readwrite"], user=user)
    settings = make_settings(
        store=s3_url,
        index=services.settings.index,
        s3_access_key=user,
        s3_secret_key=secret,
        lease_seconds="1",
    )
    submission = delivered(services, tmp_path)
    with open_services(settings) as workers:
        read = documents.read

        def revoked_meanwhile(*arguments: object) -> object:
            admin.user_remove(user)
            return read(*arguments)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patch, pytest.raises(ConfigError) as caught:
            patch.setattr(ingest, "read", revoked_meanwhile)
            digitize(workers, submission.id)
        assert caught.value.code == "access_denied"
        assert secret not in caught.value.message
    settles(services, submission)


def test_a_clock_an_hour_off_is_named_and_costs_nothing(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = delivered(services, tmp_path)
    right = botocore.auth.get_current_datetime

    def wrong(*arguments: object, **options: object) -> datetime:
        now: datetime = right(*arguments, **options)
        return now + timedelta(hours=1)

    with monkeypatch.context() as patch:
        patch.setattr(botocore.auth, "get_current_datetime", wrong)
        with pytest.raises(ConfigError) as caught:
            digitize(services, submission.id)
        assert caught.value.code == "clock_skewed"
    settles(services, submission)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    line = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(line, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_below_the_data_folder_is_named_and_waited_for(
    services: Services, small_disk: Path, tmp_path: Path
) -> None:
    submission = delivered(services, tmp_path)
    cramped = replace(services, settings=replace(services.settings, data=small_disk))
    with filled(small_disk):
        with pytest.raises(DiskFull):
            digitize(cramped, submission.id)
        assert hindered_by(services, submission) == "disk_full"
    settles(cramped, submission)


def test_a_full_disk_of_the_store_is_named_and_waited_for(
    elastic_url: str, small_disk: Path, make_settings: Build, tmp_path: Path
) -> None:
    with own_minio(small_disk / "minio", tmp_path) as url:
        settings = make_settings(
            store=f"{url}/scans?tls=0",
            index=elastic_url,
            person_key="a key for tests",
            s3_access_key=ACCESS_KEY,
            s3_secret_key=SECRET_KEY,
            lease_seconds="1",
        )
        with open_services(settings) as services:
            submission = delivered(services, tmp_path)
            with filled(small_disk), pytest.raises(DiskFull):
                digitize(services, submission.id)
            settles(services, submission)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Leave no byte free."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass
    yield
    ballast.unlink()


@contextmanager
def own_minio(data: Path, folder: Path) -> Iterator[str]:
    data.mkdir()
    port = free_port()
    environ = {**os.environ, "MINIO_ROOT_USER": ACCESS_KEY, "MINIO_ROOT_PASSWORD": SECRET_KEY}
    command = [sys.executable, "-m", "tests.servers.serve", "minio", str(port), str(data)]
    health = f"http://127.0.0.1:{port}/minio/health/live"
    server = Machine("minio", command, environ, folder / "minio.log", lambda: answers(health))
    server.start()
    try:
        server.wait()
        yield f"s3://127.0.0.1:{port}"
    finally:
        server.end()
