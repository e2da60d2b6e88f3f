"""Which papers a file holds: where each begins, and of which type it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.model import Paper
from core.page import Page
from pipeline.extract.layout import PageView

OTHER = "other"
DRAWING = "drawing"
DRAWING_NAME = "BẢN VẼ"
MOST_DRAWING_WORDS = 160
"""A drawing holds few words."""
DRAWING_SIGNS_NEEDED = 2
LEAST_WORDS = 5
"""A page with fewer words says nothing about what it is."""
_DRAWING_SIGNS = (
    re.compile(r"\bty le\b\s*:?\s*1\s?[/:]\s?\d"),
    re.compile(r"^\W*mat (?:bang|cat|dung|ben)\b"),
    re.compile(r"\b(?:ky hieu |ten )?ban ve\b"),
    re.compile(r"\bso do (?:vi tri|thua dat|mat bang|duong)"),
    re.compile(r"\bchu dau tu\b"),
    re.compile(r"\b(?:chu tri|don vi) thiet ke\b|\bnguoi ve\b"),
)


@dataclass(frozen=True, slots=True)
class Begun:
    """The first page of a paper."""

    page: int
    document_type: str | None
    type_code: str | None


def papers_of(begun: Sequence[Begun], last_page: int) -> tuple[Paper, ...]:
    """The papers of a file, from the pages they begin on; none for a file without pages."""
    if not last_page:
        return ()
    starts = list(begun)
    if not starts or starts[0].page > 1:
        starts.insert(0, Begun(1, None, None))
    ends = [after.page - 1 for _, after in pairwise(starts)] + [last_page]
    return tuple(
        Paper(start.page, end, start.document_type, start.type_code)
        for start, end in zip(starts, ends, strict=True)
    )


def is_drawing(view: PageView) -> bool:
    """Whether a page without heading and title is a drawing: few words, among them those of a title block."""
    if sum(len(run.words) for run in view.runs) > MOST_DRAWING_WORDS:
        return False
    signs = sum(any(sign.search(run.folded) for run in view.runs) for sign in _DRAWING_SIGNS)
    return signs >= DRAWING_SIGNS_NEEDED


def has_words(page: Page) -> bool:
    """Whether a page says anything."""
    return sum(len(line.words) for line in page.lines) >= LEAST_WORDS
