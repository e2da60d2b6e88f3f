"""Spoil a scan in one way, more and more, to see when a page can no longer be read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from core.page import Pixels
from samples.degrade import as_pixels, blurred, grain

_REFERENCE_DPI = 300
_SEED = 7


@dataclass(frozen=True, slots=True)
class Harm:
    """One way to spoil a scan."""

    spoil: Callable[[Pixels, float, float], Pixels]
    """Picture, its scale against A4 at 300 dpi, strength → spoiled picture."""
    strengths: tuple[float, ...]
    """From hardly visible to hopeless."""


def spoiled(pixels: Pixels, name: str, strength: float) -> Pixels:
    """`pixels` after the harm called `name`."""
    return HARMS[name].spoil(pixels, max(pixels.shape[:2]) / (11.69 * _REFERENCE_DPI), strength)


def _unfocused(pixels: Pixels, scale: float, sigma_px: float) -> Pixels:
    return grain(blurred(pixels, sigma_px * scale), 2.0, _noise())


def _shaken(pixels: Pixels, scale: float, length_px: float) -> Pixels:
    """Paper that moved sideways, by so many pixels at 300 dpi."""
    size = max(1, round(length_px * scale))
    return as_pixels(cv2.filter2D(pixels, -1, np.full((1, size), 1 / size)))


def _pale(pixels: Pixels, scale: float, share: float) -> Pixels:
    """Ink that keeps only `share` of its contrast."""
    del scale
    table = (235 - (255 - np.arange(256)) * share).clip(0, 255).astype(np.uint8)
    return grain(as_pixels(cv2.LUT(pixels, table)), 3.0, _noise())


def _coarse(pixels: Pixels, scale: float, dpi: float) -> Pixels:
    shrink = dpi / (_REFERENCE_DPI * scale)
    if shrink >= 1:
        return pixels
    return as_pixels(cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA))


def _shadowed(pixels: Pixels, scale: float, least: float) -> Pixels:
    """Light that falls from full to `least` across the page, the noise staying as it is."""
    del scale
    ramp = np.linspace(1.0, least, pixels.shape[1], dtype=np.float32)
    field = np.broadcast_to(ramp, pixels.shape[:2])
    field = field if pixels.ndim == 2 else np.repeat(field[..., None], 3, axis=2)
    return grain(as_pixels(cv2.multiply(pixels, field, dtype=cv2.CV_8U)), 4.0, _noise())


def _glaring(pixels: Pixels, scale: float, radius: float) -> Pixels:
    """A lamp's reflection, of so many page widths, that leaves nothing of the print; paper greyed."""
    del scale
    height, width = pixels.shape[:2]
    spot = np.zeros((height // 8, width // 8), np.float32)
    cv2.circle(spot, (width // 16, height // 20), round(radius * width / 8), (1.0,), -1)
    soft = cv2.resize(cv2.GaussianBlur(spot, (0, 0), 9), (width, height))
    soft = soft if pixels.ndim == 2 else np.repeat(soft[..., None], 3, axis=2)
    return np.asarray((pixels * 0.82 + 255 * 1.6 * soft).clip(0, 255), np.uint8)


def _squeezed(pixels: Pixels, scale: float, quality: float) -> Pixels:
    del scale
    _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, int(quality)])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_UNCHANGED), np.uint8)


def _noisy(pixels: Pixels, scale: float, sigma: float) -> Pixels:
    del scale
    return grain(pixels, sigma, _noise())


def _cut(pixels: Pixels, scale: float, share: float) -> Pixels:
    """Paper that lay beside the glass by `share` of its width."""
    del scale
    return np.ascontiguousarray(pixels[:, round(share * pixels.shape[1]) :])


def _tilted(pixels: Pixels, scale: float, degrees: float) -> Pixels:
    del scale
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    ground = [float(np.median(pixels))] * 3
    return as_pixels(cv2.warpAffine(pixels, turn, (width, height), borderValue=ground))


def _thresholded(pixels: Pixels, scale: float, level: float) -> Pixels:
    """One bit, at a level that eats strokes (low) or fills letters (high)."""
    del scale
    grey = pixels if pixels.ndim == 2 else as_pixels(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY))
    return np.where(grey < level, 0, 255).astype(np.uint8)


def _noise() -> np.random.Generator:
    return np.random.default_rng(_SEED)


HARMS: Mapping[str, Harm] = {
    "unfocused": Harm(_unfocused, (2.0, 3.0, 4.0, 5.0, 7.0)),
    "shaken": Harm(_shaken, (5, 9, 13, 18, 25)),
    "pale": Harm(_pale, (0.5, 0.3, 0.18, 0.1, 0.05)),
    "coarse": Harm(_coarse, (150, 110, 85, 65, 50)),
    "shadowed": Harm(_shadowed, (0.5, 0.3, 0.18, 0.1, 0.04)),
    "glaring": Harm(_glaring, (0.1, 0.18, 0.28, 0.4, 0.55)),
    "squeezed": Harm(_squeezed, (25, 14, 8, 4, 1)),
    "noisy": Harm(_noisy, (20, 40, 60, 85, 120)),
    "cut": Harm(_cut, (0.06, 0.12, 0.16, 0.22, 0.3)),
    "tilted": Harm(_tilted, (3, 6, 9, 12, 14)),
    "thresholded": Harm(_thresholded, (60, 90, 120, 215, 240)),
}
"""By name."""
