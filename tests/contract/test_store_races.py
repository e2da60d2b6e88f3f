"""Several processes on one store, and processes that are killed while they write."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.settings import Settings
from storage.store import ObjectStore, open_store
from tests.contract.store_racer import INCREMENTS, KEY, THREADS

ROOT = Path(__file__).parents[2]
PROCESSES = 4


@pytest.fixture(params=["local", "s3"])
def environ(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    url = request.getfixturevalue("s3_url") if request.param == "s3" else (tmp_path / "store").as_uri()
    keys = {
        f"SOHOA_S3_{name}": os.environ.get(f"SOHOA_TEST_S3_{name}", "")
        for name in ("ACCESS_KEY", "SECRET_KEY")
    }
    return {**os.environ, **keys, "SOHOA_STORE": url, "SOHOA_DATA": str(tmp_path / "data")}


@pytest.fixture
def store(environ: dict[str, str]) -> ObjectStore:
    return open_store(environ["SOHOA_STORE"], Settings.from_env(environ))


def start(race: str, gun: Path, environ: dict[str, str]) -> subprocess.Popen[str]:
    line = [sys.executable, "-m", "tests.contract.store_racer", race, str(gun)]
    racer = subprocess.Popen(line, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
    assert racer.stdout
    assert racer.stdout.readline() == "ready\n"
    return racer


def race(name: str, gun: Path, environ: dict[str, str]) -> int:
    racers = [start(name, gun, environ) for _ in range(PROCESSES)]
    gun.touch()
    return sum(int(racer.communicate(timeout=60)[0]) for racer in racers)


def test_of_twenty_claims_at_once_exactly_one_wins(
    environ: dict[str, str], store: ObjectStore, tmp_path: Path
) -> None:
    assert race("claim", tmp_path / "gun", environ) == 1
    assert [info.key for info in store.list("")] == [KEY]


def test_no_update_is_lost_when_many_count_in_one_object(
    environ: dict[str, str], store: ObjectStore, tmp_path: Path
) -> None:
    store.put(KEY, b"0")
    race("count", tmp_path / "gun", environ)
    assert int(store.get(KEY).data) == PROCESSES * THREADS * INCREMENTS


def test_a_killed_writer_leaves_the_old_bytes_or_the_new(
    environ: dict[str, str], store: ObjectStore, tmp_path: Path
) -> None:
    (tmp_path / "gun").touch()
    store.put(KEY, b"old")
    for delay_seconds in (0.05, 0.15, 0.4, 0.8):
        writer = start("write", tmp_path / "gun", environ)
        time.sleep(delay_seconds)
        writer.kill()
        writer.communicate()
        assert [info.key for info in store.list("")] == [KEY]
        data = store.get(KEY).data
        assert data == b"old" or (len(data) == 40 << 20 and len(set(data)) == 1)


def test_a_large_file_needs_little_memory(environ: dict[str, str], tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(200 << 20)
    script = """
import os, resource, sys
from pathlib import Path
from core.settings import Settings
from storage.store import open_store
store = open_store(os.environ["SOHOA_STORE"], Settings.from_env(os.environ))
store.put("warm", b"up")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
store.put("large", Path(sys.argv[1]))
assert store.download("large", Path(sys.argv[1] + ".copy")).size_bytes == 200 << 20
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    line = [sys.executable, "-c", script, str(tmp_path / "large")]
    grown_kib = int(subprocess.run(line, cwd=ROOT, env=environ, capture_output=True, check=True).stdout)
    assert grown_kib < 64 << 10
    assert (tmp_path / "large.copy").stat().st_size == 200 << 20


def test_two_writers_and_a_deleter_of_one_folder_do_not_trip_each_other(store: ObjectStore) -> None:
    # Deleting the last object of a folder removes the folder under the feet of who writes into it.
    def churn(name: int) -> None:
        for _ in range(40):
            store.put(f"inbox/s-0000001/{name}", b"x")
            store.delete(f"inbox/s-0000001/{name}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(churn, range(4)))
    assert list(store.list("")) == []
