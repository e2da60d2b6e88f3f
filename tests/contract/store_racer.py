"""A process of the store's race tests: several threads that try the same thing at the same moment."""

import itertools
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from core.errors import Conflict
from core.settings import Settings
from storage.store import ObjectStore, open_store

KEY = "claims/s-0000001.json"
THREADS = 5
INCREMENTS = 2


def main() -> None:
    """Take part in the race `sys.argv[1]` once the file `sys.argv[2]` exists."""
    race, gun = sys.argv[1:]
    store = open_store(os.environ["SOHOA_STORE"], Settings.from_env(os.environ))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not Path(gun).exists():
        time.sleep(0.001)
    if race == "write":
        _write_for_ever(store)
    with ThreadPoolExecutor(THREADS) as pool:
        runs = [pool.submit(_claim if race == "claim" else _count, store, name) for name in range(THREADS)]
    sys.stdout.write(f"{sum(run.result() for run in runs)}\n")


def _claim(store: ObjectStore, name: int) -> int:
    try:
        store.put(KEY, f"{os.getpid()}-{name}".encode(), if_absent=True)
    except Conflict:
        return 0
    return 1


def _count(store: ObjectStore, _name: int) -> int:
    for _ in range(INCREMENTS):
        while True:
            blob = store.get(KEY)
            try:
                store.put(KEY, str(int(blob.data) + 1).encode(), if_match=blob.etag)
            except Conflict:
                continue
            break
    return INCREMENTS


def _write_for_ever(store: ObjectStore) -> None:
    source = Path(os.environ["SOHOA_DATA"]) / f"source-{os.getpid()}"
    source.parent.mkdir(exist_ok=True)
    for letter in itertools.cycle(b"ab"):
        source.write_bytes(bytes([letter]) * (40 << 20))
        store.put(KEY, source)


if __name__ == "__main__":
    main()
