"""The picture of a searchable page: the scan's own stream wherever PDF/A-2 allows it."""

from dataclasses import dataclass
from types import TracebackType

import cv2
import numpy as np
import pikepdf

from core.errors import BadScan
from core.model import Scan
from core.page import Page, PageState, Pixels
from core.settings import Limits
from pipeline import pdf
from pipeline.clean.geometry import Transform, scaling, warp
from pipeline.derive.encoding import LOSSLESS, encoded, holds_jpeg
from pipeline.derive.originals import Original, Originals
from pipeline.load import load_page

_UNIT = np.array([[1.0, 0.0, 0.0], [0.0, -1.0, 1.0], [0.0, 0.0, 1.0]])
"""The unit square that PDF paints pictures on → shares of the picture, counted from its top left."""

_PAPER = 255


@dataclass(frozen=True, slots=True)
class Background:
    """A picture and where it goes."""

    picture: pikepdf.Object
    to_displayed: Transform
    """The unit square it is painted on → displayed-page pixels."""


class Backgrounds:
    """The pictures of the pages of `scan`, added to `document` one by one."""

    def __init__(self, scan: Scan, limits: Limits, document: pikepdf.Pdf) -> None:
        self._scan, self._limits, self._document = scan, limits, document
        self._originals = Originals(scan)

    def __enter__(self) -> "Backgrounds":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._originals.close()

    def of(self, page: Page) -> Background | None:
        """The picture of `page`; None where the scan can't be opened."""
        transform = np.array(page.transform)
        flat = abs(transform[2, 0]) + abs(transform[2, 1]) < 1e-12
        original = self._originals.find(page.number) if flat else None
        if original is not None:
            picture = self._document.copy_foreign(original.picture)
            loaded = scaling(page.scan_width_px, page.scan_height_px) @ _placed(original) @ _UNIT
            return Background(picture, transform @ loaded)
        try:
            pixels = load_page(self._scan, page.number, self._limits).pixels
        except BadScan:
            return None
        if not flat:
            pixels = warp(pixels, transform, (page.width_px, page.height_px), cv2.INTER_LINEAR, _PAPER)
            whole = scaling(page.width_px, page.height_px)
        else:
            whole = transform @ scaling(page.scan_width_px, page.scan_height_px)
        return Background(self._encoded(pixels, page), whole @ _UNIT)

    def _encoded(self, pixels: Pixels, page: Page) -> pikepdf.Object:
        drawn = self._scan.media_type == pdf.MEDIA_TYPE and page.state is PageState.TEXT_LAYER
        budget = None if drawn else self._scan.size_bytes // max(1, self._scan.page_count)
        lossless = self._scan.media_type in LOSSLESS and not holds_jpeg(self._scan)
        with encoded(pixels, budget, lossless=lossless) as made:
            return self._document.copy_foreign(made)


def _placed(original: Original) -> Transform:
    """Shares of the stored picture → shares of the picture as loaded, both from the top left."""
    placed = np.eye(3)
    if original.transposed:
        placed = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    if original.mirrored_across:
        placed = np.array([[-1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]) @ placed
    if original.mirrored_down:
        placed = np.array([[1.0, 0.0, 0.0], [0.0, -1.0, 1.0], [0.0, 0.0, 1.0]]) @ placed
    return placed
