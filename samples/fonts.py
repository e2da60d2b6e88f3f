"""Find the font the papers are set in and make sure that it can write Vietnamese."""

import subprocess
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont

from core.errors import MissingDependency

FAMILY = "Tinos"
PACKAGE = "fonts-croscore"
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts"),
    Path("~/.fonts"),
)
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


@lru_cache(maxsize=4)
def face_path(bold: bool, italic: bool) -> Path:
    """The file of one of the four faces."""
    cut = {
        (False, False): "Regular",
        (True, False): "Bold",
        (False, True): "Italic",
        (True, True): "BoldItalic",
    }
    name = f"{FAMILY}-{cut[bold, italic]}.ttf"
    for folder in FOLDERS:
        found = next(iter(sorted(folder.expanduser().rglob(name))), None)
        if found:
            return found
    matched = _fontconfig(name)
    if matched:
        return matched
    raise MissingDependency(
        f"The font {FAMILY} is missing; install the package {PACKAGE}.", code="missing_font"
    )


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


def _fontconfig(name: str) -> Path | None:
    try:
        found = subprocess.run(
            ["fc-list", ":", "file"], capture_output=True, text=True, check=False, timeout=30
        )
    except OSError:
        return None
    paths = (Path(line.rstrip(": ")) for line in found.stdout.splitlines())
    return next((path for path in sorted(paths) if path.name == name), None)
