"""QR and bar codes of a dossier code."""

import numpy as np
import zxingcpp
from PIL import Image


def qr_code(text: str, scale: int = 9) -> Image.Image:
    """A QR code with its quiet zone; `scale` pixels a module."""
    return _image(text, zxingcpp.BarcodeFormat.QRCode, scale)


def bar_code(text: str, scale: int = 3, height_px: int = 110) -> Image.Image:
    """A Code 128 bar code."""
    narrow = _image(text, zxingcpp.BarcodeFormat.Code128, scale)
    return narrow.resize((narrow.width, height_px), Image.Resampling.NEAREST)


def _image(text: str, symbology: zxingcpp.BarcodeFormat, scale: int) -> Image.Image:
    code = zxingcpp.create_barcode(text, symbology)
    return Image.fromarray(np.array(zxingcpp.write_barcode_to_image(code, scale=scale)))
