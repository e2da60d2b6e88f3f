"""Real Prefect server from our own environment, with a private home and nothing sent anywhere."""

import os
import sys
from importlib.metadata import version
from pathlib import Path

VERSION = version("prefect")


def command(port: int, folder: Path) -> list[str]:
    """The command that serves the API on the loopback interface and keeps its database in `folder`."""
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        del os.environ[name]
    os.environ.update(
        PREFECT_HOME=str(folder),
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
        PREFECT_SERVER_UI_ENABLED="false",
        PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY="false",
        DO_NOT_TRACK="1",
    )
    return [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
