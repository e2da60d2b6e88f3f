"""Write captured pages as the files scanners and phones deliver."""

import io
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
from PIL import Image, TiffImagePlugin

from samples.capture import Shot
from samples.truth import TruePage

A4_WIDTH_INCHES = 210 / 25.4
POINTS = 72
STRIP_OFFSETS, STRIP_BYTES = 273, 279
"""TIFF tags."""


def write_tiff(path: Path, shots: Sequence[Shot]) -> tuple[TruePage, ...]:
    """Write a multi-page TIFF: Group 4 for one bit, JPEG for colour."""
    with TiffImagePlugin.AppendingTiffWriter(str(path), new=True) as tiff:
        for shot in shots:
            with Image.open(io.BytesIO(shot.data)) as picture:
                how = "group4" if shot.bitonal else "jpeg"
                dpi = (shot.page.dpi, shot.page.dpi)
                picture.save(tiff, "TIFF", compression=how, dpi=dpi)
            tiff.newFrame()
    return tuple(shot.page for shot in shots)


def write_pdf(path: Path, shots: Sequence[Shot]) -> tuple[TruePage, ...]:
    """Write a PDF that holds each page as the image the device made: JPEG, or Group 4 for one bit.

    Phone photos are laid on a page as wide as A4, as scanning apps do; their truth gets that dpi.
    """
    pages = []
    with pikepdf.new() as pdf:
        for shot in shots:
            page = shot.page
            if page.dpi <= POINTS:
                page = replace(page, dpi=round(page.width_px / A4_WIDTH_INCHES, 2))
            pages.append(page)
            width, height = page.width_px / page.dpi * POINTS, page.height_px / page.dpi * POINTS
            image = _group4(pdf, shot) if shot.bitonal else _jpeg(pdf, shot)
            pdf.add_blank_page(page_size=(width, height))
            leaf = pdf.pages[-1].obj
            leaf.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
            leaf.Contents = pdf.make_stream(f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /Im0 Do Q".encode())
        pdf.save(path, deterministic_id=True)
    return tuple(pages)


def _jpeg(pdf: pikepdf.Pdf, shot: Shot) -> pikepdf.Object:
    return pdf.make_stream(
        shot.data,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=shot.page.width_px,
        Height=shot.page.height_px,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )


def _group4(pdf: pikepdf.Pdf, shot: Shot) -> pikepdf.Object:
    width, height = shot.page.width_px, shot.page.height_px
    return pdf.make_stream(
        _group4_bytes(shot),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=1,
        Filter=pikepdf.Name.CCITTFaxDecode,
        DecodeParms=pikepdf.Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=True),
    )


def _group4_bytes(shot: Shot) -> bytes:
    """Let libtiff encode the page in a single strip and cut that strip out."""
    buffer = io.BytesIO()
    whole = math.ceil(shot.page.width_px / 8) * shot.page.height_px
    with Image.open(io.BytesIO(shot.data)) as picture:
        picture.save(buffer, "TIFF", compression="group4", strip_size=whole)
    buffer.seek(0)
    with TiffImagePlugin.TiffImageFile(buffer) as tiff:
        start, length = tiff.tag_v2[STRIP_OFFSETS][0], tiff.tag_v2[STRIP_BYTES][0]
    return buffer.getvalue()[start : start + length]
