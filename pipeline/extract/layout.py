"""A page as runs of words in rows: what the rules look at instead of lines of text."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from statistics import median

from core.page import Box, Line, Page, Word
from core.text import fold

COLUMN_GAP = 1.3
"""A gap between words wider than this many word heights separates columns."""

WORD_SPACE = 0.5
"""Words of one line stand nearer to each other than this many of their heights."""

LEAST_CONFIDENCE = 0.5
"""Runs read with less are not counted when the text's edges are looked for."""
EDGE_SHARE = 0.01
"""Share of the letters that may stand outside the text's edges."""

_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "‐": "-", "Ð": "Đ", "⁄": "/"})
"""Characters engines confuse, one for one: dashes, and the Icelandic Ð for Đ."""


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    folded = fold(char)
    return folded if len(folded) == 1 else char


def fold_in_place(text: str) -> str:
    """`core.text.fold` that keeps every character at its offset."""
    return "".join(map(_fold_char, text))


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand together on one row, with their text and offsets into it."""

    page: int
    words: tuple[Word, ...]
    text: str
    folded: str
    starts: tuple[int, ...]
    """Offset of each word in `text`."""
    box: Box
    row: int = 0
    """0-based row of the page, from the top."""

    @property
    def confidence(self) -> float:
        """Mean word confidence weighted by length."""
        return mean_confidence(self.words)

    @property
    def middle(self) -> float:
        """Horizontal middle in pixels."""
        return (self.box.left + self.box.right) / 2

    def cut(self, start: int, end: int | None = None) -> "Run | None":
        """The part between two offsets; None when no character but punctuation is left."""
        end = len(self.text) if end is None else end
        kept: list[Word] = []
        first = max(0, bisect_right(self.starts, start) - 1)
        for word, offset in zip(self.words[first:], self.starts[first:], strict=True):
            if offset >= end:
                break
            text = word.text[max(0, start - offset) : end - offset]
            if text:
                kept.append(word if text == word.text else _part_of(word, text, max(0, start - offset)))
        return run_of(self.page, kept, self.row) if kept else None

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that have a character between two offsets."""
        return tuple(
            word
            for word, offset in zip(self.words, self.starts, strict=True)
            if offset < end and offset + len(word.text) > start
        )


def _part_of(word: Word, text: str, skipped: int) -> Word:
    """A word cut at a character; its box is shared out evenly."""
    step = word.box.width / max(1, len(word.text))
    left = round(word.box.left + skipped * step)
    right = round(left + len(text) * step)
    return Word(text, Box(left, word.box.top, max(left + 1, right), word.box.bottom), word.confidence)


def mean_confidence(words: Iterable[Word]) -> float:
    """Mean confidence weighted by word length; 0.0 without words."""
    letters = weighted = 0.0
    for word in words:
        letters += len(word.text)
        weighted += len(word.text) * word.confidence
    return weighted / letters if letters else 0.0


def run_of(page: int, words: Sequence[Word], row: int = 0) -> Run:
    """A run of `words`, which must not be empty."""
    starts, offset = [], 0
    for word in words:
        starts.append(offset)
        offset += len(word.text) + 1
    text = " ".join(word.text for word in words).translate(_DASHES)
    box = Box.around(word.box for word in words)
    return Run(page, tuple(words), text, fold_in_place(text), tuple(starts), box, row)


def joined(runs: Sequence[Run]) -> Run:
    """One run of several, in the order given; `runs` must not be empty."""
    return run_of(runs[0].page, [word for run in runs for word in run.words], runs[0].row)


@dataclass(frozen=True, slots=True)
class PageView:
    """The rows of a page, from top to bottom, each from left to right."""

    number: int
    width_px: int
    height_px: int
    rows: tuple[tuple[Run, ...], ...]
    text_box: Box
    """Where the text stands: narrower than the page, and off its middle on a small sheet."""
    stamps: tuple[Line, ...] = ()
    """Lines of stamps."""
    signature_notes: tuple[Line, ...] = ()
    """Lines of electronic signature notes."""

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs in reading order."""
        return tuple(run for row in self.rows for run in row)

    def is_centred(self, run: Run, tolerance: float) -> bool:
        """Whether `run` stands in the middle of the text or of the page, by a share of the width."""
        text = abs(run.middle - (self.text_box.left + self.text_box.right) / 2)
        return text < tolerance * self.text_box.width or (
            self.text_box.width > 0.6 * self.width_px
            and abs(run.middle - self.width_px / 2) < tolerance * self.width_px
        )

    def across(self, x: float) -> float:
        """Where `x` stands between the text's left edge (0.0) and right edge (1.0)."""
        return (x - self.text_box.left) / max(1, self.text_box.width)

    def below(self, row: int, box: Box) -> Run | None:
        """The nearest run under `box` that overlaps it sideways, at most two lines away."""
        for runs in self.rows[row + 1 : row + 3]:
            for run in runs:
                shared = min(run.box.right, box.right) - max(run.box.left, box.left)
                if shared > 0 and run.box.top - box.bottom < 2 * box.height:
                    return run
        return None


