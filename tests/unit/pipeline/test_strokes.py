"""Signatures and black seals are taken out, the print they cross is kept."""

import cv2
import numpy as np

from pipeline.clean.strokes import without_strokes
from tests.unit.pipeline.test_cleaning import page


def test_a_page_without_large_strokes_is_left_alone() -> None:
    assert without_strokes(page(dpi=300), 300) is None


def test_a_scrawl_beside_the_print_vanishes_and_the_print_stays() -> None:
    clean = page(lines=12, dpi=300)
    signed = clean.copy()
    curve = np.array([[300, 1800], [500, 1500], [700, 2100], [900, 1450], [1200, 1900]], np.int32)
    cv2.polylines(signed, [curve], isClosed=False, color=0, thickness=6)
    freed = without_strokes(signed, 300)
    assert freed is not None
    assert np.array_equal(freed[:1100], clean[:1100])
    assert np.count_nonzero(freed[1400:] < 128) < 0.01 * np.count_nonzero(signed[1400:] < 128)


def test_a_line_of_print_under_a_scrawl_survives() -> None:
    clean = page(lines=12, dpi=300)
    signed = clean.copy()
    cv2.line(signed, (200, 900), (1500, 1300), 0, 6)
    freed = without_strokes(signed, 300)
    assert freed is not None
    lost = np.count_nonzero((clean < 128) & (freed >= 128))
    assert lost < 0.01 * np.count_nonzero(clean < 128)
