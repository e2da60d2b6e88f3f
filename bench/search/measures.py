"""The usual measures of a ranking: NDCG@10, recall and reciprocal rank."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

CUT = 10
"""Hits that NDCG looks at: half a page of results."""
DEEP = 100
"""Hits that recall looks at."""
BEST = 3


@dataclass(frozen=True, slots=True)
class Scores:
    """How one question was answered, or the mean of several."""

    ndcg: float
    recall: float
    """Share of the answers among the first hundred, of those that fit there."""
    reciprocal_rank: float
    """1 / place of the first best answer; 0 when it is not among the first hundred."""


def scores(ranked: Sequence[str], grades: Mapping[str, int]) -> Scores:
    """Judge a ranking of dossier ids, best first, each once."""
    gains = [2 ** grades.get(one, 0) - 1 for one in ranked[:CUT]]
    ideal = sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:CUT]
    found = sum(one in grades for one in ranked[:DEEP])
    first = next((place for place, one in enumerate(ranked[:DEEP], 1) if grades.get(one) == BEST), None)
    return Scores(
        _discounted(gains) / _discounted(ideal),
        found / min(len(grades), DEEP),
        1 / first if first else 0.0,
    )


def mean(all_scores: Sequence[Scores]) -> Scores:
    """The mean over questions, each counting the same."""
    return Scores(
        fmean(one.ndcg for one in all_scores),
        fmean(one.recall for one in all_scores),
        fmean(one.reciprocal_rank for one in all_scores),
    )


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, 1))
