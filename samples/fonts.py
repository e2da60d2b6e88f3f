"""The font the papers are set in, and making sure that it can write Vietnamese."""

from functools import lru_cache
from typing import NamedTuple

from PIL import ImageFont

from core.errors import MissingDependency
from core.fonts import FAMILY, PACKAGE, face_path

PROBE = "ậỗĐƯẰẫệỢỹ"
"""Letters that fonts without Vietnamese lack; some draw an empty box without a warning."""
DPI = 300


class Style(NamedTuple):
    """How a word is set."""

    points: float = 14.0
    bold: bool = False
    italic: bool = False


@lru_cache(maxsize=256)
def font(style: Style) -> ImageFont.FreeTypeFont:
    """The face of `style` at 300 dpi.

    Raises:
        MissingDependency: the font is not installed or lacks Vietnamese letters.
    """
    face = ImageFont.truetype(str(face_path(style.bold, style.italic)), style.points * DPI / 72)
    check_glyphs(face)
    return face


def check_glyphs(face: ImageFont.FreeTypeFont) -> None:
    """Make sure that `face` draws every letter of `PROBE`, each different from a missing one.

    Raises:
        MissingDependency: it does not.
    """
    missing = bytes(face.getmask("\U0010fffd"))
    if any(bytes(face.getmask(letter)) in (b"", missing) for letter in PROBE):
        raise MissingDependency(
            f"The font {FAMILY} lacks Vietnamese letters; reinstall {PACKAGE}.", code="missing_font"
        )
