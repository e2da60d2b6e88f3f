"""The text that a PDF page carries: used where it is the page, kept apart where it is a note.

Nearly every scanned PDF has a text layer that is not the page: the note of an
e-signature, or a recognition in the wrong language. So a layer counts only on
pages that are no scan, and only when it is sound Vietnamese.
"""

from dataclasses import dataclass

from core.model import Scan
from core.page import Box, Line, Pixels, Region, Word
from pipeline import pdf
from pipeline.layer_words import LayerLine, Rect, find_words, within
from pipeline.legacy_layer import as_unicode
from pipeline.syllables import legal_share, marked_share

LAYER_VERSION = 2
"""Part of the reading fingerprint: raise it when other words are taken from the same layer."""

_LEAST_LEGAL = 0.8
"""Share of legal syllables: sound layers have 0.93 and more, TCVN3 and VNI below 0.5."""

_LEAST_WORDS = 8
_LEAST_MARKED = 0.3


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

    @property
    def stands_for_page(self) -> bool:
        """Whether nothing needs to be read: no scan, and the lines are sound Vietnamese."""
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
    body, notes = [], []
    for rect in shape.signature_rects:
        inside = tuple(part for line in lines if (part := tuple(w for w in line if within(w.rect, rect))))
        if inside:
            notes.append((rect, inside))
    for line in lines:
        outside = tuple(w for w in line if not any(within(w.rect, r) for r in shape.signature_rects))
        if outside:
            body.append(outside)
    return TextLayer(tuple(body), tuple(notes), shape.frame, shape.picture is not None)


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
