"""Small pages that Tesseract reads in a moment, for tests about everything but reading."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"
_SIZE_PX = 50
"""13 pt at 300 dpi is 54 px."""


def draw_page(path: Path, lines: Sequence[str], width_px: int = 1200) -> Path:
    """Write a picture of printed lines; the format follows the name."""
    image = Image.new("L", (width_px, 160 + 90 * len(lines)), 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, _SIZE_PX)
    for number, line in enumerate(lines):
        pen.text((80, 80 + 90 * number), line, fill=0, font=font)
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, dpi=(300, 300))
    return path


def draw_paper(path: Path, number: int) -> Path:
    """A page whose words name its number, so that each can be found again."""
    words = ("sông", "núi", "biển", "rừng", "đồng", "làng", "chợ", "cầu", "đường", "phố")
    name = f"{words[number // 10 % 10]} {words[number % 10]}"
    return draw_page(path, [f"Giấy xác nhận số {100 + number}", f"Kính gửi ủy ban nhân dân {name}"])
