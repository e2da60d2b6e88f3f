"""The parts of a whole system on this machine: real servers, and workers that use them."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bench.chaos.machine import Machine
from core.settings import Settings
from tests.servers import machine as host
from tests.servers.services import ACCESS_KEY, SECRET_KEY, answers

SERVERS = ("minio", "elastic", "prefect")
_HEALTH = {
    "minio": "/minio/health/live",
    "elastic": "/_cluster/health?wait_for_status=yellow&timeout=1s",
    "prefect": "/api/health",
}


@contextmanager
def servers(folder: Path, elastic: str | None = None) -> Iterator[dict[str, tuple[Machine | None, int]]]:
    """The three servers with their ports; None for Elasticsearch where that of `elastic` is used."""
    made = dict[str, tuple[Machine | None, int]]()
    with ExitStack() as stack:
        for name in SERVERS:
            if name == "elastic" and elastic:
                made[name] = None, urlsplit(elastic).port or 9200
                continue
            machine, port = _server(name, folder)
            stack.callback(machine.end)
            machine.start()
            made[name] = machine, port
        for own, _ in made.values():
            if own:
                own.wait()
        yield made


def addresses(ports: Mapping[str, int], elastic: str | None = None) -> dict[str, str]:
    """Environment that leads to servers at these ports."""
    prefix = urlsplit(elastic).path.strip("/") if elastic else "bench"
    return {
        "SOHOA_STORE": f"s3://127.0.0.1:{ports['minio']}/bench?tls=0",
        "SOHOA_INDEX": f"http://127.0.0.1:{ports['elastic']}/{prefix}",
        "PREFECT_API_URL": f"http://127.0.0.1:{ports['prefect']}/api",
        "SOHOA_S3_ACCESS_KEY": ACCESS_KEY,
        "SOHOA_S3_SECRET_KEY": SECRET_KEY,
        "SOHOA_PERSON_KEY": "a key for rehearsals",
    }


def witness_settings(folder: Path, reached: Mapping[str, str]) -> Settings:
    """Settings of somebody who hands in and looks on."""
    return Settings.from_env({**reached, "SOHOA_DATA": str(folder / "witness"), "SOHOA_QUIET_SECONDS": "1"})


def worker(number: int, folder: Path, reached: Mapping[str, str], **settings: float) -> Machine:
    """A worker with one page process; `settings` as in the environment, without their SOHOA_."""
    environ = {
        **os.environ,
        **reached,
        "SOHOA_DATA": str(folder / f"worker-{number}"),
        "SOHOA_WORKERS": "1",
        "PREFECT_HOME": str(folder / f"prefect-of-{number}"),
        **{f"SOHOA_{name.upper()}": f"{value:g}" for name, value in settings.items()},
    }
    command = [sys.executable, "-m", "cli", "work"]
    return Machine(f"worker {number}", command, environ, folder / f"worker-{number}.log")


def _server(name: str, folder: Path) -> tuple[Machine, int]:
    port, data = host.free_port(), folder / name
    data.mkdir(parents=True)
    environ = {**os.environ, "MINIO_ROOT_USER": ACCESS_KEY, "MINIO_ROOT_PASSWORD": SECRET_KEY}
    command = [sys.executable, "-m", "tests.servers.serve", name, str(port), str(data)]
    health = f"http://127.0.0.1:{port}{_HEALTH[name]}"
    return Machine(name, command, environ, folder / f"{name}.log", lambda: answers(health)), port
