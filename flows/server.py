"""A Prefect server of our own for one machine: started, watched and stopped with its owner."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import Unavailable
from flows.owned import own_process

START_SECONDS = 90.0

_OPTIONS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(30 * 86400),
    "DO_NOT_TRACK": "1",
}
"""Nothing is sent anywhere; no second, hidden server; runs are forgotten after a month."""


@contextmanager
def own_server(home: Path, port: int | None = None) -> Iterator[str]:
    """Run a Prefect server with its history below `home`; yields its API address.

    The environment of this process is set so that Prefect, imported later, uses it.

    Raises:
        Unavailable: it does not come up in time; its log says why.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    port = port or _free_port()
    url = f"http://127.0.0.1:{port}/api"
    os.environ.update(_OPTIONS, PREFECT_HOME=str(home), PREFECT_API_URL=url)
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with own_process(command, home / "server.log") as server:
        _wait_until_healthy(url, server, home)
        yield url


def _wait_until_healthy(url: str, server: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise Unavailable(f"The Prefect server did not start; see {home / 'server.log'}.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
