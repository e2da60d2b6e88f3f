"""The text that a PDF page carries: used where it is the page, kept apart where it is a note.

Nearly every scanned PDF has a text layer that is not the page: the note of an
e-signature, or a recognition in the wrong language. So a layer counts only on
pages that are no scan, only when it is sound Vietnamese, and only where the page
shows its words.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

from core.model import Scan
from core.page import Box, Line, Pixels, Region, Word
from core.text import fold
from pipeline import pdf
from pipeline.clean import ink
from pipeline.layer_words import LayerLine, LayerWord, Rect, find_words, within
from pipeline.legacy_layer import as_unicode
from pipeline.syllables import legal_share, marked_share

LAYER_VERSION = 2
"""Part of the reading fingerprint: raise it when other words are taken from the same layer."""

_LEAST_LEGAL = 0.8
"""Share of legal syllables: sound layers have 0.93 and more, TCVN3 and VNI below 0.5."""

_LEAST_WORDS = 8
_LEAST_MARKED = 0.3
_LEAST_LEGAL_OF_ODD = 0.5
_LEAST_CONTRAST = 24
"""Levels between a word and its ground, on pages drawn without noise."""

_SIGNING = re.compile(r"ky boi|nguoi ky|thoi gian ky|ngay ky|signed|signature|@|\d\d:\d\d:\d\d|[+]07:00")
_GARBLED = re.compile(
    r"[ƀ-ƟƢ-ƮƱ-\u036f]|[^\W\d_][¡-¿×÷]|[¡-©«-¹»-¿×÷][^\W\d_]"
    r"|[a-zA-Z][Ͱ-᳿]|[Ͱ-᳿][a-zA-Z]|[a-zA-Z][\\^`{|}~<>][a-zA-Z]"
)
"""Letters no living alphabet here uses, single marks, signs and other scripts inside a word."""


@dataclass(frozen=True, slots=True)
class TextLayer:
    """What a page carries as text."""

    lines: tuple[LayerLine, ...] = ()
    notes: tuple[tuple[Rect, tuple[LayerLine, ...]], ...] = ()
    """E-signature notes: where they stand and their lines."""
    frame: Rect = (0.0, 0.0, 1.0, 1.0)
    """The part of the page, in points, that its loaded picture shows."""
    is_scan: bool = True
    """Whether the page is one picture, whose text is in the picture."""
    hidden_under: tuple[Rect, ...] = ()
    """Where the pictures of the page lie, if there is invisible text."""

    @property
    def turn_degrees(self) -> int:
        """The clockwise turn by quarters that makes most of the text run from left to right."""
        votes = Counter[int]()
        for line in self.lines:
            across = line[-1].rect[0] + line[-1].rect[2] - line[0].rect[0] - line[0].rect[2]
            down = line[-1].rect[1] + line[-1].rect[3] - line[0].rect[1] - line[0].rect[3]
            if len(line) > 1:
                upright = abs(across) >= abs(down)
                votes[(180 * (across < 0)) if upright else (270 if down > 0 else 90)] += len(line)
        return votes.most_common(1)[0][0] if votes else 0

    @property
    def is_sound(self) -> bool:
        """Whether it is to be used: no scan, and the lines are sound Vietnamese."""
        if self.is_scan:
            return False
        texts = [word.text for line in self.lines for word in line]
        share, count = legal_share(texts)
        return count >= _LEAST_WORDS and share >= _LEAST_LEGAL and marked_share(texts) >= _LEAST_MARKED


def read_layer(scan: Scan, number: int) -> TextLayer:
    """The text of a PDF page, with signature notes apart; empty for other files.

    Raises:
        BadScan: the text can't be got at in time (code timed_out).
        MissingDependency: poppler is not installed.
    """
    shape = pdf.shape(scan, number) if scan.media_type == pdf.MEDIA_TYPE else None
    if shape is None or not shape.has_text:
        return TextLayer()
    lines = as_unicode(find_words(scan, number, shape))
    is_scan = shape.picture is not None
    fields = [(rect, _parts(lines, partial(_lies_in, rects=(rect,)))) for rect in shape.signature_rects]
    notes = tuple(field for field in fields if field[1] and (is_scan or _tells_of_signing(field[1])))
    noted = [rect for rect, _ in notes]
    body = _parts(lines, lambda word: not _lies_in(word, noted))
    return TextLayer(body, notes, shape.frame, is_scan, shape.hidden_under)


def _lies_in(word: LayerWord, rects: Iterable[Rect]) -> bool:
    return any(within(word.rect, rect) for rect in rects)


def _parts(lines: Iterable[LayerLine], wanted: Callable[[LayerWord], bool]) -> tuple[LayerLine, ...]:
    """The wanted words of each line that has any."""
    return tuple(part for line in lines if (part := tuple(word for word in line if wanted(word))))


def _tells_of_signing(lines: Iterable[LayerLine]) -> bool:
    """Whether a signature field says who signed and when.

    Fields without a note hold what the clerk's office fills in while it signs, the number and the day
    of the act, or lie as an empty seal over the signer's name.
    """
    return any(_SIGNING.search(fold(" ".join(word.text for word in line))) for line in lines)


def credible(layer: TextLayer, pixels: Pixels) -> TextLayer:
    """The layer without words that the loaded picture does not show and lines that make no sense."""
    if layer.is_scan:
        return layer
    grey = ink.grey(pixels)
    seen = _parts(layer.lines, lambda word: _is_seen(word, layer, grey))
    return replace(layer, lines=tuple(line for line in seen if not _is_garbled(line)))


def _is_seen(word: LayerWord, layer: TextLayer, grey: Pixels) -> bool:
    """Whether a word is drawn; invisible text over a picture is some other program's reading of it."""
    if _lies_in(word, layer.hidden_under):
        return False
    box = _box(word.rect, layer.frame, grey)
    part = grey[box.top : box.bottom, box.left : box.right]
    return int(part.max()) - int(part.min()) >= _LEAST_CONTRAST


