"""Objects in a bucket of any S3 server with conditional writes."""

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.disk_errors import translated as disk_translated
from storage import files
from storage.keys import check_existing_key, check_key, check_prefix
from storage.s3_client import connect, prepare_bucket
from storage.s3_errors import translated
from storage.s3_upload import Upload, condition
from storage.s3_watch import watch
from storage.store import Blob, BucketAddress, ObjectInfo


class S3Store:
    """An `ObjectStore` in a bucket, or below a prefix of one; used by any number of threads."""

    def __init__(self, address: BucketAddress, access_key: str | None, secret_key: str | None) -> None:
        """Connect and create the bucket when it is missing.

        Raises:
            ConfigError: keys are missing or refused.
            Unavailable: the server doesn't answer.
        """
        self._address = address
        self._keys = (access_key or "", secret_key or "")
        self._client = connect(address, access_key, secret_key)
        prepare_bucket(self._client, address)

    def get(self, key: str) -> Blob:
        """Read a whole (small) object; `NotFound` when it does not exist."""
        with translated(key):
            answer = self._client.get_object(**self._object(key))
            with closing(answer["Body"]) as body:
                return Blob(body.read(), _etag(answer))

    def download(self, key: str, path: Path) -> ObjectInfo:
        """Copy an object of any size to `path`; `NotFound` when it does not exist."""
        with translated(key):
            answer = self._client.get_object(**self._object(key))
            with closing(answer["Body"]) as body, disk_translated("folder of the copy"):
                files.copy_out(body, path)
            return _info(key, answer, "ContentLength")

    def put(
        self,
        key: str,
        data: bytes | Path,
        *,
        if_absent: bool = False,
        if_match: str | None = None,
        media_type: str = "application/octet-stream",
    ) -> str:
        """Write an object and return its new etag; `Conflict` when the condition does not hold."""
        check_key(key)
        files.check_source(data)
        upload = Upload(self._client, self._object(key), media_type, condition(if_absent, if_match))
        with translated(key, conditional=if_match is not None), disk_translated("folder of the file"):
            return upload.send(data)

    def info(self, key: str) -> ObjectInfo:
        """Size, etag and time of an object; `NotFound` when it does not exist."""
        with translated(key):
            return _info(key, self._client.head_object(**self._object(key)), "ContentLength")

    def list(self, prefix: str, after: str | None = None) -> Iterator[ObjectInfo]:
        """Objects below `prefix` in key order, from the first key greater than `after`."""
        base = self._address.prefix
        query = {"Bucket": self._address.bucket, "Prefix": base + check_prefix(prefix)}
        if after:
            query["StartAfter"] = base + after
        pages = self._client.get_paginator("list_objects_v2").paginate(**query)
        with translated():
            for page in pages:
                for entry in page.get("Contents", ()):
                    yield _info(entry["Key"].removeprefix(base), entry, "Size")

    def delete(self, key: str) -> None:
        """Remove an object; a missing one is no error."""
        with translated(key):
            self._client.delete_object(**self._object(key))

    def watch(self, prefix: str, stop: threading.Event) -> Iterator[str]:
        """Yield keys below `prefix` as the server reports their writing."""
        return watch(self._address, self._keys, check_prefix(prefix), stop, self.list)

    def _object(self, key: str) -> dict[str, Any]:
        return {"Bucket": self._address.bucket, "Key": self._address.prefix + check_existing_key(key)}


def _etag(answer: dict[str, Any]) -> str:
    return str(answer["ETag"]).strip('"')


def _info(key: str, answer: dict[str, Any], size: str) -> ObjectInfo:
    modified_at: datetime = answer["LastModified"]
    return ObjectInfo(key, int(answer[size]), _etag(answer), modified_at.astimezone(UTC))
