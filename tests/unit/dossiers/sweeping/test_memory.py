"""A sweep holds no more of a large store than of a small one."""

import tracemalloc
from pathlib import Path

import pytest

from bench.sweeping import OBJECTS_PER_DOSSIER, walk
from dossiers.sweeping import sorting


def peak_bytes(objects: int, data: Path) -> int:
    tracemalloc.start()
    try:
        assert walk(objects // OBJECTS_PER_DOSSIER, data) == 0
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "HELD_ROWS", 500)
    peak_bytes(800, tmp_path)  # imports and caches
    small, large = peak_bytes(20_000, tmp_path), peak_bytes(100_000, tmp_path)
    assert large < 1.3 * small + 2_000_000, (small, large)
    assert large < 10_000_000, large
