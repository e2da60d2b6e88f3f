"""The servers tests need: how each is named in the environment, started, reached and missed."""

import json
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests.servers import elastic, guard, machine, minio, prefect

ACCESS_KEY = "sohoa-test"
SECRET_KEY = "sohoa-test-secret"
_COMPOSE = guard.ROOT / "docker" / "compose.test.yml"


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of server."""

    name: str
    """Name on the command line and in the compose file."""
    title: str
    version: str
    """What the native way starts."""
    variable: str
    """Environment variable that holds its address for tests."""
    path: str
    """What follows host and port in that address."""
    health: str
    """Path that answers 200 once the server can be used."""
    port_variable: str
    """Variable of the compose file for the published port."""
    needed_by: str
    """What is left out without it."""


SERVICES = (
    Service(
        "minio",
        "MinIO",
        f"of {minio.RELEASE}",
        "SOHOA_TEST_S3",
        "",
        "/minio/health/live",
        "MINIO_PORT",
        "the S3 half of the store contract, flows and end-to-end tests",
    ),
    Service(
        "elastic",
        "Elasticsearch",
        elastic.VERSION,
        "SOHOA_TEST_ELASTIC",
        "",
        "/_cluster/health",
        "ELASTIC_PORT",
        "the Elasticsearch half of the search contract and end-to-end tests",
    ),
    Service(
        "prefect",
        "Prefect",
        prefect.VERSION,
        "PREFECT_TEST_API_URL",
        "/api",
        "/api/health",
        "PREFECT_PORT",
        "flows and end-to-end tests",
    ),
)


@dataclass(frozen=True, slots=True)
class Start:
    """How to start a service, and where it will be."""

    service: Service
    port: int
    guarded: guard.Guarded

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.port}"


def has_docker() -> bool:
    """Whether a Docker daemon and its compose plugin answer; a client on the PATH is not enough."""
    if not shutil.which("docker"):
        return False
    lines = (["docker", "info"], ["docker", "compose", "version"])
    return all(subprocess.run(line, check=False, capture_output=True).returncode == 0 for line in lines)


def native(service: Service, folder: Path) -> Start:
    """Start `service` on this machine with its data in `folder`."""
    data = folder / "data"
    data.mkdir()
    port = machine.free_port()
    line = [sys.executable, "-m", "tests.servers.serve", service.name, str(port), str(data)]
    return Start(service, port, guard.Guarded(line, str(folder)))


def container(service: Service, folder: Path) -> Start:
    """Start `service` with Docker Compose, under a project of its own."""
    port = machine.free_port()
    compose = ["docker", "compose", "--project-name", folder.name.lower(), "--file", str(_COMPOSE)]
    line = ["env", f"{service.port_variable}={port}", *compose, "up", "--build", "--quiet-pull", service.name]
    after = [*compose, "down", "--volumes", "--timeout", "5"]
    return Start(service, port, guard.Guarded(line, str(folder), after))


def answers(url: str) -> bool:
    """Whether `url` answers 200 within a second."""
    try:
        with urllib.request.urlopen(url, timeout=1) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def elastic_version(url: str) -> str:
    """The version of the node behind `url`; the minimal distribution has no `GET /`."""
    with urllib.request.urlopen(f"{url}/_nodes/_local?filter_path=nodes.*.version", timeout=5) as response:
        nodes = json.load(response)["nodes"]
    return ", ".join(sorted({node["version"] for node in nodes.values()}))


def prefect_version(api_url: str) -> str:
    """The version of the Prefect server behind `api_url`."""
    with urllib.request.urlopen(f"{api_url}/admin/version", timeout=5) as response:
        return str(json.load(response))
