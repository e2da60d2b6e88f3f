"""How likely a syllable is between its neighbours, from counts over Vietnamese law.

The counts come from 10 million syllables of laws, decrees, circulars and decisions, which are
outside copyright (Law on Intellectual Property, article 15). `build.py` makes the file.
"""

import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from core.text import fold

_DATA = "syllables.npz"
_BACKOFF = 20.0
"""Sightings of a syllable that weigh as much as what is known of all syllables."""

_UNSEEN = 0.5
EDGE = ""
"""Stands before and after a line, and for whatever is no syllable."""


@dataclass(frozen=True, slots=True)
class SyllableModel:
    """Counts of syllables and of pairs of them, lower case."""

    ids: dict[str, int]
    alike: dict[str, tuple[str, ...]]
    """Syllables by what they are without marks."""
    singles: NDArray[np.int64]
    pairs: NDArray[np.uint32]
    """Sorted: id of the first syllable times 65,536 plus that of the second."""
    counts: NDArray[np.int64]
    total: float

    def likelihood(self, before: str, syllable: str, after: str) -> float:
        """Natural logarithm of how likely `syllable` stands between the two."""
        return self._follows(before, syllable) + self._follows(syllable, after)

    def pair_count(self, first: str, second: str) -> int:
        """How often the two were seen in this order."""
        ids = self.ids.get(first), self.ids.get(second)
        if ids[0] is None or ids[1] is None:
            return 0
        key = np.uint32(ids[0] * 65536 + ids[1])
        at = int(self.pairs.searchsorted(key))
        return int(self.counts[at]) if at < len(self.pairs) and self.pairs[at] == key else 0

    def _follows(self, first: str, second: str) -> float:
        alone = (self._count(second) + _UNSEEN) / self.total
        if EDGE in (first, second):
            return math.log(alone) if first == EDGE and second != EDGE else 0.0
        seen = self.pair_count(first, second)
        return math.log((seen + _BACKOFF * alone) / (self._count(first) + _BACKOFF))

    def _count(self, syllable: str) -> int:
        at = self.ids.get(syllable)
        return 0 if at is None else int(self.singles[at])


@lru_cache(maxsize=1)
def load_model() -> SyllableModel:
    """The packaged counts."""
    packed = np.load(io.BytesIO(files(__package__).joinpath(_DATA).read_bytes()))
    syllables = bytes(packed["syllables"]).decode().split(" ")
    singles = packed["singles"].astype(np.int64)
    pairs = np.cumsum(packed["steps"], dtype=np.uint64).astype(np.uint32)
    return SyllableModel(
        ids={syllable: at for at, syllable in enumerate(syllables)},
        alike=_alike(syllables),
        singles=singles,
        pairs=pairs,
        counts=np.asarray(np.rint(np.exp(packed["levels"] / LEVELS)), np.int64),
        total=float(singles.sum()),
    )


LEVELS = 16.0
"""Counts of pairs are kept as this many levels for each factor of e, in one byte."""


def _alike(syllables: Iterable[str]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for syllable in syllables:
        groups.setdefault(fold(syllable), []).append(syllable)
    return {bare: tuple(group) for bare, group in groups.items()}
