"""The object store seam: what a folder and a bucket have in common."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from core.errors import ConfigError
from core.settings import Settings
from storage.keys import check_key

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """What a store knows about an object without reading it."""

    key: str
    size_bytes: int
    etag: str
    """Opaque; other bytes have another etag. S3 gives the same bytes the same one."""
    modified_at: datetime
    """Aware UTC."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A small object in memory and the etag it was read at."""

    data: bytes
    etag: str


class ObjectStore(Protocol):
    """Bytes under keys. Every method raises `Unavailable` when the store can't be used.

    Keys to write are checked by `storage.keys.check_key`, keys to read or delete by
    `check_existing_key`; a bad one raises `ConfigError`.
    Writes are atomic: a reader sees the old bytes or the new ones, never a part.
    """

    def get(self, key: str) -> Blob:
        """Read a whole (small) object; `NotFound` when it does not exist."""

    def download(self, key: str, path: Path) -> ObjectInfo:
        """Copy an object of any size to `path`; `NotFound` when it does not exist."""

    def put(
        self,
        key: str,
        data: bytes | Path,
        *,
        if_absent: bool = False,
        if_match: str | None = None,
        media_type: str = "application/octet-stream",
    ) -> str:
        """Write an object from memory or a file and return its new etag.

        Raises:
            Conflict: `if_absent` and the key exists, or the object's etag is not `if_match`
                (a missing object included).
            DiskFull: no room is left.
            NotFound: `data` names a file that does not exist.
        """

    def info(self, key: str) -> ObjectInfo:
        """Size, etag and time of an object; `NotFound` when it does not exist."""

    def list(self, prefix: str, after: str | None = None) -> Iterator[ObjectInfo]:
        """Objects whose key starts with `prefix`, in key order, from the first key greater than `after`."""

    def delete(self, key: str) -> None:
        """Remove an object; a missing one is no error."""

    def watch(self, prefix: str, stop: threading.Event) -> Iterator[str]:
        """Yield keys below `prefix` as they are written, until `stop` is set.

        A hint only: events can be lost, so a sweep must find what this missed.
        """


@dataclass(frozen=True, slots=True)
class BucketAddress:
    """Where a bucket is, as `s3://HOST[:PORT]/BUCKET[/PREFIX]?tls=0&region=` says it."""

    host: str
    """With the port when one was given."""
    bucket: str
    prefix: str
    """Empty, or the start of every key, ending in `/`."""
    tls: bool
    region: str

    @property
    def endpoint(self) -> str:
        """The URL of the server."""
        return f"{'https' if self.tls else 'http'}://{self.host}"


def open_store(url: str, settings: Settings) -> ObjectStore:
    """Open the store at `url`, made ready for use when it is new.

    Raises:
        ConfigError: `url` is malformed, or credentials are missing or refused.
        Unavailable: the folder or server can't be used.
    """
    scheme = url.partition(":")[0]
    # Imported here: both modules build on this one, and a folder store must not load the S3 clients.
    if scheme == "file":
        from storage.local import LocalStore  # noqa: PLC0415

        return LocalStore(folder_path(url))
    if scheme == "s3":
        from storage.s3 import S3Store  # noqa: PLC0415

        return S3Store(bucket_address(url), settings.s3_access_key, settings.s3_secret_key)
    raise ConfigError("SOHOA_STORE must start with file:///… or s3://….")


def folder_path(url: str) -> Path:
    """The folder that `file:///PATH` names."""
    parts = _split(url)
    path = Path(unquote(parts.path))
    if parts.netloc not in {"", "localhost"} or parts.query or parts.fragment or not path.is_absolute():
        raise ConfigError(
            "SOHOA_STORE as a folder is file:///PATH with an absolute path; write # and ? as %23, %3F."
        )
    return path


def bucket_address(url: str) -> BucketAddress:
    """The bucket that `s3://HOST[:PORT]/BUCKET[/PREFIX]?tls=0&region=` names."""
    parts = _split(url)
    # The URL is not repeated in messages: it may hold a password.
    if parts.username is not None or parts.password is not None:
        raise ConfigError(
            "SOHOA_STORE holds credentials; put them into SOHOA_S3_ACCESS_KEY and …_SECRET_KEY."
        )
    bucket, _, prefix = unquote(parts.path).removeprefix("/").partition("/")
    if not parts.hostname or not _BUCKET.fullmatch(bucket) or parts.fragment:
        raise ConfigError("SOHOA_STORE as a bucket is s3://HOST[:PORT]/BUCKET[/PREFIX]?tls=0&region=.")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if not options.keys() <= {"tls", "region"} or options.get("tls", "1") not in {"0", "1"}:
        raise ConfigError("SOHOA_STORE as a bucket knows two options, tls=0 or tls=1, and region=NAME.")
    return BucketAddress(
        host=parts.netloc,
        bucket=bucket,
        prefix=f"{check_key(prefix.rstrip('/'))}/" if prefix.rstrip("/") else "",
        tls=options.get("tls", "1") == "1",
        region=options.get("region") or "us-east-1",
    )


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as exc:
        raise ConfigError("SOHOA_STORE has a malformed host or port.") from exc
    return parts
