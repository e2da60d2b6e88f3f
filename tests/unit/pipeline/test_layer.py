"""A text layer counts where it is the page, and signature notes are kept apart."""

from pathlib import Path

import pytest

from core.settings import Limits
from pipeline.layer import TextLayer, read_layer, to_lines, to_regions
from pipeline.layer_words import LayerWord
from pipeline.load import load_page, open_scan

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
SOUND = "Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập Tự do Hạnh phúc"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="real samples are not here")


def layer(text: str, *, is_scan: bool = False) -> TextLayer:
    words = tuple(LayerWord(word, (10.0 * i, 0.0, 10.0 * i + 8, 10.0)) for i, word in enumerate(text.split()))
    return TextLayer((words,), frame=(0.0, 0.0, 200.0, 100.0), is_scan=is_scan)


def test_only_sound_vietnamese_on_a_page_that_is_no_scan_stands_for_it() -> None:
    assert layer(SOUND).is_sound
    assert not layer(SOUND, is_scan=True).is_sound
    assert not layer("Céng hßa x· héi chñ nghÜa ViÖt Nam §éc lËp Tù do H¹nh phóc").is_sound
    assert not layer("Cong hoa xa hoi chu nghia Viet Nam Doc lap Tu do Hanh phuc").is_sound
    assert not layer("Số 12").is_sound


@needs_samples
@pytest.mark.parametrize("name", ["hanoi_tb_453", "quangngai_tb_11_2025", "quangngai_tb_542_2024"])
def test_born_digital_pages_need_no_reading(name: str) -> None:
    scan = open_scan(SAMPLES / "born_digital" / f"{name}.pdf", Limits())
    found = read_layer(scan, 1)
    assert found.is_sound
    pixels = load_page(scan, 1, Limits()).pixels
    for line in to_lines(found, pixels):
        for word in line.words:
            part = pixels[word.box.top : word.box.bottom, word.box.left : word.box.right]
            assert part.min() < 160, "ink lies where the word is said to stand"


@needs_samples
def test_the_note_of_an_e_signature_becomes_a_region() -> None:
    scan = open_scan(SAMPLES / "scans" / "qd_729_ttg.pdf", Limits())
    found = read_layer(scan, 1)
    assert not found.is_sound
    (region,) = to_regions(found, load_page(scan, 1, Limits()).pixels)
    assert region.kind == "signature_note"
    assert any("Thời gian ký" in line.text for line in region.lines)
