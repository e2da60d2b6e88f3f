"""Parts that misbehave on purpose."""

from collections.abc import Iterable
from typing import Any

from core.errors import Unavailable
from search.index import DossierEntry, SearchIndex


class FailingIndex:
    """An index whose `add` fails a number of times, then works."""

    def __init__(self, index: SearchIndex, failures: int, error: Exception | None = None) -> None:
        self._index = index
        self._failures = failures
        self._error = error or Unavailable("The index does not answer.")
        self.failed = 0

    def add(self, entries: Iterable[DossierEntry]) -> int:
        """Index, or fail."""
        if self.failed < self._failures:
            self.failed += 1
            raise self._error
        return self._index.add(entries)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)
