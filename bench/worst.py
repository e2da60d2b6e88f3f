"""Pictures of the pages read worst, with the words that were missed in red."""

import shutil
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from bench.results import PageScore
from bench.sheets import Sheet
from samples.fonts import Style, font

_RED = (214, 20, 20)
_SHORT_SIDE_PX = 1240
_CAPTION_PX = 40
_LETTER_PX = 14
"""About the widest mean of a line of text at that size."""
_MOST_LINES = 3
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
"""Pillow turns the other way round."""


def draw_worst(pages: Sequence[PageScore], sheets: Mapping[str, Sheet], folder: Path) -> None:
    """Write one JPEG for each page into `folder`, worst first: missed words boxed, invented ones listed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for place, page in enumerate(pages, start=1):
        picture = _marked(sheets[page.name], page)
        picture.save(folder / f"{place:02d}-{page.name}.jpg", quality=85)


def _marked(sheet: Sheet, page: PageScore) -> Image.Image:
    with Image.open(sheet.picture) as opened:
        scale = _SHORT_SIDE_PX / min(opened.size)
        size = (round(opened.width * scale), round(opened.height * scale))
        image = opened.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(image)
    words = sheet.truth.words
    for index in page.score.missed_at:
        left, top, right, bottom = (edge * scale for edge in words[index].box)
        draw.rectangle((left - 3, top - 3, right + 3, bottom + 3), outline=_RED, width=2)
    turn = _TURNS.get(sheet.truth.rotation_degrees)
    return _captioned(image.transpose(turn) if turn is not None else image, page)


def _captioned(image: Image.Image, page: PageScore) -> Image.Image:
    score, face = page.score, font(Style(points=6))
    lines = [
        f"{page.name}   word F1 {score.word_f1:.4f}   CER {score.cer:.4f}",
        *_wrapped("missed", score.missed, image.width),
        *_wrapped("invented", score.invented, image.width),
    ]
    top = _CAPTION_PX * len(lines)
    sheet = Image.new("RGB", (image.width, image.height + top), "white")
    draw = ImageDraw.Draw(sheet)
    for row, line in enumerate(lines):
        draw.text((10, 6 + row * _CAPTION_PX), line, font=face, fill=_RED if row else "black")
    sheet.paste(image, (0, top))
    return sheet


def _wrapped(title: str, words: Sequence[str], width_px: int) -> list[str]:
    text = f"{title}: {' '.join(words)}"
    return textwrap.wrap(text, width_px // _LETTER_PX, max_lines=_MOST_LINES, placeholder=" …")
