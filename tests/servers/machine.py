"""What servers need from the machine: a cache folder, free ports, locks, system packages."""

import contextlib
import fcntl
import os
import random
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_PORTS = range(20_000, 32_000)
"""Below the range the kernel takes for outgoing connections, so none is lost while a server starts."""


def cache() -> Path:
    """The user's cache folder, kept between runs."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sohoa"


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    for port in random.sample(_PORTS, 200):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no free port between 20000 and 32000")


@contextlib.contextmanager
def lock(name: str) -> Iterator[None]:
    """Let one process at a time build or fetch `name`."""
    folder = cache()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def say(message: str) -> None:
    """Tell the launcher's reader what takes long; the launcher shows lines that start with `>`."""
    sys.stdout.write(f"> {message}\n")
    sys.stdout.flush()


def install(programs: dict[str, str]) -> None:
    """Install with apt the packages of those `programs` (name → package) that are not on the PATH.

    Raises:
        OSError: neither root nor password-less sudo is at hand, or this is no Debian.
        subprocess.CalledProcessError: apt failed.
    """
    missing = [package for program, package in programs.items() if not shutil.which(program)]
    if not missing:
        return
    line = f"apt-get install {' '.join(missing)}"
    if not shutil.which("apt-get"):
        raise OSError(f"missing programs; install what Debian has in {' '.join(missing)}")
    apt = ["apt-get"] if os.geteuid() == 0 else ["sudo", "-n", "apt-get"]
    if (
        apt[0] == "sudo"
        and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode
    ):
        raise OSError(f"missing programs; run: sudo {line}")
    say(f"running {line}")
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with lock("apt"):
        subprocess.run([*apt, "update", "-q"], env=environ, check=True)
        install_line = [*apt, "install", "-q", "-y", "--no-install-recommends", *missing]
        subprocess.run(install_line, env=environ, check=True)
