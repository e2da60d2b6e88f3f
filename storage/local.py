"""Objects as files of one folder, for one host and any number of its processes."""

import os
import stat
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from core.disk_errors import translated
from core.errors import ConfigError, Conflict, NotFound, Unavailable
from storage import files, polling
from storage.keys import RESERVED, check_existing_key, check_key, check_prefix, shown
from storage.store import Blob, ObjectInfo
from storage.walk import walk

_LOCKS = 256
_ATTEMPTS = 8
_FOLDER = "store folder"


class LocalStore:
    """An `ObjectStore` in a folder: each key is a file of that name.

    Writes go to a temporary file of the same file system first. `os.link` makes it
    the object when none may exist; otherwise `os.replace` does, under a lock that
    every writer of the key takes, so a compared etag stays true until the write.
    """

    def __init__(self, root: Path) -> None:
        """Use the folder `root`, created when missing with access for its owner only.

        Raises:
            ConfigError: `root` is a file, or the locale can't name Vietnamese files.
            Unavailable: the folder can't be used.
        """
        if sys.getfilesystemencoding() != "utf-8":
            raise ConfigError("File names must be UTF-8; set LC_ALL=C.UTF-8 and run the command again.")
        self._root = root
        self._own = root / RESERVED
        self._parts = self._own / "parts"
        self._locks = self._own / "locks"
        with translated(_FOLDER):
            try:
                root.mkdir(mode=0o700, parents=True, exist_ok=True)
            except (FileExistsError, NotADirectoryError) as exc:
                raise ConfigError("SOHOA_STORE names a file; name a folder instead.") from exc
            self._parts.mkdir(parents=True, exist_ok=True)
            self._locks.mkdir(exist_ok=True)
            files.sweep(self._parts)

    def get(self, key: str) -> Blob:
        """Read a whole (small) object; `NotFound` when it does not exist."""
        with self._reading(key) as path, path.open("rb") as file:
            # An object's file never changes, it is only replaced: data and etag belong together.
            return Blob(file.read(), _etag(os.fstat(file.fileno())))

    def download(self, key: str, path: Path) -> ObjectInfo:
        """Copy an object of any size to `path`; `NotFound` when it does not exist."""
        with self._reading(key) as source, source.open("rb") as file:
            with translated("folder of the copy"):
                files.copy_out(file, path)
            return _info(key, os.fstat(file.fileno()))

    def put(
        self,
        key: str,
        data: bytes | Path,
        *,
        if_absent: bool = False,
        if_match: str | None = None,
        media_type: str = "application/octet-stream",
    ) -> str:
        """Write an object and return its new etag; `Conflict` when the condition does not hold.

        A file keeps no media type; its extension tells it.
        """
        target = self._root / check_key(key)
        files.check_source(data)
        with translated(_FOLDER), files.temporary(self._parts) as part:
            etag = _etag(files.write(part, data))
            for _ in range(_ATTEMPTS):
                try:
                    self._publish(part, target, key, if_absent, if_match)
                except FileNotFoundError:
                    # The folder was empty, and somebody who deleted its last object removed it.
                    continue
                except (FileExistsError, NotADirectoryError, IsADirectoryError) as exc:
                    raise ConfigError("A key can't lie below another object's key.", code="bad_key") from exc
                return etag
        raise Unavailable("The store folder changes too fast or is gone; check that the disk is mounted.")

    def info(self, key: str) -> ObjectInfo:
        """Size, etag and time of an object; `NotFound` when it does not exist."""
        with self._reading(key) as path:
            return _info(key, _stat(path))

    def list(self, prefix: str, after: str | None = None) -> Iterator[ObjectInfo]:
        """Objects below `prefix` in key order, from the first key greater than `after`."""
        check_prefix(prefix)
        with translated(_FOLDER):
            self._check_root()
            for key in walk(self._root, prefix, after or ""):
                with suppress(FileNotFoundError):
                    yield _info(key, _stat(self._root / key))

    def delete(self, key: str) -> None:
        """Remove an object; a missing one is no error."""
        path = self._root / check_existing_key(key)
        with translated(_FOLDER), files.locked(self._lock(key)):
            with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                path.unlink()
                files.sync_folder(path.parent)
            files.remove_empty_folders(path.parent, self._root)

    def watch(self, prefix: str, stop: threading.Event) -> Iterator[str]:
        """Yield keys below `prefix` written after this call, seen by listing about once a second."""
        return polling.poll(self.list, prefix, stop, polling.snapshot(self.list, prefix))

    def _publish(self, part: Path, target: Path, key: str, if_absent: bool, if_match: str | None) -> None:
        files.make_folders(target.parent, self._root)
        with files.locked(self._lock(key)):
            if if_match is not None and _etag_of(target) != if_match:
                raise Conflict(f"{shown(key)} has changed since it was read; read it again.")
            if if_absent:
                try:
                    os.link(part, target)
                except FileExistsError as exc:
                    raise Conflict(f"{shown(key)} exists already; read it instead.") from exc
            else:
                part.replace(target)
            files.sync_folder(target.parent)

    def _lock(self, key: str) -> Path:
        return self._locks / f"{zlib.crc32(key.encode()) % _LOCKS:02x}"

    def _check_root(self) -> None:
        if not self._own.is_dir():
            raise Unavailable("The store folder is gone; check that the disk is mounted.")

    @contextmanager
    def _reading(self, key: str) -> Iterator[Path]:
        path = self._root / check_existing_key(key)
        with translated(_FOLDER):
            try:
                yield path
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as exc:
                self._check_root()
                raise NotFound(f"There is no {shown(key)} in the store; it may have been deleted.") from exc


def _stat(path: Path) -> os.stat_result:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(path)
    return status


def _etag(status: os.stat_result) -> str:
    """New with every write: another file, at another nanosecond."""
    return f"{status.st_mtime_ns:x}-{status.st_ino:x}-{status.st_size:x}"


def _etag_of(path: Path) -> str | None:
    try:
        return _etag(_stat(path))
    except FileNotFoundError:
        return None


def _info(key: str, status: os.stat_result) -> ObjectInfo:
    modified_at = datetime.fromtimestamp(status.st_mtime, UTC)
    return ObjectInfo(key, status.st_size, _etag(status), modified_at)
