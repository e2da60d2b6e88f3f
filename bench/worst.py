"""Pictures of the pages read worst: words that were missed in red, words that were invented in blue."""

import shutil
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.results import PageScore
from bench.scoring import bare, found
from bench.sheets import Sheet
from core.fonts import face_path
from core.page import Box, Page, Word
from core.settings import Limits
from pipeline.clean.geometry import map_box, warp
from pipeline.load import load_page, open_scan
from pipeline.ocr import OcrEngine
from pipeline.process import read_page
from samples.fonts import Style

_BLACK, _RED, _BLUE = (0, 0, 0), (214, 20, 20), (20, 80, 214)
_SHORT_SIDE_PX = 1240
_ROW_PX = 30
_CAPTION_POINTS, _WORD_POINTS = 20, 17
_SMALL_PX = 640
_LETTER_PX = 11
"""About the widest mean of a line of the caption."""
_MOST_ROWS = 4


def draw_worst(
    pages: Sequence[PageScore], sheets: Mapping[str, Sheet], folder: Path, engine: OcrEngine
) -> list[Path]:
    """Write one JPEG for each page into `folder`, worst first; each is read once more to know where."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    paths = []
    for place, page in enumerate(pages, start=1):
        paths.append(folder / f"{place:02d}-{page.name}.jpg")
        _marked(sheets[page.name], page, engine).save(paths[-1], quality=85)
    return paths


def shrink(pictures: Sequence[Path], small: Sequence[Path]) -> None:
    """Write a small copy of each picture, for the report."""
    for source, target in zip(pictures, small, strict=False):
        target.parent.mkdir(parents=True, exist_ok=True)
        with Image.open(source) as picture:
            size = (_SMALL_PX, round(picture.height * _SMALL_PX / picture.width))
            picture.resize(size, Image.Resampling.LANCZOS).save(target, quality=70)


def invented(words: Sequence[Word], true: Sequence[str]) -> list[Word]:
    """The words read that are not printed, or not as often."""
    own = [word for word in words if bare(word.text)]
    hits = found([bare(word.text) for word in own], [bare(word) for word in true if bare(word)])
    return [word for word, hit in zip(own, hits, strict=True) if not hit]


def _marked(sheet: Sheet, score: PageScore, engine: OcrEngine) -> Image.Image:
    limits = Limits()
    scan = open_scan(sheet.file, limits)
    page = read_page(scan, 1, engine, limits, None).page
    image = _displayed(sheet, page)
    scale = image.width / max(1, page.width_px)
    draw = ImageDraw.Draw(image)
    for index in score.score.missed_at:
        shown = map_box(
            sheet.truth.words[index].box, np.array(page.transform), (page.width_px, page.height_px)
        )
        draw.rectangle(_grown(shown, scale), outline=_RED, width=2)
    face = _face(_WORD_POINTS)
    read = [word for line in page.lines for word in line.words]
    for word in invented(read, [word.text for word in sheet.truth.words]):
        left, top, right, bottom = _grown(word.box, scale)
        draw.rectangle((left, top, right, bottom), outline=_BLUE, width=2)
        draw.text(
            (left, top), word.text, font=face, fill=_BLUE, anchor="ld", stroke_width=2, stroke_fill="white"
        )
    return _captioned(image, score)


def _displayed(sheet: Sheet, page: Page) -> Image.Image:
    """The page as people see it, as large as the picture is to be; the scan itself where reading failed."""
    pixels = load_page(open_scan(sheet.file, Limits()), 1, Limits()).pixels
    size = (page.width_px, page.height_px)
    shown = warp(pixels, np.array(page.transform), size, cv2.INTER_LINEAR, 255) if all(size) else pixels
    image = Image.fromarray(cv2.cvtColor(shown, cv2.COLOR_BGR2RGB) if shown.ndim == 3 else shown)
    scale = _SHORT_SIDE_PX / min(image.size)
    return image.convert("RGB").resize(
        (round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS
    )


def _grown(box: Box, scale: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = (edge * scale for edge in box)
    return left - 3, top - 3, right + 3, bottom + 3


def _captioned(image: Image.Image, page: PageScore) -> Image.Image:
    score = page.score
    rows = [
        (_BLACK, f"{page.name}   word F1 {score.word_f1:.4f}   CER {score.cer:.4f}"),
        *((_RED, row) for row in _wrapped("printed, not read", score.missed, image.width)),
        *((_BLUE, row) for row in _wrapped("read, not printed", score.invented, image.width)),
    ]
    top = _ROW_PX * len(rows) + 10
    sheet = Image.new("RGB", (image.width, image.height + top), "white")
    draw = ImageDraw.Draw(sheet)
    for row, (colour, text) in enumerate(rows):
        draw.text((10, 6 + row * _ROW_PX), text, font=_face(_CAPTION_POINTS), fill=colour)
    sheet.paste(image, (0, top))
    return sheet


def _wrapped(title: str, words: Sequence[str], width_px: int) -> list[str]:
    text = f"{title} ({len(words)}): {' '.join(words)}"
    return textwrap.wrap(text, width_px // _LETTER_PX, max_lines=_MOST_ROWS, placeholder=" …")


def _face(points: int) -> ImageFont.FreeTypeFont:
    style = Style()
    return ImageFont.truetype(str(face_path(style.bold, style.italic)), points)
