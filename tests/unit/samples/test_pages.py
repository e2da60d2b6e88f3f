"""Pages of the benchmark set: the same by seed, balanced, and true to the pixel."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

import samples
from core.errors import ConfigError, NotFound
from core.page import Box
from samples.truth import truth_path


def test_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    first = samples.page_set(tmp_path / "a", 2, 3, captures=("adf", "fax"))
    again = samples.page_set(tmp_path / "b", 2, 3, captures=("adf", "fax"))
    other = samples.page_set(tmp_path / "c", 2, 4, captures=("adf", "fax"))
    assert [page.path.read_bytes() for page in first] == [page.path.read_bytes() for page in again]
    assert [page.truth for page in first] == [page.truth for page in again]
    assert [page.path.read_bytes() for page in first] != [page.path.read_bytes() for page in other]


def test_every_capture_occurs_once_in_a_round(pages: list[samples.SamplePage]) -> None:
    assert sorted(page.capture for page in pages) == sorted(samples.CAPTURES)
    assert len({page.kind for page in pages}) == len(pages)


def test_every_word_box_holds_ink(pages: list[samples.SamplePage]) -> None:
    for page in pages:
        grey = cv2.imread(str(page.path), cv2.IMREAD_GRAYSCALE)
        assert grey is not None
        words = [word for word in page.words if any(letter.isalnum() for letter in word.text)]
        assert len(words) > 20
        pale = [word.text for word in words if _contrast(grey, word.box) < 45]
        assert not pale, f"{page.capture}: {pale}"


def test_word_boxes_are_tight(pages: list[samples.SamplePage]) -> None:
    for page in pages:
        grey = cv2.imread(str(page.path), cv2.IMREAD_GRAYSCALE)
        assert grey is not None
        inside = [_darkness(grey, word.box) for word in page.words if len(word.text) > 2 and not word.stamped]
        between = [
            _darkness(grey, Box(left.box.right, left.box.top, right.box.left, left.box.bottom))
            for line in page.truth.lines
            for left, right in zip(line.words, line.words[1:], strict=False)
            if right.box.left - left.box.right > 3 and not left.stamped and not right.stamped
        ]
        assert np.mean(inside) > 2 * np.mean(between) if between else True, page.capture


def test_truth_is_read_back_as_it_was_written(pages: list[samples.SamplePage]) -> None:
    for page in pages:
        stored = samples.load_truth(page.path)
        assert stored.pages == (page.truth,)
        assert stored.fields == page.fields
        assert samples.load_truth(truth_path(page.path)) == stored


def test_missing_truth_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        samples.load_truth(tmp_path / "1.jpg")


def test_files_record_size_and_resolution(pages: list[samples.SamplePage]) -> None:
    for page in pages:
        with Image.open(page.path) as image:
            assert image.size == (page.truth.width_px, page.truth.height_px)
            assert image.info["dpi"][0] == pytest.approx(page.truth.dpi, abs=0.1)
            assert (image.mode == "1") == (page.capture == "fax")


def test_matrix_carries_upright_boxes_onto_the_page(pages: list[samples.SamplePage]) -> None:
    for page in pages:
        matrix = np.array(page.truth.matrix)
        for word in page.words[:20]:
            middle = [
                [(word.upright.left + word.upright.right) / 2, (word.upright.top + word.upright.bottom) / 2]
            ]
            x, y = cv2.perspectiveTransform(np.array([middle]), matrix)[0, 0]
            assert word.box.left <= x <= word.box.right
            assert word.box.top <= y <= word.box.bottom


def test_turned_page_says_how_to_turn_it_back(pages: list[samples.SamplePage]) -> None:
    turned = next(page for page in pages if page.capture == "turned")
    assert turned.truth.rotation_degrees in (90, 180, 270)
    assert all(page.truth.rotation_degrees == 0 for page in pages if page.capture != "turned")


def test_unknown_capture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        samples.page_set(tmp_path, 1, 1, captures=("telex",))
    with pytest.raises(ConfigError):
        samples.generate(tmp_path, 1, 1, capture="telex")


def _contrast(grey: "np.ndarray[tuple[int, ...], np.dtype[np.generic]]", box: Box) -> float:
    part = grey[box.top : box.bottom, box.left : box.right].astype(np.float64)
    return float(np.percentile(part, 95) - part.min()) if part.size else 0.0


def _darkness(grey: "np.ndarray[tuple[int, ...], np.dtype[np.generic]]", box: Box) -> float:
    part = grey[box.top : box.bottom, box.left : box.right].astype(np.float64)
    return float(np.percentile(part, 90) - part.mean()) if part.size else 0.0
