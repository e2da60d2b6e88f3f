"""Stamps, seals and signatures as transparent layers of coloured ink."""

import math
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from core.page import Pixels
from samples.fonts import Style, font
from samples.typeset import px

RED = (205, 38, 48)
BLUE = (28, 52, 150)
VIOLET = (92, 52, 140)


def round_seal(around: str, middle: str, rng: Random) -> Image.Image:
    """The red seal of an agency, 36 mm across: round text, star, the agency's name in the middle."""
    size = round(px(36))
    mask = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(mask)
    for inset, width in ((4, 9), (20, 3), (size * 0.21, 3)):
        draw.ellipse((inset, inset, size - inset, size - inset), outline=255, width=width)
    _round_text(mask, around, size * 0.395, font(Style(8.4, bold=True)), start=200, sweep=-220)
    _star(draw, size / 2, size * 0.39, size * 0.1)
    _middle_text(draw, middle, size)
    return _ink(mask, RED, rng, rng.uniform(-14, 14))


def signature(rng: Random, width_mm: float = 48, height_mm: float = 24) -> Image.Image:
    """A pen scrawl: a few loops and a long stroke."""
    width, height = round(px(width_mm)), round(px(height_mm))
    canvas: Pixels = np.zeros((height, width), np.uint8)
    curve = _smooth(np.array(_strokes(rng, width, height), np.float64))
    for index in range(len(curve) - 1):
        thickness = 5 + round(3 * math.sin(index / 17))
        start, end = (tuple(round(float(part)) for part in curve[at]) for at in (index, index + 1))
        cv2.line(canvas, (start[0], start[1]), (end[0], end[1]), 255, thickness, cv2.LINE_AA)
    colour = rng.choice((BLUE, BLUE, (20, 20, 26)))
    return _ink(Image.fromarray(canvas), colour, rng, 0.0)


def _strokes(rng: Random, width: float, height: float) -> list[tuple[float, float]]:
    """Points a pen passes: an initial, leaning loops, a stroke under or through them."""
    x, y = width * 0.1, height * rng.uniform(0.45, 0.7)
    path = [(x, y), (x, y)]
    lean = width * rng.uniform(0.02, 0.07)
    for _ in range(rng.randint(3, 6)):
        up, down = height * rng.uniform(0.06, 0.4), height * rng.uniform(0.55, 0.85)
        wide = width * rng.uniform(0.04, 0.11)
        path += [
            (x + wide + lean, up),
            (x + wide * 0.3 + lean, up + 9),
            (x + wide * 0.5, down),
            (x + wide, down - 12),
        ]
        x += wide
    level = height * rng.uniform(0.5, 0.9)
    path += [
        (width * 0.2, level),
        (width * 0.3, level + 14),
        (width * 0.97, level - height * rng.uniform(0.1, 0.4)),
    ]
    return [*path, path[-1]]


def arrival(agency: str, number: str, day: str, rng: Random) -> Image.Image:
    """The box ĐẾN that clerks press onto incoming papers, filled in by pen."""
    width, height = round(px(50)), round(px(27))
    mask = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(mask)
    draw.rectangle((3, 3, width - 4, height - 4), outline=255, width=6)
    draw.text((width / 2, 44), agency, font=font(Style(7.5, bold=True)), fill=255, anchor="mm")
    draw.line((6, 76, width - 6, 76), fill=255, width=3)
    draw.text((24, height * 0.6), "ĐẾN", font=font(Style(15, bold=True)), fill=255, anchor="lm")
    for row, label in enumerate(("Số:", "Ngày:", "Chuyển:")):
        y = 118 + row * 78
        draw.text((205, y), label, font=font(Style(9)), fill=255, anchor="lm")
        draw.line((330, y + 22, width - 20, y + 22), fill=255, width=2)
    layer = _ink(mask, rng.choice((RED, RED, VIOLET)), rng, 0.0)
    pen = Image.new("L", (width, height), 0)
    pen_draw = ImageDraw.Draw(pen)
    face = font(Style(12, italic=True))
    pen_draw.text((340, 112), number, font=face, fill=255, anchor="lm")
    pen_draw.text((340, 188), day, font=face, fill=255, anchor="lm")
    layer.alpha_composite(_ink(pen, BLUE, rng, 0.0))
    return layer.rotate(rng.uniform(-5, 5), Image.Resampling.BICUBIC, expand=True)


