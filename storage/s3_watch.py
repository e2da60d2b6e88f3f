"""Hears of new objects from MinIO's event stream, and lists where there is no live stream."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import urllib3
from minio import Minio
from minio.error import MinioException

from storage import polling
from storage.store import BucketAddress

_CREATED = ("s3:ObjectCreated:*",)
_SILENCE_SECONDS = 3.0
"""A live stream brings a blank every half second. MinIO since late 2025 holds everything back until
some kilobytes have gathered (a wrapped writer of its lost `Flush`), so silence means: list instead."""
_POLL_SECONDS = 300.0
"""How long to list before the stream is tried again."""


class _Ended(Exception):
    """Leaves minio-py's endless loop: stopped, or the answer is no stream of events."""


class _StoppableAnswer:
    """A streamed answer whose `readline` looks at `stop` whenever anything arrives.

    The blanks that keep the stream alive hold no line end, so the original would
    wait for the next event, however long, before anybody could stop it.
    """

    def __init__(self, answer: urllib3.BaseHTTPResponse, stop: threading.Event) -> None:
        self._answer = answer
        self._stop = stop
        self._pending = b""
        self.status = answer.status
        self.closed = False

    def readline(self) -> bytes:
        while b"\n" not in self._pending:
            if self._stop.is_set():
                raise _Ended
            received = self._answer.read1(1 << 16)
            if not received:
                # minio-py would connect again at once, without end and without a pause.
                raise _Ended
            self._pending = (self._pending + received).lstrip(b" ")
        line, _, self._pending = self._pending.partition(b"\n")
        if line.startswith(b"<"):
            # A server that knows no such query lists the bucket.
            raise _Ended
        return line

    def close(self) -> None:
        self.closed = True
        self._answer.close()

    def release_conn(self) -> None:
        self._answer.release_conn()


class _StoppablePool(urllib3.PoolManager):
    def __init__(self, stop: threading.Event) -> None:
        timeout = urllib3.Timeout(connect=_SILENCE_SECONDS, read=_SILENCE_SECONDS)
        super().__init__(timeout=timeout, retries=False)
        self._stop = stop

    def urlopen(self, method: str, url: str, *arguments: Any, **options: Any) -> Any:
        answer = super().urlopen(method, url, *arguments, **options)
        streamed = not options.get("preload_content", True) and answer.status == 200
        return _StoppableAnswer(answer, self._stop) if streamed else answer


def watch(
    address: BucketAddress,
    keys: tuple[str, str],
    prefix: str,
    stop: threading.Event,
    listing: polling.Listing,
) -> Iterator[str]:
    """Yield keys below `prefix` until `stop` is set.

    A key may be reported twice when the stream breaks, but none is missed then.
    """
    known = polling.snapshot(listing, prefix)
    while not stop.is_set():
        yield from _stream(address, keys, prefix, stop)
        known = yield from polling.poll(listing, prefix, stop, known, for_seconds=_POLL_SECONDS)


def _stream(
    address: BucketAddress, keys: tuple[str, str], prefix: str, stop: threading.Event
) -> Iterator[str]:
    """Yield keys from the event stream until it breaks, falls silent or `stop` is set."""
    client = Minio(
        address.host,
        access_key=keys[0],
        secret_key=keys[1],
        secure=address.tls,
        region=address.region,
        http_client=_StoppablePool(stop),
    )
    # Amazon's hosts are a ValueError to minio-py, which knows that they have no such stream.
    with (
        suppress(_Ended, MinioException, ValueError, urllib3.exceptions.HTTPError, OSError),
        client.listen_bucket_notification(
            address.bucket, prefix=address.prefix + prefix, events=_CREATED
        ) as events,
    ):
        for event in events:
            yield from _keys(event, address.prefix)


def _keys(event: dict[str, Any], base: str) -> Iterator[str]:
    for record in event["Records"]:
        with suppress(KeyError):
            # Unlike in a notification sent elsewhere, the key in the stream is not URL-encoded.
            yield record["s3"]["object"]["key"].removeprefix(base)
