"""Separator sheets to print: A4, one bit a pixel, the same QR code at two corners.

The codes stand top left and bottom right, so that either half of a sheet torn or scanned in half,
across or along, still carries one. They hold 30 % of error correction and modules of 1.2 mm: no
bar code was added, since nothing that spoils both of them left one readable.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import img2pdf
import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from core.fonts import face_path
from pipeline.separators import Opens, Separator, payload

_DPI = 300
_WIDTH_MM, _HEIGHT_MM = 210.0, 297.0
_MARGIN_MM = 14.0
_QR_MM = 62.0

_TITLES = {
    Opens.DOSSIER: ("PHIẾU PHÂN TÁCH", "HỒ SƠ MỚI"),
    Opens.PAPER: ("PHIẾU PHÂN TÁCH", "GIẤY TỜ MỚI"),
}
_ADVICE = {
    Opens.DOSSIER: (
        "Đặt phiếu này lên trước trang đầu tiên của mỗi hồ sơ rồi quét cả tập.",
        "Các trang sau phiếu, cho đến phiếu hồ sơ tiếp theo, thuộc về một hồ sơ.",
    ),
    Opens.PAPER: (
        "Đặt phiếu này lên trước trang đầu tiên của mỗi giấy tờ trong cùng một hồ sơ.",
        "Các trang sau phiếu, cho đến phiếu tiếp theo, là một giấy tờ.",
    ),
}
_CARE = "Không viết, đóng dấu hay dập ghim lên mã QR. Phiếu không phải là giấy tờ của hồ sơ"


@dataclass(frozen=True, slots=True)
class _Text:
    """A centred line."""

    text: str
    middle_mm: float
    points: float
    bold: bool = False


def separator_pdf(sheets: Sequence[Separator]) -> bytes:
    """A PDF with one A4 page a sheet, in order.

    Raises:
        MissingDependency: the font is not installed.
    """
    drawn: dict[Separator, bytes] = {}
    for sheet in sheets:
        if sheet not in drawn:
            drawn[sheet] = _drawn(sheet)
    size = (img2pdf.mm_to_pt(_WIDTH_MM), img2pdf.mm_to_pt(_HEIGHT_MM))
    made: bytes = img2pdf.convert(
        [drawn[sheet] for sheet in sheets],
        layout_fun=img2pdf.get_layout_fun(size),
        engine=img2pdf.Engine.pikepdf,
        title="Phiếu phân tách",
        nodate=True,
    )
    return made


def _drawn(sheet: Separator) -> bytes:
    """One sheet as PNG."""
    page = Image.new("1", (_px(_WIDTH_MM), _px(_HEIGHT_MM)), 1)
    code = _qr(payload(sheet))
    low, right = _px(_HEIGHT_MM - _MARGIN_MM) - code.height, _px(_WIDTH_MM - _MARGIN_MM) - code.width
    for at in ((_px(_MARGIN_MM), _px(_MARGIN_MM)), (right, low)):
        page.paste(code, at)
    pen = ImageDraw.Draw(page)
    for text in _texts(sheet):
        face = ImageFont.truetype(str(face_path(text.bold, False)), text.points * _DPI / 72)
        pen.text((page.width // 2, _px(text.middle_mm)), text.text, fill=0, font=face, anchor="mm")
    for at_mm in (88.0, 209.0):
        pen.line((_px(_MARGIN_MM), _px(at_mm), _px(_WIDTH_MM - _MARGIN_MM), _px(at_mm)), fill=0, width=12)
    buffer = io.BytesIO()
    page.save(buffer, "PNG", dpi=(_DPI, _DPI))
    return buffer.getvalue()


def _texts(sheet: Separator) -> Iterable[_Text]:
    first, second = _TITLES[sheet.opens]
    yield _Text(first, 104, 46, bold=True)
    yield _Text(second, 126, 54, bold=True)
    if sheet.code:
        yield _Text("Mã hồ sơ", 147, 18)
        yield _Text(sheet.code, 158, 32, bold=True)
    for line, text in enumerate(_ADVICE[sheet.opens]):
        yield _Text(text, 178 + 8 * line, 15)
    yield _Text(_CARE + ("." if sheet.code else "; dùng lại được nhiều lần."), 200, 12)


def _qr(text: str) -> Image.Image:
    """The QR code with its quiet zone, as near to its size as whole pixels come."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="H")
    modules = np.array(zxingcpp.write_barcode_to_image(code))
    scale = _px(_QR_MM) // modules.shape[0]
    large = np.kron(modules, np.ones((scale, scale), np.uint8))
    return Image.fromarray(np.asarray(large, np.uint8)).convert("1")


def _px(millimetres: float) -> int:
    return round(millimetres * _DPI / 25.4)
