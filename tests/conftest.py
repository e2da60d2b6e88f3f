"""What tests share: the real servers named in the environment, settings, and the versions in the header."""

import json
import os
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from core.settings import Settings
from storage.s3_client import connect
from storage.store import bucket_address
from tests.servers.services import elastic_version, prefect_version


def pytest_report_header() -> list[str]:
    """Name everything whose version can change a result."""
    programs = ", ".join(filter(None, [_says("tesseract", "--version"), _says("pdftoppm", "-v")]))
    packages = ", ".join(f"{name} {version(name)}" for name in ("opencv-python-headless", "prefect", "boto3"))
    return [f"programs: {programs or 'none'}", f"packages: {packages}", f"servers: {', '.join(_servers())}"]


@pytest.fixture
def make_settings(tmp_path: Path) -> Callable[..., Settings]:
    """Build settings of a private data folder; keyword arguments are settings without their SOHOA_."""

    def build(**values: str) -> Settings:
        environ = {
            "SOHOA_DATA": str(tmp_path / "data"),
            "SOHOA_S3_ACCESS_KEY": os.environ.get("SOHOA_TEST_S3_ACCESS_KEY", ""),
            "SOHOA_S3_SECRET_KEY": os.environ.get("SOHOA_TEST_S3_SECRET_KEY", ""),
            "SOHOA_WORKERS": "1",
        }
        return Settings.from_env(environ | {f"SOHOA_{name.upper()}": value for name, value in values.items()})

    return build


@pytest.fixture
def settings(make_settings: Callable[..., Settings]) -> Settings:
    """The embedded defaults in a folder of this test."""
    return make_settings()


@pytest.fixture(scope="session")
def s3_bucket_url() -> Iterator[str]:
    """A new bucket on the real server, as `SOHOA_STORE` names it; removed at the end."""
    server = urlsplit(_server("SOHOA_TEST_S3"))
    url = f"s3://{server.netloc}/sohoa-test-{uuid4().hex[:12]}?tls={int(server.scheme == 'https')}"
    yield url
    address = bucket_address(url)
    client = connect(
        address, os.environ.get("SOHOA_TEST_S3_ACCESS_KEY"), os.environ.get("SOHOA_TEST_S3_SECRET_KEY")
    )
    with suppress(client.exceptions.NoSuchBucket):
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=address.bucket):
            if entries := [{"Key": entry["Key"]} for entry in page.get("Contents", ())]:
                client.delete_objects(Bucket=address.bucket, Delete={"Objects": entries, "Quiet": True})
        client.delete_bucket(Bucket=address.bucket)
    client.close()


@pytest.fixture
def s3_url(s3_bucket_url: str) -> str:
    """A `SOHOA_STORE` for this test alone: a prefix in the bucket of the session."""
    place, _, options = s3_bucket_url.partition("?")
    return f"{place}/{uuid4().hex[:12]}?{options}"


@pytest.fixture
def elastic_url() -> Iterator[str]:
    """A `SOHOA_INDEX` for this test alone; its indices are removed at the end."""
    server = _server("SOHOA_TEST_ELASTIC")
    prefix = f"test-{uuid4().hex[:12]}"
    yield f"{server}/{prefix}"
    with urllib.request.urlopen(f"{server}/_cat/indices/{prefix}*?format=json&h=index", timeout=10) as answer:
        names = [entry["index"] for entry in json.load(answer)]
    for name in names:
        urllib.request.urlopen(
            urllib.request.Request(f"{server}/{name}", method="DELETE"), timeout=30
        ).close()


@pytest.fixture
def prefect_api_url() -> str:
    """The API of a real Prefect server."""
    return _server("PREFECT_TEST_API_URL")


def _server(variable: str) -> str:
    """The address in `variable`; skips without it, fails when servers are required."""
    if address := os.environ.get(variable):
        return address.rstrip("/")
    reason = f"{variable} is not set; run the tests with: python -m tests.servers run -- pytest"
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def _servers() -> Iterator[str]:
    if address := os.environ.get("SOHOA_TEST_S3"):
        yield f"S3 at {address}"
    for title, variable, ask in (
        ("Elasticsearch", "SOHOA_TEST_ELASTIC", elastic_version),
        ("Prefect", "PREFECT_TEST_API_URL", prefect_version),
    ):
        if address := os.environ.get(variable):
            try:
                yield f"{title} {ask(address)} at {address}"
            except OSError as exc:
                yield f"{title} at {address} does not answer ({exc})"
    if os.environ.get("REQUIRE_SERVICES") == "1":
        yield "required"


def _says(*line: str) -> str:
    """The first line a program prints about itself; empty when it is not installed."""
    try:
        done = subprocess.run(line, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return (done.stdout or done.stderr).partition("\n")[0]
