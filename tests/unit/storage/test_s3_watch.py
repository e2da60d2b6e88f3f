"""The event stream as MinIO sends it when nothing holds it back: blanks, lines, breaks.

The current MinIO buffers its stream, so a real one can't show these cases; the
contract suite holds the real server to what `watch` promises.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from storage.s3_watch import watch
from storage.store import BucketAddress, ObjectInfo

Script = Callable[[Callable[[bytes], None]], None]


def event(key: str) -> bytes:
    return json.dumps({"Records": [{"s3": {"object": {"key": key}}}]}, ensure_ascii=False).encode() + b"\n"


@contextmanager
def streaming(script: Script) -> Iterator[BucketAddress]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            try:
                script(self._send)
            except OSError:
                self.close_connection = True

        def _send(self, data: bytes) -> None:
            self.wfile.write(data)
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,)).start()
    try:
        yield BucketAddress(f"127.0.0.1:{server.server_port}", "bucket", "base/", False, "us-east-1")
    finally:
        server.shutdown()
        server.server_close()


def nothing(_prefix: str) -> Iterator[ObjectInfo]:
    return iter(())


def keep_alive(send: Callable[[bytes], None]) -> None:
    while True:
        send(b" ")
        time.sleep(0.1)


def test_events_arrive_at_once_and_without_the_stores_prefix() -> None:
    def script(send: Callable[[bytes], None]) -> None:
        send(b"  " + event("base/inbox/1/Đơn + 1.pdf")[:20])
        send(event("base/inbox/1/Đơn + 1.pdf")[20:] + event("base/inbox/2/1.pdf"))
        keep_alive(send)

    stop = threading.Event()
    seen = []
    began = time.monotonic()
    with streaming(script) as address:
        for key in watch(address, ("a", "b"), "inbox/", stop, nothing):
            seen.append(key)
            if len(seen) == 2:
                stop.set()
    assert seen == ["inbox/1/Đơn + 1.pdf", "inbox/2/1.pdf"]
    assert time.monotonic() - began < 2


def test_a_quiet_live_stream_stops_at_once() -> None:
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    began = time.monotonic()
    with streaming(keep_alive) as address:
        assert list(watch(address, ("a", "b"), "inbox/", stop, nothing)) == []
    assert time.monotonic() - began < 1.5


def test_a_server_that_lists_the_bucket_instead_is_polled() -> None:
    stop = threading.Event()
    listings = iter([[], ["inbox/1"]])

    def listing(_prefix: str) -> Iterator[ObjectInfo]:
        for key in next(listings):
            yield ObjectInfo(key, 1, "etag", datetime.now(UTC))

    with streaming(lambda send: send(b"<?xml version='1.0'?>\n<ListBucketResult/>\n")) as address:
        for key in watch(address, ("a", "b"), "inbox/", stop, listing):
            assert key == "inbox/1"
            stop.set()


def test_what_came_before_the_stream_broke_is_found_by_listing() -> None:
    stop = threading.Event()
    now = threading.Event()

    def listing(_prefix: str) -> Iterator[ObjectInfo]:
        keys = ["inbox/old", "inbox/lost"] if now.is_set() else ["inbox/old"]
        for key in keys:
            yield ObjectInfo(key, 1, "etag", datetime.now(UTC))

    def script(send: Callable[[bytes], None]) -> None:
        send(event("base/inbox/told"))
        now.set()

    seen = []
    with streaming(script) as address:
        for key in watch(address, ("a", "b"), "inbox/", stop, listing):
            seen.append(key)
            if key == "inbox/lost":
                stop.set()
    assert seen[0] == "inbox/told"
    assert seen[-1] == "inbox/lost"
    assert "inbox/old" not in seen
