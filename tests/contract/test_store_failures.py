"""What the store says when its server, its disk or its settings fail."""

import os
import re
import resource
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from core.errors import ConfigError, Conflict, DiskFull, Unavailable
from core.settings import Settings
from storage.local import LocalStore
from storage.s3_client import connect
from storage.store import bucket_address, open_store

Build = Callable[..., Settings]
KEYS = {"s3_access_key": "someone", "s3_secret_key": "something"}


def test_a_closed_port_is_unavailable(make_settings: Build) -> None:
    with closing(socket.socket()) as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"s3://127.0.0.1:{unused.getsockname()[1]}/bucket?tls=0"
        began = time.monotonic()
        with pytest.raises(Unavailable) as caught:
            open_store(url, make_settings(**KEYS))
    assert caught.value.code == "store_unreachable"
    assert time.monotonic() - began < 10


def test_a_server_that_accepts_nobody_is_unavailable_within_ten_seconds(make_settings: Build) -> None:
    with (
        closing(socket.socket()) as full,
        closing(socket.socket()) as first,
        closing(socket.socket()) as second,
    ):
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for client in (first, second):
            client.setblocking(False)
            client.connect_ex(full.getsockname())
        began = time.monotonic()
        with pytest.raises(Unavailable):
            open_store(f"s3://127.0.0.1:{full.getsockname()[1]}/bucket?tls=0", make_settings(**KEYS))
    assert time.monotonic() - began < 12


def test_wrong_credentials_are_a_configuration_error_without_the_keys(
    s3_url: str, make_settings: Build
) -> None:
    with pytest.raises(ConfigError) as caught:
        open_store(s3_url, make_settings(**KEYS))
    assert caught.value.code == "access_denied"
    assert not re.search("someone|something", caught.value.message)


def test_a_bucket_that_vanished_is_named_as_the_cause(s3_url: str, make_settings: Build) -> None:
    address = s3_url.replace("sohoa-test-", "sohoa-gone-")
    store = open_store(address, make_settings())
    settings = make_settings()
    client = connect(bucket_address(address), settings.s3_access_key, settings.s3_secret_key)
    client.delete_bucket(Bucket=bucket_address(address).bucket)
    with pytest.raises(ConfigError):
        store.get("a")
    with pytest.raises(ConfigError):
        store.put("a", b"1")
    with pytest.raises(ConfigError):
        list(store.list(""))


class LossyProxy:
    """Passes bytes to the real server and loses the answer of the first request that `loses` matches."""

    def __init__(self, server: str, loses: bytes) -> None:
        self._server = urlsplit(server)
        self._loses = loses
        self.lost = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        with client, socket.create_connection((self._server.hostname, self._server.port)) as server:
            client.settimeout(0.2)
            while True:
                request = self._receive(client)
                if not request:
                    return
                server.sendall(request)
                answer = server.recv(1 << 16)
                if re.search(self._loses, request) and not self.lost:
                    self.lost += 1
                    return
                client.sendall(answer)

    @staticmethod
    def _receive(client: socket.socket) -> bytes:
        request = b""
        while True:
            try:
                received = client.recv(1 << 16)
            except TimeoutError:
                if request:
                    return request
                continue
            except OSError:
                return b""
            if not received:
                return b""
            request += received


@pytest.fixture
def lossy(s3_url: str) -> Iterator[tuple[LossyProxy, str]]:
    proxy = LossyProxy(os.environ["SOHOA_TEST_S3"], rb"(?i)^PUT .*\r\n(.*\r\n)*if-(none-)?match:")
    yield proxy, s3_url.replace(urlsplit(s3_url).netloc, f"127.0.0.1:{proxy.port}")
    proxy.close()


def test_a_claim_whose_answer_got_lost_is_still_won(
    lossy: tuple[LossyProxy, str], make_settings: Build
) -> None:
    proxy, url = lossy
    store = open_store(url, make_settings())
    etag = store.put("claims/s-0000001.json", b"mine", if_absent=True)
    assert proxy.lost == 1
    assert store.get("claims/s-0000001.json").etag == etag
    with pytest.raises(Conflict):
        store.put("claims/s-0000001.json", b"yours", if_absent=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder with room for less than 1 MiB: a tiny file system, or a limit on file sizes."""
    folder = tmp_path / "small"
    folder.mkdir()
    line = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if os.geteuid() == 0 and subprocess.run(line, capture_output=True, check=False).returncode == 0:
        yield folder
        subprocess.run(["umount", str(folder)], check=True)
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (512 << 10, hard))
    yield folder
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_keeps_the_old_object_and_leaves_no_part(small_disk: Path) -> None:
    store = LocalStore(small_disk / "store")
    store.put("a", b"old")
    with pytest.raises(DiskFull):
        store.put("a", bytes(1 << 20))
    assert store.get("a").data == b"old"
    assert not list((small_disk / "store" / ".sohoa" / "parts").iterdir())
    store.put("a", b"new")


def test_a_download_to_a_full_disk_says_so_and_leaves_no_part(small_disk: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    store = LocalStore(folder)
    store.put("a", bytes(1 << 20))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    with pytest.raises(DiskFull) as caught:
        store.download("a", small_disk / "copy")
    assert "copy" in caught.value.message
    assert not list(small_disk.iterdir())


def test_a_store_folder_that_vanished_is_unavailable_not_empty(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "store")
    store.put("a", b"1")
    (tmp_path / "store").rename(tmp_path / "elsewhere")
    with pytest.raises(Unavailable):
        store.get("a")
    with pytest.raises(Unavailable):
        list(store.list(""))
    with pytest.raises(Unavailable):
        store.put("a", b"2")


def test_a_store_that_names_a_file_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(ConfigError):
            LocalStore(path)
