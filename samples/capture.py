"""Capture sheets: the degraded picture, encoded as its device would, with the truth carried onto it."""

import io
from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image

from samples.degrade import CAPTURE, Captured
from samples.sheet import HEIGHT_PX, WIDTH_PX, Sheet
from samples.truth import TruePage

CAPTURES = ("clean", "adf", "fax", "photo", "faded", "turned")
"""The six ways a page can be captured."""


class Shot(NamedTuple):
    """A captured page and its truth."""

    page: TruePage
    data: bytes
    """PNG when bitonal, else JPEG."""
    bitonal: bool

    @property
    def suffix(self) -> str:
        """How a file of `data` is called."""
        return ".png" if self.bitonal else ".jpg"


def capture_sheet(sheet: Sheet, kind: str, capture: str, seed: int) -> Shot:
    """Capture one sheet of a paper of `kind`."""
    scan = CAPTURE[capture](sheet.pixels(), np.random.default_rng(seed))
    height, width = scan.pixels.shape[:2]
    lines = tuple(
        replace(line, words=tuple(replace(word, box=scan.box(word.upright)) for word in line.words))
        for line in sheet.true_lines()
    )
    page = TruePage(
        number=1,
        kind=kind,
        capture=capture,
        width_px=width,
        height_px=height,
        dpi=scan.dpi,
        upright_width_px=WIDTH_PX,
        upright_height_px=HEIGHT_PX,
        matrix=scan.matrix,
        rotation_degrees=scan.rotation_degrees,
        skew_degrees=scan.skew_degrees,
        lines=lines,
        fields=dict(sheet.fields),
        codes=tuple(sheet.codes),
    )
    return Shot(page, _encoded(scan), scan.bitonal)


def _encoded(scan: Captured) -> bytes:
    buffer = io.BytesIO()
    dpi = (scan.dpi, scan.dpi)
    if scan.bitonal:
        Image.fromarray(scan.pixels).convert("1", dither=Image.Dither.NONE).save(buffer, "PNG", dpi=dpi)
    else:
        picture = Image.fromarray(cv2.cvtColor(scan.pixels, cv2.COLOR_BGR2RGB))
        picture.save(buffer, "JPEG", quality=scan.quality, dpi=dpi)
    return buffer.getvalue()
