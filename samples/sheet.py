"""One sheet of paper at 300 dpi: what is drawn on it and what is truly written there."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from PIL import Image, ImageChops, ImageDraw

from core.page import Box, Pixels
from samples.fonts import DPI, font
from samples.truth import FieldValue, TrueLine, TrueWord
from samples.typeset import Placed, px

WIDTH_PX = round(210 * DPI / 25.4)
HEIGHT_PX = round(297 * DPI / 25.4)
LID = (244, 244, 242)
"""Colour of the scanner lid beside a small paper."""
INK = (26, 26, 30)
COVERED = 0.03
"""Share of a word's box under stamp ink from which on it counts as stamped."""


class Sheet:
    """An A4 sheet being drawn; `lines` grows in reading order."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), "white")
        self.lines: list[TrueLine] = []
        self.fields: dict[str, FieldValue] = {}
        self.codes: list[str] = []
        self._draw = ImageDraw.Draw(self.image)
        self._cover = Image.new("L", (WIDTH_PX, HEIGHT_PX), 0)

    def write(
        self, line: Sequence[Placed], left_px: float, baseline_px: float, zone: str, *, table: bool = False
    ) -> None:
        """Draw one line of words and record it as true."""
        found = []
        for (text, style), offset in line:
            face = font(style)
            at = (round(left_px + offset), round(baseline_px))
            self._draw.text(at, text, font=face, fill=INK, anchor="ls")
            box = Box(*(int(edge) for edge in self._draw.textbbox(at, text, font=face, anchor="ls")))
            found.append(TrueWord(text, box, box, table=table))
        if found:
            self.lines.append(TrueLine(zone, tuple(found)))

    def rule(
        self, left_px: float, top_px: float, right_px: float, bottom_px: float, width_px: int = 3
    ) -> None:
        """Draw a straight rule."""
        ends = (round(left_px), round(top_px), round(right_px), round(bottom_px))
        self._draw.line(ends, fill=INK, width=width_px)

    def leader(self, left_px: float, baseline_px: float, right_px: float) -> None:
        """Draw a dotted leader; it is no text."""
        for x in range(round(left_px), round(right_px), 13):
            self._draw.ellipse((x, baseline_px - 4, x + 4, baseline_px), fill=INK)

    def stamp(self, layer: Image.Image, left_px: float, top_px: float) -> None:
        """Press transparent coloured ink onto the sheet: what lies below shows through."""
        at = (round(left_px), round(top_px))
        area = (*at, at[0] + layer.width, at[1] + layer.height)
        below = self.image.crop(area)
        ink = Image.new("RGB", layer.size, "white")
        ink.paste(layer.convert("RGB"), mask=layer.getchannel("A"))
        self.image.paste(ImageChops.multiply(below, ink), at)
        cover = ImageChops.lighter(self._cover.crop(area), layer.getchannel("A"))
        self._cover.paste(cover, at)

    def picture(self, image: Image.Image, left_px: float, top_px: float) -> None:
        """Print a picture, such as a QR code."""
        self.image.paste(image.convert("RGB"), (round(left_px), round(top_px)))

    def highlight(self, box: Box, colour: tuple[int, int, int]) -> None:
        """Mark a box with a light pen; ink stays readable, so it does not count as stamped."""
        area = self.image.crop(box)
        self.image.paste(ImageChops.multiply(area, Image.new("RGB", area.size, colour)), (box.left, box.top))

    def reduced(self, scale: float, shift_mm: float, paper_mm: tuple[float, float]) -> None:
        """Print everything smaller and further left on a smaller paper that lies on the platen."""
        size = (round(WIDTH_PX * scale), round(HEIGHT_PX * scale))
        shift = round(px(shift_mm))
        image = Image.new("RGB", self.image.size, LID)
        right, bottom = round(px(paper_mm[0])), round(px(paper_mm[1]))
        image.paste("white", (0, 0, right, bottom))
        small = self.image.resize(size, Image.Resampling.LANCZOS).crop((shift, 0, shift + right, bottom))
        image.paste(small, (0, 0))
        ImageDraw.Draw(image).line((right, 0, right, bottom, 0, bottom), fill=(205, 205, 205), width=4)
        cover = Image.new("L", self.image.size, 0)
        cover.paste(self._cover.resize(size).crop((shift, 0, shift + right, bottom)), (0, 0))
        self.image, self._cover, self._draw = image, cover, ImageDraw.Draw(image)
        self.lines = [_scaled(line, scale, shift) for line in self.lines]

    def pixels(self) -> Pixels:
        """The sheet as BGR."""
        return np.asarray(cv2.cvtColor(np.asarray(self.image), cv2.COLOR_RGB2BGR), np.uint8)

    def true_lines(self) -> tuple[TrueLine, ...]:
        """The lines with `stamped` decided by the ink that finally lies on each word."""
        cover = np.asarray(self._cover) > 40
        return tuple(
            replace(line, words=tuple(_flag(word, cover) for word in line.words)) for line in self.lines
        )


def _flag(word: TrueWord, cover: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]") -> TrueWord:
    box = word.upright
    share = cover[box.top : box.bottom, box.left : box.right]
    return replace(word, stamped=bool(share.size) and float(share.mean()) > COVERED)


def _scaled(line: TrueLine, scale: float, shift_px: int) -> TrueLine:
    moved = []
    for word in line.words:
        left, top, right, bottom = (edge * scale for edge in word.upright)
        box = Box(int(left) - shift_px, int(top), int(right) + 1 - shift_px, int(bottom) + 1)
        moved.append(replace(word, box=box, upright=box))
    return replace(line, words=tuple(moved))
