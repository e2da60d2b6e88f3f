"""Lists that run over the pages of a paper: made page by page, joined at the end."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.model import FieldItem
from core.page import Box
from pipeline.extract.candidates import Candidate, choose
from pipeline.extract.layout import Run, mean_confidence

MOST_ITEMS = 300
"""A list holds no more; what is longer stands in the text."""
LIST_STRENGTH = 0.95
RUNNING = frozenset({"legal_citations", "articles", "recipients"})
"""Lists that go on from page to page."""


def listed(
    name: str, items: Sequence[FieldItem], runs: Sequence[Run], page: int, strength: float = LIST_STRENGTH
) -> Candidate | None:
    """One list value of `items`, read from `runs`; None without items."""
    if not items:
        return None
    box = Box.around(item.box for item in items if item.box)
    raw = "\n".join(item.raw for item in items)
    confidence = strength * mean_confidence(word for run in runs for word in run.words)
    return Candidate(name, tuple(items), raw, confidence, "zone", page, box)


def gathered(candidates: Iterable[Candidate]) -> Candidate | None:
    """The list of the paper that is believed first, its pages in order."""
    found = list(candidates)
    first = choose(found)
    if first is None:
        return None
    pages = [one for one in found if one.paper == first.paper]
    items = tuple(item for one in pages if isinstance(one.value, tuple) for item in one.value)
    raw = "\n".join(one.raw for one in pages)
    doubt = min(one.confidence for one in pages)
    start = pages[0]
    return replace(start, value=items[:MOST_ITEMS], raw=raw, confidence=doubt)
