"""How well a page was scanned, in words that a scanning clerk can act on."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from core.page import Line, Pixels, Quality, Verdict
from pipeline.clean import ink
from pipeline.clean.stand import Standing

_LEAST_INK = 0.0004
"""Share of inked pixels below which a page without letters is blank: a line of print has 0.002."""

_LEAST_LETTERS = 6
_LOW_CONFIDENCE = 0.6


@dataclass(frozen=True, slots=True)
class Measures:
    """What can be said of a page before it is read."""

    dpi: float
    glyph_px: float
    """Median height of letters, 0.0 when there are too few."""
    sharpness: float
    """0 to about 1: steepness of the edges of letters against their contrast."""
    contrast: float
    """Levels between ink and paper."""
    skew_degrees: float


def measure(displayed: Pixels, dpi: float, standing: Standing) -> Measures:
    """Measure the displayed page."""
    sharpness = _sharpness(displayed, standing.contrast)
    return Measures(dpi, standing.glyph_px, sharpness, standing.contrast, standing.skew_degrees)


def _sharpness(displayed: Pixels, contrast: float) -> float:
    """Steepest slopes of the middle of the page against its contrast."""
    height, width = displayed.shape[:2]
    middle = ink.grey(displayed[height // 3 : height * 2 // 3, width // 4 : width * 3 // 4])
    if middle.shape[0] < 2 or middle.shape[1] < 2 or contrast < 10:
        return 1.0
    slopes = cv2.absdiff(middle[:, 1:], middle[:, :-1])
    steep = np.cumsum(np.bincount(slopes.ravel(), minlength=256))
    return float(np.searchsorted(steep, 0.995 * steep[-1])) / contrast


def is_blank(standing: Standing) -> bool:
    """Whether there is nothing on the page that could be read."""
    return standing.glyph_count < _LEAST_LETTERS and standing.ink_share < _LEAST_INK


_CHECKS: tuple[tuple[Callable[[Measures], bool], float, str], ...] = (
    (lambda m: 0 < m.glyph_px < 9, 0.5, "Chữ quá nhỏ hoặc độ phân giải thấp; hãy quét lại ở 300 dpi."),
    (lambda m: m.glyph_px >= 9 and m.dpi < 120, 0.25, "Độ phân giải thấp; nên quét ở 300 dpi."),
    (lambda m: m.contrast < 45, 0.5, "Chữ quá mờ; hãy tăng độ đậm và quét lại."),
    (lambda m: 45 <= m.contrast < 90, 0.25, "Chữ nhạt; nên tăng độ đậm khi quét."),
    (lambda m: m.sharpness < 0.16, 0.3, "Ảnh bị nhòe; hãy giữ yên giấy và quét lại."),
    (lambda m: abs(m.skew_degrees) > 5, 0.2, "Trang bị lệch nhiều; hãy đặt giấy ngay ngắn."),
)


def judge(measures: Measures, lines: tuple[Line, ...]) -> Quality:
    """Say whether the page is good enough, must be looked at, or scanned again."""
    score, reasons = 1.0, []
    for applies, cost, reason in _CHECKS:
        if applies(measures):
            score -= cost
            reasons.append(reason)
    letters = [(len(word.text), word.confidence) for line in lines for word in line.words]
    total = sum(length for length, _ in letters)
    doubtful = sum(length for length, confidence in letters if confidence < _LOW_CONFIDENCE)
    if total and doubtful / total > 0.25:
        score -= min(0.6, doubtful / total)
        reasons.append("Nhiều chữ đọc không chắc chắn; hãy kiểm tra hoặc quét lại.")
    verdict = Verdict.GOOD if score > 0.8 else Verdict.CHECK if score > 0.45 else Verdict.RESCAN
    return Quality(verdict, round(max(0.0, score), 2), tuple(reasons))
