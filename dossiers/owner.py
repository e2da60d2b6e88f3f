"""Which process this is, in a way that tells a dead owner on this machine from a living one."""

import os
from hashlib import sha256
from pathlib import Path


def this_process() -> str:
    """Boot id : pid namespace : pid : start time. Unique over machines, boots and containers."""
    return f"{_machine()}:{os.getpid()}:{_started(os.getpid())}"


def is_dead(owner: str) -> bool:
    """Whether `owner` surely no longer runs; False for owners elsewhere, whose lease must run out."""
    machine, _, rest = owner.rpartition(":")[0].rpartition(":")
    if machine != _machine() or not rest.isdigit():
        return False
    return _started(int(rest)) != owner.rpartition(":")[2]


def short_name(owner: str) -> str:
    """A short name of a process: six digits for its machine, boot and namespace, then the process number."""
    machine, _, rest = owner.rpartition(":")[0].rpartition(":")
    return f"{sha256(machine.encode()).hexdigest()[:6]}-{rest or 'unknown'}"


def _machine() -> str:
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot}:{Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return f"unknown-{os.uname().nodename}"


def _started(pid: int) -> str:
    """Start time in clock ticks since boot; empty when there is no such process or it is a zombie."""
    try:
        fields = (
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        )
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]