def view_page(page: Page) -> PageView:
    """Arrange the words of `page` in rows and split the rows at column gaps."""
    pieces = [piece for line in page.lines for piece in _split(line.words)]
    rows = [
        tuple(run_of(page.number, piece, number) for piece in _healed(row))
        for number, row in enumerate(_rows(pieces))
    ]
    notes: dict[str, list[Line]] = {"signature_note": [], "stamp": []}
    for region in page.regions:
        if region.kind in notes:
            notes[region.kind].extend(region.lines)
    return PageView(
        page.number,
        page.width_px,
        page.height_px,
        tuple(rows),
        _text_box(rows, page),
        tuple(notes["stamp"]),
        tuple(notes["signature_note"]),
    )


def _text_box(rows: Sequence[Sequence[Run]], page: Page) -> Box:
    """The box of the text without the outermost letters, which may be rubbish at the paper's edge."""
    runs = [run for row in rows for run in row if run.confidence > LEAST_CONFIDENCE]
    letters = sum(len(run.text) for run in runs)
    if not letters:
        return Box(0, 0, page.width_px, page.height_px)
    spare = EDGE_SHARE * letters
    left = _edge(sorted(runs, key=lambda run: run.box.left), spare).box.left
    right = _edge(sorted(runs, key=lambda run: -run.box.right), spare).box.right
    top, bottom = min(run.box.top for run in runs), max(run.box.bottom for run in runs)
    return Box(left, top, max(left + 1, right), bottom)


def _edge(runs: Sequence[Run], spare: float) -> Run:
    """The first run that is not among the `spare` outermost letters."""
    for run in runs:
        spare -= len(run.text)
        if spare < 0:
            return run
    return runs[-1]


def _rows(pieces: list[list[Word]]) -> list[list[list[Word]]]:
    """Pieces whose middles lie within half a line of the row they join, left to right."""
    rows: list[tuple[float, list[list[Word]]]] = []
    boxes = [Box.around(word.box for word in piece) for piece in pieces]
    height = median([box.height for box in boxes]) if boxes else 1.0
    for box, piece in sorted(zip(boxes, pieces, strict=True), key=lambda pair: pair[0].top + pair[0].bottom):
        middle = (box.top + box.bottom) / 2
        if rows and middle - rows[-1][0] < 0.45 * height:
            rows[-1][1].append(piece)
            continue
        rows.append((middle, [piece]))
    return [sorted(row, key=lambda piece: piece[0].box.left) for _, row in rows]


def _healed(row: Iterable[list[Word]]) -> Iterator[list[Word]]:
    """The pieces of a row; those a word's space apart are one line that the engine read as two."""
    whole: list[Word] = []
    for piece in row:
        if whole and not 0 <= _apart(whole[-1], piece[0]) < WORD_SPACE:
            yield whole
            whole = []
        whole = [*whole, *piece]
    if whole:
        yield whole


def _apart(word: Word, following: Word) -> float:
    """Space between two words in heights of the smaller one."""
    return (following.box.left - word.box.right) / min(word.box.height, following.box.height)


def sound_letters(word: Word) -> Word:
    """`word` without letters no Vietnamese text has, which engines give for N: NÑinh, Ñgô."""
    if "Ñ" not in word.text and "ñ" not in word.text:
        return word
    text = word.text.replace("NÑ", "N").replace("Ñ", "N").replace("ñ", "n")
    return replace(word, text=text)


def _split(line: Sequence[Word]) -> list[list[Word]]:
    words = [sound_letters(word) for word in line if word.text.strip()]
    if not words:
        return []
    gap_px = COLUMN_GAP * median([word.box.height for word in words])
    pieces: list[list[Word]] = [[words[0]]]
    for before, word in pairwise(words):
        if word.box.left - before.box.right > gap_px:
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def capitals_share(text: str) -> float:
    """Share of the letters that are capitals; 0.0 without letters."""
    letters = [char for char in text if char.isalpha()]
    return sum(char.isupper() for char in letters) / len(letters) if letters else 0.0


_FILLING = re.compile(r"[.…_·‥\s]{2,}|^[\s.:…_·-]+|[\s.,;:…_·-]+$")


def without_leaders(text: str) -> str:
    """`text` without dotted leaders and edge punctuation."""
    return re.sub(r"\s+", " ", _FILLING.sub(" ", text)).strip()
