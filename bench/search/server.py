"""An Elasticsearch server for a benchmark: the one that is named, else one of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from bench.machine import tell
from tests.servers.launcher import Servers

_VARIABLE = "SOHOA_TEST_ELASTIC"


@contextmanager
def elastic() -> Iterator[str | None]:
    """Its address, or None when none can be had."""
    servers = Servers(os.environ, tell)
    try:
        servers.start(["elastic"])
        address = servers.environ.get(_VARIABLE)
        yield address.rstrip("/") if address else None
    finally:
        servers.stop()
