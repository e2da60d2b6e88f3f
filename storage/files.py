"""Writing files so that a crash leaves the old content or the new, never a part."""

import contextlib
import fcntl
import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from core.errors import NotFound

COPY_BYTES = 1 << 20
_LEFTOVER_SECONDS = 60.0


@contextlib.contextmanager
def temporary(folder: Path) -> Iterator[Path]:
    """A name in `folder` for a file being written; removed at the end if it still exists."""
    path = folder / uuid4().hex
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def write(path: Path, data: bytes | Path) -> os.stat_result:
    """Write `data` to the new file `path` durably, locked for as long as it grows.

    The modification time is set in nanoseconds by us: the kernel's own moves in
    steps of about 4 ms, too coarse to tell two quick writes apart.
    """
    with path.open("xb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if isinstance(data, Path):
            with data.open("rb") as source:
                shutil.copyfileobj(source, file, COPY_BYTES)
        else:
            file.write(data)
        file.flush()
        now = time.time_ns()
        os.utime(file.fileno(), ns=(now, now))
        os.fsync(file.fileno())
        return os.fstat(file.fileno())


def sweep(folder: Path) -> None:
    """Remove files that a killed process left half written: old ones nobody holds a lock on."""
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError, BlockingIOError):
            if time.time() - path.stat().st_mtime < _LEFTOVER_SECONDS:
                continue
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path` against every thread and process of this host."""
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make_folders(folder: Path, root: Path) -> None:
    """Create `folder` below `root` durably.

    Raises:
        FileExistsError, NotADirectoryError: a file has the name of one of the folders.
        FileNotFoundError: somebody removed a folder meanwhile; try again.
    """
    missing = []
    while folder != root and not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for path in reversed(missing):
        try:
            path.mkdir()
        except FileExistsError:
            # Another writer made it. Not `exist_ok`: that takes one removed meanwhile for a file.
            if not stat.S_ISDIR(path.stat().st_mode):
                raise
        sync_folder(path.parent)


def remove_empty_folders(folder: Path, root: Path) -> None:
    """Remove `folder` and its parents below `root` as far as they are empty."""
    with contextlib.suppress(OSError):
        while folder != root:
            folder.rmdir()
            folder = folder.parent


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def copy_out(source: BinaryIO, path: Path) -> None:
    """Copy a stream to `path`, which appears only when it is complete."""
    part = path.with_name(f"{path.name}.{uuid4().hex[:8]}.part")
    try:
        with part.open("xb") as file:
            shutil.copyfileobj(source, file, COPY_BYTES)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def check_source(data: bytes | Path) -> None:
    """Make sure that what is to be written is there.

    Raises:
        NotFound: `data` names a file that does not exist.
    """
    if isinstance(data, Path) and not data.is_file():
        raise NotFound("The file to be stored is gone; was it moved or deleted meanwhile?")
