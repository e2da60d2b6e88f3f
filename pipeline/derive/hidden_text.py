"""The invisible text of a searchable page: each word exactly over its print."""

from core.page import Line, Page, Word
from pipeline.derive.glyphless import GLYPH_WIDTH

FONT = "/F0"
_REPLACEMENT = 0xFFFD
_BEYOND = 0xFFFF
_SPACE = 0x20


def hidden_text(page: Page, scale: float) -> bytes:
    """Content stream of `page`, `scale` points a pixel: the body in reading order, then the regions."""
    lines = (*page.lines, *(line for region in page.regions for line in region.lines))
    shown = "".join(_line(line, page.height_px, scale) for line in lines)
    return f"BT\n3 Tr\n{shown}ET\n".encode() if shown else b""


def _line(line: Line, height_px: int, scale: float) -> str:
    """One line: all words at the height and on the foot of the line, so that viewers select it as one."""
    around = line.box
    size = max(0.1, around.height * scale)
    pieces, at = [], 0.0
    for number, word in enumerate(line.words):
        left = round(word.box.left * scale, 1)
        # Positions are counted from the word before: that packs to half the bytes of whole matrices.
        moved = (
            f"{left - at:.1f} 0 Td"
            if number
            else f"1 0 0 1 {left} {(height_px - around.bottom) * scale:.1f} Tm"
        )
        pieces.append(f"{moved}{_shown(word, size, scale)}")
        at = left
    return f"{FONT} {size:.1f} Tf\n" + "".join(pieces)


def _shown(word: Word, size: float, scale: float) -> str:
    """The word stretched to the width of its print, and the space after it."""
    codes = [ord(char) if ord(char) <= _BEYOND else _REPLACEMENT for char in word.text]
    natural = len(codes) * GLYPH_WIDTH * size
    stretch = 100.0 * word.box.width * scale / natural
    shown = "".join(f"{code:04X}" for code in (*codes, _SPACE))
    return f" {stretch:.0f} Tz<{shown}>Tj\n"
