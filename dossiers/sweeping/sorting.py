"""Sorted streams side by side: rows sorted on disk, and groups of rows of one key from several streams."""

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from core.disk_errors import translated

Value = TypeVar("Value")
Row = tuple[str, str, Value]
"""What the row is about, who says so, and what."""

HELD_ROWS = 50_000
"""Kept in memory until they are sorted and written out, about 15 MB."""
_PLACE = "data folder (SOHOA_DATA)"


class Spill:
    """Rows of text in any order, given back in the order of their keys; most of them lie on disk.

    Neither tabs nor line ends may stand in a row.
    """

    def __init__(self, folder: Path, held_rows: int | None = None) -> None:
        self._folder = folder
        self._held_rows = held_rows or HELD_ROWS
        self._held: list[Row[str]] = []
        self._runs: list[Path] = []

    def add(self, key: str, says: str, what: str = "") -> None:
        """Take a row in."""
        self._held.append((key, says, what))
        if len(self._held) >= self._held_rows:
            self._write_run()

    def rows(self) -> Iterator[Row[str]]:
        """All rows, sorted; may be asked for again, but not while rows are added."""
        self._held.sort()
        with ExitStack() as stack, translated(_PLACE):
            files = [stack.enter_context(path.open(encoding="utf-8")) for path in self._runs]
            yield from heapq.merge(*map(_parsed, files), self._held)

    def _write_run(self) -> None:
        self._held.sort()
        with translated(_PLACE):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            path = self._folder / f"{len(self._runs):06d}"
            with path.open("w", encoding="utf-8") as file:
                file.writelines("\t".join(row) + "\n" for row in self._held)
        self._runs.append(path)
        self._held = []


def side_by_side(*streams: Iterable[Row[Value]]) -> Iterator[tuple[str, Iterator[Row[Value]]]]:
    """Each key of the sorted streams with its rows from all of them, read as they are asked for."""
    return groupby(heapq.merge(*streams, key=_key), _key)


_key = itemgetter(0)


def _parsed(lines: Iterable[str]) -> Iterator[Row[str]]:
    for line in lines:
        key, says, what = line.rstrip("\n").split("\t")
        yield key, says, what