def _is_garbled(line: LayerLine) -> bool:
    """Whether a line is in an encoding nobody knows, by the signs and scripts inside its words."""
    odd = sum(1 for word in line if _GARBLED.search(word.text))
    return 3 * odd >= len(line) and legal_share(word.text for word in line)[0] < _LEAST_LEGAL_OF_ODD


def to_lines(layer: TextLayer, pixels: Pixels) -> tuple[Line, ...]:
    """The layer's lines in pixels of the loaded page."""
    return tuple(_line(words, layer.frame, pixels) for words in layer.lines)


def to_regions(layer: TextLayer, pixels: Pixels) -> tuple[Region, ...]:
    """The signature notes in pixels of the loaded page."""
    return tuple(
        Region(
            "signature_note",
            _box(rect, layer.frame, pixels),
            tuple(_line(words, layer.frame, pixels) for words in lines),
        )
        for rect, lines in layer.notes
    )


def _line(words: LayerLine, frame: Rect, pixels: Pixels) -> Line:
    return Line(tuple(Word(word.text, _box(word.rect, frame, pixels), 1.0) for word in words))


def _box(rect: Rect, frame: Rect, pixels: Pixels) -> Box:
    """Points of the shown page → pixels, never empty and inside the picture."""
    height, width = pixels.shape[:2]
    across, down = width / (frame[2] - frame[0]), height / (frame[3] - frame[1])
    left = min(width - 1, max(0, int((rect[0] - frame[0]) * across)))
    top = min(height - 1, max(0, int((rect[1] - frame[1]) * down)))
    right = min(width, max(left + 1, round((rect[2] - frame[0]) * across)))
    bottom = min(height, max(top + 1, round((rect[3] - frame[1]) * down)))
    return Box(left, top, right, bottom)