def urgency(text: str, rng: Random) -> Image.Image:
    """A red framed mark such as HỎA TỐC."""
    width, height = round(px(36)), round(px(9))
    mask = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(mask)
    draw.rectangle((3, 3, width - 4, height - 4), outline=255, width=6)
    draw.text((width / 2, height / 2), text, font=font(Style(14, bold=True)), fill=255, anchor="mm")
    return _ink(mask, RED, rng, rng.uniform(-4, 4))


def secrecy(text: str, rng: Random) -> Image.Image:
    """A red mark of secrecy with its double border: TUYỆT MẬT 40 × 8 mm, the others 30 × 8 mm."""
    width, height = round(px(40 if text == "TUYỆT MẬT" else 30)), round(px(9))
    mask = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(mask)
    for inset in (3, 13):
        draw.rectangle((inset, inset, width - inset - 1, height - inset - 1), outline=255, width=4)
    draw.text((width / 2, height / 2), text, font=font(Style(13, bold=True)), fill=255, anchor="mm")
    return _ink(mask, RED, rng, rng.uniform(-3, 3))


def _round_text(
    mask: Image.Image, text: str, radius: float, face: ImageFont.FreeTypeFont, start: float, sweep: float
) -> None:
    middle = mask.width / 2
    for index, letter in enumerate(text):
        angle = start + sweep * index / max(1, len(text) - 1)
        tile = Image.new("L", (64, 64), 0)
        ImageDraw.Draw(tile).text((32, 32), letter, font=face, fill=255, anchor="mm")
        tile = tile.rotate(angle - 90, Image.Resampling.BICUBIC)
        x = middle + radius * math.cos(math.radians(angle)) - 32
        y = middle - radius * math.sin(math.radians(angle)) - 32
        mask.paste(255, (round(x), round(y)), tile)


def _star(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    corners = [
        (
            x + (radius if index % 2 == 0 else radius * 0.4) * math.sin(index * math.pi / 5),
            y - (radius if index % 2 == 0 else radius * 0.4) * math.cos(index * math.pi / 5),
        )
        for index in range(10)
    ]
    draw.polygon(corners, fill=255)


def _middle_text(draw: ImageDraw.ImageDraw, text: str, size: int) -> None:
    parts = text.split()
    lines = [" ".join(parts[at : at + 2]) for at in range(0, len(parts), 2)][:4]
    face = font(Style(6.6 if len(lines) > 2 else 7.6, bold=True))
    for index, line in enumerate(lines):
        draw.text((size / 2, size * 0.535 + index * 31), line, font=face, fill=255, anchor="mm")


def _smooth(
    path: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    steps = np.linspace(0, 1, 24, endpoint=False)[:, None]
    pieces = []
    for at in range(1, len(path) - 2):
        before, here, there, after = path[at - 1 : at + 3]
        slope, next_slope = (there - before) / 2, (after - here) / 2
        pieces.append(
            (2 * steps**3 - 3 * steps**2 + 1) * here
            + (steps**3 - 2 * steps**2 + steps) * slope
            + (3 * steps**2 - 2 * steps**3) * there
            + (steps**3 - steps**2) * next_slope
        )
    return np.concatenate(pieces)


def _ink(mask: Image.Image, colour: tuple[int, int, int], rng: Random, degrees: float) -> Image.Image:
    """Colour the mask with uneven ink and turn it."""
    noise = np.random.default_rng(rng.getrandbits(32))
    coarse = noise.uniform(0.55, 1.0, (mask.height // 24 + 2, mask.width // 24 + 2)).astype(np.float32)
    uneven = cv2.resize(coarse, (mask.width, mask.height), interpolation=cv2.INTER_CUBIC)
    alpha = np.asarray(mask, np.float32) * np.clip(uneven, 0.4, 1.0)
    layer = Image.new("RGBA", mask.size, (*colour, 0))
    layer.putalpha(Image.fromarray(alpha.astype(np.uint8)))
    return layer.rotate(degrees, Image.Resampling.BICUBIC, expand=True) if degrees else layer
