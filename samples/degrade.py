"""Turn a clean sheet into what a scanner, a fax or a phone makes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from core.page import Box, Matrix, Pixels
from samples.fonts import DPI
from samples.photo import photographed

Noise = np.random.Generator
Transform = NDArray[np.float64]
"""3×3, upright pixels → captured pixels."""


@dataclass(frozen=True, slots=True)
class Captured:
    """A page as it comes from the device."""

    pixels: Pixels
    """BGR, or h×w of 0 and 255 when bitonal."""
    dpi: float
    """As the device records it: phones write 72."""
    transform: Transform
    quality: int
    """JPEG quality, 1–95."""
    bitonal: bool = False
    rotation_degrees: int = 0
    """Clockwise turn that makes the page upright."""
    skew_degrees: float = 0.0
    """Clockwise tilt after that turn."""

    @property
    def matrix(self) -> Matrix:
        """The transform as plain numbers."""
        (a, b, c), (d, e, f), (g, h, i) = self.transform.tolist()
        return ((a, b, c), (d, e, f), (g, h, i))

    def box(self, upright: Box) -> Box:
        """Where `upright` went, clipped to the picture."""
        corners = np.array(
            [[upright.left, upright.top], [upright.right, upright.top],
             [upright.right, upright.bottom], [upright.left, upright.bottom]], np.float64
        )  # fmt: skip
        moved = cv2.perspectiveTransform(corners[None], self.transform)[0]
        height, width = self.pixels.shape[:2]
        low, high = np.floor(moved.min(axis=0)), np.ceil(moved.max(axis=0))
        return Box(
            int(np.clip(low[0], 0, width)), int(np.clip(low[1], 0, height)),
            int(np.clip(high[0], 0, width)), int(np.clip(high[1], 0, height)),
        )  # fmt: skip


def clean(page: Pixels, noise: Noise) -> Captured:
    """A flatbed scan of a new print."""
    dpi = float(noise.choice((200, 300, 300)))
    pixels, transform = _scanned(page, dpi, 0.0, (255, 255, 255))
    return Captured(grain(pixels, 1.2, noise), dpi, transform, quality=90)


def adf(page: Pixels, noise: Noise) -> Captured:
    """A sheet-fed scan: tilt, blur, grain, dust streaks, punch holes, dark edges."""
    dpi = float(noise.choice((200, 240, 300)))
    tilt = float(noise.uniform(-2.5, 2.5))
    page = _punched(page, noise) if noise.random() < 0.4 else page
    backing = (45, 45, 45) if noise.random() < 0.3 else (250, 250, 250)
    pixels, transform = _scanned(_tinted(page, (244, 248, 249)), dpi, tilt, backing)
    pixels = blurred(pixels, float(noise.uniform(0.45, 0.8)) * dpi / 300)
    pixels = _streaked(_dark_edge(pixels, noise), noise)
    return Captured(
        grain(pixels, float(noise.uniform(2.5, 6)), noise), dpi, transform, quality=75, skew_degrees=tilt
    )


def fax(page: Pixels, noise: Noise) -> Captured:
    """150 dpi, one bit, speckle, a tilt and now and then a lost line."""
    tilt = float(noise.uniform(-1.2, 1.2))
    pixels, transform = _scanned(page, 150.0, tilt, (255, 255, 255))
    grey = grain(as_pixels(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)), 9.0, noise)
    black = grey < noise.uniform(160, 190)
    _speckle(black, noise)
    bits = np.where(black, 0, 255).astype(np.uint8)
    return Captured(bits, 150.0, transform, quality=0, bitonal=True, skew_degrees=tilt)


def photo(page: Pixels, noise: Noise) -> Captured:
    """A phone photo on a desk: perspective, uneven light, shadow."""
    pixels, transform = photographed(page, noise)
    pixels = blurred(pixels, float(noise.uniform(0.6, 1.1)))
    return Captured(grain(pixels, float(noise.uniform(2, 5)), noise), 72.0, transform, quality=82)


def faded(page: Pixels, noise: Noise) -> Captured:
    """Old thin paper: pale ink, yellow ground, the back showing through, a fold."""
    dpi = float(noise.choice((200, 300)))
    tilt = float(noise.uniform(-0.8, 0.8))
    ink = cv2.subtract(np.full_like(page, 255), page)
    back = np.roll(cv2.GaussianBlur(ink[:, ::-1], (0, 0), 3.0), int(noise.integers(60, 500)), axis=0)
    mixed = as_pixels(cv2.addWeighted(ink, noise.uniform(0.5, 0.68), back, noise.uniform(0.08, 0.15), 0))
    tone = noise.integers((190, 222, 232), (212, 236, 246))
    pixels, transform = _scanned(
        _tinted(255 - mixed, tuple(int(v) for v in tone)), dpi, tilt, (235, 240, 243)
    )
    if noise.random() < 0.6:
        at = int(pixels.shape[0] * noise.uniform(0.46, 0.54))
        pixels[at : at + 3] = (pixels[at : at + 3] * 0.9).astype(np.uint8)
    pixels = blurred(_stained(pixels, noise), 0.6 * dpi / 300)
    return Captured(
        grain(pixels, float(noise.uniform(3, 6)), noise), dpi, transform, quality=78, skew_degrees=tilt
    )


def turned(page: Pixels, noise: Noise) -> Captured:
    """A clean or sheet-fed scan put in upside down or sideways."""
    scan = (clean, adf)[int(noise.integers(0, 2))](page, noise)
    turn = int(noise.integers(1, 4))
    height, width = scan.pixels.shape[:2]
    moves = {
        1: (cv2.ROTATE_90_CLOCKWISE, ((0, -1, height), (1, 0, 0), (0, 0, 1))),
        2: (cv2.ROTATE_180, ((-1, 0, width), (0, -1, height), (0, 0, 1))),
        3: (cv2.ROTATE_90_COUNTERCLOCKWISE, ((0, 1, 0), (-1, 0, width), (0, 0, 1))),
    }
    code, rows = moves[turn]
    return replace(
        scan,
        pixels=as_pixels(cv2.rotate(scan.pixels, code)),
        transform=np.array(rows, np.float64) @ scan.transform,
        rotation_degrees=360 - 90 * turn,
    )


CAPTURE: Mapping[str, Callable[[Pixels, Noise], Captured]] = {
    "clean": clean, "adf": adf, "fax": fax, "photo": photo, "faded": faded, "turned": turned,
}  # fmt: skip
"""How a page is captured, by name."""


def grain(pixels: Pixels, sigma: float, noise: Noise) -> Pixels:
    """Add sensor noise; one tile of it is repeated, which nobody sees and saves half a second."""
    shape = (509, 701, *pixels.shape[2:])
    tile = np.rint(noise.standard_normal(shape, np.float32) * sigma).astype(np.int16)
    repeats = (pixels.shape[0] // 509 + 1, pixels.shape[1] // 701 + 1, *(1 for _ in pixels.shape[2:]))
    field = np.tile(tile, repeats)[: pixels.shape[0], : pixels.shape[1]]
    return as_pixels(cv2.add(pixels, field, dtype=cv2.CV_8U))


def as_pixels(image: "cv2.typing.MatLike") -> Pixels:
    """What OpenCV returned, as the type it is."""
    return np.asarray(image, np.uint8)


def blurred(pixels: Pixels, sigma_px: float) -> Pixels:
    """Soften as optics do."""
    return as_pixels(cv2.GaussianBlur(pixels, (0, 0), sigma_px))


def _speckle(black: NDArray[np.bool_], noise: Noise) -> None:
    """Scatter dots, lose dots and whole lines, as a telephone line does."""
    height, width = black.shape
    for size, share in ((1, noise.uniform(2e-4, 1.2e-3)), (2, noise.uniform(1e-5, 1.2e-4))):
        count = int(height * width * share)
        rows, columns = noise.integers(0, height - size, count), noise.integers(0, width - size, count)
        for shift in range(size):
            black[rows + shift, columns] = True
            black[rows, columns + shift] = True
    holes = int(height * width * 3e-4)
    black[noise.integers(0, height, holes), noise.integers(0, width, holes)] = False
    black[noise.integers(0, height, int(noise.integers(0, 4)))] = False


def _scanned(
    page: Pixels, dpi: float, tilt_degrees: float, backing: tuple[int, int, int]
) -> tuple[Pixels, Transform]:
    """Scale to `dpi` and tilt clockwise about the middle."""
    scale = dpi / DPI
    if scale != 1:
        page = as_pixels(cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    height, width = page.shape[:2]
    rotation = cv2.getRotationMatrix2D((width / 2, height / 2), -tilt_degrees, 1.0)
    if tilt_degrees:
        page = as_pixels(
            cv2.warpAffine(page, rotation, (width, height), flags=cv2.INTER_LINEAR, borderValue=backing)
        )
    transform = np.vstack([rotation, (0, 0, 1)]) @ np.diag((scale, scale, 1.0))
    return page, transform


def _tinted(page: Pixels, bgr: tuple[int, ...]) -> Pixels:
    table = np.stack([np.arange(256) * channel // 255 for channel in bgr], axis=-1).astype(np.uint8)
    return as_pixels(cv2.LUT(page, table[None]))


def _punched(page: Pixels, noise: Noise) -> Pixels:
    page = page.copy()
    grey = int(noise.choice((60, 215)))
    middle = page.shape[0] // 2 + int(noise.integers(-60, 60))
    for offset in (-472, 472):
        cv2.circle(page, (140, middle + offset), 33, (grey, grey, grey), -1, cv2.LINE_AA)
    return page


def _dark_edge(pixels: Pixels, noise: Noise) -> Pixels:
    wide = int(noise.integers(4, 22))
    ramp = np.linspace(float(noise.uniform(0.15, 0.6)), 1.0, wide)[None, :, None]
    side = int(noise.integers(0, 3))
    if side == 0:
        pixels[:, :wide] = (pixels[:, :wide] * ramp).astype(np.uint8)
    elif side == 1:
        pixels[:, -wide:] = (pixels[:, -wide:] * ramp[:, ::-1]).astype(np.uint8)
    return pixels


def _streaked(pixels: Pixels, noise: Noise) -> Pixels:
    for _ in range(int(noise.integers(0, 3))):
        at = int(noise.integers(20, pixels.shape[1] - 20))
        pixels[:, at] = (pixels[:, at] * noise.uniform(0.75, 0.92)).astype(np.uint8)
    return pixels


def _stained(pixels: Pixels, noise: Noise) -> Pixels:
    coarse = noise.uniform(0.9, 1.0, (9, 7)).astype(np.float32)
    field = cv2.resize(coarse, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_CUBIC)
    return as_pixels(cv2.multiply(pixels, cv2.merge([field] * 3), dtype=cv2.CV_8U))
