"""What can be wrong with a scan: for each fault its code, what the clerk is told, and when it holds.

Thresholds come from what was measured on generated pages spoiled in eleven ways and on
25 real pages (`python -m bench quality`): where words begin to be lost, beyond what good pages show.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.quality.measures import Measures

NOTE, CHECK, RESCAN = 0.0, 0.3, 0.6
"""What a fault costs of a page's score of 1: one alone keeps it good, makes it check, or rescan."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Reason:
    """A fault of a page."""

    code: str
    """Stable; scripts rely on it."""
    cost: float
    """NOTE, CHECK or RESCAN."""
    sentence: str
    """In Vietnamese, with what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A reason and the measurement that calls for it."""

    reason: Reason
    holds: Callable[[Measures], bool]
    where: Callable[[Measures], Mask] | None = None
    """The tiles that suffer from it; None for a fault of the whole page."""
    hides: bool = False
    """Whether print may be gone for good, which no reading of the rest can tell."""


LETTER_PX = (6.5, 9.0)
"""Letters lower than this: lost, at risk. A page at 65 dpi has 8 px and is read with word F1 0.98,
at 50 dpi 6 px; the real scans at 70 and 100 dpi have 10."""

CONTRAST = (40.0, 65.0)
"""Levels between ink and paper in the middle tile. Faded generated pages have 88 to 125 and word F1 0.99."""

BLUR = (0.30, 0.21)
"""Edge of a stroke in letter heights. Good pages have 0.03 to 0.19, shaken 0.22 with word F1 0.60,
unfocused 0.35 with 0.91, 1.2 with 0.04."""

NOISE = (20.0, 9.0)
"""Levels between neighbouring pixels. Scans have 0 to 1; 5 costs no word, 35 all of them."""

DARK_SHARE = 0.45
"""Brightness of the darkest paper against the middle of the page. Phone photos with a shadow have 0.65."""

GLARE = (0.15, 0.1)
"""Share of the page that shines. Photos have up to 0.09, with word F1 1.0."""

_LEAST_TILES = 3
_TRACES = 150
"""Pale letters; dirt and paper grain of an empty page make fewer than 50."""

_BEYOND, _BEYOND_SHARE = 100, 0.25
"""Letters outside the sheet, and against those on it. Photos have up to 10 of 700, noisy ones 158 of 1,285;
where a shadow was taken for the edge of the sheet, 652 and more of 1,200."""

_SKEW_DEGREES = (10.0, 5.0)


def blurred_tiles(page: Measures) -> Mask:
    """Tiles whose print is too soft to be read."""
    tiles = page.tiles
    return np.asarray(tiles.inked & (tiles.edge_px > BLUR[0] * page.glyph_px), np.bool_)


def faint_tiles(page: Measures) -> Mask:
    """Tiles whose print is too pale to be read."""
    return np.asarray(page.tiles.inked & (page.tiles.contrast < CONTRAST[1]), np.bool_)


def dark_tiles(page: Measures) -> Mask:
    """Tiles that lie in a shadow."""
    return np.asarray(page.tiles.paper < DARK_SHARE * page.paper, np.bool_)


def bright_tiles(page: Measures) -> Mask:
    """Tiles that shine."""
    return np.asarray(page.tiles.paper >= 252, np.bool_)


def _soft_tiles(page: Measures) -> Mask:
    tiles = page.tiles
    return np.asarray(tiles.inked & (tiles.edge_px > page.blur * page.glyph_px), np.bool_)


def _partly(mask: Callable[[Measures], Mask]) -> Callable[[Measures], bool]:
    return lambda page: page.glyph_px > 0 and page.tiles.box(mask(page), _LEAST_TILES) is not None


