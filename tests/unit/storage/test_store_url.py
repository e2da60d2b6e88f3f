"""`SOHOA_STORE`: what it may say and what is refused."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import ConfigError
from core.settings import Settings
from storage.store import BucketAddress, bucket_address, folder_path, open_store


def test_a_folder_with_spaces_and_marks() -> None:
    assert folder_path("file:///kho/h%E1%BB%93%20s%C6%A1") == Path("/kho/hồ sơ")
    assert folder_path("file://localhost/kho") == Path("/kho")


@pytest.mark.parametrize(
    "url", ["file:", "file:relative", "file://server/share", "file:///a?b", "file:///a#b"]
)
def test_what_is_no_absolute_folder_is_refused(url: str) -> None:
    with pytest.raises(ConfigError):
        folder_path(url)


def test_a_bucket_in_full() -> None:
    assert bucket_address("s3://minio:9000/sohoa/bac-ninh/test/?tls=0&region=vn-north") == BucketAddress(
        "minio:9000", "sohoa", "bac-ninh/test/", False, "vn-north"
    )


def test_a_bucket_in_short_is_encrypted() -> None:
    address = bucket_address("s3://s3.example.vn/sohoa")
    assert (address.prefix, address.region, address.endpoint) == ("", "us-east-1", "https://s3.example.vn")


@pytest.mark.parametrize(
    "url",
    [
        "s3://",
        "s3:///bucket",
        "s3://host",
        "s3://host/",
        "s3://host/B",
        "s3://host/bucket/../x",
        "s3://host:port/bucket",
        "s3://[host/bucket",
        "s3://host/bucket?tls=2",
        "s3://host/bucket?secure=1",
        "s3://host/bucket#x",
    ],
)
def test_a_malformed_bucket_is_refused(url: str) -> None:
    with pytest.raises(ConfigError):
        bucket_address(url)


def test_credentials_in_the_url_are_refused_and_not_repeated() -> None:
    with pytest.raises(ConfigError) as caught:
        bucket_address("s3://someone:geheim@host/bucket")
    assert "geheim" not in caught.value.message


def test_other_schemes_are_refused(make_settings: Callable[..., Settings]) -> None:
    for url in ("", "/var/store", "https://host/bucket"):
        with pytest.raises(ConfigError):
            open_store(url, make_settings())


def test_a_bucket_without_keys_says_which_settings_are_missing(
    make_settings: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOHOA_TEST_S3_ACCESS_KEY", raising=False)
    with pytest.raises(ConfigError, match="SOHOA_S3_ACCESS_KEY"):
        open_store("s3://127.0.0.1:1/bucket?tls=0", make_settings())


def test_a_folder_store_never_loads_the_s3_clients(tmp_path: Path) -> None:
    script = (
        "import sys; from core.settings import Settings; from storage.store import open_store;"
        f"open_store('{tmp_path.as_uri()}', Settings.from_env({{}})).put('a', b'');"
        "print(sorted({'boto3', 'botocore', 'minio', 'urllib3'} & sys.modules.keys()))"
    )
    root = Path(__file__).parents[3]
    line = [sys.executable, "-c", script]
    assert subprocess.run(line, cwd=root, capture_output=True, text=True, check=True).stdout == "[]\n"
