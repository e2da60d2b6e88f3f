"""What is said of a file as a whole: pages, language, whether a stamp or signature shows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.page import Box, Page
from core.text import fold
from pipeline.extract.candidates import CERTAIN, Candidate

MARKED = 0.3
"""Share of the words with Vietnamese letters from which a text is Vietnamese; English has none."""
LEAST_WORDS = 20
_ENGLISH = frozenset({"the", "of", "and", "to", "in", "for", "is", "with", "shall", "by", "that", "this"})
ENGLISH = 0.15
"""Share of such words from which a text without Vietnamese letters is English."""
_SIGNS = {
    "seal": "has_stamp",
    "stamp": "has_stamp",
    "signature": "has_signature",
    "signature_note": "has_signature",
}
"""Kinds of regions, and what each shows."""
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(slots=True)
class WholeFile:
    """Counts over the pages of a file; grows with nothing."""

    pages: int = 0
    words: int = 0
    marked: int = 0
    english: int = 0
    first: tuple[int, Box] | None = None
    """Number and extent of the first page with words."""
    signs: dict[str, Candidate] | None = None

    def add(self, page: Page) -> None:
        """Count a page; identity cards are not to be passed."""
        words = [word for line in page.lines for word in _WORD.findall(line.text.lower())]
        self.words += len(words)
        self.marked += sum(fold(word) != word for word in words)
        self.english += sum(word in _ENGLISH for word in words)
        if words and self.first is None:
            self.first = page.number, Box(0, 0, page.width_px, page.height_px)
        self.signs = self.signs or {}
        for region in page.regions:
            name = _SIGNS.get(region.kind)
            if name:
                raw = " ".join(line.text for line in region.lines)
                found = Candidate(name, True, raw, CERTAIN, "zone", page.number, region.box)
                self.signs.setdefault(name, found)

    def candidates(self) -> Iterator[Candidate]:
        """The facts of the file; what no page shows is left out."""
        if self.first is None:
            return
        number, box = self.first
        yield Candidate("pages", self.pages, "", CERTAIN, "zone", number, box)
        language = self._language()
        if language:
            yield Candidate("language", language, "", 0.95, "zone", number, box)
        yield from (self.signs or {}).values()

    def _language(self) -> str | None:
        if self.words < LEAST_WORDS:
            return None
        if self.marked > MARKED * self.words:
            return "vi"
        return "en" if self.english > ENGLISH * self.words else None
