"""The whole chain on real servers: MinIO's inbox, a worker process on the Prefect queue, Elasticsearch."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psutil
import pytest

from core.access import LOCAL_VIEWER
from core.model import DossierState
from core.settings import Settings
from dossiers.claims import Claim
from dossiers.find import Search, find
from dossiers.indexing import dossiers
from dossiers.intake import Delivery, Incoming, submit, waiting
from dossiers.records import URGENT, Submission
from dossiers.services import Services, open_services
from dossiers.sweeping.inbox import read_claim
from dossiers.tracking import track
from storage import keys
from tests.drawing import draw_page

_PATIENCE_SECONDS = 120.0


@pytest.fixture
def chain(
    s3_url: str, elastic_url: str, make_settings: Callable[..., Settings]
) -> Iterator[tuple[Services, dict[str, str]]]:
    """Services on the real servers, and the environment that makes a worker use the same."""
    environ = {"STORE": s3_url, "INDEX": elastic_url, "PERSON_KEY": "a key for tests"}
    with open_services(make_settings(**{name.lower(): value for name, value in environ.items()})) as services:
        named = {f"SOHOA_{name}": value for name, value in environ.items()}
        keys = {
            "SOHOA_S3_ACCESS_KEY": os.environ["SOHOA_TEST_S3_ACCESS_KEY"],
            "SOHOA_S3_SECRET_KEY": os.environ["SOHOA_TEST_S3_SECRET_KEY"],
        }
        yield services, {**os.environ, **named, **keys}


@pytest.fixture
def worker(
    chain: tuple[Services, dict[str, str]], prefect_api_url: str, tmp_path: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    environ = {
        **chain[1],
        "PREFECT_API_URL": prefect_api_url,
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "SOHOA_DATA": str(tmp_path / "worker"),
        "SOHOA_WORKERS": "1",
    }
    process = subprocess.Popen([sys.executable, "-m", "cli", "work"], env=environ)
    yield process
    process.kill()
    process.wait()


def deliver(services: Services, folder: Path, words: str) -> Callable[[], bool]:
    """Seal a delivery in the inbox; the answer tells whether it has been settled."""
    path = draw_page(folder / f"{uuid4().hex}.png", ["Giấy xác nhận cư trú", words])
    sealed = submit(services.store, [Incoming(path, path.name)], Delivery(lane=URGENT))
    return lambda: track(services, sealed.dossier_id, sealed.id).state is DossierState.COMPLETE


def wait_for(settled: Callable[[], bool]) -> float:
    begun = time.monotonic()
    while not settled():
        assert time.monotonic() - begun < _PATIENCE_SECONDS, "the delivery was not settled"
        time.sleep(0.1)
    return time.monotonic() - begun


def test_a_scan_in_the_inbox_of_minio_is_found_in_elasticsearch(
    chain: tuple[Services, dict[str, str]], worker: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    services, _ = chain
    wait_for(deliver(services, tmp_path, "thôn Đông xã Phú Lâm"))
    seconds = wait_for(deliver(services, tmp_path, "khu phố Thượng phường Kinh Bắc"))
    assert seconds < services.settings.look_seconds / 2, "the bucket's event should have announced it"
    answer = find(services, Search("kinh bac"), LOCAL_VIEWER)
    assert answer.total == 1
    assert "<mark>" in answer.hits[0].snippet
    assert answer.hits[0].boxes
    assert find(services, Search('"xã Phú Lâm"'), LOCAL_VIEWER).total == 1
    assert not list(services.store.list("inbox/"))


def test_the_counter_does_not_wait_for_a_backlog_and_a_stop_gives_the_backlog_back(
    chain: tuple[Services, dict[str, str]], worker: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    services, _ = chain
    wait_for(deliver(services, tmp_path, "thôn Tây"))
    backlog = []
    for number in range(3):  # more than one worker takes at a time
        paths = [draw_page(tmp_path / f"{number}-{page}.png", [uuid4().hex] * 9) for page in range(30)]
        backlog.append(submit(services.store, [Incoming(path, path.name) for path in paths], Delivery()))
    while not any(claims_of(services, backlog)):
        time.sleep(0.1)
    assert wait_for(deliver(services, tmp_path, "thôn Trung")) < 10
    assert any(claims_of(services, backlog)), "the backlog should still be in hand"
    begun = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert time.monotonic() - begun < 10
    assert not any(claims_of(services, backlog))
    assert sorted(waiting(services.store)) == sorted(sealed.id for sealed in backlog)
    given_back = [read_claim(services.store, sealed.id) for sealed in backlog]
    assert any(isinstance(claim, Claim) for claim in given_back)
    assert not any(isinstance(claim, Claim) and claim.failures for claim in given_back), (
        "no fault of the work"
    )


def claims_of(services: Services, submissions: list[Submission]) -> list[Claim]:
    """Claims that are held."""
    found = [read_claim(services.store, sealed.id) for sealed in submissions]
    return [claim for claim in found if isinstance(claim, Claim) and not claim.released]


def test_two_workers_share_a_queue_and_do_nothing_twice(
    chain: tuple[Services, dict[str, str]], worker: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    services, environ = chain
    environ = {**environ, "SOHOA_DATA": str(tmp_path / "second"), "SOHOA_WORKERS": "1"}
    environ |= {
        "PREFECT_API_URL": os.environ["PREFECT_TEST_API_URL"],
        "PREFECT_HOME": str(tmp_path / "prefect2"),
    }
    second = subprocess.Popen([sys.executable, "-m", "cli", "work"], env=environ)
    owners = set[str]()
    try:
        settled = [deliver(services, tmp_path, f"thôn {number} {uuid4().hex}") for number in range(8)]
        while not all(done() for done in settled):
            assert worker.poll() is None is second.poll()
            for info in services.store.list(keys.CLAIMS):
                claim = read_claim(services.store, info.key.removeprefix(keys.CLAIMS).removesuffix(".json"))
                owners |= {claim.owner} if isinstance(claim, Claim) else set()
            time.sleep(0.1)
    finally:
        second.kill()
        second.wait()
    assert len(owners) == 2, "both should have worked"
    found = list(dossiers(services))
    assert [dossier.generation for dossier in found] == [1] * 8
    assert list(services.index.ids()) == [(dossier.id, 1) for dossier in found]
    assert len(list(services.store.list(keys.LEDGER))) == 8


def test_a_worker_told_to_stop_leaves_no_process_behind(
    chain: tuple[Services, dict[str, str]], worker: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    wait_for(deliver(chain[0], tmp_path, "thôn Đoài"))
    children = psutil.Process(worker.pid).children(recursive=True)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) in (0, 130)
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive


def test_work_a_killed_worker_held_is_taken_up_by_the_next(
    chain: tuple[Services, dict[str, str]], worker: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    services, environ = chain
    wait_for(deliver(services, tmp_path, "thôn Nam"))
    settled = deliver(services, tmp_path, "thôn Bắc")
    time.sleep(0.5)
    worker.kill()
    worker.wait()
    environ = {**environ, "SOHOA_DATA": str(tmp_path / "next"), "SOHOA_WORKERS": "1"}
    environ |= {
        "PREFECT_API_URL": os.environ["PREFECT_TEST_API_URL"],
        "PREFECT_HOME": str(tmp_path / "prefect2"),
    }
    following = subprocess.Popen([sys.executable, "-m", "cli", "work"], env=environ)
    try:
        wait_for(settled)
    finally:
        following.kill()
        following.wait()
    assert find(services, Search("thon bac"), LOCAL_VIEWER).total == 1
