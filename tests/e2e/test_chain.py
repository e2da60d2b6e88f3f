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
from dossiers.find import Search, find
from dossiers.intake import Delivery, Incoming, submit
from dossiers.records import URGENT
from dossiers.services import Services, open_services
from dossiers.tracking import track
from flows.work import SWEEP_SECONDS
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
    assert seconds < SWEEP_SECONDS / 2, "the bucket's event should have announced it"
    answer = find(services, Search("kinh bac"), LOCAL_VIEWER)
    assert answer.total == 1
    assert "<mark>" in answer.hits[0].snippet
    assert answer.hits[0].boxes
    assert find(services, Search('"xã Phú Lâm"'), LOCAL_VIEWER).total == 1
    assert not list(services.store.list("inbox/"))


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
