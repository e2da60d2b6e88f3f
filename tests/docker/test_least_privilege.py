"""What each user of the bucket may do on a real MinIO, and no more."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from minio import Minio
from minio.error import S3Error

from core.errors import SohoaError
from storage.s3 import S3Store
from storage.store import BucketAddress
from tests.servers.services import ACCESS_KEY, SECRET_KEY

PREPARE = Path(__file__).parents[2] / "docker" / "minio" / "prepare.py"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Address and bucket of a server that was prepared twice, and the secrets of its users."""
    if not (address := os.environ.get("SOHOA_TEST_S3")):
        reason = "SOHOA_TEST_S3 is not set; run the tests with: python -m tests.servers run -- pytest"
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    host, bucket = urlsplit(address).netloc, f"least-{uuid4().hex[:8]}"
    secrets = {f"{user}_key": f"{user}-{uuid4().hex[:8]}" for user in ("sohoa", "scanner", "backup")}
    secrets |= {f"{user}_secret": uuid4().hex for user in ("sohoa", "scanner", "backup")}
    folder = tmp_path_factory.mktemp("secrets")
    for name, value in {**secrets, "minio_root_key": ACCESS_KEY, "minio_root_secret": SECRET_KEY}.items():
        (folder / name).write_text(value)
    environ = {**os.environ, "MINIO_ENDPOINT": host, "BUCKET": bucket, "SECRETS": str(folder)}
    for _ in range(2):
        subprocess.run([sys.executable, PREPARE], env=environ, check=True, capture_output=True)
    yield host, bucket, secrets
    root = Minio(host, ACCESS_KEY, SECRET_KEY, secure=False)
    for item in root.list_objects(bucket, recursive=True):
        root.remove_object(bucket, str(item.object_name))
    root.remove_bucket(bucket)


def client(server: tuple[str, str, dict[str, str]], user: str) -> Minio:
    host, _, secrets = server
    return Minio(host, secrets[f"{user}_key"], secrets[f"{user}_secret"], secure=False)


def refused(act: Callable[..., Any], *arguments: object, **options: object) -> bool:
    try:
        done = act(*arguments, **options)
        list(done) if isinstance(done, Iterator) else None
    except S3Error as exc:
        return exc.code == "AccessDenied"
    return False


def put(store: Minio, bucket: str, key: str) -> None:
    path = Path(__file__)
    store.fput_object(bucket, key, str(path))


def test_sohoa_does_all_its_work_in_its_bucket_and_nothing_elsewhere(
    server: tuple[str, str, dict[str, str]],
) -> None:
    host, bucket, secrets = server
    address = BucketAddress(host, bucket, "", False, "us-east-1")
    store = S3Store(address, secrets["sohoa_key"], secrets["sohoa_secret"])
    etag = store.put("archive/a", b"1", if_absent=True)
    store.put("archive/a", b"2", if_match=etag)
    assert store.get("archive/a").data == b"2"
    assert [info.key for info in store.list("archive/")] == ["archive/a"]
    store.delete("archive/a")
    with pytest.raises(SohoaError):
        S3Store(replace(address, bucket=f"{bucket}-other"), secrets["sohoa_key"], secrets["sohoa_secret"])


def test_a_scanner_hands_in_and_sees_nothing(server: tuple[str, str, dict[str, str]]) -> None:
    bucket, scanner = server[1], client(server, "scanner")
    put(scanner, bucket, "inbox/counter-1/page.py")
    assert refused(put, scanner, bucket, "archive/page.py")
    assert refused(scanner.get_object, bucket, "inbox/counter-1/page.py")
    assert refused(scanner.list_objects, bucket, recursive=True)
    assert refused(scanner.remove_object, bucket, "inbox/counter-1/page.py")


def test_a_backup_reads_everything_and_writes_nothing(server: tuple[str, str, dict[str, str]]) -> None:
    bucket, backup = server[1], client(server, "backup")
    put(client(server, "sohoa"), bucket, "archive/kept.py")
    assert "archive/kept.py" in {item.object_name for item in backup.list_objects(bucket, recursive=True)}
    backup.stat_object(bucket, "archive/kept.py")
    assert refused(put, backup, bucket, "archive/new.py")
    assert refused(backup.remove_object, bucket, "archive/kept.py")