FAULTS: tuple[Fault, ...] = (
    Fault(
        Reason("tiny_print", RESCAN, "Chữ quá nhỏ để đọc; hãy quét lại ở 300 dpi."),
        lambda page: 0 < page.glyph_px < LETTER_PX[0],
    ),
    Fault(
        Reason("small_print", CHECK, "Chữ nhỏ hoặc độ phân giải thấp; nên quét lại ở 300 dpi."),
        lambda page: LETTER_PX[0] <= page.glyph_px < LETTER_PX[1],
    ),
    Fault(
        Reason("low_resolution", CHECK, "Độ phân giải thấp; nên quét ở 300 dpi."),
        lambda page: page.glyph_px >= LETTER_PX[1] and page.dpi < 120,
    ),
    Fault(
        Reason("unreadably_faint", RESCAN, "Chữ quá mờ; hãy tăng độ đậm và quét lại."),
        lambda page: page.contrast < CONTRAST[0],
    ),
    Fault(
        Reason("faint", CHECK, "Chữ nhạt; nên tăng độ đậm khi quét."),
        lambda page: CONTRAST[0] <= page.contrast < CONTRAST[1],
        faint_tiles,
    ),
    Fault(
        Reason("partly_faint", CHECK, "Một phần trang chữ rất nhạt; hãy kiểm tra, nên quét đậm hơn."),
        lambda page: page.contrast >= CONTRAST[1] and _partly(faint_tiles)(page),
        faint_tiles,
    ),
    Fault(
        Reason(
            "traces_only",
            CHECK,
            "Trang gần như trắng, chỉ có vết chữ rất nhạt; nếu mặt này có chữ, hãy tăng độ đậm và quét lại.",
        ),
        lambda page: not page.glyph_px and page.traces >= max(_TRACES, 4 * page.glyph_count),
    ),
    Fault(
        Reason("blurred", RESCAN, "Ảnh bị nhòe; hãy giữ yên giấy, lau kính và quét lại."),
        lambda page: page.blur > BLUR[0],
        _soft_tiles,
    ),
    Fault(
        Reason("soft", CHECK, "Ảnh hơi nhòe; hãy kiểm tra chữ, nên giữ yên giấy và quét lại."),
        lambda page: BLUR[1] < page.blur <= BLUR[0],
        _soft_tiles,
    ),
    Fault(
        Reason("partly_blurred", CHECK, "Một phần trang bị nhòe; hãy kiểm tra, nên quét lại."),
        lambda page: page.blur <= BLUR[0] and _partly(blurred_tiles)(page),
        blurred_tiles,
    ),
    Fault(
        Reason("very_noisy", RESCAN, "Ảnh nhiễu hạt nặng; hãy quét lại bằng máy quét, đủ sáng."),
        lambda page: page.noise > NOISE[0],
    ),
    Fault(
        Reason("noisy", CHECK, "Ảnh nhiễu hạt; nên quét lại với ánh sáng tốt hơn."),
        lambda page: NOISE[1] < page.noise <= NOISE[0],
    ),
    Fault(
        Reason("shadow", CHECK, "Trang có vùng tối; hãy tránh bóng tay, đậy nắp máy và quét lại."),
        lambda page: page.darkest < DARK_SHARE * page.paper,
        dark_tiles,
    ),
    Fault(
        Reason("heavy_glare", RESCAN, "Trang bị lóa sáng, mất chữ; hãy tắt đèn flash và chụp lại."),
        lambda page: page.glare > GLARE[0],
        bright_tiles,
        hides=True,
    ),
    Fault(
        Reason("glare", CHECK, "Trang có chỗ lóa sáng; hãy kiểm tra, nên tắt đèn flash."),
        lambda page: GLARE[1] < page.glare <= GLARE[0],
        bright_tiles,
    ),
    Fault(
        Reason(
            "print_outside",
            CHECK,
            "Có chữ nằm ngoài phần giấy nhận ra được; hãy tránh bóng đổ, đặt giấy trên nền tối và quét lại.",
        ),
        lambda page: page.beyond >= max(_BEYOND, _BEYOND_SHARE * page.glyph_count),
    ),
    Fault(
        Reason("very_skewed", CHECK, "Trang bị lệch rất nhiều; hãy đặt giấy ngay ngắn và quét lại."),
        lambda page: abs(page.skew_degrees) > _SKEW_DEGREES[0],
    ),
    Fault(
        Reason("skewed", NOTE, "Trang bị lệch, đã chỉnh thẳng; lần sau hãy đặt giấy ngay ngắn."),
        lambda page: _SKEW_DEGREES[1] < abs(page.skew_degrees) <= _SKEW_DEGREES[0],
    ),
    Fault(
        Reason("turned_over", NOTE, "Trang được quét ngược đầu; máy đã xoay lại."),
        lambda page: page.turn_degrees == 180 and page.blur <= BLUR[0],
    ),
    Fault(
        Reason("turned_sideways", NOTE, "Trang được quét nằm ngang; máy đã xoay lại."),
        lambda page: page.turn_degrees in (90, 270) and page.blur <= BLUR[0],
    ),
)
"""In the order they are told."""

BLANK = Reason("blank", NOTE, "Trang trắng.")
FAILED = "Không mở hoặc không đọc được trang này; hãy quét lại."

_SIDES = {"left": "trái", "top": "trên", "right": "phải", "bottom": "dưới"}


def cut(sides: tuple[str, ...]) -> Reason:
    """Print runs off these sides of the scan."""
    named = ", ".join(_SIDES[side] for side in sides)
    return Reason(
        "cut", CHECK, f"Chữ chạm mép {named}, có thể bị cắt mất; hãy đặt giấy trọn khung và quét lại."
    )
