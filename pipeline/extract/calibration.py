"""What a score is worth: the share of values with that score that were right on generated pages.

The rules give each value a score from how surely its words were read, how well it has
its field's form and where it stands. The score orders values well but is no share.
`calibration.csv` says, for each group of fields, which share was right; it is written
by `./run bench calibrate` (isotonic regression) and not by hand.
"""

import csv
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources

from pipeline.extract.candidates import CERTAIN, NAME_KINDS, Candidate
from pipeline.extract.catalogue import Kind, spec_of

Knots = tuple[tuple[float, float], ...]
"""Scores and the shares that were right, both rising, 0.0 to 1.0."""
FILE = "calibration.csv"


@dataclass(frozen=True, slots=True)
class Calibration:
    """The share that was right by score, for each group of fields."""

    knots: Mapping[str, Knots]

    def applied(self, one: Candidate) -> Candidate:
        """`one` with its score turned into a confidence; what no text was read for stays as it is.

        A warned value keeps its score where that is lower: what it is warned of, such as
        handwriting, is rare on generated pages, so they don't know what it is worth.
        """
        if one.value is None or one.source == "code":
            return one
        share = _between(self.knots.get(group_of(one.name), ()), one.confidence)
        most = one.confidence if one.warnings else CERTAIN
        return replace(one, confidence=min(most, share))


UNCALIBRATED = Calibration({})
"""Leaves the scores as they are."""


_TEXTS = frozenset({Kind.TEXT, Kind.ADDRESS, Kind.AGENCY, Kind.PROCEDURE_NAME, Kind.TITLE, Kind.ID_ISSUER})


_NUMBERS = frozenset({"arrival_stamp"})
"""Lists of numbers and dates, misread like those."""


def group_of(name: str) -> str:
    """Fields that are misread alike: names, texts, forms (codes, dates, amounts, …), each list by itself."""
    kind = spec_of(name).kind
    if kind is Kind.LIST and name not in _NUMBERS:
        return name
    if kind in NAME_KINDS:
        return "name"
    return "text" if kind in _TEXTS else "form"


@lru_cache(maxsize=1)
def load_calibration() -> Calibration:
    """The packaged table."""
    text = resources.files("pipeline.extract").joinpath(FILE).read_text(encoding="utf-8")
    knots: dict[str, list[tuple[float, float]]] = {}
    for row in csv.DictReader(text.splitlines()):
        knots.setdefault(row["group"], []).append((float(row["score"]), float(row["confidence"])))
    return Calibration({group: tuple(pairs) for group, pairs in knots.items()})


def _between(knots: Knots, score: float) -> float:
    """The share at `score`, on straight lines from 0 through the knots; the score itself without any."""
    if not knots:
        return score
    at = bisect_right(knots, (score, 2.0))
    if at == len(knots):
        return knots[-1][1]
    (low, below), (high, above) = knots[at - 1] if at else (0.0, 0.0), knots[at]
    return below + (above - below) * (score - low) / (high - low)
